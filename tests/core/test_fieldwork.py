"""Fieldwork: rates have a denominator, expectation follows working days, quotas close, and a flag is only a reason to look."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.questionnaires import ask, form, group

from filao.core.fieldwork import (
    Invited,
    Quota,
    Rule,
    Window,
    closed_to,
    contradictions,
    duplicates,
    longest_run,
    matrices,
    quota_states,
    rates,
    speeders,
    straight_lines,
)
from filao.core.problems import Problem
from filao.core.responses import Layout, Response, Responses
from filao.core.workdays import Holiday, Workdays

SCALE = ("1", "2", "3", "4", "5")
SURVEY = Layout(
    (
        form(
            *(ask(f"q{n}", "integer") for n in range(12)),
            group("m", *(ask(f"m/s{n}", "select_one", "", *SCALE) for n in range(6))),
            ask("sex", "select_one", "", "f", "m"),
            ask("remark"),
        ),
    )
)
MONDAY = date(2026, 3, 2)
ROUND = Window(MONDAY, MONDAY + timedelta(days=11))


def asked(count: int, answered: int, refused: int = 0, **segment: str) -> list[Invited]:
    return [Invited(segment, n < answered, answered <= n < answered + refused) for n in range(count)]


def answers(*given: dict[str, str]) -> Responses:
    return Responses(SURVEY, tuple(Response(f"r{n}", "1", one) for n, one in enumerate(given)))


def scales(*values: str) -> dict[str, str]:
    return {f"/data/m/s{n}": value for n, value in enumerate(values)}


def numbers(*values: int) -> dict[str, str]:
    return {f"/data/q{n}": str(value) for n, value in enumerate(values)}


# --- rates ---------------------------------------------------------------------------------------------------------


def test_the_rate_is_answers_by_those_asked_and_the_least_answered_stands_first() -> None:
    found = rates([*asked(10, 9, sector="police"), *asked(20, 5, 3, sector="ngo")], "sector")

    assert [(r.value, r.invited, r.answered, r.refused, r.rate) for r in found] == [
        ("ngo", 20, 5, 3, 0.25),
        ("police", 10, 9, 0, 0.9),
    ]


def test_the_whole_is_one_rate() -> None:
    (whole,) = rates([*asked(10, 9, sector="police"), *asked(20, 5, sector="ngo")])

    assert (whole.invited, whole.answered, whole.rate) == (30, 14, 14 / 30)
    assert whole.expected is None
    assert not whole.behind


def test_who_is_in_no_segment_is_counted_apart() -> None:
    assert [r.value for r in rates([*asked(2, 1, sex="f"), *asked(2, 2)], "sex")] == ["f", ""]


def test_halfway_through_the_round_half_of_the_target_is_expected() -> None:
    elapsed = ROUND.elapsed(MONDAY + timedelta(days=4))

    (found,) = rates(asked(100, 20, island="rodrigues"), "island", targets={"rodrigues": 60}, elapsed=elapsed)

    assert (elapsed, found.target, found.expected, found.behind) == (0.5, 60, 30.0, True)


def test_without_a_target_everyone_asked_is_expected_by_the_end() -> None:
    (found,) = rates(asked(10, 10), elapsed=1.0)

    assert (found.target, found.expected, found.behind) == (None, 10.0, False)


def test_a_target_that_nobody_was_asked_for_is_shown_with_no_answers() -> None:
    found = rates(asked(4, 4, sex="m"), "sex", targets={"f": 3}, elapsed=1.0)

    assert [(r.value, r.answered, r.rate, r.behind) for r in found] == [("m", 4, 1.0, False), ("f", 0, None, True)]


def test_by_an_open_link_answers_are_held_against_targets_and_no_rate_is_told() -> None:
    found = {r.value: r for r in rates(asked(7, 7, sex="f"), "sex", targets={"f": 10}, elapsed=0.5, frame=False)}

    assert (found["f"].invited, found["f"].rate, found["f"].answered, found["f"].expected) == (None, None, 7, 5.0)
    assert rates(asked(7, 7, sex="f"), "sex", elapsed=0.5, frame=False)[0].expected is None


def test_refusals_too_few_to_be_told_are_hidden_with_what_would_give_them_away() -> None:
    found = {
        r.value: r
        for r in rates([*asked(30, 20, 2, sex="f"), *asked(30, 12, 8, sex="m")], "sex", audience="working_group")
    }

    assert found["f"].refused is None
    assert found["f"].below == 5
    assert (found["f"].invited, found["m"].invited) == (30, 30)
    told = [n for r in found.values() for n in (r.answered, r.refused) if n is not None]
    assert all(n == 0 or n >= 5 for n in told)


# --- expected by today ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "share"), [(-1, 0.0), (0, 0.1), (4, 0.5), (5, 0.5), (6, 0.5), (7, 0.6), (11, 1.0), (90, 1.0)]
)
def test_expectation_rises_on_working_days_and_rests_at_weekends(day: int, share: float) -> None:
    assert ROUND.elapsed(MONDAY + timedelta(days=day)) == pytest.approx(share)


def test_a_holiday_is_no_working_day() -> None:
    tuesday = MONDAY + timedelta(days=1)
    days = Workdays("MU", True, (Holiday(tuesday, "Eid al-Fitr"),))
    eid = Window(MONDAY, MONDAY + timedelta(days=4), days)

    assert eid.elapsed(tuesday) == pytest.approx(0.25)


def test_a_round_of_a_weekend_counts_its_days() -> None:
    assert Window(date(2026, 3, 7), date(2026, 3, 8)).elapsed(date(2026, 3, 7)) == 0.5


@given(st.integers(0, 60), st.integers(-5, 70))
def test_expectation_never_falls_and_ends_at_the_whole(length: int, day: int) -> None:
    window = Window(MONDAY, MONDAY + timedelta(days=length))

    today, tomorrow = (window.elapsed(MONDAY + timedelta(days=n)) for n in (day, day + 1))

    assert 0 <= today <= tomorrow <= 1
    assert window.elapsed(window.closes) == 1


# --- quotas --------------------------------------------------------------------------------------------------------


def test_a_quota_that_is_full_closes_the_round_to_its_segment_only() -> None:
    quotas = [Quota({"sex": "f", "island": "main"}, 2), Quota({"sex": "m"}, 1, closes=False)]

    states = quota_states(quotas, [{"sex": "f", "island": "main"}] * 2 + [{"sex": "m"}] * 2)

    assert [(s.count, s.state) for s in states] == [(2, "full"), (2, "over")]
    assert closed_to({"sex": "f", "island": "main"}, states) == quotas[0]
    assert closed_to({"sex": "f", "island": "rodrigues"}, states) is None
    assert closed_to({"sex": "m"}, states) is None


def test_a_quota_with_room_is_open() -> None:
    assert quota_states([Quota({}, 3)], [{}, {"sex": "f"}])[0].state == "open"


# --- flags ---------------------------------------------------------------------------------------------------------


def test_who_took_less_than_half_of_the_usual_time_is_flagged() -> None:
    times = {f"r{n}": 300.0 for n in range(10)} | {"quick": 149.0, "fast": 150.0, "clock": -5.0}

    assert [(f.response, f.facts["median"]) for f in speeders(times)] == [("quick", 300)]


def test_of_few_answers_with_times_none_is_called_fast() -> None:
    assert speeders({"a": 1.0, **{f"r{n}": 300.0 for n in range(8)}}) == ()


def test_a_table_of_scales_is_a_run_of_questions_of_one_group_with_the_same_options() -> None:
    assert [[one.name for one in run] for run in matrices(SURVEY.variables)] == [[f"s{n}" for n in range(6)]]


def test_the_same_option_all_down_a_table_is_flagged_and_one_change_is_not() -> None:
    found = straight_lines(answers(scales(*"333333"), scales(*"333343"), scales(*"33333", ""), scales(*"3333", "", "")))

    assert [(f.response, f.facts["items"], f.facts["value"]) for f in found] == [("r0", 6, "3"), ("r2", 5, "3")]


def test_the_longest_run_is_counted() -> None:
    assert [longest_run(text) for text in ("", "a", "abab", "aabbb")] == [0, 1, 1, 3]


NOW = datetime(2026, 3, 2, tzinfo=UTC)


def contradicted(expression: str, *given: dict[str, str], opened: bool = False) -> list[str]:
    made = tuple(Response(f"r{n}", "1", one, opened=opened) for n, one in enumerate(given))
    found = contradictions([Rule("rule", expression)], Responses(SURVEY, made), NOW)
    assert {f.facts["rule"] for f in found} <= {"rule"}
    return [f.response for f in found]


def test_answers_that_cannot_both_be_true_are_flagged() -> None:
    assert contradicted("${q0} > ${q1}", numbers(40, 20), numbers(20, 40)) == ["r0"]
    assert contradicted("${sex} = 'm' and ${q0} > 0", numbers(1) | {"/data/sex": "m"}, numbers(1)) == ["r0"]


def test_a_rule_that_cannot_be_judged_flags_nobody() -> None:
    assert contradicted("${q0} > ${q1}", {"/data/q0": "40"}, {"/data/q0": "40", "/data/q1": ""}, {}) == []


def test_a_rule_on_words_is_judged_only_where_they_were_opened() -> None:
    words = {"/data/remark": "none"}

    assert contradicted("${remark} = 'none'", words) == []
    assert contradicted("${remark} = 'none'", words, opened=True) == ["r0"]


def test_a_rule_that_names_no_question_is_refused() -> None:
    with pytest.raises(Problem, match="rule_unknown_question"):
        contradicted("${service} > ${q0}", numbers(1))


def test_a_question_that_moved_is_judged_where_its_version_had_it() -> None:
    before = form(ask("age", "integer"), ask("service", "integer"), version="1")
    after = form(group("p", ask("p/age", "integer")), ask("service", "integer"), version="2")
    made = (
        Response("old", "1", {"/data/age": "20", "/data/service": "30"}),
        Response("new", "2", {"/data/p/age": "20", "/data/service": "30"}),
    )

    found = contradictions([Rule("r", "${service} > ${age}")], Responses(Layout((before, after)), made), NOW)

    assert [f.response for f in found] == ["old", "new"]


def test_an_answer_almost_equal_to_another_is_flagged_with_its_nearest() -> None:
    same, near, other = range(12), [*range(11), 99], range(50, 62)

    found = duplicates(answers(numbers(*same), numbers(*near), numbers(*other), numbers(*same)))

    assert {(f.response, f.facts["other"]) for f in found} == {("r0", "r3"), ("r1", "r0"), ("r3", "r0")}
    assert next(f.facts["share"] for f in found if f.response == "r1") == pytest.approx(11 / 12)


def test_equal_answers_to_few_questions_say_nothing() -> None:
    assert duplicates(answers(numbers(1, 2, 3), numbers(1, 2, 3))) == ()
    assert duplicates(answers(numbers(*range(12)))) == ()
    assert (
        duplicates(Responses(Layout((form(ask("q", "integer")),)), (Response("a", "1", {}), Response("b", "1", {}))))
        == ()
    )
