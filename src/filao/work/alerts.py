"""What of an engagement needs attention, gathered from its deliverables, comments, meetings, files and calendar."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.utils import timezone

from filao.core import alerts as core
from filao.core.engagement import Engagement
from filao.documents import catalogue, mapping_report, presentation
from filao.documents.language import labels, say
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.group import MeetingRow
from filao.store.narrative import CommentRow
from filao.store.people import Workspace
from filao.store.reviews import ReviewerRow, ReviewRound
from filao.store.validation import ValidationRow
from filao.work import access, workdays
from filao.work.access import Actor

FINDINGS_IN = (mapping_report.KIND, presentation.KIND)
"""Documents that print findings and recommendations: what a meeting that validates these is asked before."""


def read(
    actor: Actor, workspace: Workspace, engagement: Engagement, today: date | None = None, language: str = "en"
) -> tuple[core.Alert, ...]:
    """The alerts of an engagement as it stands today; names of documents in a language."""
    access.require(actor, "engagement.read", workspace)
    now = today or timezone.localdate()
    return core.alerts(engagement, around(actor, workspace, engagement, now, language), now)


def around(
    actor: Actor, workspace: Workspace, engagement: Engagement, today: date, language: str = "en"
) -> core.Around:
    """What stands around an engagement; rounds of a restricted edition for who may see weak points."""
    access.require(actor, "engagement.read", workspace)
    comments = _comments(workspace, engagement)
    first = min((engagement.start, today, *(day for days in comments.values() for day in days)))
    meetings = ValidationRow.objects.filter(workspace_id=workspace.id, engagement=engagement.id)
    found = meetings.select_related("round").order_by("held_on", "id")
    validations = [row for row in found if workspace.simulated or not _is_rehearsal(row)]
    terms = store.reading(workspace).vocabulary.territories("island")
    islands = tuple(sorted({name for term in terms for name in term.labels.values() if name}))
    return core.Around(
        workdays.read(actor, workspace, range(first.year, max(engagement.end.year, today.year) + 1)),
        (*_group(workspace, engagement), *(_occasion(row) for row in validations if row.closed_at is None)),
        comments,
        {kind: say(language, entry.title) for kind, entry in catalogue.CATALOGUE.items()},
        tuple(
            core.Validated(
                str(row.id), row.title, row.held_on, FINDINGS_IN, row.closed_at and timezone.localtime(row.closed_at)
            )
            for row in validations
            if row.way == "validation"
        ),
        _printed(workspace, engagement, language),
        _rounds(actor, workspace, engagement, language),
        islands,
    )


def _comments(workspace: Workspace, engagement: Engagement) -> dict[str, list[date]]:
    rows = CommentRow.objects.filter(workspace_id=workspace.id, engagement=engagement.id, decision="open")
    found: dict[str, list[date]] = defaultdict(list)
    for document, day in rows.order_by("deliverable", "number").values_list("deliverable", "received_on"):
        found[document].append(day)
    return dict(found)


def _group(workspace: Workspace, engagement: Engagement) -> tuple[core.Occasion, ...]:
    """Meetings of the working group within the time of the engagement, by their numbers."""
    rows = MeetingRow.objects.filter(workspace_id=workspace.id, on__gte=engagement.start, on__lte=engagement.end)
    return tuple(
        core.Occasion("meeting", f"{row.year}-{row.number:02d}", row.title, row.on, row.on, place=row.place)
        for row in rows.order_by("on", "number")
    )


def _is_rehearsal(row: ValidationRow) -> bool:
    """Whether made-up people answered: such a meeting validates nothing."""
    return bool(row.outcome.get("simulated") or (row.round and row.round.simulated))


def _occasion(row: ValidationRow) -> core.Occasion:
    return core.Occasion("validation", str(row.id), row.title, row.held_on, row.held_on)


def _printed(workspace: Workspace, engagement: Engagement, language: str) -> tuple[core.Printed, ...]:
    """The newest final file of each document that prints findings."""
    rows = BuildRow.objects.filter(
        workspace_id=workspace.id, engagement=engagement.id, document__in=FINDINGS_IN, status="final"
    )
    newest = {row.document: row for row in rows.order_by("at", "id")}
    return tuple(
        core.Printed(kind, say(language, catalogue.entry(kind).title), timezone.localtime(row.at))
        for kind, row in sorted(newest.items())
    )


def _rounds(actor: Actor, workspace: Workspace, engagement: Engagement, language: str) -> tuple[core.Awaited, ...]:
    rows = ReviewRound.objects.filter(workspace_id=workspace.id, engagement=engagement.id, closed_on=None)
    if not access.may(actor, "analysis.restricted", workspace):
        rows = rows.exclude(audience="restricted")
    found = []
    for row in rows.defer("originals").order_by("due_on", "id"):
        states = list(ReviewerRow.objects.filter(workspace_id=workspace.id, round=row).values_list("state", flat=True))
        title = f"{say(language, catalogue.entry(row.document).title)}, {labels.version(row.version, language)}"
        found.append(core.Awaited(str(row.id), title, row.due_on, states.count("asked"), len(states)))
    return tuple(found)
