"""The card of a case that leads to its worksheet, consent and visits."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from rembuk.office.audits import cards
from rembuk.office.audits.cards import Card, NextStep
from rembuk.office.audits.models import Case, CaseState, Consent, Worksheet
from rembuk.office.audits.selecting import choosing


def sheet_card(request: HttpRequest, case: Case) -> Card:
    """Worksheet, consent and visits in a few lines."""
    sheet = Worksheet.objects.filter(case=case, current=True).order_by("-pk").first()
    filled = sum(one.get("value") is not None for one in sheet.answers.values()) if sheet else 0
    return Card(
        "audits/_card_sheet.html",
        {"case": case, "sheet": sheet, "filled": filled, "visits": case.visits.count(),
         "gone": choosing.gone(case)},
        order=20, side=True,
    )  # fmt: skip


def to_do(request: HttpRequest, case: Case) -> NextStep | None:
    """What the file of the case still lacks, the most urgent first."""
    where = [case.cycle.public_id, case.code]
    if case.state in (CaseState.CANCELLED, CaseState.DONE) or case.reserve:
        return None
    if choosing.gone(case):
        return NextStep(
            _("Orang ini sudah pindah atau meninggal: putuskan kelanjutan kasusnya."),
            reverse("audits:file", args=where), _("Putuskan"), 5,
        )  # fmt: skip
    if case.consent == Consent.NOT_YET:
        return NextStep(
            _("Minta persetujuan keluarga sebelum lembar kerja diisi di rumah."),
            reverse("audits:file", args=where), _("Catat persetujuan"), 10,
        )  # fmt: skip
    if not Worksheet.objects.filter(case=case, finished_at__isnull=False).exists():
        return NextStep(
            _("Isi lembar kerja audit."), reverse("audits:sheet", args=where), _("Isi lembar"), 15
        )
    return None


def register() -> None:
    """Make both known to the page of a case."""
    cards.on_case(sheet_card)
    cards.on_case(to_do)
