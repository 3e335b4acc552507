"""`rembuk poverty fgt`: the six numbers of R from a file, and plain words when it cannot."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from tests.survey_sample import FILE
from typer.testing import CliRunner

from rembuk.cli.poverty_ import app

ORACLE = pl.read_csv(FILE.parent / "survey" / "oracle.csv")
DESIGN = ("--expenditure", "y", "--weight", "w", "--psu", "p", "--strata", "s")


def run(*args: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def fgt(source: Path, target: Path, *more: str, line: str = "EXT-2023-PPP11") -> tuple[int, str]:
    code, _out, err = run("fgt", source, "--line", line, "--out", target, *DESIGN, *more)
    return code, err


def expected(case: str) -> list[float]:
    rows = ORACLE.filter(pl.col("case") == case).sort("variable")
    return rows.select("estimate", "se", "lower", "upper").to_numpy().ravel().tolist()


@pytest.mark.parametrize(
    ("more", "case", "suffix"),
    [
        ((), "mean/t", ".csv"),
        (("--df", "normal"), "mean/normal", ".parquet"),
        (("--size", "persons"), "ratio/t", ".xlsx"),
        (("--fpc", "psus"), "fpc/t", ".parquet"),
    ],
)
def test_the_numbers_of_r(tmp_path: Path, more: tuple[str, ...], case: str, suffix: str) -> None:
    source, target = tmp_path / f"in{suffix}", tmp_path / "out.csv"
    data = pl.read_csv(FILE)
    write = {".csv": data.write_csv, ".parquet": data.write_parquet, ".xlsx": data.write_excel}
    write[suffix](source)
    assert fgt(source, target, *more)[0] == 0
    out = pl.read_csv(target)
    assert out.columns == ["domain", "alpha", "estimate", "se", "lower", "upper", "n"]
    assert out["domain"].to_list() == ["semua"] * 3
    assert out["n"].to_list() == [12_000] * 3
    ours = out.select("estimate", "se", "lower", "upper").to_numpy().ravel()
    np.testing.assert_allclose(ours, expected(case), rtol=1e-8)


def test_domains_and_a_typed_line(tmp_path: Path) -> None:
    target = tmp_path / "out.parquet"
    code, err = fgt(FILE, target, "--by", "wilayah", line="351957.4")
    assert code == 0
    assert "tanpa tahun dan sumber" in err
    assert "EXT-2023-PPP11" in err  # the amount is a known line's
    out = pl.read_parquet(target).filter(pl.col("domain") == "D09")
    rows = ORACLE.filter((pl.col("case") == "mean-domain/t") & (pl.col("domain") == "D09"))
    for column in ("estimate", "se", "lower", "upper"):
        np.testing.assert_allclose(out[column], rows.sort("variable")[column], rtol=1e-8)


@pytest.mark.parametrize("text", ["351957.4", "351957,4", "351.957,4", "Rp 351.957,4"])
def test_a_line_as_people_write_it(tmp_path: Path, text: str) -> None:
    given = ("--line-year", "2023", "--line-source", "BPS")
    code, err = fgt(FILE, tmp_path / "out.csv", *given, line=text)
    assert code == 0
    assert "garis Rp 351.957,4 per orang per bulan, diketik" in err
    assert "garis tahun 2023, sumber: BPS" in err
    assert "Perhatian" not in err


def test_an_unbelievable_line_is_said(tmp_path: Path) -> None:
    code, err = fgt(FILE, tmp_path / "out.csv", line="41687")
    assert code == 0
    assert "salah ketik, atau per hari?" in err


def small(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "kecil.csv"
    path.write_text(text, encoding="utf-8")
    return path


GOOD = "s;p;w;y\n1;1;10;300.000,5\n1;2;10;\n1;2;10;500.000,0\n2;3;10;200.000,0\n2;4;10;400.000,0\n"


def test_blank_spending_leaves_the_estimate_and_is_counted(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    code, err = fgt(small(tmp_path, GOOD), target)
    assert code == 0
    assert "5 baris: 4 dihitung, 1 tanpa pengeluaran" in err
    out = pl.read_csv(target, separator=";", decimal_comma=True)
    assert out["estimate"][0] == 0.5
    assert out["n"][0] == 4


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("200.000,0", "dua ratus", "Kolom y bukan angka di baris 5"),
        ("200.000,0", "-5,0", "Kolom y negatif di baris 5"),
        ("2;3;10;2", "2;3;;2", "Kolom w kosong, padahal wajib di baris 5"),
        ("2;3;10;2", "2;3;-10;2", "Kolom w negatif di baris 5"),
        ("2;3;10;2", ";3;10;2", "Kolom strata kosong, padahal wajib di baris 5"),
        ("2;4;", "2;3;", "1 strata hanya berisi satu PSU"),
        ("s;p;w;y", "s;p;bobot;y", "Kolom w tidak ada"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    code, err = fgt(small(tmp_path, GOOD.replace(old, new)), tmp_path / "out.csv")
    assert code == 2
    assert words.replace("strata kosong", "s kosong") in err
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.parametrize(
    ("more", "line", "words"),
    [
        ((), "EXT-2024-PPP11", "besarannya belum ditemukan"),
        ((), "EXT-2017-PPP11", "tanpa dasar hari"),
        ((), "GK-2030", "tidak dikenal. Yang ada: EXT-2017"),
        ((), "0", "lebih besar dari 0"),
        (("--lonely", "apa"), "300000", "--lonely harus salah satu"),
        (("--df", "banyak"), "300000", "--df harus"),
        (("--by", "kabupaten"), "300000", "Kolom kabupaten tidak ada"),
    ],
)
def test_a_question_that_cannot_be_answered(
    tmp_path: Path, more: tuple[str, ...], line: str, words: str
) -> None:
    code, err = fgt(small(tmp_path, GOOD), tmp_path / "out.csv", *more, line=line)
    assert code == 2
    assert words in err


def test_a_missing_file_and_an_overwritten_one(tmp_path: Path) -> None:
    assert fgt(tmp_path / "tidak-ada.csv", tmp_path / "out.csv")[0] == 2
    source = small(tmp_path, GOOD)
    code, err = fgt(source, source)
    assert code == 2
    assert "tidak ditimpa" in err


def test_a_lonely_psu_with_a_choice(tmp_path: Path) -> None:
    source = small(tmp_path, GOOD.replace("2;4;", "2;3;"))
    assert fgt(source, tmp_path / "out.csv", "--lonely", "certainty")[0] == 0


def test_all_lines_are_listed() -> None:
    code, out, _err = run("lines")
    assert code == 0
    assert "EXT-2023-PPP11        Rp 351.957,4  2023-03 - 2024-03  bps" in out
