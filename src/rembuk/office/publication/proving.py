"""A publication as evidence: of the step "publication of stunting data", and of the yes-or-no item
in the list of supply indicators."""

from __future__ import annotations

from typing import Final

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction

from rembuk import reference
from rembuk.office.access.models import Account
from rembuk.office.convergence import counted, following, proving
from rembuk.office.convergence.models import Evidence, Year, YearState
from rembuk.office.documents import files
from rembuk.office.documents.models import Document
from rembuk.office.publication import addresses, queries
from rembuk.office.publication.models import Publication
from rembuk.reference.schemes import Requirement

TABLE: Final = "tabel-publikasi"
LINK: Final = "tautan-publikasi"
QUANTITY: Final = "publikasi_stunting"
SOURCE: Final = "catatan program ini"


def bring(one: Publication, origin: str) -> list[str]:
    """Bring the PDF and the address as evidence of the year, in the name of who drafted; the
    public ids of what was kept. A year that is not worked here, or closed, takes nothing."""
    year = _year(one)
    if year is None:
        return []
    count(year)
    title = f"Publikasi stunting {one.period}, edisi {one.edition}"
    kept = []
    for step, requirement in _asked(year):
        subject = proving.Subject(year, one.district_code, requirement, step)
        try:
            with transaction.atomic():
                made = _add(one, subject, origin, title)
        except ValidationError:
            continue  # an address that is not https, or an author without the right: typed by hand
        if made is not None:
            kept.append(made.public_id)
    return kept


def take_back(one: Publication, account: Account) -> None:
    """Withdraw the evidence a publication became, with that of the editions it had replaced."""
    editions = queries.editions(one.district_code, one.month)
    mine = [code for held in editions for code in held.evidence]
    for held in Evidence.objects.filter(public_id__in=mine, withdrawn=""):
        try:
            with transaction.atomic():
                proving.withdraw(held, held.by, f"Publikasi ditarik: {one.withdrawn_why}")
        except ValidationError:
            continue  # the year is closed: its evidence stays as it was
    year = _year(one)
    if year is not None:
        count(year)


def lacking(one: Publication) -> list[str]:
    """Requirements of the year that no evidence stands for yet."""
    year = _year(one)
    if year is None:
        return []
    held = set(
        Evidence.objects.filter(
            year=year, place_code=one.district_code, withdrawn="", requirement__in=(TABLE, LINK)
        ).values_list("requirement", flat=True)
    )
    return [part.name_id for _step, part in _asked(year) if part.code not in held]


def count(year: Year) -> None:
    """Say yes of the year when a publication of it stands; what no publication tells stays."""
    code, district = str(year.year), year.district_code
    stands = newest(district, year.year)
    if stands is None:
        following.follow(district, counted.taken_back(code, {QUANTITY}, {district}, set()))
    else:
        counted.computed(
            {(district, QUANTITY, code): 1}, district=district, query_version="kantor-1",
            as_of=stands.day, source=SOURCE,
        )  # fmt: skip


def newest(district: str, year: int) -> Publication | None:
    """The newest publication of a year that stands."""
    return next((one for one in queries.standing(district) if one.month.year == year), None)


def _year(one: Publication) -> Year | None:
    return Year.objects.filter(
        district_code=one.district_code, year=one.month.year, state=YearState.RUNNING
    ).first()


def _asked(year: Year) -> list[tuple[str, Requirement]]:
    scheme = reference.load().scheme(year.scheme)
    return [
        (step.code, part)
        for step in scheme.steps()
        for part in step.requires
        if part.code in {TABLE, LINK}
    ]


def _add(one: Publication, subject: proving.Subject, origin: str, title: str) -> Evidence | None:
    on = one.day or one.as_of
    if subject.requirement.code == LINK:
        address = f"{origin}{addresses.of(one)}"
        return proving.add(subject, one.drafted_by, address=address, on=on, title=title)
    paper = Document.objects.get(public_id=one.document_id)
    upload = ContentFile(files.opened(paper.file), name="publikasi.pdf")
    return proving.add(subject, one.drafted_by, upload=upload, on=on, title=title)
