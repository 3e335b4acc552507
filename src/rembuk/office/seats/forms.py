"""Forms of the office pages: what a person typed, checked."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils import timezone
from django.utils.translation import gettext as told
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.forms import DateInput
from rembuk.office.access.models import Account
from rembuk.office.places.models import Area
from rembuk.office.places.scope import contains
from rembuk.office.seats.models import OfficeKind
from rembuk.office.seats.queries import roles

CODE = RegexValidator(r"^[a-z0-9][a-z0-9.-]{1,39}$", _("Huruf kecil, angka, titik, tanda hubung."))


def today() -> dt.date:
    """The day a form offers first."""
    return timezone.localdate()


class OfficeForm(forms.Form):
    """An office."""

    code = forms.CharField(
        label=_("Kode kantor"), max_length=40, validators=[CODE],
        help_text=_("Pendek dan tetap, misalnya dinkes atau desa-16.06.01.2001."),
    )  # fmt: skip
    name = forms.CharField(label=_("Nama lengkap"), max_length=120)
    short = forms.CharField(label=_("Nama pendek"), max_length=40)
    kind = forms.ChoiceField(label=_("Jenis"), choices=OfficeKind.choices)
    role = forms.ChoiceField(
        label=_("Peran dalam pohon penyebab"), required=False,
        help_text=_("Janji dan rekomendasi untuk peran ini diarahkan ke kantor ini."),
    )  # fmt: skip
    place_code = forms.CharField(
        label=_("Kode wilayah"), max_length=20,
        help_text=_("Kode Kemendagri tempat kantor ini, misalnya 16.06.01."),
    )  # fmt: skip
    serves = forms.CharField(
        label=_("Melayani wilayah"), required=False, max_length=2000,
        help_text=_("Kode wilayah dipisah koma. Kosong: seluruh wilayahnya sendiri."),
    )  # fmt: skip
    address = forms.CharField(label=_("Alamat"), required=False, max_length=200)
    valid_from = forms.DateField(label=_("Berdiri sejak"), widget=DateInput(), initial=today)
    valid_to = forms.DateField(
        label=_("Tidak berdiri lagi mulai"), required=False, widget=DateInput()
    )

    def __init__(self, *args: Any, within: tuple[str, ...] = ("",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.within = within
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("tidak ada")), *roles(today())]

    def clean_place_code(self) -> str:
        """A place that exists and that this keeper keeps."""
        return self._place(str(self.cleaned_data["place_code"]))

    def clean_serves(self) -> list[str]:
        """Places that exist, each once."""
        typed = re.split(r"[,;\s]+", str(self.cleaned_data["serves"]).strip())
        return list(dict.fromkeys(self._place(code) for code in typed if code))

    def _place(self, typed: str) -> str:
        code = typed.strip()
        if not Area.objects.filter(pk=code).exists():
            raise ValidationError(told("Kode wilayah %(code)s tidak dikenal.") % {"code": code})
        if not any(contains(outer, code) for outer in self.within):
            raise ValidationError(told("Wilayah %(code)s di luar wilayah Anda.") % {"code": code})
        return code


class SeatForm(forms.Form):
    """A seat of an office."""

    title = forms.CharField(label=_("Nama jabatan"), max_length=120)
    head = forms.BooleanField(label=_("Pimpinan kantor"), required=False)


class AppointForm(forms.Form):
    """Who holds a seat from when, by which decree."""

    name = forms.CharField(label=_("Nama pemegang"), max_length=120)
    nip = forms.CharField(
        label=_("NIP"), max_length=24, required=False,
        validators=[RegexValidator(r"^[\d ]*$", _("NIP hanya angka."))],
    )  # fmt: skip
    username = forms.CharField(
        label=_("Nama pengguna Rembuk"), max_length=60, required=False,
        help_text=_("Kosong: pemegang jabatan ini tidak masuk ke Rembuk."),
    )  # fmt: skip
    acting = forms.BooleanField(label=_("Pelaksana tugas (Plt. atau Plh.)"), required=False)
    decree_number = forms.CharField(label=_("Nomor keputusan"), max_length=80)
    decree_date = forms.DateField(label=_("Tanggal keputusan"), widget=DateInput())
    since = forms.DateField(label=_("Mulai menjabat"), widget=DateInput(), initial=today)
    until = forms.DateField(
        label=_("Berakhir"), required=False, widget=DateInput(),
        help_text=_("Hari pertama tidak lagi menjabat. Kosong: sampai diganti."),
    )  # fmt: skip

    def clean_username(self) -> Account | None:
        """An account that can sign in, or none."""
        return account_named(str(self.cleaned_data["username"]))


class EndForm(forms.Form):
    """When a term ends."""

    until = forms.DateField(label=_("Tidak lagi menjabat mulai"), widget=DateInput(), initial=today)


class LinkForm(forms.Form):
    """Which account a holder signs in with."""

    username = forms.CharField(
        label=_("Nama pengguna Rembuk"), max_length=60, required=False,
        help_text=_("Kosong: lepaskan akun dari jabatan ini."),
    )  # fmt: skip

    def clean_username(self) -> Account | None:
        """An account that can sign in, or none."""
        return account_named(str(self.cleaned_data["username"]))


def account_named(typed: str) -> Account | None:
    """The active account of a user name; None for nothing typed. Raises ValidationError."""
    if not typed.strip():
        return None
    found = Account.objects.filter(username__iexact=typed.strip(), is_active=True).first()
    if found is None:
        raise ValidationError(told("Tidak ada akun aktif dengan nama pengguna ini."))
    return found
