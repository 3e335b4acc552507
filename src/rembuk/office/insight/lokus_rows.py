"""Rows of the lokus table: every figure of a village, masked where small, with its rank."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rembuk.office.insight import quiet
from rembuk.office.insight.lokus_asked import KINDS, Wanted, coverage
from rembuk.office.insight.quiet import Hidden
from rembuk.office.insight.villages import Compared, VillageFacts, names_of
from rembuk.science.choice.funnel import LEVELS, Standing, limits
from rembuk.science.choice.lokus import Ranking, Scored

FUNNEL = {
    Standing.FAR_ABOVE: "up",
    Standing.ABOVE: "up",
    Standing.INSIDE: "",
    Standing.BELOW: "",
    Standing.FAR_BELOW: "",
    Standing.EMPTY: "off",
}


@dataclass(frozen=True)
class Line:
    """One village on the page. `cases`, `families`: whether and how a count is hidden."""

    facts: VillageFacts
    kecamatan: str
    scored: Scored | None
    chosen: bool
    cases: Hidden
    families: Hidden
    met: tuple[str, ...]
    lacks: tuple[str, ...]
    coverage: float | None = None

    @property
    def funnel_words(self) -> str:
        """Where it lies among villages of its size."""
        return {
            Standing.FAR_ABOVE: _("jauh di atas batas kebetulan"),
            Standing.ABOVE: _("di atas batas kebetulan"),
            Standing.INSIDE: _("dalam batas kebetulan"),
            Standing.BELOW: _("di bawah batas kebetulan"),
            Standing.FAR_BELOW: _("jauh di bawah batas kebetulan"),
            Standing.EMPTY: _("belum ada yang diukur"),
        }[self.facts.funnel]

    @property
    def funnel_kind(self) -> str:
        """The state of the design language."""
        return FUNNEL[self.facts.funnel]


def lines(
    compared: Compared,
    ranking: Ranking,
    wanted: Wanted,
    *,
    meeting: bool,
    limit: int,
    sees: Callable[[str], bool],
    sees_families: bool,
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines in the order of rank, and lines of villages that could not be compared, by name. Ranks
    are of all villages; only those the reader may see are given. Counts are hidden in a meeting,
    families also from who may not see children."""
    hide_cases = meeting
    hide_families = meeting or not sees_families
    cases = _mask([one.stunting.n for one in compared.villages], limit, hide_cases)
    families = _mask(
        [one.families.n if one.families else 0 for one in compared.villages], limit, hide_families
    )
    scored = {one.code: one for one in ranking.rows}
    kecamatan = names_of(compared.villages)
    made = []
    for n, one in enumerate(compared.villages):
        if not sees(one.code):
            continue
        mine = scored.get(one.code)
        made.append(
            Line(
                one,
                kecamatan.get(one.code.rpartition(".")[0], ""),
                mine,
                mine is not None and mine.rank <= wanted.many,
                cases[n],
                families[n],
                _met(one, wanted, cases[n], families[n]),
                tuple(_lack(code, wanted) for code in ranking.unknown.get(one.code, ())),
                wanted.basis.shown(one.code),
            )
        )
    known = sorted(
        (one for one in made if one.scored),
        key=lambda one: (one.scored.rank if one.scored else 0, one.facts.code),
    )
    rest = sorted((one for one in made if not one.scored), key=lambda one: one.facts.figures.name)
    return tuple(known), tuple(rest)


def _mask(column: list[int], limit: int, on: bool) -> list[Hidden]:
    return quiet.hide(column, limit) if on else [""] * len(column)


def _met(one: VillageFacts, wanted: Wanted, cases: Hidden, families: Hidden) -> tuple[str, ...]:
    """Thresholds the village passes, of figures that are shown. The prevalence is its own here."""
    figures = {
        "kasus": None if cases else float(one.stunting.n),
        "prevalensi": None if cases else one.stunting.pct,
        "keluarga": None if families or one.families is None else float(one.families.n),
        "cakupan": coverage(one, wanted.basis),
    }
    return tuple(
        str(kind.short)
        for kind, criterion in zip(KINDS, wanted.criteria, strict=True)
        if criterion.met(figures[kind.code])
    )


def _lack(code: str, wanted: Wanted) -> str:
    if code == "cakupan" and not wanted.basis.plain:
        return wanted.basis.name
    return str(next(kind.name for kind in KINDS if kind.code == code))


def drawing(compared: Compared, shown: tuple[Line, ...]) -> dict[str, Any] | None:
    """The funnel as data for the chart: limits by number of children, and the villages shown."""
    points = [one for one in shown if one.facts.measured and not one.cases]
    if not points or compared.prior is None:
        return None
    most = max(one.facts.stunting.of for one in points)
    mean = compared.prior.mean
    # every number of children where that is few enough: the limits are exact and have teeth
    steps = range(1, most + 1, max(1, most // 150))
    return {
        "mean": 100 * mean,
        "limits": [_limit(mean, steps, level) for level in LEVELS],
        "points": [
            {
                "name": one.facts.figures.name,
                "of": one.facts.stunting.of,
                "n": one.facts.stunting.n,
                "pct": one.facts.stunting.pct,
                "chosen": one.chosen,
                "above": one.facts.funnel in {Standing.ABOVE, Standing.FAR_ABOVE},
            }
            for one in points
        ],
    }


def _limit(mean: float, steps: Sequence[int], level: float) -> dict[str, Any]:
    """A pair of lines: (children, percent) below and above."""
    found = [(n, limits(mean, n, level)) for n in steps]
    return {
        "level": level,
        "low": [[n, 100 * one.low] for n, one in found],
        "high": [[n, 100 * one.high] for n, one in found],
    }
