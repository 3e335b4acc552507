"""What the district pays for one unit of an intervention, dated, and the ceilings of a year."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.access.terms import TermQuerySet
from rembuk.office.programmes.models.words import CeilingKind
from rembuk.office.seats.models import Office


class UnitCostQuerySet(TermQuerySet["UnitCost"]):
    """Unit costs by day."""


class UnitCost(models.Model):
    """Rupiah for one `unit` of an intervention in a district. A new price is a new row: it ends
    the one before on its first day, and nothing is written over. `source` is the document the
    district read it in ("DPA Dinkes 2026"); a price without one is not kept."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20)
    intervention = models.CharField(max_length=40)
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=40)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=160)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = UnitCostQuerySet.as_manager()

    class Meta:
        ordering = ("intervention", "-valid_from", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "intervention", "valid_from"], name="unit_cost_once"
            ),
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="unit_cost_positive"),
        ]

    def __str__(self) -> str:
        return self.intervention


class SubActivity(models.Model):
    """A sub-activity code of SIPD the district uses for an intervention, with where it was read."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20)
    intervention = models.CharField(max_length=40)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    source = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("intervention", "code", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "intervention", "code"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="sub_activity_once",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Ceiling(models.Model):
    """The most that may be planned in a year: of a village (`dana-desa`, `add`; `office` empty),
    or of an office (`pagu-opd`; `place_code` the district). A village without a row has no
    ceiling yet, which is not the same as a ceiling of 0."""

    public_id = models.CharField(max_length=12, unique=True)
    place_code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    amount = models.BigIntegerField()  # rupiah
    kind = models.CharField(max_length=12, choices=CeilingKind.choices)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="ceilings"
    )
    document = models.CharField(max_length=160)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("year", "place_code", "kind")
        indexes = [models.Index(fields=["year", "place_code"], name="ceiling_place")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place_code", "kind"],
                condition=models.Q(office__isnull=True),
                name="ceiling_once",
            ),
            models.UniqueConstraint(
                fields=["year", "place_code", "kind", "office"],
                condition=models.Q(office__isnull=False),
                name="ceiling_office_once",
            ),
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="ceiling_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} {self.place_code}"


class CeilingEvent(Happened):
    """What was typed for a ceiling, and what stood there before."""

    ceiling = models.ForeignKey(Ceiling, on_delete=models.PROTECT, related_name="events")
