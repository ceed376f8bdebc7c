"""Paper keyed in by numbers: what a person types for a question, as the answer that the form keeps.

Options go by the numbers that are printed beside them; days and times by how people write them. What cannot be read stays
as it was typed, with a fault beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filao.core.forms.numbering import option_numbers
from filao.core.forms.questionnaire import Choice, Question
from filao.core.problems import Fault

_DAY = re.compile(r"(\d{1,2})[ ./-](\d{1,2})[ ./-](\d{4})")
_TIME = re.compile(r"(\d{1,2})(?:[:h.](\d{2})?|(\d{2}))?")
_TICKED = frozenset({"1", "x", "y", "o", "ok", "yes", "oui", "wi", "✓", "√"})
_PARTS = re.compile(r"[\s,;/+]+")


@dataclass(frozen=True, slots=True)
class Keyed:
    """The answer, and what is wrong with what was typed (None: nothing)."""

    text: str
    fault: Fault | None = None


def keyed(question: Question, typed: str, options: Sequence[Choice] = ()) -> Keyed:
    """What was typed for a question whose options are these, numbered as on paper.

    Codes: keyed_no_option (value, most), keyed_order (most).
    """
    typed = typed.strip()
    if not typed:
        return Keyed("")
    match question.type:
        case "select_one":
            value = _option(typed, _by_number(options))
            return Keyed(value) if value else _no_option(typed, options)
        case "select_multiple":
            return _several(typed, options)
        case "rank":
            return _order(typed, options)
        case "acknowledge":
            return Keyed("OK" if typed.casefold() in _TICKED else "")
        case "date":
            return Keyed(_day(typed))
        case "time":
            return Keyed(_time(typed))
        case "integer":
            return Keyed(re.sub(r"(?<=\d)[\s’'](?=\d{3}\b)", "", typed))
    return Keyed(typed)


def shown(question: Question, value: str, options: Sequence[Choice] = ()) -> str:
    """An answer as it is keyed: the numbers of options instead of their values."""
    numbers = {option.value: number for option, number in zip(options, option_numbers(options), strict=True)}
    if question.type == "select_one":
        return numbers.get(value, value)
    if question.type == "select_multiple":
        return " ".join(numbers.get(part, part) for part in value.split())
    if question.type == "rank":
        places = {part: str(place) for place, part in enumerate(value.split(), 1)}
        known = all(part in numbers for part in value.split())
        return " ".join(places.get(option.value, "-") for option in options) if known and value else value
    return value


def _by_number(options: Sequence[Choice]) -> Mapping[str, str]:
    return dict(zip(option_numbers(options), (option.value for option in options), strict=True))


def _option(typed: str, known: Mapping[str, str]) -> str:
    """The option of a number (zeros before it do not count), or of its own value; "" where there is none."""
    number = typed.lstrip("0") or "0"
    return known.get(number) or known.get(typed) or (typed if typed in known.values() else "")


def _no_option(typed: str, options: Sequence[Choice]) -> Keyed:
    numbers = option_numbers(options)
    return Keyed(typed, Fault("keyed_no_option", {"value": typed, "most": numbers[-1] if numbers else "0"}))


def _several(typed: str, options: Sequence[Choice]) -> Keyed:
    known = _by_number(options)
    chosen = []
    for part in filter(None, _PARTS.split(typed)):
        value = _option(part, known)
        if not value:
            return Keyed(typed, _no_option(part, options).fault)
        chosen.append(value)
    order = {option.value: place for place, option in enumerate(options)}
    return Keyed(" ".join(sorted(dict.fromkeys(chosen), key=order.__getitem__)))


def _order(typed: str, options: Sequence[Choice]) -> Keyed:
    """Paper holds a number in the box of each option: "3 1 2" says that the second option comes first."""
    places = [part for part in _PARTS.split(typed) if part]
    if sorted(places) != sorted(str(n) for n in range(1, len(options) + 1)):
        return Keyed(typed, Fault("keyed_order", {"most": len(options)}))
    ranked = sorted(zip(map(int, places), options, strict=True), key=lambda pair: pair[0])
    return Keyed(" ".join(option.value for _place, option in ranked))


def _day(typed: str) -> str:
    """A day as people write it, day before month; as it was typed where it is none."""
    found = _DAY.fullmatch(typed)
    return f"{found[3]}-{int(found[2]):02d}-{int(found[1]):02d}" if found else typed


def _time(typed: str) -> str:
    found = _TIME.fullmatch(typed)
    return f"{int(found[1]):02d}:{found[2] or found[3] or '00'}" if found else typed
