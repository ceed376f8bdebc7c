"""The right of reply: bodies asked, by hand or by a signed link, and what they answered.

A link opens one request alone. Its page shows what was kept when the body was asked: the finding's sentence and figures
about that body, nothing else of the register.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from filao.core import replies as core
from filao.core.problems import Problem
from filao.documents import replying
from filao.documents.composing import Material
from filao.store import journal
from filao.store import register as store
from filao.store.narrative import Reply
from filao.store.people import Workspace
from filao.work import access, links, narrative
from filao.work.access import Actor
from filao.work.register import edit

PURPOSE = "reply"
"""What links to a request are made for."""


def listing(actor: Actor, workspace: Workspace, engagement: str) -> list[core.Request]:
    """Requests of an engagement, by finding and day."""
    access.require(actor, "findings.read", workspace)
    rows = Reply.objects.filter(workspace_id=workspace.id, engagement=engagement)
    return [row.as_core() for row in rows.order_by("finding", "asked_on", "organisation")]


def wanted(actor: Actor, workspace: Workspace, c: Material) -> tuple[core.Wanted, ...]:
    """Every body that a negative finding names, with how its reply stands; those not asked first."""
    access.require(actor, "findings.read", workspace)
    dropped = [id for id, standing in c.standing.items() if standing.status == "dropped"]
    requests = listing(actor, workspace, c.engagement.id)
    return core.wanted(narrative.findings(actor, workspace, c), requests, c.today, dropped)


def find(actor: Actor, workspace: Workspace, id: str) -> core.Request:
    """One request. Raises Problem no_such_page."""
    access.require(actor, "findings.read", workspace)
    row = Reply.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_page")
    return row.as_core()


def ask(
    actor: Actor, workspace: Workspace, c: Material, pairs: Sequence[tuple[str, str]], *, on: date, due: date
) -> list[str]:  # fmt: skip
    """Note that bodies are asked for their replies, pairs of (finding, body), and keep what they are shown.

    Asking anew gives another date; a reply that has come stays. Returns ids of the requests. Raises Problem
    due_before_asked, no_such_page (the finding does not name the body).
    """
    access.require(actor, "findings.edit", workspace)
    if due < on:
        raise Problem("due_before_asked")
    known = {f.id: f for f in narrative.findings(actor, workspace, c)}
    made = []
    with transaction.atomic():
        for finding, organisation in pairs:
            if finding not in known or organisation not in known[finding].bodies:
                raise Problem("no_such_page")
            row, _new = Reply.objects.update_or_create(
                workspace_id=workspace.id, engagement=c.engagement.id, finding=finding, organisation=organisation,
                defaults={"asked_on": on, "due_on": due, "shown": replying.shown(c, known[finding], organisation)},
            )  # fmt: skip
            _note(workspace, actor.name, "finding.ask_reply", row, due=due.isoformat())
            made.append(str(row.id))
    return made


def enter(
    actor: Actor, workspace: Workspace, engagement: str, finding: str, organisation: str, text: str, *, on: date,
    read_by_person: bool = False,
) -> None:  # fmt: skip
    """Enter a body's reply. Raises Problem not_asked, held."""
    access.require(actor, "findings.edit", workspace)
    if not read_by_person:
        edit.screen_words(workspace, text, "text")
    with transaction.atomic():
        row = Reply.objects.filter(
            workspace_id=workspace.id, engagement=engagement, finding=finding, organisation=organisation
        ).first()
        if row is None:
            raise Problem("not_asked", organisation=organisation)
        _keep(workspace, row, text, on, actor.name)


def make_link(actor: Actor, workspace: Workspace, c: Material, id: str) -> str:
    """A link to one request, open to the end of its day. Returns its token, told only now.

    Raises Problem no_such_page, not_by_link (the finding is restricted), due_before_asked (the day has passed).
    """
    access.require(actor, "findings.edit", workspace)
    request = find(actor, workspace, id)
    finding = next((f for f in narrative.findings(actor, workspace, c) if f.id == request.finding), None)
    if finding is None or not request.shown:
        raise Problem("no_such_page")
    if narrative.audience_of(c, finding) == "restricted":
        raise Problem("not_by_link")
    left = (request.due_on - c.today).days
    if left < 0:
        raise Problem("due_before_asked")
    body = store.reading(workspace).organisations.get(request.organisation)
    label = body.short_name if body else request.organisation
    return links.make(actor, workspace, PURPOSE, id, label=label, days=left + 1)


def opened(workspace: Workspace, token: str, browser: str) -> tuple[core.Request, str]:
    """Public, for whoever holds the link: the request, and the name of its body. Raises Problem link_dead,
    link_elsewhere."""
    row = _row(workspace, token, browser)
    return row.as_core(), store.reading(workspace).organisations[row.organisation].name


def reply_by_link(workspace: Workspace, token: str, browser: str, text: str) -> None:
    """Public, for whoever holds the link: the body's reply, which may be changed until its day has passed.

    Raises Problem link_dead, link_elsewhere, reply_over, held.
    """
    row, today = _row(workspace, token, browser), timezone.localdate()
    if row.due_on < today:
        raise Problem("reply_over")
    edit.screen_words(workspace, text, "text")
    body = store.reading(workspace).organisations[row.organisation]
    with transaction.atomic():
        _keep(workspace, row, text, today, f"{body.short_name}, by its link")
        links.use(workspace, token, browser, PURPOSE)


def _row(workspace: Workspace, token: str, browser: str) -> Reply:
    subject = links.opened(workspace, token, browser, PURPOSE).subject
    row = Reply.objects.filter(workspace_id=workspace.id, id=subject).first()
    if row is None or row.organisation not in store.reading(workspace).organisations:
        raise Problem("link_dead")
    return row


def _keep(workspace: Workspace, row: Reply, text: str, on: date, by: str) -> None:
    row.text, row.replied_on = text.strip(), on
    row.save(update_fields=["text", "replied_on"])
    _note(workspace, by, "finding.reply", row)


def _note(workspace: Workspace, by: str, act: str, row: Reply, **facts: object) -> None:
    subject = f"{row.finding} {row.organisation}"
    journal.write(workspace, at=timezone.now(), actor=by, act=act, subject=subject, facts=facts)
