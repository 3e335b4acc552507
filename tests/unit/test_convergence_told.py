"""The history of a year says documents by their name."""

from __future__ import annotations

from django.utils import translation

from rembuk.office.convergence import told


def test_a_document_is_told_by_its_name_in_both_languages() -> None:
    with translation.override("id"):
        named = told.requirement_words("ansit-kecamatan")
    with translation.override("en"):
        english = told.requirement_words("ansit-kecamatan")
    assert "-" not in named
    assert " " in named
    assert english != named


def test_a_document_no_scheme_knows_stays_its_code() -> None:
    assert told.requirement_words("dokumen-lama") == "dokumen-lama"
