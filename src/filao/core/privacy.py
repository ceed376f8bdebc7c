"""What must not be written or printed: identifying content in free text, and small cells in tables that count people.

The detector flags; it does not promise. It is tuned on the register's own sentences (no hit on the public record of
Mauritius) and on planted cases in English, French and Kreol.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

QUOTE_MINIMUM = 3
WORKING_GROUP_MINIMUM = 5
PUBLISHED_MINIMUM = 11
"""Smallest number of people a quote's label, a working-group table and a published table may speak of."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a text that may identify a person or a protected place. `start`/`end` are character offsets."""

    code: str
    start: int
    end: int
    excerpt: str


_NAME = r"[A-ZÀ-Ý][\w’'À-ÿ-]+"
_TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Dr|Prof|Hon|Sgt|Insp|Inspector|Sergeant|Constable|Superintendent|Judge|Magistrate|"
    r"Mme|Mlle|M|Me|Monsieur|Madame|Maître|Docteur|Inspecteur|Juge|Misie|Madam|Msie)"
)
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("person_name", re.compile(rf"\b{_TITLES}(?:\.\s?|\s){_NAME}(?:\s{_NAME})?")),
    ("email_of_person", re.compile(r"\b[a-zA-Z]{2,}[._][a-zA-Z]{2,}\d*@[\w-]+(?:\.[\w-]+)+\b")),
    ("national_id", re.compile(r"\b[A-Z]\d{6}[\dA-Z]{6}[\dA-Z]\b|\b[A-Z]\d{12}[\dA-Z]?\b")),
    ("passport", re.compile(r"\b(?:passport|passeport|paspor)\b[^.;]{0,20}?\b[A-Z]{0,2}\d{6,9}\b", re.IGNORECASE)),
    (
        "phone",
        re.compile(r"(?<![\w/])(?:\+\d{1,3}[ -]?)(?:\d[ .-]?){6,11}\d\b|\b[2-9]\d{2}[ .-]\d{4}\b|\b5\d{3}[ .-]\d{4}\b"),
    ),
)
_AGE = re.compile(
    r"\b\d{1,2}[- ]?(?:years?[- ]old|year[- ]olds?|yrs?\b)|\baged?\s+(?:of\s+)?\d{1,2}\b"
    r"|\bâgée?s?\s+de\s+\d{1,2}\s+ans\b|\bde\s+\d{1,2}\s+ans\b|\b\d{1,2}\s+an(?:s|\b)\b",
    re.IGNORECASE,
)
_NATIONALITY = re.compile(
    r"\b(?:malagas\w*|malgache\w*|comor\w*|bangladesh\w*|bengal\w*|bangladais\w*|indian|indienn?e?s?|nepal\w*|népal\w*|"
    r"chinese|chinois\w*|sri[- ]lank\w*|kenyan\w*|kényan\w*|zimbabw\w*|south african|sud-africain\w*|mauriti\w*|"
    r"mauricienn?e?s?|rodrig\w*|filipin\w*|philippin\w*|nigerian\w*|ivoir\w*|thai\w*|morisien)\b",
    re.IGNORECASE,
)
_SHELTER = re.compile(
    r"\b(?:shelters?|safe[- ]?houses?|refuges?|centres? for victims|victims?['’]? centres?|foyers?|abris?|"
    r"centres? d['’]accueil|maisons? d['’]accueil|lakaz refiz|refiz)\b",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:in|at|near|on|à|au|dans|situated in|située? à|dan)"
_PLACE_AFTER = re.compile(
    rf"^[^.;]{{0,40}}?\b{_PREPOSITION}\s+(?:the\s+|la\s+|le\s+)?(?P<place>{_NAME}(?:[ -]{_NAME}){{0,2}})"
)


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def identifying(text: str, *, open_places: Iterable[str] = (), localities: Iterable[str] = ()) -> tuple[Hit, ...]:
    """Places in a text that may identify a person or a protected place.

    `open_places` are names too wide to locate anything (the country, its islands); `localities` are known town and
    village names, which beside a shelter word are a hit even without a preposition.
    """
    hits = [Hit(code, m.start(), m.end(), m.group()) for code, pattern in _PATTERNS for m in pattern.finditer(text)]
    wide = {_fold(place) for place in open_places}
    towns = {_fold(place) for place in localities} - wide
    for sentence in re.finditer(r"[^.;!?\n]+", text):
        part, offset = sentence.group(), sentence.start()
        age = _AGE.search(part)
        if age and (who := _NATIONALITY.search(part)):
            start, end = sorted((age.span(), who.span()))[0][0], max(age.end(), who.end())
            hits.append(Hit("age_and_origin", offset + start, offset + end, part[start:end]))
        shelter = _SHELTER.search(part)
        if shelter:
            after = _PLACE_AFTER.match(part[shelter.end() :])
            place = after.group("place") if after else ""
            if (
                place
                and _fold(place) not in wide
                and not re.match(
                    r"(?:January|February|March|April|May|June|July|August|"
                    r"September|October|November|December)\b",
                    place,
                )
            ):
                hits.append(Hit("shelter_place", offset + shelter.start(), offset + len(part), part[shelter.start() :]))
            elif any(re.search(rf"\b{re.escape(town)}\b", _fold(part)) for town in towns):
                hits.append(Hit("shelter_place", offset, offset + len(part), part.strip()))
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


@dataclass(frozen=True, slots=True)
class Screen:
    """The detector set up for a country; called with a text it returns the hits."""

    open_places: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()

    def __call__(self, text: str) -> tuple[Hit, ...]:
        return identifying(text, open_places=self.open_places, localities=self.localities)


def suppress_small(counts: dict[tuple[str, str], int], minimum: int) -> dict[tuple[str, str], int | None]:
    """A table of people with its small cells taken out, so that none can be worked out from the totals.

    `counts` maps (row, column) to a number of people. A cell above 0 and below `minimum` becomes None (primary); then
    in every row and column with exactly one None the smallest other non-zero cell becomes None too (secondary), until
    nothing changes. Zero is printed: it speaks of nobody.
    """
    shown: dict[tuple[str, str], int | None] = {
        cell: None if 0 < number < minimum else number for cell, number in counts.items()
    }
    lines = [
        [cell for cell in counts if cell[axis] == key]
        for axis in (0, 1)
        for key in dict.fromkeys(cell[axis] for cell in counts)
    ]
    changed = True
    while changed:
        changed = False
        for line in lines:
            hidden = [cell for cell in line if shown[cell] is None]
            others = [(number, cell) for cell in line if (number := shown[cell])]
            if len(hidden) == 1 and others:
                shown[min(others)[1]] = None
                changed = True
    return shown
