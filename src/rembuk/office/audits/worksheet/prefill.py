"""What records say for a worksheet: each value with its source and day. Nothing is typed here, and
nothing typed is touched: the sheet keeps both apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from rembuk.office.audits.models import Case, Group
from rembuk.office.lists.queries import Told, facts_of_family, facts_of_person, sources
from rembuk.office.people.models import Membership, Person
from rembuk.office.people.origins import facts_of
from rembuk.office.posyandu.models import (
    ChildStatus,
    Measurement,
    MotherPmt,
    PmtEpisode,
    Posyandu,
)
from rembuk.office.posyandu.sources import source_names

Drawn = dict[str, Any]
"""`{value, source, as_of}`: what one record says, who said it, of which day (ISO)."""

MONTHS: Final = 6
RECENT: Final = dt.timedelta(days=93)
"""A weight gain older than this says nothing of today."""
FLAGS: Final = ("two_t", "bgm", "oedema", "zhc")
"""Facts criteria ask for that are no field of the sheet; drawn under `fakta.<name>`."""


def drawn(case: Case, shape: Sequence[Mapping[str, Any]], on: dt.date) -> dict[str, Drawn]:
    """Key of an answer -> what records say of it. In a repeated section keys are `code@time`."""
    records = _Records(case, on)
    found: dict[str, Drawn] = {}
    for section in shape:
        times = [one["code"] for one in section["repeat"]]
        for field in section["fields"]:
            for path in field["draw"]:
                if times:
                    found |= _repeated(records, field["code"], path, times)
                elif (said := records.say(path)) is not None:
                    found[field["code"]] = said
                    break
    for name in FLAGS:
        if (said := records.flag(name)) is not None:
            found[f"fakta.{name}"] = said
    return found


def _repeated(records: _Records, code: str, path: str, times: Sequence[str]) -> dict[str, Drawn]:
    name = path.partition(".")[2]
    found = {}
    for time, row in zip(times, records.weighings, strict=False):
        value = row.date if name == "date" else getattr(row, name)
        if value not in (None, ""):
            found[f"{code}@{time}"] = records.measured(row, value)
    return found


@dataclass
class _Records:
    """The records of a case, each kind read once."""

    case: Case
    on: dt.date

    def say(self, path: str) -> Drawn | None:
        """What the record named by a path says; None when it says nothing."""
        kind, _dot, name = path.partition(".")
        if kind == "listed":
            return _told(self.listed.get(name, ()))
        if kind == "family":
            return _told(self.family.get(name, ()))
        if kind == "person":
            return self._person(self.case.person, name)
        if kind == "baby":
            return self._person(self.baby, name) if self.baby else None
        if kind == "child":
            return self._child(name)
        if kind == "post":
            return self._post(name)
        return self._fed(name)

    @cached_property
    def listed(self) -> dict[str, list[Told]]:
        """What lists tell of the person."""
        return facts_of_person(self.case.person)

    @cached_property
    def family(self) -> dict[str, list[Told]]:
        """What lists tell of the family."""
        return facts_of_family(self.case.family) if self.case.family else {}

    @cached_property
    def weighings(self) -> list[Measurement]:
        """The last measurements that stand, one a month, the latest first."""
        rows = Measurement.objects.filter(
            child=self.case.person, counted=True, date__lte=self.on
        ).order_by("-date", "-pk")
        return list(rows[:MONTHS])

    @cached_property
    def status(self) -> ChildStatus | None:
        """Where the child stands."""
        return ChildStatus.objects.filter(child=self.case.person).first()

    @cached_property
    def baby(self) -> Person | None:
        """The youngest child on the mother's card, born within a year."""
        if self.case.family is None or self.case.group != Group.BUFAS:
            return None
        row = (
            Membership.objects.filter(
                family=self.case.family, role="anak", until__isnull=True,
                person__birth_date__gt=self.on - dt.timedelta(days=366),
            )
            .select_related("person")
            .order_by("-person__birth_date")
            .first()
        )  # fmt: skip
        return row.person if row else None

    @cached_property
    def names(self) -> dict[str, str]:
        """Source code -> its name."""
        return source_names()

    def measured(self, row: Measurement, value: Any) -> Drawn:
        """A value of one measurement."""
        plain = value.isoformat() if isinstance(value, dt.date) else value
        source = self.names.get(row.source, row.source)
        return {"value": plain, "source": source, "as_of": row.date.isoformat()}

    def flag(self, name: str) -> Drawn | None:
        """A fact of the last measurement that criteria ask for."""
        if not self.weighings:
            return None
        last = self.weighings[0]
        if name == "two_t" and self.on - last.date > RECENT:
            return None
        value = getattr(last, name)
        return None if value is None else self.measured(last, value)

    def _person(self, person: Person, name: str) -> Drawn | None:
        if name in ("age_years", "age_months", "birth_date"):
            born = person.birth_date
            if born is None:
                return None
            months = months_between(born, self.on)
            value: Any = born.isoformat() if name == "birth_date" else months
            value = months // 12 if name == "age_years" else value
            return self._origin(person, "birth_date", value)
        value = getattr(person, "birth_length_mm" if name == "birth_length_cm" else name)
        if value is None:
            return None
        if name == "birth_length_cm":
            return self._origin(person, "birth_length_mm", value / 10)
        return self._origin(person, name, value)

    def _origin(self, person: Person, fact: str, value: Any) -> Drawn:
        told = {one.field: one.now.origin for one in facts_of(person)}
        origin = told.get(fact)
        if origin is None:
            return {"value": value, "source": "Rembuk", "as_of": self.on.isoformat()}
        source = self.names.get(origin.source, origin.source)
        return {"value": value, "source": source, "as_of": origin.as_of.isoformat()}

    def _child(self, name: str) -> Drawn | None:
        if not self.weighings:
            return None
        last = self.weighings[0]
        if name == "weighed_this_month":
            return self.measured(last, last.month == self.on.replace(day=1))
        value = getattr(last, name)
        return None if value is None else self.measured(last, value)

    def _post(self, name: str) -> Drawn | None:
        code = self.status.place_code if self.status else self.case.person.place_code
        post = Posyandu.objects.filter(code=code).select_related("health_centre").first()
        if post is None:
            return None
        value = post.name if name == "posyandu" else str(post.health_centre or "")
        if not value:
            return None
        return {"value": value, "source": "e-PPGBM", "as_of": self.on.isoformat()}

    def _fed(self, name: str) -> Drawn | None:
        if name == "mother":
            row: Any = MotherPmt.objects.filter(person=self.case.person).order_by("-start").first()
        else:
            row = PmtEpisode.objects.filter(child=self.case.person).order_by("-start").first()
        if row is None:
            return None
        source = self.names.get(row.source, row.source)
        return {"value": True, "source": source, "as_of": row.start.isoformat()}


def _told(said: Sequence[Told]) -> Drawn | None:
    """The newest value told; a code without a confirmed meaning says nothing."""
    for one in said:
        if one.value is not None and one.value != "":
            value = one.value.isoformat() if isinstance(one.value, dt.date) else one.value
            source = f"{sources().get(one.source, one.source)} {one.edition}".strip()
            return {"value": value, "source": source, "as_of": one.as_of.isoformat()}
    return None


def months_between(since: dt.date, on: dt.date) -> int:
    """Completed months from a day to another."""
    return (on.year - since.year) * 12 + on.month - since.month - (since.day > on.day)
