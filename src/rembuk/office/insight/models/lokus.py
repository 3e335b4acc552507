"""Villages chosen to begin with in a year, as decided: frozen with their figures."""

from __future__ import annotations

from django.db import models

from rembuk.office.insight.models.stated import Stated


class Lokus(Stated):
    """A decision. It is never opened again: another decision may take its place.

    `criteria`: list of `{code, weight, more_is_worse, threshold}`; `rows`: list of villages as they
    stood, chosen first (see `lokus_decision.Frozen`); `month`: the register's month they are from.
    """

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20, db_index=True)
    year = models.PositiveSmallIntegerField()
    month = models.DateField()
    criteria = models.JSONField()
    rows = models.JSONField()
    chosen = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    decree_number = models.CharField(max_length=80)
    decree_on = models.DateField()
    decree_by = models.CharField(max_length=160)
    rule_version = models.CharField(max_length=60)
    document_id = models.CharField(max_length=12)
    replaces = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    def __str__(self) -> str:
        return f"{self.district_code} {self.year}"

    @property
    def holds(self) -> bool:
        """Whether no later decision took its place."""
        return not hasattr(self, "replaced_by")
