"""What the clerks know of each child: names, numbers and birth dates as written, errors included.

An error belongs to the child's record in one source and stays until somebody mends it, as in life.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from rembuk.demo.children import NEVER, Children, Dates, Objects
from rembuk.demo.names import misspelt
from rembuk.demo.places import Ints
from rembuk.demo.plan import Plan

PLACEHOLDERS: Final = ("0000000000000000", "1111111111111111", "9999999999999999",
                       "1234567890123456")  # fmt: skip
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Papers:
    """One source's record of each child (arrays of n), and what it said before it was mended."""

    name: Objects
    nik: Objects
    birth: Dates
    other_name: Objects  # the same child as another clerk writes it
    wrong_nik: Objects
    nik_mended_on: Dates  # from this day on `nik`, before it `wrong_nik`
    wrong_birth: Dates
    birth_mended_on: Dates
    newborn_until: Dates  # written `BY NY <mother>` before this day
    twice_from: Dates  # entered a second time, under another name, from this day

    def said(self, children: Children, child: Ints, day: Dates) -> tuple[Objects, Objects, Dates]:
        """Name, NIK and birth date of `child` as the register wrote them on `day`."""
        name = self.name[child].copy()
        newborn = np.flatnonzero(day < self.newborn_until[child])
        for i in newborn:
            name[i] = f"By Ny {str(children.mother[child[i]]).split()[0]}"
        nik = np.where(day < self.nik_mended_on[child], self.wrong_nik[child], self.nik[child])
        birth = np.where(
            day < self.birth_mended_on[child], self.wrong_birth[child], self.birth[child]
        )
        return name, nik, birth


def write_papers(plan: Plan, children: Children) -> Papers:
    """The e-PPGBM's record of every child."""
    rng = np.random.default_rng([plan.seed, 5])
    n = len(children)
    some_day = np.datetime64(plan.first_day) + rng.integers(30, plan.months * 30 + 60, n)
    mended = rng.random(n) < 0.45
    wrong_nik = _wrong_niks(rng, children)
    bad_nik = wrong_nik != children.nik
    wrong_birth = _wrong_births(rng, children)
    bad_birth = wrong_birth != children.birth
    newborn = rng.random(n) < 0.16
    until = np.where(newborn, children.birth + rng.integers(35, 200, n), children.birth)
    other = np.array([misspelt(rng, str(name)) for name in children.name], dtype=object)
    clerk = rng.random(n) < 0.2
    name = np.where(clerk, other, children.name)
    again = np.array([misspelt(rng, str(x)) for x in children.name], dtype=object)
    twice = (rng.random(n) < 0.008) & (again != name)
    twice_from = np.where(twice, children.birth + rng.integers(60, 900, n), NEVER)
    return Papers(
        name=name, nik=children.nik, birth=children.birth, other_name=again, wrong_nik=wrong_nik,
        nik_mended_on=_mended_on(bad_nik, mended, some_day),
        wrong_birth=wrong_birth, birth_mended_on=_mended_on(bad_birth, mended, some_day),
        newborn_until=until.astype("datetime64[D]"), twice_from=twice_from.astype("datetime64[D]"),
    )  # fmt: skip


def _mended_on(bad: Flags, mended: Flags, day: Dates) -> Dates:
    none = np.datetime64("1900-01-01")
    return np.where(bad, np.where(mended, day, NEVER), none).astype("datetime64[D]")


def _wrong_niks(rng: np.random.Generator, children: Children) -> Objects:
    """7 % missing, 3 % placeholder, 2.5 % mistyped, 2.5 % the mother's, 0.6 % a digit short."""
    n = len(children)
    u = rng.random(n)
    nik = children.nik.copy()
    place, digit = rng.integers(12, 16, n), rng.integers(1, 9, n)
    for i in np.flatnonzero(u < 0.156):
        own = str(nik[i])
        if u[i] < 0.07:
            nik[i] = ""
        elif u[i] < 0.10:
            nik[i] = PLACEHOLDERS[int(place[i]) - 12]
        elif u[i] < 0.125:
            at = int(place[i])
            nik[i] = own[:at] + str((int(own[at]) + int(digit[i])) % 10) + own[at + 1 :]
        elif u[i] < 0.15:
            nik[i] = children.mother_nik[i]
        else:
            nik[i] = own[:15]
    return nik


def _wrong_births(rng: np.random.Generator, children: Children) -> Dates:
    """2 % day and month changed over (where that is a date), 0.7 % put on the first of January."""
    birth = children.birth.copy()
    u = rng.random(len(birth))
    for i in np.flatnonzero(u < 0.047):
        day = birth[i].item()
        if u[i] < 0.04:
            if day.day <= 12 and day.day != day.month:
                birth[i] = np.datetime64(day.replace(day=day.month, month=day.day))
        else:
            birth[i] = np.datetime64(day.replace(day=1, month=1))
    return birth
