"""What an expert says before it is kept, and the checks it must pass."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk.office.audits import cause_tree
from rembuk.office.audits.models import Certainty, Towards, Urgency

MAX_EVIDENCE: Final = 20


@dataclass(frozen=True)
class Evidence:
    """One line of evidence: what was seen, where it comes from, of which day."""

    text: str
    source: str
    on: dt.date | None

    def as_json(self) -> dict[str, str]:
        """As the finding keeps it."""
        return {
            "text": self.text,
            "source": self.source,
            "on": self.on.isoformat() if self.on else "",
        }


@dataclass(frozen=True)
class FindingDraft:
    """What an expert says of one cause."""

    cause: str
    certainty: str
    main: bool = False
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class RecommendationDraft:
    """What an expert asks for."""

    text: str
    to: str
    urgency: str = Urgency.SOON
    cause: str = ""
    intervention: str = ""
    role: str = ""
    expected: str = ""
    measured_by: str = ""


def check_finding(draft: FindingDraft) -> None:
    """Raises ValidationError, {field: words}."""
    wrong: dict[str, str] = {}
    if draft.cause not in cause_tree.nodes():
        wrong["cause"] = _("Pilih sebab dari pohon sebab.")
    if draft.certainty not in Certainty.values:
        wrong["certainty"] = _("Pilih terbukti, diduga, atau disingkirkan.")
    if draft.main and draft.certainty == Certainty.EXCLUDED:
        wrong["main"] = _("Sebab yang disingkirkan tidak dapat menjadi sebab utama.")
    if not draft.evidence:
        wrong["evidence"] = _("Tiap sebab perlu paling sedikit satu bukti.")
    elif len(draft.evidence) > MAX_EVIDENCE:
        wrong["evidence"] = _("Terlalu banyak baris bukti.")
    elif any(len(one.text.strip()) < 3 or not one.source.strip() for one in draft.evidence):
        wrong["evidence"] = _("Tiap bukti menyebut apa yang terlihat dan dari mana.")
    elif any(one.on and one.on > timezone.localdate() for one in draft.evidence):
        wrong["evidence"] = _("Tanggal bukti belum tiba.")
    if wrong:
        raise ValidationError(wrong)


def check_recommendation(draft: RecommendationDraft) -> None:
    """Raises ValidationError, {field: words}."""
    wrong: dict[str, str] = {}
    if len(draft.text.strip()) < 8:
        wrong["text"] = _("Tulis apa yang perlu dilakukan, paling sedikit delapan huruf.")
    if draft.to not in Towards.values:
        wrong["to"] = _("Pilih kepada siapa.")
    if draft.urgency not in Urgency.values:
        wrong["urgency"] = _("Pilih kapan paling lambat.")
    if draft.cause and draft.cause not in cause_tree.nodes():
        wrong["cause"] = _("Pilih sebab dari pohon sebab.")
    if draft.role and draft.role not in cause_tree.owner_roles():
        wrong["role"] = _("Pilih penanggung jawab dari daftar.")
    if len(draft.measured_by.strip()) < 3:
        wrong["measured_by"] = _("Tulis dari apa hasilnya diukur.")
    if wrong:
        raise ValidationError(wrong)
