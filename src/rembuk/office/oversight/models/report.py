"""The semester report of a team: the office's own words beside the draft, and its editions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.insight.models.stated import Stated
from rembuk.office.review.models.frozen import Frozen


class Chapter(models.TextChoices):
    """The chapters, in their order."""

    SUMMARY = "ringkasan", _("Ringkasan")
    TEAMS = "tim", _("Tim dan rembuk")
    PILLAR_1 = "pilar-1", _("Pilar 1: komitmen")
    PILLAR_2 = "pilar-2", _("Pilar 2: perubahan perilaku")
    PILLAR_3 = "pilar-3", _("Pilar 3: konvergensi intervensi")
    PILLAR_4 = "pilar-4", _("Pilar 4: pangan dan gizi")
    PILLAR_5 = "pilar-5", _("Pilar 5: data dan sistem")
    MONEY = "anggaran", _("Rencana dan anggaran")
    CONVERGENCE = "konvergensi", _("Aksi konvergensi")
    AUDIT = "audit", _("Audit kasus")
    PREVALENCE = "prevalensi", _("Angka stunting")
    OVERSIGHT = "pengawasan", _("Pengawasan dan tindak lanjut")
    CLOSING = "penutup", _("Kesimpulan dan langkah berikut")


class ReportWords(Stated):
    """What the office says in a chapter, beside the draft; "" takes its words back. The highest
    `version` holds: two who write at once cannot both be version n + 1."""

    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    place_code = models.CharField(max_length=20)
    chapter = models.CharField(max_length=12, choices=Chapter.choices)
    version = models.PositiveIntegerField()
    text = models.TextField(blank=True)

    class Meta(Stated.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["year", "half", "place_code", "chapter", "version"],
                name="report_words_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.chapter} {self.version}"


class Reported(Frozen):
    """A report as it was frozen."""

    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()

    class Meta(Frozen.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["year", "half", "place_code", "edition"], name="report_edition_once"
            ),
            models.CheckConstraint(
                condition=models.Q(half__range=(1, 2)), name="report_half_of_a_year"
            ),
        ]
