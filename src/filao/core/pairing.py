"""Pairing answers of the same person before and after, without knowing who it is.

Best is a code printed on the badge; where there is none, people make one from light questions that only they can answer
the same way twice. Codes are compared by how they are written, never by who answered; nothing here keeps a list of names.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

ALPHABET = "234679BCDFGHJKLMNPRTWXY"
"""23 signs, a prime number of them: no two that are alike in handwriting, no vowels, so that no word comes about."""

LENGTH = 5
LEAST_ANSWERS = 3
_ALIKE = str.maketrans({"8": "B", "1": "L", "I": "L", "Z": "2"})
"""Signs outside the alphabet that can only have been meant as one within it."""
_VALUE = {sign: value for value, sign in enumerate(ALPHABET)}


def check_sign(code: str) -> str:
    """The last sign of a printed code, from the four before it.

    A weighted sum modulo a prime: with weights that differ and are not 0, any one sign misread and any two signs swapped
    change the sum (Verhoeff 1969, "Error detecting decimal codes"). Raises KeyError for signs outside the alphabet.
    """
    total = sum(weight * _VALUE[sign] for weight, sign in enumerate(code, start=1))
    return next(sign for sign in ALPHABET if (total + LENGTH * _VALUE[sign]) % len(ALPHABET) == 0)


def is_printed(code: str) -> bool:
    """Whether a code, as `tidy` leaves it, is one that could have been printed."""
    return len(code) == LENGTH and all(sign in _VALUE for sign in code) and check_sign(code[:-1]) == code[-1]


def printed_codes(count: int, below: Callable[[int], int], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """New codes for badges, none twice and none of those taken. `below(n)` draws a number from 0 to n - 1.

    Raises ValueError where more are asked for than there are.
    """
    used, every = set(taken), len(ALPHABET) ** (LENGTH - 1)
    if count + len(used) > every:
        raise ValueError(f"{every} codes at most")
    made: list[str] = []
    while len(made) < count:
        number, signs = below(every), ""
        for _ in range(LENGTH - 1):
            number, rest = divmod(number, len(ALPHABET))
            signs += ALPHABET[rest]
        code = signs + check_sign(signs)
        if code not in used:
            used.add(code)
            made.append(code)
    return tuple(made)


def tidy(code: str) -> str:
    """A printed code as it was meant: capitals, no spaces or dashes, look-alikes read as their sign of the alphabet."""
    return "".join(sign for sign in _plain(code).upper() if sign.isalnum()).translate(_ALIKE)


def _plain(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def own_code(answers: Sequence[str]) -> str:
    """The code that a person's answers to the light questions amount to; "" where fewer than three were answered.

    With fewer, strangers would often share a code. Accents, capitals, spaces and punctuation do not count; an answer left
    empty keeps its place, so that the others stay in theirs (Yurek, Vasey & Sullivan Havens 2008, "The use of
    self-generated identification codes in longitudinal research").
    """
    parts = ["".join(sign for sign in _plain(answer).casefold() if sign.isalnum()) for answer in answers]
    return "-".join(parts) if sum(map(bool, parts)) >= LEAST_ANSWERS else ""


def one_error_apart(one: str, other: str) -> bool:
    """Whether two different codes differ by one sign wrong, missing or too many, or two neighbours swapped.

    Damerau 1964: such single errors are four fifths of all misspellings.
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return short[start:] == long[start + 1 :]
    return one[start + 1 :] == other[start + 1 :] or (
        one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    )


@dataclass(frozen=True, slots=True)
class Pair:
    """An answer before and one after that carry the same code, or codes one error apart."""

    before: str
    after: str
    how: Literal["same", "one_error"]


Reason = Literal["no_code", "twice", "several_near", "none_near"]


@dataclass(frozen=True, slots=True)
class Pairing:
    """Who was found again. What was not paired stays with its reason: it had no code, its code stands twice on its side,
    several codes are one error away, or none is."""

    pairs: tuple[Pair, ...]
    before: Mapping[str, Reason] = field(default_factory=dict)
    after: Mapping[str, Reason] = field(default_factory=dict)

    @property
    def share(self) -> float | None:
        """Pairs among all who could have been one: the smaller of both sides; None where a side is empty."""
        most = len(self.pairs) + min(len(self.before), len(self.after))
        return len(self.pairs) / most if most else None


def pair(before: Mapping[str, str], after: Mapping[str, str], *, tolerant: bool = True) -> Pairing:
    """Pair answers by their codes (id of the answer -> code, tidied).

    First those whose codes are the same and stand once on either side; then, if `tolerant`, those left that are one error
    apart and have no other such code to choose from on either side. A code that stands twice pairs with nothing: it may
    be one person twice or two persons. The outcome does not depend on order, and turning the sides round turns the pairs
    round (Schnell, Bachteler & Reiher 2010, "Improving the use of self-generated identification codes", match such codes
    by edit distance).
    """
    sides = [_by_code(before), _by_code(after)]
    pairs = [
        Pair(sides[0][code][0], sides[1][code][0], "same")
        for code in sides[0].keys() & sides[1].keys()
        if len(sides[0][code]) == len(sides[1][code]) == 1
    ]
    same = {sides[0][code][0]: code for code in sides[0]}
    for found in pairs:
        code = same[found.before]
        del sides[0][code], sides[1][code]
    near = _near(sides[0], sides[1]) if tolerant else ({}, {})
    for code, codes in near[0].items():
        if len(codes) == 1 and len(near[1][other := next(iter(codes))]) == 1:
            one, two = sides[0][code], sides[1][other]
            if len(one) == len(two) == 1:
                pairs.append(Pair(one[0], two[0], "one_error"))
    done = ({found.before for found in pairs}, {found.after for found in pairs})
    left = [
        {id: _why(code, side, sides[1 - n], near[n]) for id, code in sorted(codes.items()) if id not in done[n]}
        for n, (codes, side) in enumerate(((before, sides[0]), (after, sides[1])))
    ]
    return Pairing(tuple(sorted(pairs, key=lambda found: (found.before, found.after))), left[0], left[1])


def _by_code(codes: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id, code in codes.items():
        if code:
            found.setdefault(code, []).append(id)
    return found


def _why(
    code: str, own: Mapping[str, list[str]], other: Mapping[str, list[str]], near: Mapping[str, set[str]]
) -> Reason:
    if not code:
        return "no_code"
    if len(own[code]) > 1 or len(other.get(code, ())) > 1:
        return "twice"
    return "several_near" if near.get(code) else "none_near"


def _near(
    before: Mapping[str, list[str]], after: Mapping[str, list[str]]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Codes one error apart, from either side. Codes that share a form with one sign left out are the only candidates."""
    shared: dict[str, tuple[set[str], set[str]]] = {}
    for side, codes in enumerate((before, after)):
        for code in codes:
            for form in {code, *(code[:n] + code[n + 1 :] for n in range(len(code)))}:
                shared.setdefault(form, (set(), set()))[side].add(code)
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for ones, others in shared.values():
        for one in ones:
            for other in others:
                if one_error_apart(one, other):
                    found[0].setdefault(one, set()).add(other)
                    found[1].setdefault(other, set()).add(one)
    return found
