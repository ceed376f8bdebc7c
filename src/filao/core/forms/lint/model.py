"""A finding of the gate, and what every check looks at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from filao.core.forms.authored import Purpose
from filao.core.forms.questionnaire import (
    UNSEEN_TYPES,
    Choice,
    Node,
    Output,
    Question,
    Questionnaire,
    Section,
    Text,
    Texts,
)
from filao.core.privacy import Hit, identifying

MISSING = "-"
"""What pyxform writes where a language has no text."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found at a place of the form (`path`, "" for the form itself). A blocking one keeps it from being
    published; the others are advice. `facts` are what its sentence needs."""

    code: str
    path: str
    facts: Mapping[str, object] = field(default_factory=dict)
    blocking: bool = True


class Subject:
    """The form that is looked at, and what it is to be: anonymous or not, in which languages, for what.

    `lists` are the rows of lists that stand in files, by instance; `files` the names of the files at hand (None where
    nobody can say); `screen` is the detector of names and places (`core.privacy`).
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        *,
        anonymous: bool = False,
        languages: Collection[str] = (),
        purpose: Purpose = "survey",
        lists: Mapping[str, tuple[Choice, ...]] | None = None,
        files: Collection[str] | None = None,
        screen: Callable[[str], tuple[Hit, ...]] = identifying,
    ) -> None:
        self.form = questionnaire
        self.anonymous = anonymous
        self.languages = tuple(languages)
        self.purpose = purpose
        self.files = files
        self.screen = screen
        self.instances: Mapping[str, tuple[Choice, ...]] = {**questionnaire.instances, **(lists or {})}

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        return {node.path: node for node in self.form.nodes()}

    @cached_property
    def order(self) -> Mapping[str, int]:
        return {path: place for place, path in enumerate(self.nodes)}

    @property
    def seen(self) -> Iterator[Question]:
        """Questions and notes that people see."""
        return (question for question in self.form.questions() if question.type not in UNSEEN_TYPES)

    @property
    def asked(self) -> Iterator[Question]:
        """Questions that people answer."""
        return (question for question in self.seen if question.type != "note")

    def above(self, path: str) -> Iterator[Section]:
        """The groups that hold a place, the innermost first."""
        while path := path.rpartition("/")[0]:
            if isinstance(node := self.nodes.get(path), Section):
                yield node

    def options(self, question: Question) -> tuple[Choice, ...] | None:
        """Every option a question may offer; None where they come from answers or from a file that is not at hand."""
        if question.choices is None or question.choices.listed:
            return question.choices.listed if question.choices else ()
        return self.instances.get(question.choices.instance)

    def in_default(self, texts: Texts) -> str:
        """A text in the form's default language, or in any it has."""
        for code in (self.form.default_language, "", *texts):
            if text := said(texts.get(code, ())):
                return text
        return ""


def said(text: Text) -> str:
    """A text as it stands, values within it as "…"; "" where it is missing."""
    plain = "".join("…" if isinstance(part, Output) else part for part in text).strip()
    return "" if plain == MISSING else plain
