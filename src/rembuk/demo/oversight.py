"""Oversight in the demo: visits with findings and what was agreed, questions of the leader with
and without an answer, the report of the half year that ended."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import transaction
from django.utils import timezone

from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.access.policies import rights_of
from rembuk.office.oversight.asking import Here
from rembuk.office.oversight.halves import Half
from rembuk.office.oversight.leading import late
from rembuk.office.oversight.models import About, Seen, Visit
from rembuk.office.oversight.questions import acts as questions
from rembuk.office.oversight.questions.acts import Asking
from rembuk.office.oversight.reporting import freezing, words
from rembuk.office.oversight.visits import acts as visits
from rembuk.office.oversight.visits import paper as visit_paper
from rembuk.office.oversight.visits.acts import Agreed, VisitDraft
from rembuk.office.places.models import Area
from rembuk.office.seats.models import Holding, Office
from rembuk.office.seats.queries import by_role

ORIGIN: Final = "https://rembuk.contoh.go.id"
NUMBER: Final = "000.7/{n}/TPPS/TIRUAN/{year}"
SECOND: Final = "Petugas kedua (tiruan)"
ANSWER: Final = (
    "Menunggu barang dari penyedia. Penyedia berjanji mengirim akhir bulan ini; sesudah itu "
    "selesai dalam satu minggu."
)
FOUND: Final = (
    (1, "Belum ada baris untuk jamban dalam RKPDes.", "Memasukkan jamban ke RKPDes"),
    (5, "Sasaran yang tidak datang belum disusul.", "Menyusul yang tidak datang tiap bulan"),
    (2, "Kelas ibu bulan lalu tidak berjalan.", ""),
)  # fmt: skip
"""Pillar, finding, what was agreed ("" nothing yet)."""
SAID: Final = {
    "ringkasan": "Semester ini dipakai merapikan pemilik janji dan menagih isian yang kosong.",
    "penutup": "Tim memusatkan semester berikut pada desa lokus dan janji yang lewat tenggat.",
}


def make_oversight(plan: Plan, today: dt.date) -> None:
    """Play the oversight once."""
    if Visit.objects.exists():
        return
    with transaction.atomic():
        half = Half.last_ended(today)
        _visits(plan, half, today)
        _questions(plan, today)
        _report(plan, half)


def _visits(plan: Plan, half: Half, today: dt.date) -> None:
    """A village and a kecamatan with minutes, and a village whose minutes are not made."""
    tpps, camat = (Account.objects.get(username=name) for name in ("tpps", "camat"))
    village = Area.objects.filter(code=_place(camat, 13)).first()
    kecamatan = _place(camat, 8)
    if village is None:
        return
    first = half.begins + dt.timedelta(days=100)
    for number, (account, where, place, on, spot) in enumerate(
        (
            (tpps, "desa", village.code, first, ""),
            (camat, "posyandu", village.code, today - dt.timedelta(days=5), "Posyandu Contoh"),
            (tpps, "kecamatan", kecamatan, today - dt.timedelta(days=2), ""),
        ),
        start=1,
    ):
        with standing_at(on, 9):
            visit = visits.begin(
                VisitDraft(
                    f"demo-{number}", where, place, on, f"{account.display_name}\n{SECOND}",
                    spot=spot, met="Perangkat dan kader setempat", purpose="pengawasan berkala",
                ),
                account,
            )  # fmt: skip
            answers = {
                one.item: ((Seen.YES, Seen.PARTLY, Seen.YES, Seen.NO)[n % 4].value, "")
                for n, one in enumerate(visit.checks.all())
            }
            open_ = number == 3
            if open_:  # the visit of this week is half done
                answers = dict(list(answers.items())[:3])
            visits.check(visit, answers, account)
            if not open_:
                _findings(visit, account, on)
        if not open_:
            with standing_at(on, 15):
                visit_paper.close(
                    visit, account, number=NUMBER.format(n=40 + number, year=on.year), on=on,
                    origin=ORIGIN,
                )  # fmt: skip


def _place(account: Account, length: int) -> str:
    """A place of the camat: the kecamatan, or its first village with people."""
    held = account.assignments.values_list("place_code", flat=True).first() or ""
    if length == len(held):
        return str(held)
    rows = Office.objects.filter(role="PEMDES", place_code__startswith=f"{held}.")
    return str(rows.order_by("place_code").values_list("place_code", flat=True).first() or "")


def _findings(visit: Visit, account: Account, on: dt.date) -> None:
    owner = by_role("PEMDES", visit.place_code, on)
    for pillar, text, agreed in FOUND:
        wanted = Agreed(agreed, owner, on + dt.timedelta(days=45)) if agreed and owner else None
        visits.find(visit, pillar, text, account, agreed=wanted)


def _questions(plan: Plan, today: dt.date) -> None:
    """One answered, one that waits past its day, one of today."""
    leader = Account.objects.get(username="bupati")
    area = Area.objects.get(code=plan.area)
    here = Here(plan.area, area.name, today, leader, rights_of(leader, today), ())
    answering = set(Holding.objects.on(today).exclude(account=None).values_list(
        "seat__office", flat=True))  # fmt: skip
    owners = [one for one in late.owners(here) if one.late and one.office.pk in answering][:3]
    for owner, days in zip(owners, (9, 8, 0), strict=False):
        asked = today - dt.timedelta(days=days)
        with standing_at(asked, 8):
            made, _new = questions.ask(
                Asking(About.LATE, owner.office, plan.area), leader, timezone.now()
            )
        if days == 9:
            seat = Holding.objects.on(today).filter(seat__office=owner.office)
            account = seat.exclude(account=None).select_related("account")[0].account
            if account is not None:
                with standing_at(today - dt.timedelta(days=7), 10):
                    questions.answer(made, account, ANSWER)


def _report(plan: Plan, half: Half) -> None:
    """The report of the half that ended, with the team's words."""
    tpps = Account.objects.get(username="tpps")
    day = half.ends + dt.timedelta(days=15)
    with standing_at(day, 9):
        for chapter, text in SAID.items():
            words.say(half, plan.area, chapter, text, tpps, version=0)
    with standing_at(day, 13):
        freezing.freeze(
            half, plan.area, tpps, number=NUMBER.format(n=51, year=day.year), on=day, origin=ORIGIN
        )
