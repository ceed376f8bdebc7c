"""Questions and metadata that tell who somebody is, and questions that ask about a victim or a case.

A victim or a case is asked about in no form of Filao. Who answers may be asked in a form that is not anonymous, as a
function, not by name. The words looked for are those of `telling`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from filao.core.forms.lint.model import Finding, Subject, said
from filao.core.forms.lint.telling import CASE, CASE_BLOCK, IDENTIFIES, NOT_ASKED, TRAITS
from filao.core.forms.questionnaire import FILE_TYPES, Question, Section, Texts

_DEVICE = ("deviceid", "phonenumber", "username", "email", "subscriberid", "simserial", "uri:")
_PLACES = frozenset({"geopoint", "geotrace", "geoshape"})
_MANY_TRAITS = 6
"""Traits of a person (sex, age, rank …) that together are likely to single somebody out in an office."""


def check(subject: Subject) -> Iterator[Finding]:
    """Codes: in an anonymous form identifying_metadata, exact_time, exact_place, recording_identifies,
    identifying_question, many_traits (advice); in any other person_named (advice); everywhere asks_victim, case_repeat,
    words_identify, recording_without_consent."""
    if subject.anonymous:
        yield from _metadata(subject)
        yield from _traits(subject)
    for question in subject.asked:
        for told in _told(question.labels):
            for code, pattern in IDENTIFIES.items():
                if question.choices is None and pattern.search(told):
                    yield from _identifying(subject, question, code)
                    break
        yield from _of_case(question)
        if question.type in FILE_TYPES:
            yield from _recording(subject, question)
    yield from _repeats(subject)
    yield from _screened(subject)


def _metadata(subject: Subject) -> Iterator[Finding]:
    for question in subject.form.questions():
        preload = question.preload.casefold()
        if any(word in preload for word in _DEVICE):
            yield Finding("identifying_metadata", question.path, {"what": question.preload.split()[-1]})
        elif preload.startswith("timestamp"):
            yield Finding("exact_time", question.path, {"what": question.preload.split()[-1]})
        elif question.type == "metadata" and question.name == "audit":
            yield Finding("exact_time", question.path, {"what": "audit"})
        elif question.type in _PLACES or (question.type == "metadata" and not preload and "meta/" not in question.path):
            yield Finding("exact_place", question.path)
        elif question.type == "calculate" and re.search(r"\bnow\(\s*\)", question.calculation):
            yield Finding("exact_time", question.path, {"what": "now()"})


def _identifying(subject: Subject, question: Question, code: str) -> Iterator[Finding]:
    if subject.anonymous:
        yield Finding("identifying_question", question.path, {"what": code})
    elif code == "name":
        yield Finding("person_named", question.path, {"what": code}, blocking=False)


def _traits(subject: Subject) -> Iterator[Finding]:
    found: dict[str, str] = {}
    for question in subject.asked:
        for told in _told(question.labels):
            found |= {code: question.path for code, pattern in TRAITS.items() if pattern.search(told)}
    if len(found) >= _MANY_TRAITS:
        yield Finding("many_traits", "", {"number": len(found), "traits": tuple(sorted(found))}, blocking=False)


def _of_case(question: Question) -> Iterator[Finding]:
    for told in _told(question.labels):
        for code, pattern in CASE.items():
            if pattern.search(told):
                yield Finding("asks_victim", question.path, {"what": code})
                return


def _recording(subject: Subject, question: Question) -> Iterator[Finding]:
    if subject.anonymous and question.type != "file":
        yield Finding("recording_identifies", question.path, {"what": question.type})
        return
    conditions = " ".join((question.relevant, *(section.relevant for section in subject.above(question.path))))
    if question.type != "file" and not re.search(
        r"record|enregistr|anrezistre|photo|image|audio|sound|son\b", conditions
    ):
        yield Finding("recording_without_consent", question.path, {"what": question.type})


def _repeats(subject: Subject) -> Iterator[Finding]:
    for path, node in subject.nodes.items():
        if isinstance(node, Section) and node.repeats:
            words = [node.name.replace("_", " "), *_told(node.labels)]
            if any(CASE_BLOCK.search(word) for word in words):
                yield Finding("case_repeat", path)


def _screened(subject: Subject) -> Iterator[Finding]:
    """Names, numbers and protected places that stand in the words of the form itself."""
    for path, node in subject.nodes.items():
        shown: dict[str, str] = {}
        for texts in (node.labels, *((node.hints, node.guidance) if isinstance(node, Question) else ())):
            for text in texts.values():
                for hit in subject.screen(said(text)):
                    if hit.code != "phone":
                        shown.setdefault(hit.excerpt, hit.code)
        for excerpt, code in shown.items():
            yield Finding("words_identify", path, {"what": code, "excerpt": excerpt})


def _told(texts: Texts) -> Iterator[str]:
    """What a label asks for in each language, plain: without accents, drafts' mark and what it says not to write."""
    for text in texts.values():
        plain = unicodedata.normalize("NFKD", said(text).replace("[draft]", "").replace("’", "'"))
        folded = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold().strip()
        if folded:
            yield NOT_ASKED.sub(" ", folded).strip()
