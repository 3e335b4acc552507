"""Laws of the score of villages and of what small villages are read by."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from rembuk.science.choice.funnel import Prior, limits, prior, shrunk, standing, wilson
from rembuk.science.choice.lokus import Criterion, Ranking, Village, rank

CODES = ("kasus", "prevalensi", "keluarga", "cakupan")
values = st.floats(0, 500, allow_nan=False) | st.sampled_from([0.0, 1.0, 75.0])
weights = st.lists(st.integers(0, 20), min_size=4, max_size=4).filter(any)


@st.composite
def villages(draw: st.DrawFn) -> list[Village]:
    rows = draw(st.lists(st.tuples(values, values, values, values), min_size=1, max_size=12))
    made = []
    for number, row in enumerate(rows):
        middle = row[1]
        low, high = draw(st.tuples(st.floats(0, 60), st.floats(0, 60)))
        ends = ({"prevalensi": middle - low}, {"prevalensi": middle + high})
        made.append(Village(f"{number:04}", dict(zip(CODES, row, strict=True)), *ends))
    return made


def criteria(of: list[int], times: Fraction = Fraction(1)) -> list[Criterion]:
    return [
        Criterion(code, times * weight, code != "cakupan")
        for code, weight in zip(CODES, of, strict=True)
    ]


def ranks(found: Ranking) -> dict[str, int]:
    return {one.code: one.rank for one in found.rows}


@given(villages(), weights)
def test_a_village_worse_on_every_criterion_never_comes_after(
    rows: list[Village], of: list[int]
) -> None:
    place = ranks(rank(rows, criteria(of)))
    for a in rows:
        for b in rows:
            worse = [
                (a.values[c] >= b.values[c]) if c != "cakupan" else (a.values[c] <= b.values[c])
                for c in CODES
            ]
            if all(worse):
                assert place[a.code] <= place[b.code]


@given(villages(), weights, st.fractions(Fraction(1, 97), 1000))
def test_scaling_the_weights_changes_nothing(
    rows: list[Village], of: list[int], times: Fraction
) -> None:
    assert rank(rows, criteria(of)) == rank(rows, criteria(of, times))


@given(villages(), weights, st.randoms(use_true_random=False))
def test_the_order_villages_are_given_in_changes_nothing(
    rows: list[Village], of: list[int], random: Random
) -> None:
    mixed = list(rows)
    random.shuffle(mixed)
    assert rank(mixed, criteria(of)).rows == rank(rows, criteria(of)).rows


@given(villages(), weights)
def test_scores_lie_on_the_scale_and_ranks_in_their_range(
    rows: list[Village], of: list[int]
) -> None:
    found = rank(rows, criteria(of)).rows
    assert len(found) == len(rows)
    for one in found:
        assert 0 <= one.score <= 100
        assert 1 <= one.best <= one.rank <= one.worst <= len(rows)
        assert one.rank == 1 + sum(other.score > one.score for other in found)


@settings(max_examples=40)
@given(villages(), weights)
def test_best_and_worst_rank_are_those_of_a_village_at_its_ends(
    rows: list[Village], of: list[int]
) -> None:
    found = {one.code: one for one in rank(rows, criteria(of)).rows}
    for number, one in enumerate(rows):
        for ends, told in ((one.low, "worst"), (one.high, "best")):
            there = Village(one.code, {**one.values, **ends}, {}, {})
            again = ranks(rank([*rows[:number], there, *rows[number + 1 :]], criteria(of)))
            assert getattr(found[one.code], told) == again[one.code]


counts = st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
districts = st.lists(counts, min_size=1, max_size=20)


@given(counts)
def test_wilson_holds_the_share(count: tuple[int, int]) -> None:
    found = wilson(*count)
    if found is not None:
        assert 0 <= found.low <= count[0] / count[1] <= found.high <= 1


@given(districts)
def test_drawn_prevalence_lies_between_the_own_and_the_districts(
    rows: list[tuple[int, int]],
) -> None:
    district = prior(rows)
    if district is None:
        return
    for cases, of in rows:
        ends = sorted((cases / of if of else district.mean, district.mean))
        found = shrunk(cases, of, district)
        assert ends[0] - 1e-12 <= found.mean <= ends[1] + 1e-12
        assert 0 <= found.interval.low <= found.interval.high <= 1


@given(
    st.integers(1, 300), st.floats(0.01, 0.99), st.floats(0.5, 500),
    st.integers(0, 300), st.integers(0, 300),
)  # fmt: skip
def test_of_two_villages_as_large_the_one_with_more_cases_is_drawn_higher(
    of: int, mean: float, strength: float, a: int, b: int
) -> None:
    district = Prior(mean, strength)
    few, many = sorted((min(a, of), min(b, of)))
    assert shrunk(few, of, district).mean <= shrunk(many, of, district).mean


@given(st.integers(1, 400), st.floats(0, 1))
def test_outer_limits_hold_the_inner_ones(of: int, mean: float) -> None:
    inner, outer = limits(mean, of, 0.95), limits(mean, of, 0.998)
    assert 0 <= outer.low <= inner.low <= inner.high <= outer.high <= 1
    assert standing(round(mean * of), of, mean).value in {"di-dalam"}
