"""One pure function over the tables of many districts, by a loop or by processes.

A kernel takes one district's table and gives a small result; results of parts merge (counts and
sums), so neither the order nor the number of parts changes the answer. An engine is a function
from (kernel, tables) to results in the order of the tables: a Spark engine is one more entry in
`ENGINES`, held by the same contract test.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from typing import Any, Final, Literal, TypeVar

Table = TypeVar("Table")
Result = TypeVar("Result")
Engine = Literal["loop", "processes"]
Kernel = Callable[[Table], Result]
Map = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]


def _loop(kernel: Callable[[Any], Any], tables: Iterable[Any]) -> Iterator[Any]:
    yield from map(kernel, tables)


def _processes(kernel: Callable[[Any], Any], tables: Iterable[Any]) -> Iterator[Any]:
    """A process a core, started fresh: a fork would inherit polars' threads half-alive."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=os.cpu_count() or 1, mp_context=context) as pool:
        yield from pool.map(kernel, tables)


ENGINES: Final[dict[str, Map]] = {"loop": _loop, "processes": _processes}


def run(
    kernel: Kernel[Table, Result], tables: Iterable[Table], engine: Engine = "loop"
) -> Iterator[Result]:
    """Results of a kernel, one a table, in the order of the tables.

    The kernel must be importable by name (a module's function, or a `functools.partial` of one)
    and its tables and results picklable, as every engine but the loop needs. An exception in a
    kernel is raised here.

    Raises:
        ValueError: unknown engine.
    """
    if engine not in ENGINES:
        raise ValueError(f"no engine {engine!r}; known: {', '.join(ENGINES)}")
    return ENGINES[engine](kernel, tables)


def run_merged(
    kernel: Kernel[Table, Result],
    tables: Iterable[Table],
    merge: Callable[[Result, Result], Result],
    engine: Engine = "loop",
) -> Result | None:
    """Results of all tables merged two by two as they come; `None` for no tables."""
    results = run(kernel, tables, engine)
    first = next(results, None)
    return None if first is None else reduce(merge, results, first)
