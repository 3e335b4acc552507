"""The English catalog: whole, compiled, and with the placeholders of the Indonesian."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "messages.py"
PLACES = re.compile(r"%%|%\(\w+\)[a-z]|%[a-z]")
TAGS = re.compile(r"</?\w+>")


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages_script", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = found
    spec.loader.exec_module(found)
    return found


def pairs(messages: ModuleType) -> list[tuple[str, str]]:
    """Indonesian beside English; of a plural both forms."""
    found = []
    for one in messages.known():
        if one.id:
            source = one.id if isinstance(one.id, tuple) else (one.id,)
            english = one.string if isinstance(one.string, tuple) else (one.string,)
            found += list(zip(source, english, strict=True))
    return found


def test_every_text_has_its_english_and_the_compiled_file_is_new(messages: ModuleType) -> None:
    assert messages.main("check") == 0


def test_placeholders_and_tags_are_those_of_the_indonesian(messages: ModuleType) -> None:
    wrong = [
        (source, english)
        for source, english in pairs(messages)
        if sorted(PLACES.findall(source)) != sorted(PLACES.findall(english))
        or TAGS.findall(source) != TAGS.findall(english)
    ]
    assert wrong == []


def test_end_marks_and_edges_are_those_of_the_indonesian(messages: ModuleType) -> None:
    def edges(text: str) -> tuple[bool, bool, bool]:
        return text[:1] == " ", text[-1:] == " ", text.rstrip()[-1:] in ".?!:"

    wrong = [(a, b) for a, b in pairs(messages) if edges(a) != edges(b)]
    assert wrong == []


def test_a_text_taken_away_is_missed(messages: ModuleType) -> None:
    catalog = messages.known()
    before = messages.missing(catalog)
    catalog.get("Beranda").string = ""
    assert len(messages.missing(catalog)) == len(before) + 1
