"""Permenkes 2/2020: which word a z-score gets."""

import datetime as dt

import pytest

from rembuk import reference

ON = dt.date(2026, 10, 1)


@pytest.mark.parametrize(
    ("index", "z", "word"),
    [
        # PB/U, TB/U
        ("tbu", -3.01, "sangat pendek"),
        ("tbu", -3.00, "pendek"),
        ("tbu", -2.01, "pendek"),
        ("tbu", -2.00, "normal"),  # exactly on the line is not short
        ("tbu", 3.00, "normal"),
        ("tbu", 3.01, "tinggi"),
        # BB/U
        ("bbu", -3.01, "berat badan sangat kurang"),
        ("bbu", -3.00, "berat badan kurang"),
        ("bbu", -2.00, "berat badan normal"),
        ("bbu", 1.00, "berat badan normal"),
        ("bbu", 1.01, "risiko berat badan lebih"),
        # BB/PB, BB/TB
        ("bbtb", -3.01, "gizi buruk"),
        ("bbtb", -3.00, "gizi kurang"),
        ("bbtb", -2.00, "gizi baik"),
        ("bbtb", 1.00, "gizi baik"),
        ("bbtb", 1.01, "berisiko gizi lebih"),
        ("bbtb", 2.00, "berisiko gizi lebih"),
        ("bbtb", 2.01, "gizi lebih"),
        ("bbtb", 3.00, "gizi lebih"),
        ("bbtb", 3.01, "obesitas"),
        # IMT/U has the same limits
        ("imtu", 2.01, "gizi lebih"),
    ],
)
def test_word_of_a_z_score(index: str, z: float, word: str) -> None:
    found = reference.load().growth_categories(ON).index(index).of(z)
    assert found is not None
    assert found.label_id == word


def test_a_missing_z_score_has_no_word() -> None:
    assert reference.load().growth_categories(ON).tbu.of(None) is None


def test_no_regulation_before_2020() -> None:
    with pytest.raises(LookupError, match="2019-12-31"):
        reference.load().growth_categories(dt.date(2019, 12, 31))


@pytest.mark.parametrize(
    ("percent", "word"),
    [
        (0.0, "sangat rendah"),
        (2.4, "sangat rendah"),
        (2.5, "rendah"),
        (9.9, "rendah"),
        (10.0, "sedang"),
        (19.9, "sedang"),
        (20.0, "tinggi"),
        (29.9, "tinggi"),
        (30.0, "sangat tinggi"),
    ],
)
def test_who_class_of_a_stunting_prevalence(percent: float, word: str) -> None:
    assert reference.load().prevalence_classes(ON).of(percent).label_id == word
