"""The answer to a typed target, in words: what it asks, what was achieved, how likely it is."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from rembuk.office.places.numbers import plain
from rembuk.science.survey.reaching import Reach, Reading
from rembuk.science.survey.trends import Interval

STEP = 5
"""Chances are told in steps of 5 in a hundred: finer would pretend."""
WIDE = 60
"""From this width the range says nothing, and the page says so."""


def out_of_hundred(chance: Interval) -> tuple[int, int]:
    """The range in whole steps, outwards: 0.171-0.302 -> 15, 35."""
    low = int(100 * chance.low // STEP) * STEP
    high = int(-(-100 * chance.high // STEP)) * STEP
    return low, min(max(high, low + STEP), 100)


def words(chance: Interval) -> str:
    """`antara 15 dan 35 dari 100`; at the ends `di bawah 5`, `di atas 95`."""
    low, high = out_of_hundred(chance)
    if high <= STEP:
        return _("di bawah %(n)s dari 100") % {"n": STEP}
    if low >= 100 - STEP:
        return _("di atas %(n)s dari 100") % {"n": 100 - STEP}
    return _("antara %(low)s dan %(high)s dari 100") % {"low": low, "high": high}


@dataclass(frozen=True)
class Answer:
    """What a page says to a target. `kind` is a state of the design language."""

    kind: str
    head: str
    asks: str
    achieved: str
    chance: str
    general: str
    own: str
    reach: Reach


def answer(reach: Reach) -> Answer:
    """The words. The head never promises: it compares what is asked with what was achieved."""
    low, high = out_of_hundred(reach.chance)
    if reach.required <= 0:
        kind, head = "soon", _("Target ini di atas angka survei terakhir: tidak meminta penurunan.")
    elif high - low >= WIDE:
        kind, head = "wait", _("Data belum cukup untuk menilai target ini.")
    elif high <= 35:
        kind, head = "soon", _("Target ini jauh: kecil peluangnya dengan laju sejauh ini.")
    elif low >= 65:
        kind, head = "run", _("Target ini terjangkau bila laju sejauh ini terjaga.")
    else:
        kind, head = "wait", _("Target ini dapat tercapai dan dapat tidak.")
    return Answer(
        kind, head, _asks(reach), _achieved(reach), words(reach.chance),
        _reading(_("Bila laju ke depan seperti umumnya wilayah lain"), reach.general),
        _reading(_("Bila laju sejauh ini terus berlanjut"), reach.own), reach,
    )  # fmt: skip


def _asks(reach: Reach) -> str:
    if reach.required <= 0:
        return _("Angka terakhir %(base)s%% (%(survey)s %(since)s).") % {
            "base": plain(reach.base.percent), "survey": reach.base.survey,
            "since": reach.base.year,
        }  # fmt: skip
    return _(
        "Turun %(rate)s persen setahun, dari %(base)s%% (%(survey)s %(since)s) ke "
        "%(target)s%% pada %(year)s."
    ) % {
        "rate": plain(reach.required), "base": plain(reach.base.percent),
        "survey": reach.base.survey, "since": reach.base.year, "target": plain(reach.target),
        "year": reach.year,
    }  # fmt: skip


def _achieved(reach: Reach) -> str:
    if reach.achieved is None:
        return _("Belum diketahui: baru satu angka.")
    if reach.achieved <= 0:
        return _("Angkanya tidak turun.")
    told = _("Turun %(rate)s persen setahun") % {"rate": plain(reach.achieved)}
    if reach.required > reach.achieved:
        times = reach.required / reach.achieved
        return _("%(told)s; target meminta %(times)s kali lipatnya.") % {
            "told": told, "times": plain(times),
        }  # fmt: skip
    return f"{told}."


def _reading(head: str, one: Reading | None) -> str:
    if one is None:
        return ""
    return _("%(head)s: %(chance)s. Perkiraan %(mid)s%%, rentang %(low)s\u2013%(high)s%%.") % {
        "head": head, "chance": words(one.chance), "mid": plain(one.expected),
        "low": plain(one.interval.low), "high": plain(min(one.interval.high, 100)),
    }  # fmt: skip
