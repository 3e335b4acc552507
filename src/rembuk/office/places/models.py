"""Areas of Indonesia by Kemendagri code, with validity, and their BPS counterparts."""

from __future__ import annotations

from django.db import models


class Level(models.IntegerChoices):
    """Levels of the administrative tree."""

    PROVINSI = 1, "provinsi"
    KABKOTA = 2, "kabupaten/kota"
    KECAMATAN = 3, "kecamatan"
    DESA = 4, "desa/kelurahan"


class Area(models.Model):
    """One administrative area. The code (`16.06.01.2001`) is a materialised path: a subtree is
    the range `>= '16.06.' and < '16.06/'`, never a LIKE and never digits converted from BPS."""

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=80, db_index=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    kind = models.CharField(max_length=12)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120)

    class Meta:
        ordering = ("code",)
        indexes = [models.Index(fields=["level", "code"])]

    def __str__(self) -> str:
        return self.name


class Crosswalk(models.Model):
    """One Kemendagri-BPS pair of an imported table. Digits are never converted by rule."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="crosswalk")
    bps_code = models.CharField(max_length=10, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["area", "bps_code", "valid_from"], name="crosswalk_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_id} = {self.bps_code}"
