"""What a published table of stunting shows and holds back. A limit of 5; judged, very short, short"""

import pytest

from rembuk.science.welfare.publishing import (
    SEVERE,
    SHORT,
    STUNTED,
    Hiding,
    Measured,
    Need,
    Release,
    hide,
    needs,
    table,
)

ROOT = "16.06"
KECAMATAN = "16.06.01"
A, B, C = f"{KECAMATAN}.2001", f"{KECAMATAN}.2002", f"{KECAMATAN}.2003"
OTHER = "16.06.02.2001"


def hidden(**villages: tuple[int, int, int]) -> Hiding:
    """Hide in a table of the villages A, B, C, and a large one in another kecamatan."""
    places = {"a": A, "b": B, "c": C}
    leaves = {places[name]: Measured(*counts) for name, counts in villages.items()}
    return hide(table(leaves | {OTHER: Measured(200, 10, 20)}, ROOT), 5)


def test_a_count_of_one_to_four_is_hidden() -> None:
    # judged 40, very short 0, short 3
    found = hidden(a=(40, 0, 3), b=(60, 6, 9))
    assert (A, STUNTED) in found.hidden


def test_a_second_number_is_hidden_so_that_the_sum_does_not_tell_the_first() -> None:
    # A 3 and B 15 of a kecamatan with 18: 18 - 15 would be 3
    found = hidden(a=(40, 0, 3), b=(60, 6, 9))
    assert {(A, STUNTED), (B, STUNTED)} <= found.hidden
    assert (KECAMATAN, STUNTED) in found.shown


def test_the_number_hidden_to_protect_is_the_one_that_tells_least() -> None:
    # B 6 goes rather than C 30
    found = hidden(a=(40, 0, 3), b=(60, 0, 6), c=(90, 10, 20))
    assert (B, STUNTED) in found.hidden
    assert (C, STUNTED) in found.shown


def test_a_nought_is_shown() -> None:
    # nobody is there to be recognised
    found = hidden(a=(40, 0, 0), b=(60, 6, 9))
    assert not found.hidden


def test_all_children_of_a_village_stunted_is_not_shown() -> None:
    # 12 of 12: whoever knows a child of the village would know of it
    found = hidden(a=(12, 5, 7), b=(60, 10, 20))
    assert (A, STUNTED) in found.hidden


def test_nearly_all_children_of_a_village_stunted_is_not_shown() -> None:
    # 10 of 12 leave 2
    assert (A, STUNTED) in hidden(a=(12, 5, 5), b=(60, 10, 20)).hidden


def test_where_fewer_than_five_were_judged_even_a_nought_is_not_shown() -> None:
    found = hidden(a=(3, 0, 0), b=(60, 10, 20))
    assert (A, STUNTED) in found.hidden


def test_very_short_may_be_hidden_while_stunted_is_shown() -> None:
    # very short 2 of 20 stunted; short 18 would tell it
    found = hidden(a=(100, 2, 18), b=(90, 8, 20))
    assert {(A, SEVERE), (A, SHORT)} <= found.hidden
    assert (A, STUNTED) in found.shown


@pytest.mark.parametrize(
    ("village", "kind", "need"),
    [
        ((40, 0, 3), STUNTED, Need(1, 5)),
        ((40, 2, 9), SEVERE, Need(1, 4)),
        ((12, 5, 7), STUNTED, Need(7, 12)),
        ((3, 0, 1), STUNTED, Need(0, 3)),
        ((2, 0, 0), SEVERE, Need(0, 2)),
    ],
)
def test_a_reader_must_hold_possible(village: tuple[int, int, int], kind: str, need: Need) -> None:
    # judged, very short, short      the count      from - to
    made = table({A: Measured(*village), OTHER: Measured(200, 10, 20)}, ROOT)
    assert needs(made, 5)[A, kind] == need


def test_a_correction_keeps_shut_what_the_first_edition_hid() -> None:
    # first: A 3 hidden, B 15 hidden with it, sum 18. Then A is 8, sum 23: to show 8 would tell B,
    # and B with the old sum would tell the old 3.
    first = table({A: Measured(40, 0, 3), B: Measured(60, 0, 15), OTHER: Measured(200, 10, 20)},
                  ROOT)  # fmt: skip
    then = table({A: Measured(40, 0, 8), B: Measured(60, 0, 15), OTHER: Measured(200, 10, 20)},
                 ROOT)  # fmt: skip
    alone = hide(then, 5)
    assert not alone.hidden
    after = hide(then, 5, [Release(first, hide(first, 5).shown)])
    assert {(A, STUNTED), (B, STUNTED)} <= after.hidden


def test_what_another_paper_tells_is_known() -> None:
    # A decree shows B 15: hiding it does not help A, the sum of the kecamatan must go.
    made = table({A: Measured(40, 0, 3), B: Measured(60, 0, 15), OTHER: Measured(200, 10, 20)},
                 ROOT)  # fmt: skip
    found = hide(made, 5, elsewhere=[(B, STUNTED, 15)])
    assert (KECAMATAN, STUNTED) in found.hidden


def test_the_proof_is_checked_by_adding_up() -> None:
    found = hidden(a=(40, 0, 3), b=(60, 6, 9))
    assert found.holds()
    broken = Hiding(
        found.table, found.hidden - {(B, STUNTED)}, found.sensitive, found.system, found.aims,
        found.witnesses,
    )  # fmt: skip
    with pytest.raises(AssertionError, match="does not fit"):
        broken.holds()
