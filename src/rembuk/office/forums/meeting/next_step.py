"""The one next step of a meeting, for who may take it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.access.policies import Rights
from rembuk.office.forums.models import DecisionState, Invitee, Meeting, MeetingState


@dataclass(frozen=True)
class Step:
    """What comes next, in words; `url` and `label` of its button, "" where there is none."""

    text: str
    label: str = ""
    url: str = ""


def letterless(meetings: Collection[Meeting]) -> dict[int, int]:
    """How many invitees of each meeting have no letter yet, by its key."""
    rows = Invitee.objects.filter(meeting__in=meetings, document=None).order_by()
    counted: dict[int, int] = dict(rows.values_list("meeting").annotate(n=Count("pk")))
    return {one.pk: counted.get(one.pk, 0) for one in meetings}


def next_step(meeting: Meeting, rights: Rights, waiting: int | None = None) -> Step:
    """What must be done next with a meeting; `waiting` where it is known how many invitees have no
    letter."""
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
        if waiting is None:
            waiting = letterless([meeting])[meeting.pk]
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
    if meeting.state == MeetingState.RUNNING:
        if not writes:
            return Step(_("Rapat sedang berlangsung."))
        return Step(
            _("Rapat sedang berlangsung. Ketik keputusannya."), _("Ketik keputusan"),
            address("forums:live", meeting),
        )  # fmt: skip
    if not writes:
        return Step(_("Menunggu berita acara ditandatangani."))
    agreed = meeting.decisions.filter(state=DecisionState.AGREED).count()
    return Step(
        _("%(n)s keputusan disepakati. Selesaikan berita acara dan tanda tangannya.")
        % {"n": agreed},
        _("Ke berita acara"), address("forums:minutes", meeting),
    )  # fmt: skip


def address(name: str, meeting: Meeting) -> str:
    """The address of a page of a meeting."""
    return reverse(name, args=[meeting.public_id])
