"""Searching the cause tree by the words an expert types."""

from __future__ import annotations

import pytest
from django.utils import translation

from rembuk.office.audits import cause_tree


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("batuk", "I-DIS-03"),  # asked about in the audit, not in the name
        ("gejala kontak TBC", "I-DIS-03"),  # words of a sign of risk that points to it
        ("i-dis-03", "I-DIS-03"),
        ("batuk entahlah", "I-DIS-03"),  # one word nobody knows does not empty the list
    ],
)
def test_a_cause_is_found_by_what_people_say(words: str, first: str) -> None:
    assert next(iter(cause_tree.search(words))).code == first


def test_words_of_no_cause_find_nothing() -> None:
    assert cause_tree.search("zzqx") == []
    assert cause_tree.search("  ") == []


def test_every_word_beats_some_words() -> None:
    codes = [node.code for node in cause_tree.search("kontak TBC")]
    assert codes == ["I-DIS-03"]


def test_what_is_asked_stands_in_the_language_of_the_page() -> None:
    assert "batuk" in cause_tree.nodes()["I-DIS-03"].ask
    with translation.override("en"):
        assert "cough" in cause_tree.nodes()["I-DIS-03"].ask
