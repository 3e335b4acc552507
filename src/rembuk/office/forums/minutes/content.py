"""What an edition of the minutes carries, as plain data, and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.forums import queries
from rembuk.office.forums.live.view import said_words
from rembuk.office.forums.meeting import attending, papers
from rembuk.office.forums.models import Decision, DecisionState, Meeting
from rembuk.office.forums.places import name_of
from rembuk.office.forums.way.standing_words import STANDING


def content(meeting: Meeting) -> dict[str, Any]:
    """Agenda, decisions with votes and objections, results of the meeting before, attendance."""
    rows = meeting.decisions.filter(
        state__in=[DecisionState.AGREED, DecisionState.REJECTED]
    ).select_related("owner")
    day = timezone.localdate(meeting.starts_at)
    money = {one.code: one.name_id for one in reference.load().money_sources(day)}
    names = {
        one.code: one.name_id for one in reference.load().indicators(on=day)
    }  # fmt: skip
    return {
        "acara": papers.agenda_lines(list(meeting.agenda.all())),
        "keputusan": [
            _decision(one, money, names)
            for one in rows.prefetch_related("objections").order_by("number")
        ],
        "lalu": [
            {
                "apa": one.decision.what,
                "siapa": str(one.decision.owner or ""),
                "keadaan": str(STANDING[one.standing][1]),
            }
            for one in queries.results(meeting.previous)
        ],
        "hadir": _attendance(meeting),
    }


def _decision(one: Decision, money: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": one.public_id, "nomor": one.number, "apa": one.what, "putusan": one.state,
        "cara": said_words(one),
        "sasaran": one.target_text or names.get(one.target_indicator, ""),
        "indikator": one.target_indicator, "kini": _text(one.target_now),
        "nilai": _text(one.target_value), "satuan": one.target_unit,
        "tempat": name_of(one.place_code) if one.place_code else "", "kode": one.place_code,
        "volume": _text(one.volume), "satuan_volume": one.unit, "biaya": one.cost,
        "dana": money.get(one.money, ""), "siapa": one.owner.name if one.owner else "",
        "kantor": one.owner.code if one.owner else "",
        "tenggat": one.due.isoformat() if one.due else None,
        "keberatan": [
            {"unsur": said.party, "isi": said.text, "jawab": said.answer}
            for said in one.objections.all()
        ],
    }  # fmt: skip


def _text(value: Any) -> str | None:
    return None if value is None else f"{value:f}"


def _attendance(meeting: Meeting) -> dict[str, Any]:
    count = attending.tally(meeting)
    told = _("%(n)s orang tercatat hadir") % {"n": count.named}
    if count.afar:
        told += _(", %(n)s di antaranya daring") % {"n": count.afar}
    if count.counted is not None:
        told += _("; %(n)s tanda tangan pada daftar kertas") % {"n": count.counted}
    return {
        "ringkas": told,
        "baris": [
            {"nama": one.name, "unsur": one.party, "cara": str(one.get_how_display())}
            for one in attending.present(meeting)
        ],
    }


def digest(held: Mapping[str, Any]) -> str:
    """SHA-256 of what the meeting decided and who came: two editions with the same digest say the
    same. How promises of the meeting before stand moves on while the minutes wait to be signed, and
    is told as of the day they were made."""
    own = {name: value for name, value in held.items() if name != "lalu"}
    plain = json.dumps(own, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()
