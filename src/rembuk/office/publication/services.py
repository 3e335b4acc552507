"""Acts on publications: draft, draw anew, write, publish, correct, withdraw. Each is history.

Who worked on a draft does not publish it. What was published stays as it was: a correction is a
new edition beside it, and a withdrawal is said on its page.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.posyandu.measures import add_months
from rembuk.office.publication import (
    checking,
    gathering,
    papers,
    proving,
    public_elsewhere,
    queries,
    wording,
)
from rembuk.office.publication.frozen import Published, kept
from rembuk.office.publication.models import Publication, PublicationEvent, State

WORK = ("draf", "ulang", "kata")
"""Acts that make somebody an author of a draft."""
LEAST = 10
"""Letters a reason has at least."""


@transaction.atomic
def draft(district: str, month: dt.date, account: Account, *, reason: str = "") -> Publication:
    """A draft of a month. When an edition of the month is out it is a correction and asks why.
    Raises ValidationError."""
    _may(account, "publikasi", district)
    if Publication.objects.filter(district_code=district, month=month, state=State.DRAFT).exists():
        raise ValidationError(_("Draf bulan ini sudah ada. Lanjutkan draf itu."))
    earlier = gathering.out(district, month)
    if earlier and len(reason.strip()) < LEAST:
        raise ValidationError(_("Bulan ini sudah pernah terbit: tulis alasan edisi baru."))
    today = timezone.localdate()
    held = reference.load()
    limit = int(held.number("konvergensi.publish_count", today))
    made = Publication(
        public_id=public_ids.new(), district_code=district, month=month, limit=limit,
        minimum=held.number("ds_readable_pct", today), rule_version=held.version(today),
        as_of=min(today, add_months(month, 1) - dt.timedelta(days=1)), reason=reason.strip(),
        replaces=earlier[-1] if earlier else None, drafted_by=account, drafted_at=timezone.now(),
    )  # fmt: skip
    last = earlier[-1] if earlier else None
    made.causes = last.causes if last else wording.causes(district, month, limit)
    made.follow_up = last.follow_up if last else wording.follow_up(district, month)
    _draw(made)
    made.save()
    _note(made, account, "draf", made.reason)
    return made


@transaction.atomic
def redraw(one: Publication, account: Account, version: int) -> Publication:
    """Draw the table of a draft from the register as it is now."""
    held = _draft(one, account, version)
    _draw(held)
    held.version += 1
    held.save()
    _note(held, account, "ulang")
    return held


@transaction.atomic
def write(
    one: Publication, account: Account, version: int, *, causes: str, follow_up: str
) -> Publication:
    """Write the words of a draft."""
    held = _draft(one, account, version)
    held.causes, held.follow_up = causes.strip()[:6000], follow_up.strip()[:6000]
    held.version += 1
    held.save()
    _note(held, account, "kata")
    return held


@transaction.atomic
def drop(one: Publication, account: Account, version: int) -> Publication:
    """Put a draft away."""
    held = _draft(one, account, version)
    held.state, held.version = State.DROPPED, held.version + 1
    held.save()
    _note(held, account, "buang")
    return held


@transaction.atomic
def publish(one: Publication, account: Account, version: int, *, origin: str = "") -> Publication:
    """Publish what others drafted: number the edition, freeze it, make its PDF, bring it as
    evidence of the actions. Raises ValidationError with everything that stands in the way."""
    held = _locked(one, version)
    _may(account, "publikasi-terbit", held.district_code)
    wrong = hindrances(held, account)
    if wrong:
        raise ValidationError(wrong)
    held.edition = 1 + max((e.edition or 0 for e in gathering.out(held.district_code, held.month)),
                           default=0)  # fmt: skip
    held.state = State.PUBLISHED
    held.published_by, held.published_at = account, timezone.now()
    held.checks = checking.stored(checks(held))
    held.version += 1
    before = held.replaces
    held.document_id = papers.issue(held, account, before, origin).public_id
    held.save()
    _note(held, account, "terbit", after={"edisi": held.edition, "surat": held.document_id})
    held.evidence = proving.bring(held, origin)
    held.save(update_fields=["evidence"])
    return held


def hindrances(one: Publication, account: Account) -> list[str]:
    """Why an account may not publish a draft as it is."""
    wrong = []
    if one.state != State.DRAFT:
        wrong.append(_("Ini bukan draf."))
    if authors(one) & {account.pk}:
        wrong.append(_("Anda ikut menyusun draf ini. Orang lain yang menerbitkannya."))
    rows = gathering.counted(one.district_code, one.month)
    if checking.changed(rows, one.counts):
        wrong.append(_("Data register berubah sejak draf dibuat. Ambil ulang dulu angkanya."))
    if one.against != _against(one):
        wrong.append(_("Ada angka lain yang terbit sejak draf dibuat. Ambil ulang dulu angkanya."))
    if not one.causes or not one.follow_up:
        wrong.append(_("Penyebab utama dan tindak lanjut wajib diisi."))
    wrong += [check.text for check in checks(one) if check.weight == "henti"]
    return wrong


def authors(one: Publication) -> set[int | None]:
    """Accounts that worked on it."""
    return set(one.events.filter(act__in=WORK).values_list("by_id", flat=True))


def checks(one: Publication) -> tuple[checking.Check, ...]:
    """The checks of a draft today."""
    published: Published = gathering.published(one)
    return checking.checks(one.district_code, one.month, published, one.minimum)


@transaction.atomic
def withdraw(one: Publication, account: Account, version: int, reason: str) -> Publication:
    """Withdraw an edition: its page says so and why; its numbers are not given any more."""
    held = _locked(one, version)
    _may(account, "publikasi-terbit", held.district_code)
    if held.state != State.PUBLISHED:
        raise ValidationError(_("Hanya publikasi yang terbit yang dapat ditarik."))
    if len(reason.strip()) < LEAST:
        raise ValidationError(_("Tulis alasan menarik publikasi ini."))
    held.state = State.WITHDRAWN
    held.withdrawn_by, held.withdrawn_at = account, timezone.now()
    held.withdrawn_why, held.version = reason.strip()[:600], held.version + 1
    held.save(update_fields=["state", "withdrawn_by", "withdrawn_at", "withdrawn_why", "version"])
    papers.withdraw(held, account)
    proving.take_back(held, account)
    _note(held, account, "tarik", held.withdrawn_why)
    return held


def _draw(one: Publication) -> None:
    earlier = gathering.out(one.district_code, one.month)
    before = last_before(one.district_code, one.month)
    rows = gathering.counted(one.district_code, one.month)
    if not rows:
        raise ValidationError(_("Belum ada desa di daerah ini."))
    elsewhere = public_elsewhere.told(one.district_code, one.month)
    found = gathering.gather(
        one.district_code, rows, earlier, before, one.limit, one.minimum, elsewhere
    )
    one.counts = gathering.as_stored(found.rows)
    one.lines = kept(found.lines)
    one.hidden = [list(key) for key in found.hidden]
    one.before_id = before.public_id if before else ""
    one.against = _against(one)


def _against(one: Publication) -> list[str]:
    """What the protection was worked out against: editions out, and numbers told elsewhere."""
    editions = [held.public_id for held in gathering.out(one.district_code, one.month)]
    told = public_elsewhere.told(one.district_code, one.month)
    return [*editions, *(f"{code}:{kind}:{n}" for code, kind, n in told)]


def last_before(district: str, month: dt.date) -> Publication | None:
    """The publication of the last month before that stands."""
    return next((one for one in queries.standing(district) if one.month < month), None)


def _draft(one: Publication, account: Account, version: int) -> Publication:
    held = _locked(one, version)
    _may(account, "publikasi", held.district_code)
    if held.state != State.DRAFT:
        raise ValidationError(_("Ini bukan draf lagi."))
    return held


def _locked(one: Publication, version: int) -> Publication:
    held = Publication.objects.select_for_update().get(pk=one.pk)
    if held.version != version:
        raise ValidationError(
            _("Sudah diubah orang lain sejak Anda membukanya. Muat ulang, lalu ulangi."),
            code="basi",
        )
    return held


def _may(account: Account, action: Any, district: str) -> None:
    if not rights_of(account, timezone.localdate()).may(action, district):
        raise ValidationError(_("Akun ini tidak berhak melakukannya di daerah ini."), code="hak")


def _note(
    one: Publication, account: Account, act: str, reason: str = "",
    after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    PublicationEvent.objects.create(
        publication=one, by=account, act=act, reason=reason, after=after or {}
    )
