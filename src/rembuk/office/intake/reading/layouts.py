"""Layouts: which headings an agency's sheet has and which canonical field each one is. Data files
in `reference/layouts`, or saved by a user of the district; both have the same shape."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from rembuk.reference.rulebook import LOADER

_MARKS: Final = re.compile(r"[^0-9a-z]+")


def key(text: str | None) -> str:
    """A heading or word without case, marks and doubled spaces.

    >>> key("Tgl\\nLahir "), key("BB/TB"), key("Berat (kg)")
    ('tgl lahir', 'bb tb', 'berat kg')
    """
    if not text:
        return ""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _MARKS.sub(" ", plain).strip()


class Split(BaseModel):
    """One cell that holds two: the parts of `field` cut at `by` go `into` other fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    field: str
    by: str
    into: tuple[str, str]


class Layout(BaseModel):
    """One layout. Headings are kept as `key` gives them."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    code: str
    name: str
    kind: str
    source: str
    needs: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]]
    months: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    split: tuple[Split, ...] = ()
    ignored: tuple[str, ...] = ()

    @field_validator("needs", "ignored")
    @classmethod
    def _keys(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key(word) for word in words)

    @field_validator("columns", "months")
    @classmethod
    def _heads(cls, columns: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        return {name: tuple(key(head) for head in heads) for name, heads in columns.items()}


class Words(BaseModel):
    """The reader's dictionaries, turned round: written form -> canonical word."""

    model_config = ConfigDict(frozen=True)
    empty: frozenset[str]
    forms: dict[str, dict[str, str]]
    fields: dict[str, str]
    months: dict[str, int]
    held: frozenset[tuple[str, ...]]


@lru_cache(maxsize=1)
def shipped() -> tuple[Layout, ...]:
    """The layouts that come with Rembuk, by code."""
    folder = resources.files("rembuk.reference") / "layouts"
    files = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    return tuple(
        Layout.model_validate(_yaml(folder / name)) for name in files if name != "words.yaml"
    )


@lru_cache(maxsize=1)
def words() -> Words:
    """The dictionaries of `words.yaml`."""
    body = _yaml(resources.files("rembuk.reference") / "layouts" / "words.yaml")
    kinds = ("sex", "position", "yesno", "mark", "nt", "bbu", "tbu", "bbtb")
    return Words(
        empty=frozenset(body["empty"]),
        forms={
            kind: {form: word for word, forms in body[kind].items() for form in forms}
            for kind in kinds
        },
        fields=body["fields"],
        months={form: number for number, forms in body["months"].items() for form in forms},
        held=frozenset(tuple(heads) for heads in body["held"]),
    )


def _yaml(source: Any) -> dict[str, Any]:
    # YAML 1.1 reads a bare N as the word "N" but y/n in some loaders as a bool: keys are text
    body: dict[str, Any] = yaml.load(source.read_text("utf-8"), Loader=LOADER)  # noqa: S506 - safe
    return body
