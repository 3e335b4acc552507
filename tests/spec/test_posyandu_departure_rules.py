"""What the office notes beside a child's last measurement closes the child.

| June      | July      | August  | stands at the end       |
|-----------|-----------|---------|-------------------------|
| measured  | Pindah    |         | moved away in July      |
| measured  | Meninggal |         | died in July            |
| Pindah    | measured  |         | here                    |
| Pindah    |           | Pindah  | moved away in August    |
| Meninggal | Pindah    |         | moved away in July      |
"""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from rembuk.office.posyandu.receiving import departures

DAYS = [dt.date(2026, month, 12) for month in (6, 7, 8)]


@pytest.mark.parametrize(
    ("notes", "month", "why"),
    [
        (["", "Pindah", None], 7, "pindah"),
        (["", "Meninggal", None], 7, "meninggal"),
        (["Pindah", "", None], None, ""),
        (["Pindah", None, "Pindah"], 8, "pindah"),
        (["Meninggal", "Pindah", None], 7, "pindah"),
    ],
)
def test_the_newest_measurement_says_whether_a_child_left(
    notes: list[str | None], month: int | None, why: str
) -> None:
    rows = pl.DataFrame(
        [
            {"id": number, "child": 1, "date": day, "detail": note}
            for number, (day, note) in enumerate(zip(DAYS, notes, strict=True))
            if note is not None
        ]
    )
    left = departures.told(rows.with_columns(departures.why(rows)))
    found = [(day.month, said) for day, said in left.select("left_on", "left_why").iter_rows()]
    assert found == ([(month, why)] if month else [])
