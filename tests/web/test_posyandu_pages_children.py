"""The list of children: scope, masked names, filters that equal figures, search, Excel."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from tests.factories import OCTOBER, POSTS, child, count, district, measured, signed_in

from rembuk.office.access.models import ViewLog
from rembuk.office.people.models import Person
from rembuk.office.posyandu import queries
from rembuk.science.linkage.names import name_key

pytestmark = pytest.mark.django_db

LIST = "/posyandu/anak/"
NAME = "Cempaka Tiruan"


@pytest.fixture(scope="module", autouse=True)
def _children(kept: None) -> None:
    district()
    for number in range(24):
        one = child(
            POSTS[number % 4][0],
            born=dt.date(2022 + number % 4, 1 + number % 9, 8),
            sex="LP"[number % 2],
            name=NAME if number == 0 else f"Melur Tiruan {number}",
            name_key=name_key(NAME if number == 0 else f"Melur Tiruan {number}"),
        )
        if number % 5:
            measured(
                one,
                OCTOBER.replace(day=12),
                nt="NTOB"[number % 4],
                tbu=("normal", "pendek", "sangat-pendek")[number % 3],
                zlen=(-0.5, -2.3, -3.4)[number % 3],
                bbtb=("gizi-baik", "gizi-kurang")[number % 2],
                bbu=("normal", "kurang")[number % 2],
                two_t=number % 8 == 1,
            )
    count()


def test_a_list_has_only_children_of_the_own_place() -> None:
    body = signed_in("kader", POSTS[0][0]).get(LIST).content.decode()
    inside = set(Person.objects.filter(place_code=POSTS[0][0]).values_list("public_id", flat=True))
    outside = set(
        Person.objects.exclude(place_code=POSTS[0][0]).values_list("public_id", flat=True)
    )
    assert all(f"/{public_id}/" in body for public_id in inside)
    assert not any(f"/{public_id}/" in body for public_id in outside)


@pytest.mark.parametrize("place", ["16.06.02", "16.06", "16.06.01.9999", "99"])
def test_another_place_is_not_found(place: str) -> None:
    assert signed_in("desa", "16.06.01.2001").get(LIST, {"wilayah": place}).status_code == 404


def test_names_are_masked_for_who_may_not_see_them() -> None:
    body = signed_in("camat", "16.06.01").get(LIST).content.decode()
    assert NAME not in body
    assert "Cempaka" not in body
    assert 'C<span class="mask">' in body


def test_names_are_plain_for_the_nutrition_officer() -> None:
    assert NAME in signed_in("gizi", "16.06.01").get(LIST).content.decode()


@pytest.mark.parametrize(
    ("status", "name"),
    [("d", "d"), ("n", "n"), ("t", "t"), ("2t", "two_t"), ("pendek", "stunted"),
     ("sangat-pendek", "severely_stunted"), ("kurus", "wasted"), ("bb-kurang", "underweight"),
     ("tidak-diukur", "not_measured"), ("s", "s")],
)  # fmt: skip
@pytest.mark.parametrize("place", ["16.06", "16.06.01", "16.06.01.2001", POSTS[0][0]])
def test_a_filter_finds_as_many_as_the_figure(place: str, status: str, name: str) -> None:
    response = signed_in("gizi").get(LIST, {"wilayah": place, "status": status, "bulan": "2026-10"})
    figure = getattr(queries.recap_total(place, OCTOBER).counts, name)
    assert response.context["share"].n == figure
    assert len(response.context["lines"]) == figure


def test_the_denominator_belongs_to_the_status() -> None:
    share = signed_in("gizi").get(LIST, {"status": "pendek"}).context["share"]
    counts = queries.recap_total("16.06", OCTOBER).counts
    assert (share.n, share.of) == (counts.stunted, counts.len_n)


def test_age_and_sex_narrow_both_sides_of_n_from_n() -> None:
    share = (
        signed_in("gizi").get(LIST, {"status": "d", "jk": "L", "umur": "24-35"}).context["share"]
    )
    assert 0 < share.n <= share.of < 24


def test_a_name_never_stands_in_an_address() -> None:
    client = signed_in("gizi")
    answer = client.post("/posyandu/anak/cari/", {"cari": NAME})
    assert answer.status_code == 302
    assert "Cempaka" not in answer["Location"]
    found = client.get(answer["Location"])
    assert [line.name for line in found.context["lines"]] == [NAME]
    assert ViewLog.objects.filter(action="cari").count() == 1
    assert not ViewLog.objects.filter(subject_id__contains="Cempaka").exists()


def test_who_sees_no_names_cannot_guess_them_by_searching() -> None:
    client = signed_in("camat")
    blind = client.get(client.post("/posyandu/anak/cari/", {"cari": NAME})["Location"])
    assert len(blind.context["lines"]) == 0
    code = Person.objects.get(name=NAME).public_id
    known = client.get(client.post("/posyandu/anak/cari/", {"cari": code})["Location"])
    assert [line.row.public_id for line in known.context["lines"]] == [code]


def test_htmx_gets_the_list_alone() -> None:
    client = signed_in("gizi")
    part = client.get(LIST, {"status": "d"}, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "h-daftar" in part
    # the search form and the export follow the new filters
    assert 'hx-swap-oob="true"' in part
    assert 'action="/posyandu/anak/cari/?status=d"' in part
    assert 'action="/posyandu/anak/unduh/?status=d"' in part


def test_an_empty_place_says_how_it_fills() -> None:
    Person.objects.all().delete()
    count()
    body = signed_in("gizi").get(LIST).content.decode()
    assert "Belum ada data posyandu" in body


def sheet(content: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return list(book.worksheets[0].iter_rows(values_only=True))


def test_an_export_has_no_names_unless_asked_and_is_logged() -> None:
    client = signed_in("gizi", "16.06.01")
    answer = client.post(
        "/posyandu/anak/unduh/?status=d&wilayah=16.06.01", {"keperluan": "rapat gizi Oktober"}
    )
    rows = sheet(answer.content)
    text = str(rows)
    assert NAME not in text
    assert "Tiruan" not in text
    line = ViewLog.objects.get(action="ekspor")
    assert line.purpose == "rapat gizi Oktober"
    assert line.rows == queries.recap_total("16.06.01", OCTOBER).counts.d == len(rows) - 3
    assert "Tiruan" not in answer["Content-Disposition"]


def test_an_export_with_names_needs_right_and_purpose() -> None:
    asked = {"keperluan": "kunjungan rumah puskesmas", "nama": "ya"}
    gizi = signed_in("gizi", "16.06.01").post("/posyandu/anak/unduh/?wilayah=16.06.01", asked)
    assert NAME in str(sheet(gizi.content))
    tpps = signed_in("tpps").post("/posyandu/anak/unduh/?wilayah=16.06.01", asked)
    assert "Tiruan" not in str(sheet(tpps.content))


def test_an_export_without_a_purpose_is_refused_and_not_logged() -> None:
    client = signed_in("gizi")
    for purpose in ("", "   ", "x"):
        answer = client.post("/posyandu/anak/unduh/", {"keperluan": purpose})
        assert answer.status_code == 400
        assert "Keperluan belum ditulis" in answer.content.decode()
    assert not ViewLog.objects.filter(action="ekspor").exists()


@pytest.mark.parametrize("role", ["camat", "kader", "bidan", "desa", "pimpinan"])
def test_who_has_no_export_right_gets_none(role: str) -> None:
    answer = signed_in(role).post("/posyandu/anak/unduh/", {"keperluan": "rapat gizi Oktober"})
    assert answer.status_code == 403


@pytest.mark.parametrize("role", ["pimpinan", "admin", "ppdp", "pakar"])
def test_figures_alone_do_not_open_the_list(role: str) -> None:
    assert signed_in(role).get(LIST).status_code == 403
