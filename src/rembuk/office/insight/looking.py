"""What to look at first on a home page, with the reasons, and the one next step."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Count
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rembuk.office.insight import quiet
from rembuk.office.insight.rows import Link, Row, Table, month_text
from rembuk.office.places.numbers import count
from rembuk.office.posyandu import queries
from rembuk.office.posyandu.asking import Asked
from rembuk.office.posyandu.figures import AreaFigures, Place, StockFlow
from rembuk.office.posyandu.models import ChildStatus, Posyandu, Session
from rembuk.office.posyandu.queries import inside

MOST_URGENT = 1
RISE = 1.0
"""Percentage points in twelve months from which a rise is worth a word."""


@dataclass(frozen=True)
class Reason:
    """A fact in words; `kind` is a state of the design language, or empty."""

    kind: str
    text: str


@dataclass(frozen=True)
class Look:
    """A line of "lihat dulu": an area or a group of children, and why."""

    title: str
    value: str
    link: str
    step: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Reports:
    """Posts of a place that have sent a month's data."""

    sent: int
    of: int
    deadline: dt.date

    @property
    def missing(self) -> int:
        """Posts without data for the month."""
        return self.of - self.sent


@dataclass(frozen=True)
class Step:
    """The next step: what, why, and the one button."""

    text: str
    note: str = ""
    link: str = ""
    label: str = ""


@dataclass(frozen=True)
class FlowLine:
    """A line of the case balance: its bar's width (0-99) and its signed count in words."""

    name: str
    tone: str
    width: str
    text: str


def flow_lines(flow: StockFlow, meeting: bool, limit: int) -> tuple[FlowLine, ...]:
    """What came in and what went out; small flows are hidden in a meeting, and one more with a
    single one, because start and end would give it away."""
    rows = (
        ("in", _("Kasus baru"), flow.new),
        ("in", _("Baru ditemukan"), flow.found),
        ("in", _("Kambuh, pindah masuk"), flow.relapsed + flow.moved_in),
        ("out", _("Pulih"), flow.recovered),
        ("out", _("Genap 60 bulan"), flow.aged_out),
        ("out", _("Keluar lain"), flow.moved_out + flow.died + flow.lost + flow.corrected),
    )
    most = max((n for _tone, _name, n in rows), default=0) or 1
    masks = quiet.hide([n for _tone, _name, n in rows], limit) if meeting else [""] * len(rows)
    lines = []
    for (tone, name, n), hidden in zip(rows, masks, strict=True):
        sign = "+" if tone == "in" else "\u2212"
        text = "0" if not n else f"{sign}{count(n)}"
        width = f"{99 * n / most:.1f}"
        if hidden:
            text, width = (f"< {limit}" if hidden == "small" else pgettext("angka", "ditutup")), "0"
        lines.append(FlowLine(name, tone, width, text))
    return tuple(lines)


def reports(where: Asked, month: dt.date) -> Reports:
    """How many posts have sent the month; two counts, no list."""
    sent = Session.objects.filter(inside(where.scope), month=month, measured__gt=0).count()
    posts = Posyandu.objects.filter(inside(where.scope, "code")).count()
    return Reports(sent, posts, queries.deadline(month))


def urgent(where: Asked) -> dict[str, int]:
    """Children of the first tier by kecamatan (name -> count), most first."""
    rows = (
        ChildStatus.objects.filter(inside(where.scope), tier=MOST_URGENT)
        .order_by()
        .annotate(area=Substr("place_code", 1, 8))
        .values("area")
        .annotate(n=Count("pk"))
        .order_by("-n")
    )
    found = {row["area"]: row["n"] for row in rows}
    names = queries.places(found)
    return {names[code].name if code in names else code: n for code, n in found.items()}


def next_step(
    where: Asked, table: Table, waiting: int, sent: Reports, today: dt.date, may_list: bool
) -> Step:
    """The most urgent real thing. In a meeting a small number of children is not named."""
    month = table.total.figures.month
    late = (today - sent.deadline).days
    if waiting:
        told = _("anak") if _small(table, waiting) else _("%(n)s anak") % {"n": count(waiting)}
        return _see_children(where, told) if may_list else _ask(where, month, told)
    if sent.missing and late > 0:
        asked = {"bulan": month_text(month), "keadaan": "belum"}
        return Step(
            _("Tagih %(n)s posyandu yang belum mengirim data. Batasnya lewat %(days)s hari.")
            % {"n": count(sent.missing), "days": late},
            "",
            _address("posyandu:completeness", where, asked),
            _("Lihat posyandunya"),
        )
    if sent.missing:
        return Step(
            _("Belum ada yang mendesak. Tunggu data dari %(n)s posyandu.")
            % {"n": count(sent.missing)},
            _("Batas kirim %(days)s hari lagi.") % {"days": -late},
        )
    return Step(
        _("Tidak ada yang mendesak hari ini. Semua posyandu sudah mengirim data."),
        _("Berikutnya: data bulan depan."),
    )


def _address(name: str, where: Asked, asked: dict[str, str]) -> str:
    """A page of the posyandu room for this place."""
    place = {"wilayah": where.code} if where.code else {}
    return f"{reverse(name)}?{urlencode(place | asked)}"


def _see_children(where: Asked, told: str) -> Step:
    return Step(
        _("Lihat %(children)s di tingkat pertama. Mereka menunggu lebih dulu dari yang lain.")
        % {"children": told},
        _("Alasan tiap anak tertulis di daftarnya."),
        _address("posyandu:first", where, {"tingkat": str(MOST_URGENT)}),
        _("Buka daftar"),
    )


def _ask(where: Asked, month: dt.date, told: str) -> Step:
    link = reverse("insight:area", args=[where.code]) if where.code else ""
    return Step(
        _("Tanyakan kepada puskesmas kabar %(children)s di tingkat pertama urutan.")
        % {"children": told},
        _("Daftar namanya dibuka oleh petugas gizi, bidan, dan kader."),
        f"{link}?bulan={month_text(month)}" if link else "",
        _("Lihat wilayahnya") if link else "",
    )


def looks(
    where: Asked,
    total: AreaFigures,
    table: Table,
    waiting: dict[str, int],
    open_list: Link,
    target: float,
) -> list[Look]:
    """Groups of children and areas that deserve a look, most urgent first; at most five."""
    found = [
        _children(where, waiting, table),
        _severe(where, total, open_list, table),
        _highest(table),
        _unread(table, target),
        _twice(where, total, open_list, table),
    ]
    return [one for one in found if one is not None]


def _small(table: Table, n: int) -> bool:
    return table.meeting and 0 < n < table.limit


def _children(where: Asked, waiting: dict[str, int], table: Table) -> Look | None:
    n = sum(waiting.values())
    if not n or _small(table, n) or not table.total.cell("stunting").link:
        return None
    shown = [(name, k) for name, k in waiting.items() if not _small(table, k)][:3]
    reasons = [Reason("act", _("Tingkat pertama"))]
    if len(waiting) > 1:
        reasons += [Reason("", _("%(name)s %(n)s anak") % {"name": a, "n": k}) for a, k in shown]
    return Look(
        _("Anak yang perlu dilihat lebih dulu"),
        _("%(n)s anak menurut aturan urutan") % {"n": count(n)},
        _address("posyandu:first", where, {"tingkat": str(MOST_URGENT)}),
        _("Buka daftar"),
        tuple(reasons),
    )


def _of(n: int, of: int) -> dict[str, str]:
    return {"n": count(n), "of": count(of)}


def _severe(where: Asked, total: AreaFigures, open_list: Link, table: Table) -> Look | None:
    ratio = total.counts.severe_wasting
    link = open_list(where.code, "gizi-buruk")
    if not ratio.n or _small(table, ratio.n):
        return None
    return Look(
        _("Gizi buruk bulan ini"),
        _("%(n)s dari %(of)s balita yang dinilai (BB/PB atau BB/TB)") % _of(ratio.n, ratio.of),
        link,
        _("Lihat daftar") if link else "",
        (Reason("act", _("Perlu tata laksana puskesmas")),),
    )


def _highest(table: Table) -> Look | None:
    rows = [row for row in table.rows if row.readable and not row.stunting.hidden]
    if len(rows) < 2 or any(row.figures.level != "kecamatan" for row in rows):
        return None
    row = max(rows, key=lambda one: one.stunting.ratio.pct or 0)
    reasons = [Reason("", _("Tertinggi di antara yang dapat dibaca"))]
    if row.rise is not None and row.rise >= RISE:
        reasons.append(Reason("up", _("Naik dalam 12 bulan")))
    if row.new_cases and not row.new_hidden:
        reasons.append(Reason("", _("%(n)s kasus baru") % {"n": row.new_cases}))
    return Look(
        Place(row.figures.code, row.figures.name, row.figures.level).titled,
        _("%(n)s dari %(of)s balita diukur pendek atau sangat pendek")
        % _of(row.stunting.ratio.n, row.stunting.ratio.of),
        row.link,
        _("Buka kecamatan"),
        tuple(reasons),
    )


def _unread(table: Table, target: float) -> Look | None:
    rows = [row for row in table.rows if row.figures.known and not row.readable]
    if not rows:
        return None

    def lowest(row: Row) -> float:
        return row.ds.ratio.pct or 0

    row = min(rows, key=lowest)
    ratio = row.ds.ratio
    reasons = [Reason("soon", _("Angka belum bisa dibaca"))]
    if len(rows) > 1:
        others = _("%(n)s wilayah lain juga di bawah batas") % {"n": len(rows) - 1}
        reasons.append(Reason("", others))
    return Look(
        row.figures.name,
        _("Baru %(n)s dari %(of)s balita ditimbang") % _of(ratio.n, ratio.of),
        row.link,
        _("Buka wilayah") if row.link else "",
        tuple(reasons),
    )


def _twice(where: Asked, total: AreaFigures, open_list: Link, table: Table) -> Look | None:
    ratio = total.counts.two_t_d
    if not ratio.n or _small(table, ratio.n):
        return None
    link = open_list(where.code, "2t")
    return Look(
        _("Dua kali berturut-turut tidak naik (2T)"),
        _("%(n)s dari %(of)s balita yang ditimbang") % _of(ratio.n, ratio.of),
        link,
        _("Lihat daftar") if link else "",
        (Reason("soon", _("Cari sebab, lalu rujuk")),),
    )
