"""Files that came in, and what was done with each of their sheets."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from .sentences import Sentence, packed
from .wording import said


class SourceFile(models.Model):
    """A raw file, kept for ever under its hash."""

    sha256 = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    size = models.BigIntegerField()
    format = models.CharField(max_length=12)
    stored_at = models.CharField(max_length=200)
    received_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    seen: bool = False
    """Whether the file had come before; set by `receive`, not stored."""

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """Life of an import."""

    MAPPING = "petakan", "perlu dipetakan"
    CHECKING = "diperiksa", "sedang diperiksa"
    PREVIEW = "pratinjau", "pratinjau"
    COMMITTING = "disimpan", "sedang disimpan"
    DONE = "selesai", "selesai"
    CANCELLED = "dibatalkan", "dibatalkan"
    UNDOING = "dibalik", "sedang dibatalkan kembali"
    UNDONE = "dibatalkan-balik", "dibatalkan kembali"
    REFUSED = "ditolak", "tidak dapat dibaca"


class Import(models.Model):
    """One sheet of one file on its way into the records."""

    file = models.ForeignKey(SourceFile, on_delete=models.PROTECT, related_name="imports")
    sheet = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=24, blank=True)
    layout = models.CharField(max_length=60, blank=True)
    mapping = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=ImportState.choices)
    as_of = models.DateField(null=True)
    place_code = models.CharField(max_length=20, blank=True)
    rows = models.PositiveIntegerField(default=0)
    accept_doubtful = models.BooleanField(default=False)
    chunks_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    message = models.TextField(blank=True)  # a text of the catalogue
    message_params = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.file.name} {self.sheet}"

    def tell(self, sentence: Sentence | None = None) -> None:
        """Keep what is to be said of this import (nothing, when there is nothing to say)."""
        self.message = sentence.message if sentence else ""
        self.message_params = packed(sentence) if sentence else {}

    @property
    def told(self) -> str:
        """What is said of this import, in the active language."""
        return said(self.message, self.message_params) if self.message else ""

    @property
    def notes(self) -> list[str]:
        """What is said of the file's other sheets, in the active language."""
        return [said(one["kalimat"], one["isi"]) for one in self.report.get("notes", [])]


class RowIssue(models.Model):
    """A row that is in error or in doubt: sheet row number, column, what, remedy. The row itself
    stays in the raw file and the staged table; no value of a person is copied here."""

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="issues")
    row_no = models.PositiveIntegerField()
    column = models.CharField(max_length=80, blank=True)
    verdict = models.CharField(max_length=8)  # galat, ragu, catatan
    code = models.CharField(max_length=40)
    message = models.CharField(max_length=300)  # a text of the catalogue
    params = models.JSONField(default=dict)  # its values

    class Meta:
        indexes = [models.Index(fields=["imported", "verdict", "row_no"])]

    def __str__(self) -> str:
        return f"{self.row_no} {self.code}"

    @property
    def told(self) -> str:
        """What is wrong and what to do, in the active language."""
        return said(self.message, self.params)


class SavedLayout(models.Model):
    """A mapping of columns that a user saved as a layout of the district."""

    code = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=24)
    body = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    def __str__(self) -> str:
        return self.name


class VillageName(models.Model):
    """Which village two names of a sheet mean, said by the office: old kecamatan, former name."""

    district = models.CharField(max_length=5)
    kecamatan_key = models.CharField(max_length=80, blank=True)
    village_key = models.CharField(max_length=80)
    kecamatan = models.CharField(max_length=80, blank=True)  # as first written
    village = models.CharField(max_length=80)
    area_code = models.CharField(max_length=13)
    said_at = models.DateTimeField(auto_now=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["district", "kecamatan_key", "village_key"], name="village_name_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.village} = {self.area_code}"
