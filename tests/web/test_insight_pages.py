"""District home and area pages: every figure with its denominator, its list, and its limits."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from django.test import Client
from tests.factories import (
    OCTOBER,
    POSTS,
    child,
    count,
    district,
    event,
    measured,
    signed_in,
)

from rembuk import reference
from rembuk.office.access.models import ViewLog
from rembuk.office.posyandu.models import ChildStatus

pytestmark = pytest.mark.django_db

SEKAYU = "16.06.01"
MELATI_1 = POSTS[0][0]


@pytest.fixture(autouse=True)
def _places() -> None:
    district()


def fill() -> None:
    """Sekayu: 8 children, 7 weighed, 2 short. Lais: 4 children, 1 weighed (D/S 25 %), short."""
    for number in range(8):
        one = child(MELATI_1, dt.date(2025, 1 + number, 8))
        if number:
            measured(one, OCTOBER.replace(day=12), tbu="pendek" if number < 3 else "normal")
    for number in range(4):
        one = child(POSTS[3][0], dt.date(2025, 1 + number, 8))
        if not number:
            measured(one, OCTOBER.replace(day=12), tbu="pendek")
    event(one, OCTOBER.replace(day=12), "baru")
    count()


def row(answer: object, code: str):
    table = answer.context["table"]
    return next(one for one in table.rows if one.figures.code == code)


def test_nobody_is_sent_to_the_sign_in_page() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/akun/login/")


def test_home_without_data_says_how_to_begin() -> None:
    body = signed_in("tpps").get("/").content.decode()
    assert "Belum ada data penimbangan" in body
    assert "/data-masuk/unggah/" in body
    assert "/data-masuk/unggah/" not in signed_in("camat", SEKAYU).get("/").content.decode()


def test_home_shows_survey_and_register_side_by_side() -> None:
    fill()
    answer = signed_in("tpps").get("/")
    body = answer.content.decode()
    newest = max(reference.load().prevalence("16.06"), key=lambda one: one.year)
    assert answer.context["survey"] == newest
    assert f"{newest.survey} {newest.year}" in body
    assert "3 dari 8" in body  # register: sum over sum of both kecamatan
    assert "8 dari 12" in body  # D/S
    assert body.count("figure-kind") == 3


def test_low_coverage_is_hatched_and_not_ranked() -> None:
    fill()
    answer = signed_in("tpps").get("/")
    lais = row(answer, "16.06.02")
    assert not lais.readable
    order = [one.figures.code for one in answer.context["table"].rows]
    assert order.index(SEKAYU) < order.index("16.06.02")  # though 1 of 1 is short in Lais
    mapped = {one["kode"]: one for one in answer.context["map"]["rows"]}
    assert mapped["16.06.02"]["rendah"]
    assert "p-low" in answer.content.decode()


def test_every_figure_opens_the_list_it_counts() -> None:
    fill()
    client = signed_in("tpps")
    page = client.get(f"/keadaan/{SEKAYU}/?bulan=2026-10")
    for cell in row(page, f"{SEKAYU}.2001").cells:
        listed = client.get(cell.link)
        assert listed.context["page"].paginator.count == cell.ratio.n, cell.measure.code


def test_who_may_not_see_children_gets_no_links_to_them() -> None:
    fill()
    body = signed_in("pimpinan").get(f"/keadaan/{SEKAYU}/").content.decode()
    assert "/posyandu/anak/" not in body
    assert "2 dari 7" in body


def test_place_outside_the_account_is_not_found() -> None:
    fill()
    camat = signed_in("camat", SEKAYU)
    assert camat.get(f"/keadaan/{SEKAYU}/").status_code == 200
    assert camat.get("/keadaan/16.06.02/").status_code == 404
    assert camat.get("/keadaan/16.06/").status_code == 404
    assert camat.get("/keadaan/16.06.99/").status_code == 404


def test_breadcrumb_stops_at_the_place_of_the_account() -> None:
    fill()
    answer = signed_in("camat", SEKAYU).get(f"/keadaan/{SEKAYU}.2001/")
    assert [one.code for one in answer.context["where"].path] == [SEKAYU, f"{SEKAYU}.2001"]


def test_meeting_mode_hides_small_counts_and_their_lists() -> None:
    fill()
    client = signed_in("tpps")
    back = client.post("/rapat/", {"nyala": "ya", "kembali": f"/keadaan/{SEKAYU}/"})
    assert back["Location"] == f"/keadaan/{SEKAYU}/"
    answer = client.get(back["Location"])
    village = row(answer, f"{SEKAYU}.2001")
    assert village.stunting.hidden == "small"
    assert village.stunting.link == ""
    assert "2 dari 7" not in answer.content.decode()
    client.post("/rapat/", {"nyala": "tidak"})
    assert "2 dari 7" in client.get(f"/keadaan/{SEKAYU}/").content.decode()


@pytest.mark.parametrize("away", ["https://contoh.example/", "//contoh.example/", ""])
def test_meeting_switch_leads_nowhere_else(away: str) -> None:
    answer = signed_in("tpps").post("/rapat/", {"nyala": "ya", "kembali": away})
    assert answer["Location"] == "/"


def test_next_step_is_the_children_of_the_first_tier() -> None:
    fill()
    ChildStatus.objects.filter(child__place_code=MELATI_1).update(tier=1, rank=1)
    client = signed_in("tpps")
    step = client.get("/").context["step"]
    assert "8 anak" in step.text
    assert client.get(step.link).status_code == 200
    told = signed_in("pimpinan").get("/").context["step"]
    assert "8 anak" in told.text
    assert "/posyandu/" not in told.link


def test_next_step_is_the_late_posts_when_no_child_waits() -> None:
    fill()
    client = signed_in("tpps")
    step = client.get("/").context["step"]
    assert "2 posyandu" in step.text
    assert len(client.get(step.link).context["lines"]) == 2


def test_export_has_counts_and_is_logged() -> None:
    fill()
    answer = signed_in("tpps").post(f"/keadaan/{SEKAYU}/unduh/?bulan=2026-10")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = [list(line) for line in sheet.iter_rows(values_only=True)]
    village = next(line for line in rows if line[0] == f"{SEKAYU}.2001")
    assert village[2:6] == [8, 7, 8, 87.5]
    logged = ViewLog.objects.get(action="ekspor")
    assert (logged.subject_kind, logged.place_code) == ("wilayah", SEKAYU)
    assert signed_in("camat", SEKAYU).post(f"/keadaan/{SEKAYU}/unduh/").status_code == 403


def test_a_month_nobody_was_weighed_in_is_empty_not_zero() -> None:
    fill()
    answer = signed_in("tpps").get("/?bulan=2025-01")
    assert answer.status_code == 200
    assert not row(answer, SEKAYU).figures.known
    assert "belum ada data" in answer.content.decode()


def test_home_asks_few_questions_however_many_areas(django_assert_max_num_queries) -> None:
    fill()
    client = signed_in("tpps")
    client.get("/")
    with django_assert_max_num_queries(40):
        client.get("/")
