"""Invented figures of every quantity: what a village could count, from how many live there."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rembuk.office.convergence.periods import Period
from rembuk.office.people.models import Family, Person
from rembuk.reference.indicators import Quantity

FAMILIES: Final[Mapping[str, float]] = {
    "keluarga": 1.0, "rumah_tangga": 0.97, "rt_sanitasi_pribadi": 0.7, "keluarga_berisiko": 0.31,
    "keluarga_miskin_semua": 0.22, "pus_semua": 0.62, "pus_miskin": 0.18, "kpm_pkh": 0.14,
    "kpm_1000hpk": 0.05, "rematri": 0.21, "penduduk_pbi": 1.6, "keluarga_miskin_tunai": 0.13,
    "keluarga_miskin_pangan": 0.19,
}  # fmt: skip
"""Quantity -> how many for each family."""
CHILDREN: Final[Mapping[str, float]] = {
    "balita_sasaran": 1.0, "balita_diukur": 0.82, "baduta_sasaran": 0.4, "bayi_0_5": 0.1,
    "anak_6_23": 0.3, "bayi_bertahan": 0.2, "bumil": 0.14, "bumil_dapat_ttd": 0.12,
    "bumil_kek": 0.02, "balita_gizi_kurang": 0.05, "balita_gizi_buruk": 0.01,
    "ibu_pascasalin": 0.02, "catin_pasangan": 0.012, "catin_terdaftar": 0.024,
}  # fmt: skip
"""Quantity -> how many for each child under five."""
PLAIN: Final[Mapping[str, int]] = {
    "desa": 1, "posyandu": 2, "paud": 2, "pikr_bkr": 1, "sasaran_disurvei": 384,
    "pelatih_paud": 14, "audit_baduta": 1, "surveilans_krs": 1, "data_krs": 1,
    "kerja_sama_pt": 2, "kampanye_kanal": 3, "forum_agama": 1, "pendamping_pkh_terlatih": 1,
}  # fmt: skip
SHARES: Final[Mapping[str, float]] = {
    "balita_pendek": 0.11, "balita_sangat_pendek": 0.03, "balita_stunting": 0.14, "ktd": 0.06,
    "pus_unmet": 0.13, "catin_ttd": 0.5, "catin_bimwin": 0.6, "bayi_0_5_asi": 0.58,
    "kpm_1000hpk_variasi": 0.42, "keluarga_jamban": 0.83, "rt_air_layak": 0.76,
    "desa_bebas_stunting": 0.1, "desa_odf": 0.6, "keamanan_pangan": 1.0,
}  # fmt: skip
"""Numerator -> its share of what it is counted among; any other draws one."""
MONTHLY: Final = frozenset({"penduduk_pbi", "keluarga_miskin_tunai", "keluarga_miskin_pangan"})
SLOW: Final = frozenset({*FAMILIES, "desa", "posyandu", "paud", "pikr_bkr"} - MONTHLY)
"""What others are counted among is told each quarter; in between the last one is carried."""


@dataclass(frozen=True)
class Village:
    """A village as numbers: who lives there, and how well it is served (around 0)."""

    code: str
    families: int
    children: int
    served: float


def villages(codes: Sequence[str], seed: int) -> tuple[Village, ...]:
    """The villages of the demo with the people it invented for them."""
    rng = np.random.default_rng([seed, 80])
    served = rng.normal(0.0, 0.09, len(codes))
    homes = Counter(code[:13] for code in Family.objects.values_list("place_code", flat=True))
    posts = Person.objects.filter(place_code__contains=".P", left_on__isnull=True)
    young = Counter(code[:13] for code in posts.values_list("place_code", flat=True))
    return tuple(
        # a post's roll also holds those who have turned five since
        Village(code, max(homes[code], 30), max(round(young[code] * 0.7), 12), float(well))
        for code, well in zip(codes, served, strict=True)
    )


class Figures:
    """Draws the value of a quantity for places and periods: the same asked twice is the same."""

    def __init__(
        self,
        known: Mapping[str, Quantity],
        pairs: Iterable[tuple[str, str]],
        seed: int,
        counted: Mapping[tuple[str, str, str], int] | None = None,
    ) -> None:
        """`pairs`: numerator and denominator of each indicator ("" for none); `counted`: what
        records tell, by (place, quantity, period): others are a share of that."""
        self._known, self._seed, self._counted = known, seed, counted or {}
        self._below = {top: bottom for top, bottom in pairs if bottom}
        for code, quantity in known.items():
            if quantity.max_of:
                self._below.setdefault(code, quantity.max_of)

    def values(
        self, code: str, places: Sequence[Village], periods: Sequence[Period]
    ) -> NDArray[np.int64]:
        """Values by place (rows) and period (columns)."""
        drawn = self._drawn(code, places, periods)
        if code in SLOW and periods and periods[0].kind == "bulan":
            drawn = drawn[:, np.arange(len(periods)) // 3 * 3]
        for row, place in enumerate(places if self._counted else ()):
            for column, one in enumerate(periods):
                known = self._counted.get((place.code, code, one.code))
                if known is not None:
                    drawn[row, column] = known
        return drawn

    def _drawn(
        self, code: str, places: Sequence[Village], periods: Sequence[Period]
    ) -> NDArray[np.int64]:
        rng = np.random.default_rng([self._seed, 81, _number(code)])
        shape = (len(places), len(periods))
        families = np.array([one.families for one in places], dtype=float)[:, None]
        children = np.array([one.children for one in places], dtype=float)[:, None]
        drift = np.linspace(0.97, 1.03, len(periods))[None, :]
        if code in FAMILIES:
            return _whole(rng, families * FAMILIES[code] * drift)
        if code in CHILDREN:
            return _whole(rng, children * CHILDREN[code] * drift)
        if code in PLAIN:
            return np.full(shape, PLAIN[code], dtype=np.int64)
        below = self._below.get(code, "")
        among = (
            self.values(below, places, periods).astype(float)
            if below and below in self._known and below != code
            else np.broadcast_to(children * 0.2, shape)
        )
        share = SHARES.get(code, float(rng.uniform(0.5, 0.92)))
        served = np.array([one.served for one in places])[:, None]
        better = np.linspace(-0.02, 0.03, len(periods))[None, :]
        chance = np.clip(share + (served + better) * min(1.0, 4 * share * (1.02 - share)), 0, 1)
        if self._known[code].kind == "yes-no":
            said = (rng.random((len(places), 1)) < share + served).astype(np.int64)
            return np.broadcast_to(said, shape).copy()
        return np.minimum(_whole(rng, among * chance), among.astype(np.int64))


def _whole(rng: np.random.Generator, hoped: NDArray[np.float64]) -> NDArray[np.int64]:
    """Whole numbers near what is hoped: a small count is 0 in one village and 1 in the next."""
    return np.floor(hoped + rng.random((hoped.shape[0], 1))).astype(np.int64)


def _number(code: str) -> int:
    return int.from_bytes(hashlib.sha256(code.encode()).digest()[:4])
