"""Lines of budgets as they were read from SIPD and village sheets, and the sheets themselves."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.programmes.models.activity import Activity
from rembuk.office.programmes.models.words import SourceKind
from rembuk.office.seats.models import Office


class BudgetSheet(models.Model):
    """A workbook of budget lines on its way in: read, shown, and only then written. `stamp` is
    the hash of its content: the same file again is the same sheet, taken once."""

    public_id = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=8, choices=SourceKind.choices)
    district_code = models.CharField(max_length=20)
    place_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    document = models.CharField(max_length=160)
    name = models.CharField(max_length=160)
    sha256 = models.CharField(max_length=64)
    rows = models.JSONField(default=list)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.public_id


class BudgetLine(models.Model):
    """One line of a budget. `line` is the account or sub-activity code with the number of the
    line in the document; `doubt` is why a person must look at it ("ganda", "ribuan"), empty when
    nothing is odd. Without an activity it waits to be matched."""

    public_id = models.CharField(max_length=12, unique=True)
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    district_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    place_code = models.CharField(max_length=20)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="budget_lines"
    )
    source_kind = models.CharField(max_length=8, choices=SourceKind.choices)
    document = models.CharField(max_length=160)
    line = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    money = models.CharField(max_length=24, blank=True)
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField()  # rupiah
    realised = models.BigIntegerField(null=True, blank=True)  # rupiah; empty: not told
    sheet = models.ForeignKey(
        BudgetSheet, null=True, blank=True, on_delete=models.PROTECT, related_name="lines"
    )
    doubt = models.CharField(max_length=16, blank=True)
    set_aside = models.CharField(max_length=200, blank=True)  # the reason; the line stays
    version = models.PositiveIntegerField(default=1)
    at = models.DateTimeField(auto_now=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("year", "place_code", "line", "pk")
        indexes = [
            models.Index(fields=["year", "place_code", "activity"], name="line_place"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "source_kind", "place_code", "line"],
                condition=models.Q(office__isnull=True),
                name="line_once",
            ),
            models.UniqueConstraint(
                fields=["year", "source_kind", "place_code", "office", "line"],
                condition=models.Q(office__isnull=False),
                name="line_office_once",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="line_positive"),
        ]

    def __str__(self) -> str:
        return self.line


class BudgetLineEvent(Happened):
    """What was done to a line: read, read anew with other rupiah, matched, let go, set aside."""

    row = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, related_name="events")
