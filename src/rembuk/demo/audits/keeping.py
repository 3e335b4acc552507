"""How the invented offices keep their promises: some at once, some late, some not at all."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from rembuk.demo.clock import standing_at
from rembuk.office.access.models import Account
from rembuk.office.ledger import services
from rembuk.office.ledger.drafts import Draft
from rembuk.office.ledger.models import Promise
from rembuk.office.ledger.proving import add_proof
from rembuk.office.seats.models import Holding, Office

if TYPE_CHECKING:
    from rembuk.demo.audits.cycles import Play

Fate = Callable[["Play", Promise, Account, dt.date], None]


def keep(play: Play) -> None:
    """Let each promise of the cycle go its way, and make the few the district made elsewhere."""
    made = Promise.objects.filter(source_kind="audit", origin__cycle=play.cycle.name)
    fates = FINISHED if play.finished else RUNNING
    number = 0
    for promise in made.select_related("owner").order_by("number"):
        hand = _hand(promise.owner, play.day(116))
        if hand is not None:
            fates[number % len(fates)](play, promise, hand, play.day(120 + number % 6))
            number += 1
    if not play.finished:
        _elsewhere(play)


def _hand(owner: Office, on: dt.date) -> Account | None:
    """The account that acts for an office; None when nobody there signs in."""
    held = Holding.objects.on(on).filter(seat__office=owner, account__isnull=False)
    one = held.select_related("account").order_by("seat__head", "pk").first()
    return one.account if one else None


def _run(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    with standing_at(day):
        services.start(promise, hand)
    with standing_at(min(day + dt.timedelta(days=6), play.present)):
        services.report_progress(promise, hand, "Sudah dimulai, keluarga ditemui.", 40)


def _wait(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    """Accepted and nothing since."""


def _call_done(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    _run(play, promise, hand, day)
    with standing_at(min(day + dt.timedelta(days=9), play.present), 11) as at:
        add_proof(promise, hand, "foto", upload=_photo(), taken_on=at.date(), where="Di rumah")
        if promise.budget:
            add_proof(
                promise, hand, "belanja", amount=int(promise.budget * 0.9), taken_on=at.date(),
                text="Nota belanja (tiruan)",
            )  # fmt: skip
        services.finish(promise, hand)


def _verified(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    _call_done(play, promise, hand, day)
    with standing_at(min(day + dt.timedelta(days=14), play.present), 15):
        services.verify(promise, play.who["tpps"], note="Bukti cocok dengan kunjungan.")


def _returned(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    _call_done(play, promise, hand, day)
    with standing_at(min(day + dt.timedelta(days=13), play.present), 15):
        services.return_(promise, play.who["tpps"], "Foto belum menunjukkan hasil pekerjaannya.")


def _returned_then_verified(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    _returned(play, promise, hand, day)
    with standing_at(min(day + dt.timedelta(days=20), play.present), 9) as at:
        add_proof(
            promise, hand, "penyerahan", taken_on=at.date(), text="Serah terima kepada keluarga"
        )
        services.finish(promise, hand)
    with standing_at(min(day + dt.timedelta(days=24), play.present), 9):
        services.verify(promise, play.who["tpps"])


def _called_off(play: Play, promise: Promise, hand: Account, day: dt.date) -> None:
    with standing_at(min(day + dt.timedelta(days=5), play.present)):
        services.cancel(promise, play.who["tpps"], "Keluarga sudah dilayani lewat program lain.")


FINISHED: Final[tuple[Fate, ...]] = (
    _verified, _verified, _returned_then_verified, _verified, _run, _verified, _called_off,
    _verified,
)  # fmt: skip
RUNNING: Final[tuple[Fate, ...]] = (
    _run, _call_done, _verified, _wait, _returned, _run, _verified, _called_off,
)  # fmt: skip


def _elsewhere(play: Play) -> None:
    """Promises of meetings and gaps: one asked and unanswered, one refused, one carried over."""
    tpps = play.who["tpps"]

    def ask(title: str, office: str, due: int, **more: Any) -> Promise:
        with standing_at(play.day(100)):
            owner = Office.objects.get(code=office)
            draft = Draft(title, owner, play.day(due), play.plan.area, **more)
            return services.propose(draft, tpps)

    ask(
        "Kalibrasi alat ukur di semua posyandu", "dinkes", 150, kind="tata-kelola",
        intervention="INT-ALAT", source_kind="indikator", budget=45_000_000, money="DANA-APBD",
    )  # fmt: skip
    refused = ask(
        "Uji mutu air di desa dengan diare berulang", "dinsos", 140, intervention="INT-UJI-AIR",
        source_kind="rembuk",
    )  # fmt: skip
    with standing_at(play.day(103)):
        services.refuse(refused, play.who["dinsos"], "Uji mutu air bukan tugas dinas sosial.")
    carried = ask(
        "Padankan NIK anak yang belum punya kartu keluarga", "dppkb", 110, kind="tata-kelola",
        intervention="INT-PADAN-DATA", source_kind="indikator", money="DANA-TANPA",
    )  # fmt: skip
    with standing_at(play.day(102)):
        services.accept(carried, play.who["dppkb"])
    with standing_at(play.day(112)):
        services.carry_over(carried, tpps, play.day(240), reason="Menunggu data dukcapil")


def _photo() -> SimpleUploadedFile:
    """A picture that says that it is invented."""
    picture = Image.new("RGB", (480, 320), (206, 214, 205))
    ImageDraw.Draw(picture).text((40, 140), "FOTO TIRUAN - BUKAN BUKTI SUNGGUHAN", fill="black")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG")
    return SimpleUploadedFile("bukti.jpg", buffer.getvalue(), "image/jpeg")
