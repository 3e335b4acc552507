"""Acts on TPPS teams: formed by a decree, members for a term, substitutes, an end."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.access.public_ids import new
from rembuk.office.documents import files
from rembuk.office.forums import guard
from rembuk.office.forums.errors import ForumError, StaleError
from rembuk.office.forums.models import Member, Part, Team, TeamEvent
from rembuk.office.forums.places import level_of
from rembuk.office.seats.models import Office, Seat


@dataclass(frozen=True)
class TeamDraft:
    """A team as its decree forms it; `valid_to` is exclusive."""

    place_code: str
    decree_number: str
    decree_on: dt.date
    valid_from: dt.date
    valid_to: dt.date | None = None
    head_seat: Seat | None = None


@dataclass(frozen=True)
class MemberDraft:
    """Somebody in a team; `field` a code of the fields of its level."""

    name: str
    part: str = Part.MEMBER
    field: str = ""
    office: Office | None = None
    seat: Seat | None = None
    institution: str = ""
    account: Account | None = None
    term_from: dt.date | None = None
    term_to: dt.date | None = None


@transaction.atomic
def form(draft: TeamDraft, account: Account, upload: Any = None) -> Team:
    """Form the team of a place by a decree. The team before it ends the day this one begins.
    The same decree again is the same team. Raises ForumError in words."""
    guard.check(account, "rembuk-kelola", draft.place_code)
    level = level_of(draft.place_code)
    number = " ".join(draft.decree_number.split())[:80]
    if level is None:
        raise ForumError(_("Pilih kabupaten, kecamatan, atau desa."), code="wilayah")
    if len(number) < 3:
        raise ForumError(_("Tim dibentuk dengan keputusan. Tulis nomornya."), code="nomor")
    if draft.decree_on > timezone.localdate():
        raise ForumError(_("Tanggal keputusan belum terjadi."), code="tanggal")
    if draft.valid_to is not None and draft.valid_to <= draft.valid_from:
        raise ForumError(_("Masa berlaku berakhir sebelum mulai."), code="masa")
    same = Team.objects.filter(place_code=draft.place_code, decree_number=number).first()
    if same is not None:
        return same
    _end_before(draft, account)
    kept = files.kept(upload) if upload is not None else None
    made = Team.objects.create(
        public_id=new(), level=level, place_code=draft.place_code, decree_number=number,
        decree_on=draft.decree_on, valid_from=draft.valid_from, valid_to=draft.valid_to,
        head_seat=draft.head_seat, path=kept.path if kept else "",
        sha256=kept.sha256 if kept else "", kind=kept.kind if kept else "",
    )  # fmt: skip
    _note(made, account, "bentuk", after={"sk": number, "mulai": f"{draft.valid_from}"})
    return made


def _end_before(draft: TeamDraft, account: Account) -> None:
    """End what stands when a new one begins; a later one must not be overtaken."""
    rows = Team.objects.select_for_update().filter(place_code=draft.place_code)
    if rows.filter(valid_from__gte=draft.valid_from).exists():
        raise ForumError(
            _("Wilayah ini sudah punya tim yang mulai pada atau sesudah tanggal itu."),
            code="mendahului",
        )
    for one in rows.on(draft.valid_from):
        _end(one, draft.valid_from, account, _("Diganti keputusan baru"))


@transaction.atomic
def end(team: Team, on: dt.date, account: Account, reason: str, version: int) -> Team:
    """End a team before its term, and why. Its members' terms end with it."""
    held = _take(team, account, version)
    if len(reason.strip()) < 5:
        raise ForumError(_("Tulis mengapa tim ini diakhiri."), code="alasan")
    if on <= held.valid_from:
        raise ForumError(_("Tim tidak dapat berakhir sebelum mulai."), code="masa")
    return _end(held, on, account, reason)


def _end(team: Team, on: dt.date, account: Account, reason: str) -> Team:
    before = f"{team.valid_to or ''}"
    team.valid_to = on
    team.version += 1
    team.save(update_fields=["valid_to", "version"])
    open_ = Member.objects.filter(team=team).on(on)
    open_.filter(term_from__lt=on).update(term_to=on)
    _note(team, account, "akhiri", reason, {"sampai": before}, {"sampai": f"{on}"})
    return team


@transaction.atomic
def seat(team: Team, head: Seat | None, account: Account, version: int) -> Team:
    """Say which seat leads the team."""
    held = _take(team, account, version)
    before, held.head_seat = held.head_seat_id, head
    held.version += 1
    held.save(update_fields=["head_seat", "version"])
    _note(
        held, account, "kursi-ketua", before={"kursi": before},
        after={"kursi": head.pk if head else None},
    )  # fmt: skip
    return held


@transaction.atomic
def keep_scan(team: Team, upload: Any, account: Account, version: int) -> Team:
    """Keep the signed decree."""
    held = _take(team, account, version)
    kept = files.kept(upload)
    before, held.sha256 = held.sha256, kept.sha256
    held.path, held.kind = kept.path, kept.kind
    held.version += 1
    held.save(update_fields=["path", "sha256", "kind", "version"])
    _note(
        held, account, "pindaian", before={"sha256": before}, after={"sha256": kept.sha256}
    )  # fmt: skip
    return held


@transaction.atomic
def add_member(
    team: Team, draft: MemberDraft, account: Account, instead_of: Member | None = None
) -> Member:
    """Put somebody in a team; `instead_of` ends on the day the substitute begins. Raises
    ForumError: no name, two heads at once, a term outside the team's."""
    held = _take(team, account, None)
    name = " ".join(draft.name.split())[:120]
    since = draft.term_from or held.valid_from
    until = draft.term_to or held.valid_to
    _fits(held, draft, name, since, until)
    if instead_of is not None:
        _step_aside(held, instead_of, since, account)
    if draft.part in {Part.HEAD, Part.SECRETARY} and _taken(held, draft.part, since, until):
        raise ForumError(
            _("Tim sudah punya %(part)s pada masa itu. Akhiri dulu masa tugasnya.")
            % {"part": Part(draft.part).label.lower()},
            code="ganda",
        )
    made = Member.objects.create(
        public_id=new(), team=held, part=draft.part, field=draft.field, name=name,
        office=draft.office, seat=draft.seat, institution=draft.institution.strip()[:120],
        account=draft.account, term_from=since, term_to=until, substitute_of=instead_of,
    )  # fmt: skip
    _note(
        held, account, "ganti" if instead_of else "anggota",
        after={"anggota": made.public_id, "sebagai": made.part, "bidang": made.field},
    )  # fmt: skip
    return made


def _fits(team: Team, draft: MemberDraft, name: str, since: dt.date, until: dt.date | None) -> None:
    if len(name) < 2:
        raise ForumError(_("Tulis nama anggota."), code="nama")
    if draft.part not in Part.values:
        raise ForumError(_("Pilih kedudukan dari daftar."), code="bagian")
    fields = {one.code for one in reference.load().team_fields(team.level, since)}
    if draft.field and draft.field not in fields:
        raise ForumError(_("Pilih bidang dari daftar."), code="bidang")
    if draft.part == Part.COORDINATOR and not draft.field:
        raise ForumError(_("Koordinator memimpin satu bidang. Pilih bidangnya."), code="bidang")
    if since < team.valid_from or (team.valid_to is not None and since >= team.valid_to):
        raise ForumError(_("Masa tugas mulai di luar masa berlaku tim."), code="masa")
    if until is not None and until <= since:
        raise ForumError(_("Masa tugas berakhir sebelum mulai."), code="masa")


def _step_aside(team: Team, member: Member, on: dt.date, account: Account) -> None:
    if member.team_id != team.pk:
        raise ForumError(_("Anggota itu bukan dari tim ini."), code="anggota")
    if member.term_to is None or member.term_to > on:
        end_member(member, max(on, member.term_from), account, _("Digantikan"))


def _taken(team: Team, part: str, since: dt.date, until: dt.date | None) -> bool:
    rows = team.members.filter(part=part).exclude(term_to__lte=since)
    return (rows.filter(term_from__lt=until) if until else rows).exists()


@transaction.atomic
def end_member(member: Member, on: dt.date, account: Account, reason: str) -> Member:
    """End somebody's term, and why."""
    team = _take(member.team, account, None)
    held = Member.objects.select_for_update().get(pk=member.pk)
    if len(reason.strip()) < 5:
        raise ForumError(_("Tulis mengapa masa tugas ini diakhiri."), code="alasan")
    if on < held.term_from:
        raise ForumError(_("Masa tugas berakhir sebelum mulai."), code="masa")
    before, held.term_to = f"{held.term_to or ''}", on
    held.version += 1
    held.save(update_fields=["term_to", "version"])
    _note(
        team, account, "akhiri-anggota", reason, {"sampai": before},
        {"anggota": held.public_id, "sampai": f"{on}"},
    )  # fmt: skip
    return held


def _take(team: Team, account: Account, version: int | None) -> Team:
    held = Team.objects.select_for_update().get(pk=team.pk)
    guard.check(account, "rembuk-kelola", held.place_code)
    if version is not None and held.version != version:
        raise StaleError(_("Tim ini baru diubah orang lain. Periksa lagi."), code="basi")
    return held


def _note(
    team: Team, by: Account, act: str, reason: str = "", before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    TeamEvent.objects.create(
        team=team, by=by, act=act, reason=reason, before=before or {}, after=after or {}
    )
