"""A questionnaire as Filao writes it: groups of items with labels in several languages, choices, and the logic between
them.

Writers turn it into paper (`documents`) or an XLSForm (`exchange.xlsform`); conditions use the XLSForm expression syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

ItemType = Literal[
    "note", "text", "select_one", "select_multiple", "rank", "integer", "decimal", "date", "range", "acknowledge", "image",
    "audio", "calculate",
]  # fmt: skip
Labels = Mapping[str, str]
Purpose = Literal["interview", "group", "inventory", "survey", "test", "other"]

LISTED: frozenset[ItemType] = frozenset({"select_one", "select_multiple", "rank"})
RECORDED: frozenset[ItemType] = frozenset({"image", "audio"})


@dataclass(frozen=True, slots=True)
class Choice:
    """One option: its code, its labels, and the columns that a filter compares."""

    code: str
    labels: Labels
    columns: Labels = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One question or note.

    `name` is the variable; `choices` names a list of the form, `filter` is the condition its options must meet;
    `relevant`, `constraint` and `calculation` are in XLSForm syntax; `message` says why an answer is not taken, and
    `required_message` that one is needed; `guidance` is for the person who asks. `lines` is the room on paper; `spare`
    marks a question to leave out when time is short.
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
    constraint: str = ""
    message: Labels = field(default_factory=dict)
    required_message: Labels = field(default_factory=dict)
    guidance: Labels = field(default_factory=dict)
    filter: str = ""
    calculation: str = ""
    appearance: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A block of items and of groups within it; `repeats` when it is filled in once for each tie, action or the like, as
    often as `count` (an expression) says, or as often as the person adds one."""

    name: str
    labels: Labels
    items: tuple[Item | Group, ...]
    repeats: bool = False
    minutes: int = 5
    relevant: str = ""
    count: str = ""

    def inside(self) -> Iterator[Item]:
        """Every item of the block, those of groups within it too."""
        for part in self.items:
            if isinstance(part, Group):
                yield from part.inside()
            else:
                yield part

    def groups(self) -> Iterator[Group]:
        """The block and the groups within it."""
        yield self
        for part in self.items:
            if isinstance(part, Group):
                yield from part.groups()


@dataclass(frozen=True, slots=True)
class Form:
    """A questionnaire. `drafts` are languages whose labels still wait for a native speaker.

    `files` names, for each list that travels beside the form, its CSV file; `metadata` are what the device adds (start,
    end, today); `instance_name` is the expression that names an answer.
    """

    id: str
    titles: Labels
    version: str
    groups: tuple[Group, ...]
    choices: Mapping[str, tuple[Choice, ...]]
    languages: tuple[str, ...] = ("en", "fr", "mfe")
    drafts: frozenset[str] = frozenset({"mfe"})
    files: Labels = field(default_factory=dict)
    metadata: tuple[str, ...] = ()
    instance_name: str = ""
    purpose: Purpose = "interview"
    anonymous: bool = False

    def items(self) -> Iterator[Item]:
        for group in self.groups:
            yield from group.inside()

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

    Codes: name_twice, no_choices, no_label, no_calculation, unasked_recording, unknown_reference.
    """
    found: list[tuple[str, str]] = []
    groups = [inner for group in form.groups for inner in group.groups()]
    names: set[str] = {group.name for group in groups} | set(form.metadata)
    for item in form.items():
        if item.name in names:
            found.append(("name_twice", item.name))
        names.add(item.name)
    for item in form.items():
        if item.type in LISTED and not form.choices.get(item.choices):
            found.append(("no_choices", item.name))
        if item.type == "calculate":
            found += [] if item.calculation else [("no_calculation", item.name)]
        elif not item.labels.get("en"):
            found.append(("no_label", item.name))
        if item.type in RECORDED and not item.relevant:
            found.append(("unasked_recording", item.name))
    logic = [text for item in form.items() for text in (item.relevant, item.constraint, item.filter, item.calculation)]
    logic += [text for group in groups for text in (group.relevant, group.count)]
    shown = [text for item in form.items() for texts in (item.labels, item.hints) for text in texts.values()]
    for reference in dict.fromkeys(re.findall(r"\$\{(\w+)\}", " ".join([*logic, *shown, form.instance_name]))):
        if reference not in names:
            found.append(("unknown_reference", reference))
    return found
