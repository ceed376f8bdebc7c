"""The findings of the gate as sentences: what is wrong with a form and what mends it."""

from __future__ import annotations

from filao.core.forms.lint import Finding
from filao.core.problems import Fault
from filao.documents.language import labels
from filao.documents.words import problems

_WHAT = {
    "identifying_question": "identifies",
    "person_named": "identifies",
    "asks_victim": "case",
    "words_identify": "hit",
}
"""Code of a finding -> group of labels that its fact "what" is one of."""


def sentence(finding: Finding, language: str = "en") -> str:
    """What is wrong, in one sentence."""
    return problems.sentence(_fault(finding, language), language)


def mend(finding: Finding, language: str = "en") -> str:
    """The act that mends it."""
    return problems.mend(_fault(finding, language), language)


def _fault(finding: Finding, language: str) -> Fault:
    facts = dict(finding.facts)
    facts.setdefault("name", finding.path.rpartition("/")[2])
    if group := _WHAT.get(finding.code):
        facts["what"] = labels.label(group, str(facts["what"]), language)
    if "language" in facts:
        facts["language"] = labels.label("form_language", str(facts["language"]), language)
    if "traits" in facts:
        facts["traits"] = tuple(labels.label("trait", code, language) for code in finding.facts["traits"])  # type: ignore[attr-defined]
    return Fault(finding.code, facts)
