"""A cell as the text that an answer's XML would hold, or the reason why it cannot be one. No type is guessed: a date in
another order, a decimal comma or a label that two options share is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from math import isfinite

from filao.core.forms.questionnaire import DataType
from filao.core.problems import Fault
from filao.exchange.answers.grids import written
from filao.exchange.answers.schema import Field, normal
from filao.exchange.limits import CELL_LIMIT

_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9:]{4,5})?)?")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,6})?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?")
_YES = frozenset({"1", "TRUE", "true", "True"})
_NO = frozenset({"0", "FALSE", "false", "False"})
_TICKED = frozenset({"OK", "ok", "TRUE", "1"})


def plain_text(cell: object) -> str:
    """A cell as words, with the spaces it has."""
    if isinstance(cell, str):
        return cell.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return written(cell)


def text_of(type: DataType, cell: object) -> str | Fault:
    """The text of an answer that is no choice; "" for an empty cell."""
    if type in ("text", "barcode", "calculate", "metadata"):
        text = cell.isoformat() if isinstance(cell, date | time) else plain_text(cell)
        return _long(text) or text
    text = written(cell)
    if not text:
        return ""
    if type in ("integer", "range", "decimal"):
        whole = type == "integer"
        sound = not isinstance(cell, bool) and (_WHOLE if whole else _NUMBER).fullmatch(text)
        return text if sound and isfinite(float(text)) else Fault("not_a_number" if whole else "answer_not_number")
    if type == "date":
        return _date(cell, text)
    if type == "datetime":
        return _moment(cell, text)
    if type == "time":
        return _time(cell, text)
    if type == "acknowledge":
        return "OK" if text in _TICKED else Fault("answer_not_ticked")
    if type == "geopoint":
        return _place(text)
    return _long(text) or text


def _long(text: str) -> Fault | None:
    return Fault("too_long", {"length": len(text), "limit": CELL_LIMIT}) if len(text) > CELL_LIMIT else None


def _date(cell: object, text: str) -> str | Fault:
    if isinstance(cell, datetime) and cell.time() == time():
        return cell.date().isoformat()
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return cell.isoformat()
    if isinstance(cell, str) and (found := _DAY.fullmatch(text)) and _sound(date.fromisoformat, found[1]):
        return found[1]
    return Fault("cell_not_date")


def _moment(cell: object, text: str) -> str | Fault:
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="milliseconds")
    if isinstance(cell, str) and text[10:11] in ("T", " ") and _TIME.fullmatch(text[11:]):
        moment = text[:10] + "T" + text[11:]
        if _sound(datetime.fromisoformat, moment):
            return moment
    return Fault("answer_not_moment")


def _time(cell: object, text: str) -> str | Fault:
    if isinstance(cell, timedelta) and timedelta() <= cell < timedelta(days=1):
        return (datetime(1900, 1, 1) + cell).time().isoformat(timespec="milliseconds")
    if isinstance(cell, time):
        return cell.isoformat(timespec="milliseconds")
    if isinstance(cell, str) and _TIME.fullmatch(text) and _sound(time.fromisoformat, text):
        return text
    return Fault("cell_not_time")


def _sound(read: object, text: str) -> bool:
    try:
        read(text)  # type: ignore[operator]
    except ValueError:
        return False
    return True


def _place(text: str) -> str | Fault:
    parts = text.split()
    if not 2 <= len(parts) <= 4 or not all(_NUMBER.fullmatch(part) for part in parts):
        return Fault("cell_not_place")
    if abs(float(parts[0])) > 90 or abs(float(parts[1])) > 180:
        return Fault("cell_not_place")
    return " ".join(parts)


def joined_place(parts: dict[int, str]) -> str | Fault:
    """A place from columns of its own: latitude, longitude, altitude, accuracy."""
    if not any(parts.values()):
        return ""
    last = max(n for n, text in parts.items() if text)
    if not parts.get(0) or not parts.get(1):
        return Fault("cell_not_place")
    return _place(" ".join(parts.get(n) or "0" for n in range(last + 1)))


def ticked(cell: object) -> bool | Fault | None:
    """The column of one option: chosen, not chosen, or None where the question was not asked."""
    text = written(cell)
    if not text:
        return None
    return True if text in _YES else False if text in _NO else Fault("answer_not_one_or_zero")


class Choosing:
    """Options of one question as a column names them: by their values or by their labels.

    Where a text is the value of one option and the label of another, the rest of the column decides; where that does not
    tell either, the heading does (`labelled`). A cell may name `several`. `unlisted` lets values pass that no version lists.
    """

    def __init__(self, one: Field, several: bool, labelled: bool, unlisted: bool, cells: Iterable[object] = ()) -> None:
        self._values = set(one.options)
        self._labels: dict[str, set[str]] = {}
        for value, labels in one.options.items():
            for label in labels:
                self._labels.setdefault(label, set()).add(value)
        self._by_word: dict[str, list[tuple[str, ...]]] = {}
        for label in self._labels:
            words = tuple(label.split())
            self._by_word.setdefault(words[0], []).append(words)
        self._most = sum(len(label.split()) for label in self._labels)
        self._open = unlisted or not one.options
        self._several = several
        self._labelled = labelled
        only_values = only_labels = False
        for text in {normal(written(cell)) for cell in cells}:
            by_value, by_label = self._both(text)
            only_values |= bool(by_value) and not by_label
            only_labels |= bool(by_label) and not by_value
        if only_values != only_labels:
            self._labelled = only_labels

    def read(self, cell: object) -> str | Fault:
        """The values that a cell names, as the XML has them; "" for an empty cell."""
        text = normal(written(cell))
        if not text:
            return ""
        by_value, by_label = self._both(text)
        found = by_label if self._labelled and by_label else {by_value} if by_value else by_label
        if len(found) > 1:
            return Fault("answer_label_ambiguous")
        if found:
            return next(iter(found))
        if self._open and (self._several or " " not in text):
            return text
        return Fault("answer_not_listed", {"options": tuple(sorted(self._values))})

    def _both(self, text: str) -> tuple[str, set[str]]:
        """What a text says read as values ("" where it is none), and every way to read it as labels."""
        if self._several:
            parts = text.split()
            return " ".join(dict.fromkeys(parts)) if parts and self._values.issuperset(parts) else "", self._runs(parts)
        return text if text in self._values else "", self._labels.get(text, set())

    def _runs(self, words: list[str]) -> set[str]:
        """Ways to cut words into labels of options, as values; at most two, since two are already too many."""
        if len(words) > self._most:
            return set()
        ways: list[list[tuple[str, ...]]] = [[()], *([] for _ in words)]
        for start, word in enumerate(words):
            if not ways[start]:
                continue
            for label in self._by_word.get(word, ()):
                end = start + len(label)
                if tuple(words[start:end]) == label:
                    for value in self._labels[" ".join(label)]:
                        ways[end] = _two([*ways[end], *((*way, value) for way in ways[start])])
        return {" ".join(dict.fromkeys(way)) for way in ways[len(words)] if way}


def _two(ways: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """At most two ways that choose different options."""
    return list({frozenset(way): way for way in ways}.values())[:2]
