"""Forms of the access pages: what a person typed, checked."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as told
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account, Role, ViewLog
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains


class DateInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LogFilter(forms.Form):
    """What to show of the view log; every field may be empty."""

    since = forms.DateField(label=_("Dari tanggal"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Sampai tanggal"), required=False, widget=DateInput())
    account = forms.CharField(label=_("Nama pengguna"), required=False, max_length=150)
    action = forms.ChoiceField(label=_("Tindakan"), required=False)
    subject = forms.CharField(label=_("ID anak, berkas, atau akun"), required=False, max_length=64)
    place = forms.CharField(label=_("Kode wilayah"), required=False, max_length=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ViewLog.objects.order_by("action").values_list("action", flat=True).distinct()
        field = self.fields["action"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("semua")), *((action, told(action)) for action in known)]

    def clean(self) -> dict[str, Any]:
        """The period runs forward."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("Tanggal akhir mendahului tanggal awal."))
        return data


class AccountForm(forms.Form):
    """A new account."""

    username = forms.SlugField(
        label=_("Nama pengguna"), max_length=60, help_text=_("Huruf kecil, angka, tanda hubung.")
    )
    display_name = forms.CharField(label=_("Nama tampilan"), max_length=120)

    def clean_username(self) -> str:
        """A name nobody has."""
        name = str(self.cleaned_data["username"]).lower()
        if Account.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Nama pengguna ini sudah dipakai. Pilih yang lain."))
        return name


class AssignmentForm(forms.Form):
    """A role in a place, for a time."""

    role = forms.ChoiceField(label=_("Peran"), choices=Role.choices)
    place_code = forms.CharField(
        label=_("Kode wilayah atau posyandu"),
        max_length=20,
        help_text=_("Kode Kemendagri, misalnya 16.06.01.2001, atau kode posyandu di desa itu."),
    )
    unit = forms.CharField(label=_("Instansi atau unit"), max_length=120, required=False)
    valid_from = forms.DateField(label=_("Mulai"), widget=DateInput(), initial=timezone.localdate)
    valid_to = forms.DateField(
        label=_("Berakhir"), required=False, widget=DateInput(),
        help_text=_("Hari pertama peran tidak lagi berlaku. Kosong: sampai dicabut."),
    )  # fmt: skip

    def __init__(self, *args: Any, within: tuple[str, ...] = ("",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within

    def clean_place_code(self) -> str:
        """A place that exists and lies where the administrator may give roles."""
        code = str(self.cleaned_data["place_code"]).strip()
        area = re.sub(r"\.P\d+$", "", code)
        if not Area.objects.filter(pk=area).exists():
            raise ValidationError(_("Kode wilayah ini tidak dikenal."))
        if not any(contains(outer, code) for outer in self.within):
            raise ValidationError(_("Wilayah ini di luar wilayah Anda."))
        return code

    def clean(self) -> dict[str, Any]:
        """The role lasts at least a day."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("valid_from"), data.get("valid_to")
        if since and until and until <= since:
            self.add_error("valid_to", _("Tanggal berakhir harus sesudah tanggal mulai."))
        return data
