"""Files of people, kept: known by their content, sealed on disk, never half there.

`kept(upload)` reads an upload whole, checks that it is what it says, seals it (AES-256-GCM, see
`access.sealing`) and puts it in place in one step. The original's bytes stay as they came; where
and when a photo was taken is read out of it, and a small picture without those marks is made for
lists. A file has no URL: a view with a policy streams it (`opened`).
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from rembuk.office.access import sealing
from rembuk.office.access.downloads import TYPES
from rembuk.office.documents import office_files, pdfs, photos

Kind = Literal["pdf", "image", "xlsx", "docx", "csv"]
Form = Literal["pdf", "jpg", "png", "xlsx", "docx", "csv", ""]
MAX_MB: Final = 25
_KINDS: Final[dict[Form, Kind]] = {
    "pdf": "pdf", "jpg": "image", "png": "image", "xlsx": "xlsx", "docx": "docx", "csv": "csv",
}  # fmt: skip
_PATH: Final = re.compile(rf"^[0-9a-f]{{2}}/[0-9a-f]{{40}}\.({'|'.join(_KINDS)})$")


@dataclass(frozen=True)
class Kept:
    """A kept file: `path` names it in the folder (not its content), `sha256` is of the original.
    `taken_on`, `lat`, `lon` come from the photo's own marks; `thumb` is "" but for a photo; `pages`
    is 0 but for a PDF."""

    path: str
    sha256: str
    kind: Kind
    size: int
    pages: int = 0
    taken_on: Any = None
    lat: float | None = None
    lon: float | None = None
    thumb: str = ""


def folder() -> Path:
    """Where kept files are: part of every backup, as the database is."""
    return Path(settings.MEDIA_ROOT) / "kept"


@dataclass(frozen=True)
class Examined:
    """An upload read whole and found to be what it says; nothing of it is kept yet."""

    content: bytes
    form: Form
    kind: Kind
    pages: int = 0
    photo: photos.Photo | None = None

    @property
    def sha256(self) -> str:
        """Of the file as it came."""
        return hashlib.sha256(self.content).hexdigest()


def kept(upload: Any, kinds: Sequence[Kind] = ("pdf", "image"), max_mb: int = MAX_MB) -> Kept:
    """Check and keep an upload. Keeping the same file again is the same file. Raises
    ValidationError in words for the person who chose it; then nothing is kept."""
    return keep(examined(upload, kinds, max_mb))


def examined(
    upload: Any, kinds: Sequence[Kind] = ("pdf", "image"), max_mb: int = MAX_MB
) -> Examined:
    """Read an upload whole and check that it is what it says. Raises ValidationError."""
    content = _read(upload, max_mb)
    form = form_of(content)
    kind = _KINDS.get(form)
    if kind is None or kind not in kinds:
        raise ValidationError(_wanted(kinds))
    if kind != "image":
        pages = pdfs.checked(content) if kind == "pdf" else office_files.checked(content, form)
        return Examined(content, form, kind, pages)
    photo = photos.checked(content)
    return Examined(content, photo.form, kind, photo=photo)


def keep(one: Examined) -> Kept:
    """Seal an upload that was checked."""
    path, sha256 = put(one.content, one.form)
    size = len(one.content)
    photo = one.photo
    if photo is None:
        return Kept(path, sha256, one.kind, size, pages=one.pages)
    thumb, _hash = put(photo.thumb, "jpg")
    return Kept(path, sha256, "image", size, 0, photo.taken_on, photo.lat, photo.lon, thumb)


def form_of(content: bytes) -> Form:
    """What a file is by its bytes, whatever its name says."""
    if content.startswith(b"%PDF-"):
        return "pdf"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    return office_files.form_of(content)


def put(content: bytes, form: str) -> tuple[str, str]:
    """Seal bytes made or checked by us; the path and the SHA-256. In place whole or not at all."""
    sha256 = hashlib.sha256(content).hexdigest()
    name = sealing.digest(f"berkas:{sha256}")[:40]
    path = f"{name[:2]}/{name}.{form}"
    target = folder() / path
    if not target.exists():
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(target, sealing.seal(content, f"berkas:{name}"))
    return path, sha256


def opened(path: str) -> bytes:
    """The bytes of a kept file. Raises FileNotFoundError, or UnreadableError for a lost key."""
    if not _PATH.match(path):
        raise FileNotFoundError("not a kept file")
    return sealing.unseal((folder() / path).read_bytes(), f"berkas:{Path(path).stem}")


def answer(path: str, name: str, *, download: bool = True) -> HttpResponse:
    """A kept file as the answer of a view; `name` without its ending, made by us. The view has
    asked its policy before. Photos and PDFs open in their own tab, never inside a page."""
    form = path.rpartition(".")[2]
    response = HttpResponse(opened(path), content_type=TYPES[form])
    how = "attachment" if download else "inline"
    response["Content-Disposition"] = f'{how}; filename="{re.sub(r"[^a-z0-9-]", "-", name)}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def reseal_all() -> int:
    """Seal every file again that an older key sealed; how many. Can be stopped and repeated."""
    count = 0
    for path in sorted(folder().glob("??/*.*")):
        if not _PATH.match(f"{path.parent.name}/{path.name}"):
            continue  # the rest of a write that was cut off
        blob = path.read_bytes()
        if not sealing.is_current(blob[:64]):
            bound = f"berkas:{path.stem}"
            _write(path, sealing.seal(sealing.unseal(blob, bound), bound))
            count += 1
    return count


def _write(target: Path, blob: bytes) -> None:
    half = target.with_name(f"{target.name}.{secrets.token_hex(6)}.half")
    try:
        with half.open("xb") as stream:
            stream.write(blob)
            stream.flush()
            os.fsync(stream.fileno())
        half.chmod(0o600)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)


def _read(upload: Any, max_mb: int) -> bytes:
    if upload is None:
        raise ValidationError(_("Pilih berkasnya dulu."))
    limit = max_mb * 1024 * 1024
    told = _("Berkas lebih dari %(mb)s MB. Pindai atau foto dengan mutu lebih rendah.") % {
        "mb": max_mb
    }
    if (getattr(upload, "size", None) or 0) > limit:
        raise ValidationError(told)
    content: bytes = upload.read(limit + 1)
    if len(content) > limit:
        raise ValidationError(told)
    if not content:
        raise ValidationError(_("Berkas ini kosong (0 bita). Periksa lalu unggah lagi."))
    return content


def _wanted(kinds: Sequence[Kind]) -> str:
    if tuple(kinds) == ("pdf",):
        return _(
            "Isi berkas ini bukan PDF, apa pun akhiran namanya. Pindai suratnya menjadi PDF, "
            "lalu unggah."
        )
    if tuple(kinds) == ("image",):
        return _("Isi berkas ini bukan foto JPG atau PNG, apa pun akhiran namanya.")
    if set(kinds) - {"pdf", "image"}:
        words = {"pdf": "PDF", "image": "JPG/PNG", "xlsx": "Excel", "docx": "Word", "csv": "CSV"}
        return _("Isi berkas ini bukan %(kinds)s, apa pun akhiran namanya.") % {
            "kinds": ", ".join(words[kind] for kind in kinds)
        }
    return _(
        "Isi berkas ini bukan PDF, JPG, atau PNG, apa pun akhiran namanya. Foto atau pindai, lalu "
        "unggah."
    )
