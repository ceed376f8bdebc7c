"""Whether a text is an answer of a type, and typed text as it is kept."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping

from filao.core.forms.functions.places import points
from filao.core.forms.questionnaire import Question
from filao.core.forms.values import Moment, Value, moment, number_of, text_of
from filao.core.problems import Fault

LENGTH_LIMIT = 65_536
"""Characters that a calculation may give."""

_INTEGER = re.compile(r"-?[0-9]{1,18}")
_DECIMAL = re.compile(r"-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_WHOLE_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:[0-9]{2})?")


def tidy(question: Question, text: str) -> str:
    """Typed text as it is kept: without blanks around it, except in texts; decimals with a point."""
    if question.type in ("text", "note", "calculate", "metadata"):
        return text
    text = text.strip()
    if question.type in ("select_multiple", "rank"):
        return " ".join(text.split())
    return text.replace(",", ".") if question.type in ("decimal", "range") and _COMMA.fullmatch(text) else text


def worked_out(question: Question, value: Value) -> str:
    """The result of a calculation as the question keeps it; "" where it is not a number."""
    if isinstance(value, float) and math.isnan(value):
        return ""
    kind = question.parameters.get("bind", question.type)
    if kind in ("integer", "int"):
        number = number_of(value)
        return str(int(number)) if math.isfinite(number) else ""
    if kind == "date":
        found = value if isinstance(value, Moment) else moment(text_of(value))
        return found.text[:10] if found else ""
    return text_of(value)[:LENGTH_LIMIT]


def fault_of(question: Question, text: str, options: Collection[str] | None) -> Fault | None:
    """What keeps a text from being an answer of the question's type; `options` None where they are not known.

    Codes: answer_not_integer, …_decimal, …_date, …_time, …_datetime, …_range, …_choice, …_place, answer_rank.
    """
    match question.type:
        case "select_one" | "select_multiple" | "rank":
            return _fault_of_codes(question, text, options)
        case "range":
            return _fault_of_range(question, text)
        case kind if kind in _CHECKS:
            code, fits = _CHECKS[kind]
            return None if fits(text) else Fault(code, {"value": text})
    return None


def _is_date(text: str) -> bool:
    return _WHOLE_DATE.fullmatch(text) is not None and moment(text) is not None


def _is_time(text: str) -> bool:
    return _TIME.fullmatch(text) is not None and moment(f"1970-01-01T{text}") is not None


def _is_datetime(text: str) -> bool:
    day, _, time = text.partition("T")
    return _is_date(day) and _is_time(time)


_CHECKS: Mapping[str, tuple[str, Callable[[str], bool]]] = {
    "integer": ("answer_not_integer", lambda text: _INTEGER.fullmatch(text) is not None),
    "decimal": ("answer_not_decimal", lambda text: _DECIMAL.fullmatch(text) is not None),
    "date": ("answer_not_date", _is_date),
    "time": ("answer_not_time", _is_time),
    "datetime": ("answer_not_datetime", _is_datetime),
    "geopoint": ("answer_not_place", lambda text: len(points([text]) or ()) == 1),
    "geotrace": ("answer_not_place", lambda text: len(points([text]) or ()) > 1),
    "geoshape": ("answer_not_place", lambda text: len(points([text]) or ()) > 2),
}


def _fault_of_codes(question: Question, text: str, options: Collection[str] | None) -> Fault | None:
    if options is None:
        return None
    codes = [text] if question.type == "select_one" else text.split()
    unknown = next((code for code in codes if code not in options), None)
    if unknown is not None:
        return Fault("answer_not_choice", {"value": unknown})
    if question.type == "rank" and sorted(codes) != sorted(options):
        return Fault("answer_rank")
    return None


def _fault_of_range(question: Question, text: str) -> Fault | None:
    start, end, step = (number_of(text) for text in (question.start or "1", question.end or "10", question.step or "1"))
    number = number_of(text) if _DECIMAL.fullmatch(text) else math.nan
    steps = (number - start) / step if step else 0.0
    low, high = min(start, end), max(start, end)
    if low <= number <= high and abs(steps - round(steps)) < 1e-6:
        return None
    return Fault("answer_not_range", {"value": text, "start": question.start, "end": question.end})
