"""Papers of the group, made when asked for: letters, agenda, attendance sheet, minutes, decision register. None is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from filao.core import joint_monitoring
from filao.core import meetings as core
from filao.core.meetings import Addressee
from filao.core.problems import Problem
from filao.core.register import veiled
from filao.documents import model as m
from filao.documents.group_prints import agenda, attendance, base, invitation, minutes
from filao.documents.group_prints import decisions as decision_pages
from filao.documents.group_prints.base import Setting, written
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access, worker
from filao.work.access import Actor
from filao.work.group.decisions import actions, decisions
from filao.work.group.meetings import comments as comments_on
from filao.work.group.meetings import meeting, meetings, note, papers, seats_of
from filao.work.group.people import addressees

FORMATS = ("pdf", "docx")
PAPERS = ("agenda", "attendance", "minutes")
"""Papers of one meeting that whoever reads the group may print."""


def setting(actor: Actor, workspace: Workspace, group_id: str, language: str) -> Setting:
    """What papers of a group share. Raises Problem not_in_language."""
    access.require(actor, "group.read", workspace)
    if language not in base.LANGUAGES:
        raise Problem("not_in_language", kind="group-print", language=language, codes=base.LANGUAGES)
    register = veiled(store.reading(workspace))
    group = register.groups.get(group_id)
    chair = next((s.organisation_id for s in seats_of(workspace, group_id) if s.chair), "")
    return Setting(
        workspace.name, workspace.country, group.name if group else group_id, register,
        timezone.localdate(), language, workspace.notice_in(language), chair,
        group.short_name if group else "", papers(actor, workspace),
    )  # fmt: skip


def finished(document: m.Document, format: str) -> bytes:
    """The file, made in a worker process. Raises Problem no_such_page for a format that is not made."""
    if format not in FORMATS:
        raise Problem("no_such_page")
    made: bytes = worker.run(written, document, cast("Any", format))
    return made


def letters(
    actor: Actor, workspace: Workspace, code: str, format: str, language: str = "", *,
    only: str = "", links: Mapping[str, str] | None = None,
) -> tuple[str, bytes]:  # fmt: skip
    """Invitations to a meeting, one page for each body in its own language, or all in `language`: file name and bytes.

    They may name persons, so that only the secretariat prints them, and the journal notes it. Raises Problem
    no_such_meeting, not_in_language, no_such_record (`only` has no seat), no_such_page.
    """
    access.require(actor, "group.edit", workspace)
    held = meeting(actor, workspace, code)
    found = addressees(actor, workspace, held.group_id)
    if only and only not in {a.organisation_id for a in found}:
        raise Problem("no_such_record", kind="seat", value=only)
    s = setting(actor, workspace, held.group_id, language or _most(found, only))
    if language:
        found = [Addressee(a.organisation_id, language, a.post, a.name) for a in found]
    seats = seats_of(workspace, held.group_id)
    data = finished(invitation.compose(s, held, seats, found, only=only, links=links), format)
    with transaction.atomic():
        note(workspace, actor.name, "group.letters", code, n=1 if only else len(found), links=len(links or {}))
    return _name(invitation.KIND, code, only.lower(), language, format), data


def _most(found: Sequence[Addressee], only: str) -> str:
    """The language of the file: that of the one body, or English."""
    own = next((a.language for a in found if a.organisation_id == only), "en")
    return base.nearest(own)


def print_of(
    actor: Actor, workspace: Workspace, code: str, kind: str, format: str, language: str = "en", *,
    address: str = "", comments: bool = False,
) -> tuple[str, bytes]:  # fmt: skip
    """A paper of a meeting, one of `PAPERS`: file name and bytes. `address` is the page that the attendance sheet's code
    opens; with `comments` the minutes carry those received as an annex.

    Raises Problem no_such_meeting, not_in_language, no_such_page.
    """
    access.require(actor, "group.read", workspace)
    held = meeting(actor, workspace, code)
    s = setting(actor, workspace, held.group_id, language)
    seats = seats_of(workspace, held.group_id)
    if kind == agenda.KIND:
        document = agenda.compose(s, held, _brought(actor, workspace, held, s))
    elif kind == attendance.KIND:
        document = attendance.compose(s, held, seats, address)
    elif kind == minutes.KIND:
        document = _minutes(actor, workspace, held, s, comments=comments)
    else:
        raise Problem("no_such_page")
    return _name(kind, code, language, format), finished(document, format)


def _brought(actor: Actor, workspace: Workspace, held: core.Meeting, s: Setting) -> agenda.Brought:
    all_meetings = meetings(actor, workspace)
    codes = joint_monitoring.of_group(held.group_id, all_meetings)
    mine = [a for a in actions(actor, workspace) if a.meeting in codes and a.meeting != held.code]
    late = core.overdue(mine, min(held.on, s.today))
    before = joint_monitoring.last_held((m for m in all_meetings if m.code in codes and m.code != held.code), held.on)
    still = [a for a in mine if a.status in ("open", "under_way") and a not in late]
    voices = core.with_voice(seats_of(workspace, held.group_id))
    asked = [d for d in decisions(actor, workspace) if d.meeting in codes]
    return agenda.Brought(late, before, still, joint_monitoring.waiting(asked, voices, s.today))


def _minutes(actor: Actor, workspace: Workspace, held: core.Meeting, s: Setting, *, comments: bool) -> m.Document:
    mine = [d for d in decisions(actor, workspace) if d.meeting == held.code]
    duties = [a for a in actions(actor, workspace) if a.meeting == held.code]
    said = None
    if comments:
        received = comments_on(actor, workspace, held.code)
        said = [minutes.Said(c.organisation_id, c.item, c.text, timezone.localdate(c.at)) for c in received]
    seats = seats_of(workspace, held.group_id)
    return minutes.compose(
        s, held, seats, sorted(mine, key=lambda d: d.number), sorted(duties, key=lambda a: a.code), said
    )  # fmt: skip


def decision_register(
    actor: Actor, workspace: Workspace, format: str, language: str = "en", year: int = 0
) -> tuple[str, bytes]:  # fmt: skip
    """All decisions, or those of a year, as PDF, DOCX or XLSX: file name and bytes. Raises Problem not_in_language,
    no_such_page."""
    access.require(actor, "group.read", workspace)
    all_meetings = meetings(actor, workspace)
    groups = list(dict.fromkeys(m.group_id for m in all_meetings))
    s = setting(actor, workspace, groups[0] if len(groups) == 1 else "", language)
    if len(groups) != 1:
        s = _of_all(s, groups)
    found = sorted(
        (d for d in decisions(actor, workspace) if not year or d.on.year == year), key=lambda d: (d.meeting, d.number)
    )  # fmt: skip
    codes = {d.meeting for d in found}
    follow = sorted((a for a in actions(actor, workspace) if a.meeting in codes), key=lambda a: a.code)
    name = _name(decision_pages.KIND, str(year) if year else "", language, format)
    if format == "xlsx":
        return name, worker.run(decision_pages.sheet, s, found, follow, all_meetings, year)
    return name, finished(decision_pages.compose(s, found, follow, all_meetings, year), format)


def _of_all(s: Setting, groups: Sequence[str]) -> Setting:
    """The setting of several groups: their names together."""
    found = [s.register.groups[id] for id in groups if id in s.register.groups]
    return replace(s, group=", ".join(g.name for g in found) or s.workspace)


def _name(*parts: str) -> str:
    *name, format = (part for part in parts if part)
    return f"{'-'.join(name)}.{format}"
