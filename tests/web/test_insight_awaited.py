"""Home: what waits for the reader in the other rooms, and when it is the next step."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.factories import OCTOBER, POSTS, account, child, count, district, measured
from tests.ledger_rows import SINCE, Offices, offices, promised

from rembuk.office.seats.services import appoint, seat_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def o(monkeypatch: pytest.MonkeyPatch) -> Offices:
    monkeypatch.setattr("rembuk.office.access.mfa.missing", lambda account, rights: False)
    district()
    for number in range(3):
        one = child(POSTS[0][0], dt.date(2025, 1 + number, 8))
        measured(one, OCTOBER.replace(day=12), tbu="normal")
    count()
    return offices()


def home(o: Offices, who: str):
    client = Client()
    client.force_login(o.who(who), "allauth.account.auth_backends.AuthenticationBackend")
    return client.get("/")


def test_nothing_waits_and_nothing_is_said(o: Offices) -> None:
    answer = home(o, "dinsos")
    assert answer.context["waits"] == []
    assert "Menunggu Anda" not in answer.content.decode()


def test_the_late_promise_of_ones_own_office_waits_for_it(o: Offices) -> None:
    promised(o, "berjalan", due=dt.date(2026, 9, 20))
    mine, others = home(o, "dinkes"), home(o, "dinsos")
    (wait,) = mine.context["waits"]
    assert wait.what == "1 janji kantor Anda lewat tenggat"
    assert wait.link == "/janji/?daftar=kantor&tenggat=lewat"
    assert all("kantor Anda" not in one.what for one in others.context["waits"])


def test_who_sees_no_names_begins_with_the_late_promise(o: Offices) -> None:
    promised(o, "berjalan", due=dt.date(2026, 9, 20))
    answer = home(o, "bupati")
    assert answer.context["step"].text.startswith("1 janji lewat tenggat. Yang terlama ")
    assert answer.context["step"].link == "/janji/?daftar=lewat&tenggat=lewat"
    assert answer.context["step"].note  # what the month itself asks for stays beneath


def test_who_knows_the_children_by_name_goes_to_them_first(o: Offices) -> None:
    promised(o, "berjalan", due=dt.date(2026, 9, 20))
    nutritionist = account("gizi", "gizi", "16.06")
    appoint(seat_in(o["dinkes"], "Ahli gizi"), "gizi", SINCE, account=nutritionist)
    o.people["gizi"] = nutritionist
    answer = home(o, "gizi")
    assert answer.context["waits"]
    assert "lewat tenggat" not in answer.context["step"].text


def test_a_promise_called_done_waits_for_its_judge_not_for_its_owner(o: Offices) -> None:
    promised(o, "selesai", due=dt.date(2026, 9, 20))
    judge = [one.step for one in home(o, "tpps").context["waits"]]
    assert "Periksa bukti" in judge
    assert "Periksa bukti" not in [one.step for one in home(o, "dinkes").context["waits"]]


def test_what_is_late_stands_on_top(o: Offices) -> None:
    promised(o, "selesai", due=dt.date(2026, 9, 20))
    promised(o, "berjalan", due=dt.date(2026, 9, 20))
    assert [one.kind for one in home(o, "tpps").context["waits"]] == ["act", "run"]


def test_the_links_lead_somewhere(o: Offices) -> None:
    promised(o, "selesai", due=dt.date(2026, 9, 20))
    promised(o, "berjalan", due=dt.date(2026, 9, 20))
    client = Client()
    client.force_login(o.who("tpps"), "allauth.account.auth_backends.AuthenticationBackend")
    links = [one.link for one in client.get("/").context["waits"]]
    assert links
    assert all(client.get(link).status_code == 200 for link in links)
