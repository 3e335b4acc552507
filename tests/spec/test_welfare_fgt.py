"""P0, P1, P2 by hand: ((line - spending) / line) to the power 0, 1, 2 over everybody."""

import polars as pl
import pytest

from rembuk.science.survey import design
from rembuk.science.welfare.fgt import fgt

# four households, a line of 100
#   spending  persons  gap
#      50        2     0.5
#      80        4     0.2
#     100        1     0     exactly on the line: not poor
#     300        3     0
HOMES = pl.DataFrame({"y": [50.0, 80.0, 100.0, 300.0], "persons": [2, 4, 1, 3], "w": [1.0] * 4})


def estimates(frame: pl.DataFrame, by: str = "", size: bool = False) -> list[float | None]:
    found = fgt(
        design(frame, "w"),
        frame["y"],
        100,
        size=frame["persons"] if size else None,
        by=frame[by] if by else None,
    )
    return found["estimate"].to_list()


def test_households() -> None:
    assert estimates(HOMES) == pytest.approx([2 / 4, 0.7 / 4, (0.25 + 0.04) / 4])


def test_persons() -> None:
    expected = [6 / 10, (2 * 0.5 + 4 * 0.2) / 10, (2 * 0.25 + 4 * 0.04) / 10]
    assert estimates(HOMES, size=True) == pytest.approx(expected)


def test_a_household_on_the_line_is_not_poor() -> None:
    assert estimates(HOMES.slice(2)) == [0.0, 0.0, 0.0]


def test_missing_spending_is_nobody_poor_and_nobody_rich() -> None:
    more = pl.concat([HOMES, pl.DataFrame({"y": [None], "persons": [5], "w": [9.0]})])
    assert estimates(more) == pytest.approx(estimates(HOMES))


def test_an_area_where_nobody_told_has_no_figure() -> None:
    areas = HOMES.with_columns(
        pl.Series("d", ["A", "A", "A", "B"]),
        pl.when(pl.col("y") < 300).then("y").alias("y"),
    )
    assert estimates(areas, by="d")[3:] == [None, None, None]


@pytest.mark.parametrize(("line", "word"), [(0.0, "line"), (-1.0, "line"), (float("nan"), "line")])
def test_a_line_is_above_zero(line: float, word: str) -> None:
    with pytest.raises(ValueError, match=word):
        fgt(design(HOMES, "w"), HOMES["y"], line)


def test_a_line_may_differ_by_row() -> None:
    own = pl.Series([100.0, 70.0, 100.0, 400.0])
    found = fgt(design(HOMES, "w"), HOMES["y"], own)
    assert found["estimate"][0] == pytest.approx(2 / 4)  # 50 < 100 and 300 < 400
