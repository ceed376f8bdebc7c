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

_MINIMUM = {"public": PUBLISHED_MINIMUM, "working_group": WORKING_GROUP_MINIMUM}


def told_below(count: int, audience: str) -> int:
    """0 where a number of people may be told to an audience; otherwise the number it is below, to be told instead."""
    least = _MINIMUM.get(audience, 1)
    return least if 0 < count < least else 0


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
_AMOUNT = r"\d{1,3}(?:[ .]\d{3})+(?![ .]?\d)|\d+0{3}\b|\d+\s(?:rupees|roupies|dollars?|euros?|MUR|USD|EUR)\b"
"""Numbers that read as sums of money or round counts, which no telephone has."""
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("person_name", re.compile(rf"\b{_TITLES}(?:\.\s?|\s){_NAME}(?:\s{_NAME})?")),
    ("email_of_person", re.compile(r"\b[a-zA-Z]{2,}[._][a-zA-Z]{2,}\d*@[\w-]+(?:\.[\w-]+)+\b")),
    ("national_id", re.compile(r"\b[A-Z]\d{6}[\dA-Z]{6}[\dA-Z]\b|\b[A-Z]\d{12}[\dA-Z]?\b")),
    ("passport", re.compile(r"\b(?:passport|passeport|paspor)\b[^;\n]{0,20}?\b[A-Z]{0,2}\d{6,9}\b", re.IGNORECASE)),
    (
        "phone",
        re.compile(
            r"(?<![\w/])\+\d{1,3}[ -]?(?:\d[ .-]?){6,11}\d\b"
            rf"|(?<![\w/.,+-])(?!{_AMOUNT})(?:5(?:[ .-]?\d){{7}}|[2-9]\d{{2}}[ .-]\d{{4}}|[2468]\d{{6}})(?![\w]|[.,]\d)"
        ),
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
_GROUP_BEFORE = re.compile(
    r"(?:\b(?:under|over|below|above|than|least|most|from|between|and|to|moins|plus|entre|à|et|ou|or)\s+(?:the\s+age\s+of\s+|de\s+)?"
    r"|\d\s?[-–]\s?)$",
    re.IGNORECASE,
)
_GROUP_AFTER = re.compile(
    r"\s*(?:[-–]\s?\d|(?:to|and|or|et|ou|à)\s+(?:\d|over|above|under|older|younger|plus|moins|more))", re.IGNORECASE
)
"""Signs beside an age that it is the bound of a group, not the age of somebody."""
_PERSON = (
    r"(?:[Vv]ictime?|[Ss]urvivor|[Ss]urvivante?|child|girl|boy|woman|man|minor|enfant|fille|garçon|femme|homme|mineure?|"
    r"[Vv]iktim|tifi|fam)"
)
_NAMED = re.compile(
    rf"\b{_PERSON}s?(?:[,:]\s+|\s+)(?i:(?:is|was|est|était|ti)\s+)?"
    rf"(?:(?i:named|called|nommée?|appelée?|s[’']appelle|apel)\s+(?P<called>{_NAME}(?:[ -]{_NAME})?)"
    rf"|(?P<name>{_NAME}(?:\s{_NAME})+))"
)
_INSTITUTION = re.compile(
    r"\b(?:Unit|Office|Act|Bill|Code|Law|Committee|Council|Commission|Commissioner|Protection|Support|Development|Rights|"
    r"Ministry|Minister|Police|Force|National|Convention|Protocol|Services?|Centres?|Shelters?|Assistance|Trust|Fund|"
    r"Foundation|Association|Network|Action|Plan|Programme|Project|Court|Department|Division|Brigade|Helpline|Hotline|"
    r"Trafficking|Victims?|Child|Children|Women|Family|Welfare|Care|Human|United|Nations|International|Union|Unité|Bureau|"
    r"Ministère|Loi|Comité|Conseil|Droits|Fonds|Fondation|Réseau|Service|Centre|Enfants?|Femmes?|Famille)\b"
)
"""Words that say a name with capitals is a body's or a text's."""
_SHELTER = re.compile(
    r"\b(?:shelters?|safe[- ]?houses?|refuges?|centres? for victims|victims?['’]? centres?|foyers?|abris?|"
    r"centres? d['’]accueil|maisons? d['’]accueil|lakaz refiz|refiz)\b",
    re.IGNORECASE,
)
_PREPOSITION = r"(?:in|at|near|on|à|au|dans|situated in|située? à|dan)"
_PLACE = re.compile(rf"\b{_PREPOSITION}\s+(?:the\s+|la\s+|le\s+)?(?P<place>{_NAME}(?:[ -]{_NAME}){{0,2}})")
_PLACE_WITHIN = 40
"""Characters after a shelter word within which a place is taken for its own."""
_MONTH = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\b")


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


def identifying(text: str, *, open_places: Iterable[str] = (), localities: Iterable[str] = ()) -> tuple[Hit, ...]:
    """Places in a text that may identify a person or a protected place.

    `open_places` are names too wide to locate anything (the country, its islands); `localities` are known town and
    village names, which beside a shelter word are a hit even without a preposition.
    """
    hits = [Hit(code, m.start(), m.end(), m.group()) for code, pattern in _PATTERNS for m in pattern.finditer(text)]
    for named in _NAMED.finditer(text):
        words = named["called"] or named["name"]
        if not _INSTITUTION.search(words) and not _NATIONALITY.search(words):
            hits.append(Hit("person_name", named.start(), named.end(), named.group()))
    wide = {_fold(place) for place in open_places}
    towns = {_fold(place) for place in localities} - wide
    for sentence in re.finditer(r"[^.;!?\n]+", text):
        part, offset = sentence.group(), sentence.start()
        age = _AGE.search(part)
        if age and (who := _NATIONALITY.search(part)):
            start, end = sorted((age.span(), who.span()))[0][0], max(age.end(), who.end())
            hits.append(Hit("age_and_origin", offset + start, offset + end, part[start:end]))
        elif age and _of_one(part, age) and (where := _place(part, wide, towns)):
            start, end = min(age.start(), where[0]), max(age.end(), where[1])
            hits.append(Hit("age_and_place", offset + start, offset + end, part[start:end]))
        shelters = list(_SHELTER.finditer(part))
        places = [
            found["place"]
            for shelter in shelters
            for found in _PLACE.finditer(part, shelter.end())
            if found.start() - shelter.end() <= _PLACE_WITHIN
        ]
        if any(_fold(place) not in wide and not _MONTH.match(place) for place in places):
            start = shelters[0].start()
            hits.append(Hit("shelter_place", offset + start, offset + len(part), part[start:]))
        elif shelters and any(re.search(rf"\b{re.escape(town)}\b", _fold(part)) for town in towns):
            hits.append(Hit("shelter_place", offset, offset + len(part), part.strip()))
    return tuple(sorted(hits, key=lambda hit: (hit.start, hit.end)))


def _of_one(part: str, age: re.Match[str]) -> bool:
    """Whether an age is that of somebody, and not the bound of a group ("aged 12 to 17", "under 18 years old")."""
    return not _GROUP_BEFORE.search(part[: age.start()]) and not _GROUP_AFTER.match(part, age.end())


def _place(part: str, wide: set[str], towns: set[str]) -> tuple[int, int] | None:
    """Where a sentence names a place narrower than the country and its islands."""
    for found in _PLACE.finditer(part):
        name = found["place"]
        if _fold(name) not in wide and not _MONTH.match(name) and not _INSTITUTION.search(name):
            return found.span()
    folded = _fold(part)
    return next((m.span() for town in towns if (m := re.search(rf"\b{re.escape(town)}\b", folded))), None)


@dataclass(frozen=True, slots=True)
class Screen:
    """The detector set up for a country; called with a text it returns the hits."""

    open_places: frozenset[str] = frozenset()
    localities: frozenset[str] = frozenset()

    def __call__(self, text: str) -> tuple[Hit, ...]:
        return identifying(text, open_places=self.open_places, localities=self.localities)


def suppress_small(counts: dict[tuple[str, str], int], minimum: int) -> dict[tuple[str, str], int | None]:
    """A table of people with its small cells taken out, so that none can be worked out from the totals.

    `counts` maps (row, column) to a number of people. A cell above 0 and below `minimum` becomes None (primary). Then
    further cells become None (secondary), the smallest first and zeros last, until the totals give nothing away: what
    is hidden in a row or column is at least two cells and at least `minimum` people, and no sum and difference of rows
    and columns leaves a single cell. A total that itself counts fewer than `minimum` people is not for printing.
    """
    hidden = {cell for cell, number in counts.items() if 0 < number < minimum}
    lines: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for cell in counts:
        for axis in (0, 1):
            lines.setdefault((axis, cell[axis]), []).append(cell)
    while more := _next_to_hide(counts, minimum, hidden, lines):
        hidden.add(more)
    return {cell: None if cell in hidden else number for cell, number in counts.items()}


def _next_to_hide(
    counts: dict[tuple[str, str], int],
    minimum: int,
    hidden: set[tuple[str, str]],
    lines: dict[tuple[int, str], list[tuple[str, str]]],
) -> tuple[str, str] | None:
    """A cell to hide beside one that the totals still give away, or None when there is none or none can help."""

    def empty(line: list[tuple[str, str]]) -> bool:
        return not any(counts[cell] for cell in line)

    def cost(cell: tuple[str, str]) -> tuple[int, int, tuple[str, str]]:
        """People first, then zeros; last the zeros of a line whose total says that all of it is zero."""
        known = sum(empty(lines[axis, cell[axis]]) for axis in (0, 1))
        return (0 if counts[cell] else 1 + known, counts[cell], cell)

    def smallest(cells: Iterable[tuple[str, str]]) -> tuple[str, str] | None:
        return min((cell for cell in cells if cell not in hidden), key=cost, default=None)

    for line in lines.values():
        taken = [cell for cell in line if cell in hidden]
        short = len(taken) == 1 or sum(counts[cell] for cell in taken) < minimum
        if taken and short and (more := smallest(line)):
            return more
    for cell in sorted(hidden):
        if _left_alone(cell, hidden, lines) and (more := smallest(lines[0, cell[0]] + lines[1, cell[1]])):
            return more
    return None


def _left_alone(
    cell: tuple[str, str], hidden: set[tuple[str, str]], lines: dict[tuple[int, str], list[tuple[str, str]]]
) -> bool:
    """Whether sums and differences of totals leave this hidden cell alone.

    They do unless its row and its column are also joined through other hidden cells (Gusfield 1988). A line of one cell
    has no total to subtract from.
    """

    def ends(one: tuple[str, str]) -> list[tuple[int, str]]:
        return [(axis, one[axis]) if len(lines[axis, one[axis]]) > 1 else (-1, "") for axis in (0, 1)]

    start, goal = ends(cell)
    reached, waiting = {start}, [start]
    while waiting:
        here = waiting.pop()
        for other in hidden - {cell}:
            if here in (pair := ends(other)):
                fresh = set(pair) - reached
                reached |= fresh
                waiting.extend(fresh)
    return goal not in reached
