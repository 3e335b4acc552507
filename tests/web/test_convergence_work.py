"""Pages of an office's work: door, entry, chain, indicators, bad input."""

from __future__ import annotations

import json

import pytest
from tests.convergence_pages import TTD, at, browser, one, quantities, send, text, value
from tests.convergence_rows import LOCKED, MAY, OTHER, SECOND, VILLAGE, Room, again, typed, walk

from rembuk.office.convergence.models import Cell, Figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def r(may_open: None) -> Room:
    return again()


def test_the_door_shows_an_operator_what_is_empty_and_by_when(r: Room) -> None:
    page = text(browser(r, "dinkes"), "/konvergensi/?tahun=2023")
    assert "Sel kosong saya" in page
    assert "Langkah Anda berikutnya" in page
    assert "lewat" in page
    assert "/konvergensi/2023/isi/b/" in page


def test_the_door_tells_what_others_did_since(r: Room) -> None:
    client = browser(r, "dinkes")
    text(client, "/konvergensi/?tahun=2023")
    top, base = quantities()
    typed(r, "dinkes", base, 40)
    typed(r, "dinkes", top, 8)
    walk(r, TTD, ("ajukan", "dinkes"))
    walk(r, TTD, ("kembalikan", "sekcam"), reason="Angka bulan lalu")
    page = text(client, "/konvergensi/?tahun=2023")
    assert "Angka bulan lalu" in page
    assert "dikembalikan kepada Anda" in page


def test_typing_is_saved_with_versions_and_a_colleague_is_not_overwritten(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    first = send(client, one(VILLAGE, base, "1.040"), one(VILLAGE, top, "0"))["results"]
    assert [(one["status"], one["v"]) for one in first] == [("disimpan", 1), ("disimpan", 1)]
    assert value(base) == 1040
    late = send(client, one(VILLAGE, base, "40", base=0))["results"][0]
    assert late["status"] == "beda"
    assert late["value"] == "1040"
    assert value(base) == 1040
    assert send(client, one(VILLAGE, base, "40", base=1))["results"][0]["status"] == "disimpan"
    news = client.get(at("isi/b/simpan/") + "&sejak=0").json()["changes"]
    assert {one["key"] for one in news} == {f"{VILLAGE}|{base}", f"{VILLAGE}|{top}"}


def test_1080_of_147_is_asked_about_and_a_reason_settles_it(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    send(client, one(VILLAGE, base, "147"))
    asked = send(client, one(VILLAGE, top, "1080"))["results"][0]
    assert asked["status"] == "tanya"
    assert "1080" in asked["words"]
    told = send(client, one(VILLAGE, top, "1080", base=asked["v"], why="Termasuk rapel"))
    assert told["results"][0]["status"] == "disimpan"
    assert Cell.objects.get(indicator=TTD, place_code=VILLAGE, period=MAY).explained


@pytest.mark.parametrize("said", ["12,5", "-4", "80%", "banyak", "9" * 16])
def test_unreadable_text_is_refused_in_words_and_nothing_is_written(r: Room, said: str) -> None:
    top, _base = quantities()
    answer = send(browser(r, "dinkes"), one(VILLAGE, top, said))["results"][0]
    assert answer["status"] == "tolak"
    assert said[:12] in answer["words"]
    assert value(top) is None


@pytest.mark.parametrize(
    ("said", "status", "shown"),
    [
        ("0", "nol", "0"),
        ("-", "tidak-berlaku", "-"),
        ("~12", "perkiraan", "~12"),
        ("", "kosong", ""),
    ],
)
def test_empty_zero_not_applicable_and_estimate_are_four_things(
    r: Room, said: str, status: str, shown: str
) -> None:
    top, _base = quantities()
    client = browser(r, "dinkes")
    send(client, one(VILLAGE, top, "5"))
    answer = send(client, one(VILLAGE, top, said, base=1))["results"][0]
    assert (answer["status"], answer["value"]) == ("disimpan", shown)
    assert Figure.objects.get(quantity=top, place_code=VILLAGE).status == status


def test_a_key_that_is_not_on_the_page_is_no_entry(r: Room) -> None:
    top, _base = quantities()
    client = browser(r, "dinkes")
    assert send(client, one(OTHER, top, "3"))["results"][0]["status"] == "tolak"
    assert value(top, OTHER) is None
    for body in ("kata", "[]", '{"entries": 3}', '{"entries": [{"key": "a", "base": "x"}]}'):
        answer = client.post(at("isi/b/simpan/"), body, content_type="application/json")
        assert answer.status_code == 400, body


def test_another_offices_column_is_read_there_never_typed(r: Room) -> None:
    page = text(browser(r, "dppkb"), at("isi/b/"))
    assert "data-key" not in page
    assert "diisi kantor lain" in page
    answer = browser(r, "dppkb").post(
        at("isi/b/simpan/"), json.dumps({"entries": []}), content_type="application/json"
    )
    assert answer.status_code == 409


def test_without_script_the_form_saves_and_shows_what_is_left(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    typed(r, "dinkes", base, 30)
    key = f"{VILLAGE}|{base}"
    posted = {
        f"f:{key}": "50", f"b:{key}": "0:", f"f:{VILLAGE}|{top}": "7", f"b:{VILLAGE}|{top}": "0:",
    }  # fmt: skip
    page = client.post(at("isi/b/"), posted)
    assert page.status_code == 200
    assert "Belum tersimpan" in page.content.decode()
    assert (value(top), value(base)) == (7, 30)
    assert client.post(at("isi/b/"), {f"f:{key}": "50", f"b:{key}": "1:30"}).status_code == 302
    assert value(base) == 50


@pytest.mark.parametrize(
    "url",
    [
        at("isi/tiada/"), at("isi/b/", periode="2024-05"), at("isi/b/", periode="Mei"),
        at("isi/b/", kecamatan="16.07.01"), at("isi/b/", indikator="LAIN"),
        "/konvergensi/2019/rantai/", at("indikator/LAIN/"), at(f"indikator/{TTD}/", periode="x"),
        f"/konvergensi/2023/indikator/{TTD}/16.06.09.2001/{MAY}/",
        at("rantai/sel/", indikator="LAIN"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(r: Room, url: str) -> None:
    assert browser(r, "dinkes").get(url).status_code == 404


def test_every_way_of_looking_at_a_tab_draws(r: Room) -> None:
    client = browser(r, "dinkes")
    for url in (
        at("isi/b/", indikator="semua"), at("isi/e/", indikator="", periode=""),
        at("isi/besaran/"), at("isi/besaran/", periode="2023"), at("isi/a/", indikator=""),
        "/konvergensi/2023/indikator/", at("indikator/", periode=MAY), at(f"indikator/{TTD}/"),
        f"/konvergensi/2023/indikator/{TTD}/{VILLAGE}/{MAY}/", "/konvergensi/2023/petugas/",
        "/konvergensi/2023/slot/", "/konvergensi/2023/penyebut/", "/konvergensi/2023/jendela/",
        "/konvergensi/tahun/", "/konvergensi/2023/lembar/", "/konvergensi/2023/rantai/",
    ):  # fmt: skip
        assert client.get(url).status_code == 200, url


def test_the_chain_on_the_screen(r: Room) -> None:
    top, base = quantities()
    for place in (VILLAGE, SECOND):
        typed(r, "dinkes", base, 40, place=place)
        typed(r, "dinkes", top, 8, place=place)
    body = {"tab": "b", "indikator": TTD, "periode": MAY, "kecamatan": "16.06.01"}
    browser(r, "dinkes").post("/konvergensi/2023/rantai/ajukan/", body)

    def states() -> dict[str, str]:
        cells = Cell.objects.filter(indicator=TTD, kecamatan="16.06.01", period=MAY)
        return dict(cells.values_list("place_code", "state"))

    assert set(states().values()) == {"diajukan"}
    sekcam, group = browser(r, "sekcam"), at("rantai/sel/")
    assert TTD in text(sekcam, "/konvergensi/2023/rantai/")
    sekcam.post(group, {"aksi": "kembalikan", "sel": SECOND})
    assert states()[SECOND] == "diajukan"  # no reason, no return
    sekcam.post(group, {"aksi": "kembalikan", "sel": SECOND, "alasan": "Sama dengan bulan lalu"})
    sekcam.post(group, {"aksi": "terima"})
    assert states() == {VILLAGE: "diterima", SECOND: "dikembalikan"}
    assert "Sama dengan bulan lalu" in text(browser(r, "dinkes"), at("isi/b/"))
    browser(r, "verifikator").post(group, {"aksi": "setujui"})
    browser(r, "penyetuju").post(group, {"aksi": "kunci"})
    assert states()[VILLAGE] == "dikunci"
    page = text(browser(r, "penyetuju"), f"/konvergensi/2023/indikator/{TTD}/{VILLAGE}/{MAY}/")
    for act in ("Diajukan", "Diterima kecamatan", "Disetujui", "Dikunci"):
        assert act in page


def test_a_stale_form_moves_nothing(r: Room) -> None:
    top, base = quantities()
    typed(r, "dinkes", base, 40)
    typed(r, "dinkes", top, 8)
    walk(r, TTD, ("ajukan", "dinkes"))
    page = browser(r, "sekcam").post(
        at("rantai/sel/"), {"aksi": "terima", f"v:{VILLAGE}": "1"}, follow=True
    )
    assert "tetap di tempatnya" in page.content.decode()
    assert Cell.objects.get(indicator=TTD, place_code=VILLAGE, period=MAY).state == "diajukan"


def test_a_locked_cell_is_read_only_on_the_page_of_entry(r: Room) -> None:
    top, base = quantities()
    typed(r, "dinkes", base, 40)
    typed(r, "dinkes", top, 8)
    walk(r, TTD, *LOCKED)
    page = text(browser(r, "dinkes"), at("isi/b/"))
    assert f'data-key="{VILLAGE}|{top}"' not in page
    assert f'data-key="{SECOND}|{top}"' in page
    assert "Dikunci" in page


def test_an_indicator_is_sum_over_sum_with_its_card(r: Room) -> None:
    top, base = quantities()
    for place, n, of in ((VILLAGE, 8, 10), (SECOND, 1, 2)):
        typed(r, "dinkes", base, of, place=place)
        typed(r, "dinkes", top, n, place=place)
    page = text(browser(r, "dinkes"), at(f"indikator/{TTD}/"))
    assert "75,0%" in page
    assert "9 dari 12" in page
    assert "Kartu metadata" in page
    assert "65,0%" not in page
