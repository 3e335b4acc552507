"""A workbook that comes back filled: open for as long as it is read, its cells as text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError

from rembuk.office.intake import raw
from rembuk.office.intake.reading.limits import Unreadable


@contextmanager
def opened(upload: object) -> Iterator[tuple[Path, str]]:
    """An uploaded file and its hash; the copy is gone afterwards. What cannot be read is refused
    as a ValidationError in words, also what only shows while it is read."""
    try:
        path, digest, _size = raw.take(upload)
    except Unreadable as problem:
        raise ValidationError(str(problem)) from problem
    try:
        yield path, digest
    except Unreadable as problem:
        raise ValidationError(str(problem)) from problem
    finally:
        path.unlink(missing_ok=True)


def cell(value: object) -> str:
    """A cell as text, without the mark that keeps a spreadsheet from counting with it."""
    return str(value if value is not None else "").strip().removeprefix("'")
