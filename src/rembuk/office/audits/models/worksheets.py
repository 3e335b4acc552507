"""The worksheet of a case: answers by field, each change kept; visits to the home."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import AppendOnly
from rembuk.office.access.models import Account
from rembuk.office.audits.models.cases import Case


class Worksheet(models.Model):
    """The sheet of a case in one layout version. A newer layout makes a new row; the older stays
    readable. `drawn` is what records said ({field: {value, source, as_of}}), `answers` what
    somebody typed ({field: {value, by, at, v}}): the two are never mixed."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="worksheets")
    layout = models.CharField(max_length=24)  # code of the layout, e.g. kka-bumil
    layout_version = models.CharField(max_length=24)
    rule_version = models.CharField(max_length=24, blank=True)
    shape = models.JSONField(default=list)  # the fields as they were when the sheet was made
    drawn = models.JSONField(default=dict)
    drawn_at = models.DateTimeField(null=True)
    answers = models.JSONField(default=dict)
    current = models.BooleanField(default=True)
    finished_at = models.DateTimeField(null=True)
    finished_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["case", "layout", "layout_version"], name="audit_worksheet_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.layout} {self.layout_version}"


class WorksheetChange(AppendOnly):
    """One field written once. `patch` is the writer's own id of the change: sent again (a lost
    connection), it changes nothing a second time."""

    worksheet = models.ForeignKey(Worksheet, on_delete=models.CASCADE, related_name="changes")
    patch = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    act = models.CharField(max_length=12, default="isi")  # isi, timpa, bawa, selesai, buka
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "patch"], name="audit_patch_once")
        ]

    def __str__(self) -> str:
        return self.field


class HomeVisit(models.Model):
    """A visit to the home, or a note of the accompanying team (TPK)."""

    public_id = models.CharField(max_length=12, unique=True)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=12, default="kunjungan")  # kunjungan, tpk
    on = models.DateField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=120, blank=True)  # who went, by function
    notes = models.TextField()
    found = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on", "pk")

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
