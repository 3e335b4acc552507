"""What is derived of each family, and what officers saw on the ground, agreed and published."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from rembuk.office.lists.models import Edition, ListRow
from rembuk.office.people.models import Family


class Standing(models.Model):
    """Where a family stands today: derived from lists and records, never typed. Three-valued where
    evidence may be missing: null is not known. `rule_version` says by which rules."""

    family = models.OneToOneField(Family, on_delete=models.CASCADE, related_name="standing")
    place_code = models.CharField(max_length=20)  # village
    members = models.PositiveSmallIntegerField(default=0)
    under_two = models.PositiveSmallIntegerField(default=0)
    under_five = models.PositiveSmallIntegerField(default=0)
    pregnant = models.PositiveSmallIntegerField(default=0)
    stunted = models.PositiveSmallIntegerField(
        default=0
    )  # children under five in case or suspected
    # families at risk of stunting (KRS): by evidence under both rule versions, and as listed
    at_risk = models.BooleanField(null=True)
    factors = models.JSONField(default=list)  # codes that hold
    unknown = models.JSONField(default=list)  # codes without evidence
    at_risk_older = models.BooleanField(null=True)  # by the older rules
    target = models.BooleanField(null=True)  # of a target type, by evidence
    listed_at_risk = models.BooleanField(null=True)
    differs = models.JSONField(default=list)  # codes in which the list says otherwise
    # ` KRS-F1:waktu KRS-F6:bukti-berbeda `: why list and evidence are not the same, code by code
    beside = models.TextField(blank=True)
    # ` bukti:KRS-F1 pk21:KRS-F1 daftar:KRS-F2 `: factors that hold, by whose word
    holds = models.TextField(blank=True)
    # welfare
    decile = models.PositiveSmallIntegerField(null=True)
    decile_source = models.CharField(max_length=20, blank=True)
    decile_as_of = models.DateField(null=True)
    poverty = models.CharField(max_length=16, default="tidak-diketahui")
    poverty_rule = models.CharField(max_length=40, blank=True)
    presumed = models.BooleanField(default=True)  # the class follows from a decile, not from money
    unfit_house = models.BooleanField(null=True)
    house_failed = models.PositiveSmallIntegerField(default=0)
    deprivations = models.PositiveSmallIntegerField(default=0)
    programmes = models.JSONField(default=list)  # codes received
    programmes_known = models.BooleanField(default=False)
    sources = models.CharField(max_length=120, blank=True)  # lists that name it, space-joined
    rule_version = models.CharField(max_length=24, blank=True)
    derived_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["place_code", "poverty", "at_risk", "stunted"]),
            models.Index(fields=["place_code", "decile"]),
        ]

    def __str__(self) -> str:
        return f"{self.family_id}"


class Minutes(models.Model):
    """Minutes of a village meeting (musdes) on a list, the signed paper bound by its hash."""

    place_code = models.CharField(max_length=20)  # village
    number = models.CharField(max_length=60)
    held_on = models.DateField()
    about = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    file_name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    stored_at = models.CharField(max_length=200)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ("-held_on", "-pk")
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["place_code", "sha256"], name="minutes_once")
        ]

    def __str__(self) -> str:
        return self.number


class FieldCheck(models.Model):
    """A list taken to the ground: one edition of it in one village, checked row by row."""

    public_id = models.CharField(max_length=12, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="field_checks")
    place_code = models.CharField(max_length=20)  # village
    due = models.DateField()
    officer = models.CharField(max_length=80)  # who goes, by office and seat
    minutes = models.ForeignKey(Minutes, null=True, on_delete=models.SET_NULL)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        indexes = [models.Index(fields=["place_code"])]

    def __str__(self) -> str:
        return self.public_id


class Found(models.TextChoices):
    """What was found at the door."""

    RIGHT = "benar", "sesuai daftar"
    DEAD = "meninggal", "meninggal"
    MOVED = "pindah", "pindah"
    DOUBLE = "ganda", "tercatat ganda"
    ABSENT = "tidak-ditemukan", "tidak ditemukan"
    NOT_POOR = "tidak-miskin", "tidak miskin lagi"
    POORER = "lebih-miskin", "lebih miskin daripada daftar"


class Finding(models.Model):
    """One row as found on the ground. A later finding of the same row follows; none is changed."""

    check_list = models.ForeignKey(FieldCheck, on_delete=models.CASCADE, related_name="findings")
    row = models.ForeignKey(ListRow, on_delete=models.CASCADE, related_name="findings")
    row_key = models.CharField(max_length=32, db_index=True)  # outlives the row
    found = models.CharField(max_length=16, choices=Found.choices)
    found_on = models.DateField()
    by = models.CharField(max_length=80)  # who went
    note = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField(auto_now_add=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ("entered_at", "pk")

    def __str__(self) -> str:
        return self.found


class PublishedRate(models.Model):
    """A poverty figure of an area, typed by an officer. Refused without year, line and source."""

    place_code = models.CharField(max_length=20)
    kind = models.CharField(max_length=10)  # miskin, ekstrem
    year = models.PositiveSmallIntegerField()
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    persons = models.PositiveIntegerField(null=True)
    line = models.CharField(max_length=40)  # id of a line in the reference, or "lain"
    line_rupiah = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # a month a head
    source = models.CharField(max_length=300)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-year", "kind", "-pk")
        indexes = [models.Index(fields=["place_code", "kind", "year"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"
