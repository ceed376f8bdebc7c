"""Whether a form asks before it asks: consent, what follows from a no, the stop script and the disclosure card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from filao.core.forms.lint.logic import logic_of
from filao.core.forms.lint.model import Finding, Subject, said
from filao.core.forms.questionnaire import Question

_CONSENT = re.compile(
    r"consent|\bi agree\b|do you agree|agree to (?:take part|participate)|acceptez-vous|consentez|consentement"
    r"|d[’']accord (?:pour|de) participer|dakor pou",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\bstop\b|may i stop|puis-je vous arr[êe]ter|arr[êe]tez(?:-vous)?\b|script d[’']arr[êe]t|\baret\b", re.IGNORECASE
)
_CARD = re.compile(
    r"disclos|in danger|reporting channel|en danger|voie de signalement|divulgation|an danze|hotline|helpline|ligne verte",
    re.IGNORECASE,
)


def check(subject: Subject) -> Iterator[Finding]:
    """Codes: consent_missing (advice for tests), consent_unused (advice), stop_script_missing (blocking where people talk
    or write freely), card_missing (advice)."""
    asked = consent_of(subject)
    if asked is None:
        yield Finding("consent_not_asked", "", blocking=subject.purpose != "test")
    elif not _used(subject, asked):
        yield Finding("consent_unused", asked.path, {"question": asked.name}, blocking=False)
    notes = [f"{note.name} {_words(note)}" for note in subject.seen if note.type == "note"]
    if not any(_STOP.search(words) for words in notes):
        free = any(question.type in ("text", "audio") for question in subject.asked)
        yield Finding("stop_script_missing", "", blocking=free and subject.purpose != "test")
    if not any(_CARD.search(words) for words in notes):
        yield Finding("card_missing", "", blocking=False)


def consent_of(subject: Subject) -> Question | None:
    """The question that asks for consent: one with options or a box to tick, by its name or its words."""
    kinds = ("select_one", "select_multiple", "acknowledge")
    return next(
        (one for one in subject.asked if one.type in kinds and _CONSENT.search(f"{one.name} {_words(one)}")), None
    )


def _words(question: Question) -> str:
    return " ".join(said(text) for texts in (question.labels, question.hints) for text in texts.values())


def _used(subject: Subject, asked: Question) -> bool:
    """Whether anything depends on the answer, or the form does not go on without it."""
    if asked.constraint or (asked.type == "acknowledge" and asked.required):
        return True
    return any(
        re.search(rf"(?:/|\b){re.escape(asked.name)}\b", text)
        for path, node in subject.nodes.items()
        if path != asked.path
        for column, text in logic_of(node)
        if column == "relevant"
    )
