"""The linkage model: what each level of agreement is worth, and where that was learned.

Three kinds of pairs are told apart: one person, two strangers, two members of one family. A level
has a share among each. Twins and brothers share card, address and often a word of the name; asking
"or is it a brother?" beside "or is it a stranger?" is what keeps them two.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from rembuk.science.linkage.comparisons import LEVELS_VERSION, comparison

FAMILY_FIELDS: Final = ("nama", "lahir", "kelamin", "nik")
"""What tells members of one family apart; household evidence does not."""


class ModelError(ValueError):
    """The model cannot be built or read; the message says why, in Indonesian."""


class UntrainedLevelError(ModelError):
    """A level was never seen in training."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Shares of one level among pairs of one person, of strangers, of one family.

    `dated` and `twins` are the shares among strangers and family born on one day: a NIK holds
    the birth date, and twins share more than a card.
    """

    code: str
    same: float
    strangers: float
    dated: float
    family: float
    twins: float


@dataclass(frozen=True, slots=True)
class Model:
    """A frozen model; equal models have equal `hash`."""

    levels: Mapping[str, tuple[Worth, ...]]
    """Field -> its levels without "cannot be compared", in the order they are tried."""
    partners: float
    """Other records of the same person that a record has, on average."""
    repeats: float
    """Other records of the same person in the same list, on average, of lists that repeat."""
    relatives: float
    """Other persons on the same card, on average."""
    records: int
    """Records it was learned from."""
    source: str
    threshold: float | None = None
    threshold_source: str = ""
    expected_precision: float | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    learned_on: str = ""
    """Day of training (2026-11-22), where it was noted."""
    version: int = LEVELS_VERSION

    def prior(self, records: int) -> float:
        """Log2 odds that two records taken at random among so many are one person."""
        share = min(self.partners / max(records - 1, 1), 0.5)
        return math.log2(share / (1 - share))

    @property
    def repeated(self) -> float:
        """Log2 of how much less a list has a person again than it has a person of another list."""
        return math.log2(min(max(self.repeats, 1e-3), 1.0))

    @property
    def twins_each(self) -> float:
        """Twins a record has, on average: other persons on its card born on its day."""
        born = {worth.code: worth.family for worth in self.levels.get("lahir", ())}
        return max(self.relatives * born.get("sama", 0.0), 1e-4)

    @property
    def hash(self) -> str:
        """Twelve letters that change with any figure of the model."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """The model as text."""
        plain = {**asdict(self), "levels": {k: [asdict(w) for w in v] for k, v in
                                            self.levels.items()}}  # fmt: skip
        return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> Model:
        """A model written by `to_json`.

        Raises:
            ModelError: not such a text, or of another version of the levels.
        """
        try:
            plain: dict[str, Any] = json.loads(text)
            version = plain["version"]
            levels = {
                name: tuple(Worth(**worth) for worth in worths)
                for name, worths in plain.pop("levels").items()
            }
            model = cls(levels=levels, **plain)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ModelError("isi berkas model tidak dapat dibaca") from error
        if version != LEVELS_VERSION:
            raise ModelError(
                f"model versi {version} tidak dapat dipakai (versi sekarang {LEVELS_VERSION}); "
                "latih ulang modelnya"
            )
        model.check()
        return model

    def check(self) -> None:
        """Every level of every field has its shares.

        Raises:
            UntrainedLevelError: a share is missing, zero or not a share.
        """
        bad = [
            f"{name}/{worth.code}"
            for name, worths in self.levels.items()
            for worth in worths
            if not all(
                isinstance(share, float) and 0 < share <= 1
                for share in (worth.same, worth.strangers, worth.dated, worth.family, worth.twins)
            )
        ]
        if bad or not self.levels:
            raise UntrainedLevelError(
                "tingkat kesamaan yang tidak pernah terlihat saat pelatihan: "
                + (", ".join(bad) or "semua")
            )

    def fitted_to(self, levels: Mapping[str, tuple[str, ...]]) -> Model:
        """The model for data in which only these levels can occur.

        Raises:
            UntrainedLevelError: the data show a field or level the model never saw.
        """
        chosen: dict[str, tuple[Worth, ...]] = {}
        for name, codes in levels.items():
            nothing = comparison(name).levels[0].code
            known = {worth.code: worth for worth in self.levels.get(name, ())}
            missing = [code for code in codes if code not in known and code != nothing]
            if missing:
                raise UntrainedLevelError(
                    "model ini tidak mengenal tingkat kesamaan "
                    + ", ".join(f"{name}/{code}" for code in missing)
                )
            chosen[name] = tuple(known[code] for code in codes if code != nothing)
        return replace(self, levels=chosen)
