"""Documents that left the office, their signed scans, and what happened to each."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.utils.translation import gettext_lazy as _

from rembuk.office.access.models import Account
from rembuk.office.seats.models import Office


class DocumentKind(models.TextChoices):
    """Kinds of letters (see blocks.LetterKind)."""

    LETTER = "surat", _("Surat")
    INVITATION = "undangan", _("Undangan")
    ATTENDANCE = "daftar-hadir", _("Daftar hadir")
    ANNEX = "lampiran-sk", _("Lampiran keputusan")
    WORKSHEET = "lembar-kerja", _("Kertas kerja")
    MATRIX = "matriks-rtl", _("Matriks RTL")
    APPROVAL = "lembar-pengesahan", _("Lembar pengesahan")
    MINUTES = "berita-acara", _("Berita acara")
    REPORT = "laporan", _("Laporan")
    SLIDES = "paparan", _("Paparan")


class Proof(models.TextChoices):
    """How a scan was told to be of its document (see scans.proof)."""

    CODE = "kode", _("Kode QR di pindaian cocok dengan surat ini")
    WORDS = "teks", _("Kode atau nomor surat ini ada di teks berkas")
    PERSON = "orang", _("Kode tidak terbaca; dipastikan oleh pengunggah")


class Document(models.Model):
    """A PDF made here, as it was handed out. `data_digest` is of the letter's data, `sha256` of
    the PDF's bytes; `file` is its kept file. `title` carries no person's name."""

    public_id = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=20, choices=DocumentKind.choices)
    title = models.CharField(max_length=200)
    number = models.CharField(max_length=120, blank=True)
    on = models.DateField(null=True, blank=True)
    office = models.ForeignKey(
        Office, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    place_code = models.CharField(max_length=20, db_index=True)
    data_digest = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    pages = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    file = models.CharField(max_length=60)
    made_by = models.ForeignKey(
        Account, null=True, on_delete=models.PROTECT, related_name="documents"
    )
    made_at = models.DateTimeField()
    without_names = models.BooleanField(default=False)
    expires_on = models.DateField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)
    replaced_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )

    class Meta:
        ordering = ("-made_at",)
        indexes = [models.Index(fields=["subject_kind", "subject_id"])]

    def __str__(self) -> str:
        return self.public_id

    @property
    def gone(self) -> bool:
        """Whether it was withdrawn or replaced."""
        return self.withdrawn_at is not None or self.replaced_by_id is not None

    def state(self, today: dt.date) -> str:
        """`berlaku`, `diganti`, `ditarik` or `kedaluwarsa`."""
        if self.withdrawn_at is not None:
            return "ditarik"
        if self.replaced_by_id is not None:
            return "diganti"
        if self.expires_on is not None and today > self.expires_on:
            return "kedaluwarsa"
        return "berlaku"


class Scan(models.Model):
    """A signed copy, uploaded back and bound to the document by both hashes. `proof` says how it
    was told to be this paper, `why` what its bringer said where no code could be read."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="scans")
    document_sha256 = models.CharField(max_length=64)
    file = models.CharField(max_length=60)
    thumb = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=8)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    pages = models.PositiveIntegerField(default=0)
    uploaded_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()
    note = models.CharField(max_length=200, blank=True)
    proof = models.CharField(max_length=8, choices=Proof.choices)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["document", "sha256"], name="scan_once_a_document")
        ]

    def __str__(self) -> str:
        return self.sha256[:12]


class DocumentEvent(models.Model):
    """What happened to a document, only ever added to: dibuat, pindaian, ditarik, diganti."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=12)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.act


class NumberSeries(models.Model):
    """How an office numbers its letters in a year, and the last number given."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="number_series")
    year = models.PositiveSmallIntegerField()
    pattern = models.CharField(max_length=120)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "year"], name="series_once_a_year")
        ]

    def __str__(self) -> str:
        return self.pattern


class Kop(models.Model):
    """The letterhead of an office: what its own row does not say (government, emblem)."""

    office = models.OneToOneField(Office, on_delete=models.PROTECT, related_name="kop")
    government = models.CharField(max_length=120)
    unit = models.CharField(max_length=160, blank=True)
    address = models.CharField(max_length=300, blank=True)
    emblem = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.government
