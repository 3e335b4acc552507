"""The own score: counted by the rubric, what lacks for the next grade, by hand, beside another."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from hypothesis import given
from hypothesis import strategies as st
from tests.convergence_rows import MAY, VILLAGE, Room, again, opened, typed
from tests.kept_files import pdf
from tests.review_rows import ON, built, day, promise

from rembuk import reference
from rembuk.demo.clock import standing_at
from rembuk.office.access.history import AppendOnlyError
from rembuk.office.convergence import proving, steps, years
from rembuk.office.convergence.errors import ConvergenceError, NotYoursError
from rembuk.office.convergence.models import Evidence, Year
from rembuk.office.convergence.proving import Subject
from rembuk.office.review import score, score_province, score_sheet, score_words
from rembuk.office.review.score import Row, needed
from rembuk.office.review.score_measures import Measured

KABUPATEN = "16.06"
RUBRIC = {one.number: one for one in reference.load().rubric("8-aksi", dt.date(2023, 12, 31))}


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    r = built()
    opened(r, MAY)
    typed(r, "dinkes", "rematri_ttd", 3)
    typed(r, "dinkes", "rematri", 9)
    promise(r, day(6, 30), day(6, 20))
    promise(r, day(3, 31))


@pytest.fixture
def r(_built: None, db: None) -> Room:
    return again()


def rows(r: Room, on: dt.date = ON, place: str = KABUPATEN) -> dict[str, Row]:
    return {one.criterion.number: one for one in score.rows(r.year, place, on)}


def bring(r: Room, step: str, code: str) -> None:
    line = steps.line(r.year, step, ON)
    assert line is not None
    asked = next(one for one in line.step.requires if one.code == code)
    with standing_at(ON):
        proving.add(
            Subject(r.year, KABUPATEN, asked, step=step), r.who("tpps"),
            upload=ContentFile(pdf(len(code)), "a.pdf"), on=ON,
        )  # fmt: skip


def test_documents_of_the_action_are_counted_and_what_lacks_is_named(r: Room) -> None:
    row = rows(r)["3.1"]
    assert row.measured is not None
    assert (row.measured.n, row.measured.of, row.letter) == (0, 3, "D")
    assert (row.next.letter if row.next else "", row.needed) == ("C", 2)
    assert score_words.lacking(row) == "masih kurang 2 dokumen untuk nilai C"
    assert all("/konvergensi/2023/langkah/3.1/" in one.link for one in row.measured.lacks)
    for code in ("berita-acara", "komitmen"):
        bring(r, "3.1", code)
    row = rows(r)["3.1"]
    assert (row.letter, row.needed) == ("C", 1)


def test_a_step_that_has_not_begun_is_told_apart(r: Room) -> None:
    row = rows(r, day(6, 1))["8.1"]
    assert row.measured is None
    assert row.letter == ""  # nothing to count yet is not the lowest grade
    assert "bukan nilai terendah" in score_words.lacking(row)


def test_completeness_is_of_cells_past_their_day(r: Room) -> None:
    before, after = rows(r, day(5, 25))["1.3"], rows(r)["1.3"]
    assert before.measured is None
    assert after.measured is not None
    assert (after.measured.n, after.letter) == (1, "D")
    assert sum(one.n for one in after.measured.lacks) == after.measured.of - 1


def test_missed_days_cannot_be_made_up(r: Room) -> None:
    row = rows(r)["T.1"]
    assert row.measured is not None
    assert row.measured.past
    assert "tidak dapat dikejar" in score_words.lacking(row)


def test_without_a_decision_on_lokus_there_is_no_grade(r: Room) -> None:
    assert rows(r)["1.1"].grade is None


def under_2025(r: Room) -> Year:
    with standing_at(day(1, 5, 2026)):
        return years.adopt(KABUPATEN, 2026, "aksi-2025", r.who("tpps"))


def test_promises_kept_are_a_criterion_of_the_actions_of_2025(r: Room) -> None:
    year = under_2025(r)
    later = day(1, 20, 2027)

    def third() -> Row:
        every = score.rows(year, KABUPATEN, later)
        return next(one for one in every if one.criterion.number == "3")

    assert third().measured is None
    for owed in (day(6, 30, 2026), day(7, 31, 2026)):
        promise(r, owed, day(6, 20, 2026))
    promise(r, day(8, 31, 2026))
    row = third()
    assert row.measured is not None
    assert (row.measured.n, row.measured.of, row.letter) == (2, 3, "C")
    assert row.needed == 1


@given(of=st.integers(1, 400), n=st.integers(0, 400), step=st.integers(0, 2))
def test_needed_is_exactly_what_makes_the_next_grade(of: int, n: int, step: int) -> None:
    n = min(n, of)
    criterion = RUBRIC["3.1"]
    above = criterion.grades[step]
    more = needed(Measured(n, of, "", "", ()), above)
    assert above.least is not None

    def reaches(count: int) -> bool:
        found = criterion.grade(100 * count / of)
        return found is not None and criterion.grades.index(found) <= step

    assert reaches(min(of, n + more))
    assert more == 0 or not reaches(n + more - 1)


def hand(r: Room, letter: str, who: str = "tpps", number: str = "T.4", **more: object) -> None:
    with standing_at(ON):
        score.grade(
            r.year, KABUPATEN, RUBRIC[number], letter, "Inovasi dipakai di 12 desa", r.who(who),
            **more,
        )  # fmt: skip


def test_a_hand_grade_needs_reason_and_evidence(r: Room) -> None:
    with pytest.raises(ConvergenceError, match="perlu bukti"):
        hand(r, "A")
    assert not Evidence.objects.filter(requirement__startswith="rubrik.").exists()
    hand(r, "A", upload=ContentFile(pdf(2), "a.pdf"))
    row = rows(r)["T.4"]
    assert (row.letter, len(row.evidence)) == ("A", 1)
    hand(r, "")
    assert rows(r)["T.4"].letter == ""


def test_the_lowest_grade_needs_no_evidence(r: Room) -> None:
    hand(r, "D")
    row = rows(r)["T.4"]
    assert row.letter == "D"
    assert "nilai C" in score_words.lacking(row)


def test_what_is_counted_is_not_graded_by_hand(r: Room) -> None:
    with pytest.raises(ConvergenceError, match="dihitung"):
        hand(r, "A", number="3.1")


def test_an_operator_does_not_grade(r: Room) -> None:
    with pytest.raises(NotYoursError):
        hand(r, "D", "dinkes")


def test_a_kept_score_does_not_change_with_the_data(r: Room) -> None:
    with standing_at(ON):
        kept = score.keep(r.year, KABUPATEN, r.who("tpps"))
    for code in ("berita-acara", "komitmen"):
        bring(r, "3.1", code)
    held = score.kept(r.year, KABUPATEN)[0]
    letters = {row["number"]: row["letter"] for row in held.rows}
    assert letters["3.1"] == "D"
    assert rows(r)["3.1"].letter == "C"
    with pytest.raises(AppendOnlyError):
        kept.save()


def province(r: Room, grades: dict[str, str], note: str = "") -> None:
    with standing_at(ON):
        score_province.state(
            r.year, KABUPATEN, {RUBRIC[number].code: one for number, one in grades.items()}, ON,
            "BA penilaian provinsi", ContentFile(pdf(len(note) + 1), "a.pdf"), r.who("tpps"),
            rubric=tuple(RUBRIC.values()), note=note,
        )  # fmt: skip


def test_the_provinces_grade_stands_beside_with_the_difference(r: Room) -> None:
    with standing_at(ON):
        score.keep(r.year, KABUPATEN, r.who("tpps"))
    province(r, {"3.1": "B", "2.1": "D"})
    held = score_province.holding(r.year, KABUPATEN)
    base = score_province.own_before(r.year, KABUPATEN, ON)
    assert held is not None
    assert base is not None
    own = {row["code"]: row["letter"] for row in base.rows}
    told = {
        one.number: one
        for one in score_province.beside(tuple(RUBRIC.values()), own, held.grades)
    }  # fmt: skip
    assert (told["3.1"].steps, told["3.1"].words) == (2, "provinsi 2 tingkat lebih tinggi")
    assert told["2.1"].words == "sama"
    assert told["T.3"].steps is None


def test_a_second_letter_of_the_province_says_why(r: Room) -> None:
    province(r, {"3.1": "B"})
    with pytest.raises(ValidationError, match="mengapa diganti"):
        province(r, {"3.1": "A"})
    province(r, {"3.1": "A"}, "Hasil sanggah")
    assert len(score_province.all_of(r.year, KABUPATEN)) == 2


def test_a_grade_nobody_offers_is_refused(r: Room) -> None:
    with pytest.raises(ConvergenceError, match="daftar"):
        province(r, {"3.1": "Z"})


def test_the_assessment_of_a_kecamatan_is_its_evidence(r: Room) -> None:
    year = under_2025(r)
    with standing_at(day(1, 20, 2027)):
        score_sheet.keep(year, VILLAGE[:8], r.who("camat"))
    held = Evidence.objects.get(year=year, step="U4.1")
    assert (held.requirement, held.kind, held.place_code) == ("penilaian", "xlsx", VILLAGE[:8])
