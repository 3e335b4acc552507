"""`rembuk plan optimise`: the split on a terminal, and as a workbook; nothing is kept."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.programmes_choice_rows import priced, scenario
from tests.programmes_rows import NEXT, again
from typer.testing import CliRunner, Result

from rembuk.cli.plan_ import app
from rembuk.office.programmes.models import ChoicePlan, Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def base(kept: None) -> None:
    priced()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["optimise", *words, "--year", str(NEXT)])


def test_it_tells_the_split_with_its_range_and_keeps_nothing(base: None) -> None:
    done = run("--budget", "20 juta")
    assert done.exit_code == 0, done.output
    assert "Rp20.000.000" in done.output
    assert "sampai" in done.output.split("kasus dihindari")[1].splitlines()[0]
    assert "tidak masuk: belum ada biaya satuan" in done.output
    assert "Andaian" not in done.output
    assert not ChoicePlan.objects.exists()
    assert not Scenario.objects.exists()


def test_explain_tells_every_assumption_effect_and_trial(base: None, tmp_path: Path) -> None:
    out = tmp_path / "rencana.xlsx"
    done = run("--budget", "20000000", "--explain", "--out", str(out))
    assert done.exit_code == 0, done.output
    for words in ("Andaian", "Lassi et al. 2013", "DPA contoh 2026", "Bila berubah"):
        assert words in done.output
    assert "Intervensi" in openpyxl.load_workbook(out).sheetnames


def test_a_scenario_lends_its_assumptions(base: None) -> None:
    one = scenario(again(), 5_000_000, rest="simpan")
    done = run("--budget", "20 juta", "--scenario", one.public_id, "--explain")
    assert "dibiarkan tersisa" in done.output


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--budget", "banyak"), 2, "Tulis rupiah"),
        (("--budget", "20 juta", "--scenario", "tidak-ada"), 2, "tidak ada"),
        (("--budget", "20 juta", "--district", "16.07"), 1, "Tidak ada kebutuhan"),
    ],
)
def test_what_cannot_be_split_is_said(
    base: None, words: tuple[str, ...], code: int, said: str
) -> None:
    done = run(*words)
    assert done.exit_code == code
    assert said in done.output
