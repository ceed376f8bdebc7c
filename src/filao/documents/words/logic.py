"""The logic of a form as sentences: "Only if question 3 is “Yes”", for paper and for those who check a form.

What has no words of its own is shown as the formula it is, between brackets: nothing is left out and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filao.core.forms.expressions import (
    Call,
    Chain,
    Expression,
    Literal,
    Negative,
    Number,
    Path,
    parse,
    references,
    written,
)
from filao.core.forms.questionnaire import Choice, Question, Questionnaire, Section, Texts
from filao.core.forms.variables import options_of, plain
from filao.core.problems import Problem
from filao.documents.language.gettext import N_, say

_LONGEST = 70
"""Characters of a question quoted within a sentence."""

_COMPARED = {
    "=": N_("{what} is {value}"),
    "!=": N_("{what} is not {value}"),
    "<": N_("{what} is less than {value}"),
    "<=": N_("{what} is at most {value}"),
    ">": N_("{what} is more than {value}"),
    ">=": N_("{what} is at least {value}"),
}
_MORE = {
    "=": N_("is {value}"),
    "!=": N_("is not {value}"),
    "<": N_("is less than {value}"),
    "<=": N_("is at most {value}"),
    ">": N_("is more than {value}"),
    ">=": N_("is at least {value}"),
}
"""The same, for a second comparison of one answer: "the answer is at least 0 and is at most 40"."""
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MADE = {
    "today": N_("today"),
    "now": N_("the present moment"),
    "count": N_("the number of {first}"),
    "count-selected": N_("the number of options chosen in {first}"),
    "string-length": N_("the number of signs in {first}"),
    "sum": N_("the sum of {first}"),
    "max": N_("the largest of {first}"),
    "min": N_("the smallest of {first}"),
    "round": N_("{first}, rounded"),
    "int": N_("the whole part of {first}"),
    "random": N_("a random number"),
    "jr:choice-name": N_("the words of {first}"),
    "choice-name": N_("the words of {first}"),
    "format-date": N_("the date {first}"),
    "format-date-time": N_("the moment {first}"),
    "concat": N_("{all} one after the other"),
    "position": N_("the number of this repetition"),
    "pulldata": N_("a value looked up in the list {first}"),
}
_PASSED_ON = frozenset({"number", "string", "once", "date", "date-time", "boolean", "decimal-date-time"})
_REFERRED = frozenset({"count", "sum", "max", "min"})


def sentence_of(
    text: str,
    questionnaire: Questionnaire,
    language: str = "en",
    *,
    at: str = "",
    numbers: Mapping[str, int] | None = None,
    lists: Mapping[str, Sequence[Choice]] | None = None,
) -> str:
    """A condition in words, without capital and full stop; "" for none.

    `at` is the path of the question it belongs to (what "." means); with `numbers` questions are named by number, else by
    their words; `lists` are the rows of lists in files. A text that cannot be read is shown as it stands.
    """
    return _Saying(questionnaire, language, at, numbers, lists).condition_of(text)


def only_if(text: str, questionnaire: Questionnaire, language: str = "en", **more: object) -> str:
    """When a question is asked: "Only if …."; "" where it always is."""
    said = sentence_of(text, questionnaire, language, **more)  # type: ignore[arg-type]
    return say(language, N_("Only if {condition}."), condition=said) if said else ""


def allowed_if(text: str, questionnaire: Questionnaire, language: str = "en", **more: object) -> str:
    """What an answer must meet: "Taken only if …."; "" where any is."""
    said = sentence_of(text, questionnaire, language, **more)  # type: ignore[arg-type]
    return say(language, N_("Taken only if {condition}."), condition=said) if said else ""


def worked_out(text: str, questionnaire: Questionnaire, language: str = "en", *, at: str = "") -> str:
    """How a value is made: "Worked out: …."."""
    said = _Saying(questionnaire, language, at, None, None).value_of(text)
    return say(language, N_("Worked out: {value}."), value=said) if said else ""


def as_often_as(
    text: str, questionnaire: Questionnaire, language: str = "en", *, numbers: Mapping[str, int] | None = None
) -> str:
    """How often a block is repeated: "As often as …."."""
    said = _Saying(questionnaire, language, "", numbers, None).value_of(text)
    return say(language, N_("As often as {value} says."), value=said) if said else ""


class _Saying:
    def __init__(
        self,
        questionnaire: Questionnaire,
        language: str,
        at: str,
        numbers: Mapping[str, int] | None,
        lists: Mapping[str, Sequence[Choice]] | None,
    ) -> None:
        self._form = questionnaire
        self._language = language
        self._at = at
        self._numbers = numbers
        self._lists = lists or {}
        self._nodes = {node.path: node for node in questionnaire.nodes()}

    def condition_of(self, text: str) -> str:
        try:
            return self.condition(parse(text)) if text.strip() else ""
        except Problem:
            return f"[{text.strip()}]"

    def value_of(self, text: str) -> str:
        try:
            return self.value(parse(text)) if text.strip() else ""
        except Problem:
            return f"[{text.strip()}]"

    def _say(self, message: str, **values: object) -> str:
        return say(self._language, message, **values)

    # --- conditions

    def condition(self, expression: Expression, *, holds: bool = True) -> str:
        """The expression as something that holds, or does not."""
        match expression:
            case Call("true" | "false" as name, ()):
                return self._say(N_("always") if (name == "true") is holds else N_("never"))
            case Call("not", (inner,)):
                return self.condition(inner, holds=not holds)
            case Call("boolean", (inner,)):
                return self.condition(inner, holds=holds)
            case Call("selected" | "jr:selected", (what, value)):
                return self._selected(what, value, holds)
            case Call("regex", (what, _)):
                message = N_("{what} has the right form") if holds else N_("{what} has not the right form")
                return self._say(message, what=self.value(what))
            case Call("if", (test, first, second)):
                return self._say(
                    N_("if {test}: {first}; otherwise: {second}"),
                    test=self.condition(test),
                    first=self.condition(first, holds=holds),
                    second=self.condition(second, holds=holds),
                )
            case Chain():
                return self._chain(expression, holds)
            case Path():
                message = N_("{what} is answered") if holds else N_("{what} is left empty")
                return self._say(message, what=self.value(expression))
        message = N_("{what} holds") if holds else N_("{what} does not hold")
        return self._say(message, what=self.value(expression))

    def _selected(self, what: Expression, value: Expression, holds: bool) -> str:
        message = N_("{what} includes {value}") if holds else N_("{what} does not include {value}")
        return self._say(message, what=self.value(what), value=self._option(what, value))

    def _chain(self, chain: Chain, holds: bool) -> str:
        signs = {sign for sign, _ in chain.rest}
        operands = [chain.first, *(one for _, one in chain.rest)]
        if signs <= {"and"} or signs <= {"or"}:
            together = (signs == {"and"}) is holds
            return self._joined(operands, together, holds)
        if len(operands) == 2 and chain.rest[0][0] in _COMPARED:
            return self._comparison(_COMPARED, chain, holds)
        return self._say(N_("{what} holds") if holds else N_("{what} does not hold"), what=self.value(chain))

    def _joined(self, operands: Sequence[Expression], together: bool, holds: bool) -> str:
        """Conditions that must all hold, or of which one must; comparisons of one answer share their subject."""
        if together and (span := self._span(operands, holds)):
            return span
        said: list[str] = []
        before: Expression | None = None
        for operand in operands:
            subject = _subject(operand)
            if subject is not None and before is not None and subject == before and isinstance(operand, Chain):
                said.append(self._comparison(_MORE, operand, holds))
            else:
                text = self.condition(operand, holds=holds)
                mixed = isinstance(operand, Chain) and bool({"and", "or"} & {sign for sign, _ in operand.rest})
                said.append(f"({text})" if mixed else text)
            before = subject
        message = N_("{first} and {second}") if together else N_("{first} or {second}")
        found = said[0]
        for one in said[1:]:
            found = self._say(message, first=found, second=one)
        return found

    def _span(self, operands: Sequence[Expression], holds: bool) -> str:
        """Two bounds of one answer: "the answer is from 0 to 40"; "" for anything else."""
        low, high = (operands[0], operands[1]) if len(operands) == 2 else (None, None)
        if not (holds and isinstance(low, Chain) and isinstance(high, Chain) and _subject(low) == _subject(high)):
            return ""
        if _subject(low) != low.first or (low.rest[0][0], high.rest[0][0]) != (">=", "<="):
            return ""
        bounds = {"low": self.value(low.rest[0][1]), "high": self.value(high.rest[0][1])}
        return self._say(N_("{what} is from {low} to {high}"), what=self.value(low.first), **bounds)

    def _comparison(self, words: Mapping[str, str], chain: Chain, holds: bool) -> str:
        left, (sign, right) = chain.first, chain.rest[0]
        if isinstance(left, Literal | Number) and not isinstance(right, Literal | Number):
            left, sign, right = right, _FLIPPED[sign], left
        sign = sign if holds else _OPPOSITE[sign]
        if isinstance(right, Literal) and not right.text and sign in ("=", "!="):
            message = N_("{what} is left empty") if sign == "=" else N_("{what} is answered")
            return self._say(message, what=self.value(left))
        return self._say(words[sign], what=self.value(left), value=self._option(left, right))

    # --- values

    def value(self, expression: Expression) -> str:
        """The expression as a thing."""
        match expression:
            case Number(text):
                return text
            case Literal(text):
                return self._quoted(text)
            case Negative(operand):
                return f"-{self.value(operand)}"
            case Path():
                return self._place(expression)
            case Call("if", (test, first, second)):
                return self._say(
                    N_("{first} if {test}, otherwise {second}"),
                    test=self.condition(test),
                    first=self.value(first),
                    second=self.value(second),
                )
            case Call("coalesce", (first, Literal("" | "0") | Number("0"))):
                return self.value(first)
            case Call("coalesce", (first, second)):
                return self._say(
                    N_("{first}, or {second} where it is empty"), first=self.value(first), second=self.value(second)
                )
            case Call("format-date", (Call("today" | "now", ()), Literal("%Y"))):
                return self._say(N_("this year"))
            case Call("count-selected", (Path() as first,)) if self._named(first) == [self._at]:
                return self._say(N_("the number of options chosen"))
            case Call(name, (first, *_)) if name in _PASSED_ON:
                return self.value(first)
            case Call(name, arguments) if name in _MADE:
                shown = [one for one in arguments if not (isinstance(one, Literal) and not one.text.strip())]
                said = [self._counted(one) if name in _REFERRED else self.value(one) for one in shown]
                return self._say(_MADE[name], first=said[0] if said else "", all=", ".join(said))
            case Chain(first, rest) if not {sign for sign, _ in rest} & {*_COMPARED, "and", "or"}:
                return " ".join([self._part(first), *(f"{_sign(sign)} {self._part(one)}" for sign, one in rest)])
        return f"[{written(expression)}]"

    def _part(self, expression: Expression) -> str:
        said = self.value(expression)
        return f"({said})" if isinstance(expression, Chain) else said

    def _counted(self, expression: Expression) -> str:
        """What is counted or summed: a block by its words, answers by their question."""
        for path in self._named(expression):
            if isinstance(node := self._nodes.get(path), Section):
                return self._quoted(self._words(node.labels) or node.name)
        return self.value(expression)

    def _named(self, expression: Expression) -> list[str]:
        if not isinstance(expression, Path):
            return []
        found = references(expression, self._at or self._form.root)
        return [found[-1].path] if found and not found[-1].deep and not found[-1].instance else []

    def _place(self, path: Path) -> str:
        named = self._named(path)
        if self._at and named == [self._at]:
            return self._say(N_("the answer"))
        node = self._nodes.get(named[0]) if named else None
        if node is None or any(step.predicates for step in path.steps):
            return f"[{written(path)}]"
        if self._numbers is not None and node.path in self._numbers:
            return self._say(N_("question {number}"), number=self._numbers[node.path])
        words = self._words(node.labels) or node.name
        return self._quoted(words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…")

    def _option(self, what: Expression, value: Expression) -> str:
        """A value compared with a question: the words of the option where it is one."""
        if not isinstance(value, Literal | Number):
            return self.value(value)
        for path in self._named(what):
            node = self._nodes.get(path)
            if isinstance(node, Question) and node.choices is not None:
                known = {option.value: option for option in (*options_of(node, self._form), *self._listed(node))}
                if option := known.get(value.text):
                    return self._quoted(self._words(option.labels) or option.value)
        return self.value(value)

    def _listed(self, question: Question) -> Sequence[Choice]:
        return self._lists.get(question.choices.instance, ()) if question.choices else ()

    def _words(self, texts: Texts) -> str:
        """A text in the language, without the mark of a draft."""
        return plain(texts, self._language, self._form.default_language).removeprefix("[draft] ")

    def _quoted(self, text: str) -> str:
        return self._say(N_("“{text}”"), text=text)


def _sign(sign: str) -> str:
    return {"*": "×", "div": "÷", "-": "−"}.get(sign, sign)


def _subject(expression: Expression) -> Expression | None:
    """What a plain comparison is about."""
    if isinstance(expression, Chain) and len(expression.rest) == 1 and expression.rest[0][0] in _COMPARED:
        right = expression.rest[0][1]
        if isinstance(right, Literal) and not right.text:
            return None
        return right if isinstance(expression.first, Literal | Number) else expression.first
    return None
