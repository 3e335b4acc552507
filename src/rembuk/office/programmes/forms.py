"""The form of an activity. It speaks the words of the office and shows back what it understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk.office.ledger import amounts
from rembuk.office.ledger.forms import Offer, code_in
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within_any
from rembuk.office.programmes import words
from rembuk.office.programmes.asking import Reader
from rembuk.office.programmes.models import Activity, ProblemSource
from rembuk.office.seats.models import Office

PILLARS = [("", gettext_lazy("menurut aturannya")), *((str(n), str(n)) for n in range(1, 6))]


def catalogue(on: dt.date) -> list[Offer]:
    """Entries of the catalogue, the code behind the name."""
    return [Offer(code, f"{name} ({code})") for code, name in words.intervention_names(on).items()]


def places(reader: Reader) -> list[Offer]:
    """Places of the reader, the name of the kecamatan behind a village's."""
    mine = within_any("code", reader.rights.places_for("rencana"))
    found = Area.objects.filter(mine, valid_to=None, level__gte=2).select_related("parent")
    return [
        Offer(one.code, f"{one.name}, {one.parent.name if one.parent else ''} ({one.code})")
        for one in found.order_by("code")
    ]


class ActivityForm(forms.Form):
    """Everything an activity says: problem, what, whose, where, how much, with which money."""

    title = forms.CharField(label=gettext_lazy("Kegiatan"), max_length=200)
    problem = forms.CharField(
        label=gettext_lazy("Masalah yang dijawab"), required=False, max_length=400,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("Dengan angkanya bila ada, tanpa nama orang."),
    )  # fmt: skip
    problem_source = forms.ChoiceField(
        label=gettext_lazy("Masalah dibaca dari"), choices=ProblemSource.choices,
        initial=ProblemSource.OTHER.value,
    )  # fmt: skip
    intervention = forms.CharField(
        label=gettext_lazy("Intervensi katalog"), required=False,
        help_text=gettext_lazy("Ketik sebagian namanya, lalu pilih."),
    )  # fmt: skip
    group = forms.ChoiceField(label=gettext_lazy("Kelompok sasaran"), required=False)
    office = forms.ModelChoiceField(
        Office.objects.order_by("name"), label=gettext_lazy("Kantor pemilik"),
        empty_label=gettext_lazy("pilih kantor"), to_field_name="code",
        error_messages={
            "required": gettext_lazy("Tidak ada kegiatan tanpa pemilik. Pilih kantornya.")
        },
    )  # fmt: skip
    place_code = forms.CharField(
        label=gettext_lazy("Lokasi"),
        help_text=gettext_lazy("Ketik nama desa atau kecamatan, lalu pilih."),
    )
    volume = forms.CharField(label=gettext_lazy("Volume"), required=False)
    unit = forms.CharField(
        label=gettext_lazy("Satuan"), required=False, max_length=40,
        help_text=gettext_lazy("Kosong: satuan intervensinya."),
    )  # fmt: skip
    ceiling_amount = forms.CharField(
        label=gettext_lazy("Pagu (rupiah)"), required=False,
        help_text=gettext_lazy("Boleh 7.800.000 atau 7,8 juta."),
    )  # fmt: skip
    money = forms.ChoiceField(label=gettext_lazy("Sumber dana"), required=False)
    sub_activity_code = forms.CharField(
        label=gettext_lazy("Kode sub kegiatan"), required=False, max_length=40
    )
    sub_activity_name = forms.CharField(
        label=gettext_lazy("Nama sub kegiatan atau rekening"), required=False, max_length=200
    )
    pillar = forms.ChoiceField(label=gettext_lazy("Pilar"), required=False, choices=PILLARS)
    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan"), required=False, max_length=400,
        help_text=gettext_lazy("Wajib bila kegiatan sudah tercantum di dokumen."),
    )  # fmt: skip
    confirmed = forms.BooleanField(
        label=gettext_lazy("Pagu ini memang dalam rupiah penuh"), required=False
    )

    def __init__(
        self, data: Mapping[str, Any] | None, reader: Reader, activity: Activity | None = None,
        start: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial(activity, reader.on) if activity else start)
        self.offers = {"intervention": catalogue(reader.on), "place_code": places(reader)}
        self.units = words.units(reader.on)
        for name, offered in (
            ("money", words.money(reader.on)), ("group", words.groups(reader.on)),
        ):  # fmt: skip
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("belum ada")), *offered.items()]
        if not reader.keeps:
            self.narrow(Office.objects.filter(pk__in=[one.pk for one in reader.desk.offices]))
        if activity is None:
            self.fields.pop("reason")
        for name, where in (("intervention", "daftar-intervensi"), ("place_code", "daftar-tempat")):
            self.fields[name].widget.attrs |= {"list": where, "autocomplete": "off"}
        self.fields["ceiling_amount"].widget.attrs |= {
            "hx-get": reverse("programmes:rupiah"), "inputmode": "decimal",
            "hx-trigger": "input changed delay:400ms",
            "hx-target": "#id_ceiling_amount_helptext",
        }  # fmt: skip
        self.fields["confirmed"].widget = forms.HiddenInput()

    def ask(self, question: str) -> None:
        """Show the box that says the amount is meant so, with the question beside the amount."""
        self.fields["confirmed"].widget = forms.CheckboxInput()
        self.add_error("ceiling_amount", question)

    def narrow(self, rows: QuerySet[Office]) -> None:
        """Let the owner be one of these alone."""
        field = self.fields["office"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows.order_by("name")

    def clean_place_code(self) -> str:
        """The code of the place typed."""
        return code_in(self.cleaned_data["place_code"], self.offers["place_code"])

    def clean_intervention(self) -> str:
        """The code of the intervention typed."""
        text = self.cleaned_data["intervention"]
        return code_in(text, self.offers["intervention"]) if text.strip() else ""

    def clean_ceiling_amount(self) -> int | None:
        """The amount in whole rupiah."""
        return amounts.rupiah(self.cleaned_data["ceiling_amount"])

    def clean_volume(self) -> Decimal | None:
        """The volume as a number."""
        return amounts.volume(self.cleaned_data["volume"])

    def clean_pillar(self) -> int | None:
        """The pillar as a number."""
        text = self.cleaned_data["pillar"]
        return int(text) if text else None

    def said(self) -> dict[str, Any]:
        """The fields as an activity wants them; the unit follows the intervention."""
        left = {"reason", "confirmed"}
        values = {name: value for name, value in self.cleaned_data.items() if name not in left}
        if not values["unit"] and values["volume"] is not None:
            values["unit"] = self.units.get(values["intervention"], "")
        return values


def initial(activity: Activity, on: dt.date) -> dict[str, Any]:
    """The fields of an activity as they are typed."""
    plain = (
        "title", "problem", "problem_source", "group", "unit", "money", "sub_activity_code",
        "sub_activity_name",
    )  # fmt: skip
    offered = {one.code: one.text for one in catalogue(on)}
    area = Area.objects.filter(code=activity.place_code).first()
    amount, volume = activity.ceiling_amount, activity.volume
    return {name: getattr(activity, name) for name in plain} | {
        "intervention": offered.get(activity.intervention, ""),
        "office": activity.office.code,
        "place_code": f"{area.name} ({area.code})" if area else activity.place_code,
        "ceiling_amount": f"{amount:,}".replace(",", ".") if amount is not None else "",
        "volume": format(volume.normalize(), "f").replace(".", ",") if volume else "",
        "pillar": str(activity.pillar or ""),
    }
