"""What the document builder shows of a deliverable before it becomes pages: its sections, their first drafts, what keeps
it from being final, one section as a page, one drawing as a picture. Nothing is kept here."""

from __future__ import annotations

from dataclasses import dataclass, field

from filao.core.problems import Fault, Problem
from filao.documents import catalogue, chart, gate, page
from filao.documents import model as m
from filao.documents.composing import Material, SectionStatus, Written


@dataclass(frozen=True, slots=True)
class Part:
    """A section as its writer finds it. `text` is what stands now, `draft` the first draft, `blocks` what it may place."""

    id: str
    title: str
    status: SectionStatus
    text: str
    draft: str
    blocks: tuple[str, ...]
    budget: float


@dataclass(frozen=True, slots=True)
class Outline:
    """A deliverable with sections: its title, the parts, and every fault that can be told without its pages."""

    title: str
    parts: tuple[Part, ...]
    faults: tuple[Fault, ...]
    max_pages: int | None = None

    def part(self, id: str) -> Part:
        """Raises Problem no_such_section."""
        found = next((part for part in self.parts if part.id == id), None)
        if found is None:
            raise Problem("no_such_section", section=id)
        return found


@dataclass(frozen=True, slots=True)
class Preview:
    """A section as HTML (see `page.section`), and what is wrong with its references."""

    html: str
    faults: tuple[Fault, ...] = field(default=())


def outline(kind: str, c: Material) -> Outline:
    """The sections of a deliverable. Raises Problem no_such_document, not_in_language."""
    document = catalogue.composed(kind, c)
    parts = []
    for id, offer in c.offers.items():
        written = c.texts.get((kind, id))
        now = written or Written(offer.draft, "draft")
        parts.append(Part(id, offer.title, now.status, now.text, offer.draft, offer.blocks, offer.budget))
    return Outline(document.meta.title, tuple(parts), gate.faults(document, c), document.max_pages)


def section(kind: str, c: Material, id: str) -> Preview:
    """One section as it would be printed."""
    document = catalogue.composed(kind, c)
    return Preview(page.section(document, id), tuple(f for f in c.faults if f.facts.get("block") == id))


def drawing(kind: str, c: Material, block: str) -> bytes:
    """A drawing of a deliverable as PNG. Raises Problem no_such_page."""
    for found in catalogue.composed(kind, c).blocks():
        if isinstance(found, m.Picture) and found.id == block:
            return chart.to_png(found.svg, 2.0)
    raise Problem("no_such_page")
