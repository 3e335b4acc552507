"""A plan of money as a workbook. Always Indonesian, like every sheet that leaves the office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rembuk.office.documents.numbers import long_date
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.programmes.priorities.view import Shown
from rembuk.office.programmes.priorities.words import assumptions

NOTES = (
    "Kasus yang dihindari adalah taksiran: nilai tengah dengan rentang menurut selang pengaruh "
    "yang diterbitkan. Bukan janji, dan bukan jumlah anak yang dapat ditunjuk.",
    "Kolom kosong pada kasus: intervensi itu tidak punya pengaruh terukur terhadap pertumbuhan, "
    "sehingga tidak ada yang diakui.",
)


def book(given: Shown) -> bytes:
    """The workbook."""
    plan = given.plan
    told = tuple(assumptions(given.ask, given.facts, given.names, plan.as_of))
    return workbook(list(_sheets(given)), (*NOTES, *told))


def _sheets(given: Shown) -> Iterator[Sheet]:
    plan = given.plan
    title = f"{plan.scenario.name}, tahun {plan.scenario.year}, keadaan {long_date(plan.as_of)}"
    yield Sheet("Ringkas", title, BRIEF, list(_brief(given)), paper=True)
    yield Sheet("Intervensi", title, SERVICES, list(_services(given)), paper=True)
    yield Sheet("Kecamatan", title, PLACES, list(_kecamatan(given)), paper=True)
    yield Sheet("Desa x intervensi", title, VILLAGES, list(_villages(given)))
    yield Sheet("Uang berikutnya", title, STEPS, list(_steps(given)), paper=True)
    yield Sheet("Bila berubah", title, TRIALS, list(_trials(given)), paper=True)
    yield Sheet("Biaya dan kebutuhan", title, USED, list(_used(given)), paper=True)
    yield Sheet("Pengaruh", title, EFFECTS, list(_effects(given)), paper=True)


BRIEF = (Column("Yang", 50), Column("Nilai", 18, "integer"), Column("Rendah", 14, "decimal"),
         Column("Tinggi", 14, "decimal"))  # fmt: skip


def _brief(given: Shown) -> Iterator[Sequence[object]]:
    solved = given.solved
    yield "Uang yang dibagi (Rp)", given.ask.budget, None, None
    yield "Terpakai (Rp)", solved.spent, None, None
    yield "Sisa (Rp)", given.left, None, None
    yield "Kasus bila tidak ada yang dibeli", solved.expected.value, None, None
    yield "Kasus yang dihindari (taksiran)", solved.cases.value, solved.cases.low, solved.cases.high
    yield "Orang atau keluarga dijangkau", sum(one.persons for one in solved.bought), None, None


SERVICES = (
    Column("Kode", 20), Column("Intervensi", 46), Column("Satuan", 12),
    Column("Biaya satuan (Rp)", 16, "integer"), Column("Belum terjangkau", 12, "integer"),
    Column("Dijangkau rencana", 12, "integer"), Column("Bagian", 9, "percent"),
    Column("Desa", 8, "integer"), Column("Rupiah", 18, "integer"),
    Column("Kasus hilang bila dilepas", 12, "decimal"), Column("Rendah", 10, "decimal"),
    Column("Tinggi", 10, "decimal"),
)  # fmt: skip


def _services(given: Shown) -> Iterator[Sequence[object]]:
    for one in given.services:
        cases = one.cases
        yield (
            one.code, one.name, one.unit, one.cost, one.gap, one.persons,
            None if one.share is None else one.share / 100, one.villages, one.rupiah,
            cases.value if cases else None, cases.low if cases else None,
            cases.high if cases else None,
        )  # fmt: skip


PLACES = (
    Column("Kode", 12), Column("Kecamatan", 26), Column("Desa", 8, "integer"),
    Column("Rupiah", 18, "integer"), Column("Dijangkau", 12, "integer"),
    Column("Kasus tanpa rencana", 12, "decimal"), Column("Kasus dihindari", 12, "decimal"),
    Column("Rendah", 10, "decimal"), Column("Tinggi", 10, "decimal"),
)  # fmt: skip


def _kecamatan(given: Shown) -> Iterator[Sequence[object]]:
    for one in given.kecamatan:
        yield (one.code, one.name, one.villages, one.rupiah, one.persons, one.expected,
               one.cases.value, one.cases.low, one.cases.high)  # fmt: skip


VILLAGES = (
    Column("Kode", 16), Column("Kecamatan", 22), Column("Desa/kelurahan", 26),
    Column("Kode intervensi", 20), Column("Intervensi", 40), Column("Satuan", 12),
    Column("Belum terjangkau", 12, "integer"), Column("Dijangkau rencana", 12, "integer"),
    Column("Rupiah", 16, "integer"),
)  # fmt: skip


def _villages(given: Shown) -> Iterator[Sequence[object]]:
    for one in given.villages:
        for cell in one.cells:
            yield (one.place.code, one.kecamatan, one.place.name, cell.intervention, cell.name,
                   cell.unit, cell.gap, cell.persons, cell.rupiah)  # fmt: skip


STEPS = (
    Column("Uang seluruhnya (Rp)", 20, "integer"), Column("Kasus tambahan", 12, "decimal"),
    Column("Rendah", 10, "decimal"), Column("Tinggi", 10, "decimal"),
    Column("Desa", 24), Column("Intervensi", 44), Column("Orang", 10, "integer"),
    Column("Rupiah", 16, "integer"),
)  # fmt: skip


def _steps(given: Shown) -> Iterator[Sequence[object]]:
    for one in given.solved.after:
        for place, code, persons, rupiah in one.moves:
            yield (one.budget, one.cases.value, one.cases.low, one.cases.high,
                   given.places.get(place, place), given.names.get(code, code), persons,
                   rupiah)  # fmt: skip


TRIALS = (
    Column("Yang diubah", 60), Column("Kasus dihindari rencana ini", 16, "decimal"),
    Column("Rencana terbaik saat itu", 16, "decimal"), Column("Kurang", 10, "percent"),
    Column("Uang yang tetap di tempatnya", 14, "percent"),
)  # fmt: skip


def _trials(given: Shown) -> Iterator[Sequence[object]]:
    for one in given.trials:
        yield one.what, one.cases, one.best, one.lost / 100, one.kept / 100


USED = (
    Column("Kode", 20), Column("Intervensi", 46), Column("Butuh", 12, "integer"),
    Column("Sudah terjangkau", 12, "integer"), Column("Desa terhitung", 12, "integer"),
    Column("Satuan", 12), Column("Keadaan", 12, "date"), Column("Biaya satuan (Rp)", 16, "integer"),
    Column("Sumber biaya", 36), Column("Berlaku sejak", 12, "date"),
    Column("Tidak masuk karena", 36),
)  # fmt: skip


def _used(given: Shown) -> Iterator[Sequence[object]]:
    out = dict(given.left_out)
    for one in given.facts.used:
        name = given.names.get(one.intervention, one.intervention)
        source = "ditetapkan skenario ini" if one.own else one.cost_source
        yield (one.intervention, name, one.need, one.reached, one.villages, one.unit, one.as_of,
               one.cost, source, one.cost_from, out.get(name, ""))  # fmt: skip


EFFECTS = (
    Column("Intervensi", 40), Column("Anak (bulan)", 12), Column("Ukuran", 16),
    Column("Nilai", 10, "decimal"), Column("Bawah", 10, "decimal"), Column("Atas", 10, "decimal"),
    Column("Bagian kasus dihindari", 12, "percent"), Column("Rendah", 10, "percent"),
    Column("Tinggi", 10, "percent"), Column("Penduduk yang diteliti", 46), Column("Sumber", 60),
    Column("Dipakai", 10),
)  # fmt: skip


def _effects(given: Shown) -> Iterator[Sequence[object]]:
    for one in given.facts.effects:
        yield (
            given.names.get(one.intervention, one.intervention), one.group, one.measure, one.value,
            one.low, one.high, one.share.value, one.share.low, one.share.high, one.population,
            one.source, "ya" if one.used else "tidak",
        )  # fmt: skip
