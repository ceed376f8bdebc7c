"""Which question a column belongs to, by what its head says in any of the ways that KoboToolbox, ODK Central and others
write heads. What could be two questions is told, not guessed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from filao.core.register.imports import Rejection
from filao.exchange.answers.model import Grid, Heading, Wishes, about
from filao.exchange.answers.schema import Field, Schema, normal

Role = Literal["value", "option", "part", "note", "system", "unread"]
System = Literal[
    "instance", "uuid", "id", "index", "parent_index", "parent_key", "submission_uuid", "submission_id", "version",
    "status", "other",
]  # fmt: skip


class Target(NamedTuple):
    """What a column holds: a question's value, one option of it, one part of a place, or something of the other tool."""

    role: Role
    path: str = ""
    key: str = ""


NOT_READ = Target("unread")

_SYSTEM: dict[System, re.Pattern[str]] = {
    "instance": re.compile(r"meta[/.:_-]instanceID|KEY|instanceID"),
    "uuid": re.compile(r"X?_uuid|uuid"),
    "id": re.compile(r"X?_id"),
    "index": re.compile(r"X?_index|index"),
    "parent_index": re.compile(r"X?_parent_index|parent_index"),
    "parent_key": re.compile(r"PARENT_KEY"),
    "submission_uuid": re.compile(r"X?_submission__uuid"),
    "submission_id": re.compile(r"X?_submission__id"),
    "version": re.compile(r"X?_+version_+(?:[0-9]{3})?|FormVersion"),
    "status": re.compile(r"Status"),
    "other": re.compile(
        r"X?_(?:submission__?\w*|validation_status|notes|status|submitted_by|tags|parent_table_name|attachments|"
        r"geolocation|xform_id_string|bamboo_dataset_id|media_all_received|media_count|total_media|edited|duration|"
        r"supplementalDetails|date_modified|root_?[uU]uid|userform_id|root)"
        r"|formhub[/.]uuid|meta[/.:_-]\w+|SubmissionDate|SubmitterID|SubmitterName|AttachmentsPresent|"
        r"AttachmentsExpected|ReviewState|DeviceID|Edits|SET-OF-.+|instanceName|Filao\w*|"
        r"start|end|today|deviceid|username|phonenumber|audit"
    ),
}

_PARTS = (("latitude", "Latitude"), ("longitude", "Longitude"), ("altitude", "Altitude"), ("precision", "Accuracy"))
_PART_NAMES = tuple(words[0] for words in _PARTS)
_SEPARATORS = ("/", ".", "-", "_", ":", "__", "--", "::", "|", ">", " / ", " - ", " > ", " | ", " : ", ", ")
_GUESSES = 200_000
_BY_NAME = 4
"""So many of the ways to write a heading use names; the others use labels."""


def system(head: str) -> System | None:
    """What a heading of the other tool's own means, "other" where it is of no use here; None for none of its own."""
    return next((kind for kind, pattern in _SYSTEM.items() if pattern.fullmatch(head)), None)


@dataclass(slots=True)
class Columns:
    """The columns of a grid as they are to be read, and what was said on the way."""

    targets: list[Target]
    headings: list[Heading] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    own: dict[str, list[int]] = field(default_factory=dict)

    @property
    def fitting(self) -> int:
        return sum(target.role in ("value", "option", "part") for target in self.targets)

    def places(self, kind: System) -> list[int]:
        """Columns of the other tool's own of a kind."""
        return self.own.get(kind, [])


def columns(grid: Grid, schema: Schema, repeat: str, wishes: Wishes, signs: Sequence[str]) -> Columns:
    """What each column of a grid holds, read as the table of a repeat ("" the main one), with the `separators` of its
    file."""
    heads = [normal(head) for head in grid.head]
    index = _Index(schema.scope(repeat), repeat, signs)
    made = Columns([NOT_READ] * len(heads))
    by_head: dict[str, list[int]] = {}
    for place, head in enumerate(heads):
        if head:
            by_head.setdefault(head, []).append(place)
    for head, places in by_head.items():
        wished = _wished(grid, places, schema, wishes)
        if wished is not None:
            found, by = wished, "mapping"
        else:
            found, by = index.find(head, len(places))
            if (kind := system(head)) and (not found or by.startswith("label")):
                found, by = [Target("system", "", kind)] * len(places), "system"
        _settle(made, grid, schema, places, found, by)
    for place, target in enumerate(made.targets):
        if target.role == "system":
            made.own.setdefault(target.key, []).append(place)
    return made


def _wished(grid: Grid, places: Sequence[int], schema: Schema, wishes: Wishes) -> list[Target] | None:
    wish = next(
        (wishes.mapping[key] for key in (grid.head[places[0]], normal(grid.head[places[0]])) if key in wishes.mapping),
        None,
    )
    if wish is None:
        return None
    path, _, option = wish.partition("=")
    if path not in schema.fields:
        return [Target("note")]
    if "place" in schema.fields[path].families and option in _PART_NAMES:
        return [Target("part", path, str(_PART_NAMES.index(option)))]
    return [Target("option", path, option) if option else Target("value", path)]


def _settle(made: Columns, grid: Grid, schema: Schema, places: Sequence[int], found: Sequence[Target], by: str) -> None:
    """Give the columns of one heading what they hold: one each, or several in the order of the form."""
    name = grid.head[places[0]]
    if not found:
        if normal(name) not in schema.sections:
            made.rejections.append(about(grid.name, name, "answer_column_unknown"))
    elif len(found) == len(places) or by == "system":
        for place, target in zip(places, found, strict=False):
            made.targets[place] = target
    elif len(found) == 1:
        made.targets[places[0]] = found[0]
        if found[0].role != "note":
            made.rejections.append(about(grid.name, name, "answer_column_twice"))
    else:
        made.rejections.append(
            about(grid.name, name, "answer_column_ambiguous", questions=tuple(t.path for t in found))
        )
    if by != "system":
        how = "order" if len(places) > 1 and len(found) == len(places) else by
        for place in places:
            target = made.targets[place]
            option = _PART_NAMES[int(target.key)] if target.role == "part" else target.key
            made.headings.append(Heading(grid.name, name, target.path, option, how if target.path else ""))


class _Index:
    """Headings that the questions of one table may have, by the way they are written, the surest first."""

    def __init__(self, fields: Sequence[Field], repeat: str, signs: Sequence[str]) -> None:
        self._ways: tuple[tuple[str, dict[str, list[Target]]], ...] = tuple(
            (by, {}) for by in ("path", "name", "path", "path", "label_path", "label")
        )
        self._depth = len(repeat.split("/")) if repeat else 0
        self._fields = {one.path: (place, list(one.options)) for place, one in enumerate(fields)}
        for separator in signs:
            for one in fields:
                self._add(one, separator)

    def find(self, head: str, times: int) -> tuple[list[Target], str]:
        """What a heading that stands so many times may mean, in the order of the form, and by which way of writing it.

        The surest way counts; where it explains fewer columns than there are, ways by name that explain all of them do.
        """
        first: tuple[list[Target], str] = [], ""
        every: dict[Target, None] = {}
        for place, (by, known) in enumerate(self._ways):
            if head in known:
                first = first if first[0] else (known[head], by)
                if place < _BY_NAME:
                    every |= dict.fromkeys(known[head])
        found = list(every) if len(first[0]) < times == len(every) else first[0]
        return sorted(found, key=self._order), first[1]

    def _order(self, target: Target) -> tuple[int, int]:
        place, options = self._fields[target.path]
        return place, 1 + options.index(target.key) if target.role == "option" else 0

    def _add(self, one: Field, separator: str) -> None:
        for way, base, prefix in _bases(one, separator, self._depth):
            self._put(way, base, Target("value" if one.families else "note", one.path))
            if "many" in one.families:
                for option, labels in one.options.items():
                    for word in (option, *sorted(labels)) if way < 4 else sorted(labels | {option}):
                        self._put(way, f"{base}{separator}{word}", Target("option", one.path, option))
            if "place" in one.families:
                last = base[len(prefix) :]
                for n, words in enumerate(_PARTS):
                    self._put(way, f"{prefix}_{last}_{words[0]}", Target("part", one.path, str(n)))
                    self._put(way, f"_{base}_{words[0]}", Target("part", one.path, str(n)))
                    self._put(way, f"{base}-{words[1]}", Target("part", one.path, str(n)))
            if "file" in one.families:
                self._put(way, f"{base}_URL", Target("note", one.path))

    def _put(self, way: int, head: str, target: Target) -> None:
        known = self._ways[way][1].setdefault(normal(head), [])
        if target not in known:
            known.append(target)


def _bases(one: Field, separator: str, depth: int) -> Iterator[tuple[int, str, str]]:
    """Ways to write a question's heading: (place among the ways, heading, what of it stands before its own name)."""
    parts = one.parts
    yield 1, one.name, ""
    yield (0 if separator == "/" else 2), separator.join(parts), "".join(f"{part}{separator}" for part in parts[:-1])
    if depth:
        own = parts[depth:]
        yield 3, separator.join(own), "".join(f"{part}{separator}" for part in own[:-1])
    for labels in (labels for labels in one.label_paths if len(labels) > 1):
        yield 4, separator.join(labels), "".join(f"{label}{separator}" for label in labels[:-1])
    for label in one.labels:
        yield 5, label, ""


def separators(grids: Iterable[Grid], schema: Schema) -> tuple[str, ...]:
    """Signs that stand between groups, or between a question and its option, in the headings of a file; "/" at least."""
    fields = tuple(schema.fields.values())
    heads = {normal(head) for grid in grids for head in grid.head}
    votes = Counter({"/": 1})
    left = {head for head in heads if not system(head)}
    left -= {text for one in fields for text in (one.name, *one.labels)}
    for separator in _SEPARATORS:
        found = {normal(text) for text in _joined(fields, separator)} & heads
        votes[separator] += len(found)
        left -= found
    votes.update(_between(fields, left))
    return tuple(separator for separator, count in votes.most_common() if count)


def _joined(fields: Iterable[Field], separator: str) -> Iterator[str]:
    for one in fields:
        depth = len(one.repeat.split("/")) if one.repeat else 0
        for parts in (one.parts, one.parts[depth:], *one.label_paths):
            if len(parts) > 1:
                yield separator.join(parts)
        if "many" in one.families:
            for option, labels in one.options.items():
                for base in (one.name, *one.labels):
                    yield from (f"{base}{separator}{word}" for word in (option, *labels))


def _between(fields: Iterable[Field], heads: set[str]) -> Counter[str]:
    """What stands between the first and the last of two names in headings, where it is none of the usual signs."""
    found: Counter[str] = Counter()
    left = _GUESSES
    for one in fields:
        ends = {(parts[0], parts[-1]) for parts in (one.parts, *one.label_paths) if len(parts) == 2}
        if "many" in one.families:
            ends |= {(base, word) for base in (one.name, *one.labels) for word in one.options}
        for first, last in ends:
            left -= len(heads)
            if left < 0:
                return found
            for head in heads:
                middle = head[len(first) : len(head) - len(last)]
                if head.startswith(first) and head.endswith(last) and middle and not any(map(str.isalnum, middle)):
                    found[middle] += 1
    return found


def mapping_of(headings: Iterable[Heading]) -> Mapping[str, str]:
    """Headings and what they were taken for, as a person can change and give back in `Wishes.mapping`."""
    return {one.column: f"{one.path}={one.option}" if one.option else one.path for one in headings}
