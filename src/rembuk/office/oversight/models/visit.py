"""A supervision visit: where, when, who, the checklist, findings, agreed actions, photos."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.documents.models import Document
from rembuk.office.ledger.models import Promise
from rembuk.office.seats.models import Office


class Seen(models.TextChoices):
    """What was seen of one line of the checklist; "" is not answered yet."""

    YES = "ya", _("ya")
    PARTLY = "sebagian", _("sebagian")
    NO = "tidak", _("tidak")
    UNSEEN = "tak-dilihat", _("tidak dilihat")


class Visit(models.Model):
    """One visit. `where` is the kind of place (kantor, kecamatan, desa, posyandu) its checklist is
    of; `office` the office that was visited, if it was one; `visitors` are the names of officers
    who came, one a line; `met` who received them, by post held. `document` is the printed minutes:
    once it is there nothing of the visit changes. `rule_version` names the checklist."""

    public_id = models.CharField(max_length=12, unique=True)
    key = models.CharField(max_length=40, unique=True)  # of the form: sent twice, it is one visit
    where = models.CharField(max_length=12)
    place_code = models.CharField(max_length=20, db_index=True)
    spot = models.CharField(max_length=120, blank=True)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="visits_received"
    )
    on = models.DateField()
    visitors = models.TextField()
    met = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    rule_version = models.CharField(max_length=60)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="visits_made")
    at = models.DateTimeField(auto_now_add=True)
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.public_id

    @property
    def closed(self) -> bool:
        """Whether its minutes are made."""
        return self.closed_at is not None


class Checked(models.Model):
    """The answer to one line of the checklist; `item` is its code in the reference."""

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="checks")
    item = models.CharField(max_length=40)
    pillar = models.PositiveSmallIntegerField()
    seen = models.CharField(max_length=12, choices=Seen.choices, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["visit", "item"], name="check_once")]

    def __str__(self) -> str:
        return self.item


class VisitFinding(models.Model):
    """Something that was found, and the promise that was agreed to mend it, if one was."""

    public_id = models.CharField(max_length=12, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    pillar = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="visit_finding"
    )
    withdrawn_why = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.public_id


class VisitPhoto(models.Model):
    """A photo of the visit; a wrong one is withdrawn and stays kept."""

    public_id = models.CharField(max_length=12, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="photos")
    path = models.CharField(max_length=200)
    thumb = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    taken_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["visit", "sha256"], name="visit_photo_once")]

    def __str__(self) -> str:
        return self.public_id


class VisitEvent(Happened):
    """What was done to a visit."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="events")
