"""`rembuk growth score` and `chart`: files in, files out, and plain words when it cannot."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from rembuk.cli.growth_ import app
from rembuk.science.growth import zscores
from rembuk.science.growth.chart import Point, growth_chart
from rembuk.science.growth.zscores import INDICES

DATA = Path(__file__).parents[1] / "data" / "golden"
GOLDEN = DATA / "zscores.csv"
ANSWERS_2006 = (
    *("clenhei", "cbmi", "csex", "cmeasure", "c9mo_flag"),
    *(name for index in INDICES.values() for name in (index.z, index.flag)),
)
ANSWERS_2007 = ("cbmi", "zhfa", "zwfa", "zbfa", "fhfa", "fwfa", "fbfa")

EPPGBM = """Posyandu Contoh;;;;;;
No;JK;Tgl Lahir;Tanggal Pengukuran;Berat;Tinggi;Cara Ukur
1;P;01-04-2025;12/10/2026;9,0;74,4;Terlentang
2;L;01-04-2025;12 Oktober 2026;9,4;76,0;Terlentang
3;L;01-11-2026;12/10/2026;9,4;76,0;Terlentang
4;X;01-04-2025;12/10/2026;9,4;76,0;Terlentang
5;L;01-04-2025;12/10/2026;sembilan;76,0;Terlentang
"""


def run(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(app, [str(a) for a in args])
    return result.exit_code, result.output


@pytest.mark.parametrize(
    ("name", "answers"), [("zscores.csv", ANSWERS_2006), ("zscores_5_19.csv", ANSWERS_2007)]
)
@pytest.mark.parametrize("columns", ["who", "auto"])
def test_no_cell_differs_from_the_golden_answers(
    tmp_path: Path, name: str, answers: tuple[str, ...], columns: str
) -> None:
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    golden = pl.read_csv(DATA / name, infer_schema=False)
    asked = golden.drop(answers)  # the answers are not in the question
    asked.write_csv(source)
    assert run("score", source, target, "--columns", columns)[0] == 0
    ours = pl.read_csv(target, infer_schema=False)
    assert ours.select(asked.columns).equals(asked)
    assert ours.columns[: asked.width] == asked.columns
    assert sorted(ours.columns) == sorted(golden.columns)
    for column in answers:
        if column == "cmeasure":
            assert ours[column].equals(golden[column])
            continue
        got, wanted = (frame[column].cast(pl.Float64) for frame in (ours, golden))
        if column in {"clenhei", "cbmi"}:  # printed with 15 digits in the golden file
            assert got.is_null().equals(wanted.is_null())
            assert got.drop_nulls().to_list() == pytest.approx(
                wanted.drop_nulls().to_list(), rel=1e-14
            )
        else:
            assert got.equals(wanted), column


@pytest.mark.parametrize("name", ["zscores.csv", "zscores_5_19.csv"])
def test_a_file_that_has_its_scores_already_keeps_rows_and_columns(
    tmp_path: Path, name: str
) -> None:
    assert run("score", DATA / name, tmp_path / "z.csv", "--columns", "who")[0] == 0
    before, after = (pl.read_csv(p, infer_schema=False) for p in (DATA / name, tmp_path / "z.csv"))
    assert after.columns == before.columns
    assert after["id"].equals(before["id"])
    for column in (c for c in before.columns if c[0] in "zf"):
        got, wanted = (frame[column].cast(pl.Float64) for frame in (after, before))
        assert got.equals(wanted), column


@pytest.mark.parametrize("suffix", ["csv", "parquet", "xlsx"])
def test_golden_file_through_each_kind_of_file(tmp_path: Path, suffix: str) -> None:
    middle, last = tmp_path / f"a.{suffix}", tmp_path / "b.parquet"
    assert run("score", GOLDEN, middle, "--columns", "who")[0] == 0
    assert run("score", middle, last, "--columns", "who")[0] == 0
    golden = pl.read_csv(GOLDEN, infer_schema_length=None)
    ours = pl.read_parquet(last)
    assert ours.columns == golden.columns
    for name in ("zlen", "flen", "zwei", "zwfl", "fwfl", "zhc", "zac", "zts", "zss"):
        assert ours[name].cast(pl.Float64).equals(golden[name].cast(pl.Float64)), name


def test_indonesian_headings_dates_and_decimal_comma(tmp_path: Path) -> None:
    source, target, report = (tmp_path / n for n in ("a.csv", "b.csv", "r.csv"))
    source.write_text(EPPGBM, encoding="utf-8-sig")
    code, said = run("score", source, target, "--report", report)
    assert code == 0
    assert "5 baris: 3 dinilai, 2 tidak dinilai" in said
    out = pl.read_csv(target, separator=";", decimal_comma=True)
    assert out.columns[:7] == EPPGBM.splitlines()[1].split(";")
    assert out["zlen"].to_list() == [-2.28, -2.44, None, None, -2.44]
    assert out["zwei"].to_list()[4] is None
    rows = pl.read_csv(report)
    assert rows["baris"].to_list() == [5, 6, 7]
    assert "sebelum tanggal lahir" in rows["alasan"][0]
    assert rows.row(2)[1:3] == ("Berat", "sembilan")


@pytest.mark.parametrize(
    ("name", "content", "word"),
    [
        ("a.csv", b"", "kosong"),
        ("a.csv", b"satu,dua\n1,2\n", "jenis kelamin"),
        ("a.xlsx", b"PK\x03\x04 broken", "XLSX"),
        ("a.parquet", b"PAR1 broken", "Parquet"),
        ("a.doc", b"x", "tidak dikenal"),
        ("a.csv", b"\x00\x01\x02\x00", "bukan teks"),
        ("a.csv", bytes(range(256)) * 40, "bukan teks"),
        ("a.csv", b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "jenis kelamin"),
        ("a.csv", b"PK\x03\x04 a workbook under another name", "baris data"),
        ("a.csv", b"sex,age,weight\n", "baris data"),
        ("a.csv", b"\n\n\n", "baris data"),
    ],
)
def test_an_unusable_file_ends_with_2_and_a_reason(
    tmp_path: Path, name: str, content: bytes, word: str
) -> None:
    source, target = tmp_path / name, tmp_path / "out.csv"
    source.write_bytes(content)
    code, said = run("score", source, target)
    assert code == 2
    assert word in said
    assert not target.exists()
    assert list(tmp_path.iterdir()) == [source]


def test_no_such_file_and_no_such_folder_end_with_2(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    code, said = run("score", source, tmp_path / "b.csv")
    assert (code, "tidak ditemukan" in said) == (2, True)
    source.write_text("sex,age,weight\n1,100,7\n")
    folder = tmp_path / "c.csv"
    folder.mkdir()
    for target in (tmp_path / "none" / "b.csv", tmp_path / "b.ods", folder):
        assert run("score", source, target)[0] == 2
    assert sorted(tmp_path.iterdir()) == [source, folder]


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text(EPPGBM)
    assert run("score", source, source)[0] == 2
    assert source.read_text() == EPPGBM


def test_formulas_in_cells_stay_text_in_excel(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.xlsx"
    source.write_text("sex,age,lenhei,note\n1,100,60,=1+1\n")
    assert run("score", source, target)[0] == 0
    assert run("score", target, tmp_path / "c.csv")[0] == 0
    assert pl.read_csv(tmp_path / "c.csv")["note"].to_list() == ["=1+1"]


def test_age_in_months_is_told(tmp_path: Path) -> None:
    source, target = tmp_path / "a.csv", tmp_path / "b.csv"
    source.write_text("JK,Umur (Bulan),Tinggi\nL,18,78.0\n")
    code, said = run("score", source, target)
    assert code == 0
    assert "umur berasal dari bulan" in said
    wanted = zscores(
        pl.DataFrame({"sex": ["1"], "age": [18.0], "age_unit": ["months"], "lenhei": [78.0]})
    )
    assert pl.read_csv(target)["zlen"].to_list() == wanted["zlen"].to_list()


@pytest.mark.parametrize("index", ["lhfa", "wfa", "wfl", "bfa"])
@pytest.mark.parametrize("suffix", ["svg", "png"])
def test_chart_of_one_child(tmp_path: Path, index: str, suffix: str) -> None:
    source, target = tmp_path / "a.csv", tmp_path / f"c.{suffix}"
    source.write_text("Tgl Ukur,Berat,Tinggi\n2026-09-10,9.0,74.1\n2026-10-12,9.0,74.4\n")
    options = ("--sex", "P", "--birth", "2025-04-01", "--index", index, "--out", target)
    assert run("chart", "--data", source, *options)[0] == 0
    head = {"svg": b"<svg", "png": b"\x89PNG"}[suffix]
    assert target.read_bytes().startswith(head)


def points(*days: tuple[str, int, bool]) -> list[Point]:
    return [Point(dt.date.fromisoformat(d), age, 80.0, None, hollow) for d, age, hollow in days]


def own_lines(svg: str) -> int:
    return svg.count('stroke="#1c2630" stroke-width="2" stroke-linejoin')


def test_the_line_breaks_at_a_missed_month_and_between_length_and_height() -> None:
    whole = points(("2026-01-10", 600, False), ("2026-02-10", 631, False))
    missed = points(
        *(("2026-01-10", 600, False), ("2026-02-10", 631, False)),
        *(("2026-04-10", 690, False), ("2026-05-10", 720, False)),
    )
    turned = points(
        *(("2026-01-10", 690, False), ("2026-02-10", 721, False)),
        *(("2026-03-10", 749, False), ("2026-04-10", 780, False)),
    )
    assert own_lines(growth_chart("lhfa", "P", whole)) == 1
    assert own_lines(growth_chart("lhfa", "P", missed)) == 2
    assert own_lines(growth_chart("lhfa", "P", turned)) == 2
    assert own_lines(growth_chart("wfa", "P", turned)) == 1


def test_a_suspected_point_is_hollow_and_nothing_needs_style() -> None:
    svg = growth_chart("lhfa", "L", points(("2026-01-10", 600, True)), finding="A & B < C")
    assert svg.count('fill="#ffffff" stroke="#1c2630"') == 1
    assert "style=" not in svg
    assert "A &amp; B &lt; C" in svg


def test_a_chart_without_points_says_so() -> None:
    assert "Belum ada pengukuran" in growth_chart("lhfa", "L", [])
