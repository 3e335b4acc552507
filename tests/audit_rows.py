"""Builders for tests of the expert review and the meeting: a cycle, its team, a case, opinions.

w = audited()                     # a cycle with one case, two experts assigned, nothing said yet
opinion(w, "anak")                # the paediatrician's opinion, handed in
concluded(w)                      # both opinions in, panel concluded, signed by both
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone
from tests.factories import PASSWORD, account, child, district, measured
from tests.ledger_rows import Offices, offices

from rembuk.office.access.models import Account
from rembuk.office.audits import circle, steps
from rembuk.office.audits.cases import assigning
from rembuk.office.audits.cycle import acts as cycles
from rembuk.office.audits.meeting import acts as meetings
from rembuk.office.audits.models import Assignment, Case, Cycle, Meeting, TeamMember
from rembuk.office.audits.reviewing import acts as reviewing
from rembuk.office.audits.reviewing import concluding
from rembuk.office.audits.reviewing.drafts import Evidence, FindingDraft, RecommendationDraft
from rembuk.office.audits.team import acts as team
from rembuk.office.people import public_ids
from rembuk.office.people.models import Person

NAME = "Anak Rahasia"
NIK = "1606014804250001"
POST = "16.06.01.2001.P01"
WHY = "Dimulai untuk uji"


@dataclass
class World:
    """A cycle and its people by short name: ketua, anak, gizi, teknis, luar."""

    cycle: Cycle
    case: Case
    offices: Offices
    people: dict[str, Account]
    members: dict[str, TeamMember] = field(default_factory=dict)

    def given(self, name: str) -> Assignment:
        """The assignment of an expert."""
        return Assignment.objects.get(case=self.case, member=self.members[name])


def audited() -> World:
    """One case of a child, two experts, steps 1 to 3 begun."""
    district()
    today = timezone.localdate()
    people = {
        "ketua": account("ketua", "audit"),
        "anak": account("pakar-anak", "pakar"),
        "gizi": account("pakar-gizi", "pakar"),
        "teknis": account("teknis", "gizi", "16.06.01"),
        "luar": account("pakar-luar", "pakar"),
    }
    cycle = cycles.make("16.06", today.year, 1, people["ketua"], on=today)
    members = {
        name: team.add_member(
            cycle,
            team.MemberDraft(
                part, f"{name} (contoh)", today, expertise=expertise, account=people[name]
            ),
            people["ketua"],
        )
        for name, part, expertise in (
            ("ketua", "ketua", ""), ("anak", "pakar", "anak"), ("gizi", "pakar", "gizi"),
            ("teknis", "teknis", ""), ("luar", "pakar", "psikolog"),
        )
    }  # fmt: skip
    for number in (1, 2, 3):
        steps.start(cycle, number, today, people["ketua"], WHY)
    case = add_case(cycle, child(POST, name=NAME))
    world = World(cycle, case, offices(), people, members)
    for name in ("anak", "gizi"):
        assigning.assign(case, members[name], people["ketua"])
    circle.enter(case, people["teknis"], "teknis", people["ketua"])
    return world


def add_case(cycle: Cycle, person: Person, group: str = "baduta") -> Case:
    """One more case of a cycle, without selection and sheet."""
    measured(person, timezone.localdate() - dt.timedelta(days=20), zlen=-3.23, tbu="sangat-pendek")
    number = Case.objects.filter(cycle=cycle).count() + 14
    return Case.objects.create(
        public_id=public_ids.new(), code=f"AKS-{number:03d}", cycle=cycle, group=group,
        person=person, place_code=person.place_code[:13],
    )  # fmt: skip


def evidence(text: str = "ayah batuk lebih dari dua minggu") -> tuple[Evidence, ...]:
    """One line of evidence."""
    return (Evidence(text, "kunjungan rumah", timezone.localdate() - dt.timedelta(days=9)),)


def found(cause: str = "I-DIS-03", certainty: str = "diduga", main: bool = True) -> FindingDraft:
    """A finding with evidence."""
    return FindingDraft(cause, certainty, main, evidence())


def asked(
    text: str = "Foto dada dan pengobatan TB bila terbukti", **more: str
) -> RecommendationDraft:
    """A recommendation to the health centre."""
    given = {"to": "orang", "cause": "I-DIS-03", "measured_by": "hasil foto dada", "role": "DINKES"}
    return RecommendationDraft(text=text, **{**given, **more})


def opinion(w: World, name: str, cause: str = "I-DIS-03", certainty: str = "diduga") -> None:
    """An expert's opinion, handed in."""
    member, by = w.members[name], w.people[name]
    reviewing.save_finding(w.case, member, found(cause, certainty), by)
    reviewing.save_recommendation(w.case, member, asked(f"Tindakan menurut {name}"), by)
    reviewing.hand_in(w.given(name), by)


def concluded(w: World) -> None:
    """Both opinions in, the panel's conclusion written and signed by both."""
    for name in ("anak", "gizi"):
        opinion(w, name)
    held = [concluding.Held("I-DIS-03", "diduga", True)]
    text = "Panel menduga TB anak dari kontak serumah."
    concluding.write(w.case, w.people["ketua"], text=text, causes=held)
    for name in ("anak", "gizi"):
        now = concluding.digest_of(w.case)
        concluding.sign(w.case, w.members[name], w.people[name], now)
    w.case.refresh_from_db()


def meeting(w: World) -> Meeting:
    """A meeting of the cycle today."""
    draft = meetings.MeetingDraft(timezone.localdate(), place="Aula contoh", chair="Sekda")
    return meetings.plan(w.cycle, draft, w.people["ketua"])


__all__ = ["NAME", "NIK", "PASSWORD", "World", "audited", "concluded", "meeting", "opinion"]
