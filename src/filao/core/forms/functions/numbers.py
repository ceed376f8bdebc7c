"""Functions of numbers. What has no number, such as the root of -1, gives "not a number"."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial

from filao.core.forms.running import Argument, Context, Function
from filao.core.forms.values import NAN, number_of

_EDGES = {"log": (0.0, -math.inf), "log10": (0.0, -math.inf)}


def _of_numbers(work: Callable[..., float]) -> Callable[[Context, tuple[Argument, ...]], float]:
    def worked(context: Context, arguments: tuple[Argument, ...]) -> float:
        numbers = [number_of(one(context)) for one in arguments]
        if any(math.isnan(number) for number in numbers):
            return NAN
        try:
            return float(work(*numbers))
        except (ValueError, ZeroDivisionError):
            return NAN
        except OverflowError:
            return math.inf

    return worked


def _real(number: float | complex) -> float:
    return number if isinstance(number, float | int) else NAN


def _round(number: float, places: float = 0.0) -> float:
    """To so many places after the point, halves away from 0; before the point where negative."""
    if math.isinf(number) or abs(places) > 300:
        return number
    scale = 10.0 ** int(places)
    return math.copysign(math.floor(abs(number) * scale + 0.5) / scale, number)


def _whole(number: float, to: Callable[[float], int]) -> float:
    return number if math.isinf(number) else float(to(number))


def _log(number: float, log: Callable[[float], float]) -> float:
    return -math.inf if number == 0 else log(number)


def _numbers(context: Context, arguments: tuple[Argument, ...]) -> list[float]:
    """The number of each node, and of each value that is no node."""
    found: list[float] = []
    for one in arguments:
        value = one(context)
        found += [number_of(node.text) for node in value] if isinstance(value, list) else [number_of(value)]
    return found


def _extreme(pick: Callable[[list[float]], float], context: Context, arguments: tuple[Argument, ...]) -> float:
    found = _numbers(context, arguments)
    return NAN if not found or any(math.isnan(number) for number in found) else pick(found)


def _sum(context: Context, arguments: tuple[Argument, ...]) -> float:
    return sum(_numbers(context, arguments), 0.0)


def _random(context: Context, _: tuple[Argument, ...]) -> float:
    """A number from 0 up to 1, the same each time this node of this answer asks."""
    return int.from_bytes(context.env.chance(context.node, "random")[:6], "big") / 2**48


NUMBERS: Mapping[str, Function] = {
    "number": Function(0, 1, _of_numbers(float), own=True),
    "int": Function(1, 1, _of_numbers(partial(_whole, to=int))),
    "floor": Function(1, 1, _of_numbers(partial(_whole, to=math.floor))),
    "ceiling": Function(1, 1, _of_numbers(partial(_whole, to=math.ceil))),
    "round": Function(1, 2, _of_numbers(_round)),
    "abs": Function(1, 1, _of_numbers(abs)),
    "pow": Function(2, 2, _of_numbers(lambda base, power: _real(base**power))),
    "exp": Function(1, 1, _of_numbers(math.exp)),
    "exp10": Function(1, 1, _of_numbers(lambda power: 10.0**power)),
    "log": Function(1, 1, _of_numbers(partial(_log, log=math.log))),
    "log10": Function(1, 1, _of_numbers(partial(_log, log=math.log10))),
    "sqrt": Function(1, 1, _of_numbers(math.sqrt)),
    "sin": Function(1, 1, _of_numbers(math.sin)),
    "cos": Function(1, 1, _of_numbers(math.cos)),
    "tan": Function(1, 1, _of_numbers(math.tan)),
    "asin": Function(1, 1, _of_numbers(math.asin)),
    "acos": Function(1, 1, _of_numbers(math.acos)),
    "atan": Function(1, 1, _of_numbers(math.atan)),
    "atan2": Function(2, 2, _of_numbers(math.atan2)),
    "pi": Function(0, 0, lambda _, __: math.pi),
    "min": Function(1, None, partial(_extreme, min)),
    "max": Function(1, None, partial(_extreme, max)),
    "sum": Function(1, 1, _sum),
    "random": Function(0, 0, _random),
}
