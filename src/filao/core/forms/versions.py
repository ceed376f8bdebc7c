"""What a new version of a form changes, and what becomes of the answers already collected.

Nothing collected is ever dropped: `core.forms.variables` keeps each question of each version. What can be lost is that
answers of before and after stand together, or mean the same; those changes ask for a person's word before publishing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from filao.core.forms.questionnaire import Choice, Question, Questionnaire
from filao.core.forms.variables import FAMILIES, below_root, options_of, plain

Kind = Literal[
    "added", "removed", "renamed", "moved", "retyped", "reworded", "logic", "option_added", "option_removed",
    "option_recoded", "option_reworded", "language_added", "language_removed",
]  # fmt: skip
Effect = Literal["new", "kept", "joined", "split", "forked", "recoded", "meaning", "asked_of_others"]
"""new: nothing of before is touched; kept: what was answered stays, and no more comes; joined: before and after stay one
variable; split: before and after become two variables; forked: the same, since no value can be both; recoded: one option
under two codes; meaning: the same code may now mean something else; asked_of_others: who is asked changes."""

_ALIKE, _BESIDE, _SAME = 0.85, 0.6, 0.5
"""Likeness of words from which two questions are one; where the question before is the same too; and from which a
question with one name still asks the same."""
_MOST_PAIRS = 250_000
"""Pairs of questions gone and come that are compared by their words; beyond it they stay apart."""


@dataclass(frozen=True, slots=True)
class Held:
    """What has been collected: answers by path below the root, and by (path, option)."""

    answers: Mapping[str, int] = field(default_factory=dict)
    options: Mapping[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a question (`path`, below the root), an option or a language of the form.

    `was` and `now` are paths, types, option codes or languages, by kind; `affected` counts answers it touches; `asks` says
    that a person must agree before the version is published.
    """

    kind: Kind
    path: str
    effect: Effect
    was: str = ""
    now: str = ""
    option: str = ""
    affected: int = 0
    asks: bool = False

    @property
    def id(self) -> str:
        """Its name among the changes of two versions: what is agreed to is kept under it."""
        return ":".join(part for part in (self.kind, self.path, self.option, self.was, self.now) if part)


def compare(old: Questionnaire, new: Questionnaire, held: Held | None = None) -> tuple[Change, ...]:
    """Changes from a published version to the next, in the order of the new one, what is gone last."""
    held = held or Held()
    before, after = _asked(old), _asked(new)
    partners = _partners(old, new, before, after)
    found: list[Change] = []
    for path, question in after.items():
        if path not in partners:
            found.append(Change("added", path, "new", now=question.type))
            continue
        found += _question(old, new, partners[path], path, before[partners[path]], question, held)
    gone = before.keys() - set(partners.values())
    found += [
        _asking(Change("removed", path, "kept", was=before[path].type), held.answers.get(path, 0))
        for path in before
        if path in gone
    ]
    found += [Change("language_added", "", "new", now=code) for code in new.languages if code not in old.languages]
    found += [Change("language_removed", "", "kept", was=code) for code in old.languages if code not in new.languages]
    return tuple(found)


def _asked(questionnaire: Questionnaire) -> dict[str, Question]:
    """Questions that hold an answer, by their place below the root."""
    return {
        below_root(question.path): question
        for question in questionnaire.questions()
        if question.type != "note" and not below_root(question.path).startswith("meta/")
    }


def _asking(change: Change, affected: int) -> Change:
    return replace(change, affected=affected, asks=affected > 0)


def _partners(
    old: Questionnaire, new: Questionnaire, before: Mapping[str, Question], after: Mapping[str, Question]
) -> dict[str, str]:
    """New place -> old place of the same question: by place, by name, then by words and neighbours."""
    partners = {path: path for path in after if path in before}
    partners |= dict(_by_name(before, after, partners))
    partners |= _by_words(old, new, before, after, partners)
    return partners


def _by_name(
    before: Mapping[str, Question], after: Mapping[str, Question], known: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    def once(paths: Iterable[str]) -> dict[str, str]:
        names: dict[str, list[str]] = {}
        for path in paths:
            names.setdefault(path.rpartition("/")[2], []).append(path)
        return {name: places[0] for name, places in names.items() if len(places) == 1}

    left = once(path for path in before if path not in known.values())
    fresh = once(path for path in after if path not in known)
    yield from ((fresh[name], left[name]) for name in fresh if name in left)


def _by_words(
    old: Questionnaire,
    new: Questionnaire,
    before: Mapping[str, Question],
    after: Mapping[str, Question],
    known: Mapping[str, str],
) -> dict[str, str]:
    gone = [path for path in before if path not in known.values()]
    fresh = [path for path in after if path not in known]
    if not gone or not fresh or len(gone) * len(fresh) > _MOST_PAIRS:
        return {}
    words_before = {path: _words(before[path], old) for path in gone}
    words_after = {path: _words(after[path], new) for path in fresh}
    ahead_before, ahead_after = _neighbours(list(before)), _neighbours(list(after))
    pairs = []
    for was in gone:
        for path in fresh:
            if FAMILIES[before[was].type] != FAMILIES[after[path].type]:
                continue
            alike = _alike(words_before[was], words_after[path]) if words_before[was] else 0.0
            beside = known.get(ahead_after[path]) == ahead_before[was] and bool(ahead_before[was])
            if alike >= _ALIKE or (beside and alike >= _BESIDE):
                pairs.append((alike + 0.1 * beside, was, path))
    matched: dict[str, str] = {}
    for _score, was, path in sorted(pairs, reverse=True):
        if path not in matched and was not in matched.values():
            matched[path] = was
    return matched


def _alike(first: str, second: str) -> float:
    """How alike two texts are, from 0 to 1 (Indel similarity, rapidfuzz)."""
    from rapidfuzz.fuzz import ratio

    return float(ratio(first, second)) / 100


def _words(question: Question, questionnaire: Questionnaire) -> str:
    return " ".join(plain(question.labels, questionnaire.default_language).casefold().split())


def _neighbours(paths: list[str]) -> dict[str, str]:
    """The question before each."""
    return {path: paths[place - 1] if place else "" for place, path in enumerate(paths)}


def _question(
    old: Questionnaire, new: Questionnaire, was: str, path: str, before: Question, after: Question, held: Held
) -> Iterator[Change]:
    answers = held.answers.get(was, 0)
    if FAMILIES[before.type] != FAMILIES[after.type]:
        yield _asking(Change("retyped", path, "forked", before.type, after.type), answers)
        return
    if was.rpartition("/")[2] != path.rpartition("/")[2]:
        yield _asking(Change("renamed", path, "split", was, path), answers)
    elif was != path:
        apart = _repeat(old, before) != _repeat(new, after)
        change = Change("moved", path, "split" if apart else "joined", was, path)
        yield _asking(change, answers) if apart else change
    if before.type != after.type:
        yield Change("retyped", path, "joined", before.type, after.type, affected=answers)
    yield from _wording(old, new, path, before, after, answers)
    logic = (before.relevant, before.constraint, before.required, before.calculation)
    if logic != (after.relevant, after.constraint, after.required, after.calculation):
        yield Change("logic", path, "asked_of_others", before.relevant, after.relevant, affected=answers)
    yield from _options(old, new, was, path, before, after, held)


def _repeat(questionnaire: Questionnaire, question: Question) -> str:
    above = questionnaire.repeats_above(question.path)
    return below_root(above[-1]) if above else ""


def _wording(
    old: Questionnaire, new: Questionnaire, path: str, before: Question, after: Question, answers: int
) -> Iterator[Change]:
    first, second = _words(before, old), _words(after, new)
    if first != second:
        alike = _alike(first, second)
        effect: Effect = "joined" if alike >= _SAME else "meaning"
        change = Change(
            "reworded",
            path,
            effect,
            plain(before.labels, old.default_language),
            plain(after.labels, new.default_language),
        )
        yield _asking(change, answers) if effect == "meaning" else change


def _options(
    old: Questionnaire, new: Questionnaire, was: str, path: str, before: Question, after: Question, held: Held
) -> Iterator[Change]:
    first = {choice.value: choice for choice in options_of(before, old)}
    second = {choice.value: choice for choice in options_of(after, new)}
    if not first or not second:
        return
    fresh = {_said(choice, new): value for value, choice in second.items() if value not in first}
    recoded = set()
    for value, choice in first.items():
        chosen = held.options.get((was, value), 0)
        if value not in second:
            again = fresh.get(_said(choice, old))
            if again is not None:
                recoded.add(again)
                yield _asking(Change("option_recoded", path, "recoded", value, again), chosen)
            else:
                yield _asking(Change("option_removed", path, "kept", option=value), chosen)
        elif _said(choice, old) != _said(second[value], new):
            yield _reworded(path, value, choice, second[value], (old, new), chosen)
    yield from (
        Change("option_added", path, "new", option=value)
        for value in second
        if value not in first and value not in recoded
    )


def _reworded(
    path: str, value: str, before: Choice, after: Choice, forms: tuple[Questionnaire, Questionnaire], chosen: int
) -> Change:
    old, new = forms
    alike = _alike(_said(before, old), _said(after, new))
    words = plain(before.labels, old.default_language), plain(after.labels, new.default_language)
    change = Change("option_reworded", path, "joined" if alike >= _BESIDE else "meaning", *words, option=value)
    return _asking(change, chosen) if change.effect == "meaning" else change


def _said(choice: Choice, questionnaire: Questionnaire) -> str:
    return " ".join(plain(choice.labels, questionnaire.default_language).casefold().split())
