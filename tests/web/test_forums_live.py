"""The running meeting over HTTP: with script and without, for who writes and who only reads."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client
from tests.factories import browser
from tests.forum_live_rows import WHOLE, Room, judged, row, running, said, stands

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
