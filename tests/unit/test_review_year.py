"""The yearly review: what counts as kept, coverage like for like, lines decided, editions."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from tests.convergence_rows import OTHER, SECOND, VILLAGE, Room, again, opened, typed
from tests.review_rows import ON, built, day, promise

from rembuk.demo.clock import standing_at
from rembuk.office.convergence import years
from rembuk.office.convergence.errors import ConvergenceError, NotYoursError, StaleError
from rembuk.office.convergence.models import Cell, Evidence
from rembuk.office.documents.models import Document
from rembuk.office.ledger import services
from rembuk.office.ledger.models import Promise
from rembuk.office.places.models import Area
from rembuk.office.review import findings, improvements, year_review_freeze
from rembuk.office.review.models import Finding, FindingEvent, Reviewed
from rembuk.office.review.year_review import Review, review
from rembuk.office.review.year_review_coverage import Covered
from rembuk.office.review.year_review_promises import promised
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db
JAN, MAY = "2023-01", "2023-05"
TTD = "BG22-E-REM-2"
TOP, BASE = "rematri_ttd", "rematri"
KABUPATEN = "16.06"
NUMBER = "000.7/12/2024"


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    """A year with two months opened; girls taking tablets filled in every village in May, and in
    January where it applied; promises of all fates."""
    r = built()
    for when in (JAN, MAY):
        opened(r, when)
    villages = Area.objects.filter(level=4, code__startswith=KABUPATEN).order_by("code")
    for n, place in enumerate(villages.values_list("code", flat=True)):
        for when, on, top in ((JAN, dt.date(2023, 1, 20), 10), (MAY, dt.date(2023, 5, 20), 25)):
            if when == JAN and n == 0:
                typed(r, "dinkes", TOP, None, when, place, on, status="tidak-berlaku")
                continue
            # the village without an answer in January has nobody taking tablets in May
            typed(r, "dinkes", TOP, 0 if n == 0 else top, when, place, on)
            typed(r, "dinkes", BASE, 50, when, place, on)
    promise(r, day(6, 30), day(6, 20), budget=2_000_000)
    promise(r, day(6, 30), day(7, 10), budget=1_000_000)
    promise(r, day(7, 31), day(7, 20), judged=False)
    promise(r, day(3, 31))
    cancelled = promise(r, day(4, 30))
    services.cancel(cancelled, r.who("tpps"), "Tertulis dua kali")
    promise(r, day(6, 30, 2024))  # another year's


@pytest.fixture
def r(_built: None) -> Room:
    return again()


def looked(r: Room, place: str = KABUPATEN, on: dt.date = ON) -> Review:
    return review(r.year, place, on)


def tablets(found: Review) -> Covered:
    return next(one for one in found.coverage if one.code == TTD)


def line(found: Review, rule: str) -> findings.Line:
    return next(one for one in findings.lines(found) if one.rule == rule)


def test_kept_is_done_in_time_and_judged_by_another(r: Room) -> None:
    told = promised(r.year, KABUPATEN, ON)
    total = told.total
    # in time; late; not judged; never begun; called off is not counted, another year's neither
    assert (total.due, total.kept, total.late, total.waiting, total.broken) == (4, 1, 1, 1, 1)
    assert total.cancelled == 1
    assert total.worst(ON) == (ON - day(3, 31)).days
    assert told.late_days == 10


def test_money_is_of_activities_and_what_names_none_is_told(r: Room) -> None:
    money = promised(r.year, KABUPATEN, ON).money
    assert (money.activities, money.budget, money.without) == (4, 3_000_000, 2)


def test_a_promise_not_due_yet_is_not_judged(r: Room) -> None:
    before = promised(r.year, KABUPATEN, day(5, 1)).total
    assert before.due == 1  # of March
    assert before.broken == 1


def test_a_due_day_put_off_is_counted(r: Room) -> None:
    one = promise(r, day(8, 31))
    services.edit(one, r.who("tpps"), {"due": day(9, 30)}, reason="Menunggu anggaran perubahan")
    assert promised(r.year, KABUPATEN, ON).moved == 1


def test_a_kecamatan_has_its_own(r: Room) -> None:
    assert promised(r.year, OTHER[:8], ON).total.due == 0
    assert promised(r.year, VILLAGE[:8], ON).total.due == 4


def test_change_is_over_places_filled_in_both(r: Room) -> None:
    found = tablets(looked(r))
    assert found.same is not None
    villages = Cell.objects.filter(indicator=TTD, period=MAY).count()
    assert found.same.places == villages - 1
    assert found.same.first.percent == pytest.approx(20)
    assert found.same.last.percent == pytest.approx(50)
    assert found.same.points == pytest.approx(30)
    # what stands now is of all who told
    assert found.now is not None
    assert found.now.of == 50 * villages
    assert found.now.n == 25 * (villages - 1)


def test_empty_cells_are_said_not_skipped(r: Room) -> None:
    found = tablets(looked(r))
    assert (found.expected, found.empty) == (6, 0)
    other = next(one for one in looked(r).coverage if one.code != TTD and one.now is None)
    assert other.percent is None
    assert other.reached is None
    assert other.empty == other.expected > 0


def test_rules_draft_with_the_figures_in_the_sentence(r: Room) -> None:
    better = next(
        one for one in findings.lines(looked(r))
        if one.rule == "reviu.cakupan-membaik" and one.subject == TTD
    )  # fmt: skip
    assert better.side == "kekuatan"
    assert "30,0 poin persen" in better.drafted
    assert "20,0% (Januari 2023) menjadi 50,0% (Mei 2023)" in better.drafted
    broken = line(looked(r), "reviu.janji-ingkar")
    assert "1 dari 4 janji" in broken.drafted
    assert broken.act


def test_nothing_is_in_the_review_that_nobody_accepted(r: Room) -> None:
    with standing_at(ON), pytest.raises(ConvergenceError, match="Belum ada temuan"):
        frozen(r)


def decided(r: Room, said: str = "diterima", who: str = "tpps", **more: object) -> Finding:
    with standing_at(ON):
        return findings.decide(
            r.year, KABUPATEN, "reviu.janji-ingkar", "", said, r.who(who), **more,
        )  # fmt: skip


def frozen(r: Room, **more: str) -> Reviewed:
    return year_review_freeze.freeze(r.year, KABUPATEN, r.who("tpps"), number=NUMBER, on=ON, **more)


def test_a_line_is_accepted_reworded_rejected_and_each_is_history(r: Room) -> None:
    first = decided(r)
    assert first.words == first.drafted
    second = decided(r, "diubah", words="Janji banyak yang lewat tempo", version=1)
    assert second.words == "Janji banyak yang lewat tempo"
    with pytest.raises(ConvergenceError, match="mengapa"):
        decided(r, "ditolak", version=2)
    decided(r, "ditolak", reason="Sudah dibahas di rapat lain", version=2)
    assert not findings.standing(r.year, KABUPATEN)
    acts = list(FindingEvent.objects.order_by("pk").values_list("act", flat=True))
    assert acts == ["diterima", "diubah", "ditolak"]


def test_a_stale_form_is_refused(r: Room) -> None:
    decided(r)
    with pytest.raises(StaleError):
        decided(r)


def test_only_who_manages_the_year_decides_and_a_camat_his_own(r: Room) -> None:
    with pytest.raises(NotYoursError):
        decided(r, who="dinkes")
    with standing_at(ON):
        with pytest.raises(NotYoursError):
            findings.add_own(r.year, OTHER[:8], "kekuatan", "Rapat bulanan rutin", r.who("camat"))
        own = findings.add_own(
            r.year, VILLAGE[:8], "kekuatan", "Rapat bulanan rutin", r.who("camat")
        )
    assert own.stands


def test_a_decided_line_tells_when_its_figures_changed(r: Room) -> None:
    decided(r)
    assert not line(looked(r), "reviu.janji-ingkar").changed
    promise(r, day(8, 31))
    told = line(looked(r), "reviu.janji-ingkar")
    assert told.changed
    assert "1 dari 5" in told.drafted
    assert told.words.startswith("Baru 1 dari 4")


def test_a_decision_stays_when_its_rule_no_longer_holds(r: Room) -> None:
    decided(r)
    for one in Promise.objects.filter(due__year=2023).exclude(state="dibatalkan"):
        Promise.objects.filter(pk=one.pk).update(due=day(1, 31, 2025))
    gone = line(looked(r), "reviu.janji-ingkar")
    assert gone.changed
    assert not gone.drafted
    assert gone.stands


def test_a_closed_year_takes_no_line(r: Room) -> None:
    years.close(r.year, r.who("tpps"))
    with pytest.raises(ConvergenceError, match="ditutup"):
        decided(r)


def improved(r: Room, place: str = KABUPATEN, due: dt.date = day(6, 30, 2024)) -> Promise:
    finding = decided(r)
    with standing_at(ON):
        made = improvements.decide(
            r.year, KABUPATEN,
            improvements.Wanted(
                "Bahas janji tiap bulan di rapat TPPS", Office.objects.get(code="dinkes"), due,
                place,
            ),
            r.who("tpps"), finding=finding,
        )  # fmt: skip
    return made.promise


def test_an_improvement_is_a_promise_another_judges(r: Room) -> None:
    made = improved(r)
    assert made.state == "diusulkan"
    assert made.owner.code == "dinkes"
    assert made.verifier is not None
    assert made.verifier.code == "bappeda"
    assert "Dari temuan reviu" in made.detail


def test_next_year_begins_with_what_is_not_done(r: Room) -> None:
    made = improved(r, place=SECOND)
    assert [one.promise for one in improvements.open_for(2024, KABUPATEN)] == [made]
    assert improvements.open_for(2023, KABUPATEN) == ()
    assert [one.promise for one in improvements.open_for(2024, SECOND[:8])] == [made]
    assert improvements.open_for(2024, OTHER[:8]) == ()
    services.cancel(made, r.who("tpps"), "Digabung dengan yang lain")
    assert improvements.open_for(2024, KABUPATEN) == ()
    assert len(improvements.decided_before(2024, KABUPATEN)) == 1


def test_what_is_decided_for_the_district_is_shown_to_its_kecamatan(r: Room) -> None:
    made = improved(r)
    assert [one.promise for one in improvements.open_for(2025, OTHER[:8])] == [made]


def test_an_improvement_has_an_owner_and_stays_in_the_area(r: Room) -> None:
    wanted = improvements.Wanted(
        "Bahas janji tiap bulan", Office.objects.get(code="dinkes"), day(6, 30, 2024), "16.01"
    )
    with standing_at(ON), pytest.raises(ValidationError, match="luar wilayah"):
        improvements.decide(r.year, KABUPATEN, wanted, r.who("tpps"))


def test_frozen_it_is_a_document_and_the_evidence_of_its_step(r: Room) -> None:
    improved(r)
    with standing_at(ON):
        made = frozen(r)
        again_ = Document.objects.get(public_id=made.document_id)
    assert made.edition == 1
    assert again_.number == NUMBER
    held = Evidence.objects.filter(year=r.year, step="8.1")
    assert {(one.requirement, one.kind) for one in held} == {
        ("dokumen-reviu", "pdf"), ("realisasi", "xlsx"),
    }  # fmt: skip
    assert made.figures["daerah|"]["due"] == 4


def test_a_later_edition_says_why_and_replaces_the_former(r: Room) -> None:
    decided(r)
    with standing_at(ON):
        first = frozen(r)
        with pytest.raises(ConvergenceError, match="alasan"):
            frozen(r)
        second = frozen(r, reason="Angka Dinkes dibetulkan")
    assert second.edition == 2
    old = Document.objects.get(public_id=first.document_id)
    assert old.replaced_by is not None
    assert old.replaced_by.public_id == second.document_id
    assert Evidence.objects.filter(step="8.1", requirement="dokumen-reviu").count() == 2
