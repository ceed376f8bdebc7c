"""Mails of the group: invitations, minutes, no-objections, actions and papers, each with a fresh link of its body.

They go to the function e-mail of the seat holder, a copy to the alternate, where a mail server is named; otherwise they
are texts to copy and files to send from a mailbox of one's own. Addresses are opened only for who may read contacts; for
others the register's function e-mail of the body serves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.db import transaction
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.documents.words import group_mail as words
from filao.exchange import eml, packages
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access, links, mail
from filao.work.access import Actor
from filao.work.group.by_link import ACTION, DECISION, MINUTES, PAPER, subject_of
from filao.work.group.decisions import action, decision
from filao.work.group.meetings import calendar, kept, meeting, note, seats_of
from filao.work.group.papers import group_paper
from filao.work.group.people import Reach, may_reach, reached, seated
from filao.work.mail import File

Address = Callable[[str], str]
"""The whole address of a link, from its token."""
Kind = Literal["invitation", "minutes", "decision", "action", "paper"]
KINDS: tuple[Kind, ...] = ("invitation", "minutes", "decision", "action", "paper")
DAYS = 60
"""For how many days a link opens that has no last day of its own."""
_OF: dict[str, str] = {
    "invitation": "meeting", "minutes": "meeting", "decision": "decision", "action": "action", "paper": "paper",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Thing:
    """What a link shows: the purpose of such links, its id, the group it is of, the bodies that may have one, a title, and
    for how many days they open."""

    purpose: str
    id: str
    group_id: str
    bodies: tuple[str, ...]
    title: str
    days: int


@dataclass(frozen=True, slots=True)
class GroupMail:
    """A mail ready to be sent, copied or saved. `to` and `copy` are "" where no address is known or may be read."""

    organisation_id: str
    language: str
    to: str
    copy: str
    subject: str
    text: str
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """How many mails went, and the bodies that got none: without an address, or refused by the mail server."""

    count: int
    without: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where mails to a body go, and in which language."""

    language: str = "en"
    post: str = ""
    to: str = ""
    copy: str = ""


# --- what, and to whom


def thing(actor: Actor, workspace: Workspace, what: str, code: str) -> Thing:
    """A meeting, no-objection, action or paper that bodies may have links to. Raises Problem no_such_page, and those of
    its reading."""
    access.require(actor, "group.read", workspace)
    if what == "action":
        duty = action(actor, workspace, code)
        of = meeting(actor, workspace, duty.meeting)
        return Thing(ACTION, duty.id, of.group_id, (duty.owner,), duty.code, DAYS)
    if what == "decision":
        made = decision(actor, workspace, code)
        if made.until is None:
            raise Problem("no_such_page")
        of = meeting(actor, workspace, made.meeting)
        return Thing(DECISION, made.id, of.group_id, _voices(workspace, of.group_id), made.code, days_left(made))
    if what == "paper":
        paper = group_paper(actor, workspace, code)
        return Thing(PAPER, paper.id, paper.group_id, _seated(workspace, paper.group_id), paper.title, DAYS)
    if what != "meeting":
        raise Problem("no_such_page")
    held = meeting(actor, workspace, code)
    return Thing(MINUTES, held.id, held.group_id, _seated(workspace, held.group_id), held.title, DAYS)


def days_left(asked: core.Decision) -> int:
    """For how many days a link to a no-objection opens: its last day included."""
    return max((asked.until - timezone.localdate()).days, 0) + 1 if asked.until else DAYS


def _seated(workspace: Workspace, group: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(seat.organisation_id for seat in seats_of(workspace, group)))


def _voices(workspace: Workspace, group: str) -> tuple[str, ...]:
    return core.with_voice(seats_of(workspace, group))


def recipients(
    actor: Actor, workspace: Workspace, groups: Iterable[str], *, open_: bool = True
) -> dict[str, Recipient]:  # fmt: skip
    """Where mails to the members of groups go. Addresses are read (one line in the journal for each group) only where
    `open_` asks for it and the actor may."""
    access.require(actor, "group.read", workspace)
    bodies, reading = store.reading(workspace).organisations, open_ and may_reach(actor, workspace)
    found: dict[str, Recipient] = {}
    for group in groups:
        known = reached(actor, workspace, group) if reading else {}
        for one in seated(actor, workspace, group):
            id = one.seat.organisation_id
            if id in found and found[id].post:
                continue
            body = bodies.get(id)
            own = known.get(one.holder.id, Reach()).email if one.holder else ""
            found[id] = Recipient(
                one.holder.language if one.holder else "en", one.holder.post if one.holder else "",
                own or (body.function_email if body else ""),
                known.get(one.alternate.id, Reach()).email if one.alternate else "",
            )  # fmt: skip
    return found


def recipient_of(workspace: Workspace, known: dict[str, Recipient], body: str) -> Recipient:
    """Where mails to a body go; one without a seat is reached by its function e-mail."""
    if body in known:
        return known[body]
    found = store.reading(workspace).organisations.get(body)
    return Recipient(to=found.function_email if found else "")


def to_of(workspace: Workspace, recipient: Recipient, body: str, group: str) -> words.To:
    """Whom the words of a mail speak to."""
    register = store.reading(workspace)
    named, of = register.organisations.get(body), register.groups.get(group)
    return words.To(
        named.name_in(recipient.language) if named else body, recipient.post, recipient.language,
        of.name if of else workspace.name,
    )  # fmt: skip


# --- mails


def link_to(
    actor: Actor, workspace: Workspace, purpose: str, thing_id: str, body: str, title: str, days: int,
    address: Address | None,
) -> str:  # fmt: skip
    """The address of a fresh link, "" where there is no server for it to lead to."""
    if address is None:
        return ""
    label = _label(workspace, body, title)
    return address(links.fresh(actor, workspace, purpose, subject_of(thing_id, body), label=label, days=days))


def _label(workspace: Workspace, body: str, title: str) -> str:
    bodies = store.reading(workspace).organisations
    return f"{bodies[body].short_name if body in bodies else body}, {title}"


def new_links(
    actor: Actor, workspace: Workspace, of: Thing, bodies: Collection[str], address: Address
) -> dict[str, str]:  # fmt: skip
    """A new link to a thing for each of these bodies that may have one, by body; those made before stay."""
    access.require(actor, "group.edit", workspace)
    with transaction.atomic():
        return {
            body: address(links.make(
                actor, workspace, of.purpose, subject_of(of.id, body), label=_label(workspace, body, of.title), days=of.days
            ))
            for body in of.bodies
            if body in bodies
        }  # fmt: skip


def mail_about(actor: Actor, workspace: Workspace, kind: str, code: str) -> Thing:
    """What mails of a kind are about. Raises Problem no_such_page (also for minutes that are not out for comments, and for
    a no-objection that is open no more), and those of reading."""
    access.require(actor, "group.edit", workspace)
    if kind not in KINDS:
        raise Problem("no_such_page")
    of, today = thing(actor, workspace, _OF[kind], code), timezone.localdate()
    if kind == "minutes" and not core.comments_open(meeting(actor, workspace, code), today):
        raise Problem("no_such_page")
    if kind == "decision" and core.outcome(decision(actor, workspace, code), today) != "open":
        raise Problem("no_such_page")
    return of


def compose(
    actor: Actor, workspace: Workspace, kind: str, code: str, bodies: Collection[str], address: Address | None
) -> list[GroupMail]:  # fmt: skip
    """A mail for each of these bodies, with a fresh link each; without `address` mails have no links.

    Raises Problem as `mail_about`.
    """
    of = mail_about(actor, workspace, kind, code)
    written, files = _writer(actor, workspace, kind, code)
    known = recipients(actor, workspace, [of.group_id])
    made = []
    with transaction.atomic():
        for body in (one for one in of.bodies if one in set(bodies)):
            whom = recipient_of(workspace, known, body)
            link = link_to(actor, workspace, of.purpose, of.id, body, of.title, of.days, address)
            told = written(to_of(workspace, whom, body, of.group_id), link)
            made.append(GroupMail(body, whom.language, whom.to, whom.copy, told.subject, told.text, files))
        note(workspace, actor.name, "group.mail", of.title, kind=kind, count=len(made), links=address is not None)
    return made


def _writer(
    actor: Actor, workspace: Workspace, kind: str, code: str
) -> tuple[Callable[[words.To, str], words.Mail], tuple[File, ...]]:
    """What writes the mail of one body, and the files that go with it."""
    if kind == "action":
        duty = action(actor, workspace, code)
        return lambda to, link: words.action(to, duty, link), ()
    if kind == "decision":
        asked = decision(actor, workspace, code)
        title = kept(workspace, asked.paper).title
        return lambda to, link: words.decision(to, asked, title, link), ()
    if kind == "paper":
        paper = group_paper(actor, workspace, code)
        return lambda to, link: words.paper(to, paper, link), ()
    held = meeting(actor, workspace, code)
    if kind == "minutes":
        return lambda to, link: words.minutes(to, held, link), ()
    name, data = calendar(actor, workspace, code)
    return lambda to, link: words.invitation(to, held, link), ((name, data, "text/calendar"),)


def deliver(actor: Actor, workspace: Workspace, made: Sequence[GroupMail]) -> Sent:
    """Send mails; one that is refused stops none of the others. Raises Problem no_mail_server."""
    access.require(actor, "group.edit", workspace)
    if not mail.configured():
        raise Problem("no_mail_server")
    refused, count = [], 0
    for one in made:
        if not one.to:
            continue
        if post(one):
            count += 1
        else:
            refused.append(one.organisation_id)
    return Sent(count, tuple(one.organisation_id for one in made if not one.to), tuple(refused))


def post(one: GroupMail) -> bool:
    """Send one mail; False where the mail server refused it."""
    try:
        mail.send(one.to, one.subject, one.text, copy=[one.copy] if one.copy else [], files=one.files)
    except Problem as problem:
        if problem.code != "mail_refused":
            raise
        return False
    return True


def packed(workspace: Workspace, made: Sequence[GroupMail]) -> bytes:
    """Mails as one ZIP: for each body a file that mail programs open as a draft, and its text."""
    bodies = store.reading(workspace).organisations
    files: dict[str, bytes] = {}
    for one in made:
        body = bodies.get(one.organisation_id)
        stem = "".join(c if c.isalnum() else "-" for c in (body.short_name if body else one.organisation_id)).strip("-")
        name = stem if f"{stem}.eml" not in files else f"{stem}-{one.organisation_id}"
        files[f"{name}.eml"] = eml.write(one.to, one.copy, one.subject, one.text, one.files)
        files[f"{name}.txt"] = f"{one.subject}\n\n{one.text}".encode()
    return packages.zipped(files)
