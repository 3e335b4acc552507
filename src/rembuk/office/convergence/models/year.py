"""A year of a district under one scheme, its windows, the duties of seats, the steps done."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.access.terms import TermQuerySet
from rembuk.office.convergence.models.words import Level, Part, YearState
from rembuk.office.seats.models import Seat


class Year(models.Model):
    """One year of convergence actions. `scheme` is a code of the reference; a change in mid-year
    is an event, and cells of indicators the new scheme does not know stay readable."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20, db_index=True)
    year = models.PositiveSmallIntegerField()
    scheme = models.CharField(max_length=24)
    decree = models.CharField(max_length=80, blank=True)
    decree_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=YearState.choices, default=YearState.RUNNING)
    places = models.JSONField(default=list, blank=True)
    """Villages cells are asked of, where that is not every village: a pilot, a small example."""
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-year",)
        constraints = [
            models.UniqueConstraint(fields=["district_code", "year"], name="convergence_year_once")
        ]

    def __str__(self) -> str:
        return str(self.year)


class YearEvent(Happened):
    """What was done to a year, its windows, duties, steps, filings."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="events")


class Window(models.Model):
    """The district's own days for a step or a period, over the scheme's default."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="windows")
    step = models.CharField(max_length=40)  # step code, or "isi:<period>" for entry of a period
    opens = models.DateField()
    closes = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("closes",)
        constraints = [
            models.UniqueConstraint(fields=["year", "step"], name="convergence_window_once")
        ]

    def __str__(self) -> str:
        return self.step


class DutyQuerySet(TermQuerySet["Duty"]):
    """Duties by day."""


class Duty(models.Model):
    """A seat's part in the chain, named in a decree with a term. Who holds the seat (a substitute
    too) has the duty; `owner_role` narrows it to cells of one office role ("" = all)."""

    district_code = models.CharField(max_length=20, db_index=True)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="duties")
    part = models.CharField(max_length=12, choices=Part.choices)
    level = models.CharField(max_length=12, choices=Level.choices)
    place_code = models.CharField(max_length=20)
    owner_role = models.CharField(max_length=16, blank=True)
    decree_number = models.CharField(max_length=80, blank=True)
    decree_date = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        ordering = ("level", "part", "pk")

    def __str__(self) -> str:
        return f"{self.part} {self.place_code}"


class StepDone(models.Model):
    """That a step of the scheme was done in a place: the day, and by whom it was said."""

    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="done")
    step = models.CharField(max_length=40)
    place_code = models.CharField(max_length=20)
    on = models.DateField()
    note = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("on",)
        constraints = [
            models.UniqueConstraint(
                fields=["year", "step", "place_code"], name="convergence_step_once"
            )
        ]

    def __str__(self) -> str:
        return self.step
