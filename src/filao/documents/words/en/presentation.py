"""The deck's messages and speaker notes in English."""

from __future__ import annotations

from filao.core.evidence import Finding
from filao.documents.composing import Material
from filao.documents.language import numbers
from filao.documents.markup import shown
from filao.documents.words.en import findings as sentences
from filao.documents.words.en import mapping_report as report


def plain(c: Material, text: str) -> str:
    """A marked-up sentence with its figures filled in, as plain text."""
    return "".join(run.text for run in c.inline(text))


def headline(c: Material, f: Finding) -> str:
    return plain(c, sentences.headline(c, f))


def statement(c: Material, f: Finding) -> str:
    return plain(c, report.finding_text(c, f))


def figure(c: Material, id: str) -> str:
    return shown(c.analysis.figures[id], c.language)


def opening_notes(c: Material) -> str:
    held = len(c.held)
    basis = (
        "a desk review; no interview has been held yet"
        if held == 0
        else f"public sources and {numbers.in_words(held, 'en')} interviews"
    )
    return (
        f"Good morning. The map rests on {basis}. Every number on these slides is computed from the register of "
        f"{figure(c, 'sources.total')} sources as it stood on {c.data_date}. “Not documented” does not mean absent: it is a question."
    )
