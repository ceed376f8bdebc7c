"""The answers of one filling as a tree: a place for each question, group and repeat that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from filao.core.forms.logic import Rule
from filao.core.forms.questionnaire import Question, Section

_COUNTED = frozenset({"integer", "decimal", "range"})


class Place:
    """A node of the answers.

    `value` is what was given or worked out; `text` what expressions and the finished answer see of it: nothing where the
    place is not relevant, and only `kept` where the options no longer hold all of it.
    """

    __slots__ = ("counts", "kept", "kids", "name", "number", "parent", "question", "relevant", "rule", "value")

    def __init__(self, rule: Rule | None, name: str, parent: Place | None, number: int = 1) -> None:
        self.rule = rule
        self.name = name
        self.parent = parent
        self.number = number
        self.relevant = True
        self.value = ""
        self.kept: str | None = None
        self.question = rule.node if rule is not None and isinstance(rule.node, Question) else None
        self.counts = self.question is not None and self.question.type in _COUNTED
        self.kids: dict[str, list[Place]] = {}

    @property
    def text(self) -> str:
        if not self.relevant:
            return ""
        if self.kids:
            return "".join(kid.text for kids in self.kids.values() for kid in kids)
        return self.value if self.kept is None else self.kept

    def child(self, name: str) -> Sequence[Place]:
        kids = self.kids.get(name, ())
        if len(kids) == 1:
            return kids if kids[0].relevant else ()
        return [kid for kid in kids if kid.relevant]

    def children(self) -> Iterable[Place]:
        return [kid for kids in self.kids.values() for kid in kids if kid.relevant]

    @property
    def path(self) -> str:
        """The concrete path, with the number of every repeat."""
        if self.parent is None:
            return ""
        repeated = self.rule is not None and isinstance(self.rule.node, Section) and self.rule.node.repeats
        return f"{self.parent.path}/{self.name}" + (f"[{self.number}]" if repeated else "")

    def below(self) -> Iterator[Place]:
        """Every place below, relevant or not, in the order of the form."""
        for kids in self.kids.values():
            for kid in kids:
                yield kid
                yield from kid.below()
