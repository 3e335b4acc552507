"""Save an import, stop it, take it back. Every step may be repeated after a crash."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

import polars as pl
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk.office.jobs.progress import Cancelled, JobError, silent

from . import receivers, staging
from .checking import check, context
from .models import Import, ImportState
from .receivers import Progress
from .sentences import Sentence

CHUNK: Final = 20_000
TOGETHER: Final = ("area_code", "name", "birth_date")
"""Rows alike in these are saved together: a person is then looked up once, not in every chunk."""


def commit(
    imported: Import, progress: Progress = silent, accept_doubtful: bool | None = None
) -> Import:
    """Write the new and changed rows (and the doubtful ones if accepted), then let the receiver
    derive what follows. Stopped or failed: everything already written is taken back. Killed:
    the next call goes on where it was, with the same result."""
    if write(imported, progress, accept_doubtful):
        finish([imported], progress)
    return imported


def write(
    imported: Import, progress: Progress = silent, accept_doubtful: bool | None = None
) -> bool:
    """The first half of `commit`: the rows, without what follows from them; until `finish` the
    import is being saved. False when there is nothing to write."""
    if not _begin(imported, accept_doubtful):
        return False
    receiver = receivers.receiver(imported.kind)
    rows = _good(imported)
    with _whole([imported]):
        for number, start in enumerate(range(0, rows.height, CHUNK)):
            progress("Menyimpan baris", min(start, rows.height), rows.height)
            if number < imported.chunks_done:
                continue
            with _uncollected():
                receiver.commit(rows.slice(start, CHUNK), context(imported))
            imported.chunks_done = number + 1
            imported.save(update_fields=["chunks_done"])
        progress("Menyimpan baris", rows.height, rows.height)
    return True


def finish(imports: Sequence[Import], progress: Progress = silent) -> None:
    """The second half of `commit`: let the receivers derive what follows from imports that were
    written, for those of one kind at once. Of many files of one office this is most of the work."""
    kinds: dict[str, list[Import]] = defaultdict(list)
    for one in imports:
        kinds[one.kind].append(one)
    for kind, mine in kinds.items():
        with _whole(mine), _uncollected():
            reports = receivers.receiver(kind).finish([context(one) for one in mine], progress)
        for imported, report in zip(mine, reports, strict=True):
            imported.report = imported.report | {"result": report}
            imported.state, imported.finished_at = ImportState.DONE, timezone.now()
            imported.tell()
            imported.save()
            staging.forget(imported)


@contextmanager
def _whole(imports: Sequence[Import]) -> Iterator[None]:
    """Stopped or failed within: everything of the imports is taken back."""
    try:
        yield
    except Cancelled:
        for imported in imports:
            _take_back(
                imported,
                ImportState.CANCELLED,
                gettext_noop("Dihentikan sebelum selesai; tidak ada yang disimpan."),
            )
            staging.forget(imported)
        raise
    except Exception:
        for imported in imports:
            _take_back(
                imported,
                ImportState.PREVIEW,
                gettext_noop(
                    "Penyimpanan gagal dan dibatalkan seluruhnya; tidak ada yang tersimpan. "
                    "Coba lagi."
                ),
            )
        raise


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles within: rows make none, and walking over hundreds of thousands of them
    again and again takes a fifth of the time."""
    usual = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if usual:
            gc.enable()


def undo(imported: Import, progress: Progress = silent) -> Import:
    """Take back everything this import wrote; the raw file and the record of the import stay."""
    imported.refresh_from_db()
    begun = Import.objects.filter(
        pk=imported.pk, state__in=[ImportState.DONE, ImportState.UNDOING]
    ).update(state=ImportState.UNDOING)
    if not begun:
        return imported
    report = receivers.receiver(imported.kind).undo(context(imported), progress)
    imported.refresh_from_db()
    imported.report = imported.report | {"undo": report}
    imported.state, imported.finished_at = ImportState.UNDONE, timezone.now()
    imported.chunks_done = 0
    imported.save()
    return imported


def discard(imported: Import) -> Import:
    """Close an import that was not saved; nothing was written, so nothing is taken back."""
    closed = Import.objects.filter(
        pk=imported.pk,
        state__in=[ImportState.MAPPING, ImportState.CHECKING, ImportState.PREVIEW],
    ).update(state=ImportState.CANCELLED, finished_at=timezone.now())
    if closed:
        staging.forget(imported)
    imported.refresh_from_db()
    return imported


@transaction.atomic
def _begin(imported: Import, accept_doubtful: bool | None) -> bool:
    """Take the import for saving, or for going on after a crash; False when there is nothing to."""
    fresh = Import.objects.select_for_update().get(pk=imported.pk)
    if fresh.state not in {ImportState.PREVIEW, ImportState.COMMITTING}:
        imported.refresh_from_db()
        return False
    if fresh.state == ImportState.PREVIEW:
        fresh.chunks_done = 0
        if accept_doubtful is not None:
            fresh.accept_doubtful = accept_doubtful
    fresh.state = ImportState.COMMITTING
    fresh.save(update_fields=["state", "chunks_done", "accept_doubtful"])
    imported.refresh_from_db()
    return True


def _good(imported: Import) -> pl.DataFrame:
    rows, verdicts = staging.read(imported, "rows"), staging.read(imported, "verdicts")
    if rows is None or verdicts is None:  # the staged copy is gone: read the raw file again
        Import.objects.filter(pk=imported.pk).update(state=ImportState.CHECKING)
        imported.refresh_from_db()
        check(imported)
        raise JobError("Pratinjau harus disiapkan ulang. Periksa lalu simpan lagi.")
    wanted = ["baru", "berubah", *(["ragu"] if imported.accept_doubtful else [])]
    chosen = verdicts.filter(pl.col("verdict").is_in(wanted)).select("row_no")
    alike = [name for name in TOGETHER if name in rows.columns]
    wanted_rows = rows.join(chosen, on="row_no", how="semi").sort(*alike, "row_no")
    kept = staging.read(imported, "kept")
    if kept is None:
        return wanted_rows
    kept = kept.with_columns(pl.col("row_no").cast(wanted_rows.schema["row_no"]))
    plain = wanted_rows.select(pl.exclude(set(kept.columns) - {"row_no"}))
    return plain.join(kept, on="row_no", how="left", maintain_order="left")


def _take_back(imported: Import, state: ImportState, message: str) -> None:
    receivers.receiver(imported.kind).undo(context(imported), silent)
    imported.state, imported.chunks_done = state, 0
    imported.tell(Sentence(message))
    imported.save(update_fields=["state", "message", "message_params", "chunks_done"])
