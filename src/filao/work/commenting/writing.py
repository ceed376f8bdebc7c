"""Letters of a round of comments: the invitation or the reminder of each body with its link, sent by mail or copied out.

What was sent is noted by body and day; the address it went to is not kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from filao.core import reviews as core
from filao.core.problems import Problem
from filao.core.register import Organisation
from filao.documents import catalogue
from filao.documents.language import numbers, say
from filao.documents.words import review_letters as words
from filao.documents.words.review_letters import Kind
from filao.store import register as store
from filao.store.people import Workspace
from filao.store.reviews import ReviewerRow
from filao.work import access, engagements, mail, reviews
from filao.work.access import Actor
from filao.work.commenting.by_link import make_link

Address = Callable[[str], str]
"""The whole address of a link, from its token."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter ready to be copied, printed or sent."""

    organisation: str
    kind: Kind
    language: str
    subject: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


def due(actor: Actor, workspace: Workspace, round: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Bodies whose invitation is not noted as sent, and those due a reminder today."""
    found = reviews.find(actor, workspace, round)
    return core.to_invite(found), core.to_remind(found, timezone.localdate())


def spoken(body: Organisation | None, draft: str) -> str:
    """The language to write to a body in: that of the draft, unless the body is known to work in the other alone."""
    known = [code for code in words.LANGUAGES if body and code in body.languages]
    return known[0] if len(known) == 1 else draft if draft in words.LANGUAGES else "en"


def letters(
    actor: Actor, workspace: Workspace, round: str, organisations: Sequence[str], kind: Kind, *,
    language: str = "", address: Address | None = None,
) -> list[Letter]:  # fmt: skip
    """A letter for each of the bodies that has not answered, with a new link where `address` is given: earlier ones of
    the body that nobody has opened are taken back, an opened one stays. `language` "" is each body's own.

    Raises Problem no_such_page, not_a_reviewer, review_closed.
    """
    access.require(actor, "comments.edit", workspace)
    row = reviews.open_row(workspace, round)
    found = reviews.find(actor, workspace, round)
    waiting = {r.organisation for r in found.reviewers if r.state == "asked"}
    for id in organisations:
        if id not in {r.organisation for r in found.reviewers}:
            raise Problem("not_a_reviewer", organisation=id)
    bodies = store.reading(workspace).organisations
    client = str(engagements.find(actor, workspace, row.engagement).client or workspace.name)
    made = []
    with transaction.atomic():
        for id in dict.fromkeys(organisations):
            if id not in waiting:
                continue
            body = bodies.get(id)
            tongue = language or spoken(body, row.language)
            name = body.name_in(tongue) if body else id
            about = words.About(
                client, say(tongue, catalogue.entry(row.document).title), row.version,
                numbers.day(row.due_on.isoformat(), tongue),
            )  # fmt: skip
            label = f"{name}, {about.title}"
            link = address(make_link(actor, workspace, round, id, label, mail=True)) if address else ""
            made.append(
                Letter(
                    id, kind, tongue, words.subject(kind, about, tongue),
                    words.paragraphs(kind, about, tongue, name, link),
                )
            )  # fmt: skip
    return made


def note_sent(
    actor: Actor, workspace: Workspace, round: str, organisations: Sequence[str], kind: Kind, how: str = "copied"
) -> int:
    """Note today that letters went out. Returns how many. Raises Problem no_such_page, review_closed."""
    access.require(actor, "comments.edit", workspace)
    if kind not in words.KINDS:
        raise Problem("no_such_state", value=kind, codes=words.KINDS)
    with transaction.atomic():
        row = reviews.open_row(workspace, round)
        asked = ReviewerRow.objects.filter(
            workspace_id=workspace.id, round=row, organisation__in=list(organisations), state="asked"
        ).order_by("organisation")
        for one in (found := list(asked)):
            field = "invited_on" if kind == "invitation" else "reminded_on"
            setattr(one, field, timezone.localdate())
            one.save(update_fields=[field])
            reviews.note(workspace, actor, f"review.{kind}", one.organisation, how=how)
    return len(found)


def send(
    actor: Actor, workspace: Workspace, round: str, letters: Sequence[Letter], to: Mapping[str, str]
) -> tuple[int, int]:
    """Mail letters to addresses of functions that a person has entered, by body, and note each as sent.

    Returns how many went out, and for how many no address was given. Raises Problem no_mail_server, mail_refused (those
    mailed before are noted).
    """
    access.require(actor, "comments.edit", workspace)
    if not mail.configured():
        raise Problem("no_mail_server")
    sent = 0
    for letter in letters:
        if address := to.get(letter.organisation, ""):
            mail.send(address, letter.subject, letter.text)
            sent += note_sent(actor, workspace, round, [letter.organisation], letter.kind, "mailed")
    return sent, len(letters) - sent
