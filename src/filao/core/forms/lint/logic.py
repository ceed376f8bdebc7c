"""Whether the logic of a form can be worked out: every expression read, every reference led to a place, no waiting in
circles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from filao.core.forms.expressions import Call, Chain, Expression, Negative, Path, Reference, parse, references
from filao.core.forms.functions import faults
from filao.core.forms.lint.model import Finding, Subject
from filao.core.forms.logic import Logic
from filao.core.forms.questionnaire import Node, Output, Question, Section, Texts
from filao.core.problems import Problem

_LAST_SAVED = "__last-saved"
_OF_MANY = frozenset(
    {"sum", "count", "count-non-empty", "min", "max", "join", "concat", "indexed-repeat", "position", "boolean", "not"}
)
"""Functions that take all answers of a repeat together, or say which one."""


def check(subject: Subject) -> Iterator[Finding]:
    """Codes: xpath_syntax, xpath_too_deep, xpath_unknown_function, xpath_arguments, xpath_pattern, reference_unknown,
    list_unknown, list_column_unknown, reference_repeated, group_empty, form_cycle, refers_ahead (advice)."""
    found = list(_expressions(subject))
    yield from found
    yield from _empty(subject)
    if not any(finding.blocking for finding in found):
        try:
            Logic(subject.form)
        except Problem as problem:
            paths = problem.facts.get("paths") or [""]
            yield Finding(problem.code, next(iter(paths)), problem.facts)  # type: ignore[call-overload]


def texts_of(node: Node) -> Iterator[tuple[str, Texts]]:
    """The texts of a place by column."""
    yield "label", node.labels
    if isinstance(node, Question):
        yield "hint", node.hints
        yield "guidance_hint", node.guidance
        yield "constraint_message", node.constraint_messages
        yield "required_message", node.required_messages


def logic_of(node: Node) -> Iterator[tuple[str, str]]:
    """The expressions of a place by column."""
    yield "relevant", node.relevant
    if isinstance(node, Question):
        yield "required", node.required
        yield "constraint", node.constraint
        yield "calculation", node.calculation
        yield "read_only", node.readonly
        if node.choices is not None:
            yield "choice_filter", node.choices.nodeset
            yield "parameters", node.choices.seed
    else:
        yield "repeat_count", node.count
    for column, texts in texts_of(node):
        for text in texts.values():
            yield from ((column, part.expression) for part in text if isinstance(part, Output))


def _expressions(subject: Subject) -> Iterator[Finding]:
    actions: dict[str, list[str]] = {}
    for action in subject.form.actions:
        actions.setdefault(action.target, []).append(action.expression)
    for path, node in subject.nodes.items():
        logic = [*logic_of(node), *(("default", text) for text in actions.get(path, ()))]
        for column, text in dict.fromkeys(logic):
            if text:
                yield from _expression(subject, path, column, text)


def _expression(subject: Subject, path: str, column: str, text: str) -> Iterator[Finding]:
    place = {"column": column, "text": text}
    try:
        expression = parse(text)
    except Problem as problem:
        yield Finding(problem.code, path, {**problem.facts, **place})
        return
    for fault in faults(expression):
        yield Finding(fault.code, path, {**fault.facts, **place})
    if column == "calculation" and any(one.path == path for one in references(expression, path)):
        yield Finding("form_cycle", path, {"paths": (path,)})
    if column != "choice_filter":
        yield from _repeated(subject, path, place, expression, many=False)
    yield from _references(subject, path, column, text, expression)


def _references(subject: Subject, path: str, column: str, text: str, expression: Expression) -> Iterator[Finding]:
    ahead = False
    for reference in references(expression, path):
        place = {"column": column, "text": text, "reference": reference.path.rpartition("/")[2]}
        if reference.instance:
            yield from _of_list(subject, path, place, reference)
        elif not _leads(subject, reference):
            yield Finding("reference_unknown", path, place)
        elif column == "relevant" and not ahead and subject.order.get(reference.path, -1) > subject.order[path]:
            ahead = not reference.path.startswith(f"{path}/")
            if ahead:
                yield Finding("refers_ahead", path, place, blocking=False)


def _repeated(
    subject: Subject, path: str, place: Mapping[str, object], expression: Expression, *, many: bool
) -> Iterator[Finding]:
    """Answers within a repeat that are taken for one from outside it: ODK Collect stops there."""
    match expression:
        case Call(name, arguments):
            for argument in arguments:
                yield from _repeated(subject, path, place, argument, many=name in _OF_MANY)
        case Negative(operand):
            yield from _repeated(subject, path, place, operand, many=False)
        case Chain(first, rest):
            for operand in (first, *(one for _, one in rest)):
                yield from _repeated(subject, path, place, operand, many=False)
        case Path(steps) if not many and not any(step.predicates for step in steps):
            for reference in references(expression, path)[-1:]:
                above = subject.form.repeats_above(reference.path)
                if not reference.instance and any(not f"{path}/".startswith(f"{repeat}/") for repeat in above):
                    yield Finding("reference_repeated", path, {**place, "reference": reference.path.rpartition("/")[2]})


def _empty(subject: Subject) -> Iterator[Finding]:
    """Groups in which nobody sees anything: ODK Collect does not open a form that has one."""
    shown = {section.path for question in subject.seen for section in subject.above(question.path)}
    repeats = (node for node in subject.nodes.values() if isinstance(node, Section) and node.repeats)
    shown |= {section.path for repeat in repeats for section in subject.above(repeat.path)}
    for path, node in subject.nodes.items():
        if isinstance(node, Section) and not node.repeats and path not in shown and node.name != "meta":
            yield Finding("group_empty", path)


def _leads(subject: Subject, reference: Reference) -> bool:
    root = f"{subject.form.root}/" if subject.form.root.startswith("/") else f"/{subject.form.root}/"
    if reference.deep:
        return not reference.name or any(path.endswith(f"/{reference.name}") for path in subject.nodes)
    return reference.path in subject.nodes or f"{reference.path}/" == root or not reference.path


def _of_list(subject: Subject, path: str, place: Mapping[str, object], reference: Reference) -> Iterator[Finding]:
    known = {*subject.instances, *subject.form.sources, _LAST_SAVED}
    if reference.instance not in known:
        yield Finding("list_unknown", path, {**place, "list": reference.instance})
        return
    rows = subject.instances.get(reference.instance)
    column = reference.path.removeprefix("/root/item").strip("/")
    if rows and column and "/" not in column and not reference.deep and not any(column in row.columns for row in rows):
        yield Finding("list_column_unknown", path, {**place, "list": reference.instance, "value": column})
