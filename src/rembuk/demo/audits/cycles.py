"""The cycles of the demo, played through the audit room's own services on their days."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final, get_args

import numpy as np
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image, ImageDraw

from rembuk.demo.audits import ending, keeping, panel, worksheets
from rembuk.demo.clock import standing_at
from rembuk.demo.plan import Plan
from rembuk.office.access import public_ids
from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.cycle import acts as cycles
from rembuk.office.audits.models import Case, Cycle, HomeVisit
from rembuk.office.audits.selecting import candidates, choosing
from rembuk.office.audits.team import acts as team
from rembuk.office.audits.worksheet import filling as sheets
from rembuk.office.documents import files
from rembuk.reference.audits import AuditGroup

QUOTAS: Final[Mapping[str, Mapping[str, int]]] = {
    "small": {"catin": 1, "bumil": 1, "bufas": 1, "baduta": 2, "balita": 1},
}
"""Cases of each group where the demo is small; elsewhere the reference's own quotas."""
EXPERTS: Final = (
    ("pakar", "anak", "RSUD", False),
    ("obgin", "obgin", "RSUD", True),
    ("psikolog", "psikolog", "Himpunan psikologi (tiruan)", True),
    ("ahligizi", "gizi", "Dinas Kesehatan", False),
)
LAST_DAY: Final = 180
SKIPPED: Final = "Keluarga pada urutan sebelumnya sedang bekerja di kabupaten lain"
SHOWN_AFTER: Final = 12
"""Days after the last month on which the running cycle stands."""


@dataclass
class Play:
    """One cycle being played: who acts, on which days, with which luck. `present` is the last day
    anything has happened on."""

    plan: Plan
    year: int
    semester: int
    present: dt.date
    rng: np.random.Generator
    cycle: Cycle = field(init=False)

    @cached_property
    def who(self) -> dict[str, Account]:
        """User name -> account."""
        return {account.username: account for account in Account.objects.all()}

    def day(self, number: int) -> dt.date:
        """The day that many days into the semester."""
        return cycles.semester_start(self.year, self.semester) + dt.timedelta(days=number)

    def reached(self, number: int) -> bool:
        """Whether that day has come."""
        return self.day(number) <= self.present

    @property
    def finished(self) -> bool:
        """Whether the semester is over."""
        return self.reached(LAST_DAY)


def make_audits(plan: Plan, today: dt.date) -> None:
    """Play the semester before the present one to its end, and the present one as far as it has
    come. Each cycle is made whole or not at all; what stands is left alone."""
    present = min(today, plan.last_day + dt.timedelta(days=SHOWN_AFTER))
    year, semester = present.year, 1 if present.month <= 6 else 2
    before = (year, 1) if semester == 2 else (year - 1, 2)
    for number, (at, half) in enumerate((before, (year, semester))):
        if Cycle.objects.filter(district_code=plan.area, year=at, semester=half).exists():
            continue
        rng = np.random.default_rng([plan.seed, 60 + number])
        with transaction.atomic():
            _play(Play(plan, at, half, present, rng))


def _play(play: Play) -> None:
    if not play.reached(20):
        return
    _team(play)
    if play.reached(35):
        cases = _choose(play)
        _audit(play, cases)
    if play.reached(95):
        with standing_at(play.day(95)):
            steps.finish(play.cycle, 2, play.day(95), play.who["ketuaaudit"])
    if play.reached(115):
        panel.meet(play)
        keeping.keep(play)
        ending.follow(play)


def _team(play: Play) -> None:
    chief = play.who["ketuaaudit"]
    with standing_at(play.day(18)) as at:
        day = at.date()
        play.cycle = cycles.make(play.plan.area, play.year, play.semester, chief, on=day)
        quotas = QUOTAS.get(play.plan.scale)
        if quotas is not None:
            play.cycle = cycles.change(
                play.cycle, play.cycle.version, chief, quotas=quotas, gates=play.cycle.gates,
                kecamatan=(),
            )  # fmt: skip
        steps.start(play.cycle, 1, day, chief)
        scan = files.kept(paper("KEPUTUSAN BUPATI", "sk-tim-audit"))
        team.record_decree(
            play.cycle, f"SK/{play.semester}/TIRUAN/{play.year}", day, chief,
            about="Pembentukan tim audit kasus stunting", path=scan.path, sha256=scan.sha256,
        )  # fmt: skip
        _members(play, day, chief)
    with standing_at(play.day(30)):
        steps.finish(play.cycle, 1, play.day(30), chief)


def _members(play: Play, day: dt.date, chief: Account) -> None:
    def add(
        part: str, username: str, institution: str, seat: str = "", expertise: str = "",
        remote: bool = False,
    ) -> None:  # fmt: skip
        account = play.who[username]
        draft = team.MemberDraft(
            part, account.display_name, day, account=account, institution=institution, seat=seat,
            expertise=expertise, remote=remote,
        )  # fmt: skip
        team.add_member(play.cycle, draft, chief)

    add("penanggung-jawab", "bupati", "Pemerintah kabupaten", "Penanggung jawab")
    add("ketua", "ketuaaudit", "DPPKB", "Ketua tim audit")
    add("teknis", "audit", "Dinas Kesehatan", "Tim teknis")
    for username, expertise, institution, remote in EXPERTS:
        add("pakar", username, institution, "", expertise, remote)


def _choose(play: Play) -> list[Case]:
    """The highest ranked of each group; one of them skips the order with a reason, as happens."""
    by, found = play.who["audit"], []
    with standing_at(play.day(35)) as at:
        day = at.date()
        steps.start(play.cycle, 2, day, play.who["ketuaaudit"])
        for group in get_args(AuditGroup):
            ranked = candidates.candidates(play.cycle, group, day)
            many = choosing.room(play.cycle, group, False, day)
            for number in range(min(many, len(ranked))):
                skips = group == "balita" and number == many - 1 and len(ranked) > many + 1
                one = ranked[number + 1 if skips else number]
                found.append(
                    choosing.choose(
                        play.cycle, group, one.person, by, on=day,
                        why="Kasus sulit yang belum terpecahkan di posyandu",
                        overridden=SKIPPED if skips else "", ranked=ranked,
                    )
                )  # fmt: skip
    return found


def _audit(play: Play, cases: Sequence[Case]) -> None:
    by, chief = play.who["audit"], play.who["ketuaaudit"]
    scan = files.kept(paper("LEMBAR PERSETUJUAN AUDIT", "persetujuan"))
    for number, case in enumerate(cases):
        day = play.day(45 + number % 10)
        if day > play.present:
            return
        with standing_at(day):
            who = "orang-tua" if case.group in ("baduta", "balita") else "diri"
            choosing.record_consent(
                case, "ada", day, by, case.version, who=who, path=scan.path, sha256=scan.sha256
            )
            HomeVisit.objects.create(
                public_id=public_ids.new(),
                case=case, on=day, by=by, notes="Kunjungan rumah bersama TPK (catatan tiruan).",
                found="Rumah panggung, air sumur, dapur terpisah.",
            )  # fmt: skip
            sheet = worksheets.fill(case, by, day, play.rng)
            sheets.finish(sheet, by, sheet.version)
        panel.review(play, case, 60 + number % 8, chief)


def paper(title: str, name: str) -> SimpleUploadedFile:
    """A picture of a page that says that it is invented."""
    page = Image.new("RGB", (620, 877), "white")
    pen = ImageDraw.Draw(page)
    pen.text((60, 80), f"{title}\n\nDATA TIRUAN - BUKAN DOKUMEN RESMI", fill="black")
    pen.line((60, 780, 300, 780), fill="black")
    buffer = io.BytesIO()
    page.save(buffer, "PNG")
    return SimpleUploadedFile(f"{name}.png", buffer.getvalue(), "image/png")
