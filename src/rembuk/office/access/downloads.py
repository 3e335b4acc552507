"""Files a view makes and hands out. None of them is kept on the way: they can hold names."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse

TYPES: Final = {
    "pdf": "application/pdf",
    "jpg": "image/jpeg",
    "png": "image/png",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
}
"""Ending of a name -> what the browser is told of the file."""


def sent(body: bytes, name: str, *, shown: bool = False) -> HttpResponse:
    """A made file as the answer of a view, its kind by the ending of `name` (ours, no person's).
    `shown`: to be read in the browser. The view has asked its policy before."""
    answer = HttpResponse(body, content_type=TYPES[name.rpartition(".")[2]])
    how = "inline" if shown else "attachment"
    answer["Content-Disposition"] = f'{how}; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
