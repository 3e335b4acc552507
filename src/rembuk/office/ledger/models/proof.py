"""Proof that a promise was kept: a file, photo, measurement, delivery, money spent, a note."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.ledger.models.promise import Promise


class ProofKind(models.TextChoices):
    """Kinds of proof. A note explains; it proves nothing by itself."""

    FILE = "berkas", _("Berkas (PDF)")
    PHOTO = "foto", _("Foto")
    MEASURE = "pengukuran", _("Hasil pengukuran")
    DELIVERY = "penyerahan", _("Serah terima")
    SPENDING = "belanja", _("Belanja")
    NOTE = "catatan", _("Catatan")


class Proof(models.Model):
    """One proof. A file has no address of its own: a page streams it to who may see the promise.
    A mistaken one is withdrawn with a reason and stays."""

    public_id = models.CharField(max_length=12, unique=True)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="proofs")
    kind = models.CharField(max_length=12, choices=ProofKind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    path = models.CharField(max_length=200, blank=True)
    thumb = models.CharField(max_length=200, blank=True)
    file_kind = models.CharField(max_length=12, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    taken_on = models.DateField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    where = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=600, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            # the same file proves a promise once while it stands
            models.UniqueConstraint(
                fields=["promise", "sha256"],
                condition=~models.Q(sha256="") & models.Q(withdrawn_at__isnull=True),
                name="proof_file_once",
            )
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def counts(self) -> bool:
        """Whether it proves something: not a mere note, not withdrawn."""
        return self.kind != ProofKind.NOTE and self.withdrawn_at is None
