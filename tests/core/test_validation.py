"""Meetings that validate: shares of those in the field, numbers by sector, Delphi rounds, and Kendall's W."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import friedmanchisquare

from filao.core.validation import POSITIONS, Ballot, Position, Spread, concordance, outcomes, places, ranked, spreads


def room(**said: Position) -> list[Ballot]:
    """Ballots on one item, by the sector's name and a number of its person: police_1=..."""
    return [Ballot(name.rpartition("_")[0], {"F": position}) for name, position in said.items()]


def rated(*rows: tuple[float | None, ...]) -> list[Ballot]:
    """Ballots with numbers for the items A, B, C ... in their order; None leaves an item out."""
    return [Ballot(numbers={i: n for i, n in zip("ABCDEFGHIJ", row, strict=False) if n is not None}) for row in rows]


# --- validation


def test_an_item_that_three_in_four_take_as_it_is_needs_no_plenary() -> None:
    (at,) = outcomes(["F"], room(state_1="agree", state_2="agree", ngo_1="agree", ngo_2="change"), 1)
    (below,) = outcomes(["F"], room(state_1="agree", ngo_1="agree", ngo_2="change"), 1)

    assert (at.share, at.to_plenary) == (0.75, False)
    assert below.to_plenary


def test_those_whose_field_it_is_not_count_neither_way() -> None:
    (found,) = outcomes(["F"], room(state_1="agree", ngo_1="not_mine", ngo_2="not_mine"), 1)

    assert found.share == 1.0
    assert found.counts == {"agree": 1, "change": 0, "disagree": 0, "not_mine": 2}
    assert set(found.by_sector) == {"state"}


def test_an_item_that_nobody_in_the_field_answered_goes_to_the_plenary() -> None:
    (found,) = outcomes(["F"], room(ngo_1="not_mine"), 1)

    assert (found.share, found.to_plenary) == (None, True)


def test_a_sector_of_few_is_not_told() -> None:
    many = {f"state_{n}": "agree" for n in range(9)} | {f"ngo_{n}": "disagree" for n in range(2)}
    (found,) = outcomes(["F"], room(**many), 5)  # type: ignore[arg-type]

    assert found.counts["disagree"] == 2
    assert found.by_sector["ngo"][1] is None


def test_of_an_item_that_fewer_than_five_in_the_field_answered_nothing_is_told() -> None:
    said = {"ngo_1": "disagree"} | {f"state_{n}": "not_mine" for n in range(9)}
    (found,) = outcomes(["F"], room(**said), 5)  # type: ignore[arg-type]

    assert (found.counts, found.by_sector, found.share, found.to_plenary) == ({}, {}, None, True)


@pytest.mark.parametrize(
    ("agree", "of", "printed"), [(38, 51, 0.74), (29, 50, 0.58), (3, 4, 0.75), (6, 7, 0.86), (0, 5, 0)]
)
def test_no_percentage_contradicts_the_rule_of_three_in_four(agree: int, of: int, printed: float) -> None:
    said = {f"state_{n}": "agree" if n < agree else "disagree" for n in range(of)}
    (found,) = outcomes(["F"], room(**said), 1)  # type: ignore[arg-type]

    assert found.printed == printed


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(POSITIONS)), max_size=30))
def test_every_answer_is_counted_once(said: list[tuple[str, Position]]) -> None:
    ballots = [Ballot("a", {"F": "agree"}), *(Ballot(sector, {"F": position}) for sector, position in said)]
    said = [("a", "agree"), *said]
    (found,) = outcomes(["F"], ballots, 1)

    assert sum(found.counts.values()) == len(said)
    assert (
        sum((one or 0) + (other or 0) for one, other in found.by_sector.values())
        == len(said) - found.counts["not_mine"]
    )


# --- Delphi


def test_a_round_tells_median_and_quartiles() -> None:
    (found,) = spreads(["A"], rated((1,), (5,), (7,), (8,), (9,)), 5)

    assert (found.n, found.lower, found.median, found.upper, found.range) == (5, 5.0, 7, 8.0, 3.0)
    assert (found.shift, found.narrowing) == (None, None)


def test_the_next_round_tells_how_the_median_moved_and_the_range_narrowed() -> None:
    first = spreads(["A"], rated((1,), (5,), (7,), (8,), (9,)), 5)
    (second,) = spreads(["A"], rated((7,), (7,), (8,), (8,), (8,)), 5, first)

    assert (second.median, second.shift, second.narrowing) == (8, 1, 2.0)


def test_an_item_that_nobody_rated_has_a_count_and_nothing_else() -> None:
    assert spreads(["A"], [], 1) == (Spread("A", 0),)
    assert spreads(["A"], rated((4,)), 1)[0].range == 0


def test_items_are_ranked_by_their_mean_and_the_unanswered_come_last() -> None:
    found = spreads(list("ABC"), rated((10, 60, None), (20, 20, None)), 1)

    assert [one.item for one in ranked(found)] == ["B", "A", "C"]


def test_equal_means_share_a_place_and_what_is_not_told_has_none() -> None:
    found = spreads(list("ABCD"), rated((10, 60, 10, None), (20, 20, 20, None)), 2)

    assert places(found) == {"B": 1, "A": 2, "C": 2}


def test_of_an_item_that_fewer_than_five_rated_nothing_is_told() -> None:
    found = spreads(list("AB"), [*rated((5, 2)), *rated((5,), (5,), (5,), (5,))], 5)

    assert [(one.n, one.mean) for one in found] == [(5, 5), (0, None)]


# --- Kendall's W


def test_the_same_order_gives_one_and_opposite_orders_give_none() -> None:
    assert concordance("ABC", rated((1, 2, 3), (10, 20, 30)), 2).w == 1
    assert concordance("ABC", rated((1, 2, 3), (3, 2, 1)), 2).w == 0


def test_of_fewer_than_five_who_answered_all_no_concordance_is_told() -> None:
    assert concordance("AB", rated(*[(1, 2)] * 4), 5).w is None
    assert concordance("AB", rated(*[(1, 2)] * 5), 5).w == 1


def test_ties_are_corrected_for() -> None:
    rows = [(7, 7, 3, 9, 1), (5, 6, 6, 8, 2), (9, 4, 4, 4, 4)]

    by_friedman = friedmanchisquare(*zip(*rows, strict=True)).statistic / (3 * (5 - 1))
    assert concordance("ABCDE", rated(*rows), 2).w == pytest.approx(by_friedman)


def test_who_left_an_item_out_is_counted_and_ranks_nothing() -> None:
    found = concordance("ABC", rated((1, 2, 3), (1, 2, 3), (1, None, 3)), 2)

    assert (found.w, found.judges, found.left_out) == (1, 2, 1)


@pytest.mark.parametrize("rows", [[], [(1, 2, 3)], [(5, 5, 5), (5, 5, 5)]])
def test_without_two_who_tell_items_apart_there_is_no_concordance(rows: list[tuple[float, ...]]) -> None:
    assert concordance("ABC", rated(*rows), 2).w is None


@given(st.lists(st.tuples(*[st.integers(1, 9)] * 4), min_size=2, max_size=12))
def test_concordance_lies_between_nought_and_one(rows: list[tuple[int, ...]]) -> None:
    w = concordance("ABCD", rated(*rows), 2).w

    assert w is None or -1e-9 <= w <= 1 + 1e-9
