"""Work that is due by itself: once an interval, however often the worker asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone

from rembuk.office.jobs import queue, registry
from rembuk.office.jobs.models import Job, State
from rembuk.office.jobs.progress import Handle

pytestmark = pytest.mark.django_db


@pytest.fixture
def runs() -> Iterator[list[int]]:
    """The only recurring work is one of this test."""
    before = dict(registry._kinds)
    registry.recurring()
    known = dict(registry._kinds)
    seen: list[int] = []

    def work(progress: Handle) -> None:
        seen.append(1)

    registry._kinds.clear()
    registry._kinds["uji-harian"] = registry.Kind(
        "uji-harian", "Uji", work, every=dt.timedelta(days=1)
    )
    yield seen
    registry._kinds.clear()
    registry._kinds.update(known | before)


def test_it_runs_once_a_day(runs: list[int]) -> None:
    queue.enqueue_due()
    queue.enqueue_due()
    assert len(runs) == 1
    Job.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))
    queue.enqueue_due()
    queue.enqueue_due()
    assert len(runs) == 2


def test_one_that_still_waits_is_not_queued_twice(runs: list[int]) -> None:
    waiting = Job.objects.create(kind="uji-harian", subject=queue.RECURRING, state=State.WAITING)
    Job.objects.update(created_at=timezone.now() - dt.timedelta(hours=25))
    assert queue.enqueue_due() == [waiting]
    assert (Job.objects.count(), runs) == (1, [])


def test_ranking_is_due_daily() -> None:
    due = {kind.code: kind.every for kind in registry.recurring()}
    assert due["lihat-dulu"] == dt.timedelta(days=1)
