"""What an analysis and a review leave behind when they are frozen."""

from __future__ import annotations

from django.db import models

from rembuk.office.insight.models.stated import Stated


class Frozen(Stated):
    """One edition for a place and a year: its document, Word twin and workbook, and its figures.
    The highest `edition` holds; `reason` says why it followed another."""

    public_id = models.CharField(max_length=12, unique=True)
    place_code = models.CharField(max_length=20)
    edition = models.PositiveSmallIntegerField()
    document_id = models.CharField(max_length=12)
    word_path = models.CharField(max_length=200)
    book_path = models.CharField(max_length=200)
    figures = models.JSONField()
    reason = models.CharField(max_length=400, blank=True)
    rule_version = models.CharField(max_length=60)

    class Meta(Stated.Meta):
        abstract = True

    def __str__(self) -> str:
        return f"{self.place_code} {self.edition}"
