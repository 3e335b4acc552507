"""The agencies' lists of the demo: known by their layouts, wrong as in life, the truth apart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from python_calamine import CalamineWorkbook

from rembuk.demo.children import bear
from rembuk.demo.files import Written
from rembuk.demo.growth import grow
from rembuk.demo.lists import dtsen, editions
from rembuk.demo.lists.files import write_lists
from rembuk.demo.lists.link import write_link_files
from rembuk.demo.lists.town import Town, town
from rembuk.demo.places import settle
from rembuk.demo.plan import make_plan
from rembuk.office.intake.reading import grid, header, layouts
from rembuk.office.intake.reading.editions import first_of

PLAN = make_plan(under_fives=700)


@pytest.fixture(scope="module")
def people() -> Town:
    places = settle(PLAN)
    children = bear(PLAN, places)
    return town(PLAN, places, children, grow(PLAN, places, children))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lists")


@pytest.fixture(scope="module")
def written(people: Town, folder: Path) -> list[Written]:
    return write_lists(people, folder, folder / "truth")


@pytest.fixture(scope="module")
def truth(written: list[Written], folder: Path) -> pl.DataFrame:
    assert written
    return pl.read_parquet(folder / "truth" / "lists.parquet")


@pytest.fixture(scope="module")
def sheet(written: list[Written]) -> Callable[[str], pl.DataFrame]:
    def read(layout: str) -> pl.DataFrame:
        file = next(item.path for item in written if item.layout == layout)
        rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
        heads = [str(cell) for cell in rows[3]]
        cells = [[str(cell) for cell in row] for row in rows[4:]]
        return pl.DataFrame(cells, schema=dict.fromkeys(heads, pl.String), orient="row")

    return read


def test_there_is_a_file_of_every_list(written: list[Written]) -> None:
    assert {item.layout for item in written} == {
        "dukcapil-kk", "krs-verval", "krs-siga", "krs-rekap", "krs-pk21", "dtsen", "p3ke",
        "regsosek-keluarga", "regsosek-anggota", "dinsos", "elsimil-bumil", "elsimil-pasca",
        "elsimil-catin", "pmt-bumil",
    }  # fmt: skip
    assert len({item.path.name for item in written}) == len(written)


def test_every_file_is_taken_by_its_own_layout_without_asking(written: list[Written]) -> None:
    known = layouts.shipped()
    for item in written:
        found = header.recognise(grid.read(item.path, grid.sheets(item.path)[0]), known)
        assert found.sure
        assert found.layout is not None
        assert found.layout.code == item.layout
        assert found.unread == ()


def test_every_title_names_the_edition(written: list[Written]) -> None:
    for item in written:
        if item.layout == "pmt-bumil":
            continue
        rows = CalamineWorkbook.from_path(str(item.path)).get_sheet_by_index(0).to_python()
        assert str(rows[0][0]).startswith("DATA TIRUAN")
        assert first_of([str(rows[0][0])], PLAN.last_day) is None
        assert first_of([str(rows[1][0])], PLAN.last_day) is not None


def test_the_same_seed_gives_the_same_bytes(
    people: Town, written: list[Written], folder: Path
) -> None:
    again = write_lists(people, folder / "again")
    assert [item.path.read_bytes() for item in again] == [
        item.path.read_bytes() for item in written
    ]


def test_the_truth_names_a_person_for_every_row(
    people: Town, written: list[Written], truth: pl.DataFrame
) -> None:
    first = truth.filter(pl.col("part") == 0)
    counts = dict(first.group_by("file").len().iter_rows())
    for item in written:
        if item.layout != "krs-rekap":
            assert counts[item.path.name] == item.rows
    assert first["person_id"].null_count() == 0
    strangers = truth.filter(pl.col("person_id").is_null())
    assert set(strangers["file"].str.head(13)) == {"Elsimil-Catin"}
    assert truth["person_id"].drop_nulls().is_in(people.everyone["person"].implode()).all()


def test_the_registry_is_nearly_right_and_knows_infants_least(
    people: Town, truth: pl.DataFrame, sheet: Callable[[str], pl.DataFrame]
) -> None:
    told = sheet("dukcapil-kk")
    assert (told["NIK"].str.len_chars() == 16).mean() > 0.99
    registry = truth.filter(pl.col("file").str.starts_with("Dukcapil"))
    known = people.everyone["person"].is_in(registry["person_id"].implode())
    infant = people.everyone["age_days"].is_between(62, 365)
    assert 0.94 < float(known.filter(people.everyone["age_days"] > 800).mean()) < 0.99
    assert 0.6 < float(known.filter(infant).mean()) < 0.85


def test_a_few_cards_lack_a_head_and_a_few_people_stand_on_two(
    truth: pl.DataFrame, sheet: Callable[[str], pl.DataFrame]
) -> None:
    told = sheet("dukcapil-kk")
    head = pl.col("STATUS HUBUNGAN DALAM KELUARGA") == "KEPALA KELUARGA"
    headless = told.group_by("NO KK").agg(head.sum().alias("heads")).filter(pl.col("heads") == 0)
    assert 0 < headless.height < 0.05 * told["NO KK"].n_unique()
    registry = truth.filter(pl.col("file").str.starts_with("Dukcapil"))
    twice = registry.group_by("person_id").len().filter(pl.col("len") > 1)
    assert 0 < twice.height < 0.01 * registry.height


def test_ticks_of_the_verification_are_true_in_the_main(
    people: Town, truth: pl.DataFrame, sheet: Callable[[str], pl.DataFrame]
) -> None:
    told = sheet("krs-verval")
    file = "Verval-KRS-2026-S1-sekayu.xlsx"
    mine = truth.filter((pl.col("file") == file) & (pl.col("part") == 0))
    homes = mine.join(people.homes, left_on="family_id", right_on="family", maintain_order="left")
    ticked = told["Jamban tidak layak"] == "1"
    same = ticked == ~homes["latrine_proper"]
    assert 0.92 < float(same.mean()) < 1.0
    assert set(told["Terlalu Banyak (>= 3 anak)"].unique()) == {"1", "2", "3"}
    assert 0.10 < float((told["NIK Kepala Keluarga"].str.len_chars() < 16).mean()) < 0.25


def test_the_recap_adds_up_but_for_one_village(sheet: Callable[[str], pl.DataFrame]) -> None:
    told = sheet("krs-rekap").select(pl.exclude("Kecamatan", "Desa").cast(pl.Float64))
    off = told["Jumlah Keluarga Sasaran"] != told["Total KRS"] + told["Tidak Berisiko"]
    assert off.sum() == 1
    ranks = told.select(pl.sum_horizontal(pl.col("^Peringkat.*$")).alias("sum"))["sum"]
    assert (ranks == told["Total KRS"]).all()


def test_some_families_move_between_the_deciles_of_two_editions(people: Town) -> None:
    new, old = dtsen.deciles(people, 0), dtsen.deciles(people, 1)
    moved = (new != old).mean()
    assert 0.3 < moved < 0.75
    assert (abs(new - old) > 3).mean() < 0.01
    came = dtsen.listed(people, 0) & ~dtsen.listed(people, 1)
    went = ~dtsen.listed(people, 0) & dtsen.listed(people, 1)
    assert 0 < came.mean() < 0.03
    assert 0 < went.mean() < 0.03


def test_two_editions_are_mixed_in_one_file(written: list[Written]) -> None:
    file = next(item.path for item in written if "DTSEN-2026-T3-sekayu" in item.path.name)
    rows = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    at = rows[3].index("periode")
    assert {str(row[at]) for row in rows[4:]} == {"Triwulan II 2026", "Triwulan III 2026"}


def test_numbers_of_person_and_card_are_exchanged_in_the_social_offices_sheet(
    people: Town, sheet: Callable[[str], pl.DataFrame]
) -> None:
    told = sheet("dinsos")
    cards = people.homes["kk"].implode()
    assert float(told["NIK"].is_in(cards).mean()) > 0.85
    assert not told["KK"].is_in(cards).any()


def test_editions_are_the_last_whole_ones_of_the_plan() -> None:
    assert editions.quarter(PLAN, 0).short == "2026-T3"
    assert editions.quarter(PLAN, 0).as_of == dt.date(2026, 9, 30)
    assert editions.quarter(PLAN, 3).short == "2025-T4"
    assert editions.quarter(PLAN, 3).as_of == dt.date(2025, 12, 31)
    assert editions.half(PLAN).short == "2026-S1"
    assert editions.year(PLAN, 3).as_of == dt.date(2023, 12, 31)
    december = make_plan(until="2025-12")
    assert editions.quarter(december, 0).as_of == dt.date(2025, 12, 31)
    assert editions.half(december).short == "2025-S2"


def test_the_files_for_trying_the_linkage_fit_their_truth(people: Town, tmp_path: Path) -> None:
    write_link_files(people, tmp_path)
    records = pl.concat(
        [pl.read_parquet(tmp_path / f"{name}.parquet")
         for name in ("dukcapil", "keluarga", "kesehatan")]
    )  # fmt: skip
    truth = pl.read_parquet(tmp_path / "truth.parquet")
    assert records["record_id"].is_unique().all()
    assert set(records["record_id"]) == set(truth["record_id"])
    assert truth["person_id"].is_in(people.everyone["person"].implode()).all()
    assert truth["person_id"].n_unique() > 0.95 * people.everyone.height
