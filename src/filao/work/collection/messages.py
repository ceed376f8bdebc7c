"""What a round sends and prints: texts of invitations and reminders with each one's link, letters, the list of calls."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from math import ceil
from typing import Literal

from django.utils import timezone

from filao.core.forms.reading import minutes
from filao.core.invitations import REMIND_AT_MOST, Invitation
from filao.core.problems import Problem
from filao.documents import fieldwork as papers
from filao.documents.fieldwork import Addressee, Place
from filao.documents.language import numbers
from filao.documents.words import reminders
from filao.documents.words.reminders import Asking, Kind
from filao.store.collection import RoundRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import doors, invitations, rounds
from filao.work.collection.published import of_row

Address = Callable[[str], str]
"""The whole address of a link, from its token."""
Paper = Literal["letters", "calls"]


@dataclass(frozen=True, slots=True)
class Message:
    """A text ready to be copied or sent."""

    invitation: Invitation
    kind: Kind
    link: str
    subject: str
    mail: str
    short: str


def asking(workspace: Workspace, row: RoundRow, language: str) -> Asking:
    """What messages of a round speak of."""
    newest = doors.newest(workspace, row.instrument)
    needed = minutes(of_row(newest).questionnaire, language=language).most if newest else 10.0
    engagement = row.instrument.engagement
    client = str(engagement.terms.get("client", "")) if engagement else ""
    day = numbers.day(row.closes_on.isoformat(), language) if row.closes_on else ""
    return Asking(
        row.instrument.title, client or workspace.name, max(5, ceil(needed / 5) * 5), row.mode == "blind", day, row.simulated
    )  # fmt: skip


def kind_of(one: Invitation) -> Kind:
    """An invitation first, then reminders; the last says that it is."""
    if one.sent_on is None:
        return "invitation"
    return "last" if len(one.reminded_on) + 1 >= REMIND_AT_MOST else "reminder"


def messages(
    actor: Actor, workspace: Workspace, id: str, ids: Collection[str] | None, language: str, address: Address
) -> list[Message]:
    """A message for each who has neither answered nor declined. Raises Problem no_such_round."""
    access.require(actor, "fieldwork.edit", workspace)
    about = asking(workspace, rounds.row_of(workspace, id), language)
    found = []
    for one, token in invitations.links(actor, workspace, id, ids):
        kind, link = kind_of(one), address(token)
        found.append(
            Message(
                one, kind, link, reminders.subject(kind, about, language), reminders.mail(kind, about, language, link),
                reminders.message(kind, about, language, link),
            )
        )  # fmt: skip
    return found


def paper(
    actor: Actor, workspace: Workspace, id: str, what: Paper, format: str, ids: Collection[str] | None, language: str,
    address: Address,
) -> tuple[str, bytes]:  # fmt: skip
    """Letters or the list of calls as a file. Raises Problem no_such_page, frame_empty where nobody is left."""
    access.require(actor, "fieldwork.edit", workspace)
    if format not in ("pdf", "docx"):
        raise Problem("no_such_page")
    row = rounds.row_of(workspace, id)
    about = asking(workspace, row, language)
    chosen = invitations.links(actor, workspace, id, ids)
    if not chosen:
        raise Problem("frame_empty", name=row.title)
    place = Place(workspace.name, language, timezone.localdate(), workspace.notice_in(language))
    people = [Addressee(one.label or one.id[:6], address(token), _facts(one, language)) for one, token in chosen]
    document = (
        papers.letters(place, kind_of(chosen[0][0]), about, people) if what == "letters"
        else papers.calls(place, row.title, people, simulated=row.simulated)
    )  # fmt: skip
    return f"{what}.{format}", papers.written(document, "pdf" if format == "pdf" else "docx")


def _facts(one: Invitation, language: str) -> tuple[str, ...]:
    days = [one.sent_on, *one.reminded_on] if one.sent_on else []
    return tuple(numbers.day(day.isoformat(), language) for day in days if day)
