"""Ask pages through Django's test client, warm, and print how long the answers took."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterable
from typing import Any


def _counted(queries: list[str]) -> Callable[..., Any]:
    def wrapper(execute: Any, sql: str, *rest: Any) -> Any:
        queries.append(sql)
        return execute(sql, *rest)

    return wrapper


def ask(pages: Iterable[tuple[str, str, str]], rounds: int, goal: int) -> None:
    """Print p50 and p95 in milliseconds of wall time and of CPU time, the number of queries, and
    the size of the answer, for each (name, user name, path). Django is set up; the process is
    readied as the server's is (`site.warm`)."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from rembuk.office.access.models import Account
    from rembuk.site.warm import warm

    settings.ALLOWED_HOSTS = ["testserver"]
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"  # nothing was collected
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": plain}}
    warm()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    head = (
        f"{'page':<38}{'p50 ms':>8}{'p95 ms':>8}{'CPU p50':>9}{'CPU p95':>9}{'queries':>9}{'kB':>6}"
    )
    print(f"{head}   goal {goal}")
    for name, username, path in pages:
        client = Client()
        client.force_login(
            Account.objects.get(username=username),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        client.get(path)
        queries: list[str] = []
        with connection.execute_wrapper(_counted(queries)):
            answer = client.get(path)
        if answer.status_code != 200:
            print(f"{name:<38} answered {answer.status_code}")
            continue
        took, used = [], []
        for _ in range(rounds):
            began, cpu = time.perf_counter(), time.process_time()
            answer = client.get(path)
            took.append(1000 * (time.perf_counter() - began))
            used.append(1000 * (time.process_time() - cpu))
        p95, cpu95 = (statistics.quantiles(part, n=20)[18] for part in (took, used))
        print(
            f"{name:<38}{statistics.median(took):>8.0f}{p95:>8.0f}"
            f"{statistics.median(used):>9.0f}{cpu95:>9.0f}"
            f"{len(queries):>9}{len(answer.content) / 1024:>6.0f}"
            f"{'' if p95 <= goal else '   over'}"
        )
