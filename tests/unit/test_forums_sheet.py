"""The data sheet: register, target and gap, small counts, what cannot be read, promises."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.utils import timezone
from tests.factories import child, count, measured
from tests.forum_rows import KECAMATAN, SECOND, VILLAGE, again, people, planned

from rembuk.office.access.models import Account
from rembuk.office.forums.data_sheet import sheet as data_sheet
from rembuk.office.forums.data_sheet.figures import Figure, figures
from rembuk.office.insight import targets
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office

pytestmark = pytest.mark.django_db
ON = dt.date(2026, 10, 31)


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    people()
    for number in range(20):
        one = child(f"{VILLAGE}.P01")
        measured(one, dt.date(2026, 10, 12), tbu="pendek" if number < 6 else "normal")
    for number in range(20):
        one = child(f"{SECOND}.P01")
        measured(one, dt.date(2026, 10, 12), tbu="pendek" if number < 2 else "normal")
    count()


@pytest.fixture
def who(_built: None) -> dict[str, Account]:
    return again()


def named(place: str, code: str, year: int = 2026) -> Figure:
    return next(one for one in figures(place, year, ON) if one.code == code)


def test_a_share_stands_with_its_count_month_and_target(who: dict[str, Account]) -> None:
    targets.state(who["tpps"], targets.REGISTER.code, VILLAGE, 2027, Decimal(20), "RKPDes 2027")
    found = named(VILLAGE, "register")
    assert found.value == pytest.approx(30)
    assert found.counted(5) == "6 dari 20"
    assert found.as_of == "Oktober 2026"
    assert (found.target, found.target_year, found.gap) == (20, 2027, pytest.approx(10))


def test_a_target_reached_has_no_gap(who: dict[str, Account]) -> None:
    targets.state(who["tpps"], targets.REGISTER.code, VILLAGE, 2026, Decimal(35), "RKPDes 2026")
    assert named(VILLAGE, "register").gap == 0


def test_a_small_count_is_hidden_and_so_is_its_share(who: dict[str, Account]) -> None:
    found = named(SECOND, "register")
    assert found.value is None
    assert found.gap is None
    assert found.counted(5) == "< 5 dari 20"
    whole = named(KECAMATAN, "register")
    assert whole.counted(5) == "8 dari 40"


@pytest.mark.parametrize(
    ("n", "of", "told"),
    [
        (0, 40, "0 dari 40"), (3, 40, "< 5 dari 40"), (38, 40, "lebih dari 35 dari 40"),
        (40, 40, "40 dari 40"), (2, 3, "kurang dari 5"), (12, 40, "12 dari 40"),
    ],
)  # fmt: skip
def test_no_count_tells_of_fewer_than_five_people(n: int, of: int, told: str) -> None:
    assert Figure("x", "x", None, n, of, "", "").counted(5) == told


def test_who_was_weighed_is_no_secret() -> None:
    assert Figure("ds", "D/S", 95.0, 38, 40, "", "", bare=True).counted(5) == "38 dari 40"


def test_a_village_without_register_says_so(who: dict[str, Account]) -> None:
    found = named("16.06.02.2001", "register")
    assert (found.value, found.n, found.why) == (None, None, "belum ada data register")


def promised(owner: str, days: int, **more: object) -> Promise:
    now, today = timezone.now(), timezone.localdate()
    number = f"2026/{Promise.objects.count():04d}"
    return Promise.objects.create(
        **{
            "public_id": f"J{Promise.objects.count()}", "number": number,
            "title": f"Janji {number}",
            "kind": "sensitif", "beneficiary_kind": "wilayah", "place_code": VILLAGE,
            "source_kind": "rembuk", "owner": Office.objects.get(code=owner),
            "due": today - dt.timedelta(days=days), "state": "diterima", "created_at": now,
            "changed_at": now, **more,
        }
    )  # fmt: skip


def test_who_is_late_is_told_by_office_the_longest_first(who: dict[str, Account]) -> None:
    promised("dinkes", 3)
    oldest = promised("desa-01", 30)
    promised("desa-01", 2)
    promised("desa-01", -4)
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    found = data_sheet.of_place(one, VILLAGE, timezone.localdate())
    assert [(row.office.code, row.many, row.days) for row in found.late] == [
        ("desa-01", 2, 30), ("dinkes", 1, 3),
    ]  # fmt: skip
    assert found.late[0].title == oldest.title


def test_a_promise_for_a_family_is_counted_and_not_named(who: dict[str, Account]) -> None:
    promised("dinkes", 9, audience="terbatas", source_kind="audit", title="Rujuk anak itu")
    one = planned(who["desa"], "rembuk-desa", VILLAGE)
    found = data_sheet.of_place(one, VILLAGE, timezone.localdate())
    assert (found.late[0].many, found.late[0].title) == (1, "")
    assert (found.audits.total, found.audits.late) == (1, 1)


def test_the_sheet_of_an_office_holds_its_own(who: dict[str, Account]) -> None:
    promised("dinkes", 9)
    promised("desa-01", 9)
    one = planned(who["camat"], "rembuk-kecamatan", KECAMATAN)
    office = Office.objects.get(code="dinkes")
    assert office in data_sheet.offices_of(one)
    found = data_sheet.of_office(one, office, timezone.localdate())
    assert [row.office.code for row in found.late] == ["dinkes"]
    assert found.figures == ()
