"""Functions of truth: conditions, and lists of things that must hold often enough."""

from __future__ import annotations

import math
from collections.abc import Mapping

from filao.core.forms.running import Argument, Context, Function
from filao.core.forms.values import Value, number_of, text_of, truth_of


def _if(context: Context, arguments: tuple[Argument, ...]) -> Value:
    return arguments[1 if truth_of(arguments[0](context)) else 2](context)


def _true(value: Value) -> list[bool]:
    return [truth_of([node]) for node in value] if isinstance(value, list) else [truth_of(value)]


def _between(number: float, least: float, most: float) -> bool:
    """-1 stands for no bound."""
    return (least == -1 or number >= least) and (most == -1 or number <= most)


def _checklist(context: Context, arguments: tuple[Argument, ...]) -> bool:
    """Whether at least so many and at most so many hold."""
    least, most = (number_of(one(context)) for one in arguments[:2])
    return _between(sum(sum(_true(one(context))) for one in arguments[2:]), least, most)


def _weighted_checklist(context: Context, arguments: tuple[Argument, ...]) -> bool:
    """As checklist, with a weight after each condition; nodes are weighed in pairs."""
    least, most = (number_of(one(context)) for one in arguments[:2])
    total = 0.0
    for condition, weight in zip(arguments[2::2], arguments[3::2], strict=False):
        weights = weight(context)
        weighed = [number_of(node.text) for node in weights] if isinstance(weights, list) else [number_of(weights)]
        total += sum(number for holds, number in zip(_true(condition(context)), weighed, strict=False) if holds)
    return not math.isnan(total) and _between(total, least, most)


LOGIC: Mapping[str, Function] = {
    "true": Function(0, 0, lambda _, __: True),
    "false": Function(0, 0, lambda _, __: False),
    "boolean": Function(1, 1, lambda context, arguments: truth_of(arguments[0](context))),
    "not": Function(1, 1, lambda context, arguments: not truth_of(arguments[0](context))),
    "boolean-from-string": Function(
        1, 1, lambda context, arguments: text_of(arguments[0](context)).strip() in ("1", "true")
    ),
    "if": Function(3, 3, _if),
    "checklist": Function(2, None, _checklist),
    "weighted-checklist": Function(2, None, _weighted_checklist),
}
