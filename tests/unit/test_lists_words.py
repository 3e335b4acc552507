"""Facts of a row as pages show them."""

from __future__ import annotations

import pytest
from django.utils import translation

from rembuk.office.lists.words import fact_lines


@pytest.mark.parametrize(
    ("stored", "language", "shown"),
    [
        ("2026-06-29", "id", "29 Juni 2026"),
        ("2026-06-29", "en", "29 June 2026"),
        ("bulan depan", "id", "bulan depan"),
    ],
)
def test_a_day_is_written_as_people_write_it(stored: str, language: str, shown: str) -> None:
    with translation.override(language):
        (line,) = fact_lines({"visited_on": stored}, "elsimil-ibu-hamil")
    assert line.words == shown
