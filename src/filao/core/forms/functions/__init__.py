"""The functions of forms: those of XPath 1.0 and of the ODK XForms specification, by name.

A value that does not fit gives "", not a number or false, as clients of the field do: an answer never stops a form. What
a form itself gets wrong (unknown names, numbers of arguments, patterns) is a fault before anything is filled in.
Sources: XPath 1.0, section 4; ODK XForms specification, "XPath functions" (getodk.github.io/xforms-spec).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from filao.core.forms.expressions import Call, Expression, Literal, parts
from filao.core.forms.functions.dates import DATES
from filao.core.forms.functions.logic import LOGIC
from filao.core.forms.functions.nodes import NODES
from filao.core.forms.functions.numbers import NUMBERS
from filao.core.forms.functions.places import PLACES
from filao.core.forms.functions.texts import TEXTS, pattern_of
from filao.core.forms.running import Function
from filao.core.problems import Fault

FUNCTIONS: Mapping[str, Function] = {**TEXTS, **NUMBERS, **LOGIC, **NODES, **DATES, **PLACES}


def faults(expression: Expression) -> Iterator[Fault]:
    """What is wrong with the functions of an expression.

    Codes: xpath_unknown_function (function, position), xpath_arguments (function, count, position), xpath_pattern (function,
    value: a pattern that is none, or may try without end).
    """
    for part in parts(expression):
        if not isinstance(part, Call):
            continue
        function = FUNCTIONS.get(part.name)
        count = len(part.arguments)
        if function is None:
            yield Fault("xpath_unknown_function", {"function": part.name, "position": part.at})
        elif count < function.least or (function.most is not None and count > function.most):
            yield Fault("xpath_arguments", {"function": part.name, "count": count, "position": part.at})
        elif part.name == "regex" and isinstance(part.arguments[1], Literal):
            text = part.arguments[1].text
            if pattern_of(text) is None:
                yield Fault("xpath_pattern", {"function": part.name, "value": text})


__all__ = ["FUNCTIONS", "faults"]
