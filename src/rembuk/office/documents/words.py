"""The Word twin of a letter, for an office that must edit it: the same data, the same words.

Made with python-docx from the wording that the PDF uses. A Word file has no check page: only the
PDF is the document; the twin says so in its foot.
"""

from __future__ import annotations

import datetime as dt
import io
from typing import Any, Final

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from rembuk.office.documents import docx_parts as parts
from rembuk.office.documents import fitting
from rembuk.office.documents.blocks import Letter
from rembuk.office.documents.drawings import picture_kind
from rembuk.office.documents.plain import SOFT
from rembuk.office.documents.wording import letter_data, numbered

FONT: Final = "Arial"
"""The twin of the PDF's Liberation Sans: the same widths, on every office machine."""
INSET: Final = 1.0
"""Millimetres left and right of a cell's words."""
_SIDES: Final = {
    "integer": WD_ALIGN_PARAGRAPH.RIGHT, "decimal": WD_ALIGN_PARAGRAPH.RIGHT,
    "rupiah": WD_ALIGN_PARAGRAPH.RIGHT, "percent": WD_ALIGN_PARAGRAPH.RIGHT,
    "center": WD_ALIGN_PARAGRAPH.CENTER, "date": WD_ALIGN_PARAGRAPH.CENTER,
}  # fmt: skip
LETTERS: Final = frozenset({"surat", "undangan"})
TWIN: Final = "Naskah untuk disunting; yang sah adalah PDF dengan kode QR."


def write(letter: Letter) -> bytes:
    """The letter as a .docx."""
    data = letter_data(letter)
    made = docx.Document()
    _styles(made, 11.5 if letter.kind in LETTERS else 10.5)
    lying = letter.kind in {"matriks-rtl", "paparan"}
    section = made.sections[0]
    _paper(section, lying=lying)
    if lying:
        parts.margins(section, 15, 12, 14, 16)
    _properties(made, letter, data)
    _foot(section, data)
    _kop(made, letter, data)
    if letter.kind in LETTERS:
        _letter_head(made, data)
    else:
        _sheet_head(made, letter, data)
    report = letter.kind == "laporan"
    body = numbered(data["body"]) if report else data["body"]
    if report:
        _contents(made, body)
    for block in body:
        _block(
            made, block, indent=letter.kind in LETTERS, small=letter.kind == "matriks-rtl",
            chapters=report,
        )  # fmt: skip
    for line in data["notes"]:
        _words(made.add_paragraph(), line, size=8)
    _signatures(made, data["signatures"], "" if letter.kind in LETTERS else data["dateline"])
    _copies(made, data)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _styles(made: Any, size: float) -> None:
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        style = made.styles[name]
        style.font.name = FONT
        style.font.size = Pt(size + (1.5 if name == "Heading 1" else 0))
        style.font.bold = name != "Normal"
        style.font.italic = False
        style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(kind), FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    made.styles["Normal"].paragraph_format.space_after = Pt(6)
    made.styles["Heading 1"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _paper(section: Any, *, lying: bool) -> None:
    tall, wide = (Mm(210), Mm(297)) if lying else (Mm(297), Mm(210))
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_height, section.page_width = tall, wide
    parts.margins(section, 25, 18, 20, 20)


def _properties(made: Any, letter: Letter, data: dict[str, Any]) -> None:
    made.core_properties.title = data["title"] or data["subject"]
    made.core_properties.author = data["head"]["government"] if data["head"] else ""
    made.core_properties.language = "id-ID"
    moment = letter.made_at or dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    made.core_properties.created = made.core_properties.modified = moment


def _foot(section: Any, data: dict[str, Any]) -> None:
    line = section.footer.paragraphs[0]
    _words(line, " · ".join(part for part in (data["foot"], TWIN) if part), size=7.5)
    number = section.footer.add_paragraph()
    number.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    parts.page_number(number)
    for run in number.runs:
        run.font.size = Pt(7.5)
    if data["watermark"]:
        top = section.header.paragraphs[0]
        top.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _words(top, data["watermark"], bold=True, size=14)


def _kop(made: Any, letter: Letter, data: dict[str, Any]) -> None:
    head = data["head"]
    if head is None or letter.kind in {"lampiran-sk", "laporan", "paparan"}:
        return
    emblem = letter.letterhead.emblem if letter.letterhead else None
    table = made.add_table(rows=1, cols=3)
    parts.widths(table, [21, 125, 21], parts.width(made.sections[0]))
    if emblem and picture_kind(emblem) != "svg":  # Word takes no SVG by itself
        table.cell(0, 0).paragraphs[0].add_run().add_picture(io.BytesIO(emblem), height=Mm(22))
    lines = [(head["government"].upper(), 13, False), (head["unit"].upper(), 15, True)]
    lines += [(line, 9, False) for line in head["address"].split("\n")]
    cell = table.cell(0, 1)
    for at, (text, size, bold) in enumerate(line for line in lines if line[0]):
        paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(0)
        _words(paragraph, text, bold=bold, size=size)
    rule = made.add_paragraph()
    rule.paragraph_format.space_after = Pt(10)
    parts.double_rule(rule)


def _letter_head(made: Any, data: dict[str, Any]) -> None:
    day = made.add_paragraph()
    day.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _words(day, data["dateline"])
    named = (("Nomor", "number"), ("Sifat", "nature"), ("Lampiran", "attachments"))
    pairs = [[name, data[key]] for name, key in named if data[key] or key == "number"]
    _facts(made, [*pairs, ["Hal", data["subject"]]])
    made.add_paragraph()
    many = len(data["to"]) > 1
    for at, line in enumerate(data["to"], start=1):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        _words(paragraph, f"{'Yth. ' if at == 1 else ''}{f'{at}. ' if many else ''}{line}")
    if data["to"]:
        made.add_paragraph("di Tempat")


def _sheet_head(made: Any, letter: Letter, data: dict[str, Any]) -> None:
    for at, line in enumerate(data["decree"]):
        paragraph = made.add_paragraph()
        paragraph.paragraph_format.left_indent = Mm(75)
        paragraph.paragraph_format.space_after = Pt(2)
        _words(paragraph, line, bold=at == 0)
    number = f"Nomor {data['number']}" if data["number"] else ""
    lines = ((data["title"].upper(), True, 13), (data["subtitle"], False, 11), (number, False, 10))
    for text, bold, size in lines:
        if text:
            paragraph = made.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if letter.kind == "laporan" and bold:
                paragraph.paragraph_format.space_before = Mm(70)  # a cover
            _words(paragraph, text, bold=bold, size=size)
    if letter.kind == "laporan" and data["head"]:
        for line in (data["head"]["unit"], data["head"]["government"]):
            paragraph = made.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _words(paragraph, line.upper())


def _contents(made: Any, body: list[dict[str, Any]]) -> None:
    _new_page(made)
    head = made.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _words(head, "DAFTAR ISI", bold=True, size=12)
    heads = [one for one in body if one["is"] == "heading" and one["level"] <= 2]
    lines = [("" if one["level"] == 1 else "    ") + _bare(one["text"]) for one in heads]
    parts.contents(made.add_paragraph(), lines)
    _words(made.add_paragraph(), "Nomor halaman: klik kanan, lalu Perbarui Bidang.", size=8)


def _new_page(made: Any) -> None:
    """Where a page is new already, none is left empty."""
    if not parts.fresh(made):
        made.add_page_break()


def _block(
    made: Any, block: dict[str, Any], *, indent: bool, small: bool, chapters: bool = False
) -> None:
    match block["is"]:
        case "paragraph":
            paragraph = made.add_paragraph()
            paragraph.alignment = (
                WD_ALIGN_PARAGRAPH.CENTER if block["centered"] else WD_ALIGN_PARAGRAPH.JUSTIFY
            )
            if (indent or block["indent"]) and not block["centered"]:
                paragraph.paragraph_format.first_line_indent = Mm(12.5)
            _words(paragraph, block["text"], bold=block["strong"])
        case "heading":
            chapter = block["level"] == 1 and chapters and not parts.fresh(made)
            heading = made.add_heading(level=block["level"])
            heading.paragraph_format.page_break_before = chapter or None
            _words(heading, block["text"])
        case "bullets":
            style = "List Number" if block["numbered"] else "List Bullet"
            for item in block["items"]:
                _words(made.add_paragraph(style=style), item)
        case "facts":
            _facts(made, block["pairs"])
        case "table":
            _table(made, block, small=small or block["small"])
        case "figure":
            _words(made.add_paragraph(), f"[Gambar pada PDF: {block['caption'] or block['alt']}]")
        case "approval":
            _new_page(made)
            heading = made.add_paragraph()
            heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _words(heading, block["heading"].upper(), bold=True, size=13)
            _words(made.add_paragraph(), block["text"])
            _signatures(made, block["signatures"], "")
        case "break":
            _new_page(made)


def _facts(made: Any, pairs: list[list[str]]) -> None:
    table = made.add_table(rows=0, cols=3)
    for name, value in pairs:
        cells = table.add_row().cells
        for cell, text in zip(cells, (name, ":", value), strict=True):
            cell.paragraphs[0].paragraph_format.space_after = Pt(1)
            _words(cell.paragraphs[0], text)
    room = [38.0, 4.0, 125.0]
    needs = [min(max((len(name) for name, _value in pairs), default=0) * 2.2 + 4, 62.0), 4.0, 60.0]
    parts.widths(table, fitting.fitted(room, needs, sum(room)), parts.width(made.sections[-1]))


def _table(made: Any, data: dict[str, Any], *, small: bool) -> None:
    turned = data["landscape"] and made.sections[-1].orientation == WD_ORIENT.PORTRAIT
    if turned:
        _paper(made.add_section(WD_SECTION.NEW_PAGE), lying=True)
    if data["caption"]:
        caption = made.add_paragraph()
        caption.paragraph_format.keep_with_next = True
        _words(caption, data["caption"], bold=True)
    columns = data["columns"]
    rows = data["rows"] or [[data["empty"], *([""] * (len(columns) - 1))]]
    table = made.add_table(rows=1 + len(rows), cols=len(columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    parts.inset(table, INSET)
    size = 7.0 if small else 9.5
    heads = [column["head"] for column in columns]
    for at, (row, texts) in enumerate(zip(table.rows, [heads, *rows], strict=True)):
        parts.keep_whole(row)
        if data["row_mm"] and at:
            row.height = Mm(data["row_mm"])
        for cell, text, column in zip(row.cells, texts, columns, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            head = WD_ALIGN_PARAGRAPH.CENTER
            side = _SIDES.get(column["kind"], WD_ALIGN_PARAGRAPH.LEFT)
            paragraph.alignment = side if at else head
            _words(paragraph, text, bold=at == 0, size=size)
            if at == 0:
                parts.shade(cell)
    parts.repeat_head(table.rows[0])
    whole = parts.width(made.sections[-1])
    needs = [
        fitting.needed((_bare(text) for text in texts), r"[\s-]", size, INSET)
        for texts in zip(heads, *rows, strict=True)
    ]
    shares = [column["width"] for column in columns]
    parts.widths(table, fitting.fitted(shares, needs, whole.mm), whole)
    if not data["rows"]:  # one sentence over all columns
        table.rows[1].cells[0].merge(table.rows[1].cells[-1]).text = ""
        _words(table.rows[1].cells[0].paragraphs[0], data["empty"], size=size)
    if turned:
        _paper(made.add_section(WD_SECTION.NEW_PAGE), lying=False)
    else:
        made.add_paragraph()


def _signatures(made: Any, people: list[dict[str, str]], dateline: str) -> None:
    if not people:
        return
    parts.hold_last(made)
    made.add_paragraph().paragraph_format.keep_with_next = True
    table = made.add_table(rows=0, cols=2)
    for first in range(0, len(people), 2):
        pair = people[first : first + 2]
        tops = []
        for at, one in enumerate(pair):
            last = first == 0 and at == len(pair) - 1
            day = one["dateline"] or (dateline if last else "")
            tops.append("\n".join(line for line in (day, f"{one['title']},") if line))
        tall = max(top.count("\n") for top in tops)
        row = table.add_row()
        parts.keep_whole(row)
        for at, one in enumerate(pair):
            cell = row.cells[1] if len(pair) == 1 else row.cells[at]
            above = cell.paragraphs[0]
            above.paragraph_format.space_after = Mm(25)
            above.paragraph_format.space_before = Mm(8 if first else 0)
            _words(above, "\n" * (tall - tops[at].count("\n")) + tops[at])  # names on one line
            name = cell.add_paragraph()
            name.paragraph_format.space_after = Pt(0)
            _words(name, one["name"] or "." * 40, bold=True, underline=True)
            for line in (one["rank"], f"NIP {one['nip']}" if one["nip"] else ""):
                if line:
                    below = cell.add_paragraph()
                    below.paragraph_format.space_after = Pt(0)
                    _words(below, line)


def _copies(made: Any, data: dict[str, Any]) -> None:
    if data["copies"]:
        _words(made.add_paragraph(), "Tembusan:", bold=True, size=9.5)
        for at, line in enumerate(data["copies"], start=1):
            paragraph = made.add_paragraph()
            paragraph.paragraph_format.space_after = Pt(0)
            _words(paragraph, f"{at}. {line}", size=9.5)


def _words(
    paragraph: Any, text: str, *, bold: bool = False, size: float = 0, underline: bool = False
) -> None:
    """Text into a paragraph, its newlines as line breaks. Word breaks its words itself."""
    run = paragraph.add_run(_bare(text))
    run.bold = bold or None
    run.underline = underline or None
    if size:
        run.font.size = Pt(size)


def _bare(text: str) -> str:
    return text.replace(SOFT, "").replace("\u200b", "")
