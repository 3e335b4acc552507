"""`rembuk manage enkripsi_ulang`: put every NIK and KK under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from rembuk.office.people.identifiers import reencrypt_all


class Command(BaseCommand):
    """Run it after a key was put in front; it can be repeated and stopped."""

    help = "Enkripsi ulang NIK dan KK dengan kunci terbaru."

    def handle(self, *args: Any, **options: Any) -> None:
        """Re-encrypt and say how many."""
        self.stdout.write(f"{reencrypt_all()} nomor dienkripsi ulang.")
