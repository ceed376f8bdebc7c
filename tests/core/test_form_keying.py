"""Paper is keyed in by the numbers printed on it, days and times as people write them; nothing is guessed."""

from __future__ import annotations

import pytest

from filao.core.forms.keying import keyed, shown
from filao.core.forms.questionnaire import Choice, DataType, Question


def question(type: DataType) -> Question:
    return Question("/data/asked", type)


def options(*values: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, {"": (value,)}) for value in values)


SECTORS = options("police", "labour", "health")
SCALE = options("0", "5", "10")


@pytest.mark.parametrize(
    ("type", "typed", "text"),
    [
        ("select_one", "2", "labour"), ("select_one", "02", "labour"), ("select_one", "health", "health"),
        ("select_multiple", "3 1", "police health"), ("select_multiple", "1,3;3", "police health"),
        ("rank", "3 1 2", "labour health police"),
        ("acknowledge", "x", "OK"), ("acknowledge", "no", ""),
        ("date", "14/3/2026", "2026-03-14"), ("date", "4.12.2026", "2026-12-04"), ("date", "2026-03-14", "2026-03-14"),
        ("time", "8h30", "08:30"), ("time", "830", "08:30"), ("time", "14:05", "14:05"), ("time", "9", "09:00"),
        ("integer", "1 200", "1200"), ("integer", " 7 ", "7"),
        ("text", " As it stands. ", "As it stands."),
        ("select_one", "", ""), ("date", "", ""),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_the_answer(type: DataType, typed: str, text: str) -> None:
    read = keyed(question(type), typed, SECTORS)

    assert (read.text, read.fault) == (text, None)


@pytest.mark.parametrize(
    ("type", "typed", "code"),
    [
        ("select_one", "4", "keyed_no_option"), ("select_one", "polce", "keyed_no_option"),
        ("select_multiple", "1 9", "keyed_no_option"),
        ("rank", "1 1 2", "keyed_order"), ("rank", "1 2", "keyed_order"), ("rank", "3 2 x", "keyed_order"),
    ],
)  # fmt: skip
def test_a_number_that_is_on_no_option_is_named_and_stays_as_typed(type: DataType, typed: str, code: str) -> None:
    read = keyed(question(type), typed, SECTORS)

    assert read.text == typed
    assert read.fault is not None
    assert read.fault.code == code


def test_a_scale_is_keyed_by_its_own_numbers() -> None:
    assert keyed(question("select_one"), "10", SCALE).text == "10"
    assert keyed(question("select_one"), "0", SCALE).text == "0"
    assert keyed(question("select_one"), "1", SCALE).fault is not None


@pytest.mark.parametrize(
    ("type", "value", "typed"),
    [
        ("select_one", "labour", "2"), ("select_multiple", "police health", "1 3"),
        ("rank", "labour health police", "3 1 2"), ("rank", "", ""), ("integer", "7", "7"), ("select_one", "gone", "gone"),
    ],
)  # fmt: skip
def test_an_answer_is_shown_as_it_is_keyed(type: DataType, value: str, typed: str) -> None:
    assert shown(question(type), value, SECTORS) == typed


def test_what_is_shown_can_be_keyed_again() -> None:
    for type, value in (
        ("select_one", "health"),
        ("select_multiple", "police labour"),
        ("rank", "health police labour"),
    ):
        asked = question(type)  # type: ignore[arg-type]
        assert keyed(asked, shown(asked, value, SECTORS), SECTORS).text == value
