"""The held rows as an Excel copy of the sheet, with the row number and the reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.office.documents.sheets import Column, Sheet, workbook

from .checking import match_of
from .models import Import
from .wording import said

VERDICTS = {"galat": _("Galat"), "ragu": _("Ragu"), "catatan": _("Catatan")}


def error_sheet(imported: Import, *, notes: bool = False) -> bytes:
    """A workbook with the rows in error or in doubt (with `notes` also rows only noted) as the
    sheet has them. After mending, the same workbook can be brought in again: the reason columns
    stand first and are not read."""
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    kinds: dict[int, str] = {}
    wanted = ["galat", "ragu", *(["catatan"] if notes else [])]
    issues = imported.issues.filter(verdict__in=wanted).order_by("row_no", "pk")
    for row_no, column, verdict, message, params in issues.values_list(
        "row_no", "column", "verdict", "message", "params"
    ).iterator():
        told = said(message, params)
        reasons[row_no].append(f"{column}: {told}" if column else told)
        if kinds.get(row_no) != "galat":
            kinds[row_no] = verdict
    cells, match = match_of(imported)
    heads = match.heading.texts
    columns = [
        Column(gettext("Baris"), 8, "integer"),
        Column(gettext("Keadaan"), 10),
        Column(gettext("Alasan"), 60),
    ]
    columns += [Column(text, 16) for text in heads.values()]

    def rows() -> Iterator[list[object]]:
        held = cells.cells.filter(cells.cells["sheet_row"].is_in(list(reasons)))
        for row in held.select("sheet_row", *heads).iter_rows():
            told = "; ".join(dict.fromkeys(reasons[row[0]]))
            yield [row[0], str(VERDICTS[kinds[row[0]]]), told, *(_plain(text) for text in row[1:])]

    return workbook([Sheet(imported.sheet or gettext("Tertahan"), "", columns, rows())])


def _plain(text: str | None) -> str | None:
    """A cell without the mark of a large number."""
    return text[:-2] if text and len(text) > 13 and text.endswith(".0") else text
