"""The search of the frame: children and families, cut, masked, logged without words."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.factories import child, district, signed_in
from tests.family_rows import VILLAGE, baby, family, member

from rembuk.office.access.models import ViewLog
from rembuk.office.families import services
from rembuk.office.people import public_ids
from rembuk.office.people.models import FormerId

pytestmark = pytest.mark.django_db
CARD = "1606010101010001"
NIK = "1606014203980002"
ELSEWHERE = "16.06.02.2001"


@pytest.fixture
def home():
    """Head, wife, child and grandmother in Sekayu; a namesake child in Lais."""
    district()
    one = family(VILLAGE, CARD)
    member(one, "Sutrisno Contoh", "kepala", dt.date(1990, 1, 5), "L")
    member(one, "Wulandari Contoh", "istri", dt.date(1998, 3, 2), "P", NIK)
    member(one, "Mbah Karsinem", "lain", dt.date(1950, 3, 2), "P")
    one.child = baby(one, dt.date(2025, 12, 1), name="Ananda Contoh")
    child(f"{ELSEWHERE}.P01", name="Ananda Jauh")
    services.derive("16.06")
    return one


def found(client: Client, words: str) -> tuple[list[str], list[str], str]:
    """Codes of children, codes of families, the page."""
    answer = client.post("/cari/kata/", {"cari": words})
    assert answer.status_code == 302
    assert all(word not in answer["Location"] for word in words.split() if len(word) > 3)
    page = client.get(answer["Location"])
    assert page.status_code == 200
    kids, homes = page.context["children"], page.context["families"]
    assert (kids.count, homes.count) == (len(kids.hits), len(homes.hits))
    return [h.code for h in kids.hits], [h.code for h in homes.hits], page.content.decode()


@pytest.mark.parametrize("words", ["sutrisno", "Wulandari", "wulan contoh"])
def test_a_family_is_found_by_its_head_and_by_the_wife(home, words: str) -> None:
    _kids, homes, text = found(signed_in("gizi"), words)
    assert homes == [home.public_id]
    assert "Sutrisno Contoh" in text


def test_another_member_does_not_make_a_family_a_hit(home) -> None:
    assert found(signed_in("gizi"), "karsinem")[:2] == ([], [])


def test_children_and_families_stand_in_their_own_group(home) -> None:
    kids, homes, text = found(signed_in("gizi"), "contoh")
    assert kids == [home.child.public_id]
    assert homes == [home.public_id]
    assert text.index("h-anak") < text.index("h-keluarga")


@pytest.mark.parametrize("words", [CARD, NIK, "1606 0101 0101 0001"])
def test_a_number_finds_its_family_and_is_kept_nowhere(home, words: str) -> None:
    client = signed_in("tpps")
    kids, homes, text = found(client, words)
    assert homes == [home.public_id]
    assert kids == ([home.child.public_id] if words != NIK else [])
    kept = str(dict(client.session)) + str(list(ViewLog.objects.values()))
    assert CARD not in kept + text
    assert NIK not in kept + text


def test_who_may_not_open_an_identity_finds_nobody_by_number(home) -> None:
    camat = signed_in("camat", "16.06.01")
    assert found(camat, NIK)[:2] == ([], [])
    assert found(camat, home.public_id)[1] == [home.public_id]
    where = camat.post("/keluarga/cari/", {"cari": CARD})["Location"]
    assert camat.get(where).context["counted"].families == 0


def test_who_sees_no_names_finds_by_code_alone_and_reads_dots(home) -> None:
    client = signed_in("tpps")
    assert found(client, "sutrisno")[:2] == ([], [])
    kids, homes, text = found(client, home.child.public_id)
    assert (kids, homes) == ([home.child.public_id], [home.public_id])
    assert "Ananda" not in text
    assert "Sutrisno" not in text


def test_a_code_on_old_paper_still_finds(home) -> None:
    old = public_ids.new()
    FormerId.objects.create(public_id=old, person=home.child)
    kids, homes, _text = found(signed_in("gizi"), old)
    assert (kids, homes) == ([home.child.public_id], [home.public_id])


def test_a_place_outside_the_rights_gives_nothing(home) -> None:
    assert found(signed_in("bidan", "16.06.02"), "sutrisno")[:2] == ([], [])
    assert len(found(signed_in("bidan", "16.06"), "ananda")[0]) == 2
    kids, homes, _text = found(signed_in("kader", f"{VILLAGE}.P01"), "contoh")
    assert (kids, homes) == ([home.child.public_id], [home.public_id])
    assert found(signed_in("kader", f"{VILLAGE}.P02"), "contoh")[:2] == ([], [])


def test_a_search_is_logged_without_its_words(home) -> None:
    found(signed_in("gizi"), "sutrisno")
    lines = ViewLog.objects.filter(action="cari").order_by("pk")
    assert [(line.subject_kind, line.rows) for line in lines] == [
        ("daftar-anak", 0), ("daftar-keluarga", 1),
    ]  # fmt: skip
    assert "sutrisno" not in str(list(lines.values())).casefold()


def test_without_words_the_page_is_a_form_and_a_lost_search_says_so(home) -> None:
    client = signed_in("gizi")
    assert client.post("/cari/kata/", {"cari": "  "})["Location"] == "/cari/"
    assert 'id="cari-semua"' in client.get("/cari/").content.decode()
    assert "tidak tersimpan" in client.get("/cari/?cari=lupa").content.decode()
    assert not ViewLog.objects.filter(action="cari").exists()


def test_who_sees_figures_alone_has_no_search(home) -> None:
    client = signed_in("bupati")
    assert client.get("/cari/").status_code == 403
    assert "cari-atas" not in client.get("/").content.decode()
