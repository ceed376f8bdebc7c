"""An answer while it is given: what is shown, worked out, offered and refused, and that nothing given is lost by it."""

from __future__ import annotations

import json
import time

import pytest
from tests.core.fillings import END_GROUP, END_REPEAT, NOW, TIES, filling, refusal
from tests.published import Row, option, row

from filao.core.forms.filling import AnswerFault, Filling
from filao.core.forms.questionnaire import (
    Choice,
    Choices,
    Question,
    Questionnaire,
    Section,
)  # fmt: skip
from filao.core.forms.state import PLACE_LIMIT, REPEAT_LIMIT

# --- relevance and calculation -------------------------------------------------------------------------------------


def test_a_question_counts_only_while_its_condition_holds() -> None:
    one = filling(
        row("integer", "age"),
        row("text", "school", relevant="${age} < 18"),
        row("calculate", "c", calculation="${school}"),
    )

    assert not one.is_relevant("/data/school")
    one.update({"/data/age": "12", "/data/school": "Royal"})
    assert (one.value("/data/school"), one.value("/data/c")) == ("Royal", "Royal")
    one.set("/data/age", "30")
    assert (one.value("/data/school"), one.value("/data/c")) == ("", "")
    assert "/data/school" not in one.answers()
    one.set("/data/age", "12")
    assert one.value("/data/c") == "Royal"


def test_what_stands_in_a_group_is_hidden_with_it() -> None:
    one = filling(
        row("text", "a"), row("begin_group", "g", relevant="${a} = 'x'"), row("begin_group", "h"), row("text", "b"),
        row("calculate", "c", calculation="'always'"), END_GROUP, END_GROUP, row("calculate", "d", calculation="${c}"),
    )  # fmt: skip

    assert not one.is_relevant("/data/g/h/b")
    assert one.value("/data/d") == ""
    one.set("/data/a", "x")
    assert one.is_relevant("/data/g/h/b")
    assert one.value("/data/d") == "always"


def test_calculations_follow_each_other_in_any_order_of_the_form() -> None:
    one = filling(
        row("calculate", "third", calculation="${second} + 1"), row("calculate", "second", calculation="${first} * 2"),
        row("integer", "first"), row("text", "shown", relevant="${third} > 10"),
    )  # fmt: skip

    one.set("/data/first", "5")
    assert (one.value("/data/third"), one.is_relevant("/data/shown")) == ("11", True)


@pytest.mark.parametrize(
    ("survey", "paths"),
    [
        ([row("calculate", "a", calculation="${b}"), row("calculate", "b", calculation="${a}"), row("text", "q")],
         ["/data/a", "/data/b"]),
        ([row("text", "a", relevant="${a} = 'x'")], ["/data/a"]),
        ([row("begin_group", "g", relevant="${q} = 'x'"), row("text", "q"), END_GROUP], ["/data/g", "/data/g/q"]),
        ([row("begin_repeat", "r", repeat_count="count(${q}) + 1"), row("text", "q"), END_REPEAT],
         ["/data/r", "/data/r/q", "/data/r_count"]),
    ],
)  # fmt: skip
def test_questions_that_wait_for_each_other_are_refused_by_name(survey: list[Row], paths: list[str]) -> None:
    problem = refusal(filling, *survey)

    assert problem.code == "form_cycle"
    assert set(problem.facts["paths"]) <= set(paths)  # type: ignore[call-overload]
    assert problem.facts["paths"]


def test_what_is_not_a_number_is_kept_as_nothing_and_types_keep_their_form() -> None:
    one = filling(
        row("integer", "n"), row("calculate", "sum", calculation="${n} + 1"), row("integer", "whole", calculation="${n} div 2"),
        row("date", "day", calculation="now()"), row("date", "no", calculation="'x'"), row("text", "t", calculation="${n} = 5"),
        row("integer", "bad", calculation="1 div 0"),
    )  # fmt: skip

    assert (one.value("/data/sum"), one.value("/data/whole")) == ("", "")
    one.set("/data/n", "5")
    found = {name: one.value(f"/data/{name}") for name in ("sum", "whole", "day", "no", "t", "bad")}
    assert found == {"sum": "6", "whole": "2", "day": "2026-05-04", "no": "", "t": "true", "bad": ""}


def test_a_hidden_number_keeps_the_type_that_its_bind_gives() -> None:
    one = filling(row("integer", "n"), {"type": "integer", "name": "half", "calculation": "${n} div 2"})

    one.set("/data/n", "5")
    assert one.value("/data/half") == "2"


# --- choices -------------------------------------------------------------------------------------------------------


def test_options_follow_other_answers_and_an_answer_that_is_no_option_any_more_does_not_count() -> None:
    one = filling(
        row("select_one isl", "isl"), row("select_one town", "town", choice_filter="isl = ${isl}"),
        row("select_multiple town", "towns", choice_filter="isl = ${isl}"), row("calculate", "c", calculation="${town}"),
    )  # fmt: skip

    one.update({"/data/isl": "m", "/data/town": "gb", "/data/towns": "gb  pm pl"})
    assert [choice.value for choice in one.choices("/data/town")] == ["pl", "gb"]
    assert (one.value("/data/town"), one.value("/data/towns"), one.value("/data/c")) == ("gb", "pl gb", "gb")
    one.set("/data/isl", "r")
    assert (one.value("/data/town"), one.value("/data/towns"), one.value("/data/c")) == ("", "pm", "")
    one.set("/data/isl", "m")
    assert one.value("/data/c") == "gb"


def test_options_from_a_file_come_with_the_filling() -> None:
    rows = (
        Choice("A", {"": ("Ministry",)}, {"code": "1", "title": "Min", "name": "A"}),
        Choice("B", {}, {"code": "2", "title": "Police", "name": "B"}),
    )
    survey = [
        row("select_one_from_file bodies.csv", "body", parameters="value=code label=title"),
        row("select_one_from_file bodies.csv", "plain", choice_filter="name != 'A'"),
        row("calculate", "c", calculation="pulldata('bodies', 'title', 'code', ${body})"),
    ]

    with_list = filling(*survey, instances={"bodies": rows})
    with_list.set("/data/body", "2")
    assert [(one.value, one.labels) for one in with_list.choices("/data/body")] == [
        ("1", {"": ("Min",)}), ("2", {"": ("Police",)}),
    ]  # fmt: skip
    assert [one.value for one in with_list.choices("/data/plain")] == ["B"]
    assert (with_list.value("/data/c"), with_list.faults()) == ("Police", [])

    without = filling(*survey)
    without.update({"/data/body": "9", "/data/plain": "A"})
    assert without.choices("/data/body") == []
    assert (without.value("/data/plain"), without.faults()) == ("A", [])


def test_options_may_be_what_was_answered_in_a_repeat() -> None:
    one = filling(row("begin_repeat", "child"), row("text", "name"), END_REPEAT, row("select_one ${name}", "eldest"))

    one.set("/data/child[1]/name", "Ana")
    one.add("/data/child")
    one.set("/data/child[2]/name", "Ben")
    assert [(option.value, option.labels) for option in one.choices("/data/eldest")] == [
        ("Ana", {"": ("Ana",)}), ("Ben", {"": ("Ben",)}),
    ]  # fmt: skip
    one.set("/data/eldest", "Ben")
    one.remove("/data/child", 2)
    assert one.value("/data/eldest") == ""


def test_a_shuffled_list_keeps_its_order_for_one_answer() -> None:
    many = [option("n", str(number)) for number in range(12)]
    survey = [
        row("select_one n", "a", parameters="randomize=true"), row("select_one n", "b", parameters="randomize=true, seed=7"),
    ]  # fmt: skip

    def order(seed: str, name: str) -> list[str]:
        return [one.value for one in filling(*survey, choices=many, seed=seed).choices(f"/data/{name}")]

    assert order("x", "a") == order("x", "a") != order("y", "a")
    assert order("x", "b") == order("y", "b") != [str(number) for number in range(12)]


def test_options_listed_in_the_form_itself_are_offered() -> None:
    listed = Choices((Choice("a", {}), Choice("b", {})))
    form = Questionnaire(
        "f", "1", "F", "/d", ("",), "", (Question("/d/q", "select_one", choices=listed), Question("/d/t", "text"))
    )
    one = Filling(form, now=NOW)

    assert [choice.value for choice in one.choices("/d/q")] == ["a", "b"]
    assert one.choices("/d/t") == []
    one.set("/d/q", "c")
    assert [fault.code for fault in one.faults()] == ["answer_not_choice"]


# --- faults --------------------------------------------------------------------------------------------------------


def test_needed_answers_and_rules_of_the_form_are_told_with_its_own_words() -> None:
    one = filling(
        row("text", "a", required="yes", required_message="Say it"), row("note", "n", required="yes"),
        row("integer", "b", constraint=". > ${c}", constraint_message="Too small"), row("integer", "c"),
        row("text", "d", required="${c} = 1"), row("text", "hidden", required="yes", relevant="${c} = 9"),
    )  # fmt: skip

    assert one.faults() == [AnswerFault("/data/a", "answer_required", messages={"": ("Say it",)})]
    one.update({"/data/a": "x", "/data/b": "1", "/data/c": "1"})
    assert one.faults() == [
        AnswerFault("/data/b", "answer_constraint", messages={"": ("Too small",)}),
        AnswerFault("/data/d", "answer_required"),
    ]
    assert [fault.path for fault in one.faults(["/data/b", "/data/a"])] == ["/data/b"]
    assert (one.is_required("/data/a"), one.is_required("/data/d"), one.is_required("/data/c")) == (True, True, False)


@pytest.mark.parametrize(
    ("type", "good", "bad", "code"),
    [
        ("integer", ["0", "-7", " 12 "], ["1.5", "x", "1" * 19, "٣"], "answer_not_integer"),
        ("decimal", ["1.5", ".5", "-3", "1e3", "2,5"], ["x", "1.2.3"], "answer_not_decimal"),
        ("date", ["2026-05-04"], ["2026-5-4", "2026-02-30", "x"], "answer_not_date"),
        ("time", ["14:30", "14:30:00.000+04:00"], ["25:00", "14", "x"], "answer_not_time"),
        ("datetime", ["2026-05-04T14:30", "2026-05-04T14:30:00.000Z"], ["2026-05-04", "T14:30"], "answer_not_datetime"),
        ("select_one isl", ["m"], ["x", "m r"], "answer_not_choice"),
        ("select_multiple isl", ["m", "r m"], ["m x"], "answer_not_choice"),
        ("rank isl", ["r m", "m r"], ["m x"], "answer_not_choice"),
        ("rank isl", ["m r"], ["m", "m m r"], "answer_rank"),
        ("geopoint", ["-20.1 57.5", "-20.1 57.5 0 4"], ["x", "91 0", "1"], "answer_not_place"),
        ("geotrace", ["1 2; 3 4"], ["1 2", "1 2; x"], "answer_not_place"),
        ("geoshape", ["1 2; 3 4; 1 2;"], ["1 2; 3 4"], "answer_not_place"),
        ("text", ["anything"], [], ""),
        ("barcode", ["anything"], [], ""),
        ("acknowledge", ["OK"], [], ""),
    ],
)  # fmt: skip
def test_an_answer_fits_the_type_of_its_question(type: str, good: list[str], bad: list[str], code: str) -> None:
    one = filling(row(type, "q"))

    for text in good:
        one.set("/data/q", text)
        assert one.faults() == [], text
    for text in bad:
        one.set("/data/q", text)
        assert [fault.code for fault in one.faults()] == [code], text
        assert one.answers()["/data/q"] == text.strip()


@pytest.mark.parametrize(
    ("parameters", "good", "bad"),
    [
        ("start=1 end=5 step=1", ["1", "5", "3.0"], ["0", "6", "2.5", "x", "1e400"]),
        ("start=0 end=1 step=0.1", ["0.3", "0,7", "1"], ["0.35", "-0.1"]),
        ("start=10 end=0 step=-2", ["10", "4", "0"], ["5", "12"]),
        ("", ["10", "1"], ["0", "11"]),
    ],
)
def test_an_answer_on_a_scale_is_a_step_of_it(parameters: str, good: list[str], bad: list[str]) -> None:
    one = filling(row("range", "q", parameters=parameters))

    for text in (*good, *bad):
        one.set("/data/q", text)
        assert [fault.code for fault in one.faults()] == ([] if text in good else ["answer_not_range"]), text


# --- repeats -------------------------------------------------------------------------------------------------------


def test_a_repeat_grows_and_shrinks_and_all_that_looks_at_it_follows() -> None:
    one = filling(*TIES)

    assert one.add("/data/tie") == 2
    assert (one.add("/data/tie[2]/act"), one.add("/data/tie[2]/act")) == (1, 2)
    one.update({
        "/data/tie[1]/act[1]/k": "1", "/data/tie[2]/act[1]/k": "10", "/data/tie[2]/act[2]/k": "100", "/data/tie[2]/why": "w",
    })  # fmt: skip
    assert (one.value("/data/tie[2]/acts"), one.value("/data/all"), one.value("/data/n")) == ("110", "111", "2")
    assert not one.is_relevant("/data/tie[1]/why")
    one.remove("/data/tie", 1)
    assert one.times("/data/tie") == ["/data/tie[1]"]
    assert (one.value("/data/tie[1]/place"), one.value("/data/all"), one.value("/data/n")) == ("1", "110", "1")
    assert one.value("/data/tie[1]/why") == ""
    one.remove("/data/tie", 1)
    assert (one.value("/data/all"), one.value("/data/n"), one.times("/data/tie")) == ("0", "0", [])


def test_a_counted_repeat_keeps_to_its_count_and_gives_back_what_was_answered() -> None:
    one = filling(
        row("integer", "n"), row("begin_repeat", "r", repeat_count="${n}"), row("text", "x", default="d"), END_REPEAT,
        row("calculate", "all", calculation="join(',', ${x})"),
    )  # fmt: skip

    assert one.times("/data/r") == []
    one.set("/data/n", "3")
    one.set("/data/r[3]/x", "third")
    assert one.value("/data/all") == "d,d,third"
    one.set("/data/n", "")
    assert len(one.times("/data/r")) == 3
    one.set("/data/n", "0")
    assert (one.times("/data/r"), one.value("/data/all")) == ([], "")
    again = Filling.load(one.questionnaire, json.loads(json.dumps(one.dump())), now=NOW)
    again.set("/data/n", "3.9")
    assert again.value("/data/all") == "d,d,third"
    assert refusal(one.add, "/data/r").code == "repeat_fixed"
    assert refusal(one.remove, "/data/r", 1).code == "repeat_fixed"


def test_a_count_has_an_end() -> None:
    one = filling(
        row("integer", "n"), row("begin_repeat", "r", repeat_count="${n}"), row("text", "x"),
        row("begin_repeat", "s", repeat_count="${n}"), row("text", "y"), END_REPEAT, END_REPEAT,
    )  # fmt: skip

    begin = time.perf_counter()
    one.set("/data/n", "999999999")
    assert sum(1 for _ in one.root.below()) < PLACE_LIMIT + 10
    assert len(one.times("/data/r")) <= REPEAT_LIMIT
    assert {fault.code for fault in one.faults()} == {"form_too_many_repeats"}
    assert one.faults(["/data/n"]) == []
    assert [fault.facts["count"] for fault in one.faults(["/data/r"])] == [999999999]
    one.set("/data/n", "2")
    assert one.faults() == []
    assert time.perf_counter() - begin < 10


def test_a_person_cannot_add_without_end() -> None:
    one = filling(row("begin_repeat", "r"), row("text", "x"), END_REPEAT)

    for _ in range(REPEAT_LIMIT - 1):
        one.add("/data/r")
    assert refusal(one.add, "/data/r").code == "form_too_many_repeats"


def test_a_running_total_looks_at_the_time_before() -> None:
    one = filling(
        row("begin_repeat", "r"), row("integer", "k"),
        row("calculate", "t", calculation="coalesce(indexed-repeat(${t}, ${r}, position(..) - 1), 0) + ${k}"), END_REPEAT,
    )  # fmt: skip

    one.add("/data/r")
    one.add("/data/r")
    one.update({"/data/r[1]/k": "1", "/data/r[2]/k": "2", "/data/r[3]/k": "3"})
    assert [one.value(f"/data/r[{n}]/t") for n in (1, 2, 3)] == ["1", "3", "6"]


def test_wildcards_look_at_all_that_they_reach() -> None:
    one = filling(
        row("begin_group", "g"), row("text", "a"), row("text", "b"), END_GROUP, row("text", "z"),
        row("calculate", "c", calculation="count-non-empty(/data/g/*)"), row("calculate", "d", calculation="join('', //b | //z)"),
    )  # fmt: skip

    one.update({"/data/g/a": "1", "/data/g/b": "2"})
    assert (one.value("/data/c"), one.value("/data/d")) == ("2", "2")
    one.set("/data/z", "3")
    assert one.value("/data/d") == "23"


def test_a_repeat_that_may_not_be_added_to_says_so() -> None:
    form = Questionnaire(
        "f", "1", "F", "/d", ("",), "",
        (Section("/d/r", (Question("/d/r/x", "text"),), repeats=True, initial=2, fixed=True),),
    )  # fmt: skip
    one = Filling(form, now=NOW)

    assert one.times("/d/r") == ["/d/r[1]", "/d/r[2]"]
    assert refusal(one.add, "/d/r").code == "repeat_fixed"


@pytest.mark.parametrize(
    "path",
    ["", "/", "/data", "/other/who", "/data/nowhere", "/data/tie[3]/to", "/data/tie[0]/to", "/data/tie[x]/to", "/data/tie",
     "/data/tie[99999999999]/to", "/data/who/x", "data/who", "/data/tie[²]/to"],
)  # fmt: skip
def test_a_place_that_the_answer_does_not_have_is_refused_and_nothing_is_set(path: str) -> None:
    one = filling(row("text", "who"), *TIES)

    assert refusal(one.update, {"/data/who": "x", path: "y"}).code == "no_such_place"
    assert one.value("/data/who") == ""
    assert not one.is_relevant("/data/nowhere")


@pytest.mark.parametrize("path", ["/data/who", "/data/nowhere", "/data/tie[7]/act", "/data"])
def test_only_a_repeat_can_be_added_to(path: str) -> None:
    one = filling(row("text", "who"), *TIES)

    assert refusal(one.add, path).code == "no_such_place"
    assert refusal(one.remove, "/data/tie", 2).code == "no_such_place"
    assert refusal(one.remove, "/data/tie", 0).code == "no_such_place"
