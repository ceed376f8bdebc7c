"""A new version of a form: what changed, what becomes of the answers collected, and what a person has to agree to."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.questionnaires import ask, form, group

from filao.core.forms.questionnaire import Node, Questionnaire
from filao.core.forms.versions import Change, Held, compare

HOW_OFTEN = ("often", "never")


def version(*children: Node, **more: Any) -> Questionnaire:
    return form(*children, **more)


def changes(old: Questionnaire, new: Questionnaire, **held: Any) -> list[tuple[str, str, str, bool]]:
    return [(one.kind, one.path, one.effect, one.asks) for one in compare(old, new, Held(**held))]


def test_the_same_form_has_no_changes() -> None:
    one = version(ask("a"), group("g", ask("g/b", "select_one", "", *HOW_OFTEN)))

    assert compare(one, one) == ()


def test_a_question_added_touches_nothing() -> None:
    found = changes(version(ask("a")), version(ask("a"), ask("b", label="Something else entirely")), answers={"a": 9})

    assert found == [("added", "b", "new", False)]


def test_a_question_removed_keeps_its_answers_and_asks_only_where_there_are_any() -> None:
    old, new = version(ask("a"), ask("b", label="Other")), version(ask("a"))

    assert changes(old, new) == [("removed", "b", "kept", False)]
    assert changes(old, new, answers={"b": 3}) == [("removed", "b", "kept", True)]


def test_a_question_is_followed_under_a_new_name_by_its_words() -> None:
    old = version(ask("staff", "integer", "How many people work on this?"))
    new = version(ask("team", "integer", "How many people work on this?"))

    assert compare(old, new, Held({"staff": 12})) == (
        Change("renamed", "team", "split", "staff", "team", affected=12, asks=True),
    )


def test_a_question_is_followed_by_its_neighbour_where_its_words_were_touched_up() -> None:
    old = version(ask("a"), ask("staff", "integer", "How many people work on this?"))
    new = version(ask("a"), ask("team", "integer", "How many of your people work on this now?"))

    assert [one.kind for one in compare(old, new)] == ["renamed", "reworded"]


def test_two_different_questions_are_not_taken_for_one() -> None:
    old = version(ask("staff", "integer", "How many people work on this?"))
    new = version(ask("team", "integer", "Which year did it begin?"))

    assert changes(old, new) == [("added", "team", "new", False), ("removed", "staff", "kept", False)]


def test_a_question_moved_to_another_group_stays_one_variable() -> None:
    old = version(group("g", ask("g/a")))
    new = version(group("h", ask("h/a")))

    assert changes(old, new, answers={"g/a": 5}) == [("moved", "h/a", "joined", False)]


def test_a_question_moved_into_a_repeat_becomes_another_variable() -> None:
    old = version(ask("a"))
    new = version(group("r", ask("r/a"), repeats=True))

    assert changes(old, new, answers={"a": 5}) == [("moved", "r/a", "split", True)]


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [("text", "integer", "forked"), ("select_one", "select_multiple", "forked"), ("integer", "text", "forked")],
)
def test_formpack_151_a_question_that_changes_its_type_is_forked_by_a_persons_word(
    before: Any, after: Any, effect: str
) -> None:
    old = version(ask("a", before, "", *(HOW_OFTEN if before.startswith("select") else ())))
    new = version(ask("a", after, "", *(HOW_OFTEN if after.startswith("select") else ())))

    assert changes(old, new, answers={"a": 1}) == [("retyped", "a", effect, True)]
    assert changes(old, new) == [("retyped", "a", effect, False)]


def test_a_whole_number_that_becomes_a_decimal_one_stays_one_variable() -> None:
    assert changes(version(ask("a", "integer")), version(ask("a", "decimal")), answers={"a": 4}) == [
        ("retyped", "a", "joined", False)
    ]


def test_kpi_2089_an_option_that_people_chose_is_not_removed_in_silence() -> None:
    old = version(ask("a", "select_one", "", "often", "rarely", "never"))
    new = version(ask("a", "select_one", "", "often", "never"))

    assert compare(old, new, Held({"a": 9}, {("a", "rarely"): 4})) == (
        Change("option_removed", "a", "kept", option="rarely", affected=4, asks=True),
    )
    assert changes(old, new, options={("a", "often"): 4}) == [("option_removed", "a", "kept", False)]


def test_an_option_under_a_new_code_is_told_from_one_that_is_gone() -> None:
    old = version(ask("a", "select_one", "", "often", "never"))
    new = form(ask("a", "select_one", choices=_labelled(often="Often", no="Never")))

    assert compare(old, new, Held(options={("a", "never"): 2})) == (
        Change("option_recoded", "a", "recoded", "never", "no", affected=2, asks=True),
    )


def test_a_code_that_takes_another_meaning_asks() -> None:
    old = form(ask("a", "select_one", choices=_labelled(**{"1": "Yes", "2": "No"})))
    new = form(ask("a", "select_one", choices=_labelled(**{"1": "No", "2": "Yes"})))

    assert changes(old, new, options={("a", "1"): 6}) == [
        ("option_reworded", "a", "meaning", True),
        ("option_reworded", "a", "meaning", False),
    ]


def test_a_code_whose_words_are_touched_up_does_not_ask() -> None:
    old = form(ask("a", "select_one", choices=_labelled(often="Often", never="Never")))
    new = form(ask("a", "select_one", choices=_labelled(often="Very often", never="Never")))

    assert changes(old, new, options={("a", "often"): 6}) == [("option_reworded", "a", "joined", False)]


def test_an_option_added_is_said() -> None:
    old, new = (version(ask("a", "select_one", "", *codes)) for codes in (("x",), ("x", "y")))

    assert changes(old, new) == [("option_added", "a", "new", False)]


def test_a_question_whose_words_change_altogether_asks_and_a_touch_does_not() -> None:
    old = version(ask("a", label="How often do you refer people?"))
    touched = version(ask("a", label="How often do you refer a person?"))
    other = version(ask("a", label="Name the unit"))

    assert changes(old, touched, answers={"a": 3}) == [("reworded", "a", "joined", False)]
    assert changes(old, other, answers={"a": 3}) == [("reworded", "a", "meaning", True)]


def test_a_change_of_who_is_asked_is_said() -> None:
    old, new = version(ask("a"), ask("b")), version(ask("a"), ask("b", relevant="/data/a = 'x'"))

    assert changes(old, new) == [("logic", "b", "asked_of_others", False)]


def test_languages_that_come_and_go_are_said() -> None:
    old = version(ask("a"), languages=("en", "fr"))
    new = version(ask("a"), languages=("en", "mfe"))

    assert [(one.kind, one.was or one.now) for one in compare(old, new)] == [
        ("language_added", "mfe"), ("language_removed", "fr"),
    ]  # fmt: skip


def test_notes_and_the_metadata_of_an_answer_are_no_part_of_it() -> None:
    old = version(ask("a"), ask("n", "note", "Hello"))
    new = version(ask("a"), ask("n", "note", "Good day"), group("meta", ask("meta/instanceID", "metadata")))

    assert compare(old, new) == ()


def test_every_change_has_a_name_of_its_own() -> None:
    old = version(ask("a", "select_one", "", "x", "y"), ask("b", label="Gone"))
    new = version(ask("a", "select_one", "", "z"), ask("c", "integer", "Come"))

    found = compare(old, new)
    assert len({one.id for one in found}) == len(found) == 5


def _labelled(**labels: str) -> Any:
    from filao.core.forms.questionnaire import Choice, Choices

    return Choices(tuple(Choice(value, {"en": (label,)}) for value, label in labels.items()))
