"""Kept sentences: said later, in the language of who reads them."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.utils import translation
from python_calamine import CalamineWorkbook
from tests.intake_sheets import child, shelf_registered, table, xlsx

from rembuk import reference
from rembuk.office.intake import services, wording
from rembuk.office.intake.models import RowIssue
from rembuk.office.intake.receivers import Issue
from rembuk.office.intake.sentences import Sentence, Word, filled, packed

LIMITS = Sentence(
    "{label} {raw} tidak mungkin (batas {low}).",
    {"label": Word("Berat badan"), "raw": "“97”", "low": 0.5},
    (Sentence("Mungkin {hint}?", {"hint": 9.7}),),
)


def through_json(sentence: Sentence, language: str) -> str:
    with translation.override(language):
        return wording.said(sentence.message, json.loads(json.dumps(packed(sentence))))


def test_a_sentence_is_whole_in_indonesian_without_a_catalogue() -> None:
    assert str(LIMITS) == "Berat badan “97” tidak mungkin (batas 0,5). Mungkin 9,7?"


def test_numbers_and_days_follow_the_reader() -> None:
    said = Sentence("{n} {on}", {"n": 1234.5, "on": dt.date(2026, 10, 9)})
    assert through_json(said, "id") == "1.234,5 9 Okt 2026"
    assert through_json(said, "en") == "1,234.5 9 Oct 2026"


def test_a_word_is_said_in_the_language_of_the_reader() -> None:
    said = Sentence("{label}", {"label": Word("Tanggal lahir")})
    assert through_json(said, "id") == "Tanggal lahir"
    assert through_json(said, "en") == "Birth date" or through_json(said, "en") == "Date of birth"


@pytest.mark.parametrize("text", ["{", "}", "{tak_ada}", "100% {n"])
def test_a_text_that_does_not_fit_its_values_is_said_as_it_stands(text: str) -> None:
    assert filled(text, {"n": 1}) == text


def test_a_value_is_never_read_as_a_text_with_places() -> None:
    assert filled("{raw}.", {"raw": "{label} {0} %s"}) == "{label} {0} %s."


def test_an_issue_without_values_may_hold_any_mark() -> None:
    issue = Issue(1, "NIK", "catatan", "x", "Lebih dari 50% {sungguh}.")
    assert str(issue.sentence) == "Lebih dari 50% {sungguh}."


@pytest.mark.django_db
def test_a_stored_issue_is_said_in_both_languages(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", table([child(1), child(2, Berat="97")]))
    with shelf_registered():
        (imported,) = services.recognise(services.receive(path))
        services.check(imported)
        issue = RowIssue.objects.get(verdict="galat")
        assert issue.params["raw"] == "“97”"
        assert "9.7" in _english(issue)
        with translation.override("id"):
            assert issue.told.startswith("Berat badan “97” kg tidak mungkin (batas 0,5 sampai 60)")
        with translation.override("en"):
            body = services.error_sheet(imported)
    cells = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    assert [cells[0][:3], cells[1][0]] == [["Row", "Status", "Reason"], 3]
    assert "0.5" in str(cells[1][2])


def _english(issue: RowIssue) -> str:
    with translation.override("en"):
        return issue.told


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["id", "en"])
def test_the_sheet_of_held_rows_comes_back_mended(tmp_path: Path, language: str) -> None:
    rows = [child(n, Berat="97") for n in range(1, 4)]
    with shelf_registered() as shelf:
        (imported,) = services.recognise(services.receive(xlsx(tmp_path / "a.xlsx", table(rows))))
        services.check(imported)
        with translation.override(language):
            body = services.error_sheet(imported)
        lines = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
        at = lines[0].index("Berat")
        mended = [[9.7 if i == at else cell for i, cell in enumerate(line)] for line in lines[1:]]
        again = xlsx(tmp_path / "b.xlsx", [lines[0], *mended])
        (imported,) = services.recognise(services.receive(again))
        services.check(imported)
        assert imported.layout == "eppgbm-a"
        assert imported.report["unread"] == []
        assert imported.counts["baru"] == 3
        services.commit(imported)
        assert len(shelf.kept()) == 3


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [
        ("sangat-pendek", "id", "sangat pendek"),
        ("sangat-pendek", "en", "severely stunted"),
        ("gizi-buruk", "id", "gizi buruk"),
        ("permukaan", "id", None),
        ("9,3", "en", "9.3"),
        ("", "id", ""),
    ],
)
def test_a_difference_is_told_in_words_and_not_in_codes(
    value: str, language: str, words: str | None
) -> None:
    with translation.override(language):
        told = wording.shown(value)
    if words is None:  # an answer of the lists: its word, whatever it is
        facts = reference.load().list_facts(dt.date.today()).values()
        words = next(one.id for fact in facts for one in fact.words if one.code == value)
    assert told == words
