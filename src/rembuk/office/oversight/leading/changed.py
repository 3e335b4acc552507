"""What changed in the last days: counts by kind, each with where to read more."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.forums.models import Decision, Meeting, MeetingState
from rembuk.office.forums.models.words import DecisionState
from rembuk.office.ledger.models import Change
from rembuk.office.ledger.states import OPEN
from rembuk.office.oversight.addresses import at
from rembuk.office.oversight.asking import Here
from rembuk.office.oversight.models import Question, QuestionState, Visit
from rembuk.office.places.scope import within
from rembuk.office.programmes.models import ActivityEvent, Delivery


@dataclass(frozen=True)
class Changed:
    """One kind of change: shape of the design language, words, how many, where to read more."""

    shape: str
    words: str
    count: int
    link: str = ""


def days(on: dt.date) -> int:
    """Over how many days it is read."""
    return int(reference.load().number("pengawasan.changed_days", on))


def since(on: dt.date) -> dt.datetime:
    """From which moment."""
    begin = dt.datetime.combine(on - dt.timedelta(days=days(on)), dt.time.min)
    return timezone.make_aware(begin)


def changes(here: Here) -> list[Changed]:
    """Everything that moved; kinds in which nothing did are left out."""
    found = [*_promises(here), *_meetings(here), *_money(here), *_own(here)]
    return [one for one in found if one.count]


def _promises(here: Here) -> list[Changed]:
    start = since(here.on)
    rows = Change.objects.filter(promise__in=here.counted, at__gte=start).order_by()
    acts = dict(rows.values_list("act").annotate(n=Count("promise", distinct=True)))
    fell = here.counted.filter(state__in=OPEN, due__lt=here.on, due__gte=start.date()).count()
    home = reverse("ledger:home") if here.reads_each else ""

    def link(**asked: str) -> str:
        return f"{home}?{urlencode({'wilayah': here.code, **asked})}" if home else ""

    return [
        Changed("act", _("janji menjadi lewat tenggat"), fell, link(daftar="lewat")),
        Changed("done", _("janji selesai dan diperiksa"), acts.get("verifikasi", 0),
                link(daftar="semua", keadaan="diverifikasi")),
        Changed("wait", _("janji dinyatakan selesai"), acts.get("selesai", 0),
                link(daftar="semua", keadaan="selesai")),
        Changed("soon", _("bukti dikembalikan"), acts.get("kembalikan", 0),
                link(daftar="semua", keadaan="dikembalikan")),
        Changed("no", _("janji ditolak kantornya"), acts.get("tolak", 0),
                link(daftar="semua", keadaan="ditolak")),
        Changed("run", _("janji baru"), acts.get("usul", 0), link(daftar="semua")),
    ]  # fmt: skip


def _meetings(here: Here) -> list[Changed]:
    start = since(here.on)
    held = Meeting.objects.filter(here.inside, starts_at__gte=start, starts_at__lte=timezone.now())
    held = held.exclude(state=MeetingState.CANCELLED)
    agreed = Decision.objects.filter(
        within("meeting__place_code", here.code), state=DecisionState.AGREED,
        meeting__starts_at__gte=start,
    )  # fmt: skip
    link = at("forums:home") if here.rights.may("rembuk") else ""
    return [
        Changed("done", _("rembuk atau rapat diadakan"), held.count(), link),
        Changed("done", _("keputusan disepakati"), agreed.count(), link),
    ]


def _money(here: Here) -> list[Changed]:
    start = since(here.on)
    moved = ActivityEvent.objects.filter(
        within("activity__place_code", here.code), at__gte=start, act="status"
    ).count()
    given = Delivery.objects.filter(
        here.inside, verified_at__gte=start, taken_back_at__isnull=True
    ).count()
    link = at("programmes:home")
    return [
        Changed("run", _("kegiatan berpindah tahap anggaran"), moved, link),
        Changed("done", _("penyaluran diperiksa"), given, link),
    ]


def _own(here: Here) -> list[Changed]:
    start = since(here.on)
    answers = Question.objects.filter(here.inside, answered_at__gte=start)
    answers = answers.exclude(state=QuestionState.WAITING)
    visits = Visit.objects.filter(here.inside, closed_at__gte=start)
    asked = reverse("oversight:questions") if here.reads_each else ""
    return [
        Changed("done", _("pertanyaan dijawab"), answers.count(), asked),
        Changed("done", _("kunjungan pengawasan selesai"), visits.count(),
                reverse("oversight:visits") if here.reads_each else ""),
    ]  # fmt: skip
