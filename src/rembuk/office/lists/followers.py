"""Who wants to know that the rows of an edition changed: rooms above register themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Listener = Callable[[tuple[int, ...]], None]
"""Called with the keys of the editions whose rows were written or taken back; after the rows are
there, within the import's job. It may enqueue work, and must not fail."""

_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Make a listener known, once."""
    if listener not in _listeners:
        _listeners.append(listener)


def tell(editions: Iterable[int]) -> None:
    """Tell all listeners."""
    keys = tuple(sorted(set(editions)))
    for listener in _listeners if keys else ():
        listener(keys)
