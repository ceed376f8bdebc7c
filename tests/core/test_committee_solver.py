"""The solver against every possible committee of small instances: optimum, order of preference, clashes, explanations."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filao.core.committee import (
    LEVELS,
    Clash,
    Constraint,
    Instance,
    Level,
    Point,
    Solution,
    barred,
    clash,
    curve,
    feasible,
    greedy,
    interchangeable,
    knee,
    prices,
    representation,
    smallest_size,
    solve,
    unique,
)
from filao.core.committee.heuristics import improve, polish
from filao.core.committee.highs import Program, Row
from filao.core.committee.reduce import dominated
from filao.core.committee.solver import _Course, _Model

BODIES = "abcdefgh"

small = settings(max_examples=120, deadline=None)


@st.composite
def instances(draw: st.DrawFn, most: int = 7) -> Instance:
    """Small instances with rules of every shape, mandate seats, wishes, and now and then a clash."""
    ids = BODIES[: draw(st.integers(1, most))]
    some = st.sets(st.sampled_from(ids))
    cells = draw(st.integers(1, 6))
    constraints = []
    for code in draw(st.lists(st.sampled_from("rstu"), max_size=4)):
        terms = draw(st.dictionaries(st.sampled_from(ids), st.integers(-2, 3)))
        lower = draw(st.none() | st.integers(-1, 3))
        upper = draw(st.none() | st.integers(0, 4))
        constraints.append(Constraint(code, terms, lower, upper, draw(st.sampled_from((0, 35)))))
    return Instance(
        bodies=tuple(ids),
        weights=tuple(draw(st.lists(st.integers(1, 5), min_size=cells, max_size=cells))),
        covers={id: frozenset(draw(st.sets(st.integers(0, cells - 1), max_size=3))) for id in ids},
        seats=draw(st.integers(1, len(ids))),
        reaches={id: frozenset(draw(st.sets(st.integers(0, 7), max_size=4))) for id in ids},
        fixed=frozenset(draw(st.sets(st.sampled_from(ids), max_size=2))),
        added=frozenset(draw(st.sets(st.sampled_from(ids), max_size=1))),
        barred=frozenset(draw(st.sets(st.sampled_from(ids), max_size=1))),
        constraints=tuple(constraints),
        women=frozenset(draw(some)),
    )


def groups_of(instance: Instance) -> Iterator[tuple[str, ...]]:
    """Every committee that keeps the rules."""
    for members in chain.from_iterable(combinations(instance.bodies, n) for n in range(len(instance.bodies) + 1)):
        if not instance.broken(members):
            yield members


def best_by_hand(instance: Instance) -> tuple[str, ...] | None:
    """The best committee found by looking at all of them."""
    found = sorted(groups_of(instance), key=lambda members: ([-value for value in instance.values(members)], members))
    return found[0] if found else None


def plain(**changes: object) -> Instance:
    """Four bodies, four cells of weight 1, two seats: a and b fill two cells each, c one of each, d nothing."""
    base = Instance(
        bodies=tuple("abcd"),
        weights=(1, 1, 1, 1),
        covers={"a": frozenset({0, 1}), "b": frozenset({2, 3}), "c": frozenset({0, 2}), "d": frozenset()},
        seats=2,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


# --- the optimum ---------------------------------------------------------------------------------------------------


@small
@given(instances())
def test_the_suggestion_is_the_best_of_all_possible_committees(instance: Instance) -> None:
    by_hand = best_by_hand(instance)

    answer = solve(instance)

    assert answer.status == ("infeasible" if by_hand is None else "optimal")
    assert answer.members == (by_hand or ())


@small
@given(instances())
def test_each_level_is_held_while_the_next_is_improved(instance: Instance) -> None:
    answer = solve(instance)

    groups = list(groups_of(instance))
    for level in answer.levels[:4]:
        place = LEVELS.index(level.code)
        best = max(instance.values(members)[place] for members in groups)
        assert level.value == (instance.limit - best if level.code == "seats" else best)
        assert (level.bound, level.proved, level.gap) == (level.value, True, 0.0)
        groups = [members for members in groups if instance.values(members)[place] == best]


@small
@given(instances(), st.randoms(use_true_random=False))
def test_the_answer_does_not_depend_on_the_order_of_the_input(instance: Instance, order: random.Random) -> None:
    bodies, cells = list(instance.bodies), list(range(len(instance.weights)))
    order.shuffle(bodies)
    order.shuffle(cells)
    shuffled = replace(
        instance,
        bodies=tuple(bodies),
        weights=tuple(instance.weights[cell] for cell in cells),
        covers={body: frozenset(cells.index(c) for c in instance.covers[body]) for body in bodies},
        constraints=tuple(order.sample(instance.constraints, len(instance.constraints))),
    )

    assert solve(shuffled).members == solve(instance).members


@pytest.mark.parametrize("seed", range(6))
def test_ties_are_broken_by_the_smallest_codes_among_many_bodies(seed: int) -> None:
    rng = random.Random(seed)
    ids = [f"b{n:02d}" for n in range(30)]
    rng.shuffle(ids)
    tied = Instance(
        bodies=tuple(ids),
        weights=(1,) * 5,
        covers={id: frozenset({rng.randrange(5)}) for id in ids},
        seats=3,
        reaches={id: frozenset({rng.randrange(3)}) for id in ids},
    )

    answer = solve(tied)

    everyone = chain.from_iterable(combinations(tied.bodies, n) for n in range(4))
    assert answer.members == min(everyone, key=lambda m: ([-value for value in tied.values(m)], m))


def test_redundant_seats_stay_free() -> None:
    assert solve(plain(seats=4)).members == ("a", "b")


def test_bodies_that_must_sit_need_no_choice() -> None:
    answer = solve(plain(fixed=frozenset("ab"), barred=frozenset("cd")))

    assert answer.status == "optimal"
    assert answer.members == ("a", "b")


def test_everyone_seated_may_still_break_a_rule() -> None:
    rule = Constraint("rule", {"a": 1}, lower=2)

    assert solve(plain(fixed=frozenset("ab"), barred=frozenset("cd"), constraints=(rule,))).status == "infeasible"


def test_a_body_both_seated_and_barred_is_a_clash() -> None:
    answer = solve(plain(added=frozenset("a"), barred=frozenset("a")))

    assert answer == Solution("infeasible")
    assert clash(plain(added=frozenset("a"), barred=frozenset("a"))) == Clash(("added:a", "barred:a"))


def test_a_level_that_was_not_asked_for_has_no_value() -> None:
    with pytest.raises(KeyError):
        solve(plain(), ("coverage",)).level("reach")


def test_ids_are_compared_only_among_committees_of_one_size() -> None:
    with pytest.raises(ValueError, match="seats"):
        solve(plain(), ("coverage", "key"))


# --- size and time -------------------------------------------------------------------------------------------------


@small
@given(instances())
def test_bodies_that_another_of_their_class_outdoes_are_not_missed(instance: Instance) -> None:
    out = dominated(instance)
    left = [members for members in groups_of(instance) if not out & set(members)]

    assert not out & instance.seated
    assert max((instance.coverage(m) for m in left), default=None) == max(
        (instance.coverage(m) for m in groups_of(instance)), default=None
    )


def large(bodies: int = 600, seed: int = 5) -> Instance:
    rng = random.Random(seed)
    ids = [f"b{n:04d}" for n in range(bodies)]
    sector = {id: rng.choice("stuv") for id in ids}
    return Instance(
        bodies=tuple(ids),
        weights=tuple(rng.randint(1, 5) for _ in range(120)),
        covers={id: frozenset(rng.sample(range(120), rng.randint(0, 4))) for id in ids},
        seats=12,
        reaches={id: frozenset(rng.sample(range(bodies), 4)) for id in ids},
        fixed=frozenset(ids[:2]),
        constraints=tuple(Constraint(f"at_least:{s}", {i: 1 for i in ids if sector[i] == s}, 2) for s in "stuv"),
    )


def test_a_large_choice_is_reduced_without_loss() -> None:
    instance = large()

    reduced = solve(instance, ("coverage",))
    whole = solve(instance, ("kept", "coverage"))

    assert len(dominated(instance)) > 50
    assert reduced.status == whole.status == "optimal"
    assert reduced.level("coverage").value == whole.level("coverage").value == instance.coverage(reduced.members)
    assert not instance.broken(reduced.members)


def test_a_large_choice_goes_on_to_reach_with_everybody() -> None:
    answer = solve(large(), ("coverage", "reach"))

    assert answer.status == "optimal"
    assert answer.level("reach").value == large().reach(answer.members)


def test_without_time_the_greedy_group_is_given_with_an_open_gap() -> None:
    answer = solve(plain(), time_limit=0)

    assert answer.status == "feasible"
    assert answer.found
    assert answer.members == ("a", "b")
    assert [level.proved for level in answer.levels] == [False] * 5
    assert answer.level("coverage").gap is None


def test_without_time_nothing_is_given_that_breaks_a_rule() -> None:
    wants_d = plain(constraints=(Constraint("rule", {"d": 1}, lower=1),))

    answer = solve(wants_d, time_limit=0)

    assert answer == Solution("unknown")
    assert not answer.found
    assert feasible(wants_d, 0) is None
    assert clash(wants_d, 0) is None


def test_a_gap_is_a_share_of_what_could_be() -> None:
    assert Level("coverage", 90, 100, False).gap == pytest.approx(0.1)


def test_a_hard_choice_ends_in_time_with_its_gap() -> None:
    rng = random.Random(3)
    ids = [f"b{n:04d}" for n in range(900)]
    hard = Instance(
        bodies=tuple(ids),
        weights=(1,) * 400,
        covers={id: frozenset(rng.sample(range(400), 12)) for id in ids},
        seats=20,
        reaches={id: frozenset({n}) for n, id in enumerate(ids)},
    )

    answer = solve(hard, time_limit=0.4)

    level = answer.level("coverage")
    assert answer.status == "feasible"
    assert level.value == hard.coverage(answer.members)
    assert level.gap is None or 0 < level.gap < 1
    assert [found.proved for found in answer.levels[1:]] == [False] * 4


def test_ids_are_put_in_order_by_exchange_when_time_runs_out() -> None:
    same = Instance(("a", "b", "c", "d"), (1,), {id: frozenset({0}) for id in "abcd"}, seats=1)

    assert polish(same, ["d"]) == ("a",)
    assert polish(same, ["d"], like=["d"]) == ("d",)
    assert polish(replace(same, constraints=(Constraint("rule", {"a": 1}, upper=0),)), ["d"]) == ("b",)


def test_a_group_whose_ids_could_not_be_put_in_order_in_time_says_so() -> None:
    same = Instance(("a", "b"), (1,), {id: frozenset({0}) for id in "ab"}, seats=1)
    course = _Course(same, LEVELS, frozenset(), 10)
    course.run()
    course.members, course.left, course.done = ("b",), 0.0, []

    course._key(_Model(same, LEVELS, frozenset()))

    assert course.members == ("a",)
    assert course.done == [Level("key", 0, None, False)]


@small
@given(instances())
def test_exchanges_never_lose_coverage_or_break_a_rule(instance: Instance) -> None:
    for members in list(groups_of(instance))[:10]:
        better = improve(instance, members)

        assert instance.values(better)[:2] >= instance.values(members)[:2]
        assert not instance.broken(better)
        assert len(better) == len(members)


def test_the_solver_reports_what_it_cannot_tell() -> None:
    program = Program(1, 1, [Row({0: 1.0}, 0.0, 1.0)])

    assert program.maximise({0: 1.0}, 0).status == "unknown"
    assert not program.maximise({0: 1.0}, 0).found
    assert program.maximise({0: 1.0}, 5).chosen == {0}


# --- greedy --------------------------------------------------------------------------------------------------------


def test_greedy_takes_the_body_that_adds_most_then_the_best_tied() -> None:
    assert greedy(plain()).members == ("a", "b")
    assert greedy(plain()).coverage == (2, 4)
    assert greedy(plain(reaches={"c": frozenset({1})})).members == ("c", "a")


def test_greedy_stops_when_nobody_adds_anything_and_says_what_it_breaks() -> None:
    choice = greedy(plain(seats=4, constraints=(Constraint("wants_d", {"d": 1}, lower=1),)))

    assert choice.members == ("a", "b")
    assert choice.broken == ("wants_d",)


# --- clashes -------------------------------------------------------------------------------------------------------


@small
@given(instances(most=5))
def test_a_clash_is_named_by_its_smallest_set(instance: Instance) -> None:
    def possible(codes: tuple[str, ...]) -> bool:
        lifted = instance.without(*(code for code in instance.elements if code not in codes))
        return best_by_hand(lifted) is not None

    found = clash(instance)

    if found is None:
        assert best_by_hand(instance) is not None
        return
    assert not possible(found.codes)
    for smaller in combinations(instance.elements, len(found.codes) - 1):
        assert possible(smaller)


@small
@given(instances(most=5))
def test_the_seats_of_a_clash_are_those_that_take_part(instance: Instance) -> None:
    found = clash(instance)
    if found is None or not found.seats:
        return
    bare = instance.without(*(code for code in instance.elements if code not in found.codes))

    def possible(seats: tuple[str, ...]) -> bool:
        return best_by_hand(bare.without(*(f"mandate:{b}" for b in instance.fixed - set(seats)))) is not None

    refuted = [seats for seats in combinations(sorted(instance.fixed), found.needed) if not possible(seats)]
    assert refuted
    assert set(found.seats) <= instance.fixed
    assert all(possible(seats) for seats in combinations(sorted(instance.fixed), found.needed - 1))


def test_seats_that_can_stand_for_each_other_in_a_clash_are_all_named() -> None:
    found = clash(plain(seats=1, fixed=frozenset("abc")))

    assert found == Clash(("size", "mandate_seats"), ("a", "b", "c"), 2)


def test_seats_given_by_mandate_may_exceed_a_limit_but_nothing_is_added() -> None:
    cap = Constraint("cap", {"a": 1, "b": 1, "c": 1}, upper=1)
    given_two = plain(seats=3, fixed=frozenset("ab"), constraints=(cap,))

    assert solve(given_two).members == ("a", "b")
    assert solve(replace(given_two, covers={**given_two.covers, "c": frozenset({0}), "d": frozenset()})).members == (
        "a",
        "b",
    )
    assert solve(replace(given_two, strict=True)).status == "infeasible"


def test_a_cap_grows_with_the_group() -> None:
    cap = Constraint("cap", {"a": 1}, upper=3, percent=35)

    assert [cap.limit(seats) for seats in (1, 8, 9, 12, 20)] == [3, 3, 3, 4, 7]
    assert Constraint("least", {"a": 1}, lower=1).limit(5) is None


def test_everything_a_choice_breaks_is_named() -> None:
    instance = plain(fixed=frozenset("a"), added=frozenset("b"), barred=frozenset("c"), seats=1)

    assert instance.broken(["c", "d"]) == ("size", "mandate_seats", "added:b", "barred:c")
    assert instance.without("size", "mandate_seats", "added:b", "barred:c").broken(["c", "d"]) == ()


# --- explanations --------------------------------------------------------------------------------------------------


@small
@given(instances())
def test_the_loss_without_a_member_is_the_fall_of_the_optimum(instance: Instance) -> None:
    answer = solve(instance)
    for body in answer.members:
        without = instance.barring(body)
        by_hand = [instance.coverage(members) for members in groups_of(without)]

        told = barred(instance, answer, body)

        if by_hand:
            assert told.loss == instance.coverage(answer.members) - max(by_hand)
            kept = max(
                len(set(m) & set(answer.members)) for m in groups_of(without) if instance.coverage(m) == max(by_hand)
            )
            assert kept == len(answer.members) - 1 - len(told.leaves)
            assert not set(told.joins) & set(answer.members)
            assert not told.only_for
        else:
            assert told.loss is None
            assert not told.joins
        assert told.proved


@small
@given(instances())
def test_a_free_member_is_never_a_loss_to_keep(instance: Instance) -> None:
    answer = solve(instance)
    for body in set(answer.members) - instance.seated:
        loss = barred(instance, answer, body).loss
        assert loss is None or loss >= 0


def test_the_only_one_left_for_a_rule_is_said_to_be_so() -> None:
    instance = plain(constraints=(Constraint("wants_d", {"d": 1}, lower=1),))

    told = barred(instance, solve(instance), "d")

    assert (told.loss, told.only_for) == (None, ("wants_d",))


def test_without_time_the_loss_is_not_known() -> None:
    wants = plain(constraints=(Constraint("wants_d", {"d": 1}, lower=1),))

    told = barred(wants, solve(wants), "a", time_limit=0)

    assert told.loss is None
    assert not told.proved
    assert not told.only_for


@small
@given(instances())
def test_interchangeable_members_leave_every_value_as_it_is(instance: Instance) -> None:
    answer = solve(instance)
    swaps = interchangeable(instance, answer.members)

    assert set(swaps) == set(answer.members) - instance.seated
    for body, found in swaps.items():
        for other in instance.bodies:
            trial = (set(answer.members) - {body}) | {other}
            if other in answer.members or instance.broken(trial):
                assert other not in found.equal + found.same_coverage
            else:
                values = instance.values(trial)
                equal = values == instance.values(answer.members)
                same = values[0] == instance.coverage(answer.members) and not equal
                assert ((other in found.equal), (other in found.same_coverage)) == (equal, same)


@small
@given(instances())
def test_unique_cells_are_those_nobody_else_fills(instance: Instance) -> None:
    members = solve(instance).members

    for body, cells in unique(instance, members).items():
        assert cells == instance.filled(members) - instance.filled(set(members) - {body})


@small
@given(instances())
def test_setting_a_rule_aside_never_costs_coverage(instance: Instance) -> None:
    answer = solve(instance)
    if not answer.found:
        return
    listed = {price.code: price.gain for price in prices(instance, answer)}

    assert {"size", "all_rules", *instance.elements} <= set(listed)
    for code in instance.elements:
        loosened = instance.sized(instance.seats + 1) if code == "size" else instance.without(code)
        best = max(loosened.coverage(members) for members in groups_of(loosened))
        assert listed[code] == max(0, best - instance.coverage(answer.members))


def test_without_time_prices_are_not_known() -> None:
    wants_d = plain(constraints=(Constraint("wants_d", {"d": 1}, lower=1), Constraint("wants_c", {"c": 1}, lower=1)))

    listed = {price.code: price for price in prices(wants_d, solve(wants_d), time_limit=0)}

    assert listed["wants_d"].gain is None
    assert not listed["wants_d"].proved


@small
@given(instances())
def test_the_curve_is_the_optimum_for_each_size(instance: Instance) -> None:
    points = curve(instance, range(1, len(instance.bodies) + 1))

    for point in points:
        groups = list(groups_of(instance.sized(point.seats)))
        assert point.coverage == max((instance.coverage(members) for members in groups), default=None)
        assert point.proved
    known = [point.coverage for point in points if point.coverage is not None]
    assert known == sorted(known)


@small
@given(instances())
def test_the_fewest_seats_that_keep_every_rule_are_found(instance: Instance) -> None:
    first = next(
        (n for n in range(1, len(instance.bodies) + 1) if any(True for _ in groups_of(instance.sized(n)))), None
    )
    if first is not None:
        first = max(first, len(instance.seated))

    assert smallest_size(instance) == first


def test_the_knee_is_where_further_seats_bring_clearly_less() -> None:
    def line(*values: int | None) -> list[Point]:
        return [Point(seats, value, value, True) for seats, value in enumerate(values, start=1)]

    assert knee(line(10, 20, 30, 31, 32, 33)) == 3
    assert knee(line(None, None, 10, 20, 30, 31, 32, 33)) == 5
    assert knee(line(1, 2, 3, 4, 5)) is None, "a straight line has no knee"
    assert knee(line(1, 1, 1, 1)) is None, "neither has a flat one"
    assert knee(line(1, 2)) is None, "nor one of two points"
    assert knee(line(1, 2, 4, 8, 16)) is None, "nor one that bends upwards"


def test_a_group_with_a_seats_worth_of_weight_has_somebody_who_covers_it() -> None:
    instance = plain(weights=(4, 1, 1, 1))

    standings = {s.group: s for s in representation(instance, ["b"], {"p": [0], "q": [1], "r": [2, 3], "s": []}, 2)}

    assert (standings["p"].entitled, standings["p"].holds) == (True, False)
    assert (standings["q"].entitled, standings["q"].holds) == (False, True)
    assert (standings["r"].members, standings["r"].filled, standings["r"].weight) == (("b",), 2, 2)
    assert standings["s"].holds
