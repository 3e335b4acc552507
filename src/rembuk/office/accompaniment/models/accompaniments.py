"""One person accompanied from a day on, until a rule or a named other exit ends it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.accompaniment.models.teams import Team
from rembuk.office.people.models import Person


class Why(models.TextChoices):
    """Why a person is accompanied. That an audit asked for it is told to nobody outside the
    audit's circle, so its words here are those of any family at risk."""

    CASE = "kasus-stunting", _("Kasus stunting")
    AUDIT = "audit", _("Keluarga yang didampingi")
    RISK = "krs", _("Keluarga yang didampingi")


class Group(models.TextChoices):
    """Target groups; the visit plan goes by them."""

    CATIN = "catin", _("Calon pengantin")
    BUMIL = "bumil", _("Ibu hamil")
    BUFAS = "bufas", _("Ibu nifas")
    BADUTA = "baduta", _("Baduta")
    BALITA = "balita", _("Balita")


class End(models.TextChoices):
    """How an accompaniment ends. Only `pulih` is a recovery."""

    RECOVERED = "pulih", _("Pulih dan bertahan")
    AGED_OUT = "lewat-umur", _("Lewat lima tahun")
    MOVED = "pindah", _("Pindah ke luar daerah")
    DIED = "meninggal", _("Meninggal")
    LOST = "hilang", _("Tidak ditemukan lagi")
    WRONG = "salah-data", _("Salah data")
    DONE = "selesai", _("Masa dampingan selesai")


class Accompaniment(models.Model):
    """A person accompanied since `opened_on`. `known_on` is the day the office learnt of it: no
    visit could be due before. A relapse opens a new row that `continues` the old one."""

    public_id = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="accompaniments")
    group = models.CharField(max_length=8, choices=Group.choices)
    why = models.CharField(max_length=16, choices=Why.choices)
    audited = models.BooleanField(default=False)  # an audit asked for it (also)
    place_code = models.CharField(max_length=20)  # where the person is registered, a post if known
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="families")
    anchor = models.DateField(null=True)  # birth, wedding or last menstruation, for the plan
    opened_on = models.DateField()
    known_on = models.DateField()
    recovered_on = models.DateField(null=True)  # recovered, and waiting whether it lasts
    lost_on = models.DateField(null=True)  # not measured for too long: to be looked for
    held = models.CharField(max_length=24, blank=True)  # what keeps it open though recovered
    closed_on = models.DateField(null=True)
    closed_why = models.CharField(max_length=12, choices=End.choices, blank=True)
    closed_note = models.CharField(max_length=300, blank=True)
    closed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    continues = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="continued"
    )
    merged = models.BooleanField(default=False)  # of a person joined to one accompanied already
    next_on = models.DateField(null=True)
    next_contact = models.CharField(max_length=16, blank=True)
    rule_version = models.CharField(max_length=24, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("opened_on", "pk")
        indexes = [
            models.Index(fields=["place_code", "closed_on", "next_on"]),
            models.Index(fields=["person", "opened_on"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(closed_on__isnull=True),
                name="accompanied_once",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Whether visits go on."""
        return self.closed_on is None


class AccompanimentEvent(Happened):
    """What was done to an accompaniment; nobody (`by` empty) is the office's own rule."""

    accompaniment = models.ForeignKey(
        Accompaniment, on_delete=models.CASCADE, related_name="events"
    )
