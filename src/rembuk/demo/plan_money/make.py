"""Making prices, ceilings, activities of three years and their way into budgets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from django.db import transaction

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.demo.plan_money import books
from rembuk.demo.plan_money.invented import CEILING, COSTS, DISTRICT, OLDER, VILLAGE, Planned
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new_many
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within
from rembuk.office.posyandu.models import Posyandu
from rembuk.office.programmes import pricing, services, words
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.models import Activity, Ceiling, CeilingEvent, CeilingKind
from rembuk.office.seats.models import Office, OfficeKind
from rembuk.office.seats.queries import by_role

MOST_VILLAGES: Final = 24
"""Villages that plan in the demo; at full scale the others have a ceiling and no activity yet."""
KEEPER: Final = "tpps"
OFFICE_CEILINGS: Final = {
    "dinkes": 4_800_000_000, "dppkb": 1_900_000_000, "perkim": 2_600_000_000,
    "ketapang": 700_000_000,
}  # fmt: skip
"""Rupiah a year of offices of the district."""


def make_plan(plan: Plan, today: dt.date) -> None:
    """Prices, ceilings, activities and budget books; what stands stays."""
    if Activity.objects.filter(district_code=plan.area).exists():
        return
    who = {one.username: one for one in Account.objects.all()}
    villages = _villages(plan.area)
    first = today.year - 1
    with transaction.atomic(), balancing.together():
        _prices(plan.area, first, who[KEEPER])
        for year in range(first, first + 3):
            _ceilings(plan.area, year, villages, who[KEEPER], min(today, dt.date(year - 1, 11, 20)))
        for year in range(first, first + 3):
            _year(plan.area, year, villages, who, today)


def _villages(area: str) -> list[Area]:
    """Villages with a posyandu, the village account's own first, be it a kelurahan or not."""
    codes = set(Posyandu.objects.values_list("village_code", flat=True))
    own = set(
        Account.objects.filter(username="desa").values_list("assignments__place_code", flat=True)
    )
    found = [
        one for one in Area.objects.filter(code__in=codes).order_by("code")
        if one.kind == "desa" or one.code in own
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.code not in own, one.code))


def _prices(area: str, first: int, keeper: Account) -> None:
    for year in (first, first + 1):
        with standing_at(dt.date(year, 1, 15)):
            for code, amount, source in COSTS:
                paid = amount if year > first else round(amount * OLDER, -3)
                pricing.price(
                    keeper, area, code, int(paid), dt.date(year, 1, 1), f"{source} {year} (tiruan)"
                )


def _ceilings(area: str, year: int, villages: Sequence[Area], keeper: Account, on: dt.date) -> None:
    """Every village has its ceiling but one of those that plan."""
    bare = villages[2].code if len(villages) > 2 else ""
    halls = Area.objects.filter(within("code", area), kind="desa").exclude(code=bare)
    document = f"Perbup {12 + year % 10}/{year - 1} (tiruan)"
    with standing_at(on):
        rows = [
            Ceiling(
                public_id=code,
                place_code=one.code,
                year=year,
                document=document,
                by=keeper,
                kind=CeilingKind.VILLAGE_FUND.value,
                amount=CEILING - 23_500_000 * (number % 9) - 4_000_000 * (year % 3),
            )
            for number, (one, code) in enumerate(zip(halls, new_many(len(halls)), strict=True))
        ]
        Ceiling.objects.bulk_create(rows)
        CeilingEvent.objects.bulk_create(
            CeilingEvent(
                ceiling=one,
                by=keeper,
                act="pagu",
                after={"amount": one.amount, "document": document},
            )
            for one in rows
        )
        for code, amount in OFFICE_CEILINGS.items():
            pricing.ceiling(
                keeper,
                area,
                year,
                CeilingKind.OFFICE.value,
                amount,
                f"KUA-PPAS {year} (tiruan)",
                office=Office.objects.get(code=code),
            )


def _year(
    area: str, year: int, villages: Sequence[Area], who: Mapping[str, Account], today: dt.date
) -> None:
    """Activities of a year: the first year's are new, later ones are carried where they were not
    budgeted; then Musrenbang, the plan, the budget, as far as the calendar is."""
    made: list[tuple[Planned, Activity, Account]] = []
    planned = min(today, dt.date(year - 1, 7, 22))
    with standing_at(planned, 10):
        for row, office, place, account in _wanted(area, villages, who, planned):
            made.append((row, _one(row, year, office, place, account, planned), account))
    for row, activity, account in made:
        _walk(row, activity, account, today)
    books.bring(area, year, who[KEEPER], today)


def _wanted(
    area: str, villages: Sequence[Area], who: Mapping[str, Account], on: dt.date
) -> Iterator[tuple[Planned, Office, str, Account]]:
    for row in DISTRICT:
        office = by_role(row.role, area, on)
        if office is not None:
            yield row, office, area, who.get(row.who, who[KEEPER])
    halls = {one.place_code: one for one in Office.objects.filter(kind=OfficeKind.DESA.value)}
    for number, village in enumerate(villages[:MOST_VILLAGES]):
        hall = halls.get(village.code)
        if hall is None:
            continue
        for at, row in enumerate(VILLAGE):
            if at != (number + 1) % len(VILLAGE) or number == 0:
                # a kelurahan has no Dana Desa: the district's budget pays
                row = row if village.kind == "desa" else replace(row, money="DANA-APBD")
                yield row, hall, village.code, _hand(village.code, who)


def _hand(village: str, who: Mapping[str, Account]) -> Account:
    """The village's own account where it has one, else who keeps the plan."""
    mine = who["desa"].assignments.filter(place_code=village).exists()
    return who["desa" if mine else KEEPER]


def _one(
    row: Planned, year: int, office: Office, place: str, account: Account, on: dt.date
) -> Activity:
    """Carried from the year before where it did not reach a budget there, else proposed anew."""
    before = Activity.objects.filter(
        year=year - 1, title=row.title, place_code=place, office=office, carried_to=None
    ).first()
    if before is not None and not before.budgeted and row.intervention != "INT-RTLH":
        return services.carry(account, before, year)
    costs = {code: amount for code, amount, _source in COSTS}
    volume = row.volume + (year % 3) * max(1, row.volume // 10)
    amount = row.amount or volume * costs.get(row.intervention, 0) or None
    draft = services.Draft(
        year=year, title=row.title, office=office, place_code=place, problem=row.problem,
        problem_source="ansit", intervention=row.intervention, group=row.group,
        volume=Decimal(volume), unit=row.unit or words.units(on).get(row.intervention, ""),
        amount=amount, money=row.money, sub_activity_code=row.code,
    )  # fmt: skip
    return services.propose(account, draft, confirmed=True)


def _walk(row: Planned, activity: Activity, account: Account, today: dt.date) -> None:
    """Musrenbang and plan in their months; the budget book of the year does the last step."""
    year, village = activity.year, activity.money == "DANA-DD"
    steps = ("musrenbang", "rkp")
    last = {"usul": 0, "musrenbang": 1, "rkp": 2, "apb": 2}[row.reach]
    if year > today.year and not village:
        last = min(last, 1)
    plan = "RKPDes, Perdes 4" if village else "RKPD dan Renja, Perbup 21"
    papers = {
        "musrenbang": ("BA Musrenbang desa" if village else "BA Musrenbang RKPD", ""),
        "rkp": (plan, row.code or "belanja"),
    }
    days = {"musrenbang": dt.date(year - 1, 8, 20), "rkp": dt.date(year - 1, 9, 25)}
    for step in steps[:last]:
        on = days[step]
        if on > today:
            return
        name, line = papers[step]
        with standing_at(on, 11):
            activity.refresh_from_db()
            services.move(account, activity, step, f"{name}/{year - 1} (tiruan)", line)
    if row.share != -1:
        with standing_at(min(today, dt.date(year - 1, 10, 6)), 13):
            activity.refresh_from_db()
            _label(account, activity, row.share)


def _label(account: Account, activity: Activity, share: int | None) -> None:
    """The label as it was set: some reach nobody, some were never judged."""
    if share is None:
        # labels of the years before the rule were set without a percent, and came in by sheet
        Activity.objects.filter(pk=activity.pk).update(tag="konvergensi")
        return
    reason = "" if share else "Nama sub kegiatannya mengandung kata stunting"
    services.tag(account, activity, "konvergensi", share, reason=reason)
