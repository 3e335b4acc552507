"""The same science over many districts: loop, process pool; tables too large to hold."""

from rembuk.batch.engine import Engine, run

__all__ = ["Engine", "run"]
