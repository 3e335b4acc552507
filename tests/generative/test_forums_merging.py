"""Two secretaries, one minute book: whatever the network does, both end with the same words."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.office.forums.live.merging import Op, Settled, merge, settle

WORDS = st.sampled_from(["PMT", "bumil", "KEK", "jamban", "desa", "RT 3", "12", "15", "rumah"])
TEXTS = st.lists(WORDS, max_size=6).map(" ".join)
STEP = st.one_of(
    st.tuples(st.just("ketik"), st.integers(0, 2), TEXTS),
    st.tuples(st.just("tambah"), st.integers(0, 2), WORDS),
    st.tuples(st.just("kirim"), st.integers(0, 2), st.booleans()),
    st.tuples(st.just("baca"), st.integers(0, 2), st.none()),
    st.tuples(st.just("ulang"), st.integers(0, 2), st.none()),
)


@dataclass
class Server:
    """Keeps every op once; what stands is worked out."""

    ops: dict[str, Op] = field(default_factory=dict)

    def take(self, op: Op) -> None:
        self.ops.setdefault(op.id, op)

    def settled(self) -> Settled:
        return settle(self.ops.values(), words=True)


@dataclass
class Device:
    """What the page does: one unsent entry a field, written over what was last read."""

    name: str
    text: str = ""
    read: frozenset[str] = frozenset()
    shown: set[str] = field(default_factory=set)
    entry: Op | None = None
    tried: bool = False
    sent: list[Op] = field(default_factory=list)
    typed: int = 0

    def type(self, text: str, clock: int) -> None:
        base = self.read
        if self.entry is not None:
            base = self.entry.base | ({self.entry.id} if self.tried else set())
        self.typed += 1
        self.entry = Op(f"{self.name}{self.typed}", text, base, f"{clock:06}", self.name)
        self.tried = False
        self.text = text

    def send(self, server: Server, answered: bool) -> None:
        if self.entry is None:
            return
        server.take(self.entry)
        self.sent.append(self.entry)
        self.tried = True
        if answered:
            self.entry = None
            self.tried = False
            self.hear(server)

    def hear(self, server: Server) -> None:
        if self.entry is None:
            now = server.settled()
            self.text, self.read = now.text, frozenset(op.id for op in now.heads)
            self.shown |= self.read

    def again(self, server: Server) -> None:
        for op in self.sent:
            server.take(op)


def play(steps: list[tuple[str, int, object]]) -> tuple[Server, list[Device]]:
    server, devices = Server(), [Device("a"), Device("b"), Device("c")]
    for clock, (act, who, what) in enumerate(steps):
        one = devices[who]
        if act == "ketik":
            one.type(str(what), clock)
        elif act == "tambah":
            one.type(f"{one.text} {what}".strip(), clock)
        elif act == "kirim":
            one.send(server, bool(what))
        elif act == "baca":
            one.hear(server)
        else:
            one.again(server)
    for one in devices:
        one.send(server, True)
    for one in devices:
        one.hear(server)
    return server, devices


@settings(max_examples=300)
@given(st.lists(STEP, max_size=24))
def test_all_devices_end_with_the_same_text_and_the_same_differences(
    steps: list[tuple[str, int, object]],
) -> None:
    server, devices = play(steps)
    assert len({one.text for one in devices}) == 1
    assert len({one.read for one in devices}) == 1
    assert all(one.entry is None for one in devices)
    assert {op.id for one in devices for op in one.sent} == set(server.ops)


@settings(max_examples=300)
@given(st.lists(STEP, max_size=24))
def test_no_typed_text_goes_but_by_the_hand_of_one_who_had_it_before_them(
    steps: list[tuple[str, int, object]],
) -> None:
    """A text that no longer stands was written over by its own writer, or by one it was shown."""
    server, devices = play(steps)
    heads = {op.id for op in server.settled().heads}
    by_name = {one.name: one for one in devices}
    for op in server.ops.values():
        if op.id in heads:
            continue
        later = [other for other in server.ops.values() if op.id in other.base]
        assert later or any(op.by == other.by for other in server.ops.values() if other is not op)
        for other in later:
            assert other.by == op.by or op.id in by_name[other.by].shown


@given(st.lists(STEP, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(
    steps: list[tuple[str, int, object]], random: object
) -> None:
    server, _devices = play(steps)
    ops = list(server.ops.values())
    once = settle(ops, words=True)
    for order in itertools.islice(itertools.permutations(ops), 60):
        assert settle([*order, *order[:2]], words=True) == once
    random.shuffle(ops)
    assert settle(ops, words=True) == once


@given(TEXTS, TEXTS, TEXTS)
def test_a_merge_has_every_word_both_added_and_is_the_same_from_both_sides(
    origin: str, left: str, right: str
) -> None:
    made = merge(origin, left, right)
    assert made == merge(origin, right, left)
    if made is None:
        return
    was, one, two, now = (Counter(text.split()) for text in (origin, left, right, made))
    for word, count in one.items():
        assert now[word] >= count - max(0, was[word] - two[word])
    for word, count in two.items():
        assert now[word] >= count - max(0, was[word] - one[word])


@given(TEXTS, TEXTS)
def test_a_merge_with_an_untouched_text_is_the_other_text(origin: str, left: str) -> None:
    assert merge(origin, left, origin) == left


@given(st.lists(st.tuples(TEXTS, st.sets(st.integers(0, 5))), min_size=1, max_size=6))
def test_ops_that_lie_about_what_they_saw_lose_no_field(
    given_ops: list[tuple[str, set[int]]],
) -> None:
    """Any tangle of bases, circles too, leaves at least one text standing."""
    ops = [
        Op(str(n), text, frozenset(map(str, base)), str(n))
        for n, (text, base) in enumerate(given_ops)
    ]
    assert settle(ops).heads


def test_a_number_is_never_put_together_from_two() -> None:
    start = Op("0", "10", at="0")
    left, right = Op("1", "12", frozenset("0"), "1"), Op("2", "15", frozenset("0"), "2")
    found = settle([start, left, right])
    assert found.differs
    assert [op.text for op in found.heads] == ["12", "15"]
    chosen = Op("3", "12", frozenset("12"), "3")
    assert settle([start, left, right, chosen]) == Settled("12", (chosen,), "masuk")


def test_two_clauses_in_different_words_are_merged_over_many_savings() -> None:
    start = Op("0", "Bangun jamban sehat di desa", at="0")
    ops = [
        start,
        Op("a1", "Bangun 12 jamban sehat di desa", frozenset({"0"}), "1"),
        Op("a2", "Bangun 12 unit jamban sehat di desa", frozenset({"a1"}), "3"),
        Op("b1", "Bangun jamban sehat di desa lokus", frozenset({"0"}), "2"),
    ]
    found = settle(ops, words=True)
    assert (found.text, found.outcome) == (
        "Bangun 12 unit jamban sehat di desa lokus", "digabung",
    )  # fmt: skip
