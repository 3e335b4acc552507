"""Link runs, doubts to settle, decisions, and the history of what was linked, joined and split.

Doubts and decisions name records by reference (see `refs`), never by key of a row: a list read in
anew, or a run made again, finds them.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import AppendOnly


class RunState(models.TextChoices):
    """Life of a run."""

    RUNNING = "berjalan", "sedang berjalan"
    DONE = "selesai", "selesai"
    FAILED = "gagal", "tidak selesai"
    STOPPED = "dihentikan", "dihentikan"


class LinkRun(models.Model):
    """One run of the linkage: with which model and threshold, and what became of every row."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.RUNNING)
    mode = models.CharField(max_length=8)  # penuh, baru
    place_code = models.CharField(max_length=20)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    model = models.TextField(blank=True)  # the frozen model as JSON
    model_hash = models.CharField(max_length=12, blank=True)
    threshold = models.FloatField(null=True)  # weight in bits
    threshold_source = models.CharField(max_length=16, blank=True)  # see wording.THRESHOLDS
    threshold_facts = models.JSONField(default=dict)  # what the words of the source tell
    expected_precision = models.FloatField(null=True)
    counts = models.JSONField(default=dict)
    stage = models.CharField(max_length=60, blank=True)  # where a failed run stood

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class DoubtKind(models.TextChoices):
    """What would be joined."""

    RECORD = "catatan", "baris daftar dan orang"
    PERSONS = "orang", "dua orang tercatat"
    CHILDREN = "anak", "dua anak posyandu"
    SAMPLE = "contoh", "contoh untuk menguji ambang"


class DoubtState(models.TextChoices):
    """Life of a doubt."""

    OPEN = "buka", _("menunggu jawaban")
    SECOND = "kedua", _("menunggu pendapat kedua")
    LATER = "nanti", _("ditunda")
    SETTLED = "selesai", _("sudah diputuskan")
    GONE = "gugur", _("tidak perlu lagi")


class Doubt(models.Model):
    """Two records that may be one person. `key` is the same whenever the same pair comes up."""

    key = models.CharField(max_length=32, unique=True)
    run = models.ForeignKey(LinkRun, on_delete=models.CASCADE, related_name="doubts")
    kind = models.CharField(max_length=8, choices=DoubtKind.choices)
    ref_l = models.CharField(max_length=48, db_index=True)
    ref_r = models.CharField(max_length=48, db_index=True)
    place_code = models.CharField(max_length=20)  # the smallest place that holds both
    weight = models.FloatField()
    probability = models.FloatField()
    levels = models.JSONField(default=dict)  # comparison -> level
    same_card = models.BooleanField(default=False)
    cost = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)  # codes of doubt_costs
    needs_second = models.BooleanField(default=False)
    disputed = models.BooleanField(default=False)  # a second account thought otherwise
    state = models.CharField(max_length=8, choices=DoubtState.choices, default=DoubtState.OPEN)
    later_until = models.DateField(null=True)
    rule_version = models.CharField(max_length=24, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "-cost", "-probability"]),
            models.Index(fields=["place_code"]),
        ]

    def __str__(self) -> str:
        return self.key


class Verdict(models.TextChoices):
    """An answer."""

    SAME = "sama", "orang yang sama"
    DIFFERENT = "beda", "orang yang berbeda"


class DecisionState(models.TextChoices):
    """Whether an answer holds."""

    HOLDS = "berlaku", "berlaku"
    WAITING = "menunggu", "menunggu pendapat kedua"
    REFUSED = "ditolak", "pendapat kedua berbeda"
    WITHDRAWN = "ditarik", "dibatalkan"


class Decision(models.Model):
    """What an officer answered about a pair. Obeyed by every later run while it holds."""

    key = models.CharField(max_length=32, unique=True)
    pair = models.CharField(max_length=32, db_index=True)  # key of the doubt
    ref_l = models.CharField(max_length=48)
    ref_r = models.CharField(max_length=48)
    verdict = models.CharField(max_length=4, choices=Verdict.choices)
    state = models.CharField(max_length=8, choices=DecisionState.choices)
    place_code = models.CharField(max_length=20)
    weight = models.FloatField(null=True)
    note = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-pk",)
        indexes = [models.Index(fields=["state", "verdict"])]

    def __str__(self) -> str:
        return f"{self.verdict} {self.state}"


class ChangeKind(models.TextChoices):
    """An act on who is who."""

    LINK = "hubungkan", "dihubungkan"
    NEW = "baru", "dicatat sebagai orang baru"
    MOVE = "pindahkan", "dipindahkan ke orang lain"
    JOIN = "gabung", "digabung"
    SPLIT = "pisah", "dipisah"
    UNDO = "batal", "dibatalkan"


class Change(AppendOnly):
    """Append-only: one act on who is who, and what is needed to take it back (`moved`)."""

    key = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT)
    run = models.ForeignKey(LinkRun, null=True, on_delete=models.PROTECT)
    decision = models.ForeignKey(
        Decision, null=True, on_delete=models.PROTECT, related_name="changes"
    )
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )
    person = models.CharField(max_length=12, db_index=True)  # public id of who it is about
    other = models.CharField(max_length=12, blank=True, db_index=True)  # of who came or went
    place_code = models.CharField(max_length=20)
    refs = models.JSONField(default=list)
    moved = models.JSONField(default=dict)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.kind
