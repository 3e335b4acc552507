"""A progress bar for a terminal, and plain lines where there is none."""

from __future__ import annotations

import sys
import time
from typing import Final, TextIO

WIDTH: Final = 28


class Bar:
    """One line that grows; call it with stage, done and total."""

    def __init__(self, out: TextIO | None = None) -> None:
        self.out = out or sys.stderr
        self.live = self.out.isatty()
        self.begun = time.monotonic()
        self._stage = ""
        self._painted = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Show how far `stage` is."""
        now = time.monotonic()
        new = stage != self._stage
        if not self.live:
            if new:
                self.out.write(f"  {self._clock(now)}  {stage}\n")
                self.out.flush()
            self._stage = stage
            return
        if not new and done < total and now - self._painted < 0.1:
            return
        if new and self._stage:
            self.out.write("\n")
        self._stage, self._painted = stage, now
        share = min(1.0, done / total) if total else 0.0
        full = round(share * WIDTH)
        line = f"  {'█' * full}{'░' * (WIDTH - full)} {share:4.0%}  {self._clock(now)}  {stage}"
        self.out.write(f"\r\x1b[2K{line[:110]}")
        self.out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self.live and self._stage:
            self.out.write("\n")
            self.out.flush()

    def _clock(self, now: float) -> str:
        seconds = int(now - self.begun)
        return f"{seconds // 60}:{seconds % 60:02d}"
