"""The threshold from the district's own answers: a labelled sample, and what it allows to say."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from rembuk.office.linking.engine import Threshold
from rembuk.office.linking.models import Decision, DecisionState, Verdict
from rembuk.reference import Reference

Z: Final = 1.959964
"""Of a 95 % interval."""

Label = tuple[float, bool]
"""Weight of a pair, and whether it was one person."""


def labelled() -> list[Label]:
    """Every answer that holds, with the weight its pair had."""
    rows = Decision.objects.filter(state=DecisionState.HOLDS, weight__isnull=False)
    return [
        (weight, verdict == Verdict.SAME)
        for weight, verdict in rows.values_list("weight", "verdict")
        if weight is not None
    ]


def threshold(labels: Sequence[Label], rules: Reference, today: dt.date) -> Threshold | None:
    """The lowest weight from which pairs are one person as surely as the district asks; None when
    there are too few answers, or no weight is sure enough.

    Answers to doubts are all answered and linked pairs only drawn, so the share of wrong links
    among the answers is at least that among all links: the threshold errs on the careful side.
    """
    least = int(rules.number("link.label_least", today))
    asked = rules.number("link.label_precision", today) / 100
    if len(labels) < least:
        return None
    for weight in sorted({round(math.floor(weight * 2) / 2, 1) for weight, _same in labels}):
        low, share, number = precision(labels, weight)
        if number >= least / 4 and low >= asked:
            source = _("%(n)s jawaban daerah ini, %(m)s di atas ambang") % {
                "n": len(labels), "m": number,
            }  # fmt: skip
            return Threshold(weight, source, share)
    return None


def precision(labels: Sequence[Label], weight: float) -> tuple[float, float, int]:
    """Of the answers from a weight on: lower end of the 95 % interval (Wilson), share that were
    one person, number."""
    above = [same for one, same in labels if one >= weight]
    number = len(above)
    if not number:
        return 0.0, 0.0, 0
    share = sum(above) / number
    middle = share + Z * Z / (2 * number)
    half = Z * math.sqrt(share * (1 - share) / number + Z * Z / (4 * number * number))
    return (middle - half) / (1 + Z * Z / number), share, number
