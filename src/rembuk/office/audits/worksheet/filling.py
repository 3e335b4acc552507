"""Writing a worksheet: made in the layout of the day, filled field by field, finished, carried on.

A patch is one field of one writer with its own id. Sent twice it counts once; written over a value
the writer did not see it is a conflict of that field alone, and nothing of either is lost.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.models import Case, CaseEvent, CaseState, Worksheet, WorksheetChange
from rembuk.office.audits.worksheet import facts, prefill
from rembuk.office.audits.worksheet.answers import Fields, InvalidAnswer, fields_of, read
from rembuk.office.people import public_ids
from rembuk.reference.audits import Layout

MAX_PATCHES: Final = 200


@dataclass(frozen=True)
class Patch:
    """One field as somebody typed it. `base`: the version of the field the writer saw (0: none).
    `force`: the writer saw the other's value and keeps this one."""

    id: str
    field: str
    value: Any
    base: int = 0
    force: bool = False


@dataclass(frozen=True)
class Result:
    """What became of a patch: `disimpan`, `sudah`, `sama`, `beda` (somebody wrote in between) or
    `tolak` (with words). `value`, `v`, `by`, `at` are what stands."""

    id: str
    field: str
    status: str
    v: int
    value: Any = None
    by: str = ""
    at: str = ""
    words: str = ""


def layout_of(case: Case, on: dt.date | None = None) -> Layout:
    """The layout in force for the case's group."""
    group = case.audit_group
    return reference.load().worksheet(group, on or timezone.localdate())


def current(case: Case) -> Worksheet | None:
    """The sheet that counts; None before it was opened the first time."""
    return Worksheet.objects.filter(case=case, current=True).order_by("-pk").first()


@transaction.atomic
def open_(case: Case, by: Account | None, on: dt.date | None = None) -> Worksheet:
    """The case's sheet, made and pre-filled in the layout of the day when there is none yet."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    sheet = current(held)
    if sheet is not None:
        return sheet
    steps.guard(held.cycle)
    day = on or timezone.localdate()
    layout = layout_of(held, day)
    shape = layout.shape()
    sheet = Worksheet.objects.create(
        case=held, layout=layout.code, layout_version=layout.version, shape=shape,
        rule_version=reference.load().version(day), drawn=prefill.drawn(held, shape, day),
        drawn_at=timezone.now(),
    )  # fmt: skip
    CaseEvent.objects.create(
        case=held, by=by, act="lembar-dibuat", after={"layout": layout.version}
    )
    return sheet


@transaction.atomic
def draw_again(sheet: Worksheet, by: Account | None) -> Worksheet:
    """Read the records anew; what was typed stays as it is."""
    held = _writable(sheet)
    held.drawn = prefill.drawn(held.case, held.shape, timezone.localdate())
    held.drawn_at = timezone.now()
    held.version += 1
    held.save(update_fields=["drawn", "drawn_at", "version"])
    CaseEvent.objects.create(case=held.case, by=by, act="lembar-ditarik-ulang")
    return held


@transaction.atomic
def write(sheet: Worksheet, patches: Sequence[Patch], by: Account) -> list[Result]:
    """Apply patches in their order; each answer says what became of it. Raises ValidationError
    when the sheet is finished, no longer current, or its cycle closed."""
    held = _writable(sheet)
    known = fields_of(held.shape)
    ids = [one.id for one in patches[:MAX_PATCHES]]
    seen = set(
        WorksheetChange.objects.filter(worksheet=held, patch__in=ids).values_list(
            "patch", flat=True
        )
    )
    results: list[Result] = []
    lines: list[WorksheetChange] = []
    names = _names(held, by)
    for patch in patches[:MAX_PATCHES]:
        if patch.id in seen:
            results.append(_stands(held, patch, "sudah", names))
            continue
        seen.add(patch.id)
        results.append(_one(held, patch, known, by, names, lines))
    if lines:
        WorksheetChange.objects.bulk_create(lines)
        held.version += 1
        held.save(update_fields=["answers", "version"])
        _moved_on(held.case)
    return results


def _names(sheet: Worksheet, by: Account) -> dict[int, str]:
    """Names of who filled a sheet, and of who fills it now."""
    keys = {one.get("by") for one in sheet.answers.values()} - {None, by.pk}
    return {one.pk: str(one) for one in Account.objects.filter(pk__in=keys)} | {by.pk: str(by)}


def _one(
    sheet: Worksheet, patch: Patch, known: Fields, by: Account, names: Mapping[int, str],
    lines: list[WorksheetChange],
) -> Result:  # fmt: skip
    """What becomes of a patch; what changes is added to `lines`."""
    field = known.get(patch.field)
    if field is None or not patch.id or len(patch.id) > 40:
        return _stands(sheet, patch, "tolak", names, _("Isian ini tidak ada di lembar."))
    try:
        value = read(field, patch.value)
    except InvalidAnswer as problem:
        return _stands(sheet, patch, "tolak", names, str(problem))
    before = sheet.answers.get(patch.field)
    if (before or {}).get("value") == value:
        return _stands(sheet, patch, "sama", names)
    if before is not None and before["v"] != patch.base and not patch.force:
        return _stands(sheet, patch, "beda", names, _("Orang lain mengisi ini lebih dulu."))
    now = timezone.now()
    sheet.answers[patch.field] = {
        "value": value, "by": by.pk, "at": now.isoformat(), "v": (before or {"v": 0})["v"] + 1,
    }  # fmt: skip
    lines.append(
        WorksheetChange(
            worksheet=sheet, patch=patch.id, field=patch.field, by=by,
            before=(before or {}).get("value"), after=value,
            act="timpa" if patch.force and before is not None else "isi",
        )
    )  # fmt: skip
    return _stands(sheet, patch, "disimpan", names)


def _stands(
    sheet: Worksheet, patch: Patch, status: str, names: Mapping[int, str], words: str = ""
) -> Result:
    now = sheet.answers.get(patch.field) or {}
    return Result(
        patch.id, patch.field, status, now.get("v", 0), now.get("value"),
        names.get(now.get("by", 0), ""), str(now.get("at", "")), words,
    )  # fmt: skip


def name_of(account: int | None) -> str:
    """An officer's display name."""
    found = Account.objects.filter(pk=account).first() if account else None
    return str(found) if found else ""


def changes_since(sheet: Worksheet, last: int) -> list[WorksheetChange]:
    """Changes after the one with this number, oldest first."""
    rows = sheet.changes.filter(pk__gt=last, act__in=("isi", "timpa", "bawa"))
    return list(rows.order_by("pk").select_related("by")[:500])


@transaction.atomic
def finish(sheet: Worksheet, by: Account, version: int) -> Worksheet:
    """Call a sheet finished: nobody writes in it until it is opened again. The red flags of the
    case follow its criteria. Raises ValidationError (code `versi`) on a stale version."""
    held = _writable(sheet)
    if held.version != version:
        raise ValidationError(
            _("Lembar ini berubah sejak Anda membukanya. Baca lagi sebelum menyelesaikannya."),
            code="versi",
        )
    if not any(one.get("value") not in (None, "") for one in held.answers.values()):
        raise ValidationError(_("Lembar ini belum diisi sama sekali."))
    judged = facts.judged(held, held.case, timezone.localdate())
    held.finished_at, held.finished_by = timezone.now(), by
    held.rule_version = judged.rule_version
    held.version += 1
    held.save(update_fields=["finished_at", "finished_by", "rule_version", "version"])
    flags = sorted({*held.case.red_flags, *judged.red_flags})
    Case.objects.filter(pk=held.case_id).update(red_flags=flags, version=F("version") + 1)
    CaseEvent.objects.create(
        case=held.case, by=by, act="lembar-selesai",
        after={"layout": held.layout_version, "criteria": [one.code for one in judged.met]},
    )  # fmt: skip
    return held


@transaction.atomic
def reopen(sheet: Worksheet, by: Account, reason: str) -> Worksheet:
    """Open a finished sheet again. Raises ValidationError without a reason."""
    held = Worksheet.objects.select_for_update().select_related("case__cycle").get(pk=sheet.pk)
    steps.guard(held.case.cycle)
    if not reason.strip():
        raise ValidationError(_("Tulis mengapa lembar ini dibuka kembali."))
    held.finished_at, held.finished_by = None, None
    held.version += 1
    held.save(update_fields=["finished_at", "finished_by", "version"])
    CaseEvent.objects.create(case=held.case, by=by, act="lembar-dibuka", reason=reason)
    return held


@transaction.atomic
def carry_over(sheet: Worksheet, by: Account, on: dt.date | None = None) -> Worksheet:
    """Make the sheet anew in the layout in force, with every answer whose field is still there
    and whose value still fits. The older sheet stays, readable. Raises ValidationError when the
    layout did not change."""
    held = _writable(sheet)
    day = on or timezone.localdate()
    layout = layout_of(held.case, day)
    if layout.version == held.layout_version:
        raise ValidationError(_("Lembar ini sudah memakai susunan terbaru."))
    shape = layout.shape()
    known = fields_of(shape)
    kept, now = {}, timezone.now()
    for key, answer in held.answers.items():
        if key in known and _fits(known[key], answer["value"]):
            kept[key] = answer
    held.current = False
    held.save(update_fields=["current"])
    new, _made = Worksheet.objects.update_or_create(
        case=held.case, layout=layout.code, layout_version=layout.version,
        defaults={
            "shape": shape, "rule_version": reference.load().version(day), "answers": kept,
            "drawn": prefill.drawn(held.case, shape, day), "drawn_at": now, "current": True,
        },
    )  # fmt: skip
    for key, answer in kept.items():
        WorksheetChange.objects.create(
            worksheet=new, patch=public_ids.new(), field=key, after=answer["value"], by=by,
            act="bawa",
        )  # fmt: skip
    lost = sorted(set(held.answers) - set(kept))
    CaseEvent.objects.create(
        case=held.case, by=by, act="lembar-dibawa", before={"layout": held.layout_version},
        after={"layout": layout.version, "left_behind": lost},
    )  # fmt: skip
    return new


def _fits(field: Mapping[str, Any], value: Any) -> bool:
    try:
        read(field, value)
    except InvalidAnswer:
        return False
    return True


def _writable(sheet: Worksheet) -> Worksheet:
    held = Worksheet.objects.select_for_update().select_related("case__cycle").get(pk=sheet.pk)
    steps.guard(held.case.cycle)
    if not held.current:
        raise ValidationError(_("Lembar ini susunan lama: baca saja."), code="lama")
    if held.finished_at is not None:
        raise ValidationError(_("Lembar ini sudah selesai. Buka kembali untuk mengubah."))
    return held


def _moved_on(case: Case) -> None:
    Case.objects.filter(pk=case.pk, state=CaseState.CHOSEN).update(state=CaseState.FILLED)


def patches_of(raw: Iterable[Mapping[str, Any]]) -> list[Patch]:
    """Patches as a browser sends them; what is no patch is left out."""
    return [
        Patch(
            str(one.get("id", "")), str(one["field"]), one.get("value"),
            int(one.get("base") or 0), bool(one.get("force")),
        )
        for one in raw
        if isinstance(one, Mapping) and one.get("field")
    ]  # fmt: skip
