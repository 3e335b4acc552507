"""The letterhead and the numbering of an office's letters."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as told
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rembuk.office.access import log
from rembuk.office.access.downloads import sent
from rembuk.office.access.policies import policy, rights_in
from rembuk.office.documents import numbers, queries, services, typesetting
from rembuk.office.documents.blocks import Letter, Paragraph, Signature
from rembuk.office.seats.models import Office


class KopForm(forms.Form):
    """What stands above an office's letters, and how they are numbered."""

    government = forms.CharField(label=_("Pemerintah"), max_length=120)
    unit = forms.CharField(label=_("Nama unit pada kop"), max_length=160, required=False)
    address = forms.CharField(
        label=_("Alamat, telepon, laman"), max_length=300, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    pattern = forms.CharField(
        label=_("Pola nomor surat"), max_length=120, initial=numbers.PATTERN,
        help_text=_("Bagian: {klasifikasi} {urut} {urut:3} {kantor} {bulan} {tahun}."),
    )  # fmt: skip
    last = forms.IntegerField(label=_("Nomor urut terakhir tahun ini"), min_value=0, initial=0)
    emblem = forms.FileField(
        label=_("Lambang daerah (PNG atau JPG)"), required=False,
        help_text=_("Kosong: lambang yang ada tetap dipakai."),
    )  # fmt: skip

    def clean_pattern(self) -> str:
        """A pattern in which every letter of the year gets its own number."""
        pattern = str(self.cleaned_data["pattern"])
        if "{urut" not in pattern:
            raise ValidationError(told("Pola harus memuat {urut}."))
        return pattern


def _office(request: HttpRequest, code: str) -> Office:
    found = Office.objects.filter(code=code).first()
    if found is None:
        raise Http404
    rights_in(request).within("kelola-kantor", found.place_code)
    return found


@policy("kelola-kantor")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def kop(request: HttpRequest, code: str) -> HttpResponse:
    """Set the letterhead; below the form, a letter as it would look."""
    office = _office(request, code)
    series = services.series(office, timezone.localdate())
    head = queries.letterhead(office)
    start = {
        "government": head.government, "unit": head.unit, "address": head.address,
        "pattern": series.pattern, "last": series.last,
    }  # fmt: skip
    form = KopForm(request.POST or None, request.FILES or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_kop(office, form.cleaned_data, timezone.localdate())
        except ValidationError as refusal:
            form.add_error("last" if "urut" in refusal.messages[0] else "emblem", refusal)
        else:
            log.record(request, "kantor", "kop", office.code, office.place_code)
            messages.success(request, told("Kop dan pola nomor disimpan."))
            return redirect("documents:kop", office.code)
    context = {"form": form, "office": office, "has_emblem": head.emblem is not None}
    return render(request, "documents/kop.html", context, status=422 if form.errors else 200)


@policy("kelola-kantor")
@never_cache
@require_http_methods(["GET", "HEAD"])
def specimen(request: HttpRequest, code: str) -> HttpResponse:
    """A letter with this kop, to look at; not a document and not numbered."""
    office = _office(request, code)
    series = services.series(office, timezone.localdate())
    today = timezone.localdate()
    number = numbers.letter_number(series.pattern, series.last + 1, today, office.short, "400.7")
    letter = Letter(
        "surat", queries.letterhead(office), number=number, subject="Contoh kop surat", on=today,
        to=["Penerima surat"], watermark="CONTOH", signatures=[Signature("Kepala kantor")],
        body=[Paragraph("Surat ini hanya contoh kop dan pola nomor.")],
    )  # fmt: skip
    return sent(typesetting.pdf(letter), "contoh-kop.pdf")
