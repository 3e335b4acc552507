"""`rembuk manage buat_admin NAMA`: the first administrator of an installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.access.services import one_time_password


class Command(BaseCommand):
    """Make an administrator of the whole area and print the password once."""

    help = "Buat admin pertama; kata sandinya dicetak sekali."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The user name."""
        parser.add_argument("nama")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Make the account and its role."""
        name = str(options["nama"]).lower()
        if Account.objects.filter(username__iexact=name).exists():
            raise CommandError("Nama pengguna ini sudah dipakai.")
        password = one_time_password()
        account = Account.objects.create_user(username=name, password=password)
        Assignment.objects.create(
            account=account, role=Role.ADMIN, place_code=settings.REMBUK_AREA, unit="Diskominfo",
            valid_from=timezone.localdate(),
        )  # fmt: skip
        self.stdout.write(f"Akun {name} dibuat. Kata sandi (tampil sekali): {password}")
