"""Make the virtual environment and install one locked set. Standard library only.

Usage: setup.py VENV LOCK STAMP
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def say(text: str) -> None:
    """One line to the person waiting."""
    print(text, flush=True)


def fail(text: str) -> None:
    """Say what to mend, and stop."""
    print(text, file=sys.stderr)
    raise SystemExit(1)


def make_venv(venv: Path) -> Path:
    """The environment's Python; the environment is made when absent or broken."""
    python = venv / "bin" / "python"
    if (
        python.exists()
        and subprocess.run([python, "-m", "pip", "--version"], capture_output=True).returncode == 0
    ):
        return python
    if venv.exists():
        shutil.rmtree(venv)
    say("Menyiapkan lingkungan Python ... (preparing the Python environment)")
    made = subprocess.run([sys.executable, "-m", "venv", str(venv)], capture_output=True, text=True)
    if made.returncode != 0:
        shutil.rmtree(venv, ignore_errors=True)
        fail(
            "Modul venv Python tidak lengkap. Di Debian atau Ubuntu: apt install python3-venv, lalu ulangi.\n"
            "(Python's venv module is incomplete: install python3-venv and try again.)"
        )
    return python


def main(venv: Path, lock: Path, stamp: Path) -> None:
    """Install `lock` with hashes, then the project itself, then leave the stamp."""
    if sys.version_info < (3, 11):
        fail(
            f"Rembuk memerlukan Python 3.11 atau lebih baru; ini {sys.version.split()[0]}. (Python >= 3.11 needed.)"
        )
    python = make_venv(venv)
    say(f"Memasang paket dari {lock} ... (installing locked packages)")
    pip = [
        str(python),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-input",
        "--no-compile",  # what is used is compiled when it is first used
    ]
    steps = (
        [*pip, "--require-hashes", "-r", str(lock)],
        [*pip, "--no-deps", "--no-build-isolation", "-e", "."],
    )
    for step in steps:
        if subprocess.run(step).returncode != 0:
            fail(
                "Pemasangan berhenti; pesan pip ada di atas. Periksa jaringan, lalu ulangi perintah yang sama."
            )
    stamp.touch()
    if stamp.name == ".dev":
        (venv / ".app").touch()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
