"""Offices (perangkat daerah, puskesmas, desa, partners), their seats, and who holds a seat when."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.access.terms import TermQuerySet


class OfficeKind(models.TextChoices):
    """Kinds of offices that make and keep promises."""

    OPD = "opd", _("Perangkat daerah")
    KECAMATAN = "kecamatan", _("Kecamatan")
    DESA = "desa", _("Pemerintah desa/kelurahan")
    PUSKESMAS = "puskesmas", _("Puskesmas")
    HOSPITAL = "rs", _("Rumah sakit")
    VERTICAL = "vertikal", _("Instansi vertikal")
    TEAM = "tim", _("Tim (TPPS, TPK, tim audit)")
    PARTNER = "mitra", _("Mitra (perusahaan, BAZNAS, organisasi)")


class Office(models.Model):
    """One office. `role` is the part it plays in cause tree and programmes (DINKES, PUPR, ...);
    `serves` are the places it answers for, when they are not simply its own."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    short = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=OfficeKind.choices)
    role = models.CharField(max_length=16, blank=True)
    place_code = models.CharField(max_length=20, db_index=True)
    serves = models.JSONField(default=list, blank=True)
    address = models.CharField(max_length=200, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.short or self.name

    @property
    def places(self) -> tuple[str, ...]:
        """Codes of the places it answers for."""
        return tuple(self.serves) or (self.place_code,)


class Seat(models.Model):
    """A post in an office (Kepala Dinas, Kabid Gizi, Ketua Tim Audit)."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="seats")
    title = models.CharField(max_length=120)
    head = models.BooleanField(default=False)

    class Meta:
        ordering = ("-head", "title")
        constraints = [models.UniqueConstraint(fields=["office", "title"], name="seat_once")]

    def __str__(self) -> str:
        return self.title


class HoldingQuerySet(TermQuerySet["Holding"]):
    """Holdings by day."""


class Holding(models.Model):
    """Who holds a seat, from when to when (exclusive), by which decree. The account is empty for
    a holder who does not sign in; `acting` is a Plt./Plh. or a substitute."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="holdings")
    name = models.CharField(max_length=120)
    nip = models.CharField(max_length=24, blank=True)
    account = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="holdings"
    )
    acting = models.BooleanField(default=False)
    decree_number = models.CharField(max_length=80, blank=True)
    decree_date = models.DateField(null=True, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("valid_from",)
        indexes = [models.Index(fields=["account", "valid_from"])]

    def __str__(self) -> str:
        return f"{self.seat}"


class OfficeEvent(models.Model):
    """What was done to an office and its seats, only ever added to. `before` and `after` hold
    fields of the office, never a holder's name. The number of an office's events is its version."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=16)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    about = models.CharField(max_length=160, blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.act
