"""Ages from dates alone: days, completed calendar months, age corrected for early birth."""

from __future__ import annotations

from typing import Final

import polars as pl

FULL_TERM_WEEKS: Final = 40
PRETERM_BELOW_WEEKS: Final = 37
VIABLE_FROM_WEEKS: Final = 22
CORRECT_BELOW_DAYS: Final = 731


def days(birth: str = "birth_date", date: str = "date") -> pl.Expr:
    """Whole days from birth to the visit; negative when the visit comes first."""
    return (pl.col(date) - pl.col(birth)).dt.total_days().cast(pl.Int32)


def completed_months(birth: str = "birth_date", date: str = "date") -> pl.Expr:
    """Completed calendar months: a child born on the 31st completes a month on the last day of a
    shorter month."""
    born, seen = pl.col(birth), pl.col(date)
    months = (seen.dt.year() - born.dt.year()) * 12 + (
        seen.dt.month().cast(pl.Int32) - born.dt.month().cast(pl.Int32)
    )
    early = (seen.dt.day() < born.dt.day()) & (seen.dt.day() < seen.dt.month_end().dt.day())
    return (months - early.cast(pl.Int32)).cast(pl.Int32)


def corrected_days(age: str = "age_days", weeks: str = "gestation_weeks") -> pl.Expr:
    """Age less the weeks a preterm child came before 40; missing when it does not apply.

    Only for children under 24 months born at 22-36 completed weeks; missing too before the
    expected day of birth. Shown beside the uncorrected age, never instead of it.
    """
    gestation = pl.col(weeks)
    applies = (
        gestation.is_between(VIABLE_FROM_WEEKS, PRETERM_BELOW_WEEKS, closed="left")
        & (pl.col(age) >= 0)
        & (pl.col(age) < CORRECT_BELOW_DAYS)
    )
    age_from_term = (pl.col(age) - (FULL_TERM_WEEKS - gestation) * 7).cast(pl.Int32)
    return pl.when(applies & (age_from_term >= 0)).then(age_from_term)
