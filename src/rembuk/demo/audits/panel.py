"""The invented panel: opinions, conclusion, signatures, the meeting and what offices answer."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from rembuk.demo.audits.stories import EXPERTS, STORIES, Story, stories_for
from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.audits import steps
from rembuk.office.audits.cases import assigning
from rembuk.office.audits.meeting import acts as meetings
from rembuk.office.audits.meeting import turning
from rembuk.office.audits.models import Case, Part, Recommendation, TeamMember
from rembuk.office.audits.reviewing import acts as reviewing
from rembuk.office.audits.reviewing import concluding
from rembuk.office.audits.reviewing.drafts import Evidence, FindingDraft, RecommendationDraft
from rembuk.office.seats.models import Office
from rembuk.office.seats.queries import by_role

if TYPE_CHECKING:
    from rembuk.demo.audits.cycles import Play

WAITING: Final = 2
"""Recommendations of the running cycle no office has answered yet."""
MINUTES: Final = (
    "Rapat dibuka ketua pelaksana. Tiap rekomendasi dibacakan dengan kode kasus, dijawab kantor "
    "yang diminta, dan dicatat sebagai janji dengan tenggat dan sumber dana. (Notulen tiruan)"
)


def review(play: Play, case: Case, begins: int, chief: Account) -> None:
    """Experts read the case, each alone; then the panel concludes and signs. As far as the days
    have come."""
    if not play.reached(begins):
        return
    members = _experts(case)
    with standing_at(play.day(begins), 10):
        given = {one.pk: assigning.assign(case, one, chief) for one in members}
    for number, member in enumerate(members):
        day = begins + 3 + number
        if not play.reached(day):
            return
        with standing_at(play.day(day), 14):
            _opinion(play, case, member, play.day(day))
            reviewing.hand_in(given[member.pk], member.account)
    if not play.reached(begins + 15):
        return
    with standing_at(play.day(begins + 15), 10):
        _conclude(case, chief)
        for member in members:
            assert member.account is not None
            concluding.sign(case, member, member.account, concluding.digest_of(case))


def _experts(case: Case) -> list[TeamMember]:
    rows = TeamMember.objects.filter(
        cycle=case.cycle, part=Part.EXPERT, expertise__in=EXPERTS[case.group]
    )
    return list(rows.select_related("account").order_by("pk"))


def _opinion(play: Play, case: Case, member: TeamMember, day: dt.date) -> None:
    choices = stories_for(case.group, member.expertise)
    many = min(len(choices), 1 + int(play.rng.random() < 0.4))
    picked = play.rng.choice(len(choices), many, replace=False)
    for number, index in enumerate(picked):
        _say(case, member, choices[int(index)], main=number == 0, day=day)


def _say(case: Case, member: TeamMember, story: Story, *, main: bool, day: dt.date) -> None:
    seen = day - dt.timedelta(days=9)
    evidence = tuple(Evidence(text, source, seen) for text, source in story.evidence)
    reviewing.save_finding(
        case, member, FindingDraft(story.cause, story.certainty, main, evidence), member.account
    )
    for asked in story.asked:
        reviewing.save_recommendation(
            case, member,
            RecommendationDraft(
                asked.text, asked.to, asked.urgency, story.cause, asked.intervention, asked.role,
                asked.expected, asked.measured_by,
            ),
            member.account,
        )  # fmt: skip


def _conclude(case: Case, chief: Account) -> None:
    held = list(concluding.proposed(case))
    if not any(one.main for one in held):
        held[0] = concluding.Held(held[0].cause, held[0].certainty, True)
    concluding.write(
        case, chief, causes=held, differing="",
        text="Panel sepakat: sebab utama ditangani lebih dulu, sebab penyerta bersamaan.",
    )  # fmt: skip


def meet(play: Play) -> None:
    """The dissemination: most recommendations are accepted on the spot, a few changed or refused.
    In the cycle that still runs two wait for an office, and the meeting stays open."""
    chief = play.who["ketuaaudit"]
    with standing_at(play.day(115), 9) as at:
        day = at.date()
        steps.start(play.cycle, 3, day, chief)
        meeting = meetings.plan(
            play.cycle,
            meetings.MeetingDraft(day, dt.time(9), "Aula Bappeda", "Ketua pelaksana TPPS"), chief,
        )  # fmt: skip
        asked = list(
            Recommendation.objects.filter(case__cycle=play.cycle, withdrawn_at__isnull=True)
            .select_related("case__cycle", "case__person", "case__family", "office")
            .order_by("case__code", "pk")
        )
        owners = [by_role(one.role, one.case.place_code, day) for one in asked]
        meetings.invite(meeting, dict.fromkeys(office for office in owners if office), chief)
        rows = meeting.attendances.values_list("pk", flat=True)
        meetings.mark(
            meeting, {pk: "daring" if n % 5 == 4 else "luring" for n, pk in enumerate(rows)}, chief
        )
        over = play.finished
        kept = len(asked) if over else max(len(asked) - WAITING, 0)
        for number, (one, office) in enumerate(zip(asked[:kept], owners[:kept], strict=True)):
            if office is not None:
                turning.answer(
                    one, _answer(one, office, number, day), chief, meeting=meeting, at=at
                )
        if over:
            meetings.write_minutes(meeting, MINUTES, chief, meeting.version)
            meeting.refresh_from_db()
            meetings.close(meeting, chief)
            steps.finish(play.cycle, 3, day, chief)


def _answer(one: Recommendation, office: Office, number: int, on: dt.date) -> turning.AnswerDraft:
    if number % 9 == 5:
        return turning.AnswerDraft(
            office, "ditolak", reason="Sudah dilayani program lain pada triwulan ini"
        )
    asked = next(each for story in STORIES for each in story.asked if each.text == one.text.strip())
    changed = number % 7 == 3
    return turning.AnswerDraft(
        office, "diubah" if changed else "diterima",
        changed_text=f"{one.text}, bertahap mulai bulan depan" if changed else "",
        due=turning.due_for(one, on), volume=Decimal(asked.volume) if asked.volume else None,
        unit=asked.unit, budget=asked.budget, money=asked.money,
    )  # fmt: skip
