"""Bodies that may be one: names compared over English, French, Kreol and acronyms. Suggestions only; a person decides."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from filao.core.register.entities import Organisation

_SAME_WORD = {
    "ministere": "ministry", "ministre": "minister", "organisation": "organization", "internationale": "international",
    "nations": "nations", "unies": "united", "droits": "rights", "humains": "human", "homme": "human", "enfance": "child",
    "enfant": "child", "enfants": "child", "children": "child", "childrens": "child", "femme": "women", "femmes": "women",
    "famille": "family", "police": "police", "mineurs": "minors", "travail": "labour", "labor": "labour",
    "travailleurs": "workers", "migrants": "migrant", "immigration": "immigration", "passeport": "passport",
    "sante": "health", "bureau": "office", "commission": "commission", "nationale": "national", "comite": "committee",
    "centre": "centre", "center": "centre", "traite": "trafficking", "trafic": "trafficking", "personnes": "persons",
    "etres": "persons", "justice": "justice", "affaires": "affairs", "etrangeres": "foreign", "egalite": "equality",
    "unite": "unit", "brigade": "unit", "protection": "protection", "jeunes": "youth", "syndicat": "union",
    "confederation": "confederation", "refuge": "shelter", "abri": "shelter", "foyer": "shelter", "maurice": "mauritius",
    "developpement": "development", "migrations": "migration",
}  # fmt: skip
_EMPTY_WORDS = frozenset(
    [
        "the",
        "of",
        "for",
        "and",
        "in",
        "on",
        "against",
        "to",
        "a",
        "la",
        "le",
        "les",
        "de",
        "des",
        "du",
        "d",
        "l",
        "pour",
        "et",
        "en",
        "contre",
        "aux",
        "au",
        "mauritius",
        "republic",
    ]
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two bodies that may be one, how alike their names are (0-100) and which names were compared."""

    one: str
    other: str
    score: int
    one_name: str
    other_name: str
    reason: str


def normalised(name: str) -> str:
    """A name as words that compare across languages: no accents, no empty words, institution words in English."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold()
    words = [_SAME_WORD.get(word, word) for word in re.findall(r"[a-z0-9]+", plain)]
    return " ".join(sorted(word for word in words if word not in _EMPTY_WORDS))


def initials(name: str) -> str:
    """Acronym a name would have: the first letters of its words, short link words left out."""
    words = re.findall(r"[A-Za-zÀ-ÿ]+", name)
    return "".join(word[0] for word in words if word.casefold() not in _EMPTY_WORDS).upper()


def suggestions(
    organisations: Mapping[str, Organisation], *, apart: Collection[frozenset[str]] = (), at_least: int = 88
) -> tuple[Suggestion, ...]:
    """Pairs of bodies whose names are alike, most alike first.

    Names are compared as sets of words (Indel similarity of the sorted words, rapidfuzz), and an acronym with the
    initials of a full name. A body and its parent are not compared, nor the pairs in `apart`, which a person has
    judged to be two bodies.
    """
    from rapidfuzz import fuzz, process

    entries = [
        (body.id, name, words)
        for body in organisations.values()
        for name in body.all_names
        if len(words := normalised(name)) > 3
    ]
    found: dict[frozenset[str], Suggestion] = {}

    def add(one: str, other: str, score: int, names: tuple[str, str], reason: str) -> None:
        pair = frozenset((one, other))
        a, b = organisations[one], organisations[other]
        if len(pair) < 2 or pair in apart or a.parent_id == other or b.parent_id == one:
            return
        if pair not in found or found[pair].score < score:
            found[pair] = Suggestion(one, other, score, *names, reason)

    keys = [words for _, _, words in entries]
    for start in range(0, len(entries), 500):
        scores = process.cdist(keys[start : start + 500], keys, scorer=fuzz.ratio, score_cutoff=at_least)
        for row, column in zip(*scores.nonzero(), strict=True):
            left, right = start + int(row), int(column)
            if left < right:
                one, other = entries[left], entries[right]
                add(one[0], other[0], int(scores[row, column]), (one[1], other[1]), "names_alike")
    acronyms: dict[str, list[tuple[str, str]]] = {}
    for id, name, _ in entries:
        letters = initials(name)
        if len(letters) >= 3 and " " in name:
            acronyms.setdefault(letters, []).append((id, name))
    for body in organisations.values():
        for name in body.all_names:
            if name.isupper() and len(name) >= 3:
                for id, full in acronyms.get(re.sub(r"[^A-Z]", "", name), ()):
                    if id != body.id:
                        add(body.id, id, 90, (name, full), "acronym")
    return tuple(sorted(found.values(), key=lambda s: (-s.score, s.one, s.other)))
