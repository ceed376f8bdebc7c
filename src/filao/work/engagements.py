"""Engagements: opening one from its terms, moving deliverables through their states, agreeing instalments."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from filao.core import engagement as core
from filao.core.problems import Problem
from filao.documents import catalogue
from filao.store import journal
from filao.store.documents import BuildRow
from filao.store.engagement import DeliverableRow, EngagementRow, InstalmentRow, MilestoneRow
from filao.store.narrative import CommentRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor


def open_engagement(actor: Actor, workspace: Workspace, terms: Mapping[str, Any], plan: core.Plan) -> core.Engagement:
    """Open an engagement from its terms of reference. Raises Problem engagement_exists."""
    access.require(actor, "engagement.edit", workspace)
    made = core.from_terms(terms, plan)
    with transaction.atomic():
        rows = EngagementRow.objects.filter(workspace_id=workspace.id)
        if rows.filter(slug=made.id).exists():
            raise Problem("engagement_exists", slug=made.id)
        row = EngagementRow.objects.create(
            workspace=workspace, slug=made.id, title=made.title, terms=dict(terms), start=made.start, end=made.end,
            demonstration=made.demonstration, baseline=made.baseline, position=rows.count(),
        )  # fmt: skip
        DeliverableRow.objects.bulk_create(
            DeliverableRow(
                workspace=workspace, engagement=row, code=d.id, position=n, title=d.title, form=d.form, due=d.due,
                max_counted_pages=d.max_counted_pages,
            )
            for n, d in enumerate(made.deliverables)
        )  # fmt: skip
        InstalmentRow.objects.bulk_create(
            InstalmentRow(
                workspace=workspace, engagement=row, number=i.number, rule=i.rule, conditions=list(i.conditions),
                share=i.share,
            )
            for i in made.instalments
        )  # fmt: skip
        MilestoneRow.objects.bulk_create(
            MilestoneRow(workspace=workspace, engagement=row, code=m.id, title=m.title, on=m.on, until=m.until)
            for m in made.milestones
        )
        _journal(actor, workspace, "engagement.open", made.title)
    return made


def _journal(actor: Actor, workspace: Workspace, act: str, subject: str, reason: str = "", **facts: object) -> None:
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=subject, reason=reason, facts=facts)


def listing(actor: Actor, workspace: Workspace) -> list[core.Engagement]:
    """Engagements of the workspace, the working one first."""
    access.require(actor, "engagement.read", workspace)
    rows = EngagementRow.objects.filter(workspace_id=workspace.id).order_by("position")
    return _tied(workspace, [row.as_core() for row in rows])


def find(actor: Actor, workspace: Workspace, slug: str = "") -> core.Engagement:
    """One engagement; the first when none is named. Raises Problem no_such_engagement."""
    access.require(actor, "engagement.read", workspace)
    return _whole(workspace, _row(workspace, slug))


def _whole(workspace: Workspace, row: EngagementRow) -> core.Engagement:
    return _tied(workspace, [row.as_core()])[0]


def _tied(workspace: Workspace, found: Iterable[core.Engagement]) -> list[core.Engagement]:
    """Engagements whose deliverables know their documents and the comments open on them.

    A deliverable is tied to a document by its code, where that is one of the catalogue, and by the files handed in and
    accepted; nothing else ties it.
    """
    found = list(found)
    digests = {d for e in found for item in e.deliverables for d in (item.submitted, item.evidence) if d}
    built: dict[str, set[str]] = defaultdict(set)
    if digests:
        rows = BuildRow.objects.filter(workspace_id=workspace.id, digest__in=digests)
        for digest, document in rows.values_list("digest", "document"):
            built[digest].add(document)
    open_rows = CommentRow.objects.filter(workspace_id=workspace.id, decision="open")
    waiting = Counter(open_rows.values_list("engagement", "deliverable"))

    def tied(engagement: str, item: core.Deliverable) -> core.Deliverable:
        own = {item.id} & catalogue.CATALOGUE.keys()
        documents = tuple(sorted(own | built[item.submitted] | built[item.evidence]))
        return replace(item, documents=documents, comments_open=sum(waiting[engagement, kind] for kind in documents))

    return [replace(e, deliverables=tuple(tied(e.id, item) for item in e.deliverables)) for e in found]


def _row(workspace: Workspace, slug: str) -> EngagementRow:
    rows = EngagementRow.objects.filter(workspace_id=workspace.id).order_by("position")
    row = rows.filter(slug=slug).first() if slug else rows.first()
    if row is None:
        raise Problem("no_such_engagement", slug=slug)
    return row


def _deliverable(workspace: Workspace, engagement: EngagementRow, code: str) -> DeliverableRow:
    row = DeliverableRow.objects.filter(workspace_id=workspace.id, engagement=engagement, code=code).first()
    if row is None:
        raise Problem("no_such_deliverable", code=code)
    return row


def move_deliverable(
    actor: Actor,
    workspace: Workspace,
    slug: str,
    code: str,
    status: str,
    *,
    on: date,
    evidence: str = "",
    reason: str = "",
    reopen: bool = False,
) -> None:
    """Move a deliverable to a state. Acceptance needs the right to accept, and names the accepted file by its hash.

    Only what was submitted can be accepted. Where nothing was built for it (a meeting, a file made elsewhere) the reason
    says what the acceptance rests on. A file submitted ends its draft: the next one has the next number. An acceptance is
    taken back only where the caller says `reopen`, with a reason. Raises Problem no_such_engagement, no_such_deliverable,
    no_such_state, not_submitted, evidence_missing, file_lost, accepted_already, reason_missing.
    """
    access.require(actor, "engagement.accept" if status == "accepted" else "engagement.edit", workspace)
    if status not in core.DELIVERABLE_STATUSES:
        raise Problem("no_such_state", value=status, codes=core.DELIVERABLE_STATUSES)
    if status == "accepted" or evidence:
        _check_evidence(workspace, evidence, reason)
    with transaction.atomic():
        row = _deliverable(workspace, _row(workspace, slug), code)
        before = row.status
        if status == "accepted" and before not in ("submitted", "comments", "accepted"):
            raise Problem("not_submitted", title=row.title)
        if before == "accepted" and status != "accepted":
            _may_reopen(row, reason, reopen)
        row.status = status
        if status == "submitted" and evidence:
            BuildRow.objects.filter(workspace_id=workspace.id, digest=evidence).update(status="submitted")
        if status == "submitted":
            row.submitted_on, row.submitted = on, evidence
        if status == "accepted":
            row.accepted_on, row.accepted_by, row.evidence = on, actor.name, evidence
        elif before == "accepted":
            row.accepted_on, row.accepted_by, row.evidence = None, "", ""
        row.save()
        _journal(
            actor, workspace, "deliverable.move", row.title, reason, before=before, after=status,
            file=row.evidence or evidence,
        )  # fmt: skip


def _may_reopen(row: DeliverableRow, reason: str, reopen: bool) -> None:
    if not reopen:
        raise Problem("accepted_already", title=row.title, field="reopen")
    if not reason.strip():
        raise Problem("reason_missing", field="reason")


def sent_for_comments(
    actor: Actor, workspace: Workspace, engagement: str, document: str, digest: str, version: str
) -> None:
    """Move the deliverables of a document to the state of comments, when a draft of it goes out for them.

    What is accepted stays accepted: a person reopens it.
    """
    access.require(actor, "engagement.edit", workspace)
    with transaction.atomic():
        row = EngagementRow.objects.filter(workspace_id=workspace.id, slug=engagement).first()
        items = _whole(workspace, row).deliverables if row else ()
        for item in (one for one in items if document in one.documents and one.status != "accepted"):
            own = DeliverableRow.objects.filter(workspace_id=workspace.id, engagement=row, code=item.id)
            own.update(status="comments", submitted=digest)
            _journal(
                actor, workspace, "deliverable.move", item.title, version, before=item.status, after="comments",
                file=digest,
            )  # fmt: skip


def _check_evidence(workspace: Workspace, digest: str, reason: str) -> None:
    """An acceptance names a file that was built here, or says in words what it rests on."""
    if not digest and not reason.strip():
        raise Problem("evidence_missing", field="evidence")
    if digest and not BuildRow.objects.filter(workspace_id=workspace.id, digest=digest).exists():
        raise Problem("file_lost", digest=digest[:12])


def set_due(actor: Actor, workspace: Workspace, slug: str, code: str, due: date | None) -> None:
    """Fix or lift the date a deliverable is due."""
    access.require(actor, "engagement.edit", workspace)
    with transaction.atomic():
        row = _deliverable(workspace, _row(workspace, slug), code)
        before, row.due = row.due, due
        row.save()
        _journal(actor, workspace, "deliverable.due", row.title, before=str(before or ""), after=str(due or ""))


def set_conditions(actor: Actor, workspace: Workspace, slug: str, number: int, conditions: Sequence[str]) -> None:
    """Say which deliverables an instalment pays. Raises Problem no_such_deliverable, no_such_instalment."""
    access.require(actor, "engagement.edit", workspace)
    with transaction.atomic():
        engagement = _row(workspace, slug)
        for code in conditions:
            _deliverable(workspace, engagement, code)
        row = _instalment(workspace, engagement, number)
        row.conditions = list(conditions)
        row.save()
        _journal(
            actor, workspace, "instalment.conditions", f"{engagement.title}, {number}", conditions=list(conditions)
        )


def settle(actor: Actor, workspace: Workspace, slug: str, number: int, state: str) -> None:
    """Mark an instalment as claimed or paid. Raises Problem not_claimable while a condition is open, comments_not_closed
    while a comment on what was accepted has no decision; a claim that was made is paid all the same."""
    access.require(actor, "engagement.edit", workspace)
    if state not in ("", "claimed", "paid"):
        raise Problem("no_such_state", value=state, codes=("claimed", "paid"))
    with transaction.atomic():
        engagement = _row(workspace, slug)
        row = _instalment(workspace, engagement, number)
        fresh = replace(row.as_core(), settled="")
        _check_claimable(_whole(workspace, engagement), fresh, state, claimed=bool(row.settled))
        row.settled = state
        row.save()
        _journal(actor, workspace, "instalment.settle", f"{engagement.title}, {number}", state=state)


def _check_claimable(engagement: core.Engagement, instalment: core.Instalment, state: str, *, claimed: bool) -> None:
    status = core.instalment_status(engagement, instalment)
    if state and status == "comments_open" and not claimed:
        titles = tuple(d.title for d in core.commented_on(engagement, instalment))
        raise Problem("comments_not_closed", number=instalment.number, titles=titles)
    if state and status not in ("claimable", "comments_open"):
        raise Problem("not_claimable", number=instalment.number)


def _instalment(workspace: Workspace, engagement: EngagementRow, number: int) -> InstalmentRow:
    row = InstalmentRow.objects.filter(workspace_id=workspace.id, engagement=engagement, number=number).first()
    if row is None:
        raise Problem("no_such_instalment", number=number)
    return row
