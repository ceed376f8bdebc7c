"""Questions that nobody can ever see: conditions that are false whatever is answered.

A condition is looked at as true, false or open. False are: constants, an option compared that the question does not offer,
a word compared with a number, two options asked of one answer at once, and what rests on a question that is never seen.
Whatever else is open: nothing is called unreachable that could be reached.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from filao.core.forms.expressions import Call, Chain, Expression, Literal, Negative, Number, Path, parse, references
from filao.core.forms.lint.model import Finding, Subject
from filao.core.forms.questionnaire import Node, Question
from filao.core.problems import Problem

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_NUMBERS = frozenset({"integer", "decimal", "range"})


def check(subject: Subject) -> Iterator[Finding]:
    """Codes: option_unknown (column, option, question), unreachable (text)."""
    yield from _unknown_options(subject)
    never: set[str] = set()
    for path, node in subject.nodes.items():
        if any(section.path in never for section in subject.above(path)):
            never.add(path)
            continue
        reading = _Reading(subject, path, never)
        condition = _conditions(subject, path, node)
        if reading.holds(condition) is False or reading.contradicts(condition):
            never.add(path)
            if _shown(node):
                yield Finding("unreachable", path, {"text": node.relevant})


def _shown(node: Node) -> bool:
    return not isinstance(node, Question) or node.type not in ("calculate", "metadata")


def _conditions(subject: Subject, path: str, node: Node) -> tuple[Expression, ...]:
    """The condition of a place and those of the groups that hold it; what cannot be read is left out."""
    found = []
    for text in (node.relevant, *(section.relevant for section in subject.above(path))):
        try:
            found.append(parse(text) if text else None)
        except Problem:
            found.append(None)
    return tuple(one for one in found if one is not None)


def _unknown_options(subject: Subject) -> Iterator[Finding]:
    from filao.core.forms.expressions import parts
    from filao.core.forms.lint.logic import logic_of

    for path, node in subject.nodes.items():
        reading = _Reading(subject, path, set())
        for column, text in dict.fromkeys(logic_of(node)):
            try:
                expression = parse(text) if text else None
            except Problem:
                continue
            told: set[tuple[str, str]] = set()
            for part in parts(expression) if expression is not None else ():
                for question, option in reading.compared(part):
                    if not reading.offers(question, option) and (question.path, option) not in told:
                        told.add((question.path, option))
                        facts = {"column": column, "text": text, "option": option, "question": question.name}
                        yield Finding("option_unknown", path, facts)


class _Reading:
    """One place's view of the form: which question a path means, and what comparisons with it come to."""

    def __init__(self, subject: Subject, path: str, never: set[str]) -> None:
        self._subject = subject
        self._path = path
        self._never = never

    def question(self, expression: Expression) -> Question | None:
        """The question that a plain path means."""
        if not isinstance(expression, Path) or any(step.predicates for step in expression.steps) or expression.filters:
            return None
        named = references(expression, self._path)
        if len(named) != 1 or named[0].deep or named[0].instance:
            return None
        node = self._subject.nodes.get(named[0].path)
        return node if isinstance(node, Question) else None

    def compared(self, expression: Expression) -> Iterator[tuple[Question, str]]:
        """Questions with options and the option that an expression compares them with."""
        if isinstance(expression, Call) and expression.name in ("selected", "jr:selected"):
            pairs = [tuple(expression.arguments)] if len(expression.arguments) == 2 else []
        elif isinstance(expression, Chain):
            sides = [expression.first, *(one for sign, one in expression.rest if sign in ("=", "!="))]
            pairs = [(a, b) for a in sides for b in sides if a is not b] if len(sides) == 2 else []
        else:
            pairs = []
        for left, right in pairs:
            question = self.question(left)
            if question is not None and isinstance(right, Literal | Number) and right.text:
                yield question, right.text

    def offers(self, question: Question, option: str) -> bool:
        """Whether an answer may be this option; yes where nobody can tell."""
        if question.type not in ("select_one", "select_multiple", "rank"):
            return True
        options = self._subject.options(question)
        values = {one.value for one in options or ()}
        return not values or option in values or (question.type != "select_one" and values >= set(option.split()))

    def holds(self, conditions: tuple[Expression, ...]) -> bool | None:
        """What all conditions together come to: False where one is never true, True where all always are."""
        read = [self._of(one) for one in conditions]
        if False in read:
            return False
        return None if None in read else True

    def _of(self, expression: Expression) -> bool | None:
        match expression:
            case Call("true", ()):
                return True
            case Call("false", ()):
                return False
            case Call("not", (inner,)):
                read = self._of(inner)
                return None if read is None else not read
            case Call("boolean", (inner,)):
                return self._of(inner)
            case Call("selected" | "jr:selected", (left, Literal() as right)):
                return self._equal(left, right)
            case Number(text):
                return float(text) != 0
            case Literal(text):
                return bool(text)
            case Chain():
                return self._of_chain(expression)
            case Path():
                question = self.question(expression)
                return False if question is not None and question.path in self._never else None
        return None

    def _of_chain(self, chain: Chain) -> bool | None:
        signs = {sign for sign, _ in chain.rest}
        operands = [chain.first, *(one for _, one in chain.rest)]
        if signs <= {"and"}:
            return self.holds(tuple(operands))
        if signs <= {"or"}:
            read = [self._of(one) for one in operands]
            return True if True in read else None if None in read else False
        if len(operands) == 2:
            return self._compared(operands[0], chain.rest[0][0], operands[1])
        return None

    def _compared(self, left: Expression, sign: str, right: Expression) -> bool | None:
        first, second = _constant(left), _constant(right)
        if first is not None and second is not None:
            return _of_constants(first, sign, second)
        if first is not None:
            left, sign, right, second = right, _FLIPPED.get(sign, sign), left, first
        if second is None:
            return None
        if sign == "=":
            return self._equal(left, right)
        if sign == "!=":
            read = self._equal(left, right)
            return True if read is False and second != "" else None
        question = self.question(left)
        unasked = question is not None and question.path in self._never
        return False if unasked or not _is_number(second) else None

    def _equal(self, left: Expression, right: Expression) -> bool | None:
        question, value = self.question(left), _constant(right)
        if question is None or value is None or value == "":
            return None
        if question.path in self._never or not self.offers(question, value):
            return False
        return False if question.type in _NUMBERS and not _is_number(value) else None

    def contradicts(self, conditions: tuple[Expression, ...]) -> bool:
        """Whether all conditions together ask two values of one answer, or a value and that it is another."""
        wanted: dict[str, set[str]] = {}
        unwanted: dict[str, set[str]] = {}
        for left, sign, right in (one for condition in conditions for one in _needed(condition)):
            for path_side, value_side in ((left, right), (right, left)):
                question, value = self.question(path_side), _constant(value_side)
                if question is None or value is None or question.type == "select_multiple":
                    continue
                kept: Mapping[str, dict[str, set[str]]] = {"=": wanted, "!=": unwanted}
                if sign in kept:
                    kept[sign].setdefault(question.path, set()).add(value)
        return any(len(values) > 1 or values & unwanted.get(path, set()) for path, values in wanted.items())


def _needed(expression: Expression) -> Iterator[tuple[Expression, str, Expression]]:
    """Comparisons that must all hold for an expression to hold."""
    if isinstance(expression, Chain):
        signs = {sign for sign, _ in expression.rest}
        if signs <= {"and"}:
            for operand in (expression.first, *(one for _, one in expression.rest)):
                yield from _needed(operand)
        elif len(expression.rest) == 1:
            yield expression.first, expression.rest[0][0], expression.rest[0][1]
    elif isinstance(expression, Call) and expression.name == "boolean" and len(expression.arguments) == 1:
        yield from _needed(expression.arguments[0])


def _constant(expression: Expression) -> str | None:
    match expression:
        case Literal(text) | Number(text):
            return text
        case Negative(Number(text)):
            return f"-{text}"
    return None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _of_constants(first: str, sign: str, second: str) -> bool | None:
    if sign in ("=", "!="):
        same = float(first) == float(second) if _is_number(first) and _is_number(second) else first == second
        return same if sign == "=" else not same
    if sign not in _FLIPPED:
        return None
    if not (_is_number(first) and _is_number(second)):
        return False
    low, high = float(first), float(second)
    return {"<": low < high, "<=": low <= high, ">": low > high, ">=": low >= high}[sign]
