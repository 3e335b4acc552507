"""Letters as they come out: what people wrote stays text, the same data gives the same bytes."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader

from rembuk.office.documents import drawings, matrix, typesetting, words
from rembuk.office.documents.letters import (
    Bullets,
    Column,
    Facts,
    Figure,
    Heading,
    Letter,
    Letterhead,
    PageBreak,
    Paragraph,
    Signature,
    SignaturePage,
    Table,
    render,
)
from rembuk.office.documents.plain import breakable, written

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
HEAD = Letterhead("Pemerintah Kabupaten Contoh", "Dinas Contoh", "Jalan Contoh 1", SVG.encode())
SIGNED = Signature("Kepala Dinas", "Contoh, S.K.M.", "Pembina", "197001011995032002")
BASE = Letter(
    "surat", HEAD, number="400.7/7/DPPKB/XI/2026", subject="Undangan diseminasi", place="Sekayu",
    on=dt.date(2026, 11, 9), to=["Camat Sekayu"], body=[Paragraph("Isi surat.")],
    signatures=[SIGNED], copies=["Arsip"], as_of=dt.date(2026, 10, 31), without_names=True,
    made_at=dt.datetime(2026, 11, 22, 7, 5, tzinfo=dt.UTC),
    check_url="https://contoh.id/surat/cek/7Q-4K1M-X9/0123456789/",
)  # fmt: skip
TABLE = Table(
    [Column("Nama"), Column("Nilai", 1, "rupiah")], [["Sekayu", 7_800_000], ["Lais", None]]
)
KINDS = (
    "surat", "undangan", "daftar-hadir", "lampiran-sk", "lembar-kerja", "matriks-rtl",
    "lembar-pengesahan", "berita-acara", "laporan", "paparan",
)  # fmt: skip
EVERYTHING = [
    Heading("Pendahuluan", 1), Heading("Latar", 2), Heading("Rinci", 3), Paragraph("Teks", True),
    Paragraph("Tengah", centered=True), Bullets(["satu", "dua"]), Bullets(["tiga"], True), TABLE,
    replace(TABLE, landscape=True, count=True), Facts([("Hari", dt.date(2026, 11, 9))]),
    Figure(SVG, "Gambar"), PageBreak(), SignaturePage("Pengesahan", "Disahkan.", [SIGNED] * 3),
    replace(TABLE, rows=()),
]  # fmt: skip


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"[\s\u00ad\u200b]+", " ", " ".join(page.extract_text() for page in pages))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_takes_every_block(kind) -> None:
    letter = replace(BASE, kind=kind, title="Judul", body=EVERYTHING, decree=["LAMPIRAN"])
    told = text_of(render(letter))
    for part in ("Rp7.800.000", "tanpa nama anak", "Contoh, S.K.M.", "197001011995032002"[:8]):
        assert part in told or kind == "paparan"
    assert docx.Document(io.BytesIO(words.write(letter))).tables


def test_a_letter_says_what_a_letter_must() -> None:
    told = text_of(render(BASE))
    for part in (
        "PEMERINTAH KABUPATEN CONTOH", "DINAS CONTOH", "400.7/7/DPPKB/XI/2026",
        "Sekayu, 9 November 2026", "Yth.", "Camat Sekayu", "NIP 19700101 199503 2 002",
        "Tembusan:", "Dicetak 22 November 2026 14.05 WIB", "data per 31 Oktober 2026",
        "Halaman 1 dari 1", "contoh.id/surat/cek/7Q-4K1M-X9/0123456789/",
    ):  # fmt: skip
        assert part.replace(" ", "") in told.replace(" ", ""), part


def test_the_same_letter_is_the_same_bytes() -> None:
    letter = replace(BASE, body=EVERYTHING)
    assert render(letter) == render(letter)
    assert render(letter) != render(replace(letter, number="2"))


def test_a_letter_without_a_clock_is_still_the_same_bytes() -> None:
    letter = replace(BASE, made_at=None, on=None, as_of=None)
    assert render(letter) == render(letter)
    assert b"D:20" not in render(letter).split(b"/CreationDate")[0]


HOSTILE = [
    '#read("/etc/passwd")',
    '#import "@preview/x:0.1.0": *',
    "#{panic()}",
    "$ sum_(i=1)^n $",
    "*tebal* _miring_ `kode`",
    '"; panic(); //',
    "= Judul\n- butir\n/ istilah: arti",
    "<label> @label \\u{41} #sys.version",
    "]}{[",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_typst_code(text: str) -> None:
    body = [Paragraph(text), Table([Column(text)], [[text]]), Bullets([text]), Heading(text)]
    told = text_of(render(replace(BASE, subject=text, to=[text], body=body, watermark=text)))
    first = text.split("\n")[0].replace(" ", "")
    assert told.replace(" ", "").count(first) >= 5


def test_typst_reads_no_file_but_its_templates(tmp_path: Path) -> None:
    """The root of the templates holds templates only: an escape would find nothing to read."""
    assert {path.suffix for path in typesetting.ROOT.iterdir()} == {".typ"}
    source = "\n".join(path.read_text() for path in typesetting.ROOT.glob("*.typ"))
    assert not re.search(r"\beval\(|\bread\(|@preview|\bplugin\(", source)


def test_marks_that_mislead_are_taken_out() -> None:
    told = text_of(render(replace(BASE, body=[Paragraph("Rp\u202e000.1\u0000\u0007 dan \ud800")])))
    assert "Rp000.1 dan" in told


def test_emoji_are_left_out_and_what_stands_around_them_stays() -> None:
    body = [Paragraph("Anak sehat 👍🏽❤️, ibu 👩‍⚕️ datang; 1️⃣ ☑ ☐ ✓ 36,5° سلام selesai")]
    told = text_of(render(replace(BASE, body=body)))
    assert "Anak sehat, ibu datang; 1 ☑ ☐ ✓ 36,5°" in told
    assert "selesai" in told


def test_a_word_as_long_as_a_page_stays_in_its_column() -> None:
    """Everything lies inside the sheet: the PNG's right margin is blank."""
    from PIL import Image

    long = "a" * 3000
    body = [Table([Column("Sempit", 0.1), Column("Lain", 1)], [[long, long]]), Paragraph("x")]
    for png in typesetting.pictures(replace(BASE, kind="lembar-kerja", watermark="", body=body)):
        page = Image.open(io.BytesIO(png)).convert("L")
        edge = page.crop((page.width - int(page.width * 12 / 210), 0, page.width, page.height))
        assert edge.getextrema()[0] > 200


def test_two_thousand_rows_repeat_their_head() -> None:
    rows = [
        [n, "2026-II", f"AKS-{n:04}", *["teks"] * 9, 1_000_000, *["x"] * 9] for n in range(2000)
    ]
    letter = replace(BASE, kind="matriks-rtl", body=[matrix.table(rows)])
    reader = PdfReader(io.BytesIO(render(letter)))
    last = len(reader.pages) - 1
    assert last >= 20

    def text(*pages: int) -> str:  # reading all of them takes longer than setting them
        read = "".join(reader.pages[at].extract_text() for at in pages)
        return read.replace("\u00ad", "").replace("\u200b", "")

    assert all("Verifika" in text(at) for at in (0, 7, last))
    middle = range(last // 2 - 2, last // 2 + 3)
    assert "AKS-0000" in text(0)
    assert "AKS-0999" in text(*middle)
    assert "AKS-1999" in text(last)


def test_a_row_of_another_width_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        render(replace(BASE, body=[replace(TABLE, rows=[["satu"]])]))


def test_a_refusal_of_typst_does_not_quote_the_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "_with_drawings", lambda _letter: {"rahasia": "Siti"})
    with pytest.raises(typesetting.TypesettingError) as refusal:
        render(BASE)
    assert "Siti" not in str(refusal.value)
    assert refusal.value.__suppress_context__


@pytest.mark.parametrize(
    "svg",
    [
        "<svg><script>1</script></svg>",
        '<svg><image href="file:///etc/passwd"/></svg>',
        '<svg><use href="http://x/y.svg#a"/></svg>',
        '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>',
        "<html/>",
        "no svg",
    ],
)
def test_a_drawing_that_reaches_out_is_refused(svg: str) -> None:
    with pytest.raises(drawings.DrawingError):
        drawings.checked_svg(svg)


def test_values_are_written_as_their_column_says() -> None:
    cases = [
        (None, "text", "–"), (0, "integer", "0"), (1234567, "integer", "1.234.567"),
        (2.5, "decimal", "2,50"), (9.66, "percent", "9,7%"), (True, "text", "ya"),
        (dt.date(2026, 8, 1), "date", "1 Agu 2026"), (float("nan"), "decimal", "–"),
        (1_350_000, "rupiah", "Rp1.350.000"), (-3, "integer", "−3"), ("  x", "text", "  x"),
    ]  # fmt: skip
    assert [written(value, kind) for value, kind, _told in cases] == [told for *_, told in cases]


def test_indonesian_words_break_between_syllables() -> None:
    broken = {w: breakable(w).replace("\u00ad", "-") for w in ("penanggungjawab", "pendampingan")}
    assert broken["penanggungjawab"] == "pe-nang-gung-ja-wab"
    assert broken["pendampingan"] == "pen-dam-pi-ngan"
    assert breakable("Sekayu") == "Sekayu"


def test_the_word_twin_repeats_its_head_and_says_what_it_is() -> None:
    twin = docx.Document(io.BytesIO(words.write(replace(BASE, body=EVERYTHING))))
    heads = [t.rows[0]._tr.find(qn("w:trPr")) for t in twin.tables if t.style.name == "Table Grid"]
    assert len(heads) == 3
    assert all(head is not None and head.find(qn("w:tblHeader")) is not None for head in heads)
    foot = " ".join(line.text for line in twin.sections[0].footer.paragraphs)
    assert "yang sah adalah PDF" in foot
    assert "tanpa nama anak" in foot
    assert twin.styles["Normal"].font.name == "Arial"


def test_fonts_are_the_published_files() -> None:
    listed = dict(
        re.findall(
            r"^\| (\S+\.ttf) \|.*\| ([0-9a-f]{64}) \|$",
            (typesetting.FONTS / "FONTS.md").read_text(),
            re.MULTILINE,
        )
    )
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
             for path in typesetting.FONTS.glob("*.ttf")}  # fmt: skip
    assert found == listed
    assert len(found) == 4


def test_the_pdf_uses_our_font_and_no_font_of_the_machine() -> None:
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(io.BytesIO(render(BASE))).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts
    assert all("LiberationSans" in name for name in fonts)
