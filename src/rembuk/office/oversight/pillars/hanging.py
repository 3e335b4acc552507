"""On which pillar a promise, an activity or an indicator hangs.

In this order: what the district said of the one thing; of a promise that a rembuk decided, the
decision's own; then the rules of the reference, the first that fits. As an expression, so that the
database counts thousands of promises by pillar in one reading.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.forums.models import Decision
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.queries import Promises
from rembuk.office.oversight.errors import NotYoursError, OversightError
from rembuk.office.oversight.models import Hung
from rembuk.office.programmes.models import Activity
from rembuk.reference.pillars import NUMBERS, PillarRule


def promises(rows: Promises, on: dt.date) -> QuerySet[Promise]:
    """Promises with the pillar each hangs on (`hung`)."""
    whens = [
        When(public_id__in=codes, then=Value(pillar))
        for pillar, codes in sorted(_own(Hung.Thing.PROMISE).items())
    ]
    rules = _case(on, "intervention", "kind", "source_kind")
    decided = Coalesce(F("decision__pillar"), rules, output_field=IntegerField())
    hung = Case(*whens, default=decided, output_field=IntegerField()) if whens else decided
    return rows.annotate(hung=hung)


def elsewhere(rows: Promises) -> Promises:
    """Promises the rules do not decide: the district or a rembuk said where they hang."""
    own = [code for codes in _own(Hung.Thing.PROMISE).values() for code in codes]
    decided = Decision.objects.filter(pillar__isnull=False, promise__isnull=False)
    there = Promise.objects.filter(public_id__in=own).values_list("pk", flat=True)
    return rows.filter(pk__in={*decided.values_list("promise", flat=True), *there})


def activities(rows: QuerySet[Activity], on: dt.date) -> QuerySet[Activity]:
    """Activities with the pillar each hangs on (`hung`)."""
    kinds: dict[str, set[str]] = defaultdict(set)
    for one in reference.load().interventions(on):
        kinds[one.kind].add(one.code)
    whens = []
    rest = 3
    for rule in _rules(on):
        if rule.open:
            rest = rule.pillar
        elif not rule.origins:
            wanted = Q()
            if rule.interventions:
                wanted &= Q(intervention__in=rule.interventions)
            if rule.kinds:
                mine = {code for kind in rule.kinds for code in kinds.get(kind, ())}
                wanted &= Q(intervention__in=mine)
            whens.append(When(wanted, then=Value(rule.pillar)))
    rules = Case(*whens, default=Value(rest), output_field=IntegerField())
    return rows.annotate(hung=Coalesce(F("pillar"), rules, output_field=IntegerField()))


def indicators(codes: dict[str, str], on: dt.date) -> dict[str, int]:
    """Code -> pillar, of code -> list."""
    own = {code: pillar for pillar, mine in _own(Hung.Thing.INDICATOR).items() for code in mine}
    rules = reference.load()
    return {
        code: own.get(code) or rules.pillar_of_indicator(code, list_code, on)
        for code, list_code in codes.items()
    }


def hang(
    thing: str, subject: str, place_code: str, pillar: int | None, reason: str, by: Account,
    on: dt.date,
) -> Hung:  # fmt: skip
    """Hang one thing on a pillar; None gives it back to the rules. Raises ValidationError."""
    if not rights_of(by, on).may("pengawasan-isi", place_code[:5]):
        raise NotYoursError(_("Pilar hanya dipindah oleh sekretariat atau pimpinan kabupaten."))
    if pillar is not None and pillar not in NUMBERS:
        raise OversightError(_("Pilih pilar 1 sampai 5."))
    if len(reason.strip()) < 5:
        raise OversightError(_("Tulis alasan memindahkannya."))
    return Hung.objects.create(
        thing=thing, subject=subject, place_code=place_code, pillar=pillar,
        reason=" ".join(reason.split())[:300], by=by,
    )  # fmt: skip


def _own(thing: str) -> dict[int, list[str]]:
    """Pillar -> things the district hung there; the newest word on each."""
    last: dict[str, int | None] = {}
    for subject, pillar in Hung.objects.filter(thing=thing).values_list("subject", "pillar"):
        last[subject] = pillar
    found: dict[int, list[str]] = defaultdict(list)
    for subject, pillar in last.items():
        if pillar is not None:
            found[pillar].append(subject)
    return found


def _rules(on: dt.date) -> list[PillarRule]:
    found = (one for one in reference.load().of(PillarRule, on) if one.about == "kerja")
    return sorted(found, key=lambda one: one.order)


def _case(on: dt.date, intervention: str, kind: str, origin: str) -> Case:
    """The rules of work, as the database asks them."""
    whens, rest = [], 3
    for rule in _rules(on):
        if rule.open:
            rest = rule.pillar
            continue
        asked = {
            f"{intervention}__in": rule.interventions, f"{kind}__in": rule.kinds,
            f"{origin}__in": rule.origins,
        }  # fmt: skip
        wanted = Q(**{name: codes for name, codes in asked.items() if codes})
        whens.append(When(wanted, then=Value(rule.pillar)))
    return Case(*whens, default=Value(rest), output_field=IntegerField())
