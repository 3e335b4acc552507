"""The situation analysis as a report on paper: six chapters, a page of approval. Without names;
small counts are hidden. Always Indonesian."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone

from rembuk import reference
from rembuk.office.convergence.periods import period
from rembuk.office.documents.blocks import (
    Block,
    Bullets,
    Facts,
    Heading,
    PageBreak,
    Paragraph,
    Signature,
    SignaturePage,
)
from rembuk.office.documents.letters import Letter
from rembuk.office.documents.numbers import long_date
from rembuk.office.documents.queries import sent_by
from rembuk.office.documents.signing import signatures
from rembuk.office.review import analysis_tables as tables
from rembuk.office.review import analysis_tables_spread
from rembuk.office.review.analysis import Analysis
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.models import Section
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role


def sender(given: Scope) -> Office | None:
    """The office that speaks: the kecamatan for its own, else planning, else the team."""
    district = given.year.district_code
    if not given.whole:
        own = Office.objects.filter(place_code=given.place, kind="kecamatan").order_by("code")
        if (found := own.first()) is not None:
            return found
    return by_role("BAPPEDA", district, given.today) or by_role("TPPS", district, given.today)


def report(found: Analysis, number: str = "", reason: str = "") -> Letter:
    """The whole report. Raises ValueError when counts are not hidden: it is a paper."""
    given = found.scope
    if not given.hiding:
        raise ValueError("a paper hides small counts")
    office = sender(given)
    body: list[Block] = [
        Heading("Pendahuluan", 1),
        *_opening(found, reason),
        Heading("Sebaran stunting", 1),
        *_section(found, Section.SPREAD, analysis_tables_spread.spread(found),
                  analysis_tables_spread.surveys(found)),
        Heading("Cakupan dan ketersediaan layanan", 1),
        *_section(found, Section.COVERAGE, tables.services(found), tables.supply(found)),
        Heading("Kebutuhan, rencana, dan yang sudah berjalan", 1),
        *_section(found, Section.GAPS, tables.gaps(found), tables.programmes(found)),
        Heading("Hambatan", 1),
        *_section(found, Section.OBSTACLES, tables.obstacles(found), tables.signs(found)),
        Heading("Desa dan kegiatan prioritas", 1),
        *_section(found, Section.PRIORITIES, tables.villages(found), tables.activities(found)),
        PageBreak(),
        SignaturePage(
            "Lembar pengesahan", f"Analisis situasi {given.year.year} {given.titled}.",
            _signers(office, given.today),
        ),
    ]  # fmt: skip
    return Letter(
        "laporan", sent_by(office, given.year.district_code), number=number,
        title=f"Analisis situasi percepatan penurunan stunting tahun {given.year.year}",
        subtitle=given.titled, on=given.today, body=body, made_at=timezone.now(),
        without_names=True, as_of=given.as_of, notes=_notes(found),
    )  # fmt: skip


def _opening(found: Analysis, reason: str) -> list[Block]:
    given = found.scope
    scheme = reference.load().scheme(given.asked.scheme)
    month = period(f"{given.month:%Y-%m}").words if given.month else "belum ada"
    body: list[Block] = [
        Paragraph(
            "Analisis ini menjawab di mana stunting, layanan apa yang belum sampai, program apa "
            "yang ada, dan apa yang menghalangi, dari data daerah sendiri. Kalimat dan tabelnya "
            "disusun program dari data; tambahan kantor ditandai."
        ),
        Facts(
            (
                ("Wilayah", given.titled), ("Tahun", str(given.year.year)),
                ("Skema", f"{scheme.name_id} ({scheme.regulation})"),
                ("Keadaan data", long_date(given.as_of)), ("Bulan register", month),
                ("Kantor penyusun", str(sender(given) or "belum ditentukan")),
            )
        ),
    ]  # fmt: skip
    if reason:
        body.append(Paragraph(f"Edisi ini menggantikan yang sebelumnya: {reason}"))
    if found.carried:
        body += [
            Heading("Perbaikan dari reviu sebelumnya yang belum selesai", 2),
            *tables.carried(found),
        ]
    return body


def _section(found: Analysis, code: str, *parts: Sequence[Block]) -> list[Block]:
    body: list[Block] = [Bullets(found.sentences[code])] if found.sentences[code] else []
    said = found.words[code]
    if said.text:
        body += [Heading("Catatan kantor", 2)]
        body += [Paragraph(line) for line in said.text.split("\n\n") if line.strip()]
    for part in parts:
        body += part
    return body


def _signers(office: Office | None, on: dt.date) -> tuple[Signature, ...]:
    return signatures(office, on) or (Signature("Kepala Bappeda"),)


def _notes(found: Analysis) -> tuple[str, ...]:
    given = found.scope
    return (
        "Sumber: register posyandu, sel indikator konvergensi, buku janji, survei nasional. "
        "Register dan survei dua deret yang berbeda dan tidak dirata-ratakan.",
        "Persen = jumlah pembilang dibagi jumlah penyebut, bukan rata-rata persen. Kosong bukan "
        "nol: sel kosong tidak ikut dihitung dan disebut jumlahnya. Tanda * berarti kurang dari "
        f"{given.told_pct:.0f}% sel terisi: belum untuk dibaca.",
        f"D/S di bawah {given.limits.readable:.0f}%: prevalensi register belum bisa dibaca. "
        f"Cacah di bawah {given.limits.small} tidak ditampilkan; pada tabel berjumlah satu cacah "
        "lain ikut ditutup.",
        "Tempat terendah hanya disebut bila kekurangannya lebih besar daripada yang dapat "
        "terjadi karena kebetulan pada jumlah sasaran sebanyak itu (batas corong 95%).",
    )
