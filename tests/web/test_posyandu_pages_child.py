"""One child's page: scope, masking, the log, opening and closing the identity, what it says."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import (
    POSTS,
    child,
    count,
    district,
    event,
    measured,
    monthly,
    signed_in,
)

from rembuk.office.access.models import ViewLog
from rembuk.office.people.crypto import digest, encrypt
from rembuk.office.people.masking import masked_nik
from rembuk.office.people.models import Identifier, Person, SourceRecord
from rembuk.office.posyandu.models import ChildStatus, PmtEpisode

pytestmark = pytest.mark.django_db

NAME = "Nusantara Tiruan"
NIK = "1606016804250007"


@pytest.fixture(autouse=True)
def _posts() -> None:
    district()


@pytest.fixture
def anak() -> Person:
    one = child(POSTS[0][0], dt.date(2025, 4, 8), "P", NAME, mother_name="Ibu Tiruan Sekali")
    Identifier.objects.create(
        person=one, kind="nik", digest=digest(NIK), cipher=encrypt(NIK, "nik"),
        masked=masked_nik(NIK), as_of=dt.date(2026, 10, 31),
    )  # fmt: skip
    monthly(one, 6)
    count()
    return one


def page(person: Person) -> str:
    return f"/posyandu/anak/{person.public_id}/"


@pytest.mark.parametrize("role", ["gizi", "bidan", "kader", "desa", "camat", "tpps", "auditor"])
def test_the_own_place_opens_and_is_logged(role: str, anak: Person) -> None:
    answer = signed_in(role, "16.06.01.2001").get(page(anak))
    assert answer.status_code == 200
    line = ViewLog.objects.get()
    assert (line.action, line.subject_kind, line.subject_id) == ("buka", "anak", anak.public_id)
    assert line.role == role


@pytest.mark.parametrize("role", ["gizi", "bidan", "kader", "desa", "camat"])
def test_another_place_is_not_found_and_says_nothing(role: str, anak: Person) -> None:
    assert signed_in(role, "16.06.02").get(page(anak)).status_code == 404
    assert not ViewLog.objects.exists()


def test_an_unknown_code_is_not_found() -> None:
    assert signed_in("gizi").get("/posyandu/anak/TIDAKADA01/").status_code == 404


def test_a_post_that_weighed_a_child_registered_elsewhere_may_open_it(anak: Person) -> None:
    measured(anak, dt.date(2026, 11, 3), place_code=POSTS[3][0])
    assert signed_in("kader", POSTS[3][0]).get(page(anak)).status_code == 200


def test_the_head_is_masked_until_opened(anak: Person) -> None:
    body = signed_in("desa", "16.06.01.2001").get(page(anak)).content.decode()
    assert NAME not in body
    assert "Nusantara" not in body
    assert NIK not in body
    assert "lahir April 2025" in body
    assert "8 April 2025" not in body
    assert anak.public_id in body


def test_opening_asks_a_purpose_logs_and_shows_ten_minutes(anak: Person) -> None:
    client = signed_in("desa", "16.06.01.2001")
    refused = client.post(f"{page(anak)}identitas/", {})
    assert "kosong" in refused["Location"]
    assert NIK not in client.get(page(anak)).content.decode()
    client.post(f"{page(anak)}identitas/", {"keperluan": "ukur"})
    line = ViewLog.objects.get(action="buka-identitas")
    assert line.purpose
    assert line.subject_id == anak.public_id
    body = client.get(page(anak)).content.decode()
    assert NAME in body
    assert NIK in body
    assert "8 April 2025" in body


def test_a_purpose_of_another_role_opens_nothing(anak: Person) -> None:
    client = signed_in("desa", "16.06.01.2001")
    client.post(f"{page(anak)}identitas/", {"keperluan": "audit"})
    assert not ViewLog.objects.filter(action="buka-identitas").exists()
    assert NIK not in client.get(page(anak)).content.decode()


def test_an_identity_closes_by_itself_and_by_hand(
    anak: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in("desa", "16.06.01.2001")
    client.post(f"{page(anak)}identitas/", {"keperluan": "ukur"})
    client.post(f"{page(anak)}tutup/")
    assert NIK not in client.get(page(anak)).content.decode()
    client.post(f"{page(anak)}identitas/", {"keperluan": "ukur"})
    from rembuk.office.posyandu import opened

    later = opened.timezone.now() + dt.timedelta(minutes=11)
    monkeypatch.setattr(opened.timezone, "now", lambda: later)
    assert NIK not in client.get(page(anak)).content.decode()


def test_prolonging_is_logged_again_with_the_same_purpose(anak: Person) -> None:
    client = signed_in("desa", "16.06.01.2001")
    client.post(f"{page(anak)}identitas/", {"keperluan": "perpanjang"})
    assert not ViewLog.objects.filter(action="buka-identitas").exists()
    client.post(f"{page(anak)}identitas/", {"keperluan": "ukur"})
    client.post(f"{page(anak)}identitas/", {"keperluan": "perpanjang"})
    purposes = ViewLog.objects.filter(action="buka-identitas").values_list("purpose", flat=True)
    assert len(purposes) == 2
    assert len(set(purposes)) == 1


def test_nobody_opens_an_identity_outside_the_own_place(anak: Person) -> None:
    answer = signed_in("kader", POSTS[3][0]).post(f"{page(anak)}identitas/", {"keperluan": "ukur"})
    assert answer.status_code == 404
    camat = signed_in("camat", "16.06.01").post(f"{page(anak)}identitas/", {"keperluan": "ukur"})
    assert camat.status_code == 403


def test_the_page_is_never_kept_by_a_browser(anak: Person) -> None:
    assert "no-store" in signed_in("gizi").get(page(anak))["Cache-Control"]


def test_short_is_suspected_until_confirmed(anak: Person) -> None:
    measured(anak, dt.date(2026, 10, 20), zlen=-2.21, tbu="pendek")
    ChildStatus.objects.filter(child=anak).update(case="diduga", case_since=dt.date(2026, 10, 20))
    event(anak, dt.date(2026, 10, 20), "diduga")
    body = signed_in("gizi").get(page(anak)).content.decode()
    assert "diduga pendek" in body
    assert "Ukur ulang panjang badan" in body
    assert "19 November 2026" in body
    event(anak, dt.date(2026, 11, 2), "baru")
    ChildStatus.objects.filter(child=anak).update(case="baru", case_since=dt.date(2026, 11, 2))
    body = signed_in("bidan").get(page(anak)).content.decode()
    assert "diduga pendek" not in body
    assert "Kasus baru" in body


def test_a_missed_month_breaks_the_line_and_stands_in_the_strip() -> None:
    one = child(POSTS[0][0], dt.date(2025, 4, 8))
    for month in (5, 6, 9, 10):
        measured(one, dt.date(2026, month, 12), clenhei=74.0)
    count()
    context = signed_in("gizi").get(page(one)).context
    length = next(chart for chart in context["charts"] if chart.code == "tbu")
    assert [dot is None for dot in length.dots] == [False, False, True, False, False]
    assert [mark.mark for mark in context["child"].strip] == ["N", "N", "-", "-", "N", "N"]


def test_staying_away_is_seen_up_to_the_newest_month() -> None:
    for post, months in ((POSTS[0][0], 4), (POSTS[0][0], 6)):
        one = child(post, dt.date(2025, 4, 8))
        for month in range(11 - 6, 11 - 6 + months):
            measured(one, dt.date(2026, month, 12))
    count()
    first = Person.objects.order_by("pk").first()
    assert first is not None
    strip = signed_in("gizi").get(page(first)).context["child"].strip
    assert [mark.mark for mark in strip][-2:] == ["-", "-"]
    assert strip[-1].month == dt.date(2026, 10, 1)


def test_a_child_past_24_months_has_two_pieces_of_the_standard() -> None:
    one = child(POSTS[0][0], dt.date(2024, 1, 8), "L")
    measured(one, dt.date(2025, 10, 12), lenhei=80.0, clenhei=80.0, weight=10.0)
    measured(one, dt.date(2026, 10, 12), lenhei=88.0, clenhei=88.0, weight=12.0, position="H")
    count()
    charts = {c.code: c for c in signed_in("gizi").get(page(one)).context["charts"]}
    before, after = charts["tbu"].pieces
    assert before.lines["-2"][-1][1] - after.lines["-2"][0][1] == pytest.approx(0.7, abs=0.05)
    assert len(charts["bbtb"].pieces) == 2
    assert len(charts["bbu"].pieces) == 1


def test_every_fact_has_its_source_and_earlier_values(anak: Person) -> None:
    for day, weight in ((dt.date(2026, 8, 31), 2700), (dt.date(2026, 9, 30), 2450)):
        SourceRecord.objects.create(
            person=anak, source="eppgbm-a", as_of=day, row_no=1482,
            facts={"birth_weight_g": weight, "name": NAME}, digest=str(weight),
        )  # fmt: skip
    body = signed_in("desa", "16.06.01.2001").get(page(anak)).content.decode()
    assert "2450 gram" in body
    assert "2700 gram" in body
    assert "baris 1.482" in body
    assert "e-PPGBM" in body
    assert NAME not in body


def test_preterm_shows_both_ages_beside_each_other() -> None:
    one = child(POSTS[0][0], dt.date(2026, 2, 8), "P", gestation_weeks=33)
    measured(one, dt.date(2026, 10, 12), lenhei=64.0, clenhei=64.0, zlen=-2.4, tbu="pendek")
    count()
    body = signed_in("gizi").get(page(one)).content.decode()
    assert "Lahir prematur, 33 minggu" in body
    assert "Umur koreksi prematur 6 bulan" in body
    assert "−2,40" in body


def test_an_uncertain_birth_date_is_marked() -> None:
    one = child(POSTS[0][0], dt.date(2025, 4, 8), birth_date_sure=False)
    measured(one, dt.date(2026, 10, 12))
    count()
    assert "Tanggal lahir belum pasti" in signed_in("gizi").get(page(one)).content.decode()


def test_feeding_episodes_stand_in_the_history(anak: Person) -> None:
    PmtEpisode.objects.create(
        child=anak, place_code=anak.place_code, start=dt.date(2026, 7, 6), programme="gizi-kurang",
        weight_start=8.1, weight_end=8.6, status="selesai", source="pmt-balita",
    )  # fmt: skip
    body = signed_in("gizi").get(page(anak)).content.decode()
    assert "8,1 kg menjadi 8,6 kg" in body


def test_a_page_has_exactly_one_main_button(anak: Person) -> None:
    body = signed_in("gizi").get(page(anak)).content.decode()
    assert body.count("button-main") == 1
    assert "style=" not in body.split("<main")[1].split("</main")[0]
