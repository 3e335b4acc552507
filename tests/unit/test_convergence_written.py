"""How a figure is written in a cell of screen or sheet, and read back."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from rembuk.office.convergence.entry import written
from rembuk.office.convergence.models import Status

READ = [
    # typed           value  status
    ("", None, Status.EMPTY),
    ("  ", None, Status.EMPTY),
    (None, None, Status.EMPTY),
    ("0", 0, Status.ZERO),
    ("12", 12, Status.FILLED),
    ("12.0", 12, Status.FILLED),  # a number of Excel
    ("12,00", 12, Status.FILLED),
    ("1.234", 1234, Status.FILLED),  # a point parts thousands
    ("1.234.567", 1_234_567, Status.FILLED),
    ("'15", 15, Status.FILLED),  # led by the guard of a sheet
    ("~12", 12, Status.ESTIMATED),
    ("~ 0", 0, Status.ESTIMATED),
    ("-", None, Status.NONE),
    ("tb", None, Status.NONE),
    ("ya", 1, Status.FILLED),
    ("Tidak", 0, Status.ZERO),
]


@pytest.mark.parametrize(("typed", "value", "status"), READ)
def test_a_cell_is_read(typed: object, value: int | None, status: str) -> None:
    assert written.read(typed) == written.Said(value, Status(status))


@pytest.mark.parametrize("typed", ["12,5", "-4", "85%", "1.23", "12 34", "banyak", "1" * 13, "~"])
def test_what_cannot_be_a_count_is_refused_in_words(typed: str) -> None:
    with pytest.raises(ValidationError) as refused:
        written.read(typed)
    assert typed[:12] in " ".join(refused.value.messages)


@given(
    st.one_of(
        st.just((None, Status.EMPTY)),
        st.just((None, Status.NONE)),
        st.just((0, Status.ZERO)),
        st.tuples(st.integers(1, 10**12 - 1), st.just(Status.FILLED)),
        st.tuples(st.integers(0, 10**12 - 1), st.just(Status.ESTIMATED)),
    )
)
def test_what_is_shown_is_read_back(said: tuple[int | None, Status]) -> None:
    assert written.read(written.text(*said)) == written.Said(*said)
