"""One answer while it is given: every value set works out anew what depends on it, and nothing else.

The time is an argument, randomness comes from the seed alone, words are left to the faces. How this differs from other
clients of the field is told in docs/reference/form-logic.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from filao.core.forms.answers import fault_of
from filao.core.forms.evaluation import compiled
from filao.core.forms.logic import Logic
from filao.core.forms.options import in_language, options, said
from filao.core.forms.places import Place
from filao.core.forms.questionnaire import UNSEEN_TYPES, Choice, Question, Questionnaire, Section, Texts
from filao.core.forms.running import Context
from filao.core.forms.screens import Screen, screens
from filao.core.forms.state import REPEAT_LIMIT, State
from filao.core.forms.values import truth_of
from filao.core.problems import Problem


@dataclass(frozen=True, slots=True)
class AnswerFault:
    """What is wrong with an answer: a code of the catalogue with its facts, and the form's own message if it has one.

    Codes: answer_required, answer_constraint, those of `answers.fault_of`, and form_too_many_repeats at a repeat.
    """

    path: str
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)
    messages: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Progress:
    """Questions that can be answered now, and those that are."""

    answered: int
    total: int


class Filling(State):
    """One answer: give (`set`, `update`, `add`, `remove`, `finish`), read, keep (`dump`, `load`).

    `instances` are the lists from files, by instance id; `values` (concrete path -> text) are answers given before: the
    defaults of the form are then not set again. `now` carries its time zone. `properties` fill what the form preloads from
    the device; `metadata` False leaves all preloads empty (anonymous forms). `logic` may be shared by fillings of one form.

    Raises Problem: those of `Logic`.
    """

    def value(self, path: str) -> str:
        """The answer as it counts: "" where the question is not relevant. Raises Problem no_such_place."""
        return self.question(path)[0].text

    def is_relevant(self, path: str) -> bool:
        found = self.place(path)
        return found is not None and found.relevant

    def is_required(self, path: str) -> bool:
        place, question = self.question(path)
        return self._holds(question.required, place)

    def is_readonly(self, path: str) -> bool:
        place, question = self.question(path)
        return self._holds(question.readonly, place)

    def choices(self, path: str) -> list[Choice]:
        """The options of a question as they stand now, in the order to show them. Raises Problem no_such_place."""
        place, question = self.question(path)
        return list(options(self, question, place) or ())

    def text(self, texts: Texts, path: str, language: str = "") -> str:
        """A text of the form for the node at a path, with the values it shows. Raises Problem no_such_place.

        Where the language lacks the text, the one people read next gives it: Kreol, then French, then English.
        """
        place = self.place(path)
        if place is None:
            raise Problem("no_such_place", path=path)
        return said(self, in_language(texts, language or self.language, self.questionnaire.default_language), place)

    def faults(self, paths: Iterable[str] | None = None) -> list[AnswerFault]:
        """What is wrong with the answers that count, in the order of the form; of some concrete paths only if given."""
        wanted = None if paths is None else set(paths)
        found = [
            fault
            for place, question in self.questions()
            if place.relevant and (wanted is None or place.path in wanted)
            if (fault := self._fault(place, question)) is not None
        ]
        for path, count in self.too_many.items():
            if (wanted is None or path in wanted) and self.is_relevant(path.rpartition("/")[0]):
                facts = {"path": path, "count": count, "limit": REPEAT_LIMIT}
                found.append(AnswerFault(path, "form_too_many_repeats", facts))
        return found

    def answers(self) -> dict[str, str]:
        """Every relevant question by concrete path, "" where unanswered, with what is worked out and preloaded."""
        return {place.path: place.text for place, _ in self.questions() if place.relevant}

    def times(self, path: str) -> list[str]:
        """Concrete paths of the times that a repeat stands and counts. Raises Problem no_such_place."""
        above, section = self.repeat(path)
        return [kid.path for kid in above.child(section.name)]

    def screens(self) -> list[Screen]:
        """What to show, screen by screen, as the answers stand now."""
        return screens(self)

    def progress(self) -> Progress:
        asked = [
            place for place, question in self.questions()
            if place.relevant and question.type not in UNSEEN_TYPES and question.type != "note"
        ]  # fmt: skip
        return Progress(sum(place.text != "" for place in asked), len(asked))

    def dump(self) -> dict[str, Any]:
        """All that is needed to go on later, ready for JSON."""
        values = dict(self.spare)
        values |= {place.path: place.value for place, _ in self.questions() if place.value}
        repeats = {
            f"{place.path}/{name}": len(kids)
            for place in (self.root, *self.root.below())
            for name, kids in place.kids.items()
            if self._repeats(place, name)
        }
        return {"values": values, "repeats": repeats, "language": self.language, "seed": self.seed}

    @classmethod
    def load(
        cls,
        questionnaire: Questionnaire,
        kept: Mapping[str, Any],
        instances: Mapping[str, Sequence[Choice]] | None = None,
        *,
        now: datetime,
        properties: Mapping[str, str] | None = None,
        metadata: bool = True,
        logic: Logic | None = None,
    ) -> Filling:
        """What `dump` gave, taken up again. What the form has no place for is kept, and does not count."""
        return cls(
            questionnaire, instances, now=now, values=kept["values"], repeats=kept["repeats"], language=kept["language"],
            seed=kept["seed"], properties=properties, metadata=metadata, logic=logic,
        )  # fmt: skip

    def _repeats(self, above: Place, name: str) -> bool:
        path = above.rule.node.path if above.rule is not None else self.questionnaire.root
        node = self.logic.rules[f"{path}/{name}"].node
        return isinstance(node, Section) and node.repeats

    def _holds(self, condition: str, place: Place) -> bool:
        return bool(condition) and truth_of(compiled(condition)(Context(self, place, place)))

    def _fault(self, place: Place, question: Question) -> AnswerFault | None:
        if question.type in UNSEEN_TYPES or question.type == "note":
            return None
        path, text = place.path, place.text
        if not text:
            if self._holds(question.required, place):
                return AnswerFault(path, "answer_required", messages=question.required_messages)
            return None
        found = options(self, question, place)
        wrong = fault_of(question, text, None if found is None else {one.value for one in found})
        if wrong is not None:
            return AnswerFault(path, wrong.code, wrong.facts)
        if question.constraint and not self._holds(question.constraint, place):
            return AnswerFault(path, "answer_constraint", messages=question.constraint_messages)
        return None
