"""`rembuk serve`: a taken port is said, and all programs end together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.testing

from rembuk.cli import serve_
from rembuk.cli.processes import Household, PortTakenError, can_listen, check_port, wait_for


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.fixture
def signals() -> Iterator[None]:
    kept = {
        number: signal.getsignal(number)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    }
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


def test_a_taken_port_comes_with_a_free_one(taken: int) -> None:
    with pytest.raises(PortTakenError) as told:
        check_port("127.0.0.1", taken)
    assert told.value.free is not None
    assert can_listen("127.0.0.1", told.value.free)


@pytest.mark.parametrize(
    ("options", "remedy"), [([], "rembuk serve --port"), (["--demo"], "make demo PORT=")]
)
def test_the_message_of_a_taken_port_says_what_to_type(
    taken: int, options: list[str], remedy: str
) -> None:
    said = typer.testing.CliRunner().invoke(serve_.app, ["--port", str(taken), *options])
    assert said.exit_code == 2
    assert f"Port {taken} sedang dipakai" in said.output
    assert remedy in said.output


def running(pid: int) -> bool:
    """Whether a process lives (a dead one that nobody buried does not)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] not in {"Z", "X"}


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
@pytest.mark.usefixtures("signals")
def test_grandchildren_are_stopped_too(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    program = (
        "import subprocess, sys, pathlib, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"pathlib.Path({str(note)!r}).write_text(str(child.pid))\n"
        "time.sleep(60)\n"
    )
    with Household() as house:
        started = house.start("induk", [sys.executable, "-c", program], dict(os.environ))
        end = time.monotonic() + 20
        while not note.exists() or not note.read_text():
            assert time.monotonic() < end
            time.sleep(0.05)
        grandchild = int(note.read_text())
        assert running(grandchild)
    assert started.process.returncode is not None
    end = time.monotonic() + 10
    while running(grandchild):
        assert time.monotonic() < end, "the grandchild outlived the household"
        time.sleep(0.05)


@pytest.mark.usefixtures("signals")
def test_when_one_program_ends_it_is_named() -> None:
    with Household() as house:
        house.start("lama", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
        house.start("singkat", [sys.executable, "-c", "raise SystemExit(3)"], dict(os.environ))
        ended = house.watch()
    assert ended is not None
    assert ended.name == "singkat"
    assert ended.process.returncode == 3


@pytest.mark.usefixtures("signals")
def test_ctrl_c_ends_the_watch() -> None:
    with Household() as house:
        house.start("lama", [sys.executable, "-c", "import time; time.sleep(60)"], dict(os.environ))
        os.kill(os.getpid(), signal.SIGINT)
        assert house.watch() is None


@pytest.mark.usefixtures("signals")
def test_a_program_that_dies_at_once_is_not_waited_for(taken: int) -> None:
    with Household() as house:
        web = house.start("web", [sys.executable, "-c", "raise SystemExit(1)"], dict(os.environ))
        web.process.wait()
        assert not wait_for("127.0.0.1", taken, web.process)
