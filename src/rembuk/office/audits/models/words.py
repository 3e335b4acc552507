"""The words of the room: groups, states, parts of the team, as codes with their Indonesian."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Group(models.TextChoices):
    """The five target groups of an audit."""

    CATIN = "catin", _("Calon pengantin")
    BUMIL = "bumil", _("Ibu hamil")
    BUFAS = "bufas", _("Ibu nifas")
    BADUTA = "baduta", _("Baduta")
    BALITA = "balita", _("Balita")


class Part(models.TextChoices):
    """What somebody does in the audit team."""

    TECHNICAL = "teknis", _("Tim teknis")
    EXPERT = "pakar", _("Tim pakar")
    HEAD = "ketua", _("Ketua tim audit")
    ANSWERABLE = "penanggung-jawab", _("Penanggung jawab")
    SUPERVISOR = "penyelia", _("Penyelia")


class Expertise(models.TextChoices):
    """Fields of expertise; the pocket book was written with IDAI, POGI, HIMPSI and AIPGI."""

    CHILD = "anak", _("Dokter spesialis anak")
    OBGYN = "obgin", _("Dokter spesialis kebidanan")
    PSYCHOLOGY = "psikolog", _("Psikolog")
    NUTRITION = "gizi", _("Ahli gizi")
    OTHER = "lain", _("Keahlian lain")


class CycleState(models.TextChoices):
    """A cycle runs until it is closed with its report."""

    RUNNING = "berjalan", _("Berjalan")
    CLOSED = "ditutup", _("Ditutup")


class CaseState(models.TextChoices):
    """How far a case has come. It only moves on; `dibatalkan` needs a reason."""

    CHOSEN = "dipilih", _("Dipilih")
    FILLED = "diisi", _("Lembar kerja diisi")
    REVIEWED = "ditelaah", _("Ditelaah pakar")
    CONCLUDED = "disimpulkan", _("Disimpulkan")
    DISSEMINATED = "diseminasi", _("Didiseminasikan")
    FOLLOWED = "tindak-lanjut", _("Tindak lanjut")
    DONE = "selesai", _("Selesai")
    CANCELLED = "dibatalkan", _("Dibatalkan")


class Consent(models.TextChoices):
    """Whether the person (or the parent) agreed to the audit."""

    NOT_YET = "belum", _("Belum diminta")
    GIVEN = "ada", _("Ada persetujuan")
    REFUSED = "ditolak", _("Menolak")


class Certainty(models.TextChoices):
    """How sure an expert is of a cause."""

    PROVEN = "terbukti", _("Terbukti")
    SUSPECTED = "diduga", _("Diduga")
    EXCLUDED = "disingkirkan", _("Disingkirkan")


class Towards(models.TextChoices):
    """To whom a recommendation speaks."""

    PERSON = "orang", _("Orang")
    FAMILY = "keluarga", _("Keluarga")
    SERVICE = "layanan", _("Layanan")
    OFFICE = "opd", _("Perangkat daerah")


class Urgency(models.TextChoices):
    """How soon a recommendation must be acted on."""

    NOW = "segera", _("Segera")
    SOON = "sebulan", _("Dalam sebulan")
    CYCLE = "semester", _("Dalam semester ini")


class Verdict(models.TextChoices):
    """What a named office answered to a recommendation."""

    ACCEPTED = "diterima", _("Diterima")
    CHANGED = "diubah", _("Diterima dengan perubahan")
    REFUSED = "ditolak", _("Ditolak")


class OutcomeWord(models.TextChoices):
    """How a case ended."""

    RESOLVED = "teratasi", _("Teratasi")
    IMPROVED = "membaik", _("Membaik")
    SAME = "tetap", _("Tetap")
    WORSE = "memburuk", _("Memburuk")
    LOST = "hilang", _("Hilang dari pemantauan")
    DIED = "meninggal", _("Meninggal")
    MOVED = "pindah", _("Pindah")
