"""Corrected age of children born before 37 weeks, shown beside the uncorrected score."""

from __future__ import annotations

TERM_WEEKS = 40
PRETERM_BELOW = 37


def weeks_early(gestation_weeks: int | None) -> int:
    """Weeks before term (40) of a child born preterm (under 37 weeks); otherwise 0."""
    if gestation_weeks is None or not 20 <= gestation_weeks < PRETERM_BELOW:
        return 0
    return TERM_WEEKS - gestation_weeks


def corrected_zlen(sex: str, days: int, clenhei: float | None) -> float | None:
    """Length-for-age at the corrected age; `None` before term or without a length.

    Args:
        sex: "L" or "P".
        days: corrected age in days.
        clenhei: length, already brought to lying or standing by the uncorrected age, in cm.
    """
    if clenhei is None or days < 0 or sex not in {"L", "P"}:
        return None
    import polars as pl

    from rembuk.science.growth import zscores

    frame = pl.DataFrame(
        {
            "sex": ["m" if sex == "L" else "f"],
            "age": [days],
            "lenhei": [clenhei],
            "measure": ["l"],
        }
    )
    value: float | None = zscores(frame)["zlen"][0]
    return value
