"""What becomes of the demo's decisions: into budgets or not, handed over or not, kept or broken."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from rembuk.demo.clock import standing_at
from rembuk.demo.forums.sitting import Stage
from rembuk.office.access.models import Account
from rembuk.office.forums.models import Decision
from rembuk.office.ledger import services as ledger
from rembuk.office.ledger.models import Promise
from rembuk.office.people.models import Family
from rembuk.office.places.models import Area, Level
from rembuk.office.places.scope import within
from rembuk.office.programmes import services
from rembuk.office.programmes.deliveries import acts as delivering
from rembuk.office.programmes.deliveries import spending
from rembuk.office.programmes.deliveries.acts import Handed
from rembuk.office.programmes.models import Activity, Delivery, Status
from rembuk.office.seats.models import Holding, Office

Fate = Callable[[Stage, Decision, Promise], None]
HALF: Final = 2


def befall(stage: Stage, key: str, fate: str) -> None:
    """Let a decision go its way; one that was not agreed, or taken up elsewhere, has none."""
    found = stage.taken.get(key)
    if found is None or fate not in FATES:
        return
    decision = Decision.objects.select_related("promise", "meeting", "owner").get(pk=found.pk)
    if decision.promise is not None:
        FATES[fate](stage, decision, decision.promise)


def own(stage: Stage, office: Office) -> Account | None:
    """The account that sits in an office; None where nobody there signs in."""
    held = Holding.objects.on(stage.today).filter(seat__office=office, account__isnull=False)
    one = held.select_related("account").order_by("seat__head", "pk").first()
    return one.account if one is not None else None


def hand(stage: Stage, office: Office) -> Account:
    """Who writes for an office in the plan: itself, or the secretariat."""
    return own(stage, office) or stage.who["tpps"]


def _walk(stage: Stage, decision: Decision, promise: Promise, reach: Status) -> Activity | None:
    """The activity of a promise, walked by the calendar of its year up to a status."""
    who, year = hand(stage, promise.owner), decision.meeting.plan_year
    activity = Activity.objects.filter(promise=promise).order_by("-year").first()
    first = max(dt.date(year - 1, 2, 1), promise.created_at.date())
    if activity is None:
        with standing_at(first, 11):
            activity = services.from_promise(who, promise, year=year)
    steps = (
        (Status.FORUM, max(dt.date(year - 1, 2, 20), first)),
        (Status.PLAN, dt.date(year - 1, 9, 18)),
        (Status.BUDGET, dt.date(year - 1, 12, 22)),
    )
    for status, day in steps:
        if day > stage.today:
            break
        with standing_at(day, 14):
            activity = services.move(who, activity, status, *_paper(stage, activity, status))
        if status == reach:
            break
    return activity


def _paper(stage: Stage, activity: Activity, status: Status) -> tuple[str, str]:
    """Document and line by which an activity stands in a plan or a budget. Invented numbers."""
    year, line = activity.year, f"2.3.{activity.pk % 20 + 1:02d}"
    village = activity.office.place_code.count(".") == 3
    if status == Status.FORUM:
        where = "desa" if village else "RKPD"
        return f"Berita acara Musrenbang {where} {year - 1} (tiruan)", ""
    if village and not stage.town(activity.office.place_code):
        names = {Status.PLAN: f"RKPDes {year}, Perdes 4/{year - 1} (tiruan)",
                 Status.BUDGET: f"APBDes {year}, Perdes 7/{year - 1} (tiruan)"}  # fmt: skip
    else:
        names = {Status.PLAN: f"Renja {activity.office.short} {year} (tiruan)",
                 Status.BUDGET: f"APBD {year}, DPA {activity.office.short} (tiruan)"}  # fmt: skip
    return names[status], line if status == Status.PLAN else f"{line}.{activity.pk % 90 + 1:02d}"


def _spend(stage: Stage, activity: Activity, months: range, share: Decimal) -> None:
    """A share of the ceiling, spent in equal parts by month."""
    who, total = hand(stage, activity.office), int((activity.ceiling_amount or 0) * share)
    for month in months:
        day = dt.date(activity.year, month, 28)
        if day > stage.today:
            return
        part = total // len(months)
        with standing_at(day, 15):
            spending.spend(who, activity, f"{day:%Y-%m}", part, "SP2D tiruan", confirmed=True)


def _deliver(
    stage: Stage, activity: Activity, month: int, many: int, *, checked: int
) -> list[Delivery]:
    """Units handed over on one day, so many of the deliveries checked a week later."""
    day = dt.date(activity.year, month, 12)
    if day > stage.today or many <= 0:
        return []
    who = hand(stage, activity.office)
    amount = (activity.ceiling_amount or 0) // max(1, int(activity.volume or 1))
    with standing_at(day, 10):
        given = delivering.deliver(
            who, activity, day, _recipients(activity, many, amount), upload=_photo(day),
            confirmed=True,
        )  # fmt: skip
    checks = min(day + dt.timedelta(days=8), stage.today)
    judge = stage.who["camat" if who.pk != stage.who["camat"].pk else "tpps"]
    with standing_at(checks, 11):
        for one in given[:checked]:
            if delivering.may_verify(judge, one):
                delivering.verify(judge, one)
            else:
                delivering.verify(stage.who["verifikator"], one)
    return given


def _recipients(activity: Activity, many: int, amount: int) -> list[Handed]:
    """In a village one family a unit, the rest by place; in a district by village."""
    place = activity.place_code
    if place.count(".") == 3:
        had = Delivery.objects.filter(activity=activity).values("family")
        rows = Family.objects.filter(within("place_code", place)).exclude(pk__in=had)
        found = [
            Handed(one.place_code[:13], Decimal(1), family=one, amount=amount)
            for one in rows.order_by("pk")[:many]
        ]
        left = many - len(found)
        if left:
            found.append(Handed(place, Decimal(left), amount=amount * left))
        return found
    areas = list(
        Area.objects.filter(within("code", place), level=Level.DESA, valid_to=None)
        .filter(code__in=Family.objects.values_list("place_code", flat=True))
        .order_by("code")[:6]
    ) or list(Area.objects.filter(within("code", place), level=Level.DESA).order_by("code")[:6])
    parts = [many // len(areas) + (1 if n < many % len(areas) else 0) for n in range(len(areas))]
    return [
        Handed(area.code, Decimal(part), amount=amount * part)
        for area, part in zip(areas, parts, strict=True) if part
    ]  # fmt: skip


def _photo(day: dt.date) -> SimpleUploadedFile:
    """A drawn picture; it says what it is."""
    picture = Image.new("RGB", (480, 320), "#cfd8d2")
    ImageDraw.Draw(picture).text((120, 150), f"Foto contoh {day:%d-%m-%Y} (tiruan)", fill="#333333")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=70)
    return SimpleUploadedFile("serah-terima.jpg", out.getvalue(), "image/jpeg")


def _kept(stage: Stage, decision: Decision, promise: Promise) -> None:
    """Budgeted, spent, handed over whole, checked, and judged by another office."""
    activity = _walk(stage, decision, promise, Status.BUDGET)
    if activity is None or not activity.budgeted:
        return
    _spend(stage, activity, range(3, 7), Decimal("0.97"))
    whole = int(activity.volume or 0)
    first = whole // HALF
    for month, many in ((4, first), (6, whole - first)):
        _deliver(stage, activity, month, many, checked=many)
    day = dt.date(activity.year, 7, 3)
    now = Promise.objects.get(pk=promise.pk)
    if day <= stage.today and now.state == "selesai":
        with standing_at(day, 10):
            ledger.verify(now, stage.who["verifikator"], note="Daftar penerima dan foto cocok.")


def _partly(stage: Stage, decision: Decision, promise: Promise) -> None:
    """Budgeted and begun; two thirds reached people, then it stopped."""
    activity = _walk(stage, decision, promise, Status.BUDGET)
    if activity is None or not activity.budgeted:
        return
    _spend(stage, activity, range(3, 6), Decimal("0.6"))
    many = int(activity.volume or 0) * 2 // 3
    _deliver(stage, activity, 5, many, checked=many * 2 // 3)


def _unbudgeted(stage: Stage, decision: Decision, promise: Promise) -> None:
    """In the plan, not in the budget: the owner says so, and the day passes."""
    activity = _walk(stage, decision, promise, Status.PLAN)
    day = dt.date(decision.meeting.plan_year, 2, 10)
    if activity is None or day > stage.today:
        return
    who = own(stage, promise.owner)
    if who is None:
        return
    with standing_at(day, 10):
        ledger.start(promise, who)
        ledger.report_progress(
            promise, who, "Tidak tercantum di anggaran tahun ini.",
            obstacle="Pagu habis untuk kegiatan yang sudah terikat",
        )  # fmt: skip


def _proven(stage: Stage, decision: Decision, promise: Promise) -> None:
    """Without money: done, proven, judged; never answered where nobody of the office signs in."""
    who = own(stage, promise.owner)
    day = promise.due - dt.timedelta(days=25)
    if who is None or day > stage.today:
        return
    with standing_at(day - dt.timedelta(days=40), 9):
        if promise.state == "diusulkan":
            ledger.accept(promise, who)
        ledger.start(promise, who)
    with standing_at(day, 9) as at:
        ledger.add_proof(
            promise, who, "penyerahan", text="Catatan kegiatan (tiruan)",
            taken_on=at.date(),
        )  # fmt: skip
        ledger.finish(promise, who)
    with standing_at(min(day + dt.timedelta(days=12), stage.today), 10):
        judge = "sekda" if who.pk in {stage.who["verifikator"].pk} else "verifikator"
        ledger.verify(promise, stage.who[judge], note="Bukti cocok.")


def _dropped(stage: Stage, decision: Decision, promise: Promise) -> None:
    """Struck when the budget was debated, and why."""
    activity = _walk(stage, decision, promise, Status.PLAN)
    day = dt.date(decision.meeting.plan_year - 1, 11, 12)
    if activity is None or day > stage.today:
        return
    why = "Dicoret dalam pembahasan anggaran: tidak sampai ke sasaran"
    with standing_at(day, 15):
        services.move(stage.who["tpps"], activity, Status.DROPPED, reason=why)
        ledger.cancel(promise, stage.who["tpps"], why)


def _only(reach: Status) -> Fate:
    """As far as a status and no further."""

    def fate(stage: Stage, decision: Decision, promise: Promise) -> None:
        _walk(stage, decision, promise, reach)

    return fate


FATES: Final[Mapping[str, Fate]] = {
    "ditepati": _kept, "sebagian": _partly, "salur-jalan": _partly,
    "tanpa-anggaran": _unbudgeted, "bukti": _proven, "gugur": _dropped,
    "musrenbang": _only(Status.FORUM), "rkp": _only(Status.PLAN),
}  # fmt: skip
