"""The form of a promise: office, seat, intervention, place, money, days. It speaks the words of the
office and shows back what it understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rembuk import reference
from rembuk.office.access.policies import Rights
from rembuk.office.ledger import amounts
from rembuk.office.ledger.models import InterventionKind, Priority, Promise
from rembuk.office.people import public_ids
from rembuk.office.people.models import Person
from rembuk.office.places import said
from rembuk.office.places.models import Area
from rembuk.office.places.scope import within_any
from rembuk.office.seats.models import Office, Seat


def day(text: str) -> dt.date | None:
    """A day from a date field (`2026-10-31`) or as typed (`31/10/2026`); None for nothing."""
    plain = text.strip()
    if not plain:
        return None
    for shape in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(plain, shape).date()
        except ValueError:
            continue
    raise ValidationError(_("Tanggal ini tidak terbaca. Tulis seperti 31/10/2026."))


@dataclass(frozen=True)
class Offer:
    """A line of a type-ahead list: the text that is typed, and the code it stands for."""

    code: str
    text: str


def interventions(on: dt.date) -> list[Offer]:
    """The catalogue, its code behind the name."""
    english = said.english()
    return [
        Offer(one.code, f"{one.name_en if english else one.name_id} ({one.code})")
        for one in reference.load().interventions(on)
    ]


def places(rights: Rights) -> list[Offer]:
    """Places of the reader, the name of the kecamatan behind a village's."""
    mine = within_any("code", rights.places_for("janji"))
    found = Area.objects.filter(mine, valid_to=None, level__gte=2).select_related("parent")
    return [
        Offer(one.code, f"{one.name}, {one.parent.name if one.parent else ''} ({one.code})")
        for one in found.order_by("code")
    ]


def code_in(text: str, offers: list[Offer]) -> str:
    """The code that was typed: in brackets, alone, or by a name only one offer has."""
    plain = " ".join(text.split())
    codes = {one.code for one in offers}
    inner = plain.rpartition("(")[2].rstrip(")").strip()
    for code in (plain, inner, inner.upper()):
        if code in codes:
            return code
    named = [one for one in offers if one.text.lower().startswith(plain.lower())]
    if len(named) == 1 and plain:
        return named[0].code
    raise ValidationError(_("Pilih satu dari daftar yang muncul saat Anda mengetik."))


class PromiseForm(forms.Form):
    """Everything a promise says. `editing`: fields that may not change are left out by the page."""

    title = forms.CharField(
        label=gettext_lazy("Apa yang dijanjikan"),
        max_length=200,
        help_text=gettext_lazy("Tanpa nama orang: nama hanya ada di halamannya sendiri."),
    )
    owner = forms.ModelChoiceField(
        Office.objects.order_by("name"),
        label=gettext_lazy("Kantor pemilik"),
        empty_label=gettext_lazy("pilih kantor"),
        error_messages={
            "required": gettext_lazy("Tidak ada janji tanpa pemilik. Pilih kantornya.")
        },
        to_field_name="code",
    )
    owner_seat = forms.ModelChoiceField(
        Seat.objects.select_related("office"),
        label=gettext_lazy("Jabatan"),
        required=False,
        empty_label=gettext_lazy("kantor itu sendiri"),
    )
    due = forms.CharField(
        error_messages={"required": gettext_lazy("Tidak ada janji tanpa tenggat. Isi tanggalnya.")},
        label=gettext_lazy("Tenggat"),
        widget=forms.DateInput({"type": "date"}),
    )
    place_code = forms.CharField(
        label=gettext_lazy("Tempat"),
        help_text=gettext_lazy("Ketik nama desa atau kecamatan, lalu pilih."),
    )
    intervention = forms.CharField(label=gettext_lazy("Intervensi"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=[("", gettext_lazy("menurut intervensinya")), *InterventionKind.choices],
        required=False,
    )
    person = forms.CharField(
        label=gettext_lazy("Kode orang, bila untuk satu orang"), required=False, max_length=14
    )
    volume = forms.CharField(label=gettext_lazy("Volume"), required=False)
    unit = forms.CharField(label=gettext_lazy("Satuan"), required=False, max_length=40)
    budget = forms.CharField(
        label=gettext_lazy("Anggaran (rupiah)"),
        required=False,
        help_text=gettext_lazy("Boleh 7.800.000 atau 7,8 juta."),
    )
    money = forms.ChoiceField(label=gettext_lazy("Sumber dana"), required=False)
    sub_activity = forms.CharField(
        label=gettext_lazy("Sub kegiatan atau rekening"), required=False, max_length=120
    )
    executor = forms.CharField(
        label=gettext_lazy("Pelaksana (jabatan atau kelompok)"), required=False, max_length=120
    )
    start = forms.CharField(
        label=gettext_lazy("Mulai"), required=False, widget=forms.DateInput({"type": "date"})
    )
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Prioritas"),
        choices=Priority.choices,
        coerce=int,
        initial=Priority.USUAL.value,
    )
    verifier = forms.ModelChoiceField(
        Office.objects.order_by("name"),
        label=gettext_lazy("Kantor pemeriksa"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("pemeriksa janji di wilayah itu"),
    )
    detail = forms.CharField(
        label=gettext_lazy("Penjelasan"), required=False, widget=forms.Textarea({"rows": 3})
    )
    reason = forms.CharField(
        label=gettext_lazy("Alasan perubahan"),
        required=False,
        max_length=400,
        help_text=gettext_lazy("Wajib bila tenggat diundur."),
    )

    def __init__(
        self, data: Mapping[str, Any] | None, rights: Rights, on: dt.date,
        promise: Promise | None = None, only: frozenset[str] | None = None, **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, initial=initial(promise, on) if promise else None, **more)
        self.rights, self.on, self.promise = rights, on, promise
        self.offers = {"intervention": interventions(on), "place_code": places(rights)}
        sources = [(one.code, one.short) for one in reference.load().money_sources(on)]
        money = self.fields["money"]
        assert isinstance(money, forms.ChoiceField)
        money.choices = [("", _("belum ada")), *sources]
        office = data.get("owner") if data else (promise.owner.code if promise else "")
        seats = Seat.objects.filter(office__code=office or "").select_related("office")
        self.narrow("owner_seat", seats)
        dropped = {"owner", "person"} if promise else {"reason"}
        if only is not None:
            dropped |= set(self.fields) - only
        for name in dropped:
            self.fields.pop(name, None)
        for name, where in (("intervention", "daftar-intervensi"), ("place_code", "daftar-tempat")):
            if name in self.fields:
                self.fields[name].widget.attrs |= {"list": where, "autocomplete": "off"}
        if "owner" in self.fields:
            self.fields["owner"].widget.attrs |= {
                "hx-get": reverse("ledger:seats"), "hx-trigger": "change",
                "hx-target": "#id_owner_seat",
            }  # fmt: skip
        if "budget" in self.fields:
            self.fields["budget"].widget.attrs |= {
                "hx-get": reverse("ledger:rupiah"), "inputmode": "decimal",
                "hx-trigger": "input changed delay:400ms", "hx-target": "#id_budget_helptext",
            }  # fmt: skip

    def narrow(self, name: str, rows: QuerySet[Any]) -> None:
        """Let a field choose from these rows alone."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_place_code(self) -> str:
        """The code of the place typed."""
        return code_in(self.cleaned_data["place_code"], self.offers["place_code"])

    def clean_intervention(self) -> str:
        """The code of the intervention typed."""
        text = self.cleaned_data["intervention"]
        return code_in(text, self.offers["intervention"]) if text.strip() else ""

    def clean_due(self) -> dt.date | None:
        """The due date as a day."""
        return day(self.cleaned_data["due"])

    def clean_start(self) -> dt.date | None:
        """The start as a day."""
        return day(self.cleaned_data["start"])

    def clean_budget(self) -> int | None:
        """The budget in whole rupiah."""
        return amounts.rupiah(self.cleaned_data["budget"])

    def clean_volume(self) -> Decimal | None:
        """The volume as a number."""
        return amounts.volume(self.cleaned_data["volume"])

    def clean_person(self) -> Person | None:
        """The person of a code, when the reader may see persons there."""
        text = self.cleaned_data["person"].strip()
        if not text:
            return None
        code = public_ids.read(text)
        found = Person.objects.filter(public_id=code).first() if code else None
        if found is None or not self.rights.may("lihat-anak", found.place_code):
            raise ValidationError(_("Kode orang ini tidak dikenal di wilayah Anda."))
        return found

    def said(self) -> dict[str, Any]:
        """The fields as a promise wants them; the kind follows the intervention when left open."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "reason"}
        if "kind" in values and not values["kind"]:
            found = {one.code: one.kind for one in reference.load().interventions(self.on)}
            code = values.get("intervention", "")
            values["kind"] = found.get(code, InterventionKind.SENSITIVE.value)
        return values


def initial(promise: Promise, on: dt.date) -> dict[str, Any]:
    """The fields of a promise as they are typed."""
    names = ("title", "detail", "unit", "money", "sub_activity", "executor", "priority", "kind")
    found: dict[str, Any] = {name: getattr(promise, name) for name in names}
    offered = {one.code: one.text for one in interventions(on)}
    area = Area.objects.filter(code=promise.place_code).first()
    return found | {
        "owner_seat": promise.owner_seat_id,
        "due": promise.due.isoformat(),
        "start": promise.start.isoformat() if promise.start else "",
        "budget": f"{promise.budget:,}".replace(",", ".") if promise.budget is not None else "",
        "volume": str(promise.volume.normalize()).replace(".", ",") if promise.volume else "",
        "verifier": promise.verifier.code if promise.verifier else "",
        "intervention": offered.get(promise.intervention, ""),
        "place_code": f"{area.name} ({area.code})" if area else promise.place_code,
    }
