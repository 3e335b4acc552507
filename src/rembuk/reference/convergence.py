"""What the reference tells of schemes and indicators; `Reference` inherits it."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from typing import TypeVar

from rembuk.reference.analysis import ObstacleKind, ServiceLink
from rembuk.reference.dated import NoRuleError, Rule, the_one
from rembuk.reference.forums import MeetingTemplate, TeamField
from rembuk.reference.indicators import Conflict, Indicator, IndicatorList, Quantity, last_day
from rembuk.reference.needs import Need
from rembuk.reference.schemes import RubricCriterion, Scheme

R = TypeVar("R", bound=Rule)


class Convergence(ABC):
    """The part of `Reference` the convergence actions read."""

    rules: tuple[Rule, ...]

    @abstractmethod
    def of(self, kind: type[R], on: dt.date) -> tuple[R, ...]:
        """The rules of a kind in force on a day."""

    def scheme(self, code: str) -> Scheme:
        """A scheme by its code, of whatever day; an unknown code is a KeyError."""
        found = [one for one in self.rules if isinstance(one, Scheme) and one.code == code]
        if not found:
            raise KeyError(code)
        return found[-1]

    def schemes(self, on: dt.date | None = None) -> tuple[Scheme, ...]:
        """The schemes of a day, or all, oldest first. A year may go on with one that has ended."""
        if on is not None:
            return self.of(Scheme, on)
        return tuple(one for one in self.rules if isinstance(one, Scheme))

    def indicator_lists(self, on: dt.date) -> tuple[IndicatorList, ...]:
        """The published lists."""
        return self.of(IndicatorList, on)

    def indicators(
        self, list_code: str | None = None, on: dt.date | None = None
    ) -> tuple[Indicator, ...]:
        """Indicators in force on a day (default: every day), in the order of their list. Slots
        (`complete` false) are among them."""
        if on is None:
            found = tuple(one for one in self.rules if isinstance(one, Indicator))
        else:
            found = self.of(Indicator, on)
        return tuple(one for one in found if list_code is None or one.list_code == list_code)

    def indicator(self, code: str, on: dt.date | None = None) -> Indicator:
        """An indicator on a day, or the last there was; NoRuleError when there is none."""
        if on is not None:
            return the_one(self.of(Indicator, on), code, on)
        found = [one for one in self.indicators() if one.code == code]
        if not found:
            raise NoRuleError(code, dt.date.max)
        return max(found, key=lambda one: one.valid_from)

    def quantity(self, code: str, on: dt.date) -> Quantity:
        """A quantity by its code."""
        return the_one(self.of(Quantity, on), code, on)

    def quantities(self, on: dt.date) -> tuple[Quantity, ...]:
        """Everything that is counted."""
        return self.of(Quantity, on)

    def conflicts(self, on: dt.date) -> tuple[Conflict, ...]:
        """Denominators that forms name in two ways."""
        return self.of(Conflict, on)

    def rubric(self, scheme: str, on: dt.date) -> tuple[RubricCriterion, ...]:
        """Criteria of the review of a year."""
        return tuple(one for one in self.of(RubricCriterion, on) if one.scheme == scheme)

    def service_links(self, on: dt.date) -> dict[str, tuple[str, ...]]:
        """Quantity above the line of a service -> interventions that bring it."""
        return {one.quantity: one.interventions for one in self.of(ServiceLink, on)}

    def needs(self, on: dt.date) -> tuple[Need, ...]:
        """How many need an intervention, and by which count."""
        return self.of(Need, on)

    def obstacle_kinds(self, on: dt.date) -> tuple[ObstacleKind, ...]:
        """Categories of obstacles."""
        return self.of(ObstacleKind, on)

    def meeting_templates(self, on: dt.date) -> tuple[MeetingTemplate, ...]:
        """Kinds of meetings with agenda, parties, papers."""
        return self.of(MeetingTemplate, on)

    def meeting_template(self, code: str, on: dt.date) -> MeetingTemplate:
        """A kind of meeting on a day; NoRuleError when there is none."""
        return the_one(self.of(MeetingTemplate, on), code, on)

    def team_fields(self, level: str, on: dt.date) -> tuple[TeamField, ...]:
        """Fields of a team of a level, in their order."""
        mine = [one for one in self.of(TeamField, on) if one.level == level]
        return tuple(sorted(mine, key=lambda one: one.order))

    def day_of(self, scheme: str, year: int) -> dt.date:
        """The day whose indicators a year under a scheme uses: its last, but none after the scheme
        ended, so that a district that stays with an ended scheme keeps its last list."""
        one = self.scheme(scheme)
        day = max(last_day(year), one.valid_from)
        return day if one.valid_to is None else min(day, one.valid_to - dt.timedelta(days=1))

    def scheme_indicators(self, scheme: str, year: int) -> tuple[Indicator, ...]:
        """All indicators of the lists of a scheme in a year, slots too."""
        day, lists = self.day_of(scheme, year), self.scheme(scheme).lists
        return tuple(one for code in lists for one in self.indicators(code, day))
