"""What stops a document from becoming final: each fault names its block and the act that mends it.

Accessibility is checked again by Typst (PDF/UA-1) when a final PDF is built.
"""

from __future__ import annotations

from filao.core.comments import Comment
from filao.core.evidence import Finding
from filao.core.problems import Fault
from filao.documents import model as m
from filao.documents.composing import Material, Standing, unasked
from filao.documents.pdf import Layout


def faults(document: m.Document, c: Material, layout: Layout | None = None) -> tuple[Fault, ...]:
    """Everything that stands between this document and the status "final"; empty when nothing does."""
    found: list[Fault] = [*c.faults]
    if document.on_register and not c.held:
        found.append(Fault("no_interview", {"block": "method"}))
    drafts = [section for section in document.sections if section.status == "draft"]
    found.extend(Fault("section_is_draft", {"block": section.id, "title": section.title}) for section in drafts)
    for block in document.blocks():
        found.extend(_of_block(block))
    if document.on_register:
        found.extend(_of_findings(c))
    found.extend(_of_comments(c.comments_on(document.meta.kind)))
    if layout is not None and document.max_pages is not None and layout.counted_pages() > document.max_pages:
        longest = sorted(layout.pages_of_sections().items(), key=lambda pair: -pair[1])
        titles = {s.id: s.title for s in document.sections}
        first = next((titles[id] for id, _ in longest if id in titles), "")
        found.append(
            Fault("too_many_pages", {"pages": layout.counted_pages(), "limit": document.max_pages, "longest": first})
        )
    return tuple(found)


def _of_block(block: m.Block) -> list[Fault]:
    found = []
    if isinstance(block, (m.Picture, m.Table)) and block.numbered:
        missing = [
            name
            for name, value in (
                ("n", block.evidence.n),
                ("source", block.evidence.source_text),
                ("date", block.evidence.date),
            )
            if not value
        ]
        if missing and not _of_the_team(block):
            found.append(Fault("figure_without", {"block": block.id, "missing": tuple(missing)}))
        if isinstance(block, m.Picture) and not block.alt.strip():
            found.append(Fault("figure_without", {"block": block.id, "missing": ("alternative text",)}))
    if isinstance(block, m.FindingBlock) and not block.evidence:
        found.append(Fault("finding_without_evidence", {"block": block.id, "number": block.number}))
    return found


def _of_the_team(block: m.Picture | m.Table) -> bool:
    """A table of rules or proposals counts nothing and has no date; its source line says whose it is."""
    return (
        isinstance(block, m.Table)
        and bool(block.evidence.source_text)
        and not block.evidence.sources
        and not block.evidence.date
        and not block.evidence.n
    )


def _of_findings(c: Material) -> list[Fault]:
    found: list[Fault] = []
    for finding in c.findings:
        standing = c.standing.get(finding.id)
        if standing and standing.status == "dropped":
            continue
        block = f"finding-{finding.id}"
        if standing and standing.text:
            found.extend(
                Fault(f.code, {**f.facts, "block": block, "title": block}) for f in c.line(standing.text)[1].faults
            )
        if not finding.evidence:
            found.append(Fault("finding_without_evidence", {"block": block, "number": finding.id}))
        if finding.negative:
            found.extend(_of_replies(c, finding, standing or Standing()))
    return found


def _of_replies(c: Material, finding: Finding, standing: Standing) -> list[Fault]:
    """Bodies named that have not been asked, and those that still have time to reply."""
    block, found = f"finding-{finding.id}", []
    if left := unasked(finding, standing):
        found.append(Fault("no_right_of_reply", {"block": block, "bodies": tuple(c.short(body) for body in left)}))
    if waiting := [body for body in finding.bodies if body in standing.waiting]:
        found.append(Fault("reply_awaited", {"block": block, "bodies": tuple(c.short(body) for body in waiting)}))
    return found


def _of_comments(comments: tuple[Comment, ...]) -> list[Fault]:
    return [
        Fault("comment_open", {"block": comment.place, "number": comment.number, "institution": comment.institution})
        for comment in comments
        if comment.decision == "open"
    ]
