"""What hangs on a child when two children become one, or part again (see `people.followers`).

Measurements and feeding episodes are handed over as they are. Where both children carry a
measurement of one day from one agency, the later written one stands and the other is superseded.
Verdicts, cases and status are kept as they stood, so that parting restores them to the letter,
also when the rules have changed in between.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Model

from rembuk.office.people.followers import Moved
from rembuk.office.people.keeping import columns, hand_over, made, take_back
from rembuk.office.posyandu.deriving.derivation import DERIVED
from rembuk.office.posyandu.models import CaseEvent, ChildStatus, Measurement, MotherPmt, PmtEpisode
from rembuk.office.posyandu.services import derive_children
from rembuk.office.posyandu.versions import REMEASURED, family

VERDICT: Final = (*DERIVED, "rule_version")
_SILENT: Final = {
    "counted": False, "nt": "", "gain_g": None, "kbm_g": None, "two_t": False, "bgm": False,
}  # fmt: skip
"""A superseded measurement says nothing of its month."""
_EPISODE: Final = ("start", "programme")
_MOTHERS: Final = ("start", "import_id")


class ChildRows:
    """Measurements, feeding episodes, cases and status of a child."""

    code = "posyandu"

    def move(self, giver: int, taker: int) -> Moved:
        """Hand the giver's rows to the taker; what they said of each child is kept."""
        rows = list(Measurement.objects.filter(child__in=[giver, taker]).order_by("pk"))
        mine = [row for row in rows if row.child_id == giver]
        kept: Moved = {
            "verdicts": {
                str(row.pk): [_plain(getattr(row, name)) for name in VERDICT] for row in rows
            },
            "names": list(VERDICT),
            "mine": [row.pk for row in mine],
            "last": max((row.pk for row in rows), default=0),
            "month": min((row.month for row in mine), default=dt.date.max).isoformat(),
            "posts": sorted({row.place_code for row in rows}),
            "events": _all(CaseEvent, giver, taker),
            "states": _all(ChildStatus, giver, taker),
        }
        CaseEvent.objects.filter(child=giver).delete()
        ChildStatus.objects.filter(child=giver).delete()
        Measurement.objects.filter(child=giver).update(child=taker)
        kept["over"] = _supersede(rows)
        kept["pmt"] = hand_over(PmtEpisode, _EPISODE, giver, taker, "child")
        kept["mother_pmt"] = hand_over(MotherPmt, _MOTHERS, giver, taker)
        return kept

    def restore(self, moved: Moved, giver: int, taker: int) -> dt.date:
        """Give the rows back with their verdicts, cases and status."""
        here = Measurement.objects.filter(child=taker)
        late = list(here.filter(pk__gt=moved["last"]).values_list("month", flat=True))
        here.filter(pk__in=moved["mine"]).update(child=giver)
        for pk, above in moved["over"].items():
            Measurement.objects.filter(pk=int(pk), superseded_by=above).update(superseded_by=None)
        known = {str(pk) for pk in _there([giver, taker])}
        for pk, values in moved["verdicts"].items():
            if pk in known:
                said = dict(zip(moved["names"], values, strict=True))
                Measurement.objects.filter(pk=int(pk)).update(**said)
        gone = [pk for pk in moved["verdicts"] if pk not in known]
        take_back(PmtEpisode, moved["pmt"], giver, taker, "child")
        take_back(MotherPmt, moved["mother_pmt"], giver, taker)
        kept: tuple[tuple[type[Model], Any], ...] = (
            (CaseEvent, moved["events"]),
            (ChildStatus, moved["states"]),
        )
        for model, rows in kept:
            model._default_manager.filter(child__in=[giver, taker]).delete()
            model._default_manager.bulk_create([made(model, _existing(one)) for one in rows])
        return min(late, default=dt.date.min if gone else dt.date.max)

    def since(self, moved: Moved) -> dt.date:
        """First month of the rows that moved."""
        return dt.date.fromisoformat(moved["month"])

    def settle(self, since: Mapping[int, dt.date], moved: Sequence[Moved] = ()) -> None:
        """Verdicts, cases, ranks and recaps of the children among these persons."""
        children = set(_children(since))
        posts = {post for one in moved for post in one["posts"]}
        if children or posts:
            derive_children({one: since[one] for one in children}, posts)


def _supersede(rows: Sequence[Measurement]) -> dict[str, int]:
    """Of two standing measurements of one day and one agency the later written stands; one taken
    again on the spot stands before any other. Returns loser -> winner."""
    standing: dict[tuple[dt.date, str], list[Measurement]] = {}
    for row in rows:
        if row.superseded_by_id is None:
            standing.setdefault((row.date, family(row.source)), []).append(row)
    over: dict[str, int] = {}
    for same in standing.values():
        best = max(same, key=lambda row: (row.source == REMEASURED, row.pk))
        for row in same:
            if row.pk != best.pk:
                over[str(row.pk)] = best.pk
                Measurement.objects.filter(pk=row.pk).update(superseded_by=best, **_SILENT)
    return over


def _children(persons: Mapping[int, Any]) -> list[int]:
    """Those of the persons who were ever weighed or fed, or have a status."""
    found: set[int] = set()
    for model in (Measurement, PmtEpisode, ChildStatus):
        rows = model._default_manager.filter(child__in=list(persons))
        found.update(rows.values_list("child_id", flat=True).distinct())
    return sorted(found)


def _there(children: Sequence[int]) -> list[int]:
    return list(Measurement.objects.filter(child__in=children).values_list("pk", flat=True))


def _existing(state: dict[str, Any]) -> dict[str, Any]:
    """A status whose last measurement has gone since stands without it."""
    last = state.get("last_id")
    if last is not None and not Measurement.objects.filter(pk=last).exists():
        return {**state, "last_id": None}
    return state


def _all(model: type[CaseEvent | ChildStatus], giver: int, taker: int) -> list[dict[str, Any]]:
    rows = model._default_manager.filter(child__in=[giver, taker]).order_by("pk")
    return [columns(row) for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
