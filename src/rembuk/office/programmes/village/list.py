"""The draft list of a village: what its figures suggest, and what its head makes of it.

The list begins with what a village may do itself (the catalogue names the village among the owners)
and what lacks there. Services that change cases come first, as far as the money reaches; then the
others, cheapest per person first. The head changes rows, volumes and order; nothing is an activity
until the list is proposed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.places.numbers import count
from rembuk.office.programmes import queries, services, words
from rembuk.office.programmes.board import writing as balancing
from rembuk.office.programmes.board.writing import same_unit
from rembuk.office.programmes.choosing.ask import Ask, ServiceAsk
from rembuk.office.programmes.choosing.inputs import Inputs, Need
from rembuk.office.programmes.choosing.problem import left_out
from rembuk.office.programmes.choosing.reading import facts
from rembuk.office.programmes.choosing.solving import split
from rembuk.office.programmes.errors import NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import ProblemSource, VillageDraft, VillageDraftEvent
from rembuk.office.programmes.rights import desk
from rembuk.office.programmes.village.facts import VILLAGE_ROLE, Village, money
from rembuk.office.programmes.writing import today

PLENTY = 10**12
"""Rupiah no village has: the list of one without a ceiling shows every gap."""
MOST_ROWS = 60


@dataclass(frozen=True)
class Row:
    """One line. `price` rupiah a unit, None where nobody knows it yet; `activity` the public id
    once it was proposed."""

    key: str
    intervention: str
    title: str
    group: str
    volume: str
    unit: str
    price: int | None
    why: str
    activity: str = ""

    @property
    def number(self) -> Decimal:
        """The volume."""
        return Decimal(self.volume or "0")

    @property
    def amount(self) -> int | None:
        """Rupiah; None without a price."""
        return None if self.price is None else int(self.number * self.price)

    @property
    def ready(self) -> bool:
        """Whether it can be proposed now."""
        return not self.activity and self.number > 0 and bool(self.price) and bool(self.title)


def rows_of(draft: VillageDraft) -> list[Row]:
    """The rows of a kept list."""
    return [Row(**one) for one in draft.rows]


def suggested(given: Village, budget: int | None) -> list[Row]:
    """What the figures of a village suggest besides what is planned there, within so much money
    (None: no ceiling, every gap)."""
    rules = reference.load()
    district = ".".join(given.code.split(".")[:2])
    inputs = _besides_planned(given, facts(district, given.year, given.as_of, place=given.code))
    own = {one.code for one in rules.interventions(given.as_of) if VILLAGE_ROLE in one.owner}
    ask = _ask(inputs, own, budget, rules.number("choice.cap", given.as_of))
    bought = _bought(inputs, ask)
    groups = {one.intervention: one.group for one in rules.needs(given.as_of)}
    who = {one.intervention: one.who_id for one in rules.needs(given.as_of)}
    names = words.intervention_names(given.as_of)
    needs = [one for one in inputs.needs if one.intervention in own and one.gap]
    needs.sort(key=lambda one: _order(inputs, one))
    out = left_out(inputs, ask)
    return [
        Row(
            new(), one.intervention, names.get(one.intervention, one.intervention),
            groups.get(one.intervention, ""),
            str(one.gap if one.intervention in out else bought.get(one.intervention, 0)), one.unit,
            None if one.intervention in out else inputs.price_of[one.intervention].amount,
            _why(one, inputs, who.get(one.intervention, "")),
        )
        for one in needs
    ]  # fmt: skip


def _besides_planned(given: Village, inputs: Inputs) -> Inputs:
    """The needs less what is planned there for the year already, by whomever and however far."""
    rows = queries.of_place(given.code, given.year).exclude(volume=None)
    units = {one.code: one.unit for one in inputs.kinds}
    planned: dict[str, int] = {}
    for code, unit, volume in rows.values_list("intervention", "unit", "volume"):
        if same_unit(unit, units.get(code, "")):  # 20 packages are not 20 children
            planned[code] = planned.get(code, 0) + int(volume or 0)
    return replace(
        inputs,
        needs=tuple(
            replace(one, reached=min(one.need, max(one.reached, planned.get(one.intervention, 0))))
            for one in inputs.needs
        ),
    )


def _ask(inputs: Inputs, own: set[str], budget: int | None, cap: float) -> Ask:
    unused = {code: ServiceAsk(use=False) for code in inputs.asked if code not in own}
    money = PLENTY if budget is None else max(0, budget)
    return Ask(money, cap=100.0 if budget is None else cap, services=unused)


def _bought(inputs: Inputs, ask: Ask) -> Mapping[str, int]:
    """Persons of each intervention the money reaches."""
    found: dict[str, int] = {}
    for line in split(inputs, ask).lines:
        for one, more in zip(line.group.services, line.more, strict=True):
            found[one.code] = found.get(one.code, 0) + more
    return found


def _order(inputs: Inputs, one: Need) -> tuple[bool, bool, int, str]:
    """Services that change cases, then by price; those without a price last."""
    price = inputs.price_of.get(one.intervention)
    acts = one.intervention in inputs.claims_of
    return (price is None, not acts, price.amount if price else 0, one.intervention)


def _why(one: Need, inputs: Inputs, who: str) -> str:
    told = _("%(gap)s dari %(need)s belum terjangkau") % {
        "gap": count(one.gap), "need": count(one.need),
    }  # fmt: skip
    told = f"{told}: {who}" if who else told
    if one.intervention in inputs.claims_of:
        told = _("%s. Punya pengaruh terukur terhadap stunting") % told
    return told[:300]


def may_write(account: Account, code: str) -> bool:
    """Whether the account writes the list of a village."""
    return desk(account, today()).rights.may("rencana-isi", code)


@transaction.atomic
def save(
    account: Account, code: str, year: int, rows: Sequence[Row], money: int | None, version: int,
    act: str = "ubah",
) -> VillageDraft:  # fmt: skip
    """Write the list as it was typed; `version` 0 begins it."""
    if not may_write(account, code):
        raise NotYoursError(_("Daftar ini ditulis oleh pemerintah desanya."), code="hak")
    if len(rows) > MOST_ROWS:
        raise ProgrammeError(_("Paling banyak %d baris.") % MOST_ROWS)
    draft = VillageDraft.objects.select_for_update().filter(place_code=code, year=year).first()
    if (draft.version if draft else 0) != version:
        raise StaleError
    before = _said(draft) if draft else {}
    if draft is None:
        draft, act = VillageDraft(public_id=new(), place_code=code, year=year, version=0), "mulai"
    draft.rows, draft.money, draft.by = [asdict(one) for one in rows], money, account
    if _said(draft) == before:
        return draft
    draft.version += 1
    draft.save()
    VillageDraftEvent.objects.create(
        draft=draft, by=account, act=act, before=before, after=_said(draft)
    )
    return draft


def _said(draft: VillageDraft) -> dict[str, Any]:
    return {"baris": draft.rows, "uang": draft.money}


@transaction.atomic
@balancing.together()
def propose(
    account: Account, given: Village, draft: VillageDraft, version: int, *, confirmed: bool = False
) -> tuple[VillageDraft, int]:
    """Make activities (usul) of every row that is ready and not one yet; how many. More than the
    ceiling holds is refused: the village decides what falls away."""
    if given.office is None:
        raise ProgrammeError(_("Kantor pemerintah desa ini belum terdaftar. Daftarkan dulu."))
    held = VillageDraft.objects.select_for_update().get(pk=draft.pk)
    if held.version != version:
        raise StaleError
    rows = rows_of(held)
    ready = [one for one in rows if one.ready]
    if not ready:
        raise ProgrammeError(
            _("Tidak ada baris yang siap: isi volume dan harga satuan paling sedikit satu baris.")
        )
    rest = money(given.code, given.year).rest
    asked = sum(one.amount or 0 for one in ready)
    if rest is not None and asked > rest:
        raise ProgrammeError(
            _("Daftar ini Rp%(asked)s, sisa pagu Rp%(rest)s. Kurangi Rp%(over)s dulu.") % {
                "asked": count(asked), "rest": count(rest), "over": count(asked - rest),
            }
        )  # fmt: skip
    made = {}
    for one in ready:
        activity = services.propose(
            account,
            services.Draft(
                year=given.year, title=_long(one.title), office=given.office,
                place_code=given.code, problem=one.why[:400],
                problem_source=ProblemSource.OTHER.value, problem_id=held.public_id,
                intervention=one.intervention, group=one.group, volume=one.number, unit=one.unit,
                amount=one.amount, money=given.source,
            ),
            confirmed=confirmed,
        )  # fmt: skip
        made[one.key] = activity.public_id
    done = [replace(one, activity=made.get(one.key, one.activity)) for one in rows]
    return save(account, given.code, given.year, done, held.money, version, "usulkan"), len(made)


def _long(title: str) -> str:
    """A title the plan accepts: of a short one it is said that it is the village's."""
    plain = " ".join(title.split())
    return plain if len(plain) >= 8 else _("%s di desa") % plain


def moved(rows: Sequence[Row], key: str, by: int) -> list[Row]:
    """The rows with one of them a place up (-1) or down (1)."""
    found = list(rows)
    here = next((n for n, one in enumerate(found) if one.key == key), None)
    if here is not None and 0 <= here + by < len(found):
        found[here], found[here + by] = found[here + by], found[here]
    return found


def again(rows: Sequence[Row], fresh: Sequence[Row]) -> list[Row]:
    """The list begun anew: what was proposed stays on top, then what else the figures say."""
    kept = [one for one in rows if one.activity]
    taken = {one.intervention for one in kept if one.intervention}
    return [*kept, *(one for one in fresh if one.intervention not in taken)]


def numbered(rows: Sequence[Row]) -> Iterator[tuple[Row, int | None]]:
    """Rows with the rupiah that everything down to them costs."""
    total = 0
    for one in rows:
        total += one.amount or 0
        yield one, total
