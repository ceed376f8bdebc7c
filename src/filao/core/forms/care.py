"""Where a form asks for consent, and what it tells whoever does not agree or needs help: found by the names of questions.

Forms that Filao writes use these names; a form from elsewhere that has none of them is answered without.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from filao.core.forms.questionnaire import Question, Questionnaire, Section
from filao.core.forms.variables import options_of

CONSENT = "consent"
PHASE = "phase"
"""The hidden question that says whether a test stands before or after a training."""
_YES, _NO = ("yes", "oui", "wi", "1", "agree", "true"), ("no", "refused")
_STOP, _HELP = ("stop_script",), ("disclosure_card", "contacts")


@dataclass(frozen=True, slots=True)
class Agreement:
    """The question of consent, the values that agree and refuse, and the notes before it that say what is agreed to."""

    question: Question
    value: str
    refusal: str
    notes: tuple[Question, ...]


def consent(form: Questionnaire) -> Agreement | None:
    """The question of consent where a form has one outside repeats; None otherwise."""
    question = next((one for one in _of_names(form, (CONSENT,)) if one.type in ("select_one", "acknowledge")), None)
    if question is None or form.repeats_above(question.path):
        return None
    values = [option.value for option in options_of(question, form)]
    value = "OK" if question.type == "acknowledge" else _of(values, _YES) or next(iter(values), "")
    notes = []
    for beside in _beside(form, question):
        if beside is question:
            break
        if isinstance(beside, Question) and beside.type == "note":
            notes.append(beside)
    return Agreement(question, value, _of(values, _NO), tuple(notes)) if value else None


def stop_script(form: Questionnaire) -> tuple[Question, ...]:
    """Notes that say when to stop."""
    return tuple(one for one in _of_names(form, _STOP) if one.type == "note")


def help_card(form: Questionnaire) -> tuple[Question, ...]:
    """Notes that say whom to turn to, and where to complain."""
    return tuple(one for one in _of_names(form, _HELP) if one.type == "note")


def phase(form: Questionnaire) -> Question | None:
    """The question that keeps the phase of a test."""
    return next(iter(_of_names(form, (PHASE,))), None)


def _of_names(form: Questionnaire, names: tuple[str, ...]) -> Iterator[Question]:
    return (one for one in form.questions() if one.name in names or one.name.rpartition("_")[0] in names)


def _of(values: list[str], known: tuple[str, ...]) -> str:
    return next((value for value in values if value.casefold() in known), "")


def _beside(form: Questionnaire, question: Question) -> tuple[Question | Section, ...]:
    above = question.path.rpartition("/")[0]
    group = next((node for node in form.nodes() if isinstance(node, Section) and node.path == above), None)
    return group.children if group else form.children
