"""Laws of families, whatever the lists say: judged one after the other is judged at once, factors
add up over villages, and no place shows a number another place hides."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import district
from tests.family_rows import family, member, told

from rembuk.office.families import krs_factors, overlap, services
from rembuk.office.families.models import Standing
from rembuk.office.people.models import Family

pytestmark = pytest.mark.django_db
AREA, VILLAGES = "16.06", ("16.06.01.2001", "16.06.01.2002", "16.06.02.2001")
TODAY = dt.date(2026, 11, 20)
DERIVED = [
    one.name for one in Standing._meta.concrete_fields if one.name not in {"id", "derived_at"}
]
SLOW = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
YES = st.sampled_from([True, False, "?1", None])
HOMES = st.lists(
    st.fixed_dictionaries(
        {
            "village": st.sampled_from(VILLAGES),
            "wife": st.sampled_from([None, 1985, 1998, 2009]),
            "krs": st.fixed_dictionaries({"pus": YES, "latrine_proper": YES, "too_old": YES}),
            "latrine": st.sampled_from(["tidak-ada", "sendiri", None]),
            "decile": st.sampled_from([1, 4, 9, None]),
        }
    ),
    min_size=1,
    max_size=6,
)


def built(home: dict[str, Any]) -> Family:
    """A family with a head, perhaps a wife, and what three lists say of it."""
    one = family(home["village"])
    member(one, "Kepala Contoh", "kepala", dt.date(1980, 1, 5), "L")
    if home["wife"]:
        member(one, "Istri Contoh", "istri", dt.date(home["wife"], 3, 2), "P")
    said = {fact: value for fact, value in home["krs"].items() if value is not None}
    if said:
        told(one, "krs", said, "2026-S1")
    if home["latrine"]:
        told(one, "regsosek", {"latrine": home["latrine"], "septic": "tangki-septik"}, "2022")
    if home["decile"]:
        told(one, "dtsen", {"decile": home["decile"], "pkh": home["decile"] == 1})
    return one


def emptied() -> None:
    Family.objects.all().delete()
    Standing.objects.all().delete()


def standings() -> list[tuple[Any, ...]]:
    return list(Standing.objects.order_by("family_id").values_list(*DERIVED))


@SLOW
@given(HOMES)
def test_judged_one_after_the_other_is_judged_at_once(homes: list[dict[str, Any]]) -> None:
    emptied()
    for home in homes:
        services.derive(built(home).place_code, on=TODAY)
    step_by_step = standings()
    Standing.objects.all().delete()
    assert services.derive(AREA, on=TODAY) == len(homes)
    assert standings() == step_by_step


@SLOW
@given(HOMES)
def test_factors_add_up_and_none_is_more_than_those_at_risk(homes: list[dict[str, Any]]) -> None:
    emptied()
    for home in homes:
        built(home)
    services.derive(AREA, on=TODAY)
    whole = {line.code: line.told for line in krs_factors.lines(AREA, None, None)}
    for code, told_of in whole.items():
        parts = krs_factors.villages(VILLAGES, AREA, code, None, None)
        sums = tuple(sum(line.told[at] or 0 for _area, line in parts) for at in range(3))
        assert sums == told_of
        if code.startswith("KRS-F"):
            assert all(
                (n or 0) <= (risk or 0) for n, risk in zip(told_of, whole["KRS"], strict=True)
            )


@SLOW
@given(HOMES)
def test_what_one_place_hides_no_other_place_shows(homes: list[dict[str, Any]]) -> None:
    district()
    emptied()
    for home in homes:
        built(home)
    services.derive(AREA, on=TODAY)
    wide = overlap.told(AREA, False, TODAY).table.cells
    for place in (*VILLAGES, "16.06.01", "16.06.02"):
        assert overlap.told(place, False, TODAY).table.cells == wide
    for code in krs_factors.FIGURES:
        of_area = dict(krs_factors.villages(VILLAGES, AREA, code, None, 5))
        for village, line in of_area.items():
            shown = {one.code: one for one in krs_factors.lines(village, None, 5)}[code]
            assert shown.told == line.told
            assert all(n is None or n == 0 or n >= 5 for n in shown.told)
