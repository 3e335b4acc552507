"""Growth rules a nutritionist can check by hand, one rule a test."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from rembuk.reference import load
from rembuk.science.growth import categories, derive, weight_gain, zscores

DAY = dt.date(2026, 10, 1)
KBM = load().minimum_gain(DAY)
CLASSES = load().growth_categories(DAY)


def table(text: str) -> pl.DataFrame:
    """A drawn table: first line headings, `-` is empty."""
    head, *rows = [[c.strip() for c in line.strip().strip("|").split("|")] for line in
                   text.strip().splitlines()]  # fmt: skip
    frame = pl.DataFrame(rows, schema=head, orient="row")
    frame = frame.with_columns(pl.when(pl.all() != "-").then(pl.all()))
    kinds = {"weight": pl.Float64, "lenhei": pl.Float64, "age": pl.Float64, "age_days": pl.Int32}
    kinds |= {"zlen": pl.Float64, "zwei": pl.Float64, "zwfl": pl.Float64, "child_id": pl.Int64}
    dates = [n for n in ("date", "birth_date") if n in head]
    return frame.with_columns(
        *(pl.col(n).cast(k) for n, k in kinds.items() if n in head),
        *(pl.col(n).str.to_date() for n in dates),
    )


def measured(text: str) -> pl.DataFrame:
    """Measurements with the columns `derive` wants."""
    rows = table(text)
    return rows.with_row_index("measurement_id").with_columns(
        pl.lit(None, dtype=kind).alias(name)
        for name, kind in (
            ("weight", pl.Float64), ("lenhei", pl.Float64), ("position", pl.String),
            ("muac", pl.Float64), ("headc", pl.Float64), ("oedema", pl.Boolean),
            ("birth_date_sure", pl.Boolean),
        )
        if name not in rows.columns
    )  # fmt: skip


def test_day_730_is_length_and_day_731_is_height() -> None:
    rows = zscores(
        table("""
        sex | age | lenhei | measure
        1   | 730 | 87.8   | l
        1   | 731 | 87.1   | h
        1   | 730 | 87.1   | h
        1   | 731 | 87.8   | l
        """)
    )
    assert rows["clenhei"].round(6).to_list() == [87.8, 87.1, 87.8, 87.1]
    assert rows["zlen"].to_list() == [0.0, -0.01, 0.0, -0.01]


def test_standing_before_nine_months_is_not_corrected_but_marked() -> None:
    rows = zscores(
        table("""
        sex | age | lenhei | measure
        2   | 200 | 66.0   | h
        2   | 300 | 70.0   | h
        """)
    )
    assert rows["clenhei"].to_list() == [66.0, 70.7]
    assert rows["c9mo_flag"].to_list() == [1, 0]


@pytest.mark.parametrize(
    ("z", "word"),
    [(-3.01, "sangat-pendek"), (-3.0, "pendek"), (-2.01, "pendek"), (-2.0, "normal"),
     (3.0, "normal"), (3.01, "tinggi")],
)  # fmt: skip
def test_length_for_age_words_and_exactly_minus_two_is_normal(z: float, word: str) -> None:
    rows = categories(pl.DataFrame({"zlen": [z]}), CLASSES)
    assert rows["tbu"].to_list() == [word]


@pytest.mark.parametrize(
    ("z", "bbu", "bbtb"),
    [(-3.01, "sangat-kurang", "gizi-buruk"), (-3.0, "kurang", "gizi-kurang"),
     (-2.0, "normal", "gizi-baik"), (1.0, "normal", "gizi-baik"),
     (1.01, "risiko-lebih", "berisiko-lebih"), (2.0, "risiko-lebih", "berisiko-lebih"),
     (2.01, "risiko-lebih", "gizi-lebih"), (3.0, "risiko-lebih", "gizi-lebih"),
     (3.01, "risiko-lebih", "obesitas")],
)  # fmt: skip
def test_weight_words(z: float, bbu: str, bbtb: str) -> None:
    rows = categories(pl.DataFrame({"zwei": [z], "zwfl": [z]}), CLASSES)
    assert (rows["bbu"].item(), rows["bbtb"].item()) == (bbu, bbtb)


def test_an_implausible_score_is_kept_and_marked_but_gets_no_word() -> None:
    out = derive(
        measured("""
        child_id | birth_date | date       | sex | lenhei | weight | position
        1        | 2025-01-10 | 2026-01-10 | L   | 55.0   | 9.6    | L
        """),
        load(),
    )
    assert out["zlen"].item() < -6
    assert "len" in out["flags"].item().split()
    assert out["tbu"].item() == ""
    assert out["bbu"].item() == "normal"


def test_oedema_voids_weight_scores_and_is_severe_by_itself() -> None:
    rows = measured("""
        child_id | birth_date | date       | sex | lenhei | weight | position
        1        | 2025-01-10 | 2026-01-10 | L   | 75.0   | 9.6    | L
        """).with_columns(pl.lit(True).alias("oedema"))
    out = derive(rows, load())
    assert out.select("zwei", "zwfl", "zbmi").row(0) == (None, None, None)
    assert out["zlen"].item() is not None
    assert out["bbtb"].item() == "gizi-buruk"
    assert out["bbu"].item() == ""


MINIMUM = {
    "L": [800, 900, 800, 600, 500, 400, 400, 300, 300, 300, 300, *[200] * 48],
    "P": [800, 900, 800, 600, 500, 400, 300, 300, 300, 300, 200, *[200] * 48],
}


@pytest.mark.parametrize("sex", ["L", "P"])
@pytest.mark.parametrize("month", range(1, 60))
def test_minimum_gain_of_every_month_and_sex(sex: str, month: int) -> None:
    grams = MINIMUM[sex][month - 1]
    born = dt.date(2020, 1, 5)
    seen = [dt.date(2020 + (m // 12), m % 12 + 1, 6) for m in (month - 1, month)]
    for gain, letter in ((grams, "N"), (grams - 100, "T")):
        rows = pl.DataFrame(
            {"child_id": 1, "sex": sex, "birth_date": born, "date": seen,
             "age_days": [(d - born).days for d in seen], "weight": [5.0, 5.0 + gain / 1000]}
        )  # fmt: skip
        out = weight_gain(rows, KBM)
        assert out["kbm_g"].to_list() == [None, grams]
        assert out["nt"].to_list() == ["B", letter]


def letters(text: str) -> list[tuple[str, bool]]:
    rows = table(text).with_columns(
        pl.lit("P").alias("sex"),
        (pl.col("date") - pl.col("birth_date")).dt.total_days().alias("age_days"),
    )
    out = weight_gain(rows, KBM)
    return list(out.select("nt", "two_t").iter_rows())


def test_first_weighing_is_b_a_missed_month_makes_o() -> None:
    assert letters("""
        child_id | birth_date | date       | weight
        1        | 2025-01-10 | 2026-01-12 | 8.0
        1        | 2025-01-10 | 2026-02-12 | 8.2
        1        | 2025-01-10 | 2026-04-12 | 9.0
        1        | 2025-01-10 | 2026-05-12 | 9.0
    """) == [("B", False), ("N", False), ("O", False), ("T", False)]


def test_two_t_is_two_weighings_running() -> None:
    assert letters("""
        child_id | birth_date | date       | weight
        1        | 2025-01-10 | 2026-01-12 | 8.0
        1        | 2025-01-10 | 2026-02-12 | 8.1
        1        | 2025-01-10 | 2026-03-12 | 8.2
        1        | 2025-01-10 | 2026-05-12 | 8.2
        1        | 2025-01-10 | 2026-06-12 | 8.2
    """) == [("B", False), ("T", False), ("T", True), ("O", False), ("T", False)]


def test_the_last_weighing_of_a_month_counts() -> None:
    assert letters("""
        child_id | birth_date | date       | weight
        1        | 2025-01-10 | 2026-01-12 | 8.0
        1        | 2025-01-10 | 2026-02-20 | 8.3
        1        | 2025-01-10 | 2026-02-05 | 8.0
        1        | 2025-01-10 | 2026-02-25 | -
    """) == [("B", False), ("N", False), ("", False), ("", False)]


def test_an_implausible_weight_is_no_comparison() -> None:
    rows = table("""
        child_id | birth_date | date       | weight
        1        | 2025-01-10 | 2026-01-12 | 8.0
        1        | 2025-01-10 | 2026-02-12 | 82.0
        1        | 2025-01-10 | 2026-03-12 | 8.4
    """).with_columns(
        pl.lit("P").alias("sex"), pl.lit(400).alias("age_days"), pl.Series("fwei", [0, 1, 0])
    )
    out = weight_gain(rows, KBM)
    assert out["nt"].to_list() == ["B", "O", "O"]
    assert out["counted"].all()


def test_twins_are_never_confused() -> None:
    assert letters("""
        child_id | birth_date | date       | weight
        1        | 2025-01-10 | 2026-01-12 | 8.0
        2        | 2025-01-10 | 2026-01-12 | 7.0
        1        | 2025-01-10 | 2026-02-12 | 8.3
        2        | 2025-01-10 | 2026-02-12 | 7.1
    """) == [("B", False), ("B", False), ("N", False), ("T", False)]


def test_below_the_red_line() -> None:
    rows = pl.DataFrame(
        {"child_id": [1, 2, 3], "sex": "L", "date": DAY, "age_days": 400, "weight": 5.0,
         "zwei": [-3.0, -3.01, -6.4], "fwei": [0, 0, 1]}
    )  # fmt: skip
    assert weight_gain(rows, KBM)["bgm"].to_list() == [False, True, False]


def test_age_comes_from_dates_and_a_visit_before_birth_has_no_score() -> None:
    out = derive(
        measured("""
        child_id | birth_date | date       | sex | lenhei | weight | position
        1        | 2024-02-29 | 2026-02-28 | L   | 87.0   | 12.0   | H
        2        | 2026-03-01 | 2026-02-28 | L   | 87.0   | 12.0   | H
        """),
        load(),
    )
    assert out["age_days"].to_list() == [730, None]
    assert out["zlen"].to_list()[1] is None
    assert out["zwfl"].to_list()[1] is None
    assert out["counted"].to_list() == [True, False]
    assert "before-birth" in out["doubts"].to_list()[1]


def test_wrong_position_and_uncertain_birth_are_doubts() -> None:
    rows = measured("""
        child_id | birth_date | date       | sex | lenhei | weight | position
        1        | 2025-01-10 | 2026-01-10 | L   | 74.0   | 9.0    | H
        2        | 2023-01-10 | 2026-01-10 | L   | 95.0   | 14.0   | L
        3        | 2025-08-10 | 2026-01-10 | L   | 66.0   | 7.0    | H
        4        | 2025-01-10 | 2026-01-10 | L   | 74.0   | 9.0    | -
        """).with_columns(pl.Series("birth_date_sure", [True, False, None, True]))
    out = derive(rows, load())
    assert out["doubts"].to_list() == ["position", "birth-date position", "recheck", "no-position"]
    assert out["clenhei"].round(6).to_list() == [74.7, 94.3, 66.0, 74.0]


def test_preterm_age_stands_beside_the_uncorrected_one_until_two_years() -> None:
    rows = measured("""
        child_id | birth_date | date       | sex | lenhei | weight | position
        1        | 2025-01-10 | 2025-07-10 | L   | 63.0   | 6.4    | L
        2        | 2025-01-10 | 2025-07-10 | L   | 63.0   | 6.4    | L
        3        | 2023-01-10 | 2026-01-10 | L   | 95.0   | 14.0   | H
        """).with_columns(pl.Series("gestation_weeks", [32, 39, 32]))
    out = derive(rows, load())
    assert out["age_days"].to_list() == [181, 181, 1096]
    assert out["corrected_age_days"].to_list() == [181 - 8 * 7, None, None]
    first = out.row(0, named=True)
    assert first["zlen_corrected"] > first["zlen"]
    assert out["zlen_corrected"].to_list()[1:] == [None, None]
