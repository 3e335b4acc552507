"""What one row of each list holds: the persons it names, the facts it tells. Data for one receiver.

A part is one person of a row; its columns are `<prefix>_name`, `<prefix>_nik` ... or, without a
prefix, `name`, `nik` ... A fact of a person belongs to the first part unless `told_of` says
another.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from django.utils.translation import gettext_noop as noop

from rembuk import reference
from rembuk.office.intake.receivers import Field, FieldType
from rembuk.office.lists.models import ListedRole, Source
from rembuk.reference.lists import ListFact


@dataclass(frozen=True)
class Part:
    """One person of a row. `role` is fixed, or read from the fact `relation` when empty."""

    prefix: str = ""
    role: str = ""
    sex: str = ""
    birth: str = ""
    """Column of the birth date, when it is another field's (`delivered_on` of a newborn)."""
    mother: int | None = None
    """The part who is this person's mother."""

    def column(self, name: str) -> str:
        """The canonical column of one of this person's identity fields."""
        return f"{self.prefix}_{name}" if self.prefix else name


@dataclass(frozen=True)
class Shape:
    """One kind of row."""

    kind: str
    source: Source
    label: str
    parts: tuple[Part, ...]
    facts: tuple[str, ...] = ()
    by_family: bool = True
    """One row a family (its card is the key), else one row a person."""
    told_of: Mapping[str, int] = field(default_factory=dict)
    members: bool = False
    """Rows of one card together are a family, so one of them is its head."""

    @cached_property
    def catalogue(self) -> dict[str, ListFact]:
        """The facts of this shape, as the reference has them today."""
        known = reference.load().list_facts(dt.date.today())
        return {code: known[code] for code in self.facts}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """Every canonical column of the kind."""
        identity = [
            Field(part.column(name), LABELS[part.column(name)], _IDENTITY[name])
            for part in self.parts
            for name in _IDENTITY
            if part.column(name) in LABELS
        ]
        told = [_fact_field(one) for one in self.catalogue.values()]
        card = [] if self.kind == "daftar-catin" else [CARD]
        return (*card, *identity, *PLACE, *EDITION, *told)


_IDENTITY: Final[dict[str, FieldType]] = {
    "nik": "nik",
    "name": "text",
    "sex": "sex",
    "birth_date": "date",
    "mother_name": "text",
    "father_name": "text",
    "phone": "text",
}
LABELS: Final = {
    "nik": noop("NIK"),
    "name": noop("Nama"),
    "sex": noop("Jenis kelamin"),
    "birth_date": noop("Tanggal lahir"),
    "mother_name": noop("Nama ibu kandung"),
    "father_name": noop("Nama ayah"),
    "phone": noop("Nomor HP"),
    "head_nik": noop("NIK kepala keluarga"),
    "head_name": noop("Nama kepala keluarga"),
    "head_sex": noop("Jenis kelamin kepala keluarga"),
    "head_birth_date": noop("Tanggal lahir kepala keluarga"),
    "wife_nik": noop("NIK istri"),
    "wife_name": noop("Nama istri"),
    "husband_nik": noop("NIK suami"),
    "husband_name": noop("Nama suami"),
    "child_nik": noop("NIK bayi"),
    "child_name": noop("Nama bayi"),
    "child_sex": noop("Jenis kelamin bayi"),
    "bride_nik": noop("NIK calon pengantin perempuan"),
    "bride_name": noop("Nama calon pengantin perempuan"),
    "bride_birth_date": noop("Tanggal lahir calon pengantin perempuan"),
    "bride_phone": noop("Nomor HP calon pengantin perempuan"),
    "groom_nik": noop("NIK calon pengantin laki-laki"),
    "groom_name": noop("Nama calon pengantin laki-laki"),
    "groom_birth_date": noop("Tanggal lahir calon pengantin laki-laki"),
}
"""Canonical column of a person -> label."""

CARD: Final = Field("no_kk", noop("Nomor kartu keluarga"), "kk")
PLACE: Final = (
    Field("province", noop("Provinsi"), "text"),
    Field("district", noop("Kabupaten/kota"), "text"),
    Field("kecamatan", noop("Kecamatan"), "text"),
    Field("village", noop("Desa/kelurahan"), "text", required=True),
    Field("dusun", noop("Dusun"), "text"),
    Field("rt", noop("RT"), "text"),
    Field("rw", noop("RW"), "text"),
    Field("address", noop("Alamat"), "text"),
)
EDITION: Final = (
    Field("edition", noop("Edisi"), "text"),
    Field("as_of", noop("Keadaan per tanggal"), "date"),
)


def _fact_field(fact: ListFact) -> Field:
    kinds: dict[str, FieldType] = {"flag": "mark", "word": "code", "date": "ahead"}
    kind: FieldType = "rank" if fact.code == "decile" else kinds.get(fact.kind, "integer")
    if fact.kind == "number" and fact.decimals:
        kind = "decimal"
    return Field(fact.code, fact.name_id, kind, low=fact.low, high=fact.high, unit=fact.unit)


_HEAD: Final = Part("head", ListedRole.HEAD)
_PROGRAMMES: Final = ("pkh", "bpnt", "pbi")
_HOUSE: Final = (
    "tenure", "floor", "wall", "roof", "water_source", "lighting", "cooking_fuel", "latrine",
)  # fmt: skip
_KRS: Final = (
    "has_child_0_23", "has_child_24_59", "pus", "wife_pregnant", "water_proper", "latrine_proper",
    "too_young", "too_old", "too_close", "too_many", "modern_fp", "accompaniment", "welfare_rank",
    "at_risk", "earth_floor", "diverse_food", "pre_welfare", "decent_house",
    "mother_low_schooling", "help_referral", "help_aid", "help_counselling", "help_elsimil",
    "help_eppgbm", "help_sponsor", "help_food", "help_none",
)  # fmt: skip
_BODY: Final = ("height_cm", "weight_kg", "bmi", "muac_cm", "hb_g_dl")

SHAPES: Final = (
    Shape(
        "daftar-krs", Source.KRS, noop("Keluarga berisiko stunting"),
        (_HEAD, Part("wife", ListedRole.WIFE, "P")), _KRS,
    ),
    Shape(
        "daftar-dtsen", Source.DTSEN, noop("DTSEN"), (Part(),),
        ("relation", "decile", *_PROGRAMMES), by_family=False,
    ),
    Shape(
        "daftar-p3ke", Source.P3KE, noop("P3KE"), (_HEAD,),
        ("decile", "dukcapil_matched", "occupation", "schooling", *_HOUSE, "savings", "at_risk",
         "pkh", "bpnt", "bpum", "bst", "sembako"),
    ),
    Shape(
        "daftar-regsosek", Source.REGSOSEK, noop("Regsosek, keluarga"), (_HEAD,),
        ("building_no", "family_no", "household_size", *_HOUSE, "floor_area_m2", "septic",
         "decile", *_PROGRAMMES, "blt_dd"),
    ),
    Shape(
        "daftar-anggota", Source.REGSOSEK, noop("Regsosek, anggota keluarga"), (Part(),),
        ("relation", "marital", "schooling", "occupation", "pregnant", "disability",
         "chronic_disease"),
        by_family=False, members=True,
    ),
    Shape(
        "daftar-dtks", Source.DTKS, noop("DTKS dan lembar dinas sosial"), (Part(),),
        ("relation", "decile", "occupation", "ppks", *_PROGRAMMES, "bst"), by_family=False,
    ),
    Shape(
        "daftar-dukcapil", Source.DUKCAPIL, noop("Kartu keluarga (Dukcapil)"), (Part(),),
        ("relation", "marital", "schooling", "occupation"), by_family=False, members=True,
    ),
    Shape(
        "daftar-catin", Source.CATIN, noop("Elsimil calon pengantin"),
        (Part("bride", ListedRole.BRIDE, "P"), Part("groom", ListedRole.GROOM, "L")),
        ("wedding_on", "screened_on", *_BODY, "smoker", "elsimil_certificate"),
        by_family=False, told_of={"smoker": 1},
    ),
    Shape(
        "daftar-bumil", Source.BUMIL, noop("Elsimil ibu hamil"),
        (Part("", ListedRole.MOTHER, "P"), Part("husband", ListedRole.HUSBAND, "L")),
        ("visited_on", "ga_week", "due_on", "children", "youngest_child_years",
         "had_stunted_child", *_BODY, "fetus_count", "iron_tablets", "anc_visits",
         "smoke_exposed", "clean_water", "healthy_latrine"),
        by_family=False,
    ),
    Shape(
        "daftar-pasca", Source.PASCA, noop("Elsimil pascapersalinan"),
        (
            Part("", ListedRole.MOTHER, "P"),
            Part("husband", ListedRole.HUSBAND, "L"),
            Part("child", ListedRole.CHILD, birth="delivered_on", mother=0),
        ),
        ("delivered_on", "babies", "birth_ga_week", "birth_weight_g", "birth_length_cm",
         "early_bf", "exclusive_bf", "postpartum_fp", "postpartum_complication"),
        by_family=False,
        told_of=dict.fromkeys(
            ("birth_ga_week", "birth_weight_g", "birth_length_cm", "early_bf", "exclusive_bf"), 2
        ),
    ),
)  # fmt: skip
"""Every kind of row of the agency lists."""
