"""Expert review and dissemination: how opinions are compared, and what a pack may say."""

from __future__ import annotations

import pytest

from rembuk.office.audits.meeting.pack import CaseFacts, places, shown, shown_place
from rembuk.office.audits.reviewing.differing import Opinion, Said, mains_differ, rows

# cause    | Sp.A          | ahli gizi     | psikolog      -> how they differ
TABLE = """
TB         | terbukti *    | terbukti      | terbukti      -> sepakat
TB         | terbukti *    | diduga        | diduga        -> keyakinan
TB         | terbukti      | disingkirkan  | diduga        -> bertentangan
TB         | disingkirkan  | disingkirkan  | disingkirkan  -> sepakat
TB         | terbukti      | -             | -             -> sendiri
TB         | disingkirkan  | -             | diduga        -> bertentangan
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_how_experts_differ_on_a_cause(line: str) -> None:
    left, how = line.split("->")
    cause, *said = (part.strip() for part in left.split("|"))
    opinions = [
        Opinion(str(n), {} if word == "-" else {cause: Said(word.rstrip("* "), "*" in word)})
        for n, word in enumerate(said)
    ]
    (row,) = rows(opinions)
    assert row.how == how.strip()


def test_what_the_panel_must_talk_about_comes_first() -> None:
    opinions = [
        Opinion("a", {"A": Said("terbukti"), "B": Said("terbukti"), "C": Said("diduga")}),
        Opinion("b", {"A": Said("terbukti"), "B": Said("disingkirkan"), "C": Said("terbukti")}),
    ]
    assert [row.cause for row in rows(opinions)] == ["B", "C", "A"]


def test_two_main_causes_are_told() -> None:
    one = Opinion("a", {"A": Said("terbukti", main=True)})
    other = Opinion("b", {"B": Said("terbukti", main=True)})
    assert mains_differ([one, other])
    assert not mains_differ([one, Opinion("c", {"A": Said("diduga", main=True)})])
    assert not mains_differ([one, Opinion("c")])


# cases by kecamatan   -> what a pack shows (smallest count shown: 5)
COUNTS = """
7 5 6   -> 7 5 6
7 5 4   -> 7 ? ?
7 0 9   -> 7 0 9
2 2 1   -> ? ? ?
1 1 0   -> nothing
"""


@pytest.mark.parametrize("line", COUNTS.strip().splitlines())
def test_small_counts_of_places_are_hidden(line: str) -> None:
    left, right = (part.split() for part in line.split("->"))
    codes = [f"16.06.0{n}" for n in range(1, len(left) + 1)]
    got = places(dict(zip(codes, map(int, left), strict=True)), codes, 5)
    expected = {} if right == ["nothing"] else {
        code: None if word == "?" else int(word) for code, word in zip(codes, right, strict=True)
    }  # fmt: skip
    assert got == expected


def test_a_ruled_out_cause_is_not_counted_as_a_cause() -> None:
    case = CaseFacts(
        "AKS-1", "Baduta", "16.06.01", (("A", "disingkirkan", False), ("B", "diduga", True))
    )
    assert shown([case], ["16.06.01"], 5).by_cause == {"B": ("AKS-1",)}


# people of the group in the village, in the kecamatan -> the place a row may tell
PLACES = """
40  900 -> 16.06.01.2001
4   900 -> 16.06.01
1   3   -> 16.06
0   0   -> 16.06
"""


@pytest.mark.parametrize("line", PLACES.strip().splitlines())
def test_one_bride_in_a_village_is_a_name(line: str) -> None:
    left, place = line.split("->")
    village, kecamatan = map(int, left.split())
    assert shown_place("16.06.01.2001", village, kecamatan, 5) == place.strip()
