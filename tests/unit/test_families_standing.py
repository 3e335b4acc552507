"""Where families stand, from what lists tell and whom the card names; when that is out of date."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml
from django.conf import settings
from django.utils import timezone
from tests.factories import district
from tests.family_rows import baby, family, joins, member, told

from rembuk import reference
from rembuk.office.families import freshness, judging, services
from rembuk.office.families.family_facts import told as words_of
from rembuk.office.families.family_members import stages
from rembuk.office.families.gathering import gather
from rembuk.office.families.models import Standing
from rembuk.office.jobs.models import Job, State
from rembuk.office.linking.models import Change, LinkRun
from rembuk.office.lists.models import ListedPerson
from rembuk.office.people.models import Membership
from rembuk.office.posyandu.models import ChildStatus

TODAY = dt.date(2026, 11, 20)
AREA = "16.06"

pytestmark = pytest.mark.django_db


def standing(home) -> Standing:
    services.derive(AREA, on=TODAY)
    return Standing.objects.get(family=home)


def couple(home, wife_born=dt.date(1998, 3, 2)):
    member(home, "Bapak Contoh", "kepala", dt.date(1995, 1, 5), "L")
    return member(home, "Ibu Contoh", "istri", wife_born, "P")


def test_a_target_with_a_factor_is_at_risk() -> None:
    home = family()
    couple(home)
    told(home, "regsosek", {"water_source": "permukaan", "septic": "tangki-septik"})
    row = standing(home)
    assert row.at_risk is True
    assert row.target is True
    assert row.factors == ["KRS-F1"]


def test_what_nobody_tells_is_not_taken_for_a_no() -> None:
    home = family()
    couple(home)
    row = standing(home)
    assert row.target is True
    assert row.at_risk is None
    assert {"KRS-F1", "KRS-F2", "KRS-F7"} <= set(row.unknown)


def test_an_unconfirmed_code_decides_nothing() -> None:
    home = family()
    couple(home)
    told(home, "krs", {"water_proper": "?1", "pus": "?1"}, "2025")
    row = standing(home)
    assert row.at_risk is None
    assert row.listed_at_risk is None
    assert row.sources == "krs"


def test_the_list_shows_a_risk_by_its_own_columns() -> None:
    risky, safe = family(), family()
    told(risky, "krs", {"pus": True, "latrine_proper": False}, "2025")
    told(safe, "krs", {"pus": True, "latrine_proper": True}, "2025")
    assert standing(risky).listed_at_risk is True
    assert standing(safe).listed_at_risk is False


def test_other_evidence_against_the_list_is_named() -> None:
    home = family()
    couple(home)
    told(home, "krs", {"pus": True, "latrine_proper": False}, "2025")
    told(home, "regsosek", {"septic": "tangki-septik"})
    row = standing(home)
    assert row.differs == ["KRS-F2"]
    assert judging.read(row.beside)["KRS-F2"] == "bukti-berbeda"
    assert " KRS-F2:bukti-berbeda " in row.beside


@pytest.mark.parametrize(
    ("decile", "poverty"), [(1, "miskin-ekstrem"), (9, "di-atas-garis"), (None, "tidak-diketahui")]
)
def test_a_decile_presumes_a_class(decile: int | None, poverty: str) -> None:
    home = family()
    told(home, "dtsen", {} if decile is None else {"decile": decile})
    row = standing(home)
    assert row.poverty == poverty
    assert row.presumed is (decile is not None)


def test_programmes_are_those_a_list_tells() -> None:
    home, silent = family(), family()
    couple(silent)
    told(home, "dtsen", {"pkh": True, "bpnt": False})
    assert standing(home).programmes == ["PROG-PKH"]
    assert Standing.objects.get(family=silent).programmes_known is False


def test_who_died_or_moved_is_no_member() -> None:
    home = family()
    couple(home)
    gone = baby(home, dt.date(2025, 12, 1))
    assert standing(home).under_two == 1
    type(gone).objects.filter(pk=gone.pk).update(left_on=dt.date(2026, 5, 1), left_why="meninggal")
    row = standing(home)
    assert (row.under_two, row.members) == (0, 2)


def test_a_child_in_a_case_counts() -> None:
    home = family()
    sick = baby(home, dt.date(2025, 2, 1))
    ChildStatus.objects.filter(child=sick).update(case="diduga")
    assert standing(home).stunted == 1


def test_a_newer_word_stands_and_the_older_is_kept() -> None:
    home = family()
    told(home, "p3ke", {"decile": 1}, "2023", as_of=dt.date(2023, 6, 30))
    told(home, "dtsen", {"decile": 4}, "2026-T3")
    words = words_of("decile", gather(home, TODAY))
    assert [(one.source, one.words, one.stands) for one in words] == [
        ("DTSEN", "4", True), ("P3KE", "1", False),
    ]  # fmt: skip


def test_a_detail_beats_the_yes_or_no_of_a_list() -> None:
    home = family()
    told(home, "regsosek", {"water_source": "permukaan"})
    told(home, "krs", {"water_proper": True}, "2025")
    words = words_of("water_proper", gather(home, TODAY))
    assert (words[0].words, words[0].stands) == ("tidak", True)
    assert (words[1].words, words[1].stands) == ("ya", False)


@pytest.mark.parametrize(
    ("months", "sex", "marks", "first"),
    [
        (10, "L", "", "baduta"), (24, "P", "", "balita"), (59, "P", "", "balita"),
        (60, "P", "", "anak"), (130, "P", "", "remaja-putri"), (130, "L", "", "remaja-putra"),
        (300, "P", "hamil", "hamil"), (300, "P", "nifas", "nifas"), (280, "P", "catin", "catin"),
        (600, "P", "", "dewasa-p"), (720, "L", "", "lansia"),
    ],
)  # fmt: skip
def test_the_stage_that_asks_for_most_care_leads(months, sex, marks, first) -> None:
    one = gather(family(), TODAY)
    held = stages(months, sex, frozenset(filter(None, [marks])), one)
    assert held[0].code == first


def test_every_age_has_a_stage() -> None:
    one = gather(family(), TODAY)
    for sex in "LP":
        assert all(stages(months, sex, frozenset(), one) for months in range(1200))


def test_a_list_an_act_or_a_run_makes_figures_old() -> None:
    district()
    home = family()
    couple(home)
    assert services.stale(AREA)  # never judged
    services.derive(AREA)
    assert not services.stale(AREA)
    LinkRun.objects.create(mode="baru", place_code=AREA, finished_at=timezone.now())
    assert services.stale(AREA)
    services.derive(AREA)
    assert not services.stale(AREA)
    Change.objects.create(key="9" * 32, kind="pisah", person="7Q-4K1M-X9", place_code=AREA)
    assert services.stale(AREA)


def test_a_split_person_leaves_the_counts_at_once() -> None:
    """The child of one card turns out to be of another: stale, judged anew, right again."""
    district()
    one, other = family(), family()
    couple(one)
    wrong = baby(one, dt.date(2025, 12, 1))
    services.derive(AREA)
    assert Standing.objects.get(family=one).under_two == 1
    Membership.objects.filter(person=wrong).delete()
    joins(other, wrong, "anak")
    Change.objects.create(key="8" * 32, kind="pisah", person=wrong.public_id, place_code=AREA)
    assert services.stale(AREA)
    state = freshness.refreshed(AREA).state  # tests work at once
    assert state == "segar"
    assert Standing.objects.get(family=one).under_two == 0
    assert Standing.objects.get(family=other).under_two == 1


def test_new_rules_make_figures_old() -> None:
    district()
    couple(family())
    services.derive(AREA)
    Standing.objects.update(rule_version="kemarin")
    assert services.stale(AREA)


def test_a_failed_work_is_not_asked_for_at_every_look(monkeypatch: pytest.MonkeyPatch) -> None:
    district()
    couple(family())
    Job.objects.create(kind="nilai-keluarga", subject=settings.REMBUK_AREA, state=State.FAILED)
    assert freshness.refreshed(AREA).state == "gagal"
    assert Job.objects.count() == 1


def test_a_family_that_moved_is_counted_once() -> None:
    home = family()
    couple(home)
    services.derive(AREA)
    home.place_code = "16.06.02.2001"
    home.save()
    services.derive(AREA)
    assert Standing.objects.get(family=home).place_code == "16.06.02.2001"


def test_a_head_alone_is_no_couple_but_a_card_without_head_is_not_whole() -> None:
    alone, broken = family(), family()
    member(alone, "Karta", "kepala", dt.date(1950, 1, 1), "L")
    member(broken, "Karsa", "lain", dt.date(1950, 1, 1), "L")
    assert standing(alone).at_risk is False
    assert standing(broken).at_risk is None


def test_a_card_nobody_holds_is_no_family() -> None:
    home = family()
    couple(home)
    services.derive(AREA)
    Membership.objects.filter(family=home).update(until=TODAY)
    assert services.derive(AREA) == 0
    assert not Standing.objects.exists()
    told(home, "dtsen", {"pkh": True})  # a list names it all the same
    assert services.derive(AREA) == 1


def test_the_same_rules_give_the_same_name() -> None:
    home = family()
    couple(home)
    version = reference.load().welfare_version(TODAY)
    assert standing(home).rule_version == version


def test_a_row_under_a_mistyped_card_tells_of_the_family_of_its_people() -> None:
    home, slip = family(), family()
    couple(home)
    head = home.memberships.get(role="kepala").person
    row = told(slip, "krs", {"pus": True, "latrine_proper": False})
    ListedPerson.objects.create(
        row=row, edition=row.edition, part=0, role="kepala", record_key=f"{1:032x}",
        name=head.name, name_key=head.name_key, person=head,
    )  # fmt: skip
    found = standing(home)
    assert Standing.objects.count() == 1  # the slip is no family of its own
    assert found.sources == "krs"
    assert " daftar:KRS-F2 " in found.holds
    joins(slip, member(family(), "Orang Lain", "lain", dt.date(1980, 1, 1), "L"), "kepala")
    services.derive(AREA, on=TODAY)
    assert Standing.objects.get(family=home).sources == ""  # somebody holds that card after all


def test_a_listed_card_of_somebody_without_another_stays_a_family() -> None:
    home = family()
    row = told(home, "krs", {"pus": True})
    ListedPerson.objects.create(
        row=row, edition=row.edition, part=0, role="kepala", record_key=f"{2:032x}",
        name="Belum Ditautkan", name_key="belum ditautkan",
    )  # fmt: skip
    assert standing(home).members == 0


@pytest.fixture
def settled(tmp_path):
    """Lets the district say what `krs.jawab-1` means; afterwards the rules are as before."""
    before = reference.load().release

    def settle(value: str) -> None:
        rule = {"code": "krs.jawab-1", "value": value, "valid_from": "2020-01-01", "source": ["x"]}
        path = tmp_path / f"{value}.yaml"
        path.write_text(yaml.safe_dump({"district": AREA, "overrides": [rule]}))
        reference.install(path)

    yield settle
    reference.install(settings.REMBUK_OVERRIDES)
    assert reference.load().release == before


def test_a_code_the_district_settles_is_judged_by_at_once(settled) -> None:
    home = family()
    couple(home)
    told(home, "krs", {"pus": True, "latrine_proper": "?1"})
    services.derive(AREA)
    assert Standing.objects.get(family=home).holds.count("daftar") == 0
    assert services.why_stale(AREA) == ""
    settled("ya")
    assert services.why_stale(AREA) == "aturan"
    before = Standing.objects.get(family=home).listed_at_risk
    assert before is None
    assert freshness.refreshed(AREA).state in {"menghitung", "segar"}
    services.derive(AREA)
    after = Standing.objects.get(family=home)
    assert after.listed_at_risk is True
    assert " daftar:KRS-F2 " in after.holds
    assert services.why_stale(AREA) == ""
