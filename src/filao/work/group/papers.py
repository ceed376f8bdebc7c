"""Papers of a group: files handed in or built, version after version; what uses them, and which bodies have seen them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.exchange import office_files
from filao.store import blobs
from filao.store import register as store
from filao.store.group import AgendaItemRow, DecisionRow, GroupPaperRow, PaperSeenRow, PaperVersionRow, code_of
from filao.store.people import Workspace
from filao.store.reviews import ReviewRound
from filao.work import access
from filao.work.access import Actor
from filao.work.group.meetings import kept, note, screen


@dataclass(frozen=True, slots=True)
class Named:
    """What a paper is called, and of which group it is."""

    group_id: str
    title: str
    kind: str


@dataclass(frozen=True, slots=True)
class Handed:
    """A file: its bytes and name as handed in, or the hash of one that was built here."""

    data: bytes = b""
    name: str = ""
    built: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """Where a paper lies on the table: items of meetings (number, place, title), no-objections, and rounds of comments
    (id, deliverable)."""

    items: tuple[tuple[str, int, str], ...]
    decisions: tuple[str, ...]
    rounds: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """That a body fetched a version, and when first."""

    number: int
    organisation_id: str
    on: date


# --- readings


def group_papers(actor: Actor, workspace: Workspace, group: str = "") -> list[core.GroupPaper]:
    """Papers of a group, or of all, by title."""
    access.require(actor, "group.read", workspace)
    rows = GroupPaperRow.objects.filter(workspace_id=workspace.id)
    versions: dict[str, list[PaperVersionRow]] = {}
    for version in PaperVersionRow.objects.filter(workspace_id=workspace.id).order_by("-number"):
        versions.setdefault(version.paper_id, []).append(version)
    chosen = (rows.filter(group=group) if group else rows).order_by("id")
    found = [row.as_core(versions.get(row.id, ())) for row in chosen]
    return sorted(found, key=lambda paper: (paper.title.casefold(), paper.id))


def group_paper(actor: Actor, workspace: Workspace, id: str) -> core.GroupPaper:
    """Raises Problem no_such_page."""
    access.require(actor, "group.read", workspace)
    return _row(workspace, id).as_core()


def _row(workspace: Workspace, id: str) -> GroupPaperRow:
    row = GroupPaperRow.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_page")
    return row


def uses(actor: Actor, workspace: Workspace, papers: Sequence[core.GroupPaper]) -> dict[str, Uses]:
    """Which items, no-objections and rounds of comments are about a version of each of these papers, by its id."""
    access.require(actor, "group.read", workspace)
    digests = {paper.id: {version.digest for version in paper.versions} for paper in papers}
    wanted, of = set().union(*digests.values()), {"workspace_id": workspace.id}
    items = AgendaItemRow.objects.filter(**of).exclude(papers=[]).select_related("meeting")
    asked = DecisionRow.objects.filter(**of, paper__in=wanted).select_related("meeting")
    rounds = ReviewRound.objects.filter(**of).filter(Q(pdf__digest__in=wanted) | Q(docx__digest__in=wanted))
    on_agenda = list(items.order_by("-meeting__on", "position"))
    decided = list(asked.order_by("-on", "-number"))
    out = list(rounds.exclude(audience="restricted").select_related("pdf", "docx").order_by("-opened_at"))
    return {
        id: Uses(
            tuple((code_of(i.meeting), i.position, i.title) for i in on_agenda if own & set(i.papers)),
            tuple(row.code for row in decided if row.paper in own),
            tuple((r.id, r.document) for r in out if own & {r.pdf.digest, r.docx.digest}),
        )
        for id, own in digests.items()
    }


def seen(actor: Actor, workspace: Workspace, paper: core.GroupPaper) -> list[Seen]:
    """Which bodies fetched which version, by a link or by somebody who sits for them, the newest version first."""
    access.require(actor, "group.read", workspace)
    number = {version.digest: version.number for version in reversed(paper.versions)}
    rows = PaperSeenRow.objects.filter(workspace_id=workspace.id, digest__in=number).order_by("on", "organisation")
    return sorted((Seen(number[r.digest], r.organisation, r.on) for r in rows), key=lambda one: -one.number)


def paper_file(actor: Actor, workspace: Workspace, id: str, number: int) -> tuple[str, bytes]:
    """A version of a paper: name and bytes. The institution that the actor sits for has then seen it.

    Raises Problem no_such_page, file_lost.
    """
    access.require(actor, "group.read", workspace)
    rows = PaperVersionRow.objects.filter(workspace_id=workspace.id, paper_id=id, number=number)
    row = rows.first()
    if row is None:
        raise Problem("no_such_page")
    data = blobs.get(row.digest)
    if body := access.institution_of(actor, workspace):
        note_seen(workspace, row.digest, body)
    return row.name, data


def note_seen(workspace: Workspace, digest: str, organisation: str) -> None:
    """Called once a body has fetched a file."""
    PaperSeenRow.objects.get_or_create(
        workspace_id=workspace.id, digest=digest, organisation=organisation, defaults={"on": timezone.localdate()}
    )


# --- acts


def add_paper(
    actor: Actor, workspace: Workspace, named: Named, handed: Handed, *, read_by_person: bool = False
) -> str:  # fmt: skip
    """Keep a new paper as a draft. Returns its id.

    Raises Problem no_such_record, no_such_state, held, and those of a file (paper_missing, file_lost, file_empty,
    file_too_large, zip_bomb, not_a_paper).
    """
    access.require(actor, "group.edit", workspace)
    if named.group_id not in store.reading(workspace).groups:
        raise Problem("no_such_record", kind="group", value=named.group_id)
    if named.kind not in core.PAPER_KINDS:
        raise Problem("no_such_state", value=named.kind, codes=core.PAPER_KINDS)
    screen(workspace, {"title": named.title}, read_by_person=read_by_person)
    data, ending = _content(workspace, handed)
    digest = blobs.put(data)
    with transaction.atomic():
        row = GroupPaperRow.objects.create(
            workspace=workspace, group=named.group_id, title=named.title.strip(), kind=named.kind
        )
        _keep(actor, workspace, row, data, ending, digest)
    return str(row.id)


def add_version(actor: Actor, workspace: Workspace, id: str, handed: Handed) -> int:
    """Keep a new version: it supersedes the one before, which stays, and the paper is a draft again. Returns its number.

    Raises Problem no_such_page, same_paper, and those of a file.
    """
    access.require(actor, "group.edit", workspace)
    _row(workspace, id)
    data, ending = _content(workspace, handed)
    digest = blobs.put(data)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        row = _row(workspace, id)
        same = PaperVersionRow.objects.filter(workspace_id=workspace.id, paper=row, digest=digest).first()
        if same is not None:
            raise Problem("same_paper", field="file", number=same.number)
        number = _keep(actor, workspace, row, data, ending, digest)
        row.status = "draft"
        row.save()
    return number


def _content(workspace: Workspace, handed: Handed) -> tuple[bytes, str]:
    if handed.built:
        name = kept(workspace, handed.built).name
        return blobs.get(handed.built), name.rpartition(".")[2]
    if not handed.name:
        raise Problem("paper_missing", field="file")
    return handed.data, office_files.ending_of(handed.data, handed.name)


def _keep(actor: Actor, workspace: Workspace, row: GroupPaperRow, data: bytes, ending: str, digest: str) -> int:
    rows: Sequence[int] = list(
        PaperVersionRow.objects.filter(workspace_id=workspace.id, paper=row).values_list("number", flat=True)
    )
    number = max(rows, default=0) + 1
    plain = re.sub(r"[^\w]+", "-", row.title.casefold()).strip("-")[:80] or "paper"
    PaperVersionRow.objects.create(
        workspace=workspace, paper=row, number=number, digest=digest, name=f"{plain}-v{number}.{ending}", size=len(data),
        on=timezone.localdate(),
    )  # fmt: skip
    note(workspace, actor.name, "group.paper", row.title, version=number, file=digest)
    return number


def set_status(actor: Actor, workspace: Workspace, id: str, status: str) -> None:
    """Say how far a paper is; only who may adopt minutes calls it validated. Raises Problem no_such_page, no_such_state."""
    access.require(actor, "group.adopt" if status == "validated" else "group.edit", workspace)
    if status not in core.PAPER_STATUSES:
        raise Problem("no_such_state", value=status, codes=core.PAPER_STATUSES)
    with transaction.atomic():
        row = _row(workspace, id)
        before, row.status = row.status, status
        row.save()
        note(workspace, actor.name, "group.paper_status", row.title, before=before, after=status)
