"""Texts of deliverables, findings with what people decided, and comments: what people write over the first drafts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from filao.core import comments as core
from filao.core.evidence import Finding
from filao.core.figures import fingerprint, moved
from filao.core.problems import Fault, Problem
from filao.core.replies import Request, state_of
from filao.documents import catalogue, comment_matrix, markup
from filao.documents.composing import Material, Standing, Written
from filao.documents.model import AUDIENCES
from filao.exchange import comments as matrix
from filao.store import journal
from filao.store.narrative import CommentRow, FindingState, Reply, SectionText
from filao.store.people import Workspace
from filao.store.reviews import ReviewRound
from filao.work import access, analysis
from filao.work.access import Actor
from filao.work.register import edit

SECTION_STATUSES = ("draft", "edited", "accepted")
FINDING_STATUSES = ("draft", "accepted", "validated", "dropped")


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a section's text."""

    version: int
    text: str
    status: str
    author: str
    at: datetime
    figures: Mapping[str, str]


def _journal(actor: Actor, workspace: Workspace, act: str, subject: str, reason: str = "", **facts: object) -> None:
    journal.write(workspace, at=timezone.now(), actor=actor.name, act=act, subject=subject, reason=reason, facts=facts)


def texts(actor: Actor, workspace: Workspace, engagement: str, language: str) -> dict[tuple[str, str], Written]:
    """The newest text of each section that somebody has written, by (document, section)."""
    access.require(actor, "documents.read", workspace)
    found: dict[tuple[str, str], Written] = {}
    rows = SectionText.objects.filter(workspace_id=workspace.id, engagement=engagement, language=language)
    for row in rows.order_by("version"):
        if row.status == "draft":
            found.pop((row.document, row.section), None)
        else:
            found[row.document, row.section] = Written(row.text, row.status, row.figures)  # type: ignore[arg-type]
    return found


def versions(
    actor: Actor, workspace: Workspace, engagement: str, document: str, section: str, language: str
) -> list[Version]:
    """Versions of a section's text, the newest first."""
    access.require(actor, "documents.read", workspace)
    rows = SectionText.objects.filter(
        workspace_id=workspace.id, engagement=engagement, document=document, section=section, language=language
    ).order_by("-version")
    return [Version(r.version, r.text, r.status, r.author, r.at, r.figures) for r in rows]


def save_section(
    actor: Actor,
    workspace: Workspace,
    engagement: str,
    document: str,
    section: str,
    language: str,
    text: str,
    *,
    status: str = "edited",
    seen: int | None = None,
    baseline: int | None = None,
    read_by_person: bool = False,
) -> tuple[Fault, ...]:
    """Keep a new version of a section: edited, accepted, or "draft" to return to the first draft.

    `seen` is the version that the writer had before them (0: none). Returns what is wrong with the references in the
    text; the text is kept all the same. Raises Problem no_such_document, no_such_section, held (the text may identify a
    person), text_moved (somebody saved another version since).
    """
    access.require(actor, "documents.edit", workspace)
    entry = catalogue.entry(document)
    if section not in entry.sections:
        raise Problem("no_such_section", section=section)
    if status not in SECTION_STATUSES:
        raise Problem("no_such_state", value=status, codes=SECTION_STATUSES)
    reading = analysis.read(actor, workspace, baseline=baseline)
    if not read_by_person:
        edit.screen_words(workspace, text, section)
    parsed = markup.parse(
        text,
        language=language,
        figures=reading.figures,
        sources=lambda id: id in reading.register.sources,
        blocks=_AnyBlock(),
        prefix=section,
    )
    with transaction.atomic():
        key = {
            "workspace_id": workspace.id, "engagement": engagement, "document": document, "section": section,
            "language": language,
        }  # fmt: skip
        Workspace.objects.select_for_update().get(id=workspace.id)
        last = SectionText.objects.filter(**key).order_by("-version").first()
        if seen is not None and seen != (last.version if last else 0):
            raise Problem("text_moved", author=last.author if last else "")
        SectionText.objects.create(
            **key,
            version=last.version + 1 if last else 1,
            text=text,
            status=status,
            figures=fingerprint(reading.figures, parsed.figures),
            author=actor.name,
            at=timezone.now(),
        )
        _journal(actor, workspace, f"section.{status}", f"{document} {section}", language=language)
    return parsed.faults


class _AnyBlock(dict[str, Sequence[Any]]):
    """Every block name is offered: which blocks a section has is known when the document is composed."""

    def __contains__(self, key: object) -> bool:
        return True

    def __missing__(self, key: str) -> Sequence[Any]:
        return ()


def figures_moved(
    actor: Actor, workspace: Workspace, written: Written, baseline: int | None = None
) -> dict[str, tuple[str, str]]:
    """Values that changed since a text was written: id -> (then, now)."""
    return moved(analysis.read(actor, workspace, baseline=baseline).figures, written.figures)


# --- findings


def findings(actor: Actor, workspace: Workspace, c: Material) -> tuple[Finding, ...]:
    """Findings of a reading, the weightiest first; restricted ones only for those who may see weak points."""
    access.require(actor, "findings.read", workspace)
    if access.may(actor, "analysis.restricted", workspace):
        return c.findings
    return tuple(f for f in c.findings if audience_of(c, f) != "restricted")


def audience_of(c: Material, finding: Finding) -> str:
    """For whom a finding may be printed: as a person decided, else as its rule says."""
    standing = c.standing.get(finding.id)
    return (standing.audience if standing else "") or finding.audience


def standings(actor: Actor, workspace: Workspace, engagement: str, today: date) -> dict[str, Standing]:
    """What people decided on each finding, with the bodies asked and their replies.

    A body counts as asked once it has replied or its date has passed; until then the finding waits for it.
    """
    access.require(actor, "documents.read", workspace)
    found = {}
    rows = Reply.objects.filter(workspace_id=workspace.id, engagement=engagement).order_by("asked_on", "organisation")
    replies = [row.as_core() for row in rows]
    states = {r.finding: r for r in FindingState.objects.filter(workspace_id=workspace.id, engagement=engagement)}
    for id in {*states, *(r.finding for r in replies)}:
        state = states.get(id)
        mine = [r for r in replies if r.finding == id]
        found[id] = Standing(
            text=state.text if state else "",
            status=state.status if state else "draft",  # type: ignore[arg-type]
            audience=state.audience if state else "",
            asked=tuple(r.organisation for r in mine if state_of(r, today) != "asked"),
            replies={r.organisation: r.text for r in mine if r.text},
            waiting={r.organisation: _dates(r) for r in mine if state_of(r, today) == "asked"},
            silent={r.organisation: _dates(r) for r in mine if state_of(r, today) == "no_reply"},
        )
    return found


def _dates(request: Request) -> tuple[str, str]:
    return request.asked_on.isoformat(), request.due_on.isoformat()


def decide_finding(
    actor: Actor,
    workspace: Workspace,
    engagement: str,
    finding: str,
    *,
    status: str,
    text: str = "",
    audience: str = "",
    reason: str = "",
    read_by_person: bool = False,
) -> None:
    """Accept, drop or reword a finding. Raises Problem no_such_state, reason_missing, held."""
    access.require(actor, "findings.edit", workspace)
    if status not in FINDING_STATUSES:
        raise Problem("no_such_state", value=status, codes=FINDING_STATUSES)
    if audience not in ("", *AUDIENCES):
        raise Problem("no_such_state", value=audience, codes=AUDIENCES)
    if status == "dropped" and not reason.strip():
        raise Problem("reason_missing", field="reason")
    if not read_by_person:
        edit.screen_words(workspace, text, "text")
    with transaction.atomic():
        FindingState.objects.update_or_create(
            workspace_id=workspace.id,
            engagement=engagement,
            finding=finding,
            defaults={"status": status, "text": text, "audience": audience, "at": timezone.now()},
        )
        _journal(actor, workspace, f"finding.{status}", finding, reason)


# --- comments


def comments(actor: Actor, workspace: Workspace, engagement: str, deliverable: str = "") -> tuple[core.Comment, ...]:
    """Comments on an engagement's drafts, by deliverable and number; those on a restricted edition for who may see weak
    points."""
    access.require(actor, "documents.read", workspace)
    rows = CommentRow.objects.filter(workspace_id=workspace.id, engagement=engagement)
    if not access.may(actor, "analysis.restricted", workspace):
        rows = rows.exclude(review__in=restricted_rounds(workspace))
    if deliverable:
        rows = rows.filter(deliverable=deliverable)
    return tuple(row.as_core() for row in rows.order_by("deliverable", "number"))


def restricted_rounds(workspace: Workspace) -> set[str]:
    """Ids of rounds on a restricted edition."""
    rows = ReviewRound.objects.filter(workspace_id=workspace.id, audience="restricted")
    return {str(id) for id in rows.values_list("id", flat=True)}


def read_matrix(
    actor: Actor, workspace: Workspace, deliverable: str, version: str, data: bytes, name: str,
    *, read_by_person: bool = False,
) -> matrix.Matrix:  # fmt: skip
    """The lines of a comment matrix from outside; lines that may identify a person are refused. Nothing is written.

    Raises the problems of `exchange.comments.read`.
    """
    access.require(actor, "comments.edit", workspace)
    found = matrix.read(data, name, deliverable, version, comment_matrix.codes())
    if read_by_person:
        return found
    taken, refused = [], list(found.refused)
    for comment in found.comments:
        try:
            _screen_comment(workspace, comment)
        except Problem as held:
            refused.append(matrix.Refused(comment.number, "text", comment.text[:80], held.fault))
        else:
            taken.append(comment)
    return matrix.Matrix(tuple(taken), tuple(refused))


def _screen_comment(workspace: Workspace, comment: core.Comment) -> None:
    """Raise Problem held where the institution of a comment, or any of its words, may name a person."""
    edit.screen_words(workspace, comment.institution, "institution")
    edit.screen_words(workspace, words_of(comment), "text")


def words_of(comment: core.Comment) -> str:
    """All words that a comment carries, those of the draft that came back with it too: people type into it."""
    words = (comment.text, comment.response, comment.quote, comment.before, comment.after)
    return "\n".join(filter(None, words))


_OF_ROUND = (
    "review", "channel", "anchor", "where", "quote", "change", "before", "after", "answers", "duplicate_of", "unplaced",
    "resolved", "came", "apart", "body",
)  # fmt: skip
"""What a comment of a review round carries beside the columns of the matrix."""


def add_comments(
    actor: Actor, workspace: Workspace, engagement: str, deliverable: str, new: Sequence[core.Comment],
    *, read_by_person: bool = False,
) -> tuple[int, int]:  # fmt: skip
    """Add comments; those that stand already are left out (`core.comments.fresh`).

    A line whose number is known renews decision, answer and change. Returns (added, renewed). Raises Problem held.
    """
    access.require(actor, "comments.edit", workspace)
    if not read_by_person:
        for comment in new:
            _screen_comment(workspace, comment)
    return keep_comments(actor, workspace, engagement, deliverable, new)


def keep_comments(
    by: Actor, workspace: Workspace, engagement: str, deliverable: str, new: Sequence[core.Comment]
) -> tuple[int, int]:
    """As `add_comments`, for an act that has asked for its right and screened the words itself; one at a time."""
    added = renewed = 0
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        rows = list(
            CommentRow.objects.filter(workspace_id=workspace.id, engagement=engagement, deliverable=deliverable)
        )
        by_number = {row.number: row for row in rows}
        last = max(by_number, default=0)
        for comment, is_new in zip(new, core.fresh(new, [row.as_core() for row in rows]), strict=True):
            row = by_number.get(comment.number)
            if row and row.text == comment.text:
                after = (comment.decision, comment.response, comment.changed)
                if (row.decision, row.response, row.changed) != after:
                    row.decision, row.response, row.changed = after
                    row.decided_on = timezone.localdate() if comment.decision != "open" else None
                    row.decided_by = access.role_for(by, "comments.edit", workspace) if row.decided_on else ""
                    row.save()
                    renewed += 1
            elif is_new:
                last += 1
                CommentRow.objects.create(
                    workspace_id=workspace.id, engagement=engagement, deliverable=deliverable, number=last,
                    version=comment.version, institution=comment.institution, place=comment.place, text=comment.text,
                    severity=comment.severity, decision=comment.decision, response=comment.response,
                    changed=comment.changed, received_on=timezone.localdate(),
                    **{name: getattr(comment, name) for name in _OF_ROUND},
                )  # fmt: skip
                added += 1
        if added or renewed:
            _journal(by, workspace, "comments.add", deliverable, added=added, renewed=renewed)
    return added, renewed


def decide_comment(
    actor: Actor, workspace: Workspace, engagement: str, deliverable: str, number: int, *, decision: str, response: str,
    changed: str = "", read_by_person: bool = False,
) -> None:  # fmt: skip
    """Decide on a comment, and alike on the open ones that say the same. Raises Problem no_such_state, reason_missing,
    held, no_such_comment."""
    access.require(actor, "comments.edit", workspace)
    if decision not in core.DECISIONS:
        raise Problem("no_such_state", value=decision, codes=core.DECISIONS)
    if decision in ("declined", "partly") and not response.strip():
        raise Problem("reason_missing", field="response")
    if not read_by_person:
        edit.screen_words(workspace, response, "response")
        edit.screen_words(workspace, changed, "changed")
    with transaction.atomic():
        rows = CommentRow.objects.filter(workspace_id=workspace.id, engagement=engagement, deliverable=deliverable)
        row = rows.filter(number=number).first()
        if row is None:
            raise Problem("no_such_comment", number=number)
        for one in (row, *rows.filter(duplicate_of=number, decision="open")):
            one.decision, one.response, one.changed = decision, response, changed
            one.decided_on = timezone.localdate() if decision != "open" else None
            one.decided_by = access.role_for(actor, "comments.edit", workspace) if decision != "open" else ""
            one.save()
        _journal(actor, workspace, "comment.decide", f"{deliverable} {number}", response, decision=decision)
