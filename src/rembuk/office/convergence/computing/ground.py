"""The records of a district, read once for all queries of a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import polars as pl
from django.db.models.functions import Substr
from django.utils import timezone

from rembuk import reference
from rembuk.office.accompaniment.models import Visit
from rembuk.office.convergence.computing.elsimil import Elsimil
from rembuk.office.convergence.computing.listed import Lists
from rembuk.office.convergence.periods import Period
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import State
from rembuk.office.people.models import Membership, Person
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import AreaRecap, Measurement, MotherPmt, PmtEpisode, Posyandu

VILLAGE: Final = 13
"""Length of a village's code; a post's code is longer."""


@dataclass
class Ground:
    """What a run counts from. Frames are read when first asked for and kept."""

    district: str
    today: dt.date = field(default_factory=timezone.localdate)
    only: str = ""  # a village, for its drill-down
    since: int = 0  # the earliest year asked for, when it is long past

    _kept: dict[tuple[str, dt.date], pl.DataFrame] = field(default_factory=dict)

    def kept(self, name: str, day: dt.date, make: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """A frame several queries use on a day, made once."""
        if (name, day) not in self._kept:
            self._kept[name, day] = make()
        return self._kept[name, day]

    @property
    def place(self) -> str:
        """The area records are read for."""
        return self.only or self.district

    def day(self, one: Period) -> dt.date:
        """The day a period is counted on: its last, or today while it runs."""
        return min(one.ends, self.today)

    def number(self, code: str, on: dt.date) -> float:
        """A setting of the room."""
        return reference.load().number(f"konvergensi.{code}", on)

    @cached_property
    def lists(self) -> Lists:
        """Lists of families."""
        return Lists(self.place)

    @cached_property
    def elsimil(self) -> Elsimil:
        """Lists of women and couples."""
        return Elsimil(self.place)

    @cached_property
    def villages(self) -> frozenset[str]:
        """Villages of the area."""
        rows = Area.objects.filter(within("code", self.place), level=Level.DESA)
        return frozenset(rows.values_list("code", flat=True))

    @cached_property
    def peopled(self) -> frozenset[str]:
        """Villages with anybody on record: of the others nothing is known, not even a zero."""
        codes = Person.objects.filter(within("place_code", self.place)).order_by()
        cut = codes.annotate(village=Substr("place_code", 1, VILLAGE)).values_list("village")
        return frozenset(code for (code,) in cut.distinct())

    @cached_property
    def persons(self) -> pl.DataFrame:
        """Persons under twenty: `person, village, registered` (at a post), `sex, birth_date,
        left_on`."""
        rows = Person.objects.filter(
            within("place_code", self.place), birth_date__gt=self.today - dt.timedelta(days=8000)
        )
        frame = bulk.read(
            rows.order_by(),
            {
                "id": pl.Int64, "place_code": pl.String, "sex": pl.String, "birth_date": pl.Date,
                "left_on": pl.Date,
            },
        )  # fmt: skip
        code = pl.col("place_code")
        return frame.with_columns(
            code.str.slice(0, VILLAGE).alias("village"),
            (code.str.len_chars() > VILLAGE).alias("registered"),
        ).rename({"id": "person"})

    @cached_property
    def measured(self) -> pl.DataFrame:
        """Counted measurements: `person, village, month, tbu, bbtb`. A drill-down reads those of
        its village alone."""
        here = within("place_code", self.place)
        if self.only:  # a child of the village may be weighed in another
            here |= within("child__place_code", self.place)
        rows = Measurement.objects.filter(here, counted=True, month__gte=self._since)
        frame = bulk.read(
            rows.order_by(),
            {
                "child": pl.Int64, "place_code": pl.String, "month": pl.Date, "tbu": pl.String,
                "bbtb": pl.String,
            },
        )  # fmt: skip
        return frame.with_columns(
            pl.col("place_code").str.slice(0, VILLAGE).alias("village")
        ).rename({"child": "person"})

    @property
    def _since(self) -> dt.date:
        first = self.today.year - 3
        return dt.date(min(first, self.since or first), 1, 1)

    @cached_property
    def months(self) -> pl.DataFrame:
        """Villages and months in which posts have a recap: where posyandu tells anything."""
        rows = AreaRecap.objects.filter(within("area_code", self.place), level=Level.DESA)
        return bulk.read(rows.order_by(), {"area_code": pl.String, "month": pl.Date})

    def told_by_posts(self, one: Period) -> frozenset[str]:
        """Villages whose posts have a recap of the month a period ends in."""
        month = self.day(one).replace(day=1)
        return frozenset(self.months.filter(pl.col("month") == month)["area_code"])

    @cached_property
    def fed(self) -> pl.DataFrame:
        """Feeding episodes of children: `person, start, programme, status`."""
        rows = PmtEpisode.objects.filter(within("place_code", self.place))
        return bulk.read(
            rows.order_by(),
            {"child": pl.Int64, "start": pl.Date, "programme": pl.String},
        ).rename({"child": "person"})

    @cached_property
    def mothers_fed(self) -> pl.DataFrame:
        """Feeding episodes of pregnant women: `person, village, start, reason`."""
        rows = MotherPmt.objects.filter(within("place_code", self.place))
        return bulk.read(
            rows.order_by(),
            {"person": pl.Int64, "place_code": pl.String, "start": pl.Date, "reason": pl.String},
        ).with_columns(pl.col("place_code").str.slice(0, VILLAGE).alias("village"))

    @cached_property
    def posts(self) -> pl.DataFrame:
        """Posts with their village; the key is their number in order of code."""
        codes = Posyandu.objects.filter(within("code", self.place)).order_by("code")
        found = list(codes.values_list("code", "village_code"))
        return pl.DataFrame(
            {"key": range(len(found)), "village": [one[1] for one in found]},
            {"key": pl.Int64, "village": pl.String},
        )

    @cached_property
    def members(self) -> pl.DataFrame:
        """Who belongs to a family today: `family, person, sex, birth_date, role`."""
        rows = Membership.objects.filter(
            within("family__place_code", self.place), until__isnull=True,
            person__left_on__isnull=True,
        )  # fmt: skip
        return bulk.read(
            rows.order_by(),
            {
                "family": pl.Int64, "person": pl.Int64, "role": pl.String, "person__sex": pl.String,
                "person__birth_date": pl.Date,
            },
        ).rename({"person__sex": "sex", "person__birth_date": "birth_date"})  # fmt: skip

    @cached_property
    def _visits(self) -> pl.DataFrame:
        rows = Visit.objects.filter(
            within("accompaniment__place_code", self.place), void_at__isnull=True, met=True
        )
        seen = bulk.read(
            rows.order_by(), {"accompaniment__person": pl.Int64, "on": pl.Date}
        ).rename({"accompaniment__person": "person"})
        return seen.join(self.members.select("family", "person"), on="person", how="inner")

    def visited(self, day: dt.date) -> pl.Series:
        """Families a team met in the year of a day, up to the day."""
        first = day.replace(month=1, day=1)
        return self._visits.filter(pl.col("on").is_between(first, day))["family"].unique()

    def visited_persons(self, first: dt.date, last: dt.date) -> pl.Series:
        """Persons a team met between two days."""
        return self._visits.filter(pl.col("on").is_between(first, last))["person"].unique()

    def expecting(self, day: dt.date) -> pl.Series:
        """Families of women who are pregnant on a day."""
        women = self.elsimil.pregnant(day)["person"].drop_nulls().implode()
        return self.members.filter(pl.col("person").is_in(women))["family"].unique()

    @cached_property
    def promises(self) -> pl.DataFrame:
        """Promises with an intervention: `promise, intervention, village, person, family, volume,
        done` (the day it was verified, null when it is not)."""
        rows = Promise.objects.filter(within("place_code", self.place)).exclude(intervention="")
        frame = bulk.read(
            rows.order_by(),
            {
                "pk": pl.Int64, "intervention": pl.String, "place_code": pl.String,
                "beneficiary_kind": pl.String, "person": pl.Int64, "family": pl.Int64,
                "state": pl.String, "unit": pl.String, "due": pl.Date,
            },
        )  # fmt: skip
        more = [
            (pk, float(volume or 0), at and timezone.localdate(at))
            for pk, volume, at in rows.order_by().values_list("pk", "volume", "verified_at")
        ]
        told = pl.DataFrame(
            more, {"pk": pl.Int64, "volume": pl.Float64, "verified": pl.Date}, orient="row"
        )
        done = pl.when(pl.col("state") == State.VERIFIED).then(pl.col("verified"))
        return frame.join(told, on="pk", how="left").with_columns(
            pl.col("place_code").str.slice(0, VILLAGE).alias("village"), done.alias("done")
        )


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, at the latest the last of that month."""
    years, index = divmod(day.year * 12 + day.month - 1 - months, 12)
    month = dt.date(years, index + 1, 1)
    last = (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return month.replace(day=min(day.day, last.day))
