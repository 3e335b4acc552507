"""Who may be audited: the five groups drawn from posyandu, lists and risk rules, with reasons.

The ranking is explainable: steps and reasons are declarative rules of the reference
(`audit_candidates`), applied by `science.choice.first_look`. The team may override it in writing.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
from django.db.models import Max, Q

from rembuk import reference
from rembuk.office.audits.criteria import GROUP_OF, Verdict, met
from rembuk.office.audits.models import Case, CaseState, Cycle
from rembuk.office.families.models import Standing
from rembuk.office.intake.among import among
from rembuk.office.lists.models import ListedPerson
from rembuk.office.lists.queries import facts_of_persons
from rembuk.office.people.models import Membership, Person
from rembuk.office.places.scope import within_any
from rembuk.office.posyandu.deriving.cases import OPEN
from rembuk.office.posyandu.deriving.looking import facts as child_facts
from rembuk.office.posyandu.models import ChildStatus, MotherPmt, PmtEpisode
from rembuk.reference import Reference
from rembuk.reference.audits import AuditGroup
from rembuk.science.choice import first_look

SOURCES: Final = {"catin": "elsimil-catin", "bumil": "elsimil-bumil", "bufas": "elsimil-pasca"}
DAYS_A_MONTH: Final = 30.4375
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "catin": ("age_years", "muac_cm", "hb_g_dl", "bmi"),
    "bumil": ("age_years", "muac_cm", "hb_g_dl", "height_cm", "ga_week"),
    "bufas": ("birth_weight_g", "birth_length_cm", "birth_ga_week"),
    "baduta": ("zlen", "zwfl", "birth_weight_g", "birth_length_cm"),
    "balita": ("zlen", "zwfl", "birth_weight_g", "birth_length_cm"),
}
"""What must be known of a candidate for the data to count as complete."""


@dataclass(frozen=True)
class Candidate:
    """One person who may be audited. `chips` are the reasons in words, the most urgent first."""

    person: Person
    place_code: str  # village
    months: int | None
    rank: int
    tier: int
    reasons: tuple[dict[str, Any], ...]
    chips: tuple[tuple[str, bool], ...]  # words, red
    red_flags: tuple[str, ...]
    criteria: tuple[Verdict, ...]
    zlen: float | None
    helped_months: int | None  # since the last supplementary feeding
    complete: bool


def village(place_code: str) -> str:
    """The village of a place code."""
    return place_code.partition(".P")[0]


def places_of(cycle: Cycle) -> tuple[str, ...]:
    """Codes of the places a cycle works in."""
    return tuple(cycle.kecamatan) or (cycle.district_code,)


def candidates(
    cycle: Cycle, group: AuditGroup, on: dt.date, language: str = "id", limit: int | None = None
) -> list[Candidate]:
    """Candidates of a group in rank order; those already in this cycle are left out."""
    rules = reference.load()
    frame = _facts(cycle, group, on, rules)
    if frame.is_empty():
        return []
    judged = [met(row, GROUP_OF[group], on, rules) for row in frame.iter_rows(named=True)]
    frame = frame.with_columns(
        pl.Series("criteria_met", [sum(v.kind == "risiko" for v in one) for one in judged]),
        pl.Series("red_flags", [sum(v.urgent for v in one) for one in judged]),
    )
    verdicts = dict(zip(frame["child_id"].to_list(), judged, strict=True))
    look = rules.audit_candidates(group, on)
    taken = set(
        Case.objects.filter(cycle=cycle)
        .exclude(state=CaseState.CANCELLED)
        .values_list("person_id", flat=True)
    )
    ranked = first_look(frame.filter(~pl.col("child_id").is_in(sorted(taken))), look)
    if limit is not None:
        ranked = ranked.head(limit)
    people = Person.objects.in_bulk(ranked["child_id"].to_list())
    facts = {row["child_id"]: row for row in frame.iter_rows(named=True)}
    red = {one.code for one in look.reasons if one.tier == 1}
    found = []
    for person_id, tier, rank, told in ranked.iter_rows():
        reasons = json.loads(told)
        mine = facts[person_id]
        found.append(
            Candidate(
                people[person_id], village(people[person_id].place_code), mine["age_months"],
                rank, tier, tuple(reasons),
                tuple((worded(one, on, language), one["code"] in red) for one in reasons),
                tuple(one.code for one in verdicts[person_id] if one.urgent),
                tuple(verdicts[person_id]), mine.get("zlen"), mine["months_since_help"],
                all(mine.get(name) is not None for name in NEEDED[group]),
            )
        )  # fmt: skip
    return found


def worded(reason: Mapping[str, Any], on: dt.date, language: str = "id") -> str:
    """A kept reason as its chip says it; its bare code when the rule is not in force any more."""
    rules = reference.load()
    for group in GROUP_OF:
        for one in rules.audit_candidates(group, on).reasons:
            if one.code == reason["code"]:
                return one.worded(reason.get("values", {}), rules.fields, language)
    return str(reason["code"])


def _facts(cycle: Cycle, group: AuditGroup, on: dt.date, rules: Reference) -> pl.DataFrame:
    if group in ("baduta", "balita"):
        rows = _children(cycle, group, on)
    else:
        rows = _women(cycle, group, on, rules)
    factors = _family_factors([int(row["child_id"]) for row in rows])
    for row in rows:
        row["family_factors"] = factors.get(int(row["child_id"]))
    return pl.DataFrame(rows, infer_schema_length=None) if rows else pl.DataFrame()


def _children(cycle: Cycle, group: AuditGroup, on: dt.date) -> list[dict[str, Any]]:
    inside = ChildStatus.objects.filter(
        within_any("place_code", places_of(cycle)), child__left_on__isnull=True
    ).filter(Q(case__in=OPEN) | Q(tier__lte=2))
    ids = set(inside.values_list("pk", flat=True))
    age = pl.col("age_months")
    of_age = age < 24 if group == "baduta" else age.is_between(24, 59)
    frame = child_facts(on).filter(of_age & pl.col("child_id").is_in(sorted(ids)))
    helped = _helped(frame["child_id"].to_list())
    rows = []
    for row in frame.iter_rows(named=True):
        since = row["days_since_case"] if row["case"] in OPEN else None
        last, without = helped.get(row["child_id"], (None, None))
        row["case_months"] = int(since / DAYS_A_MONTH) if since is not None else None
        row["months_since_help"] = _months(last, on)
        row["helped_without_change"] = without
        rows.append(row)
    return rows


def _helped(children: Sequence[int]) -> dict[int, tuple[dt.date, bool | None]]:
    """Child -> day of the last feeding, and whether weight or length did not get better by it."""
    found: dict[int, tuple[dt.date, bool | None]] = {}
    rows = PmtEpisode.objects.filter(among("child", children)).order_by("start", "pk")
    for one in rows:
        before, after = one.weight_start, one.weight_end
        without = None if before is None or after is None else after <= before
        found[one.child_id] = (one.start, without)
    return found


def _women(cycle: Cycle, group: AuditGroup, on: dt.date, rules: Reference) -> list[dict[str, Any]]:
    """Brides, pregnant women and mothers after birth by the newest lists of Elsimil."""
    since = on - dt.timedelta(days=int(rules.number("audit.listed_days", on)))
    listed = _listed(SOURCES[group], cycle, since, on)
    if group == "bumil":
        delivered = _listed(SOURCES["bufas"], cycle, since, on)
        listed = {who: day for who, day in listed.items() if delivered.get(who, dt.date.min) < day}
    people = Person.objects.in_bulk(list(listed))
    told = facts_of_persons(listed)
    fed = dict(
        MotherPmt.objects.filter(among("person", list(listed)))
        .values_list("person")
        .annotate(last=Max("start"))
        .order_by()
    )
    least = int(rules.number("audit.bufas_days", on))
    rows = []
    for who, as_of in listed.items():
        person = people[who]
        known = {
            code: next((one.value for one in said if one.value is not None), None)
            for code, said in told.get(who, {}).items()
        }
        if group == "bufas" and _too_long_ago(known.get("delivered_on"), as_of, least):
            continue
        rows.append(woman(person, known, on) | {"months_since_help": _months(fed.get(who), on)})
    return rows


def woman(person: Person, known: Mapping[str, Any], on: dt.date) -> dict[str, Any]:
    """What lists tell of a woman, in the words of the criteria."""
    months = _months(person.birth_date, on)
    weight, height = known.get("weight_kg"), known.get("height_cm")
    bmi = known.get("bmi")
    if bmi is None and weight and height:
        bmi = float(weight) / (float(height) / 100) ** 2
    wedding, screened = known.get("wedding_on"), known.get("screened_on")
    days = None
    if wedding and screened:
        days = (_day(wedding) - _day(screened)).days
    return {
        **{code: value for code, value in known.items() if not isinstance(value, str)},
        "child_id": person.pk,
        "age_months": months,
        "age_years": None if months is None else months // 12,
        "bmi": bmi,
        "days_screened_before_wedding": days,
    }


def _listed(source: str, cycle: Cycle, since: dt.date, on: dt.date) -> dict[int, dt.date]:
    rows = (
        ListedPerson.objects.current()
        .filter(
            edition__source=source,
            edition__as_of__range=(since, on),
            person__isnull=False,
            person__left_on__isnull=True,
        )
        .filter(within_any("person__place_code", places_of(cycle)))
        .exclude(sex="L")
        .exclude(role="catin-l")
        .values_list("person")
        .annotate(day=Max("edition__as_of"))
        .order_by("person")
    )
    return {who: day for who, day in rows if who is not None}


def _family_factors(persons: Iterable[int]) -> dict[int, int]:
    """Person -> how many risk factors the family has, by evidence."""
    families = dict(
        Membership.objects.filter(among("person", list(persons)), until__isnull=True)
        .order_by("since", "pk")
        .values_list("person", "family")
    )
    factors = {
        family: len(codes)
        for family, codes in Standing.objects.filter(
            among("family", sorted(set(families.values())))
        ).values_list("family", "factors")
    }
    return {who: factors[family] for who, family in families.items() if family in factors}


def _too_long_ago(delivered: object, as_of: dt.date, days: int) -> bool:
    return bool(delivered) and (as_of - _day(delivered)).days > days


def _day(value: object) -> dt.date:
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(str(value)[:10])


def _months(since: dt.date | None, on: dt.date) -> int | None:
    if since is None:
        return None
    return (on.year - since.year) * 12 + on.month - since.month - (since.day > on.day)
