"""The roll of a post: who is expected at the next session, in the order of the last one.

The order of a session is the row order of its sheet, which follows the paper register; children
not on that sheet come after, youngest first.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from rembuk import reference
from rembuk.office.people.models import Person
from rembuk.office.places.scope import within
from rembuk.office.posyandu.measures import add_months, counted_in, month_end, of_age_in
from rembuk.office.posyandu.models import ChildStatus, Measurement
from rembuk.office.posyandu.queries.children import completed_months
from rembuk.reference.gain import SEXES


@dataclass(frozen=True)
class Enrolled:
    """One child of the roll: this month's weighing, the last one known, what to reach next."""

    public_id: str
    name: str
    sex: str
    birth_date: dt.date | None
    age_next: int | None  # completed months at the end of the next month
    weight: float | None  # of `month`
    lenhei: float | None
    position: str
    nt: str
    two_t: bool
    tbu: str
    case: str
    last_date: dt.date | None
    last_weight: float | None
    last_lenhei: float | None
    minimum_g: int | None  # KBM for the next month

    @property
    def reach(self) -> float | None:
        """Weight in kg that would be `N` next month; only after a weighing in `month`."""
        if self.weight is None or self.minimum_g is None:
            return None
        return round(self.weight + self.minimum_g / 1000, 2)

    @property
    def lying(self) -> bool:
        """Whether the child is to be measured lying next month."""
        return self.age_next is not None and self.age_next < 24


def roll(post: str, month: dt.date) -> tuple[Enrolled, ...]:
    """Children registered at a post who will still be under five next month."""
    after = add_months(month, 1)
    end = month_end(after)
    persons = list(
        Person.objects.filter(within("place_code", post)).filter(
            of_age_in(month) | of_age_in(after)
        )
    )
    ids = [person.pk for person in persons]
    states = ChildStatus.objects.select_related("last").in_bulk(ids)
    now = {m.child_id: m for m in Measurement.objects.filter(counted_in(month), child__in=ids)}
    gains = reference.load().minimum_gain(after)
    keyed = []
    for person in persons:
        age = completed_months(person.birth_date, end)
        if age is not None and age >= 60:
            continue
        m = now.get(person.pk)
        state = states.get(person.pk)
        last = state.last if state else None
        minimum = None
        if m is not None and person.birth_date is not None and person.sex in SEXES:
            on_day = completed_months(person.birth_date, m.date)
            if on_day is not None:
                minimum = gains.grams(person.sex, on_day + 1)
        row = m.row_no if m is not None and m.row_no is not None else None
        keyed.append(
            (
                (row is None, row or 0, -(person.birth_date or dt.date.min).toordinal()),
                Enrolled(
                    public_id=person.public_id,
                    name=person.name,
                    sex=person.sex,
                    birth_date=person.birth_date,
                    age_next=age,
                    weight=m.weight if m else None,
                    lenhei=m.lenhei if m else None,
                    position=m.position if m else "",
                    nt=m.nt if m else "",
                    two_t=m.two_t if m else False,
                    tbu=m.tbu if m else "",
                    case=state.case if state else "",
                    last_date=last.date if last else None,
                    last_weight=last.weight if last else None,
                    last_lenhei=last.lenhei if last else None,
                    minimum_g=minimum,
                ),
            )
        )
    return tuple(enrolled for _key, enrolled in sorted(keyed, key=lambda pair: pair[0]))
