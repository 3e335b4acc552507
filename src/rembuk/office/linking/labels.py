"""The threshold from the district's own answers: a labelled sample, and what it allows to say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import polars as pl

from rembuk.office.linking.engine import Threshold
from rembuk.office.linking.models import Decision, DecisionState, Verdict
from rembuk.reference import Reference
from rembuk.science import linkage

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
    if len(labels) < least:
        return None
    table = pl.DataFrame(
        labels, schema={"weight": pl.Float64, "match": pl.Boolean}, orient="row"
    ).with_columns((pl.col("weight") * 2).floor() / 2)
    asked = rules.number("link.label_precision", today) / 100
    found = linkage.choose_threshold(table, asked, surely=True, least=-(-least // 4))
    if found is None:
        return None
    facts = {
        "answers": found.labelled, "above": found.kept,
        "lower": round(found.lower, 4), "upper": round(found.upper, 4),
    }  # fmt: skip
    return Threshold(found.weight, "jawaban", found.precision, facts)


def precision(labels: Sequence[Label], weight: float) -> tuple[float, float, int]:
    """Of the answers from a weight on: lower end of the 95 % interval, share that were one person,
    number."""
    above = [same for one, same in labels if one >= weight]
    if not above:
        return 0.0, 0.0, 0
    lower, _upper = linkage.interval(sum(above), len(above))
    return lower, sum(above) / len(above), len(above)
