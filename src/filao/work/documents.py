"""Building deliverables: the material gathered, the file built in a worker process, kept by its hash and journalled."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from filao.core import evidence
from filao.core.problems import Fault, Problem
from filao.documents import catalogue, gate, model, pdf
from filao.documents.composing import Material
from filao.documents.status_page import Counts
from filao.store import blobs, journal
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.people import Workspace
from filao.work import access, analysis, desk, engagements, geography, narrative, worker
from filao.work.access import Actor
from filao.work.drawings import DrawingFolder


def drawings() -> DrawingFolder:
    return DrawingFolder(Path(settings.DATA_FOLDER) / "drawings")


def material(
    actor: Actor,
    workspace: Workspace,
    engagement: str = "",
    *,
    language: str = "en",
    audience: model.Audience = "working_group",
    as_of: str = "",
    final: bool = False,
    version: str = "",
    today: date | None = None,
) -> Material:
    """Everything a composer needs, read with the actor's rights. Raises Problem not_allowed for weak points."""
    access.require(actor, "documents.read", workspace)
    if audience == "restricted":
        access.require(actor, "analysis.restricted", workspace)
    now = today or timezone.localdate()
    chosen = engagements.find(actor, workspace, engagement)
    reading = analysis.read(actor, workspace, as_of=as_of, baseline=chosen.baseline)
    found = evidence.findings(reading)
    return Material(
        analysis=reading,
        engagement=chosen,
        workspace=workspace.name,
        country=workspace.country,
        today=now,
        language=language,
        audience=audience,
        notice=workspace.notice,
        simulated=workspace.simulated,
        version=version or ("final" if final else f"draft {next_number(workspace, chosen.id)}"),
        revision=store.revision_of(workspace),
        final=final,
        findings=found,
        advice=evidence.advice(reading, found),
        standing=narrative.standings(actor, workspace, chosen.id, now),
        texts=narrative.texts(actor, workspace, chosen.id, language),
        interviews=desk.interviews_for_documents(actor, workspace),
        comments=narrative.comments(actor, workspace, chosen.id),
        geography=geography.districts(workspace.country),
        drawings=drawings(),
    )


def next_number(workspace: Workspace, engagement: str) -> int:
    """Number of the next draft: one more than the drafts sent out as submitted."""
    rows = BuildRow.objects.filter(workspace_id=workspace.id, engagement=engagement, status="submitted")
    return rows.values("version").distinct().count() + 1


def counts(actor: Actor, workspace: Workspace, engagement: str) -> Counts:
    """What the desk and the drafts add to the status page."""
    sheets = desk.sheets(actor, workspace)
    comments = narrative.comments(actor, workspace, engagement)
    newest = _newest(workspace, engagement, "mapping-report", "pdf")
    return Counts(
        sheets_out=len(sheets),
        sheets_back=sum(bool(s.returned_on) for s in sheets),
        comments_open=sum(c.decision == "open" for c in comments),
        pages=newest.facts.get("counted_pages") if newest else None,
    )


@dataclass(frozen=True, slots=True)
class Build:
    """A file that was built."""

    id: str
    document: str
    variant: str
    language: str
    format: str
    audience: str
    status: str
    version: str
    digest: str
    size: int
    name: str
    at: datetime
    facts: dict[str, Any]


def _as_build(row: BuildRow) -> Build:
    return Build(
        row.id, row.document, row.variant, row.language, row.format, row.audience, row.status, row.version, row.digest,
        row.size, row.facts.get("name", row.document), row.at, row.facts,
    )  # fmt: skip


def build(actor: Actor, workspace: Workspace, kind: str, format: str, c: Material, variant: str = "") -> Build:
    """Build one file in the worker process and keep it. A build of the same content is kept once.

    Raises Problem not_final (with the faults), and those of `catalogue.build`.
    """
    access.require(actor, "documents.build", workspace)
    status = counts(actor, workspace, c.engagement.id)
    made = worker.run(catalogue.build, kind, format, c, variant, status)
    digest = blobs.put(made.data)
    with transaction.atomic():
        row = BuildRow.objects.create(
            workspace=workspace, engagement=c.engagement.id, document=kind, variant=variant, language=c.language,
            format=format, audience=c.audience, status="final" if c.final else "draft", version=c.version, digest=digest,
            size=len(made.data), revision=c.revision, facts={**made.facts, "name": made.name}, at=timezone.now(),
        )  # fmt: skip
        journal.write(
            workspace, at=row.at, actor=actor.name, act="document.build", subject=made.name,
            facts={"digest": digest, "status": row.status, "audience": c.audience},
        )  # fmt: skip
    return _as_build(row)


def builds(actor: Actor, workspace: Workspace, engagement: str, kind: str = "", limit: int = 50) -> list[Build]:
    """Files built, the newest first."""
    access.require(actor, "documents.read", workspace)
    rows = BuildRow.objects.filter(workspace_id=workspace.id, engagement=engagement)
    if kind:
        rows = rows.filter(document=kind)
    return [_as_build(row) for row in rows.order_by("-at")[:limit]]


def _newest(workspace: Workspace, engagement: str, kind: str, format: str) -> BuildRow | None:
    rows = BuildRow.objects.filter(workspace_id=workspace.id, engagement=engagement, document=kind, format=format)
    return rows.order_by("-at").first()


def file(actor: Actor, workspace: Workspace, id: str) -> tuple[Build, bytes]:
    """A file that was built, with its bytes. Restricted editions ask for the right to weak points."""
    access.require(actor, "documents.read", workspace)
    row = BuildRow.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_page")
    if row.audience == "restricted":
        access.require(actor, "analysis.restricted", workspace)
    return _as_build(row), blobs.get(row.digest)


def page_picture(actor: Actor, workspace: Workspace, id: str, number: int) -> bytes:
    """A page of a built PDF as PNG."""
    made, data = file(actor, workspace, id)
    if made.format not in ("pdf", "print") or not 1 <= number <= int(made.facts.get("pages", 1)):
        raise Problem("no_such_page")
    return pdf.page_picture(data, number, scale=1.1)


def faults(c: Material, kind: str) -> tuple[Fault, ...]:
    """What keeps a document from being final, as far as it can be told without its pages."""
    document = catalogue.composed(kind, c)
    return gate.faults(document, c)
