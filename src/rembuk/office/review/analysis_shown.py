"""How counts of an analysis are written where they may be too small to show: on pages in a meeting,
on paper, in the workbook. One rule for all three."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from rembuk.office.insight.lokus_letter import small
from rembuk.office.insight.lokus_rows import Line
from rembuk.office.places.numbers import count, plain
from rembuk.office.review.analysis_gaps import Gap, Planned
from rembuk.office.review.analysis_reach import Counted, Reach
from rembuk.office.review.analysis_scope import Scope
from rembuk.office.review.analysis_spread import Spread


def ratio(one: Reach, least: int) -> str:
    """`1.204 dari 1.487`; a count alone where nothing divides it; what is missing in words."""
    if one.period is None:
        return _("belum dibuka")
    if not one.known:
        return _("belum ada")
    if one.covered(least):
        return f"< {least}"
    if one.indicator.unit == "ya-tidak":
        return _("ya") if one.total.n else _("tidak")
    if not one.indicator.denominator:
        return count(one.total.n)
    if not one.total.of:
        return _("tidak ada sasaran")
    return _("%(n)s dari %(of)s") % {"n": count(one.total.n), "of": count(one.total.of)}


def percent(one: Reach, least: int) -> str:
    """`81,0%`; "" where it is not read, hidden, or no share."""
    pct = one.total.pct
    if pct is None or not one.ratio or not one.known or one.covered(least):
        return ""
    return f"{plain(pct)}%" + ("" if one.readable else "*")


def goal(one: Reach) -> str:
    """`90%`; a national one says so."""
    if one.goal is None:
        return ""
    text = f"{plain(one.goal.value, 0 if one.goal.value % 1 == 0 else 1)}%"
    if one.goal.national:
        return f"{text} {_('nasional')} {one.goal.year or ''}".strip()
    return text


def need(one: Reach, least: int) -> str:
    """How many are not reached."""
    if one.readable and one.ratio and not one.total.of:
        return _("tidak ada sasaran")
    if one.lacking is None or not one.readable:
        return _("belum terbaca") if one.period is not None else _("belum dibuka")
    if one.covered(least):
        return f"< {least}"
    return f"{count(one.lacking)} {one.unit}"


def volumes(found: dict[str, Decimal]) -> str:
    """`120 anak, 3 kali`."""
    return ", ".join(f"{amount(v)} {unit}".strip() for unit, v in sorted(found.items()))


def amount(value: Decimal) -> str:
    """A volume without needless decimals."""
    whole = value == value.to_integral_value()
    return count(int(value)) if whole else plain(float(value))


def planned(one: Planned) -> str:
    """`2 janji: 120 anak`."""
    if not one.promises:
        return _("belum ada") + (f"; {_refused(one.refused)}" if one.refused else "")
    parts = [_("%(n)s janji") % {"n": count(one.promises)}]
    if one.volumes:
        parts.append(volumes(one.volumes))
    if one.without_volume:
        parts.append(_("%(n)s tanpa volume") % {"n": count(one.without_volume)})
    if one.refused:
        parts.append(_refused(one.refused))
    return "; ".join(parts)


def _refused(n: int) -> str:
    return _("%(n)s ditolak") % {"n": count(n)}


def delivered(one: Planned) -> str:
    """`1 diperiksa: 40 anak`; what waits for its judge is said, not counted."""
    parts = []
    if one.delivered:
        text = _("%(n)s diperiksa") % {"n": count(one.delivered)}
        parts.append(f"{text}: {volumes(one.delivered_volumes)}" if one.delivered_volumes else text)
    if one.waiting:
        parts.append(_("%(n)s menunggu pemeriksaan") % {"n": count(one.waiting)})
    if one.late:
        parts.append(_("%(n)s lewat tenggat") % {"n": count(one.late)})
    return "; ".join(parts) or ("–" if not one.promises else _("belum ada"))


def hole(one: Gap) -> tuple[str, str]:
    """State of the design language and words of what lacks."""
    if not one.hole and not one.reach.lacking:
        none = not one.reach.total.of
        return ("off", _("tidak ada sasaran")) if none else ("done", _("tidak ada yang kurang"))
    return {
        "angka": ("wait", _("angka belum terbaca")),
        "pemilik": ("act", _("belum ada pemilik")),
        "rencana": ("soon", _("belum direncanakan")),
        "kurang": ("soon", _("rencana kurang dari kebutuhan")),
        "bukti": ("run", _("belum terbukti")),
        "": ("done", _("ada rencana dan bukti")),
    }[one.hole]


def cases(one: Spread, limit: int) -> str:
    """`317 dari 1.487` of the register; hidden or without data in words."""
    if not one.figures.known:
        return _("belum ada")
    if one.hidden:
        return small(one.hidden, limit)
    return _("%(n)s dari %(of)s") % {"n": count(one.stunting.n), "of": count(one.stunting.of)}


def severe(one: Spread, limit: int) -> str:
    """Very short children, hidden with the others where they would tell."""
    if not one.figures.known:
        return ""
    return small(one.severe_hidden, limit) if one.severe_hidden else count(one.severe.n)


def prevalence(one: Spread) -> str:
    """`21,3%`; "" where it is hidden or cannot be read."""
    pct = one.stunting.pct
    if pct is None or one.hidden or not one.figures.known or not one.readable:
        return ""
    return f"{plain(pct)}%"


def interval(one: Spread) -> str:
    """`19,3 sampai 23,5`."""
    found = one.interval
    if found is None or not one.readable:
        return ""
    return f"{plain(found.low)}–{plain(found.high)}"


def village(one: Line, limit: int) -> str:
    """Short children of a ranked village."""
    if one.cases:
        return small(one.cases, limit)
    found = one.facts.stunting
    return _("%(n)s dari %(of)s") % {"n": count(found.n), "of": count(found.of)}


def families(one: Line, limit: int) -> str:
    """Families at risk of a ranked village."""
    if one.families:
        return small(one.families, limit)
    return count(one.facts.families.n) if one.facts.families else _("belum ada")


def worst(given: Scope, one: Reach, most: int = 3) -> str:
    """Names of the areas whose lack is beyond chance, with their percent where it may be shown."""
    found = [f"{given.names.get(x.code, x.code)}{_pct(x, given.least)}" for x in one.worst[:most]]
    more = len(one.worst) - len(found)
    return ", ".join(found) + (f" (+{more})" if more > 0 else "")


def _pct(one: Counted, least: int) -> str:
    few = any(0 < n < least for n in (one.n, one.of, one.of - one.n))
    return "" if few or one.pct is None else f" {plain(one.pct, 0)}%"
