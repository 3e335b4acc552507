"""What the room works by, on the screen: schemes, lists, cards, each with its source."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from tests.factories import account, district

from rembuk.reference import load
from rembuk.reference.indicators import IndicatorList

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reader(kept: None) -> Client:
    district()
    client = Client()
    client.force_login(
        account("pembaca", "operator"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def test_every_list_is_there_with_what_is_open_of_it(reader: Client) -> None:
    page = reader.get("/konvergensi/daftar/").content.decode()
    for one in load().rules:
        if isinstance(one, IndicatorList):
            assert one.name_id in page
    assert "20 dari 20 terbuka isinya" in page  # Perpres 72
    assert "0 dari 31 terbuka isinya" in page  # services of 2025
    assert page.count("isinya belum terbuka") == sum(
        not one.numerator for one in load().indicators()
    )


@pytest.mark.parametrize("code", [one.code for one in load().schemes()])
def test_a_scheme_shows_each_item_with_its_source_and_how_sure(reader: Client, code: str) -> None:
    page = reader.get(f"/konvergensi/skema/{code}/").content.decode()
    scheme = load().scheme(code)
    for step in scheme.steps():
        assert step.name_id in page
        for paper in step.requires:
            assert paper.name_id.split(",")[0] in page
    assert "belum pasti" in page
    assert scheme.regulation in page


def test_a_card_as_page_and_as_data_in_both_languages(reader: Client) -> None:
    page = reader.get("/konvergensi/daftar/BG22-E-BUM-2/").content.decode()
    assert "Konsep dan definisi" in page
    data = reader.get("/konvergensi/daftar/BG22-E-BUM-2/?bentuk=json").json()
    assert set(data) == {"kegiatan", "variabel", "indikator"}
    reader.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    english = reader.get("/konvergensi/daftar/BG22-E-BUM-2/").content.decode()
    del reader.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert "Concept and definition" in english
    assert "All pregnant women." in english


@pytest.mark.parametrize("path", ["daftar/ANTAH-1/", "skema/antah/"])
def test_what_is_not_there_is_404(reader: Client, path: str) -> None:
    assert reader.get(f"/konvergensi/{path}").status_code == 404
