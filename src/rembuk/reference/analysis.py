"""What the situation analysis (Action 1) refers to: which interventions close the gap of a service,
and the categories of obstacles."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pydantic import Field

from rembuk.reference.dated import Rule


class ServiceLink(Rule):
    """`quantity` is what a service indicator counts above the line; `interventions` are what brings
    it, the usual first. Without a link a gap is still shown, only nothing is proposed."""

    quantity: str
    interventions: tuple[str, ...] = Field(min_length=1)


class ObstacleKind(Rule):
    """A category of obstacle; `asks` is what to look at before one is written down."""

    name_id: str
    name_en: str
    asks_id: str
    asks_en: str


def problems(
    rule: Rule, quantities: Collection[str], interventions: Collection[str]
) -> Iterator[str]:
    """What of a link points nowhere."""
    if not isinstance(rule, ServiceLink):
        return
    if rule.quantity not in quantities:
        yield f"besaran {rule.quantity!r} tidak dikenal"
    for code in rule.interventions:
        if code not in interventions:
            yield f"intervensi {code!r} tidak dikenal"
