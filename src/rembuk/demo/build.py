"""Building the demo: database, areas, accounts, files, and their import as a user would do it.

Every step may be repeated; the state file says what is done. A build that was stopped, even by
force, goes on where it was.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from rembuk.demo.generate import generate
from rembuk.demo.places import settle
from rembuk.demo.plan import Plan
from rembuk.demo.rules import write as write_rules
from rembuk.demo.state import (
    READY,
    WRITTEN,
    DemoError,
    DemoState,
    check,
    described,
    only_one,
    save,
    schema_of_code,
)

if TYPE_CHECKING:
    from rembuk.office.access.models import Account
    from rembuk.office.intake.models import Import

Progress = Callable[[str, int, int], None]


def ensure(plan: Plan, var: Path, progress: Progress) -> tuple[DemoState, bool]:
    """Build the demo of `plan` in `var`, or what is missing of it; returns the state and whether
    anything was built. Raises DemoError with a way out when `var` holds something else."""
    with only_one(var):
        state = check(var, plan)
        _start_django(plan, var)
        _database(progress)
        if state is not None and state.ready:
            state.schema = schema_of_code()
            save(var, state)
            return state, False
        if state is None:
            _refuse_real_data()
            state = DemoState(described(plan))
            save(var, state)
        else:
            progress("melanjutkan pembuatan yang terhenti", 0, 1)
        _build(plan, var, state, progress)
    return state, True


def _start_django(plan: Plan, var: Path) -> None:
    """Settings of the demo; the environment is read once, when Django starts."""
    os.environ.update(REMBUK_DEMO="1", REMBUK_AREA=plan.area, REMBUK_VAR=str(var))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rembuk.site.settings")
    write_rules(plan, var)
    import django
    from django.conf import settings

    django.setup()
    if not settings.DEMO or plan.area != settings.REMBUK_AREA:
        raise DemoError("Daerah contoh hanya dibuat dalam mode demo dengan wilayah yang sama")


def _database(progress: Progress) -> None:
    from django.core.management import call_command
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    from rembuk.site.fresh import lay_out

    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            progress("menyiapkan basis data", 0, 1)
            lay_out(connection)
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as problem:
        raise DemoError(
            "Basis data demo rusak atau dari versi lain "
            f"({type(problem).__name__}). Hapus dengan `make demo-clean`, lalu ulangi."
        ) from problem


def _refuse_real_data() -> None:
    """A database with accounts that no demo made (DATABASE_URL can point anywhere) is not ours."""
    from rembuk.office.access.models import Account

    if Account.objects.exists():
        raise DemoError(
            "Basis data yang ditunjuk sudah berisi akun dan bukan daerah contoh; tidak disentuh. "
            "Kosongkan DATABASE_URL agar demo memakai SQLite, atau tunjuk basis data kosong."
        )


def _build(plan: Plan, var: Path, state: DemoState, progress: Progress) -> None:
    from rembuk.demo.accounts import make_accounts
    from rembuk.demo.offices import make_offices
    from rembuk.office.places.services import load_areas

    begun = time.monotonic()
    places = settle(plan)
    progress("memuat wilayah", 0, 1)
    load_areas(plan.area)
    progress("membuat akun contoh", 0, 1)
    make_accounts(plan, places)
    make_offices(plan, places)
    folder = var / "demo" / "files"
    if not state.files or any(not (folder / name).exists() for name in state.files):
        written = generate(plan, folder, progress, apart=var / "demo")
        state.files = {item.path.name: item.arrived.isoformat() for item in written}
        state.step = WRITTEN
        save(var, state)
    _import_all(folder, state, var, progress)
    _link(plan, state, var, progress)
    _judge(plan, progress)
    state.places = make_accounts(plan, places)  # now the kader's post is known
    _live(plan, progress)
    state.seconds = round(state.seconds + time.monotonic() - begun, 1)
    state.step, state.schema = READY, schema_of_code()
    save(var, state)


def _import_all(folder: Path, state: DemoState, var: Path, progress: Progress) -> None:
    """Import every file as `rembuk import` does with many: receive, recognise, check, write; what
    follows is derived once, of all."""
    from rembuk.office.access.models import Account
    from rembuk.office.intake import services
    from rembuk.office.intake.models import Import, ImportState

    operator = Account.objects.get(username="dinkes")
    many = len(state.files)
    for number, (name, arrived) in enumerate(state.files.items()):
        if name in state.imported:
            continue

        def shown(stage: str, done: int, total: int, at: int = number) -> None:
            share = done / total if total else 0.0
            progress(
                f"memasukkan berkas {at + 1} dari {many}", round((at + share) * 100), many * 100
            )

        import_one(folder / name, operator, dt.date.fromisoformat(arrived), shown)
        state.imported.append(name)
        save(var, state)
    written = Import.objects.filter(state=ImportState.COMMITTING).order_by("pk")
    try:
        services.finish(list(written), progress)
    except Exception:  # what was written is taken back: the next build brings it in again
        state.imported.clear()
        save(var, state)
        raise


def _link(plan: Plan, state: DemoState, var: Path, progress: Progress) -> None:
    """Find out which records are one person, as the button of the linking pages does."""
    if state.linked:
        return
    from rembuk.office.access.models import Account
    from rembuk.office.linking import services

    services.run(plan.area, Account.objects.get(username="dinkes"), progress)
    state.linked = True
    save(var, state)


def _judge(plan: Plan, progress: Progress) -> None:
    """Say where every family stands, as the work in the background does after linking."""
    from rembuk.office.families import services

    if services.stale(plan.area):
        services.derive(plan.area, progress)


LIVES: Final = (
    ("memainkan audit kasus", "rembuk.demo.audits", "make_audits"),
    ("mendampingi keluarga", "rembuk.demo.accompanying", "make_companions"),
    ("mengisi aksi konvergensi", "rembuk.demo.convergence.make", "make_years"),
    ("menerbitkan angka stunting", "rembuk.demo.publication", "make_publications"),
    ("menulis analisis situasi", "rembuk.demo.situation", "make_situation"),
    ("mereviu tahun yang lewat", "rembuk.demo.year_review", "make_review"),
    ("merencanakan dan menganggarkan", "rembuk.demo.plan_money.make", "make_plan"),
    ("mengadakan rembuk", "rembuk.demo.forums.make", "make_forums"),
    ("menyalurkan dan menghitung imbangan", "rembuk.demo.plan_money.giving", "make_giving"),
    ("membagi uang menurut prioritas", "rembuk.demo.plan_money.choosing", "make_choices"),
    ("mengawasi pelaksanaan", "rembuk.demo.oversight", "make_oversight"),
)
"""What the offices of the demo do with the families they know, in this order: the words of the
progress, and the function of a plan and a day. Loaded when their turn comes: Django must be up."""


def _live(plan: Plan, progress: Progress) -> None:
    """Audits, companions, convergence, publications, analysis, review."""
    for words, module, name in LIVES:
        progress(words, 0, 1)
        getattr(import_module(module), name)(plan, dt.date.today())


def import_one(path: Path, user: Account, arrived: dt.date, progress: Progress) -> None:
    """Write one file as its owner would after reading the preview: doubtful rows are accepted,
    rows in error stay out. `arrived` is the day the office sent it."""
    from rembuk.office.intake import services
    from rembuk.office.intake.models import ImportState
    from rembuk.office.jobs.progress import JobError

    for imported in services.recognise(services.receive(path, user), user):
        if imported.state in {ImportState.MAPPING, ImportState.REFUSED}:
            raise DemoError(f"{path.name}: {imported.told}")
        if imported.state in {ImportState.CHECKING, ImportState.PREVIEW}:
            as_of = min(arrived, dt.date.today())
            services.check(imported, as_of, _part(progress, 0.0, 0.2))
            if _swapped(imported):
                imported.mapping = imported.mapping | {"swap": True}
                imported.save(update_fields=["mapping"])
                services.check(imported, as_of, _part(progress, 0.2, 0.25))
        try:
            services.write(imported, _part(progress, 0.25, 1.0), accept_doubtful=True)
        except JobError:  # its staged copy was lost: it was checked anew
            services.write(imported, _part(progress, 0.25, 1.0), accept_doubtful=True)


def _swapped(imported: Import) -> bool:
    """Whether the preview offers to exchange the columns of NIK and family card."""
    from rembuk.office.intake.models import RowIssue

    return RowIssue.objects.filter(imported=imported, code="nik-kk-tertukar").exists()


def _part(progress: Progress, start: float, end: float) -> Progress:
    """Progress of one part of a file, as thousandths of the file."""

    def shown(stage: str, done: int, total: int) -> None:
        share = start + (end - start) * (done / total if total else 0.0)
        progress(stage, round(share * 1000), 1000)

    return shown
