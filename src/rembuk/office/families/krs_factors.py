"""The recap of KRS factor by factor: what the agency counted, what its list by name says, and what
the evidence says under both versions of the rules. As in the recap, a factor is counted among the
families at risk, so no factor is more than their number; the four 4T overlap and are never summed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Max, Q, QuerySet

from rembuk.office.families.models import Standing
from rembuk.office.lists.models import Edition, Recap
from rembuk.office.places.scope import contains, within
from rembuk.science.welfare.small_counts import TOTAL, protected, summed

TARGET: Final = "sasaran"
RISK: Final = "KRS"
FIGURES: Final[Mapping[str, str]] = {
    TARGET: "keluarga_sasaran",
    RISK: "total_krs",
    "KRS-F1": "air_tidak_layak",
    "KRS-F2": "jamban_tidak_layak",
    "KRS-F3": "terlalu_muda",
    "KRS-F4": "terlalu_tua",
    "KRS-F5": "terlalu_dekat",
    "KRS-F6": "terlalu_banyak",
    "KRS-F7": "bukan_kb_modern",
}
"""Target families, families at risk, then factors -> the figure of the recap."""
BY: Final = ("daftar", "bukti", "pk21")
"""By whose word: the list by name, the evidence by the newer version, by the older one."""
RECAP: Final = "rekap"
YES: Final = "ya"
REST: Final = "bukan"
VILLAGE: Final = 13
NO_VILLAGE: Final = ".-"
_RISK_FIELD: Final = {"daftar": "listed_at_risk", "bukti": "at_risk", "pk21": "at_risk_older"}
_HOUR: Final = 3600

Counts = Mapping[tuple[str, str], int | None]
"""Area and (`ya`, `bukan` or all) -> families; None is hidden."""


@dataclass(frozen=True)
class FactorLine:
    """One figure in one area, by the recap and by each word of `BY`; None: hidden or not there."""

    code: str
    recap: int | None
    told: tuple[int | None, ...]  # in the order of BY
    has_recap: bool  # the agency counted here at all

    @property
    def gap(self) -> int | None:
        """How many more the list by name has than the recap."""
        listed = self.told[0]
        return None if listed is None or self.recap is None else listed - self.recap


def read(text: str) -> str:
    """A filter of the address, `KRS-F1:daftar`; "" when it is none."""
    code, _mark, by = text.partition(":")
    return text if code in FIGURES and by in BY else ""


def of(factor: str) -> Q:
    """The families one number counts; `factor` as `read` gives it."""
    code, _mark, by = factor.partition(":")
    if code == TARGET:
        return Q(sources__contains="krs") if by == "daftar" else Q(target=True)
    at_risk = Q(**{_RISK_FIELD[by]: True})
    if by == "daftar":
        at_risk &= Q(sources__contains="krs")
    return at_risk if code == RISK else at_risk & Q(holds__contains=f" {by}:{code} ")


def lines(place: str, edition: Edition | None, limit: int | None) -> tuple[FactorLine, ...]:
    """Every figure of one place."""
    return tuple(_line(place, code, _tables(place, code, edition, limit)) for code in FIGURES)


def villages(
    areas: Iterable[str], place: str, code: str, edition: Edition | None, limit: int | None
) -> list[tuple[str, FactorLine]]:
    """One figure in each of the areas below a place that has families or a recap."""
    tables = _tables(place, code, edition, limit)
    there = {area for table in tables.values() for area, _kind in table}
    return [(area, _line(area, code, tables)) for area in areas if area in there]


def _line(area: str, code: str, tables: Mapping[str, Counts]) -> FactorLine:
    counted = tables[RECAP]
    has = (area, TOTAL) in counted
    return FactorLine(
        code,
        counted.get((area, YES), 0) if has else None,
        tuple(tables[by].get((area, YES), 0) for by in BY),
        has,
    )


def _tables(place: str, code: str, edition: Edition | None, limit: int | None) -> dict[str, Counts]:
    """For the recap and each word of `BY` the table of areas. A reader from whom small numbers are
    hidden gets parts of the one protected table of the district, whichever place is asked for: two
    tables with other cells hidden would give each other away."""
    root = place
    if limit is not None and contains(settings.REMBUK_AREA, place):
        root = settings.REMBUK_AREA
    if limit is None:
        return _counted(root, code, edition, None)
    state = Standing.objects.aggregate(at=Max("derived_at"), n=Count("pk"))
    mark = f"{state['at']:%Y%m%d%H%M%S%f}:{state['n']}" if state["at"] else "-"
    key = f"faktor:{root}:{code}:{limit}:{mark}:{edition.pk if edition else 0}"
    found: dict[str, Counts] | None = cache.get(key)
    if found is None:
        found = _counted(root, code, edition, limit)
        cache.set(key, found, _HOUR)
    return found


def _counted(root: str, code: str, edition: Edition | None, limit: int | None) -> dict[str, Counts]:
    rows = Standing.objects.filter(within("place_code", root))
    found = {by: _protected(_leaves(rows, f"{code}:{by}"), root, limit) for by in BY}
    return found | {RECAP: _protected(_recap(root, code, edition), root, limit)}


def _leaves(rows: QuerySet[Standing], factor: str) -> dict[tuple[str, str], int]:
    counted = (
        rows.order_by()
        .values_list("place_code")
        .annotate(n=Count("pk"), yes=Count("pk", filter=of(factor)))
    )
    found: Counter[tuple[str, str]] = Counter()
    for place, n, yes in counted:
        area = place[:VILLAGE] if len(place) >= VILLAGE else f"{place}{NO_VILLAGE}"
        found[area, YES] += yes
        found[area, REST] += n - yes
    return dict(found)


def _recap(root: str, code: str, edition: Edition | None) -> dict[tuple[str, str], int]:
    if edition is None:
        return {}
    rows = Recap.objects.filter(within("place_code", root), edition=edition).order_by("pk")
    found: dict[tuple[str, str], int] = {}
    for place, figures in dict(rows.values_list("place_code", "figures")).items():
        n = figures.get(FIGURES[code])
        if n is not None:
            found[place, YES] = n
            found[place, REST] = max(0, (figures.get(FIGURES[TARGET]) or n) - n)
    return found


def _protected(leaves: Mapping[tuple[str, str], int], root: str, limit: int | None) -> Counts:
    if not leaves:
        return {}
    return summed(leaves, root) if limit is None else protected(leaves, root, limit)
