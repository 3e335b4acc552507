"""Codes of the room with their words."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where an activity stands on its way into a budget. RKP is the plan document of the year
    (RKPDes, RKPD, Renja); APB the budget (APBDes, APBD)."""

    PROPOSED = "usul", _("Usul")
    FORUM = "musrenbang", _("Musrenbang")
    PLAN = "rkp", _("RKPDes, RKPD atau Renja")
    BUDGET = "apb", _("APBDes atau APBD")
    DROPPED = "batal", _("Batal")


class ProblemSource(models.TextChoices):
    """Where the problem an activity answers was read."""

    ANALYSIS = "ansit", _("analisis situasi")
    FORUM = "rembuk", _("rembuk")
    AUDIT = "audit", _("audit kasus")
    INDICATOR = "indikator", _("indikator")
    OTHER = "lain", _("lain")


class Tag(models.TextChoices):
    """Whether a district counts an activity as spending for convergence."""

    NONE = "", _("tanpa label")
    CONVERGENCE = "konvergensi", _("konvergensi stunting")


class CeilingKind(models.TextChoices):
    """What a ceiling is of: a village's own money, or an office's share of APBD."""

    VILLAGE_FUND = "dana-desa", _("Dana Desa")
    ALLOCATION = "add", _("Alokasi Dana Desa")
    OFFICE = "pagu-opd", _("Pagu perangkat daerah")


class SourceKind(models.TextChoices):
    """Which books a budget line was read from."""

    SIPD = "sipd", _("SIPD (APBD)")
    VILLAGE = "apbdes", _("APBDes")


class Recipient(models.TextChoices):
    """To whom or what a delivery went."""

    PERSON = "orang", _("orang")
    FAMILY = "keluarga", _("keluarga")
    AREA = "wilayah", _("wilayah")


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    BARE = "tanpa-bukti", _("belum ada bukti")
    PROVEN = "menunggu", _("menunggu diperiksa")
    VERIFIED = "diperiksa", _("sudah diperiksa")
    TAKEN_BACK = "ditarik", _("ditarik")


class OfferKind(models.TextChoices):
    """Kinds of support from outside the budget."""

    COMPANY = "tjsp", _("TJSP perusahaan")
    FOSTER = "bapak-asuh", _("bapak asuh")
    ZAKAT = "baznas", _("BAZNAS")


class OfferState(models.TextChoices):
    """Where an offer stands."""

    RECEIVED = "masuk", _("Masuk")
    APPROVED = "disetujui", _("Disetujui")
    MATCHED = "dicocokkan", _("Dicocokkan")
    DELIVERED = "diserahkan", _("Diserahkan")
    DONE = "selesai", _("Selesai")
    DECLINED = "ditolak", _("Ditolak")


class Answer(models.TextChoices):
    """What a family said when asked whether a giver may know of it."""

    ASKED = "ditanya", _("Ditanya, belum menjawab")
    YES = "setuju", _("Setuju")
    NO = "tidak", _("Tidak setuju")
