"""Minutes of village meetings bound to a ground check: kept, and opened for a stated purpose."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from rembuk.office.access import log
from rembuk.office.access.asked import day, signed_in
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.families import minutes
from rembuk.office.families.ground import GroundError
from rembuk.office.families.ground_view import found
from rembuk.office.families.models import Minutes


@policy("buka-identitas")
@require_POST
def add_minutes(request: HttpRequest, check_id: str) -> HttpResponse:
    """Bind minutes to a check: a paper kept before, or a new one."""
    one = found(request, check_id, "buka-identitas")
    try:
        if chosen := request.POST.get("lama", ""):
            papers = Minutes.objects.filter(place_code=one.place_code)
            kept = papers.filter(pk=chosen).first() if chosen.isdigit() else None
            if kept is None:
                raise GroundError(_("Berita acara itu tidak ada lagi."))
            minutes.bind(one, kept)
        else:
            written = minutes.Written(
                request.POST.get("nomor", ""), day(request.POST.get("tanggal", "")),
                request.POST.get("tentang", ""),
            )  # fmt: skip
            kept = minutes.add(one, written, request.FILES.get("berkas"), signed_in(request))
    except GroundError as problem:
        messages.error(request, str(problem))
    else:
        log.record(request, "impor", "berita-acara", str(kept.pk), one.place_code)
        messages.success(request, _("Berita acara disimpan."))
    return redirect("families:ground-check", one.public_id)


@policy("buka-identitas")
@require_POST
def minutes_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed paper, for a stated purpose; it names people, so it is logged as an opening."""
    one = Minutes.objects.filter(pk=pk).first()
    if one is None:
        raise Http404
    rights = rights_in(request)
    rights.within("buka-identitas", one.place_code)
    purpose = rights.purposes(one.place_code).get(request.POST.get("keperluan", ""), "")
    if not purpose:
        raise PermissionDenied
    path = minutes.path_of(one)
    if not path.is_file():
        raise Http404
    log.record(
        request, "buka-identitas", "berita-acara", str(one.pk), one.place_code, purpose=purpose
    )
    response = FileResponse(
        path.open("rb"),
        as_attachment=True,
        filename=one.file_name,
        content_type=minutes.TYPES[minutes.kind(one)],
    )
    response["Cache-Control"] = "no-store"
    return response
