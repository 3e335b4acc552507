"""The tables of the report on paper. Always Indonesian."""

from __future__ import annotations

from collections.abc import Sequence

from rembuk.office.documents.blocks import Block, Column, Heading, Paragraph, Table, Value
from rembuk.office.places.numbers import count, plain
from rembuk.office.review import analysis_shown as shown
from rembuk.office.review.analysis import Analysis
from rembuk.office.review.analysis_reach import Reach
from rembuk.reference import load

MOST = 40
"""Villages a paper lists at most; the rest stand in the workbook."""


def carried(found: Analysis) -> list[Block]:
    """What earlier reviews decided and is not done."""
    return [
        Table(
            (
                Column("Perbaikan", 4), Column("Pemilik", 1.5), Column("Tenggat", 1.2, "date"),
                Column("Keadaan", 1.4), Column("Reviu", 0.8, "center"),
            ),
            [
                (one.promise.title, str(one.promise.owner), one.promise.due, one.state_words,
                 str(one.year))
                for one in found.carried
            ],
            small=True,
        )
    ]  # fmt: skip


def services(found: Analysis) -> list[Block]:
    """Every service: n of N, percent, target, what is empty, the worst places."""
    least = found.scope.least
    return [
        Heading("Cakupan layanan", 2),
        Table(
            (
                Column("Indikator", 3.3), Column("n dari N", 1.3, "center"),
                Column("%", 0.8, "center"), Column("Target", 0.9, "center"),
                Column("Sel kosong", 0.8, "center"), Column("Periode, pemilik", 1.4),
                Column("Tempat terendah", 1.7),
            ),
            [
                (one.name, shown.ratio(one, least), shown.percent(one, least), shown.goal(one),
                 _empty(one), _when(one), shown.worst(found.scope, one))
                for one in found.coverage.services
            ],
            small=True, empty="Belum ada indikator layanan yang dibuka.",
        ),
    ]  # fmt: skip


def supply(found: Analysis) -> list[Block]:
    """What must be in place for the services."""
    if not found.coverage.supply:
        return []
    return [
        Heading("Ketersediaan layanan", 2),
        Table(
            (
                Column("Indikator", 4.2), Column("Nilai", 1.3, "center"),
                Column("%", 0.8, "center"), Column("Target", 1, "center"),
                Column("Sel kosong", 0.9, "center"), Column("Periode, pemilik", 1.6),
            ),
            [
                (one.name, shown.ratio(one, 0), shown.percent(one, 0), shown.goal(one),
                 _empty(one), _when(one))
                for one in found.coverage.supply
            ],
            small=True,
        ),
    ]  # fmt: skip


def gaps(found: Analysis) -> list[Block]:
    """Need, plan, proof."""
    least = found.scope.least
    return [
        Table(
            (
                Column("Layanan", 3.2), Column("Belum terlayani", 1.4, "center"),
                Column("Rencana (buku janji)", 2), Column("Bukti yang diperiksa", 2),
                Column("Yang kurang", 1.4), Column("Pemilik", 1.2),
            ),
            [
                (one.reach.name, shown.need(one.reach, least), shown.planned(one.planned),
                 shown.delivered(one.planned), shown.hole(one)[1], _owner(one.reach))
                for one in found.gaps
            ],
            small=True, empty="Belum ada indikator layanan.",
        ),
    ]  # fmt: skip


def programmes(found: Analysis) -> list[Block]:
    """The map of programmes."""
    names = found.scope.names
    money = {one.code: one.short for one in load().money_sources(found.scope.today)}
    return [
        Heading("Pemetaan program", 2),
        Table(
            (
                Column("No", 0.4, "center"), Column("Kegiatan", 2.9), Column("Pelaksana", 1.2),
                Column("Lokasi", 1.2), Column("Volume", 1, "center"), Column("Pagu", 1.3, "rupiah"),
                Column("Sumber dana", 0.9), Column("Keadaan, janji", 1.3),
            ),
            [
                (n, one.what, one.owner, names.get(one.place_code, one.place_code),
                 f"{shown.amount(one.volume)} {one.unit}" if one.volume is not None else "",
                 one.budget, money.get(one.money, one.money), f"{one.state}, {one.number}")
                for n, one in enumerate(found.programmes, start=1)
            ],
            small=True,
            empty="Belum ada kegiatan tahun ini di buku janji untuk wilayah ini.",
        ),
    ]  # fmt: skip


def obstacles(found: Analysis) -> list[Block]:
    """What offices wrote down."""
    kinds = {one.code: one.name_id for one in load().obstacle_kinds(found.scope.as_of)}
    names = {one.indicator.code: one.name for one in _all(found)}
    return [
        Heading("Dicatat kantor", 2),
        Table(
            (
                Column("Layanan", 2.4), Column("Hambatan", 3.6), Column("Jenis", 1.8),
                Column("Yang dapat mengatasi", 1.6),
            ),
            [
                (names.get(one.indicator, one.indicator) or "semua layanan", one.text,
                 kinds.get(one.kind, one.kind).partition(":")[0], str(one.office or "belum ada"))
                for one in found.standing
            ],
            small=True, empty="Belum ada hambatan yang dicatat.",
        ),
    ]  # fmt: skip


def signs(found: Analysis) -> list[Block]:
    """What the data show and nobody took up."""
    rows = [one for one in found.signs if not one.taken]
    if not rows:
        return []
    return [
        Heading("Terlihat di data", 2),
        Table(
            (Column("Tentang", 3), Column("Tanda", 4.4), Column("Kantor", 1.4)),
            [(one.about, one.words, str(one.office or "belum ada")) for one in rows],
            small=True,
        ),
    ]


def villages(found: Analysis) -> list[Block]:
    """The ranked villages: those proposed first, the others to a limit."""
    limit = found.scope.limits.small
    known = found.ranked.known[:MOST]
    rows: list[Sequence[Value]] = [
        (
            one.scored.rank if one.scored else None,
            f"{one.scored.best}–{one.scored.worst}" if one.scored else "",
            one.facts.figures.name, one.kecamatan, shown.village(one, limit),
            "" if one.cases or one.facts.drawn is None else f"{plain(100 * one.facts.drawn.mean)}%",
            shown.families(one, limit), f"{plain(one.facts.figures.counts.ds.pct or 0)}%",
            "diusulkan" if one.chosen else "",
        )
        for one in known
    ]  # fmt: skip
    body: list[Block] = [
        Heading("Desa menurut urutan", 2),
        Table(
            (
                Column("Urutan", 0.7, "integer"), Column("Rentang", 0.9, "center"),
                Column("Desa/kelurahan", 1.9), Column("Kecamatan", 1.5),
                Column("Pendek", 1.1, "center"), Column("Prevalensi ditarik", 1.1, "center"),
                Column("Keluarga berisiko", 1, "center"), Column("D/S", 0.8, "center"),
                Column("Usulan", 1),
            ),
            rows, small=True, empty="Belum ada desa yang dapat dibandingkan.",
        ),
    ]  # fmt: skip
    more = len(found.ranked.known) - len(known)
    if more > 0:
        body.append(Paragraph(f"{count(more)} desa lain ada di buku kerja."))
    if found.ranked.unknown:
        names = ", ".join(one.facts.figures.name for one in found.ranked.unknown[:MOST])
        body.append(
            Paragraph(f"Belum dapat dibandingkan ({count(len(found.ranked.unknown))}): {names}.")
        )
    return body


def activities(found: Analysis) -> list[Block]:
    """The activities that are proposed."""
    names, least = found.scope.names, found.scope.least
    return [
        Heading("Usulan kegiatan", 2),
        Table(
            (
                Column("No", 0.4, "center"), Column("Masalah", 3.2), Column("Kegiatan", 2),
                Column("Kantor", 1), Column("Tempat lebih dulu", 1.4),
                Column("Volume", 0.9, "center"), Column("Janji", 0.9),
            ),
            [
                (n, one.problem, one.what, _owner(one.reach),
                 ", ".join(names.get(x.code, x.code) for x in one.places),
                 "" if one.volume is None or one.reach.covered(least)
                 else f"{count(one.volume)} {one.reach.unit}",
                 ", ".join(x.number for x in one.promises))
                for n, one in enumerate(found.activities, start=1)
            ],
            small=True, empty="Belum ada kekurangan yang dapat dibaca.",
        ),
    ]  # fmt: skip


def _owner(one: Reach) -> str:
    return str(one.owner) if one.owner else f"belum ada ({one.indicator.owner})"


def _when(one: Reach) -> str:
    """Period and owner, in one column."""
    return f"{one.period.words if one.period else 'belum dibuka'}, {_owner(one)}"


def _empty(one: Reach) -> str:
    return f"{count(one.empty)} / {count(one.total.expected)}" if one.total.expected else ""


def _all(found: Analysis) -> tuple[Reach, ...]:
    return (*found.coverage.services, *found.coverage.supply, *found.coverage.results)
