"""Which source wins for which fact, drawn as what was said and what stands."""

from __future__ import annotations

import datetime as dt

import pytest

from rembuk.office.people.facts import Record, current
from rembuk.reference import load
from rembuk.reference.overrides import Override, OverrideError, apply
from rembuk.reference.precedence import Precedence, group_of, order_problem

TODAY = dt.date(2026, 11, 1)
ORDERS = {fact: rule.order for fact, rule in load().precedence(TODAY).items()}


def said(*rows: tuple[str, str, str]) -> list[Record]:
    """(source, day, birth date)"""
    return [
        Record(source, dt.date.fromisoformat(day), place, {"birth_date": born})
        for place, (source, day, born) in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("rows", "stands"),
    [
        # source      as of         birth date
        # the registry wins, though the posyandu is newer
        ([("dukcapil", "2026-01-31", "2025-04-08"),
          ("eppgbm-a", "2026-10-31", "2025-04-06")], "2025-04-08"),
        # without the registry the health office wins over a survey
        ([("eppgbm-a", "2026-01-31", "2025-04-06"),
          ("krs", "2026-06-30", "2025-01-01")], "2025-04-06"),
        # sources not named: the newest word
        ([("krs", "2026-06-30", "2025-01-01"),
          ("dtsen", "2026-09-30", "2025-02-01")], "2025-02-01"),
        # two words of the source that wins: its newest
        ([("dukcapil", "2026-01-31", "2025-04-08"),
          ("dukcapil", "2026-07-31", "2025-04-09"),
          ("krs", "2026-09-30", "2025-01-01")], "2025-04-09"),
        # one source alone: the newest word, as before
        ([("eppgbm-a", "2026-01-31", "2025-04-06"),
          ("eppgbm-b", "2026-10-31", "2025-04-07")], "2025-04-07"),
    ],
)  # fmt: skip
def test_whose_birth_date_stands(rows: list[tuple[str, str, str]], stands: str) -> None:
    assert current(said(*rows), ORDERS)["birth_date"] == stands


def test_without_an_order_the_newest_word_stands() -> None:
    rows = said(("dukcapil", "2026-01-31", "2025-04-08"), ("krs", "2026-06-30", "2025-01-01"))
    assert current(rows)["birth_date"] == "2025-01-01"


def test_a_doubted_date_is_doubted_only_while_it_stands() -> None:
    unsure = Record("eppgbm-a", dt.date(2026, 10, 31), 1,
                    {"birth_date": "2025-01-01", "birth_date_sure": False})  # fmt: skip
    registry = said(("dukcapil", "2026-01-31", "2025-04-08"))
    assert current([unsure], ORDERS)["birth_date_sure"] is False
    assert current([unsure, *registry], ORDERS)["birth_date_sure"] is True


def test_a_district_believes_its_own_order_for_a_time() -> None:
    own = Override(
        code="unggul.birth_date", value="kesehatan > dukcapil > *", valid_from=dt.date(2026, 6, 1),
        valid_to=dt.date(2027, 1, 1), source=("SK Bupati contoh",),
    )  # fmt: skip
    rules = apply(load().rules, [own])
    mine = [r for r in rules if isinstance(r, Precedence) and r.code == own.code]
    assert [(r.order[0], r.origin) for r in mine] == [
        ("dukcapil", "nasional"), ("kesehatan", "daerah"), ("dukcapil", "nasional"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["dukcapil > pajak", "* > dukcapil", "krs > krs", " "])
def test_an_order_that_makes_no_sense_is_refused(text: str) -> None:
    own = Override(
        code="unggul.name", value=text, valid_from=dt.date(2026, 6, 1), source=("contoh",)
    )
    with pytest.raises(OverrideError):
        apply(load().rules, [own])


def test_every_layout_that_is_no_list_is_the_health_office() -> None:
    assert group_of("eppgbm-a") == "kesehatan"
    assert group_of("krs") == "krs"
    assert order_problem(("dukcapil", "*")) == ""
