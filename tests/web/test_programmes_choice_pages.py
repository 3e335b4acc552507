"""Pages of "what first under a budget": from a name and an amount to proposals."""

from __future__ import annotations

import io

import openpyxl
import pypdf
import pytest
from django.urls import reverse
from tests.factories import browser
from tests.ledger_rows import Offices
from tests.programmes_choice_rows import priced, reckoned, scenario
from tests.programmes_rows import NEXT, again

from rembuk.office.access.public_ids import new
from rembuk.office.jobs.models import Job, State
from rembuk.office.programmes.choosing.ask import Ask
from rembuk.office.programmes.errors import NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import Activity, ChoicePlan, Scenario
from rembuk.office.programmes.priorities import acts as choices
from rembuk.office.programmes.priorities import propose as choice_propose
from rembuk.office.programmes.priorities.view import shown

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def base(kept: None) -> None:
    priced()


@pytest.fixture
def o(base: None) -> Offices:
    return again()


def text(answer: object) -> str:
    return " ".join(answer.content.decode().split())


def test_a_name_and_an_amount_make_a_scenario_and_its_job(o: Offices) -> None:
    answer = browser(o.who("tpps")).post(
        reverse("programmes:choices"),
        {"name": "APBD 2027", "budget": "5 miliar", "tahun": str(NEXT)},
    )
    made = Scenario.objects.get()
    assert answer.url == reverse("programmes:choice", args=[made.public_id])
    assert Ask.from_json(made.ask).budget == 5_000_000_000
    assert Ask.from_json(made.ask).cap == 90
    assert Ask.from_json(made.ask).of("INT-GIZI-BURUK").floor == 100  # it does not compete
    assert Job.objects.get(kind="prioritas").subject == made.public_id
    assert made.events.get().act == "buat"


def test_an_amount_in_thousands_is_refused_in_words(o: Offices) -> None:
    answer = browser(o.who("tpps")).post(
        reverse("programmes:choices"), {"name": "APBD", "budget": "5.000", "tahun": str(NEXT)}
    )
    assert answer.status_code == 422
    assert "rupiah penuh" in text(answer)
    assert not Scenario.objects.exists()


def test_the_page_tells_cases_with_their_range_and_every_assumption(o: Offices) -> None:
    plan = reckoned(o)
    page = text(
        browser(o.who("bupati")).get(reverse("programmes:choice", args=[plan.scenario.public_id]))
    )
    given = shown(plan)
    assert f"rentang {given.head['low']} sampai {given.head['high']}" in page
    assert "tidak diakui" in page  # a latrine claims no case
    assert "seolah saling bebas" in page
    assert "belum ada biaya satuan di katalog" in page  # of water
    assert "Jadikan usul kegiatan" not in page  # the bupati reads


def test_only_who_keeps_the_plan_sets_or_reckons(o: Offices) -> None:
    one = scenario(o)
    for name in ("bupati", "dinkes"):
        client = browser(o.who(name))
        assert client.post(reverse("programmes:choice-run", args=[one.public_id])).status_code in (
            403, 404,
        )  # fmt: skip
        with pytest.raises(NotYoursError):
            choices.change(o.who(name), one, Ask(1), name="Lain", note="", version=1)
    desa = browser(o.who("desa"))
    assert desa.get(reverse("programmes:choice", args=[one.public_id])).status_code == 404


def test_other_assumptions_are_a_new_version_and_the_old_plan_stays(o: Offices) -> None:
    plan = reckoned(o)
    one = plan.scenario
    client = browser(o.who("tpps"))
    url = reverse("programmes:choice-ask", args=[one.public_id])
    page = text(client.get(url))
    assert "DPA contoh 2026" in page
    answer = client.post(
        url,
        {
            "version": "1", "name": one.name, "budget": "12 juta", "cap": "80", "rest": "simpan",
            "use:INT-PMBA": "1", "use:INT-JAMBAN": "1", "cost:INT-PMBA": "250.000",
            "floor:INT-JAMBAN": "10",
        },
    )  # fmt: skip
    assert answer.status_code == 302, text(answer)[:3000]
    one.refresh_from_db()
    ask = Ask.from_json(one.ask)
    assert (one.version, ask.budget, ask.rest) == (2, 12_000_000, "simpan")
    assert ask.of("INT-PMBA").cost == 250_000
    assert not ask.of("INT-PMT-BALITA").use
    assert ChoicePlan.objects.get(pk=plan.pk).ask["budget"] == 20_000_000
    later = choices.reckon(one, o.who("tpps"))
    assert later.pk != plan.pk
    assert {row.intervention for row in shown(later).solved.bought} <= {"INT-PMBA", "INT-JAMBAN"}


def test_two_who_change_at_once_lose_nothing(o: Offices) -> None:
    one = scenario(o)
    choices.change(o.who("tpps"), one, Ask(30_000_000), name=one.name, note="", version=1)
    with pytest.raises(StaleError):
        choices.change(o.who("tpps"), one, Ask(1_000_000), name=one.name, note="", version=1)
    page = text(browser(o.who("tpps")).post(
        reverse("programmes:choice-ask", args=[one.public_id]),
        {"version": "1", "name": one.name, "budget": "7.500.000"},
    ))  # fmt: skip
    assert "30.000.000" in page  # what stands
    assert "7.500.000" in page  # what was typed


def test_the_same_day_and_assumptions_are_one_plan(o: Offices) -> None:
    plan = reckoned(o)
    assert choices.reckon(plan.scenario, o.who("tpps")).pk == plan.pk


def test_floors_dearer_than_the_money_fail_the_job_in_words(o: Offices) -> None:
    from rembuk.office.jobs import queue

    one = scenario(o, 2_000_000, least=10_000_000)
    job = queue.enqueue("prioritas", one.public_id, o.who("tpps"), scenario=one.public_id,
                        account=o.who("tpps").pk)  # fmt: skip
    assert job.state == State.FAILED
    assert "Batas paling sedikit menelan Rp" in job.message
    page = text(browser(o.who("tpps")).get(reverse("programmes:choice", args=[one.public_id])))
    assert "Batas paling sedikit menelan Rp" in page


def test_without_needs_or_prices_it_says_what_is_missing(o: Offices) -> None:
    from rembuk.office.programmes.models import UnitCost

    UnitCost.objects.all().delete()
    with pytest.raises(ProgrammeError, match="Isi biaya satuan"):
        choices.reckon(scenario(o), o.who("tpps"))


def test_proposals_are_made_once_with_office_money_and_place(o: Offices) -> None:
    plan = reckoned(o)
    client = browser(o.who("tpps"))
    url = reverse("programmes:choice-propose", args=[plan.scenario.public_id, plan.public_id])
    page = text(client.get(url))
    assert "satu sekabupaten" in page
    form = {
        "use:INT-PMBA": "1", "office:INT-PMBA": "dinkes", "money:INT-PMBA": "DANA-APBD",
        "level:INT-PMBA": "kecamatan",
    }  # fmt: skip
    client.post(url, form)
    made = list(Activity.objects.order_by("place_code"))
    assert [one.place_code for one in made] == ["16.06.01", "16.06.02"]
    assert {one.status for one in made} == {"usul"}
    assert {one.problem_id for one in made} == {plan.public_id}
    bought = [one for one in shown(plan).solved.bought if one.intervention == "INT-PMBA"]
    assert sum(one.volume for one in made if one.volume) == sum(one.persons for one in bought)
    assert sum(one.ceiling_amount or 0 for one in made) == sum(one.rupiah for one in bought)
    client.post(url, form)
    assert Activity.objects.count() == 2


def test_too_fine_proposals_are_refused_before_any_is_made(
    o: Offices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choice_propose, "MOST", 1)
    plan = reckoned(o)
    pick = choice_propose.Pick("INT-PMBA", o["dinkes"], "", "desa")
    outcome = choice_propose.propose(o.who("tpps"), shown(plan), [pick])
    assert outcome.refused
    assert not outcome.made


def test_sheet_and_paper_say_the_same_money(o: Offices) -> None:
    plan = reckoned(o)
    client = browser(o.who("bupati"))
    arguments = [plan.scenario.public_id, plan.public_id]
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("programmes:choice-sheet", args=arguments)).content)
    )
    rows = list(book["Intervensi"].iter_rows(values_only=True))
    money = [row[8] for row in rows if isinstance(row[8], int | float)]
    assert round(sum(money)) == round(shown(plan).solved.spent)
    paper = pypdf.PdfReader(
        io.BytesIO(client.get(reverse("programmes:choice-letter", args=arguments)).content)
    )
    words = " ".join(page.extract_text() for page in paper.pages)
    assert "PRIORITAS DI BAWAH ANGGARAN" in words
    assert "20.000.000" in words


def test_a_plan_of_another_scenario_is_not_found(o: Offices) -> None:
    plan, other = reckoned(o), scenario(o, name="Lain")
    client = browser(o.who("tpps"))
    assert client.get(
        reverse("programmes:choice-plan", args=[other.public_id, plan.public_id])
    ).status_code == 404  # fmt: skip
    assert client.get(reverse("programmes:choice", args=[new()])).status_code == 404
