"""Papers of a meeting: made, kept and opened through documents; the matrix as a workbook, Word."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import account_of
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.audits.cases.asking import meeting_or_404
from rembuk.office.audits.meeting import matrix, papers
from rembuk.office.audits.meeting import rows as meeting_rows
from rembuk.office.audits.models import Meeting
from rembuk.office.documents import gates, services, sheets, words
from rembuk.office.documents import matrix as columns
from rembuk.office.documents.letters import Letter
from rembuk.office.documents.models import Document

SUBJECT = "rapat-audit"


@policy("audit-kelola")
@require_POST
def issue(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """Make a paper and keep it; its page offers the file."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    kind = request.POST.get("jenis", "")
    if kind not in papers.KINDS:
        messages.error(request, _("Pilih surat yang akan dibuat."))
        return redirect("audits:meeting", cycle_id, meeting_id)
    letter = _letter(request, one, kind)
    try:
        made = services.issue(
            letter, subject_kind=SUBJECT, subject_id=one.public_id,
            place_code=one.cycle.district_code, account=account_of(request),
            origin=f"{request.scheme}://{request.get_host()}",
        )  # fmt: skip
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
        return redirect("audits:meeting", cycle_id, meeting_id)
    log.record(request, "surat", SUBJECT, made.public_id, one.cycle.district_code)
    messages.success(request, _("%(title)s dibuat.") % {"title": made.title})
    return redirect("audits:meeting", cycle_id, meeting_id)


@policy("audit-kelola", "ekspor")
@require_GET
def matrix_sheet(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """The matrix as a workbook: the 22 columns, no name."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    rows = meeting_rows.rows(request, one.cycle)
    book = sheets.workbook(
        [columns.sheet(matrix.matrix(rows), f"Matriks RTL {one.cycle.name}")],
        notes=(
            "Tanpa nama. Dokumen terbatas: untuk kantor yang mengerjakan barisnya.",
            "Tempat disebut hanya sekecil yang tidak menunjuk satu orang.",
        ),
    )
    return _download(request, one, book, "xlsx", len(rows))


@policy("audit-kelola", "ekspor")
@require_GET
def matrix_word(request: HttpRequest, cycle_id: str, meeting_id: str) -> HttpResponse:
    """The matrix with its page of signatures as Word, for an office that must edit."""
    one = meeting_or_404(request, cycle_id, meeting_id)
    rows = meeting_rows.rows(request, one.cycle)
    made = words.write(papers.rtl(one, rows, papers.letterhead_of(one)))
    return _download(request, one, made, "docx", len(rows))


def may_open(request: HttpRequest, document: Document) -> bool:
    """Papers of a meeting carry no name; who sees audits in the district opens them."""
    return rights_in(request).may("audit", document.place_code)


def may_act(request: HttpRequest, document: Document) -> bool:
    """Scans come from, and papers are withdrawn by, who manages audits there."""
    return rights_in(request).may("audit-kelola", document.place_code)


def register() -> None:
    """Tell the documents. Twice is once."""
    gates.register(SUBJECT, may_open, may_act)


def _letter(request: HttpRequest, one: Meeting, kind: str) -> Letter:
    head = papers.letterhead_of(one)
    if kind == "undangan":
        return papers.invitation(one, head, request.POST.get("nomor", "").strip())
    if kind == "daftar-hadir":
        return papers.attendance(one, head)
    rows = meeting_rows.rows(request, one.cycle)
    if kind == "matriks-rtl":
        return papers.rtl(one, rows, head)
    pack = papers.pack_of(one, meeting_rows.cases(request, one.cycle), rows)
    return (papers.slides if kind == "paparan" else papers.handout)(one, pack, head)


def _download(
    request: HttpRequest, one: Meeting, body: bytes, ending: str, rows: int
) -> HttpResponse:
    log.record(request, "ekspor", SUBJECT, one.public_id, one.cycle.district_code, rows=rows)
    return sent(body, f"matriks-rtl-{one.on}.{ending}")
