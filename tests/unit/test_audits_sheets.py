"""Worksheets: patches once, conflicts by field, records and answers apart, older layouts kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from tests.audit_cycle_rows import running, stunted
from tests.factories import account

from rembuk.office.audits.models import CaseState, Worksheet, WorksheetChange
from rembuk.office.audits.worksheet import facts as sheet_facts
from rembuk.office.audits.worksheet import filling as sheets
from rembuk.office.audits.worksheet.filling import Patch

pytestmark = pytest.mark.django_db


@pytest.fixture
def filled():
    audit = running()
    case = audit.choose(stunted(birth_weight_g=2300))
    return audit, case, audit.sheet(case)


def test_records_stand_beside_answers_with_source_and_day(filled):
    audit, _case, sheet = filled
    assert sheet.drawn["kka.timbang_z_tb@m1"]["value"] == -2.6
    assert sheet.drawn["kka.timbang_bb@m1"]["as_of"] == timezone.localdate().isoformat()
    assert sheet.drawn["kka.lahir_bb"]["value"] == 2300
    assert sheet.answers == {}
    sheets.write(sheet, [Patch("p1", "kka.lahir_bb", "2450")], audit.by)
    sheet.refresh_from_db()
    assert sheet.drawn["kka.lahir_bb"]["value"] == 2300
    assert sheet_facts.stands(sheet, "kka.lahir_bb").value == 2450
    sheets.draw_again(sheet, audit.by)
    sheet.refresh_from_db()
    assert sheet.answers["kka.lahir_bb"]["value"] == 2450


def test_a_patch_sent_twice_counts_once(filled):
    audit, case, sheet = filled
    patch = Patch("p1", "kka.hewani", "tidak")
    assert sheets.write(sheet, [patch], audit.by)[0].status == "disimpan"
    again = sheets.write(sheet, [patch], audit.by)[0]
    assert (again.status, again.v, again.value) == ("sudah", 1, False)
    assert WorksheetChange.objects.filter(worksheet=sheet).count() == 1
    case.refresh_from_db()
    assert case.state == CaseState.FILLED


def test_two_writers_meet_in_one_field_and_nothing_is_lost(filled):
    audit, _case, sheet = filled
    other = account("bidan-lain", "bidan", "16.06.01")
    sheets.write(sheet, [Patch("a", "kka.ingatan", "Nasi dan kuah")], audit.by)
    late = sheets.write(
        sheet,
        [Patch("b", "kka.ingatan", "Nasi dan telur", 0), Patch("c", "kka.diare", "ya")],
        other,
    )
    assert [one.status for one in late] == ["beda", "disimpan"]
    assert late[0].value == "Nasi dan kuah"
    kept = sheets.write(sheet, [Patch("d", "kka.ingatan", "Nasi dan telur", 1, True)], other)
    assert kept[0].status == "disimpan"
    history = list(WorksheetChange.objects.filter(field="kka.ingatan").values_list("after", "act"))
    assert history == [("Nasi dan kuah", "isi"), ("Nasi dan telur", "timpa")]


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        ("kka.ulang_bb", "8,15", 8.15),
        ("kka.diare", "ya", True),
        ("kka.pengasuh", "nenek", "nenek"),
        ("kka.ulang_tgl", "2026-10-05", "2026-10-05"),
        ("kka.ingatan", "  ", None),
    ],
)
def test_answers_are_read_as_people_write_them(filled, field, raw, value):
    audit, _case, sheet = filled
    sheets.write(sheet, [Patch("x", field, "1" if value is None else raw)], audit.by)
    sheets.write(sheet, [Patch("y", field, raw, 1)], audit.by)
    sheet.refresh_from_db()
    assert sheet.answers[field]["value"] == value


@pytest.mark.parametrize(
    ("field", "raw"),
    [
        ("kka.ulang_bb", "delapan"),
        ("kka.ulang_bb", "815"),
        ("kka.diare", "mungkin"),
        ("kka.pengasuh", "tetangga-jauh"),
        ("kka.ulang_tgl", "2026-13-05"),
        ("kka.tidak-ada", "1"),
        ("kka.ingatan", "a" * 4001),
    ],
)
def test_what_cannot_be_is_refused_in_words(filled, field, raw):
    audit, _case, sheet = filled
    result = sheets.write(sheet, [Patch("x", field, raw)], audit.by)[0]
    assert result.status == "tolak"
    assert result.words
    sheet.refresh_from_db()
    assert sheet.answers == {}


def test_the_audits_own_measuring_is_scored(filled):
    audit, case, sheet = filled
    today = timezone.localdate()
    values = {"tgl": today.isoformat(), "bb": "8.0", "pb": "70.0", "posisi": "L"}
    sheets.write(
        sheet, [Patch(name, f"kka.ulang_{name}", text) for name, text in values.items()], audit.by
    )
    sheet.refresh_from_db()
    found = sheet_facts.facts(sheet, case, today)
    assert found["zlen"].source == sheet_facts.TYPED
    assert found["zlen"].value < -3
    assert "ANK-10" in [one.code for one in sheet_facts.judged(sheet, case, today).met]


def test_a_finished_sheet_takes_nothing_until_it_is_opened_with_a_reason(filled):
    audit, case, sheet = filled
    with pytest.raises(ValidationError, match="belum diisi"):
        sheets.finish(sheet, audit.by, sheet.version)
    sheets.write(sheet, [Patch("x", "kka.penyerta", "ya")], audit.by)
    with pytest.raises(ValidationError, match="berubah"):
        sheets.finish(sheet, audit.by, sheet.version)
    sheet.refresh_from_db()
    sheets.finish(sheet, audit.by, sheet.version)
    case.refresh_from_db()
    assert "ANK-43" in case.red_flags
    with pytest.raises(ValidationError, match="sudah selesai"):
        sheets.write(sheet, [Patch("y", "kka.diare", "ya")], audit.by)
    with pytest.raises(ValidationError, match="mengapa"):
        sheets.reopen(sheet, audit.by, " ")
    sheets.reopen(sheet, audit.by, "Hasil foto dada datang")
    assert sheets.write(sheet, [Patch("y", "kka.diare", "ya")], audit.by)[0].status == "disimpan"


def test_an_older_layout_stays_readable_and_is_carried_over(filled):
    audit, case, sheet = filled
    sheets.write(sheet, [Patch("a", "kka.diare", "ya"), Patch("b", "kka.ispa", "tidak")], audit.by)
    sheet.refresh_from_db()
    # as an older layout had it: another version, one field the newer one does not know
    sheet.shape[0]["fields"].append({**sheet.shape[0]["fields"][0], "code": "kka.lama"})
    sheet.answers["kka.lama"] = {"value": "Isian lama", "by": audit.by.pk, "at": "", "v": 1}
    sheet.layout_version = "2021.01-000000"
    sheet.save()
    new = sheets.carry_over(sheet, audit.by)
    assert new.layout_version == sheets.layout_of(case).version
    assert {key: one["value"] for key, one in new.answers.items()} == {
        "kka.diare": True, "kka.ispa": False,
    }  # fmt: skip
    older = Worksheet.objects.get(pk=sheet.pk)
    assert not older.current
    assert older.answers["kka.lama"]["value"] == "Isian lama"
    assert case.events.filter(act="lembar-dibawa").get().after["left_behind"] == ["kka.lama"]
    with pytest.raises(ValidationError, match="susunan lama"):
        sheets.write(older, [Patch("z", "kka.diare", "tidak")], audit.by)
    with pytest.raises(ValidationError, match="terbaru"):
        sheets.carry_over(new, audit.by)


def test_mean_pressure_and_week_come_from_the_latest_contact():
    audit = running()
    today = timezone.localdate()
    mother = stunted(months=18)
    mother.birth_date = today - dt.timedelta(days=30 * 365)
    mother.save()
    case = audit.choose(mother, "bumil")
    sheet = audit.sheet(case)
    sheets.write(
        sheet,
        [
            Patch("1", "kka.kontak_hb@w12", "12"),
            Patch("2", "kka.kontak_hb@w20", "10,4"),
            Patch("3", "kka.kontak_sistol@w20", "140"),
            Patch("4", "kka.kontak_diastol@w20", "90"),
        ],
        audit.by,
    )
    sheet.refresh_from_db()
    found = sheet_facts.plain(sheet_facts.facts(sheet, case, today))
    assert (found["hb_g_dl"], found["ga_week"], found["map_mmhg"]) == (10.4, 20, 106.7)
    met = {one.code for one in sheet_facts.judged(sheet, case, today).met}
    assert {"BML-12", "BML-13"} <= met
