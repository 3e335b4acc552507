"""Accounts, what they may do where, and the log of who opened whose page."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import AppendOnly
from rembuk.office.access.terms import TermQuerySet


class Role(models.TextChoices):
    """Roles of the office. What each may do is policy, in `policies.py`."""

    ADMIN = "admin", _("Admin Diskominfo")
    TPPS = "tpps", _("Sekretariat TPPS")
    OPERATOR = "operator", _("Operator OPD")
    VERIFIER = "verifikator", _("Verifikator")
    APPROVER = "penyetuju", _("Penyetuju")
    CAMAT = "camat", _("Camat")
    DESA = "desa", _("Pemerintah desa")
    GIZI = "gizi", _("Tenaga gizi puskesmas")
    BIDAN = "bidan", _("Bidan")
    KADER = "kader", _("Kader posyandu")
    AUDIT = "audit", _("Tim teknis audit")
    EXPERT = "pakar", _("Pakar")
    LEADER = "pimpinan", _("Pimpinan daerah")
    DPO = "ppdp", _("Pejabat pelindungan data")
    AUDITOR = "auditor", _("Auditor (baca saja)")
    PROVINCE = "provinsi", _("Pemerintah provinsi (baca saja)")


class Account(AbstractUser):
    """A person who signs in. Rights come only from assignments."""

    display_name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=5, default="id")
    dark = models.BooleanField(default=False)
    # one name, as people here have; Django's two are taken out the way its documentation says
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.display_name or self.username


class AssignmentQuerySet(TermQuerySet["Assignment"]):
    """Assignments by day."""


class Assignment(models.Model):
    """One role in one place, for a time (`valid_to` exclusive). The place is a Kemendagri or
    posyandu code; "" = all."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(max_length=12, choices=Role.choices)
    place_code = models.CharField(max_length=20, blank=True)
    unit = models.CharField(max_length=120, blank=True, help_text="Puskesmas, OPD or post")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["account", "role"])]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.place_code}"


class ViewLog(AppendOnly):
    """Append-only: who opened or exported what, when, for which purpose. No personal data."""

    at = models.DateTimeField(db_index=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.PROTECT)
    role = models.CharField(max_length=12)
    action = models.CharField(max_length=24, db_index=True)  # buka, buka-identitas, ekspor, cari
    subject_kind = models.CharField(max_length=24)
    subject_id = models.CharField(max_length=64, db_index=True)
    place_code = models.CharField(max_length=20)
    purpose = models.CharField(max_length=160, blank=True)
    rows = models.PositiveIntegerField(null=True)
    address = models.GenericIPAddressField(null=True)

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["account", "at"]),
            models.Index(fields=["place_code", "at"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject_kind}"

    @property
    def role_words(self) -> str:
        """The role in words of the active language; a role no longer known as it was written."""
        words = dict(Role.choices)
        return str(words.get(self.role, self.role))
