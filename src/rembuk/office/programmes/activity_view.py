"""What the page of an activity shows: the chain from problem to delivery, history, acts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.functional import Promise as Words
from django.utils.translation import gettext_lazy as _

from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes import drafts, moving, shown, tagging, words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.models import Activity, ActivityEvent, Status, Tag

ACTS: Final[dict[str, Words]] = {
    "usul": _("diusulkan"), "ubah": _("isi diubah"), "status": _("status berubah"),
    "batal": _("dibatalkan"), "label": _("label berubah"), "bawa": _("dibawa dari tahun lalu"),
    "janji": _("dibuat dari janji"), "pasang": _("baris anggaran dipasangkan"),
    "lepas": _("baris anggaran dilepas"), "rencana": _("dibuat dari rencana prioritas"),
    "salur": _("penyaluran dicatat"), "salur-bukti": _("bukti penyaluran ditambahkan"),
    "salur-periksa": _("penyaluran diperiksa"), "salur-tarik": _("penyaluran ditarik"),
    "belanja": _("belanja dicatat"),
}  # fmt: skip
FIELDS: Final[dict[str, Words]] = {
    "title": _("Kegiatan"), "problem": _("Masalah"), "problem_source": _("Asal masalah"),
    "intervention": _("Intervensi"), "group": _("Kelompok sasaran"), "office": _("Kantor"),
    "place_code": _("Lokasi"), "volume": _("Volume"), "unit": _("Satuan"),
    "ceiling_amount": _("Pagu"), "money": _("Sumber dana"),
    "sub_activity_code": _("Kode sub kegiatan"), "sub_activity_name": _("Sub kegiatan"),
    "persons_share": _("Sampai ke orang (%)"), "tag": _("Label"), "pillar": _("Pilar"),
    "status": _("Status"), "status_document": _("Dokumen"), "status_line": _("Baris"),
    "line": _("Baris anggaran"), "promise": _("Janji"),
    "periode": _("Bulan"), "rupiah": _("Belanja"),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """A line of history in words; `changes` are (field, before, after), before "" where nothing
    stood or it did not change; `times` that it was done alike on one day."""

    event: ActivityEvent
    words: str
    changes: tuple[tuple[str, str, str], ...]
    times: int = 1


def history(activity: Activity) -> list[Told]:
    """What was done, the newest first. The first line of an activity is not spelled out."""
    told: list[Told] = []
    for one in activity.events.select_related("by").order_by("-at", "-pk"):
        line = Told(one, str(ACTS.get(one.act, one.act)), _changes(one))
        if told and _alike(told[-1], line):
            told[-1] = replace(told[-1], times=told[-1].times + 1)
        else:
            told.append(line)
    return told


def _alike(one: Told, other: Told) -> bool:
    """The same act of the same account on the same day, with nothing more to tell."""
    first, second = one.event, other.event
    return (
        not (one.changes or other.changes or first.reason or second.reason)
        and (first.act, first.by_id) == (second.act, second.by_id)
        and timezone.localdate(first.at) == timezone.localdate(second.at)
    )


def _changes(event: ActivityEvent) -> tuple[tuple[str, str, str], ...]:
    if not event.before:
        return ()
    told = []
    for name, after in event.after.items():
        was = event.before.get(name)
        before = "" if was in (None, "", after) else _said(name, was)
        told.append((str(FIELDS.get(name, name)), before, _said(name, after)))
    return tuple(told)


def _said(name: str, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if name == "periode":
        return f"{MONTHS[int(value[5:])]} {value[:4]}"
    if name == "rupiah":
        return f"Rp{on_paper(value)}"
    if name == "status":
        return str(Status(value).label)
    if name == "ceiling_amount":
        return f"{value:,}".replace(",", ".")
    return str(value).replace("/", "/\u200b")  # a long code breaks at its strokes


@dataclass(frozen=True)
class Given:
    """What was handed over: `count` deliveries, of which `verified`; volume in the activity's
    unit; rupiah spent as told by period."""

    count: int
    verified: int
    volume: float
    spent: int


def given(activity: Activity) -> Given:
    """Sums of deliveries that stand, and of spending."""
    row = activity.deliveries.filter(taken_back_at__isnull=True).aggregate(
        n=Count("pk"),
        verified=Count("pk", filter=Q(verified_at__isnull=False)),
        volume=Sum("volume"),
    )
    spent = activity.realisations.aggregate(rupiah=Sum("spent"))["rupiah"] or 0
    return Given(row["n"], row["verified"], float(row["volume"] or 0), spent)


def context(activity: Activity, who: Reader) -> dict[str, Any]:
    """Everything the page shows."""
    entry = words.interventions(who.on).get(activity.intervention)
    cost = drafts.unit_costs(activity.district_code, who.on).get(activity.intervention)
    may = who.desk.types(activity.office, activity.place_code)
    way = shown.way(activity)
    after = [one for one in Status if one not in {activity.status}]
    budget = list(activity.lines.filter(set_aside="").order_by("source_kind", "line"))
    return {
        "activity": activity, "who": who, "line": shown.lines([activity], who.on)[0],
        "way": way, "may": may, "given": given(activity), "lines": budget,
        "lines_sum": sum(one.amount for one in budget), "intervention": entry, "cost": cost,
        "per_unit": _per_unit(activity), "judged": tagging.judge(activity, entry),
        "group": words.groups(who.on).get(activity.group, activity.group),
        "statuses": [(one.value, one.label, moving.EXAMPLES.get(one.value, ("", "")))
                     for one in after],
        "next_status": _next(activity), "tags": Tag.choices,
        "successor": Activity.objects.filter(carried_from=activity).first(),
        "history": history(activity),
    }  # fmt: skip


def _per_unit(activity: Activity) -> int | None:
    """Rupiah planned for one unit, where both are known."""
    if not activity.volume or activity.ceiling_amount is None:
        return None
    return round(activity.ceiling_amount / activity.volume)


def _next(activity: Activity) -> Status | None:
    """The next step of the way; None at its end."""
    now = moving.order(activity.status)
    if activity.status == Status.DROPPED or now + 1 >= len(moving.WAY):
        return None
    return moving.WAY[now + 1]
