"""Terms, schemes and the vocabulary that a register is read with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LANGUAGES = ("en", "fr", "mfe")
"""Languages a label may have: English, French, Kreol Morisien (ISO 639-3 code)."""

_NAMES_FIRST = frozenset({"nationals_abroad", "ngo"})
"""Codes whose label begins with the name of a people, or with an acronym."""

_FALLBACK = {"mfe": ("mfe", "fr", "en"), "fr": ("fr", "en"), "en": ("en",)}


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a list.

    `labels` maps a language of `LANGUAGES` to its label. `iso` is an ISO 3166-2 code where the term is a territory.
    `kind` and `within` place a territory: kind is "main_island", "island", "district", "dependency" or "statement"
    (a coverage statement such as "whole republic", which is not a place); `within` is the code of the enclosing unit.
    """

    code: str
    labels: Mapping[str, str]
    basis: str = ""
    iso: str = ""
    kind: str = ""
    within: str = ""

    def label(self, language: str) -> str:
        """The label in `language`, else in the language people read next (Kreol, then French, then English)."""
        for candidate in _FALLBACK.get(language, ("en",)):
            if text := self.labels.get(candidate):
                return text
        return self.code.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Scheme:
    """A coded list, for instance the stages of a national referral mechanism."""

    code: str
    terms: Mapping[str, Term]

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.terms)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Several schemes side by side."""

    schemes: Mapping[str, Scheme]
    _empty: Scheme = field(default_factory=lambda: Scheme("", {}), repr=False)

    def scheme(self, code: str) -> Scheme:
        return self.schemes.get(code, self._empty)

    def codes(self, scheme: str) -> tuple[str, ...]:
        return self.scheme(scheme).codes

    def label(self, scheme: str, code: str, language: str = "en") -> str:
        term = self.scheme(scheme).terms.get(code)
        return term.label(language) if term else code.replace("_", " ")

    def running(self, scheme: str, code: str, language: str = "en") -> str:
        """The label as it stands inside a sentence: small first letter unless it begins with a name, no bracket."""
        text = self.label(scheme, code, language).split(" (")[0]
        return text if scheme == "district" or code in _NAMES_FIRST else text[:1].lower() + text[1:]

    def territories(self, *kinds: str) -> tuple[Term, ...]:
        """Territories of the given kinds (all of them when none is named), in the order of the list."""
        return tuple(term for term in self.scheme("district").terms.values() if not kinds or term.kind in kinds)


def overlay(base: Vocabulary, terms: Iterable[tuple[str, Term]]) -> Vocabulary:
    """`base` with further terms laid over it; a pair is (scheme, term), and an empty label keeps the one of `base`."""
    merged = {code: dict(scheme.terms) for code, scheme in base.schemes.items()}
    for scheme, term in terms:
        known = merged.setdefault(scheme, {})
        old = known.get(term.code)
        if old is not None:
            labels = {**old.labels, **{lang: text for lang, text in term.labels.items() if text}}
            term = Term(
                term.code,
                labels,
                term.basis or old.basis,
                term.iso or old.iso,
                term.kind or old.kind,
                term.within or old.within,
            )
        known[term.code] = term
    return Vocabulary({code: Scheme(code, members) for code, members in merged.items()})
