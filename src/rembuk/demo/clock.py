"""The demo's own clock: acts of the past are done by the services as on the day they happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.utils import timezone


@contextmanager
def standing_at(day: dt.date, hour: int = 9) -> Iterator[dt.datetime]:
    """Let Django's clock stand on a day at an hour of local time; gives that moment.

    Only what asks `django.utils.timezone` is led by it: history, days of acts, "today".
    """
    moment = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    with mock.patch.object(timezone, "now", return_value=moment):
        yield moment
