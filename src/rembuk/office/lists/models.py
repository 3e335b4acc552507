"""Editions of agency lists, their rows, and the persons each row names; corrections asked for.

A row is what the agency wrote: it is never changed. A later file of the same edition that says
otherwise of the same row writes a new row, and the old one points at it (`superseded_by`); undoing
that file lets the old one stand again. Ask for `current()` unless the history is wanted.
"""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rembuk.office.people.models import Family, Person, Sex


class Source(models.TextChoices):
    """The lists; more about each (owner, unit) in the reference (`ListSource`)."""

    KRS = "krs", "KRS (Verval BKKBN)"
    DTSEN = "dtsen", "DTSEN"
    P3KE = "p3ke", "P3KE"
    REGSOSEK = "regsosek", "Regsosek"
    DTKS = "dtks", "DTKS / SIKS-NG"
    DUKCAPIL = "dukcapil", "Dukcapil"
    CATIN = "elsimil-catin", _("Elsimil calon pengantin")
    BUMIL = "elsimil-bumil", _("Elsimil ibu hamil")
    PASCA = "elsimil-pasca", _("Elsimil pascapersalinan")


class Edition(models.Model):
    """One edition of one list: every file of it, whichever kecamatan it covers."""

    source = models.CharField(max_length=20, choices=Source.choices)
    label = models.CharField(max_length=40)  # as the agency calls it: "2026-T1", "Verval 2025"
    as_of = models.DateField()
    place_code = models.CharField(max_length=20)  # the district
    layout = models.CharField(max_length=60)  # of the first file
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("source", "-as_of", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["source", "label", "place_code"], name="edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.label}"


class RowQuery(models.QuerySet["ListRow"]):
    """Questions about rows."""

    def current(self) -> Self:
        """Rows that stand: not replaced by a later file of their edition."""
        return self.filter(superseded_by__isnull=True)


class ListRow(models.Model):
    """One row of an edition: the family (or person) the agency lists, and what it says of the
    family. `key` finds the same row again in any edition of its source; `digest` tells whether it
    says the same. NIK and KK are never in `facts`."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="rows")
    import_id = models.BigIntegerField()
    row_no = models.PositiveIntegerField()
    key = models.CharField(max_length=32)  # keyed hash
    digest = models.CharField(max_length=32)  # keyed hash of everything the row says
    facts = models.JSONField(default=dict)  # of the family, in canonical codes
    kk_digest = models.CharField(max_length=64, blank=True, db_index=True)
    kk_cipher = models.BinaryField(null=True)
    kk_masked = models.CharField(max_length=16, blank=True)
    place_code = models.CharField(max_length=20)  # village
    dusun = models.CharField(max_length=60, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    address = models.CharField(max_length=200, blank=True)
    family = models.ForeignKey(
        Family, null=True, on_delete=models.SET_NULL, related_name="list_rows"
    )
    superseded_by = models.ForeignKey(
        "self", null=True, on_delete=models.SET_NULL, related_name="supersedes"
    )

    objects = RowQuery.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["edition", "place_code"]),
            models.Index(fields=["edition", "key"]),
        ]
        constraints = [
            models.UniqueConstraint(fields=["import_id", "row_no"], name="list_row_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}:{self.row_no}"


class Recap(models.Model):
    """What the agency's own recap says of a village; the newest of an edition and place stands."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="recaps")
    import_id = models.BigIntegerField()
    row_no = models.PositiveIntegerField()
    place_code = models.CharField(max_length=20)
    figures = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "import_id", "place_code"], name="list_recap_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.place_code}"


class How(models.TextChoices):
    """How far a listed person is linked."""

    WAITING = "", "belum ditautkan"
    LINKED = "terhubung", "terhubung"
    NEW = "baru", "baru"
    DOUBT = "ragu", "ragu"


class ListedRole(models.TextChoices):
    """What the person is in the row."""

    HEAD = "kepala", _("kepala keluarga")
    WIFE = "istri", _("istri")
    HUSBAND = "suami", _("suami")
    CHILD = "anak", pgettext_lazy("peran", "anak")
    OTHER = "lain", _("anggota lain")
    BRIDE = "catin-p", _("calon pengantin perempuan")
    GROOM = "catin-l", _("calon pengantin laki-laki")
    MOTHER = "ibu", _("ibu")
    SELF = "", _("tidak disebut")


class ListedQuery(models.QuerySet["ListedPerson"]):
    """Questions about listed persons."""

    def current(self) -> Self:
        """Persons of rows that stand."""
        return self.filter(row__superseded_by__isnull=True)


class ListedPerson(models.Model):
    """A person as one row names him or her. `record_key` is stable over the editions of a source:
    a keyed hash of the usable NIK, else of card, name, birth date and sex."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="persons")
    row = models.ForeignKey(ListRow, on_delete=models.CASCADE, related_name="persons")
    part = models.PositiveSmallIntegerField(default=0)  # the how-manieth person of the row
    role = models.CharField(max_length=8, choices=ListedRole.choices, blank=True)
    record_key = models.CharField(max_length=32, db_index=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True)
    mother_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    nik_digest = models.CharField(max_length=64, blank=True, db_index=True)
    nik_cipher = models.BinaryField(null=True)
    nik_masked = models.CharField(max_length=16, blank=True)
    nik_findings = models.CharField(max_length=80, blank=True)
    facts = models.JSONField(default=dict)  # of the person, in canonical codes
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="listed")
    how = models.CharField(max_length=10, choices=How.choices, blank=True)
    probability = models.FloatField(null=True)
    run_id = models.BigIntegerField(null=True)

    objects = ListedQuery.as_manager()

    class Meta:
        indexes = [models.Index(fields=["edition", "how"])]
        constraints = [models.UniqueConstraint(fields=["row", "part"], name="listed_person_once")]

    def __str__(self) -> str:
        return f"{self.row_id}.{self.part}"


class CorrectionState(models.TextChoices):
    """Life of a correction request."""

    ASKED = "diajukan", _("diajukan")
    SENT = "dikirim", _("dikirim")
    ACCEPTED = "diterima", _("diterima")
    REFUSED = "ditolak", _("ditolak")
    DONE = "selesai", _("selesai")
    WITHDRAWN = "ditarik", _("ditarik")


class Correction(models.Model):
    """A request to the agency that owns a list: this fact is wrong, that is right, this proves it.
    Numbers (NIK, KK) stand masked in the texts and whole only in the ciphers."""

    public_id = models.CharField(max_length=12, unique=True)
    source = models.CharField(max_length=20, choices=Source.choices)
    edition = models.ForeignKey(Edition, null=True, on_delete=models.SET_NULL)
    row = models.ForeignKey(
        ListRow, null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    listed = models.ForeignKey(
        ListedPerson, null=True, on_delete=models.SET_NULL, related_name="corrections"
    )
    record_key = models.CharField(max_length=32, blank=True)  # of row or person; outlives the row
    place_code = models.CharField(max_length=20)
    fact = models.CharField(max_length=40)  # code of the fact catalogue or of an identity column
    says = models.CharField(max_length=200, blank=True)
    should = models.CharField(max_length=200, blank=True)
    says_cipher = models.BinaryField(null=True)
    should_cipher = models.BinaryField(null=True)
    evidence = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=CorrectionState.choices)
    created_at = models.DateTimeField(auto_now_add=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ("-created_at", "-pk")
        indexes = [models.Index(fields=["source", "state"]), models.Index(fields=["place_code"])]

    def __str__(self) -> str:
        return self.public_id


class CorrectionStep(models.Model):
    """One step in the life of a request; never changed."""

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=CorrectionState.choices)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.state
