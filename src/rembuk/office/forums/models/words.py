"""Words of the room: levels of teams, parts in a team, kinds and states of meetings, decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Where a team works. Family companion teams (TPK) are kept by the room `accompaniment`."""

    DISTRICT = "kabupaten", _("Kabupaten/kota")
    KECAMATAN = "kecamatan", _("Kecamatan")
    VILLAGE = "desa", _("Desa/kelurahan")


class Part(models.TextChoices):
    """What somebody is in a team."""

    HEAD = "ketua", _("Ketua")
    DEPUTY = "wakil", _("Wakil ketua")
    SECRETARY = "sekretaris", _("Sekretaris")
    COORDINATOR = "koordinator", _("Koordinator bidang")
    MEMBER = "anggota", _("Anggota")


class Kind(models.TextChoices):
    """Kinds of meetings."""

    VILLAGE = "rembuk-desa", _("Rembuk stunting desa")
    KECAMATAN = "rembuk-kecamatan", _("Rembuk stunting kecamatan")
    DISTRICT = "rembuk-kabupaten", _("Rembuk stunting kabupaten")
    COORDINATION = "rakor", _("Rapat koordinasi TPPS")
    WORKSHOP = "minilok", _("Mini-lokakarya kecamatan")
    QUARTERLY = "triwulan-desa", _("Rapat tiga bulanan desa")


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "rencana", _("Direncanakan")
    INVITED = "diundang", _("Diundang")
    RUNNING = "berlangsung", _("Berlangsung")
    HELD = "selesai", _("Selesai, menunggu tanda tangan")
    SIGNED = "disahkan", _("Disahkan")
    CANCELLED = "batal", _("Batal")


class Reply(models.TextChoices):
    """What an invitee answered; "" is no answer yet."""

    COMES = "hadir", _("Akan hadir")
    SENDS = "mewakilkan", _("Mewakilkan")
    UNABLE = "berhalangan", _("Berhalangan")


class How(models.TextChoices):
    """How somebody's attendance was taken."""

    LIST = "daftar", _("Dicentang di daftar")
    QR = "qr", _("Pindai kode QR")
    PAPER = "kertas", _("Lembar kertas")
    ONLINE = "daring", _("Hadir daring")


class DecisionState(models.TextChoices):
    """Where a decision stands in its meeting."""

    PROPOSED = "usul", _("Usul")
    AGREED = "disepakati", _("Disepakati")
    REJECTED = "ditolak", _("Ditolak")
    WITHDRAWN = "ditarik", _("Ditarik")


class Agreed(models.TextChoices):
    """How it was decided; "" while it is not."""

    CONSENSUS = "mufakat", _("Mufakat")
    VOTES = "suara", _("Suara terbanyak")


class Origin(models.TextChoices):
    """What a decision answers; "" is a problem named in the meeting itself."""

    OBSTACLE = "hambatan", _("Hambatan hasil analisis situasi")
    PROMISE = "janji", _("Janji yang belum selesai")
    AUDIT = "audit", _("Rencana tindak lanjut audit kasus")
    ACTIVITY = "kegiatan", _("Calon kegiatan")
    DECISION = "keputusan", _("Keputusan rembuk di bawahnya")


class Outcome(models.TextChoices):
    """What became of an edit that came in."""

    TAKEN = "masuk", _("Masuk")
    MERGED = "digabung", _("Digabung")
    DIFFERS = "beda", _("Berbeda, menunggu pilihan")
