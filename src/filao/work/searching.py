"""Search over everything: the register's records, the questions it raises, meetings and findings.

Of each a reader finds what the reader may open; who may not read the register finds nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from filao.core.desk import Interview
from filao.core.questions import Question
from filao.documents.words import questions
from filao.documents.words.en import findings as sentences
from filao.store import search as index
from filao.store.people import Workspace
from filao.work import access, analysis, desk, documents, engagements, narrative, register
from filao.work.access import Actor

MOST = 20
"""Questions, meetings and findings told at most."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """A finding by its headline."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """What the words of a query stand in."""

    records: tuple[index.Entry, ...] = ()
    questions: tuple[Question, ...] = ()
    meetings: tuple[Interview, ...] = ()
    findings: tuple[Line, ...] = ()


def everything(actor: Actor, workspace: Workspace, query: str, *, language: str = "en") -> Found:
    """What every word of the query is found in, without accents or case, the last word perhaps only begun."""
    access.require(actor, "register.read", workspace)
    words = index.wanted(query)
    if not words:
        return Found()
    return Found(
        tuple(register.search(actor, workspace, query)),
        _holding(words, _questions(actor, workspace, language)),
        _holding(words, _meetings(actor, workspace, language)),
        _holding(words, _findings(actor, workspace)),
    )


def _holding(words: list[str], told: Iterable[tuple[T, str]]) -> tuple[T, ...]:
    """The first of those whose text holds every word."""
    *whole, last = words

    def holds(text: str) -> bool:
        found = set(index.words(text))
        return found.issuperset(whole) and any(word.startswith(last) for word in found)

    return tuple(islice((one for one, text in told if holds(text)), MOST))


def _questions(actor: Actor, workspace: Workspace, language: str) -> Iterator[tuple[Question, str]]:
    """Questions with their sentences, and the names of the bodies they are for."""
    if not access.may(actor, "questions.read", workspace):
        return
    reading = analysis.read(actor, workspace)
    audience = analysis.audience(actor, workspace)
    for q in reading.questions:
        name = reading.register.organisations[q.organisation_id].name_in(language)
        yield q, f"{questions.sentence(q, reading.register, language, audience)} {name}"


def _meetings(actor: Actor, workspace: Workspace, language: str) -> Iterator[tuple[Interview, str]]:
    """Meetings with their codes, and the names of the bodies met."""
    if not access.may(actor, "desk.read", workspace):
        return
    now = register.read(actor, workspace)
    for meeting in desk.interviews(actor, workspace):
        body = now.organisations.get(now.merged.get(meeting.organisation_id, meeting.organisation_id))
        names = f"{body.name_in(language)} {body.short_name}" if body else meeting.organisation_id
        yield meeting, f"{meeting.code} {names}"


def _findings(actor: Actor, workspace: Workspace) -> Iterator[tuple[Line, str]]:
    """Findings with their headlines, which are in English."""
    if not access.may(actor, "findings.read", workspace) or not engagements.listing(actor, workspace):
        return
    c = documents.material(actor, workspace)
    for finding in narrative.findings(actor, workspace, c):
        line = Line(finding.id, sentences.headline(c, finding))
        yield line, line.text
