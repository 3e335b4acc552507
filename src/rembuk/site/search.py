"""The search of the frame: children and families in one answer. No word stands in an address, and
of a number only its keyed hash is kept; the log tells that somebody searched, never what for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk.office.access import log
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import asking
from rembuk.site import finding


@policy("lihat-anak")
@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Take the words out of the form, so that no name or number stands in an address."""
    words = " ".join(request.POST.get("cari", "").split())
    token = f"?cari={asking.keep(request, words)}" if words else ""
    return HttpResponseRedirect(f"{reverse('search')}{token}")


@policy("lihat-anak")
@never_cache
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What was found, in two groups; without words the form alone."""
    rights = rights_in(request)
    words = asking.kept(request)
    context: dict[str, object] = {
        "asked": bool(words),
        "lost": not words and "cari" in request.GET,
        "by_number": asking.is_number(words),
        "words": "" if asking.is_number(words) else words,
        "names": bool(finding.name_places(rights)),
        "numbers": rights.may("buka-identitas"),
        "plain": rights.plain,
        "today": timezone.localdate(),
        "token": request.GET.get("cari", ""),
    }
    if words:
        children, families = finding.children(rights, words), finding.families(rights, words)
        mine = rights.places_for("lihat-anak")
        place = mine[0] if len(mine) == 1 else ""
        log.record(request, "cari", "daftar-anak", "", place, rows=children.count)
        log.record(request, "cari", "daftar-keluarga", "", place, rows=families.count)
        context |= {"children": children, "families": families}
    return render(request, "search.html", context)
