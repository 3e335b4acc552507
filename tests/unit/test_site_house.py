"""docs/house.md against the contract that import-linter holds."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

HERE = Path(__file__).parents[2]
HOUSE = (HERE / "docs/house.md").read_text(encoding="utf-8")


def layers() -> list[str]:
    """The floors of the contract, the highest first; rooms of one floor with two spaces."""
    body = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = body["tool"]["importlinter"]["contracts"]
    (found,) = (one["layers"] for one in contracts if one["type"] == "layers")
    return [re.sub(r"rembuk\.(office\.)?", "", line).replace(" | ", "  ") for line in found]


def block(heading: str) -> str:
    """The first block of code under a heading."""
    return HOUSE.split(f"## {heading}")[1].split("```")[1]


def test_the_floors_stand_in_the_order_of_the_contract() -> None:
    assert block("Floors").split("\n")[1:-1] == layers()


def test_every_room_is_told_in_the_lay_of_rooms() -> None:
    told = re.findall(r"^ +(\w+)/ +\S", block("Rooms"), re.MULTILINE)
    rooms = {name for line in layers() for name in line.split()}
    science = {one.parent.name for one in (HERE / "src/rembuk/science").glob("*/__init__.py")}
    assert sorted(told) == sorted(rooms | science | {"office"})
