"""A questionnaire as data: groups of items with labels in several languages, choices, and the logic between them.

Writers turn it into paper (`documents`) or an XLSForm (`exchange.xlsform`); conditions use the XLSForm expression syntax.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

ItemType = Literal["note", "text", "select_one", "select_multiple", "integer", "date", "range"]
Labels = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Choice:
    code: str
    labels: Labels


@dataclass(frozen=True, slots=True)
class Item:
    """One question or note.

    `name` is the variable; `choices` names a list of the form; `relevant` is a condition in XLSForm syntax; `lines` is
    the room on paper; `spare` marks a question to leave out when time is short.
    """

    name: str
    type: ItemType
    labels: Labels
    hints: Labels = field(default_factory=dict)
    choices: str = ""
    required: bool = False
    relevant: str = ""
    lines: int = 2
    spare: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A block of items; `repeats` when it is filled in once for each tie, action or the like."""

    name: str
    labels: Labels
    items: tuple[Item, ...]
    repeats: bool = False
    minutes: int = 5


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire. `drafts` are languages whose labels still wait for a native speaker."""

    id: str
    titles: Labels
    version: str
    groups: tuple[Group, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    languages: tuple[str, ...] = ("en", "fr", "mfe")
    drafts: frozenset[str] = frozenset({"mfe"})

    def items(self) -> Iterator[Item]:
        for group in self.groups:
            yield from group.items

    @property
    def minutes(self) -> int:
        return sum(group.minutes for group in self.groups)

    def text(self, labels: Labels, language: str) -> str:
        """A label in a language, or in the next one people read: Kreol, then French, then English."""
        for code in {"mfe": ("mfe", "fr", "en"), "fr": ("fr", "en")}.get(language, ("en",)):
            if text := labels.get(code):
                return text
        return ""


def problems_of(form: Form) -> list[tuple[str, str]]:
    """What is wrong with a form before it is written: (code, name) pairs; empty when sound.

    Codes: name_twice, no_choices, no_label, unknown_reference.
    """
    import re

    found: list[tuple[str, str]] = []
    names: set[str] = {group.name for group in form.groups}
    for item in form.items():
        if item.name in names:
            found.append(("name_twice", item.name))
        names.add(item.name)
    for item in form.items():
        if item.type in ("select_one", "select_multiple") and not form.choices.get(item.choices):
            found.append(("no_choices", item.name))
        if not item.labels.get("en"):
            found.append(("no_label", item.name))
        found.extend(
            ("unknown_reference", reference)
            for reference in re.findall(r"\$\{(\w+)\}", item.relevant)
            if reference not in names
        )
    return found
