"""Feeding histories of pregnant women: kept once, completed by a later file, taken back."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from tests.factories import district
from tests.posyandu_rows import opened, rows, silent, state, take

from rembuk.office.intake import services
from rembuk.office.intake.models import ImportState
from rembuk.office.intake.receivers import Context, receiver
from rembuk.office.people.models import Person
from rembuk.office.posyandu.models import ChildStatus, MotherPmt

pytestmark = pytest.mark.django_db
KIND = "pmt-bumil"
START = dt.date(2026, 9, 7)


def episode(**more: object) -> dict[str, object]:
    return {
        "name": "Rina Contoh",
        "birth_date": dt.date(1999, 4, 8),
        "posyandu": "Melati 1",
        "date": START,
        "reason": "KEK",
        "weight_start": 43.5,
        **more,
    }


def told(as_of: dt.date, *said: dict[str, object]) -> Context:
    context = opened(as_of, KIND, KIND)
    take(rows(*said, fields=receiver(KIND).fields), context, kind=KIND)
    return context


def verdicts(as_of: dt.date, *said: dict[str, object]) -> list[str]:
    context = opened(as_of, KIND, KIND)
    frame = rows(*said, fields=receiver(KIND).fields)
    return receiver(KIND).examine(frame, context).verdicts["verdict"].to_list()


def newest() -> MotherPmt:
    return MotherPmt.objects.order_by("as_of", "pk").last()


SEPTEMBER, OCTOBER, NOVEMBER = dt.date(2026, 9, 30), dt.date(2026, 10, 31), dt.date(2026, 11, 30)
ENDED = {"end_date": dt.date(2026, 11, 7), "weight_end": 47.0, "result": "Naik"}


def test_a_woman_becomes_a_person_and_no_child() -> None:
    district()
    told(SEPTEMBER, episode())
    woman = Person.objects.get()
    assert (woman.sex, woman.place_code) == ("P", "16.06.01.2001.P01")
    assert not ChildStatus.objects.exists()
    kept = MotherPmt.objects.get()
    assert (kept.person, kept.start, kept.reason, kept.weight_start) == (woman, START, "KEK", 43.5)


def test_the_same_again_is_nothing_new() -> None:
    district()
    told(SEPTEMBER, episode())
    assert verdicts(SEPTEMBER, episode()) == ["sama"]
    assert verdicts(OCTOBER, episode()) == ["sama"]
    before = state()
    told(OCTOBER, episode())
    assert state() == before


def test_a_later_file_completes_and_its_undo_restores_what_was_said_before() -> None:
    district()
    empty = state()
    first = told(SEPTEMBER, episode())
    before = state()
    assert verdicts(NOVEMBER, episode(**ENDED)) == ["berubah"]
    second = told(NOVEMBER, episode(**ENDED))
    assert (newest().end, newest().weight_end) == (ENDED["end_date"], 47.0)
    receiver(KIND).undo(second, silent)
    assert state() == before
    receiver(KIND).undo(first, silent)
    assert state() == empty


def test_undo_of_the_first_file_leaves_what_the_second_says() -> None:
    district()
    first = told(SEPTEMBER, episode())
    told(NOVEMBER, episode(**ENDED))
    receiver(KIND).undo(first, silent)
    assert newest().weight_end == 47.0
    assert Person.objects.count() == 1


def test_an_older_file_that_comes_later_does_not_take_the_end_away() -> None:
    district()
    told(NOVEMBER, episode(**ENDED))
    assert verdicts(SEPTEMBER, episode()) == ["baru"]
    told(SEPTEMBER, episode())
    assert newest().weight_end == 47.0
    assert verdicts(SEPTEMBER, episode()) == ["sama"]
    assert verdicts(NOVEMBER, episode(**ENDED)) == ["sama"]


def test_of_an_episode_told_twice_in_a_file_the_last_row_counts() -> None:
    district()
    twice = (episode(), episode(weight_start=44.0))
    assert verdicts(SEPTEMBER, *twice) == ["sama", "baru"]
    told(SEPTEMBER, *twice)
    assert MotherPmt.objects.get().weight_start == 44.0
    assert verdicts(SEPTEMBER, *twice) == ["sama", "sama"]


def test_an_end_before_the_start_is_told_and_left_empty() -> None:
    district()
    early = episode(end_date=dt.date(2026, 8, 1))
    frame = rows(early, fields=receiver(KIND).fields)
    found = receiver(KIND).examine(frame, opened(SEPTEMBER, KIND, KIND))
    assert [one.code for one in found.issues] == ["selesai-sebelum-mulai"]
    told(SEPTEMBER, early)
    assert MotherPmt.objects.get().end is None


def test_the_download_is_read_from_its_html_to_the_report(tmp_path: Path) -> None:
    heads = (
        "No|NIK|Nama|Tgl Lahir|Prov|Kab/Kota|Kec|Pukesmas|Desa/Kel|Posyandu"
        "|Tanggal Pemberian Pertama|Tanggal Selesai|Alasan Diberi|Berat Awal|Berat Akhir"
        "|Hasil Pemberian MT|Status PMT|Siklus|Jumlah Pemantauan"
    )
    row = (
        "1||Rina Contoh|1999-04-08|SUMATERA SELATAN|MUSI BANYUASIN|SEKAYU|SEKAYU|BAILANGU|MELATI 1"
        "|2026-09-07|2026-11-07|KEK|43,5|47|Naik|Selesai|1|8"
    )
    lines = (f"<td>{'</td><td>'.join(line.split('|'))}</td>" for line in (heads, row))
    path = tmp_path / "Daftar-Riwayat-PMT.xls"
    path.write_text(f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>")
    (imported,) = services.recognise(services.receive(path))
    services.check(imported)
    assert (imported.layout, imported.counts["baru"], imported.report["unread"]) == (KIND, 1, [])
    services.commit(imported)
    assert imported.state == ImportState.DONE
    result = imported.report["result"]
    assert [one["n"] for one in result["figures"]] == [1, 1, 1, 1]
    assert [one["rows"] for one in result["groups"]] == [
        [["KEK", 1]],
        [["Naik", 1]],
        [["Selesai", 1]],
    ]
