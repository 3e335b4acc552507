"""Families at risk of an area: by evidence under both versions, beside what the list and its recap
say, and why they differ. Every table adds up; small numbers are hidden from who sees no persons."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from rembuk.office.families import judging
from rembuk.office.families.models import Standing
from rembuk.office.lists import recaps
from rembuk.office.lists.models import Edition, ListRow, Recap
from rembuk.office.lists.queries import latest_edition
from rembuk.office.places.scope import within
from rembuk.reference import Reference
from rembuk.science.welfare.krs import krs_rules
from rembuk.science.welfare.small_counts import TOTAL, protected, summed

VALUES: Final = {True: "ya", False: "tidak", None: "belum"}
LISTED: Final = ("ya", "tidak", "kode", "luar")
"""On the list and at risk, on it and not, on it with codes nobody confirmed, not on it."""
VILLAGE: Final = 13
"""Length of a village's code."""
NO_VILLAGE: Final = ".-"
"""What follows the code of an area for its families without a village."""
FOUND: Final = ("ya", "tidak", "belum")
WHYS: Final = (
    "sama", "waktu", "versi", "tidak-berlaku", "bukti-berbeda", "bukti-kosong", "daftar-kosong",
)  # fmt: skip


@dataclass(frozen=True)
class AreaLine:
    """One area: families by evidence and by list. None is hidden."""

    code: str
    families: int | None
    now: tuple[int | None, ...]  # in the order of FOUND
    older: tuple[int | None, ...]
    listed: tuple[int | None, ...]  # in the order of LISTED

    @property
    def on_list(self) -> int | None:
        """Families the list names."""
        parts = self.listed[:3]
        return None if None in parts else sum(n or 0 for n in parts)


@dataclass(frozen=True)
class WhyLine:
    """One target type or factor: how many listed families for each reason, in the order of WHYS."""

    code: str
    name: str
    target: bool
    counts: tuple[int | None, ...]
    total: int | None


@dataclass(frozen=True)
class Identity:
    """One sum the recap must keep."""

    code: str
    words: str
    left: int | None
    right: int | None
    exact: bool  # equal; else at most
    failing: tuple[str, ...]  # villages in which it does not hold

    @property
    def known(self) -> bool:
        """Whether both sides are there."""
        return self.left is not None and self.right is not None

    @property
    def holds(self) -> bool:
        """Whether it holds here, and in every village."""
        if self.failing or self.left is None or self.right is None:
            return False
        return self.left == self.right if self.exact else self.left <= self.right


def leaves(code: str) -> dict[tuple[str, str], int]:
    """Village and kind (`now|older|listed`) -> families."""
    rows = (
        Standing.objects.filter(within("place_code", code))
        .order_by()
        .annotate(krs=Q(sources__contains="krs"))
        .values_list("place_code", "at_risk", "at_risk_older", "krs", "listed_at_risk")
        .annotate(n=Count("pk"))
    )
    found: Counter[tuple[str, str]] = Counter()
    for place, now, older, on_list, listed, n in rows:
        said = {True: "ya", False: "tidak", None: "kode"}[listed] if on_list else "luar"
        found[_village(place), f"{VALUES[now]}|{VALUES[older]}|{said}"] += n
    return dict(found)


def _village(place: str) -> str:
    """The village of a place; a family known to lie in a wider area only stands in a part of its
    own below that area, so that sums hold."""
    return place[:VILLAGE] if len(place) >= VILLAGE else f"{place}{NO_VILLAGE}"


def table(
    counts: Mapping[tuple[str, str], int], root: str, areas: Iterable[str], limit: int | None
) -> tuple[tuple[AreaLine, ...], AreaLine | None, dict[tuple[str, str], int | None]]:
    """Lines of areas below a root, the root's own line, and the root's cross of evidence (newer
    version) by list. With a limit each table is protected by itself."""
    if not counts:
        return (), None, {}
    now = _cells(_by(counts, 0), root, limit)
    older = _cells(_by(counts, 1), root, limit)
    listed = _cells(_by(counts, 2), root, limit)
    cross = _cells(_by(counts, 0, 2), root, limit)

    def line(code: str) -> AreaLine:
        return AreaLine(
            code,
            now.get((code, TOTAL), 0),
            tuple(now.get((code, kind), 0) for kind in FOUND),
            tuple(older.get((code, kind), 0) for kind in FOUND),
            tuple(listed.get((code, kind), 0) for kind in LISTED),
        )

    here = {area for area, _kind in now}
    found = tuple(line(code) for code in areas if code in here)
    both = {
        (mine, said): cross.get((root, f"{mine}|{said}"), 0) for mine in FOUND for said in LISTED
    }
    return found, line(root), both


def whys(
    code: str, rules: Reference, on: dt.date, english: bool, limit: int | None
) -> tuple[WhyLine, ...]:
    """For each target type and factor the newer version asks, why list and evidence are not the
    same, over the families the list names."""
    asked = krs_rules(rules, judging.NOW, on).all
    rows = Standing.objects.filter(within("place_code", code), sources__contains="krs")
    listed = rows.count()
    if not listed:
        return ()
    found: Counter[tuple[str, str]] = Counter()
    for beside in rows.exclude(beside="").values_list("beside", flat=True).iterator(5000):
        found.update(judging.read(beside).items())
    counts: dict[tuple[str, str], int] = {}
    for one in asked:
        other = {why: found[one.code, why] for why in WHYS[1:]}
        counts |= {(f"{code}.{one.code}", why): n for why, n in other.items()}
        counts[f"{code}.{one.code}", "sama"] = listed - sum(other.values())
    cells = _cells(counts, code, limit)
    types = {one.code for one in krs_rules(rules, judging.NOW, on).targets}
    return tuple(
        WhyLine(
            one.code,
            one.name_en if english else one.name_id,
            one.code in types,
            tuple(cells.get((f"{code}.{one.code}", why), 0) for why in WHYS),
            cells.get((f"{code}.{one.code}", TOTAL), 0),
        )
        for one in asked
    )


@dataclass(frozen=True)
class RecapView:
    """The agency's own recap of an area, summed over villages, and whether its sums agree."""

    edition: Edition
    villages: int
    figures: Mapping[str, int]
    identities: tuple[Identity, ...]
    named: int  # rows of the list by name, of the same edition
    short: tuple[str, ...]  # villages whose list by name is not as long as the recap says


def recap(code: str) -> RecapView | None:
    """The newest recap of an area; None when there is none."""
    edition = (
        Edition.objects.filter(recaps__isnull=False, recaps__in=_recaps(code))
        .order_by("-as_of", "-pk")
        .first()
    )
    if edition is None:
        return None
    told = dict(
        _recaps(code).filter(edition=edition).order_by("pk").values_list("place_code", "figures")
    )
    total: Counter[str] = Counter()
    for figures in told.values():
        total.update(figures)
    rows = ListRow.objects.current().filter(within("place_code", code), edition=edition)
    differing = [one["place"] for one in recaps.differences([edition.pk]) if one["place"] in told]
    return RecapView(
        edition, len(told), dict(total), _identities(told, total), rows.count(), tuple(differing)
    )


def current_list(code: str) -> Edition | None:
    """The newest KRS list by name that has rows in a place."""
    return latest_edition("krs", code)


def unread(code: str) -> int:
    """Families of the list whose codes nobody confirmed."""
    rows = Standing.objects.filter(within("place_code", code), sources__contains="krs")
    return rows.filter(listed_at_risk__isnull=True).count()


def _recaps(code: str) -> QuerySet[Recap]:
    return Recap.objects.filter(within("place_code", code))


def _identities(
    told: Mapping[str, Mapping[str, int]], total: Mapping[str, int]
) -> tuple[Identity, ...]:
    """The identities of the sum, and the villages in which each is broken."""
    failing: dict[str, list[str]] = {}
    for place, figures in told.items():
        for code, name, _sentence, _values in recaps.broken(figures):
            key = name if code == "rekap-melebihi" else code
            failing.setdefault(key, []).append(place)
    krs = total.get("total_krs")
    safe, target = total.get("tidak_berisiko"), total.get("keluarga_sasaran")
    ranks = [total.get(name) for name in recaps.RANKS]
    known = [one for one in ranks if one is not None]
    found = [
        Identity(
            "rekap-sasaran", "", None if krs is None or safe is None else krs + safe, target, True,
            tuple(failing.get("rekap-sasaran", ())),
        ),
        Identity(
            "rekap-peringkat", "", sum(known) if len(known) == len(ranks) else None, krs, True,
            tuple(failing.get("rekap-peringkat", ())),
        ),
    ]  # fmt: skip
    found += [
        Identity(name, recaps.LABELS[name], total.get(name), krs, False,
                 tuple(failing.get(name, ())))
        for name in recaps.WITHIN
    ]  # fmt: skip
    return tuple(found)


def _by(counts: Mapping[tuple[str, str], int], *parts: int) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for (area, kind), n in counts.items():
        split = kind.split("|")
        found[area, "|".join(split[part] for part in parts)] += n
    return dict(found)


def _cells(
    counts: Mapping[tuple[str, str], int], root: str, limit: int | None
) -> Mapping[tuple[str, str], int | None]:
    return summed(counts, root) if limit is None else protected(counts, root, limit)
