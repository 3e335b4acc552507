"""The view log as an Excel sheet.

Written with XlsxWriter itself: `documents` stands on a higher floor than `access`. Every text is
a string cell, so nothing in it runs as a formula.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import Final

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import ViewLog

HEADS: Final = (
    _("Waktu"), _("Akun"), _("Peran"), _("Tindakan"), _("Jenis"), "ID", _("Wilayah"),
    _("Keperluan"), _("Baris"), _("Alamat IP"),
)  # fmt: skip


def workbook(lines: Iterable[ViewLog], note: str) -> bytes:
    """The lines in the order given, `note` (who made it, when, which filter) above them."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(
        target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet(gettext("Catatan akses"))
    bold = book.add_format({"bold": True})
    sheet.set_column(0, len(HEADS) - 1, 20)
    sheet.write_string(0, 0, note)
    for column, head in enumerate(HEADS):
        sheet.write_string(2, column, str(head), bold)
    sheet.freeze_panes(3, 0)
    for row, line in enumerate(lines, start=3):
        for column, text in enumerate(_cells(line)):
            sheet.write_string(row, column, text)
        if line.rows is not None:
            sheet.write_number(row, 8, line.rows)
    book.close()
    return target.getvalue()


def _cells(line: ViewLog) -> tuple[str, ...]:
    return (
        f"{timezone.localtime(line.at):%Y-%m-%d %H:%M:%S}",
        line.account.username if line.account else "",
        line.role_words,
        line.action,
        line.subject_kind,
        line.subject_id,
        line.place_code,
        line.purpose,
        "",
        line.address or "",
    )
