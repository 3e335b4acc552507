"""Laws of agency lists, whatever the rows: the same again is nothing new, classes add up, undo
leaves nothing, and every village balances between two editions."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.lists_rows import edition, listed

from rembuk.office.intake.receivers import Context, Examined
from rembuk.office.lists.comparing import compare
from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.lists.receiver import Lists
from rembuk.office.lists.shapes import SHAPES

pytestmark = pytest.mark.django_db
DTSEN = Lists(next(shape for shape in SHAPES if shape.kind == "daftar-dtsen"))
VILLAGES = ("16.06.01.2001", "16.06.01.2002")
SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

ROW = st.fixed_dictionaries(
    {
        "nik": st.sampled_from(["", "1606011705880001", "1606011705880002", "0000", "1" * 16]),
        "no_kk": st.sampled_from(["", "1606011103180001", "1606011103180002"]),
        "name": st.sampled_from(["Siti Aminah", "SITI AMINAH", "Budi", "", "By. Ny. Siti"]),
        "sex": st.sampled_from(["L", "P", None]),
        "birth_date": st.sampled_from([dt.date(1988, 5, 17), None]),
        "decile": st.sampled_from([1, 2, 10, None]),
        "pkh": st.sampled_from(["ya", "1", "0", "7", None]),
        "edition": st.sampled_from(["2026-T1", "2026-T2", None]),
        "area_code": st.sampled_from(VILLAGES),
    }
)


def frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as intake hands them over."""
    kinds = {"rank": pl.Int64, "date": pl.Date, "integer": pl.Int64, "decimal": pl.Float64}
    schema: dict[str, Any] = {"row_no": pl.Int64, "sheet_row": pl.Int64}
    schema |= {f.name: kinds.get(f.type, pl.String) for f in DTSEN.fields}
    schema["area_code"] = pl.String
    full = [
        dict.fromkeys(schema) | row | {"row_no": n, "sheet_row": n}
        for n, row in enumerate(rows, start=2)
    ]
    return pl.DataFrame(full, schema=schema, orient="row")


def context(number: int) -> Context:
    return Context(number, "dtsen", dt.date(2026, 3, 31), "16.06", edition="2026-T1")


def classes(rows: pl.DataFrame, examined: Examined) -> dict[int, str]:
    """The one class of each row, as intake decides it."""
    given = dict(examined.verdicts.select("row_no", "verdict").iter_rows())
    for weight in ("ragu", "galat"):
        given |= {one.row_no: weight for one in examined.issues if one.verdict == weight}
    assert set(given) == set(rows["row_no"].to_list())
    return given


def take(rows: pl.DataFrame, number: int) -> dict[int, str]:
    """Examine, then save everything but errors, doubts too."""
    judged = classes(rows, DTSEN.examine(rows, context(number)))
    wanted = [row for row, verdict in judged.items() if verdict in {"baru", "berubah", "ragu"}]
    DTSEN.commit(rows.filter(pl.col("row_no").is_in(wanted)), context(number))
    return judged


def contents() -> list[tuple[Any, ...]]:
    rows = ListRow.objects.current().order_by("edition", "key", "digest")
    return list(rows.values_list("edition__label", "key", "digest", "facts"))


@SLOW
@given(st.lists(ROW, min_size=1, max_size=12))
def test_the_same_file_again_is_nothing_new(rows: list[dict[str, Any]]) -> None:
    table = frame(rows)
    take(table, 1)
    before = contents()
    again = take(table, 2)
    assert set(again.values()) <= {"sama", "galat"}
    assert contents() == before
    DTSEN.undo(context(2), lambda *_: None)
    DTSEN.undo(context(1), lambda *_: None)
    assert not ListRow.objects.exists()
    assert not ListedPerson.objects.exists()
    assert not Edition.objects.exists()


@SLOW
@given(st.lists(ROW, min_size=1, max_size=8), st.lists(ROW, min_size=1, max_size=8))
def test_undoing_a_later_file_restores_the_earlier_one(
    first: list[dict[str, Any]], second: list[dict[str, Any]]
) -> None:
    take(frame(first), 1)
    before = contents()
    take(frame(second), 2)
    DTSEN.undo(context(2), lambda *_: None)
    assert contents() == before
    DTSEN.undo(context(1), lambda *_: None)


@SLOW
@given(st.lists(ROW, min_size=2, max_size=10))
def test_a_chunk_written_twice_is_written_once(rows: list[dict[str, Any]]) -> None:
    """A crash between the writing and the count of chunks repeats a chunk."""
    table = frame(rows)
    take(table, 1)
    before = contents()
    good = table.filter(pl.col("name") != "")
    DTSEN.commit(good.filter(pl.col("row_no").is_in(_stored())), context(1))
    assert contents() == before
    DTSEN.undo(context(1), lambda *_: None)


def _stored() -> list[int]:
    return list(ListRow.objects.values_list("row_no", flat=True))


@SLOW
@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, *VILLAGES]),
            st.sampled_from([None, *VILLAGES]),
            st.integers(1, 10),
            st.integers(1, 10),
        ),
        min_size=1,
        max_size=10,
    )
)
def test_every_village_balances_between_two_editions(
    lives: list[tuple[str | None, str | None, int, int]],
) -> None:
    Edition.objects.all().delete()
    a, b = edition("2026-T1"), edition("2026-T2")
    for number, (was, now, before, after) in enumerate(lives):
        for place, one, decile in ((was, a, before), (now, b, after)):
            if place:
                listed(place, one.label, key=f"{number:032x}", facts={"decile": decile})
    found = compare(a, b, "16.06")
    for moves in (*found.villages.values(), found.total):
        assert moves.before + moves.entered + moves.came - moves.left - moves.went == moves.after
    both = [life for life in lives if life[0] and life[1]]
    assert found.total.up == sum(after > before for *_, before, after in both)
    assert found.total.came == found.total.went == sum(was != now for was, now, *_ in both)
