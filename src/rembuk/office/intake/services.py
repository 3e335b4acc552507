"""The acts of intake, used alike by the pages, the command `rembuk import` and the demo:

file = receive(path, user)          # kept under its hash; `Unreadable` when it is no table
for imported in recognise(file):    # one per sheet; state MAPPING when the layout is unknown
    check(imported)                 # PREVIEW (or DONE: nothing new; REFUSED: see message)
    commit(imported)                # DONE; `undo(imported)` takes it back

Of many files at once: `write` each, then `finish` all: what follows is derived once.
"""

from .checking import check
from .committing import commit, discard, finish, undo, write
from .error_sheet import error_sheet
from .mapping import map_columns, save_layout
from .reading.limits import Unreadable
from .receiving import known_layouts, receive, recognise

__all__ = [
    "Unreadable",
    "check",
    "commit",
    "discard",
    "error_sheet",
    "finish",
    "known_layouts",
    "map_columns",
    "receive",
    "recognise",
    "save_layout",
    "undo",
    "write",
]
