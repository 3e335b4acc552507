"""The child page's history in words: cases, feeding, measuring again, leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from rembuk.office.posyandu import plain as plain_words
from rembuk.office.posyandu import wording
from rembuk.office.posyandu.child.view import cm, kg
from rembuk.office.posyandu.figures import ChildPage, Measured


@dataclass(frozen=True)
class Happening:
    """One line of the child's history."""

    on: dt.date
    kind: str
    title: str
    detail: str = ""


def history(child: ChildPage, plain: bool = False) -> tuple[Happening, ...]:
    """Case events, feeding episodes and leaving, newest first."""
    words = {**wording.CASE_EVENTS, **plain_words.CASES} if plain else wording.CASE_EVENTS
    kinds = {"diduga": "soon", "pulih": "done", "lulus": "done"}
    found = [
        Happening(
            step.on,
            kinds.get(step.event, "run" if step.event in wording.CONFIRMED else "off"),
            wording.word(words, step.event),
            "" if plain else _("aturan %(version)s") % {"version": step.rule_version},
        )
        for step in child.steps
    ]
    for one in child.supplements:
        weights = ""
        if one.weight_start is not None and one.weight_end is not None:
            gain = formats.number_format(one.weight_end - one.weight_start, 1).replace("-", "−")
            weights = _("%(start)s menjadi %(end)s (%(gain)s kg)") % {
                "start": kg(one.weight_start),
                "end": kg(one.weight_end),
                "gain": gain,
            }
        # the history files name the reason; a file of before 2024 may not
        title = _("PMT: %(programme)s") % {"programme": one.programme} if one.programme else "PMT"
        found.append(
            Happening(one.start, "run", title, " · ".join(filter(None, [one.status, weights])))
        )
    found += _measured_again(child.measurements)
    if child.left_on is not None:
        found.append(
            Happening(
                child.left_on,
                "off",
                _("Keluar: %(why)s") % {"why": wording.word(wording.LEFT, child.left_why)},
            )
        )
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _measured_again(measurements: Iterable[Measured]) -> list[Happening]:
    found = []
    for m in measurements:
        if m.recorded is None:
            continue
        sizes = " · ".join(filter(None, [kg(m.weight), cm(m.lenhei)]))
        by = _("dicatat %(who)s") % {"who": m.recorded.by}
        found.append(
            Happening(m.date, "run", _("Diukur ulang"), " · ".join(filter(None, [sizes, by])))
        )
        if m.recorded.void_at is not None:
            what = _("Ukuran %(day)s dibatalkan") % {"day": formats.date_format(m.date, "j F Y")}
            why = f"{m.recorded.void_why} · {m.recorded.void_by}"
            found.append(Happening(timezone.localdate(m.recorded.void_at), "off", what, why))
    return found
