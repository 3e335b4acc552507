"""Where the counts of a scope stand added up: stored sums of areas, or the posts' own rows."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Substr

from rembuk.office.places.scope import contains
from rembuk.office.posyandu.deriving.sums import DESA, KABKOTA, LEVELS
from rembuk.office.posyandu.models import AreaRecap, MonthlyRecap
from rembuk.office.posyandu.queries.scope import Scope, inside

POSTS: Final = "number_of_posts"


def codes_of(scope: Scope) -> list[str]:
    """The places of a scope, each once: none lies in another."""
    codes = {scope} if isinstance(scope, str) else set(scope.places)
    return sorted(
        code
        for code in codes
        if not any(other != code and contains(other, code) for other in codes)
    )


def areas(scope: Scope) -> Q | None:
    """The rows of `AreaRecap` and `AreaCases` that add up to the scope. `None` if a single post is
    in it: posts have rows of their own."""
    found = Q(pk__in=[])
    for code in codes_of(scope):
        if len(code) > DESA:
            return None
        if len(code) < KABKOTA:  # a province, or everything
            found |= Q(level=LEVELS[KABKOTA]) & inside(code, "area_code")
        else:
            found |= Q(level=LEVELS.get(len(code), 0), area_code=code)
    return found


def summed(scope: Scope) -> tuple[QuerySet[Any], Aggregate]:
    """Rows that add up to a scope, and how to count the posts in them."""
    where = areas(scope)
    if where is None:
        return MonthlyRecap.objects.filter(inside(scope)), Count("pk")
    return AreaRecap.objects.filter(where), Sum("posts")


def summed_by(scope: Scope, length: int) -> tuple[QuerySet[Any], Aggregate]:
    """Rows with `area`, the code of the area of that length they are part of. The stored sums
    serve where no place of the scope is smaller than such an area."""
    if length in LEVELS and all(len(code) <= length for code in codes_of(scope)):
        rows: QuerySet[Any] = AreaRecap.objects.filter(level=LEVELS[length])
        return rows.filter(inside(scope, "area_code")).annotate(area=F("area_code")), Sum("posts")
    posts = MonthlyRecap.objects.filter(inside(scope))
    return posts.annotate(area=Substr("place_code", 1, length)), Count("pk")
