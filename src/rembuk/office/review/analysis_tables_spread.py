"""The tables of the register and of the surveys on paper. Always Indonesian."""

from __future__ import annotations

from collections.abc import Sequence

from rembuk.office.documents.blocks import Block, Column, Heading, Paragraph, Table, Value
from rembuk.office.places.numbers import count, plain
from rembuk.office.review import analysis_shown as shown
from rembuk.office.review.analysis import Analysis


def spread(found: Analysis) -> list[Block]:
    """The register by area."""
    given, around = found.scope, found.spread
    if around.month is None:
        return []
    limit = given.limits.small
    listed = [one for one in around.rows if one.figures.known]
    listed += [around.total] if around.total else []
    rows: list[Sequence[Value]] = [
        (
            one.figures.name or "Jumlah" if one is not around.total else "Jumlah",
            one.figures.counts.s, plain(one.figures.counts.ds.pct or 0),
            shown.cases(one, limit), shown.severe(one, limit), shown.prevalence(one),
            shown.interval(one),
            "" if one.change is None else f"{'+' if one.change > 0 else ''}{plain(one.change)}",
            "" if one.readable else "D/S rendah",
        )
        for one in listed
    ]  # fmt: skip
    body: list[Block] = [
        Heading("Register posyandu", 2),
        Table(
            (
                Column("Wilayah", 2.4), Column("S", 0.9, "integer"),
                Column("D/S (%)", 0.9, "center"),
                Column("Pendek + sangat pendek", 1.5, "center"),
                Column("Sangat pendek", 1, "center"), Column("Prevalensi", 1.1, "center"),
                Column("Rentang 95%", 1.3, "center"), Column("Poin setahun", 1, "center"),
                Column("Catatan", 1.3),
            ),
            rows, small=True,
        ),
    ]  # fmt: skip
    if around.silent:
        names = ", ".join(one.figures.name for one in around.silent)
        body.append(Paragraph(f"Belum ada data ({count(len(around.silent))}): {names}."))
    return body


def surveys(found: Analysis) -> list[Block]:
    """The surveys, apart from the register."""
    rows: list[Sequence[Value]] = [
        (
            one.point.survey, str(one.point.year), f"{plain(one.point.percent)}%",
            f"{plain(one.interval.low)}–{plain(one.interval.high)}" if one.interval else "",
            one.point.n, one.host or one.source,
        )
        for one in found.spread.surveys
    ]  # fmt: skip
    body: list[Block] = [
        Heading("Survei nasional", 2),
        Table(
            (
                Column("Survei", 1.2), Column("Tahun", 0.8, "center"),
                Column("Prevalensi", 1, "center"), Column("Rentang 95%", 1.3, "center"),
                Column("Contoh", 0.9, "integer"), Column("Sumber", 2.5),
            ),
            rows, small=True, empty="Belum ada survei yang tercatat.",
        ),
    ]  # fmt: skip
    if found.spread.tested:
        last = found.spread.tested[-1]
        why = " ".join(last.why)
        body.append(Paragraph(f"Dua survei terakhir: {last.word}. {why}".strip()))
    return body
