"""Answers as tables: every empty cell has a reason, every repeat its rows, and small numbers of people stay untold."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.questionnaires import ask, form, group

from filao.core.forms.variables import Variable
from filao.core.responses import Cell, Layout, Missing, Response, Responses, split, tally, typed

ONE = form(
    ask("age", "integer"),
    ask("sex", "select_one", "", "f", "m", "refused"),
    ask("ways", "select_multiple", "", "phone", "mail"),
    ask("who"),
    ask("pregnant", "select_one", "", "yes", "no", relevant="/data/sex = 'f'"),
    group(
        "tie",
        ask("tie/kind", "select_one", "", "refers", "funds"),
        group("tie/act", ask("tie/act/n", "integer"), repeats=True),
        repeats=True,
    ),
)
LAYOUT = Layout((ONE,))


def answer(id: str = "a", version: str = "1", opened: bool = False, **answers: str) -> Response:
    return Response(
        id, version, {f"/data/{path.replace('__', '/')}": text for path, text in answers.items()}, opened=opened
    )


def cells(response: Response, layout: Layout = LAYOUT) -> dict[str, Cell]:
    (row,) = layout.rows(response)
    return dict(row.cells)


def column(*values: str, variable: str = "sex") -> list[tuple[Cell, float]]:
    one = LAYOUT.variable(variable)
    return [(typed(one, value), 1.0) for value in values]


def counted(*values: str, audience: str = "", variable: str = "sex") -> dict[str, int | None]:
    found = tally(LAYOUT.variable(variable), column(*values, variable=variable), audience)
    return {count.value: count.number for count in found.counts}


# --- cells ---------------------------------------------------------------------------------------------------------


def test_texts_become_the_kind_of_value_of_their_question() -> None:
    found = cells(answer(age="34", sex="f", ways="mail phone mail"))

    assert (found["age"], found["sex"], found["ways"]) == (34, "f", ("mail", "phone"))


def test_an_empty_cell_says_why_it_is_empty() -> None:
    newer = form(*ONE.children, ask("new", "integer"), version="2")
    layout = Layout((ONE, newer))

    found = cells(answer(age="", sex="refused", ways="phone"), layout)

    assert found["age"] is Missing.SKIPPED
    assert found["sex"] is Missing.REFUSED
    assert found["pregnant"] is Missing.LOGIC
    assert found["who"] is Missing.CLOSED
    assert found["new"] is Missing.VERSION


def test_a_question_under_a_condition_that_was_shown_and_left_empty_is_skipped() -> None:
    assert cells(answer(pregnant=""))["pregnant"] is Missing.SKIPPED


def test_words_are_read_only_where_they_were_opened() -> None:
    assert cells(answer(who="  The registrar "))["who"] is Missing.CLOSED
    assert cells(answer(opened=True, who="  The registrar "))["who"] == "  The registrar "


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("integer", "-3", -3),
        ("integer", "3.5", 3.5),
        ("decimal", "1e3", 1000.0),
        ("date", "2026-02-28", date(2026, 2, 28)),
        ("date", "2026-02-28T10:00:00.000+04:00", date(2026, 2, 28)),
        ("time", "10:05:00.000+04:00", time.fromisoformat("10:05:00+04:00")),
        ("datetime", "2026-02-28T10:00:00Z", datetime(2026, 2, 28, 10, tzinfo=UTC)),
        ("acknowledge", "OK", True),
        ("geopoint", "-20.16 57.5 0 12", (-20.16, 57.5, 0.0, 12.0)),
        ("rank", "b a", ("b", "a")),
    ],
)
def test_each_type_is_read_as_odk_writes_it(kind: str, text: str, value: object) -> None:
    (variable,) = Layout((form(ask("q", kind)),)).variables  # type: ignore[arg-type]

    assert typed(variable, text) == value


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("integer", "many"),
        ("integer", "1,5"),
        ("decimal", "nan"),
        ("decimal", "1e999"),
        ("date", "28/02/2026"),
        ("date", "2026-02-30"),
        ("date", "20260228"),
        ("time", "25:00"),
        ("datetime", "yesterday"),
        ("geopoint", "57.5"),
        ("geopoint", "120 57"),
    ],
)
def test_what_is_not_the_kind_of_value_asked_for_is_unsound_and_never_guessed(kind: str, text: str) -> None:
    (variable,) = Layout((form(ask("q", kind)),)).variables  # type: ignore[arg-type]

    assert typed(variable, text) is Missing.UNSOUND


@given(st.sampled_from(LAYOUT.variables), st.text(max_size=12))
def test_no_text_makes_a_cell_fall_over(variable: Variable, text: str) -> None:
    typed(variable, text)


# --- repeats -------------------------------------------------------------------------------------------------------


def test_each_time_a_repeat_was_filled_in_is_a_row_of_its_own_table() -> None:
    response = Response(
        "a",
        "1",
        {
            "/data/tie[2]/kind": "funds",
            "/data/tie[1]/kind": "refers",
            "/data/tie[2]/act[1]/n": "5",
            "/data/tie[2]/act[2]/n": "7",
        },
    )

    ties = [(row.positions, row.cells["kind"]) for row in LAYOUT.rows(response, "tie")]
    acts = [(row.positions, row.cells["n"]) for row in LAYOUT.rows(response, "tie/act")]

    assert ties == [((1,), "refers"), ((2,), "funds")]
    assert acts == [((2, 1), 5), ((2, 2), 7)]
    assert list(LAYOUT.tables) == ["", "tie", "tie/act"]


def test_a_tie_of_which_only_an_inner_row_was_filled_in_still_has_its_row() -> None:
    response = Response("a", "1", {"/data/tie[3]/act[1]/n": "5"})

    assert [(row.positions, row.cells["kind"]) for row in LAYOUT.rows(response, "tie")] == [((3,), Missing.SKIPPED)]


def test_a_path_without_a_position_means_the_first() -> None:
    assert [row.positions for row in LAYOUT.rows(answer(tie__kind="refers"), "tie")] == [(1,)]
    assert list(LAYOUT.rows(answer(), "tie")) == []


def test_an_answer_has_one_row_in_the_main_table_even_if_it_says_nothing() -> None:
    assert len(list(Responses(LAYOUT, (answer("a"), answer("b"))).rows())) == 2


def test_paths_are_split_into_place_and_positions() -> None:
    assert split("/data/tie[2]/act[1]/n") == ("tie/act/n", (2, 1))
    assert split("/data/age") == ("age", ())
    assert split("/data/a[b]/c") == ("a[b]/c", ())


# --- counts --------------------------------------------------------------------------------------------------------


def test_a_column_is_counted_by_option_with_those_nobody_chose() -> None:
    found = tally(LAYOUT.variable("sex"), column("f", "f", "m", "", "refused"))

    assert [(c.value, c.number) for c in found.counts] == [("f", 2), ("m", 1)]
    assert (found.asked, found.answered) == (5, 3)
    assert dict(found.missing) == {Missing.SKIPPED: 1, Missing.REFUSED: 1}


def test_an_option_that_no_version_lists_is_counted_by_its_own_value() -> None:
    assert counted("f", "x") == {"f": 1, "m": 0, "x": 1}


def test_several_options_of_one_answer_are_each_counted() -> None:
    assert counted("phone mail", "mail", variable="ways") == {"phone": 1, "mail": 2}


def test_weights_count_beside_numbers_and_never_instead_of_them() -> None:
    found = Responses(LAYOUT, (answer("a", sex="f"), answer("b", sex="m")), {"a": 2.5, "b": 0.5}).tallies()
    sex = next(one for one in found if one.variable.name == "sex")

    assert [(c.value, c.number, c.weighted) for c in sex.counts] == [("f", 1, 2.5), ("m", 1, 0.5)]


def test_words_are_not_counted() -> None:
    names = [one.variable.name for one in Responses(LAYOUT, (answer(who="x"),)).tallies()]

    assert names == ["age", "sex", "ways", "pregnant", "kind", "n"]


def test_a_number_is_told_by_its_quartiles() -> None:
    found = tally(LAYOUT.variable("age"), column(*"123456789", variable="age"))

    assert found.spread == (1, 3, 5, 7, 9)
    assert tally(LAYOUT.variable("age"), []).spread == ()


def test_a_ranking_is_counted_by_its_first_place() -> None:
    (variable,) = Layout((form(ask("q", "rank", "", "a", "b")),)).variables

    found = tally(variable, [(typed(variable, text), 1.0) for text in ("b a", "b", "a b")])

    assert [(c.value, c.number) for c in found.counts] == [("a", 1), ("b", 2)]


def test_a_box_that_was_ticked_is_counted() -> None:
    (variable,) = Layout((form(ask("q", "acknowledge")),)).variables

    assert [(c.value, c.number) for c in tally(variable, [(True, 1.0), (Missing.SKIPPED, 1.0)]).counts] == [("OK", 1)]


# --- small numbers of people ---------------------------------------------------------------------------------------


def test_too_few_answers_are_told_as_being_below_the_least() -> None:
    found = tally(LAYOUT.variable("sex"), column("f", "m", "m"), "working_group")

    assert (found.asked, found.answered, found.counts, found.below) == (None, None, (), 5)


def test_one_small_option_takes_another_with_it_so_that_the_total_gives_it_not_away() -> None:
    found = counted(*["f"] * 20, *["m"] * 2, audience="working_group")

    assert found["m"] is None
    assert found["f"] is None


def test_who_left_a_question_empty_may_be_too_few_to_be_told() -> None:
    found = tally(LAYOUT.variable("sex"), column(*["f"] * 20, *["m"] * 30, "", ""), "working_group")

    assert found.answered is None
    assert dict(found.missing) == {}
    assert [count.number for count in found.counts] == [None, 30]
    assert found.asked == 52


def test_a_few_left_out_by_logic_are_not_given_away_by_the_number_asked() -> None:
    some = [*column(*["f"] * 20), (Missing.LOGIC, 1.0), (Missing.LOGIC, 1.0)]

    found = tally(LAYOUT.variable("sex"), some, "working_group")

    assert found.asked is None
    assert found.answered is None


def test_of_several_options_one_that_all_but_few_chose_is_not_told() -> None:
    found = counted(*["phone mail"] * 9, "mail", audience="working_group", variable="ways")

    assert found == {"phone": None, "mail": 10}


def test_the_ends_of_a_number_are_not_told_to_an_audience_since_each_is_one_person() -> None:
    ages = [str(age) for age in range(20, 60)]

    assert tally(LAYOUT.variable("age"), column(*ages, variable="age"), "public").spread == (39.5,)
    assert tally(LAYOUT.variable("age"), column(*ages, variable="age"), "working_group").spread == (29.5, 39.5, 49.5)
    assert tally(LAYOUT.variable("age"), column(*ages[:9], variable="age"), "working_group").spread == ()


def test_counts_of_public_bodies_are_always_told() -> None:
    few = Responses(LAYOUT, (answer("a", sex="f"),))

    assert few.tallies("public", people=False)[1].counts[0].number == 1
    assert few.tallies("public")[1].counts == ()


@given(
    st.lists(st.sampled_from(["f", "m", "refused", "x", "", "-"]), max_size=40),
    st.sampled_from(["working_group", "public"]),
)
def test_nothing_hidden_can_be_worked_out_from_the_total(values: list[str], audience: str) -> None:
    least = {"working_group": 5, "public": 11}[audience]
    variable = LAYOUT.variable("sex")
    column_: list[tuple[Cell, float]] = [(Missing.LOGIC if v == "-" else typed(variable, v), 1.0) for v in values]

    found = tally(variable, column_, audience)

    if not found.counts:
        return
    told = {c.value: c.number for c in found.counts}
    true = {one: values.count(one) for one in told}
    hidden = [one for one, number in told.items() if number is None]
    assert all(told[one] in (None, true[one]) for one in told)
    assert not any(0 < number < least for number in told.values() if number is not None)
    rest = len(values) - sum(number for number in told.values() if number is not None)
    if found.answered is not None:
        assert found.asked is not None
        rest -= len(values) - found.answered
        assert len(hidden) != 1
    if hidden and found.answered is not None:
        assert rest >= least
