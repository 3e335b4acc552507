"""A copy of the reference to break, for the tests of `reference check`.

Forty files stand in a copy and a test changes one: the text of a file that is the same as in the
last test is not parsed again. The fixture is in tests/unit/conftest.py.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from rembuk.reference import rulebook

Rules = list[dict[str, Any]]
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_read: dict[tuple[str, str, bytes], Rules] = {}
_parsed = rulebook.entries


def entries(path: Path, key: str) -> Rules:
    """`rulebook.entries`, once for each text of a file."""
    if not path.exists():
        return _parsed(path, key)
    name = (path.name, key, path.read_bytes())
    if name not in _read:
        _read[name] = _parsed(path, key)
    return _read[name]


def rewritten(copy: Path, file: str, change: Callable[[Rules], None]) -> None:
    """Change the rules of one file of the copy."""
    path = copy / "rules" / file
    rules = yaml.load(path.read_text(encoding="utf-8"), rulebook.LOADER)["rules"]
    change(rules)
    path.write_text(yaml.dump({"rules": rules}, Dumper=_DUMPER), encoding="utf-8")


def changed(code: str, /, **changes: Any) -> Callable[[Rules], None]:
    """Change the first rule of a code; None takes the key away."""

    def change(rules: Rules) -> None:
        one = next(rule for rule in rules if rule["code"] == code)
        for key, value in changes.items():
            if value is None:
                one.pop(key)
            else:
                one[key] = value

    return change
