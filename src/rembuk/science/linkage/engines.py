"""Where pairs are made and compared: DuckDB in this process, or Spark, by the same settings."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl
import pyarrow as pa
import splink.comparison_library as cl
from splink import Linker, SettingsCreator
from splink.blocking_rule_library import CustomRule

from rembuk.science.linkage.comparisons import comparison

Engine = Literal["duckdb", "spark"]
ENGINES: Final = ("duckdb", "spark")
MEMORY: Final = 900
"""Megabytes DuckDB may hold before it writes to a temporary folder; 2 kB a record at least."""


class EngineError(RuntimeError):
    """The engine is not installed or not known; the message says what to do, in Indonesian."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """An open engine: registers tables for Splink and reads its answers."""

    api: Any
    engine: Engine
    folder: Path

    def table(self, frame: pl.DataFrame, name: str) -> Any:
        """A frame made known to Splink."""
        if self.engine == "spark":
            path = self.folder / f"{name}.parquet"
            frame.write_parquet(path)
            return self.api.register(self.api.spark.read.parquet(str(path)), table_name=name)
        return self.api.register(frame.to_arrow(), table_name=name)

    def read(self, answer: Any, columns: list[str]) -> pl.DataFrame:
        """Some columns of a table of Splink's, which is then dropped."""
        if self.engine == "spark":
            path = self.folder / f"{answer.physical_name}.answer"
            answer.as_spark_dataframe().select(*columns).write.parquet(str(path))
            frame = pl.read_parquet(path / "*.parquet")
            shutil.rmtree(path)
        else:
            names = ", ".join(f'"{name}"' for name in columns)
            sql = f"select {names} from {answer.physical_name}"  # noqa: S608 - our own names
            frame = pl.DataFrame(self.api.duckdb_con.sql(sql).to_arrow_table())
        answer.drop_table_from_database_and_remove_from_cache()
        return frame


@contextmanager
def workshop(engine: Engine, records: int = 0) -> Iterator[Workshop]:
    """An engine for the length of one piece of work; its temporary folder goes afterwards.

    Raises:
        EngineError: unknown, or not installed.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)  # unseen levels are our error, not a note
    folder = Path(tempfile.mkdtemp(prefix="rembuk-link-"))
    try:
        if engine == "duckdb":
            megabytes = max(MEMORY, int(records * 0.002))
            yield from _duckdb(folder, f"{megabytes}MB")
        elif engine == "spark":
            yield from _spark(folder)
        else:
            raise EngineError(f"mesin {engine!r} tidak dikenal; pilih {' atau '.join(ENGINES)}")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _duckdb(folder: Path, memory: str) -> Iterator[Workshop]:
    import duckdb
    from splink import DuckDBAPI

    connection = duckdb.connect(":memory:")
    connection.execute(f"set memory_limit='{os.environ.get('REMBUK_LINK_MEMORY') or memory}'")
    connection.execute(f"set temp_directory='{folder}'")
    connection.execute("set preserve_insertion_order=false")
    connection.execute("set enable_progress_bar=false")
    try:
        yield Workshop(DuckDBAPI(connection=connection), "duckdb", folder)
    finally:
        connection.close()


def _spark(folder: Path) -> Iterator[Workshop]:
    try:
        from pyspark.sql import SparkSession
        from splink import SparkAPI
        from splink.internals.spark.jar_location import similarity_jar_location
    except ImportError as error:
        raise EngineError("PySpark belum terpasang; pasang tambahan `rembuk[spark]`") from error
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise EngineError("Java 17 belum ada; pasang openjdk-17-jre-headless")
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    parts = os.environ.get("REMBUK_SPARK_PARTITIONS", "8")
    session = (
        SparkSession.builder.appName("rembuk-link")
        .master(os.environ.get("REMBUK_SPARK_MASTER", "local[2]"))
        .config("spark.jars", similarity_jar_location())
        .config("spark.driver.memory", os.environ.get("REMBUK_SPARK_MEMORY", "4g"))
        .config("spark.sql.shuffle.partitions", parts)
        .config("spark.default.parallelism", parts)
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.warehouse.dir", str(folder / "warehouse"))
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.driver.host", "127.0.0.1")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    session.sparkContext.setCheckpointDir(str(folder / "checkpoint"))
    try:
        # Splink does not type its Spark side
        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=session,
            break_lineage_method="parquet",
            num_partitions_on_repartition=int(parts),
        )
        _as_duckdb_compares(session)
        yield Workshop(api, "spark", folder)
    finally:
        session.stop()


def _as_duckdb_compares(session: Any) -> None:
    """Puts DuckDB's own likeness of names in place of the jar's, which differs on long names: two
    engines, one comparison."""
    from pyspark.sql.pandas import functions

    made: Any = functions.arrow_udf  # its overloads leave out a function with its kind of answer
    session.udf.register("jaro_winkler", made(_likeness, "double"))


def _likeness(left: pa.Array, right: pa.Array) -> pa.Array:
    """Jaro-Winkler likeness of two Arrow arrays of text, by DuckDB."""
    import duckdb

    pairs = duckdb.from_arrow(pa.table({"kiri": left, "kanan": right}))
    answer = pairs.project("jaro_winkler_similarity(kiri, kanan) as mirip").to_arrow_table()
    return answer["mirip"].combine_chunks()


def linker(
    shop: Workshop,
    table: Any,
    levels: Mapping[str, tuple[str, ...]],
    rules: list[str],
    shares: Mapping[str, Mapping[str, tuple[float, float]]] | None = None,
) -> Any:
    """Splink's linker over one registered table of `keys`, with these levels and blocking rules.

    `shares`: field -> level -> (share among one person, share among strangers).
    """
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=[
            cl.CustomComparison(
                output_column_name=field,
                comparison_levels=[
                    _level(field, code, (shares or {}).get(field, {}).get(code)) for code in codes
                ],
            )
            for field, codes in levels.items()
        ],
        blocking_rules_to_generate_predictions=[CustomRule(rule) for rule in rules],
        retain_matching_columns=False,
        retain_intermediate_calculation_columns=True,  # the weight of each field tells its level
        max_iterations=30,
    )
    return Linker(table, settings, log_level=None, validate_settings=False)


def _level(field: str, code: str, share: tuple[float, float] | None) -> Any:
    made = next(one for one in comparison(field).levels if one.code == code).make()
    if share is not None and not made.is_null_level:
        made = made.configure(m_probability=share[0], u_probability=share[1])
    return made


def pair_rules(blocks: list[str], *, new_only: bool = False) -> list[str]:
    """Plain equality rules; never two records of one duplicate-free list."""
    more = " and l.baru + r.baru > 0" if new_only else ""
    return [f"l.{block} = r.{block} and l.grup <> r.grup{more}" for block in blocks]
