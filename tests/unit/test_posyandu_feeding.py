"""Feeding histories: episodes once, completed by a later file, taken back."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, silent, state, take

from rembuk.office.intake.receivers import receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import PmtEpisode

pytestmark = pytest.mark.django_db


def episode(**more: object) -> dict[str, object]:
    return {
        "name": "Sari Contoh",
        "sex": "P",
        "birth_date": dt.date(2025, 4, 8),
        "mother_name": "Ibu Contoh",
        "posyandu": "Melati 1",
        "date": dt.date(2026, 9, 7),
        "programme": "gizi kurang",
        "weight_start": 8.1,
        **more,
    }


def test_an_episode_is_kept_once_completed_and_taken_back() -> None:
    district()
    empty = state()
    taker = receiver("pmt")
    first = opened(dt.date(2026, 9, 30), "pmt-balita", "pmt")
    frame = rows(episode(), fields=taker.fields)
    take(frame, first, kind="pmt")
    assert set(taker.examine(frame, first).verdicts["verdict"]) == {"sama"}
    later = rows(episode(weight_end=8.9, status="Selesai"), fields=taker.fields)
    second = opened(dt.date(2026, 11, 30), "pmt-balita", "pmt")
    assert set(taker.examine(later, second).verdicts["verdict"]) == {"berubah"}
    take(later, second, kind="pmt")
    kept = PmtEpisode.objects.get()
    assert (kept.weight_start, kept.weight_end, kept.status) == (8.1, 8.9, "Selesai")
    assert Person.objects.count() == 1
    taker.undo(second, silent)
    taker.undo(first, silent)
    assert state() == empty
