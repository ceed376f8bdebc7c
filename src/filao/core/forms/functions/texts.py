"""Functions of texts, and of the lists of codes that questions with several answers hold."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from importlib import import_module
from typing import Any

from filao.core.forms.running import Argument, Context, Function
from filao.core.forms.values import Value, number_of, text_of, texts_of

_BLANKS = " \t\r\n"
_TESTED_LIMIT = 2000
"""Characters of an answer that a pattern is tried on."""


def _of_texts(work: Callable[..., Value]) -> Callable[[Context, tuple[Argument, ...]], Value]:
    return lambda context, arguments: work(*(text_of(one(context)) for one in arguments))


def _concat(context: Context, arguments: tuple[Argument, ...]) -> str:
    return "".join(text for one in arguments for text in texts_of(one(context)))


def _join(context: Context, arguments: tuple[Argument, ...]) -> str:
    glue = text_of(arguments[0](context))
    return glue.join(text for one in arguments[1:] for text in texts_of(one(context)))


def _coalesce(context: Context, arguments: tuple[Argument, ...]) -> str:
    return next((text for one in arguments if (text := text_of(one(context)))), "")


def _whole(value: Value) -> int | None:
    number = number_of(value)
    return int(number) if abs(number) < 1e15 else None


def _substr(context: Context, arguments: tuple[Argument, ...]) -> str:
    """Characters from `start` (0 is the first) up to `end`, which is left out; from the end where negative."""
    text = text_of(arguments[0](context))
    start = _whole(arguments[1](context))
    end = _whole(arguments[2](context)) if len(arguments) == 3 else len(text)
    if start is None or end is None:
        return ""
    start, end = (max(0, place + len(text)) if place < 0 else place for place in (start, end))
    return text[start:end]


def _substring(context: Context, arguments: tuple[Argument, ...]) -> str:
    """Characters from `start` (1 is the first), `length` of them: XPath 1.0, 4.2."""
    text = text_of(arguments[0](context))
    start = number_of(arguments[1](context))
    length = number_of(arguments[2](context)) if len(arguments) == 3 else float("inf")
    begin = _half_up(start)
    end = begin + _half_up(length)
    return "".join(sign for place, sign in enumerate(text, start=1) if begin <= place < end)


def _half_up(number: float) -> float:
    return float((number + 0.5) // 1) if abs(number) < 1e15 else number


def _substring_before(text: str, mark: str) -> str:
    return text.partition(mark)[0] if mark and mark in text else ""


def _substring_after(text: str, mark: str) -> str:
    return text.partition(mark)[2] if mark else text


def _translate(text: str, given: str, put: str) -> str:
    table: dict[int, str | None] = {}
    for place, sign in enumerate(given):
        table.setdefault(ord(sign), put[place] if place < len(put) else None)
    return text.translate(table)


# --- patterns ------------------------------------------------------------------------------------------------------

_LETTERS = "A-Za-zªµºÀ-ÖØ-öø-ˁͰ-ͽͿ-῿Ⰰ-⿟぀-퟿豈-﷿"
_CLASSES = {
    "d": "0-9", "w": "A-Za-z0-9_", "s": r" \t\n\x0b\f\r", "h": r" \t\u00a0",
    "L": _LETTERS, "Alpha": "A-Za-z", "IsAlphabetic": _LETTERS, "Lu": "A-ZÀ-ÖØ-Þ", "Upper": "A-Z", "Ll": "a-zß-öø-ÿ",
    "Lower": "a-z", "N": "0-9", "Nd": "0-9", "Digit": "0-9", "Alnum": "A-Za-z0-9", "Punct": r"!-/:-@\[-`{-~",
}  # fmt: skip
_PIECE = re.compile(r"\\[pP]\{(\w+)\}|\\([\s\S])|([\s\S])")


@lru_cache(maxsize=512)
def pattern_of(text: str) -> re.Pattern[str] | None:
    """A pattern as Java and JavaScript read it, for whole values; None where it is none, or may try without end.

    Classes like \\d and \\w mean ASCII, \\p{L} any letter.
    """
    parts: list[str] = []
    inside = False
    for match in _PIECE.finditer(re.sub(r"\(\?<(?=[A-Za-z])", "(?P<", text)):
        named, escaped, sign = match.groups()
        word = named or escaped
        if word in _CLASSES:
            inner = _CLASSES[word]
            none_of = match[0].startswith("\\P")
            parts.append(inner if inside and not none_of else f"[{'^' if none_of else ''}{inner}]")
        elif escaped is not None and escaped.lower() in _CLASSES and escaped in "DWSH" and not inside:
            parts.append(f"[^{_CLASSES[escaped.lower()]}]")
        elif sign in ("[", "]"):
            begins = sign == "["
            parts.append("\\[" if inside and begins else sign)
            inside = begins or (inside and sign != "]")
        else:
            parts.append("\\" + sign if inside and sign in ("&", "~", "|") else match[0])
    try:
        made = re.compile("".join(parts))
        return None if _endless(_PARSER.parse(made.pattern)) else made
    except (re.error, RecursionError, OverflowError, ValueError):
        return None


_PARSER: Any = import_module("re._parser")
_REPEATS = ("MAX_REPEAT", "MIN_REPEAT")


def _endless(pieces: Iterable[Any]) -> bool:
    """Whether a repetition holds nothing that must be there but another one, as in (a+)+ or (\\w+ ?)*.

    Trying such a pattern on an answer of thirty signs may take years.
    """
    return any(
        (str(kind) in _REPEATS and _unbounded(value) and _only_repeats(value[2])) or any(map(_endless, _within(value)))
        for kind, value in pieces
    )


def _unbounded(value: Any) -> bool:
    return int(value[1]) > 30


def _only_repeats(pieces: Iterable[Any]) -> bool:
    needed = [(str(kind), value) for kind, value in pieces if not (str(kind) in _REPEATS and value[0] == 0)]
    optional = any(str(kind) in _REPEATS and value[0] == 0 and _unbounded(value) for kind, value in pieces)
    if not needed:
        return optional
    if len(needed) > 1:
        return False
    kind, value = needed[0]
    if kind == "SUBPATTERN":
        return _only_repeats(value[-1])
    if kind == "BRANCH":
        return any(_only_repeats(branch) for branch in value[1])
    return kind in _REPEATS and _unbounded(value)


def _within(value: Any) -> list[Any]:
    """Patterns within a part of a pattern."""
    if isinstance(value, _PARSER.SubPattern):
        return [value]
    return [inner for one in value for inner in _within(one)] if isinstance(value, tuple | list) else []


def _regex(text: str, pattern: str) -> bool:
    """Whether the whole text fits the pattern."""
    compiled = pattern_of(pattern)
    return compiled is not None and compiled.fullmatch(text[:_TESTED_LIMIT]) is not None


# --- codes ---------------------------------------------------------------------------------------------------------


def _selected(codes: str, code: str) -> bool:
    return code.strip(_BLANKS) in (codes.split() or [""])


def _selected_at(context: Context, arguments: tuple[Argument, ...]) -> str:
    codes = text_of(arguments[0](context)).split()
    place = _whole(arguments[1](context))
    return codes[place] if place is not None and 0 <= place < len(codes) else ""


# --- digests -------------------------------------------------------------------------------------------------------


def _digest(text: str, algorithm: str, encoding: str = "base64") -> str:
    name = algorithm.lower().replace("-", "")
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return ""
    made = hashlib.new(name, text.encode(), usedforsecurity=False).digest()
    return made.hex() if encoding == "hex" else base64.b64encode(made).decode()


def _base64_decode(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return ""


def _uuid(context: Context, arguments: tuple[Argument, ...]) -> str:
    """A random id (RFC 9562, version 4), the same each time this node of this answer asks."""
    made = context.env.chance(context.node, "uuid").hex()
    variant = "89ab"[int(made[16], 16) % 4]
    text = f"{made[:8]}-{made[8:12]}-4{made[13:16]}-{variant}{made[17:20]}-{made[20:32]}"
    if not arguments:
        return text
    length = _whole(arguments[0](context)) or 0
    return (text * (min(length, 10_000) // len(text) + 1))[: max(0, min(length, 10_000))]


TEXTS: Mapping[str, Function] = {
    "string": Function(0, 1, _of_texts(str), own=True),
    "concat": Function(0, None, _concat),
    "join": Function(1, None, _join),
    "coalesce": Function(2, None, _coalesce),
    "substr": Function(2, 3, _substr),
    "substring": Function(2, 3, _substring),
    "substring-before": Function(2, 2, _of_texts(_substring_before)),
    "substring-after": Function(2, 2, _of_texts(_substring_after)),
    "string-length": Function(0, 1, _of_texts(lambda text: float(len(text))), own=True),
    "contains": Function(2, 2, _of_texts(lambda text, part: part in text)),
    "starts-with": Function(2, 2, _of_texts(str.startswith)),
    "ends-with": Function(2, 2, _of_texts(str.endswith)),
    "normalize-space": Function(0, 1, _of_texts(lambda text: " ".join(text.split())), own=True),
    "translate": Function(3, 3, _of_texts(_translate)),
    "upper-case": Function(1, 1, _of_texts(str.upper)),
    "lower-case": Function(1, 1, _of_texts(str.lower)),
    "regex": Function(2, 2, _of_texts(_regex)),
    "selected": Function(2, 2, _of_texts(_selected)),
    "selected-at": Function(2, 2, _selected_at),
    "count-selected": Function(1, 1, _of_texts(lambda codes: float(len(codes.split())))),
    "digest": Function(2, 3, _of_texts(_digest)),
    "base64-decode": Function(1, 1, _of_texts(_base64_decode)),
    "uuid": Function(0, 1, _uuid),
    "version": Function(0, 0, lambda context, _: context.env.version),
    "property": Function(1, 1, lambda context, arguments: context.env.property(text_of(arguments[0](context)))),
}
