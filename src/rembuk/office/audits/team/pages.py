"""The team of a cycle: decree, members, empty seats, and the decree's annex."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, day, needed_day, tell, whole
from rembuk.office.access.downloads import sent
from rembuk.office.access.models import Account
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.audits import gates
from rembuk.office.audits.asking import cycle_or_404, kecamatan_of
from rembuk.office.audits.models import Cycle, Expertise, Part, TeamMember
from rembuk.office.audits.team import acts
from rembuk.office.audits.team import letter as team_letter
from rembuk.office.documents import files, words
from rembuk.office.documents.letters import render as pdf
from rembuk.office.places.queries import place_names

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@policy("audit")
@never_cache
@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, cycle_id: str) -> HttpResponse:
    """The team; who manages audits also changes it here."""
    cycle = cycle_or_404(request, cycle_id)
    manage = rights_in(request).may("audit-kelola", cycle.district_code) and not cycle.closed
    if request.method == "POST":
        if not manage:
            raise Http404
        try:
            _act(request, cycle)
        except ValidationError as problem:
            tell(request, problem)
            return render(request, "audits/team.html", _context(cycle, manage, request.POST))
        messages.success(request, _("Tim diperbarui."))
        return redirect("audits:team", cycle.public_id)
    log.record(request, "audit", "tim-audit", cycle.public_id, cycle.district_code)
    return render(request, "audits/team.html", _context(cycle, manage, {}))


def _act(request: HttpRequest, cycle: Cycle) -> None:
    post, by = request.POST, account_of(request)
    act = post.get("aksi", "")
    if act == "sk":
        kept = files.kept(request.FILES["berkas"]) if "berkas" in request.FILES else None
        acts.record_decree(
            cycle, post.get("nomor", ""), needed_day(post.get("tanggal", "")), by,
            about=post.get("tentang", ""), path=kept.path if kept else "",
            sha256=kept.sha256 if kept else "",
        )  # fmt: skip
    elif act == "anggota":
        draft = acts.MemberDraft(
            post.get("peran", ""), post.get("nama", ""), needed_day(post.get("mulai", "")),
            expertise=post.get("keahlian", ""),
            nip=post.get("nip", ""), seat=post.get("jabatan", ""),
            institution=post.get("instansi", ""), account=_account(post.get("akun", "")),
            kecamatan=_areas(cycle, post.getlist("kecamatan")), remote="jarak-jauh" in post,
            substitute_for=cycle.members.filter(public_id=post.get("pengganti", "-")).first(),
            until=day(post.get("sampai", "")),
        )  # fmt: skip
        acts.add_member(cycle, draft, by)
    elif act == "akhiri":
        member = cycle.members.filter(public_id=post.get("anggota", "")).first()
        if member is None:
            raise ValidationError(_("Anggota ini tidak ada di tim."))
        acts.end_member(
            member, needed_day(post.get("tanggal", "")), by,
            version=whole(post.get("versi", "")), reason=post.get("alasan", ""),
        )  # fmt: skip
    elif act == "kosong":
        acts.leave_empty(cycle, post.get("keahlian", ""), post.get("alasan", ""), by)
    else:
        raise ValidationError(_("Pilih apa yang diubah di tim."))


def _account(username: str) -> Account | None:
    if not username.strip():
        return None
    found = Account.objects.filter(username=username.strip(), is_active=True).first()
    if found is None:
        raise ValidationError(_("Tidak ada akun aktif dengan nama masuk itu."))
    return found


def _areas(cycle: Cycle, codes: list[str]) -> list[str]:
    known = {area.code for area in kecamatan_of(cycle.district_code)}
    return [code for code in codes if code in known]


def _context(cycle: Cycle, manage: bool, typed: Any) -> dict[str, Any]:
    today = timezone.localdate()
    members = list(cycle.members.select_related("account", "substitute_for"))
    names = place_names({code for one in members for code in one.kecamatan})
    asked = str(cycle.gates.get("expert_seats", "")).split()
    held = {one.expertise for one in members if one.part == Part.EXPERT and _serves(one, today)}
    empty = {one.expertise: one for one in cycle.vacant_seats.all()}
    return {
        "cycle": cycle,
        "manage": manage,
        "parts": [
            (part.label, [
                (one, _serves(one, today), [names[c] for c in one.kecamatan if c in names])
                for one in members if one.part == part
            ])
            for part in (Part.ANSWERABLE, Part.HEAD, Part.EXPERT, Part.TECHNICAL, Part.SUPERVISOR)
        ],
        "decrees": list(cycle.decrees.all()),
        "seats": [
            (code, Expertise(code).label, code in held, empty.get(code))
            for code in asked if code in Expertise.values
        ],
        "lacks": gates.missing(cycle, 1, today),
        "part_choices": Part.choices,
        "expertise_choices": Expertise.choices,
        "areas": kecamatan_of(cycle.district_code),
        "members": [one for one in members if _serves(one, today)],
        "typed": typed,
        "today": today,
    }  # fmt: skip


def _serves(member: TeamMember, on: Any) -> bool:
    return member.since <= on and (member.until is None or on < member.until)


@policy("audit")
@require_GET
def decree_file(request: HttpRequest, cycle_id: str, decree_id: str) -> HttpResponse:
    """The signed decree."""
    cycle = cycle_or_404(request, cycle_id)
    decree = cycle.decrees.filter(public_id=decree_id).first()
    if decree is None or not decree.path:
        raise Http404
    log.record(request, "audit", "sk-audit", decree.public_id, cycle.district_code)
    return files.answer(decree.path, f"sk-tim-audit-{decree.public_id}")


@policy("audit")
@require_GET
def annex(request: HttpRequest, cycle_id: str, form: str) -> HttpResponse:
    """The annex of the decree with the team: PDF, or Word to be worked on."""
    cycle = cycle_or_404(request, cycle_id)
    letter = team_letter.annex(cycle, timezone.localdate())
    log.record(request, "audit", "lampiran-sk", cycle.public_id, cycle.district_code)
    if form == "docx":
        body = words.write(letter)
    elif form == "pdf":
        body = pdf(letter)
    else:
        raise Http404
    return sent(body, f"lampiran-sk-tim-audit-{cycle.year}-{cycle.semester}.{form}")
