"""The questions of all versions of a form as headings of other tools may name them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from filao.core.forms.questionnaire import Node, Question, Questionnaire, Section, Texts
from filao.core.forms.variables import FAMILIES, Family, Variable, below_root, is_meta, options_of, repeats, variables

_REFERENCE = re.compile(r"\$\{[^}]*\}")


def normal(text: str) -> str:
    """Words as they are compared: one form of each sign, one space, values within them as "…"."""
    return " ".join(_REFERENCE.sub("…", unicodedata.normalize("NFC", text)).split())


def wordings(texts: Texts) -> Iterator[str]:
    """A text in each of its languages, ready to be compared."""
    for text in texts.values():
        if words := normal("".join(part if isinstance(part, str) else "…" for part in text)):
            yield words


@dataclass(slots=True)
class Field:
    """One question through the versions: `questions` by version, the newest first; `options` with all their labels;
    `labels` and `label_paths` (labels of its groups, or their names where they have none, and its own)."""

    path: str
    repeat: str
    questions: dict[str, Question] = field(default_factory=dict)
    options: dict[str, set[str]] = field(default_factory=dict)
    labels: dict[str, None] = field(default_factory=dict)
    label_paths: dict[tuple[str, ...], None] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parts(self) -> tuple[str, ...]:
        return tuple(self.path.split("/"))

    @property
    def newest(self) -> Question:
        return next(iter(self.questions.values()))

    @property
    def families(self) -> frozenset[Family]:
        """Kinds of value it has had; none for a note."""
        return frozenset(FAMILIES[one.type] for one in self.questions.values() if one.type in FAMILIES)

    def asked(self, versions: Iterable[str]) -> Question:
        """The question as the first of these versions asks it that does, else as the newest does."""
        return next((self.questions[version] for version in versions if version in self.questions), self.newest)


@dataclass(frozen=True)
class Schema:
    """The versions of a form, oldest first, read for their headings."""

    versions: tuple[Questionnaire, ...]

    @cached_property
    def by_version(self) -> Mapping[str, Questionnaire]:
        return {questionnaire.version: questionnaire for questionnaire in self.versions}

    @property
    def newest(self) -> Questionnaire:
        return self.versions[-1]

    @cached_property
    def repeats(self) -> tuple[str, ...]:
        return repeats(self.versions)

    @cached_property
    def sections(self) -> frozenset[str]:
        """Names and labels of groups and repeats: headings that hold no answer."""
        found: set[str] = set()
        for questionnaire in self.versions:
            for node in questionnaire.nodes():
                if isinstance(node, Section):
                    found |= {node.name, below_root(node.path), *wordings(node.labels)}
        return frozenset(found)

    @cached_property
    def fields(self) -> Mapping[str, Field]:
        """Questions by their path below the root, in the order of the newest version."""
        found: dict[str, Field] = {}
        for questionnaire in reversed(self.versions):
            sections = {node.path: node for node in questionnaire.nodes() if isinstance(node, Section)}
            for question in questionnaire.questions():
                if is_meta(question.path):
                    continue
                path = below_root(question.path)
                above = questionnaire.repeats_above(question.path)
                one = found.setdefault(path, Field(path, below_root(above[-1]) if above else ""))
                one.questions.setdefault(questionnaire.version, question)
                for choice in options_of(question, questionnaire):
                    one.options.setdefault(choice.value, set()).update(wordings(choice.labels))
                one.labels |= dict.fromkeys(wordings(question.labels))
                one.label_paths |= dict.fromkeys(_label_paths(question, sections))
        return found

    @cached_property
    def _variables(self) -> Mapping[str, tuple[Variable, ...]]:
        found: dict[str, tuple[Variable, ...]] = {}
        for variable in variables(self.versions):
            for path in variable.paths.values():
                if variable not in found.get(path, ()):
                    found[path] = (*found.get(path, ()), variable)
        return found

    def moved(self, path: str, version: str) -> str:
        """Where a version asks a question that stands at this path in other versions; "" where it does not."""
        return next((v.paths[version] for v in self._variables.get(path, ()) if version in v.paths), "")

    def scope(self, repeat: str) -> Sequence[Field]:
        """Questions of one table: "" the main one, or a repeat."""
        return [one for one in self.fields.values() if one.repeat == repeat]

    def parent(self, repeat: str) -> str:
        """The repeat that holds a repeat, "" where the main table does."""
        above = [other for other in self.repeats if repeat.startswith(other + "/")]
        return max(above, key=len, default="")


def _label_paths(question: Question, sections: Mapping[str, Section]) -> Iterator[tuple[str, ...]]:
    parts = question.path.split("/")
    above = [sections[path] for n in range(3, len(parts)) if (path := "/".join(parts[:n])) in sections]
    steps: list[Node] = [*above, question]
    languages = dict.fromkeys(code for step in steps for code in step.labels)
    for language in languages:
        yield tuple(next(wordings({"": step.labels.get(language, ())}), step.name) for step in steps)
