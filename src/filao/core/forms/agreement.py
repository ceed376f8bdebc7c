"""The text to which people say yes: the question of consent and what stands before it, in each language."""

from __future__ import annotations

from collections.abc import Mapping

from filao.core.forms.lint.consent import consent_of
from filao.core.forms.lint.model import Subject, said
from filao.core.forms.questionnaire import Question, Questionnaire


def consent_texts(questionnaire: Questionnaire) -> Mapping[str, str]:
    """Language -> the notes before the question of consent, and the question; empty where a form asks for none."""
    subject = Subject(questionnaire)
    asked = consent_of(subject)
    if asked is None:
        return {}
    before = [
        node
        for path, node in subject.nodes.items()
        if isinstance(node, Question) and node.type == "note" and subject.order[path] < subject.order[asked.path]
    ]
    shown = [*before, asked]
    languages = dict.fromkeys(language for question in shown for language in question.labels)
    texts = {lang: [said(question.labels.get(lang, ())) for question in shown] for lang in languages}
    return {language: "\n".join(filter(None, parts)) for language, parts in texts.items() if any(parts)}
