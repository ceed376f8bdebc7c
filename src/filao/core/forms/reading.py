"""Minutes to answer a form: words to read and answers to give, from the shortest way through it to the longest.

Reading: 238 words a minute (Brysbaert 2019, silent reading of English), taken at 180 since most answer in a second or third
language; spoken aloud: 130. That words and options drive the time: Yan and Tourangeau (2008). The seconds per kind of
answer are working values of this project, to be set against times measured in the field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from filao.core.forms.authored import Purpose
from filao.core.forms.questionnaire import DataType, Node, Question, Questionnaire, Section, Texts
from filao.core.forms.variables import options_of, plain

_READ, _SPOKEN = 180, 130
_SECONDS: Mapping[DataType, float] = {
    "text": 20, "integer": 6, "decimal": 7, "date": 8, "time": 7, "datetime": 12, "select_one": 4, "select_multiple": 6,
    "rank": 6, "range": 5, "acknowledge": 2, "geopoint": 30, "geotrace": 90, "geoshape": 90, "barcode": 10, "image": 25,
    "audio": 30, "video": 40, "file": 30,
}  # fmt: skip
"""Seconds to give an answer once the question is read; notes, calculations and metadata take none."""
_MANY_LINES = 45.0
_TALK: Mapping[Purpose, float] = {"interview": 90.0, "group": 600.0}
"""Seconds for an open question that is talked about; such forms are read out, all others are filled in alone."""
_PER_OPTION = {"select_multiple": 0.7, "rank": 3.0}
_OPTIONS_READ = 12
"""Options that are read one by one; in longer lists people look for theirs."""


@dataclass(frozen=True, slots=True)
class Minutes:
    """The shortest way (conditions not met, one of each repeat) and the longest (all asked, one of each repeat)."""

    least: float
    most: float


def minutes(questionnaire: Questionnaire, *, language: str = "", purpose: Purpose = "survey") -> Minutes:
    """How long a form takes, in a language."""
    least, most = _seconds(questionnaire.children, questionnaire, language, purpose)
    return Minutes(round(least / 60, 1), round(most / 60, 1))


def _seconds(
    nodes: tuple[Node, ...], questionnaire: Questionnaire, language: str, purpose: Purpose
) -> tuple[float, float]:
    least = most = 0.0
    for node in nodes:
        if isinstance(node, Section):
            low, high = _seconds(node.children, questionnaire, language, purpose)
            heading = _words(node.labels, questionnaire, language) / _rate(purpose)
            low, high = low + heading, high + heading
        else:
            low = high = _of_question(node, questionnaire, language, purpose)
        least += low if not node.relevant or _is_consent(node.relevant) else 0.0
        most += high
    return least, most


def _rate(purpose: Purpose) -> float:
    """Words a second."""
    return (_SPOKEN if purpose in _TALK else _READ) / 60


def _is_consent(relevant: str) -> bool:
    """What depends on consent alone is asked of all who take part."""
    return "consent" in relevant and " or " not in relevant and " and " not in relevant


def _of_question(question: Question, questionnaire: Questionnaire, language: str, purpose: Purpose) -> float:
    words = _words(question.labels, questionnaire, language) + _words(question.hints, questionnaire, language)
    options = options_of(question, questionnaire)[:_OPTIONS_READ]
    words += sum(_words(option.labels, questionnaire, language) for option in options)
    answer = _SECONDS.get(question.type, 0.0)
    if question.type == "text":
        answer = _TALK.get(purpose) or (_MANY_LINES if "multiline" in question.appearance else answer)
    return words / _rate(purpose) + answer + _PER_OPTION.get(question.type, 0.0) * len(options)


def _words(texts: Texts, questionnaire: Questionnaire, language: str) -> int:
    return len(plain(texts, language, questionnaire.default_language).split())
