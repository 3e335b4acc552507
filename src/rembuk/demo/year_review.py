"""The review of the demo's past year: lines the office decided, the document, the own score kept
before the province scored, and the province's grades beside it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction

from rembuk import reference
from rembuk.demo.audits.cycles import paper
from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.convergence.models import Year, YearState
from rembuk.office.convergence.steps import scheme_of
from rembuk.office.review import findings, score, score_province, year_review_freeze
from rembuk.office.review.models import Reviewed
from rembuk.office.review.year_review import review

ORIGIN: Final = "https://rembuk.contoh.go.id"
NUMBER: Final = "000.7/REVIU/TIRUAN/2024"
KEPT: Final = ("reviu.kantor-terlambat", "reviu.kantor-lengkap", "reviu.cakupan-membaik",
               "reviu.langkah-lewat", "reviu.sel-kosong")  # fmt: skip
"""Rules whose lines the office accepted; of others it had nothing to say yet."""
MOST: Final = 8
OWN: Final = (
    "Data 64 indikator belum lengkap dan belum tepat waktu; enam kantor mengisi sesudah ditagih."
)
HIGHER: Final = {"1.3": "B", "2.1": "C", "3.1": "C"}
"""Criterion -> what the province gave; the rest as the district itself."""


def make_review(plan: Plan, today: dt.date) -> None:
    """Review the year before the present ones, once."""
    year = (
        Year.objects.filter(
            district_code=plan.area, state=YearState.RUNNING, year__lt=today.year - 1
        )
        .order_by("-year")
        .first()
    )
    if year is None or Reviewed.objects.filter(year=year).exists():
        return
    tpps = Account.objects.get(username="tpps")
    with transaction.atomic():
        _reviewed(plan, year, tpps)
        _scored(plan, year, tpps)


def _reviewed(plan: Plan, year: Year, tpps: Account) -> None:
    day = dt.date(year.year + 1, 2, 20)
    with standing_at(day, 9):
        drafts = findings.lines(review(year, plan.area, day))
        for one in [one for one in drafts if one.rule in KEPT][:MOST]:
            findings.decide(year, plan.area, one.rule, one.subject, "diterima", tpps)
        findings.add_own(year, plan.area, "kekurangan", OWN, tpps)
    with standing_at(day, 14):
        year_review_freeze.freeze(year, plan.area, tpps, number=NUMBER, on=day, origin=ORIGIN)


def _scored(plan: Plan, year: Year, tpps: Account) -> None:
    with standing_at(dt.date(year.year + 1, 4, 29), 9):
        kept = score.keep(year, plan.area, tpps, "Sebelum penilaian provinsi")
    rules = reference.load()
    scheme = scheme_of(year).code
    rubric = rules.rubric(scheme, rules.day_of(scheme, year.year))
    own = {row["code"]: row["letter"] for row in kept.rows}
    grades = {one.code: HIGHER.get(one.number, own[one.code]) for one in rubric}
    with standing_at(dt.date(year.year + 1, 6, 12), 9):
        score_province.state(
            year, plan.area, grades, dt.date(year.year + 1, 6, 10),
            "Berita acara penilaian kinerja (tiruan)",
            paper("BERITA ACARA PENILAIAN KINERJA", "nilai-provinsi"), tpps, rubric=rubric,
        )  # fmt: skip
