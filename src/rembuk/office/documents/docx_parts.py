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


def inset(table: Any, mm: float) -> None:
    """Room around a cell's words, half of it above and below."""
    rooms = _made("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        part = 0.5 if side in {"top", "bottom"} else 1.0
        rooms.append(_made(f"w:{side}", **{"w:w": str(round(mm * part * 56.7)), "w:type": "dxa"}))
    table._tbl.tblPr.append(rooms)


def fresh(made: Any) -> bool:
    """Whether what comes next begins a page: after a page break or a new section."""
    last = [one for one in made.element.body if not one.tag.endswith("}sectPr")][-1:]
    if not last or not last[0].tag.endswith("}p"):
        return not last
    marks = last[0].xpath("./w:pPr/w:sectPr | .//w:br[@w:type='page']")
    return bool(marks) and not "".join(last[0].itertext()).strip()


def hold_last(made: Any) -> None:
    """The last paragraph, or the last row of a table, stays on the page of what comes next: a
    signature never stands alone."""
    last = [one for one in made.element.body if not one.tag.endswith("}sectPr")][-1:]
    for one in last:
        within = "." if one.tag.endswith("}p") else "./w:tr[last()]//w:p"
        for paragraph in one.xpath(within):
            paragraph.get_or_add_pPr().get_or_add_keepNext()


def page_number(paragraph: Any) -> None:
    """`Halaman 1 dari 4`, counted by Word."""
    paragraph.add_run("Halaman ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" dari ")
    _field(paragraph, "NUMPAGES")


def contents(paragraph: Any, heads: list[str]) -> None:
    """A table of contents: the headings as they are, their pages when Word renews it (F9)."""
    _field(paragraph, r'TOC \o "1-2" \h \z \u', "\n".join(heads))


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
    asked = _made("w:instrText", **{"xml:space": "preserve"})
    asked.text = code
    for mark in (_made("w:fldChar", **{"w:fldCharType": "begin"}), asked,
                 _made("w:fldChar", **{"w:fldCharType": "separate"})):  # fmt: skip
        paragraph.add_run()._r.append(mark)  # a run each: so the shown text keeps its size
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(_made("w:fldChar", **{"w:fldCharType": "end"}))


def _made(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(key), value)
    return element
