"""History of a promise: append-only, complete, and without names."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.history import AppendOnly
from rembuk.office.access.models import Account
from rembuk.office.ledger.models.promise import Promise
from rembuk.office.ledger.states import RULES, State


class Change(AppendOnly):
    """One act on a promise. `changes` is {field: [before, after]} as JSON; the first line of a
    promise holds every field. Playing them in order gives the promise as it stands (`replay`)."""

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField()
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=14)
    before = models.CharField(max_length=14, blank=True)
    after = models.CharField(max_length=14)
    reason = models.CharField(max_length=400, blank=True)
    note = models.CharField(max_length=600, blank=True)
    changes = models.JSONField(default=dict)
    version = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        indexes = [models.Index(fields=["promise", "at"], name="change_promise_at")]

    def __str__(self) -> str:
        return self.act

    @property
    def words(self) -> str:
        """What was done, in words."""
        rule = RULES.get(self.act)
        return str(rule.past) if rule else self.act

    @property
    def state_words(self) -> str:
        """The state it came to, in words."""
        return str(State(self.after).label)
