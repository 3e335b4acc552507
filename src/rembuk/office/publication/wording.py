"""First drafts of the words of a publication: leading causes and follow-up, from what is recorded.

Always Indonesian, for the office to edit. Only counts of the whole district are used, and none
under the publication's smallest count.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Final

from django.db.models import Count, Q

from rembuk import reference
from rembuk.office.audits.models import Conclusion
from rembuk.office.families import krs_factors
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.states import OPEN, State
from rembuk.office.lists import recaps
from rembuk.office.lists.queries import latest_edition
from rembuk.office.places.numbers import on_paper
from rembuk.office.places.scope import within

MOST: Final = 5
"""Lines of one kind; a publication names the leading ones."""
BY: Final = 1
"""Place of the evidence among the words of `krs_factors.BY`."""
KINDS: Final = {
    "spesifik": "gizi spesifik",
    "sensitif": "gizi sensitif",
    "tata-kelola": "tata kelola",
}


def causes(district: str, month: dt.date, limit: int) -> str:
    """Risk factors of families, and causes panels agreed on in audits of the year."""
    return "\n".join([*_factors(district, month, limit), *_audited(district, month, limit)])


def follow_up(district: str, month: dt.date) -> str:
    """Promises of the year by kind: how many, kept, still running, late."""
    today = min(dt.date(month.year, 12, 31), _end(month))
    rows = (
        Promise.objects.filter(
            within("place_code", district), created_at__date__gte=dt.date(month.year, 1, 1),
            created_at__date__lte=dt.date(month.year, 12, 31),
        )
        .order_by()
        .values("kind")
        .annotate(
            n=Count("pk"),
            kept=Count("pk", filter=Q(state=State.VERIFIED)),
            late=Count("pk", filter=Q(state__in=OPEN, due__lt=today)),
        )
    )  # fmt: skip
    found = {row["kind"]: row for row in rows}
    return "\n".join(
        f"Janji kantor, kegiatan {words}: {on_paper(found[kind]['n'])} dibuat tahun {month.year}, "
        f"{on_paper(found[kind]['kept'])} selesai dan diperiksa, "
        f"{on_paper(found[kind]['late'])} lewat tenggat."
        for kind, words in KINDS.items()
        if kind in found
    )


def _factors(district: str, month: dt.date, limit: int) -> list[str]:
    edition = latest_edition("krs", district, _end(month))
    lines = {one.code: one.told[BY] for one in krs_factors.lines(district, edition, limit)}
    risk = lines.get(krs_factors.RISK)
    if not risk or risk < limit:
        return []
    found = sorted(
        (
            (n, code) for code, n in lines.items()
            if code not in {krs_factors.RISK, krs_factors.TARGET} and n is not None and n >= limit
        ),
        reverse=True,
    )[:MOST]  # fmt: skip
    return [
        f"{recaps.LABELS[krs_factors.FIGURES[code]]}: {on_paper(n)} dari {on_paper(risk)} keluarga "
        "berisiko stunting."
        for n, code in found
    ]


def _audited(district: str, month: dt.date, limit: int) -> list[str]:
    rows = Conclusion.objects.filter(
        within("case__cycle__district_code", district), case__cycle__year=month.year
    ).values_list("causes", flat=True)
    cases = 0
    counts: Counter[str] = Counter()
    for held in rows:
        cases += bool(held)
        counts.update({one["cause"] for one in held})
    names = {one.code: one.name_id for one in reference.load().causes(_end(month))}
    return [
        f"Audit kasus stunting {month.year}: {names.get(code, code)}, {on_paper(n)} dari "
        f"{on_paper(cases)} kasus yang disimpulkan."
        for code, n in counts.most_common(MOST)
        if n >= limit and cases - n >= limit
    ]


def _end(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
