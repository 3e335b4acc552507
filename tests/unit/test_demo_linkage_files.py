"""The files that try record linkage are as wrong as the table of the method notes, not less."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from rembuk.demo.population import linkage_files
from rembuk.demo.population.addresses import villages_of
from rembuk.demo.population.households import settle
from rembuk.demo.population.linkage import AS_OF, records_of
from rembuk.demo.population.noise import DUKCAPIL, KELUARGA, KESEHATAN, Noise
from rembuk.demo.population.records import COLUMNS

PERSONS = 40_000
SOURCES = {"dukcapil": DUKCAPIL, "keluarga": KELUARGA, "kesehatan": KESEHATAN}


@pytest.fixture(scope="module")
def members() -> pl.DataFrame:
    rng = np.random.default_rng([5, 31])
    return settle(rng, PERSONS, villages_of(rng, "16.06"), AS_OF)[1]


@pytest.fixture(scope="module")
def told(members: pl.DataFrame) -> pl.DataFrame:
    """Records beside what is true of the person."""
    rng = np.random.default_rng([5, 31])
    at = villages_of(rng, "16.06")
    families, drawn = settle(rng, PERSONS, at, AS_OF)
    assert drawn.equals(members)
    records, truth = records_of(rng, families, drawn, at, AS_OF)
    true = drawn.select(
        pl.col("person").alias("person_id"), "role", "name", "mother", "birth",
        pl.col("nik").alias("own"), "family",
    )  # fmt: skip
    niks = drawn.select(pl.col("person").alias("mother"), pl.col("nik").alias("mothers"))
    homes = pl.DataFrame({"at": range(len(at)), "home": at.name}, schema_overrides={"at": pl.Int64})
    return (
        records.join(truth, on="record_id", validate="1:1")
        .join(true, on="person_id")
        .join(niks, on="mother", how="left")
        .join(
            families.select("family", pl.col("kk"), pl.col("village").alias("at")),
            on="family",
        )
        .join(homes, on="at")
        .with_columns(pl.col("home").str.to_uppercase())
    )


def test_every_record_has_one_person_and_the_columns_of_the_command() -> None:
    records, truth = linkage_files(3_000, 7)
    assert records.columns == list(COLUMNS)
    assert records["record_id"].is_unique().all()
    assert set(truth["record_id"]) == set(records["record_id"])
    assert records.schema["tgl_lahir"] == pl.Date


def test_the_same_numbers_give_the_same_files_and_others_do_not() -> None:
    first, second = linkage_files(800, 7), linkage_files(800, 7)
    assert first[0].equals(second[0])
    assert first[1].equals(second[1])
    assert not linkage_files(800, 8)[0].equals(first[0])


def test_as_many_records_and_pairs_as_the_notes_count(told: pl.DataFrame) -> None:
    """371,965 records and 197,563 true pairs of 200,001 persons."""
    seen = told["person_id"].value_counts()["count"].cast(pl.Int64)
    assert told.height / PERSONS == pytest.approx(371_965 / 200_001, rel=0.02)
    assert (seen * (seen - 1) // 2).sum() / PERSONS == pytest.approx(197_563 / 200_001, rel=0.03)
    inside = told.group_by("sumber", "person_id").len().filter(pl.col("len") > 1)["sumber"]
    assert set(inside) == {"keluarga", "kesehatan"}


@pytest.mark.parametrize("source", SOURCES)
def test_numbers_go_wrong_as_often_as_the_table_says(told: pl.DataFrame, source: str) -> None:
    noise, mine = SOURCES[source], told.filter(pl.col("sumber") == source)
    absent = pl.col("nik").is_null() | (pl.col("nik").str.len_chars() < 15)
    absent |= pl.col("nik").is_in(["0000000000000000", "1111111111111111"])
    absent |= pl.col("nik").is_in(["9999999999999999", "1234567890123456"])
    assert share(mine, absent) == near(noise.nik_missing)
    child = mine.filter(pl.col("mothers").is_not_null())
    assert share(child, pl.col("nik") == pl.col("mothers")) == near(noise.nik_mother)
    typed = ~absent & (pl.col("nik") != pl.col("own"))
    typed &= (pl.col("nik") != pl.col("mothers")).fill_null(True)
    assert share(mine, typed) == near(noise.nik_typo)
    assert share(mine, pl.col("no_kk").is_null()) == near(noise.card_missing)
    right = pl.col("no_kk").is_null() | (pl.col("no_kk") == pl.col("kk"))
    assert mine.select(right.all()).item()


@pytest.mark.parametrize("source", SOURCES)
def test_births_and_places_go_wrong_as_often_as_the_table_says(
    told: pl.DataFrame, source: str
) -> None:
    noise, mine = SOURCES[source], told.filter(pl.col("sumber") == source)
    assert share(mine, pl.col("tgl_lahir").is_null()) == near(noise.date_missing)
    wrong = share(mine, pl.col("tgl_lahir") != pl.col("birth"))
    visible = noise.date_swap * 11 / 30 + noise.date_default + noise.date_typo
    assert wrong == pytest.approx(visible, rel=0.2, abs=0.004)
    lived = share(mine, pl.col("desa") != pl.col("home"))
    moved = noise.moved + noise.duplicates / (1 + noise.duplicates) * (0.5 - noise.moved)
    assert lived == pytest.approx(moved, rel=0.2, abs=0.004)


@pytest.mark.parametrize("source", SOURCES)
def test_names_are_spelt_as_the_table_says(told: pl.DataFrame, source: str) -> None:
    noise, mine = SOURCES[source], told.filter(pl.col("sumber") == source)
    mine = mine.filter(~pl.col("nama").str.starts_with("BY NY "))
    boys = mine.filter(pl.col("name").str.starts_with("Muhammad "))
    kept = 1 - (1 - noise.muhammad) * (1 - noise.phonetic) * (1 - 0.15 * noise.dropped)
    other = share(boys, ~pl.col("nama").str.starts_with("MUHAMMAD"))
    assert other == pytest.approx(kept, abs=0.06)
    plain = mine.filter(
        ~pl.col("name").str.contains(" ") & (pl.col("birth") >= dt.date(1972, 1, 1))
        & (pl.col("name").str.len_chars() > 3)
    )  # fmt: skip
    differ = 1 - (1 - noise.phonetic) * (1 - noise.typo)
    assert share(plain, pl.col("nama") != pl.col("name").str.to_uppercase()) == pytest.approx(
        differ, abs=0.03
    )
    pairs = mine.filter(pl.col("name").str.contains(r"^(Nur|Siti|Sri|Abdul) "))
    joined = pl.col("nama").str.contains(r"^(NUR|SITI|SRI|ABDUL)[A-Z]{3}")
    assert share(pairs, joined) == pytest.approx(noise.joined, abs=0.05)


def test_a_third_of_the_newborn_stand_under_the_mothers_name(told: pl.DataFrame) -> None:
    small = (pl.lit(AS_OF) - pl.col("birth")).dt.total_days() < 213
    babies = told.filter(small & (pl.col("sumber") == "kesehatan"))
    named = pl.col("nama").str.starts_with("BY NY ")
    assert share(babies, named) == pytest.approx(0.35, abs=0.08)
    assert told.filter(~small | (pl.col("sumber") != "kesehatan")).filter(named).height == 0


def test_no_number_can_be_a_living_persons(told: pl.DataFrame, members: pl.DataFrame) -> None:
    assert members["nik"].is_unique().all()
    assert (members["nik"].str.slice(12).cast(pl.Int32) > 9000).all()
    assert (told["kk"].str.slice(12).cast(pl.Int32) > 9000).all()
    assert told["hp"].drop_nulls().str.starts_with("08000").all()


def test_a_number_is_nearly_a_function_of_area_birth_and_sex(members: pl.DataFrame) -> None:
    first = members["nik"].str.ends_with("9001").mean()
    assert isinstance(first, float)
    assert first > 0.85
    day = members["nik"].str.slice(6, 2).cast(pl.Int32)
    woman = members["sex"] == "P"
    assert (day - 40 * woman.cast(pl.Int32) == members["birth"].dt.day().cast(pl.Int32)).all()


def test_twins_have_numbers_that_differ_little_and_names_of_their_own(
    members: pl.DataFrame,
) -> None:
    twins = members.filter((pl.col("mother") >= 0) & (pl.len().over("mother", "birth") == 2)).sort(
        "mother", "birth"
    )
    births = members.filter(pl.col("mother") >= 0).unique(["mother", "birth"]).height
    assert twins.height / 2 / births == pytest.approx(0.012, abs=0.004)
    pairs = twins.group_by("mother", "birth").agg("name", "sex")
    assert (pairs["name"].list.n_unique() == 2).all()
    same = (pairs["sex"].list.n_unique() == 1).mean()
    assert isinstance(same, float)
    assert same == pytest.approx(0.6, abs=0.12)


def share(frame: pl.DataFrame, rule: pl.Expr) -> float:
    return float(frame.select(rule.fill_null(False).mean()).item())


def near(expected: float) -> object:
    return pytest.approx(expected, rel=0.25, abs=0.004)


def test_the_table_is_a_share_everywhere() -> None:
    for noise in SOURCES.values():
        assert isinstance(noise, Noise)
        assert all(0 <= value < 1 for value in vars(noise).values())
