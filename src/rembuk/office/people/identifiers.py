"""NIK and KK of persons: written encrypted, found by hash, opened one at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import polars as pl

from rembuk.office.intake.among import KEYS, among
from rembuk.office.intake.bulk import insert_missing
from rembuk.office.people import crypto
from rembuk.office.people.batches import batches
from rembuk.office.people.masking import masked_nik
from rembuk.office.people.models import Family, Identifier, IdentifierKind

_COLUMNS: Final = {
    "nik": IdentifierKind.NIK,
    "parent_nik": IdentifierKind.MOTHER_NIK,
    "no_kk": IdentifierKind.KK,
}


def write_identifiers(rows: pl.DataFrame, import_id: int, new: set[int] | None = None) -> int:
    """Keep every number the rows give their person, once; returns how many were new.

    `rows`: `person_id`, `as_of`, `nik_findings`, `doubt` and the number columns. Numbers that
    are fillers or not 16 digits are kept too (masked, encrypted): they are what the source said.
    """
    wanted: dict[tuple[int, str, str], tuple[Any, ...]] = {}
    for column, kind in _COLUMNS.items():
        given = rows.filter(
            (pl.col(column) != "")
            & pl.col("person_id").is_not_null()
            & (pl.col(column).str.len_chars() <= 32)
        )
        findings = "nik_findings" if column == "nik" else None
        first = given.group_by("person_id", column, maintain_order=True).agg(
            pl.col("as_of").min(),
            (pl.col(findings).first() if findings else pl.lit("").first()).alias("findings"),
            pl.col("doubt").max(),
        )
        values = first[column].to_list()
        digests = crypto.digests(values)
        ciphers = crypto.encrypt_all(values, kind.value)
        for row, value, digest, cipher in zip(
            first.iter_rows(named=True), values, digests, ciphers, strict=True
        ):
            found = row["findings"].split()
            if column == "nik" and row["doubt"] == "ganda":
                found.append("ganda")
            wanted[(row["person_id"], kind.value, digest)] = (
                row["person_id"], kind.value, digest, cipher, masked_nik(value),
                " ".join(found)[:80], row["as_of"], import_id,
            )  # fmt: skip
    known = sorted({person for person, _, _ in wanted} - (new or set()))
    for some in batches(known, KEYS):
        rows_there = Identifier.objects.filter(among("person", some))
        for key in rows_there.values_list("person_id", "kind", "digest"):
            wanted.pop(key, None)
    insert_missing(
        Identifier,
        (
            "person_id", "kind", "digest", "cipher", "masked", "findings", "as_of", "import_id",
        ),
        list(wanted.values()),
    )  # fmt: skip
    return len(wanted)


def opened(identifier: Identifier) -> str:
    """The number itself. The caller has recorded the opening (`access.identity`)."""
    return crypto.decrypt(bytes(identifier.cipher), identifier.kind)


_others: list[Callable[[], int]] = []


def also_reencrypt(work: Callable[[], int]) -> None:
    """A room above keeps numbers of its own: `work` puts them under the newest key and says how
    many were under an older one."""
    if work not in _others:
        _others.append(work)


def reencrypt_all() -> int:
    """Put every number of every room under the newest key; how many were under an older one."""
    changed = sum(work() for work in _others)
    stale: list[Identifier] = []
    for row in Identifier.objects.only("pk", "kind", "cipher").iterator(chunk_size=2000):
        if not crypto.is_current(bytes(row.cipher)):
            row.cipher = crypto.reencrypt(bytes(row.cipher), row.kind)
            stale.append(row)
    for some in batches(stale, 400):
        Identifier.objects.bulk_update(some, ["cipher"])
        changed += len(some)
    families = Family.objects.exclude(kk_cipher=None)
    for family in families.iterator(chunk_size=2000):
        if family.kk_cipher is not None and not crypto.is_current(bytes(family.kk_cipher)):
            family.kk_cipher = crypto.reencrypt(bytes(family.kk_cipher), IdentifierKind.KK.value)
            family.save(update_fields=["kk_cipher"])
            changed += 1
    return changed
