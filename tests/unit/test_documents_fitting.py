"""Columns wide enough for their words, and the Word twin's pages: no empty one, nothing torn."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml.ns import qn

from rembuk.office.documents import fitting, words
from rembuk.office.documents.letters import (
    Column,
    Heading,
    Letter,
    PageBreak,
    Paragraph,
    Signature,
    SignaturePage,
    Table,
)
from rembuk.office.documents.plain import breakable


def test_a_column_takes_room_from_those_that_can_spare_it():
    assert fitting.fitted([1, 1], [10, 10], 100) == [50, 50]
    wide = fitting.fitted([1, 9], [30, 20], 100)
    assert wide == pytest.approx([30, 70])
    tight = fitting.fitted([1, 1, 2], [60, 60, 10], 100)
    assert sum(tight) == pytest.approx(100)
    assert min(tight) >= 10


def test_an_amount_stays_in_one_piece_and_a_code_does_not():
    assert breakable("Rp180.000.000") == "Rp180.000.000"
    assert "\u200b" in breakable("1.02.02.2.02.0015")


def report() -> docx.document.Document:
    table = Table(
        [Column("No", 0.1), Column("Pagu", 0.2), Column("Uraian", 3)],
        [("1", "Rp180.000.000", "Jamban keluarga")],
    )
    wide = Table([Column("Satu"), Column("Dua")], [], empty="Belum ada.", landscape=True)
    body = [
        Heading("Ringkasan", 1), Paragraph("Isi."), table, Heading("Rincian", 1), wide,
        PageBreak(),
        SignaturePage("Lembar", "Disahkan:", [Signature("Ketua", "A"), Signature("Wakil", "B")]),
    ]  # fmt: skip
    letter = Letter("laporan", None, title="Laporan", body=body)
    return docx.Document(io.BytesIO(words.write(letter)))


def test_the_twin_has_no_empty_page_and_says_its_headings():
    made = report()
    texts = [one.text for one in made.paragraphs]
    assert any("BAB I Ringkasan\nBAB II Rincian" in text for text in texts)
    breaks = made.element.body.xpath(".//w:br[@w:type='page']")
    assert len(breaks) == 1  # before the contents; a section or a heading begins the others
    heads = [one for one in made.paragraphs if one.style.name == "Heading 1"]
    assert [one.paragraph_format.page_break_before for one in heads] == [True, True]


def test_the_twin_keeps_an_amount_and_the_line_above_signatures_whole():
    made = report()
    amount = made.tables[0].rows[0].cells[1].width
    assert amount.mm > 20
    empty = made.tables[1].rows[1]
    assert empty.cells[0].text == "Belum ada."
    assert empty.cells[0]._tc is empty.cells[1]._tc
    held = [one for one in made.paragraphs if one.text == "Disahkan:"]
    assert held[0]._p.pPr.find(qn("w:keepNext")) is not None
