"""The one next step of a meeting, for who may take it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.access.policies import Rights
from rembuk.office.forums.models import DecisionState, Meeting, MeetingState


@dataclass(frozen=True)
class Step:
    """What comes next, in words; `url` and `label` of its button, "" where there is none."""

    text: str
    label: str = ""
    url: str = ""


def next_step(meeting: Meeting, rights: Rights) -> Step:
    """What must be done next with a meeting."""
    keeps = rights.may("rembuk-kelola", meeting.place_code)
    writes = rights.may("rembuk-catat", meeting.place_code)
    today, day = timezone.localdate(), timezone.localdate(meeting.starts_at)
    page = reverse("forums:meeting", args=[meeting.public_id])
    if meeting.state == MeetingState.CANCELLED:
        return Step(_("Rapat ini batal."))
    if meeting.state == MeetingState.SIGNED:
        return Step(_("Berita acara sudah disahkan. Keputusannya berjalan sebagai janji."))
    if meeting.coming and day <= today and writes:
        if day < today:
            return Step(
                _("Hari rapat sudah lewat. Mulai bila diadakan, atau ubah harinya."),
                _("Buka rapat"), f"{page}#h-mulai",
            )  # fmt: skip
        return Step(_("Rapat hari ini. Mulai ketika dibuka."), _("Mulai rapat"), f"{page}#h-mulai")
    if meeting.coming:
        waiting = meeting.invitees.filter(document=None).count()
        if waiting and keeps:
            words = ngettext(
                "%(n)s undangan belum punya surat.", "%(n)s undangan belum punya surat.", waiting
            ) % {"n": waiting}
            return Step(
                words, _("Kirim undangan"), reverse("forums:invitees", args=[meeting.public_id])
            )
        return Step(
            _("Periksa kesiapan dan cetak lembar data."), _("Lembar data"),
            reverse("forums:sheet", args=[meeting.public_id]),
        )  # fmt: skip
    agreed = meeting.decisions.filter(state=DecisionState.AGREED).count()
    if meeting.state == MeetingState.RUNNING:
        if not writes:
            return Step(_("Rapat sedang berlangsung."))
        return Step(
            _("Rapat sedang berlangsung. Ketik keputusannya."), _("Ketik keputusan"),
            address("forums:live", meeting),
        )  # fmt: skip
    if not writes:
        return Step(_("Menunggu berita acara ditandatangani."))
    return Step(
        _("%(n)s keputusan disepakati. Selesaikan berita acara dan tanda tangannya.")
        % {"n": agreed},
        _("Ke berita acara"), address("forums:minutes", meeting),
    )  # fmt: skip


def address(name: str, meeting: Meeting) -> str:
    """The address of a page of a meeting."""
    return reverse(name, args=[meeting.public_id])
