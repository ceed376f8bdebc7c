"""Two Word files of one deliverable side by side: what a paragraph said before, and what it says now."""

from __future__ import annotations

from filao.core import compare, passages
from filao.core.problems import Problem
from filao.core.returns import Original
from filao.documents import reviewing
from filao.exchange import returned_docx
from filao.store.documents import BuildRow
from filao.store.people import Workspace
from filao.store.reviews import ReviewRound
from filao.work import access, documents, reviews
from filao.work.access import Actor
from filao.work.documents import Build


def choices(actor: Actor, workspace: Workspace, engagement: str, kind: str, language: str) -> list[Build]:
    """Word files of a deliverable that can be compared, the newest first."""
    access.require(actor, "documents.read", workspace)
    found = documents.builds(actor, workspace, engagement, kind, limit=200)
    return [made for made in found if made.format == "docx" and made.language == language]


def compared(
    actor: Actor, workspace: Workspace, before: str, after: str
) -> tuple[Build, Build, tuple[compare.Pair, ...]]:
    """Two files by their ids, with what became of each paragraph. Raises Problem no_such_page, versions_differ."""
    access.require(actor, "documents.read", workspace)
    (one, old), (other, new) = (_read(actor, workspace, id) for id in (before, after))
    rows = BuildRow.objects.filter(workspace_id=workspace.id, id__in=[before, after])
    if len({(row.engagement, row.document, row.language) for row in rows.order_by("id")}) != 1:
        raise Problem("versions_differ")
    return one, other, compare.blocks(old, new)


def _read(actor: Actor, workspace: Workspace, id: str) -> tuple[Build, tuple[Original, ...]]:
    """A file and its paragraphs: as a round froze them, else as the file has them."""
    made, data = documents.file(actor, workspace, id)
    if made.format != "docx":
        raise Problem("versions_differ")
    round = ReviewRound.objects.filter(workspace_id=workspace.id, docx_id=id).order_by("opened_at").first()
    if round is not None:
        kept = reviews.originals_of(round)
    else:
        kept = reviewing.paragraphs(returned_docx.read(data, made.name).paragraphs, made.language)
    return made, passages.folded([o for o in kept if o.section])
