"""The running meeting over HTTP: with script and without, for who writes and who only reads."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import browser
from tests.forum_live_rows import WHOLE, Room, judged, row, running, said, stands
from tests.ledger_rows import VILLAGE

from rembuk.office.access.public_ids import new
from rembuk.office.convergence.models import Cell, Status, Year
from rembuk.office.convergence.registry import registry
from rembuk.office.forums.models import Meeting, MeetingState, Objection

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def built(kept: None) -> Room:
    room = running()
    said(room, "r1", **WHOLE)
    return room


@pytest.fixture
def room(built: Room) -> Room:
    built.meeting.refresh_from_db()
    return built


@pytest.fixture
def desa(room: Room) -> Client:
    return browser(room.who("desa"))


def where(room: Room, tail: str = "") -> str:
    return f"/rembuk/{room.meeting.public_id}/langsung/{tail}"


def form(room: Room, **typed: str) -> dict[str, str]:
    """The row's form as a browser without script fills it from the page."""
    held = row(room, "r1").typed
    sent = {"baris": "r1", "aksi": "simpan"}
    for name, one in held.items():
        sent |= {name: one["text"], f"lama:{name}": one["text"]}
        sent[f"dasar:{name}"] = " ".join(one["ops"])
    return sent | typed


def post_ops(who: Client, room: Room, ops: list[dict[str, Any]], since: int = 0) -> Any:
    body = json.dumps({"ops": ops, "since": since})
    return who.post(where(room, "isian/"), body, content_type="application/json")


def op(name: str, field: str, text: str, base: tuple[str, ...] = (), row_: str = "r1") -> dict:
    at = "2026-11-23T02:00:00.000Z"
    return {"id": name, "row": row_, "field": field, "text": text, "base": list(base), "at": at}


def test_a_row_is_saved_and_agreed_without_script(room: Room, desa: Client) -> None:
    page = desa.get(where(room)).content.decode()
    assert 'value="35 juta"' in page
    assert "Membangun jamban sehat" in page
    desa.post(where(room), form(room, volume="12"))
    assert row(room, "r1").volume == 12
    sent = form(room, aksi="suara:disepakati", yes="9", no="2", abstain="")
    shown = desa.post(where(room), sent, follow=True).content.decode()
    assert "suara: 9 setuju, 2 tidak, 0 abstain" in shown


def test_a_stale_form_overwrites_nobody(room: Room, desa: Client) -> None:
    old = form(room, volume="12")
    said(room, "r1", who="camat", volume="15")
    shown = desa.post(where(room), old, follow=True).content.decode()
    assert "ditulis berbeda oleh orang lain" in shown
    assert {one["text"] for one in row(room, "r1").typed["volume"]["rivals"]} == {"12", "15"}
    desa.post(where(room), form(room, volume="12", **{"lama:volume": ""}))  # chosen by hand
    assert row(room, "r1").typed["volume"]["outcome"] == "masuk"


def test_a_refusal_is_said_in_words_and_the_text_stays(room: Room, desa: Client) -> None:
    sent = form(room, target_value="", aksi="disepakati|mufakat")
    shown = desa.post(where(room), sent, follow=True).content.decode()
    assert "Sasaran tanpa angka tidak dapat ditagih" in shown
    assert row(room, "r1").state == "usul"


def test_an_objection_without_script(room: Room, desa: Client) -> None:
    sent = form(room, aksi="keberatan", unsur="BPD", keberatan="Dana sudah terpakai")
    desa.post(where(room), sent)
    held = Objection.objects.get()
    desa.post(where(room), form(room, **{f"jawaban:{held.client_id}": "Tahap dua"}))
    held.refresh_from_db()
    assert held.answer == "Tahap dua"


def test_a_device_hears_what_others_wrote_since(room: Room, desa: Client) -> None:
    first = desa.get(where(room, "isian/?sejak=0")).json()
    assert [one["row"] for one in first["changes"]] == ["r1"]
    assert desa.get(where(room, f"isian/?sejak={first['last']}")).json()["changes"] == []
    camat = browser(room.who("camat"))
    seen = stands(room.meeting, "r1")["volume"]
    answer = post_ops(camat, room, [op("a1", "volume", "11", seen)], first["last"]).json()
    assert [one["status"] for one in answer["results"]] == ["masuk"]
    again = desa.get(where(room, f"isian/?sejak={first['last']}")).json()
    assert again["changes"][0]["fields"]["volume"]["text"] == "11"
    assert again["changes"][0]["fields"]["volume"]["by"]


@pytest.mark.parametrize("body", ["bukan json", "[]", '{"ops": 1}', '{"ops": [{"id": "x"}]}'])
def test_what_no_page_of_ours_sends_is_not_there(room: Room, desa: Client, body: str) -> None:
    sent = desa.post(where(room, "isian/"), body, content_type="application/json")
    assert sent.status_code == 404


def test_a_field_nobody_has_and_a_text_too_long_are_refused_alone(room: Room, desa: Client) -> None:
    ops = [
        op("a1", "rahasia", "x"),
        op("a2", "unit", "x" * 41),
        op("a3", "what", "Kelas", (), "r9"),
    ]
    results = post_ops(desa, room, ops).json()["results"]
    assert [one["status"] for one in results] == ["tolak", "tolak", "masuk"]
    assert "40 huruf" in results[1]["words"]
    post_ops(desa, room, [op("a4", "unit", "un\0it", stands(room.meeting, "r1")["unit"])])
    assert row(room, "r1").unit == "unit"


def test_a_signed_meeting_answers_in_words_and_takes_nothing(room: Room, desa: Client) -> None:
    Meeting.objects.filter(pk=room.meeting.pk).update(state=MeetingState.SIGNED)
    answer = post_ops(desa, room, [op("a1", "volume", "3")])
    assert answer.status_code == 409
    assert "tetap tersimpan di perangkat ini" in answer.json()["words"]
    page = desa.get(where(room)).content.decode()
    assert "data-add" not in page
    assert row(room, "r1").volume == 10


def test_who_only_reads_sees_and_does_not_type(room: Room) -> None:
    reader = browser(room.who("bupati"))
    page = reader.get(where(room)).content.decode()
    assert "Membangun jamban sehat" in page
    assert "data-add" not in page
    assert post_ops(reader, room, [op("a1", "volume", "3")]).status_code == 409
    assert row(room, "r1").volume == 10


def test_the_wall_names_offices_and_no_person(room: Room, desa: Client) -> None:
    judged(room, "r1")
    said(room, "r1", **{"keberatan": json.dumps({"party": "Warga Contoh", "text": "Tidak setuju"})})
    page = desa.get(f"/rembuk/{room.meeting.public_id}/layar/").content.decode()
    assert "1 dari 1 keputusan disepakati" in page
    assert "Rp35.000.000" in page
    assert "Warga Contoh" not in page


def test_a_commitment_that_is_not_published_is_not_there(room: Room) -> None:
    assert Client().get(f"/rembuk/komitmen/{room.meeting.public_id}/").status_code == 404


@pytest.fixture
def told(room: Room) -> Cell:
    """A falling share of the village: 40 of 64 in August."""
    year = room.meeting.starts_at.year
    row = Year.objects.create(public_id=new(), district_code="16.06", year=year, scheme="aksi-2025")
    asked = registry(row, timezone.localdate()).indicators
    one = next(
        each for each in asked.values()
        if each.unit == "persen" and each.denominator and each.direction == "turun"
    )  # fmt: skip
    return Cell.objects.create(
        year=row, indicator=one.code, place_code=VILLAGE, kecamatan="16.06.01",
        period=f"{year}-08", numerator=40, denominator=64, status=Status.FILLED,
        due=dt.date(year, 9, 10),
    )  # fmt: skip


def proposed(page: bytes) -> dict[str, Any]:
    raw = page.decode().split('id="rapat-setelan" type="application/json">')[1].split("<")[0]
    return json.loads(raw)


def test_the_figure_of_today_is_proposed_with_its_count_period_and_source(
    room: Room, desa: Client, told: Cell
) -> None:
    setup = proposed(desa.get(where(room)).content)
    (held,) = setup["told"][""].values()
    assert held["value"] == "62,5"
    assert "40 dari 64), Agustus" in held["words"]
    assert "sel konvergensi" in held["words"]
    assert told.indicator in held["kept"]
    assert desa.get(setup["figures"], {"tempat": VILLAGE}).json()["told"] == setup["told"][""]
    assert desa.get(setup["figures"], {"tempat": "16.06.02.2001"}).json() == {"told": {}}
    # what was proposed stands beside what was typed, each with its own history
    said(room, "r1", target=told.indicator, target_now="60", target_told=held["kept"])
    found = row(room, "r1")
    assert (found.target_indicator, found.target_now) == (told.indicator, 60)
    assert found.typed["target_told"]["text"].startswith("62,5 persen (40 dari 64)")
    assert found.edits.filter(field="target_told").count() == 1


def test_a_share_of_few_people_is_proposed_to_nobody(room: Room, desa: Client, told: Cell) -> None:
    Cell.objects.filter(pk=told.pk).update(numerator=3)
    (held,) = proposed(desa.get(where(room)).content)["told"][""].values()
    assert held["value"] == ""
    assert "tidak ditampilkan" in held["why"]


def test_a_target_worse_than_today_is_asked_until_somebody_says_it_is_meant(
    room: Room, desa: Client, told: Cell
) -> None:
    said(room, "r1", target=told.indicator, target_now="62,5", target_value="70")
    asked = judged(room, "r1")
    assert asked.status == "tolak"
    assert "Sasaran 70 lebih tinggi daripada sekarang 62,5" in asked.words
    assert 'name="target_sure" value="70"' in desa.get(where(room)).content.decode()
    desa.post(where(room), form(room, target_sure="70"))
    assert judged(room, "r1").status == "masuk"
    said(room, "r1", target_value="75")  # another number is another question
    assert judged(room, "r1").status == "tolak"
    said(room, "r1", target_value="40")
    assert judged(room, "r1").status == "masuk"
