"""Ops of a running meeting into its decisions: each op once, whoever sends it, however late.

A row is made by the first op that names it (`row` is the client's). What stands in a field is
worked out from its ops (`merging`), the columns from what stands (`fields`). An agreement is an op
too: it stands as long as nobody wrote after what it had seen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.access.public_ids import new
from rembuk.office.forums.errors import ClosedError, ForumError, NotYoursError
from rembuk.office.forums.live import fields, fitness, objecting, ops, verdicts
from rembuk.office.forums.live.fields import CONTENT, FIELDS, VERDICT, Lists
from rembuk.office.forums.live.ops import Result, Typed
from rembuk.office.forums.live.verdicts import Verdict
from rembuk.office.forums.models import Decision, DecisionEdit, DecisionState, Meeting

MOST_ROWS: Final = 200
LONGEST_ID: Final = 40
BASES: Final = 400
"""Ops an honest device names at most: one a field and head, and its own unsent ones."""


def may_type(account: Account, meeting: Meeting) -> bool:
    """Whether the account writes in the meeting: who keeps minutes in its place, its secretary."""
    rights = rights_of(account, timezone.localdate())
    return rights.may("rembuk-catat", meeting.place_code) or (
        meeting.secretary_id == account.pk and rights.may("rembuk")
    )


def take(
    meeting: Meeting, account: Account, given: Iterable[Typed], *, on: dt.date | None = None
) -> list[Result]:
    """Take ops in the order they were typed, each an act of its own: one that is refused leaves the
    others. `on` is the day of the meeting (default today). Raises ClosedError and NotYoursError for
    all of them."""
    if not may_type(account, meeting):
        raise NotYoursError(_("Akun ini tidak mencatat rapat itu."), code="hak")
    day = on or timezone.localdate()
    known = fields.lists(meeting.place_code, day)
    results = []
    for one in given:
        try:
            results.append(_taken(meeting, account, one, known, day))
        except ClosedError:
            raise
        except ValidationError as problem:
            words = " ".join(problem.messages)
            results.append(Result(one.op, one.row, one.field, "tolak", words))
    return results


@transaction.atomic
def _taken(meeting: Meeting, account: Account, one: Typed, known: Lists, day: dt.date) -> Result:
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    again = DecisionEdit.objects.select_related("decision").filter(op_id=one.op).first()
    if again is not None:
        if again.decision.meeting_id != held.pk:
            raise ForumError(_("Isian ini milik rapat lain."), code="rapat")
        return _result(again.decision, one)
    if not held.open:
        raise ClosedError(_closed(held), code="tutup")
    _sound(one)
    decision = _row(held, account, one.row)
    if objecting.names(one.field):
        return objecting.take(decision, account, one)
    if one.field == VERDICT:
        _may_decide(decision, one, day)
    settled = ops.put(decision, account, one, words=one.field in FIELDS and FIELDS[one.field].words)
    if one.field == VERDICT:
        seen = sorted(settled.heads[-1].base)
        decision.typed = {**decision.typed, VERDICT: {**decision.typed[VERDICT], "seen": seen}}
    settle_row(decision, known)
    decision.version += 1
    decision.save()
    return _result(decision, one)


def _closed(meeting: Meeting) -> str:
    if meeting.coming:
        return _("Rapat belum dimulai. Isian Anda tetap tersimpan di perangkat ini.")
    return _(
        "Berita acara sudah ditandatangani. Yang belum terkirim tetap tersimpan di perangkat ini "
        "dan masuk bila rapat dibuka untuk edisi baru."
    )


def _sound(one: Typed) -> None:
    """Refuse what no honest page sends."""
    if not one.op or not one.row or len(one.op) > LONGEST_ID or len(one.row) > LONGEST_ID:
        raise ForumError(_("Isian ini tidak terbaca."), code="op")
    if len(one.base) > BASES or any(len(name) > LONGEST_ID for name in one.base):
        raise ForumError(_("Isian ini tidak terbaca."), code="op")
    known = one.field in FIELDS or one.field == VERDICT or objecting.names(one.field)
    if not known:
        raise ForumError(_("Kolom ini tidak ada."), code="kolom")
    longest = FIELDS[one.field].longest if one.field in FIELDS else 4_000
    if len(one.text) > longest:
        raise ForumError(
            _("Terlalu panjang (paling banyak %(n)s huruf).") % {"n": longest}, code="panjang"
        )


def _row(meeting: Meeting, account: Account, row: str) -> Decision:
    """The decision of a client's row, locked; made when nobody has it yet."""
    found = Decision.objects.select_for_update().filter(meeting=meeting, client_id=row).first()
    if found is not None:
        return found
    last = meeting.decisions.aggregate(n=Max("number"))["n"] or 0
    if last >= MOST_ROWS:
        raise ForumError(_("Rapat ini sudah memuat 200 keputusan."), code="banyak")
    return Decision.objects.create(
        public_id=new(), meeting=meeting, client_id=row, number=last + 1, created_by=account
    )


def settle_row(decision: Decision, known: Lists) -> None:
    """Columns and state from what stands in the fields."""
    texts = {name: fitness.text_of(decision, name) for name in CONTENT}
    reading = fields.read(texts, known)
    for column, value in reading.values.items():
        setattr(decision, column, value)
    decision.typed = {
        name: {**{key: value for key, value in held.items() if key != "wrong"},
               **({"wrong": reading.wrong[name]} if name in reading.wrong else {})}
        for name, held in decision.typed.items()
    }  # fmt: skip
    said = standing(decision.typed)
    if said.state == DecisionState.AGREED and fitness.lacks(decision, dt.date.min):
        said = Verdict()  # two agreed at once to texts that differ
    decision.state, decision.how = said.state, said.how
    decision.votes_yes, decision.votes_no = said.yes, said.no
    decision.votes_abstain = said.abstain


def standing(typed: Mapping[str, Any]) -> Verdict:
    """The verdict that stands: the one on record, while every other field is as it was seen."""
    held = typed.get(VERDICT)
    if not held or held.get("outcome") == "beda":
        return Verdict()
    seen = set(held.get("seen", ()))
    for name in CONTENT:
        if not seen.issuperset((typed.get(name) or {}).get("ops", ())):
            return Verdict()
    return verdicts.parse(held["text"])


def amended(decision: Decision) -> bool:
    """Whether a verdict is on record that no longer stands: somebody wrote after it."""
    held = decision.typed.get(VERDICT)
    if not held or held.get("outcome") == "beda":
        return False
    said = verdicts.parse(held["text"])
    return said.state != DecisionState.PROPOSED and standing(decision.typed) != said


def _may_decide(decision: Decision, one: Typed, day: dt.date) -> None:
    """Whether a verdict may be given: the row says enough, and was seen as it stands."""
    said = verdicts.parse(one.text)
    if said.state == DecisionState.AGREED:
        missing = fitness.lacks(decision, day)
        if missing:
            raise ForumError([lack.words for lack in missing], code="kurang")
    heads = {op for name in CONTENT for op in (decision.typed.get(name) or {}).get("ops", ())}
    if not heads <= set(one.base):
        raise ForumError(
            _("Isi keputusan ini baru saja diubah orang lain. Baca lagi, lalu putuskan."),
            code="berubah",
        )


def _result(decision: Decision, one: Typed) -> Result:
    held = decision.typed.get(one.field) or {}
    return Result(one.op, one.row, one.field, str(held.get("outcome", "masuk")))


def record(
    meeting: Meeting, account: Account, row: str, texts: Mapping[str, str], verdict: str = "", *,
    at: dt.datetime | None = None,
) -> Decision:  # fmt: skip
    """Write a whole decision at once: rows carried from elsewhere, a sheet, the invented district.
    `texts` is {field: text}; the same row again writes over what stands. Raises ForumError with
    the words of whatever was refused."""
    held = Decision.objects.filter(meeting=meeting, client_id=row).first()
    stands = {name: tuple(one.get("ops", ())) for name, one in held.typed.items()} if held else {}
    made: list[Typed] = []
    for name, text in texts.items():
        made.append(Typed(f"catat-{new()}", row, name, text, stands.get(name, ()), at))
        stands[name] = (made[-1].op,)
    if verdict:
        base = tuple(op for ops_of in stands.values() for op in ops_of)
        made.append(Typed(f"catat-{new()}", row, VERDICT, verdict, base, at))
    day = timezone.localtime(at).date() if at else None
    refused = [one.words for one in take(meeting, account, made, on=day) if one.status == "tolak"]
    if refused:
        raise ForumError(refused, code="tolak")
    return Decision.objects.get(meeting=meeting, client_id=row)
