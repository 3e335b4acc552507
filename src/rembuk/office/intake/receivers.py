"""The contract between intake and the room that owns a kind of row.

Intake knows files; a receiver knows meaning. A room registers its receiver in `AppConfig.ready`.
Frames are canonical: one row per record, `row_no` (its number, unique in the import), `sheet_row`
(1-based row of the sheet; the same as `row_no` but in sheets with a group of columns per month,
where one sheet row gives several records), one column per field of the receiver in its type (all
of them, empty when the sheet lacks them), plus `area_code` (village, resolved; null when the kind
has no village). Types: text, nik, sex (L/P), position (L/H), nt (N/T/O/B) and categories are
String, date is Date, decimal Float64, integer Int64, yesno Boolean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import polars as pl

from .sentences import Param, Sentence

FieldType = Literal[
    "text",
    "date",
    "decimal",
    "integer",
    "sex",
    "yesno",
    "nik",
    "kk",
    "position",
    "nt",
    "bbu",
    "tbu",
    "bbtb",
    "code",
    "mark",
    "rank",
    "ahead",
]
"""How a cell is read. `bbu`, `tbu`, `bbtb` become the category codes of the reference. A `kk` is
read as a NIK is. A `code` stays as written (`1.0` is `1`); a `mark` is `ya`, `tidak` or the figure
written; a `rank` is the whole number in `Desil 3`; an `ahead` is a day that may lie ahead."""
Verdict = Literal["baru", "berubah", "sama", "galat", "ragu"]


@dataclass(frozen=True)
class Field:
    """One canonical column: name, Indonesian label, type, whether a row needs it, limits.

    An unreadable value of a `required` or `grave` field makes its row an error; of another field
    it is left empty with a note.
    """

    name: str
    label: str
    type: FieldType
    required: bool = False
    low: float | None = None
    high: float | None = None
    unit: str = ""
    grave: bool = False


@dataclass(frozen=True)
class Issue:
    """What is wrong in one row: column (the sheet's heading or the label of a field, which is
    shown as the sheet heads it), code, and a sentence with remedy. `message` is a text of the
    catalogue, marked with `gettext_noop`, with `{name}` where a value of `params` goes: it is said
    in the language of who reads it. Values never hold a name or an identity number."""

    row_no: int
    column: str
    verdict: Literal["galat", "ragu", "catatan"]
    code: str
    message: str
    params: Mapping[str, Param] | tuple[()] = ()

    @property
    def sentence(self) -> Sentence:
        """The message with its values."""
        return Sentence(self.message, dict(self.params))


@dataclass(frozen=True)
class Context:
    """What an import is: whose file, which layout, where, as of when."""

    import_id: int
    layout: str
    as_of: dt.date
    area: str
    edition: str = ""
    swap: bool = False
    """The user asked to exchange NIK and card numbers where they are in each other's column."""


@dataclass(frozen=True)
class Examined:
    """The receiver's view of a frame: a verdict per row (`row_no, verdict`), issues, and for
    changed rows what changes (`row_no, subject, column, before, after`; no names, no NIK)."""

    verdicts: pl.DataFrame
    issues: tuple[Issue, ...] = ()
    changes: pl.DataFrame = field(default_factory=pl.DataFrame)
    report: dict[str, object] = field(default_factory=dict)
    kept: pl.DataFrame | None = None
    """`row_no` and columns worked out in the check that saving needs again: `commit` gets its rows
    with these columns, unless the staged copy was lost."""


Progress = Callable[[str, int, int], None]
"""Called with stage, done, total; raises `Cancelled` when the user asked to stop."""


class Receiver(Protocol):
    """A room that takes one kind of row. Every write is idempotent: repeating `commit` or
    `finish` after a crash ends in the same state as one clean run."""

    kind: str
    label: str

    @property
    def fields(self) -> tuple[Field, ...]:
        """The canonical columns of the kind."""
        ...

    def examine(self, rows: pl.DataFrame, context: Context) -> Examined:
        """Judge rows without writing."""
        ...

    def commit(self, rows: pl.DataFrame, context: Context) -> None:
        """Write one chunk of good rows in one transaction."""
        ...

    def finish(self, contexts: Sequence[Context], progress: Progress) -> list[dict[str, object]]:
        """Derive what follows from the written rows of some imports, once for all of them; returns
        the report of each."""
        ...

    def undo(self, context: Context, progress: Progress) -> dict[str, object]:
        """Take everything of this import back and derive again."""
        ...


_receivers: dict[str, Receiver] = {}


def register(receiver: Receiver) -> None:
    """Make a receiver known; the same kind twice is a programming error."""
    known = _receivers.get(receiver.kind)
    if known is not None and type(known) is not type(receiver):
        raise ValueError(f"two receivers for {receiver.kind}")
    _receivers[receiver.kind] = receiver


def receiver(kind: str) -> Receiver:
    """The receiver of a kind of row."""
    return _receivers[kind]


def receivers() -> Iterator[Receiver]:
    """All receivers, by kind."""
    return (_receivers[kind] for kind in sorted(_receivers))
