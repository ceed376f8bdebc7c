"""Functions of dates and times, in the time zone of the moment that the filling takes for now."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from filao.core.forms.running import Argument, Context, Function
from filao.core.forms.values import NAN, Moment, Value, moment, of_datetime, of_days, text_of

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_FORMS: Mapping[str, Callable[[datetime], str]] = {
    "Y": lambda day: f"{day.year:04}",
    "y": lambda day: f"{day.year:04}"[2:],
    "m": lambda day: f"{day.month:02}",
    "n": lambda day: str(day.month),
    "b": lambda day: _MONTHS[day.month - 1],
    "d": lambda day: f"{day.day:02}",
    "e": lambda day: str(day.day),
    "a": lambda day: _DAYS[day.weekday()],
    "H": lambda day: f"{day.hour:02}",
    "h": lambda day: str(day.hour),
    "M": lambda day: f"{day.minute:02}",
    "S": lambda day: f"{day.second:02}",
    "3": lambda day: f"{day.microsecond // 1000:03}",
}


def _today(context: Context, _: tuple[Argument, ...]) -> Value:
    return moment(context.env.now.date().isoformat()) or ""


def _now(context: Context, _: tuple[Argument, ...]) -> Moment:
    return of_datetime(context.env.now)


def _moment(context: Context, argument: Argument) -> Moment | None:
    value = argument(context)
    if isinstance(value, Moment):
        return value
    zone = context.env.now.tzinfo
    if isinstance(value, float):
        return of_days(value, zone)
    return None if isinstance(value, bool) else moment(text_of(value).strip(), zone)


def _date(context: Context, arguments: tuple[Argument, ...]) -> Value:
    """A date or date-time from a text or from days since 1970-01-01; "" where there is none."""
    return _moment(context, arguments[0]) or ""


def _decimal_date_time(context: Context, arguments: tuple[Argument, ...]) -> float:
    found = _moment(context, arguments[0])
    return found.days if found else NAN


def _decimal_time(context: Context, arguments: tuple[Argument, ...]) -> float:
    """The part of the day that has passed at a time like 14:30 or 14:30:00.000+04:00."""
    text = text_of(arguments[0](context)).strip()
    found = moment(f"1970-01-01T{text}", context.env.now.tzinfo) if ":" in text else None
    return found.days % 1 if found else NAN


def _format(context: Context, arguments: tuple[Argument, ...]) -> str:
    """A date or time with the parts that the pattern names: %Y-%m-%d %H:%M and the like; English names."""
    found = _moment(context, arguments[0])
    if found is None:
        return ""
    stated = datetime.fromisoformat(found.text)
    return re.sub(r"%([YymnbdeaHhMS3])", lambda part: _FORMS[part[1]](stated), text_of(arguments[1](context)))


DATES: Mapping[str, Function] = {
    "today": Function(0, 0, _today),
    "now": Function(0, 0, _now),
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date),
    "decimal-date-time": Function(1, 1, _decimal_date_time),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": Function(2, 2, _format),
    "format-date-time": Function(2, 2, _format),
}
