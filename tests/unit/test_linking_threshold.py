"""Where the threshold of a run comes from: the district's answers, its setting, or the default."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from tests.factories import account, district
from tests.linking_rows import edition, listed

from rembuk import reference
from rembuk.office.linking import labels, running
from rembuk.office.linking.models import Decision, DecisionState, LinkRun, Verdict

TODAY = dt.date(2026, 11, 20)


def answers(right: int, wrong: int, weight: float) -> list[labels.Label]:
    return [(weight, True)] * right + [(weight, False)] * wrong


def test_few_answers_set_no_threshold() -> None:
    rules = reference.load()
    least = int(rules.number("link.label_least", TODAY))
    assert labels.threshold(answers(least - 1, 0, 9.0), rules, TODAY) is None


def test_many_sure_answers_set_it_with_their_numbers() -> None:
    found = labels.threshold(answers(500, 0, 6.2) + answers(60, 40, 3.0), reference.load(), TODAY)
    assert found is not None
    assert (found.weight, found.source, found.precision) == (6.0, "jawaban", 1.0)
    assert (found.facts["answers"], found.facts["above"]) == (600, 500)
    assert 0.99 < found.facts["lower"] < found.facts["upper"] == 1.0


def test_many_answers_that_are_not_sure_enough_set_none() -> None:
    assert labels.threshold(answers(220, 1, 6.0), reference.load(), TODAY) is None


def test_the_precision_of_the_answers_above_a_weight_has_its_interval() -> None:
    low, share, number = labels.precision(answers(4, 0, 6.0) + answers(0, 3, 1.0), 5.0)
    assert (share, number) == (1.0, 4)
    assert 0.39 < low < 0.40  # Clopper-Pearson, 4 of 4
    assert labels.precision([], 5.0) == (0.0, 0.0, 0)


@pytest.fixture
def settled(db: None) -> None:
    district()
    listed(edition("dukcapil", dt.date(2026, 1, 31)), "Siti Tiruan", dt.date(1990, 5, 4))
    Decision.objects.bulk_create(
        Decision(
            key=f"{n:032d}", pair=f"{n:032d}", ref_l=f"l:{n}a#0", ref_r=f"l:{n}b#0",
            verdict=Verdict.SAME, state=DecisionState.HOLDS, place_code="16.06", weight=6.2,
        )
        for n in range(500)
    )  # fmt: skip


def test_answers_that_hold_set_the_threshold_and_withdrawn_ones_do_not(settled: None) -> None:
    chosen = running.chosen_threshold()
    assert chosen is not None
    assert (chosen.weight, chosen.source) == (6.0, "jawaban")
    Decision.objects.update(state=DecisionState.WITHDRAWN)
    assert running.chosen_threshold() is None


def shown(language: str) -> str:
    client = Client(headers={"accept-language": language})
    client.force_login(account("tpps-16.06", "tpps", "16.06"))
    return client.get("/kecocokan/").content.decode()


def test_a_run_by_the_answers_keeps_and_shows_their_numbers(settled: None) -> None:
    running.run("16.06")
    done = LinkRun.objects.get()
    assert (done.threshold, done.threshold_source) == (6.0, "jawaban")
    assert done.threshold_facts["answers"] == 500
    text = shown("id")
    assert "500 jawaban daerah ini, 500 di atas ambang" in text
    assert "menurut jawaban daerah ini, antara" in text


def test_without_answers_the_default_is_named_with_its_basis(db: None) -> None:
    district()
    for n in range(3):
        listed(
            edition("dukcapil", dt.date(2026, 1, n + 1)), f"Siti Tiruan {n}", dt.date(1990, 5, 4)
        )
    running.run("16.06")
    done = LinkRun.objects.get()
    assert (done.threshold_source, done.threshold_facts) == ("bawaan", {"records": 3})
    assert "bawaan untuk 3 catatan" in shown("id")


def test_a_later_run_with_the_model_kept_names_the_same_source(db: None) -> None:
    district()
    listed(edition("dukcapil", dt.date(2026, 1, 1)), "Siti Tiruan", dt.date(1990, 5, 4))
    running.run("16.06")
    listed(edition("krs", dt.date(2026, 2, 1)), "Rafa Tiruan", dt.date(1991, 5, 4))
    running.run("16.06")
    assert LinkRun.objects.first().threshold_source == "bawaan"


@pytest.mark.parametrize(
    ("source", "facts"),
    [("jawaban", {"answers": 1, "above": 1, "lower": 0.9, "upper": 1.0}),
     ("setelan", {"basis": "SK Bupati 1"}), ("bawaan", {"records": 5}), ("model", {}), ("", {})],
)  # fmt: skip
def test_every_source_has_words(db: None, source: str, facts: dict[str, object]) -> None:
    district()
    LinkRun.objects.create(
        state="selesai", mode="penuh", place_code="16.06", threshold=6.0, threshold_source=source,
        threshold_facts=facts, expected_precision=0.99,
    )  # fmt: skip
    text = shown("id")
    block = text[text.index("Sumber ambang") :][:600]
    words = {"jawaban": "1 jawaban daerah ini", "setelan": "SK Bupati 1", "bawaan": "5 catatan",
             "model": "ambang penautan sebelumnya", "": "bawaan model"}  # fmt: skip
    assert words[source] in block
    assert ("belum diuji dengan jawaban daerah ini" in text) is (source != "jawaban")
