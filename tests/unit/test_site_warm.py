"""A server process is ready before its first answer."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from rembuk.site import warm


@pytest.fixture(autouse=True)
def _thawed() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_every_template_of_the_house_compiles_and_is_frozen() -> None:
    names = warm.templates()
    assert {"base.html", "insight/home.html", "posyandu/children.html"} <= set(names)
    gc.unfreeze()
    warm.warm()
    assert gc.get_freeze_count() > 10_000
