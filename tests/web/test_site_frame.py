"""The frame of every page: menu by rights, language, sign-in, fault pages."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.test import Client
from tests.factories import PASSWORD, account, district, signed_in

from rembuk.office.access.models import Role
from rembuk.office.places.models import Area

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture(autouse=True)
def _places() -> None:
    district()


@pytest.mark.parametrize(
    ("role", "rooms"),
    [
        (
            "pimpinan",
            [
                "/", "/posyandu/kelengkapan/", "/audit/", "/janji/", "/konvergensi/", "/rembuk/",
                "/rencana/", "/pengawasan/", "/daftar/",
            ],
        ),
        ("ppdp", ["/", "/posyandu/kelengkapan/", "/daftar/", "/akses/catatan/"]),
        (
            "kader",
            [
                "/", "/posyandu/lihat-dulu/", "/posyandu/anak/", "/keluarga/",
                "/pendampingan/", "/posyandu/kelengkapan/",
            ],
        ),
        ("admin", ["/", "/posyandu/kelengkapan/", "/daftar/", "/kantor/", "/akses/akun/"]),
    ],
)  # fmt: skip
def test_menu_holds_only_what_the_reader_may_open(role: str, rooms: list[str]) -> None:
    client = signed_in(role)
    menu = client.get("/", follow=True).context["menu"]
    assert [item.url for item in menu] == rooms
    opened = [client.get(item.url, follow=True).status_code for item in menu]
    assert opened == [200] * len(menu)
    # a kader of many posts comes to whom to look at first, not to figures of the district
    home = "/posyandu/lihat-dulu/" if role == "kader" else "/"
    assert [item.url for item in menu if item.current] == [home]


def test_place_and_role_are_named() -> None:
    body = signed_in("camat", "16.06.01").get("/").content.decode()
    assert "Kecamatan Sekayu" in body
    assert "Camat" in body


@pytest.mark.parametrize("role", Role.values)
def test_the_kind_of_place_is_said_once(role: str) -> None:
    Area.objects.filter(code="16.06").update(name="Kabupaten Musi Banyuasin")
    shown = [
        signed_in(role, place).get("/akses/saya/").context["place_name"]
        for place in ("16.06", "16.06.01", "16.06.01.2001")
    ]
    assert shown == ["Kabupaten Musi Banyuasin", "Kecamatan Sekayu", "Desa Contoh Jaya"]


def test_every_page_says_that_the_people_are_invented() -> None:
    assert "DATA TIRUAN" in Client().get("/akun/login/").content.decode()
    assert "DATA TIRUAN" in signed_in("tpps").get("/").content.decode()


def test_search_box_sends_no_name_in_an_address() -> None:
    body = signed_in("gizi").get("/").content.decode()
    assert '<form class="topbar-search" method="post" action="/cari/kata/"' in body
    assert "topbar-search" not in signed_in("pimpinan").get("/").content.decode()


def test_an_english_browser_does_not_change_the_language() -> None:
    client = Client(headers={"accept-language": "en-US,en"})
    assert '<html lang="id"' in client.get("/akun/login/").content.decode()
    client.post("/bahasa/setlang/", {"language": "en", "next": "/akun/login/"})
    assert '<html lang="en"' in client.get("/akun/login/").content.decode()


def test_sign_in_works_and_a_wrong_password_is_explained() -> None:
    account("petugas", "tpps")
    client = Client()
    wrong = client.post("/akun/login/", {"login": "petugas", "password": "bukan-ini-1"})
    assert "field-error" in wrong.content.decode()
    right = client.post("/akun/login/", {"login": "petugas", "password": PASSWORD})
    assert (right.status_code, right["Location"]) == (302, "/")


@pytest.mark.parametrize("path", ["/akun/2fa/", "/akun/password/change/", "/akun/logout/"])
def test_account_pages_wear_the_frame(path: str) -> None:
    body = signed_in("tpps").get(path).content.decode()
    assert '<section class="card account">' in body
    assert 'class="rail"' in body


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "account/locked"])
def test_fault_pages_need_nothing_and_say_what_to_do(name: str) -> None:
    body = render_to_string(f"{name}.html")  # no request: as Django renders 400 and 500
    assert body.count("<h1>") == 1
    assert 'href="/"' in body


def test_an_unknown_address_is_drawn() -> None:
    answer = Client().get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman ini tidak ditemukan" in answer.content.decode()


def test_content_security_policy_is_strict() -> None:
    policy = Client().get("/akun/login/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
