"""The helper of a village: figures, ceiling, and the draft list for its RKPDes."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rembuk.office.access import log
from rembuk.office.access.asked import account_of, signed_in
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents import letters
from rembuk.office.documents import words as word_files
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within_any
from rembuk.office.programmes import asking, balance
from rembuk.office.programmes.errors import AskedError, StaleError
from rembuk.office.programmes.models import Ceiling, CeilingKind, VillageDraft
from rembuk.office.programmes.village import forms as village_forms
from rembuk.office.programmes.village import letter as village_letter
from rembuk.office.programmes.village import list as village_list
from rembuk.office.programmes.village.facts import Village, village
from rembuk.office.programmes.village.forms import Typed
from rembuk.office.programmes.village.list import Row, rows_of

A_PAGE = 40


@dataclass
class Page:
    """One asking of the page: the village, its kept list, the rows shown, and what went wrong.
    `asks`: the amounts look like thousands, and the head is to say that they are meant so."""

    given: Village
    draft: VillageDraft | None
    rows: list[Row]
    money: int | None
    version: int
    wrong: dict[str, str] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    asks: str = ""
    stale: list[Row] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Rupiah of the rows not yet proposed."""
        return sum(one.amount or 0 for one in self.rows if not one.activity)

    @property
    def limit(self) -> int | None:
        """Rupiah the list may cost: what is left of the ceiling, or what the village sets aside."""
        rest = self.given.money.rest
        both = [one for one in (rest, self.money) if one is not None]
        return min(both) if both else None

    @property
    def rest(self) -> int | None:
        """Rupiah left after the list."""
        return None if self.limit is None else self.limit - self.total

    @property
    def unpriced(self) -> int:
        """Rows without a price."""
        return sum(1 for one in self.rows if one.price is None and not one.activity)


def _page(request: HttpRequest, code: str) -> Page:
    """The list as it is kept, else as the figures suggest it."""
    if not Area.objects.filter(code=code, level=Level.DESA, valid_to=None).exists():
        raise Http404
    on = timezone.localdate()
    asked = request.POST.get("tahun") or request.GET.get("tahun", "")
    year = asking.year_in(asked, on) if asked else on.year + 1
    given = village(code, year, on)
    draft = VillageDraft.objects.filter(place_code=code, year=year).first()
    if draft is not None:
        return Page(given, draft, rows_of(draft), draft.money, draft.version)
    return Page(given, None, village_list.suggested(given, given.money.rest), None, 0)


@policy("rencana")
@never_cache
@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Villages of the reader with their ceiling and list; who sees one village goes to it."""
    on, rights = timezone.localdate(), rights_in(request)
    asked = request.GET.get("tahun", "")
    year = asking.year_in(asked, on) if asked else on.year + 1
    found = Area.objects.filter(
        within_any("code", rights.places_for("rencana")), level=Level.DESA, valid_to=None
    ).select_related("parent")
    if found.count() == 1:
        return redirect(f"{reverse('programmes:village', args=[found.get().code])}?tahun={year}")
    page = Paginator(found.order_by("code"), A_PAGE).get_page(request.GET.get("hal"))
    codes = [one.code for one in page]
    held: dict[str, int] = {}
    kinds = (CeilingKind.VILLAGE_FUND, CeilingKind.ALLOCATION)
    for code, amount in Ceiling.objects.filter(
        place_code__in=codes, year=year, kind__in=kinds
    ).values_list("place_code", "amount"):
        held[code] = held.get(code, 0) + amount
    drafts = {
        one.place_code: one for one in VillageDraft.objects.filter(place_code__in=codes, year=year)
    }
    context = {
        "page": page, "year": year, "years": range(on.year, on.year + 3),
        "rows": [(one, held.get(one.code), drafts.get(one.code)) for one in page],
        "who": asking.reader(request),
    }  # fmt: skip
    return render(request, "programmes/villages.html", context)


@policy("rencana", place="code")
@never_cache
@require_http_methods(["GET", "POST"])
def helper(request: HttpRequest, code: str) -> HttpResponse:
    """The helper's page. Every button of the list saves what was typed first."""
    page = _page(request, code)
    if request.method == "POST":
        rights_in(request).within("rencana-isi", code)
        done = _act(request, page)
        if done is not None:
            return done
    log.record(request, "rencana", "desa", str(page.given.year), code)
    on = page.given.as_of
    context = {
        "page": page, "given": page.given, "draft": page.draft,
        "who": asking.reader(request), "years": range(on.year, on.year + 3),
        "rows": list(village_list.numbered(page.rows)),
        "writes": rights_in(request).may("rencana-isi", code),
        "needs": [one for one in balance.rows(code, page.given.year, on) if one.need],
    }  # fmt: skip
    return render(request, "programmes/village.html", context, status=422 if page.wrong else 200)


def _act(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Save, move, begin anew or propose; None when the page must be shown again with words."""
    account, code, year = account_of(request), page.given.code, page.given.year
    post = request.POST
    version = int(text) if (text := post.get("version", "")).isdigit() else 0
    found: Typed = village_forms.typed(post, page.rows)
    rows, act = found.rows, "ubah"
    if (key := post.get("up")) or (key := post.get("down")):
        rows = village_list.moved(rows, key, -1 if post.get("up") else 1)
    if post.get("anew"):
        fresh = village_list.suggested(page.given, _smaller(page.given.money.rest, found.money))
        rows, act = village_list.again(rows, fresh), "ulang"
        found.wrong, found.raw = {}, {}
    standing = page.rows
    page.rows, page.money, page.wrong, page.raw = rows, found.money, found.wrong, found.raw
    page.version = version
    if page.wrong:
        return None
    try:
        draft = village_list.save(account, code, year, rows, found.money, version, act)
        page.draft, page.version, page.rows = draft, draft.version, rows_of(draft)
        if post.get("propose"):
            draft, number = village_list.propose(
                account, page.given, draft, draft.version, confirmed=bool(post.get("sure"))
            )
            messages.success(request, _("%s baris menjadi usul kegiatan.") % number)
        elif not (post.get("up") or post.get("down")):
            messages.success(request, _("Daftar disimpan."))
    except AskedError as problem:
        page.asks = " ".join(problem.messages)
        page.wrong = {"": page.asks}
    except StaleError as problem:
        page.wrong = {"": " ".join(problem.messages)}
        page.stale = standing
        page.version = page.draft.version if page.draft else 0
    except ValidationError as problem:
        page.wrong = {"": " ".join(problem.messages)}
    else:
        return redirect(
            f"{reverse('programmes:village', args=[code])}?tahun={year}"
            + (f"#baris-{key}" if key else "#h-daftar")
        )
    return None


def _smaller(rest: int | None, own: int | None) -> int | None:
    both = [one for one in (rest, own) if one is not None]
    return min(both) if both else None


@policy("rencana", place="code")
@require_GET
def paper(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """The list on paper: PDF to sign, Word to edit."""
    page = _page(request, code)
    log.record(request, "ekspor", "desa", str(page.given.year), code)
    with translation.override("id"):
        letter = village_letter.letter(page.given, page.rows, page.money, signed_in(request))
        if form == "docx":
            body = word_files.write(letter)
        elif form == "pdf":
            body = letters.render(letter)
        else:
            raise Http404
    return sent(body, f"daftar-usulan-desa-{code}-{page.given.year}.{form}")
