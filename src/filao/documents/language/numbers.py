"""Numbers, shares and dates as a reader of the language writes them."""

from __future__ import annotations

import re

from filao.core.privacy import told_below
from filao.documents.language.gettext import N_, say

_MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
_SMALL = (
    N_("none"), N_("one"), N_("two"), N_("three"), N_("four"), N_("five"), N_("six"), N_("seven"), N_("eight"),
    N_("nine"), N_("ten"), N_("eleven"), N_("twelve"),
)  # fmt: skip
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def number(value: float, language: str, digits: int = 1) -> str:
    """A number with thousands set apart: 1,200 in English, 1 200 (narrow space) in French and Kreol; at most `digits`
    decimals."""
    text = f"{value:,.{digits}f}".rstrip("0").rstrip(".") if isinstance(value, float) else f"{value:,}"
    if language != "en":
        text = text.replace(",", "\u202f").replace(".", ",")
    return text.replace("-", "\u2212")


def people(count: int, audience: str, language: str) -> str:
    """A number of people as an audience may read it: small ones are said to be below the least that it is told."""
    below = told_below(count, audience)
    return say(language, N_("fewer than {n}"), n=below) if below else number(count, language)


def in_words(value: int, language: str) -> str:
    """Small numbers up to twelve in words, larger ones in digits."""
    return say(language, _SMALL[value]) if 0 <= value < len(_SMALL) else number(value, language)


def percent(share: float, language: str) -> str:
    """A share between 0 and 1 as whole per cent."""
    value = round(100 * share)
    return f"{value}%" if language == "en" else f"{value}\u202f%"


def day(iso: str, language: str) -> str:
    """An ISO date, whole or partial, as "14 March 2026", "March 2026" or "2026"; other text stays as it is."""
    if not _DATE.fullmatch(iso):
        return iso
    parts = iso.split("-")
    if len(parts) == 1:
        return parts[0]
    month = say(language, _MONTHS[int(parts[1]) - 1])
    if len(parts) == 2:
        return f"{month} {parts[0]}"
    first = "1er" if language == "fr" and int(parts[2]) == 1 else str(int(parts[2]))
    return f"{first} {month} {parts[0]}"


def years(start: int | None, end: int | None) -> str:
    """A range of years: 2022, 2022-26, since 2022 as "2022-" and up to as "-2022"."""
    if start is None and end is None:
        return ""
    if start is None:
        return f"–{end}"
    if end is None or end == start:
        return str(start) if end else f"{start}–"
    return f"{start}–{end % 100:02d}" if end // 100 == start // 100 else f"{start}–{end}"


def colon(language: str) -> str:
    """A colon; in French, and in Kreol pages that fall back to French, with the space before it that French sets."""
    return ":" if language == "en" else "\u202f:"


def quoted(text: str, language: str) -> str:
    """The text in the quotation marks of the language."""
    return f"“{text}”" if language == "en" else f"«\u202f{text}\u202f»"


def first_large(text: str) -> str:
    """The text with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def first_small(text: str) -> str:
    """The text with its first letter small, unless an acronym stands there."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def enumeration(items: list[str], language: str, *, most: int = 0) -> str:
    """ "a, b and c"; with `most`, the rest is counted: "a, b and 4 others"."""
    if most and len(items) > most + 1:
        rest = len(items) - most
        return say(language, N_("{items} and {rest} others"), items=", ".join(items[:most]), rest=rest)
    if len(items) < 2:
        return items[0] if items else ""
    joint = N_("{items}, and {last}") if any(_joined(item, language) for item in items) else N_("{items} and {last}")
    return say(language, joint, items=", ".join(items[:-1]), last=items[-1])


def listing(items: list[str], language: str, *, most: int) -> str:
    """ "a; b; c", for items that are phrases; of more than `most` the rest is counted."""
    if len(items) <= most + 1:
        return "; ".join(items)
    return "; ".join((*items[:most], say(language, N_("{n} more"), n=len(items) - most)))


def _joined(item: str, language: str) -> bool:
    return f" {'and' if language == 'en' else 'et'} " in item
