"""Several groups of cells at once on the page of the chain."""

from __future__ import annotations

import re

import pytest
from tests.convergence_pages import TTD, browser, quantities, text
from tests.convergence_rows import MAY, SECOND, VILLAGE, Room, opened, room, typed, walk

from rembuk.office.convergence.models import Cell, CellEvent, Duty, Level, Part, Year

pytestmark = pytest.mark.django_db
PAGE, KEK = "/konvergensi/2023/rantai/", "BG22-E-BUM-1"
GROUPS = [f"{code}|{MAY}|16.06.01|diajukan" for code in (KEK, TTD)]


@pytest.fixture(scope="module")
def r(kept: None) -> Room:
    """Three cells of two indicators handed in."""
    made = room()
    opened(made)
    top, base = quantities()
    for place in (VILLAGE, SECOND):
        typed(made, "dinkes", base, 40, place=place)
        typed(made, "dinkes", top, 8, place=place)
        walk(made, TTD, ("ajukan", "dinkes"), place=place)
    typed(made, "dinkes", "bumil_kek", 10)
    typed(made, "dinkes", "bumil_kek_pmt", 8)
    walk(made, KEK, ("ajukan", "dinkes"))
    return made


def states() -> dict[tuple[str, str], str]:
    rows = Cell.objects.filter(period=MAY, indicator__in=(KEK, TTD), kecamatan="16.06.01")
    rows = rows.exclude(state="terbuka")
    return {(i, p): s for i, p, s in rows.values_list("indicator", "place_code", "state")}


def seen(client: object) -> str:
    """What the page says it has seen."""
    found = re.search(r'name="dilihat" value="(\d+)"', text(client, PAGE))
    assert found
    return found[1]


def test_all_ticked_groups_move_in_one_batch(r: Room) -> None:
    sekcam = browser(r, "sekcam")
    body = {"aksi": "terima", "kelompok": GROUPS, "dilihat": seen(sekcam)}
    assert sekcam.post(PAGE, body).status_code == 302
    assert set(states().values()) == {"diterima"}
    assert CellEvent.objects.filter(act="terima").values("batch").distinct().count() == 1
    verifier = browser(r, "verifikator")
    verifier.post(PAGE, {"aksi": "setujui", "semua": "1", "dilihat": seen(verifier)})
    approver = browser(r, "penyetuju")
    body = {"aksi": "kunci", "semua": "1", "dilihat": seen(approver)}
    approver.post(PAGE, body)
    assert set(states().values()) == {"dikunci"}


def test_groups_go_back_together_only_with_a_reason(r: Room) -> None:
    sekcam = browser(r, "sekcam")
    body = {"aksi": "kembalikan", "kelompok": GROUPS, "dilihat": seen(sekcam)}
    page = sekcam.post(PAGE, body).content.decode()
    assert "Tulis alasannya" in page
    assert set(states().values()) == {"diajukan"}
    sekcam.post(PAGE, body | {"alasan": "Periksa kohort"})
    assert set(states().values()) == {"dikembalikan"}


def test_what_a_colleague_moved_meanwhile_is_told_row_by_row(r: Room) -> None:
    sekcam = browser(r, "sekcam")
    before = seen(sekcam)
    walk(r, TTD, ("kembalikan", "sekcam"), reason="salah")
    walk(r, TTD, ("ajukan", "dinkes"))
    page = sekcam.post(PAGE, {"aksi": "terima", "kelompok": GROUPS, "dilihat": before})
    assert page.status_code == 200
    assert "1 sel tetap di tempatnya" in page.content.decode()
    assert states() == {
        (TTD, VILLAGE): "diajukan", (TTD, SECOND): "diterima", (KEK, VILLAGE): "diterima",
    }  # fmt: skip


def test_nobody_plays_two_parts_also_in_many_groups(r: Room) -> None:
    duty = Duty.objects.get(part=Part.VERIFIER, level=Level.SUBDISTRICT, place_code="16.06.01")
    year = Year.objects.get()
    for part in (Part.VERIFIER, Part.APPROVER):
        Duty.objects.create(
            district_code=year.district_code, seat=duty.seat, part=part, level=Level.DISTRICT,
            place_code=year.district_code, valid_from=duty.valid_from,
        )  # fmt: skip
    sekcam = browser(r, "sekcam")
    sekcam.post(PAGE, {"aksi": "terima", "kelompok": GROUPS, "dilihat": seen(sekcam)})
    body = {"aksi": "setujui", "semua": "1", "dilihat": str(10**9)}
    page = sekcam.post(PAGE, body).content.decode()
    assert "3 sel tetap di tempatnya" in page
    assert "Harus orang lain" in page
    assert set(states().values()) == {"diterima"}


def test_another_kecamatan_is_not_moved_by_a_forged_key(r: Room) -> None:
    other = browser(r, "sekcam2")
    page = other.post(PAGE, {"aksi": "terima", "kelompok": GROUPS, "dilihat": str(10**9)})
    assert "tetap di tempatnya" in page.content.decode()
    assert set(states().values()) == {"diajukan"}


def test_nothing_ticked_is_asked_for(r: Room) -> None:
    page = browser(r, "sekcam").post(PAGE, {"aksi": "terima"}, follow=True)
    assert "Centang dulu" in page.content.decode()
