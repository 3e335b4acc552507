"""A promise or an indicator the district hangs on another pillar than the rules do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.insight.models.stated import Stated


class Hung(Stated):
    """The newest row of a thing holds; `pillar` empty gives it back to the rules. An activity keeps
    its own pillar in the room of the plan. `subject` is the public id of a promise or the code of
    an indicator, `place_code` where it lies."""

    class Thing(models.TextChoices):
        """What hangs."""

        PROMISE = "janji", _("janji")
        INDICATOR = "indikator", _("indikator")

    thing = models.CharField(max_length=12, choices=Thing.choices)
    subject = models.CharField(max_length=40)
    place_code = models.CharField(max_length=20)
    pillar = models.PositiveSmallIntegerField(null=True, blank=True)  # 1-5
    reason = models.CharField(max_length=300)

    class Meta(Stated.Meta):
        indexes = [models.Index(fields=["thing", "subject"], name="hung_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pillar__isnull=True) | models.Q(pillar__range=(1, 5)),
                name="hung_pillar",
            )
        ]

    def __str__(self) -> str:
        return f"{self.thing} {self.subject}"
