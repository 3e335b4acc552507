"""Published poverty rates: refused without what makes them figures, taken back with history."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.factories import account, district

from rembuk.office.families.models import PublishedRate

pytestmark = pytest.mark.django_db
URL = "/keluarga/angka-kemiskinan/"
GIVEN = {
    "wilayah": "16.06", "ukuran": "miskin", "tahun": "2022", "persen": "15,25", "orang": "",
    "garis": "GK-16.06-2022", "rupiah": "", "sumber": "BPS Musi Banyuasin, berita resmi 2022",
}  # fmt: skip


@pytest.fixture
def office(client: Client) -> Client:
    district()
    client.force_login(
        account("tpps-x", "tpps", "16.06"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def typed(office: Client, **other: str) -> tuple[int, str]:
    answer = office.post(f"{URL}tambah/", {**GIVEN, **other}, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_published_series_stands_with_lines_sources_and_breaks(office: Client) -> None:
    text = office.get(URL).content.decode()
    assert "15,84%" in text
    assert "tidak menyebut garisnya" in text  # extreme figures of the press


def test_a_figure_is_kept_with_year_line_and_source(office: Client) -> None:
    assert typed(office)[0] == 200
    (one,) = PublishedRate.objects.all()
    assert (one.kind, one.year, str(one.percent)) == ("miskin", 2022, "15.25")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"tahun": ""}, "tahun"),
        ({"garis": ""}, "garis"),
        ({"sumber": ""}, "sumber"),
        ({"persen": ""}, "persentasenya"),
        ({"persen": "banyak"}, "bukan angka"),
        ({"persen": "115,2"}, "bukan persentase"),
        ({"tahun": "2020"}, "tidak berlaku pada tahun 2020"),
        ({"garis": "GK-17.07-2022"}, "tidak dikenal"),
        ({"ukuran": "ekstrem"}, "bukan garis untuk ukuran itu"),
        ({"persen": "1,52"}, "salah ketik koma"),
        ({"rupiah": "41.687"}, "terlalu kecil"),
        ({"rupiah": "12.000"}, "per hari"),
        ({"garis": "lain"}, "perlu besarannya"),
        ({"garis": "lain", "rupiah": "4.700.000"}, "terlalu besar"),
        (
            {"ukuran": "ekstrem", "garis": "lain", "rupiah": "900.000", "persen": "2"},
            "kurs pasar",
        ),
    ],
)
def test_what_is_refused_says_why(office: Client, other: dict[str, str], said: str) -> None:
    status, text = typed(office, **other)
    assert status == 422
    assert said in text
    assert not PublishedRate.objects.exists()
    assert 'value="BPS Musi Banyuasin' in text or "sumber" in other  # nothing typed is lost


def test_another_line_is_kept_with_its_amount(office: Client) -> None:
    assert typed(office, garis="lain", rupiah="Rp440.127")[0] == 200
    assert PublishedRate.objects.get().line_rupiah == 440127
    assert "Rp440.127" in office.get(URL).content.decode()


def test_the_same_year_and_line_once(office: Client) -> None:
    typed(office)
    assert "sudah ada" in typed(office, persen="15,30")[1]


def test_a_figure_taken_back_stays_in_the_history(office: Client) -> None:
    typed(office)
    one = PublishedRate.objects.get()
    office.post(f"{URL}{one.pk}/tarik/", {"alasan": ""})
    one.refresh_from_db()
    assert one.withdrawn_at is None
    office.post(f"{URL}{one.pk}/tarik/", {"alasan": "tertukar dengan kabupaten lain"})
    one.refresh_from_db()
    assert one.withdrawn_at is not None
    assert one.withdrawn_by is not None
    text = office.get(URL).content.decode()
    assert "tertukar dengan kabupaten lain" in text
    assert typed(office)[0] == 200


def test_a_leader_reads_but_does_not_type(client: Client) -> None:
    district()
    client.force_login(
        account("bupati-x", "pimpinan", "16.06"),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    assert "Ketik angka" not in client.get(URL).content.decode()
    assert client.post(f"{URL}tambah/", GIVEN).status_code == 403
