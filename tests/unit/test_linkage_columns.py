"""Lists that lack columns are still linked, by what they have, and learned from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from rembuk.cli.link_ import app
from rembuk.demo.population.linkage import linkage_files
from rembuk.science.linkage import evaluate, link

HOUSE = ("no_kk", "nama_ibu", "hp", "kecamatan", "desa", "dusun", "rt", "rw")


@cache
def lists(persons: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    return linkage_files(persons, 5)


@pytest.mark.parametrize(
    ("without", "least"),
    [
        (("no_kk",), 0.99),
        (("nama_ibu",), 0.99),
        (("hp",), 0.99),
        (("dusun", "rt", "rw"), 0.99),
        (("no_kk", "nama_ibu", "hp", "dusun", "rt", "rw"), 0.985),
        (("nik",), 0.985),
        (("kecamatan", "desa"), 0.985),
        (("sumber",), 0.985),
        (("tgl_lahir",), 0.97),
        (HOUSE, 0.97),
    ],
)
def test_columns_that_are_missing_cost_little(without: tuple[str, ...], least: float) -> None:
    records, truth = lists(600)
    records = records.drop(without)
    links = link(records)
    assert links.clusters.height == records.height
    assert evaluate(links.clusters, truth, records).f1 >= least


def test_lists_of_other_names_are_linked_alike() -> None:
    records, truth = lists(600)
    names = {"dukcapil": "adminduk 2026", "keluarga": "PK 24", "kesehatan": "eppgbm"}
    renamed = records.with_columns(pl.col("sumber").replace(names))
    assert link(renamed).clusters.equals(link(records).clusters)
    assert evaluate(link(renamed).clusters, truth).f1 >= 0.99


def test_a_model_is_learned_from_lists_without_cards() -> None:
    records, truth = lists(6000)
    links = link(records.drop("no_kk"))
    assert links.model.source == "dilatih dari catatan ini"
    assert evaluate(links.clusters, truth).f1 >= 0.985


def test_numbers_nobody_can_compare_are_told_of_in_words(tmp_path: Path) -> None:
    (tmp_path / "satu.csv").write_text("record_id,sumber\n1,A\n2,B\n")
    out = tmp_path / "orang.parquet"
    said = CliRunner().invoke(app, [str(tmp_path / "satu.csv"), "--out", str(out)])
    assert said.exit_code == 2
    assert "tidak ada kolom yang dapat dibandingkan" in said.output
    assert not out.exists()
