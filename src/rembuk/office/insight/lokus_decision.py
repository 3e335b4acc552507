"""Decide which villages come first: frozen with the figures, the targets and the annex."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rembuk import reference
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.documents import services as documents
from rembuk.office.insight import lokus_letter, targets
from rembuk.office.insight.frozen_village import Frozen
from rembuk.office.insight.lokus_asked import Wanted
from rembuk.office.insight.models import Lokus
from rembuk.office.insight.villages import Compared, names_of
from rembuk.science.choice.lokus import Ranking

SUBJECT = "lokus"


@dataclass(frozen=True)
class Decree:
    """The paper that decides."""

    number: str
    on: dt.date
    by: str
    year: int
    reason: str = ""


def holding(district: str, year: int) -> Lokus | None:
    """The decision in force for a year."""
    return (
        Lokus.objects.filter(district_code=district, year=year, replaced_by__isnull=True)
        .order_by("-pk")
        .first()
    )


def decisions(district: str) -> list[Lokus]:
    """Every decision of a district, newest first."""
    rows = Lokus.objects.filter(district_code=district).select_related("by", "replaced_by")
    return list(rows.order_by("-year", "-pk"))


def usual(ranking: Ranking, many: int) -> frozenset[str]:
    """The villages the score alone would choose (all of a shared rank)."""
    return frozenset(one.code for one in ranking.rows if one.rank <= many)


def check(
    decree: Decree, chosen: Sequence[str], village_targets: Mapping[str, Decimal | None],
    compared: Compared, ranking: Ranking, wanted: Wanted,
) -> None:  # fmt: skip
    """Raises ValidationError, one message each, for who decides."""
    today, wrong = timezone.localdate(), []
    names = {one.code: one.figures.name for one in compared.villages}
    if len(decree.number.strip()) < 3:
        wrong.append(_("Tulis nomor keputusan."))
    if len(decree.by.strip()) < 3:
        wrong.append(_("Tulis jabatan yang menetapkan."))
    if decree.on > today:
        wrong.append(_("Tanggal keputusan belum tiba."))
    if not today.year - 1 <= decree.year <= today.year + 5:
        wrong.append(_("Tahun lokus tidak wajar."))
    if not chosen:
        wrong.append(_("Belum ada desa yang dipilih."))
    if any(code not in names for code in chosen):
        wrong.append(_("Ada desa di luar daerah ini."))
    missing = [names[code] for code in chosen if code in names and not village_targets.get(code)]
    if missing:
        wrong.append(_("Target wajib diisi untuk: %(names)s.") % {"names": ", ".join(missing)})
    if any(not 0 < value <= 100 for value in village_targets.values() if value):
        wrong.append(_("Target ditulis dalam persen, di atas 0 dan paling besar 100."))
    other = frozenset(chosen) != usual(ranking, wanted.many)
    if len(decree.reason.strip()) < 10:
        if other:
            wrong.append(_("Pilihan berbeda dari urutan skor: tulis alasannya."))
        elif holding(compared.district_code, decree.year):
            wrong.append(_("Keputusan baru menggantikan yang lama: tulis alasannya."))
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def freeze(
    account: Account | None, decree: Decree, chosen: Sequence[str],
    village_targets: Mapping[str, Decimal | None], compared: Compared, ranking: Ranking,
    wanted: Wanted, *, place_name: str, origin: str = "",
) -> Lokus:  # fmt: skip
    """Freeze a decision: rows as they stand, the targets of its villages, the annex as PDF. A
    decision of the same year is replaced, never changed. Raises ValidationError."""
    check(decree, chosen, village_targets, compared, ranking, wanted)
    before = holding(compared.district_code, decree.year)
    rows = frozen(compared, ranking, chosen, village_targets, wanted)
    public_id = public_ids.new()
    criteria = [
        {
            "code": one.code, "weight": f"{wanted.weights[one.code]:f}",
            "more_is_worse": one.more_is_worse, "threshold": one.threshold,
        } | (_basis(wanted) if one.code == "cakupan" else {})
        for one in wanted.criteria
    ]  # fmt: skip
    letter = lokus_letter.annex(
        rows, criteria, number=decree.number.strip(), on=decree.on, by=decree.by.strip(),
        year=decree.year, month=compared.month, place_name=place_name,
    )  # fmt: skip
    document = documents.issue(
        letter, subject_kind=SUBJECT, subject_id=public_id, place_code=compared.district_code,
        account=account, origin=origin,
    )  # fmt: skip
    made = Lokus.objects.create(
        public_id=public_id, district_code=compared.district_code, year=decree.year,
        month=compared.month, criteria=criteria, rows=[asdict(one) for one in rows],
        chosen=len(set(chosen)), reason=decree.reason.strip(),
        decree_number=decree.number.strip()[:80], decree_on=decree.on,
        decree_by=decree.by.strip()[:160],
        rule_version=reference.load().version(timezone.localdate()),
        document_id=document.public_id, replaces=before, by=account,
    )  # fmt: skip
    paper = _("Keputusan %(number)s") % {"number": decree.number.strip()}
    for code in sorted(set(chosen)):
        value = village_targets[code]
        if value is not None:
            targets.state(account, targets.REGISTER.code, code, decree.year, value, paper)
    return made


def _basis(wanted: Wanted) -> dict[str, str]:
    """What counted as coverage, kept with the decision; nothing more for D/S."""
    one = wanted.basis
    if one.plain:
        return {}
    return {"basis": one.code, "name": one.name, "note": one.reason, "unit": one.unit}


def frozen(
    compared: Compared, ranking: Ranking, chosen: Sequence[str],
    village_targets: Mapping[str, Decimal | None], wanted: Wanted,
) -> list[Frozen]:  # fmt: skip
    """Every village as it stands, chosen ones first, then by rank and name."""
    scored = {one.code: one for one in ranking.rows}
    kecamatan = names_of(compared.villages)
    picked = frozenset(chosen)
    made = []
    for one in compared.villages:
        mine, known = scored.get(one.code), one.figures.known
        drawn = one.drawn
        value = village_targets.get(one.code) if one.code in picked else None
        made.append(
            Frozen(
                one.code, one.figures.name, kecamatan.get(one.code.rpartition(".")[0], ""),
                one.stunting.n if known else None, one.stunting.of if known else None,
                None if drawn is None else round(100 * drawn.mean, 2),
                None if drawn is None else round(100 * drawn.interval.low, 2),
                None if drawn is None else round(100 * drawn.interval.high, 2),
                one.funnel.value,
                one.families.n if one.families else None,
                one.families.of if one.families else None,
                one.figures.counts.d if known else None, one.figures.counts.s if known else None,
                round(mine.score, 2) if mine else None, mine.rank if mine else None,
                mine.best if mine else None, mine.worst if mine else None,
                one.code in picked, f"{value:f}" if value is not None else "",
                None if wanted.basis.plain or (share := wanted.basis.shown(one.code)) is None
                else round(share, 2),
            )
        )  # fmt: skip
    last = len(made) + 1
    return sorted(made, key=lambda one: (not one.chosen, one.rank or last, one.name, one.code))
