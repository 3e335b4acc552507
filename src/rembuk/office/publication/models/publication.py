"""What a district published of one month of measuring, edition by edition."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account


class FixedError(TypeError):
    """Somebody tried to change what was published."""


class State(models.TextChoices):
    """Life of an edition."""

    DRAFT = "draf", _("draf")
    PUBLISHED = "terbit", _("terbit")
    WITHDRAWN = "ditarik", _("ditarik")
    DROPPED = "batal", _("draf dibuang")


OUT: Final = (State.PUBLISHED, State.WITHDRAWN)
"""Anybody has read it, or could have."""
AFTER: Final = frozenset(
    {"state", "withdrawn_by", "withdrawn_at", "withdrawn_why", "version", "document_id", "evidence"}
)
"""Fields that may still change once it is published."""


class Publication(models.Model):
    """One edition of one month. Readers of the public pages get `lines`, where small numbers are
    not; `counts` are the true ones, kept so that a later edition can be checked against them, and
    never leave the office.

    `counts`: rows `[code, S, D, judged, very short, short, posts]` of every village; `lines`: see
    `frozen.Line`; `hidden`: `[code, kind]` of every number left out; `against`: public ids of the
    editions, and numbers public by other papers, the protection was worked out against; `checks`:
    what the check of the data said.
    """

    public_id = models.CharField(max_length=12, unique=True)
    district_code = models.CharField(max_length=20, db_index=True)
    month = models.DateField()
    edition = models.PositiveSmallIntegerField(null=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.DRAFT)
    counts = models.JSONField(default=list)
    lines = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    against = models.JSONField(default=list)
    checks = models.JSONField(default=list)
    before_id = models.CharField(max_length=12, blank=True)  # the publication changes refer to
    limit = models.PositiveSmallIntegerField()
    minimum = models.FloatField()  # lowest readable D/S, percent
    causes = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="later")
    reason = models.TextField(blank=True)  # why this edition takes the place of another
    rule_version = models.CharField(max_length=60)
    as_of = models.DateField()
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="+"
    )  # fmt: skip
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True)
    document_id = models.CharField(max_length=12, blank=True)
    evidence = models.JSONField(default=list)  # public ids of the evidence it became
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-month", "-edition", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["district_code", "month", "edition"], name="publication_edition_once"
            ),
            models.UniqueConstraint(
                fields=["district_code", "month"], condition=models.Q(state="draf"),
                name="publication_one_draft",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.district_code} {self.period}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep it. What is published stays as it is."""
        if self.pk is not None:
            held = Publication.objects.filter(pk=self.pk).values_list("state", flat=True).first()
            if held in OUT and not set(kwargs.get("update_fields") or ["?"]) <= AFTER:
                raise FixedError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Nothing disappears."""
        raise FixedError

    @property
    def period(self) -> str:
        """`2026-08`, as it stands in addresses."""
        return f"{self.month:%Y-%m}"

    @property
    def day(self) -> dt.date | None:
        """The day it was published."""
        return timezone.localdate(self.published_at) if self.published_at else None


class PublicationEvent(Happened):
    """What was done to an edition: drafted, drawn anew, words written, published, withdrawn."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="events")

    class Meta:
        ordering = ("pk",)
