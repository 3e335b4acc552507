"""What a measured effect takes from a prevalence: one share for every kind of measure.

A relative risk acts on the prevalence, an odds ratio on the odds, a difference of heights shifts
the whole distribution of z-scores and with it those below -2. Mixing them up overstates: an odds
ratio of 0.5 halves a prevalence of 1 percent, and takes a third of one of 50 percent.

Sources: definitions of the measures (Rothman, Modern Epidemiology, ch. 4); the shift of a normal
distribution below a cut-off as in Bhutta et al., Lancet 2008 (371:417-440).
"""

from __future__ import annotations

from typing import Final, Literal

from scipy.special import ndtr, ndtri

Measure = Literal["RR", "PR", "OR", "SMD", "selisih-rerata", "perubahan-relatif"]
"""As in the catalogue of interventions (`reference.promises.Effect`)."""
Z_SPREAD: Final = 1.0
"""Standard deviation of length-for-age z-scores where none was measured: that of the standard."""


def share_averted(
    measure: Measure, value: float, prevalence: float, spread: float = Z_SPREAD
) -> float:
    """Share of the cases that would not be there if everybody were covered (0.29 for RR 0.71);
    negative when the measure says harm.

    Args:
        measure, value: as published. SMD is in standard deviations, `selisih-rerata` in z-scores.
        prevalence: share of cases without the intervention, in (0, 1).
        spread: standard deviation of the z-scores, for `selisih-rerata`.

    Raises:
        ValueError: a prevalence outside (0, 1), a spread or a ratio not above 0, a relative change
            below -1, or an unknown measure.
    """
    if not 0 < prevalence < 1:
        raise ValueError("the prevalence must lie between 0 and 1")
    if measure in ("RR", "PR", "OR") and value <= 0:
        raise ValueError("a ratio is above 0")
    if measure in ("RR", "PR"):
        return 1 - value
    if measure == "OR":
        odds = value * prevalence / (1 - prevalence)
        return 1 - odds / (1 + odds) / prevalence
    if measure == "perubahan-relatif":
        if value < -1:
            raise ValueError("no more than all cases can go")
        return -value
    if measure not in ("SMD", "selisih-rerata"):
        raise ValueError(f"unknown measure {measure!r}")
    if spread <= 0:
        raise ValueError("a spread is above 0")
    shift = value / (spread if measure == "selisih-rerata" else 1.0)
    return 1 - float(ndtr(ndtri(prevalence) - shift)) / prevalence
