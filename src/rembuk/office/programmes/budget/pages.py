"""Budget lines on the screen: sheets in and out, what waits to be paired, what looks doubled."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import version_in
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents.sheets import Column, Sheet, workbook
from rembuk.office.places.scope import within, within_any
from rembuk.office.programmes import asking, queries
from rembuk.office.programmes.budget import match as budget_match
from rembuk.office.programmes.budget import out as budget_out
from rembuk.office.programmes.budget import reading as budget_read
from rembuk.office.programmes.budget import take as budget_take
from rembuk.office.programmes.budget import view as budget_view
from rembuk.office.programmes.budget.judge import ASKED, TAKEN, Bench
from rembuk.office.programmes.models import (
    Activity,
    BudgetLine,
    BudgetSheet,
    SourceKind,
    Status,
)
from rembuk.office.programmes.pages_home import narrowed

PER_PAGE = 25
ORDER = ("keliru", *ASKED, *TAKEN, "sama", "lewati")


@policy("rencana")
@never_cache
@require_GET
def budget(request: HttpRequest) -> HttpResponse:
    """Lines of a year: those that wait, those that look doubled, all."""
    who = asking.reader(request)
    tab = request.GET.get("daftar", "menunggu")
    tab = tab if tab in budget_view.TABS else "menunggu"
    found = BudgetLine.objects.filter(
        within_any("place_code", who.rights.places_for("rencana")), year=who.year
    )
    if who.place:
        found = found.filter(within("place_code", who.place))
    page = Paginator(
        budget_view.of_tab(found, tab).select_related("office", "activity"), PER_PAGE
    ).get_page(request.GET.get("hal"))
    return render(
        request,
        "programmes/budget.html",
        {
            "who": who, "tab": tab, "page": page, "lines": budget_view.lines(page, who),
            "folders": [(code, words, budget_view.of_tab(found, code).count())
                     for code, words in budget_view.TABS.items()],
            "query": f"tahun={who.year}&daftar={tab}", "sums": budget_view.sums(found),
            "kinds": SourceKind.choices, "may_write": bool(who.desk.offices),
        },
    )  # fmt: skip


@policy("rencana")
@require_GET
def sheet_out(request: HttpRequest, kind: str) -> HttpResponse:
    """Activities of the year in the shape of SIPD or of village budgets."""
    if kind not in SourceKind.values:
        raise Http404
    who = asking.reader(request)
    found = narrowed(request, who)
    village = kind == SourceKind.VILLAGE
    found = found.filter(office__kind="desa") if village else found.exclude(office__kind="desa")
    log.record(
        request, "ekspor", "anggaran", str(who.year), who.place or asking.district(who.rights),
        rows=found.count(),
    )  # fmt: skip
    return sent(budget_out.book(kind, found, who.year, who.on), f"{kind}-{who.year}.xlsx")


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; its rows are kept until somebody says which to take."""
    who, problem, asked = asking.reader(request), "", False
    if request.method == "POST":
        post = request.POST
        kind = post.get("bentuk", "")
        try:
            if kind not in SourceKind.values:
                raise ValidationError(_("Pilih bentuk lembarnya: SIPD atau APBDes."))
            if "berkas" not in request.FILES:
                raise ValidationError(_("Pilih berkas Excel-nya dulu."))
            upload_ = request.FILES["berkas"]
            read = budget_read.taken(upload_, kind)
            place = (who.rights.places_for("rencana-isi") or ("",))[0]
            year = asking.year_in(post.get("tahun", ""), who.on)
            doubts = read.doubts(kind, year, place)
            if doubts and post.get("yakin") != "ya":
                asked = True
                raise ValidationError(
                    [*doubts, _("Perbaiki pilihannya, atau centang lalu pilih lagi berkasnya.")]
                )
            kept = budget_take.keep(
                who.account, kind, str(settings.REMBUK_AREA), place,
                year, post.get("dokumen", ""),
                _plain_name(kind), read.rows, read.sha256,
            )  # fmt: skip
        except ValidationError as wrong:
            problem = " ".join(wrong.messages)
        else:
            more = "?ribuan=1" if read.thousands and kept.taken_at is None else ""
            return redirect(reverse("programmes:budget-sheet", args=[kept.public_id]) + more)
    return render(
        request, "programmes/budget_upload.html",
        {
            "who": who, "problem": problem, "asked": asked, "kinds": SourceKind.choices,
            "post": request.POST,
        },
        status=400 if problem else 200,
    )  # fmt: skip


def _plain_name(kind: str) -> str:
    """A name of our own: the file's may carry a person's."""
    return f"lembar {SourceKind(kind).label}"


def _kept(request: HttpRequest, sheet_id: str) -> BudgetSheet:
    kept = BudgetSheet.objects.filter(public_id=sheet_id, by=asking.account_of(request)).first()
    if kept is None:
        raise Http404
    return kept


@policy("rencana-isi")
@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """What the workbook would change, by row and column; on POST, write it once."""
    kept, who = _kept(request, sheet_id), asking.reader(request)
    thousands = (request.POST or request.GET).get("ribuan") == "1"
    if request.method == "POST":
        chosen = {int(text) for text in request.POST.getlist("pakai") if text.isdigit()}
        result = budget_take.take(who.account, kept, chosen, thousands=thousands)
        counts = result["counts"]
        log.record(
            request, "impor", "anggaran", kept.public_id, kept.place_code,
            rows=sum(counts[fate] for fate in (*TAKEN, *ASKED)),
        )  # fmt: skip
        return redirect("programmes:budget-sheet", sheet_id)
    rows = [] if kept.taken_at else Bench(kept, who.desk, 1000 if thousands else 1).rows()
    fates = {fate: [row for row in rows if row.fate == fate] for fate in ORDER}
    return render(
        request, "programmes/budget_preview.html",
        {
            "who": who, "kept": kept, "fates": fates, "result": kept.result, "ribuan": thousands,
            "sum": sum(row.amount for fate in TAKEN for row in fates[fate]),
            "writes": any(fates[fate] for fate in (*TAKEN, *ASKED)),
        },
    )  # fmt: skip


@policy("rencana-isi")
@require_GET
def faults(request: HttpRequest, sheet_id: str) -> HttpResponse:
    """Rows that were not taken, with the column and the reason, as a sheet to mend and bring."""
    kept, who = _kept(request, sheet_id), asking.reader(request)
    left: dict[str, list[str]] = dict(kept.result.get("left", {}))
    if kept.taken_at is None:
        left = {
            str(row.number): [row.column, row.why]
            for row in Bench(kept, who.desk).rows() if row.fate in (*ASKED, "keliru")
        }  # fmt: skip
    heads = list(dict.fromkeys(head for one in kept.rows for head in one["cells"]))
    columns = [Column("Baris berkas", 8, "integer"), Column("Kolom", 18), Column("Sebab", 50)]
    columns += [Column(head, 18) for head in heads]
    body = [
        [one["no"], *left[str(one["no"])], *(one["cells"].get(head, "") for head in heads)]
        for one in kept.rows if str(one["no"]) in left
    ]  # fmt: skip
    return sent(
        workbook([Sheet("Anggaran", _("Baris yang belum diambil"), columns, body)]),
        "anggaran-perlu-diperiksa.xlsx",
    )


@policy("rencana-isi")
@require_POST
def act(request: HttpRequest, line_id: str) -> HttpResponse:
    """Pair a line, let it go, set it aside, or say that it is no double."""
    post, who = request.POST, asking.reader(request)
    account = who.account
    line = BudgetLine.objects.filter(
        within_any("place_code", who.rights.places_for("rencana")), public_id=line_id
    ).first()
    if line is None:
        raise Http404
    version = version_in(request)
    try:
        match post.get("langkah"):
            case "pasang":
                budget_match.pair(account, line, _activity(request, line), version)
            case "lepas":
                budget_match.release(account, line, post.get("alasan", ""), version)
            case "kesamping":
                budget_match.set_aside(account, line, post.get("alasan", ""), version)
            case "bukan-ganda":
                budget_match.not_double(account, line, version)
            case _:
                raise ValidationError(_("Langkah ini tidak dikenal."))
    except ValidationError as problem:
        asking.tell(request, problem)
    else:
        log.record(request, "rencana", f"baris {post['langkah']}", line.public_id, line.place_code)
        messages.success(request, _("Baris %s tercatat.") % line.line)
    tab = post.get("daftar", "menunggu")
    tab = tab if tab in budget_view.TABS else "menunggu"
    return redirect(f"{reverse('programmes:budget')}?tahun={line.year}&daftar={tab}")


def _activity(request: HttpRequest, line: BudgetLine) -> Activity:
    """The activity a form names, by number."""
    number = request.POST.get("kegiatan", "").strip().upper()
    found = (
        queries.activities(rights_in(request), line.year)
        .exclude(status=Status.DROPPED).filter(number=number).first()
    )  # fmt: skip
    if found is None:
        raise ValidationError(_("Nomor kegiatan tidak dikenal: %s.") % (number[:24] or "–"))
    return found
