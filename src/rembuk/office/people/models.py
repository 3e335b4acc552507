"""Persons, families, identifiers, and the records each fact came from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Sex(models.TextChoices):
    """Sex as the agencies write it."""

    MALE = "L", pgettext_lazy("orang", "laki-laki")
    FEMALE = "P", pgettext_lazy("orang", "perempuan")


class Person(models.Model):
    """One person. Current values are derived from the person's source records."""

    public_id = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120)
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True)
    birth_date = models.DateField(null=True)
    birth_date_sure = models.BooleanField(default=True)
    birth_weight_g = models.PositiveIntegerField(null=True)
    birth_length_mm = models.PositiveIntegerField(null=True)
    gestation_weeks = models.PositiveSmallIntegerField(null=True)
    birth_order = models.PositiveSmallIntegerField(null=True)
    mother_name = models.CharField(max_length=120, blank=True)
    father_name = models.CharField(max_length=120, blank=True)
    parent_name = models.CharField(max_length=120, blank=True)  # a parent, the file says not which
    address = models.CharField(max_length=200, blank=True)
    rt = models.CharField(max_length=5, blank=True)
    rw = models.CharField(max_length=5, blank=True)
    place_code = models.CharField(max_length=20)
    left_on = models.DateField(null=True)
    left_why = models.CharField(max_length=12, blank=True)  # pindah, meninggal, salah-data
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            # lists of a place in order of name, and who is of age there, from the index alone
            models.Index(fields=["place_code", "name_key", "birth_date", "left_on"]),
            models.Index(fields=["name_key", "birth_date"]),
            models.Index(fields=["birth_date", "sex"]),
        ]

    def __str__(self) -> str:
        return self.public_id


class IdentifierKind(models.TextChoices):
    """Numbers that point at a person or a family card."""

    NIK = "nik", "NIK"
    MOTHER_NIK = "nik-ibu", "NIK ibu"
    KK = "kk", "nomor KK"


class Identifier(models.Model):
    """An identifier of a person: AES-GCM ciphertext, keyed hash for look-up, mask for screens."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=8, choices=IdentifierKind.choices)
    digest = models.CharField(max_length=64)
    cipher = models.BinaryField()
    masked = models.CharField(max_length=16)
    findings = models.CharField(max_length=80, blank=True)  # codes of the NIK check, space-joined
    as_of = models.DateField()
    import_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "digest"])]
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "digest"], name="identifier_once")
        ]

    def __str__(self) -> str:
        return self.masked


class Family(models.Model):
    """A family card (KK)."""

    public_id = models.CharField(max_length=12, unique=True)
    kk_digest = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - NULLs do not clash
    kk_cipher = models.BinaryField(null=True)
    kk_masked = models.CharField(max_length=16, blank=True)
    place_code = models.CharField(max_length=20, db_index=True)

    class Meta:
        verbose_name_plural = "families"

    def __str__(self) -> str:
        return self.public_id


class Membership(models.Model):
    """A person in a family, with a role and dates."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12)  # kepala, istri, anak, lain
    since = models.DateField()
    until = models.DateField(null=True)
    import_id = models.BigIntegerField(null=True)
    source = models.CharField(max_length=40, blank=True)  # layout or list that gave the card

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "family", "since"], name="membership_once")
        ]

    def __str__(self) -> str:
        return self.role


class FormerId(models.Model):
    """A public id that once named a person of its own, until that person was joined to another.
    It stands on paper still, so it leads to the person who took it over."""

    public_id = models.CharField(max_length=12, unique=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_ids")

    def __str__(self) -> str:
        return self.public_id


class SourceRecord(models.Model):
    """What one source said of a person on a day. Written only when it says something new; the
    person's current values, and the source of each, are derived from these rows. Undoing an
    import removes its rows and derives again. NIK and KK are never in `facts`."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="records")
    source = models.CharField(max_length=40)  # layout code, e.g. eppgbm-a
    as_of = models.DateField()
    import_id = models.BigIntegerField(null=True)
    row_no = models.PositiveIntegerField(null=True)
    facts = models.JSONField()
    digest = models.CharField(max_length=32)
    claim = models.CharField(max_length=32, db_index=True)  # keyed hash of who the row says it is

    class Meta:
        indexes = [models.Index(fields=["import_id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "source", "as_of", "digest"], name="source_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.as_of}"
