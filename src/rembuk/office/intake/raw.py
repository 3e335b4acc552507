"""Raw files, kept for ever under their hash in a folder only the application reads."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, Final

from django.conf import settings

from .models import SourceFile
from .reading.limits import MAX_BYTES, check_size

BLOCK: Final = 1024 * 1024


def folder() -> Path:
    """The folder of raw files, made on first use, closed to other users of the machine."""
    return closed(Path(settings.REMBUK_RAW_FILES))


def closed(path: Path) -> Path:
    """`path` as a folder only this user may enter."""
    path.mkdir(parents=True, exist_ok=True)
    os.chmod(path, 0o700)  # noqa: PTH101 - one call for a path that may be a link
    return path


def path_of(file: SourceFile) -> Path:
    """Where the bytes of `file` are."""
    return folder() / file.stored_at


def take(source: Path | IO[bytes] | Any) -> tuple[Path, str, int]:
    """Copy `source` to a temporary file beside the raw files: (path, sha256, size). Raises
    `Unreadable` as soon as it is too large."""
    digest, size = hashlib.sha256(), 0
    handle, name = tempfile.mkstemp(prefix="masuk-", dir=folder())
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            for block in _blocks(source):
                size += len(block)
                if size > MAX_BYTES:
                    check_size(size)
                digest.update(block)
                target.write(block)
        check_size(size)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path, digest.hexdigest(), size


def _blocks(source: Path | IO[bytes] | Any) -> Iterator[bytes]:
    if isinstance(source, Path):
        check_size(source.stat().st_size)
        with source.open("rb") as stream:
            while block := stream.read(BLOCK):
                yield block
    elif hasattr(source, "chunks"):  # Django's uploaded file
        yield from source.chunks(BLOCK)
    else:
        while block := source.read(BLOCK):
            yield block
