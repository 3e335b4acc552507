"""Hear of imports that were saved or taken back, and of measurements written between them."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.db.transaction import on_commit

from rembuk.office.accompaniment import opening
from rembuk.office.accompaniment.tasks import KIND
from rembuk.office.intake.models import Import, ImportState
from rembuk.office.jobs import queue
from rembuk.office.posyandu.models import Remeasurement

HEARD = "pengukuran"


def listen() -> None:
    """Start hearing; twice is once."""
    post_save.connect(_imported, sender=Import, dispatch_uid="accompaniment-import")
    post_save.connect(_measured, sender=Remeasurement, dispatch_uid="accompaniment-measured")


def _imported(sender: Any, instance: Import, **_more: Any) -> None:
    ended = {ImportState.DONE.value, ImportState.UNDONE.value}
    if instance.kind == HEARD and instance.state in ended:
        on_commit(lambda: _queue())


def _queue() -> None:
    queue.enqueue(KIND, "kasus")


def _measured(sender: Any, instance: Remeasurement, **_more: Any) -> None:
    child = instance.measurement.child_id
    on_commit(lambda: _settle(child))


def _settle(child: int) -> None:
    opening.settle([child])
