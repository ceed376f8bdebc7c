"""The logic of a form made ready: for each place what it asks of others, and in which order all is worked out anew.

One Logic serves every filling of the form. Order: Tarjan's strongly connected components (1972), places of the form
breaking ties.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from filao.core.forms.evaluation import compiled
from filao.core.forms.expressions import Reference, parse, references
from filao.core.forms.questionnaire import Node, Output, Question, Questionnaire, Section, Texts
from filao.core.forms.running import Argument
from filao.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Rule:
    """One place of the form with its logic made ready; None where the form states none.

    `filtered` marks a question whose options depend on answers, so that an answer may cease to be an option.
    """

    node: Node
    steps: tuple[str, ...]
    relevant: Argument | None
    calculation: Argument | None
    count: Argument | None
    filtered: bool


class Logic:
    """Rules by path in the order of the form, and the paths to look at when a path changes.

    `after` holds what depends on a path, `told` what the texts of a path show.

    Raises Problem: those of `evaluation.compiled`, and form_cycle (paths) where places wait for each other.
    """

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        self.rules: Mapping[str, Rule] = {node.path: _rule(node) for node in questionnaire.nodes()}
        self._repeats = {
            path for path, rule in self.rules.items() if isinstance(rule.node, Section) and rule.node.repeats
        }
        for text in _other_expressions(questionnaire):
            compiled(text)
        self._waits: dict[str, set[str]] = {path: set(self._asked_by(path, rule)) for path, rule in self.rules.items()}
        self.order: Mapping[str, int] = {path: place for place, path in enumerate(self._ordered())}
        after: dict[str, list[str]] = {}
        for path, asked in self._waits.items():
            for one in asked:
                after.setdefault(one, []).append(path)
        self.after: Mapping[str, tuple[str, ...]] = {path: tuple(found) for path, found in after.items()}
        self.told: Mapping[str, frozenset[str]] = {
            path: frozenset(self._told_by(rule.node)) for path, rule in self.rules.items()
        }

    def below(self, path: str) -> list[str]:
        """Every place of the form below one."""
        return [other for other in self.rules if other.startswith(f"{path}/")]

    def _asked_by(self, path: str, rule: Rule) -> Iterator[str]:
        """Places whose change may change this one: those it names, the repeats these stand in, the group it stands in."""
        above = path.rpartition("/")[0]
        if above in self.rules:
            yield above
        for text in _expressions(rule):
            for reference in references(parse(text), path):
                if not reference.instance:
                    yield from self._named(reference)

    def _told_by(self, node: Node) -> Iterator[str]:
        """Places whose values the texts of a question show."""
        texts = (node.labels, node.hints) if isinstance(node, Question) else (node.labels,)
        for shown in texts:
            for expression in _outputs(shown):
                for reference in references(parse(expression), node.path):
                    yield from self._named(reference)

    def _named(self, reference: Reference) -> Iterator[str]:
        steps = reference.path.split("/")
        above = ("/".join(steps[:count]) for count in range(3, len(steps)))
        yield from (path for path in above if path in self._repeats)
        if not reference.deep:
            if reference.path in self.rules:
                yield reference.path
            return
        for path in self.rules:
            if path.startswith(f"{reference.path}/") and reference.name in ("", path.rpartition("/")[2]):
                yield path

    def _ordered(self) -> list[str]:
        found: list[str] = []
        for group in _components(self._waits):
            own = self._waits[group[0]]
            if len(group) > 1 or (group[0] in own and self._asks_itself(group[0])):
                raise Problem("form_cycle", paths=sorted(group))
            found += group
        return found

    def _asks_itself(self, path: str) -> bool:
        """Whether the place is shown on a condition about itself; a calculation may look at what it gave before."""
        node = self.rules[path].node
        return any(one.path == path for one in references(parse(node.relevant), path)) if node.relevant else False


def _rule(node: Node) -> Rule:
    count = node.count if isinstance(node, Section) else ""
    calculation = node.calculation if isinstance(node, Question) else ""
    choices = node.choices if isinstance(node, Question) else None
    filtered = choices is not None and (bool(choices.nodeset) and ("[" in choices.nodeset or not choices.instance))
    return Rule(
        node, tuple(node.path.split("/")[2:]), _ready(node.relevant), _ready(calculation), _ready(count), filtered
    )


def _ready(text: str) -> Argument | None:
    return compiled(text) if text else None


def _expressions(rule: Rule) -> Iterator[str]:
    node = rule.node
    texts = [node.relevant]
    if isinstance(node, Section):
        texts.append(node.count)
    else:
        texts.append(node.calculation)
        if rule.filtered and node.choices is not None:
            texts.append(node.choices.nodeset)
    yield from (text for text in texts if text)


def _other_expressions(form: Questionnaire) -> Iterator[str]:
    """Expressions that are worked out when asked for."""
    for node in form.nodes():
        yield from _outputs(node.labels)
        if isinstance(node, Question):
            yield from (node.required, node.constraint, node.readonly)
            for texts in (node.hints, node.guidance, node.required_messages, node.constraint_messages):
                yield from _outputs(texts)
            if node.choices is not None:
                yield from (node.choices.nodeset, node.choices.seed)
    for action in form.actions:
        yield action.expression
    for rows in form.instances.values():
        for row in rows:
            yield from _outputs(row.labels)


def _outputs(texts: Texts) -> Iterator[str]:
    for text in texts.values():
        yield from (part.expression for part in text if isinstance(part, Output))


def _components(waits: Mapping[str, set[str]]) -> Iterator[list[str]]:
    """Groups of places that wait for each other, what is waited for first; without recursion."""
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    held: set[str] = set()
    for start in waits:
        if start in number:
            continue
        walk: list[tuple[str, Iterator[str]]] = [(start, iter(sorted(waits[start])))]
        number[start] = lowest[start] = len(number)
        stack.append(start)
        held.add(start)
        while walk:
            place, further = walk[-1]
            for other in further:
                if other not in number:
                    number[other] = lowest[other] = len(number)
                    stack.append(other)
                    held.add(other)
                    walk.append((other, iter(sorted(waits[other]))))
                    break
                if other in held:
                    lowest[place] = min(lowest[place], number[other])
            else:
                walk.pop()
                if walk:
                    lowest[walk[-1][0]] = min(lowest[walk[-1][0]], lowest[place])
                if lowest[place] == number[place]:
                    cut = stack.index(place)
                    group, stack[cut:] = stack[cut:], []
                    held.difference_update(group)
                    yield group
