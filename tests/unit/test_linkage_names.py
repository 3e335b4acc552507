"""One key under which the spellings of a name meet."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rembuk.science.linkage.names import display, name_key, newborn_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad Rizki", "Moch. Rizqy"),
        ("M. Rizki", "Muhamad Riski"),
        ("dr. H. Achmad Soekarno, Sp.A", "Ahmad Sukarno"),
        ("Nur Hayati", "NURHAYATI"),
        ("Djoko Tjahjono", "Joko Cahyono"),
        ("Sri Wahyoeni", "Sri  Wahyuni"),
        ("Fitri", "Vitri"),
        ("Nur'aini", "Nuraini"),
        ("Abd Rahman", "Abdul Rohman".replace("o", "a")),
        ("Syifa", "Sifa"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Rafa", "Rafi"), ("Siti Aminah", "Siti Aisyah"), ("Hasan", "Husen")]
)
def test_names_of_twins_stay_apart(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize("text", ["By Ny Siti", "BY. NY. SITI", "Bayi Ny. Siti", "By.Ny.Siti"])
def test_a_newborn_is_known_by_its_mother(text: str) -> None:
    assert newborn_of(text) == "SITI"
    assert name_key(text) == "BAYI:" + name_key("Siti")


def test_a_child_called_by_something_is_no_newborn() -> None:
    assert newborn_of("Byan Nyoman") == ""


@given(st.text(max_size=60))
def test_the_key_is_plain_and_short_and_does_not_change_by_showing(text: str) -> None:
    key = name_key(text)
    assert len(key) <= 120
    assert set(key) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ:")
    assert display(display(text)) == display(text)
