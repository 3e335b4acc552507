"""Whatever is written in a cell or a file, the reader answers: a value, or a reason. It never
falls over, and what it accepts lies inside the limits."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rembuk.office.documents.sheets import guarded
from rembuk.office.intake.reading import faults, grid, values
from rembuk.office.intake.reading.limits import Unreadable
from rembuk.office.intake.receivers import Field

written = st.one_of(
    st.text(min_size=1, max_size=30),
    st.from_regex(r"[-+]?[0-9.,: ]{1,12}( ?(kg|cm|it))?", fullmatch=True),
    st.floats().map(str),
    st.dates().map(str),
)


@given(written)
@example("1e400")
@example("²")
@example("٣,٤")
def test_a_number_is_inside_its_limits_or_has_a_reason(text: str) -> None:
    read = values.decimal(text, 0.5, 60)
    if read.value is None:
        assert read.code in faults.FAULTS
    else:
        assert 0.5 <= read.value <= 60
    if read.code:
        field = Field("weight", "Berat", "decimal", low=0.5, high=60, unit="kg", grave=True)
        said = str(faults.sentence(read.code, field, text, read.hint))
        assert 10 < len(said) <= 300
        assert not {"{label}", "{raw}", "{hint}", "{unit}"} & set(said.split())


@given(written)
@example("0/0/0")
@example("30 Februari 2026")
def test_a_date_is_a_day_or_has_a_reason(text: str) -> None:
    read = values.date(text)
    assert isinstance(read.value, dt.date) or read.code in faults.FAULTS


@given(st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)))
def test_a_day_is_read_back_however_it_is_written(day: dt.date) -> None:
    serial = str((day - values.EPOCH).days)
    forms = [
        f"{day:%d/%m/%Y}",
        f"{day:%d-%m-%Y}",
        f"{day:%Y-%m-%d}",
        f"{day.day}.{day.month}.{day.year}",
    ]
    if int(serial) >= 20_000:
        forms.append(serial)
    assert {values.date(form).value for form in forms} == {day}


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=400), st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b),
                 st.binary(max_size=200).map(lambda b: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b),
                 st.text(max_size=200).map(lambda t: ("<table>" + t).encode()),
                 st.text(max_size=200).map(lambda t: t.encode("utf-16"))))  # fmt: skip
def test_any_bytes_are_read_or_refused_with_a_remedy(body: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "berkas"
        path.write_bytes(body)
        try:
            told = "x" * grid.read(path).cells.height * 21
        except Unreadable as refusal:
            told = str(refusal)
        assert len(told) > 20


@given(st.text(max_size=40))
def test_no_text_leaves_as_a_formula(text: str) -> None:
    assert not guarded(text).lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
