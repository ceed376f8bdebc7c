"""Values that expressions of forms give, and how one kind stands for another: texts, numbers, truth, dates, nodes.

Source: XPath 1.0, sections 3.4 and 4, as the ODK XForms specification amends them for dates and for empty answers.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from typing import Protocol

NAN = math.nan


class Node(Protocol):
    """What paths walk over: a place of an answer, or a row or cell of a list."""

    @property
    def name(self) -> str: ...
    @property
    def parent(self) -> Node | None: ...
    @property
    def number(self) -> int:
        """Place among the siblings of the same name, from 1."""

    @property
    def counts(self) -> bool:
        """Whether its text is a number by its type, so that 0 is untrue."""

    @property
    def text(self) -> str: ...
    def child(self, name: str) -> Sequence[Node]: ...
    def children(self) -> Iterable[Node]: ...


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or a date with its time: as text, and as days since 1970-01-01 in the time zone of the person."""

    text: str
    days: float


Value = bool | float | str | Moment | list[Node]

_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)")
_MOMENT = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(?:(Z)|([+-])(\d\d):?(\d\d))?)?", re.ASCII
)
_EPOCH = date(1970, 1, 1).toordinal()


def text_of(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, Moment):
        return value.text
    return value[0].text if value else ""


def number_of(value: Value) -> float:
    """Of a date its days; not a number where the text is neither."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, Moment):
        return value.days
    text = (value if isinstance(value, str) else value[0].text if value else "").strip()
    if _NUMBER.fullmatch(text):
        return float(text)
    found = moment(text)
    return found.days if found else NAN


def truth_of(value: Value) -> bool:
    """Of nodes whether the first holds an answer other than the number 0, as JavaRosa has it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return not (math.isnan(value) or value == 0)
    if isinstance(value, list):
        text = value[0].text if value else ""
        return text != "" and not (value[0].counts and number_of(text) == 0)
    return value != "" if isinstance(value, str) else True


def number_text(number: float) -> str:
    """A number as XPath writes it: without exponent, whole numbers without a point; "" for what is not a number."""
    if math.isnan(number):
        return ""
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == int(number):
        return str(int(number))
    text = repr(number)
    return format(Decimal(text), "f") if "e" in text else text


def texts_of(value: Value) -> list[str]:
    """One text for each node, or the text of the value."""
    return [node.text for node in value] if isinstance(value, list) else [text_of(value)]


# --- comparison ----------------------------------------------------------------------------------------------------

_ORDERS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip


def compared(sign: str, left: Value, right: Value) -> bool:
    """Whether two values stand as the sign says: =, !=, <, <=, >, >=. Of nodes, whether any does; none stand for ""."""
    if sign in _ORDERS:
        order = _ORDERS[sign]
        return any(order(number_of(a), number_of(b)) for a in _each(left) for b in _each(right))
    if isinstance(left, bool) or isinstance(right, bool):
        return (truth_of(left) == truth_of(right)) == (sign == "=")
    return any(_same(a, b) == (sign == "=") for a in _each(left) for b in _each(right))


def _each(value: Value) -> Sequence[bool | float | str | Moment]:
    if isinstance(value, list):
        return [node.text for node in value] or [""]
    return [value]


def _same(left: bool | float | str | Moment, right: bool | float | str | Moment) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left == right
    return number_of(left) == number_of(right)


# --- dates ---------------------------------------------------------------------------------------------------------


def moment(text: str, zone: tzinfo | None = None) -> Moment | None:
    """The date or date-time that a text states in ISO 8601; None where it states none.

    A time with an offset is told in `zone`, or as it stands where no zone is given.
    """
    match = _MOMENT.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, utc, sign, hours, minutes = match.groups()
    try:
        if hour is None:
            plain = date(int(year), int(month), int(day))
            return Moment(plain.isoformat(), float(plain.toordinal() - _EPOCH))
        micro = int((fraction or "0")[:6].ljust(6, "0"))
        stated = datetime(int(year), int(month), int(day), int(hour), int(minute or 0), int(second or 0), micro)
        if utc or sign:
            offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
            stated = stated.replace(tzinfo=timezone(-offset if sign == "-" else offset))
            stated = stated.astimezone(zone) if zone else stated
        elif zone:
            stated = stated.replace(tzinfo=zone)
        return of_datetime(stated)
    except (ValueError, OverflowError):
        return None


def of_datetime(stated: datetime) -> Moment:
    """A point in time as forms write it, with milliseconds and its offset."""
    passed = stated.hour * 3600 + stated.minute * 60 + stated.second + stated.microsecond / 1e6
    return Moment(stated.isoformat(timespec="milliseconds"), stated.toordinal() - _EPOCH + passed / 86400)


def of_days(days: float, zone: tzinfo | None = None) -> Moment | None:
    """The moment that lies so many days after 1970-01-01; whole days give a date."""
    try:
        day = date.fromordinal(_EPOCH + math.floor(days))
        if days == math.floor(days):
            return Moment(day.isoformat(), float(days))
        passed = timedelta(milliseconds=round((days - math.floor(days)) * 86_400_000))
        return of_datetime(datetime(day.year, day.month, day.day, tzinfo=zone) + passed)
    except (ValueError, OverflowError):
        return None
