"""Models, thresholds, words of levels, and linking a new list to known persons."""

from __future__ import annotations

import datetime as dt
import json

import polars as pl
import pytest

from rembuk.demo.population.linkage import linkage_files
from rembuk.science.linkage import (
    Model,
    ModelError,
    UntrainedLevelError,
    choose_threshold,
    default_threshold,
    evaluate,
    explain,
    link,
    link_new,
    shipped_model,
)
from rembuk.science.linkage.comparisons import COMPARISONS


def test_a_model_goes_through_text_unchanged() -> None:
    model = shipped_model()
    again = Model.from_json(model.to_json())
    assert again == model
    assert again.hash == model.hash


def test_the_shipped_model_knows_every_level_there_is() -> None:
    shipped_model().fitted_to(
        {one.field: tuple(level.code for level in one.levels) for one in COMPARISONS}
    )


def test_the_shipped_model_says_what_it_was_learned_from() -> None:
    model = shipped_model()
    assert model.records == model.counts["catatan_latih"] > 300_000
    assert model.counts["orang_tiruan"] == 200_000
    assert dt.date.fromisoformat(model.learned_on) >= dt.date(2026, 11, 22)
    assert model.learned_on in model.source


def test_the_shipped_model_links_records_it_never_saw() -> None:
    records, truth = linkage_files(1500, seed=31)
    links = link(records, model=shipped_model())
    scores = evaluate(links.clusters, truth, records)
    assert scores.precision >= 0.995
    assert scores.f1 >= 0.99
    assert (
        scores.siblings_per_10000 or 0.0
    ) < 60  # one pair of twins among 220 children would be 90


def test_a_level_never_seen_fails_the_model() -> None:
    text = shipped_model().to_json()
    with pytest.raises(UntrainedLevelError, match="tidak pernah terlihat"):
        Model.from_json(_without_share(text))


def _without_share(text: str) -> str:
    plain = json.loads(text)
    plain["levels"]["nama"][0]["same"] = 0.0
    return json.dumps(plain)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"version": 1}'])
def test_a_text_that_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ModelError):
        Model.from_json(text)


def test_a_threshold_comes_from_labels_with_its_interval() -> None:
    labelled = pl.DataFrame(
        {"weight": [9.0, 8, 7, 6, 5, 4], "match": [True, True, True, True, False, True]}
    )
    chosen = choose_threshold(labelled, 1.0)
    assert chosen is not None
    assert (chosen.weight, chosen.precision, chosen.kept) == (6.0, 1.0, 4)
    assert 0.39 < chosen.lower < 0.40  # Clopper-Pearson, 4 of 4
    assert choose_threshold(labelled.with_columns(match=False), 0.9) is None


def test_the_default_threshold_rises_with_the_population() -> None:
    assert default_threshold(50_000) == default_threshold(372_000)
    assert default_threshold(1_860_000) > default_threshold(372_000) + 2


def test_a_new_list_finds_known_persons_and_changes_none() -> None:
    records, truth = linkage_files(500, seed=21)
    known = records.filter(pl.col("sumber") != "kesehatan")
    new = records.filter(pl.col("sumber") == "kesehatan")
    first = link(known)
    made = link_new(new, known.join(first.clusters, on="record_id"), first.model)
    assert made.clusters["record_id"].sort().to_list() == new["record_id"].sort().to_list()
    both = pl.concat([first.clusters, made.clusters])
    assert evaluate(both, truth, records).f1 > 0.98
    found = made.clusters["cluster_id"].is_in(first.clusters["cluster_id"].implode())
    assert found.mean() > 0.8


def test_a_pair_is_explained_in_words() -> None:
    records, _ = linkage_files(300, seed=4)
    links = link(records)
    said = explain(links.pairs.row(0, named=True))
    assert [one.label for one in said][:2] == ["Nama", "Tanggal lahir"]
    assert all(one.words for one in said)


def test_pairs_made_in_pieces_are_the_same_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    records, _ = linkage_files(300, seed=5)
    whole = link(records)
    monkeypatch.setattr("rembuk.science.linkage.scoring.CHUNK_RECORDS", 200)
    pieces = link(records)
    assert whole.pairs.equals(pieces.pairs)
    assert whole.clusters.equals(pieces.clusters)
