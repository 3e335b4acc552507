"""Every page of the docs is found from their first page and from their menu."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs"
INDEX = set(re.findall(r"\]\(([\w/-]+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
NAV = set(
    re.findall(r": ([\w/-]+\.md)$", (DOCS.parent / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
)
PAGES = sorted(
    path.relative_to(DOCS).as_posix()
    for path in DOCS.rglob("*.md")
    if path.parent.name != "spec" and path.name != "index.md"
)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_found(page: str) -> None:
    assert page in INDEX
    assert page in NAV
