"""The catalogue of named problems: for each code a sentence for the person, the act that mends it, and an HTTP status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from filao.core.problems import Fault
from filao.documents.language import labels
from filao.documents.language.gettext import say
from filao.documents.words import protection as words
from filao.documents.words.problems.answering import ANSWERING
from filao.documents.words.problems.answers import ANSWERS
from filao.documents.words.problems.entry import Entry
from filao.documents.words.problems.forms import FORMS
from filao.documents.words.problems.gate import GATE
from filao.documents.words.problems.general import GENERAL
from filao.documents.words.problems.group import GROUP
from filao.documents.words.problems.instruments import INSTRUMENTS
from filao.documents.words.problems.people import PEOPLE
from filao.documents.words.problems.protection import PROTECTION
from filao.documents.words.problems.taking import TAKING
from filao.documents.words.problems.validation import VALIDATION
from filao.documents.words.problems.vault import VAULT
from filao.documents.words.problems.xlsform import XLSFORM

CATALOGUE: dict[str, Entry] = {
    **INSTRUMENTS,
    **GENERAL,
    **ANSWERING,
    **ANSWERS,
    **FORMS,
    **GATE,
    **GROUP,
    **PEOPLE,
    **PROTECTION,
    **TAKING,
    **VALIDATION,
    **VAULT,
    **XLSFORM,
}


def sentence(fault: Fault, language: str = "en") -> str:
    """What is wrong, in one sentence."""
    entry, facts = CATALOGUE[fault.code], fault.facts
    if fault.code in ("held", "held_from_body"):
        facts = {**facts, "what": labels.label("hit", str(facts.get("what", "")), language)}
    if fault.code == "retention_overdue":
        facts = {**facts, "kinds": words.kinds(facts["kinds"], language)}  # type: ignore[arg-type]
    return say(language, entry.sentence, **_filled(facts, entry.sentence))


def mend(fault: Fault, language: str = "en") -> str:
    """The act that mends it."""
    entry = CATALOGUE[fault.code]
    return say(language, entry.mend, **_filled(fault.facts, entry.mend))


def status(code: str) -> int:
    return CATALOGUE[code].status


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _filled(facts: Mapping[str, object], message: str) -> dict[str, object]:
    """The facts a message names, lists written out; a fact that is missing reads as an ellipsis."""
    from string import Formatter

    named = [name for _, name, _, _ in Formatter().parse(message) if name]
    shown = _Facts(facts)
    return {name: _written(shown[name]) for name in named} or {"_": ""}


def _written(value: object) -> object:
    if isinstance(value, Iterable) and not isinstance(value, str):
        items = [str(item) for item in value]
        return ", ".join(items[:20]) + (", …" if len(items) > 20 else "")
    return value
