"""Posts with the health centre that supervises them, and their sessions."""

from __future__ import annotations

from django.db import models


class HealthCentre(models.Model):
    """A puskesmas, with the posts it supervises."""

    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    area_code = models.CharField(max_length=13, db_index=True)  # kecamatan
    import_id = models.BigIntegerField(null=True)  # the import that first named it

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area_code", "name_key"], name="health_centre_once")
        ]

    def __str__(self) -> str:
        return self.name


class Posyandu(models.Model):
    """A post of a village. Its code extends the village's path: `16.06.01.2001.P03`."""

    code = models.CharField(primary_key=True, max_length=20)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80)
    village_code = models.CharField(max_length=13, db_index=True)
    health_centre = models.ForeignKey(HealthCentre, null=True, on_delete=models.PROTECT)
    import_id = models.BigIntegerField(null=True)  # the import that first named it

    class Meta:
        ordering = ("code",)
        constraints = [
            models.UniqueConstraint(fields=["village_code", "name_key"], name="posyandu_once")
        ]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """A posyandu month: when it was held (most frequent date), when its data arrived."""

    posyandu = models.ForeignKey(Posyandu, on_delete=models.CASCADE, related_name="sessions")
    place_code = models.CharField(max_length=20)
    month = models.DateField()
    held_on = models.DateField(null=True)
    received_on = models.DateField(null=True)
    measured = models.PositiveIntegerField(default=0)
    device = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["posyandu", "month"], name="session_once")]
        indexes = [models.Index(fields=["month", "place_code"])]

    def __str__(self) -> str:
        return f"{self.posyandu_id} {self.month}"
