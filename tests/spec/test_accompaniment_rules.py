"""Accompanied until recovered: when it begins, what ends it, what does not.

A drawn life: `|` is a month, each sign what the case became that month.

    B  becomes a case (baru)      P  recovered (two measurements)   L  recovery kept (lulus)
    K  relapsed (kambuh)          H  lost to measuring              O  turns five
"""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk import reference
from rembuk.office.accompaniment.episodes import Episode, episodes

EVENTS = {"B": "baru", "F": "ditemukan", "P": "pulih", "L": "lulus", "K": "kambuh",
          "H": "hilang", "O": "lewat-umur", "M": "meninggal", "D": "diduga"}  # fmt: skip


def month(n: int) -> dt.date:
    return dt.date(2025 + n // 12, n % 12 + 1, 12)


def life(drawn: str, **more: object) -> list[Episode]:
    steps = [(month(n), EVENTS[sign]) for n, sign in enumerate(drawn.split("|")) if sign.strip()]
    return episodes(steps, **more)


@pytest.mark.parametrize(
    ("drawn", "ended"),
    [
        #  life                 how each accompaniment stands
        ("B",                   [""]),               # a case is accompanied
        ("D",                   []),                 # a suspicion is not
        ("B|P",                 [""]),               # recovered: still accompanied
        ("B|P| | |L",           ["pulih"]),          # kept three months: ends
        ("B|P|K",               [""]),               # relapsed while waiting: the same goes on
        ("B|P| | |L| |K",       ["pulih", ""]),      # relapsed later: opened again
        ("B|H",                 [""]),               # not measured any more: looked for, not ended
        ("B|O",                 ["lewat-umur"]),     # turned five: ends, not a recovery
        ("B|M",                 ["meninggal"]),
        ("B|H|F|P| | |L",       ["pulih"]),
    ],
)  # fmt: skip
def test_what_ends_an_accompaniment(drawn: str, ended: list[str]) -> None:
    assert [one.closed_why for one in life(drawn)] == ended


def test_a_red_flag_keeps_a_recovered_child_accompanied() -> None:
    (one,) = life("B|P| | |L", held=True)
    assert one.closed_on is None
    assert one.held


def test_a_move_inside_the_district_ends_nothing() -> None:
    steps = [
        (month(0), "baru"),
        (month(2), "pindah"),
        (month(2), "pindah-masuk"),
    ]
    assert [one.closed_on for one in episodes(steps)] == [None]
    assert episodes(steps[:2])[0].closed_why == "pindah"  # out of the district


def test_a_recovered_child_that_turns_five_before_it_lasted_is_not_a_recovery() -> None:
    (one,) = life("B|P", end=(month(3), "lewat-umur"), until=month(4))
    assert one.closed_why == "lewat-umur"


def test_a_lost_child_found_well_recovers_by_the_same_rule() -> None:
    rules = reference.load().case_rules(dt.date(2026, 1, 1))

    def told(*looks: tuple[int, float, bool]) -> str:
        seen = [(month(n), z, flag) for n, z, flag in looks]
        return life("B|H", looks=seen, rules=rules)[-1].closed_why

    assert told((3, -1.5, False)) == ""
    assert told((3, -1.5, False), (4, -1.6, False)) == ""
    assert told((3, -1.5, False), (4, -1.6, False), (7, -1.4, False)) == "pulih"
    assert told((3, -1.5, False), (4, -1.6, True), (7, -1.4, True)) == ""  # a red flag is open
    assert told((3, -1.5, False), (4, -2.3, False), (7, -1.4, False)) == ""  # below in between


def test_what_a_person_decided_stands() -> None:
    moved = (month(2), "pindah")
    (one,) = life("B| | |P| | |L", by_hand=[moved])
    assert (one.closed_on, one.closed_why, one.by_hand) == (*moved, True)
    again = life("B| | | |K", by_hand=[moved])
    assert [one.closed_why for one in again] == ["pindah", ""]
