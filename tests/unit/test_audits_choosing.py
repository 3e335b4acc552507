"""Choosing cases, the team and the gates: quotas, reserves, reasons, people who move or die."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.audit_cycle_rows import Audit, running, stunted
from tests.factories import account, child

from rembuk.office.audits import circle, gates, steps
from rembuk.office.audits.cases import visits
from rembuk.office.audits.cycle import acts as cycles
from rembuk.office.audits.follower import AuditCases
from rembuk.office.audits.models import CaseState, Circle, Consent
from rembuk.office.audits.selecting import candidates, choosing
from rembuk.office.audits.team import acts as team

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit() -> Audit:
    return running()


def test_the_first_of_the_ranking_needs_no_reason_and_a_jump_does(audit):
    worse, better = stunted(), stunted()
    better.status.case_since = timezone.localdate() - dt.timedelta(days=30)
    better.status.save()
    ranked = candidates.candidates(audit.cycle, "baduta", timezone.localdate())
    assert [one.person for one in ranked] == [worse, better]
    assert "bulan menjadi kasus" in ranked[0].chips[0][0]
    with pytest.raises(ValidationError, match="melewati urutan"):
        audit.choose(better, overridden="")
    case = audit.choose(worse, overridden="")
    assert (case.code, case.ranked, case.overridden) == ("AKS-001", 1, "")
    assert case.reasons[0]["code"] == "calon.lama"


def test_quota_and_reserve_end_and_the_reserve_steps_up(audit):
    audit.cycle.quotas["baduta"] = 1
    audit.cycle.save()
    first, second, third = (stunted() for _ in range(3))
    case = audit.choose(first)
    with pytest.raises(ValidationError, match="Kuota"):
        audit.choose(second)
    spare = audit.choose(second, reserve=True)
    with pytest.raises(ValidationError, match="Cadangan"):
        audit.choose(third, reserve=True)
    first.left_on, first.left_why = timezone.localdate(), "meninggal"
    first.save()
    case.refresh_from_db()
    found = choosing.gone(case)
    assert found is not None
    assert found.why == "meninggal"
    with pytest.raises(ValidationError, match="alasan"):
        choosing.answer_gone(case, "diganti", audit.by, "", case.version)
    choosing.answer_gone(case, "diganti", audit.by, "Anak meninggal", case.version)
    case.refresh_from_db()
    spare.refresh_from_db()
    assert case.state == CaseState.CANCELLED
    assert not spare.reserve
    assert choosing.gone(case) is None


def test_a_move_asks_once_and_again_after_the_next_move(audit):
    person = stunted()
    case = audit.choose(person)
    person.place_code = "16.06.01.2002.P01"
    person.save()
    case.refresh_from_db()
    choosing.answer_gone(case, "lanjut", audit.by, "Masih di kecamatan", case.version)
    case.refresh_from_db()
    assert choosing.gone(case) is None
    person.place_code = "16.06.02.2001.P01"
    person.save()
    case.refresh_from_db()
    assert choosing.gone(case) is not None


def test_nobody_is_chosen_twice_nor_by_somebody_outside_the_team(audit):
    person = stunted()
    with pytest.raises(ValidationError, match="tim teknis"):
        choosing.choose(audit.cycle, "baduta", person, audit.outsider, overridden="x")
    audit.choose(person)
    with pytest.raises(ValidationError, match="sudah menjadi kasus"):
        audit.choose(person)


def test_consent_needs_the_giver_and_the_signed_paper(audit):
    case = audit.choose(stunted())
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="unggah"):
        choosing.record_consent(case, "ada", today, audit.by, case.version, who="orang-tua")
    with pytest.raises(ValidationError, match="belum tiba"):
        choosing.record_consent(
            case, "ditolak", today + dt.timedelta(days=1), audit.by, case.version
        )
    done = choosing.record_consent(
        case, "ada", today, audit.by, case.version, who="wali", path="aa/x.pdf", sha256="0" * 64
    )
    assert done.consent == Consent.GIVEN
    with pytest.raises(ValidationError) as stale:
        choosing.record_consent(case, "ditolak", today, audit.by, 1)
    assert stale.value.code == "versi"


def test_leaving_the_team_is_leaving_its_circles(audit):
    case = audit.choose(stunted())
    assert case in circle.cases_for(audit.by)
    assert case not in circle.cases_for(audit.outsider)
    today = timezone.localdate()
    team.end_member(audit.member, today, audit.by, version=1, reason="Pindah tugas")
    assert case not in circle.cases_for(audit.by)
    assert Circle.objects.get(case=case).until == today


def test_a_technical_member_of_another_kecamatan_is_outside(audit):
    other = account("tim-lais", "audit", "16.06.02")
    today = timezone.localdate()
    draft = team.MemberDraft(
        "teknis", "Petugas Lais", today, account=other, kecamatan=["16.06.02"]
    )  # fmt: skip
    team.add_member(audit.cycle, draft, audit.by)
    case = audit.choose(stunted())
    assert case not in circle.cases_for(other)
    assert case in circle.cases_for(audit.by)


def test_a_role_that_ended_is_out_though_the_circle_says_in(audit):
    case = audit.choose(stunted())
    audit.by.assignments.update(valid_to=timezone.localdate())
    assert Circle.objects.filter(case=case, until=None).exists()
    assert case not in circle.cases_for(audit.by)


def test_steps_go_in_order_and_say_what_is_missing():
    audit = running()
    cycle = cycles.make("16.06", 2026, 2, audit.by)
    day = timezone.localdate()
    with pytest.raises(ValidationError) as refused:
        steps.start(cycle, 2, day, audit.by)
    assert {one.code for one in refused.value.error_list} == {"gerbang"}
    assert "SK tim audit belum dicatat." in refused.value.messages
    steps.start(cycle, 1, day, audit.by)
    with pytest.raises(ValidationError, match="mendahului"):
        steps.finish(cycle, 1, day - dt.timedelta(days=1), audit.by)
    with pytest.raises(ValidationError, match="SK tim"):
        steps.finish(cycle, 1, day, audit.by)
    cycle.gates["override"] = False
    cycle.save()
    with pytest.raises(ValidationError, match="SK tim"):
        steps.finish(cycle, 1, day, audit.by, "Tanpa SK")
    cycle.gates["override"] = True
    cycle.save()
    assert steps.finish(cycle, 1, day, audit.by, "SK menyusul").finished_on == day
    assert cycle.events.get(act="tahap-selesai").reason == "SK menyusul"


def test_a_recorded_exception_fills_an_expert_seat(audit):
    team.record_decree(audit.cycle, "188/2026", timezone.localdate(), audit.by)
    codes = {one.code for one in gates.missing(audit.cycle, 1)}
    assert codes == {"expert-anak", "expert-obgin", "expert-psikolog", "expert-gizi"}
    team.leave_empty(audit.cycle, "psikolog", "Kabupaten tidak punya psikolog", audit.by)
    draft = team.MemberDraft(
        "pakar", "Pakar Contoh", timezone.localdate(), expertise="anak", remote=True
    )
    team.add_member(audit.cycle, draft, audit.by)
    codes = {one.code for one in gates.missing(audit.cycle, 1)}
    assert codes == {"expert-obgin", "expert-gizi"}
    with pytest.raises(ValidationError, match="sudah terisi"):
        team.leave_empty(audit.cycle, "anak", "x", audit.by)


def test_step_two_waits_for_every_case(audit):
    audit.choose(stunted())
    codes = {one.code for one in gates.missing(audit.cycle, 2)}
    assert codes == {"consent", "worksheet", "cause", "recommendation", "conclusion"}
    two = steps.progress(audit.cycle)[1]
    assert (two.done, two.total, two.roman) == (0, 1, "II")


def test_one_semester_has_one_cycle_and_a_setting_of_another_writer_is_not_overwritten(audit):
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="sudah ada"):
        cycles.make("16.06", today.year, 1, audit.by)
    cycle = audit.cycle
    cycle.refresh_from_db()
    more = {"quotas": {**cycle.quotas, "bumil": 6}, "gates": cycle.gates, "kecamatan": []}
    changed = cycles.change(cycle, cycle.version, audit.by, **more)
    assert changed.quotas["bumil"] == 6
    with pytest.raises(ValidationError) as stale:
        cycles.change(cycle, cycle.version, audit.by, **more)
    assert stale.value.code == "versi"


def test_a_visit_is_not_written_before_the_audit_began(audit):
    case = audit.choose(stunted())
    begun = audit.cycle.steps.get(number=2).started_on
    before = begun - dt.timedelta(days=1)
    with pytest.raises(ValidationError, match="sebelum tahap"):
        visits.note(case, "kunjungan", before, audit.by, who="Bidan", notes="Rumah")
    one = visits.note(
        case, "tpk", timezone.localdate(), audit.by, who="Kader KB", notes="Anak batuk"
    )
    assert one.kind == "tpk"


def test_cases_follow_a_person_who_was_joined_and_parted(audit):
    case = audit.choose(stunted())
    giver, taker = case.person, child()
    moved = AuditCases().move(giver.pk, taker.pk)
    case.refresh_from_db()
    assert case.person == taker
    AuditCases().restore(moved, giver.pk, taker.pk)
    case.refresh_from_db()
    assert case.person == giver
