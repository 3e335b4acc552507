"""Which records are one person: names, numbers, comparison and clusters. Pure, no Django."""

from rembuk.science.linkage.answers import Links
from rembuk.science.linkage.clean import RecordsError
from rembuk.science.linkage.engines import EngineError
from rembuk.science.linkage.evaluation import Scores, evaluate
from rembuk.science.linkage.levels import Agreement, explain
from rembuk.science.linkage.linking import learn, link, link_new, registries, shipped_model
from rembuk.science.linkage.model import Model, ModelError, UntrainedLevelError
from rembuk.science.linkage.threshold import (
    Threshold,
    choose_threshold,
    default_threshold,
    interval,
)

__all__ = [
    "Agreement", "EngineError", "Links", "Model", "ModelError", "RecordsError", "Scores",
    "Threshold", "UntrainedLevelError", "choose_threshold", "default_threshold", "evaluate",
    "explain", "interval", "learn", "link", "link_new", "registries", "shipped_model",
]  # fmt: skip
