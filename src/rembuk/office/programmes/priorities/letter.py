"""A plan of money on paper: the split, what it averts with its range, what comes next, what would
change it, every assumption. Always Indonesian, and without a person."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from rembuk.office.documents.letters import (
    Block,
    Bullets,
    Column,
    Facts,
    Heading,
    Letter,
    Paragraph,
    Table,
)
from rembuk.office.documents.numbers import long_date, rupiah
from rembuk.office.documents.queries import sent_by
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes.priorities.view import Shown
from rembuk.office.programmes.priorities.words import assumptions, ranged
from rembuk.office.seats.queries import by_role

SHOWN = 12
"""Changes that are printed, the dearest first."""


def letter(given: Shown) -> Letter:
    """The report."""
    plan, on = given.plan, timezone.localdate()
    district = plan.scenario.district_code
    office = by_role("BAPPEDA", district, on) or by_role("TPPS", district, on)
    return Letter(
        "lembar-kerja", sent_by(office, district), title="Prioritas di bawah anggaran",
        subtitle=f"{plan.scenario.name}, rencana tahun {plan.scenario.year}",
        body=list(_body(given)), without_names=True, as_of=plan.as_of, made_at=timezone.now(),
        notes=(
            f"Dihitung {long_date(plan.at.date())} dengan aturan {plan.rules}; nomor rencana "
            f"{plan.public_id}.",
            "Kasus yang dihindari adalah taksiran dari penelitian di tempat lain, bukan janji.",
        ),
    )  # fmt: skip


def _body(given: Shown) -> Iterator[Block]:
    solved, ask = given.solved, given.ask
    yield Heading("Ringkasan")
    yield Facts((
        ("Uang yang dibagi", rupiah(ask.budget)),
        ("Terpakai", rupiah(round(solved.spent))),
        ("Sisa", rupiah(round(given.left))),
        ("Kasus bila tidak ada yang dibeli", ranged(solved.expected)),
        ("Kasus yang dihindari", ranged(solved.cases)),
        ("Kurang dari yang terbaik, paling banyak", f"{on_paper(given.short, 3)}%"),
    ))  # fmt: skip
    yield Paragraph(
        "Angka dalam kurung adalah rentang menurut selang pengaruh yang diterbitkan. Rencana ini "
        "dihitung tepat, tanpa unsur acak: data dan andaian yang sama memberi rencana yang sama."
    )
    yield Heading("Pembagian menurut intervensi")
    yield _services(given)
    if given.left_out:
        yield Paragraph("Dibutuhkan, tetapi tidak masuk rencana:")
        yield Bullets([f"{name}: {why}" for name, why in given.left_out])
    yield Heading("Pembagian menurut kecamatan")
    yield _kecamatan(given)
    yield Heading("Uang berikutnya")
    yield from _steps(given)
    yield Heading("Bila pengaruh atau biaya berubah")
    yield _trials(given)
    yield Heading("Andaian")
    yield Bullets(list(assumptions(ask, given.facts, given.names, given.plan.as_of)))
    yield Heading("Pengaruh yang dipakai", 3)
    yield _effects(given)
    yield Heading("Biaya satuan dan kebutuhan", 3)
    yield _used(given)


def _services(given: Shown) -> Table:
    rows = [
        (
            n, one.name, one.gap, one.persons, one.unit, round(one.rupiah),
            ranged(one.cases) if one.cases else "tidak diakui",
        )
        for n, one in enumerate(given.services, start=1)
    ]  # fmt: skip
    return Table(
        (
            Column("No", 0.5, "center"), Column("Intervensi", 3.4),
            Column("Belum terjangkau", 1.2, "integer"), Column("Dijangkau", 1.1, "integer"),
            Column("Satuan", 1.0), Column("Rupiah", 1.7, "rupiah"),
            Column("Kasus hilang bila dilepas", 1.9),
        ),
        rows, small=True,
    )  # fmt: skip


def _kecamatan(given: Shown) -> Table:
    rows = [
        (n, one.name, one.villages, one.persons, round(one.rupiah), ranged(one.cases))
        for n, one in enumerate(given.kecamatan, start=1)
    ]
    return Table(
        (
            Column("No", 0.5, "center"), Column("Kecamatan", 2.6), Column("Desa", 0.8, "integer"),
            Column("Dijangkau", 1.1, "integer"), Column("Rupiah", 1.8, "rupiah"),
            Column("Kasus yang dihindari", 2.0),
        ),
        rows, small=True,
    )  # fmt: skip


def _steps(given: Shown) -> Iterator[Block]:
    for one in given.steps:
        moves = "; ".join(
            f"{move.name} {on_paper(move.persons)} ({rupiah(round(move.rupiah))})"
            for move in one.services
        )
        yield Paragraph(
            f"Sampai {rupiah(round(one.budget))}: {ranged(one.cases)} kasus lagi. "
            f"{moves or 'Tidak ada lagi yang dapat dibeli'}."
        )


def _trials(given: Shown) -> Table:
    rows = [
        (one.what, on_paper(one.cases, 1), on_paper(one.best, 1), f"{on_paper(one.lost, 1)}%",
         f"{on_paper(one.kept)}%")
        for one in given.hardest[:SHOWN]
    ]  # fmt: skip
    return Table(
        (
            Column("Yang diubah", 3.6), Column("Kasus dihindari rencana ini", 1.4),
            Column("Rencana terbaik saat itu", 1.4), Column("Kurang", 0.9),
            Column("Uang tetap di tempatnya", 1.3),
        ),
        rows, small=True,
    )  # fmt: skip


def _effects(given: Shown) -> Table:
    rows = [
        (
            given.names.get(one.intervention, one.intervention), one.group,
            f"{one.measure} {on_paper(one.value, 2)}"
            + (f" ({on_paper(one.low, 2)} sampai {on_paper(one.high, 2)})"
               if one.low is not None and one.high is not None else " (tanpa selang)"),
            one.population, one.source,
        )
        for one in given.facts.effects if one.used
    ]  # fmt: skip
    return Table(
        (
            Column("Intervensi", 2.2), Column("Anak (bulan)", 1.0), Column("Ukuran", 1.8),
            Column("Penduduk yang diteliti", 2.0), Column("Sumber", 3.0),
        ),
        rows, small=True, empty="Tidak ada pengaruh terukur yang dipakai.",
    )  # fmt: skip


def _used(given: Shown) -> Table:
    rows = [
        (
            given.names.get(one.intervention, one.intervention), one.need, one.reached, one.unit,
            one.cost, "skenario ini" if one.own else one.cost_source,
        )
        for one in given.facts.used
    ]  # fmt: skip
    return Table(
        (
            Column("Intervensi", 3.0), Column("Butuh", 1.0, "integer"),
            Column("Sudah terjangkau", 1.2, "integer"), Column("Satuan", 1.0),
            Column("Biaya satuan", 1.5, "rupiah"), Column("Sumber biaya", 2.2),
        ),
        rows, small=True,
    )  # fmt: skip
