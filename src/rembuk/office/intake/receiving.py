"""A file comes in: keep it, recognise its sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from django.db import transaction
from django.utils import timezone

from rembuk.office.access.models import Account

from . import raw, receivers, staging
from .models import Import, ImportState, SavedLayout, SourceFile
from .reading import grid, header, layouts
from .reading.header import Match
from .reading.layouts import Layout
from .reading.limits import Unreadable
from .reading.sniff import sniff
from .sentences import Sentence, Word, noop, packed

OVER = (ImportState.CANCELLED, ImportState.UNDONE, ImportState.REFUSED)


def receive(
    source: Path | str | IO[bytes] | Any, user: Account | None = None, name: str = ""
) -> SourceFile:
    """Keep a file (path or open or uploaded file) under its hash. A file that came before is the
    same row, with `seen` true. Raises `Unreadable` for a file that cannot be a table; then
    nothing is kept."""
    source = Path(source) if isinstance(source, str) else source
    name = Path(name or str(getattr(source, "name", "berkas"))).name[:200]
    draft, sha256, size = raw.take(source)
    try:
        known = SourceFile.objects.filter(sha256=sha256).first()
        if known is not None and raw.path_of(known).exists():
            known.seen = True
            return known
        sniffed = sniff(draft)
        draft.replace(raw.folder() / sha256)
    finally:
        draft.unlink(missing_ok=True)
    file, made = SourceFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name,
            "size": size,
            "format": sniffed.format,
            "stored_at": sha256,
            "received_at": timezone.now(),
            "received_by_id": getattr(user, "pk", None),
        },
    )
    file.seen = not made
    return file


@dataclass(frozen=True)
class _Looked:
    sheet: str
    match: Match | None = None
    cells: grid.Grid | None = None
    problem: Sentence | None = None


def recognise(file: SourceFile, user: Account | None = None) -> list[Import]:
    """One import per sheet that holds a table. Imports of this file that are open or done are
    given back as they are: the same file twice is nothing new."""
    standing = list(file.imports.exclude(state__in=OVER).order_by("pk"))
    if standing:
        return standing
    file.imports.filter(state=ImportState.REFUSED).delete()  # it is tried again now
    looked = _look(file)
    sure = [one for one in looked if one.match is not None and one.match.sure]
    if not sure:
        likely = [one for one in looked if one.match is not None]
        sure = likely[:3] or looked[:1]
    left = [one for one in looked if one not in sure]
    notes = [_unread(one) for one in left]
    user = user or file.received_by
    return [_open(file, one, notes, user) for one in sure]


_UNKNOWN: Final = noop("Judul kolomnya tidak cocok dengan bentuk yang dikenal.")
_UNREAD: Final = noop("Lembar “{sheet}” tidak dibaca.")


def _unread(one: _Looked) -> dict[str, Any]:
    """Why a sheet beside the ones taken was not read."""
    why = one.problem or Sentence(_UNKNOWN)
    said = Sentence(_UNREAD, {"sheet": one.sheet}, (why,))
    return {"kalimat": said.message, "isi": packed(said)}


def known_layouts() -> list[Layout]:
    """Layouts that come with Rembuk and those the district saved."""
    saved = [Layout.model_validate(s.body) for s in SavedLayout.objects.order_by("code")]
    return [*layouts.shipped(), *saved]


def _look(file: SourceFile) -> list[_Looked]:
    path, known = raw.path_of(file), known_layouts()
    try:
        sniffed = sniff(path)
        names: Iterable[str] = grid.sheets(path, sniffed)
    except Unreadable as problem:
        return [_Looked("", problem=problem.sentence)]
    looked = []
    for name in names:
        try:
            cells = grid.read(path, name, sniffed)
            looked.append(_Looked(name, header.recognise(cells, known), cells))
        except Unreadable as problem:
            looked.append(_Looked(name, problem=problem.sentence))
    return looked or [
        _Looked("", problem=Sentence(noop("Buku kerja ini tidak punya lembar yang terlihat.")))
    ]


_TO_MAP: Final = noop(
    "Bentuk lembar ini belum dikenal. Tunjukkan kolom mana berisi apa; "
    "pemetaannya dapat disimpan untuk berkas berikutnya."
)
_NOT_KEPT: Final = noop(
    "Lembar ini dikenal sebagai {layout}, tetapi Rembuk belum menyimpan jenis data itu. "
    "Berkasnya tetap tersimpan."
)


@transaction.atomic
def _open(
    file: SourceFile, one: _Looked, notes: list[dict[str, Any]], user: Account | None
) -> Import:
    imported = Import(file=file, sheet=one.sheet[:80], created_by_id=getattr(user, "pk", None))
    imported.report = {"notes": notes} if notes else {}
    match = one.match
    if match is None or one.cells is None:
        imported.state = ImportState.REFUSED
        imported.tell(one.problem)
    elif not match.sure or match.layout is None:
        imported.state = ImportState.MAPPING
        imported.mapping = {"row": match.heading.row, "depth": match.heading.depth}
        imported.tell(Sentence(_TO_MAP))
    else:
        imported.kind, imported.layout = match.layout.kind, match.layout.code
        imported.mapping = {"row": match.heading.row, "depth": match.heading.depth}
        imported.state = ImportState.CHECKING
        if imported.kind not in {r.kind for r in receivers.receivers()}:
            imported.state = ImportState.REFUSED
            imported.tell(Sentence(_NOT_KEPT, {"layout": Word(match.layout.name)}))
    imported.save()
    if one.cells is not None and imported.state != ImportState.REFUSED:
        staging.write(imported, "cells", one.cells.cells)
    return imported
