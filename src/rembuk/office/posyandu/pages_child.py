"""One child's page, and opening its identity. Each opening is written to the view log."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from rembuk import reference
from rembuk.office.access import log
from rembuk.office.access.policies import policy
from rembuk.office.people.crypto import decrypt
from rembuk.office.people.masking import masked_name
from rembuk.office.people.models import FormerId, Person
from rembuk.office.people.nik import NikFinding
from rembuk.office.people.origins import facts_of, file_names
from rembuk.office.posyandu import lines, opened, pages_measure, queries, wording
from rembuk.office.posyandu import plain as plain_words
from rembuk.office.posyandu.asking import reach, rights_of, trail
from rembuk.office.posyandu.child import history as child_history
from rembuk.office.posyandu.child import view as child_view
from rembuk.office.posyandu.child.charts import growth_charts
from rembuk.office.posyandu.child.next_step import next_step
from rembuk.office.posyandu.figures import ChildPage
from rembuk.office.posyandu.queries.twins import twins
from rembuk.office.posyandu.sources import source_names

ROWS: Final = 12


def _child(request: HttpRequest, public_id: str) -> Person:
    """The child, if it lives or was measured inside the reader's places; otherwise `Http404`."""
    rights = rights_of(request)
    person = Person.objects.filter(public_id=public_id, status__isnull=False).first()
    if person is None:
        raise Http404
    if not rights.may("lihat-anak", person.place_code) and not _measured_here(request, person):
        raise Http404
    return person


def _measured_here(request: HttpRequest, person: Person) -> bool:
    """Whether a post of the reader weighed the child, though it is registered elsewhere."""
    return person.measurements.filter(queries.inside(reach(request, "lihat-anak"))).exists()


@policy("lihat-anak")
@never_cache
@require_GET
def child(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that is known of one child, masked until opened. A code from before two children were
    joined leads to the one child."""
    former = FormerId.objects.filter(public_id=public_id).select_related("person").first()
    if former is not None:
        person = _child(request, former.person.public_id)
        return HttpResponseRedirect(reverse("posyandu:child", args=[person.public_id]))
    person = _child(request, public_id)
    rights = rights_of(request)
    log.record(request, "buka", "anak", person.public_id, person.place_code)
    today = timezone.localdate()
    page = queries.child_page(person, today)
    open_now = opened.opened(request, public_id)
    show_name = bool(rights.names_in(person.place_code) or open_now)
    rules = reference.load().case_rules(today)
    reasons = lines.worded(page.reasons, today, rights.plain)
    tier = lines.tier(page.tier, today)
    newest = queries.last_month(person.place_code)
    known = {one.public_id for one in page.siblings}
    alike = tuple(one for one in twins(person) if one.public_id not in known)
    page = replace(page, siblings=(*page.siblings, *alike))
    page = replace(page, strip=child_view.full_strip(page, newest))
    charts = growth_charts(page)
    plain = rights.plain
    if plain:
        page, charts = plain_words.page(page), plain_words.charts(charts)
    told = facts_of(person)
    files = file_names(m.import_id for m in page.measurements)
    names = source_names()
    measured = child_view.rows(page, files, names, today, plain)
    every = request.GET.get("semua") == "1"
    codes = {page.place_code, page.place_code[:13], *(s.place_code for s in page.steps)}
    codes |= {said.value for fact in told for said in fact.said if fact.field == "place_code"}
    places = {code: place.name for code, place in queries.places(codes).items()}
    context = {
        "child": child_view.masked(page, show_name),
        "person": person,
        "path": trail(request, page.place_code),
        "opened": open_now,
        "show_name": show_name,
        "may_open": rights.may("buka-identitas", person.place_code),
        "may_match": rights.may("cocokkan", person.place_code),
        "links_url": reverse("linking:history", args=[person.public_id]),
        "identity": _identity(person) if open_now else None,
        "purposes": rights.purposes(person.place_code).items(),
        "minutes": opened.minutes(),
        "step": next_step(
            page, today, rules.confirm_within_days, rules.lost_months, tier, reasons, plain
        ),
        "plain": plain,
        "cards": child_view.cards(page, today, plain),
        "last_age": wording.age_words(page.birth_date, page.last.date) if page.last else "",
        "last_position": wording.word(wording.POSITIONS, page.last.position) if page.last else "",
        "charts": charts,
        "chart_data": [chart.data() for chart in charts],
        "any_suspected": any(dot and dot.suspected for chart in charts for dot in chart.dots),
        "rows": measured if every else measured[:ROWS],
        "row_count": len(measured),
        "every": every,
        "preterm_rows": [row for row in measured if row.m.zlen_corrected is not None][:ROWS],
        "history": child_history.history(page, plain),
        "nik_findings": [NikFinding(code).message for code in page.nik_findings],
        "reasons": reasons,
        "tier": tier,
        "facts": child_view.fact_lines(told, child_view.Show(show_name, bool(open_now)), places),
        "source_names": names,
        "files": files,
        "family": _family(person),
        "siblings": _siblings(request, page, show_name),
        "today": today,
        "sees_import": rights.may("impor", person.place_code),
        "two_t_now": bool(page.strip) and page.strip[-1].two_t,
        "may_measure": pages_measure.may_measure(request, person),
    }
    if context["may_measure"]:
        context |= pages_measure.form_context(person, pages_measure.blank_form(request, person))
        context["measure_now"] = page.case == "diduga" or page.last is None
    return render(request, "posyandu/child.html", context)


def _identity(person: Person) -> dict[str, str]:
    """Name, NIK and address in the clear, for an opened page only."""
    plain = {"nik": "", "nik-ibu": "", "kk": ""}
    for one in person.identifiers.order_by("as_of", "pk"):
        plain[one.kind] = decrypt(bytes(one.cipher), one.kind)
    return {**plain, "name": person.name}


def _siblings(request: HttpRequest, page: ChildPage, show: bool) -> list[dict[str, object]]:
    """Brothers and sisters the reader may see; a twin is named as one."""
    rights = rights_of(request)
    codes = dict(
        Person.objects.filter(public_id__in=[s.public_id for s in page.siblings]).values_list(
            "public_id", "place_code"
        )
    )
    return [
        {
            "public_id": one.public_id,
            "name": one.name if show else masked_name(one.name),
            "birth_date": one.birth_date,
            "twin": one.twin,
        }
        for one in page.siblings
        if rights.may("lihat-anak", codes.get(one.public_id, "-"))
    ]


def _family(person: Person) -> str:
    """Public id of the family the child belongs to today; "" when no card names it."""
    rows = person.memberships.filter(until__isnull=True).order_by("-since", "-pk")
    return str(rows.values_list("family__public_id", flat=True).first() or "")


@policy("buka-identitas")
@require_POST
def reveal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Open or prolong the identity: purpose asked, written to the log, ten minutes."""
    person = _child(request, public_id)
    rights = rights_of(request)
    rights.within("buka-identitas", person.place_code)
    target = reverse("posyandu:child", args=[public_id])
    before = opened.opened(request, public_id)
    choice = request.POST.get("keperluan", "")
    if choice == "perpanjang" and before is not None:
        purpose = before.purpose
    else:
        purpose = rights.purposes(person.place_code).get(choice, "")
    if not purpose:
        return HttpResponseRedirect(f"{target}?keperluan=kosong#identitas")
    log.record(
        request, "buka-identitas", "anak", person.public_id, person.place_code, purpose=purpose
    )
    opened.open_(request, public_id, purpose)
    return HttpResponseRedirect(target)


@policy("buka-identitas")
@require_POST
def close(request: HttpRequest, public_id: str) -> HttpResponse:
    """Close an opened identity before its time."""
    opened.close(request, public_id)
    return HttpResponseRedirect(reverse("posyandu:child", args=[public_id]))
