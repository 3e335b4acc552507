"""Acts of the account administrator. Each is one transaction and one line in the view log."""

from __future__ import annotations

import datetime as dt
import secrets
from typing import Final

from axes.utils import reset
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from rembuk.office.access import log
from rembuk.office.access.models import Account, Assignment, Role

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def one_time_password() -> str:
    """A password to be read out once: four groups of four, no letter that looks like another
    (79 bits)."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(4))


@transaction.atomic
def create_account(request: HttpRequest, username: str, display_name: str) -> tuple[Account, str]:
    """Make an account without any right; returns it with its password, shown once."""
    password = one_time_password()
    account = Account.objects.create_user(
        username=username, password=password, display_name=display_name
    )
    _note(request, "akun-buat", account)
    return account, password


@transaction.atomic
def give_password(request: HttpRequest, account: Account) -> str:
    """Give a new password; every session of the account ends."""
    password = one_time_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions(account)
    _note(request, "akun-sandi", account)
    return password


@transaction.atomic
def assign(
    request: HttpRequest,
    account: Account,
    role: Role,
    place_code: str,
    unit: str,
    valid_from: dt.date,
    valid_to: dt.date | None,
) -> Assignment:
    """Give a role in a place for a time."""
    given = Assignment.objects.create(
        account=account, role=role, place_code=place_code, unit=unit, valid_from=valid_from,
        valid_to=valid_to,
    )  # fmt: skip
    _note(request, "akun-peran", account, f"{role.value} {valid_from} {valid_to or ''}", place_code)
    return given


@transaction.atomic
def end_assignment(request: HttpRequest, assignment: Assignment) -> None:
    """End a role today. The row stays: who held what when is history."""
    today = timezone.localdate()
    assignment.valid_to = max(today, assignment.valid_from)
    assignment.save(update_fields=["valid_to"])
    _note(
        request, "akun-peran-akhir", assignment.account, assignment.role, assignment.place_code
    )  # fmt: skip


@transaction.atomic
def set_active(request: HttpRequest, account: Account, *, active: bool) -> None:
    """Switch an account off (its sessions end) or on again."""
    account.is_active = active
    account.save(update_fields=["is_active"])
    if not active:
        end_sessions(account)
    _note(request, "akun-aktif" if active else "akun-nonaktif", account)


@transaction.atomic
def unlock(request: HttpRequest, account: Account) -> int:
    """Lift the lock after wrong passwords; returns how many counts were cleared."""
    cleared = int(reset(username=account.username) or 0)
    _note(request, "akun-buka-kunci", account)
    return cleared


def end_sessions(account: Account) -> int:
    """End every session of an account; returns how many there were."""
    mine = [
        session.pk
        for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator()
        if session.get_decoded().get("_auth_user_id") == str(account.pk)
    ]
    Session.objects.filter(pk__in=mine).delete()
    return len(mine)


def _note(
    request: HttpRequest, action: str, account: Account, purpose: str = "", place_code: str = ""
) -> None:
    log.record(request, action, "akun", str(account.pk), place_code, purpose[:160])
