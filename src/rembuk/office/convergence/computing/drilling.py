"""The records behind a computed figure, for whoever may see persons of the place."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy

from rembuk.office.access.policies import Rights
from rembuk.office.audits.models import Cycle
from rembuk.office.convergence.computing.ground import Ground
from rembuk.office.convergence.computing.register import Query
from rembuk.office.convergence.periods import Period
from rembuk.office.intake.among import among
from rembuk.office.ledger.models import Promise
from rembuk.office.lists.models import Edition, ListRow
from rembuk.office.people.models import Family, Person
from rembuk.office.posyandu.models import ChildStatus

MOST = 2_000
"""Records shown at once; a village has fewer of anything."""


@dataclass(frozen=True)
class Record:
    """One record: what it is, its public name (never a person's), its page, how much it counts."""

    kind: str
    name: str
    url: str
    weight: int


@dataclass(frozen=True)
class Drilled:
    """The records of a figure. `hidden`: how many there are that this reader may not see."""

    records: tuple[Record, ...]
    total: int
    hidden: int = 0


KINDS = (
    ("orang", gettext_lazy("orang")), ("keluarga", gettext_lazy("keluarga")),
    ("baris", gettext_lazy("baris daftar")), ("wilayah", gettext_lazy("wilayah")),
    ("janji", gettext_lazy("janji")), ("edisi", gettext_lazy("edisi")),
    ("audit", gettext_lazy("audit")),
)  # fmt: skip
"""Kinds of records with their words."""

PERSONAL = frozenset({"orang", "keluarga", "baris"})


def rows(rights: Rights, query: Query, district: str, place: str, one: Period) -> Drilled:
    """The records behind a figure of a place. Persons and families only for whoever may see
    children of the place, and by their public name; all others are counted."""
    whole = place == district
    ground = Ground(district, only="" if whole else place, since=one.year)
    found = query.count(ground, one).records.sort("kind", "key")
    mine = found if whole else found.filter(found["village"] == place)
    total = int(mine["weight"].sum() or 0)
    seen = rights.may("lihat-anak", place) and not (whole and len(mine) > MOST)
    lines = []
    for kind in mine["kind"].unique(maintain_order=True):
        if kind in PERSONAL and not seen:
            continue
        part = mine.filter(mine["kind"] == kind).head(MOST)
        names = _named(kind, part["key"].to_list())
        for _village, _kind, key, weight in part.iter_rows():
            if kind == "wilayah" or key in names:
                name, url = names.get(key, (place, ""))
                lines.append(Record(kind, name, url, weight))
    return Drilled(tuple(lines), total, total - sum(line.weight for line in lines))


def _named(kind: str, keys: list[int]) -> dict[int, tuple[str, str]]:
    """Key -> name and page of the records of a kind."""
    model, column, route = _MODELS.get(kind, (None, "", ""))
    if model is None:
        return {}
    pairs = model._default_manager.filter(among("pk", keys)).values_list("pk", column)
    paged = set(keys)
    if kind == "orang":  # only a child of a post has a page
        children = ChildStatus.objects.filter(among("child", keys))
        paged = set(children.values_list("child_id", flat=True))
    return {pk: (str(value), _page(route, value) if pk in paged else "") for pk, value in pairs}


def _page(route: str, value: object) -> str:
    if not route:
        return ""
    try:
        return reverse(route, args=[value])
    except NoReverseMatch:
        return ""


_MODELS: dict[str, tuple[type[Model], str, str]] = {
    "orang": (Person, "public_id", "posyandu:child"),
    "keluarga": (Family, "public_id", "families:family"),
    "baris": (ListRow, "row_no", ""),
    "janji": (Promise, "number", ""),
    "edisi": (Edition, "label", ""),
    "audit": (Cycle, "name", ""),
}
