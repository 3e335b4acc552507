"""The end of an invented cycle: measured again, judged, what is left carried over, reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.audits import gates, steps
from rembuk.office.audits.following import measured as following
from rembuk.office.audits.following import outcomes
from rembuk.office.audits.models import Case, OutcomeWord
from rembuk.office.audits.reporting import evaluating
from rembuk.office.audits.reporting import issuing as reporting

if TYPE_CHECKING:
    from rembuk.demo.audits.cycles import Play

LESSONS: Final = {
    "catin": "Periksa Hb tiga bulan sebelum menikah, bukan seminggu sebelumnya.",
    "bumil": "Sisa tablet dihitung bersama suami pada tiap kunjungan.",
    "bufas": "KB pascapersalinan dibicarakan sejak trimester ketiga, dengan suami.",
    "baduta": "Lauk hewani tiap hari lebih dulu; pantau berat tiap minggu selama PMT.",
    "balita": "Cari penyakit penyerta sebelum menambah makanan; periksa seisi rumah.",
}


def follow(play: Play) -> None:
    """Step IV: begun as soon as the offices have answered, ended with the semester."""
    chief, technical = play.who["ketuaaudit"], play.who["audit"]
    with standing_at(play.day(117)) as at:
        reason = "" if play.finished else "Sebagian kantor masih menyiapkan jawabannya"
        steps.start(play.cycle, 4, at.date(), chief, reason)
    if not play.finished:
        following.draw_all(play.present)
        return
    with standing_at(play.day(176), 10) as at:
        for case in gates.audited(play.cycle).select_related("person").order_by("code"):
            said = outcomes.suggest(case, at.date())
            word = said.outcome or _word(play)
            outcomes.decide(case, word, LESSONS[case.group], technical, today=at.date())
    with standing_at(play.day(178), 10) as at:
        evaluating.carry_over(
            play.cycle, play.day(270), chief, "Belum selesai pada akhir semester", at=at
        )
        steps.finish(play.cycle, 4, at.date(), chief)
    with standing_at(play.day(179), 10) as at:
        reporting.issue(play.cycle, _told(play, technical), chief, at.date())
        evaluating.close(play.cycle, chief)


def _word(play: Play) -> str:
    """Women are judged by promises and visits: most of them better."""
    return str(play.rng.choice([OutcomeWord.RESOLVED, OutcomeWord.IMPROVED, OutcomeWord.SAME]))


def _told(play: Play, technical: Account) -> list[Case]:
    """The cases the report may count: those of the technical team's circle."""
    return list(gates.audited(play.cycle).filter(circle__account=technical).distinct())
