"""Language and theme: chosen by the reader, kept on the account, carried by a cookie."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import PASSWORD, account, district

from rembuk.office.access.models import Account

pytestmark = [pytest.mark.django_db, pytest.mark.once]
LOGIN = "/akun/login/"


@pytest.fixture
def gizi() -> Account:
    district()
    return account("gizi-uji", "gizi")


def sign_in(client: Client) -> None:
    assert client.post(LOGIN, {"login": "gizi-uji", "password": PASSWORD}).status_code == 302


def page(client: Client, path: str = "/akses/saya/") -> str:
    return client.get(path).content.decode()


def test_light_and_indonesian_until_chosen() -> None:
    body = page(Client(headers={"accept-language": "en-GB"}), LOGIN)
    assert 'lang="id"' in body
    assert "data-theme" not in body


def test_the_switch_is_kept_on_the_account(gizi: Account) -> None:
    client = Client()
    sign_in(client)
    answer = client.post("/bahasa/setlang/", {"language": "en", "next": "/akses/saya/"})
    assert (answer.status_code, answer["Location"]) == (302, "/akses/saya/")
    answer = client.post("/tema/", {"tema": "gelap", "next": "/akses/saya/"})
    assert (answer.status_code, answer["Location"]) == (302, "/akses/saya/")
    gizi.refresh_from_db()
    assert (gizi.language, gizi.dark) == ("en", True)
    body = page(client)
    assert 'lang="en"' in body
    assert 'data-theme="dark"' in body


def test_the_account_is_read_at_sign_in_on_another_device(gizi: Account) -> None:
    Account.objects.update(language="en", dark=True)
    client = Client()
    sign_in(client)
    assert 'lang="en"' in page(client)
    client.post("/akun/logout/")
    after = page(client, LOGIN)
    assert 'lang="en"' in after
    assert 'data-theme="dark"' in after


def test_on_a_shared_device_the_next_account_has_its_own(gizi: Account) -> None:
    client = Client()
    client.post("/bahasa/setlang/", {"language": "en", "next": "/"})
    client.post("/tema/", {"tema": "gelap", "next": "/"})
    assert 'data-theme="dark"' in page(client, LOGIN)
    sign_in(client)
    body = page(client)
    assert 'lang="id"' in body
    assert "data-theme" not in body


def test_nobody_may_choose_too_and_nothing_is_stored(gizi: Account) -> None:
    client = Client()
    client.post("/bahasa/setlang/", {"language": "en"})
    gizi.refresh_from_db()
    assert gizi.language == "id"
    assert 'lang="en"' in page(client, LOGIN)


@pytest.mark.parametrize("back", ["https://tempat.lain/", "//tempat.lain/", ""])
def test_the_way_back_stays_here(back: str) -> None:
    assert Client().post("/tema/", {"tema": "gelap", "next": back})["Location"] == "/"


def test_an_unknown_choice_changes_nothing(gizi: Account) -> None:
    client = Client()
    sign_in(client)
    client.post("/bahasa/setlang/", {"language": "xx"})
    client.post("/tema/", {"tema": "ungu"})
    gizi.refresh_from_db()
    assert (gizi.language, gizi.dark) == ("id", False)
    assert client.get("/tema/").status_code == 405
