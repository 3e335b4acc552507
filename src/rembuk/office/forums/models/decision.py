"""What a meeting decides: target, volume, money, owner and day; every edit; who objected."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.forums.models.meeting import Meeting
from rembuk.office.forums.models.words import Agreed, DecisionState, Origin, Outcome
from rembuk.office.ledger.models import Promise
from rembuk.office.programmes.models import Activity
from rembuk.office.seats.models import Office


class Decision(models.Model):
    """One decision. While it is proposed any field may be empty; it is agreed only with a target
    and an owner. `client_id` was given by the browser that typed it first: sent twice, it is one.
    `target_indicator` is an indicator's code, or `target_text` says the target in words;
    `target_now` is the figure on the day of the meeting. `money` is a code of `money_sources.yaml`.
    `typed` is what stands in each field as it was typed (also what no column can hold), with the
    ops the next writer has before their eyes, {field: {"text", "ops", "outcome", "rivals"}}, worked
    out from the edits (`merging`); the columns are read from it."""

    public_id = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    client_id = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=400, blank=True)
    target_indicator = models.CharField(max_length=40, blank=True)
    target_text = models.CharField(max_length=200, blank=True)
    target_value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_unit = models.CharField(max_length=40, blank=True)
    target_now = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    target_now_on = models.DateField(null=True, blank=True)
    place_code = models.CharField(max_length=20, blank=True)
    volume = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    cost = models.BigIntegerField(null=True, blank=True)  # rupiah
    money = models.CharField(max_length=24, blank=True)
    owner = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    due = models.DateField(null=True, blank=True)
    intervention = models.CharField(max_length=40, blank=True)
    pillar = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(
        max_length=12, choices=DecisionState.choices, default=DecisionState.PROPOSED
    )
    how = models.CharField(max_length=8, choices=Agreed.choices, blank=True)
    votes_yes = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_no = models.PositiveSmallIntegerField(null=True, blank=True)
    votes_abstain = models.PositiveSmallIntegerField(null=True, blank=True)
    origin_kind = models.CharField(max_length=12, choices=Origin.choices, blank=True)
    origin_id = models.CharField(max_length=64, blank=True)
    promise = models.OneToOneField(
        Promise, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    activity = models.ForeignKey(
        Activity, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    carried_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="carried_to"
    )
    typed = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("meeting", "number")
        indexes = [
            models.Index(fields=["place_code", "state"], name="decision_place_state"),
            models.Index(fields=["owner", "state", "due"], name="decision_owner_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="decision_number_once"),
            models.UniqueConstraint(fields=["meeting", "client_id"], name="decision_client_once"),
            models.CheckConstraint(
                condition=~models.Q(state="disepakati")
                | (
                    models.Q(owner__isnull=False, due__isnull=False, target_value__isnull=False)
                    & ~models.Q(what="")
                    & (~models.Q(target_indicator="") | ~models.Q(target_text=""))
                ),
                name="decision_agreed_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class DecisionEdit(Happened):
    """One op as a client sent it; `op_id` is the client's: sent twice, it is one. `text` is what
    was typed into `field`, `base` the ops its writer had before their eyes (see `merging`)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="edits")
    op_id = models.CharField(max_length=64, unique=True)
    field = models.CharField(max_length=64)
    text = models.TextField(blank=True)
    base = models.JSONField(default=list)
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    typed_at = models.DateTimeField(null=True, blank=True)  # by the client's own clock


class Objection(models.Model):
    """Somebody objected, in their own words, and what the meeting answered."""

    public_id = models.CharField(max_length=12, unique=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="objections")
    client_id = models.CharField(max_length=40)
    name = models.CharField(max_length=120, blank=True)
    party = models.CharField(max_length=160, blank=True)
    text = models.TextField()
    answer = models.TextField(blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(fields=["decision", "client_id"], name="objection_client_once")
        ]

    def __str__(self) -> str:
        return self.public_id
