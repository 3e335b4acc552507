"""The whole situation analysis of a year in a place, drafted from the district's own data. It is
drafted anew whenever it is asked for; only the office's words and obstacles are kept."""

from __future__ import annotations

from dataclasses import dataclass

from rembuk.office.review import improvements
from rembuk.office.review.analysis_activities import Activity, activities
from rembuk.office.review.analysis_coverage import Cakupan, coverage
from rembuk.office.review.analysis_gaps import Gap, Programme, gaps, programmes
from rembuk.office.review.analysis_obstacles import Sign, signs, written
from rembuk.office.review.analysis_places import Ranked, ranked
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.analysis_sentences import sentences
from rembuk.office.review.analysis_spread import Sebaran, spread
from rembuk.office.review.analysis_words import Words, words
from rembuk.office.review.improvements import Carried
from rembuk.office.review.models import Obstacle


@dataclass(frozen=True)
class Analysis:
    """Everything the pages, the paper and the workbook show. `carried`: what earlier reviews
    decided and is not done yet."""

    scope: Scope
    carried: tuple[Carried, ...]
    spread: Sebaran
    coverage: Cakupan
    gaps: tuple[Gap, ...]
    programmes: tuple[Programme, ...]
    signs: tuple[Sign, ...]
    obstacles: tuple[Obstacle, ...]
    ranked: Ranked
    activities: tuple[Activity, ...]
    words: dict[str, Words]
    sentences: dict[str, tuple[str, ...]]

    @property
    def standing(self) -> tuple[Obstacle, ...]:
        """Obstacles that stand."""
        return tuple(one for one in self.obstacles if not one.closed)


def analysis(given: Scope) -> Analysis:
    """Draft it."""
    found = coverage(given)
    gap = gaps(given, found.services)
    around = spread(given)
    places = ranked(given)
    proposed = activities(given, gap)
    seen = signs(given, found)
    typed = tuple(written(given.year, given.place))
    said = sentences(given, around, found, gap, seen, typed, places, proposed)
    return Analysis(
        given, improvements.open_for(given.year.year, given.place), around, found, gap,
        programmes(given), seen, typed, places, proposed, words(given.year, given.place), said,
    )  # fmt: skip
