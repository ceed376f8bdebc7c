"""An upload between its dry run and the decision: the files are kept by hash, and read again when they are accepted."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.core.register.fields import CLAIMS_SHEET, KIND_OF_SHEET
from filao.core.register.imports import ImportPlan
from filao.exchange import incoming
from filao.exchange.incoming import Incoming
from filao.store import blobs
from filao.store import register as store
from filao.store.documents import StagedImport
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.register.importing import accept_import, dry_run


@dataclass(frozen=True, slots=True)
class Staged:
    """An upload that waits: its file names, what its import would do, and which held rows were let pass."""

    id: str
    names: tuple[str, ...]
    plan: ImportPlan
    released: frozenset[tuple[str, str]]
    at: datetime


def stage(actor: Actor, workspace: Workspace, files: Sequence[tuple[str, bytes]], source: str = "") -> str:
    """Keep files for a dry run. Returns the id of the upload. `source` is the code of the source of a network (GraphML)
    whose rows name none. Raises Problem no_file_chosen and those of reading."""
    access.require(actor, "register.import", workspace)
    if not files:
        raise Problem("no_file_chosen")
    read = {table.sheet for table in incoming.read_files(files, source).tables}
    if not {*KIND_OF_SHEET, CLAIMS_SHEET} & read:
        raise Problem("no_known_sheet", name=files[0][0], sheets=tuple(KIND_OF_SHEET))
    kept = [{"name": name, "digest": blobs.put(data), "source": source} for name, data in files]
    row = StagedImport.objects.create(
        workspace=workspace, files=kept, revision=store.revision_of(workspace), actor=actor.name, at=timezone.now()
    )
    return str(row.id)


def staged(actor: Actor, workspace: Workspace, id: str) -> Staged:
    """The dry run of an upload, on the register as it is now. Raises Problem no_such_page."""
    access.require(actor, "register.import", workspace)
    row = _row(workspace, id)
    released = frozenset((sheet, record) for sheet, record in row.released)
    StagedImport.objects.filter(workspace_id=workspace.id, id=id).update(revision=store.revision_of(workspace))
    found = _read(row)
    plan = found.accounted(dry_run(actor, workspace, found.tables, released))
    return Staged(row.id, tuple(file["name"] for file in row.files), plan, released, row.at)


def release(actor: Actor, workspace: Workspace, id: str, rows: Collection[tuple[str, str]]) -> None:
    """Let held rows of an upload pass: a person has read them."""
    access.require(actor, "register.import", workspace)
    row = _row(workspace, id)
    row.released = sorted([sheet, record] for sheet, record in rows)
    row.save(update_fields=["released"])


def accept(actor: Actor, workspace: Workspace, id: str, reason: str) -> ImportPlan:
    """Import an upload as its dry run showed it. Raises Problem reason_missing, register_moved."""
    access.require(actor, "register.import", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        row = _row(workspace, id)
        released = {(sheet, record) for sheet, record in row.released}
        found = _read(row)
        plan = accept_import(
            actor, workspace, found.tables, reason=reason, released=released, expected_revision=row.revision
        )
        StagedImport.objects.filter(workspace_id=workspace.id, id=id).delete()
    return found.accounted(plan)


def discard(actor: Actor, workspace: Workspace, id: str) -> None:
    """Drop an upload; nothing of it is in the register."""
    access.require(actor, "register.import", workspace)
    StagedImport.objects.filter(workspace_id=workspace.id, id=id).delete()


def waiting(actor: Actor, workspace: Workspace) -> list[tuple[str, tuple[str, ...], datetime]]:
    """Uploads that wait for a decision: id, file names, when."""
    access.require(actor, "register.import", workspace)
    rows = StagedImport.objects.filter(workspace_id=workspace.id).order_by("-at")
    return [(row.id, tuple(file["name"] for file in row.files), row.at) for row in rows]


def _row(workspace: Workspace, id: str) -> StagedImport:
    row = StagedImport.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_page")
    return row


def _read(row: StagedImport) -> Incoming:
    files = ((file["name"], blobs.get(file["digest"])) for file in row.files)
    return incoming.read_files(files, next((file["source"] for file in row.files if file.get("source")), ""))
