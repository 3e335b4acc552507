"""Family cards (KK) and who belongs to them, with dates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

import polars as pl

from rembuk.office.intake.among import KEYS, among
from rembuk.office.intake.bulk import insert_missing, update
from rembuk.office.people import crypto, public_ids
from rembuk.office.people.batches import batches
from rembuk.office.people.masking import masked_nik
from rembuk.office.people.models import Family, IdentifierKind, Membership
from rembuk.office.people.precedence import orders_today
from rembuk.reference.precedence import rank


def write_families(rows: pl.DataFrame, import_id: int, role: str = "anak", source: str = "") -> int:
    """Put the persons of `rows` into the families of their KK; returns new memberships.

    `rows`: `person_id`, `as_of`, `no_kk`, `kk_digest` ("" when not a usable KK), `place_code`.
    A person seen later on another card leaves the earlier one that day, unless the order of sources
    prefers the earlier one. `source` is the layout of the file.
    """
    given = rows.filter((pl.col("kk_digest") != "") & pl.col("person_id").is_not_null())
    if given.is_empty():
        return 0
    families = _families(given)
    seen = given.group_by("person_id", "kk_digest").agg(pl.col("as_of").min())
    seen = seen.sort("person_id", "as_of", "kk_digest")
    held: dict[int, list[Membership]] = {}
    for some in batches(sorted(set(seen["person_id"].to_list())), KEYS):
        for member in Membership.objects.filter(among("person", some)).order_by("since", "pk"):
            held.setdefault(member.person_id, []).append(member)
    fresh: list[Membership] = []
    for person, digest, as_of in seen.iter_rows():
        mine = held.setdefault(person, [])
        if all(member.family_id != families[digest] for member in mine):
            member = Membership(
                person_id=person, family_id=families[digest], role=role, since=as_of,
                import_id=import_id, source=source,
            )  # fmt: skip
            mine.append(member)
            fresh.append(member)
    moved = _close(held)
    insert_missing(
        Membership,
        ("person_id", "family_id", "role", "since", "until", "import_id", "source"),
        [
            (m.person_id, m.family_id, m.role, m.since, m.until, m.import_id, m.source)
            for m in fresh
        ],
    )
    _end([m for m in moved if m.pk])
    return len(fresh)


def close_cards(person_ids: Iterable[int]) -> int:
    """Let one card at a time stand for each person again; how many memberships changed."""
    held: dict[int, list[Membership]] = {}
    for some in batches(sorted(set(person_ids))):
        for member in Membership.objects.filter(person_id__in=some).order_by("since", "pk"):
            held.setdefault(member.person_id, []).append(member)
    moved = _close(held)
    _end(moved)
    return len(moved)


def _end(moved: Sequence[Membership]) -> None:
    """Keep the days these memberships end on."""
    schema = {"id": pl.Int64, "until": pl.Date}
    rows = pl.DataFrame([(one.pk, one.until) for one in moved], schema, orient="row")
    update(Membership, ["until"], rows)


def _close(held: dict[int, list[Membership]]) -> list[Membership]:
    """Each membership ends the day the next one begins. Where the order of sources prefers one
    source (the civil registry), its cards stand from their first day on, and a card another source
    names later never stands: it ends the day it began."""
    order = orders_today().get("kk", ())
    changed = []
    for members in held.values():
        members.sort(key=lambda m: (m.since, m.family_id))
        ranks = [rank(member.source, order) for member in members]
        first = ranks.index(min(ranks))
        chain = [
            member
            for place, member in enumerate(members)
            if place < first or ranks[place] == ranks[first]
        ]
        following: list[dt.date | None] = [*(m.since for m in chain[1:]), None]
        ends = {id(member): until for member, until in zip(chain, following, strict=True)}
        for member in members:
            until = ends.get(id(member), member.since)
            if member.until != until:
                member.until = until
                changed.append(member)
    return changed


def _families(given: pl.DataFrame) -> dict[str, int]:
    """KK hash -> family, made where absent."""
    cards = given.group_by("kk_digest", maintain_order=True).agg(
        pl.col("no_kk").first(), pl.col("place_code").first()
    )
    wanted = cards["kk_digest"].to_list()
    known = _known(wanted)
    new = cards.filter(~pl.col("kk_digest").is_in(list(known)))
    ciphers = crypto.encrypt_all(new["no_kk"].to_list(), IdentifierKind.KK.value)
    insert_missing(
        Family,
        ("public_id", "kk_digest", "kk_cipher", "kk_masked", "place_code"),
        [
            (public_id, row["kk_digest"], cipher, masked_nik(row["no_kk"]), row["place_code"])
            for public_id, cipher, row in zip(
                public_ids.new_many(new.height), ciphers, new.iter_rows(named=True), strict=True
            )
        ],
    )
    return known | _known(new["kk_digest"].to_list())


def families_of(cards: Iterable[tuple[str, bytes | None, str, str]]) -> dict[str, int]:
    """KK hash -> family, made where absent, from `(hash, cipher, mask, place)` of cards; the first
    of a hash counts."""
    first: dict[str, tuple[str, bytes | None, str, str]] = {}
    for card in cards:
        first.setdefault(card[0], card)
    known = _known(list(first))
    new = [card for digest, card in first.items() if digest not in known]
    insert_missing(
        Family,
        ("public_id", "kk_digest", "kk_cipher", "kk_masked", "place_code"),
        [(key, *card) for key, card in zip(public_ids.new_many(len(new)), new, strict=True)],
    )
    return known | _known([card[0] for card in new])


def make_families(places: Sequence[str]) -> list[int]:
    """New families without a card, one a place; their keys, in order."""
    ids = public_ids.new_many(len(places))
    insert_missing(Family, ("public_id", "place_code"), list(zip(ids, places, strict=True)))
    made = dict(Family.objects.filter(public_id__in=ids).values_list("public_id", "pk"))
    return [made[one] for one in ids]


def _known(digests: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in batches(digests, KEYS):
        rows = Family.objects.filter(among("kk_digest", some))
        found.update((digest or "", pk) for digest, pk in rows.values_list("kk_digest", "pk"))
    return found
