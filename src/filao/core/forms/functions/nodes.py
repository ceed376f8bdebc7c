"""Functions of nodes: how many there are, which one, in which order, and what lists beside the form say."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping, Sequence

from filao.core.forms.running import Argument, Context, Function
from filao.core.forms.values import NAN, Node, Value, number_of, text_of

_SPAN = 2_147_483_647
_FACTOR = 16_807


def _nodes(value: Value) -> list[Node]:
    return value if isinstance(value, list) else []


def _count(context: Context, arguments: tuple[Argument, ...]) -> float:
    return float(len(_nodes(arguments[0](context))))


def _count_non_empty(context: Context, arguments: tuple[Argument, ...]) -> float:
    return float(sum(node.text != "" for node in _nodes(arguments[0](context))))


def _position(context: Context, arguments: tuple[Argument, ...]) -> float:
    """Of the node at hand among those looked at; of a node given, among its siblings of the same name."""
    if not arguments:
        return float(context.position)
    found = _nodes(arguments[0](context))
    return float(found[0].number) if found else NAN


def _name(context: Context, arguments: tuple[Argument, ...]) -> str:
    found = _nodes(arguments[0](context))
    return found[0].name if found else ""


def _once(context: Context, arguments: tuple[Argument, ...]) -> str:
    """What the node holds already, else the value of the argument."""
    return context.node.text or text_of(arguments[0](context))


def _instance(context: Context, arguments: tuple[Argument, ...]) -> list[Node]:
    found = context.env.instance(text_of(arguments[0](context)))
    return [found] if found else []


def _within(node: Node | None, place: Node) -> bool:
    while node is not None and node is not place:
        node = node.parent
    return node is not None


def _indexed_repeat(context: Context, arguments: tuple[Argument, ...]) -> list[Node]:
    """The nodes of the first argument that lie in the repeats named, each by its number; the outermost comes first."""
    place: Node | None = None
    for which, index in zip(arguments[1::2], arguments[2::2], strict=False):
        repeats = [node for node in _nodes(which(context)) if place is None or _within(node, place)]
        number = number_of(index(context))
        if not 1 <= number <= len(repeats):
            return []
        place = repeats[int(number) - 1]
    return [node for node in _nodes(arguments[0](context)) if place is None or _within(node, place)]


def shuffled(nodes: Sequence[Node], seed: Value | bytes) -> list[Node]:
    """The nodes in an order that the seed fixes, the same as in JavaRosa and the web client of ODK.

    Park and Miller's generator (1988) under an inside-out shuffle. A seed that is no number is taken by its SHA-256.
    """
    state = _start(seed)
    order: list[Node] = []
    for place, node in enumerate(nodes):
        state = state * _FACTOR % _SPAN
        other = int((state - 1) / (_SPAN - 1) * (place + 1))
        order.append(node)
        order[place], order[other] = order[other], node
    return order


def _start(seed: Value | bytes) -> int:
    if isinstance(seed, bytes):
        whole = int.from_bytes(seed[:8], "big", signed=True)
    elif math.isnan(number := number_of(seed)):
        text = text_of(seed)
        return _start(hashlib.sha256(text.encode()).digest()) if text else _SPAN - 1
    else:
        whole = int(max(-(2.0**63), min(2.0**63 - 1025, number)))
    rest = int(math.fmod(whole, _SPAN)) if abs(whole) < 2**53 else abs(whole) % _SPAN * (1 if whole > 0 else -1)
    return rest if rest > 0 else rest + _SPAN - 1


def _randomize(context: Context, arguments: tuple[Argument, ...]) -> list[Node]:
    seed = arguments[1](context) if len(arguments) == 2 else context.env.chance(context.node, "randomize")
    return shuffled(_nodes(arguments[0](context)), seed)


def _choice_name(context: Context, arguments: tuple[Argument, ...]) -> str:
    """The label of the option that the first argument names, of the question at the path in the second."""
    value, path = (text_of(one(context)) for one in arguments)
    return context.env.choice_name(context.node, path, value) if value else ""


def _pulldata(context: Context, arguments: tuple[Argument, ...]) -> list[Node]:
    """Of the list named, the column named, in the first row whose key column holds the key."""
    id, column, key, value = (text_of(one(context)) for one in arguments)
    table = context.env.instance(id)
    rows = table.matching(key, value) if table else ()
    return list(rows[0].child(column)) if rows else []


NODES: Mapping[str, Function] = {
    "count": Function(1, 1, _count),
    "count-non-empty": Function(1, 1, _count_non_empty),
    "position": Function(0, 1, _position),
    "last": Function(0, 0, lambda context, _: float(context.size)),
    "name": Function(0, 1, _name, own=True),
    "local-name": Function(0, 1, _name, own=True),
    "current": Function(0, 0, lambda context, _: [context.origin]),
    "once": Function(1, 1, _once),
    "instance": Function(1, 1, _instance),
    "indexed-repeat": Function(3, None, _indexed_repeat),
    "randomize": Function(1, 2, _randomize),
    "jr:choice-name": Function(2, 2, _choice_name),
    "pulldata": Function(4, 4, _pulldata),
}
