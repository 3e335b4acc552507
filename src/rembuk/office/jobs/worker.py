"""The process that does the work: takes up what a dead worker left, then waits for more."""

from __future__ import annotations

import threading
from typing import Final

from django.db import close_old_connections, connection
from django.db.utils import DatabaseError
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker

from .models import Job, State
from .queue import enqueue_due, me, resume

BEAT: Final = 15.0
"""Seconds between two heartbeats."""


def run(*, once: bool = False, interval: float = 0.5) -> None:
    """Work until a signal says stop (SIGTERM, Ctrl-C); `once` ends when the queue is empty."""
    resume()
    if not once:
        enqueue_due()
    stop = threading.Event()
    heart = threading.Thread(target=_beat, args=(stop,), name="heartbeat", daemon=True)
    heart.start()
    worker = Worker(
        queue_names=["default"],
        interval=interval,
        batch=once,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    if threading.current_thread() is threading.main_thread():
        worker.configure_signals()
    try:
        worker.run()
    finally:
        stop.set()


def _beat(stop: threading.Event) -> None:
    """Keep this process's jobs alive in the table, and look for orphans of other workers."""
    while not stop.wait(BEAT):
        try:
            mine = Job.objects.filter(state=State.RUNNING, worker=me())
            mine.update(heartbeat_at=timezone.now())
            resume()
            enqueue_due()
        except DatabaseError:
            close_old_connections()  # a busy database: the next beat will do
    connection.close()
