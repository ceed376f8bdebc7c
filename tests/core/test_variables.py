"""Variables over versions: no answer of an older version loses its column, and no column mixes kinds of value."""

from __future__ import annotations

from tests.core.questionnaires import ask, form, group

from filao.core.forms.questionnaire import Choice, Choices, Output, Question
from filao.core.forms.variables import plain, repeats, variables


def names(*versions: object) -> list[str]:
    return [one.name for one in variables(versions)]  # type: ignore[arg-type]


def test_each_question_is_one_variable_and_neither_a_note_nor_the_id_of_an_answer_is() -> None:
    found = variables(
        [form(ask("age", "integer"), ask("hello", "note"), group("g", ask("g/sex", "select_one", "", "f", "m")))]
    )

    assert [(one.name, one.path, one.family, one.repeat) for one in found] == [
        ("age", "age", "number", ""),
        ("sex", "g/sex", "one", ""),
    ]
    assert [option.value for option in found[1].options] == ["f", "m"]


def test_a_question_that_a_newer_version_dropped_keeps_its_column_where_it_stood() -> None:
    old = form(ask("a"), ask("dropped"), ask("b"), version="1")
    new = form(ask("a"), ask("b"), ask("c"), version="2")

    assert names(old, new) == ["a", "dropped", "b", "c"]


def test_the_newest_version_gives_the_order_and_the_words() -> None:
    old = form(ask("a", label="Old words"), ask("b"), version="1")
    new = form(ask("b"), ask("a", label="New words"), version="2")

    found = variables([old, new])

    assert [one.name for one in found] == ["b", "a"]
    assert found[1].label("en") == "New words"
    assert dict(found[1].paths) == {"2": "a", "1": "a"}


def test_an_option_that_was_removed_stays_with_the_versions_that_offered_it() -> None:
    old = form(ask("way", "select_one", "", "phone", "fax"), version="1")
    new = form(ask("way", "select_one", "", "mail", "phone"), version="2")

    (way,) = variables([old, new])

    assert [(option.value, option.versions) for option in way.options] == [
        ("mail", ("2",)),
        ("phone", ("2", "1")),
        ("fax", ("1",)),
    ]


def test_a_question_whose_kind_of_value_changed_becomes_two_variables() -> None:
    old = form(ask("often", "text"), version="1")
    new = form(ask("often", "integer"), version="2")

    found = variables([old, new])

    assert {one.name: (one.family, tuple(one.paths)) for one in found} == {
        "often": ("number", ("2",)),
        "often_text": ("text", ("1",)),
    }


def test_a_whole_number_that_became_a_decimal_one_is_still_the_same_variable() -> None:
    found = variables([form(ask("n", "integer"), version="1"), form(ask("n", "decimal"), version="2")])

    assert [(one.name, one.type, tuple(one.paths)) for one in found] == [("n", "decimal", ("2", "1"))]


def test_a_question_that_moved_to_another_group_is_the_same_variable() -> None:
    old = form(group("g", ask("g/age", "integer")), version="1")
    new = form(ask("first"), group("h", ask("h/age", "integer")), version="2")

    found = variables([old, new])

    assert [one.name for one in found] == ["first", "age"]
    assert dict(found[1].paths) == {"2": "h/age", "1": "g/age"}


def test_a_question_that_moved_into_a_repeat_is_another_variable() -> None:
    old = form(ask("kind"), version="1")
    new = form(group("tie", ask("tie/kind"), repeats=True), version="2")

    found = variables([old, new])

    assert {(one.name, one.repeat) for one in found} == {("kind", "tie"), ("kind_text", "")}
    assert repeats([old, new]) == ("tie",)


def test_a_name_that_stands_twice_in_one_version_takes_its_groups() -> None:
    found = names(form(group("a", ask("a/who")), group("b", ask("b/who")), ask("what")))

    assert found == ["a_who", "b_who", "what"]


def test_no_two_columns_ever_share_a_name_whatever_the_case() -> None:
    found = names(form(group("a", ask("a/x")), group("b", ask("b/x")), ask("a_x"), ask("A_X")))

    assert len({name.casefold() for name in found}) == 4


def test_a_question_under_a_condition_is_marked_by_the_versions_that_set_it() -> None:
    old = form(ask("a"), ask("b", relevant="/data/a = 'x'"), version="1")
    new = form(ask("a"), ask("b"), group("g", ask("g/c"), relevant="/data/a = 'x'"), version="2")

    found = {one.name: set(one.conditional) for one in variables([old, new])}

    assert found == {"a": set(), "b": {"1"}, "c": {"2"}}


def test_options_of_a_list_elsewhere_in_the_form_are_found() -> None:
    question = Question(
        "/data/town", "select_one", choices=Choices(instance="towns", nodeset="instance('towns')/root/item")
    )
    towns = (Choice("pl", {"": ("Port Louis",)}), Choice("pm", {"": ("Port Mathurin",)}))

    (town,) = variables([form(question, instances={"towns": towns})])

    assert [(option.value, plain(option.labels)) for option in town.options] == [
        ("pl", "Port Louis"),
        ("pm", "Port Mathurin"),
    ]
    assert town.option("pm") is not None
    assert town.option("xx") is None


def test_the_root_of_a_form_may_change_its_name() -> None:
    old = form(Question("/survey/age", "integer"), version="1", root="survey")
    new = form(Question("/data/age", "integer"), version="2")

    assert names(old, new) == ["age"]


def test_a_label_is_read_in_the_language_asked_for_or_the_next_there_is() -> None:
    labels = {"fr": ("Combien ont ", Output("/data/a"), " agents ?"), "en": ("How many?",)}

    assert plain(labels, "fr") == "Combien ont … agents ?"
    assert plain(labels, "mfe", "en") == "How many?"
    assert plain(labels, "mfe") == "Combien ont … agents ?"
    assert plain({}) == ""
    assert variables([form(Question("/data/x", "text"))])[0].label("en") == "x"


def test_only_answers_that_are_no_words_are_closed() -> None:
    kinds = ["text", "integer", "select_one", "date", "geopoint", "calculate", "metadata", "image", "acknowledge"]
    found = variables([form(*(ask(f"q{n}", kind) for n, kind in enumerate(kinds)))])  # type: ignore[arg-type]

    assert [one.type for one in found if one.closed] == ["integer", "select_one", "date", "acknowledge"]
