"""A district sets its own dated value; the national rule stays outside the span."""

import datetime as dt
from pathlib import Path

import pytest

from rembuk import reference
from rembuk.reference.conditions import Compare, holds
from rembuk.reference.overrides import OverrideError
from rembuk.reference.rulebook import BadFileError

DECREE = "source: [SK Kepala Dinas 12/2026], valid_from: 2026-07-01"


def write(tmp_path: Path, *entries: str, district: str = "16.06") -> Path:
    path = tmp_path / "daerah.yaml"
    lines = [f'district: "{district}"', "overrides:", *(f"- {{{entry}}}" for entry in entries)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("day", "value", "origin"),
    [
        ("2026-06-30", 60, "nasional"),
        ("2026-07-01", 75, "daerah"),
        ("2026-12-31", 75, "daerah"),
        ("2027-01-01", 60, "nasional"),
    ],
)
def test_a_setting_for_half_a_year(tmp_path: Path, day: str, value: int, origin: str) -> None:
    path = write(tmp_path, f"code: ds_readable_pct, value: 75, valid_to: 2027-01-01, {DECREE}")
    rule = reference.load("16.06", path).setting("ds_readable_pct", dt.date.fromisoformat(day))
    assert (rule.value, rule.origin) == (value, origin)


def test_the_limit_of_a_criterion(tmp_path: Path) -> None:
    path = write(tmp_path, f"code: CAT-03, value: 11.5, {DECREE}")
    rules = reference.load("16.06", path).criteria("catin", dt.date(2026, 8, 1))
    (rule,) = [one for one in rules if one.code == "CAT-03"]
    assert isinstance(rule.when, Compare)
    assert (rule.when.value, rule.source) == (11.5, ("SK Kepala Dinas 12/2026",))


def test_one_month_of_the_weight_gain_table(tmp_path: Path) -> None:
    path = write(tmp_path, f"code: kbm, value: {{L: {{3: 600}}}}, {DECREE}")
    own = reference.load("16.06", path).minimum_gain(dt.date(2026, 8, 1))
    assert [own.grams("L", month) for month in (2, 3, 4)] == [900, 600, 600]
    assert own.grams("P", 3) == 800


def test_a_limit_set_once_moves_the_list_too(tmp_path: Path) -> None:
    """A district that re-measures within 14 days sees a child of 20 days as late."""
    path = write(tmp_path, f"code: case.confirm_within_days, value: 14, {DECREE}")
    child = {"case": "diduga", "days_since_case": 20}
    late = {
        day: holds(
            reference.load("16.06", path).first_look(day).reason("lihat.ukur-ulang-lewat").when,
            child,
        )
        for day in (dt.date(2026, 6, 30), dt.date(2026, 7, 1))
    }
    assert list(late.values()) == [False, True]


def test_the_version_of_the_rules_changes_only_where_they_do(tmp_path: Path) -> None:
    path = write(tmp_path, f"code: case.lulus_months, value: 6, {DECREE}")
    national, own = reference.load(), reference.load("16.06", path)
    before, after = dt.date(2026, 6, 30), dt.date(2026, 7, 1)
    assert own.version(before) == national.version(before)
    assert own.version(after) != national.version(after)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("code: permenkes-2-2020, value: 1", "tidak dapat diubah daerah"),
        ("code: tidak-ada, value: 1", "tidak ada aturan"),
        ("code: ds_readable_pct, value: 140", "antara"),
        ("code: ds_readable_pct, value: banyak", "bukan nilai"),
        ("code: ANK-12, value: 2", "tidak berbatas tunggal"),
        ("code: kbm, value: {L: {99: 100}}", "di luar tabel"),
    ],
)
def test_what_a_district_cannot_set(tmp_path: Path, entry: str, reason: str) -> None:
    with pytest.raises(OverrideError, match=reason):
        reference.load("16.06", write(tmp_path, f"{entry}, {DECREE}"))


def test_two_values_of_one_day(tmp_path: Path) -> None:
    entry = f"code: small_count, value: 5, {DECREE}"
    with pytest.raises(OverrideError, match="hari yang sama"):
        reference.load("16.06", write(tmp_path, entry, entry))


def test_a_value_without_source(tmp_path: Path) -> None:
    path = write(tmp_path, "code: small_count, value: 5, valid_from: 2026-07-01")
    with pytest.raises(BadFileError, match="source: tidak ada"):
        reference.load("16.06", path)


def test_another_district_s_file(tmp_path: Path) -> None:
    path = write(tmp_path, f"code: small_count, value: 5, {DECREE}", district="17.71")
    with pytest.raises(BadFileError, match=r"bukan 16\.06"):
        reference.load("16.06", path)


def test_an_installation_s_file_holds_for_every_room(tmp_path: Path) -> None:
    path = write(tmp_path, f"code: deadline_day, value: 10, {DECREE}")
    reference.install(path)
    try:
        assert reference.load().value("deadline_day", dt.date(2026, 8, 1)) == 10
    finally:
        reference.install(None)
    assert reference.load().value("deadline_day", dt.date(2026, 8, 1)) == 5
