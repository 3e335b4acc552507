"""What a grid sends: entries read, given to the figures, and what became of each in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.http import QueryDict

from rembuk.office.access.models import Account
from rembuk.office.convergence import figures
from rembuk.office.convergence.entry import written
from rembuk.office.convergence.figures import Conflict, Entry
from rembuk.office.convergence.models import FigureEvent, Year

MAX_ENTRIES: Final = 200
_SEPARATOR: Final = "|"


@dataclass(frozen=True)
class Typed:
    """One cell as somebody typed it; `base` is the version the form showed (0: there was none)."""

    key: str
    text: str
    base: int
    why: str = ""


@dataclass(frozen=True)
class Result:
    """What became of it: `disimpan`, `tanya` (saved, somebody must say why), `beda` (somebody wrote
    in between: `value`, `v`, `by` are what stands) or `tolak` (in `words`)."""

    key: str
    status: str
    v: int = 0
    value: str = ""
    by: str = ""
    words: str = ""
    typed: str = ""

    @property
    def open(self) -> bool:
        """Whether a person has something to do about it."""
        return self.status != "disimpan"


def of_json(body: bytes) -> tuple[list[Typed], int]:
    """Entries as the script sends them, and the last event it knows. Raises ValueError."""
    raw = json.loads(body)
    found = raw.get("entries") if isinstance(raw, Mapping) else None
    if not isinstance(found, list) or len(found) > MAX_ENTRIES:
        raise ValueError
    entries = [
        Typed(
            str(one["key"]), str(one.get("value", ""))[:40], int(one.get("base") or 0),
            str(one.get("why", ""))[:300].strip(),
        )
        for one in found
        if isinstance(one, Mapping) and "key" in one
    ]  # fmt: skip
    return entries, int(raw.get("since") or 0)


def of_form(post: QueryDict) -> list[Typed]:
    """Entries of the whole form that say something else than what it showed, or say why."""
    found = []
    for name in post:
        if not name.startswith("f:"):
            continue
        key = name.removeprefix("f:")
        version, _mark, shown = post.get(f"b:{key}", "0:").partition(":")
        why, text = post.get(f"w:{key}", "").strip()[:300], post.get(name, "")
        if text.strip() != shown or why:
            base = int(version) if version.isdigit() else 0
            found.append(Typed(key, text[:40], base, why))
    return found


def save(
    year: Year, period: str, typed: Sequence[Typed], account: Account, allowed: Iterable[str]
) -> list[Result]:
    """Give the entries to the figures. A key outside `allowed` (the grid's own) is no entry."""
    known, found = set(allowed), dict[str, Result]()
    entries: dict[tuple[str, str], Typed] = {}
    given = []
    for one in typed:
        place, mark, quantity = one.key.partition(_SEPARATOR)
        if not mark or one.key not in known:
            continue
        entries[place, quantity] = one
        try:
            said = written.read(one.text)
        except ValidationError as problem:
            found[one.key] = Result(
                one.key, "tolak", one.base, words=" ".join(problem.messages), typed=one.text
            )
            continue
        given.append(Entry(place, quantity, period, said.value, said.status, one.why, one.base))
    outcome = figures.type_in(account, given, "layar", year=year) if given else None
    if outcome is not None:
        found |= _results(outcome, entries)
    return [found[one.key] for one in typed if one.key in found]


def _results(outcome: figures.Outcome, typed: Mapping[tuple[str, str], Typed]) -> dict[str, Result]:
    made = [
        Result(
            _key(one.entry), "tanya" if one.asks else "disimpan", one.version, _text(one.entry),
            words=one.words,
        )
        for one in outcome.saved
    ]  # fmt: skip
    made += [Result(_key(one), "disimpan", one.version or 0, _text(one)) for one in outcome.same]
    made += [_conflict(one) for one in outcome.conflicts]
    made += [
        Result(_key(one.entry), "tolak", one.entry.version or 0, words=one.words)
        for one in outcome.refused
    ]
    return {
        one.key: Result(
            one.key, one.status, one.v, one.value, one.by, one.words,
            typed[_pair(one.key)].text if _pair(one.key) in typed else "",
        )
        for one in made
    }  # fmt: skip


def _conflict(one: Conflict) -> Result:
    text = written.text(one.value, one.status)
    return Result(_key(one.entry), "beda", one.version, text, by=one.by)


def _pair(key: str) -> tuple[str, str]:
    place, _mark, quantity = key.partition(_SEPARATOR)
    return place, quantity


def _key(entry: Entry) -> str:
    return f"{entry.place}{_SEPARATOR}{entry.quantity}"


def _text(entry: Entry) -> str:
    return written.text(entry.value, entry.state)


@dataclass(frozen=True)
class News:
    """A cell that changed since, as it stands."""

    key: str
    value: str
    v: int
    by: str
    mine: bool


def last_event() -> int:
    """Number of the newest event of any figure."""
    return FigureEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def news(keys: Iterable[str], period: str, since: int, account: Account) -> tuple[list[News], int]:
    """Cells of the grid that changed after event `since`, and the newest event."""
    pairs = {_pair(key) for key in keys}
    events = (
        FigureEvent.objects.filter(
            pk__gt=since, figure__period=period, figure__place_code__in={one[0] for one in pairs},
            figure__quantity__in={one[1] for one in pairs},
        )
        .select_related("figure", "by")
        .order_by("pk")
    )  # fmt: skip
    latest: dict[str, News] = {}
    for event in events:
        row = event.figure
        key = f"{row.place_code}{_SEPARATOR}{row.quantity}"
        if _pair(key) in pairs:
            latest[key] = News(
                key, written.text(row.value, row.status), row.version, str(event.by or ""),
                event.by_id == account.pk,
            )  # fmt: skip
    return list(latest.values()), last_event() if latest or since == 0 else since
