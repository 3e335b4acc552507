"""Acts on supervision visits. One function is one act, in one transaction, with its history.

A visit stays open until its minutes are made (`visit_paper.close`); from then on nothing of it
changes. What was agreed with the office becomes a promise of the ledger at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, get_args

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.access.policies import Rights, rights_of
from rembuk.office.access.scoping import scoped
from rembuk.office.documents import files
from rembuk.office.documents.numbers import long_date
from rembuk.office.ledger import facts, services, writing
from rembuk.office.ledger.drafts import Draft
from rembuk.office.ledger.models import Promise
from rembuk.office.oversight.errors import NotYoursError, OversightError, StaleError
from rembuk.office.oversight.models import (
    Checked,
    Seen,
    Visit,
    VisitEvent,
    VisitFinding,
    VisitPhoto,
)
from rembuk.office.places.models import Area
from rembuk.office.seats.models import Office
from rembuk.reference.pillars import NUMBERS, Where

SOURCE: Final = "kunjungan"
WHERE: Final[tuple[Where, ...]] = get_args(Where)
LEVELS: Final[Mapping[str, int]] = {"kantor": 2, "kecamatan": 3, "desa": 4, "posyandu": 4}
"""The level of the area each kind of place lies in."""
PHOTOS: Final = 12


@dataclass(frozen=True)
class VisitDraft:
    """What the head of the form says. `key` is the form's own: sent twice, it is one visit."""

    key: str
    where: str
    place_code: str
    on: dt.date | None
    visitors: str
    spot: str = ""
    office: Office | None = None
    met: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class Agreed:
    """What was agreed to mend a finding, whose it is, and by when."""

    what: str
    owner: Office
    due: dt.date


@transaction.atomic
def begin(draft: VisitDraft, by: Account) -> Visit:
    """Begin a visit; the same form again is the same visit. Raises ValidationError."""
    today = timezone.localdate()
    held = Visit.objects.filter(key=draft.key).first()
    if held is not None:
        return held
    _check(draft, by, today)
    visit = Visit.objects.create(
        public_id=public_ids.new(), key=draft.key[:40], by=by,
        rule_version=reference.load().release, **_fields(draft),
    )  # fmt: skip
    items = reference.load().supervision_items(where_of(draft.where), visit.on)
    Checked.objects.bulk_create(
        Checked(visit=visit, item=one.code, pillar=one.pillar) for one in items
    )
    note(visit, by, "mulai", after={"jenis": visit.where, "tempat": visit.place_code})
    return visit


@transaction.atomic
def change(visit: Visit, draft: VisitDraft, by: Account, *, version: int | None = None) -> Visit:
    """Change the head while the visit is open; the kind of place stays. Raises ValidationError."""
    held = take(visit, by, version)
    if draft.where != held.where:
        raise OversightError(_("Jenis tempat tidak diubah: buat kunjungan baru."))
    _check(draft, by, timezone.localdate())
    for name, value in _fields(draft).items():
        setattr(held, name, value)
    put(held)
    note(held, by, "ubah", after={"tempat": held.place_code})
    return held


@transaction.atomic
def check(
    visit: Visit, answers: Mapping[str, tuple[str, str]], by: Account, *, said: str | None = None,
    version: int | None = None,
) -> Visit:  # fmt: skip
    """Answers by item (what was seen, a note), and what is said of the whole. Raises
    ValidationError."""
    held = take(visit, by, version)
    rows = {one.item: one for one in held.checks.all()}
    changed = []
    for code, (seen, words) in answers.items():
        row = rows.get(code)
        if row is None or (seen and seen not in Seen.values):
            raise OversightError(_("Butir ini tidak ada di daftar periksa."))
        row.seen, row.note = seen, " ".join(words.split())[:300]
        changed.append(row)
    Checked.objects.bulk_update(changed, ["seen", "note"])
    if said is not None:
        held.note = said.strip()[:4000]
    put(held)
    note(held, by, "butir", after={one.item: one.seen for one in changed})
    return held


@transaction.atomic
def find(
    visit: Visit, pillar: int, text: str, by: Account, *, agreed: Agreed | None = None,
    version: int | None = None,
) -> VisitFinding:  # fmt: skip
    """Write a finding; what was agreed to mend it becomes a promise. Raises ValidationError."""
    held = take(visit, by, version)
    if pillar not in NUMBERS:
        raise OversightError(_("Pilih pilarnya."))
    if len(text.strip()) < 8:
        raise OversightError(_("Tulis apa yang ditemukan, paling sedikit delapan huruf."))
    finding = VisitFinding(
        public_id=public_ids.new(), visit=held, pillar=pillar, text=" ".join(text.split())[:400],
        by=by,
    )  # fmt: skip
    if agreed is not None:
        finding.promise = _promise(held, finding, agreed, by)
    finding.save(force_insert=True)
    put(held)
    number = finding.promise.number if finding.promise else ""
    note(held, by, "temuan", after={"temuan": finding.public_id, "janji": number})
    return finding


@transaction.atomic
def withdraw(
    finding: VisitFinding, reason: str, by: Account, *, version: int | None = None
) -> VisitFinding:
    """A mistaken finding, with its reason; its promise, if any, is called off in the ledger."""
    held = take(finding.visit, by, version)
    if len(reason.strip()) < 5:
        raise OversightError(_("Tulis alasan menarik temuan ini."))
    if finding.promise is not None and not finding.promise.closed:
        raise OversightError(_("Batalkan dulu janjinya di halaman janji."))
    finding.withdrawn_why = " ".join(reason.split())[:200]
    finding.save(update_fields=["withdrawn_why"])
    put(held)
    note(held, by, "temuan-tarik", reason=reason, after={"temuan": finding.public_id})
    return finding


@transaction.atomic
def photograph(visit: Visit, upload: Any, words: str, by: Account) -> VisitPhoto:
    """Keep a photo; the same file again is the same photo. Raises ValidationError."""
    held = take(visit, by, None)
    kept = files.kept(upload, kinds=("image",))
    twin = held.photos.filter(sha256=kept.sha256).first()
    if twin is not None:
        return twin
    if held.photos.filter(withdrawn_at__isnull=True).count() >= PHOTOS:
        raise OversightError(_("Paling banyak %(n)s foto satu kunjungan.") % {"n": PHOTOS})
    photo = VisitPhoto.objects.create(
        public_id=public_ids.new(), visit=held, path=kept.path, thumb=kept.thumb,
        sha256=kept.sha256, taken_on=kept.taken_on, note=" ".join(words.split())[:160], by=by,
    )  # fmt: skip
    note(held, by, "foto", after={"foto": photo.public_id})
    return photo


def visible(rights: Rights) -> QuerySet[Visit]:
    """Visits in the places the reader oversees and where promises are named to him."""
    rows = scoped(Visit.objects.all(), rights, action="pengawasan")
    return scoped(rows, rights, action="janji").select_related("office", "by", "document")


def take(visit: Visit, by: Account, version: int | None) -> Visit:
    """The visit, locked, for an act of `by`. Raises ValidationError."""
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    if not rights_of(by, timezone.localdate()).may("pengawasan-isi", held.place_code):
        raise NotYoursError(_("Akun ini tidak menulis kunjungan di tempat itu."))
    if held.closed:
        raise OversightError(
            _("Berita acaranya sudah dibuat; isinya tidak berubah lagi. Buat kunjungan baru.")
        )
    if version is not None and version != held.version:
        raise StaleError(
            _("Kunjungan ini baru saja diubah orang lain. Baca dulu yang terbaru."), code="basi"
        )
    return held


def put(held: Visit) -> None:
    """Write, one version further."""
    held.version += 1
    held.save()


def note(visit: Visit, by: Account, act: str, **more: Any) -> VisitEvent:
    """A line of history."""
    return VisitEvent.objects.create(visit=visit, by=by, act=act, **more)


def where_of(text: str) -> Where:
    """A kind of place. Raises ValidationError."""
    for one in WHERE:
        if one == text:
            return one
    raise OversightError(_("Pilih apa yang dikunjungi."))


def _check(draft: VisitDraft, by: Account, today: dt.date) -> None:
    wrong: dict[str, str] = {}
    where = where_of(draft.where)
    area = Area.objects.filter(code=draft.place_code).first()
    if area is None or area.level != LEVELS[where]:
        wrong["place_code"] = {
            "kantor": _("Pilih kabupaten tempat kantor itu."),
            "kecamatan": _("Pilih kecamatannya."),
        }.get(where, _("Pilih desa atau kelurahannya."))
    if draft.on is None:
        wrong["on"] = _("Isi tanggal kunjungan.")
    elif draft.on > today:
        wrong["on"] = _("Tanggal kunjungan belum terjadi.")
    if where == "kantor" and draft.office is None:
        wrong["office"] = _("Pilih kantor yang dikunjungi.")
    if where == "posyandu" and not draft.spot.strip():
        wrong["spot"] = _("Tulis nama posyandunya.")
    if len(draft.visitors.strip()) < 3:
        wrong["visitors"] = _("Tulis siapa yang berkunjung, satu baris seorang.")
    if wrong:
        raise OversightError(wrong)
    if not rights_of(by, today).may("pengawasan-isi", draft.place_code):
        raise NotYoursError(_("Akun ini tidak menulis kunjungan di tempat itu."))


def _fields(draft: VisitDraft) -> dict[str, Any]:
    return {
        "where": draft.where, "place_code": draft.place_code, "on": draft.on,
        "spot": " ".join(draft.spot.split())[:120], "office": draft.office,
        "visitors": "\n".join(
            " ".join(line.split()) for line in draft.visitors.splitlines() if line.strip()
        )[:2000],
        "met": " ".join(draft.met.split())[:200], "purpose": " ".join(draft.purpose.split())[:300],
    }  # fmt: skip


def _promise(visit: Visit, finding: VisitFinding, agreed: Agreed, by: Account) -> Promise:
    """Whoever may make promises there makes it; else the program writes down what was agreed. In
    either case its owner answers it."""
    today = timezone.localdate()
    if agreed.due < today:
        raise OversightError(_("Tenggat yang disepakati sudah lewat."))
    draft = Draft(
        title=agreed.what.strip()[:200], owner=agreed.owner, due=agreed.due,
        place_code=visit.place_code, kind="tata-kelola", beneficiary_kind="layanan",
        source_id=f"{SOURCE}:{visit.public_id}", detail=finding.text,
    )  # fmt: skip
    said = _("Disepakati dalam kunjungan pengawasan %(day)s.") % {"day": long_date(visit.on)}
    if writing.may_propose(by, visit.place_code, agreed.owner.pk, today):
        return services.propose(draft, by, note=said)
    return facts.propose(draft, said)
