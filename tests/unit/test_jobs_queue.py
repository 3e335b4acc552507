"""Background work: one job a subject, progress, cancel, failure without personal data, resume."""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from rembuk.office.jobs import queue, registry
from rembuk.office.jobs.models import Job, State
from rembuk.office.jobs.progress import Handle, JobError
from rembuk.office.jobs.registry import job

pytestmark = pytest.mark.django_db


@pytest.fixture
def works() -> Iterator[dict[str, Any]]:
    """Kinds that live for one test."""
    before = dict(registry._kinds)
    yield registry._kinds
    registry._kinds.clear()
    registry._kinds.update(before)


def test_work_runs_and_is_done(works: dict[str, Any]) -> None:
    seen: list[int] = []

    @job("uji-jalan", label="Uji")
    def run(progress: Handle, number: int) -> str:
        progress("langkah", 1, 2)
        seen.append(number)
        return "beres"

    done = queue.enqueue("uji-jalan", 7, None, number=7)
    assert seen == [7]
    assert (done.state, done.message, done.stage) == (State.DONE, "beres", "langkah")
    assert done.worker.endswith(f":{os.getpid()}")


def test_a_subject_has_one_active_job_of_a_kind(works: dict[str, Any]) -> None:
    works["uji-satu"] = registry.Kind("uji-satu", "Uji", lambda progress: None)
    waiting = Job.objects.create(kind="uji-satu", subject="1")
    assert queue.enqueue("uji-satu", 1) == waiting
    assert queue.enqueue("uji-satu", 2) != waiting


def test_an_unknown_kind_is_a_programming_error() -> None:
    with pytest.raises(KeyError):
        queue.enqueue("uji-tidak-ada", 1)


def test_cancel_stops_work_at_its_next_step(works: dict[str, Any]) -> None:
    steps: list[int] = []

    @job("uji-henti")
    def run(progress: Handle) -> None:
        for number in range(5):
            if number == 2:
                queue.cancel(Job.objects.get(kind="uji-henti"))
            progress(f"langkah {number}", number, 5)
            steps.append(number)

    done = queue.enqueue("uji-henti", 1)
    assert steps == [0, 1]
    assert done.state == State.CANCELLED


def test_a_waiting_job_is_cancelled_at_once() -> None:
    waiting = Job.objects.create(kind="uji", subject="1")
    queue.cancel(waiting)
    assert waiting.state == State.CANCELLED


def test_a_failure_is_told_without_what_the_error_said(
    works: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    person = "".join(["Raha", "sia"])  # a traceback shows source lines, never values

    @job("uji-gagal")
    def run(progress: Handle) -> None:
        raise ValueError(person)

    with caplog.at_level(logging.ERROR):
        done = queue.enqueue("uji-gagal", 1)
    assert done.state == State.FAILED
    assert "Rahasia" not in done.message + caplog.text
    assert "ValueError" in caplog.text


def test_a_refusal_is_told_in_its_own_words(works: dict[str, Any]) -> None:
    @job("uji-tolak")
    def run(progress: Handle) -> None:
        raise JobError("Pratinjau harus disiapkan ulang.")

    assert queue.enqueue("uji-tolak", 1).message == "Pratinjau harus disiapkan ulang."


def running(worker: str, beat: dt.timedelta, **more: Any) -> Job:
    return Job.objects.create(
        kind="uji-lanjut",
        subject="1",
        state=State.RUNNING,
        worker=worker,
        heartbeat_at=timezone.now() - beat,
        **more,
    )


@pytest.fixture
def counted(works: dict[str, Any]) -> list[int]:
    runs: list[int] = []
    works["uji-lanjut"] = registry.Kind("uji-lanjut", "Uji", lambda progress: runs.append(1))
    return runs


def host() -> str:
    return queue.me().rpartition(":")[0]


def test_the_job_of_a_dead_process_is_taken_up(counted: list[int]) -> None:
    left = running(f"{host()}:4194305", dt.timedelta(seconds=1))
    assert queue.resume() == [left]
    left.refresh_from_db()
    assert (counted, left.state) == ([1], State.DONE)


def test_the_job_of_a_living_process_is_left_alone(counted: list[int]) -> None:
    running(f"{host()}:{os.getppid()}", dt.timedelta(seconds=1))
    assert queue.resume() == []
    assert counted == []


def test_the_job_of_another_machine_is_taken_up_when_its_heart_stopped(counted: list[int]) -> None:
    running("lain:12", dt.timedelta(seconds=30))
    assert queue.resume() == []
    Job.objects.update(heartbeat_at=timezone.now() - queue.STALE - dt.timedelta(seconds=1))
    assert len(queue.resume()) == 1


def test_a_job_that_kills_its_worker_again_and_again_is_given_up(counted: list[int]) -> None:
    left = running(f"{host()}:4194305", dt.timedelta(seconds=1), attempts=queue.MAX_ATTEMPTS)
    assert queue.resume() == []
    left.refresh_from_db()
    assert (left.state, counted) == (State.FAILED, [])
