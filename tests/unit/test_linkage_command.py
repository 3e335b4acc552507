"""`rembuk link`: files in, every record out once, clear words when something is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from rembuk.cli.link_ import app
from rembuk.demo.population.linkage import linkage_files

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tautan")
    records, truth = linkage_files(500, seed=8)
    for (name,), part in records.group_by("sumber"):
        part.write_parquet(folder / f"{name}.parquet")
    truth.write_parquet(folder / "truth.parquet")
    return folder


def test_a_pattern_that_names_the_truth_too_is_understood(folder: Path, tmp_path: Path) -> None:
    out, truth = tmp_path / "orang.parquet", folder / "truth.parquet"
    files = sorted(str(path) for path in folder.glob("*.parquet"))
    said = RUNNER.invoke(app, [*files, "--out", str(out), "--truth", str(truth)])
    assert said.exit_code == 0, said.output
    assert "kunci jawaban" in said.output
    assert "F1" in said.output
    clusters = pl.read_parquet(out)
    assert clusters.columns == ["record_id", "cluster_id", "probability"]
    wanted = pl.read_parquet(truth)["record_id"].sort()
    assert clusters["record_id"].sort().to_list() == wanted.to_list()
    assert clusters["probability"].is_between(0, 1).all()


def test_csv_with_few_columns_and_dates_as_text(tmp_path: Path) -> None:
    (tmp_path / "satu.csv").write_text(
        "record_id;nama;tgl_lahir;desa\n1;Rafa Alfarizi;08/04/2024;Bailangu\n2;;;\n"
    )
    pl.DataFrame(
        {"record_id": ["9"], "nama": ["Rafa Al Farizi"], "tgl_lahir": [dt.date(2024, 4, 8)]}
    ).write_parquet(tmp_path / "dua.parquet")
    out = tmp_path / "orang.csv"
    said = RUNNER.invoke(
        app, [str(tmp_path / "satu.csv"), str(tmp_path / "dua.parquet"), "--out", str(out)]
    )
    assert said.exit_code == 0, said.output
    assert pl.read_csv(out, infer_schema=False)["record_id"].sort().to_list() == ["1", "2", "9"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("nama,desa\nA,B\n", "record_id tidak ada"),
        ("record_id,warna\n1,merah\n", "tidak ada kolom yang dapat dibandingkan"),
        ("record_id,nama\n1,A\n1,B\n", "lebih dari sekali"),
        ("record_id,nama\n,A\n", "tanpa record_id"),
        ("", "berkasnya rusak atau kosong"),
    ],
)
def test_a_bad_file_is_told_in_words(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "buruk.csv").write_text(text)
    out = tmp_path / "orang.parquet"
    said = RUNNER.invoke(app, [str(tmp_path / "buruk.csv"), "--out", str(out)])
    assert said.exit_code == 2
    assert words in said.output
    assert not out.exists()


def test_an_unknown_list_cannot_be_free_of_duplicates(folder: Path, tmp_path: Path) -> None:
    files = [str(folder / "keluarga.parquet"), "--out", str(tmp_path / "o.parquet")]
    said = RUNNER.invoke(app, [*files, "--unique", "dispora"])
    assert said.exit_code == 2
    assert "keluarga" in said.output
