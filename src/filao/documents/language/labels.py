"""Fixed words of the writers and short labels of codes that vocabularies do not hold."""

from __future__ import annotations

from filao.documents.language import numbers
from filao.documents.language.codes import CODES
from filao.documents.language.gettext import N_, say

_WORDS = {
    "figure": N_("Figure"),
    "table": N_("Table"),
    "contents": N_("Contents"),
    "annex": N_("Annex"),
    "note": N_("Note"),
    "source": N_("Source"),
    "sources": N_("Sources"),
    "data": N_("Data"),
    "data_to": N_("Data to"),
    "data_date": N_("Data to"),
    "built_on": N_("Built on"),
    "version": N_("Version"),
    "project": N_("Project"),
    "code": N_("Code"),
    "draft_text": N_("Draft text"),
    "owner": N_("Owner:"),
    "by_when": N_("By:"),
    "resources": N_("Resources:"),
    "rests_on": N_("Rests on"),
    "evidence": N_("Evidence:"),
    "counter": N_("Against it:"),
    "reply": N_("Reply of the body:"),
    "write_here": N_("Click here and write"),
}


def words(language: str) -> dict[str, str]:
    """The fixed words of a document in its language."""
    return {key: say(language, message) for key, message in _WORDS.items()} | {"colon": numbers.colon(language)}


def label(group: str, code: str, language: str) -> str:
    """The label of a code outside the vocabularies; the code itself where it has none."""
    message = CODES.get((group, code))
    return say(language, message) if message else code.replace("_", " ")


def version(name: str, language: str) -> str:
    """A version in a language: "draft 3" and "final" are said, a name of its own stays as it is."""
    status, _, number = name.partition(" ")
    known = status in ("draft", "final") and (number.isdigit() or not number)
    return f"{label('build_status', status, language)} {number}".strip() if known else name
