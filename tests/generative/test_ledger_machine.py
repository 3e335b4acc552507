"""Random acts by random accounts on random promises: whatever happens, no promise is done without
proof, none is judged by its owner, and the history alone tells every promise as it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.factories import district
from tests.ledger_rows import START, Offices, draft, offices

from rembuk.office.ledger import history, services
from rembuk.office.ledger.models import Promise, ProofKind
from rembuk.office.ledger.states import LIVE
from rembuk.office.seats.models import Holding

WHO = st.sampled_from(["dinkes", "kadinkes", "dinsos", "desa", "camat", "tpps", "verifikator",
                       "bupati"])  # fmt: skip
OFFICE = st.sampled_from(["dinkes", "dinsos", "desa"])
REASON = st.sampled_from(["", "ya", "Foto tidak jelas", "Di luar tugas kantor"])
SIMPLE = st.sampled_from(["accept", "start", "finish", "verify"])
REASONED = st.sampled_from(["refuse", "return_", "cancel"])
WHICH = st.integers(0, 3)
AGE = st.sampled_from([None, 0, 0, -1, 3])


class Ledger(RuleBasedStateMachine):
    """At most four promises, and everybody tries everything."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.o: Offices
        self.at = START

    @initialize()
    def begin(self) -> None:
        district()
        self.o = offices()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def attempt(self, service: Any, *arguments: Any, **more: Any) -> None:
        """Try; a refusal must leave nothing behind."""
        self.at += dt.timedelta(hours=7)
        lines = self.lines()
        try:
            service(*arguments, at=self.at, **more)
        except ValidationError:
            assert self.lines() == lines

    def lines(self) -> list[tuple[int, int, str]]:
        rows = Promise.objects.order_by("pk").values_list("pk", "version", "state")
        return [tuple(row) for row in rows]

    def pick(self, which: int) -> Promise | None:
        found = list(Promise.objects.order_by("pk"))
        return found[which % len(found)] if found else None

    @rule(who=WHO, office=OFFICE, judge=st.sampled_from([None, "dinsos"]), agreed=st.booleans())
    def propose(self, who: str, office: str, judge: str | None, agreed: bool) -> None:
        if Promise.objects.count() < 4:
            made = draft(self.o, owner=self.o[office], verifier=self.o[judge] if judge else None)
            self.attempt(services.propose, made, self.o.who(who), agreed="Rapat" if agreed else "")

    @rule(which=WHICH, act=SIMPLE, who=WHO, age=AGE)
    def simple(self, which: int, act: str, who: str, age: int | None) -> None:
        if promise := self.pick(which):
            version = None if age is None else promise.version + age
            self.attempt(getattr(services, act), promise, self.o.who(who), version=version)

    @rule(which=WHICH, act=REASONED, who=WHO, reason=REASON)
    def reasoned(self, which: int, act: str, who: str, reason: str) -> None:
        if promise := self.pick(which):
            self.attempt(getattr(services, act), promise, self.o.who(who), reason)

    @rule(which=WHICH, who=WHO, kind=st.sampled_from(ProofKind.values), text=REASON)
    def prove(self, which: int, who: str, kind: str, text: str) -> None:
        if promise := self.pick(which):
            self.attempt(
                services.add_proof, promise, self.o.who(who), kind, text=text, amount=1000,
                taken_on=START.date(),
            )  # fmt: skip

    @rule(which=WHICH, who=WHO, reason=REASON)
    def withdraw(self, which: int, who: str, reason: str) -> None:
        promise = self.pick(which)
        proof = promise.proofs.last() if promise else None
        if proof is not None:
            self.attempt(services.withdraw_proof, proof, self.o.who(who), reason)

    @rule(which=WHICH, who=WHO, office=OFFICE, reason=REASON)
    def hand_over(self, which: int, who: str, office: str, reason: str) -> None:
        if promise := self.pick(which):
            self.attempt(services.hand_over, promise, self.o.who(who), self.o[office], reason)

    @rule(which=WHICH, who=WHO, days=st.integers(-60, 400), reason=REASON)
    def postpone(self, which: int, who: str, days: int, reason: str) -> None:
        if promise := self.pick(which):
            due = promise.due + dt.timedelta(days=days)
            self.attempt(services.edit, promise, self.o.who(who), {"due": due}, reason=reason)

    @rule(which=WHICH, who=WHO, days=st.integers(-10, 400))
    def carry(self, which: int, who: str, days: int) -> None:
        if (promise := self.pick(which)) and Promise.objects.count() < 4:
            due = promise.due + dt.timedelta(days=days)
            self.attempt(services.carry_over, promise, self.o.who(who), due)

    @rule(which=WHICH, who=WHO, percent=st.integers(-5, 120))
    def report(self, which: int, who: str, percent: int) -> None:
        if promise := self.pick(which):
            self.attempt(services.report_progress, promise, self.o.who(who), "", percent)

    @rule(who=WHO, office=OFFICE)
    def leave_the_office(self, who: str, office: str) -> None:
        """A seat ends: its holder is no stranger to what the office promised meanwhile."""
        until = self.at.date() + dt.timedelta(days=1)
        held = Holding.objects.filter(account=self.o.who(who), seat__office=self.o[office])
        held.filter(valid_to__isnull=True, valid_from__lt=until).update(valid_to=until)

    @invariant()
    def done_means_proven(self) -> None:
        for promise in Promise.objects.filter(state__in=["selesai", "diverifikasi"]):
            assert services.countable(promise).exists()
            assert promise.finished_by is not None

    @invariant()
    def verified_means_judged_by_another(self) -> None:
        for promise in Promise.objects.filter(state="diverifikasi"):
            assert promise.verified_by is not None
            assert promise.verified_by != promise.finished_by
            held = Holding.objects.filter(account=promise.verified_by, seat__office=promise.owner)
            since = promise.created_at.date()
            assert not any(one.valid_to is None or one.valid_to > since for one in held)

    @invariant()
    def history_tells_it_all(self) -> None:
        for promise in Promise.objects.all():
            lines = list(promise.history.all())
            state, fields = history.replay(lines)
            assert (state, fields) == (promise.state, history.snapshot(promise))
            assert [line.version for line in lines] == list(range(1, promise.version + 1))
            assert all(line.by_id for line in lines)
            assert promise.owner_id
            assert promise.due
            assert promise.live == (promise.state in LIVE)
            needing = {"tolak", "kembalikan", "batal", "serahkan", "bukti-tarik"}
            assert all(line.reason for line in lines if line.act in needing)


Ledger.TestCase.settings = settings(
    max_examples=12, stateful_step_count=30, deadline=None, print_blob=True,
    suppress_health_check=list(HealthCheck), derandomize=True,
)  # fmt: skip


@pytest.mark.django_db
class TestLedger(Ledger.TestCase):
    """Run as a test with a database."""
