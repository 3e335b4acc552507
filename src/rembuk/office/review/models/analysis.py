"""The situation analysis of a year (Action 1): the office's own words, obstacles, and the editions
it was frozen in. What is drafted from data is not kept here: it is drafted anew each time."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.history import Happened
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year
from rembuk.office.insight.models.stated import Stated
from rembuk.office.review.models.frozen import Frozen
from rembuk.office.seats.models import Office


class Section(models.TextChoices):
    """The parts of the analysis, in their order."""

    SPREAD = "sebaran", _("Sebaran stunting")
    COVERAGE = "cakupan", _("Cakupan layanan")
    GAPS = "kesenjangan", _("Kebutuhan, rencana, dan yang sudah berjalan")
    OBSTACLES = "hambatan", _("Hambatan")
    PRIORITIES = "prioritas", _("Desa dan kegiatan prioritas")


class AnalysisWords(Stated):
    """What the office says in a section, beside the draft; "" takes its words back. The highest
    `version` holds: two who write at once cannot both be version n + 1."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="analysis_words")
    place_code = models.CharField(max_length=20)
    section = models.CharField(max_length=12, choices=Section.choices)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta(Stated.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place_code", "section", "version"], name="review_words_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.version}"


class Obstacle(models.Model):
    """What stands in the way of a service. `indicator` "" is about all of them; `kind` is a code of
    the reference; `office` is who can remove it; `drafted` names the sign in the data it was taken
    over from, "" where a person wrote it. It is closed with a reason and stays."""

    public_id = models.CharField(max_length=12, unique=True)
    year = models.ForeignKey(Year, on_delete=models.CASCADE, related_name="obstacles")
    place_code = models.CharField(max_length=20)
    indicator = models.CharField(max_length=32, blank=True)
    kind = models.CharField(max_length=32)
    text = models.CharField(max_length=400)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="obstacles"
    )
    drafted = models.CharField(max_length=48, blank=True)
    closed = models.CharField(max_length=300, blank=True)  # the reason; "" while it stands
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("indicator", "pk")
        indexes = [models.Index(fields=["year", "place_code"], name="obstacle_place")]

    def __str__(self) -> str:
        return self.public_id


class ObstacleEvent(Happened):
    """What was done to an obstacle."""

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="events")


class Analysed(Frozen):
    """An analysis as it was frozen, of the register's `month` and the cells as of a day."""

    year = models.ForeignKey(Year, on_delete=models.PROTECT, related_name="analyses")
    month = models.DateField(null=True)
    as_of = models.DateField()

    class Meta(Frozen.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["year", "place_code", "edition"], name="analysis_edition_once"
            )
        ]
