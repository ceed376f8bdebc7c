"""Variables of a form through all its versions: one question stays one variable, with the options of every version.

A question that moved to another group stays what it was; one whose kind of value changed becomes two variables, since no
one can tell what "often" is as a number. Nothing here reads answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from filao.core.forms.questionnaire import Choice, DataType, Question, Questionnaire, Section, Texts

Family = Literal[
    "text", "number", "one", "many", "rank", "date", "time", "datetime", "tick", "place", "shape", "file", "computed",
    "metadata",
]  # fmt: skip
"""Kinds of value that stay comparable when a form changes: a whole number may become a decimal one, not a choice."""

FAMILIES: Mapping[DataType, Family] = {
    "text": "text", "barcode": "text",
    "integer": "number", "decimal": "number", "range": "number",
    "select_one": "one", "select_multiple": "many", "rank": "rank",
    "date": "date", "time": "time", "datetime": "datetime", "acknowledge": "tick",
    "geopoint": "place", "geotrace": "shape", "geoshape": "shape",
    "image": "file", "audio": "file", "video": "file", "file": "file",
    "calculate": "computed", "metadata": "metadata",
}  # fmt: skip
"""Type of a question -> its family; notes hold no value."""

CLOSED: frozenset[Family] = frozenset({"number", "one", "many", "rank", "date", "time", "tick"})
"""Families whose answers are not words: they tell nothing that somebody typed, said or did not know they sent."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a variable and the versions that offer it."""

    value: str
    labels: Texts
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variable:
    """One question through the versions of a form.

    `name` is the column's name, unique in the form. `paths` give its place by version, below the root and without
    positions ("tie/kind"); `repeat` is the place of the innermost repeat that holds it, "" in the main table.
    `conditional` are the versions that ask it only of some. Type and labels are those of the newest version that has it.
    """

    name: str
    family: Family
    type: DataType
    paths: Mapping[str, str]
    repeat: str = ""
    labels: Texts = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    conditional: frozenset[str] = frozenset()

    @property
    def closed(self) -> bool:
        """Whether its answers are kept outside the vault."""
        return self.family in CLOSED

    @property
    def path(self) -> str:
        """Its place in the newest version that has it."""
        return next(iter(self.paths.values()))

    def option(self, value: str) -> Option | None:
        return next((option for option in self.options if option.value == value), None)

    def label(self, language: str = "", default: str = "") -> str:
        """The question in a language, or in the form's default, or in any; its name where it has no words."""
        return plain(self.labels, language, default) or self.name


def plain(texts: Texts, language: str = "", default: str = "") -> str:
    """A text as it stands in the form, values within it as "…"; in the language, else the default, else any."""
    for code in (language, default, "", *texts):
        if text := texts.get(code):
            return "".join(part if isinstance(part, str) else "…" for part in text).strip()
    return ""


def below_root(path: str) -> str:
    """A path without its root: "/data/tie/kind" -> "tie/kind". The root's name may differ between versions."""
    return path.lstrip("/").partition("/")[2]


def is_meta(path: str) -> bool:
    """Whether a node belongs to what an answer says of itself: its id, its name, the trail of the client."""
    return below_root(path).startswith("meta/")


def options_of(question: Question, questionnaire: Questionnaire) -> tuple[Choice, ...]:
    """Every option that a question may offer, whatever its filter; none where they come from a file or a repeat."""
    if question.choices is None:
        return ()
    return question.choices.listed or tuple(questionnaire.instances.get(question.choices.instance, ()))


def repeats(versions: Sequence[Questionnaire]) -> tuple[str, ...]:
    """Places of all repeats of all versions, parents first, in the order of the newest version."""
    found: dict[str, None] = {}
    for questionnaire in reversed(versions):
        for node in questionnaire.nodes():
            if isinstance(node, Section) and node.repeats:
                found.setdefault(below_root(node.path))
    return tuple(found)


def variables(versions: Sequence[Questionnaire]) -> tuple[Variable, ...]:
    """Variables of a form whose versions are given from the oldest to the newest.

    They stand in the order of the newest version; one that only older versions have follows the one it stood behind.
    """
    found: list[Variable] = []
    for questionnaire in reversed(versions):
        _add(found, questionnaire)
    return _named(found, [questionnaire.version for questionnaire in reversed(versions)])


def _add(found: list[Variable], questionnaire: Questionnaire) -> None:
    here = _of_version(questionnaire)
    by_path = {(one.path, one.family): place for place, one in enumerate(found)}
    taken = {by_path[one.path, one.family] for one in here if (one.path, one.family) in by_path}
    moved = _moved(found, here, taken, by_path)
    last = -1
    for one in here:
        place = by_path.get((one.path, one.family), moved.get(one.path))
        if place is None:
            last += 1
            found.insert(last, one)
            by_path = {key: at + (at >= last) for key, at in by_path.items()}
            moved = {path: at + (at >= last) for path, at in moved.items()}
        else:
            found[place] = _joined(found[place], one)
            last = place


def _of_version(questionnaire: Questionnaire) -> list[Variable]:
    version = questionnaire.version
    conditional = {node.path for node in questionnaire.nodes() if node.relevant}
    read = []
    for question in questionnaire.questions():
        if question.type == "note" or is_meta(question.path):
            continue
        above = questionnaire.repeats_above(question.path)
        parts = question.path.split("/")
        places = {"/".join(parts[:length]) for length in range(2, len(parts) + 1)}
        options = tuple(
            Option(choice.value, choice.labels, (version,)) for choice in options_of(question, questionnaire)
        )
        read.append(
            Variable(
                name=question.name,
                family=FAMILIES[question.type],
                type=question.type,
                paths={version: below_root(question.path)},
                repeat=below_root(above[-1]) if above else "",
                labels=question.labels,
                options=tuple({option.value: option for option in reversed(options)}.values())[::-1],
                conditional=frozenset({version} if places & conditional else ()),
            )
        )
    return read


def _moved(
    found: Sequence[Variable], here: Sequence[Variable], taken: set[int], by_path: Mapping[tuple[str, Family], int]
) -> dict[str, int]:
    """Questions that stand elsewhere in newer versions: the same name, family and repeat, once on either side."""

    def key(one: Variable) -> tuple[str, str, str]:
        return one.name, one.family, one.repeat

    away = [one for one in here if (one.path, one.family) not in by_path]
    left = {place: key(one) for place, one in enumerate(found) if place not in taken}
    once = {key for key, count in Counter(left.values()).items() if count == 1}
    once &= {one for one, count in Counter(key(one) for one in away).items() if count == 1}
    where = {key: place for place, key in left.items() if key in once}
    return {one.path: where[key(one)] for one in away if key(one) in where}


def _joined(newer: Variable, older: Variable) -> Variable:
    options = {option.value: option for option in newer.options}
    for option in older.options:
        known = options.get(option.value)
        options[option.value] = replace(known, versions=(*known.versions, *option.versions)) if known else option
    return replace(
        newer,
        paths={**newer.paths, **older.paths},
        options=tuple(options.values()),
        conditional=newer.conditional | older.conditional,
    )


def _named(found: Sequence[Variable], versions: Sequence[str]) -> tuple[Variable, ...]:
    """The variables with names of their own.

    Where questions of one version share a name, each takes its groups before it; of a question that changed its kind,
    the newer keeps the name and the older takes its kind behind it.
    """
    places: dict[tuple[str, str], set[str]] = {}
    for one in found:
        for version, path in one.paths.items():
            places.setdefault((version, one.name.casefold()), set()).add(path)
    shared = {name for (_, name), paths in places.items() if len(paths) > 1}
    order = {version: place for place, version in enumerate(versions)}
    names: dict[int, str] = {}
    used: set[str] = set()
    for place in sorted(range(len(found)), key=lambda place: order[next(iter(found[place].paths))]):
        one = found[place]
        wanted = one.path.replace("/", "_") if one.name.casefold() in shared else one.name
        tries = (wanted, f"{wanted}_{one.family}", *(f"{wanted}_{one.family}_{n}" for n in range(2, len(found) + 2)))
        names[place] = next(name for name in tries if name.casefold() not in used)
        used.add(names[place].casefold())
    return tuple(replace(one, name=names[place]) for place, one in enumerate(found))
