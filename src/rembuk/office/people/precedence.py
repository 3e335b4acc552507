"""Which source wins for which fact of a person, today, in this district."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from rembuk import reference
from rembuk.office.people.facts import Orders


def orders_on(day: dt.date) -> Orders:
    """Fact -> sources in the order they are believed, by the rules in force on a day."""
    return {fact: rule.order for fact, rule in reference.load().precedence(day).items()}


def orders_today() -> Orders:
    """The orders in force today."""
    return orders_on(timezone.localdate())
