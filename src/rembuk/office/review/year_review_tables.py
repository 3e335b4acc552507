"""Tables of the review document: activities, coverage, stunting, filing. Small counts of persons
are hidden, and the shares that would tell them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rembuk.office.documents.blocks import Block, Value
from rembuk.office.documents.letters import Bullets, Column, Paragraph, Table
from rembuk.office.documents.numbers import rupiah
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.year_review import Review, worst_first
from rembuk.office.review.year_review_children import Month
from rembuk.office.review.year_review_coverage import Covered
from rembuk.office.review.year_review_promises import Activity, Group

MOST: Final = 120
"""Activities the document lists; all of them are in the workbook."""
NONE: Final = "–"


def of_words(n: int, of: int, percent: float | None) -> str:
    """`10 dari 27 (37,0%)`; "belum ada" of nothing."""
    share = "" if percent is None else f" ({plain(percent)}%)"
    return f"{count(n)} dari {count(of)}{share}" if of else "belum ada"


_KEPT: Final = (
    Column("Kegiatan", 1, "integer"), Column("Pagu", 1.6), Column("Belanja", 1.6),
    Column("Jatuh tempo", 1, "integer"), Column("Tepat", 0.9, "integer"),
    Column("Terlambat", 1, "integer"), Column("Menunggu", 1, "integer"),
    Column("Belum", 0.9, "integer"),
)  # fmt: skip


def _group(one: Group) -> tuple[Value, ...]:
    kept, money = one.kept, one.money
    return (
        one.name, money.activities, rupiah(money.budget) if money.budget else NONE,
        rupiah(money.spent) if money.spent or money.budget else NONE, kept.due, kept.kept,
        kept.late, kept.waiting, kept.broken + kept.refused + kept.carried,
    )  # fmt: skip


def activities(found: Review) -> list[Block]:
    """By office, by kind, volumes, and one by one."""
    told = found.promised
    shown = told.activities[:MOST]
    rest = len(told.activities) - len(shown)
    blocks: list[Block] = [
        Table((Column("Kantor", 3), *_KEPT),
              [_group(one) for one in told.offices if one.kept.due or one.money.activities],
              small=True, empty="Tidak ada janji yang jatuh tempo pada tahun ini."),
        Table((Column("Jenis", 3), *_KEPT), [_group(one) for one in told.kinds], small=True,
              empty="Tidak ada janji yang jatuh tempo pada tahun ini."),
    ]  # fmt: skip
    if told.volumes:
        rows = [(one.unit, float(one.planned), float(one.done)) for one in told.volumes]
        blocks.append(
            Table(
                (Column("Satuan", 3), Column("Volume rencana", 2, "decimal"),
                 Column("Volume selesai diperiksa", 2, "decimal")), rows, small=True,
            )
        )  # fmt: skip
    if shown:
        blocks.append(_listed(shown))
    more = [
        f"{count(rest)} kegiatan lain ada di lembar Excel edisi ini." if rest else "",
        f"{count(told.unnamed)} kegiatan untuk perorangan atau keluarga dihitung, tidak dirinci."
        if told.unnamed else "",
    ]  # fmt: skip
    if any(more):
        blocks.append(Paragraph(" ".join(filter(None, more))))
    return blocks


def _listed(rows: Sequence[Activity]) -> Table:
    return Table(
        (
            Column("Nomor", 1.1), Column("Kegiatan", 3.4), Column("Kantor", 1.8),
            Column("Lokasi", 1.4), Column("Volume", 1.2), Column("Pagu", 1.3),
            Column("Belanja", 1.3), Column("Tenggat", 1.1, "date"), Column("Keadaan", 1.5),
            Column("Kendala", 1.6),
        ),
        [
            (one.number, one.title, one.office, one.place,
             f"{plain(float(one.volume), 0)} {one.unit}" if one.volume is not None else NONE,
             rupiah(one.budget) if one.budget is not None else NONE, rupiah(one.spent),
             one.due, one.state_words, one.obstacle or NONE)
            for one in rows
        ],
        small=True,
    )  # fmt: skip


def coverage(rows: Sequence[Covered], limit: int) -> Table:
    """Every indicator, the furthest from its target first."""
    return Table(
        (
            Column("Indikator", 4), Column("Awal", 1.1), Column("Akhir", 1.1),
            Column("Perubahan", 1.2), Column("Terakhir (n dari N)", 1.8), Column("Target", 1),
            Column("Tercapai", 1), Column("Sel kosong", 1, "integer"),
        ),
        [_covered(one, limit) for one in worst_first(rows)],
        small=True, empty="Belum ada sel yang lewat tenggat.",
    )  # fmt: skip


def _covered(one: Covered, limit: int) -> tuple[Value, ...]:
    """A row; where a count is small, it and every share that tells it are hidden."""
    hidden, now = hides(one, limit), one.now
    if now is None:
        last = "belum ada"
    elif hidden:
        last = f"{f'< {limit}' if 0 < now.n < limit else 'ditutup'} dari {count(now.of)}"
    else:
        last = of_words(now.n, now.of, now.percent)
    shown = None if hidden else one.same
    return (
        one.name, _pct(shown.first.percent if shown else None),
        _pct(shown.last.percent if shown else None),
        plain(shown.points) if shown and shown.points is not None else NONE, last,
        _pct(one.aim.value if one.aim else None),
        NONE if one.reached is None else "ya" if one.reached else "belum", one.empty,
    )  # fmt: skip


def hides(one: Covered, limit: int) -> bool:
    """Whether a count of the indicator is small enough to point at a person."""
    read = [one.now, *((one.same.first, one.same.last) if one.same else ())]
    return any(each is not None and 0 < each.n < limit for each in read)


def _pct(value: float | None) -> str:
    return NONE if value is None else f"{plain(value)}%"


def children(found: Review, limit: int) -> list[Block]:
    """Register and survey, apart."""
    told = found.children
    months = list(told.months)
    blocks: list[Block] = [
        Table(
            (
                Column("Register posyandu", 2), Column("S", 1, "integer"),
                Column("D", 1, "integer"), Column("D/S", 1), Column("Pendek", 1),
                Column("Dinilai TB/U", 1.2, "integer"), Column("Persen", 1.2),
            ),
            [_month(one, limit) for one in months], small=True,
            empty="Belum ada data register pada tahun ini.",
        )
    ]  # fmt: skip
    small = [one for one in ((told.pair.before, told.pair.after) if told.pair else ())
             if 0 < one.stunting.n < limit]  # fmt: skip
    if told.pair and small:
        blocks.append(
            Paragraph("Perubahan di desa yang sama tidak ditampilkan karena cacahnya kecil.")
        )
    elif told.pair:
        a, b = told.pair.before, told.pair.after
        blocks.append(
            Paragraph(
                f"Desa yang sama ({told.pair.places} dari {told.pair.villages} desa dengan D/S "
                f"paling sedikit {plain(told.limit, 0)}% pada kedua bulan): "
                f"{_pct(a.stunting.pct)} ({count(a.stunting.n)} dari {count(a.stunting.of)}, "
                f"{a.month:%m-%Y}) menjadi {_pct(b.stunting.pct)} ({count(b.stunting.n)} dari "
                f"{count(b.stunting.of)}, {b.month:%m-%Y})."
            )
        )  # fmt: skip
    if told.tested is not None:
        why = " ".join(told.tested.why)
        blocks.append(Paragraph(f"Survei: {told.survey_words}; {told.tested.word}. {why}".strip()))
    elif found.of_district:
        blocks.append(Paragraph("Survei: belum ada dua survei yang dapat dibandingkan."))
    return blocks


def _month(one: Month, limit: int) -> tuple[Value, ...]:
    share = _pct(one.stunting.pct) if one.readable else "belum dapat dibaca"
    small = 0 < one.stunting.n < limit
    return (
        f"{one.month:%m-%Y}", one.ds.of, one.ds.n, _pct(one.ds.pct),
        f"< {limit}" if small else count(one.stunting.n), one.stunting.of,
        NONE if small else share,
    )  # fmt: skip


def filing(found: Review) -> list[Block]:
    """Cells by office, tabs filed, audits."""
    told, audits = found.filing, found.audits
    return [
        Table(
            (
                Column("Kantor", 4), Column("Sel lewat tenggat", 1.4, "integer"),
                Column("Tepat waktu", 1.2, "integer"), Column("Terlambat", 1.2, "integer"),
                Column("Kosong", 1, "integer"), Column("Tepat (%)", 1.1),
            ),
            [
                (one.name, one.expected, one.in_time, one.late, one.empty, _pct(one.in_time_pct))
                for one in told.offices
            ],
            small=True, empty="Belum ada sel yang lewat tenggat.",
        ),
        Paragraph(
            f"Tab yang sudah dilaporkan ke web: {told.tabs_filed} dari {told.tabs}. Audit kasus: "
            f"{audits.cycles} siklus, {count(audits.cases)} kasus; tindak lanjut jatuh tempo "
            f"ditepati {of_words(audits.kept.kept, audits.kept.due, audits.kept.percent)}."
        ),
    ]  # fmt: skip


def notes() -> list[Block]:
    """How to read it."""
    return [
        Bullets(
            [
                "Janji ditepati: dinyatakan selesai paling lambat pada tenggatnya dan dibenarkan "
                "kantor lain. Yang dibatalkan tidak dihitung; yang dibawa, ditolak, atau masih "
                "terbuka dihitung tidak ditepati.",
                "Perubahan cakupan dihitung hanya di tempat yang terisi pada kedua periode. Angka "
                "daerah adalah jumlah per jumlah, bukan rata-rata persen.",
                "Cacah kecil dan persen yang membukanya ditutup di dokumen ini.",
                "Register dan survei adalah dua seri dan tidak dibandingkan satu sama lain.",
                "Perubahan dalam setahun belum menunjukkan sebab.",
            ]
        )
    ]  # fmt: skip
