"""Minutes of a meeting, by edition: the document, its Word twin, the signed scan, publication."""

from __future__ import annotations

from django.db import models

from rembuk.office.access.models import Account
from rembuk.office.documents.models import Document, Scan
from rembuk.office.forums.models.meeting import Meeting


class Minutes(models.Model):
    """One edition. `digest` is of `content`, the decisions and attendance it carries; the highest
    `edition` holds. Once `signed_scan` is there its decisions are frozen: another edition follows
    only with a `reason`. Whoever publishes is another than who made it."""

    public_id = models.CharField(max_length=12, unique=True)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="minutes")
    edition = models.PositiveSmallIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    word_path = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    reason = models.CharField(max_length=400, blank=True)
    signed_scan = models.ForeignKey(
        Scan, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        Account, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("meeting", "edition")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "edition"], name="minutes_edition_once"),
            models.CheckConstraint(
                condition=models.Q(edition=1) | ~models.Q(reason=""),
                name="minutes_edition_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(published_by__isnull=True)
                | ~models.Q(published_by=models.F("by")),
                name="minutes_published_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.edition}"
