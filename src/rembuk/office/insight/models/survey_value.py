"""What a district knows of a published survey: its percentage, sample and standard error."""

from __future__ import annotations

from django.db import models

from rembuk.office.insight.models.stated import Stated


class SurveyValue(Stated):
    """One survey of one district, from its book. Never a figure of the register. `percent` None
    takes the statement back; `n`, `se`, `low`, `high` are None where the book does not give them.
    """

    district_code = models.CharField(max_length=20, db_index=True)
    survey = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    n = models.PositiveIntegerField(null=True)
    se = models.DecimalField(max_digits=5, decimal_places=3, null=True)  # points
    low = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    source = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.survey} {self.year}"
