"""Indicators of the lists in force a target can be set for, and what was achieved of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.db.models import Sum
from django.db.models.functions import Length
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.convergence.models import Figure
from rembuk.office.insight.models import Direction
from rembuk.office.places import said
from rembuk.office.places.numbers import count
from rembuk.office.places.scope import within
from rembuk.office.posyandu.figures import Ratio
from rembuk.reference.indicators import Indicator as ListedRule

LENGTHS: Final = {"kabupaten": 5, "kecamatan": 8, "desa": 13}
"""Lengths of the codes of places, by level."""


@dataclass(frozen=True)
class Indicator:
    """What a target can be set for. `levels`: lengths of the codes of places that have it;
    `numerator`, `denominator`: quantities of the convergence room, "" for Rembuk's own."""

    code: str
    name: str | Promise
    direction: Direction
    levels: tuple[int, ...]
    source: str | Promise
    numerator: str = ""
    denominator: str = ""


@dataclass(frozen=True)
class Standing:
    """Where an indicator of a place stands: a ratio, or the newest survey."""

    percent: float | None
    words: str
    readable: bool = True


def indicators(on: dt.date) -> dict[str, Indicator]:
    """Complete percentages of every list in force, by code."""
    english = said.english()
    found = {}
    for rule in reference.load().of(ListedRule, on):
        if rule.complete and rule.unit == "persen" and rule.numerator and rule.denominator:
            least = LENGTHS.get(rule.level, LENGTHS["kabupaten"])
            found[rule.code] = Indicator(
                rule.code,
                f"{rule.code} {rule.name_en if english else rule.name_id}",
                Direction.UP if rule.direction == "naik" else Direction.DOWN,
                tuple(length for length in LENGTHS.values() if length <= least),
                rule.list_code,
                rule.numerator,
                rule.denominator,
            )
    return found


def standing(indicator: Indicator, place: str) -> Standing:
    """Sum over sum in the newest period that has both quantities; areas without both are left
    out, so that a village that told only one of the two does not bend the share."""
    rows = (
        Figure.objects.filter(within("place_code", place), value__isnull=False)
        .filter(quantity__in=(indicator.numerator, indicator.denominator))
        .annotate(length=Length("place_code"))
    )
    for period in rows.order_by("-period").values_list("period", flat=True).distinct()[:12]:
        told: dict[str, dict[str, int]] = {}
        for quantity, code, total in (
            rows.filter(period=period, length=max(indicator.levels))
            .order_by()
            .values_list("quantity", "place_code")
            .annotate(total=Sum("value"))
        ):
            told.setdefault(code, {})[quantity] = total
        both = [one for one in told.values() if len(one) == 2]
        ratio = Ratio(
            sum(one[indicator.numerator] for one in both),
            sum(one[indicator.denominator] for one in both),
        )
        if ratio.of:
            return Standing(ratio.pct, f"{of_words(ratio)}, {period}")
    return Standing(None, "")


def of_words(ratio: Ratio) -> str:
    """`317 dari 1.487`."""
    return _("%(n)s dari %(of)s") % {"n": count(ratio.n), "of": count(ratio.of)}
