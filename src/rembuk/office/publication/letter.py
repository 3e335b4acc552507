"""The publication as a report to print: headline, tables, causes, follow-up, how to read it.

Always Indonesian. Only lines of the frozen table go in, so nothing hidden can.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from rembuk.office.documents.letters import (
    Block,
    Bullets,
    Column,
    Facts,
    Figure,
    Heading,
    Letter,
    Paragraph,
    Table,
)
from rembuk.office.documents.numbers import MONTHS
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.places.models import Area
from rembuk.office.places.numbers import change_on_paper, on_paper
from rembuk.office.publication import map_drawing, queries
from rembuk.office.publication.frozen import Line, Published, read
from rembuk.office.publication.models import Publication
from rembuk.office.seats.queries import by_role

MARK: Final = "ditutup"
WHY: Final = {
    "tidak-ada-data": "belum ada data", "tidak-ada-yang-dinilai": "tidak ada yang dinilai",
    "ditutup": MARK, "d-s-rendah": "belum bisa dibaca",
}  # fmt: skip


def letter(one: Publication) -> Letter:
    """The report of an edition about to be published."""
    published = read(one.lines)
    place = Area.objects.get(code=one.district_code)
    office = by_role("DINKES", one.district_code, one.as_of) or by_role(
        "TPPS", one.district_code, one.as_of
    )
    on = one.day or one.as_of
    body: list[Block] = [
        *_headline(one, published),
        Heading("Tiap kecamatan"),
        *_areas(published.kecamatan, "Kecamatan", published.total),
        *_map(one, published),
        Heading("Penyebab utama"),
        *_words(one.causes),
        Heading("Tindak lanjut"),
        *_words(one.follow_up),
        Heading("Tiap desa dan kelurahan"),
    ]
    for kecamatan in published.kecamatan:
        villages = published.villages(kecamatan.code)
        body += [Heading(kecamatan.name, 3), *_areas(villages, "Desa/kelurahan")]
    title = f"Publikasi data stunting {month_words(one)}"
    return Letter(
        "laporan", sent_by(office, one.district_code), title=title, subtitle=place.name, on=on,
        body=body, signatures=signatures(office, on), without_names=True, as_of=one.as_of,
        notes=notes(one), made_at=one.published_at,
    )  # fmt: skip


def month_words(one: Publication) -> str:
    """`Agustus 2026`."""
    return f"{MONTHS[one.month.month - 1]} {one.month.year}"


def notes(one: Publication) -> tuple[str, ...]:
    """How to read the numbers; the last lines of the report."""
    return (
        "Sumber: register posyandu (e-PPGBM), bukan survei. Register hanya melihat balita yang "
        "ditimbang dan diukur; karena itu D/S selalu tertulis di samping prevalensi. Angka ini "
        "tidak boleh dibandingkan langsung dengan SSGI atau SKI.",
        "Prevalensi = (pendek + sangat pendek) dibagi balita yang TB/U-nya dapat dinilai. Nilai "
        "kecamatan dan kabupaten adalah jumlah dibagi jumlah, bukan rata-rata persen.",
        f"Cacah kecil (di bawah {one.limit}) tidak ditampilkan, juga bila hampir semua balita satu "
        "desa pendek. Beberapa cacah lain ikut ditutup supaya yang kecil tidak dapat dihitung dari "
        f"jumlahnya. Tandanya: {MARK}.",
        f"D/S di bawah {f'{one.minimum:g}'.replace('.', ',')} persen: prevalensinya belum bisa "
        f"dibaca. Aturan {one.rule_version}.",
    )


def _headline(one: Publication, published: Published) -> list[Block]:
    total = published.total
    before = queries.before(one)
    change = "belum ada pembanding"
    if total.change is not None and before is not None:
        change = f"{change_on_paper(total.change)} poin persen sejak {month_words(before)}"
    told = "belum dapat ditampilkan"
    if total.percent is not None and total.stunted is not None:
        cases = f"{on_paper(total.stunted)} dari {on_paper(total.judged)} balita"
        told = f"{on_paper(total.percent, 1)} persen ({cases})"
    pairs = [
        ("Prevalensi stunting di register", told),
        ("Perubahan", change),
        ("Balita terdaftar (S)", on_paper(total.s)),
        (
            "Balita ditimbang (D)",
            f"{on_paper(total.d)} (D/S {on_paper(total.coverage or 0, 1)} persen)",
        ),
        ("Balita dinilai TB/U", on_paper(total.judged)),
        ("Edisi", f"{one.edition}" + (f", {one.reason}" if one.reason else "")),
    ]
    return [
        Facts(pairs),
        Paragraph(
            "Angka ini dari register, bukan survei: bacalah bersama D/S-nya.", strong=True
        ),
    ]  # fmt: skip


def _map(one: Publication, published: Published) -> list[Block]:
    svg = map_drawing.svg(one.district_code, published.kecamatan)
    if not svg:
        return []
    told = (
        "Kelas WHO dan UNICEF dari register, bukan survei. Batas: peta tematik, bukan bukti batas."
    )
    return [
        Figure(svg, "Prevalensi stunting di register tiap kecamatan", 95, alt="Peta kecamatan"),
        Paragraph(f"{map_drawing.legend()} {told}"),
    ]


def _words(text: str) -> list[Block]:
    lines = [line.strip(" -•\t") for line in text.splitlines() if line.strip(" -•\t")]
    return [Bullets(lines)] if lines else [Paragraph("Belum ditulis.")]


def _areas(lines: Sequence[Line], head: str, total: Line | None = None) -> list[Block]:
    """A table of those with data, and the names of those without."""
    known = [line for line in lines if line.known] + ([total] if total else [])
    silent = [line.name for line in lines if not line.known]
    found: list[Block] = [_table(known, head)] if known else []
    if silent:
        found.append(Paragraph(f"Belum ada data bulan ini: {', '.join(silent)}."))
    return found


def _table(lines: Iterable[Line], head: str) -> Table:
    return Table(
        (
            Column(head, 2.2), Column("S", 0.8, "integer"), Column("D", 0.8, "integer"),
            Column("D/S (%)", 0.8, "center"), Column("Dinilai", 0.8, "integer"),
            Column("Sangat pendek", 0.9, "center"), Column("Pendek", 0.9, "center"),
            Column("Stunting", 0.9, "center"), Column("Prevalensi (%)", 1.2, "center"),
            Column("Perubahan (poin)", 1.0, "center"),
        ),
        [_row(line) for line in lines], small=True, empty="Belum ada data.",
    )  # fmt: skip


def _row(line: Line) -> tuple[str | int | float | None, ...]:
    counts = ["-" if not line.judged else _cell(n) for n in (line.severe, line.short, line.stunted)]
    told = on_paper(line.percent, 1) if line.percent is not None else WHY.get(line.why, "-")
    change = "-" if line.change is None else change_on_paper(line.change)
    coverage = "-" if line.coverage is None else on_paper(line.coverage, 1)
    return (line.name, line.s, line.d, coverage, line.judged, *counts, told, change)


def _cell(n: int | None) -> str:
    return MARK if n is None else on_paper(n)
