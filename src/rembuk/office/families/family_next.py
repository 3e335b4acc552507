"""The one next step for a family: whom to see first, what to settle, what to have corrected."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rembuk.office.families.family_links import Doubted
from rembuk.office.families.family_members import Member
from rembuk.office.families.family_risk import RiskLine
from rembuk.office.families.family_welfare import Test


@dataclass(frozen=True)
class NextStep:
    """What to do; `kind` is a state of the design language. Without `url` there is no button."""

    kind: str
    when: str
    text: str
    why: str = ""
    url: str = ""
    label: str = ""


@dataclass(frozen=True)
class Situation:
    """What the step is chosen from."""

    members: Sequence[Member]
    doubts: Sequence[Doubted]
    risk: Sequence[RiskLine]
    tests: Sequence[Test]
    may_ask: bool
    plain: bool
    poor: bool = False


def next_step(now: Situation) -> NextStep:
    """The first that holds: a child to see, a doubt to settle, a list to correct, a house to look
    at, evidence to gather, nothing. A kader is only told of children."""
    return _child(now) or (None if now.plain else _office(now)) or _routine(now)


def _child(now: Situation) -> NextStep | None:
    children = [
        (one, one.child) for one in now.members if one.child is not None and one.child.weight
    ]
    if not children:
        return None
    first, child = max(children, key=lambda pair: pair[1].weight)
    why = [child.tier.name if child.tier else "", child.case, child.bbtb.text]
    if child.two_t:
        why.append(_("berat dua kali berturut-turut tidak naik"))
    open_ = child.may_open
    return NextStep(
        "act" if child.tier is not None and child.tier.number == 1 else "soon",
        _("anak dahulu"),
        _("Lihat %(name)s dahulu, %(age)s.") % {"name": first.name, "age": first.age},
        "; ".join(dict.fromkeys(part for part in why if part)),
        reverse("posyandu:child", args=[first.person.public_id]) if open_ else "",
        _("Buka halaman anak") if open_ else "",
    )


def _office(now: Situation) -> NextStep | None:
    return _doubt(now) or _correction(now) or _house(now) or _evidence(now)


def _doubt(now: Situation) -> NextStep | None:
    mine = [one for one in now.doubts if one.may_settle]
    if not mine:
        return None
    n = len(mine)
    return NextStep(
        "soon",
        ngettext("%d keraguan", "%d keraguan", n) % n,
        _("Putuskan dahulu apakah dua catatan ini orang yang sama."),
        _("Selama ragu, angka keluarga ini dapat keliru."),
        reverse("linking:pair", args=[mine[0].key]),
        _("Bandingkan kedua catatan"),
    )


def _correction(now: Situation) -> NextStep | None:
    wrong = [one for one in now.risk if one.wrong and one.row]
    if not wrong or not now.may_ask:
        return None
    first = wrong[0]
    url = reverse("lists:ask", args=[first.row]) + f"?fakta={first.fact}"
    return NextStep(
        "soon",
        _("daftar KRS berbeda"),
        _("Minta daftar KRS dibetulkan: %(name)s.") % {"name": first.name},
        first.why,
        url,
        _("Tulis permintaan"),
    )


def _house(now: Situation) -> NextStep | None:
    failed = [one for one in now.tests if one.state == "gagal"]
    if not failed or not now.poor:
        return None
    return NextStep(
        "soon",
        _("rumah tidak layak huni"),
        _("Periksa rumahnya di lapangan untuk diusulkan diperbaiki."),
        _("Tidak memenuhi: %(tests)s.") % {"tests": ", ".join(one.name for one in failed)},
    )


def _evidence(now: Situation) -> NextStep | None:
    unknown = [one for one in now.risk if one.now and one.now.code == "tidak-diketahui"]
    if not unknown:
        return None
    names = ", ".join(one.name for one in unknown[:4])
    return NextStep(
        "wait",
        _("bukti belum lengkap"),
        _("Lengkapi bukti saat kunjungan berikut."),
        _("Belum diketahui: %(names)s.") % {"names": names},
    )


def _routine(now: Situation) -> NextStep:
    if any(one.child for one in now.members):
        text = _("Timbang dan ukur anaknya pada hari posyandu berikut.")
        return NextStep("done", _("tidak ada yang mendesak"), text)
    return NextStep(
        "done", _("tidak ada yang mendesak"), _("Tidak ada langkah untuk keluarga ini.")
    )
