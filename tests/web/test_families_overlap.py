"""Overlap pages: who sees which numbers, one protected table, names only by rights, Excel."""

from __future__ import annotations

import io
import itertools
from typing import Any

import openpyxl
import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests.factories import account, district

from rembuk.office.access.models import ViewLog
from rembuk.office.families import overlap
from rembuk.office.families.models import Standing
from rembuk.office.people import public_ids
from rembuk.office.people.models import Family
from rembuk.reference import load
from rembuk.science.welfare.overlap import SETS, UNLISTED
from rembuk.science.welfare.small_counts import TOTAL

pytestmark = pytest.mark.django_db
DISTRICT, KECAMATAN = "16.06", "16.06.01"
HERE, THERE, FAR = "16.06.01.2001", "16.06.01.2002", "16.06.02.2001"
URL = "/keluarga/irisan/"
_NUMBERS = itertools.count()


@pytest.fixture(autouse=True)
def places() -> None:
    cache.clear()
    district()


def signed_in(client: Client, role: str = "gizi", place: str = DISTRICT) -> Client:
    client.force_login(
        account(f"{role}-{next(_NUMBERS)}", role, place),
        "allauth.account.auth_backends.AuthenticationBackend",
    )
    return client


def families(place: str, n: int, **stands: Any) -> None:
    """`n` families in one village that stand alike; as said, else no need and all known."""
    version = load().welfare_version(timezone.localdate())
    given = {
        "members": 4, "stunted": 0, "at_risk": False, "poverty": "di-atas-garis",
        "programmes": ["pkh"], "programmes_known": True, "sources": "dtsen",
        "rule_version": version, "derived_at": timezone.now(), **stands,
    }  # fmt: skip
    for _n in range(n):
        family = Family.objects.create(public_id=public_ids.new(), place_code=place)
        Standing.objects.create(family=family, place_code=place, **given)


NEEDY = {
    "stunted": 1, "at_risk": True, "poverty": "miskin-ekstrem", "programmes": [],
}  # fmt: skip
UNKNOWN = {
    "at_risk": None, "poverty": "tidak-diketahui", "programmes": [], "programmes_known": False,
    "sources": "dukcapil",
}  # fmt: skip


def some() -> None:
    families(HERE, 2, **NEEDY)
    families(HERE, 30)
    families(THERE, 20, **NEEDY)
    families(THERE, 25)
    families(FAR, 12)
    families(FAR, 7, **UNKNOWN)


def test_the_finding_stands_first_with_n_and_of_how_many(client: Client) -> None:
    some()
    text = signed_in(client).get(URL).content.decode()
    assert "22 dari 89 keluarga yang datanya lengkap ada di keempatnya" in text
    assert "diduga dari desil" in text


def test_families_on_no_list_are_counted_and_led_to(client: Client) -> None:
    some()
    text = signed_in(client).get(URL).content.decode()
    assert "Tidak ada di daftar mana pun" in text
    assert overlap.told(DISTRICT, True).here.unlisted == 7
    page = client.get(f"{URL}keluarga/?wilayah={FAR}&jenis={UNLISTED}").content.decode()
    assert "7 keluarga" in page


def test_small_numbers_are_hidden_from_who_sees_no_names(client: Client) -> None:
    some()
    text = signed_in(client, "pimpinan").get(f"{URL}?wilayah={KECAMATAN}").content.decode()
    assert "ditutup" in text
    assert "ikut ditutup supaya" in text
    assert "Lihat keluarganya" not in text


def test_the_protected_table_is_one_whichever_place_is_asked_for() -> None:
    some()
    whole = overlap.told(DISTRICT, False).table
    for place in (KECAMATAN, HERE, THERE, FAR):
        assert overlap.told(place, False).table.cells == whole.cells
    assert whole.cells[HERE, "+".join(SETS)] is None
    assert overlap.told(HERE, True).table.cells[HERE, "+".join(SETS)] == 2


def test_names_in_one_kecamatan_do_not_open_the_district(client: Client) -> None:
    some()
    signed_in(client, "gizi", KECAMATAN)
    assert "ditutup" not in client.get(f"{URL}?wilayah={KECAMATAN}").content.decode()
    assert client.get(f"{URL}?wilayah={DISTRICT}").status_code == 404


def test_the_families_behind_a_number_open_by_rights_and_are_logged(client: Client) -> None:
    some()
    every = "%2B".join(SETS)
    signed_in(client, "gizi")
    text = client.get(f"{URL}keluarga/?wilayah={HERE}&jenis={every}").content.decode()
    assert "2 keluarga" in text
    assert ViewLog.objects.filter(action="buka", subject_kind="irisan", rows=2).exists()
    signed_in(client, "tpps")
    answer = client.get(f"{URL}keluarga/?wilayah={HERE}&jenis={every}")
    assert answer.status_code == 302
    assert ViewLog.objects.filter(subject_kind="irisan").count() == 1


def cells_of(answer: Any) -> list[object]:
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    return [cell.value for sheet in book for row in sheet.rows for cell in row]


def test_excel_carries_what_the_page_shows_and_is_logged(client: Client) -> None:
    some()
    open_ = signed_in(client, "gizi").post(f"{URL}unduh/", {"wilayah": DISTRICT, "nama": "ya"})
    assert "ditutup" not in cells_of(open_)
    assert Family.objects.first().public_id in cells_of(open_)
    given = {"wilayah": KECAMATAN, "nama": "ya"}
    closed = signed_in(client, "operator").post(f"{URL}unduh/", given)
    assert "ditutup" in cells_of(closed)
    assert Family.objects.first().public_id not in cells_of(closed)
    assert ViewLog.objects.filter(action="ekspor", subject_kind="irisan").count() == 2


def test_unknown_is_never_taken_for_no() -> None:
    families(FAR, 6, **UNKNOWN)
    size = overlap.told(FAR, True).here.sizes[SETS.index("miskin-ekstrem")]
    assert size is not None
    assert (size.yes, size.known, size.unknown) == (0, 0, 6)


def test_families_whose_village_is_not_known_still_count() -> None:
    families(DISTRICT, 5)
    families(KECAMATAN, 6)
    families(f"{HERE}.P01", 7)
    table = overlap.told(DISTRICT, True).table
    assert table.cells[DISTRICT, TOTAL] == 18
    assert table.cells[HERE, TOTAL] == 7


def test_new_judgements_show_at_once() -> None:
    families(HERE, 6)
    assert overlap.told(HERE, True).here.total == 6
    families(HERE, 1)
    assert overlap.told(HERE, True).here.total == 7


def test_an_office_without_families_is_told_how_to_begin(client: Client) -> None:
    text = signed_in(client).get(URL).content.decode()
    assert "Belum ada keluarga di sini" in text


def test_a_hidden_sum_still_says_at_least_how_many() -> None:
    some()
    told = overlap.told(HERE, False)
    assert told.here.sizes[0] is None
    assert told.least("stunting") == 0  # its one number is hidden: nothing is told of it
    assert overlap.told(THERE, True).least("stunting", "berisiko") == 20
