"""A real server on a small invented district, and Debian's Chromium."""

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
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

HERE = Path(__file__).parent
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "rembuk-demo-2026"


def _environment(var: Path) -> dict[str, str]:
    env = {k: v for k, v in os.environ.items() if k not in {"REMBUK_TEST", "DATABASE_URL"}}
    return env | {"REMBUK_VAR": str(var), "REMBUK_DEMO": "1"}


@pytest.fixture(scope="session")
def demo_var(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The var folder of a district built once for all workers of this run."""
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
    return var


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(demo_var: Path) -> Iterator[str]:
    """Address of `rembuk serve --demo` on the built district; ended with its whole group."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "rembuk", "serve", "--port", str(port)]
    log = (demo_var / f"serve-{port}.log").open("w")
    process = subprocess.Popen(
        command, env=_environment(demo_var), stdout=log, stderr=subprocess.STDOUT
    )
    try:
        for _ in range(300):
            if process.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{address}/akun/login/", timeout=2)
                break
            except (urllib.error.URLError, OSError):
                time.sleep(0.2)
        else:
            process.terminate()
        assert process.poll() is None, Path(log.name).read_text()[-4000:]
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium of the system, headless."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is absent: apt install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


class Visitor:
    """One signed-in browser context; remembers console errors, so CSP refusals show."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.context = context
        self.address = address
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))

    def sign_in(self, username: str) -> None:
        """Through the sign-in page, as a person does."""
        self.page.goto(f"{self.address}/akun/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/akun/login" not in url)

    def open(self, path: str) -> Page:
        """Open a path and wait until scripts have drawn."""
        answer = self.page.goto(f"{self.address}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        self.page.wait_for_load_state("networkidle")
        return self.page


@pytest.fixture(scope="session")
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
            context = browser.new_context(
                viewport={"width": width, "height": 800}, locale="id-ID", reduced_motion="reduce"
            )
            visitors[key] = Visitor(context, server)
            if username:
                visitors[key].sign_in(username)
        visitors[key].errors.clear()
        return visitors[key]

    return one


@pytest.fixture(scope="session")
def axe_source() -> str:
    """axe-core, vendored for the tests."""
    return (HERE / "vendor" / "axe.min.js").read_text(encoding="utf-8")
