"""The running year under the actions of 2025: slots the district completed itself, cells counted
from the demo's own records, batches under way, promises of what is overdue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from rembuk import reference
from rembuk.demo.audits.cycles import paper
from rembuk.demo.clock import standing_at
from rembuk.demo.convergence import programmes, settled
from rembuk.demo.convergence.invented import SLOW, Figures, Village
from rembuk.demo.convergence.lokus import decide
from rembuk.demo.convergence.people import MANAGER
from rembuk.demo.convergence.writing import Typed, draw, hand_up, open_all, send_back
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.convergence import proving, steps, years
from rembuk.office.convergence.chasing import overdue
from rembuk.office.convergence.chasing import owed as chasing
from rembuk.office.convergence.computing import Ground, run
from rembuk.office.convergence.counted import computed
from rembuk.office.convergence.figures import Entry, Key
from rembuk.office.convergence.models import CellState, OwnIndicator, Year
from rembuk.office.convergence.periods import Period, of_year
from rembuk.office.convergence.registry import registry
from rembuk.office.convergence.slots import completing
from rembuk.reference.slots import own_indicator, proposal

SLOTS: Final = frozenset(
    f"BG22-E-{code}"
    for code in ("PUS-1", "PUS-3", "BUM-1", "BUM-2", "BAL-3", "BAL-4", "BAL-5", "KEL-5", "SAN-1",
                 "SOS-1")
)  # fmt: skip
"""Essential indicators of 2022 the district put into slots of the list that is not public."""
SOURCE: Final = "Keputusan Bappeda tentang indikator layanan (tiruan)"
SLOW_OFFICES: Final = ("DINSOS", "PERKIM")
"""Offices that owe the last months."""
WHY: Final = (
    "Dua ibu hamil tercatat di kohort bidan, belum di Elsimil.", "Dua ibu hamil pindahan.",
    "", "Hasil hitung ulang bersama bidan desa.",
)  # fmt: skip
LATE: Final = 16
"""Days after the end of a month on which a late office types."""


def make(
    plan: Plan,
    codes: Sequence[str],
    places: Sequence[Village],
    who: Mapping[str, Account],
    present: dt.date,
) -> Year:
    """The year of `present`, as far as it has come."""
    first = dt.date(present.year, 1, 1)
    manager = who[MANAGER]
    with standing_at(first + dt.timedelta(days=7)):
        year = years.adopt(
            plan.area, present.year, "aksi-2025", manager,
            decree=f"SK TPPS/TIRUAN/{present.year}", decree_on=first,
        )  # fmt: skip
        completing.rule(
            year, "konflik.BG22-E-BUM-2", "bumil",
            "Penyebutnya semua ibu hamil; yang belum dapat TTD justru yang dicari.", manager,
        )  # fmt: skip
        _slots(year, manager, first)
    open_all(year, codes, first + dt.timedelta(days=8))
    counted = _counted(year, present)
    typed = _typed(plan, year, places, present, counted)
    _beside(typed, counted, year, present)
    typed.write(plan.area, who, present)
    draw(year, present)
    _chain(year, who, present)
    _papers(year, manager, present)
    _done(year, manager, present)
    _promises(year, manager, present)
    programmes.write(year, who, min(present, dt.date(year.year, 2, 10)))
    decide(plan, manager, present)
    return year


def _slots(year: Year, by: Account, since: dt.date) -> None:
    rules = reference.load()
    for slot in rules.indicators("LAYANAN-2025", since):
        if slot.complete or slot.suggests not in SLOTS:
            continue
        entry = proposal(rules, slot.code)
        own_indicator(rules, entry, source=SOURCE, valid_from=since)
        OwnIndicator.objects.create(
            district_code=year.district_code, code=slot.code, list_code=slot.list_code,
            entry=entry, source=SOURCE, valid_from=since, by=by,
        )  # fmt: skip
        years.note(year, by, "slot", SOURCE, after={"slot": slot.code})


def _counted(year: Year, present: dt.date) -> dict[Key, int]:
    """What the records tell, counted two days after each month as the nightly work does."""
    ground, wanted = Ground(year.district_code, present), run.asked(year)
    found: dict[Key, int] = {}
    for one in of_year(year.year, "bulan"):
        day = one.ends + dt.timedelta(days=2)
        if day > present:
            break
        mine = [item for item in wanted if item.quantity.frequency == one.kind]
        for origin, values in run.values_of(ground, mine, one):
            with standing_at(day, 2):
                computed(
                    values, district=year.district_code, source=run.SOURCES[origin],
                    query_version=run.version(ground, origin), recount=False,
                    as_of=run.as_of(ground, origin, one),
                )  # fmt: skip
            found |= values
    return found


def _beside(typed: Typed, counted: Mapping[Key, int], year: Year, present: dt.date) -> None:
    """A few offices typed another number beside the one counted: most say why, one does not."""
    asked = registry(year, present)
    past = [one for one in of_year(year.year, "bulan") if one.ends < present]
    beside = [key for key in sorted(counted) if key[1:] == ("bumil", past[-1].code)] if past else []
    for number, (place, code, period) in enumerate(beside[:4]):
        typed.add(
            past[-1].ends + dt.timedelta(days=5), asked.quantities[code].owner,
            Entry(place, code, period, counted[place, code, period] + 2, why=WHY[number]),
        )  # fmt: skip


def _typed(
    plan: Plan, year: Year, places: Sequence[Village], present: dt.date, counted: Mapping[Key, int]
) -> Typed:
    """What offices type: whatever no record tells."""
    asked = registry(year, present)
    typed, rng = Typed(), np.random.default_rng([plan.seed, 84])
    pairs = [(one.numerator, one.denominator) for one in asked.indicators.values()]
    drawn = Figures(asked.quantities, pairs, plan.seed + 1, counted)
    for code in sorted({q for one in asked.indicators.values() for q in one.quantities}):
        quantity = asked.quantities[code]
        periods = [one for one in of_year(year.year, quantity.frequency) if one.ends < present]
        values = drawn.values(code, places, periods)
        for row, place in enumerate(places):
            for column, one in enumerate(periods):
                if (code in SLOW and column % 3) or (place.code, code, one.code) in counted:
                    continue
                day = _day(quantity.owner, code, one, present, float(rng.random()))
                if day is not None:
                    entry = Entry(place.code, code, one.code, int(values[row, column]))
                    typed.add(day, quantity.owner, entry)
    return typed


def _day(owner: str, code: str, one: Period, present: dt.date, luck: float) -> dt.date | None:
    """Most in time; two offices are behind with the last two months."""
    if code in SLOW:
        return one.ends + dt.timedelta(days=3)
    behind = (present - one.ends).days < 50
    if owner in SLOW_OFFICES and behind and luck < 0.6:
        return None
    if luck < (0.08 if behind else 0.01):
        return None
    return one.ends + dt.timedelta(days=LATE if luck > 0.95 else 4)


def _chain(year: Year, who: Mapping[str, Account], present: dt.date) -> None:
    """The newest whole month is still being filled; the ones before stand further up."""
    past = [one for one in of_year(year.year, "bulan") if one.ends + dt.timedelta(28) < present]
    upward = (CellState.SUBMITTED, CellState.ACCEPTED, CellState.APPROVED)
    for one, state in zip(past[::-1], upward, strict=False):
        hand_up(year, [one.code], who, one.ends + dt.timedelta(days=18), state)
    if old := past[: -len(upward)]:  # the first months came late, and all at once
        codes = [one.code for one in old]
        settled.lock(year, codes, who, old[-1].ends + dt.timedelta(days=18))
    if past:
        send_back(
            year, past[-1].code, CellState.SUBMITTED,
            "Turun dari bulan lalu tanpa sebab. Mohon dicocokkan dengan kohort bidan.",
            past[-1].ends + dt.timedelta(days=24),
        )  # fmt: skip


def _papers(year: Year, account: Account, present: dt.date) -> None:
    """Evidence of steps whose season is over: some brought, some not."""
    place = year.district_code
    with standing_at(present - dt.timedelta(days=20), 11) as at:
        for step in steps.scheme_of(year).steps():
            for one in step.requires:
                if one.code == "berita-acara" and step.level == "kabupaten":
                    proving.add(
                        proving.Subject(year, place, one, step.code), account, on=at.date(),
                        upload=paper(one.name_id.upper()[:60], one.code),
                    )  # fmt: skip


def _done(year: Year, account: Account, present: dt.date) -> None:
    """Steps whose window has closed: most places in time, some late, some not at all."""
    with standing_at(present, 7):
        lines = [one for one in steps.lines(year, present) if one.window.closes < present]
    for line in lines:
        for number, place in enumerate(line.places):
            if number % 7 == 5:
                continue
            late = 11 if number % 5 == 3 else -4
            day = min(line.window.closes + dt.timedelta(days=late), present)
            with standing_at(day, 14):
                steps.mark_done(
                    year, line.step.code, place.place_code, day, account,
                    "Selesai; berkas aslinya masih di kantor." if place.lacks else "",
                )  # fmt: skip


def _promises(year: Year, account: Account, present: dt.date) -> None:
    """Bappeda turns what two offices owe past their deadline into promises."""
    with standing_at(present, 8):
        asked = chasing.Asked(year, present, reach="lewat")
        overdue.make(asked, account, present + dt.timedelta(days=14), ("dinsos", "perkim"), grace=3)
