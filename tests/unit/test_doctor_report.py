"""`rembuk doctor`: what it finds and how it ends."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import override_settings
from django.utils import timezone
from tests.factories import district

from rembuk.cli import doctor_ as doctor
from rembuk.office.access.models import Account, Assignment, Role
from rembuk.office.jobs.models import Job


def verdicts(findings: object) -> dict[str, str]:
    return {f.subject: f.verdict for f in findings}


def test_an_old_python_is_broken_with_a_remedy() -> None:
    finding = doctor.python((3, 10, 4))
    assert finding.verdict == "rusak"
    assert "3.11" in finding.remedy
    assert doctor.python((3, 11, 0)).verdict == "OK"


def test_packages_are_held_against_the_lock(tmp_path: Path) -> None:
    lock = tmp_path / "app.lock"
    lock.write_text("django==1.0 \\\n    --hash=sha256:00\ntidak-ada-paket==1.0 \\\n")
    (finding,) = doctor.packages(lock)
    assert finding.verdict == "rusak"
    assert "tidak-ada-paket" in finding.text
    lock.write_text('hanya-windows==1.0 ; sys_platform == "win32" \\\n')
    assert [f.verdict for f in doctor.packages(lock)] == ["OK"]
    assert [f.verdict for f in doctor.packages(None)] == ["perhatian"]


@override_settings(DEBUG=True, ALLOWED_HOSTS=["*"], TIME_ZONE="UTC")
def test_unsafe_settings_are_named() -> None:
    found = verdicts(doctor.safety())
    assert (found["Debug"], found["Nama host"]) == ("rusak", "rusak")
    assert found["Zona waktu"] == "perhatian"


@override_settings(DEMO=False, SECURE=False)
def test_real_keys_without_https_are_a_warning() -> None:
    found = verdicts(doctor.safety())
    assert (found["Kunci"], found["HTTPS"]) == ("OK", "perhatian")


def test_a_folder_that_cannot_be_made_is_broken(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("")
    with override_settings(VAR=tmp_path / "berkas" / "var"):
        assert verdicts(doctor.folder()) == {"Folder data": "rusak"}


@pytest.mark.django_db
def test_areas_and_accounts() -> None:
    assert verdicts(doctor.areas()) == {"Wilayah": "rusak"}
    assert verdicts(doctor.accounts())["Akun"] == "rusak"
    district()
    admin = Account.objects.create(username="contoh")
    Assignment.objects.create(
        account=admin, role=Role.ADMIN, place_code="16.06", valid_from=dt.date(2024, 1, 1)
    )
    assert verdicts(doctor.areas()) == {"Wilayah": "OK"}
    with override_settings(REMBUK_MFA_REQUIRED=True):
        assert verdicts(doctor.accounts()) == {"Akun": "OK", "Langkah kedua": "perhatian"}


@pytest.mark.django_db
def test_a_job_nobody_takes_is_a_warning() -> None:
    assert verdicts(doctor.worker()) == {"Pekerja": "OK"}
    job = Job.objects.create(kind="impor", subject="1")
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(hours=1))
    assert verdicts(doctor.worker()) == {"Pekerja": "perhatian"}


@pytest.mark.django_db
def test_the_database_is_reached_and_migrated() -> None:
    assert verdicts(doctor.database())["Basis data"] == "OK"


def test_without_secrets_it_says_which_and_exits_1() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from rembuk.cli import main; main(['doctor'])"],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "REMBUK_SECRET_KEY" in done.stdout
    assert "Traceback" not in done.stderr
