"""Rounds of comments: a draft frozen and sent to bodies for comments, and who of them has answered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from filao.core import reviews as core
from filao.core.comments import Comment
from filao.core.problems import Problem
from filao.core.returns import Original
from filao.documents import catalogue, comment_matrix, reviewing
from filao.documents.language import say
from filao.documents.model import Audience, Meta
from filao.exchange import returned_docx
from filao.store import blobs, journal
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.narrative import CommentRow
from filao.store.people import Workspace
from filao.store.reviews import ReviewerRow, ReviewRound
from filao.work import access, documents, engagements, worker
from filao.work.access import Actor

DOCUMENTS = tuple(
    kind
    for kind, entry in catalogue.CATALOGUE.items()
    if entry.sections and "docx" in entry.formats and not entry.apart
)
"""Deliverables that can be sent out for comments: those with texts of their own, as Word files."""


def note(workspace: Workspace, actor: Actor, act: str, subject: str, **facts: object) -> None:
    """A line of the journal."""
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=subject, facts=facts)


def open_round(
    actor: Actor, workspace: Workspace, engagement: str, document: str, reviewers: Sequence[str], due: date,
    *, language: str = "en", audience: Audience = "working_group",
) -> str:  # fmt: skip
    """Freeze a deliverable as PDF and DOCX, and ask bodies for their comments by a day. Returns the round's id.

    The draft counts as submitted: what is built afterwards is the next one. What the engagement is to deliver as this
    document moves to comments with the frozen PDF; what was accepted stays so. Raises Problem no_such_document,
    no_reviewers, no_such_record, due_before_asked, not_in_language, and those of building.
    """
    access.require(actor, "comments.edit", workspace)
    if document not in DOCUMENTS:
        raise Problem("no_such_document", kind=document, codes=DOCUMENTS)
    if not reviewers:
        raise Problem("no_reviewers")
    known = store.reading(workspace).organisations
    for id in reviewers:
        if id not in known:
            raise Problem("no_such_record", kind="organisation", value=id)
    if due < timezone.localdate():
        raise Problem("due_before_asked")
    c = documents.material(actor, workspace, engagement, language=language, audience=audience)
    built = {format: documents.build(actor, workspace, document, format, c) for format in ("pdf", "docx")}
    frame = worker.run(reviewing.frame, document, c)
    seen = returned_docx.read(blobs.get(built["docx"].digest), built["docx"].name)
    originals = reviewing.originals(frame, seen.paragraphs, language)
    with transaction.atomic():
        files = [built["pdf"].id, built["docx"].id]
        BuildRow.objects.filter(workspace_id=workspace.id, id__in=files).update(status="submitted")
        row = ReviewRound.objects.create(
            workspace=workspace, engagement=c.engagement.id, document=document, language=language, audience=audience,
            version=c.version, code=frame.code, pdf_id=built["pdf"].id, docx_id=built["docx"].id,
            originals=[[o.anchor, o.text, o.block, o.section, o.where] for o in originals],
            opened_at=timezone.now(), due_on=due,
        )  # fmt: skip
        ReviewerRow.objects.bulk_create(
            ReviewerRow(workspace=workspace, round=row, organisation=id) for id in dict.fromkeys(reviewers)
        )
        note(
            workspace,
            actor,
            "review.open",
            f"{document} {c.version}",
            reviewers=list(reviewers),
            digest=built["docx"].digest,
        )
        engagements.sent_for_comments(actor, workspace, c.engagement.id, document, built["pdf"].digest, c.version)
    return str(row.id)


def rounds(actor: Actor, workspace: Workspace, engagement: str, document: str = "") -> list[core.Round]:
    """Rounds of an engagement, the newest first; those of a restricted edition for who may see weak points."""
    access.require(actor, "documents.read", workspace)
    rows = ReviewRound.objects.filter(workspace_id=workspace.id, engagement=engagement).defer("originals")
    if document:
        rows = rows.filter(document=document)
    if not access.may(actor, "analysis.restricted", workspace):
        rows = rows.exclude(audience="restricted")
    return [_as_core(workspace, row) for row in rows.select_related("docx").order_by("-opened_at")]


def find(actor: Actor, workspace: Workspace, id: str) -> core.Round:
    """One round. Raises Problem no_such_page."""
    access.require(actor, "documents.read", workspace)
    row = row_of(workspace, id)
    if row.audience == "restricted":
        access.require(actor, "analysis.restricted", workspace)
    return _as_core(workspace, row)


def row_of(workspace: Workspace, id: str) -> ReviewRound:
    """Raises Problem no_such_page."""
    row = ReviewRound.objects.filter(workspace_id=workspace.id, id=id).select_related("docx").first()
    if row is None:
        raise Problem("no_such_page")
    return row


def _as_core(workspace: Workspace, row: ReviewRound) -> core.Round:
    return row.as_core(ReviewerRow.objects.filter(workspace_id=workspace.id, round=row).order_by("organisation"))


def originals_of(row: ReviewRound) -> tuple[Original, ...]:
    """The paragraphs of a round's draft as they went out."""
    return tuple(Original(*kept) for kept in row.originals)


def paragraphs(actor: Actor, workspace: Workspace, id: str) -> tuple[Original, ...]:
    """Paragraphs of a round's draft that a comment can be placed at."""
    find(actor, workspace, id)
    return tuple(o for o in originals_of(row_of(workspace, id)) if o.anchor and o.text.strip())


def sheet(actor: Actor, workspace: Workspace, id: str, organisation: str) -> tuple[str, bytes]:
    """The workbook that a body fills in, as name and bytes. Raises Problem no_such_page, not_a_reviewer."""
    access.require(actor, "comments.edit", workspace)
    found = find(actor, workspace, id)
    body = store.reading(workspace).organisations.get(organisation)
    if body is None or organisation not in {r.organisation for r in found.reviewers}:
        raise Problem("not_a_reviewer", organisation=organisation)
    places = [(o.anchor, o.where, o.text.strip()) for o in paragraphs(actor, workspace, id)]
    meta = Meta(
        kind=comment_matrix.KIND, title=say(found.language, catalogue.entry(found.document).title), subtitle="",
        language=found.language, code=found.code, version=found.version, notice=workspace.notice_in(found.language),
        date=found.opened_on, data_date=found.opened_on,
    )  # fmt: skip
    data = comment_matrix.for_body(meta, places, body.name_in(found.language))
    return f"comments-{found.document}-{organisation}-{found.language}.xlsx", data


def comments(actor: Actor, workspace: Workspace, id: str) -> tuple[Comment, ...]:
    """Comments of a round by their numbers. Raises Problem no_such_page."""
    find(actor, workspace, id)
    rows = CommentRow.objects.filter(workspace_id=workspace.id, review=id).order_by("number")
    return tuple(row.as_core() for row in rows)


def section_of(actor: Actor, workspace: Workspace, comment: Comment) -> str:
    """The section of the deliverable that people can write, where a comment of a round stands; "" for none."""
    access.require(actor, "documents.read", workspace)
    if not comment.review or not comment.anchor:
        return ""
    found = {o.anchor: o.section for o in paragraphs(actor, workspace, comment.review)}.get(comment.anchor, "")
    return found if found in catalogue.entry(comment.deliverable).sections else ""


def no_comments(actor: Actor, workspace: Workspace, id: str, organisation: str) -> None:
    """Note that a body has no comment. Raises Problem no_such_page, not_a_reviewer, review_closed."""
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        answered(open_row(workspace, id), organisation, "no_comments")
        note(workspace, actor, "review.no_comments", organisation)


def open_row(workspace: Workspace, id: str) -> ReviewRound:
    """Raises Problem no_such_page, review_closed."""
    row = row_of(workspace, id)
    if row.closed_on:
        raise Problem("review_closed")
    return row


def answered(row: ReviewRound, organisation: str, state: core.ReviewerState) -> None:
    """Keep what a body did; comments stay comments where it later says that it has none. Raises Problem not_a_reviewer."""
    asked = ReviewerRow.objects.filter(workspace_id=row.workspace_id, round=row, organisation=organisation).first()
    if asked is None:
        raise Problem("not_a_reviewer", organisation=organisation)
    if asked.state != "commented":
        asked.state = state
    asked.answered_on = timezone.localdate()
    asked.save(update_fields=["state", "answered_on"])


def close(actor: Actor, workspace: Workspace, id: str) -> None:
    """Close a round: nothing more is taken in; its open comments still keep the deliverable from being final."""
    access.require(actor, "comments.edit", workspace)
    with transaction.atomic():
        row = open_row(workspace, id)
        row.closed_on = timezone.localdate()
        row.save(update_fields=["closed_on"])
        note(workspace, actor, "review.close", f"{row.document} {row.version}")
