"""Support of companies, foster parents and BAZNAS: offered, matched to needs, asked, given."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.people.models import Family
from rembuk.office.programmes.models.activity import Activity
from rembuk.office.programmes.models.delivery import Delivery
from rembuk.office.programmes.models.words import Answer, OfferKind, OfferState


class Offer(models.Model):
    """One offer. `giver` is a company, a body or a person who gives; `contact` is for the
    secretariat alone."""

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20)
    giver = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=OfferKind.choices)
    what = models.CharField(max_length=300)
    intervention = models.CharField(max_length=40, blank=True)
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)  # rupiah
    valid_until = models.DateField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=OfferState.choices, default=OfferState.RECEIVED.value
    )
    contact = models.CharField(max_length=160, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return self.public_id


class OfferEvent(Happened):
    """What was done with an offer. No name of a family is ever in it."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="events")


class Match(models.Model):
    """An offer set beside an approved need: an activity, or an intervention in a place.
    `families` is how many it is to reach; which ones is known to the secretariat alone, and to
    the giver only for those that said yes (`Consent`)."""

    public_id = models.CharField(max_length=12, unique=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="matches")
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="matches"
    )
    place_code = models.CharField(max_length=20)
    intervention = models.CharField(max_length=40, blank=True)
    families = models.PositiveIntegerField(default=0)
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    delivered_on = models.DateField(null=True, blank=True)
    delivered_volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    proof_path = models.CharField(max_length=200, blank=True)
    proof_kind = models.CharField(max_length=12, blank=True)
    proof_sha256 = models.CharField(max_length=64, blank=True)
    thanks = models.CharField(max_length=12, blank=True)  # public id of the letter
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.public_id


class Consent(models.Model):
    """What a family answered when asked, before anything of it is shown to a giver."""

    match = models.ForeignKey(Match, on_delete=models.PROTECT, related_name="consents")
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=Answer.choices, default=Answer.ASKED.value)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    delivery = models.ForeignKey(
        Delivery, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["match", "family"], name="consent_once")]

    def __str__(self) -> str:
        return self.answer
