"""A cell: one indicator in one area and period, as it stands in the chain."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.convergence.models.words import CellState, Freshness, Status
from rembuk.office.convergence.models.year import Year
from rembuk.office.seats.models import Office


class Cell(models.Model):
    """Numerator and denominator of an indicator, drawn from the figures of its two quantities
    while the cell is open, and kept as they are once it is locked. The row exists before anything
    is filled: an expected cell that is empty is a row, so nothing is late unseen."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="cells")
    indicator = models.CharField(max_length=32)
    place_code = models.CharField(max_length=20)
    kecamatan = models.CharField(max_length=20, blank=True)
    period = models.CharField(max_length=8)
    office = models.ForeignKey(
        Office, null=True, on_delete=models.PROTECT, related_name="cells"
    )  # who owes the numerator
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    status = models.CharField(max_length=14, choices=Status.choices, default=Status.EMPTY)
    freshness = models.CharField(
        max_length=10, choices=Freshness.choices, default=Freshness.MISSING
    )
    doubt = models.CharField(max_length=24, blank=True)  # code of a failed check (checks.DOUBTS)
    explained = models.BooleanField(default=False)  # whoever typed it said why
    waits = models.CharField(max_length=40, blank=True)  # office that owes the denominator still
    as_of = models.DateField(null=True)
    due = models.DateField()
    state = models.CharField(max_length=14, choices=CellState.choices, default=CellState.OPEN)
    late = models.BooleanField(default=False)  # filled after `due`; kept once it is submitted
    filled_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField(null=True)
    batch = models.CharField(max_length=12, blank=True, db_index=True)
    retired = models.BooleanField(default=False)  # no longer asked for by the scheme of its period
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "period", "indicator", "place_code"], name="convergence_cell_once"
            )
        ]
        indexes = [
            models.Index(fields=["year", "period", "office", "state"], name="cell_office"),
            models.Index(fields=["year", "place_code", "period"], name="cell_place"),
            models.Index(
                fields=["year", "waits"], name="cell_waits", condition=~models.Q(waits="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"


class CellEvent(Happened):
    """One act on a cell: ajukan, kembalikan, terima, setujui, kunci, buka-lagi, ubah."""

    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="events")
    batch = models.CharField(max_length=12, blank=True, db_index=True)


class Tally(models.Model):
    """Counts of cells of one indicator, kecamatan, office and period: what the board reads.
    Rewritten by the services in the transaction that changes the cells."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="tallies")
    period = models.CharField(max_length=8)
    indicator = models.CharField(max_length=32)
    kecamatan = models.CharField(max_length=20, blank=True)
    office_code = models.CharField(max_length=40, blank=True)
    due = models.DateField()
    expected = models.PositiveIntegerField(default=0)
    empty = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)  # of the empty: only the denominator lacks
    zero = models.PositiveIntegerField(default=0)
    doubtful = models.PositiveIntegerField(default=0)  # in doubt and not explained
    filled_late = models.PositiveIntegerField(default=0)  # filled after `due`
    submitted = models.PositiveIntegerField(default=0)  # in the chain or beyond
    locked = models.PositiveIntegerField(default=0)
    returned = models.PositiveIntegerField(default=0)
    numerator = models.BigIntegerField(default=0)  # sums of cells that hold both
    denominator = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["year", "period", "indicator", "kecamatan", "office_code"],
                name="convergence_tally_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.period}"
