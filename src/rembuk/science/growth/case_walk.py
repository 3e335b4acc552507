"""One child's stunting case, measurement by measurement: the state machine of cases.py.

Definitions (no official counting rule was found; docs/methods/cases.md gives the reasoning):

- A valid measurement below the limit is a suspicion (`diduga`). A second one in time confirms it.
- Confirmed after an earlier valid measurement at or above the limit, or first ever seen as a young
  infant: `baru` (incident). Otherwise `ditemukan` (newly found), or `pindah-masuk` when the child
  moved in and was never seen well here. After a recovery: `kambuh`. No child is `baru` twice.
- Two valid measurements at or above the limit, far enough apart, with no red flag open at the
  second: `pulih`; kept for long: `lulus`. An open flag waits for the measurement that closes it.
- Every other way out is no recovery: `lewat-umur`, `hilang`, `pindah`, `meninggal`, `salah-data`.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from rembuk.reference.cases import CaseRules

ENTRIES: Final = ("baru", "ditemukan", "pindah-masuk", "kambuh")
EXITS: Final = ("pulih", "lewat-umur", "pindah", "meninggal", "hilang", "salah-data")


def plus_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later, or the last of a shorter month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


Seen = tuple[dt.date, float | None, int, bool]
"""A measurement: day, valid z or `None`, age in days, whether a red flag is open."""


@dataclass(frozen=True, slots=True)
class Life:
    """What is known of a child beside the measurements."""

    birth: dt.date | None = None
    moved_in: dt.date | None = None
    left: dt.date | None = None
    left_reason: str = ""


@dataclass(slots=True)
class Walk:
    """State of one child. `state`: "" diduga kasus pulih lulus, or the exit taken; `calm`: what a
    cleared suspicion falls back to."""

    rules: CaseRules
    life: Life
    state: str = ""
    calm: str = ""
    entry: str = ""
    since: dt.date | None = None
    suspected: dt.date | None = None
    well_from: dt.date | None = None
    last_seen: dt.date | None = None
    was_case: bool = False
    was_well: bool = False
    recovered: bool = False
    first_age: int | None = None
    events: list[tuple[dt.date, str]] = field(default_factory=list)

    def run(self, seen: Iterable[Seen], until: dt.date) -> Walk:
        """Take measurements in order, as known on `until`."""
        limit, exit_day, exit_event = self.rules.z_limit, *self._end()
        for day, z, age, flagged in seen:
            if day > until or (exit_day is not None and day >= exit_day):
                break
            self._lose(day)
            self.last_seen = day
            if z is not None:
                if self.first_age is None:
                    self.first_age = age
                if z < limit:
                    self._low(day)
                else:
                    self._well(day, flagged)
        if exit_day is not None and exit_day <= until:
            self._lose(exit_day)
            if self.state == "kasus":
                self._emit(exit_day, exit_event)
            elif self.state == "diduga":  # never confirmed, and no longer to be
                self.state, self.since = self.calm, exit_day
        else:
            self._lose(until + dt.timedelta(days=1))
        return self

    def _end(self) -> tuple[dt.date | None, str]:
        ends = []
        if self.life.birth is not None:
            ends.append((plus_months(self.life.birth, self.rules.age_out_months), "lewat-umur"))
        if self.life.left is not None:
            ends.append((self.life.left, self.life.left_reason or "pindah"))
        return min(ends) if ends else (None, "")

    def _emit(self, day: dt.date, event: str) -> None:
        self.events.append((day, event))
        self.since = day
        self.state = "kasus" if event in ENTRIES else event
        if event in ENTRIES:
            self.entry, self.was_case, self.suspected, self.well_from = event, True, None, None
            self.calm = ""
        elif event in {"pulih", "lulus"}:
            self.calm = event

    def _lose(self, day: dt.date) -> None:
        """Take a case out when it was not seen for too long before `day`."""
        if self.state == "kasus" and self.last_seen is not None:
            gone = plus_months(self.last_seen, self.rules.lost_months) + dt.timedelta(days=1)
            if day > gone:
                self._emit(gone, "hilang")

    def _in_time(self, day: dt.date) -> bool:
        if self.suspected is None:
            return False
        gap, window = (day - self.suspected).days, self.rules.confirm_within_days
        if (day.year * 12 + day.month) - (self.suspected.year * 12 + self.suspected.month) == 1:
            window += self.rules.session_slack_days  # sessions are monthly, and dates get moved
        return 0 < gap <= window

    def _low(self, day: dt.date) -> None:
        self.well_from = None
        if self.state == "kasus":
            return
        if self.state == "hilang":
            # confirmed before and never seen well since: back in the stock, found, not new
            self._emit(day, "kambuh" if self.recovered else "ditemukan")
        elif self._in_time(day):
            self._emit(day, self._kind())
        else:
            self.suspected = day
            self._emit(day, "diduga")

    def _kind(self) -> str:
        if self.recovered:
            return "kambuh"
        if self.was_case:
            return "ditemukan"
        if self.was_well:
            return "baru"
        if self.life.moved_in is not None:
            return "pindah-masuk"
        young = self.rules.first_seen_months * 30.4375
        return "baru" if self.first_age is not None and self.first_age < young else "ditemukan"

    def _well(self, day: dt.date, flagged: bool) -> None:
        self.was_well, self.suspected = True, None
        if self.state == "kasus":
            if self.well_from is None:
                self.well_from = day
            elif (day - self.well_from).days >= self.rules.recover_gap_days and not flagged:
                self.recovered = True
                self._emit(day, "pulih")
                self.well_from = day
        elif self.state in {"diduga", "hilang"}:
            self.state, self.since, self.well_from = self.calm, day, day
        elif self.state == "pulih":
            if self.well_from is None:
                self.well_from = day
            elif day >= plus_months(self.well_from, self.rules.lulus_months):
                self._emit(day, "lulus")
