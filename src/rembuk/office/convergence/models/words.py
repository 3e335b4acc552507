"""Codes of the room with their words."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class YearState(models.TextChoices):
    """Whether a year is still worked on."""

    RUNNING = "berjalan", _("berjalan")
    CLOSED = "ditutup", _("ditutup")


class Level(models.TextChoices):
    """Level of area or office a step, a duty or an indicator belongs to."""

    VILLAGE = "desa", _("Desa/kelurahan")
    SUBDISTRICT = "kecamatan", _("Kecamatan")
    DISTRICT = "kabupaten", _("Kabupaten/kota")


class Part(models.TextChoices):
    """Part in the chain of a batch of cells (SE Mendagri 400.5.7/1685/Bangda names the three)."""

    OPERATOR = "operator", _("Operator")
    VERIFIER = "verifikator", _("Verifikator")
    APPROVER = "penyetuju", _("Penyetuju")


class Status(models.TextChoices):
    """What a figure or a cell says. Empty, zero and not applicable are three different things."""

    EMPTY = "kosong", _("Kosong")
    FILLED = "isi", _("Terisi")
    ZERO = "nol", _("Nol")
    NONE = "tidak-berlaku", _("Tidak berlaku")
    ESTIMATED = "perkiraan", _("Perkiraan")


class CellState(models.TextChoices):
    """Where a cell stands in the chain desa -> kecamatan -> kabupaten."""

    OPEN = "terbuka", _("Belum diajukan")
    SUBMITTED = "diajukan", _("Diajukan")
    ACCEPTED = "diterima", _("Diterima kecamatan")
    APPROVED = "disetujui", _("Disetujui kabupaten/kota")
    LOCKED = "dikunci", _("Dikunci")
    RETURNED = "dikembalikan", _("Dikembalikan")


class Freshness(models.TextChoices):
    """Age of what stands in a cell at the end of its period."""

    FRESH = "segar", _("Segar")
    ONE_MONTH = "1-bulan", _("Umur 1 bulan")
    TWO_MONTHS = "2-bulan", _("Umur 2 bulan")
    STALE = "usang", _("Usang")
    MISSING = "tidak-ada", _("Tidak ada")
