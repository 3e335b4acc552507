"""Acts of the room: derive where families stand, and say whether that is still true."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Final

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.db.transaction import atomic
from django.utils import timezone
from django.utils.translation import gettext_noop

from rembuk import reference
from rembuk.office.families import evidence
from rembuk.office.families.judging import judged
from rembuk.office.families.models import Standing
from rembuk.office.intake.bulk import upsert
from rembuk.office.intake.models import Import
from rembuk.office.linking.models import Change, LinkRun
from rembuk.office.lists.models import ListedPerson, ListRow
from rembuk.office.lists.queries import facts_of_families, holders
from rembuk.office.people.models import Family, Membership
from rembuk.office.places.scope import within
from rembuk.office.posyandu.models import Measurement, Remeasurement

CHUNK: Final = 4000
Progress = Callable[[str, int, int], None]
_JUDGING: Final = gettext_noop("Menilai keluarga")

COLUMNS: Final = tuple(
    field.attname for field in Standing._meta.concrete_fields if field.attname != "id"
)


def _silent(stage: str, done: int, total: int) -> None:
    return None


def derive(place: str, progress: Progress = _silent, on: dt.date | None = None) -> int:
    """Judge every family of a place anew; returns how many. Safe to repeat: families that are gone
    lose their row, a crash leaves the families of earlier chunks judged and the others as before.
    """
    on = on or timezone.localdate()
    rules = reference.load()
    total = present(place).count()
    done = 0
    for families in _chunks(place):
        ids = list(families)
        facts = facts_of_families(ids)
        found = judged(families, facts, evidence.roster(ids, on), rules, on)
        at = timezone.now()
        with atomic():
            upsert(
                Standing,
                COLUMNS,
                [tuple({**row, "derived_at": at}[name] for name in COLUMNS) for row in found],
                ("family_id",),
            )
        done += len(found)
        progress(_JUDGING, done, total)
    # a family whose card now stands elsewhere is judged there, a card nobody holds nowhere
    mine = Standing.objects.filter(within("place_code", place))
    mine.exclude(family__in=present(place)).delete()
    return done


def present(place: str) -> QuerySet[Family]:
    """Families of a place that somebody belongs to, or that a list names for somebody who belongs
    to no other. A card that only a slip of the pen ever named is no family: its rows tell of the
    family their people belong to (`lists.queries.strays`)."""
    elsewhere = Membership.objects.filter(
        person=OuterRef("person"), until__isnull=True, person__left_on__isnull=True
    ).exclude(family=OuterRef("row__family"))
    people = ListedPerson.objects.current().filter(row__family=OuterRef("pk"))
    rows = ListRow.objects.current().filter(family=OuterRef("pk"), persons__isnull=True)
    return Family.objects.filter(
        Exists(holders("pk")) | Exists(people.filter(~Exists(elsewhere))) | Exists(rows),
        within("place_code", place),
    )


def changed_at() -> dt.datetime | None:
    """When anything last came in that families are judged by: a file, a link run, an act on who is
    who, a child measured again, or one of these taken back."""
    newest = [
        Import.objects.aggregate(at=Max("finished_at"))["at"],
        LinkRun.objects.aggregate(at=Max("finished_at"))["at"],
        Change.objects.aggregate(at=Max("at"))["at"],
        *Remeasurement.objects.aggregate(at=Max("at"), void=Max("void_at")).values(),
    ]
    return max((at for at in newest if at is not None), default=None)


def stale(place: str) -> bool:
    """Whether the families of a place have to be judged anew."""
    return why_stale(place) != ""


def why_stale(place: str) -> str:
    """Why the families of a place have to be judged anew: `baru` (never judged), `data` (something
    came in since), `aturan` (they were judged by rules that hold no more, or the district has
    settled what a code of a list means); "" when they need not."""
    village = place[:13]
    mine = Standing.objects.filter(within("place_code", village))
    judged_at = mine.aggregate(at=Min("derived_at"))["at"]
    if judged_at is None:
        return "baru" if present(village).exists() else ""
    changed = changed_at()
    if changed is not None and changed > judged_at:
        return "data"
    version = reference.load().welfare_version(timezone.localdate())
    return "aturan" if mine.exclude(rule_version=version).exists() else ""


def newest_day(place: str) -> dt.date | None:
    """The newest day anybody of a place was measured."""
    rows = Measurement.objects.filter(within("place_code", place), superseded_by__isnull=True)
    day: dt.date | None = rows.aggregate(last=Max("date"))["last"]
    return day


def _chunks(place: str) -> Iterator[dict[int, str]]:
    last = 0
    while True:
        rows = present(place).filter(pk__gt=last).order_by("pk")
        families = dict(rows.values_list("pk", "place_code")[:CHUNK])
        if not families:
            return
        yield families
        last = max(families)
