"""What a text means as a value of a field: each type reads its own, and says what is wrong with the rest."""

from __future__ import annotations

import re
from datetime import date

from filao.core.problems import Fault
from filao.core.register.claims import Value
from filao.core.register.fields import Field
from filao.core.vocabulary import Scheme, Vocabulary

FIRST_YEAR, LAST_YEAR = 1800, 2100
"""Years between which a year of the register lies."""

EVIDENCE_DATE = Field("date", "date", "Date", "Date of the evidence", past=True)
"""The date of a statement."""

_YES = frozenset({"yes", "y", "true", "1", "oui", "wi", "x"})
_NO = frozenset({"no", "n", "false", "0", "non"})


def ahead(day: str, today: str) -> bool:
    """Whether a year, month or day (ISO) has not begun `today`; without a clock nothing is ahead."""
    return bool(today) and day > today[: len(day)]


def parse(spec: Field, text: str, vocabulary: Vocabulary, today: str = "") -> Value | Fault:
    """The value that a cell's text means for this field, or the fault in it. Errors name the mend in their facts.

    `today` (ISO) is the day after which nothing that must have come may lie; "" sets no bound.
    """
    text = text.strip()
    match spec.type:
        case "text" | "note":
            return text if len(text) <= spec.limit else Fault("too_long", {"limit": spec.limit, "length": len(text)})
        case "code":
            return _code(text, vocabulary.scheme(spec.scheme), spec.scheme)
        case "codes":
            codes = []
            for part in _parts(text):
                code = _code(part, vocabulary.scheme(spec.scheme), spec.scheme)
                if isinstance(code, Fault):
                    return code
                codes.append(code)
            return tuple(dict.fromkeys(codes))
        case "ref":
            return text
        case "refs":
            return tuple(dict.fromkeys(_parts(text)))
        case "year":
            number = _whole(text)
            if number is None or not FIRST_YEAR <= number <= LAST_YEAR:
                return Fault("not_a_year")
            return Fault("future_date") if spec.past and ahead(str(number), today) else number
        case "number":
            number = _whole(text)
            return number if number is not None and number >= 0 else Fault("not_a_number")
        case "date":
            day = _day(text.removesuffix(" 00:00:00"))
            if not day:
                return Fault("not_a_date")
            return Fault("future_date") if spec.past and ahead(day, today) else day
        case "url":
            if not re.fullmatch(r"https?://[^\s<>\"]+", text):
                return Fault("not_a_url")
            return text if len(text) <= spec.limit else Fault("too_long", {"limit": spec.limit, "length": len(text)})
        case "site":
            if not re.fullmatch(r"(https?://)?[\w-]+(\.[\w-]+)+(:[0-9]+)?([/?#][^\s<>\"]*)?", text):
                return Fault("not_a_site")
            return text if len(text) <= spec.limit else Fault("too_long", {"limit": spec.limit, "length": len(text)})
        case "email":
            return text if re.fullmatch(r"[^@\s]+@[\w-]+(\.[\w-]+)+", text) else Fault("not_an_email")
        case "flag":
            answer = text.casefold()
            return answer in _YES if answer in _YES | _NO else Fault("not_yes_or_no")
    raise AssertionError(spec.type)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _day(text: str) -> str:
    """An ISO date, whole or only year or year and month, that stands in the calendar; else ""."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return ""
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return ""
    return text


def _whole(text: str) -> int | None:
    """A whole number, thousands parted by commas or narrow spaces, as spreadsheet programs write it ("1,200", "25.0")."""
    match = re.fullmatch(r"(-?(?:[0-9]{1,11}|[0-9]{1,3}(?:[,\u202f][0-9]{3}){1,3}))(?:\.0)?", text)
    return int(match[1].replace(",", "").replace("\u202f", "")) if match else None


def _code(text: str, scheme: Scheme, name: str) -> str | Fault:
    if text in scheme:
        return text
    folded = text.casefold().replace(" ", "_").replace("-", "_")
    for code, term in scheme.terms.items():
        if folded == code.casefold() or text.casefold() in {label.casefold() for label in term.labels.values()}:
            return code
    if not scheme.terms:
        return Fault("list_empty", {"scheme": name})
    from difflib import get_close_matches

    near = get_close_matches(folded, scheme.codes, n=1, cutoff=0.6)
    return Fault("unknown_code", {"scheme": scheme.code, "nearest": near[0] if near else "", "codes": scheme.codes})
