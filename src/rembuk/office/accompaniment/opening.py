"""Open and close accompaniments as the cases of children say. Run again, it changes nothing."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db.transaction import atomic
from django.utils import timezone

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.accompaniment import gathering, planning
from rembuk.office.accompaniment.episodes import Episode, episodes
from rembuk.office.accompaniment.models import Accompaniment, AccompanimentEvent, Team
from rembuk.office.accompaniment.models.accompaniments import End, Why
from rembuk.office.intake.among import among
from rembuk.office.people import public_ids
from rembuk.office.people.models import Person
from rembuk.office.posyandu import bulk
from rembuk.office.posyandu.models import CaseEvent
from rembuk.reference.cases import CaseRules

TOGETHER = 500


@dataclass
class Settled:
    """How many were opened, closed, opened again and followed to another place."""

    opened: int = 0
    closed: int = 0
    reopened: int = 0
    moved: int = 0
    dropped: int = 0


@dataclass
class _Round:
    """One run: what it knows, and rows still to write."""

    today: dt.date
    version: str
    rules: CaseRules
    teams: dict[str, Team]
    done: Settled = field(default_factory=Settled)
    rows: list[Accompaniment] = field(default_factory=list)
    chained: list[tuple[Accompaniment, Accompaniment]] = field(default_factory=list)

    def event(self, row: Accompaniment, act: str, **said: object) -> None:
        """A line of history by the office's own rule."""
        before, after = said.pop("before", {}), said.pop("after", {})
        AccompanimentEvent.objects.create(
            accompaniment=row,
            act=act,
            before=before,
            after=after,
            reason=str(said.get("reason", "")),
        )


def sync(
    children: Collection[int] | None = None,
    today: dt.date | None = None,
    until: dt.date | None = None,
) -> Settled:
    """Make accompaniments follow the cases of these children, or of everybody.

    `until`: last day of knowledge about age and place (default: today).
    """
    today = today or timezone.localdate()
    rules = reference.load()
    run = _Round(today, rules.version(today), rules.case_rules(today), planning.teams())
    if children is None:
        known = set(CaseEvent.objects.order_by().values_list("child", flat=True).distinct())
        known |= set(Accompaniment.objects.order_by().values_list("person", flat=True).distinct())
    else:
        known = set(children)
    for part in bulk.batches(sorted(known), TOGETHER):
        with atomic():
            _some(list(part), run, until or today)
    return run.done


def _some(ids: Sequence[int], run: _Round, until: dt.date) -> None:
    people = Person.objects.select_for_update().in_bulk(list(ids))
    steps = gathering.steps(ids)
    stored: dict[int, list[Accompaniment]] = defaultdict(list)
    for row in Accompaniment.objects.filter(among("person", list(ids)), merged=False):
        stored[row.person_id].append(row)
    held = gathering.held(
        [pk for pk in ids if any(event == "lulus" for _day, event in steps.get(pk, ()))], run.today
    )
    lost = [pk for pk in ids if any(event == "hilang" for _day, event in steps.get(pk, ()))]
    looks = gathering.looks(lost, run.today)
    run.rows, run.chained = [], []
    for pk, person in people.items():
        rows = stored.get(pk, [])
        hands = [(r.closed_on, r.closed_why) for r in rows if r.closed_by_id and r.closed_on]
        wanted = episodes(
            steps.get(pk, ()),
            gathering.end_of(person, run.rules),
            until,
            looks=looks.get(pk, ()),
            rules=run.rules,
            by_hand=hands,
            held=pk in held,
        )
        _reconcile(person, wanted, rows, held.get(pk, ""), run, until)
    Accompaniment.objects.bulk_create(run.rows)
    AccompanimentEvent.objects.bulk_create(
        AccompanimentEvent(
            accompaniment=row, act="buka", after={"opened_on": row.opened_on.isoformat()}
        )
        for row in run.rows
    )
    for row, before in run.chained:
        row.continues = before
        row.save(update_fields=["continues"])


def _reconcile(
    person: Person,
    wanted: list[Episode],
    rows: list[Accompaniment],
    held: str,
    run: _Round,
    until: dt.date,
) -> None:
    cases = [row for row in rows if row.why == Why.CASE]
    others = [row for row in rows if row.why != Why.CASE]
    for left in cases[len(wanted) :]:
        _withdraw(left, run)
    newest: Accompaniment | None = None
    for number, one in enumerate(wanted):
        row: Accompaniment | None = cases[number] if number < len(cases) else None
        if row is None and one.closed_on is None:
            row = next((other for other in others if other.is_open), None)
            if row is not None:  # accompanied already for another reason: the same goes on
                others.remove(row)
        if row is None:
            row = _new(person, one, newest, held, run)
        else:
            _adjust(row, one, held, run)
        newest = row
    for other in others:
        child = other.group in planning.CHILDREN
        end = gathering.end_of(person, run.rules if child else None)
        if other.is_open and end is not None and end[0] <= until:
            close_row(other, end[0], end[1], None)
            run.done.closed += 1
    for stored in rows:
        if stored.pk and stored.is_open:
            _follow(stored, person, run)


def _new(
    person: Person, one: Episode, before: Accompaniment | None, held: str, run: _Round
) -> Accompaniment:
    row = Accompaniment(
        public_id=public_ids.new(),
        person=person,
        group=planning.child_group(person, run.today),
        why=Why.CASE,
        place_code=person.place_code,
        team=planning.team_for(person.place_code, run.teams),
        anchor=person.birth_date,
        opened_on=one.opened_on,
        known_on=run.today,
        recovered_on=one.recovered_on,
        lost_on=one.lost_on,
        held=held if one.held else "",
        closed_on=one.closed_on,
        closed_why=one.closed_why,
        rule_version=run.version,
    )
    if row.is_open:
        due = planning.due_first(row, run.today)
        row.next_on, row.next_contact = due.on, due.contact
        run.done.reopened += before is not None
    if before is not None:
        run.chained.append((row, before))
    run.done.opened += 1
    run.rows.append(row)
    return row


def _adjust(row: Accompaniment, one: Episode, held: str, run: _Round) -> None:
    """Make a stored row say what the rule says; a closing that stands keeps its day."""
    if row.closed_by_id is not None:
        return
    before = _said(row)
    row.why = Why.CASE
    row.opened_on = row.opened_on if row.audited else one.opened_on
    row.recovered_on, row.lost_on = one.recovered_on, one.lost_on
    row.held = held if one.held else ""
    if one.closed_on is None and row.closed_on is not None:
        row.closed_on, row.closed_why, row.closed_note = None, "", ""
        due = planning.due_next(row, run.today)
        row.next_on, row.next_contact = due.on, due.contact
        act = "buka-lagi"
        run.done.reopened += 1
    elif one.closed_on is not None and (row.is_open or row.closed_why != one.closed_why):
        row.closed_on, row.closed_why = one.closed_on, one.closed_why
        row.next_on, row.next_contact = None, ""
        act = "tutup"
        run.done.closed += 1
    else:
        act = "ubah"
    if before != _said(row):
        row.version += 1
        row.rule_version = run.version
        row.save()
        run.event(row, act, before=before, after=_said(row))


def _said(row: Accompaniment) -> dict[str, object]:
    days = ("opened_on", "recovered_on", "lost_on", "closed_on")
    found: dict[str, object] = {
        name: value.isoformat() if (value := getattr(row, name)) else None for name in days
    }
    return found | {"closed_why": row.closed_why, "held": row.held, "why": str(row.why)}


def _withdraw(row: Accompaniment, run: _Round) -> None:
    """No case stands behind a row any more (an import was taken back): an untouched row goes, one
    with visits or referrals is closed as wrong data."""
    if row.closed_by_id is not None:
        return
    if not (row.visits.exists() or row.referrals.exists() or row.audited):
        row.delete()
        row.pk = None
        run.done.dropped += 1
    elif row.audited:
        row.why = Why.AUDIT
        row.save(update_fields=["why"])
    elif row.is_open:
        close_row(row, run.today, End.WRONG, None)
        run.done.closed += 1


def _follow(row: Accompaniment, person: Person, run: _Round) -> None:
    """The place, team and group of an open accompaniment are those of the person today."""
    group = planning.child_group(person, run.today) if row.group in planning.CHILDREN else row.group
    place, known = person.place_code, row.place_code
    team = row.team
    if place != known or team is None or team.ended_on is not None:
        team = planning.team_for(place, run.teams)
    if (group, place, team) == (row.group, known, row.team):
        return
    row.group, row.place_code, row.team = group, place, team
    row.version += 1
    row.save(update_fields=["group", "place_code", "team", "version"])
    if place != known:
        row.referrals.update(place_code=place)
        run.done.moved += 1
        run.event(row, "pindah-tempat", before={"place": known}, after={"place": place})


def close_row(
    row: Accompaniment, on: dt.date, why: str, by: Account | None, note: str = ""
) -> None:
    """Write a closing with its line of history."""
    before = _said(row)
    row.closed_on, row.closed_why, row.closed_note = on, why, note
    row.closed_by = by
    row.next_on, row.next_contact = None, ""
    row.version += 1
    row.save()
    AccompanimentEvent.objects.create(
        accompaniment=row, act="tutup", by=by, reason=note[:300], before=before, after=_said(row)
    )


def settle(persons: Iterable[int]) -> Settled:
    """`sync` of some persons, for whoever changed them."""
    return sync(sorted(set(persons)))
