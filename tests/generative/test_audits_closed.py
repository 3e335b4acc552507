"""Random acts by random people on an audit: nothing gets past the circle, proof or the verifier.

Acts go through the services as pages call them; refusals are part of life. After each act the laws
of parts 1 and 4 of the audit are held against the database, and now and then against pages.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.factories import account, child, district
from tests.ledger_rows import offices

from rembuk.office.access.models import Account, Assignment
from rembuk.office.audits import circle, steps
from rembuk.office.audits.cases import assigning
from rembuk.office.audits.cycle import acts as cycles
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.models import Case, Circle, Recommendation, TeamMember
from rembuk.office.audits.reviewing import acts as reviewing
from rembuk.office.audits.reviewing import concluding
from rembuk.office.audits.reviewing.drafts import Evidence, FindingDraft, RecommendationDraft
from rembuk.office.audits.selecting import choosing
from rembuk.office.audits.team import acts as team
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.proving import add_proof
from rembuk.office.seats.models import Holding

REASON = "Alasan yang ditulis penguji"
MORE = {
    "ketua": ("audit", "16.06"),
    "teknis": ("audit", "16.06.01"),
    "orang-luar": ("audit", "16.06"),
    "pakar-anak": ("pakar", "16.06"),
    "pakar-gizi": ("pakar", "16.06"),
    "gizi": ("gizi", "16.06.01"),
    "kader": ("kader", "16.06.01.2001.P01"),
    "ppdp": ("ppdp", "16.06"),
    "inspektorat": ("auditor", "16.06"),
}
NAMES = ("Anak Rahasia Satu", "Anak Rahasia Dua")
EXPECTED = (ValidationError, PermissionDenied, services.LedgerError, services.NotYoursError)
REACHED: Counter[str] = Counter()
"""How often an act on a promise was let through, so that the test knows it tried something."""
STEPS = ("accept", "start", "finish", "verify")
REASONED = ("refuse", "return_", "cancel")


class Audit(RuleBasedStateMachine):
    """One cycle of two cases, eleven kinds of people, and whatever they try."""

    @initialize(far=st.sampled_from([0, 2, 4, 4]))
    def begin(self, far: int) -> None:
        self.undo = transaction.atomic()
        self.undo.__enter__()
        district()
        self.offices = offices()
        self.people = dict(self.offices.people)
        self.people |= {name: account(name, *where) for name, where in MORE.items()}
        today = timezone.localdate()
        self.children = [child(name=name, born=dt.date(2025, 4, 8)) for name in NAMES]
        self.cycle = cycles.make("16.06", today.year, 1, self.people["ketua"], on=today)
        for part, name, expertise in (
            ("ketua", "ketua", ""),
            ("teknis", "teknis", ""),
            ("pakar", "pakar-anak", "anak"),
            ("pakar", "pakar-gizi", "gizi"),
        ):
            draft = team.MemberDraft(
                part, name, today, expertise=expertise, account=self.people[name]
            )
            team.add_member(self.cycle, draft, self.people["ketua"])
        for number in (1, 2, 3):
            steps.start(self.cycle, number, today, self.people["ketua"], REASON)
        self.cases: list[Case] = []
        self.choose(0, "teknis")
        self.review(0, "pakar-anak")
        self.answer("dinkes", "tpps")
        assert self.cases
        assert Promise.objects.count() == 1
        self.keep_it("dinkes", far)

    def teardown(self) -> None:
        if hasattr(self, "undo"):
            for person in self.people.values():
                self.held_to_the_circle(person)
            transaction.set_rollback(True)
            self.undo.__exit__(None, None, None)

    def attempt(self, act: Any, *given: Any, **more: Any) -> Any:
        """Try an act; a refusal leaves no trace."""
        try:
            with transaction.atomic():
                return act(*given, **more)
        except EXPECTED:
            return None

    def who(self, name: str) -> Account:
        return Account.objects.get(pk=self.people[name].pk)

    everybody = st.sampled_from(
        sorted({*MORE, "dinkes", "dinsos", "tpps", "verifikator", "bupati", "camat", "desa"})
    )
    experts = st.sampled_from(["pakar-anak", "pakar-gizi"])
    which = st.integers(0, 1)

    @rule(number=which, by=everybody)
    def choose(self, number: int, by: str) -> None:
        made = self.attempt(
            choosing.choose, self.cycle, "baduta", self.children[number], self.who(by),
            overridden=REASON, reason=REASON,
        )  # fmt: skip
        if made is not None:
            self.cases.append(made)

    @rule(number=which, target_=everybody)
    def let_in(self, number: int, target_: str) -> None:
        if number < len(self.cases):
            self.attempt(
                circle.enter, self.cases[number], self.who(target_), "lain", self.who("ketua"),
                reason=REASON,
            )  # fmt: skip

    @rule(number=which, target_=everybody)
    def show_out(self, number: int, target_: str) -> None:
        if number < len(self.cases):
            self.attempt(
                circle.leave, self.cases[number], self.who(target_), self.who("ketua"),
                reason=REASON,
            )  # fmt: skip

    @rule(name=everybody)
    def lose_the_role(self, name: str) -> None:
        Assignment.objects.filter(account=self.people[name]).update(valid_to=timezone.localdate())

    @rule(name=experts)
    def leave_the_team(self, name: str) -> None:
        tomorrow = timezone.localdate() + dt.timedelta(days=1)
        for one in TeamMember.objects.filter(account=self.people[name], until=None):
            self.attempt(
                team.end_member, one, tomorrow, self.who("ketua"), version=one.version,
                reason=REASON,
            )  # fmt: skip

    @rule(number=which)
    def move_away(self, number: int) -> None:
        one = self.children[number]
        type(one).objects.filter(pk=one.pk).update(place_code="16.06.02.2001.P01")

    @rule(number=which, name=experts)
    def review(self, number: int, name: str) -> None:
        member = TeamMember.objects.filter(account=self.people[name]).first()
        if number >= len(self.cases) or member is None:
            return
        case, by = Case.objects.get(pk=self.cases[number].pk), self.who(name)
        given = self.attempt(assigning.assign, case, member, self.who("ketua"))
        said = FindingDraft("I-DIET-01", "diduga", True, (Evidence("tanpa lauk", "ibu", None),))
        asked = RecommendationDraft(
            "PMT lokal 56 hari", "orang", cause="I-DIET-01", role="DINKES", measured_by="berat"
        )
        self.attempt(reviewing.save_finding, case, member, said, by)
        self.attempt(reviewing.save_recommendation, case, member, asked, by)
        if given is not None:
            self.attempt(reviewing.hand_in, given, by)
        held = [concluding.Held("I-DIET-01", "diduga", True)]
        self.attempt(
            concluding.write, case, self.who("ketua"), text="Panel sepakat soal asupan anak.",
            causes=held,
        )  # fmt: skip
        self.attempt(concluding.sign, case, member, by, concluding.digest_of(case))

    @rule(office=st.sampled_from(["dinkes", "dinsos"]), by=everybody)
    def answer(self, office: str, by: str) -> None:
        one = Recommendation.objects.filter(answer__isnull=True, withdrawn_at=None).first()
        if one is not None:
            due = timezone.localdate() + dt.timedelta(days=30)
            draft = turning.AnswerDraft(self.offices[office], "diterima", due=due)
            self.attempt(turning.answer, one, draft, self.who(by))

    @rule(by=everybody, act=st.sampled_from(STEPS))
    def act_on_promises(self, by: str, act: str) -> None:
        for promise in Promise.objects.all():
            if self.attempt(getattr(services, act), promise, self.who(by)) is not None:
                REACHED[act] += 1

    @rule(by=everybody, act=st.sampled_from(REASONED))
    def object_to_promises(self, by: str, act: str) -> None:
        for promise in Promise.objects.all():
            self.attempt(getattr(services, act), promise, self.who(by), REASON)

    @rule(by=everybody, kind=st.sampled_from(["penyerahan", "catatan", "belanja"]))
    def prove(self, by: str, kind: str) -> None:
        for promise in Promise.objects.all():
            self.attempt(
                add_proof, promise, self.who(by), kind, text="Lima paket diterima kader",
                amount=50_000 if kind == "belanja" else None, taken_on=timezone.localdate(),
            )  # fmt: skip

    @rule(by=st.sampled_from(["dinkes", "dinsos"]), far=st.integers(1, 4))
    def keep_it(self, by: str, far: int) -> None:
        """The owner does what an owner does; random acts alone rarely get that far."""
        for act in ("accept", "start", "prove", "finish")[:far]:
            if act == "prove":
                self.prove(by, "penyerahan")
            else:
                self.act_on_promises(by, act)

    @rule(by=st.sampled_from(["verifikator", "tpps", "bupati", "dinkes", "kadinkes"]))
    def judge(self, by: str) -> None:
        """Those who verify, and those who would like to: the owner's own people."""
        self.act_on_promises(by, "verify")

    @rule(office=st.sampled_from(["dinkes", "dinsos"]), by=everybody)
    def hand_over(self, office: str, by: str) -> None:
        for promise in Promise.objects.all():
            self.attempt(services.hand_over, promise, self.who(by), self.offices[office], REASON)

    @rule(name=everybody)
    def look(self, name: str) -> None:
        """Pages tell nothing of a case to somebody outside, not even that there is one."""
        self.held_to_the_circle(self.who(name))
        browser = Client()
        browser.force_login(self.who(name))
        inside = {place.case_id for place in _held(self.people[name])}
        for case in self.cases:
            page = browser.get(reverse("audits:case", args=[self.cycle.public_id, case.code]))
            if case.pk in inside:
                REACHED["inside"] += page.status_code == 200
            else:
                assert page.status_code in (403, 404)
                never = reverse("audits:case", args=[self.cycle.public_id, "AKS-999"])
                assert browser.get(never).status_code == page.status_code
        for promise in Promise.objects.select_related("person"):
            page = browser.get(reverse("ledger:promise", args=[promise.public_id]))
            of = Case.objects.get(public_id=promise.source_id)
            if page.status_code == 200 and of.pk not in inside:
                said = page.content.decode()
                assert not any(each in said for each in NAMES)

    def held_to_the_circle(self, person: Account) -> None:
        """Nobody sees a case without a place in its circle and a role still held."""
        seen = set(circle.cases_for(person).values_list("pk", flat=True))
        assert seen <= {place.case_id for place in _held(person)}
        if not Assignment.objects.on(timezone.localdate()).filter(account=person).exists():
            assert not seen

    @invariant()
    def nothing_is_done_without_proof_or_verified_by_its_owner(self) -> None:
        if not hasattr(self, "people"):
            return
        for promise in Promise.objects.filter(state__in=["selesai", "diverifikasi"]):
            kept = promise.proofs.exclude(kind="catatan").filter(withdrawn_at=None)
            assert kept.exists()
            assert promise.finished_by_id is not None
            if promise.state == "diverifikasi":
                sits = Holding.objects.filter(
                    account=promise.verified_by, seat__office=promise.owner
                )
                assert not sits.exists()
                assert promise.verified_by_id != promise.finished_by_id


def _held(person: Account) -> list[Circle]:
    return list(Circle.objects.on(timezone.localdate()).filter(account=person))


@pytest.mark.django_db
def test_no_act_opens_a_case_or_closes_a_promise_unproven() -> None:
    run_state_machine_as_test(
        Audit,
        settings=settings(
            max_examples=9, stateful_step_count=15, deadline=None, derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    assert all(REACHED[act] for act in (*STEPS[1:], "inside")), REACHED
