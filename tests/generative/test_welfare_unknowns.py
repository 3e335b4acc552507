"""What is not known never decides: a verdict given with gaps stands however they are filled."""

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk import reference
from rembuk.science.welfare.house import house
from rembuk.science.welfare.krs import evaluate, families

R = reference.load()
ON = dt.date(2026, 10, 1)
YES_NO = st.booleans()
FAMILY: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(
        ["has_child_0_23", "has_child_24_59", "pus", "wife_pregnant", "water_proper"], YES_NO
    ),
    **dict.fromkeys(["latrine_proper", "modern_fp", "diverse_food", "pre_welfare"], YES_NO),
    **dict.fromkeys(["decent_house", "mother_low_schooling", "earth_floor"], YES_NO),
    "wife_age_years": st.integers(13, 60),
    "children": st.integers(0, 6),
    "birth_interval_years": st.floats(0.8, 9),
}
HOUSE: dict[str, st.SearchStrategy[Any]] = {
    "floor": st.sampled_from(["tanah", "semen", "keramik", "lainnya"]),
    "wall": st.sampled_from(["tembok", "bambu", "lainnya"]),
    "roof": st.sampled_from(["seng", "rumbia", "lainnya"]),
    "floor_area_m2": st.floats(5, 90),
    "household_size": st.integers(1, 9),
    "water_source": st.sampled_from(["ledeng", "hujan", "mata-air-terlindung"]),
    "latrine": st.sampled_from(["sendiri", "tidak-ada"]),
    "septic": st.sampled_from(["tangki-septik", "lubang"]),
}


@st.composite
def whole_and_gapped(
    draw: st.DrawFn, facts: dict[str, st.SearchStrategy[Any]]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    row = {name: draw(values) for name, values in facts.items()}
    # answers that contradict each other have a rule of their own; here they agree
    if "wife_age_years" in row:
        row["pus"] = 15 <= row["wife_age_years"] <= 49
        row["wife_pregnant"] &= row["wife_age_years"] <= 49
    if row.get("latrine") == "tidak-ada":
        row["septic"] = "lubang"
    lost = draw(st.sets(st.sampled_from(sorted(facts))))
    whole = pl.DataFrame([{"family_id": "A", **row}])
    return whole, whole.with_columns(
        pl.lit(None, dtype=whole.schema[name]).alias(name) for name in lost
    )


@settings(max_examples=60, deadline=None)
@given(whole_and_gapped(FAMILY))
def test_at_risk(frames: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    whole, gapped = (evaluate(frame, R, ON) for frame in frames)
    for (code, known), (_code, given_) in zip(
        whole.select("code", "state").iter_rows(),
        gapped.select("code", "state").iter_rows(),
        strict=True,
    ):
        assert given_ in {known, "tidak-diketahui"}, code
    for full, part in zip(families(whole)["at_risk"], families(gapped)["at_risk"], strict=True):
        assert full is not None
        assert part in {full, None}


@settings(max_examples=60, deadline=None)
@given(whole_and_gapped(HOUSE))
def test_unfit(frames: tuple[pl.DataFrame, pl.DataFrame]) -> None:
    whole, gapped = (house(frame, R, ON).row(0, named=True) for frame in frames)
    for test in ("RTLH-1", "RTLH-2", "RTLH-3", "RTLH-4"):
        assert gapped[test] in {whole[test], "tidak-diketahui"}
    assert gapped["unfit"] in {whole["unfit"], None}
    assert gapped["failed"] <= whole["failed"]
