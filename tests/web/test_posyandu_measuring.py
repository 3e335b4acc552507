"""Writing a measurement on the child's page: who may, what is asked back, the log, taking back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import POSTS, account, child, count, district, measured

from rembuk.office.access.models import ViewLog
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import ChildStatus, Measurement, Remeasurement

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _posts() -> None:
    district()


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def anak(today: dt.date) -> Person:
    """A girl of 18 months, last measured 30 days ago: 9.1 kg, 79.0 cm."""
    one = child(POSTS[0][0], today - dt.timedelta(days=550), "P", "Nusantara Tiruan")
    measured(
        one, today - dt.timedelta(days=30), weight=9.1, lenhei=79.0, clenhei=79.0, zlen=-0.5,
        zwei=-0.8,
    )  # fmt: skip
    count()
    return one


def signed_in(role: str = "kader", place: str = POSTS[0][0]) -> Client:
    client = Client()
    client.force_login(account(f"{role}-{place}", role, place))
    return client


def address(person: Person) -> str:
    return f"/posyandu/anak/{person.public_id}/ukur/"


def typed(today: dt.date, **more: str) -> dict[str, str]:
    return {
        "date": today.isoformat(), "weight": "9,4", "lenhei": "80.1 cm", "position": "L",
        "measured_by": "Bu Contoh", "langkah": "periksa", **more,
    }  # fmt: skip


@pytest.mark.parametrize(("role", "place"), [("kader", POSTS[0][0]), ("bidan", "16.06.01"),
                                             ("gizi", "16.06.01")])  # fmt: skip
def test_who_measures_is_asked_on_the_page(role: str, place: str, anak: Person) -> None:
    client = signed_in(role, place)
    body = client.get(f"/posyandu/anak/{anak.public_id}/").content.decode()
    assert 'id="catat-ukur"' in body
    assert client.get(address(anak)).status_code == 200


@pytest.mark.parametrize(("role", "place", "status"), [("desa", "16.06.01.2001", 403),
                         ("tpps", "16.06", 403), ("kader", POSTS[1][0], 404)])  # fmt: skip
def test_nobody_else_may(role: str, place: str, status: int, anak: Person, today: dt.date) -> None:
    client = signed_in(role, place)
    assert client.get(address(anak)).status_code == status
    assert client.post(address(anak), typed(today, langkah="simpan")).status_code == status
    if status == 403:
        body = client.get(f"/posyandu/anak/{anak.public_id}/").content.decode()
        assert "catat-ukur" not in body
    assert not Remeasurement.objects.exists()


def test_last_values_stand_beneath_and_the_position_is_open(anak: Person) -> None:
    body = signed_in().get(address(anak)).content.decode()
    assert "9,1" in body
    assert "79,0" in body
    assert "berbaring" in body
    assert 'name="position" value="L"' in body
    assert not any("checked" in part.split(">")[0] for part in body.split('name="position"')[1:])
    assert 'inputmode="decimal"' in body


def test_it_is_said_back_before_anything_is_saved(anak: Person, today: dt.date) -> None:
    answer = signed_in().post(address(anak), typed(today))
    body = answer.content.decode()
    assert answer.status_code == 200
    assert "9,4 kg" in body
    assert "80,1 cm, berbaring" in body
    assert "Berat naik 300 gram" in body
    assert not Remeasurement.objects.exists()


def test_saving_writes_judges_and_logs(anak: Person, today: dt.date) -> None:
    client = signed_in()
    answer = client.post(address(anak), typed(today, langkah="simpan"), follow=True)
    assert answer.redirect_chain[-1][0] == f"/posyandu/anak/{anak.public_id}/"
    assert "Tersimpan" in answer.content.decode()
    row = Measurement.objects.get(source="catat-ulang")
    assert (row.weight, row.lenhei, row.position) == (9.4, 80.1, "L")
    assert (row.measured_by, row.counted, row.zlen is not None) == ("Bu Contoh", True, True)
    assert ChildStatus.objects.get().last_id == row.pk
    line = ViewLog.objects.get(action="ukur")
    assert (line.subject_id, line.role) == (anak.public_id, "kader")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"date": "2099-01-01"}, "belum terjadi"),
        ({"date": "2001-01-01"}, "sebelum anak ini lahir"),
        ({"date": ""}, "Isi tanggal"),
        ({"weight": "9400"}, "angka saja"),
        ({"weight": "94"}, "tidak mungkin"),
        ({"lenhei": "8,01"}, "tidak mungkin"),
        ({"position": ""}, "Pilih berbaring atau berdiri"),
        ({"weight": "", "lenhei": ""}, "Belum ada yang diukur"),
        ({"measured_by": ""}, "siapa yang mengukur"),
    ],
)
def test_what_cannot_be_is_not_taken(
    said: dict[str, str], told: str, anak: Person, today: dt.date
) -> None:
    answer = signed_in().post(address(anak), typed(today, langkah="simpan") | said)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Remeasurement.objects.exists()


@pytest.mark.parametrize(
    ("said", "told", "code"),
    [
        ({"lenhei": "75"}, "tidak memendek", "memendek"),
        ({"lenhei": "86"}, "terlalu cepat", "lompat-panjang"),
        ({"weight": "12,5"}, "Berat naik 3,4 kg", "lompat-berat"),
        ({"weight": "3"}, "tidak wajar untuk umurnya", "wajar-wei"),
        ({"position": "H"}, "Benar diukur berdiri?", "posisi"),
    ],
)
def test_what_is_odd_is_asked_and_can_be_confirmed(
    said: dict[str, str], told: str, code: str, anak: Person, today: dt.date
) -> None:
    client = signed_in()
    sent = typed(today, langkah="simpan") | said
    body = client.post(address(anak), sent).content.decode()
    assert told in body
    assert "Centang tiap hal" in body
    assert not Remeasurement.objects.exists()
    codes = [part.split('"')[0] for part in body.split('name="yakin" value="')[1:]]
    assert code in codes
    assert client.post(address(anak), sent | {"yakin": codes}).status_code == 302
    assert code in Remeasurement.objects.get().confirmed.split()


def test_an_ordinary_measurement_is_not_questioned(anak: Person, today: dt.date) -> None:
    assert "yakin" not in signed_in().post(address(anak), typed(today)).content.decode()


def test_going_back_keeps_what_was_typed(anak: Person, today: dt.date) -> None:
    body = signed_in().post(address(anak), typed(today, langkah="ubah")).content.decode()
    assert 'value="9,4"' in body
    assert not Remeasurement.objects.exists()


def test_taking_back_asks_why_and_is_logged(anak: Person, today: dt.date) -> None:
    client = signed_in()
    client.post(address(anak), typed(today, langkah="simpan"))
    record = Remeasurement.objects.get()
    page = f"{address(anak)}{record.pk}/"
    assert "Batalkan" in client.get(f"/posyandu/anak/{anak.public_id}/").content.decode()
    assert client.get(page).status_code == 200
    assert client.post(f"{page}batal/", {"alasan": ""}).status_code == 422
    answer = client.post(f"{page}batal/", {"alasan": "Salah baca timbangan"}, follow=True)
    body = answer.content.decode()
    assert "Ukuran dibatalkan" in body
    assert "Salah baca timbangan" in body
    record.refresh_from_db()
    assert record.void_at is not None
    assert ChildStatus.objects.get().last_date == today - dt.timedelta(days=30)
    assert ViewLog.objects.filter(action="ukur-batal", role="kader").count() == 1
    again = client.post(f"{page}batal/", {"alasan": "Salah baca timbangan"}, follow=True)
    assert "sudah dibatalkan" in again.content.decode()


def test_another_child_s_record_is_not_found(anak: Person, today: dt.date) -> None:
    client = signed_in()
    client.post(address(anak), typed(today, langkah="simpan"))
    other = child(POSTS[0][0], today - dt.timedelta(days=400))
    record = Remeasurement.objects.get()
    assert client.get(f"{address(other)}{record.pk}/").status_code == 404
    assert (
        client.post(f"{address(other)}{record.pk}/batal/", {"alasan": "Salah anak"}).status_code
        == 404
    )


def test_a_child_who_left_or_is_five_is_not_measured(anak: Person, today: dt.date) -> None:
    Person.objects.update(birth_date=today - dt.timedelta(days=365 * 5 + 40))
    client = signed_in()
    assert "catat-ukur" not in client.get(f"/posyandu/anak/{anak.public_id}/").content.decode()
    assert client.post(address(anak), typed(today, langkah="simpan")).status_code == 302
    assert not Remeasurement.objects.exists()
