"""What people read: labels in every language, options that can be told apart, files that are there, no slider for a
scale."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from filao.core.forms.lint.logic import texts_of
from filao.core.forms.lint.model import Finding, Subject, said
from filao.core.forms.questionnaire import Choice, Question, Texts

_DRAFT = "[draft]"
_SLOT = re.compile(r"\[(?:to be filled in|à remplir|pou ranpli)\b", re.IGNORECASE)
_EXAMPLES = 5
_SCALE = 11
"""Steps up to which a range is a scale, and not a measure."""


def check(subject: Subject) -> Iterator[Finding]:
    """Codes: language_missing (advice), translation_missing (language, column, number, names; blocking for labels),
    draft_texts (advice), label_missing, no_options, option_unlabelled, option_twice, file_missing,
    range_as_scale (advice), slot_open (advice)."""
    yield from _languages(subject)
    yield from _slots(subject)
    for question in subject.seen:
        if not subject.in_default(question.labels) and not question.media:
            yield Finding("text_missing", question.path)
        yield from _options(subject, question)
        yield from _scale(question)
    if subject.files is not None:
        for name in subject.form.files:
            if name not in subject.files:
                yield Finding("file_missing", "", {"file": name})


class _Said(NamedTuple):
    column: str
    name: str
    path: str
    texts: Texts


def _texts(subject: Subject) -> Iterator[_Said]:
    """Every text of the form: those of its places, and those of the options that questions offer."""
    offered: dict[int, Choice] = {}
    for path, node in subject.nodes.items():
        for column, texts in texts_of(node):
            yield _Said(column, node.name, path, texts)
        if isinstance(node, Question):
            offered |= {
                id(one): one for one in (subject.options(node) or ()) if node.choices and not node.choices.label
            }
    for option in offered.values():
        yield _Said("label (choices)", option.value, "", option.labels)


def _languages(subject: Subject) -> Iterator[Finding]:
    for language in subject.languages:
        if language and language not in subject.form.languages:
            yield Finding("language_missing", "", {"language": language}, blocking=False)
    missing: dict[tuple[str, str], list[_Said]] = {}
    drafts: Counter[str] = Counter()
    several = tuple(code for code in subject.form.languages if code)
    for one in _texts(subject):
        if not any(said(text) for text in one.texts.values()) or set(one.texts) <= {""}:
            continue
        for language in several:
            text = said(one.texts.get(language, ()))
            if not text:
                missing.setdefault((language, one.column), []).append(one)
            drafts[language] += text.startswith(_DRAFT)
    for (language, column), lacking in missing.items():
        names = tuple(one.name for one in lacking[:_EXAMPLES])
        facts = {"language": language, "column": column, "number": len(lacking), "names": names}
        yield Finding("translation_missing", lacking[0].path, facts, blocking=column.startswith("label"))
    for language, number in drafts.items():
        if number:
            yield Finding("draft_texts", "", {"language": language, "number": number}, blocking=False)


def _slots(subject: Subject) -> Iterator[Finding]:
    for one in _texts(subject):
        if any(_SLOT.search(said(text)) for text in one.texts.values()):
            yield Finding("slot_open", one.path, blocking=False)


def _options(subject: Subject, question: Question) -> Iterator[Finding]:
    options = subject.options(question)
    if question.choices is None or options is None:
        return
    if not options:
        yield Finding("no_options", question.path)
    seen: Counter[str] = Counter(option.value for option in options)
    for value, number in seen.items():
        if number > 1:
            yield Finding("option_twice", question.path, {"option": value})
    if question.choices.label:
        column = question.choices.label
        bare = [option.value for option in options if not option.columns.get(column)]
    else:
        bare = [option.value for option in options if not subject.in_default(option.labels) and not option.media]
    if bare:
        yield Finding("option_unlabelled", question.path, {"options": tuple(bare[:_EXAMPLES]), "number": len(bare)})


def _scale(question: Question) -> Iterator[Finding]:
    if question.type != "range":
        return
    try:
        start, end, step = (float(text) for text in (question.start, question.end, question.step or "1"))
    except ValueError:
        return
    steps = abs(end - start) / abs(step) + 1 if step else 0
    if steps <= _SCALE:
        yield Finding("range_as_scale", question.path, {"start": question.start, "end": question.end}, blocking=False)
