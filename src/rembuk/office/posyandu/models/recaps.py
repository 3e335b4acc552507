"""Monthly counts of posts and areas. Percentages are not stored."""

from __future__ import annotations

from django.db import models

from rembuk.office.posyandu.models.posts import Posyandu


class Counted(models.Model):
    """The counts of a month (see `measures.MEASURES` for what each one counts)."""

    s = models.PositiveIntegerField(default=0)
    enrolled = models.PositiveIntegerField(default=0)
    d = models.PositiveIntegerField(default=0)
    n = models.PositiveIntegerField(default=0)
    t = models.PositiveIntegerField(default=0)
    o = models.PositiveIntegerField(default=0)
    b = models.PositiveIntegerField(default=0)
    two_t = models.PositiveIntegerField(default=0)
    bgm = models.PositiveIntegerField(default=0)
    len_n = models.PositiveIntegerField(default=0)  # counted, PB/U or TB/U known and not flagged
    stunted = models.PositiveIntegerField(default=0)
    severely_stunted = models.PositiveIntegerField(default=0)
    wfl_n = models.PositiveIntegerField(default=0)
    wasted = models.PositiveIntegerField(default=0)
    severely_wasted = models.PositiveIntegerField(default=0)
    wei_n = models.PositiveIntegerField(default=0)
    underweight = models.PositiveIntegerField(default=0)
    new_cases = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class MonthlyRecap(Counted):
    """Counts of one post in one month."""

    posyandu = models.ForeignKey(Posyandu, on_delete=models.CASCADE, related_name="recaps")
    place_code = models.CharField(max_length=20)
    month = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posyandu", "month"], name="recap_once")]
        indexes = [models.Index(fields=["month", "place_code"])]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.month}"


class AreaRecap(Counted):
    """The sum of the posts of a kabupaten, kecamatan or village in one month.

    Kept so that a page reads one row instead of hundreds; written by `recaps.recount` alone,
    right after the posts' own rows, in the same transaction.
    """

    level = models.PositiveSmallIntegerField()  # as `places.Area.level`: 2, 3, 4
    area_code = models.CharField(max_length=13)
    month = models.DateField()
    posts = models.PositiveIntegerField()
    held_on = models.DateField(null=True)  # the last day anybody was weighed
    received_on = models.DateField(null=True)  # the last day data came in

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "area_code", "month"], name="area_recap_once")
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month}"


class AreaCases(models.Model):
    """How many case events of one kind an area had in one month; sums of `CaseEvent`."""

    level = models.PositiveSmallIntegerField()
    area_code = models.CharField(max_length=13)
    month = models.DateField()
    event = models.CharField(max_length=16)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["level", "area_code", "month", "event"], name="area_cases_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.month} {self.event}"
