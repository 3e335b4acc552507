"""Acts on scenarios of "what first under a budget", and reckoning their plans.

A scenario is what the district set; a plan is what came of it on a day, kept with everything it was
reckoned from. Only who keeps the plan of the district writes either.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Mapping
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.places.numbers import on_paper
from rembuk.office.programmes.choosing import told
from rembuk.office.programmes.choosing.ask import Ask, ServiceAsk
from rembuk.office.programmes.choosing.inputs import Inputs
from rembuk.office.programmes.choosing.reading import facts
from rembuk.office.programmes.choosing.solving import Progress, solved
from rembuk.office.programmes.errors import NotYoursError, ProgrammeError, StaleError
from rembuk.office.programmes.models import ChoicePlan, Scenario, ScenarioEvent
from rembuk.science.choice.budget_bound import FloorsError

LONGEST: Final = 120
"""Letters of a name."""


def may(account: Account, district: str) -> bool:
    """Whether the account sets scenarios of a district."""
    return rights_of(account, timezone.localdate()).may("rencana-kelola", district)


@transaction.atomic
def make(
    account: Account, district: str, year: int, name: str, ask: Ask, note: str = ""
) -> Scenario:
    """A new scenario under a name of its own."""
    _mine(account, district)
    name = _named(name)
    made = Scenario(
        public_id=new(), district_code=district, year=year, name=name, note=note.strip()[:400],
        ask=ask.as_json(), by=account,
    )  # fmt: skip
    _save(made)
    _line(made, account, "buat", {}, _said(made))
    return made


@transaction.atomic
def change(
    account: Account, scenario: Scenario, ask: Ask, *, name: str, note: str, version: int
) -> Scenario:
    """Other assumptions under the same name; plans reckoned before stay as they were."""
    held = _held(account, scenario, version)
    before = _said(held)
    held.name, held.note, held.ask = _named(name), note.strip()[:400], ask.as_json()
    if _said(held) == before:
        return held
    held.version += 1
    _save(held)
    _line(held, account, "ubah", before, _said(held))
    return held


@transaction.atomic
def close(account: Account, scenario: Scenario, *, version: int, closed: bool = True) -> Scenario:
    """Take a scenario out of the list, or back into it; nothing of it is lost."""
    held = _held(account, scenario, version)
    if held.closed != closed:
        held.closed = closed
        held.version += 1
        held.save()
        _line(held, account, "tutup" if closed else "buka", {}, {"tutup": closed})
    return held


def reckon(
    scenario: Scenario, account: Account | None, progress: Progress | None = None
) -> ChoicePlan:
    """Read the rooms, reckon the plan and keep it; the same facts and assumptions give the plan
    that is there already. Raises ProgrammeError when the floors cost more than there is, or when
    there is nothing to split money among."""
    ask = Ask.from_json(scenario.ask)
    began = time.perf_counter()
    if progress:
        progress(_("Membaca kebutuhan, biaya satuan, dan pengaruh"), 0, 1)
    inputs = facts(scenario.district_code, scenario.year, counting=True)
    mark = told.digest(inputs, ask)
    there = scenario.plans.filter(digest=mark).first()
    if there is not None:
        return there
    plan = planned(scenario, inputs, ask, progress)
    plan.public_id, plan.digest, plan.by = new(), mark, account
    plan.seconds = time.perf_counter() - began
    with transaction.atomic():
        plan.save()
    return plan


def planned(
    scenario: Scenario, inputs: Inputs, ask: Ask, progress: Progress | None = None
) -> ChoicePlan:
    """The plan of a scenario, not kept yet. Raises ProgrammeError like `reckon`."""
    known = told.facts(inputs, ask)
    if not any(one.why is None for one in known.used):
        raise ProgrammeError(
            _("Belum ada intervensi dengan kebutuhan dan biaya satuan. ")
            + _("Isi biaya satuan di katalog.")
        )
    try:
        found = solved(inputs, ask, progress)
    except FloorsError as error:
        raise ProgrammeError(floors_words(error)) from error
    return ChoicePlan(
        scenario=scenario, scenario_version=scenario.version, as_of=inputs.as_of,
        rules=inputs.rules[:24], ask=ask.as_json(), facts=told.facts_json(known),
        result=told.solved_json(found), at=timezone.now(),
    )  # fmt: skip


def floors_words(error: FloorsError) -> str:
    """Why a plan is not possible, with the amounts."""
    asked = {"need": on_paper(error.needed), "there": on_paper(max(0.0, error.there))}
    if error.place:
        asked["place"] = error.place
        return _(
            "Batas paling sedikit di %(place)s menelan Rp%(need)s, sedangkan batas paling banyak "
            "di sana Rp%(there)s. Turunkan salah satu."
        ) % asked  # fmt: skip
    return _(
        "Batas paling sedikit menelan Rp%(need)s, sedangkan uangnya Rp%(there)s. Turunkan batas "
        "paling sedikit, atau tambah uangnya."
    ) % asked  # fmt: skip


def _mine(account: Account, district: str) -> None:
    if not may(account, district):
        raise NotYoursError(_("Skenario diatur oleh yang memegang rencana kabupaten."), code="hak")


def _named(name: str) -> str:
    plain = " ".join(name.split())
    if not 3 <= len(plain) <= LONGEST:
        raise ProgrammeError({"name": [_("Beri nama, tiga sampai 120 huruf.")]})
    return plain


def _held(account: Account, scenario: Scenario, version: int) -> Scenario:
    held = Scenario.objects.select_for_update().get(pk=scenario.pk)
    _mine(account, held.district_code)
    if held.version != version:
        raise StaleError
    return held


def _save(scenario: Scenario) -> None:
    try:
        with transaction.atomic():
            scenario.save()
    except IntegrityError:
        raise ProgrammeError(
            {"name": [_("Nama itu sudah dipakai skenario lain tahun ini.")]}
        ) from None


def _said(scenario: Scenario) -> dict[str, Any]:
    return {"nama": scenario.name, "catatan": scenario.note, "andaian": scenario.ask}


def _line(
    scenario: Scenario, account: Account, act: str, before: Mapping[str, Any],
    after: Mapping[str, Any],
) -> None:  # fmt: skip
    ScenarioEvent.objects.create(
        scenario=scenario, by=account, act=act, before=dict(before), after=dict(after)
    )


def usual(on: dt.date, budget: int = 0) -> Ask:
    """What a scenario asks before anybody set anything: the settings of the district."""
    rules = reference.load()
    first = str(rules.value("choice.first", on)).split()
    return Ask(
        budget, cap=rules.number("choice.cap", on), spread=rules.number("choice.z_spread", on),
        move=rules.number("choice.cost_move", on), step=int(rules.number("choice.step", on)),
        services={code: ServiceAsk(cap=100.0, floor=100.0) for code in first},
    )  # fmt: skip
