"""What waits for a word of this reader and of nobody else: three of it stand on his page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.convergence.turns import view as chain_view
from rembuk.office.forums.models import Meeting, MeetingState
from rembuk.office.ledger import queries as promises
from rembuk.office.ledger.states import State
from rembuk.office.oversight.addresses import at
from rembuk.office.oversight.asking import Here
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.leading.late import year_of
from rembuk.office.oversight.models import Question, QuestionState, Reported
from rembuk.office.places.numbers import count
from rembuk.office.publication.models import Publication
from rembuk.office.publication.models.publication import State as Published

SHOWN: Final = 3
EACH: Final = 2
"""Lines of one kind at most: one kind must not hide the others."""


@dataclass(frozen=True)
class Waiting:
    """One decision: what is asked, why it is this reader's, since when, where to take it."""

    words: str
    why: str
    since: dt.date
    link: str
    step: str

    def days(self, on: dt.date) -> int:
        """Days it waits."""
        return max(0, (on - self.since).days)


def waiting(here: Here) -> list[Waiting]:
    """Everything that waits for the reader, the longest first, kinds mixed."""
    kinds = [
        list(kind)
        for kind in (
            _refused(here), _judge(here), _answers(here), _unsigned(here), _cells(here),
            _publications(here), _report(here),
        )
    ]  # fmt: skip
    first = [one for kind in kinds for one in kind[:EACH]]
    rest = [one for kind in kinds for one in kind[EACH:]]
    return sorted(first, key=lambda one: one.since) + sorted(rest, key=lambda one: one.since)


def _refused(here: Here) -> Iterator[Waiting]:
    """A promise its office refused has no owner any more: who manages promises gives it to one."""
    if not here.rights.may("janji-kelola", here.code):
        return
    for one in here.promises.filter(state=State.REFUSED).order_by("changed_at")[:20]:
        yield Waiting(
            one.title, _("Kantornya menolak: serahkan ke kantor lain atau batalkan."),
            timezone.localtime(one.changed_at).date(),
            reverse("ledger:promise", args=[one.public_id]), _("Putuskan"),
        )  # fmt: skip


def _judge(here: Here) -> Iterator[Waiting]:
    if not here.rights.may("janji-periksa", here.code):
        return
    rows = promises.to_verify(here.rights, here.account, here.on)
    rows = promises.in_place(rows, here.code).order_by("finished_at")
    for one in rows[:20]:
        ended = one.finished_at or one.changed_at
        yield Waiting(
            one.title, _("Dinyatakan selesai: buktinya menunggu Anda periksa."),
            timezone.localtime(ended).date(),
            reverse("ledger:promise", args=[one.public_id]), _("Periksa bukti"),
        )  # fmt: skip


def _answers(here: Here) -> Iterator[Waiting]:
    rows = Question.objects.filter(asked_by=here.account, state=QuestionState.ANSWERED)
    for one in rows.select_related("office").order_by("answered_at")[:20]:
        answered = one.answered_at or one.asked_at
        yield Waiting(
            _("%(office)s menjawab pertanyaan Anda") % {"office": one.office.short},
            one.answer[:140], timezone.localtime(answered).date(),
            reverse("oversight:question", args=[one.public_id]), _("Baca jawaban"),
        )  # fmt: skip


def _unsigned(here: Here) -> Iterator[Waiting]:
    """Meetings of the place itself that were held and whose minutes nobody signed."""
    if not here.rights.may("rembuk-kelola", here.code):
        return
    rows = Meeting.objects.filter(place_code=here.code, state=MeetingState.HELD)
    for one in rows.order_by("starts_at")[:20]:
        link = at("forums:meeting", one.public_id) or at("forums:home")
        if link:
            yield Waiting(
                one.title, _("Rapatnya selesai, berita acaranya belum ditandatangani."),
                timezone.localtime(one.starts_at).date(), link, _("Buka rapat"),
            )  # fmt: skip


def _cells(here: Here) -> Iterator[Waiting]:
    year = year_of(here.district, here.on)
    if year is None or not here.rights.may("konvergensi-periksa", here.code):
        return
    cells = chain_view.waiting_cells(here.account, year)
    oldest = cells.order_by("submitted_at").values_list("submitted_at", flat=True).first()
    if oldest is not None:
        yield Waiting(
            _("%(n)s sel indikator menunggu Anda periksa") % {"n": count(cells.count())},
            _("Belum dapat dikunci sebelum Anda menyetujuinya."),
            timezone.localtime(oldest).date(), reverse("convergence:chain", args=[year.year]),
            _("Periksa sel"),
        )  # fmt: skip


def _publications(here: Here) -> Iterator[Waiting]:
    """A draft is published by another than who drafted it."""
    if not here.rights.may("publikasi-terbit", here.district):
        return
    rows = Publication.objects.filter(district_code=here.district, state=Published.DRAFT)
    for one in rows.exclude(drafted_by=here.account).order_by("drafted_at")[:20]:
        yield Waiting(
            _("Draf publikasi angka stunting menunggu diterbitkan"),
            _("Diterbitkan oleh orang lain daripada penyusunnya."),
            timezone.localtime(one.drafted_at).date(), at("publication:desk"), _("Buka draf"),
        )  # fmt: skip


def _report(here: Here) -> Iterator[Waiting]:
    """A semester that has ended, and whose report is not made."""
    if not here.of_district or not here.writes:
        return
    half = Half.last_ended(here.on)
    made = Reported.objects.filter(year=half.year, half=half.half, place_code=here.code)
    if not made.exists():
        yield Waiting(
            _("Laporan %(half)s belum ditetapkan") % {"half": half.words},
            _("Drafnya sudah ditulis dari data; tinggal dibaca dan ditandatangani."),
            half.ends, reverse("oversight:report", args=[half.slug]), _("Buka laporan"),
        )  # fmt: skip
