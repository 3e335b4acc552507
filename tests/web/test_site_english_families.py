"""The English pages of lists, linking and families: no Indonesian is left but official terms."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from tests import linking_rows, lists_rows
from tests.factories import district
from tests.family_rows import VILLAGE, baby, family, member, told
from tests.web.test_site_english import english, leftovers

from rembuk.office.families import ground, services
from rembuk.office.families.models import FieldCheck
from rembuk.office.linking.models import Doubt
from rembuk.office.people.models import Family
from rembuk.office.posyandu.models import ChildStatus

pytestmark = [pytest.mark.django_db, pytest.mark.once]
POST = f"{VILLAGE}.P01"


@pytest.fixture(autouse=True)
def _places() -> None:
    cache.clear()
    district()


def said(client: Client, *paths: str) -> dict[str, list[str]]:
    """What of each page is not English."""
    found = {}
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = leftovers(answer.content.decode())
    return {path: words for path, words in found.items() if words}


@pytest.fixture
def editions() -> lists_rows.Edition:
    for n in range(6):
        lists_rows.listed(VILLAGE, "2026-T1", key=f"{n:032x}", name=f"Warga Contoh {n}")
    for n in range(1, 6):
        lists_rows.listed(VILLAGE, "2026-T2", key=f"{n:032x}", facts={"decile": n}, how="ragu")
    return lists_rows.edition("2026-T2")


def test_the_pages_of_lists_are_english(editions: lists_rows.Edition) -> None:
    row = editions.rows.get(row_no=editions.rows.first().row_no)
    request = lists_rows.asked()
    assert not said(
        english("gizi"),
        *("/daftar/", f"/daftar/{editions.pk}/", f"/daftar/{editions.pk}/baris/"),
        *(f"/daftar/baris/{row.pk}/", f"/daftar/baris/{row.pk}/betulkan/"),
        *("/daftar/banding/?daftar=dtsen", f"/daftar/banding/baris/?wilayah={VILLAGE}"),
        *("/daftar/pembetulan/", f"/daftar/pembetulan/{request.public_id}/"),
    )


def test_the_comparison_says_entered_not_sign_in(editions: lists_rows.Edition) -> None:
    body = english("gizi").get("/daftar/banding/?daftar=dtsen").content.decode()
    assert "Entered</th>" in body
    assert "Sign in</th>" not in body


@pytest.fixture
def pair() -> Doubt:
    civil = linking_rows.edition("dukcapil", dt.date(2026, 1, 31))
    krs = linking_rows.edition("krs", dt.date(2026, 6, 30))
    born, card = dt.date(1990, 5, 4), "1606011201150001"
    one = linking_rows.listed(civil, "Siti Aminah Contoh", born, card=card)
    linking_rows.listed(
        civil, "Warga Contoh", dt.date(2019, 1, 2), "L", role="anak", in_row=one.row, card=card
    )
    two = linking_rows.listed(krs, "Siti Amina Contoh", born, card="1606011201150002")
    refs = linking_rows.ref(one), linking_rows.ref(two)
    linking_rows.run(pairs=[(*refs, 4.0)])
    return linking_rows.doubt(*refs)


def test_the_pages_of_linking_are_english(pair: Doubt) -> None:
    client = english("gizi")
    assert not said(
        client, "/kecocokan/", "/kecocokan/ragu/", "/kecocokan/ragu/?tampil=selesai",
        f"/kecocokan/ragu/{pair.key}/",
    )  # fmt: skip
    done = client.post(f"/kecocokan/ragu/{pair.key}/jawab/", {"jawaban": "beda"}, follow=True)
    assert leftovers(done.content.decode()) == []
    shown = "/kecocokan/ragu/?tampil=selesai"
    assert not said(client, shown, f"/kecocokan/ragu/{pair.key}/")


@pytest.fixture
def home() -> Family:
    one = family(VILLAGE, "1606010101010001")
    member(one, "Warga Contoh", "kepala", dt.date(1995, 1, 5), "L")
    mother = member(one, "Ibu Contoh", "istri", dt.date(1998, 3, 2), "P")
    sick = baby(one, dt.date(2025, 12, 1), POST, name="Anak Contoh 1")
    ChildStatus.objects.filter(child=sick).update(case="diduga", case_since=dt.date(2026, 10, 12))
    told(one, "dtsen", {"decile": 1, "pkh": True})
    told(one, "krs", {"pus": True, "latrine_proper": True, "water_proper": "?1"}, "2025")
    told(one, "regsosek", {"water_source": "permukaan", "latrine": "tidak-ada"})
    services.derive("16.06")
    assert mother.pk
    return one


@pytest.mark.parametrize("role", ["gizi", "tpps"])
def test_the_pages_of_families_are_english(home: Family, role: str) -> None:
    assert not said(
        english(role), "/keluarga/", f"/keluarga/{home.public_id}/", "/keluarga/krs/",
        "/keluarga/irisan/", "/keluarga/angka-kemiskinan/", "/keluarga/cek/",
    )  # fmt: skip


def test_a_kader_reads_families_in_english(home: Family) -> None:
    assert not said(english("kader", POST), "/keluarga/", f"/keluarga/{home.public_id}/")


@pytest.fixture
def check(editions: lists_rows.Edition) -> FieldCheck:
    due = timezone.localdate() + dt.timedelta(days=7)
    return ground.make(editions, VILLAGE, "SIKS", due, None)


def test_a_ground_check_is_english(check: FieldCheck) -> None:
    page = f"/keluarga/cek/{check.public_id}/"
    assert not said(
        english("gizi"), f"/keluarga/cek/?wilayah={VILLAGE}", page, f"{page}isi/", f"{page}cetak/"
    )
