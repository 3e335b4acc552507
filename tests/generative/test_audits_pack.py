"""The counts of a dissemination pack cannot be solved back, whatever the cases."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from rembuk.office.audits.meeting.pack import CaseFacts, shown

LIMIT = 5
CODES = ["16.06.01", "16.06.02", "16.06.03", "16.06.04"]


@given(st.lists(st.integers(0, 7), min_size=1, max_size=4))
def test_a_hidden_count_has_more_than_one_possible_value(counts: list[int]) -> None:
    """A reader knows the number of sheets, the counts shown, and that a hidden one is 1 or more."""
    codes = CODES[: len(counts)]
    cases = [
        CaseFacts(f"AKS-{code}-{n}", "Baduta", code)
        for code, count in zip(codes, counts, strict=True)
        for n in range(count)
    ]
    pack = shown(cases, codes, LIMIT)
    total = len(pack.sheets)
    hidden = [code for code, count in pack.by_kecamatan.items() if count is None]
    known = sum(count for count in pack.by_kecamatan.values() if count is not None)
    rest = total - known
    fits = [
        one
        for one in product(range(1, rest + 1), repeat=len(hidden))
        if sum(one) == rest
    ] if hidden else []  # fmt: skip
    for place in range(len(hidden)):
        assert len({one[place] for one in fits}) > 1
    for code, count in pack.by_kecamatan.items():
        assert count is None or count == 0 or count >= LIMIT, code


@given(st.lists(st.sampled_from(CODES), max_size=12))
def test_a_sheet_says_the_same_wherever_the_case_lives(where: list[str]) -> None:
    """Moving a case to another kecamatan changes nothing of its sheet that the pack prints."""
    printed = [
        (sheet.code, sheet.group, sheet.causes, sheet.recommendations)
        for sheet in shown(
            [CaseFacts(f"AKS-{n:03d}", "Catin", code) for n, code in enumerate(where)], CODES, LIMIT
        ).sheets
    ]
    assert printed == [(f"AKS-{n:03d}", "Catin", (), ()) for n in range(len(where))]
