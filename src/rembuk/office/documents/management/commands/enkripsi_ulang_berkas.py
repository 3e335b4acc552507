"""`rembuk manage enkripsi_ulang_berkas`: put every kept file under the newest key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from rembuk.office.documents.files import reseal_all


class Command(BaseCommand):
    """Run it after a key was put in front; it can be repeated and stopped."""

    help = "Enkripsi ulang berkas unggahan dan surat dengan kunci terbaru."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal again and say how many."""
        self.stdout.write(f"{reseal_all()} berkas dienkripsi ulang.")
