"""What villages are compared by: one month of the register, and families at risk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.db.models.functions import Substr

from rembuk.office.families.models import Standing
from rembuk.office.places.scope import within
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.figures import AreaFigures, Ratio
from rembuk.science.choice.funnel import (
    Prior,
    Shrunk,
    prior,
    shrunk,
    standing,
    wilson,
)
from rembuk.science.choice.funnel import (
    Standing as Funnel,
)
from rembuk.science.survey.trends import Interval

VILLAGE = 13


@dataclass(frozen=True)
class VillageFacts:
    """One village. `families` None: no family of the village was judged."""

    figures: AreaFigures
    families: Ratio | None  # at risk out of judged
    district: Prior | None
    readable: bool

    @property
    def code(self) -> str:
        """The village's code."""
        return self.figures.code

    @property
    def stunting(self) -> Ratio:
        """Short and very short out of measured."""
        return self.figures.counts.stunting

    @property
    def measured(self) -> bool:
        """Whether a child's length was judged this month."""
        return self.stunting.of > 0

    @cached_property
    def interval(self) -> Interval | None:
        """Wilson's interval of the village's own prevalence (share)."""
        return wilson(self.stunting.n, self.stunting.of)

    @cached_property
    def drawn(self) -> Shrunk | None:
        """The prevalence drawn towards the district's (share); None without children."""
        if self.district is None or not self.measured:
            return None
        return shrunk(self.stunting.n, self.stunting.of, self.district)

    @cached_property
    def funnel(self) -> Funnel:
        """Where the village lies among villages of its size."""
        if self.district is None:
            return Funnel.EMPTY
        return standing(self.stunting.n, self.stunting.of, self.district.mean)


@dataclass(frozen=True)
class Compared:
    """All villages of a district in one month."""

    district_code: str
    month: dt.date
    villages: tuple[VillageFacts, ...]
    prior: Prior | None

    @cached_property
    def total(self) -> Ratio:
        """The district's prevalence, sum over sum."""
        rows = [one.stunting for one in self.villages]
        return Ratio(sum(one.n for one in rows), sum(one.of for one in rows))

    @property
    def has_families(self) -> bool:
        """Whether any village has judged families."""
        return any(one.families for one in self.villages)


def compared(district: str, month: dt.date, minimum_ds: float) -> Compared:
    """The villages of a district as the register and the families' standing have them."""
    rows = queries.recap_by(district, month, "desa")
    risk = at_risk(district)
    beta = prior([(one.counts.stunted, one.counts.len_n) for one in rows])
    return Compared(
        district,
        month,
        tuple(
            VillageFacts(one, risk.get(one.code), beta, one.counts.readable(minimum_ds))
            for one in rows
        ),
        beta,
    )


def at_risk(district: str) -> Mapping[str, Ratio]:
    """Families at risk out of families judged, by village; villages without any are left out."""
    rows = (
        Standing.objects.filter(within("place_code", district), at_risk__isnull=False)
        .order_by()
        .annotate(village=Substr("place_code", 1, VILLAGE))
        .values_list("village", "at_risk")
        .annotate(n=Count("pk"))
    )
    found: dict[str, list[int]] = {}
    for village, risky, n in rows:
        counts = found.setdefault(village, [0, 0])
        counts[0] += n if risky else 0
        counts[1] += n
    return {code: Ratio(*counts) for code, counts in found.items() if len(code) == VILLAGE}


def names_of(villages: Sequence[VillageFacts]) -> dict[str, str]:
    """Names of the kecamatan the villages lie in, by code."""
    codes = {one.code.rpartition(".")[0] for one in villages}
    return {code: place.name for code, place in queries.places(codes).items()}
