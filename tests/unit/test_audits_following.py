"""After the meeting: measuring again, criteria, outcome, promises carried over, closing."""

from __future__ import annotations

import datetime as dt
import io

import docx
import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.audit_rows import World, add_case, audited, concluded
from tests.factories import child, measured

from rembuk.office.accompaniment.models import Accompaniment
from rembuk.office.audits import steps
from rembuk.office.audits.errors import StaleError
from rembuk.office.audits.following import effect, outcomes, similar
from rembuk.office.audits.following import measured as following
from rembuk.office.audits.models import (
    Case,
    CaseState,
    Conclusion,
    Consent,
    Outcome,
    Remeasure,
    Report,
    Signing,
)
from rembuk.office.audits.reporting import evaluating
from rembuk.office.audits.reporting import outline as report
from rembuk.office.audits.worksheet import filling as sheets
from rembuk.office.documents import letters, words
from rembuk.office.documents.wording import letter_data
from rembuk.office.people.models import Person

pytestmark = pytest.mark.django_db
LESSON = "Kontak TB serumah ditanya pada kunjungan pertama"


@pytest.fixture
def world() -> World:
    """A concluded case, signed 200 days ago; step IV begun."""
    w = audited()
    concluded(w)
    then = timezone.now() - dt.timedelta(days=200)
    Signing.objects.update(at=then)
    measured(w.case.person, then.date() - dt.timedelta(days=5), zlen=-3.0, tbu="pendek")
    for number in (4,):
        steps.start(w.cycle, number, timezone.localdate(), w.people["ketua"], "Untuk uji")
    w.case = Case.objects.get(pk=w.case.pk)
    return w


def start(w: World) -> dt.date:
    day = following.audited_on(w.case)
    assert day is not None
    return day


def seen(w: World, days: int, z: float = -2.6, **more: object) -> None:
    measured(w.case.person, start(w) + dt.timedelta(days=days), zlen=z, tbu="pendek", **more)


def states(w: World, after: int) -> list[str]:
    return [one.state for one in following.looks(w.case, start(w) + dt.timedelta(days=after))]


def test_measuring_again_is_due_at_one_three_and_six_months(world: World) -> None:
    Signing.objects.update(at=timezone.now() - dt.timedelta(days=400))
    world.case = Case.objects.get(pk=world.case.pk)
    person = world.case.person
    person.measurements.filter(date__gt=start(world)).delete()
    assert [one.month for one in following.looks(world.case, start(world))] == [1, 3, 6]
    assert states(world, 5) == ["tunggu", "tunggu", "tunggu"]
    assert states(world, 30) == ["jatuh-tempo", "tunggu", "tunggu"]
    assert states(world, 70) == ["terlewat", "tunggu", "tunggu"]
    seen(world, 33)
    assert states(world, 70) == ["ada", "tunggu", "tunggu"]


def test_of_two_weighings_the_one_that_can_be_judged_is_taken(world: World) -> None:
    seen(world, 30, flags="len")
    seen(world, 40, z=-2.5)
    look = following.looks(world.case, timezone.localdate())[0]
    assert look.z == -2.5


def test_drawing_again_changes_nothing_and_lets_go_what_was_taken_back(world: World) -> None:
    seen(world, 30)
    today = timezone.localdate()
    first = following.draw(world.case, today)
    kept = list(Remeasure.objects.order_by("month").values())
    assert following.draw(world.case, today) == first
    assert list(Remeasure.objects.order_by("month").values()) == kept
    row = following.looks(world.case, today)[0].measurement
    assert row is not None
    row.superseded_by = row
    row.save()
    following.draw(world.case, today)
    assert Remeasure.objects.get(month=1).measurement is None


def test_what_was_not_measured_again_stays_open(world: World) -> None:
    seen(world, 30, muac=None)
    row = following.looks(world.case, timezone.localdate())[0].measurement
    assert row is not None
    after = following.after(world.case, row)
    assert None in after.values()
    assert any(value is not None for value in after.values())


@pytest.mark.parametrize(("z", "word"), [(-2.5, "membaik"), (-2.9, "tetap"), (-3.4, "memburuk")])
def test_the_change_must_be_larger_than_the_noise_of_measuring(
    world: World, z: float, word: str
) -> None:
    # audited at -3.0; 0.3 SD is the noise of measuring
    world.case.person.measurements.filter(date__gt=start(world)).delete()
    seen(world, 180, z=z)
    said = outcomes.suggest(world.case, timezone.localdate())
    assert said.outcome == word
    assert said.reasons


def test_never_measured_again_is_lost_and_died_is_died(world: World) -> None:
    Signing.objects.update(at=timezone.now() - dt.timedelta(days=400))
    world.case = Case.objects.get(pk=world.case.pk)
    world.case.person.measurements.filter(date__gt=start(world)).delete()
    assert outcomes.suggest(world.case, timezone.localdate()).outcome == "hilang"
    Person.objects.filter(pk=world.case.person_id).update(
        left_on=timezone.localdate(), left_why="meninggal"
    )
    world.case = Case.objects.get(pk=world.case.pk)
    assert outcomes.suggest(world.case, timezone.localdate()).outcome == "meninggal"


def test_an_outcome_against_the_rule_needs_a_reason_and_a_lesson(world: World) -> None:
    world.case.person.measurements.filter(date__gt=start(world)).delete()
    seen(world, 180, z=-2.5)
    by = world.people["ketua"]
    with pytest.raises(ValidationError):
        outcomes.decide(world.case, "tetap", LESSON, by)
    with pytest.raises(ValidationError):
        outcomes.decide(world.case, "membaik", "", by)
    assert not Outcome.objects.exists()
    row = outcomes.decide(world.case, "tetap", LESSON, by, reason="Keluarga masih merokok")
    assert (row.suggested, row.reason) == ("membaik", "Keluarga masih merokok")
    assert Case.objects.get(pk=world.case.pk).state == CaseState.DONE
    with pytest.raises(StaleError):
        outcomes.decide(world.case, "membaik", LESSON, by, version=0)
    assert outcomes.decide(world.case, "membaik", LESSON, by, version=1).version == 2


def test_an_outcome_before_step_three_is_done_is_refused() -> None:
    w = audited()
    with pytest.raises(ValidationError):
        outcomes.decide(w.case, "membaik", LESSON, w.people["ketua"])


def test_an_audited_person_with_consent_is_accompanied_once(world: World) -> None:
    assert not Accompaniment.objects.exists()
    world.case.consent = "ada"
    world.case.save()
    world.case.save()
    (one,) = Accompaniment.objects.all()
    assert (one.person, one.audited) == (world.case.person, True)


def test_like_cases_outside_the_circle_show_no_number_under_the_limit(world: World) -> None:
    def another(n: int) -> Case:
        made = add_case(world.cycle, child(name=f"Anak {n}"))
        held = [{"cause": "I-DIS-03", "certainty": "diduga", "main": True}]
        Conclusion.objects.create(case=made, text="x", causes=held)
        return made

    def told(limit: int = 5) -> similar.Similar:
        return similar.like(world.case, Case.objects.none(), limit)

    for n in range(4):
        another(n)
    assert told().number is None
    assert told().own == ()
    last = another(5)
    assert told().number == 5
    mine = similar.like(world.case, Case.objects.filter(pk=last.pk), 5)
    assert [one.case for one in mine.own] == [last]
    excluded = Conclusion.objects.get(case=last)
    excluded.causes = [{"cause": "I-DIS-03", "certainty": "disingkirkan", "main": False}]
    excluded.save()
    assert told().number is None


def test_few_audited_children_give_no_number(world: World) -> None:
    found = effect.of_district("16.06", timezone.localdate())
    assert (found.known, found.why_not) == (False, "sedikit")


def test_a_cycle_is_closed_only_with_all_steps_and_a_report(world: World) -> None:
    by = world.people["ketua"]
    with pytest.raises(ValidationError) as refused:
        evaluating.close(world.cycle, by)
    assert len(refused.value.messages) == 2
    world.cycle.steps.update(finished_on=timezone.localdate())
    Report.objects.create(public_id="LAP-1", cycle=world.cycle, document="DOK-1")
    assert evaluating.close(world.cycle, by).closed
    with pytest.raises(ValidationError):
        evaluating.close(world.cycle, by)


def test_the_report_follows_the_outline_without_names(world: World) -> None:
    seen(world, 180)
    letter = report.report(world.cycle, [world.case], timezone.localdate())
    text = str(letter_data(letter))
    for part in (
        "Pendahuluan", "Pelaksanaan", "Kesimpulan dan rencana tindak lanjut",
        "Evaluasi rencana tindak lanjut", "Penutup", "Lembar pengesahan", "Ketua TPPS", "Sp.A",
    ):  # fmt: skip
        assert part in text
    assert world.case.person.name not in text
    assert world.case.person.public_id not in text
    assert "disamarkan" in text  # one case is fewer than the smallest count shown
    assert letters.render(letter).startswith(b"%PDF")
    twin = docx.Document(io.BytesIO(words.write(letter)))
    heads = [one.text for one in twin.paragraphs if one.style.name == "Heading 1"]
    assert heads[0] == "BAB I Pendahuluan"
    assert heads[-1] == "BAB IV Penutup"


@pytest.mark.parametrize(
    ("found", "shown"),
    [
        ({"a": 7, "b": 6, "c": 0}, ["7", "6", "0"]),
        ({"a": 7, "b": 6, "c": 2}, ["7", "disamarkan", "disamarkan"]),
        ({"a": 7, "b": 3, "c": 2}, ["7", "disamarkan", "disamarkan"]),
    ],
)
def test_a_hidden_count_can_not_be_worked_out_from_the_sum(
    found: dict[str, int], shown: list[str]
) -> None:
    assert [text for _name, text in report.counts(found.items(), 5)] == shown


def test_the_plan_of_visits_counts_from_what_the_worksheet_says(world: World) -> None:
    """An audited pregnant woman is visited by her weeks, once the sheet says since when."""
    mother = child("16.06.01.2001.P01", born=dt.date(1998, 3, 2), name="Ibu Contoh")
    case = add_case(world.cycle, mother, "bumil")
    case.consent = Consent.GIVEN
    case.save()
    running = Accompaniment.objects.get(person=mother, closed_on__isnull=True)
    assert running.anchor is None
    since = timezone.localdate() - dt.timedelta(days=100)
    by = world.people["teknis"]
    sheet = sheets.open_(case, by)
    (done,) = sheets.write(sheet, [sheets.Patch("1", "kka.hpht", since.isoformat())], by)
    assert done.status == "disimpan"
    sheet.refresh_from_db()
    sheets.finish(sheet, by, sheet.version)
    running.refresh_from_db()
    assert (running.anchor, running.next_contact) == (since, "m16")
