"""`rembuk manage ...`: Django's own commands with Rembuk's settings."""

from __future__ import annotations

import os
import sys


def main(argv: list[str]) -> None:
    """Run a Django management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["rembuk manage", *argv] if argv else [sys.argv[0], "help"])
