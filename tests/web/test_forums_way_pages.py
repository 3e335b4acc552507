"""Pages of decisions and their way: who reads which, no name of a recipient, the figures agree."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import KABUPATEN, signed_in
from tests.forum_live_rows import Room, meeting, running
from tests.forum_way_rows import agreed, budgeted, handed, signed
from tests.ledger_rows import VILLAGE

from rembuk.office.forums.models import Decision, Kind
from rembuk.office.programmes.models import Activity

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept: None) -> Room:
    """A signed decision, budgeted, six of ten units handed over; another without money."""
    room = running(plan_year=_year(), year=_year())
    agreed(room)
    agreed(room, "r2", what="Kelas ibu hamil tiap bulan", cost="", money="DANA-TANPA")
    signed(room)
    handed(room, budgeted(room, Activity.objects.get()), 6)
    return room


def _year() -> int:
    return timezone.localdate().year


def _open(role: str, path: str, place: str = KABUPATEN) -> str:
    answer = signed_in(role, place).get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_the_page_of_a_decision_says_where_it_waits(built: Room) -> None:
    one = Decision.objects.get(client_id="r1")
    text = _open("desa", f"/rembuk/putusan/{one.public_id}/")
    assert "APBDes, Perdes 7, 2.3.05.92" in text
    assert "5 dari 8 langkah" in text
    assert "6 dari 10 unit" in text
    assert "Rp21.000.000" in text
    assert "Belum ada belanja yang dicatat." in text


def test_the_list_counts_stations_and_filters_by_them(built: Room) -> None:
    client, path = signed_in("tpps"), f"/rembuk/putusan/?tahun={_year()}"
    text = client.get(path).content.decode()
    assert "2 keputusan untuk rencana" in text
    assert "Kelas ibu hamil" in text
    at_spending = client.get(f"{path}&di=belanja").content.decode()
    assert "Membangun jamban" in at_spending
    assert "Kelas ibu hamil" not in at_spending
    elsewhere = client.get(f"{path}&wilayah=16.06.02").content.decode()
    assert "Belum ada keputusan yang disepakati" in elsewhere


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        ("tpps", KABUPATEN, 200), ("operator", KABUPATEN, 200), ("camat", "16.06.01", 200),
        ("desa", VILLAGE, 200), ("camat", "16.06.02", 404), ("desa", "16.06.02.2001", 404),
    ],
)  # fmt: skip
def test_whoever_has_the_place_reads_it(built: Room, role: str, place: str, status: int) -> None:
    one = Decision.objects.get(client_id="r1")
    client = signed_in(role, place)
    assert client.get(f"/rembuk/putusan/{one.public_id}/").status_code == status
    listed = client.get(f"/rembuk/putusan/?tahun={_year()}").content.decode()
    assert ("Membangun jamban" in listed) is (status == 200)


def test_nobody_who_is_not_signed_in(built: Room) -> None:
    one = Decision.objects.get(client_id="r1")
    assert Client().get(f"/rembuk/putusan/{one.public_id}/").status_code == 302


def test_the_opening_offers_what_came_from_beneath(built: Room) -> None:
    above = meeting(Kind.KECAMATAN, "16.06.01", plan_year=_year(), year=_year())
    text = _open("camat", f"/rembuk/{above.public_id}/pembuka/", "16.06.01")
    assert "Usulan dari bawah" in text
    assert "Membangun jamban" in text
    assert "1 dari 2 desa belum mengadakan rembuk" in text
    assert text.count("Bawa ke rapat ini") == 2
    read = _open("verifikator", f"/rembuk/{above.public_id}/pembuka/")
    assert "Bawa ke rapat ini" not in read


def test_the_first_meeting_of_a_place_says_so(built: Room) -> None:
    text = _open("desa", f"/rembuk/{built.meeting.public_id}/pembuka/")
    assert "Belum ada rembuk sebelumnya" in text
