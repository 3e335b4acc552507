"""A kader reads what is seen at the scale: no score, no class below a limit, no share of many."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import POSTS, account, child, count, district, event, measured

from rembuk import reference
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import ChildStatus

pytestmark = [pytest.mark.django_db, pytest.mark.once]

POST = POSTS[0][0]
NEVER = re.compile(r"\bSD\b|z-score|\bHAZ\b|\bWHZ\b|(?i:prevalensi|indikator)|[−-]2,4\d|[−-]3,1\d")
TODAY = timezone.localdate


@pytest.fixture
def anak() -> Person:
    """A suspected, thin girl whose weight fell twice below the red line, with odd values."""
    district()
    one = child(POST, TODAY() - dt.timedelta(days=500), "P", "Nusantara Tiruan",
                gestation_weeks=33)  # fmt: skip
    for days, z in ((70, -1.2), (40, -2.43), (10, -3.14)):
        measured(
            one, TODAY() - dt.timedelta(days=days), zlen=z, zwei=-2.45, zwfl=-3.11, nt="T",
            tbu="sangat-pendek" if z < -3 else "pendek" if z < -2 else "normal", bbu="kurang",
            bbtb="gizi-kurang", two_t=True, bgm=True, clenhei=70.0, gain_g=-100, kbm_g=200,
            flags="wfl", doubts="position", file_zlen=-2.41, rule_version="uji",
        )  # fmt: skip
    event(one, TODAY() - dt.timedelta(days=40), "diduga")
    reasons = [
        {"code": one.code, "values": {"zlen": -3.14, "zwei": -2.45, "zwfl": -3.11,
                                      "age_months": 16, "days_since_case": 40,
                                      "months_since_measured": 2}}
        for one in reference.load().first_look(TODAY()).reasons
    ]  # fmt: skip
    ChildStatus.objects.update(
        case="diduga", case_since=TODAY() - dt.timedelta(days=40), tier=2, rank=1, reasons=reasons
    )
    count()
    return one


def kader() -> Client:
    client = Client()
    client.force_login(account("kader-uji", "kader", POST))
    return client


PATHS = (
    "/", "/keadaan/16.06.01.2001/", "/posyandu/anak/", "/posyandu/anak/?status=sangat-pendek",
    "/posyandu/anak/?status=kurus&urut=tbu", "/posyandu/lihat-dulu/", f"/posyandu/pos/{POST}/",
    "/posyandu/kelengkapan/", "/akses/saya/", "/posyandu/anak/{id}/",
    "/posyandu/anak/{id}/?semua=1", "/posyandu/anak/{id}/ukur/",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_page_of_a_kader_speaks_of_scores(path: str, anak: Person) -> None:
    answer = kader().get(path.format(id=anak.public_id), follow=True)
    if path.startswith("/keadaan"):
        assert answer.status_code in {200, 404}
    else:
        assert answer.status_code == 200
    body = answer.content.decode()
    found = NEVER.search(body)
    assert found is None, body[max(0, found.start() - 120) : found.end() + 40]


def test_the_same_is_said_in_plain_words(anak: Person) -> None:
    body = kader().get(f"/posyandu/anak/{anak.public_id}/").content.decode()
    assert "panjang badan sangat tertinggal" in body
    assert "kurus" in body
    assert "dua kali berturut-turut tidak naik" in body
    assert "Ukur ulang panjang badan" in body
    listed = kader_again(anak)
    assert "panjang badan sangat tertinggal" in listed
    assert "Panjang badan" in listed


def kader_again(anak: Person) -> str:
    client = Client()
    client.force_login(account("kader-lain", "kader", POST))
    return str(client.get("/posyandu/anak/").content.decode())


def test_an_officer_keeps_the_scores(anak: Person) -> None:
    client = Client()
    client.force_login(account("gizi-uji", "gizi", "16.06.01"))
    body = client.get(f"/posyandu/anak/{anak.public_id}/").content.decode()
    assert "−3,14 SD" in body


def test_home_of_a_kader_is_the_own_post(anak: Person) -> None:
    assert kader().get("/")["Location"] == f"/posyandu/pos/{POST}/"


def test_who_also_holds_another_role_reads_as_that_role(anak: Person) -> None:
    from rembuk.office.access.models import Account, Assignment

    client = kader()
    who = Account.objects.get(username="kader-uji")
    Assignment.objects.create(
        account=who, role="bidan", place_code=POST, valid_from=dt.date(2026, 1, 1)
    )
    assert "SD" in client.get(f"/posyandu/anak/{anak.public_id}/").content.decode()


def test_every_reason_with_a_score_has_a_plain_sentence() -> None:
    for one in reference.load().first_look(TODAY()).reasons:
        assert not NEVER.search(one.sentence("id", plain=True)), one.code
        assert not re.search(r"\{z", one.sentence("en", plain=True)), one.code
