"""What a body does by a signed link, without account: read and comment minutes, answer a no-objection, report an action.

A link opens one thing for one body; its subject names both.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.core.register import Register, veiled
from filao.store import blobs
from filao.store import register as store
from filao.store.group import ActionRow, DecisionRow, GroupPaperRow, MeetingRow, MinutesCommentRow
from filao.store.people import Workspace
from filao.work import links
from filao.work.group.decisions import take_answer, take_report
from filao.work.group.meetings import kept, note, screen
from filao.work.group.papers import note_seen

MINUTES, DECISION, ACTION, PAPER = "minutes", "no_objection", "action", "paper"
"""What links of the working group are made for."""


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """Papers and minutes of a meeting, as one body sees them: `own` are its comments (item, text)."""

    meeting: core.Meeting
    organisation_id: str
    own: tuple[tuple[int, str], ...]
    decisions: tuple[core.Decision, ...]
    actions: tuple[core.Action, ...]
    papers: dict[str, str]


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A no-objection as one body sees it, with its own answer and the name of the file it is about."""

    decision: core.Decision
    organisation_id: str
    own: core.Answer | None
    paper: str


def subject_of(thing: str, organisation: str) -> str:
    """The subject of a link: the id of a meeting, decision or action, and the body it is for."""
    return f"{thing} {organisation}"


def _parts(workspace: Workspace, token: str, browser: str, purpose: str) -> tuple[str, str]:
    thing, _, organisation = links.opened(workspace, token, browser, purpose).subject.partition(" ")
    if organisation not in store.reading(workspace).organisations:
        raise Problem("link_dead")
    return thing, organisation


def _by(workspace: Workspace, organisation: str) -> str:
    return f"{store.reading(workspace).organisations[organisation].short_name}, by its link"


def register_behind(workspace: Workspace, token: str, browser: str) -> Register:
    """Public, for whoever holds the link: the register as it may leave, for names of bodies.

    Raises Problem link_dead, link_elsewhere.
    """
    _place, found = links.find(workspace.slug, token, browser)
    if not found.ours:
        raise Problem("link_elsewhere")
    return veiled(store.reading(workspace))


def opened_minutes(workspace: Workspace, token: str, browser: str) -> MinutesPage:
    """Public, for whoever holds the link: a meeting with its agenda, papers and minutes, once these are out.

    Raises Problem link_dead, link_elsewhere.
    """
    row, organisation = _meeting(workspace, token, browser)
    held = row.as_core()
    out = held.minutes != "draft"
    said = MinutesCommentRow.objects.filter(workspace_id=workspace.id, meeting=row, organisation=organisation)
    decided = DecisionRow.objects.filter(workspace_id=workspace.id, meeting=row).select_related("meeting")
    undertaken = ActionRow.objects.filter(workspace_id=workspace.id, meeting=row).select_related("meeting")
    return MinutesPage(
        held, organisation, tuple((r.item, r.text) for r in said.order_by("at")),
        tuple(r.as_core() for r in decided.order_by("number")) if out else (),
        tuple(r.as_core() for r in undertaken.order_by("number")) if out else (),
        {digest: kept(workspace, digest).title for item in held.items for digest in item.papers},
    )  # fmt: skip


def _meeting(workspace: Workspace, token: str, browser: str) -> tuple[MeetingRow, str]:
    thing, organisation = _parts(workspace, token, browser, MINUTES)
    row = MeetingRow.objects.filter(workspace_id=workspace.id, id=thing).first()
    if row is None:
        raise Problem("link_dead")
    return row, organisation


def comment_by_link(workspace: Workspace, token: str, browser: str, text: str, item: int = 0) -> None:
    """Public, for whoever holds the link: a comment on draft minutes. Raises Problem link_dead, link_elsewhere,
    comments_closed, no_such_item, held."""
    row, organisation = _meeting(workspace, token, browser)
    held = row.as_core()
    if not core.comments_open(held, timezone.localdate()):
        raise Problem("comments_closed")
    if item and item not in {i.position for i in held.items}:
        raise Problem("no_such_item", position=item)
    screen(workspace, {"text": text}, read_by_person=False)
    with transaction.atomic():
        MinutesCommentRow.objects.create(
            workspace=workspace, meeting=row, organisation=organisation, item=item, text=text, at=timezone.now()
        )
        links.use(workspace, token, browser, MINUTES)
        note(workspace, _by(workspace, organisation), "group.comment", held.code, item=item)


def opened_decision(workspace: Workspace, token: str, browser: str) -> DecisionPage:
    """Public, for whoever holds the link: a no-objection with its file. Raises Problem link_dead, link_elsewhere."""
    row, organisation = _decision(workspace, token, browser)
    made = row.as_core()
    own = next((a for a in made.answers if a.organisation_id == organisation), None)
    return DecisionPage(made, organisation, own, kept(workspace, made.paper).title)


def _decision(workspace: Workspace, token: str, browser: str) -> tuple[DecisionRow, str]:
    thing, organisation = _parts(workspace, token, browser, DECISION)
    row = DecisionRow.objects.filter(workspace_id=workspace.id, id=thing).select_related("meeting").first()
    if row is None:
        raise Problem("link_dead")
    return row, organisation


def answer_by_link(workspace: Workspace, token: str, browser: str, *, objects: bool, reason: str = "") -> None:
    """Public, for whoever holds the link: the body's answer. Raises Problem link_dead, link_elsewhere, answers_closed,
    reason_missing, held."""
    row, organisation = _decision(workspace, token, browser)
    with transaction.atomic():
        take_answer(workspace, row, organisation, _by(workspace, organisation), objects=objects, reason=reason)
        links.use(workspace, token, browser, DECISION)


def opened_action(workspace: Workspace, token: str, browser: str) -> tuple[core.Action, str]:
    """Public, for whoever holds the link: an action and the body it is for. Raises Problem link_dead, link_elsewhere."""
    row, organisation = _action(workspace, token, browser)
    return row.as_core(), organisation


def _action(workspace: Workspace, token: str, browser: str) -> tuple[ActionRow, str]:
    thing, organisation = _parts(workspace, token, browser, ACTION)
    row = ActionRow.objects.filter(workspace_id=workspace.id, id=thing, owner=organisation)
    found = row.select_related("meeting").first()
    if found is None:
        raise Problem("link_dead")
    return found, organisation


def report_by_link(workspace: Workspace, token: str, browser: str, status: str, evidence: str = "") -> None:
    """Public, for whoever holds the link: how far the body's action is. Raises Problem link_dead, link_elsewhere,
    no_such_state, report_unfounded, held."""
    row, organisation = _action(workspace, token, browser)
    with transaction.atomic():
        take_report(workspace, row, _by(workspace, organisation), status, evidence)
        links.use(workspace, token, browser, ACTION)


def opened_paper(workspace: Workspace, token: str, browser: str) -> tuple[core.GroupPaper, str]:
    """Public, for whoever holds the link: a paper of the group and the body it is shown to. Raises Problem link_dead,
    link_elsewhere."""
    thing, organisation = _parts(workspace, token, browser, PAPER)
    row = GroupPaperRow.objects.filter(workspace_id=workspace.id, id=thing).first()
    if row is None:
        raise Problem("link_dead")
    return row.as_core(), organisation


def kept_paper(workspace: Workspace, token: str, browser: str, digest: str) -> tuple[str, bytes]:
    """Public, for whoever holds the link: a paper of its meeting, the file of its no-objection, or its paper, as it was
    kept. That the body has seen it is noted, with the day.

    Returns name and bytes. Raises Problem link_dead, link_elsewhere.
    """
    _place, found = links.find(workspace.slug, token, browser)
    if found.purpose == MINUTES:
        allowed = set(opened_minutes(workspace, token, browser).papers)
    elif found.purpose == DECISION:
        allowed = {opened_decision(workspace, token, browser).decision.paper}
    elif found.purpose == PAPER:
        allowed = {opened_paper(workspace, token, browser)[0].current.digest}
    else:
        allowed = set()
    if digest not in allowed:
        raise Problem("link_dead")
    data = blobs.get(digest)
    note_seen(workspace, digest, found.subject.partition(" ")[2])
    return kept(workspace, digest).name, data
