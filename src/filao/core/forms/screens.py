"""How a form is laid out, screen by screen: a group is a screen, a repeat one for each time it stands and one to add."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from filao.core.forms.logic import Logic
from filao.core.forms.places import Place
from filao.core.forms.questionnaire import UNSEEN_TYPES, Node, Question, Section
from filao.core.forms.state import State

LOOSE_LIMIT = 6
"""Questions outside every group that share a screen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question, or the heading of a group, at a concrete path; `depth` counts the groups around it on the screen."""

    path: str
    node: Node
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Screen:
    """What is shown together.

    `key` names the screen for as long as the form stays the same. `path` and `section` are the group it belongs to, the root
    and None for questions outside every group. A "repeat" screen lists the `times` that the repeat stands and lets the
    person add or remove one where `free`; an "items" screen asks.
    """

    key: str
    kind: Literal["items", "repeat"]
    path: str
    section: Section | None
    items: tuple[Shown, ...] = ()
    times: tuple[str, ...] = ()
    free: bool = False


def screens(state: State) -> list[Screen]:
    """Every screen with something to show, as the answers stand. Consecutive questions outside groups share a screen,
    at most LOOSE_LIMIT, and none with one that it depends on."""
    return list(_within(state, state.root, None))


def _within(state: State, above: Place, section: Section | None) -> Iterator[Screen]:
    """Screens of what stands below a place: runs of questions, and inner groups that need screens of their own."""
    run: list[Node] = []
    for node in state.questionnaire.children if section is None else section.children:
        if not _asks(node):
            continue
        apart = _apart(node, top=section is None)
        if run and (apart or (section is None and _parted(state.logic, run, node))):
            yield from _run(above, section, run)
            run = []
        if not apart or not isinstance(node, Section):
            run.append(node)
        elif node.repeats:
            yield from _repeat(state, above, node)
        else:
            for place in above.child(node.name):
                yield from _within(state, place, node)
    yield from _run(above, section, run)


def _repeat(state: State, above: Place, section: Section) -> Iterator[Screen]:
    for place in above.child(section.name):
        yield from _within(state, place, section)
    path = f"{above.path}/{section.name}"
    times = tuple(place.path for place in above.child(section.name))
    free = not section.count and not section.fixed
    if free and state.offers(above, section):
        yield Screen(path, "repeat", path, section, (), times, free)


def _run(above: Place, section: Section | None, run: list[Node]) -> Iterator[Screen]:
    """One screen of some nodes, called after the first, unless none of them is shown."""
    items = [shown for node in run for place in above.child(node.name) for shown in _shown(place, 0)]
    if items:
        yield Screen(f"{above.path}/{run[0].name}", "items", above.path, section, tuple(items))


def _asks(node: Node) -> bool:
    """Whether a node or anything below it is shown to people."""
    if isinstance(node, Question):
        return node.type not in UNSEEN_TYPES
    return any(_asks(child) for child in node.children)


def _apart(node: Node, *, top: bool) -> bool:
    """Whether a node needs screens of its own: a group at the top, a repeat, a field-list, or a group that holds one."""
    if isinstance(node, Question):
        return False
    return (
        top or node.repeats or "field-list" in node.appearance or any(_apart(one, top=False) for one in node.children)
    )


def _parted(logic: Logic, run: list[Node], node: Node) -> bool:
    """Whether a loose question begins a new screen: the run is full, or what it asks hangs on a question of the run."""
    return len(run) >= LOOSE_LIMIT or any(
        node.path in logic.after.get(other.path, ()) or other.path in logic.told.get(node.path, ()) for other in run
    )


def _shown(place: Place, depth: int) -> Iterator[Shown]:
    """A question, or a group with its heading and what it asks; nothing of what is not relevant."""
    if place.question is not None:
        if place.question.type not in UNSEEN_TYPES:
            yield Shown(place.path, place.question, depth)
    elif place.rule is not None and isinstance(place.rule.node, Section):
        inner = [shown for kid in place.children() for shown in _shown(kid, depth + 1)]
        if inner:
            yield Shown(place.path, place.rule.node, depth)
            yield from inner
