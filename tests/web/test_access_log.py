"""The view log: only ever added to, filtered, exported on record; accounts administered."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests.factories import browser, district

from rembuk.office.access import log
from rembuk.office.access.history import AppendOnlyError
from rembuk.office.access.models import Account, Assignment, Role, ViewLog
from rembuk.office.access.policies import rights_of
from rembuk.office.access.scoping import scoped
from rembuk.office.people.models import Person

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
POST = "16.06.01.2001.P01"


def holder(role: Role, place: str = "16.06", name: str = "contoh") -> Account:
    account = Account.objects.create_user(name, password="contoh-saja-2026")
    Assignment.objects.create(
        account=account, role=role, place_code=place, valid_from=dt.date(2024, 1, 1)
    )
    return account


def line(**given: object) -> ViewLog:
    fields = {
        "at": timezone.now(), "role": "gizi", "action": "buka", "subject_kind": "anak",
        "subject_id": "7Q-4K1M-X9", "place_code": POST, **given,
    }  # fmt: skip
    return ViewLog.objects.create(**fields)


def test_a_line_cannot_be_changed_or_removed() -> None:
    written = line()
    for act in (
        written.save,
        written.delete,
        ViewLog.objects.all().delete,
        lambda: ViewLog.objects.update(action="x"),
        lambda: ViewLog.objects.bulk_update([written], ["action"]),
    ):
        with pytest.raises(AppendOnlyError):
            act()
    assert ViewLog.objects.get().action == "buka"


def test_record_keeps_role_and_address() -> None:
    account = holder(Role.GIZI, "16.06.01")
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7")
    request.user = account
    request.rights = rights_of(account, timezone.localdate())
    log.record(request, "buka", "anak", "7Q-4K1M-X9", POST)
    written = ViewLog.objects.get()
    assert (written.role, written.address, written.account_id) == ("gizi", "192.0.2.7", account.pk)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", 2),
        ("action=ekspor", 1),
        ("place=16.06.01", 1),
        ("subject=7q-4k1m-x9", 1),
        ("account=tidak-ada", 0),
        ("since=2099-01-01", 0),
    ],
)
def test_the_officer_filters(query: str, shown: int) -> None:
    client = browser(holder(Role.DPO))
    line()
    line(action="ekspor", subject_id="16.06.02", place_code="16.06.02", rows=40)
    page = client.get(f"{reverse('access:log')}?{query}").context["page"]
    assert len([row for row in page if row.action != "baca-log"]) == shown


def test_the_officer_of_a_kecamatan_reads_that_kecamatan() -> None:
    line()
    line(place_code="16.06.02.2001")
    line(place_code="", subject_kind="akun")
    page = browser(holder(Role.DPO, "16.06.02")).get(reverse("access:log")).context["page"]
    assert [row.place_code for row in page] == ["16.06.02.2001"]


def test_an_export_is_itself_on_record() -> None:
    line()
    answer = browser(holder(Role.DPO)).get(reverse("access:log-export"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet["F4"].value == "7Q-4K1M-X9"
    written = ViewLog.objects.get(action="ekspor-log")
    assert written.rows == 1


def test_the_auditor_reads_and_does_not_export() -> None:
    client = browser(holder(Role.AUDITOR))
    assert client.get(reverse("access:log")).status_code == 200
    assert client.get(reverse("access:log-export")).status_code == 403


def test_a_new_account_has_a_password_shown_once_and_no_right() -> None:
    district()
    client = browser(holder(Role.ADMIN))
    answer = client.post(
        reverse("access:account-new"), {"username": "bidan-baru", "display_name": "Bidan"}
    )
    shown = re.search(r"<code[^>]*>([^<]+)</code>", answer.content.decode())
    assert shown
    made = Account.objects.get(username="bidan-baru")
    assert made.check_password(shown.group(1))
    assert not rights_of(made, timezone.localdate()).roles
    form = {"role": "bidan", "place_code": "16.06.01.2001", "valid_from": "2026-01-01"}
    assert client.post(reverse("access:assign", args=[made.pk]), form).status_code == 302
    assert rights_of(made, timezone.localdate()).may("ukur", POST)
    assert set(ViewLog.objects.values_list("action", flat=True)) == {"akun-buat", "akun-peran"}


@pytest.mark.parametrize(
    "wrong", [{"place_code": "99.99"}, {"place_code": "16"}, {"valid_to": "2025-01-01"}]
)
def test_a_role_needs_a_known_place_of_the_administrator_and_days(wrong: dict[str, str]) -> None:
    district()
    admin = holder(Role.ADMIN)
    other = Account.objects.create(username="lain")
    form = {"role": "bidan", "place_code": "16.06.01.2001", "valid_from": "2026-01-01", **wrong}
    answer = browser(admin).post(reverse("access:assign", args=[other.pk]), form)
    assert answer.status_code == 422
    assert not other.assignments.exists()


def test_nobody_raises_their_own_rights() -> None:
    admin = holder(Role.ADMIN)
    client = browser(admin)
    form = {"role": "gizi", "place_code": "16.06", "valid_from": "2026-01-01"}
    assert client.post(reverse("access:assign", args=[admin.pk]), form).status_code == 403
    assert client.post(reverse("access:password", args=[admin.pk])).status_code == 403


def test_a_new_password_ends_the_sessions() -> None:
    admin = browser(holder(Role.ADMIN))
    other = holder(Role.BIDAN, name="bidan")
    theirs = browser(other)
    assert theirs.get(reverse("access:me")).status_code == 200
    admin.post(reverse("access:password", args=[other.pk]))
    assert theirs.get(reverse("access:me")).status_code == 302


def test_rows_are_cut_to_the_places_of_who_asks() -> None:
    for number, place in enumerate((POST, "16.06.01.2001", "16.06.01.2002.P01", "16.07.01.2001")):
        Person.objects.create(public_id=str(number), name="x", name_key="X", place_code=place)
    rights = rights_of(holder(Role.GIZI, "16.06.01.2001"), timezone.localdate())
    seen = scoped(Person.objects.all(), rights).values_list("public_id", flat=True)
    assert set(seen) == {"0", "1"}
    leader = rights_of(holder(Role.LEADER, "", name="lain"), timezone.localdate())
    assert not scoped(Person.objects.all(), leader).exists()
