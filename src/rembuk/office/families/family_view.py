"""One family as a page shows it: everything gathered, judged now, and cut to the reader."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from rembuk.office.access.policies import Rights
from rembuk.office.families import (
    family_facts,
    family_links,
    family_members,
    family_risk,
    family_welfare,
)
from rembuk.office.families.family_members import Member
from rembuk.office.families.family_next import Situation, next_step
from rembuk.office.families.gathering import gather
from rembuk.office.lists.models import ListRow
from rembuk.office.people.models import Family
from rembuk.office.people.origins import facts_of
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.child import view as child_view
from rembuk.science.welfare.classes import EXTREME, POOR


def view(family: Family, on: dt.date, rights: Rights, show: bool, opened: bool) -> dict[str, Any]:
    """What the page of a family needs.

    Args:
        family: the family.
        on: today.
        rights: of the reader; a reader of plain words gets no class, decile, list or doubt.
        show: names are shown, else masked.
        opened: the identity is opened: full birth dates and address as well.
    """
    plain = rights.plain
    one = gather(family, on)
    people = one.roster["person"].to_list()
    members = family_members.members(one, rights, show, plain)
    risk = family_risk.risk_lines(one)
    tests = family_welfare.house_tests(one)
    doubts = () if plain else family_links.doubts(family, people, rights)
    poverty = family_welfare.poverty(one)
    found: dict[str, Any] = {
        "family": family,
        "standing": one.standing,
        "members": members,
        "formers": family_members.formers(one, show),
        "head": next((each for each in members if each.role == _head()), None),
        "rt_rw": rt_rw(members, family),
        "tests": tests,
        "needs": [line for line in risk if not line.target and line.now and line.now.code == "ya"],
        "step": next_step(
            Situation(
                members, doubts, risk, tests,
                rights.may("buka-identitas", family.place_code), plain,
                poverty.code in {EXTREME, POOR},
            )
        ),
    }  # fmt: skip
    if plain:
        return found
    facts = family_facts.fact_lines(one)
    return found | {
        "risk": risk,
        "krs_listed": bool(one.beside("verval-krs")),
        "poverty": poverty,
        "decile": family_welfare.decile(one),
        "lacking": family_welfare.deprivations(one),
        "programmes": family_welfare.programmes(one),
        "lists": family_welfare.named_lists(one),
        "facts": facts,
        "unsure": family_facts.unsure(facts),
        "doubts": doubts,
        "changes": family_links.changes(people),
        "corrections": family_links.corrections(family, people),
        "origins": origins(members, show, opened),
        "version": one.rules.welfare_version(on),
    }


def origins(
    members: tuple[Member, ...], show: bool, opened: bool
) -> list[tuple[Member, tuple[child_view.FactLine, ...], int]]:
    """Of each member every identity fact with its sources, and how many were told differently."""
    seen = child_view.Show(show, opened)
    told = [(member, facts_of(member.person)) for member in members]
    codes = {
        said.value for _, facts in told for fact in facts for said in fact.said
        if fact.field == "place_code"
    }  # fmt: skip
    places = {code: place.name for code, place in queries.places(codes).items()}
    found = []
    for member, facts in told:
        lines = child_view.fact_lines(facts, seen, places)
        found.append((member, lines, sum(bool(line.before) for line in lines)))
    return found


def rt_rw(members: tuple[Member, ...], family: Family) -> str:
    """`RT 3/RW 1`: what most members have, else the newest row of a list."""
    pairs = Counter((m.person.rt, m.person.rw) for m in members if m.person.rt or m.person.rw)
    rt, rw = pairs.most_common(1)[0][0] if pairs else ("", "")
    if not (rt or rw):
        row = ListRow.objects.current().filter(family=family).exclude(rt="", rw="")
        rt, rw = row.order_by("-edition__as_of").values_list("rt", "rw").first() or ("", "")
    parts = [f"RT {rt}" if rt else "", f"RW {rw}" if rw else ""]
    return "/".join(part for part in parts if part)


def _head() -> str:
    return str(family_members.ROLES["kepala"])
