"""DuckDB and Spark make the same persons of the same records. A job of its own: `make spark`."""

from __future__ import annotations

import os

import pytest

from rembuk.demo.population.linkage import linkage_files
from rembuk.science.linkage import evaluate, link
from rembuk.science.linkage.engines import workshop

pytestmark = [
    pytest.mark.spark,
    pytest.mark.skipif(os.environ.get("REMBUK_SPARK") != "1", reason="own job: make spark"),
]


def test_both_engines_make_the_same_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUK_SPARK_PARTITIONS", "2")  # few records: more are idle tasks
    records, truth = linkage_files(500, seed=11)
    here = link(records, engine="duckdb")
    there = link(records, engine="spark", model=here.model)
    assert here.clusters.sort("record_id").equals(there.clusters.sort("record_id"))
    assert here.pairs.equals(there.pairs)
    assert evaluate(there.clusters, truth).f1 > 0.98


def test_both_engines_call_two_names_equally_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUK_SPARK_PARTITIONS", "2")
    ask = "select jaro_winkler{}('muhammad risqi alfarisi syahputra', 'muhamad riski')"
    with workshop("duckdb") as here:
        one = here.api.duckdb_con.sql(ask.format("_similarity")).fetchone()[0]
    with workshop("spark") as there:
        assert there.api.spark.sql(ask.format("")).first()[0] == pytest.approx(one, abs=1e-12)
