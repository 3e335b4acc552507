"""What python-docx has no words for: repeated heads, fields, borders, cell widths."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm

HEAD_FILL: Final = "E8E8E8"


def repeat_head(row: Any) -> None:
    """The row stands again on every page its table reaches."""
    row._tr.get_or_add_trPr().append(_made("w:tblHeader", **{"w:val": "true"}))


def keep_whole(row: Any) -> None:
    """The row is not split over two pages."""
    row._tr.get_or_add_trPr().append(_made("w:cantSplit", **{"w:val": "true"}))


def shade(cell: Any, fill: str = HEAD_FILL) -> None:
    """A ground behind a cell."""
    shading = _made("w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": fill})
    cell._tc.get_or_add_tcPr().append(shading)


def widths(table: Any, parts: list[float], whole: Length) -> None:
    """Share `whole` among the columns."""
    total = sum(parts) or 1.0
    table.autofit = False
    for column, part in zip(table.columns, parts, strict=True):
        column.width = int(whole * part / total)
    for row in table.rows:
        for cell, column in zip(row.cells, table.columns, strict=True):
            cell.width = column.width


def page_number(paragraph: Any) -> None:
    """`Halaman 1 dari 4`, counted by Word."""
    paragraph.add_run("Halaman ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" dari ")
    _field(paragraph, "NUMPAGES")


def contents(paragraph: Any) -> None:
    """A table of contents that Word fills when it opens the file (F9 renews it)."""
    _field(paragraph, r'TOC \o "1-2" \h \z \u', "Klik kanan, lalu Perbarui Bidang")


def double_rule(paragraph: Any) -> None:
    """The double line under a kop."""
    borders = _made("w:pBdr")
    line = {"w:val": "thickThinSmallGap", "w:sz": "18", "w:space": "4", "w:color": "000000"}
    borders.append(_made("w:bottom", **line))
    paragraph._p.get_or_add_pPr().append(borders)


def margins(section: Any, left: float, right: float, top: float, bottom: float) -> None:
    """Margins in mm."""
    section.left_margin, section.right_margin = Mm(left), Mm(right)
    section.top_margin, section.bottom_margin = Mm(top), Mm(bottom)


def width(section: Any) -> Length:
    """Room between the margins."""
    return Length(section.page_width - section.left_margin - section.right_margin)


def _field(paragraph: Any, code: str, shown: str = "1") -> None:
    run = paragraph.add_run()
    run._r.append(_made("w:fldChar", **{"w:fldCharType": "begin"}))
    asked = _made("w:instrText", **{"xml:space": "preserve"})
    asked.text = code
    run._r.append(asked)
    run._r.append(_made("w:fldChar", **{"w:fldCharType": "separate"}))
    run.add_text(shown)
    run._r.append(_made("w:fldChar", **{"w:fldCharType": "end"}))


def _made(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
