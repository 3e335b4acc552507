"""The best split of a budget over 250 villages and 20 services, against a stochastic search.

The peer is adaptive stochastic descent (Kerr et al. 2018, PLoS One 13:e0192944), as sciris has it:
the optimiser of Optima Nutrition. It gets the same problem as one fast function of the money per
service, spends what it is given as a budget is split in practice, and may search for a minute.
"""

from __future__ import annotations

import argparse
import random
import time

import numpy as np
from numpy.typing import NDArray

from rembuk.science.choice.budget import Group, Problem, Service
from rembuk.science.choice.budget_best import best

KINDS = (("bumil", 0.2, 4), ("bayi 0-5", 0.1, 2), ("6-23", 0.3, 6), ("24-59", 0.6, 3))
FAMILIES = 5
ROUND = 10_000
PRICES = (150e3, 300e3, 800e3, 1.35e6, 2e6)
AVERTS = (0.05, 0.12, 0.18, 0.23, 0.29)


def problem(villages: int, share: float, seed: int) -> Problem:
    """An invented district: `share` of what all services would cost at their caps."""
    chance = random.Random(seed)
    groups = [group for v in range(villages) for group in village(f"desa-{v:03}", chance)]
    most = sum(group.spent([one.cap for one in group.services]) for group in groups)
    return Problem(tuple(groups), share * most)


def village(place: str, chance: random.Random) -> list[Group]:
    """Fifteen services on four groups of people, five for families with a worth of their own."""
    children = chance.randint(60, 400)
    out = []
    for code, part, services in KINDS:
        need = max(1, int(children * part))
        held = [_service(f"{code}-{n}", need, chance) for n in range(services)]
        out.append(Group(place, code, need * chance.uniform(0.05, 0.35), tuple(held)))
    for n in range(FAMILIES):
        need = chance.randint(5, 80)
        one = Service(f"keluarga-{n}", chance.choice((1e6, 3e6, 2e7)), need, 0, need,
                      worth=chance.choice((0.0, 0.01, 0.05)))  # fmt: skip
        out.append(Group(place, f"keluarga-{n}", 0.0, (one,)))
    return out


def _service(code: str, need: int, chance: random.Random) -> Service:
    reached = int(need * chance.uniform(0, 0.6))
    cap = int((need - reached) * 0.9)
    return Service(code, chance.choice(PRICES), need, reached, cap, chance.choice(AVERTS))


class Peer:
    """The problem as one function of the share of each service's cap that is paid."""

    def __init__(self, asked: Problem) -> None:
        self.budget = asked.budget
        rows = [(n, s, g.cases) for n, g in enumerate(asked.groups) for s in g.services]
        self.owner = np.array([n for n, _s, _c in rows])
        self.first = np.flatnonzero(np.diff(self.owner, prepend=-1))
        self.cap = np.array([s.cap * s.cost for _n, s, _c in rows])
        self.lost = np.array([1 - s.left(s.cap) for _n, s, _c in rows])
        self.worth = np.array([s.worth * s.cap for _n, s, _c in rows])
        self.cases = np.array([g.cases for g in asked.groups])

    def paid(self, x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Shares scaled to the budget, none above its cap, what is cut off given to the others."""
        share = np.clip(x, 0, 1)
        for _round in range(4):
            spent = float((share * self.cap).sum())
            if spent <= 0 or abs(spent / self.budget - 1) < 1e-9:
                break
            share = np.clip(share * self.budget / spent, 0, 1)
        return share

    def gain(self, x: NDArray[np.float64]) -> float:
        """Cases averted, worth included."""
        share = self.paid(x)
        left = np.multiply.reduceat(1 - self.lost * share, self.first)
        return float((self.cases * (1 - left)).sum() + (self.worth * share).sum())

    def search(self, seconds: float) -> float:
        """The best gain descent finds from an even split. It keeps every step it tried, so it goes
        on from its best in rounds."""
        import sciris  # the peer of this measurement alone

        x = np.full(len(self.cap), self.budget / self.cap.sum())
        end, rounds = time.perf_counter() + seconds, 0
        while (left := end - time.perf_counter()) > 0:
            found = sciris.asd(
                lambda point: -self.gain(np.asarray(point)), x, xmin=np.zeros_like(x),
                xmax=np.ones_like(x), maxtime=left, maxiters=ROUND, abstol=0, reltol=0,
                stalliters=ROUND, verbose=0, randseed=rounds,
            )  # fmt: skip
            x, rounds = np.asarray(found.x), rounds + 1
        return self.gain(x)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=250)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--peer", type=float, default=60.0, help="seconds for the search, 0: none")
    options = parser.parse_args()
    for share in (0.05, 0.2, 0.5):
        asked = problem(options.villages, share, options.seed)
        start, work = time.perf_counter(), time.process_time()
        plan = best(asked)
        took, busy = time.perf_counter() - start, time.process_time() - work
        print(
            f"choice: {options.villages} villages, {len(asked.groups):,} groups, "
            f"Rp {asked.budget / 1e9:,.1f} billion: {took:.2f} s ({busy:.2f} s of processor), "
            f"at most {plan.short:.1e} of the gain lacks"
        )
        if options.peer:
            peer = Peer(asked).search(options.peer)
            print(f"  {options.peer:.0f} s of search reach {peer / plan.gain:.4f} of its gain")


if __name__ == "__main__":
    main()
