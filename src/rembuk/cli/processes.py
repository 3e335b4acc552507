"""Starting the programs of `rembuk serve`, watching them, and stopping all of them together."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import FrameType

COMMAND = (sys.executable, "-c", "from rembuk.cli import main; main()")
"""This very installation's `rembuk`, whatever the PATH says."""


class PortTakenError(Exception):
    """The port cannot be listened on; `free` is one that can."""

    def __init__(self, port: int, free: int | None) -> None:
        super().__init__(f"port {port}")
        self.port, self.free = port, free


def check_port(host: str, port: int) -> None:
    """Raise PortTakenError, with a free port to suggest, when `port` cannot be listened on."""
    if not can_listen(host, port):
        free = next(
            (p for p in range(port + 1, min(port + 50, 65_536)) if can_listen(host, p)), None
        )
        raise PortTakenError(port, free)


def can_listen(host: str, port: int) -> bool:
    """Whether nobody listens on the port and we may."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def wait_for(host: str, port: int, running: subprocess.Popen[bytes], seconds: float = 60) -> bool:
    """Wait until something answers on the port; false when the program ended or time ran out."""
    end = time.monotonic() + seconds
    target = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared only
    while time.monotonic() < end and running.poll() is None:
        try:
            socket.create_connection((target, port), timeout=1).close()
        except OSError:
            time.sleep(0.15)
        else:
            return True
    return False


@dataclass(frozen=True)
class Program:
    """A program that runs, and its name for people."""

    name: str
    process: subprocess.Popen[bytes]


class Household:
    """Programs that live and die together: when one ends, or a signal comes, all are stopped."""

    def __init__(self) -> None:
        self.programs: list[Program] = []
        self.asked = False

    def __enter__(self) -> Household:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)
        return self

    def __exit__(self, *ignored: object) -> None:
        self.stop()

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self.asked = True

    def start(self, name: str, command: Sequence[str], env: dict[str, str]) -> Program:
        """Start a program in a process group of its own."""
        process = subprocess.Popen(  # noqa: S603 - our own programs
            list(command),
            env=env,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        program = Program(name, process)
        self.programs.append(program)
        return program

    def watch(self) -> Program | None:
        """Wait until asked to stop (returns none) or a program ended by itself (returns it)."""
        while not self.asked:
            for program in self.programs:
                if program.process.poll() is not None:
                    return program
            time.sleep(0.2)
        return None

    def stop(self, patience: float = 8.0) -> None:
        """Ask every group to end; what is still there after `patience` seconds is killed."""
        for program in self.programs:
            _signal(program, signal.SIGTERM)
        end = time.monotonic() + patience
        for program in self.programs:
            try:
                program.process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(program, signal.SIGKILL)
                program.process.wait()
            _signal(program, signal.SIGKILL)  # grandchildren that stayed behind
        self.programs = []


def _signal(program: Program, number: signal.Signals) -> None:
    try:
        os.killpg(program.process.pid, number)
    except (ProcessLookupError, PermissionError):
        return


def die_with_parent() -> None:
    """On Linux, have the kernel end this program when `rembuk serve` is killed outright."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
