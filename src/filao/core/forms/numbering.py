"""Numbers of questions, the same on paper, on the page of a form and in quick entry: 1, 2, 3 … in the order of the form.

Notes, calculations and what the device adds have none. Options are numbered too, so that a paper is keyed in by numbers
alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filao.core.forms.questionnaire import UNSEEN_TYPES, Choice, Questionnaire


def numbers(questionnaire: Questionnaire) -> Mapping[str, int]:
    """Path -> number, for every question that people answer."""
    unnumbered = {"note", *UNSEEN_TYPES}
    asked = (question.path for question in questionnaire.questions() if question.type not in unnumbered)
    return {path: number for number, path in enumerate(asked, start=1)}


def option_numbers(options: Sequence[Choice]) -> tuple[str, ...]:
    """The number of each option: the values themselves where all are numbers (a scale from 0 to 5), else 1, 2, 3 …."""
    values = tuple(option.value for option in options)
    if values and all(value.isdecimal() for value in values):
        return values
    return tuple(str(number) for number in range(1, len(values) + 1))
