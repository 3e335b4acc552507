"""Pages of an office's work: door, entry, Excel both ways, chain, indicators, years, bad input."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook
from tests.convergence_rows import (
    LOCKED,
    MAY,
    OTHER,
    SECOND,
    VILLAGE,
    Room,
    opened,
    room,
    typed,
    walk,
)

from rembuk.office.access.models import Account
from rembuk.office.convergence.models import (
    Cell,
    Duty,
    Figure,
    OwnIndicator,
    Ruling,
    SheetFile,
    Year,
    YearEvent,
)
from rembuk.office.seats.models import Seat

pytestmark = pytest.mark.django_db
TTD = "BG22-E-REM-2"
"""Girls taking tablets: numerator and denominator are both of Dinkes."""
TOP, BASE = "rematri_ttd", "rematri"
RISK = "BG22-E-KEL-3"


@pytest.fixture(scope="module")
def _built(kept: None) -> None:
    opened(room())


@pytest.fixture
def r(_built: None) -> Room:
    people = {one.username: one for one in Account.objects.all()}
    return Room(Year.objects.get(), people)


def browser(r: Room, name: str) -> Client:
    client = Client()
    client.force_login(r.who(name), "allauth.account.auth_backends.AuthenticationBackend")
    return client


def quantities(indicator: str = TTD) -> tuple[str, str]:
    from rembuk.office.convergence.registry import registry

    one = registry(Year.objects.get(), dt.date(2023, 5, 31)).indicators[indicator]
    return one.numerator, one.denominator


def at(page: str, **query: str) -> str:
    asked = {"indikator": TTD, "periode": MAY, "kecamatan": "16.06.01"} | query
    return f"/konvergensi/2023/{page}?" + "&".join(f"{k}={v}" for k, v in asked.items() if v)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def value(quantity: str, place: str = VILLAGE) -> int | None:
    row = Figure.objects.filter(quantity=quantity, place_code=place, period=MAY).first()
    return row.value if row else None


def send(client: Client, *entries: dict[str, Any], url: str = "") -> dict[str, Any]:
    answer = client.post(
        url or at("isi/b/simpan/"), json.dumps({"entries": entries, "since": 0}),
        content_type="application/json",
    )  # fmt: skip
    found: dict[str, Any] = answer.json()
    return found


def one(place: str, quantity: str, typed_: str, base: int = 0, **more: str) -> dict[str, Any]:
    return {"key": f"{place}|{quantity}", "value": typed_, "base": base} | more


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


def taken_away(client: Client, **query: str) -> tuple[Any, SheetFile]:
    answer = client.get(at("isi/b/lembar.xlsx", **query))
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.content)), SheetFile.objects.latest("made_at")


def brought_back(client: Client, book: Any, year: int = 2023) -> Any:
    body = io.BytesIO()
    book.save(body)
    body.seek(0)
    body.name = "lembar.xlsx"
    return client.post(f"/konvergensi/{year}/lembar/", {"berkas": body})


def cells_of(book: Any) -> tuple[Any, dict[str, int], dict[str, int]]:
    """The sheet, column numbers by head, row numbers by village code."""
    page = book[TTD]
    head = next(row for row in page.iter_rows() if len([c for c in row if c.value]) > 5)
    columns = {str(cell.value): cell.column for cell in head if cell.value}
    by_code = {}
    for row in page.iter_rows(min_row=head[0].row + 1):
        for cell in row:
            if str(cell.value or "").startswith("16.06."):
                by_code.setdefault(str(cell.value), cell.row)
    return page, columns, by_code


def test_a_sheet_has_the_columns_of_the_forms_in_their_order(r: Room) -> None:
    book, row = taken_away(browser(r, "dinkes"))
    page, columns, rows = cells_of(book)
    heads = list(columns)
    assert heads[0] == "No"
    order = [next(n for n, head in enumerate(heads) if part in head.lower()) for part in (
        "kecamatan", "puskesmas", "bps", "kemendagri", "nama desa",
    )]  # fmt: skip
    assert order == sorted(order)
    assert heads[-1].lower().startswith(("%", "persen"))
    assert row.stamp in str(page["A1"].value)
    assert set(rows) >= {VILLAGE, SECOND}
    assert row.office_code == "dinkes"
    whole, row = taken_away(browser(r, "dinkes"), indikator="semua", kecamatan="semua")
    assert OTHER in cells_of(whole)[2]
    assert len(whole.sheetnames) > 2
    assert row.place_code == "16.06"


def test_an_offline_round_trip_overwrites_nothing_silently(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    typed(r, "dinkes", base, 40)
    book, _row = taken_away(client)
    page, columns, rows = cells_of(book)
    n, all_ = (next(c for head, c in columns.items() if head.endswith(words)) for words in (
        words_of(top), words_of(base),
    ))  # fmt: skip
    page.cell(rows[VILLAGE], n, 12)
    page.cell(rows[VILLAGE], all_, 44)
    page.cell(rows[SECOND], n, "tb")
    typed(r, "dinkes", base, 41, version=1)  # a colleague, while the sheet was away
    answer = brought_back(client, book)
    assert answer.status_code == 302
    preview = text(client, answer["Location"])
    assert "Bentrok" in preview
    assert value(top) is None  # nothing is written before it was shown
    client.post(answer["Location"])
    assert (value(top), value(base)) == (12, 41)
    assert Figure.objects.get(quantity=top, place_code=SECOND).status == "tidak-berlaku"
    client.post(answer["Location"], {"pakai": f"{VILLAGE}|{base}"})
    assert value(base) == 44
    again = brought_back(client, book)  # the same file once more changes nothing
    client.post(again["Location"])
    assert (value(top), value(base)) == (12, 44)


def words_of(quantity: str) -> str:
    from rembuk import reference

    return reference.load().quantity(quantity, dt.date(2023, 5, 31)).name_id


def test_deleted_rows_leave_everything_as_it_was_and_say_so(r: Room) -> None:
    top, _base = quantities()
    client = browser(r, "dinkes")
    typed(r, "dinkes", top, 5)
    book, _row = taken_away(client)
    page, _columns, rows = cells_of(book)
    page.delete_rows(rows[VILLAGE])
    answer = brought_back(client, book)
    assert "baris dihapus" in text(client, answer["Location"])
    client.post(answer["Location"])
    assert value(top) == 5


def test_bad_cells_come_back_as_an_error_sheet_and_good_ones_are_taken(r: Room) -> None:
    top, base = quantities()
    client = browser(r, "dinkes")
    book, _row = taken_away(client)
    page, columns, rows = cells_of(book)
    n = next(c for head, c in columns.items() if head.endswith(words_of(top)))
    all_ = next(c for head, c in columns.items() if head.endswith(words_of(base)))
    code = next(c for head, c in columns.items() if "kemendagri" in head.lower())
    page.cell(rows[VILLAGE], n, "85%")
    page.cell(rows[SECOND], n, 3)
    page.cell(rows[SECOND], all_, 9)
    page.cell(page.max_row + 1, code, "16.06.01.9999")
    where = brought_back(client, book)["Location"]
    client.post(where)
    assert value(top, SECOND) == 3
    assert value(top) is None
    sheet = load_workbook(io.BytesIO(client.get(f"{where}periksa.xlsx").content)).active
    told = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
    assert "bukan persen" in told
    assert "16.06.01.9999" in told


def test_a_sheet_of_another_year_office_or_origin_is_refused_in_words(r: Room) -> None:
    book, _row = taken_away(browser(r, "dinkes"))
    other = brought_back(browser(r, "dppkb"), book)
    assert other.status_code == 400
    assert "milik Dinkes" in other.content.decode()
    year = Year.objects.create(
        public_id="TAHUN-LAIN", district_code="16.06", year=2022, scheme="8-aksi"
    )
    answer = brought_back(browser(r, "dinkes"), book, year.year)
    assert "tahun 2023, bukan 2022" in answer.content.decode()
    plain = Workbook()
    plain.active["A1"] = "No"
    assert "tidak bercap" in brought_back(browser(r, "dinkes"), plain).content.decode()
    nothing = browser(r, "dinkes").post("/konvergensi/2023/lembar/", {})
    assert nothing.status_code == 400


def test_the_chain_on_the_screen(r: Room) -> None:
    top, base = quantities()
    for place in (VILLAGE, SECOND):
        typed(r, "dinkes", base, 40, place=place)
        typed(r, "dinkes", top, 8, place=place)
    body = {"tab": "b", "indikator": TTD, "periode": MAY, "kecamatan": "16.06.01"}
    browser(r, "dinkes").post("/konvergensi/2023/rantai/ajukan/", body)
    states = lambda: dict(  # noqa: E731
        Cell.objects.filter(indicator=TTD, kecamatan="16.06.01", period=MAY).values_list(
            "place_code", "state"
        )
    )
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


def test_windows_periods_and_closing_belong_to_who_manages(r: Room) -> None:
    url = "/konvergensi/2023/jendela/"
    moved = {
        "aksi": "jendela", "langkah": f"isi:{MAY}", "buka": "2023-05-01", "tutup": "2023-06-30",
        "sumber": "Rapat 24 Mei", "versi": "0",
    }  # fmt: skip
    assert browser(r, "dinkes").post(url, moved).status_code == 404
    tpps = browser(r, "tpps")
    tpps.post(url, moved)
    assert set(Cell.objects.filter(period=MAY).values_list("due", flat=True)) == {
        dt.date(2023, 6, 30)
    }
    assert "Rapat 24 Mei" in text(tpps, url)
    stale = tpps.post(url, moved | {"tutup": "2023-07-30"}, follow=True).content.decode()
    assert "sudah diubah orang lain" in stale
    tpps.post(url, {"aksi": "buka", "periode": "2023-06"})
    assert Cell.objects.filter(period="2023-06").exists()
    for bad in ({"aksi": "jendela", "langkah": "x", "buka": "?", "tutup": ""}, {"aksi": "apa"}):
        assert tpps.post(url, bad).status_code == 302
    tpps.post(url, {"aksi": "tutup", "alasan": "Selesai", "versi": str(r.year.version)})
    assert "ditutup" in text(browser(r, "dinkes"), at("isi/b/"))


def test_a_year_is_begun_once(r: Room) -> None:
    tpps = browser(r, "tpps")
    asked = {"tahun": "2023", "skema": "8-aksi"}
    page = tpps.post("/konvergensi/tahun/", asked, follow=True).content.decode()
    assert "sudah dibuka" in page
    asked = {"tahun": "2026", "skema": "aksi-2025", "dasar": "SE", "tanggal": "2025-03-17"}
    assert tpps.post("/konvergensi/tahun/", asked)["Location"].endswith("/2026/jendela/")
    assert browser(r, "dinkes").post("/konvergensi/tahun/", asked).status_code == 404
    for bad in ({"tahun": "dua ribu"}, {"tahun": "2027", "skema": "x"}):
        tpps.post("/konvergensi/tahun/", bad)
    assert set(Year.objects.values_list("year", flat=True)) == {2023, 2026}


def test_duties_are_named_from_a_decree_and_ended(r: Room) -> None:
    tpps, url = browser(r, "tpps"), "/konvergensi/2023/petugas/"
    seat = Seat.objects.filter(office__code="kec-02").first()
    assert seat is not None
    named = {
        "aksi": "catat", "jabatan": str(seat.pk), "bagian": "penyetuju", "tingkat": "kecamatan",
        "tempat": "16.06.02", "sk": "SK 9/2023", "mulai": "2023-02-01",
    }  # fmt: skip
    tpps.post(url, named)
    duty = Duty.objects.get(seat=seat, part="penyetuju")
    assert "SK 9/2023" in text(tpps, url)
    tpps.post(url, {"aksi": "akhiri", "tugas": str(duty.pk), "sampai": "2023-03-31"})
    duty.refresh_from_db()
    assert duty.valid_to == dt.date(2023, 4, 1)
    assert YearEvent.objects.filter(act="akhiri-tugas").exists()
    before = Duty.objects.count()
    for bad in ({"aksi": "catat"}, named | {"tempat": "17.71"}, named | {"bagian": "raja"}):
        tpps.post(url, bad)
    assert Duty.objects.count() == before
    assert browser(r, "dinkes").post(url, named).status_code == 404


def test_a_denominator_is_ruled_with_a_reason_and_cells_follow(r: Room) -> None:
    tpps, url = browser(r, "tpps"), "/konvergensi/2023/penyebut/"
    asked = {"konflik": f"konflik.{RISK}", "pilihan": "keluarga", "mulai": "2023-01-01"}
    tpps.post(url, asked)
    assert not Ruling.objects.exists()
    typed(r, "dppkb", "keluarga", 90)
    tpps.post(url, asked | {"alasan": "Data belum dipilah"})
    assert "Data belum dipilah" in text(browser(r, "dinkes"), url)
    assert quantities(RISK)[1] == "keluarga"
    assert browser(r, "dinkes").post(url, asked).status_code == 404


SLOT = {
    "nama": "Desa dengan kelas ayah", "satuan": "ya-tidak", "arah": "naik", "pembilang": "baru",
    "pembilang_baru": "Desa ada kelas ayah", "penyebut": "", "pemilik": "DPPKB",
    "tingkat": "desa", "frekuensi": "bulan", "mulai": "2023-01-01", "versi": "0",
    "sumber": "Surat Bappeda 12/2023",
}  # fmt: skip


def slot_of(r: Room) -> str:
    from rembuk.office.convergence.pages_slots import _slots

    return _slots(r.year)[0].code


def test_a_slot_is_completed_without_a_programmer(r: Room) -> None:
    code, tpps = slot_of(r), browser(r, "tpps")
    url = f"/konvergensi/2023/slot/{code}/"
    assert tpps.get(url).status_code == 200
    assert tpps.post(url, SLOT | {"sumber": ""}).status_code == 422
    assert tpps.post(url, SLOT | {"pemilik": "RAJA"}).status_code == 422
    assert tpps.post(url, SLOT).status_code == 302
    assert Cell.objects.filter(indicator=code, period=MAY, office__code="dppkb").count() == 3
    assert tpps.post(url, SLOT).status_code == 422  # version 0 is no longer the one that stands
    assert browser(r, "dinkes").get(url).status_code == 403


def test_slots_are_completed_from_a_table_row_by_row(r: Room) -> None:
    tpps = browser(r, "tpps")
    book = load_workbook(io.BytesIO(tpps.get("/konvergensi/2023/slot/lembar.xlsx").content))
    page = book["Slot"]
    heads = {str(cell.value): cell.column for cell in page[1]}
    good = {
        "Nama indikator": "Desa dengan kelas ayah", "Satuan": "ya-tidak", "Pemilik": "DPPKB",
        "Kode pembilang": None, "Nama pembilang baru": "Desa ada kelas ayah",
        "Kode penyebut": None, "Dokumen sumber": "Surat 12/2023",
    }  # fmt: skip
    for row, values in ((2, good), (3, good | {"Pemilik": "RAJA"})):
        for head, said in values.items():
            page.cell(row, heads[head], said)
    body = io.BytesIO()
    book.save(body)
    body.seek(0)
    body.name = "slot.xlsx"
    answer = tpps.post("/konvergensi/2023/slot/", {"berkas": body}).content.decode()
    assert "Baris yang tidak diambil" in answer
    assert "RAJA" in answer
    assert OwnIndicator.objects.count() == 1
