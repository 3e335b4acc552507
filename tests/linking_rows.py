"""Agency lists for tests of linking, and a linkage whose answer is written by hand.

krs = edition("krs", dt.date(2026, 1, 31))
a = listed(krs, "Siti Tiruan", born=dt.date(1990, 5, 4), card="1606000000000001")
with scripted(clusters=[[ref(a), ref(b)]], pairs=[(ref(a), ref(c), 4.0)]):
    services.run("16.06")
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

import polars as pl
from tests.factories import child, measured

from rembuk.office.linking import engine, refs
from rembuk.office.linking.models import Doubt, LinkRun
from rembuk.office.linking.records import gather
from rembuk.office.lists.models import Edition, ListedPerson, ListRow
from rembuk.office.people import crypto
from rembuk.office.people.masking import masked_nik
from rembuk.office.people.models import Person, SourceRecord
from rembuk.science.linkage.names import name_key

VILLAGE = "16.06.01.2001"


def edition(source: str, as_of: dt.date, label: str = "") -> Edition:
    """An edition of a list."""
    return Edition.objects.create(
        source=source, label=label or as_of.isoformat(), as_of=as_of, place_code="16.06",
        layout=source,
    )  # fmt: skip


def row(of: Edition, card: str = "", place: str = VILLAGE, **more: Any) -> ListRow:
    """A row of an edition."""
    number = of.rows.count() + 2
    return ListRow.objects.create(
        **{
            "edition": of, "import_id": 1000 + of.pk, "row_no": number, "key": f"{number:032d}",
            "digest": f"{number:032d}", "place_code": place,
            "kk_digest": crypto.digest(card) if card else "",
            "kk_cipher": crypto.encrypt(card, "kk") if card else None,
            "kk_masked": masked_nik(card), **more,
        }
    )  # fmt: skip


def listed(
    of: Edition,
    name: str,
    born: dt.date | None = None,
    sex: str = "P",
    nik: str = "",
    card: str = "",
    role: str = "kepala",
    key: str = "",
    in_row: ListRow | None = None,
    **more: Any,
) -> ListedPerson:
    """A person a row of an edition names; a row of its own unless `in_row` is given."""
    mine = in_row or row(of, card, **more)
    key = key or crypto.digest(f"{of.source}|{nik or name}|{born}")[:32]
    return ListedPerson.objects.create(
        edition=of, row=mine, part=mine.persons.count(), role=role, record_key=key, name=name,
        name_key=name_key(name), sex=sex, birth_date=born,
        nik_digest=crypto.digest(nik) if nik else "",
        nik_cipher=crypto.encrypt(nik, "nik") if nik else None, nik_masked=masked_nik(nik),
    )  # fmt: skip


def weighed_child(post: str, born: dt.date, sex: str, name: str, **more: Any) -> Person:
    """A child as intake leaves it: with a record of the health office, and weighed."""
    anak = child(post, born, sex, name, **more)
    facts = {
        "name": name, "sex": sex, "birth_date": born.isoformat(), "place_code": post,
        **({"mother_name": anak.mother_name} if anak.mother_name else {}),
    }  # fmt: skip
    SourceRecord.objects.create(
        person=anak, source="eppgbm-a", as_of=dt.date(2026, 10, 31), facts=facts,
        digest=anak.public_id, claim=anak.public_id,
    )  # fmt: skip
    measured(anak, dt.date(2026, 10, 12), source="eppgbm-a")
    return anak


def ref(of: ListedPerson) -> str:
    """The reference of a listed person who is the first of its key."""
    return refs.listed(of.record_key, 0)


Pair = tuple[str, str, float]


@contextmanager
def scripted(
    clusters: Sequence[Sequence[str]] = (), pairs: Sequence[Pair] = (), threshold: float = 8.0
) -> Iterator[list[dict[str, Any]]]:
    """A linkage that answers with these clusters (others stand alone) and pairs; yields what it
    was asked. `must` joins clusters and `cannot` keeps its records apart, as the real one does."""
    asked: list[dict[str, Any]] = []

    def link(records: pl.DataFrame, known: Any, **more: Any) -> engine.Found:
        asked.append({"records": records, "known": dict(known), **more})
        cluster = {one: f"c{at}" for at, group in enumerate(clusters) for one in group}
        names = {one: cluster.get(one, f"alone-{one}") for one in records["record_id"]}
        for left, right in sorted(more["must"]):
            old, new = names[right], names[left]
            names = {one: new if name == old else name for one, name in names.items()}
        for left, right in sorted(more["cannot"]):
            if names[left] == names[right]:
                names[right] = f"apart-{right}"
        # a known person's records are one cluster and never change
        for one, person in known.items():
            names[one] = str(person)
        for group in clusters:
            own = [str(known[one]) for one in group if one in known]
            for one in group:
                if own and one not in known:
                    names[one] = own[0]
        return engine.Found(
            pl.DataFrame(
                {"record_id": list(names), "cluster_id": list(names.values()),
                 "probability": [0.99] * len(names)},
                schema={"record_id": pl.String, "cluster_id": pl.String,
                        "probability": pl.Float64},
            ),
            pl.DataFrame(
                [
                    {"record_l": left, "record_r": right, "weight": weight,
                     "probability": 1 / (1 + 2**-weight), "same_card": False}
                    for left, right, weight in pairs
                    if {left, right} <= set(names)
                ],
                schema={"record_l": pl.String, "record_r": pl.String, "weight": pl.Float64,
                        "probability": pl.Float64, "same_card": pl.Boolean},
            ),
            "{}", "contoh", threshold, "bawaan", 0.99, {"pairs": len(pairs)},
        )  # fmt: skip

    with mock.patch.object(engine, "link", link):
        yield asked


def run(mode: str = "penuh", **script: Any) -> LinkRun:
    """One run with a scripted linkage."""
    from rembuk.office.linking import services

    with scripted(**script):
        return services.run("16.06", mode=mode)


def doubt(left: str, right: str) -> Doubt:
    """The doubt about a pair."""
    return Doubt.objects.get(key=refs.pair_key(left, right))


def everything() -> Any:
    """What is to be linked, as gathered."""
    return gather()
