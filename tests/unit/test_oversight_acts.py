"""Questions, visits, pillars of single promises: each act with its rule and its history."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.kept_files import photo
from tests.ledger_rows import Offices
from tests.oversight_rows import VILLAGE, overseen, promised, visit

from rembuk.office.documents.models import Document
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.oversight.models import About, Hung, Question, QuestionState, Seen, Visit
from rembuk.office.oversight.pillars import hanging
from rembuk.office.oversight.questions import acts as questions
from rembuk.office.oversight.questions.acts import Asking
from rembuk.office.oversight.visits import acts as visits
from rembuk.office.oversight.visits import paper as visit_paper
from rembuk.office.oversight.visits.acts import Agreed

pytestmark = pytest.mark.django_db


@pytest.fixture
def o() -> Offices:
    return overseen()


def late_of(o: Offices) -> Asking:
    return Asking(About.LATE, o["dinkes"], "16.06")


def test_one_tap_asks_and_asking_again_is_the_same_question(o: Offices) -> None:
    made, new = questions.ask(late_of(o), o.who("bupati"))
    again, second = questions.ask(late_of(o), o.who("tpps"))
    assert (new, second, made.pk) == (True, False, again.pk)
    assert "menahan" in made.text
    assert [one.act for one in made.events.all()] == ["tanya", "ingatkan"]


def test_an_answer_is_asked_for_on_a_working_day(o: Offices) -> None:
    friday = dt.date(2026, 11, 20)
    assert questions.answer_by(friday) == dt.date(2026, 11, 25)  # the third working day


def test_the_office_answers_and_who_asked_closes_or_asks_on(o: Offices) -> None:
    made, _new = questions.ask(late_of(o), o.who("bupati"))
    with pytest.raises(ValidationError, match="oleh kantor yang ditanya"):
        questions.answer(made, o.who("dinsos"), "Menunggu barang dari penyedia.")
    with pytest.raises(ValidationError, match="masih menunggu jawaban"):
        questions.close(made, o.who("bupati"), again="Kapan persisnya?")
    told = questions.answer(made, o.who("dinkes"), "Menunggu barang dari penyedia.")
    assert told.state == QuestionState.ANSWERED
    again = questions.close(told, o.who("bupati"), again="Kapan persisnya?")
    assert (again.state, again.text) == (QuestionState.WAITING, "Kapan persisnya?")
    questions.answer(again, o.who("kadinkes"), "Tanggal 30 bulan ini.")
    done = questions.close(again, o.who("bupati"))
    assert done.state == QuestionState.CLOSED
    acts = [one.act for one in done.events.all()]
    assert acts == ["tanya", "jawab", "tanya-lagi", "jawab", "selesai"]
    assert "penyedia" in done.events.all()[1].reason  # the first answer stays readable


def test_an_old_page_does_not_overwrite_an_answer(o: Offices) -> None:
    made, _new = questions.ask(late_of(o), o.who("bupati"))
    questions.answer(made, o.who("dinkes"), "Menunggu barang dari penyedia.", version=1)
    with pytest.raises(ValidationError, match="baru saja diubah"):
        questions.answer(made, o.who("kadinkes"), "Sudah selesai kemarin.", version=1)
    assert Question.objects.get().answer.startswith("Menunggu")


def test_nobody_asks_outside_his_place_or_about_what_is_done(o: Offices) -> None:
    with pytest.raises(ValidationError, match="tidak menanyai"):
        questions.ask(late_of(o), o.who("camat"))
    kept = promised(o, -10)
    services.cancel(kept, o.who("tpps"), "Tidak diperlukan lagi")
    kept.refresh_from_db()
    with pytest.raises(ValidationError, match="tidak menunggu pemiliknya"):
        questions.ask(Asking(About.PROMISE, o["dinkes"], VILLAGE, kept), o.who("bupati"))


def test_a_promise_hangs_by_the_rules_until_the_district_says_otherwise(o: Offices) -> None:
    one = promised(o, 10, intervention="INT-PEKARANGAN", kind="sensitif")
    on = timezone.localdate()

    def hung() -> int:
        return hanging.promises(Promise.objects.all(), on).get().hung

    assert hung() == 4
    with pytest.raises(ValidationError, match="sekretariat"):
        hanging.hang("janji", one.public_id, VILLAGE, 3, "Bagian paket", o.who("camat"), on)
    with pytest.raises(ValidationError, match="alasan"):
        hanging.hang("janji", one.public_id, VILLAGE, 3, " ", o.who("tpps"), on)
    hanging.hang("janji", one.public_id, VILLAGE, 3, "Bagian dari paket layanan", o.who("tpps"), on)
    assert hung() == 3
    hanging.hang("janji", one.public_id, VILLAGE, None, "Kembali ke aturan", o.who("tpps"), on)
    assert hung() == 4
    assert Hung.objects.count() == 2  # both words stay


def test_a_visit_brings_its_checklist_and_the_same_form_is_the_same_visit(o: Offices) -> None:
    made = visit(o)
    assert visit(o).pk == made.pk
    assert made.checks.count() >= 8
    assert set(made.checks.values_list("pillar", flat=True)) == {1, 2, 3, 4, 5}


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"place_code": "16.06.01"}, "place_code"),
        ({"where": "posyandu"}, "spot"),
        ({"where": "kantor", "place_code": "16.06"}, "office"),
        ({"on": dt.date(2099, 1, 1)}, "on"),
        ({"visitors": " "}, "visitors"),
    ],
)
def test_a_visit_says_what_is_missing(o: Offices, more: dict[str, object], field: str) -> None:
    with pytest.raises(ValidationError) as said:
        visit(o, **more)
    assert field in said.value.message_dict
    assert not Visit.objects.exists()


def test_what_was_agreed_becomes_a_promise_its_owner_answers(o: Offices) -> None:
    made = visit(o)
    due = timezone.localdate() + dt.timedelta(days=30)
    found = visits.find(
        made, 1, "Belum ada baris jamban di RKPDes.", o.who("tpps"),
        agreed=Agreed("Memasukkan jamban ke RKPDes", o["desa"], due),
    )  # fmt: skip
    promise = Promise.objects.get()
    assert (found.promise, promise.owner, promise.state) == (promise, o["desa"], "diusulkan")
    assert promise.source_id == f"kunjungan:{made.public_id}"
    services.accept(promise, o.who("desa"))


def test_a_camat_who_makes_no_promises_still_writes_down_what_was_agreed(o: Offices) -> None:
    made = visit(o, "camat")
    due = timezone.localdate() + dt.timedelta(days=30)
    wanted = Agreed("Menyusul yang tidak datang", o["desa"], due)
    visits.find(made, 5, "Yang tidak datang belum disusul.", o.who("camat"), agreed=wanted)
    promise = Promise.objects.get()
    assert (promise.asked_by, promise.state) == (None, "diusulkan")
    assert "kunjungan pengawasan" in promise.history.get().note


def test_minutes_wait_for_every_line_and_then_nothing_changes(o: Offices) -> None:
    made, tpps = visit(o), o.who("tpps")
    today = timezone.localdate()
    with pytest.raises(ValidationError, match="belum dijawab"):
        visit_paper.close(made, tpps, number="000.7/1/TPPS", on=today)
    answers = {one.item: (Seen.YES.value, "") for one in made.checks.all()}
    first = next(iter(answers))
    visits.check(made, answers | {first: (Seen.NO.value, "SK belum diperbarui")}, tpps)
    visits.find(made, 2, "Kelas ibu tidak berjalan.", tpps)
    photographed = visits.photograph(made, ContentFile(photo(), "a.jpg"), "papan", tpps)
    assert visits.photograph(made, ContentFile(photo(), "b.jpg"), "", tpps).pk == photographed.pk
    done = visit_paper.close(made, tpps, number="000.7/1/TPPS", on=today)
    assert done.document == Document.objects.get()
    for act in (
        lambda: visits.check(done, {first: (Seen.YES.value, "")}, tpps),
        lambda: visits.find(done, 1, "Temuan yang terlambat ditulis.", tpps),
        lambda: visits.photograph(done, ContentFile(photo(), "c.jpg"), "", tpps),
        lambda: visit_paper.close(done, tpps, number="000.7/2/TPPS", on=today),
    ):
        with pytest.raises(ValidationError, match="tidak berubah lagi"):
            act()
    acts = [one.act for one in done.events.all()]
    assert acts == ["mulai", "butir", "temuan", "foto", "berita-acara"]


def test_two_who_fill_one_visit_do_not_overwrite_each_other(o: Offices) -> None:
    made = visit(o)
    item = made.checks.all()[0].item
    visits.check(made, {item: (Seen.YES.value, "")}, o.who("tpps"), version=1)
    with pytest.raises(ValidationError, match="baru saja diubah"):
        visits.check(made, {item: (Seen.NO.value, "")}, o.who("camat"), version=1)
    assert made.checks.get(item=item).seen == Seen.YES
