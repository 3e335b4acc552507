"""`rembuk doctor`: is this installation sound, and what to mend. Exit code 1 when it is not."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Final, Literal

import typer

Verdict = Literal["OK", "perhatian", "rusak"]
PYTHON: Final = (3, 11)
SPACE_MB: Final = 2048
"""Room for a year of raw files and one copy of the database."""
STALE: Final = dt.timedelta(minutes=5)

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@dataclass(frozen=True)
class Finding:
    """One line of the report; `remedy` says what to do when it is not OK."""

    verdict: Verdict
    subject: str
    text: str
    remedy: str = ""

    def __str__(self) -> str:
        """As printed."""
        line = f"{self.verdict:<10} {self.subject}: {self.text}"
        return f"{line}\n{'':<10} → {self.remedy}" if self.remedy else line


@app.callback(invoke_without_command=True)
def doctor() -> None:
    """Periksa pemasangan; keluar 1 bila ada yang rusak. | Check an installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    found: list[Finding] = []
    for finding in examine():
        typer.echo(str(finding))
        found.append(finding)
    broken = sum(finding.verdict == "rusak" for finding in found)
    watch = sum(finding.verdict == "perhatian" for finding in found)
    typer.echo(f"\n{len(found)} pemeriksaan: {broken} rusak, {watch} perlu perhatian.")
    raise typer.Exit(1 if broken else 0)


def examine() -> Iterator[Finding]:
    """Every finding, in the order of mending: what comes later needs what comes before."""
    yield python()
    yield from packages(_lock())
    settings = setting()
    yield settings
    if settings.verdict == "rusak":
        return
    checks: tuple[Callable[[], Iterator[Finding]], ...] = (
        safety, folder, database, areas, reference, static_files, scans, worker, accounts,
    )  # fmt: skip
    for check in checks:
        try:
            yield from check()
        except Exception as error:  # the doctor never falls ill: what fails is a finding
            yield Finding(
                "rusak", check.__name__, f"pemeriksaan gagal ({type(error).__name__})",
                "mulai dari baris rusak di atasnya, lalu jalankan lagi",
            )  # fmt: skip


def python(version: tuple[int, ...] = sys.version_info[:3]) -> Finding:
    """The interpreter."""
    text = ".".join(map(str, version))
    if version >= PYTHON:
        return Finding("OK", "Python", text)
    return Finding(
        "rusak", "Python", text, f"pasang Python {PYTHON[0]}.{PYTHON[1]} atau lebih baru"
    )


def _lock() -> Path | None:
    places = (Path.cwd(), *Path(__file__).resolve().parents)
    found = (place / "requirements" / "app.lock" for place in places)
    return next((path for path in found if path.is_file()), None)


def packages(lock: Path | None) -> Iterator[Finding]:
    """Installed packages against the locked ones."""
    if lock is None:
        yield Finding(
            "perhatian", "Paket", "requirements/app.lock tidak ditemukan",
            "jalankan dari folder pemasangan",
        )  # fmt: skip
        return
    pinned = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\]+)([^\n]*)", lock.read_text(), re.M
    )
    missing, other = [], []
    for name, version, rest in pinned:
        try:
            if metadata.version(name) != version:
                other.append(name)
        except metadata.PackageNotFoundError:
            if ";" not in rest:  # one with a marker may be for another platform
                missing.append(name)
    if missing or other:
        yield Finding(
            "rusak" if missing else "perhatian", "Paket",
            f"{len(missing)} belum terpasang, {len(other)} beda versi: "
            + ", ".join((missing + other)[:6]),
            "pasang lagi menurut requirements/app.lock",
        )  # fmt: skip
        return
    yield Finding("OK", "Paket", f"{len(pinned)} sesuai kunci")


def setting() -> Finding:
    """Settings load: secrets are there and shaped right."""
    from django.core.exceptions import ImproperlyConfigured

    try:
        import django

        django.setup()
    except ImproperlyConfigured as error:
        return Finding(
            "rusak", "Pengaturan", str(error), "isi variabel lingkungan itu, lalu ulangi"
        )
    return Finding("OK", "Pengaturan", "termuat, rahasia terisi")


def safety() -> Iterator[Finding]:
    """Debug, demo keys, HTTPS, host names, time zone."""
    from django.conf import settings

    if settings.DEBUG:
        yield Finding("rusak", "Debug", "menyala", "hapus REMBUK_DEBUG")
    else:
        yield Finding("OK", "Debug", "mati")
    if settings.DEMO:
        yield Finding(
            "perhatian", "Kunci", "kunci demo, hanya untuk data tiruan",
            "untuk data nyata: hapus REMBUK_DEMO dan isi kunci sendiri",
        )  # fmt: skip
    else:
        yield Finding("OK", "Kunci", f"{len(settings.REMBUK_FIELD_KEYS)} kunci data")
        if not settings.SECURE:
            yield Finding(
                "perhatian", "HTTPS", "tidak diwajibkan",
                "setel REMBUK_HTTPS=1 (dan REMBUK_BEHIND_PROXY=1 di belakang proksi)",
            )  # fmt: skip
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding("rusak", "Nama host", "semua diterima", "isi REMBUK_HOSTS dengan nama situs")
    zones = {"Asia/Jakarta", "Asia/Pontianak", "Asia/Makassar", "Asia/Jayapura"}
    if settings.TIME_ZONE in zones:
        yield Finding("OK", "Zona waktu", settings.TIME_ZONE)
    else:
        yield Finding(
            "perhatian", "Zona waktu", f"{settings.TIME_ZONE} bukan zona Indonesia",
            "setel REMBUK_TIME_ZONE, misalnya Asia/Jakarta",
        )  # fmt: skip


def folder() -> Iterator[Finding]:
    """The var folder can be written and has room."""
    from django.conf import settings

    var: Path = settings.VAR
    try:
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=var):
            pass
    except OSError:
        yield Finding(
            "rusak", "Folder data", "tidak dapat ditulis", "beri hak tulis pada REMBUK_VAR"
        )
        return
    free = shutil.disk_usage(var).free // 2**20
    if free < SPACE_MB:
        yield Finding(
            "rusak" if free < 200 else "perhatian", "Ruang disk", f"tinggal {free} MB",
            f"kosongkan sampai sedikitnya {SPACE_MB} MB",
        )  # fmt: skip
    else:
        yield Finding("OK", "Folder data", f"dapat ditulis, {free} MB kosong")


def database() -> Iterator[Finding]:
    """Reachable, migrated, and on SQLite in WAL mode."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA journal_mode")
                mode = str(cursor.fetchone()[0])
                if mode not in {"wal", "memory"}:
                    yield Finding(
                        "perhatian", "SQLite", f"jurnal {mode}",
                        "pindahkan basis data ke disk setempat (bukan disk jaringan)",
                    )  # fmt: skip
            else:
                # Area scope is a range on the code, which holds only in byte order.
                cursor.execute("SELECT '16.06.01' < '16.06/' AND '16.06/' < '16.0601'")
                if not cursor.fetchone()[0]:
                    yield Finding(
                        "rusak", "Urutan huruf", "basis data tidak mengurutkan menurut bita",
                        "buat lagi dengan createdb --locale=C.UTF-8 --template=template0",
                    )  # fmt: skip
    except DatabaseError:
        yield Finding(
            "rusak", "Basis data", "tidak terjangkau", "periksa DATABASE_URL dan layanannya"
        )
        return
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        yield Finding(
            "rusak", "Basis data", f"{len(waiting)} migrasi belum jalan", "rembuk manage migrate"
        )
        return
    yield Finding("OK", "Basis data", f"{connection.vendor}, migrasi lengkap")


def areas() -> Iterator[Finding]:
    """The areas of the district are loaded."""
    from django.conf import settings

    from rembuk.office.places.models import Area, Level
    from rembuk.office.places.scope import within

    villages = Area.objects.filter(within("code", settings.REMBUK_AREA), level=Level.DESA).count()
    if villages:
        yield Finding("OK", "Wilayah", f"{villages} desa/kelurahan di {settings.REMBUK_AREA}")
    else:
        yield Finding(
            "rusak", "Wilayah", f"belum ada desa di {settings.REMBUK_AREA}",
            "rembuk places load, lalu periksa REMBUK_AREA",
        )  # fmt: skip


def reference() -> Iterator[Finding]:
    """The reference data pass their own check."""
    from rembuk.reference import check

    found = check.findings()
    if found:
        yield Finding("rusak", "Data acuan", f"{len(found)} temuan", "rembuk reference check")
    else:
        yield Finding("OK", "Data acuan", "lolos pemeriksaan")


def static_files() -> Iterator[Finding]:
    """Static files are collected where the server reads them."""
    from django.conf import settings

    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    if "Manifest" not in backend:
        yield Finding("OK", "Berkas statis", "dibaca langsung")
    elif (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        yield Finding("OK", "Berkas statis", "terkumpul")
    else:
        yield Finding(
            "rusak", "Berkas statis", "belum dikumpulkan", "rembuk manage collectstatic --noinput"
        )


def scans() -> Iterator[Finding]:
    """The check code of a signed scan can be read from a picture and a PDF."""
    from rembuk.office.documents.scans import looking

    if looking.works():
        yield Finding("OK", "Kode QR pindaian", "terbaca dari foto dan PDF")
    else:
        yield Finding(
            "perhatian", "Kode QR pindaian", "tidak terbaca; tiap pengunggah akan ditanya",
            "pasang lagi zxing-cpp dan pypdfium2 menurut requirements/app.lock",
        )  # fmt: skip


def worker() -> Iterator[Finding]:
    """Jobs do not wait for a worker that is not there."""
    from django.utils import timezone

    from rembuk.office.jobs.models import Job, State

    old = timezone.now() - STALE
    waiting = Job.objects.filter(state=State.WAITING, created_at__lt=old).count()
    silent = Job.objects.filter(state=State.RUNNING, heartbeat_at__lt=old).count()
    if waiting or silent:
        yield Finding(
            "perhatian", "Pekerja", f"{waiting} tugas menunggu, {silent} tanpa detak",
            "jalankan pekerja: rembuk serve, atau layanan pekerja di server",
        )  # fmt: skip
    else:
        yield Finding("OK", "Pekerja", "tidak ada tugas yang tertinggal")


def accounts() -> Iterator[Finding]:
    """There is an administrator; privileged accounts have a second factor."""
    from django.utils import timezone

    from rembuk.office.access import mfa
    from rembuk.office.access.models import Account, Role
    from rembuk.office.access.policies import rights_of

    today = timezone.localdate()
    active = list(Account.objects.filter(is_active=True))
    rights = {account.pk: rights_of(account, today) for account in active}
    if not any(Role.ADMIN in mine.roles for mine in rights.values()):
        yield Finding("rusak", "Akun", "tidak ada admin", "rembuk manage buat_admin NAMA")
    else:
        yield Finding("OK", "Akun", f"{len(active)} akun aktif")
    open_ = sum(rights[a.pk].needs_mfa and not mfa.has_factor(a) for a in active)
    if open_ and mfa.required():
        yield Finding(
            "perhatian", "Langkah kedua", f"{open_} akun berhak khusus belum mengaktifkannya",
            "minta pemiliknya masuk; halaman pertama akan memandu",
        )  # fmt: skip
    elif not mfa.required():
        yield Finding("perhatian", "Langkah kedua", "tidak diwajibkan di demo", "")
    else:
        yield Finding("OK", "Langkah kedua", "aktif di semua akun berhak khusus")
