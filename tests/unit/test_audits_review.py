"""Acts of review, panel and meeting: order, evidence, versions, signatures, promises."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.audit_rows import World, asked, audited, concluded, evidence, found, meeting, opinion

from rembuk.office.audits import circle
from rembuk.office.audits.cases import assigning
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.meeting import acts as meetings
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.meeting.turning import AnswerDraft
from rembuk.office.audits.models import (
    Answer,
    Case,
    CaseEvent,
    CaseState,
    Conclusion,
    Finding,
    Recommendation,
)
from rembuk.office.audits.reviewing import acts as reviewing
from rembuk.office.audits.reviewing import concluding
from rembuk.office.audits.reviewing.drafts import FindingDraft
from rembuk.office.ledger import circles, services
from rembuk.office.ledger.models import Promise

pytestmark = pytest.mark.django_db
DUE = timezone.localdate() + dt.timedelta(days=30)


@pytest.fixture
def w() -> World:
    return audited()


def signed(case: Case) -> set[str]:
    """How the signatures of the panel stand."""
    return {line.state for line in concluding.signatures(case)}


def test_an_expert_enters_the_circle_with_the_case_and_leaves_it(w: World) -> None:
    assert w.case in circle.cases_for(w.people["anak"])
    assert w.case in circle.cases_for(w.people["ketua"])  # leads the panel
    assert w.case not in circle.cases_for(w.people["luar"])
    assigning.release(w.case, w.members["anak"], w.people["ketua"], "Sakit, digantikan")
    assert w.case not in circle.cases_for(w.people["anak"])


def test_somebody_not_assigned_cannot_write(w: World) -> None:
    with pytest.raises(ValidationError, match="tidak ditugaskan"):
        reviewing.save_finding(w.case, w.members["luar"], found(), w.people["luar"])


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (FindingDraft("I-DIS-03", "diduga", True, ()), "evidence"),
        (FindingDraft("BUKAN", "diduga", True, evidence()), "cause"),
        (FindingDraft("I-DIS", "diduga", True, evidence()), "cause"),  # a branch, not a cause
        (FindingDraft("I-DIS-03", "mungkin", True, evidence()), "certainty"),
        (FindingDraft("I-DIS-03", "disingkirkan", True, evidence()), "main"),
    ],
)
def test_a_finding_needs_cause_certainty_and_evidence(
    w: World, draft: FindingDraft, field: str
) -> None:
    with pytest.raises(ValidationError) as caught:
        reviewing.save_finding(w.case, w.members["anak"], draft, w.people["anak"])
    assert field in caught.value.message_dict


def test_there_is_one_main_cause_in_an_opinion(w: World) -> None:
    member, by = w.members["anak"], w.people["anak"]
    reviewing.save_finding(w.case, member, found("I-DIS-03"), by)
    reviewing.save_finding(w.case, member, found("I-DIET-01"), by)
    mains = Finding.objects.filter(case=w.case, member=member, main=True)
    assert [one.cause for one in mains] == ["I-DIET-01"]


def test_two_windows_of_one_expert_lose_nothing(w: World) -> None:
    member, by = w.members["anak"], w.people["anak"]
    held = reviewing.save_finding(w.case, member, found(), by)
    reviewing.save_finding(w.case, member, found(certainty="terbukti"), by, version=held.version)
    with pytest.raises(StaleError) as caught:
        reviewing.save_finding(w.case, member, found("I-DIS-03"), by, version=held.version)
    assert isinstance(caught.value.now, Finding)
    assert caught.value.now.certainty == "terbukti"


def test_two_experts_writing_the_red_flags_meet(w: World) -> None:
    w.case.refresh_from_db()
    seen = w.case.version
    reviewing.flag(w.case, w.people["anak"], seen, red_flags=["dugaan TB"], hospital_needed=True)
    with pytest.raises(StaleError):
        reviewing.flag(w.case, w.people["gizi"], seen, red_flags=["lain"], hospital_needed=False)
    w.case.refresh_from_db()
    assert w.case.red_flags == ["dugaan TB"]


def test_an_opinion_is_handed_in_whole_and_then_stands(w: World) -> None:
    member, by = w.members["anak"], w.people["anak"]
    with pytest.raises(ValidationError, match="paling sedikit satu sebab"):
        reviewing.hand_in(w.given("anak"), by)
    opinion(w, "anak")
    with pytest.raises(ValidationError, match="sudah diserahkan"):
        reviewing.save_finding(w.case, member, found("I-DIET-01"), by)
    reviewing.take_back(w.given("anak"), by, "Hasil foto dada baru datang")
    reviewing.save_finding(w.case, member, found("I-DIET-01"), by)
    assert CaseEvent.objects.filter(case=w.case, act="serahan-dibuka").count() == 1


def test_the_case_counts_as_reviewed_with_the_last_opinion(w: World) -> None:
    opinion(w, "anak")
    w.case.refresh_from_db()
    assert w.case.state == CaseState.CHOSEN
    opinion(w, "gizi")
    w.case.refresh_from_db()
    assert w.case.state == CaseState.REVIEWED


def test_the_panel_holds_one_main_cause(w: World) -> None:
    opinion(w, "anak")
    text = "Panel menduga TB anak dari kontak serumah."
    for mains in (0, 2):
        held = [
            concluding.Held(code, "diduga", number < mains)
            for number, code in enumerate(("I-DIS-03", "I-DIET-01"))
        ]
        with pytest.raises(ValidationError, match="satu sebab utama"):
            concluding.write(w.case, w.people["ketua"], text=text, causes=held)


def test_a_conclusion_begins_from_what_the_experts_share(w: World) -> None:
    opinion(w, "anak", certainty="terbukti")
    opinion(w, "gizi", certainty="diduga")
    assert concluding.proposed(w.case) == (concluding.Held("I-DIS-03", "diduga", main=True),)


def test_signatures_stand_until_the_content_changes(w: World) -> None:
    concluded(w)
    assert w.case.state == CaseState.CONCLUDED
    assert signed(w.case) == {"berlaku"}
    reviewing.flag(
        w.case, w.people["anak"], w.case.version, red_flags=["bengkak"], hospital_needed=True
    )
    assert signed(w.case) == {"gugur"}
    now = concluding.digest_of(w.case)
    concluding.sign(w.case, w.members["anak"], w.people["anak"], now)
    states = {line.member.pk: line.state for line in concluding.signatures(w.case)}
    assert states == {w.members["anak"].pk: "berlaku", w.members["gizi"].pk: "gugur"}


def test_a_change_taken_back_lets_the_signature_stand_again(w: World) -> None:
    """The signature is under content: the same content again is what was signed."""
    concluded(w)
    one = Recommendation.objects.filter(case=w.case).first()
    assert one is not None
    Recommendation.objects.filter(pk=one.pk).update(text="Lain sama sekali")
    assert signed(w.case) != {"berlaku"}
    Recommendation.objects.filter(pk=one.pk).update(text=one.text)
    assert signed(w.case) == {"berlaku"}


def test_the_answer_of_the_hospital_does_not_void_signatures(w: World) -> None:
    w.case.refresh_from_db()
    reviewing.flag(w.case, w.people["anak"], w.case.version, red_flags=[], hospital_needed=True)
    concluded(w)
    reviewing.flag(
        w.case, w.people["anak"], w.case.version, red_flags=[], hospital_needed=True,
        hospital_on=timezone.localdate(), hospital_answer="Foto dada: bersih",
    )  # fmt: skip
    assert signed(w.case) == {"berlaku"}


def test_nobody_signs_what_they_did_not_read(w: World) -> None:
    opinion(w, "anak")
    opinion(w, "gizi")
    held = [concluding.Held("I-DIS-03", "diduga", True)]
    text = "Panel menduga TB anak dari kontak serumah."
    concluding.write(w.case, w.people["ketua"], text=text, causes=held)
    read = concluding.digest_of(w.case)
    concluding.write(w.case, w.people["ketua"], text=text + " Rujuk.", causes=held, version=1)
    with pytest.raises(ValidationError, match="berubah sejak"):
        concluding.sign(w.case, w.members["anak"], w.people["anak"], read)
    with pytest.raises(ValidationError, match="tidak ditugaskan"):
        concluding.sign(w.case, w.members["gizi"], w.people["anak"], concluding.digest_of(w.case))


def test_two_leaders_writing_at_once_meet(w: World) -> None:
    opinion(w, "anak")
    held = [concluding.Held("I-DIS-03", "diduga", True)]
    concluding.write(w.case, w.people["ketua"], text="Panel menduga TB anak saja.", causes=held)
    with pytest.raises(StaleError) as caught:
        concluding.write(w.case, w.people["ketua"], text="Panel menduga hal lain.", causes=held)
    assert isinstance(caught.value.now, Conclusion)


def first(w: World) -> Recommendation:
    one = Recommendation.objects.filter(case=w.case).first()
    assert one is not None
    return one


def answered(w: World, verdict: str = "diterima", **more: object) -> Answer:
    draft = AnswerDraft(w.offices["dinkes"], verdict, due=DUE, **more)
    return turning.answer(first(w), draft, w.people["ketua"])


def test_an_accepted_recommendation_is_a_restricted_promise_without_a_name(w: World) -> None:
    concluded(w)
    promise = Promise.objects.get(public_id=answered(w).promise)
    assert promise.state == "diterima"
    assert promise.audience == "terbatas"
    assert promise.case_code == w.case.code
    assert promise.source_id == w.case.public_id
    assert promise.owner == w.offices["dinkes"]
    said = f"{promise.title} {promise.detail} {promise.origin}"
    assert "Rahasia" not in said
    assert circles.sees_person(w.people["anak"], promise)
    assert not circles.sees_person(w.people["luar"], promise)
    assert not circles.sees_person(w.offices.who("dinkes"), promise)


def test_a_changed_one_promises_what_was_agreed(w: World) -> None:
    concluded(w)
    with pytest.raises(ValidationError):
        answered(w, "diubah")
    promise = Promise.objects.get(
        public_id=answered(w, "diubah", changed_text="Foto dada di puskesmas rawat inap").promise
    )
    assert promise.title == "Foto dada di puskesmas rawat inap"


def test_a_refusal_needs_a_reason_and_makes_no_promise(w: World) -> None:
    concluded(w)
    with pytest.raises(ValidationError) as caught:
        answered(w, "ditolak")
    assert "reason" in caught.value.message_dict
    assert answered(w, "ditolak", reason="Bukan wewenang dinas").promise == ""
    assert not Promise.objects.exists()


def test_every_answer_names_an_office(w: World) -> None:
    concluded(w)
    with pytest.raises(ValidationError) as caught:
        turning.answer(first(w), AnswerDraft(None, "diterima", due=DUE), w.people["ketua"])
    assert "office" in caught.value.message_dict


def test_the_settings_of_the_district_say_when_a_promise_is_due(w: World) -> None:
    opinion(w, "anak")
    one, on = first(w), dt.date(2026, 11, 9)
    for urgency, due in (
        ("segera", dt.date(2026, 11, 23)),
        ("sebulan", dt.date(2026, 12, 9)),
        ("semester", dt.date(2026, 12, 31)),
    ):
        one.urgency = urgency
        assert turning.due_for(one, on) == due
    assert w.cycle.gates["opinions_apart"] is True  # copied from the reference like other gates


def test_two_answers_to_one_recommendation_meet(w: World) -> None:
    concluded(w)
    answered(w)
    with pytest.raises(StaleError) as caught:
        answered(w, "ditolak", reason="Bukan wewenang dinas")
    assert isinstance(caught.value.now, Answer)
    assert Promise.objects.count() == 1


def test_a_mistaken_answer_is_taken_back_with_its_promise(w: World) -> None:
    concluded(w)
    given = answered(w)
    turning.take_back(given, w.people["ketua"], "Salah tekan")
    assert Promise.objects.get().state == "dibatalkan"
    assert first(w) in turning.unanswered(w.cycle)
    assert answered(w).promise


def test_opinions_do_not_change_after_dissemination_began(w: World) -> None:
    concluded(w)
    answered(w)
    with pytest.raises(ValidationError, match="diseminasi"):
        reviewing.take_back(w.given("anak"), w.people["anak"], "Ingin mengubah")


def test_the_case_hears_of_its_promises(w: World) -> None:
    concluded(w)
    promise = Promise.objects.get(public_id=answered(w).promise)
    services.start(promise, w.offices.who("dinkes"))
    heard = CaseEvent.objects.filter(case=w.case, act="janji").last()
    assert heard is not None
    assert heard.after == {"promise": promise.public_id, "state": "berjalan"}


def test_suggested_offices_come_from_the_cause_tree(w: World) -> None:
    one = reviewing.save_recommendation(
        w.case, w.members["anak"], asked(role="", cause="U-ENV-02"), w.people["anak"]
    )
    found_ = turning.suggested(one)
    assert [each.role for each in found_][:1] == ["PUPR"]
    turning.name_office(one, w.offices["desa"], w.people["ketua"])
    one.refresh_from_db()
    assert turning.suggested(one)[0].office == w.offices["desa"]
    assert not Answer.objects.exists()


def test_a_meeting_closes_when_everything_is_answered(w: World) -> None:
    concluded(w)
    held = meeting(w)
    meetings.invite(held, [w.offices["dinkes"], w.offices["dinkes"]], w.people["ketua"])
    assert held.attendances.count() == 1
    assert len(meetings.lacking(held)) == 3
    row = held.attendances.get()
    meetings.mark(held, {row.pk: "luring"}, w.people["ketua"])
    meetings.write_minutes(held, "Semua rekomendasi dibahas satu per satu.", w.people["ketua"], 1)
    with pytest.raises(ValidationError, match="belum dijawab"):
        meetings.close(held, w.people["ketua"])
    for one in Recommendation.objects.filter(case=w.case):
        draft = AnswerDraft(w.offices["dinkes"], "diterima", due=DUE)
        turning.answer(one, draft, w.people["ketua"], meeting=held)
    w.case.refresh_from_db()
    assert w.case.state == CaseState.DISSEMINATED
    assert meetings.close(held, w.people["ketua"]).state == "selesai"
    with pytest.raises(ValidationError, match="sudah ditutup"):
        meetings.write_minutes(held, "Tambahan", w.people["ketua"], 2)


def test_a_meeting_changed_by_two_meets(w: World) -> None:
    held = meeting(w)
    meetings.write_minutes(held, "Tulisan pertama", w.people["ketua"], held.version)
    with pytest.raises(StaleError):
        meetings.write_minutes(held, "Tulisan kedua", w.people["ketua"], held.version)
