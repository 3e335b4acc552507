"""What is told of a list when it comes in: one rule each, on small invented sheets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from tests import lists_sheets as sheets

from rembuk.office.intake import services
from rembuk.office.intake.models import Import
from rembuk.office.intake.reading.editions import parse
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.lists.recaps import broken
from rembuk.office.people import crypto

TODAY = dt.date(2026, 11, 22)


@pytest.fixture(autouse=True)
def folders(settings: Any, tmp_path: Path) -> None:
    settings.REMBUK_RAW_FILES = tmp_path / "raw"
    settings.REMBUK_STAGING = tmp_path / "staging"


def brought(tmp_path: Path, rows: Sequence[sheets.Row], name: str = "data 2026.xlsx") -> Import:
    path = sheets.write(tmp_path / name, rows)
    (imported,) = services.recognise(services.receive(path))
    return services.check(imported)


def told(imported: Import, code: str) -> list[tuple[int, str]]:
    """Sheet row and verdict of every issue with a code."""
    found = imported.issues.filter(code=code).order_by("row_no")
    return list(found.values_list("row_no", "verdict"))


# --- recap of KRS ---------------------------------------------------------------------------

GOOD = {
    "keluarga_sasaran": 120, "total_krs": 40, "tidak_berisiko": 80,
    "krs_p1": 5, "krs_p2": 6, "krs_p3": 7, "krs_p4": 8, "krs_p5": 14,
    "air_tidak_layak": 9, "jamban_tidak_layak": 21,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"tidak_berisiko": 79}, "rekap-sasaran"),
        ({"keluarga_sasaran": 121}, "rekap-sasaran"),
        ({"krs_p5": 15}, "rekap-peringkat"),
        ({"air_tidak_layak": 41}, "rekap-melebihi"),
        ({"jamban_tidak_layak": 40}, None),  # all of them: possible
        ({"krs_p3": None}, None),  # an empty figure is not zero
        ({"keluarga_sasaran": None}, None),
    ],
)
def test_a_recap_must_agree_with_itself(changed: dict[str, Any], code: str | None) -> None:
    assert [one[0] for one in broken(GOOD | changed)] == ([code] if code else [])


def test_the_four_too_are_never_summed() -> None:
    """Too young, old, close, many overlap: together they may exceed those at risk."""
    four = dict.fromkeys(("terlalu_muda", "terlalu_tua", "terlalu_dekat", "terlalu_banyak"), 39)
    assert list(broken(GOOD | four)) == []


@pytest.mark.django_db
def test_a_recap_that_disagrees_is_held_for_a_decision(tmp_path: Path) -> None:
    imported = brought(tmp_path, [sheets.krs_rekap(1, **{"Tidak Berisiko": 70})])
    assert told(imported, "rekap-sasaran") == [(2, "ragu")]


@pytest.mark.django_db
def test_the_recap_is_held_against_the_rows_by_name(tmp_path: Path) -> None:
    """Two families by name, forty in the recap: told in the report of the import."""
    services.commit(brought(tmp_path, [sheets.krs_rekap(1)], "rekap krs 2025.xlsx"))
    rows = [sheets.krs_siga(n) for n in (1, 2)]
    done = services.commit(brought(tmp_path, rows, "krs nama 2025.xlsx"))
    assert done.report["result"]["recap"] == [
        {"place": sheets.VILLAGE_CODE, "named": 2, "recap": 40}
    ]


# --- numbers in each other's column -----------------------------------------------------------


def swapped(n: int, **given: Any) -> sheets.Row:
    row = sheets.dtsen(n, **given)
    nik, card = row["nomor_induk_kependudukan"], row["nomor_kartu_keluarga"]
    return row | {"nomor_induk_kependudukan": card, "nomor_kartu_keluarga": nik}


@pytest.mark.django_db
def test_swapped_columns_are_seen_and_offered(tmp_path: Path) -> None:
    imported = brought(tmp_path, [swapped(n) for n in range(1, 6)])
    assert imported.report["check"]["swap"] == {"rows": 5, "done": False}
    assert {verdict for _, verdict in told(imported, "nik-kk-tertukar")} == {"ragu"}
    assert imported.counts["ragu"] == 5


@pytest.mark.django_db
def test_nothing_is_swapped_without_a_word(tmp_path: Path) -> None:
    services.commit(brought(tmp_path, [swapped(1), swapped(2), swapped(3)]), accept_doubtful=True)
    person = ListedPerson.objects.get(row__row_no=2)
    assert crypto.decrypt(bytes(person.nik_cipher or b""), "nik") == sheets.card(1)
    assert person.nik_digest == ""  # and it is not used to recognise anybody


@pytest.mark.django_db
def test_on_the_users_word_they_are_exchanged_and_each_row_says_so(tmp_path: Path) -> None:
    imported = brought(tmp_path, [swapped(n) for n in range(1, 6)])
    imported.mapping = imported.mapping | {"swap": True}
    imported.save()
    services.check(imported)
    assert [verdict for _, verdict in told(imported, "nik-kk-ditukar")] == ["catatan"] * 5
    assert imported.counts["baru"] == 5
    services.commit(imported)
    again = brought(tmp_path, [sheets.dtsen(n) for n in range(1, 6)], "benar.xlsx")
    assert again.counts["baru"] + again.counts["berubah"] + again.counts["sama"] == 5
    assert ListedPerson.objects.filter(nik_findings="").count() == 5


@pytest.mark.django_db
def test_one_swapped_row_among_good_ones_is_doubted_alone(tmp_path: Path) -> None:
    rows = [sheets.dtsen(n) for n in range(1, 8)]
    rows[3] = swapped(4)
    assert {row for row, _ in told(brought(tmp_path, rows), "nik-kk-tertukar")} == {5}


@pytest.mark.django_db
def test_good_columns_are_left_alone(tmp_path: Path) -> None:
    """Women (day + 40), and children whose birth year could be the year of a card."""
    rows = [*sheets.dukcapil_family(1), *sheets.dukcapil_family(2)]
    imported = brought(tmp_path, rows)
    assert imported.report["check"]["swap"]["rows"] == 0


# --- editions ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "label", "as_of"),
    [
        ("Triwulan I Tahun 2026", "2026-T1", "2026-03-31"),
        ("TW 3 2026", "2026-T3", "2026-09-30"),
        ("2026 T2", "2026-T2", "2026-06-30"),
        ("DATA SEMESTER II TAHUN 2025", "2025-S2", "2025-12-31"),
        ("Verval KRS Januari 2026", "2026-01", "2026-01-31"),
        ("Regsosek 2022", "2022", "2022-12-31"),
        ("Data per 31 Januari 2026", "2026-01-31", "2026-01-31"),
        ("KRS Tahun 2026", "2026", "2026-11-22"),  # the year is not over: never after today
    ],
)
def test_an_edition_is_read_as_offices_write_it(written: str, label: str, as_of: str) -> None:
    read = parse(written, TODAY)
    assert read is not None
    assert (read.label, read.as_of.isoformat()) == (label, as_of)


def test_no_year_is_no_edition() -> None:
    assert parse("Data keluarga Sekayu", TODAY) is None


@pytest.mark.django_db
def test_two_editions_in_one_file_are_told_and_kept_apart(tmp_path: Path) -> None:
    rows = [sheets.dtsen(n) for n in range(1, 5)]
    rows.append(sheets.dtsen(5, edisi="Triwulan IV 2025"))
    imported = brought(tmp_path, rows)
    assert told(imported, "edisi-campur") == [(6, "ragu")]
    services.commit(imported, accept_doubtful=True)
    labels = ListRow.objects.order_by("row_no").values_list("edition__label", flat=True)
    assert list(labels) == ["2026-T1"] * 4 + ["2025-T4"]


# --- families and persons -----------------------------------------------------------------------


@pytest.mark.django_db
def test_a_card_without_a_head_is_told_once(tmp_path: Path) -> None:
    _, *rest = sheets.dukcapil_family(1)
    imported = brought(tmp_path, [*rest, *sheets.dukcapil_family(2)])
    assert told(imported, "keluarga-tanpa-kepala") == [(2, "catatan")]


@pytest.mark.django_db
def test_a_family_row_without_head_is_kept_and_told(tmp_path: Path) -> None:
    row = sheets.krs_siga(1, **{"Nama Kepala Keluarga": "", "NIK": ""})
    imported = brought(tmp_path, [row, sheets.krs_siga(2)])
    assert told(imported, "tanpa-kepala") == [(2, "catatan")]
    assert imported.counts["baru"] == 2


@pytest.mark.django_db
def test_a_row_that_names_nobody_is_an_error(tmp_path: Path) -> None:
    row = sheets.dtsen(1, nama="", nomor_induk_kependudukan="")
    imported = brought(tmp_path, [row, sheets.dtsen(2)])
    assert told(imported, "tanpa-nama") == [(2, "galat")]


@pytest.mark.django_db
def test_a_person_in_two_cards_is_a_doubt(tmp_path: Path) -> None:
    other = sheets.dukcapil(1, **{"NO KK": sheets.card(9)})
    imported = brought(tmp_path, [sheets.dukcapil(1), sheets.dukcapil(2), other])
    assert told(imported, "dua-kartu") == [(4, "ragu")]


@pytest.mark.django_db
def test_the_same_child_under_two_mothers_is_told(tmp_path: Path) -> None:
    one = sheets.dukcapil_family(1)
    child = one[2] | {"NAMA IBU": "Orang Lain Sekali", "NO KK": sheets.card(8)}
    imported = brought(tmp_path, [*one, child])
    assert told(imported, "dua-ibu") == [(5, "catatan")]


@pytest.mark.django_db
def test_two_spellings_of_a_mother_are_one(tmp_path: Path) -> None:
    one = sheets.dukcapil_family(1)
    one[2]["NAMA IBU"] = "Siti Fatimah"
    child = one[2] | {"NAMA IBU": "Sitti Patimah", "ALAMAT": "DUSUN III"}
    assert told(brought(tmp_path, [*one, child]), "dua-ibu") == []


@pytest.mark.django_db
def test_a_row_written_twice_is_saved_once(tmp_path: Path) -> None:
    imported = brought(tmp_path, [sheets.dtsen(1), sheets.dtsen(1), sheets.dtsen(2)])
    assert told(imported, "ganda-sama") == [(3, "catatan")]
    assert (imported.counts["baru"], imported.counts["sama"]) == (2, 1)


@pytest.mark.django_db
def test_a_second_row_that_says_otherwise_is_a_doubt(tmp_path: Path) -> None:
    imported = brought(tmp_path, [sheets.dtsen(1), sheets.dtsen(1, desil_nasional=7)])
    assert told(imported, "ganda-beda") == [(3, "ragu")]


@pytest.mark.django_db
@pytest.mark.parametrize("decile", [0, 11, "Desil 12"])
def test_a_decile_outside_one_to_ten_is_told_and_left_empty(tmp_path: Path, decile: Any) -> None:
    imported = brought(tmp_path, [sheets.dtsen(1, desil_nasional=decile), sheets.dtsen(2)])
    noted = imported.issues.filter(column="desil_nasional")
    assert [one.verdict for one in noted] == ["catatan"]
    services.commit(imported)
    assert "decile" not in ListRow.objects.get(row_no=2).facts


@pytest.mark.django_db
def test_a_village_under_its_old_kecamatan_gets_a_suggestion(tmp_path: Path) -> None:
    """After a kecamatan was split, sheets still name the old one: never guessed, offered."""
    row = sheets.dtsen(1, nama_kecamatan="LAIS")
    (issue,) = brought(tmp_path, [row, sheets.dtsen(2)]).issues.filter(code="desa-tak-dikenal")
    assert issue.verdict == "galat"
    assert "Sekayu" in str(issue.params)


@pytest.mark.django_db
def test_every_row_ends_in_exactly_one_class(tmp_path: Path) -> None:
    rows = [
        sheets.dtsen(1), sheets.dtsen(1), sheets.dtsen(1, desil_nasional=5), sheets.dtsen(2),
        sheets.dtsen(3, nama_desa_kelurahan="TIDAK ADA"), swapped(4),
        sheets.dtsen(5, edisi="Triwulan IV 2025"),
    ]  # fmt: skip
    imported = brought(tmp_path, rows)
    counts = imported.counts
    classes = ("baru", "berubah", "sama", "ragu", "galat")
    assert sum(counts[name] for name in classes) == imported.rows == len(rows)
