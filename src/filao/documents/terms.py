"""What the terms of reference name - client, project, deliverables - as a document in one language prints it.

The terms are data in their own language. A name that the register or the catalogue holds in the document's language is
printed in it; what remains is printed as it stands, marked with its own language.
"""

from __future__ import annotations

import re
from typing import Protocol

from filao.core.engagement import Deliverable, Engagement
from filao.core.register import Organisation, Register
from filao.documents import model as m
from filao.documents.language import N_, numbers, say


class Material(Protocol):
    """What is needed of a document's material: the terms, the register and the language."""

    @property
    def engagement(self) -> Engagement: ...
    @property
    def register(self) -> Register: ...
    @property
    def language(self) -> str: ...
    @property
    def notice(self) -> str: ...
    @property
    def simulated(self) -> bool: ...


_NOTE = re.compile(r"(.*\S)\s*\(([^()]*)\)\s*")
_SMALL = frozenset(
    {"de", "du", "des", "la", "le", "les", "pour", "et", "en", "au", "aux", "à", "sur", "of", "for", "and", "the"}
)


def project(c: Material) -> tuple[str, str]:
    """The project's title, and the note in brackets that the terms put behind it ("" where there is none)."""
    found = _NOTE.fullmatch(c.engagement.project)
    return (found[1], found[2]) if found else (c.engagement.project, "")


def client(c: Material) -> str:
    """The client as the terms name it; in another language by the name and acronym that the register holds."""
    name = c.engagement.client
    body = _body(c, name)
    if body is None or c.language == c.engagement.language or c.language not in body.names:
        return name
    full = body.names[c.language].split(",")[0]
    acronym = next((other for other in body.other_names if other.isupper() and other == _initials(full)), "")
    return f"{full} ({acronym})" if acronym else full


def client_line(c: Material) -> str:
    """Client and the first of those who coordinate, as a cover shows them."""
    lead = [body.name_in(c.language) if (body := _body(c, name)) else name for name in c.engagement.coordination[:1]]
    return " · ".join((client(c), *lead)) if c.engagement.client else ""


def _body(c: Material, name: str) -> Organisation | None:
    return next((b for b in c.register.organisations.values() if name in (b.id, b.short_name, b.name)), None)


def _initials(name: str) -> str:
    words = re.split(r"[\s’'-]+", name)
    return "".join(word[0] for word in words if word and word.casefold() not in _SMALL and len(word) > 1).upper()


def is_commissioned(c: Material) -> bool:
    """Whether somebody has asked for the work: not in a demonstration, nor under a notice that the workspace prints."""
    return not (c.engagement.demonstration or c.simulated or c.notice)


def deliverable(c: Material, due: Deliverable) -> m.Span:
    """A deliverable's title: that of the terms, or that of its kind where the terms speak another language."""
    return title_in(c.language, c.engagement, due)


def title_in(language: str, engagement: Engagement, due: Deliverable) -> m.Span:
    """The same for an engagement that is named."""
    if engagement.language == language:
        return m.Span(due.title)
    known = _TITLES.get(due.id)
    return m.Span(say(language, known)) if known else m.Span(due.title, lang=engagement.language)


_TITLES = {
    "inception-report": N_("Inception report"),
    "mapping-report": N_("Mapping report"),
    "presentation": N_("Presentation"),
    "inception-presentation": N_("Presentation of the inception report"),
    "tna-report": N_("Training needs analysis report"),
    "capacity-plan": N_("Capacity development plan"),
    "validation-presentation": N_("Presentation at the validation workshop"),
    "capacity-report": N_("Capacity development report"),
}


def around(text: str, middle: m.Inline) -> m.Inline:
    """A sentence with runs of their own in the place that it marks with `PLACE`."""
    before, _, after = text.partition(PLACE)
    return (*m.span(before), *middle, *m.span(after))


PLACE = "\N{OBJECT REPLACEMENT CHARACTER}"
"""Stands in a sentence for content that carries a language of its own."""


def quoted_project(c: Material) -> m.Inline:
    """The project's title in quotation marks, marked with its language where that differs."""
    lang = "" if c.engagement.language == c.language else c.engagement.language
    return around(numbers.quoted(PLACE, c.language), (m.Span(project(c)[0], lang=lang),))
