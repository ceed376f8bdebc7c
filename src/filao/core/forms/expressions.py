"""Expressions of forms: the XPath 1.0 that XLSForm uses, read into a tree, written back, and asked what it refers to.

Nothing is evaluated here (`core.forms.evaluation`) and functions are not checked by name (`core.forms.functions`).
Source: XPath 1.0 (W3C, 1999), section 3, without variables and attributes of namespaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import NamedTuple, NoReturn

from filao.core.problems import Problem

DEPTH_LIMIT = 120
LENGTH_LIMIT = 65_536
"""Expressions within expressions, and characters; no form of people comes near."""


@dataclass(frozen=True, slots=True)
class Number:
    text: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Literal:
    text: str
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: tuple[Expression, ...]
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one rank, worked out from the left: "a - b + c" is first a, rest (- b), (+ c)."""

    first: Expression
    rest: tuple[tuple[str, Expression], ...]
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path. `test` is a name, "*", "node()" or "text()"."""

    axis: str
    test: str
    predicates: tuple[Expression, ...] = ()
    at: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Path:
    """Nodes reached by steps: from the top where `absolute`, else from `start` as far as `filters` keep it, else from here."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expression | None = None
    filters: tuple[Expression, ...] = ()
    at: int = field(default=1, compare=False)


Expression = Number | Literal | Call | Negative | Chain | Path

RANKS = {
    "or": 1, "and": 2, "=": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4, "+": 5, "-": 5, "*": 6, "div": 6, "mod": 6,
    "|": 8,
}  # fmt: skip
_UNARY = 7
_WORDS = ("or", "and", "div", "mod")
_NODE_TESTS = ("node", "text")
AXES = (
    "child", "parent", "self", "descendant", "descendant-or-self", "ancestor", "ancestor-or-self", "following-sibling",
    "preceding-sibling", "attribute",
)  # fmt: skip

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""\s*(?:(?P<number>\d+(?:\.\d*)?|\.\d+)|(?P<literal>"[^"]*"|'[^']*')|(?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)"""
    r"""|(?P<sign>//|\.\.|::|!=|<=|>=|[/.()\[\]@,|+\-=<>*])|(?P<end>\Z))"""
)


class _Token(NamedTuple):
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    place = 0
    while True:
        match = _TOKEN.match(text, place)
        if match is None:
            begin = re.compile(r"\s*").match(text, place)
            _refuse(text, begin.end() if begin else place)
        kind = match.lastgroup or "end"
        found.append(_Token(kind, match[kind], match.start(kind)))
        if kind == "end":
            return found
        place = match.end()


def _refuse(text: str, place: int) -> NoReturn:
    raise Problem("xpath_syntax", text=text[:200], position=place + 1, near=text[place : place + 20])


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of an expression; each part knows its place, counted in characters from 1.

    Raises Problem: xpath_syntax (text, position, near), xpath_too_deep.
    """
    if len(text) > LENGTH_LIMIT:
        raise Problem("xpath_too_deep", limit=LENGTH_LIMIT)
    return _Parser(text).whole()


class _Parser:
    """Recursive descent, with operators by their rank. One token of foresight."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = _tokens(text)
        self._next = 0
        self._depth = 0

    def whole(self) -> Expression:
        found = self._expression(1)
        if self._token.kind != "end":
            self._refuse()
        return found

    @property
    def _token(self) -> _Token:
        return self._tokens[self._next]

    def _refuse(self) -> NoReturn:
        _refuse(self._text, self._token.at)

    def _is(self, *signs: str) -> bool:
        return self._token.kind == "sign" and self._token.text in signs

    def _take(self, sign: str) -> bool:
        if self._is(sign):
            self._next += 1
            return True
        return False

    def _need(self, sign: str) -> None:
        if not self._take(sign):
            self._refuse()

    def _expression(self, least: int) -> Expression:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise Problem("xpath_too_deep", limit=DEPTH_LIMIT)
        left = self._unary()
        rank_of_left = 0
        while (rank := self._rank()) >= least:
            operator = self._token.text
            self._next += 1
            right = self._expression(rank + 1)
            if rank == rank_of_left and isinstance(left, Chain):
                left = Chain(left.first, (*left.rest, (operator, right)), left.at)
            else:
                left = Chain(left, ((operator, right),), left.at)
            rank_of_left = rank
        self._depth -= 1
        return left

    def _rank(self) -> int:
        token = self._token
        if token.kind == "sign" or (token.kind == "name" and token.text in _WORDS):
            return RANKS.get(token.text, 0)
        return 0

    def _unary(self) -> Expression:
        at = self._token.at + 1
        if not self._take("-"):
            return self._path()
        return Negative(self._expression(_UNARY), at)

    def _path(self) -> Expression:
        at = self._token.at + 1
        if self._take("//"):
            return Path((_ANYWHERE, *self._steps()), absolute=True, at=at)
        if self._take("/"):
            return Path(self._steps() if self._begins_step() else (), absolute=True, at=at)
        if self._begins_step():
            return Path(self._steps(), at=at)
        start = self._primary()
        filters = self._predicates()
        steps: tuple[Step, ...] = ()
        if self._take("//"):
            steps = (_ANYWHERE, *self._steps())
        elif self._take("/"):
            steps = self._steps()
        if not filters and not steps:
            return start
        return Path(steps, start=start, filters=filters, at=at)

    def _begins_step(self) -> bool:
        token = self._token
        if token.kind == "name":
            return not self._calls() or token.text in _NODE_TESTS
        return self._is(".", "..", "@", "*")

    def _calls(self) -> bool:
        following = self._tokens[self._next + 1]
        return following.kind == "sign" and following.text == "("

    def _steps(self) -> tuple[Step, ...]:
        found = [self._step()]
        while True:
            if self._take("//"):
                found += [_ANYWHERE, self._step()]
            elif self._take("/"):
                found.append(self._step())
            else:
                return tuple(found)

    def _step(self) -> Step:
        at = self._token.at + 1
        if self._take(".."):
            return Step("parent", "node()", self._predicates(), at)
        if self._take("."):
            return Step("self", "node()", self._predicates(), at)
        axis = "child"
        if self._take("@"):
            axis = "attribute"
        elif self._token.kind == "name" and self._tokens[self._next + 1].text == "::":
            if self._token.text not in AXES:
                self._refuse()
            axis = self._token.text
            self._next += 2
        return Step(axis, self._test(), self._predicates(), at)

    def _test(self) -> str:
        token = self._token
        if self._take("*"):
            return "*"
        if token.kind != "name":
            self._refuse()
        if self._calls():
            if token.text not in _NODE_TESTS:
                self._refuse()
            self._next += 2
            self._need(")")
            return f"{token.text}()"
        self._next += 1
        return token.text.rpartition(":")[2]

    def _predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self._take("["):
            found.append(self._expression(1))
            self._need("]")
        return tuple(found)

    def _primary(self) -> Expression:
        token = self._token
        at = token.at + 1
        if token.kind == "number":
            self._next += 1
            return Number(token.text, at)
        if token.kind == "literal":
            self._next += 1
            return Literal(token.text[1:-1], at)
        if self._take("("):
            found = self._expression(1)
            self._need(")")
            return found
        if token.kind != "name" or token.text.endswith("*"):
            self._refuse()
        self._next += 1
        self._need("(")
        return Call(token.text, self._arguments(), at)

    def _arguments(self) -> tuple[Expression, ...]:
        if self._take(")"):
            return ()
        found = [self._expression(1)]
        while self._take(","):
            found.append(self._expression(1))
        self._need(")")
        return tuple(found)


_ANYWHERE = Step("descendant-or-self", "node()")


# --- writing -------------------------------------------------------------------------------------------------------


def written(expression: Expression) -> str:
    """The expression as text that parses to the same tree."""
    match expression:
        case Number(text):
            return text
        case Literal(text):
            return f'"{text}"' if "'" in text else f"'{text}'"
        case Call(name, arguments):
            return f"{name}({', '.join(written(one) for one in arguments)})"
        case Negative(operand):
            return f"-{_bracketed(operand)}"
        case Chain(first, rest):
            return _bracketed(first) + "".join(f" {operator} {_bracketed(one)}" for operator, one in rest)
        case Path():
            return _written_path(expression)


def _bracketed(expression: Expression) -> str:
    text = written(expression)
    open_ended = isinstance(expression, Chain | Negative) or text == "/"
    return f"({text})" if open_ended else text


def _written_path(path: Path) -> str:
    steps = "/".join(_written_step(step) for step in path.steps)
    if path.absolute:
        return f"/{steps}"
    if path.start is None:
        return steps
    start = written(path.start)
    start = start if isinstance(path.start, Call) else f"({start})"
    return start + _written_predicates(path.filters) + (f"/{steps}" if steps else "")


def _written_step(step: Step) -> str:
    short = {("parent", "node()"): "..", ("self", "node()"): "."}.get((step.axis, step.test))
    named = step.test if step.axis == "child" else f"{step.axis}::{step.test}"
    return (short or named) + _written_predicates(step.predicates)


def _written_predicates(predicates: tuple[Expression, ...]) -> str:
    return "".join(f"[{written(one)}]" for one in predicates)


def parts(expression: Expression) -> Iterator[Expression]:
    """An expression and every expression within it, outermost first."""
    yield expression
    for inner in _within(expression):
        yield from parts(inner)


def _within(expression: Expression) -> Iterator[Expression]:
    match expression:
        case Call(_, arguments):
            yield from arguments
        case Negative(operand):
            yield operand
        case Chain(first, rest):
            yield first
            yield from (one for _, one in rest)
        case Path(steps, _, start, filters):
            if start is not None:
                yield start
            yield from filters
            for step in steps:
                yield from step.predicates
        case _:
            pass


# --- what an expression refers to ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """A place of the form that an expression names, without predicates and positions; `at` is where.

    `deep` means anything below the path (wildcards and //), or what is called `name` there. In a secondary instance
    `instance` is its id, and `path` is what stands after it.
    """

    path: str
    deep: bool = False
    instance: str = ""
    name: str = ""
    at: int = field(default=1, compare=False)


def references(expression: Expression, context: str) -> tuple[Reference, ...]:
    """Every place that an expression of the node `context` ("/data/group/question") names, in the order of the text."""
    return tuple(_References(context).of(expression, Reference(context)))


class _References:
    def __init__(self, context: str) -> None:
        self._context = Reference(context)

    def of(self, expression: Expression, here: Reference | None) -> Iterator[Reference]:
        match expression:
            case Negative(operand):
                yield from self.of(operand, here)
            case Chain(first, rest):
                yield from self.of(first, here)
                for _, one in rest:
                    yield from self.of(one, here)
            case Call(name, arguments):
                yield from self._of_call(name, arguments, here, expression.at)
            case Path():
                yield from self._of_path(expression, here)
            case _:
                pass

    def _of_call(
        self, name: str, arguments: tuple[Expression, ...], here: Reference | None, at: int
    ) -> Iterator[Reference]:
        for argument in arguments:
            yield from self.of(argument, here)
        if name in ("jr:choice-name", "choice-name") and len(arguments) == 2 and isinstance(arguments[1], Literal):
            yield from self.of(_path_in(arguments[1]), here)
        elif name == "pulldata" and arguments and isinstance(arguments[0], Literal):
            yield Reference("", True, arguments[0].text, at=at)

    def _of_path(self, path: Path, here: Reference | None) -> Iterator[Reference]:
        place = here
        match path.start:
            case _ if path.absolute:
                place = Reference("")
            case Call("current", ()):
                place = self._context
            case Call("instance", (Literal(id),)):
                place = Reference("", False, id)
            case None:
                pass
            case start:
                yield from self.of(start, here)
                place = None
        for predicate in path.filters:
            yield from self.of(predicate, place)
        for step in path.steps:
            place = _after(step, place)
            for predicate in step.predicates:
                yield from self.of(predicate, place)
        if place is not None:
            yield replace(place, at=path.at)


def _path_in(literal: Literal) -> Expression:
    """The path that a text argument holds; what is no path refers to nothing."""
    try:
        return parse(literal.text)
    except Problem:
        return literal


def _after(step: Step, place: Reference | None) -> Reference | None:
    if place is None or (step.axis == "self" and step.test == "node()"):
        return place
    if step.axis in ("parent", "ancestor", "ancestor-or-self"):
        return Reference(place.path if place.deep else place.path.rpartition("/")[0], place.deep, place.instance)
    base = place.path
    if step.axis.endswith("-sibling") and not place.deep:
        base = base.rpartition("/")[0]
    named = re.fullmatch(_NAME, step.test) is not None
    if place.deep or step.axis.startswith("descendant") or not named:
        return Reference(base, True, place.instance, step.test if named else "")
    return Reference(f"{base}/{step.test}", False, place.instance)
