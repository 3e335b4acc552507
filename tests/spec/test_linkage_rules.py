"""Which records are one person, and which stay two. Persons and numbers are invented."""

from __future__ import annotations

import polars as pl
import pytest

from rembuk.science.linkage import Links, link

COLUMNS = (
    "record_id", "sumber", "nik", "no_kk", "nama", "jk", "tgl_lahir", "nama_ibu",
    "kecamatan", "desa", "rt",
)  # fmt: skip


def linked(table: str) -> Links:
    rows = [
        [cell.strip() or None for cell in line.split("|")] for line in table.strip().split("\n")
    ]
    return link(pl.DataFrame(rows, schema=dict.fromkeys(COLUMNS, pl.String), orient="row"))


def persons(table: str) -> set[frozenset[str]]:
    """The records of each person."""
    groups = linked(table).clusters.group_by("cluster_id").agg("record_id")
    return {frozenset(records) for records in groups["record_id"].to_list()}


def together(*records: str) -> set[frozenset[str]]:
    return {frozenset(one.split("+")) for one in records}


def test_spellings_of_one_name_on_one_card_are_one_person() -> None:
    assert persons("""
d1 | dukcapil  | 1606010804240001 | 1606010101150011 | Muhammad Rizki Saputra | L | 2024-04-08 | Nur Hayati | Sekayu | Balai Agung | 3
k1 | kesehatan |                  | 1606010101150011 | Moh. Riski Syaputra     | L | 08-04-2024 | Nurhayati  | Sekayu | Balai Agung | 3
""") == together("d1+k1")


def test_a_mothers_number_on_the_child_is_not_the_childs() -> None:
    assert persons("""
d1 | dukcapil  | 1606014905950001 | 1606010101150011 | Siti Aminah    | P | 1995-05-09 | Rukmini     | Sekayu | Balai Agung | 3
d2 | dukcapil  | 1606010804240001 | 1606010101150011 | Rafa Pratama   | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k1 | kesehatan | 1606014905950001 | 1606010101150011 | Rafa Pratama   | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""") == together("d1", "d2+k1")


def test_twins_on_one_card_stay_two_and_each_finds_its_own() -> None:
    assert persons("""
d1 | dukcapil  | 1606010804240001 | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
d2 | dukcapil  | 1606010804240002 | 1606010101150011 | Rafi Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k1 | kesehatan | 1606010804240001 | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k2 | kesehatan | 1606010804240002 | 1606010101150011 | Rafi Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""") == together("d1+k1", "d2+k2")


def test_short_names_of_twins_each_find_their_own() -> None:
    assert persons("""
d1 | dukcapil  | 1606010804240001 | 1606010101150011 | Zahwa Nadhifa | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
d2 | dukcapil  | 1606010804240002 | 1606010101150011 | Zahra Nadhifa | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k1 | kesehatan |                  |                  | Zahwa         | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k2 | kesehatan | 1606010804240002 |                  | Zahra         | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""") == together("d1+k1", "d2+k2")


def test_a_twin_the_registry_does_not_know_is_not_its_sibling() -> None:
    links = linked("""
d1 | dukcapil  | 1606010804240001 | 1606010101150011 | Qeisya Humaira | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k2 | kesehatan | 1606010804240002 | 1606010101150011 | Qeisya         | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""")
    assert links.clusters["cluster_id"].n_unique() == 2
    assert links.pairs["askable"].to_list() == [True]  # a person settles it


def test_one_number_off_by_one_with_an_equal_name_is_a_slip() -> None:
    assert persons("""
d1 | dukcapil  | 1606010804240001 | 1606010101150011 | Qeisya Humaira | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k1 | kesehatan | 1606010804240002 | 1606010101150011 | Qeisya Humaira | P | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""") == together("d1+k1")


def test_two_members_of_one_card_in_one_list_are_never_joined_unasked() -> None:
    assert persons("""
k1 | kesehatan |  | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k2 | kesehatan |  | 1606010101150011 | Rafi Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""") == together("k1", "k2")


def test_one_child_written_twice_in_a_list_is_one() -> None:
    assert persons("""
k1 | kesehatan | 1606010804240001 | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
k2 | kesehatan | 1606010804240001 | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Bailangu    | 1
""") == together("k1+k2")


def test_the_registry_holds_a_person_once() -> None:
    assert persons("""
d1 | dukcapil | 1606010804240001 | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
d2 | dukcapil | 1606010804240001 | 1606010101150011 | Rafa Alfarizi | L | 2024-04-08 | Siti Aminah | Sekayu | Balai Agung | 3
""") == together("d1", "d2")


def test_a_newborn_named_after_its_mother_finds_the_child() -> None:
    assert persons("""
d1 | dukcapil  | 1606010809260001 | 1606010101150011 | Rafa Alfarizi      | L | 2026-09-08 | Siti Aminah | Sekayu | Balai Agung | 3
k1 | kesehatan |                  | 1606010101150011 | BY. NY. SITI AMINAH | L | 2026-09-08 |             | Sekayu | Balai Agung | 3
""") == together("d1+k1")


def test_fillers_join_nobody() -> None:
    assert persons("""
k1 | keluarga  | 0000000000000000 | 0000000000000000 | Slamet Riyadi | L | 1960-02-11 |  | Sekayu | Balai Agung | 3
k2 | kesehatan | 0000000000000000 | 0000000000000000 | Tukiyem       | P | 1971-08-30 |  | Lais   | Teluk       | 1
""") == together("k1", "k2")


def test_namesakes_of_other_days_and_villages_stay_two() -> None:
    assert persons("""
d1 | dukcapil | 1606010804800001 | 1606010101150011 | Slamet | L | 1980-04-08 |  | Sekayu | Balai Agung | 3
k1 | keluarga |                  | 1606020101150012 | Slamet | L | 1983-11-21 |  | Lais   | Teluk       | 1
""") == together("d1", "k1")


def test_an_empty_record_stands_alone_and_is_not_lost() -> None:
    assert persons("""
d1 | dukcapil | 1606010804800001 | 1606010101150011 | Slamet | L | 1980-04-08 |  | Sekayu | Balai Agung | 3
k1 | keluarga |  |  |  |  |  |  |  |  |
k2 | keluarga |  |  |  |  |  |  |  |  |
""") == together("d1", "k1", "k2")


@pytest.mark.parametrize("way", ["must", "cannot"])
def test_what_somebody_decided_holds(way: str) -> None:
    pair = pl.DataFrame({"record_l": ["a"], "record_r": ["b"]})
    same = {"no_kk": "1606010101150011", "tgl_lahir": "2024-04-08", "jk": "L"}
    names = ("Rafa", "Kenzo") if way == "must" else ("Rafa", "Rafa")
    records = pl.DataFrame(
        [
            {"record_id": "a", "sumber": "keluarga", "nama": names[0], **same},
            {"record_id": "b", "sumber": "kesehatan", "nama": names[1], **same},
        ]
    )
    decided = link(records, **{way: pair})
    assert decided.clusters["cluster_id"].n_unique() == (1 if way == "must" else 2)
