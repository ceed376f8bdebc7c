"""The week of each body as one mail, and reminders of no-objections: what is due, sent once, and kept as sent.

A week is that of ISO 8601. A row is written before its mail leaves, so that two runs at once write to nobody twice; where
no mail left, because the mail server refused it or it could not be written, the row goes and the next run tries again.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from django.db import transaction
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.documents.words import group_mail as words
from filao.store.group import GroupMailRow
from filao.store.people import Workspace
from filao.work import access, mail, workdays
from filao.work.access import Actor
from filao.work.group.by_link import ACTION, DECISION, MINUTES
from filao.work.group.decisions import actions, decisions
from filao.work.group.mails import (
    DAYS,
    Address,
    GroupMail,
    Recipient,
    Sent,
    days_left,
    link_to,
    post,
    recipient_of,
    recipients,
    to_of,
)
from filao.work.group.meetings import kept, meetings, note, seats_of


@dataclass(frozen=True, slots=True)
class Reminder:
    """A no-objection that a body is reminded of: for the first time, or on its last day."""

    decision: core.Decision
    organisation_id: str
    group_id: str
    step: Literal["", "soon", "last"]

    @property
    def subject(self) -> str:
        return f"{self.decision.id} {self.step}"


@dataclass(frozen=True, slots=True)
class Out:
    """What a run sent: digests, reminders, and when the digest of the week had gone before (None: it had not)."""

    digests: Sent
    reminders: Sent
    before: date | None = None

    @property
    def whole(self) -> Sent:
        """Digests and reminders together, each body named once."""
        one, other = self.digests, self.reminders
        without, refused = (*one.without, *other.without), (*one.refused, *other.refused)
        return Sent(one.count + other.count, tuple(dict.fromkeys(without)), tuple(dict.fromkeys(refused)))


# --- readings


def _groups(actor: Actor, workspace: Workspace) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By body: the groups that meet in which it holds a seat, and those in which it has a voice."""
    held: dict[str, set[str]] = {}
    voices: dict[str, set[str]] = {}
    for group in sorted({m.group_id for m in meetings(actor, workspace)}):
        seats = seats_of(workspace, group)
        for seat in seats:
            held.setdefault(seat.organisation_id, set()).add(group)
        for body in core.with_voice(seats):
            voices.setdefault(body, set()).add(group)
    return held, voices


def digests(actor: Actor, workspace: Workspace) -> list[core.Digest]:
    """The week's digest of each body that holds a seat in a group that meets, those with nothing to tell left out."""
    access.require(actor, "group.edit", workspace)
    found, today = meetings(actor, workspace), timezone.localdate()
    decided, undertaken = decisions(actor, workspace), actions(actor, workspace)
    held, voices = _groups(actor, workspace)
    group_of = {m.code: m.group_id for m in found}
    made = []
    for body in dict.fromkeys([*held, *(a.owner for a in undertaken)]):
        own = [m for m in found if m.group_id in held.get(body, set())]
        asked = [d for d in decided if group_of.get(d.meeting) in voices.get(body, set())]
        made.append(core.digest(body, own, asked, undertaken, today))
    return [digest for digest in made if digest]


def reminders(actor: Actor, workspace: Workspace) -> list[Reminder]:
    """Reminders of no-objections that are due today and have not gone, for the bodies that have not answered."""
    access.require(actor, "group.edit", workspace)
    today, group_of = timezone.localdate(), {m.code: m.group_id for m in meetings(actor, workspace)}
    gone = set(
        GroupMailRow.objects.filter(workspace_id=workspace.id, kind="reminder").values_list("subject", "organisation")
    )
    found, days = [], workdays.of(workspace, {today.year, today.year + 1})
    for asked in reversed(decisions(actor, workspace)):
        group, step = group_of.get(asked.meeting, ""), core.reminder(asked, today, days)
        if not step:
            continue
        for body in core.silent(asked, core.with_voice(seats_of(workspace, group))):
            one = Reminder(asked, body, group, step)
            if (one.subject, body) not in gone:
                found.append(one)
    return found


def week_of(day: date) -> str:
    """The week of a day, as "2026-W47"."""
    year, week, _weekday = day.isocalendar()
    return f"{year}-W{week:02d}"


def sent_this_week(actor: Actor, workspace: Workspace) -> tuple[date | None, frozenset[str]]:
    """On which day all digests of this week were out (None: they are not), and the bodies that got theirs."""
    access.require(actor, "group.read", workspace)
    rows = GroupMailRow.objects.filter(
        workspace_id=workspace.id, kind="digest", subject=week_of(timezone.localdate())
    ).order_by("organisation")
    whole = next((row.on for row in rows if not row.organisation), None)
    return whole, frozenset(row.organisation for row in rows if row.organisation)


# --- mails


def digest_mails(
    actor: Actor, workspace: Workspace, bodies: Collection[str] | None, address: Address | None
) -> list[GroupMail]:  # fmt: skip
    """The digest of each of these bodies (None: of all) as a mail with fresh links; without `address` it has none."""
    access.require(actor, "group.edit", workspace)
    chosen = [d for d in digests(actor, workspace) if bodies is None or d.organisation_id in bodies]
    known = _recipients(actor, workspace)
    with transaction.atomic():
        made = [_digest_mail(actor, workspace, one, known, address) for one in chosen]
        if address is not None and made:
            note(workspace, actor.name, "group.mail", "", kind="digest", count=len(made), links=True)
    return made


def _recipients(actor: Actor, workspace: Workspace, *, open_: bool = True) -> dict[str, Recipient]:
    groups = sorted({m.group_id for m in meetings(actor, workspace)})
    return recipients(actor, workspace, groups, open_=open_)


def _digest_mail(
    actor: Actor, workspace: Workspace, told: core.Digest, known: dict[str, Recipient], address: Address | None
) -> GroupMail:
    body, whom = told.organisation_id, recipient_of(workspace, known, told.organisation_id)
    things = [
        *((MINUTES, m.id, m.title, DAYS) for m in (*told.meetings, *told.minutes)),
        *((DECISION, d.id, d.code, days_left(d)) for d in told.to_answer),
        *((ACTION, a.id, a.code, DAYS) for a in told.actions),
    ]
    links = {
        id: link_to(actor, workspace, purpose, id, body, title, days, address)
        for id, (purpose, title, days) in {id: (p, t, d) for p, id, t, d in things}.items()
        if address is not None
    }
    group = next((m.group_id for m in (*told.meetings, *told.minutes)), "")
    written = words.digest(to_of(workspace, whom, body, group), told, links, timezone.localdate())
    return GroupMail(body, whom.language, whom.to, whom.copy, written.subject, written.text)


def _reminder_mail(
    actor: Actor, workspace: Workspace, due: Reminder, known: dict[str, Recipient], address: Address | None
) -> GroupMail:
    asked, whom = due.decision, recipient_of(workspace, known, due.organisation_id)
    link = link_to(
        actor, workspace, DECISION, asked.id, due.organisation_id, asked.code, days_left(asked), address
    )  # fmt: skip
    step = due.step
    title = kept(workspace, asked.paper).title
    written = words.decision(to_of(workspace, whom, due.organisation_id, due.group_id), asked, title, link, step)
    return GroupMail(due.organisation_id, whom.language, whom.to, whom.copy, written.subject, written.text)


def due(actor: Actor, workspace: Workspace) -> list[GroupMail]:
    """The mails that a run would send now, reminders first, without links: making those would take others back."""
    access.require(actor, "group.edit", workspace)
    known = _recipients(actor, workspace, open_=False)
    asked = [_reminder_mail(actor, workspace, one, known, None) for one in reminders(actor, workspace)]
    whole, gone = sent_this_week(actor, workspace)
    waiting = [] if whole else [d for d in digests(actor, workspace) if d.organisation_id not in gone]
    return [*asked, *(_digest_mail(actor, workspace, one, known, None) for one in waiting)]


def send_due(actor: Actor, workspace: Workspace, address: Address | None) -> Out:
    """Send the reminders that are due, and once a week to each body its digest. Raises Problem no_mail_server."""
    access.require(actor, "group.edit", workspace)
    if not mail.configured():
        raise Problem("no_mail_server")
    known, today = _recipients(actor, workspace), timezone.localdate()
    asked = [
        _send_once(workspace, "reminder", one.subject, one.organisation_id, known,
                   partial(_reminder_mail, actor, workspace, one, known, address))
        for one in reminders(actor, workspace)
    ]  # fmt: skip
    before, gone = sent_this_week(actor, workspace)
    waiting = [] if before else [d for d in digests(actor, workspace) if d.organisation_id not in gone]
    week = week_of(today)
    told = [
        _send_once(workspace, "digest", week, one.organisation_id, known,
                   partial(_digest_mail, actor, workspace, one, known, address))
        for one in waiting
    ]  # fmt: skip
    out = Out(_summed(told), _summed(asked), before)
    with transaction.atomic():
        if before is None and not out.digests.refused:
            GroupMailRow.objects.get_or_create(
                workspace_id=workspace.id, kind="digest", subject=week, organisation="", defaults={"on": today}
            )
        if out.digests.count or out.reminders.count:
            note(workspace, actor.name, "group.mail", week, kind="digest", count=out.digests.count,
                 reminders=out.reminders.count)  # fmt: skip
    return out


def _send_once(
    workspace: Workspace, kind: str, subject: str, body: str, known: dict[str, Recipient],
    write: Callable[[], GroupMail],
) -> tuple[str, str]:  # fmt: skip
    """Send one mail unless it has gone. Returns the body and "sent", "without", "refused" or "gone"."""
    if not recipient_of(workspace, known, body).to:
        return body, "without"
    row, new = GroupMailRow.objects.get_or_create(
        workspace_id=workspace.id, kind=kind, subject=subject, organisation=body, defaults={"on": timezone.localdate()}
    )
    if not new:
        return body, "gone"
    sent = False
    try:
        sent = post(write())
    finally:
        if not sent:
            GroupMailRow.objects.filter(workspace_id=workspace.id, id=row.id).delete()
    return body, "sent" if sent else "refused"


def _summed(results: list[tuple[str, str]]) -> Sent:
    return Sent(
        sum(how == "sent" for _body, how in results), tuple(b for b, how in results if how == "without"),
        tuple(b for b, how in results if how == "refused"),
    )  # fmt: skip
