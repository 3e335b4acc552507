"""2023 under the eight actions: as Kota Bengkulu and Banjar tell it, incomplete and late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np

from rembuk.demo.audits.cycles import paper
from rembuk.demo.clock import standing_at
from rembuk.demo.convergence import settled
from rembuk.demo.convergence.invented import SLOW, Figures, Village
from rembuk.demo.convergence.people import MANAGER
from rembuk.demo.convergence.writing import Typed, draw, hand_up, open_all, send_back
from rembuk.demo.plan import Plan
from rembuk.office.access.models import Account
from rembuk.office.convergence import proving, steps, windows, years
from rembuk.office.convergence.figures import Entry
from rembuk.office.convergence.filings import filing
from rembuk.office.convergence.models import CellState, Year
from rembuk.office.convergence.periods import Period, of_year
from rembuk.office.convergence.registry import Registry, registry
from rembuk.office.convergence.slots import completing
from rembuk.reference.indicators import Quantity

YEAR: Final = 2023
CLOSES: Final = dt.date(2023, 5, 31)
LETTER: Final = "Surat Bappeda tentang batas pengisian (tiruan)"
CHASED: Final = dt.date(2023, 6, 5)
"""A week before the deadline these were empty; what came, came after it."""
WEAK: Final = frozenset({
    "catin_ttd", "catin_bimwin", "pus_miskin_bpnt", "pus_miskin_pbi", "ktd", "bayi_0_5_asi",
    "kpm_1000hpk_variasi", "keamanan_pangan", "desa_bidan", "desa_bebas_stunting",
})  # fmt: skip
LATE: Final = 22
"""Days after the end of a month on which late figures come, all at once."""
FAST: Final = frozenset({"balita_diukur", "balita_sasaran", "bumil", "balita_pendek"})
"""What puskesmas count anyway: never late."""


def make(
    plan: Plan, codes: Sequence[str], places: Sequence[Village], who: Mapping[str, Account]
) -> Year:
    """The whole year. `codes`: the demo's areas, `places`: its villages."""
    with standing_at(dt.date(YEAR, 1, 5)):
        year = years.adopt(
            plan.area, YEAR, "8-aksi", who[MANAGER], decree="SK TPPS/TIRUAN/2023",
            decree_on=dt.date(YEAR, 1, 2),
        )  # fmt: skip
        windows.move(year, f"isi:{YEAR}", dt.date(YEAR, 2, 1), CLOSES, LETTER, who[MANAGER])
        completing.rule(
            year, "konflik.BG22-E-BAL-5", "balita_gizi_kurang",
            "Yang diberi tambahan gizi adalah balita gizi kurang, bukan semua balita.",
            who[MANAGER],
        )  # fmt: skip
        completing.rule(
            year, "konflik.BG22-E-PUS-2", "catin_pasangan",
            "Kemenag mencatat pasangan; satu pasangan satu kali diperiksa.", who[MANAGER],
        )  # fmt: skip
    open_all(year, codes, dt.date(YEAR, 1, 6))
    _typed(plan, year, places).write(plan.area, who, dt.date(YEAR + 1, 3, 1))
    draw(year, dt.date(YEAR + 1, 3, 1))
    settled.lock(year, [f"{YEAR}-01", f"{YEAR}-02"], who, dt.date(YEAR, 6, 7))
    for number, state in ((3, CellState.ACCEPTED), (4, CellState.SUBMITTED)):
        hand_up(year, [f"{YEAR}-{number:02d}"], who, dt.date(YEAR, 6, 12 + number), state)
    hand_up(year, [str(YEAR)], who, dt.date(YEAR, 6, 20), CellState.APPROVED)
    send_back(
        year, f"{YEAR}-04", CellState.SUBMITTED,
        "Angka bulan ini sama persis dengan bulan lalu. Mohon dicek ke bidan.",
        dt.date(YEAR, 6, 18),
    )  # fmt: skip
    _papers(year, who[MANAGER])
    return year


def _typed(plan: Plan, year: Year, places: Sequence[Village]) -> Typed:
    """When each office typed what: most in time, some late, the weak ones after they were chased,
    some never. One figure has a digit too many."""
    asked = registry(year, dt.date(YEAR, 12, 31))
    typed, rng = Typed(), np.random.default_rng([plan.seed, 83])
    drawn = Figures(asked.quantities, _pairs(asked), plan.seed)
    district = (Village(plan.area, 60, 384, 0.0),)
    for code in sorted({q for one in asked.indicators.values() for q in one.quantities}):
        quantity = asked.quantities[code]
        where = places if quantity.level == "desa" else district
        periods = of_year(YEAR, quantity.frequency)
        values = drawn.values(code, where, periods)
        for row, place in enumerate(where):
            for column, one in enumerate(periods):
                if code in SLOW and column % 3:
                    continue  # carried from the quarter's first month
                day = _day(quantity, one, rng)
                if day is None:
                    continue
                value = int(values[row, column])
                if code == "kpm_pkh_p2k2" and row == len(where) // 2 and column == 4:
                    value = value * 10 + 8
                typed.add(day, quantity.owner, Entry(place.code, code, one.code, value))
    return typed


def _pairs(asked: Registry) -> list[tuple[str, str]]:
    return [(one.numerator, one.denominator) for one in asked.indicators.values()]


def _day(quantity: Quantity, one: Period, rng: np.random.Generator) -> dt.date | None:
    """The day a figure was typed on; None: never."""
    luck = float(rng.random())
    if one.kind == "tahun":
        if quantity.code in WEAK:
            return CHASED if luck < 0.5 else None
        return dt.date(YEAR, 5, 22) if luck < 0.93 else CHASED
    if quantity.code in SLOW or quantity.code in FAST:
        return one.ends + dt.timedelta(days=4)
    if quantity.code in WEAK:
        if one.ends <= CLOSES:
            return CHASED if luck < 0.55 else None
        return one.ends + dt.timedelta(days=LATE) if luck < 0.7 else None
    if luck < 0.015:
        return None
    return one.ends + dt.timedelta(days=LATE if luck < 0.085 else 4)


def _papers(year: Year, account: Account) -> None:
    """Evidence and done steps of the first actions, and one thing filed with its proof."""
    place = year.district_code
    with standing_at(dt.date(YEAR, 7, 3), 11) as at:
        scheme = steps.scheme_of(year)
        for step in scheme.steps():
            for one in step.requires:
                if one.code in {"sk-lokus", "berita-acara"} and "image" in one.kinds:
                    proving.add(
                        proving.Subject(year, place, one, step.code), account,
                        upload=paper(one.name_id.upper()[:60], one.code), on=CLOSES,
                    )  # fmt: skip
        for code, day in (("1.2", 29), ("1.3", 30), ("1.4", 31)):
            steps.mark_done(
                year, code, place, dt.date(YEAR, 5, day), account,
                "Selesai; sebagian berkas masih di Bappeda.",
            )  # fmt: skip
        filing.file(
            year, "dok-1.4", at.date(), account, note="Diunggah ke laman Aksi Bangda (tiruan).",
            proof=paper("TANGKAPAN LAYAR LAPORAN", "bukti-lapor"),
        )  # fmt: skip
