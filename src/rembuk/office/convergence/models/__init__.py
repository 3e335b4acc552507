"""Tables of the convergence room, one noun a file."""

from rembuk.office.convergence.models.cell import Cell, CellEvent, Tally
from rembuk.office.convergence.models.evidence import Evidence
from rembuk.office.convergence.models.figure import Figure, FigureEvent
from rembuk.office.convergence.models.filing import Filing, SheetFile
from rembuk.office.convergence.models.programme import Programme, ProgrammeEvent
from rembuk.office.convergence.models.slot import OwnIndicator, Ruling
from rembuk.office.convergence.models.words import (
    CellState,
    Freshness,
    Level,
    Part,
    Status,
    YearState,
)
from rembuk.office.convergence.models.year import Duty, StepDone, Window, Year, YearEvent

__all__ = [
    "Cell", "CellEvent", "CellState", "Duty", "Evidence", "Figure", "FigureEvent", "Filing",
    "Freshness", "Level", "OwnIndicator", "Part", "Programme", "ProgrammeEvent",
    "Ruling", "SheetFile", "Status", "StepDone", "Tally", "Window", "Year", "YearEvent",
    "YearState",
]  # fmt: skip
