"""What the server writes to its log: where something failed, never about whom."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class Discreet(logging.Formatter):
    """Writes of an exception its places in the code and its type; its text could hold a person."""

    def formatException(  # noqa: N802 - the name logging calls
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None]
        | tuple[None, None, None],
    ) -> str:
        """The frames and the type of the exception."""
        kind, _, trace = ei
        frames = "".join(traceback.format_tb(trace)) if trace is not None else ""
        return f"{frames}{kind.__name__ if kind is not None else ''}"
