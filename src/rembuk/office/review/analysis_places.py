"""Which villages come first: the ranking of the page of lokus, read for a kecamatan or a district,
and the decision on lokus that stands."""

from __future__ import annotations

from dataclasses import dataclass

from rembuk.office.insight import lokus_asked, lokus_decision
from rembuk.office.insight.lokus_asked import Wanted
from rembuk.office.insight.lokus_rows import Line, lines
from rembuk.office.insight.models import Lokus
from rembuk.office.insight.villages import compared
from rembuk.office.places.scope import contains
from rembuk.office.review.analysis_scope import Scope


@dataclass(frozen=True)
class Ranked:
    """Villages of the place in the order of the district's rank; `unknown` could not be compared.
    `wanted`: weights used; `decided`: they are those of the decision for the
    next year, else for this one."""

    known: tuple[Line, ...]
    unknown: tuple[Line, ...]
    wanted: Wanted | None
    decided: Lokus | None
    many: int
    """Villages of the district that were compared."""

    @property
    def proposed(self) -> tuple[Line, ...]:
        """Those the score proposes."""
        return tuple(one for one in self.known if one.chosen)


def ranked(given: Scope) -> Ranked:
    """The ranking with the weights of that decision, else the usual ones."""
    district = given.year.district_code
    # an analysis leads to the lokus of the next year; until that is decided this year's stands
    decided = lokus_decision.holding(district, given.year.year + 1) or lokus_decision.holding(
        district, given.year.year
    )
    if given.month is None:
        return Ranked((), (), None, decided, 0)
    all_ = compared(district, given.month, given.limits.readable)
    wanted = lokus_asked.read(_weights(decided), all_)
    ranking = lokus_asked.ranked(all_, wanted)
    known, unknown = lines(
        all_, ranking, wanted, meeting=given.hiding, limit=given.limits.small,
        sees=lambda code: contains(given.place, code), sees_families=not given.hiding,
    )  # fmt: skip
    return Ranked(known, unknown, wanted, decided, len(ranking.rows))


def _weights(decided: Lokus | None) -> dict[str, str]:
    """The decision's weights and thresholds as its form would send them."""
    if decided is None:
        return {}
    found = {"jumlah": str(decided.chosen)}
    for one in decided.criteria:
        found[f"b_{one['code']}"] = str(one["weight"])
        limit = one.get("threshold")
        found[f"a_{one['code']}"] = "" if limit is None else f"{limit:g}"
        if basis := one.get("basis"):  # coverage of a service instead of D/S
            found["dasar"] = str(basis)
    return found
