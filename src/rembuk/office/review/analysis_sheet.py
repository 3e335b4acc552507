"""The tables of an analysis as a workbook: figures in columns, one row an indicator and area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.insight.lokus_letter import small
from rembuk.office.review import analysis_shown as shown
from rembuk.office.review.analysis import Analysis
from rembuk.office.review.analysis_masks import masked
from rembuk.office.review.analysis_reach import Reach
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.analysis_spread import Spread
from rembuk.reference import load

NOTES = (
    "Persen = jumlah pembilang dibagi jumlah penyebut, bukan rata-rata persen.",
    "Kolom kosong berarti belum ada angka; nol berarti memang tidak ada.",
    "Register dan survei dua deret yang berbeda: tidak dirata-ratakan, tidak dalam satu kolom.",
    "Terbaca: register bila D/S cukup; indikator bila cukup banyak sel terisi.",
)
COVER = "ditutup"
HIDDEN = "Cacah di bawah {} diganti tanda < {}; satu cacah lain ikut ditutup."


def book(found: Analysis) -> bytes:
    """The workbook."""
    limit = found.scope.limits.small
    notes = (*NOTES, HIDDEN.format(limit, limit)) if found.scope.hiding else NOTES
    return workbook(list(_sheets(found)), notes)


def _sheets(found: Analysis) -> Iterator[Sheet]:
    year, place = found.scope.year.year, found.scope.titled
    title = f"Analisis situasi {year}, {place}, keadaan {found.scope.as_of:%d/%m/%Y}"
    yield Sheet("Sebaran", title, SPREAD, list(_spread(found)), paper=True)
    yield Sheet("Survei", "Survei nasional", SURVEY, list(_surveys(found)))
    rows = (*found.coverage.services, *found.coverage.supply)
    yield Sheet("Cakupan", title, COVERAGE, [_reach(found.scope, one) for one in rows], paper=True)
    yield Sheet("Cakupan per wilayah", title, AREAS, list(_areas(found.scope, rows)))
    yield Sheet("Kesenjangan", title, GAPS, list(_gaps(found)), paper=True)
    yield Sheet("Pemetaan program", title, PROGRAMMES, list(_programmes(found)), paper=True)
    yield Sheet("Hambatan", title, OBSTACLES, list(_obstacles(found)), paper=True)
    yield Sheet("Desa", title, VILLAGES, list(_villages(found)), paper=True)
    yield Sheet("Kegiatan", title, ACTIVITIES, list(_activities(found)), paper=True)


SPREAD = (
    Column("Kode", 12), Column("Wilayah", 26), Column("S", 9, "integer"), Column("D", 9, "integer"),
    Column("D/S", 9, "percent"), Column("Diukur panjang/tinggi", 12, "integer"),
    Column("Pendek + sangat pendek", 14), Column("Sangat pendek", 12),
    Column("Prevalensi", 11, "percent"), Column("Batas bawah 95%", 11, "percent"),
    Column("Batas atas 95%", 11, "percent"), Column("Terbaca", 18),
)  # fmt: skip


def _spread(found: Analysis) -> Iterator[Sequence[object]]:
    limit = found.scope.limits.small
    for one in found.spread.rows:
        yield _area(one, limit, one.figures.name)
    if found.spread.total is not None:
        yield _area(found.spread.total, limit, "Jumlah")


def _area(one: Spread, limit: int, name: str) -> Sequence[object]:
    counts, known = one.figures.counts, one.figures.known
    pct, between = one.stunting.pct, one.interval
    share = pct / 100 if pct is not None and known and one.readable and not one.hidden else None
    limits = between if one.readable else None
    return (
        one.figures.code, name, counts.s if known else None, counts.d if known else None,
        counts.ds.pct / 100 if counts.ds.pct is not None else None,
        one.stunting.of if known else None,
        small(one.hidden, limit) if one.hidden else (one.stunting.n if known else None),
        small(one.severe_hidden, limit) if one.severe_hidden else (one.severe.n if known else None),
        share, limits.low / 100 if limits else None, limits.high / 100 if limits else None,
        "ya" if one.readable else ("belum: D/S rendah" if known else "belum ada data"),
    )  # fmt: skip


SURVEY = (
    Column("Survei", 14), Column("Tahun", 8, "integer"), Column("Prevalensi", 11, "percent"),
    Column("Batas bawah", 11, "percent"), Column("Batas atas", 11, "percent"),
    Column("Balita contoh", 12, "integer"), Column("Sumber", 60),
)  # fmt: skip


def _surveys(found: Analysis) -> Iterator[Sequence[object]]:
    for one in found.spread.surveys:
        limits = one.interval
        yield (
            one.point.survey, one.point.year, one.point.percent / 100,
            limits.low / 100 if limits else None, limits.high / 100 if limits else None,
            one.point.n, one.source,
        )  # fmt: skip


COVERAGE = (
    Column("Kode", 16), Column("Indikator", 60), Column("Jenis", 12), Column("Pemilik", 22),
    Column("Periode", 18), Column("n", 10), Column("N", 10), Column("%", 9, "percent"),
    Column("Target (%)", 10, "decimal"), Column("Dokumen target", 34),
    Column("Sel kosong", 10, "integer"), Column("Sel seharusnya", 12, "integer"),
    Column("Terbaca", 12), Column("Tempat terendah", 40),
)  # fmt: skip


def _reach(given: Scope, one: Reach) -> Sequence[object]:
    hidden, pct = one.covered(given.least), one.total.pct
    cover = f"< {given.least}"
    return (
        one.indicator.code, one.name, one.indicator.kind, str(one.owner or ""),
        one.period.words if one.period else "",
        None if not one.known else cover if hidden else one.total.n,
        None if not one.known or not one.indicator.denominator else cover if hidden
        else one.total.of,
        None if hidden or pct is None or not one.ratio else pct / 100,
        one.goal.value if one.goal else None, one.goal.document if one.goal else "",
        one.empty, one.total.expected, "ya" if one.readable else "belum",
        shown.worst(given, one, 5),
    )  # fmt: skip


AREAS = (
    Column("Kode indikator", 16), Column("Indikator", 50), Column("Periode", 18),
    Column("Kode wilayah", 14), Column("Wilayah", 24), Column("n", 10), Column("N", 10),
    Column("%", 9, "percent"), Column("Sel terisi", 10, "integer"),
    Column("Sel seharusnya", 12, "integer"),
)  # fmt: skip


def _areas(given: Scope, rows: Sequence[Reach]) -> Iterator[Sequence[object]]:
    for one in rows:
        if one.period is None:
            continue
        for area, hidden in zip(one.areas, masked(one, given.least), strict=True):
            held = bool(area.held)
            share = one.ratio and held and not hidden and area.pct is not None
            yield (
                one.indicator.code, one.name, one.period.words, area.code,
                given.names.get(area.code, "" if area.code else given.name),
                (COVER if hidden else area.n) if held else None,
                area.of if held and one.indicator.denominator else None,
                (area.pct or 0) / 100 if share else None, area.filled, area.expected,
            )  # fmt: skip


GAPS = (
    Column("Kode", 16), Column("Layanan", 60), Column("Pemilik", 22), Column("Belum terlayani", 14),
    Column("Satuan", 12), Column("Sampai target", 14), Column("Janji", 8, "integer"),
    Column("Volume rencana", 24), Column("Janji diperiksa", 10, "integer"),
    Column("Volume terbukti", 24), Column("Lewat tenggat", 10, "integer"),
    Column("Pagu (Rp)", 16, "integer"), Column("Yang kurang", 26),
)  # fmt: skip


def _gaps(found: Analysis) -> Iterator[Sequence[object]]:
    least = found.scope.least
    for one in found.gaps:
        reach, planned = one.reach, one.planned
        hidden = reach.covered(least)
        show = reach.readable and reach.lacking is not None
        yield (
            reach.indicator.code, reach.name, str(reach.owner or ""),
            None if not show else f"< {least}" if hidden else reach.lacking, reach.unit,
            None if not show or hidden else reach.to_goal,
            planned.promises, shown.volumes(planned.volumes), planned.delivered,
            shown.volumes(planned.delivered_volumes), planned.late, planned.budget or None,
            shown.hole(one)[1],
        )  # fmt: skip


PROGRAMMES = (
    Column("No", 6, "integer"), Column("Kegiatan", 48), Column("Perangkat daerah", 24),
    Column("Kode lokasi", 14), Column("Lokasi", 22), Column("Volume", 12, "decimal"),
    Column("Satuan", 12), Column("Pagu (Rp)", 16, "integer"), Column("Sumber dana", 16),
    Column("Keadaan", 24), Column("Janji", 14),
)  # fmt: skip


def _programmes(found: Analysis) -> Iterator[Sequence[object]]:
    names = found.scope.names
    for n, one in enumerate(found.programmes, start=1):
        volume = None if one.volume is None else float(one.volume)
        yield (n, one.what, one.owner, one.place_code, names.get(one.place_code, ""), volume,
               one.unit, one.budget, one.money, one.state, one.number)  # fmt: skip


OBSTACLES = (
    Column("Indikator", 20), Column("Tentang", 48), Column("Hambatan", 60), Column("Jenis", 24),
    Column("Yang dapat mengatasi", 24), Column("Asal", 16), Column("Selesai karena", 30),
)  # fmt: skip


def _obstacles(found: Analysis) -> Iterator[Sequence[object]]:
    kinds = {one.code: one.name_id for one in load().obstacle_kinds(found.scope.as_of)}
    every = (*found.coverage.services, *found.coverage.supply, *found.coverage.results)
    names = {one.indicator.code: one.name for one in every}
    for row in found.obstacles:
        yield (row.indicator, names.get(row.indicator, ""), row.text, kinds.get(row.kind, row.kind),
               str(row.office or ""), "kantor", row.closed)  # fmt: skip
    for one in found.signs:
        if not one.taken:
            yield (one.indicator, one.about, one.words, kinds.get(one.kind, one.kind),
                   str(one.office or ""), "data", "")  # fmt: skip


VILLAGES = (
    Column("Urutan", 8, "integer"), Column("Terbaik", 8, "integer"),
    Column("Terburuk", 8, "integer"),
    Column("Kode", 16), Column("Desa/kelurahan", 26), Column("Kecamatan", 22),
    Column("Skor", 9, "decimal"), Column("Pendek", 16), Column("Prevalensi ditarik", 12, "percent"),
    Column("Keluarga berisiko", 14), Column("D/S", 9, "percent"), Column("Usulan", 12),
)  # fmt: skip


def _villages(found: Analysis) -> Iterator[Sequence[object]]:
    limit = found.scope.limits.small
    for one in (*found.ranked.known, *found.ranked.unknown):
        ds, drawn = one.facts.figures.counts.ds.pct, one.facts.drawn
        scored = one.scored
        yield (
            scored.rank if scored else None, scored.best if scored else None,
            scored.worst if scored else None, one.facts.code, one.facts.figures.name, one.kecamatan,
            scored.score if scored else None,
            shown.village(one, limit) if one.facts.measured else "",
            None if one.cases or drawn is None else drawn.mean, shown.families(one, limit),
            None if ds is None else ds / 100, "diusulkan" if one.chosen else "",
        )  # fmt: skip


ACTIVITIES = (
    Column("No", 6, "integer"), Column("Indikator", 16), Column("Masalah", 60),
    Column("Kegiatan", 44), Column("Kantor", 24), Column("Tempat lebih dulu", 40),
    Column("Volume", 12), Column("Satuan", 12), Column("Janji", 24),
)  # fmt: skip


def _activities(found: Analysis) -> Iterator[Sequence[object]]:
    names, least = found.scope.names, found.scope.least
    for n, one in enumerate(found.activities, start=1):
        yield (
            n, one.key, one.problem, one.what, str(one.reach.owner or ""),
            ", ".join(names.get(x.code, x.code) for x in one.places),
            "" if one.volume is None or one.reach.covered(least) else one.volume, one.reach.unit,
            ", ".join(x.number for x in one.promises),
        )  # fmt: skip
