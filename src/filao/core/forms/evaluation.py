"""Expressions made ready to be worked out again and again: each becomes a function of its context, kept for its text."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from filao.core.forms.expressions import (
    Call,
    Chain,
    Expression,
    Literal,
    Negative,
    Number,
    Path,
    Step,
    parse,
    parts,
)  # fmt: skip
from filao.core.forms.functions import FUNCTIONS, faults
from filao.core.forms.lists import Rows
from filao.core.forms.running import Argument, Context
from filao.core.forms.values import NAN, Node, Value, compared, number_of, texts_of, truth_of
from filao.core.problems import Problem

_SELF = Path((Step("self", "node()"),))


@lru_cache(maxsize=4096)
def compiled(text: str) -> Argument:
    """What works an expression out. An empty text gives "".

    Raises Problem: those of `parse` and of `functions.faults`.
    """
    if not text.strip():
        return lambda _: ""
    expression = parse(text)
    for fault in faults(expression):
        raise Problem(fault.code, **fault.facts)
    return _compiled(expression)


def _compiled(expression: Expression) -> Argument:
    match expression:
        case Number(text):
            return _constant(float(text))
        case Literal(text):
            return _constant(text)
        case Negative(operand):
            inner = _compiled(operand)
            return lambda context: -number_of(inner(context))
        case Call(name, arguments):
            function = FUNCTIONS[name]
            given = (_SELF,) if function.own and not arguments else arguments
            work, ready = function.work, tuple(_compiled(one) for one in given)
            return lambda context: work(context, ready)
        case Chain(first, rest):
            return _chain(first, rest)
        case Path():
            return _path(expression)


def _constant(value: Value) -> Argument:
    return lambda _: value


# --- operators -----------------------------------------------------------------------------------------------------


def _chain(first: Expression, rest: tuple[tuple[str, Expression], ...]) -> Argument:
    begin = _compiled(first)
    further = [(sign, _compiled(one)) for sign, one in rest]
    if rest[0][0] in ("and", "or"):
        every = [begin, *(one for _, one in further)]
        if rest[0][0] == "and":
            return lambda context: all(truth_of(one(context)) for one in every)
        return lambda context: any(truth_of(one(context)) for one in every)
    if len(further) == 1:
        sign, second = further[0]
        return lambda context: _joined(sign, begin(context), second(context))

    def worked(context: Context) -> Value:
        value = begin(context)
        for sign, one in further:
            value = _joined(sign, value, one(context))
        return value

    return worked


def _joined(sign: str, left: Value, right: Value) -> Value:
    if sign == "|":
        return _ordered([*(left if isinstance(left, list) else ()), *(right if isinstance(right, list) else ())])
    if sign in ("+", "-", "*", "div", "mod"):
        return _reckoned(sign, number_of(left), number_of(right))
    return compared(sign, left, right)


def _reckoned(sign: str, left: float, right: float) -> float:
    if sign == "+":
        return left + right
    if sign == "-":
        return left - right
    if sign == "*":
        return left * right
    if right == 0:
        return NAN if sign == "mod" or left == 0 or math.isnan(left) else math.copysign(math.inf, left)
    if sign == "div":
        return left / right
    return _remainder(left, right)


def _remainder(left: float, right: float) -> float:
    """What is left of a division whose result is cut towards 0: 5 mod -2 is 1, -5 mod 2 is -1."""
    if math.isinf(left) or math.isnan(left) or math.isnan(right):
        return NAN
    return math.fmod(left, right)


# --- paths ---------------------------------------------------------------------------------------------------------


def _path(path: Path) -> Argument:
    steps = [_step(step) for step in path.steps]
    filters = [_compiled(one) for one in path.filters]
    start = _compiled(path.start) if path.start is not None else None
    absolute = path.absolute

    def walked(context: Context) -> list[Node]:
        nodes: Sequence[Node]
        if start is not None:
            value = start(context)
            nodes = value if isinstance(value, list) else []
            for predicate in filters:
                nodes = _kept(context, nodes, predicate)
        else:
            nodes = (context.env.top,) if absolute else (context.node,)
        for step in steps:
            nodes = step(context, nodes)
        return list(nodes)

    return walked


class _Walk:
    """One step from each of some nodes."""

    def __init__(self, step: Step) -> None:
        self._axis = step.axis
        self._test = step.test
        self._predicates = [_compiled(one) for one in step.predicates]
        self._look_up = _look_up(step.predicates[0]) if step.predicates else None

    def __call__(self, context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        if not self._predicates and len(nodes) == 1:
            return self._reached(nodes[0])
        found: list[Node] = []
        for node in nodes:
            predicates = self._predicates
            reached = self._looked_up(context, node)
            if reached is None:
                reached = self._reached(node)
            else:
                predicates = predicates[1:]
            for predicate in predicates:
                reached = _kept(context, reached, predicate)
            found.extend(reached)
        return found if self._axis == "child" or len(nodes) == 1 else _ordered(found)

    def _looked_up(self, context: Context, node: Node) -> Sequence[Node] | None:
        """Rows that the first predicate keeps, found in one look; None where that is not possible."""
        if self._look_up is None or self._axis != "child" or not isinstance(node, Rows):
            return None
        column, value = self._look_up
        texts = texts_of(value(context))
        return node.matching(column, texts[0] if texts else "") if len(texts) < 2 else None

    def _reached(self, node: Node) -> Sequence[Node]:
        test = self._test
        if self._axis == "child" and test not in ("*", "node()", "text()"):
            return node.child(test)
        if self._axis == "child" and test == "text()":
            return () if any(True for _ in node.children()) else (node,)
        named = test not in ("*", "node()", "text()")
        return [one for one in _along(self._axis, node) if not named or one.name == test]


def _step(step: Step) -> _Walk:
    return _Walk(step)


def _along(axis: str, node: Node) -> Iterable[Node]:
    match axis:
        case "child":
            return node.children()
        case "parent":
            return (node.parent,) if node.parent is not None else ()
        case "self":
            return (node,)
        case "descendant":
            return _below(node)
        case "descendant-or-self":
            return (node, *_below(node))
        case "ancestor":
            return _above(node)
        case "ancestor-or-self":
            return (node, *_above(node))
        case "following-sibling" | "preceding-sibling":
            alike = list(node.parent.children()) if node.parent is not None else [node]
            place = next((place for place, one in enumerate(alike) if one is node), 0)
            return alike[place + 1 :] if axis == "following-sibling" else alike[:place][::-1]
    return ()


def _below(node: Node) -> Iterator[Node]:
    for child in node.children():
        yield child
        yield from _below(child)


def _above(node: Node) -> Iterator[Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _ordered(nodes: Iterable[Node]) -> list[Node]:
    """Each node once."""
    return list({id(node): node for node in nodes}.values())


def _kept(context: Context, nodes: Sequence[Node], predicate: Argument) -> list[Node]:
    found: list[Node] = []
    inner = Context(context.env, context.origin, context.node, 1, len(nodes))
    for position, node in enumerate(nodes, start=1):
        inner.node, inner.position = node, position
        value = predicate(inner)
        if value == position if isinstance(value, float) else truth_of(value):
            found.append(node)
    return found


def _look_up(predicate: Expression) -> tuple[str, Argument] | None:
    """Column and value of a predicate like [island = /data/island], whose value is the same for every row."""
    match predicate:
        case Chain(Path((Step("child", column, ()),), False, None), (("=", Literal() | Path() as value),)):
            if column not in ("*", "node()", "text()") and _stands_alone(value):
                return column, _compiled(value)
    return None


def _stands_alone(expression: Expression) -> bool:
    """Whether a value does not hang on the node at hand."""
    if isinstance(expression, Literal):
        return True
    assert isinstance(expression, Path)
    begins = expression.absolute or expression.start == Call("current", ())
    return begins and not any(isinstance(part, Call) for part in parts(expression) if part != Call("current", ()))
