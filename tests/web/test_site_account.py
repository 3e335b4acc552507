"""Pages of one's own account (password, second step, spare codes), in our words."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from tests.factories import PASSWORD, account, district

from rembuk.office.access.models import Account

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> Account:
    district()
    return account("gizi-uji", "gizi", "16.06.01")


@pytest.fixture
def mine(client: Client, user: Account) -> Client:
    """Signed in a moment ago, so that no page asks for the password again."""
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    client.post("/akun/reauthenticate/", {"password": PASSWORD})
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_one_next_step_before_a_second_step_is_chosen(mine: Client) -> None:
    page = text(mine, "/akun/2fa/")
    assert page.count("button-main") == 1
    assert "Tambah kunci" in page
    assert "Disiapkan setelah kunci atau aplikasi aktif" in page


def test_spare_codes_are_shown_to_their_owner_alone(mine: Client, user: Account) -> None:
    TOTP.activate(user, generate_totp_secret())
    codes = RecoveryCodes.activate(user).get_unused_codes()
    assert "10 dari 10 kode belum dipakai." in text(mine, "/akun/2fa/")
    page = text(mine, "/akun/2fa/recovery-codes/")
    assert all(code in page for code in codes)
    assert "tidak berlaku lagi" in text(mine, "/akun/2fa/recovery-codes/generate/")
    assert "Lepas aplikasi" in text(mine, "/akun/2fa/totp/deactivate/")


def test_a_password_is_changed_and_a_wrong_one_is_said(mine: Client, user: Account) -> None:
    new = "sungai-lampu-kertas"
    said = {"oldpassword": "bukan-ini-saja", "password1": new, "password2": new}
    page = mine.post("/akun/password/change/", said).content.decode()
    assert 'id="id_oldpassword_error"' in page
    assert new not in page
    mine.post("/akun/password/change/", {**said, "oldpassword": PASSWORD})
    user.refresh_from_db()
    assert user.check_password(new)


def test_an_old_sign_in_is_asked_for_the_password_again(client: Client, user: Account) -> None:
    client.force_login(user, "allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/akun/2fa/totp/activate/", follow=True).content.decode()
    assert "Pastikan ini Anda" in page
    assert 'autocomplete="current-password"' in page
