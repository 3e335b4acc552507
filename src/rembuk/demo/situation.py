"""The situation analysis of the demo's running year: what offices wrote beside the draft, and the
kecamatan that froze its own first, as the actions of 2025 ask."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.review import analysis_freeze, analysis_words
from rembuk.office.review.analysis_words import Told
from rembuk.office.review.models import AnalysisWords
from rembuk.office.seats.queries import by_role

ORIGIN: Final = "https://rembuk.contoh.go.id"
BACK: Final = 5
"""Days before the present on which the offices wrote."""
WORDS: Final = (
    ("sebaran", "Posyandu di seberang sungai belum mengirim data dua bulan; angkanya belum "
                "menggambarkan desa itu."),
    ("cakupan", "Pemantauan rendah terutama di desa yang posyandunya buka di hari kerja."),
)  # fmt: skip
OBSTACLES: Final = (
    ("dinkes", "hambatan.sediaan", "Alat ukur panjang rusak di tiga posyandu, menunggu pengganti",
     "DINKES"),
    ("tpps", "hambatan.koordinasi", "Jadwal posyandu belum disepakati dengan jadwal pendampingan",
     "DPPKB"),
)  # fmt: skip


def make_situation(plan: Plan, today: dt.date) -> None:
    """Write words and obstacles of the running year and freeze a kecamatan; what stands stays."""
    year = (
        Year.objects.filter(district_code=plan.area, state=YearState.RUNNING, year__lte=today.year)
        .order_by("-year")
        .first()
    )
    if year is None or AnalysisWords.objects.filter(year=year).exists():
        return
    who = Account.objects.in_bulk(["tpps", "dinkes", "camat"], field_name="username")
    on = min(today - dt.timedelta(days=BACK), dt.date(year.year, 12, 31))
    with transaction.atomic(), standing_at(on, 10):
        for section, text in WORDS:
            analysis_words.say(year, plan.area, section, text, 0, who["tpps"])
        for name, kind, text, role in OBSTACLES:
            told = Told(text, kind, office=by_role(role, plan.area, on))
            analysis_words.note(year, plan.area, told, who[name])
        places = rights_of(who["camat"], on).places_for("konvergensi-isi")
        own = next((code for code in places if code.count(".") == 2), "")
        if own:
            analysis_freeze.freeze(year, own, who["camat"], origin=ORIGIN)
