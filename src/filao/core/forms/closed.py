"""Which answers may be kept outside the vault: choices, numbers, dates and ticks that the form itself allows, never words.

A text that is not what its question takes (a name sent for a number, an option that the form does not list) is a word and
stays closed, whoever sent it. Of what a device adds by itself, a day alone can be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from filao.core.forms.questionnaire import FILE_TYPES, Question, Questionnaire
from filao.core.forms.variables import CLOSED, FAMILIES

Fits = Callable[[str], bool]

_POSITION = re.compile(r"\[\d+\]")
_PATTERNS: Mapping[str, str] = {
    "integer": r"[+-]?[0-9]{1,9}",
    "decimal": r"[+-]?[0-9]{1,9}(\.[0-9]{1,12})?",
    "range": r"[+-]?[0-9]{1,9}(\.[0-9]{1,12})?",
    "date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}",
    "time": r"[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:?[0-9]{2})?",
    "acknowledge": r"OK",
}
"""Ten digits and more before a point may number a person: they stay closed."""
_DAYS = ("date today", "timestamp start")
"""What a device adds that tells the day of an answer."""


@dataclass(frozen=True, slots=True)
class Sorting:
    """How the answers of one form are sorted: what may be kept open by path, which paths name files, and under which the
    device writes the day or the moment of the answer."""

    fits: Mapping[str, Fits]
    files: frozenset[str]
    dated: tuple[str, ...] = ()

    def open_answers(self, values: Mapping[str, str]) -> dict[str, str]:
        """Those of the values (concrete path -> text) that are no words; empty ones say that they were left empty."""
        found = {}
        for path, text in values.items():
            fits = self.fits.get(bare(path))
            text = text.strip()
            if fits is not None and (not text or fits(text)):
                found[path] = text
        return found

    def days(self, values: Mapping[str, str]) -> dict[str, str]:
        """The days that the device wrote (path -> ISO date), of a moment its day alone; what is no day stays closed."""
        found = {}
        for path in self.dated:
            try:
                found[path] = date.fromisoformat(values.get(path, "").strip()[:10]).isoformat()
            except ValueError:
                continue
        return found

    def file_names(self, values: Mapping[str, str]) -> list[str]:
        """Names of the files that the answers speak of, each once."""
        named = (
            text.strip() for path, text in values.items() if bare(path) in self.files or path.endswith("/meta/audit")
        )
        return list(dict.fromkeys(name for name in named if name))


def bare(path: str) -> str:
    """A path without positions."""
    return _POSITION.sub("", path) if "[" in path else path


def sorting(questionnaire: Questionnaire) -> Sorting:
    """How to sort the answers of a form whose lists are among its instances, those that stand in files too."""
    found = {question.path: _fits(question, questionnaire) for question in questionnaire.questions()}
    files = frozenset(q.path for q in questionnaire.questions() if q.type in FILE_TYPES)
    dated = tuple(q.path for q in questionnaire.questions() if q.preload in _DAYS)
    return Sorting({path: fits for path, fits in found.items() if fits is not None}, files, dated)


def _fits(question: Question, questionnaire: Questionnaire) -> Fits | None:
    if question.type == "note" or FAMILIES[question.type] not in CLOSED:
        return None
    if pattern := _PATTERNS.get(question.type):
        matches = re.compile(pattern).fullmatch
        return lambda text: matches(text) is not None
    options = frozenset(_options(question, questionnaire))
    if question.type == "select_one":
        return options.__contains__
    return lambda text: len(text) < 10_000 and options.issuperset(text.split())


def _options(question: Question, questionnaire: Questionnaire) -> Collection[str]:
    """Values that the form lists for a question; none where they are what people have typed into a repeat."""
    choices = question.choices
    if choices is None:
        return ()
    if choices.listed:
        return [choice.value for choice in choices.listed]
    rows = questionnaire.instances.get(choices.instance, ())
    return [row.columns.get(choices.value, row.value) for row in rows]
