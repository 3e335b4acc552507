"""What became of promises that fell due adds up to them, in every mix."""

from __future__ import annotations

import re

import pytest

from rembuk.office.oversight.reporting.chapter import fell_due
from rembuk.office.review.year_review_promises import Kept


@pytest.mark.parametrize(
    "kept",
    [
        Kept(due=6, kept=1, late=1, waiting=1, broken=1, refused=1, carried=1),
        Kept(due=20, kept=6, waiting=2, broken=7, refused=1, carried=1),
        Kept(due=3, kept=3),
    ],
)
def test_the_parts_add_up_to_those_due(kept: Kept) -> None:
    whole, parts = fell_due(kept).split(":")
    assert sum(int(n) for n in re.findall(r"\d+", parts)) == int(re.findall(r"\d+", whole)[0])


def test_an_open_one_of_today_is_no_late_one() -> None:
    assert "0 lewat tenggat, 1 jatuh tempo hari ini" in fell_due(Kept(due=2, kept=1))
