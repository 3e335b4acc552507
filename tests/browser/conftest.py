"""A real server on a small invented district, and Debian's Chromium.

They are this folder's (scope "package", hence `__init__.py`), not the whole run's: a worker ends
them after its last browser test, and its other tests have the processor to themselves.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests import migrated
from tests.browser.visiting import Visitor, opened

HERE = Path(__file__).parent
PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""First the one without windows: drawing none takes half of the processor's time."""
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _environment(var: Path, database: str = "") -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in {"REMBUK_TEST", "DATABASE_URL"}}
    env |= {"REMBUK_VAR": str(var), "REMBUK_DEMO": "1"}
    return env | {"DATABASE_URL": database} if database else env


@pytest.fixture(scope="package")
def demo_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The var folder of this worker: its own copy of a district built once for all of them.

    So what one test changes (a theme, a list gone to the ground) reaches no test of another worker.
    """
    base = tmp_path_factory.getbasetemp()
    root = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    var = root / "browser-var"
    with (root / "browser-var.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (var / "built").exists():
            command = [sys.executable, "-m", "rembuk", "demo", "build"]
            command += ["--scale", "small", "--months", "6", "--until", "2026-10"]
            done = subprocess.run(
                command, env=_environment(var), capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
            (var / "built").touch()
    return Path(shutil.copytree(var, tmp_path_factory.mktemp("own") / "var"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=10)
    except (urllib.error.URLError, OSError):
        return False
    return True


@contextmanager
def serving(var: Path, database: str = "") -> Iterator[str]:
    """Address of `rembuk serve` on a var folder, or on a database; ended with its whole group."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "rembuk", "serve", "--port", str(port)]
    log = (var / f"serve-{port}.log").open("w")
    process = subprocess.Popen(
        command, env=_environment(var, database), stdout=log, stderr=subprocess.STDOUT
    )
    try:
        until = time.monotonic() + 180  # a busy machine starts slowly
        while not _answers(f"{address}/akun/login/"):
            assert process.poll() is None, Path(log.name).read_text()[-4000:]
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="package")
def server(demo_var: Path) -> Iterator[str]:
    """Address of a server of this worker's own district."""
    with serving(demo_var) as address:
        yield address


@pytest.fixture(scope="module")
def either_server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """Address of a server on the database of this run: the worker's district on SQLite; on
    PostgreSQL (DATABASE_URL) a small one of its own, in a database made for it."""
    cluster = os.environ.get("DATABASE_URL", "")
    if not cluster.startswith("postgres"):
        yield request.getfixturevalue("server")
        return
    import psycopg

    var = tmp_path_factory.mktemp("played")
    with psycopg.connect(cluster, autocommit=True) as connection:
        tables = migrated.postgres_template(tmp_path_factory)
        connection.execute(f"CREATE DATABASE played TEMPLATE {tables}")
    database = f"{cluster.rpartition('/')[0]}/played"
    command = [sys.executable, "-m", "tests.browser.played_district"]
    done = subprocess.run(
        command, env=_environment(var, database), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    with serving(var, database) as address:
        yield address


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium of the system, headless."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    assert program, "Chromium is absent: apt install chromium-headless-shell"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def visitors(browser: Browser, server: str) -> Iterator[dict[tuple[str, int], Visitor]]:
    """Signed-in visitors by user name and width, made when first asked for."""
    made: dict[tuple[str, int], Visitor] = {}
    yield made
    for visitor in made.values():
        visitor.context.close()


@pytest.fixture
def visit(browser: Browser, server: str, visitors: dict[tuple[str, int], Visitor]):
    """`visit("gizi", 360)`: the visitor of that account at that width."""

    def one(username: str, width: int = 1280) -> Visitor:
        key = (username, width)
        if key not in visitors:
            visitors[key] = opened(browser, server, username, width)
        visitors[key].errors.clear()
        return visitors[key]

    return one


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core, vendored for the tests."""
    return (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
