"""Signing in: lock-out, second factor, deactivation, and the shape of a session."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import identify_hasher
from django.test import Client, override_settings
from django.urls import reverse

from rembuk.office.access.models import Account, Assignment, Role
from rembuk.site import settings as office

pytestmark = pytest.mark.django_db
PASSWORD = "contoh-saja-2026"
LOGIN = "/akun/login/"


@pytest.fixture
def account() -> Account:
    holder = Account.objects.create_user("contoh", password=PASSWORD)
    Assignment.objects.create(
        account=holder, role=Role.ADMIN, place_code="16.06", valid_from=dt.date(2024, 1, 1)
    )
    return holder


def sign_in(client: Client, password: str = PASSWORD) -> int:
    answer = client.post(LOGIN, {"login": "contoh", "password": password})
    return answer.status_code


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def office_hashers(settings: Any) -> None:
    """Passwords cost what they cost in an office; other tests take the quick hasher."""
    settings.PASSWORD_HASHERS = office.PASSWORD_HASHERS


@pytest.mark.usefixtures("office_hashers")
def test_passwords_are_argon2_at_full_cost() -> None:
    holder = Account.objects.create_user("contoh", password=PASSWORD)
    assert identify_hasher(holder.password).algorithm == "argon2"
    costs = dict(part.split("=") for part in holder.password.split("$")[3].split(","))
    assert int(costs["m"]) >= 100 * 1024  # KiB
    assert int(costs["t"]) >= 2
    assert sign_in(Client(), "salah-sekali-1") == 200
    client = Client()
    assert sign_in(client) == 302
    assert signed_in(client)


def test_five_wrong_passwords_lock_and_the_right_one_no_longer_opens(account: Account) -> None:
    client = Client(raise_request_exception=False)
    for _ in range(5):
        sign_in(client, "salah-sekali-1")
    sign_in(client)
    assert not signed_in(client)


def test_four_wrong_passwords_do_not_lock(account: Account) -> None:
    client = Client()
    for _ in range(4):
        sign_in(client, "salah-sekali-1")
    assert sign_in(client) == 302
    assert signed_in(client)


def test_the_administrator_lifts_the_lock(account: Account) -> None:
    other = Account.objects.create_user("admin-lain", password=PASSWORD)
    Assignment.objects.create(
        account=other, role=Role.ADMIN, place_code="16.06", valid_from=dt.date(2024, 1, 1)
    )
    locked = Client(raise_request_exception=False)
    for _ in range(5):
        sign_in(locked, "salah-sekali-1")
    admin = Client()
    admin.force_login(other, "allauth.account.auth_backends.AuthenticationBackend")
    admin.post(reverse("access:unlock", args=[account.pk]))
    assert sign_in(locked) == 302
    assert signed_in(locked)


def test_a_switched_off_account_loses_its_session_at_once(account: Account) -> None:
    client = Client()
    sign_in(client)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    answer = client.get(reverse("access:accounts"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(LOGIN)


@override_settings(REMBUK_MFA_REQUIRED=True)
def test_a_role_that_administers_must_set_up_a_second_factor(account: Account) -> None:
    client = Client()
    sign_in(client)
    answer = client.get(reverse("access:accounts"))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("mfa_index"))


@override_settings(REMBUK_MFA_REQUIRED=True)
def test_with_a_second_factor_the_page_opens(account: Account) -> None:
    Authenticator.objects.create(user=account, type=Authenticator.Type.TOTP, data={})
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("access:accounts")).status_code == 200


@override_settings(REMBUK_MFA_REQUIRED=True)
def test_recovery_codes_alone_are_no_second_factor(account: Account) -> None:
    Authenticator.objects.create(user=account, type=Authenticator.Type.RECOVERY_CODES, data={})
    client = Client()
    client.force_login(account, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("access:accounts")).status_code == 302


@pytest.mark.parametrize("path", ["/akun/signup/", "/akun/password/reset/", "/akun/email/"])
def test_pages_this_office_does_not_use_do_not_exist(path: str) -> None:
    assert Client().get(path).status_code == 404
