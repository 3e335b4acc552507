"""Which claims are one child, and which child already known: rules, in memory, no database.

In order: the same claim was seen before; the same usable NIK with the birth date or the name
agreeing; the same name key, birth date, sex and village with parents that do not disagree; a
newborn under the mother's name and the only child of that mother, day and sex. What could be two
children stays two. The order of rows decides nothing. See docs: methods/identity.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final, TypeVar

from rembuk.office.people.claims import Claim
from rembuk.science.linkage.names import NEWBORN

SIMILAR: Final = 0.8
"""Two name keys at or above this ratio are spellings of one name."""

CROWD: Final = 8
"""A NIK carried by more different children than this is a filler and points at nobody."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person already known, as keys."""

    person: int
    name: str
    birth: dt.date | None
    sex: str
    village: str
    parents: frozenset[str]

    @property
    def newborn(self) -> bool:
        """Still known only as `By. Ny. <mother>`."""
        return self.name.startswith(NEWBORN)


@dataclass(frozen=True)
class Known:
    """What the records hold that could be meant by the claims."""

    remembered: dict[str, int] = field(default_factory=dict)
    """Claim -> person."""
    by_nik: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    others: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claim: a known person, or a new one (`group`), or neither (in doubt).

    `how`: kenal, nik, nama, bayi, baru, ragu. `doubt`: "" | ganda | kembar-nama.
    """

    person: int | None
    group: str
    how: str
    doubt: str = ""


Node = tuple[str, Hashable]
Item = TypeVar("Item")


class _Groups:
    """Union-find over claims."""

    def __init__(self) -> None:
        self.parent: dict[str, str] = {}

    def find(self, key: str) -> str:
        while self.parent.setdefault(key, key) != key:
            self.parent[key] = self.parent[self.parent[key]]
            key = self.parent[key]
        return key

    def join(self, left: str, right: str) -> None:
        low, high = sorted((self.find(left), self.find(right)))
        self.parent[high] = low


def similar(left: str, right: str) -> bool:
    """Whether two name keys are spellings of one name, or one is the other cut short."""
    if left == right:
        return True
    short, long = sorted((left, right), key=len)
    if len(short) >= 4 and long.startswith(short):
        return True
    return SequenceMatcher(None, left, right, autojunk=False).ratio() >= SIMILAR


def parents_agree(left: frozenset[str], right: frozenset[str]) -> bool | None:
    """True: a parent in common. False: both named, none in common. None: one side is silent."""
    if not left or not right:
        return None
    return bool(left & right) or any(similar(a, b) for a in left for b in right)


def resolve(claims: Sequence[Claim], known: Known) -> dict[str, Outcome]:
    """The outcome of every claim, by claim key."""
    crowded = _crowded(claims, known)
    claims = sorted(claims, key=lambda claim: claim.key)
    groups, doubts = _Groups(), {claim.key: "" for claim in claims}
    _join_by_nik([c for c in claims if c.nik and c.nik not in crowded], groups, doubts)
    _join_by_name(claims, groups, doubts)
    persons, hows = _known_persons(claims, known, crowded, groups, doubts)
    _join_newborns(claims, known, groups, persons, hows)
    for claim in claims:
        if claim.nik in crowded:
            doubts[claim.key] = doubts[claim.key] or "ganda"
    return {claim.key: _outcome(claim, known, groups, persons, hows, doubts) for claim in claims}


def _outcome(
    claim: Claim,
    known: Known,
    groups: _Groups,
    persons: dict[str, int],
    hows: dict[str, str],
    doubts: dict[str, str],
) -> Outcome:
    root = groups.find(claim.key)
    if claim.key in known.remembered:
        return Outcome(known.remembered[claim.key], root, "kenal")
    if claim.key in persons:
        return Outcome(persons[claim.key], root, hows[claim.key], doubts[claim.key])
    if root in persons:
        return Outcome(persons[root], root, hows.get(root, "nama"), doubts[claim.key])
    if doubts[claim.key] == "kembar-nama":
        return Outcome(None, "", "ragu", "kembar-nama")
    return Outcome(None, root, "baru", doubts[claim.key])


def _crowded(claims: Iterable[Claim], known: Known) -> frozenset[str]:
    children: dict[str, set[tuple[str, dt.date | None]]] = defaultdict(set)
    for claim in claims:
        if claim.nik:
            children[claim.nik].add((claim.name, claim.birth))
    for nik, candidates in known.by_nik.items():
        children[nik].update((c.name, c.birth) for c in candidates)
    return frozenset(nik for nik, names in children.items() if len(names) > CROWD)


def _same_by_nik(claim: Claim, other: Claim | Candidate) -> bool:
    """One NIK: are they one child? Twins who share a mistaken NIK are not, whether they stand in
    one file or in two: with one birth date and sex but names that are not spellings of each other
    they stay two, unless one is still called after the mother."""
    if claim.name == other.name or (claim.birth == other.birth and similar(claim.name, other.name)):
        return True
    if claim.birth is None or claim.birth != other.birth or claim.sex != other.sex:
        return False
    return claim.newborn != other.newborn


def _join_by_nik(claims: list[Claim], groups: _Groups, doubts: dict[str, str]) -> None:
    for same in _by(claims, lambda c: c.nik).values():
        for place, claim in enumerate(same):
            for other in same[place + 1 :]:
                if not _same_by_nik(claim, other) or _two_named(claim, other, same):
                    doubts[claim.key] = doubts[other.key] = "ganda"
                else:
                    groups.join(claim.key, other.key)


def _two_named(one: Claim, other: Claim, same: list[Claim]) -> bool:
    """Whether a newborn under the mother's name could be either of two named children: then it is
    neither, or it would make the two one."""
    if one.newborn == other.newborn:
        return False
    baby = one if one.newborn else other
    named = [c for c in same if not c.newborn and (c.birth, c.sex) == (baby.birth, baby.sex)]
    return any(not similar(a.name, b.name) for a in named for b in named)


def _join_by_name(claims: list[Claim], groups: _Groups, doubts: dict[str, str]) -> None:
    named = [c for c in claims if c.name]
    for same in _by(named, lambda c: (c.name, c.birth, c.sex, c.village)).values():
        if len(same) == 1:
            continue
        told = [c for c in same if c.parents]
        for place, claim in enumerate(told):
            for other in told[place + 1 :]:
                if parents_agree(claim.parents, other.parents) or (
                    claim.parent_nik and claim.parent_nik == other.parent_nik
                ):
                    groups.join(claim.key, other.key)
        families = {groups.find(c.key) for c in told}
        silent = [c for c in same if not c.parents]
        if silent and same[0].birth is None:
            continue  # no birth date and no parent: nothing to hold on to
        for claim in silent:
            if len(families) <= 1:
                groups.join(claim.key, told[0].key if told else silent[0].key)
            elif groups.find(claim.key) not in families:
                doubts[claim.key] = doubts[claim.key] or "kembar-nama"


def _known_persons(
    claims: list[Claim],
    known: Known,
    crowded: frozenset[str],
    groups: _Groups,
    doubts: dict[str, str],
) -> tuple[dict[str, int], dict[str, str]]:
    """Person of each claim, and of each group (under the key of its root)."""
    persons: dict[str, int] = {}
    hows: dict[str, str] = {}
    by_name = _by(known.others, lambda c: (c.name, c.birth, c.sex, c.village))
    for claim in claims:
        person, how = known.remembered.get(claim.key), "kenal"
        if person is None and claim.nik and claim.nik not in crowded:
            owners = known.by_nik.get(claim.nik, ())
            fitting = [c for c in owners if _same_by_nik(claim, c)]
            if fitting:
                best = min(fitting, key=lambda c: (c.name != claim.name, c.person))
                person, how = best.person, "nik"
            elif owners:
                doubts[claim.key] = "ganda"
        if person is None and claim.name:
            person, how = _by_known_name(claim, by_name, doubts), "nama"
        if person is not None:
            persons[claim.key], hows[claim.key] = person, how
    rank = {"kenal": 0, "nik": 1, "nama": 2}
    first: dict[str, tuple[int, int]] = {}
    for key, person in persons.items():
        root, mark = groups.find(key), (rank[hows[key]], person)
        first[root] = min(first.get(root, mark), mark)
    for root, (_, person) in first.items():
        persons.setdefault(root, person)
        hows.setdefault(root, "nama")
    return persons, hows


def _by_known_name(
    claim: Claim, by_name: dict[Hashable, list[Candidate]], doubts: dict[str, str]
) -> int | None:
    fitting = by_name.get((claim.name, claim.birth, claim.sex, claim.village), [])
    told = [(c, parents_agree(claim.parents, c.parents)) for c in fitting]
    sure = [c.person for c, agree in told if agree]
    open_ = [c.person for c, agree in told if agree is None]
    if sure:
        return min(sure)
    if claim.birth is None or not open_:
        return None
    if len(open_) == 1:
        return open_[0]
    doubts[claim.key] = doubts[claim.key] or "kembar-nama"
    return None


def _join_newborns(
    claims: list[Claim],
    known: Known,
    groups: _Groups,
    persons: dict[str, int],
    hows: dict[str, str],
) -> None:
    """A newborn under the mother's name is the mother's only child of that day and sex."""
    babies: dict[Hashable, set[Node]] = defaultdict(set)
    children: dict[Hashable, set[Node]] = defaultdict(set)
    everyone: list[Claim | Candidate] = [*claims, *known.others]
    for one in everyone:
        if one.birth is None:
            continue
        node = _node(one, groups, persons)
        mothers = {one.name.removeprefix(NEWBORN)} if one.newborn else one.parents
        for mother in mothers:
            side = babies if one.newborn else children
            side[(one.birth, one.sex, one.village, mother)].add(node)
    for key in sorted(babies.keys() & children.keys(), key=str):
        if len(babies[key]) != 1 or len(children[key]) != 1:
            continue
        (baby,), (child,) = babies[key], children[key]
        kinds = (baby[0], child[0])
        if baby == child or kinds == ("person", "person"):
            continue
        if kinds == ("group", "group"):
            groups.join(str(baby[1]), str(child[1]))
            continue
        group, person = (baby, child) if baby[0] == "group" else (child, baby)
        root = groups.find(str(group[1]))
        persons[root], hows[root] = int(str(person[1])), "bayi"


def _node(one: Claim | Candidate, groups: _Groups, persons: dict[str, int]) -> Node:
    if isinstance(one, Candidate):
        return ("person", one.person)
    root = groups.find(one.key)
    person = persons.get(one.key, persons.get(root))
    return ("group", root) if person is None else ("person", person)


def _by(items: Iterable[Item], key: Callable[[Item], Hashable]) -> dict[Hashable, list[Item]]:
    table: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        table[key(item)].append(item)
    return table
