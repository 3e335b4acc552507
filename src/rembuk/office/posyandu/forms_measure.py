"""The form of a measurement on the child's page: what was typed, read generously, said back."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from rembuk.office.posyandu import wording
from rembuk.office.posyandu.receiving.fields import MEASURING
from rembuk.office.posyandu.remeasuring import Reading

_NUMBER: Final = re.compile(r"^(\d{1,3})(?:[.,](\d{1,3}))?$")
_LIMITS: Final = {one.name: (one.low, one.high) for one in MEASURING}


class SizeField(forms.CharField):
    """A size in kg or cm, typed with comma or point, with or without its unit."""

    def __init__(self, name: str, unit: str, **more: Any) -> None:
        self.low, self.high = _LIMITS[name]
        self.unit = unit
        attrs = {"inputmode": "decimal", "autocomplete": "off", "maxlength": "9"}
        widget = forms.TextInput(attrs=attrs)
        super().__init__(required=False, max_length=9, widget=widget, **more)

    def clean(self, value: Any) -> float | None:
        """The number; `None` when left empty."""
        text = str(super().clean(value)).lower().removesuffix(self.unit).strip()
        if not text:
            return None
        match = _NUMBER.match(text)
        if match is None:
            raise ValidationError(_("Tulis angka saja, misalnya 9,4."))
        number = float(f"{match[1]}.{match[2] or 0}")
        if not (self.low or 0) <= number <= (self.high or number):
            raise ValidationError(
                _("%(value)s %(unit)s tidak mungkin. Batasnya %(low)s sampai %(high)s %(unit)s.")
                % {
                    "value": formats.number_format(number),
                    "low": formats.number_format(self.low or 0),
                    "high": formats.number_format(self.high or 0),
                    "unit": self.unit,
                }
            )
        return number


class MeasureForm(forms.Form):
    """What an officer writes at the scale. The position is asked whenever a length is given."""

    date = forms.DateField(
        label=__("Tanggal mengukur"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": __("Isi tanggal mengukur."),
            "invalid": __("Tanggal tidak terbaca."),
        },
    )
    weight = SizeField("weight", "kg", label=__("Berat badan (kg)"))
    lenhei = SizeField("lenhei", "cm", label=__("Panjang atau tinggi badan (cm)"))
    position = forms.ChoiceField(
        label=__("Diukur sambil"),
        choices=[("L", __("berbaring")), ("H", __("berdiri"))],
        widget=forms.RadioSelect,
        required=False,
    )
    muac = SizeField("muac", "cm", label=__("Lingkar lengan atas, LiLA (cm)"))
    headc = SizeField("headc", "cm", label=__("Lingkar kepala (cm)"))
    oedema = forms.BooleanField(label=__("Kedua kaki bengkak"), required=False)
    device = forms.CharField(label=__("Alat ukur"), required=False, max_length=60)
    measured_by = forms.CharField(
        label=__("Siapa yang mengukur"),
        max_length=60,
        error_messages={"required": __("Tulis siapa yang mengukur.")},
    )

    def __init__(self, *args: Any, born: dt.date | None, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.born, self.today = born, today
        day = self.fields["date"].widget.attrs
        day["max"] = today.isoformat()
        if born is not None:
            day["min"] = born.isoformat()
        for name, field in self.fields.items():
            if name in self.errors_described:
                field.widget.attrs["aria-describedby"] = f"id_{name}_kesalahan"
                field.widget.attrs["aria-invalid"] = "true"

    @property
    def errors_described(self) -> set[str]:
        """Fields with something wrong, once the form was sent."""
        return set(self.errors) if self.is_bound else set()

    def clean_date(self) -> dt.date:
        """A day between birth and today."""
        day: dt.date = self.cleaned_data["date"]
        if day > self.today:
            raise ValidationError(
                _("%(day)s belum terjadi. Hari ini %(today)s.")
                % {"day": _day(day), "today": _day(self.today)}
            )
        if self.born is not None and day < self.born:
            raise ValidationError(
                _(
                    "%(day)s sebelum anak ini lahir (%(born)s). Periksa tanggal ukur, atau "
                    "betulkan tanggal lahirnya lewat puskesmas."
                )
                % {"day": _day(day), "born": _day(self.born)}
            )
        return day

    def clean(self) -> dict[str, Any]:
        """Something was measured, and a length says how."""
        data = super().clean() or self.cleaned_data
        if data.get("lenhei") is not None and not data.get("position"):
            self.add_error("position", _("Pilih berbaring atau berdiri."))
        sizes = ("weight", "lenhei", "muac", "headc")
        if not self.errors and not data.get("oedema") and all(data.get(n) is None for n in sizes):
            self.add_error("weight", _("Belum ada yang diukur. Isi paling sedikit satu ukuran."))
        return data

    def reading(self) -> Reading:
        """The measuring as understood; call on a valid form."""
        data = dict(self.cleaned_data)
        if data["lenhei"] is None:
            data["position"] = ""
        return Reading(**data)


def understood(reading: Reading) -> list[tuple[str, str]]:
    """What was understood, line by line, in the words of the form."""
    number = formats.number_format
    found = [(_("Tanggal"), _day(reading.date))]
    if reading.weight is not None:
        found.append((_("Berat badan"), f"{number(reading.weight)} kg"))
    if reading.lenhei is not None:
        name = _("Panjang badan") if reading.position == "L" else _("Tinggi badan")
        how = wording.word(wording.POSITIONS, reading.position)
        found.append((name, f"{number(reading.lenhei)} cm, {how}"))
    if reading.muac is not None:
        found.append((_("LiLA"), f"{number(reading.muac)} cm"))
    if reading.headc is not None:
        found.append((_("Lingkar kepala"), f"{number(reading.headc)} cm"))
    swollen = _("ya, kedua kaki") if reading.oedema else _("tidak")
    found.append((_("Bengkak"), swollen))
    if reading.device:
        found.append((_("Alat ukur"), reading.device))
    found.append((_("Diukur oleh"), reading.measured_by))
    return found


def _day(day: dt.date) -> str:
    return formats.date_format(day, "j F Y")
