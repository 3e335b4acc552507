"""Proof: kept as it came, known by its hash, withdrawn with a reason, never thrown away."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.documents import files
from rembuk.office.ledger import parties, writing
from rembuk.office.ledger.errors import LedgerError
from rembuk.office.ledger.models import Promise, Proof, ProofKind
from rembuk.office.people import public_ids

MAX_MB: Final = 10
WITH_FILE: Final = (ProofKind.FILE, ProofKind.PHOTO)


def countable(promise: Promise) -> QuerySet[Proof]:
    """Proof that counts now: no mere note, not withdrawn, since the last return."""
    kept = promise.proofs.filter(withdrawn_at__isnull=True, round=promise.round)
    return kept.exclude(kind=ProofKind.NOTE)


@transaction.atomic
def add_proof(
    promise: Promise, by: Account | None, kind: str, *, upload: Any = None, text: str = "",
    amount: int | None = None, taken_on: dt.date | None = None, lat: float | None = None,
    lon: float | None = None, where: str = "", reference: str = "",
    version: int | None = None, at: dt.datetime | None = None,
) -> Proof:  # fmt: skip
    """Add one proof. A file or photo needs its upload, spending its amount in rupiah, a measurement
    or delivery its day and what was measured or handed over. Date and place of a photo are read
    from it when it carries them; what the officer typed wins. The same file again is the same
    proof, so sending twice is safe."""
    hand = writing.take(promise, "bukti", by, version, at)
    held = hand.promise
    if kind not in ProofKind.values:
        raise LedgerError(_("Pilih jenis buktinya."))
    proof = Proof(
        public_id=public_ids.new(), promise=held, kind=kind, round=held.round, by=by, at=hand.at,
        text=text.strip()[:600], amount=amount, taken_on=taken_on, lat=lat, lon=lon,
        where=where.strip()[:120], reference=reference.strip()[:64],
    )  # fmt: skip
    if upload is not None:
        _keep(proof, upload)
        twin = held.proofs.filter(sha256=proof.sha256, withdrawn_at__isnull=True).first()
        if twin is not None:
            return twin
    _complete(proof, parties.day_of(hand.at))
    proof.save(force_insert=True)
    _count(held)
    writing.put(hand, note=f"{ProofKind(kind).label} {proof.public_id}")
    return proof


@transaction.atomic
def withdraw_proof(
    proof: Proof, by: Account, reason: str, *, version: int | None = None,
    at: dt.datetime | None = None,
) -> Proof:  # fmt: skip
    """Take a mistaken proof out of account. It stays, marked, with who and why."""
    hand = writing.take(proof.promise, "bukti-tarik", by, version, at, reason)
    held = Proof.objects.select_for_update().get(pk=proof.pk)
    if held.withdrawn_at is not None:
        raise LedgerError(_("Bukti ini sudah ditarik."))
    held.withdrawn_at, held.withdrawn_by = hand.at, by
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _count(hand.promise)
    writing.put(hand, reason=reason, note=held.public_id)
    return held


def _keep(proof: Proof, upload: Any) -> None:
    """Keep the bytes; the file says itself what it is."""
    wanted: tuple[files.Kind, ...] = ("image",)
    if proof.kind != ProofKind.PHOTO:
        wanted = ("pdf", "image")
    kept = files.kept(upload, kinds=wanted, max_mb=MAX_MB)
    proof.path, proof.thumb = kept.path, kept.thumb
    proof.sha256, proof.file_kind = kept.sha256, kept.kind
    taken = kept.taken_on.date() if isinstance(kept.taken_on, dt.datetime) else kept.taken_on
    proof.taken_on = proof.taken_on or taken
    if proof.lat is None:
        proof.lat, proof.lon = kept.lat, kept.lon


def _complete(proof: Proof, today: dt.date) -> None:
    if proof.kind in WITH_FILE and not proof.sha256:
        raise LedgerError(_("Pilih berkas atau fotonya."))
    if proof.kind == ProofKind.SPENDING and (proof.amount is None or proof.amount <= 0):
        raise LedgerError(_("Isi jumlah yang dibelanjakan, dalam rupiah."))
    if proof.kind in {ProofKind.MEASURE, ProofKind.DELIVERY}:
        if len(proof.text) < 5:
            raise LedgerError(
                _("Tulis apa yang diukur atau diserahkan, dan kepada siapa (jabatan).")
            )
        if proof.taken_on is None:
            raise LedgerError(_("Isi tanggalnya."))
    if proof.kind == ProofKind.NOTE and len(proof.text) < 5:
        raise LedgerError(_("Tulis catatannya."))
    if proof.taken_on is not None and proof.taken_on > today:
        raise LedgerError(_("Tanggal bukti belum terjadi."))


def _count(promise: Promise) -> None:
    kept = promise.proofs.filter(withdrawn_at__isnull=True)
    promise.proofs_kept = kept.exclude(kind=ProofKind.NOTE).count()
    promise.spent = kept.aggregate(total=Sum("amount"))["total"] or 0
