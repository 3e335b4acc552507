"""Acts on documents: issue, replace, withdraw, attach a signed scan, number a letter."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.documents import files, numbers, pdfs, typesetting
from rembuk.office.documents.blocks import Letter
from rembuk.office.documents.checking import check_digits
from rembuk.office.documents.models import Document, DocumentEvent, Kop, NumberSeries, Scan
from rembuk.office.documents.scans import looking
from rembuk.office.documents.scans.looking import Look
from rembuk.office.documents.scans.proof import prove
from rembuk.office.documents.wording import letter_data
from rembuk.office.seats.models import Office


def issue(
    letter: Letter,
    *,
    subject_kind: str,
    subject_id: str,
    place_code: str,
    account: Account | None,
    expires_on: dt.date | None = None,
    office: Office | None = None,
    title: str = "",
    replaces: Document | None = None,
    origin: str = "",
) -> Document:
    """Set a letter, keep its PDF and give it a check page; what is handed out is what is kept.

    `title` names the document in lists and on the public check page, so it carries no name of a
    person (empty: the letter's own title or subject). `origin` is the address of this installation
    ("https://rembuk.contoh.go.id"; empty: from the settings). `replaces` is the document this one
    takes the place of. Raises TypesettingError, or ValidationError when `replaces` has gone.
    """
    public_id = public_ids.new()
    made_at = letter.made_at or timezone.now()
    letter = dataclasses.replace(
        letter, made_at=made_at, expires_on=expires_on or letter.expires_on
    )
    digest = data_digest(letter)
    address = f"{origin or home()}/surat/cek/{public_id}/{check_digits(public_id, digest)}/"
    pdf = typesetting.pdf(dataclasses.replace(letter, check_url=address))
    path, sha256 = files.put(pdf, "pdf")
    named = title or letter.title or letter.subject or letter_data(letter)["title"]
    with transaction.atomic():
        document = Document.objects.create(
            public_id=public_id, kind=letter.kind, title=" ".join(named.split())[:200],
            number=letter.number[:120], on=letter.on, office=office, subject_kind=subject_kind,
            subject_id=subject_id, place_code=place_code, data_digest=digest, sha256=sha256,
            pages=pdfs.count(pdf), size=len(pdf), file=path, made_by=account,
            made_at=made_at, without_names=letter.without_names,
            expires_on=letter.expires_on,
        )  # fmt: skip
        _note(document, "dibuat", account, sha256=sha256)
        if replaces is not None:
            _replace(replaces, document, account)
    return document


def data_digest(letter: Letter) -> str:
    """SHA-256 of what the letter says, whatever its check address."""
    data = letter_data(dataclasses.replace(letter, check_url=""))
    emblem = letter.letterhead.emblem if letter.letterhead else None
    if emblem:
        data["emblem"] = hashlib.sha256(emblem).hexdigest()
    plain = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


def home() -> str:
    """The address of this installation, for a QR made where no page was asked for."""
    for origin in settings.CSRF_TRUSTED_ORIGINS:
        if "*" not in origin:
            return str(origin).rstrip("/")
    host = next((h for h in settings.ALLOWED_HOSTS if h[:1] not in {"*", "."}), "localhost")
    return f"{'https' if settings.SECURE else 'http'}://{host}"


@dataclass(frozen=True)
class Seen:
    """A scan that was checked and looked at, and is not kept yet."""

    file: files.Examined
    look: Look


def look_at(upload: Any) -> Seen:
    """Check an upload and look for codes on it. It takes a second or two, so nothing is locked
    meanwhile: call it before a transaction. Raises ValidationError in words for the person who
    chose the file."""
    file = files.examined(upload, kinds=("pdf", "image"))
    return Seen(file, looking.look(file.content))


def attach_scan(
    document: Document, scan: Any, account: Account | None, note: str = "", *, why: str = ""
) -> Scan:
    """Keep a signed copy (an upload, or one already `Seen`) and bind it to the document. The same
    scan again is the same scan. `why` is what its bringer says where no code could be read.
    Raises OtherPaperError for another paper of ours, UnsureError where nothing tells and `why` is
    empty, and ValidationError for a file that is none."""
    seen = scan if isinstance(scan, Seen) else look_at(scan)
    return _bind(document, seen, account, note, why)


@transaction.atomic
def _bind(document: Document, seen: Seen, account: Account | None, note: str, why: str) -> Scan:
    _standing(document, _("Surat ini sudah ditarik atau diganti; pindaian tidak diterima lagi."))
    sha256 = seen.file.sha256
    if sha256 == document.sha256:
        raise ValidationError(
            _(
                "Ini berkas yang diunduh dari Rembuk, belum ditandatangani. Unggah pindaian surat "
                "yang sudah ditandatangani."
            )
        )
    before = Scan.objects.filter(document=document, sha256=sha256).first()
    if before is not None:
        return before
    proven = prove(document, seen.look, sha256, why)
    kept = files.keep(seen.file)
    scan, made = Scan.objects.get_or_create(
        document=document, sha256=kept.sha256,
        defaults={
            "document_sha256": document.sha256, "file": kept.path, "thumb": kept.thumb,
            "kind": kept.kind, "size": kept.size, "pages": kept.pages, "uploaded_by": account,
            "uploaded_at": timezone.now(), "note": note.strip()[:200], "proof": proven.how,
            "why": proven.why,
        },
    )  # fmt: skip
    if made:
        said = "; ".join(part for part in (note.strip(), proven.why) if part)
        _note(document, "pindaian", account, said, kept.sha256)
    return scan


@transaction.atomic
def withdraw(document: Document, account: Account | None, reason: str) -> Document:
    """Withdraw a document: its check page says so from now on. Raises ValidationError."""
    if len(reason.strip()) < 5:
        raise ValidationError(_("Tulis alasan menarik surat ini."))
    locked = _standing(document, _("Surat ini sudah ditarik atau diganti sebelumnya."))
    locked.withdrawn_at = timezone.now()
    locked.withdrawn_why = reason.strip()[:300]
    locked.save(update_fields=["withdrawn_at", "withdrawn_why"])
    _note(locked, "ditarik", account, reason)
    return locked


@transaction.atomic
def next_number(office: Office, on: dt.date, classification: str = "") -> str:
    """The office's next letter number of the year, in its own pattern. No number is given twice."""
    made = series(office, on)
    if made.pk is None:
        NumberSeries.objects.get_or_create(
            office=office, year=on.year, defaults={"pattern": made.pattern}
        )
    locked = NumberSeries.objects.select_for_update().get(office=office, year=on.year)
    locked.last += 1
    locked.save(update_fields=["last"])
    short = office.short or office.code
    return numbers.letter_number(locked.pattern, locked.last, on, short, classification)


def series(office: Office, on: dt.date) -> NumberSeries:
    """The office's numbering of a year; not yet saved, with last year's pattern, when it is new."""
    found = NumberSeries.objects.filter(office=office, year=on.year).first()
    if found is not None:
        return found
    before = NumberSeries.objects.filter(office=office).order_by("-year").first()
    pattern = before.pattern if before else numbers.PATTERN
    return NumberSeries(office=office, year=on.year, pattern=pattern)


@transaction.atomic
def set_kop(office: Office, fields: Mapping[str, Any], on: dt.date) -> Kop:
    """Set the letterhead and the numbering of the year. Raises ValidationError for an emblem that
    is no picture, and for a number that would be given a second time."""
    locked = NumberSeries.objects.select_for_update().filter(office=office, year=on.year).first()
    if locked is not None and fields["last"] < locked.last:
        raise ValidationError(
            _("Nomor urut %(n)s sudah diberikan; nomor tidak dapat mundur.") % {"n": locked.last}
        )
    kept = files.kept(fields["emblem"], kinds=("image",), max_mb=2) if fields["emblem"] else None
    NumberSeries.objects.update_or_create(
        office=office, year=on.year,
        defaults={"pattern": fields["pattern"], "last": fields["last"]},
    )  # fmt: skip
    values = {name: fields[name] for name in ("government", "unit", "address")}
    if kept is not None:
        values["emblem"] = kept.path
    return Kop.objects.update_or_create(office=office, defaults=values)[0]


def _standing(document: Document, told: str) -> Document:
    """The row itself, locked, while it still stands."""
    locked = Document.objects.select_for_update().get(pk=document.pk)
    if locked.withdrawn_at is not None or locked.replaced_by_id is not None:
        raise ValidationError(told)
    return locked


def _replace(old: Document, new: Document, account: Account | None) -> None:
    locked = _standing(old, _("Surat yang akan diganti sudah ditarik atau diganti."))
    locked.replaced_by = new
    locked.save(update_fields=["replaced_by"])
    _note(locked, "diganti", account, sha256=new.sha256)


def _note(
    document: Document, act: str, account: Account | None, reason: str = "", sha256: str = ""
) -> None:
    DocumentEvent.objects.create(
        document=document, act=act, by=account, at=timezone.now(), reason=reason.strip()[:300],
        sha256=sha256,
    )  # fmt: skip
