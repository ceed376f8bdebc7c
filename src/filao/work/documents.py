"""Building deliverables: the material gathered, the file built in a worker process, kept by its hash and journalled."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from filao.core import evidence
from filao.core.alerts import alerts as attention
from filao.core.comments import Comment
from filao.core.problems import Problem
from filao.documents import builder, catalogue, fragments, model, pdf, status_page
from filao.documents.composing import Material, Written
from filao.documents.status_page import NO_COUNTS, Counts
from filao.store import blobs, journal
from filao.store import register as store
from filao.store.documents import BuildRow
from filao.store.narrative import FindingState, SectionText
from filao.store.people import Workspace
from filao.work import access, alerts, analysis, desk, engagements, geography, narrative, validated, worker
from filao.work.access import Actor
from filao.work.drawings import DrawingFolder
from filao.work.protection import retention
from filao.work.recent import Recent


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
    revision = store.revision_of(workspace)  # before the reading: a file is never kept as newer than it is
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
        notice=workspace.notice_in(language),
        simulated=workspace.simulated,
        version=version or ("final" if final else f"draft {next_number(workspace, chosen.id)}"),
        revision=revision,
        final=final,
        findings=found,
        advice=evidence.advice(reading, found),
        standing=narrative.standings(actor, workspace, chosen.id, now),
        texts=narrative.texts(actor, workspace, chosen.id, language),
        interviews=desk.interviews_for_documents(actor, workspace),
        comments=_comments(actor, workspace, chosen.id, audience),
        validations=validated.records(actor, workspace, chosen.id, language),
        geography=geography.districts(workspace.country),
        drawings=drawings(),
    )


def _comments(actor: Actor, workspace: Workspace, engagement: str, audience: model.Audience) -> tuple[Comment, ...]:
    """Comments that a document of this edition may print: what was said of weak points stays with them."""
    found = narrative.comments(actor, workspace, engagement)
    apart = set() if audience == "restricted" else narrative.restricted_rounds(workspace)
    return tuple(comment for comment in found if comment.review not in apart)


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


def status(actor: Actor, workspace: Workspace, c: Material) -> Counts:
    """All that the status page tells beside the register: counts, alerts, rounds in progress and meetings that validate."""
    access.require(actor, "documents.read", workspace)
    around = alerts.around(actor, workspace, c.engagement, c.today, c.language)
    return replace(
        counts(actor, workspace, c.engagement.id), alerts=attention(c.engagement, around, c.today), rounds=around.rounds,
        validations=around.validations,
    )  # fmt: skip


def _status(actor: Actor, workspace: Workspace, kind: str, c: Material) -> Counts:
    return status(actor, workspace, c) if kind == status_page.KIND else NO_COUNTS


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
    revision: int


def _as_build(row: BuildRow) -> Build:
    return Build(
        row.id, row.document, row.variant, row.language, row.format, row.audience, row.status, row.version, row.digest,
        row.size, row.facts.get("name", row.document), row.at, row.facts, row.revision,
    )  # fmt: skip


def key_of(kind: str, format: str, c: Material, variant: str, status: Counts) -> str:
    """A hash of everything a file is made from: the same key means the same file."""
    content = [
        kind, format, variant, c.language, c.audience, c.revision, c.fingerprint, c.today, c.notice, c.version, c.final,
        c.engagement, sorted(c.standing.items()), sorted(c.texts.items()), c.interviews, c.comments, c.validations,
        c.protection,
        status if kind == status_page.KIND else "", _code(),
    ]  # fmt: skip
    return hashlib.sha256(repr(content).encode()).hexdigest()


def _for(actor: Actor, workspace: Workspace, kind: str, c: Material) -> Material:
    """The material of a deliverable, for who may read it: what tells of personal data is read with the actor's rights."""
    entry = catalogue.entry(kind)
    access.require(actor, entry.right, workspace)
    return replace(c, protection=retention.account(actor, workspace, c.today)) if entry.apart else c


@cache
def _code() -> str:
    """A hash of the code that makes documents."""
    root = Path(catalogue.__file__).parents[1]
    digest = hashlib.sha256()
    for folder in ("core", "documents", "exchange", "locale"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in (".py", ".typ", ".json", ".css", ".mo"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def _kept(workspace: Workspace, key: str) -> BuildRow | None:
    row = BuildRow.objects.filter(workspace_id=workspace.id, key=key).order_by("-at").first()
    return row if row and blobs.exists(row.digest) else None


def build_all(
    actor: Actor, workspace: Workspace, wanted: Sequence[Wanted], today: date | None = None
) -> Iterator[tuple[Wanted, Build]]:
    """Build many files side by side in the worker processes, in the order asked for."""
    access.require(actor, "documents.build", workspace)
    running: list[tuple[Wanted, Material, Counts, str, BuildRow | Future[Any]]] = []
    materials: dict[tuple[str, str], Material] = {}
    for item in wanted:
        place = (item.language, item.audience)
        if place not in materials:
            materials[place] = material(
                actor, workspace, item.engagement, language=item.language, audience=item.audience, today=today
            )
        c = _for(actor, workspace, item.kind, materials[place])
        status = _status(actor, workspace, item.kind, c)
        key = key_of(item.kind, item.format, c, item.variant, status)
        kept = _kept(workspace, key)
        made = kept or worker.submit(catalogue.build, item.kind, item.format, c, item.variant, status)
        running.append((item, c, status, key, made))
    for item, c, _, key, made in running:
        row = made if isinstance(made, BuildRow) else _keep(actor, workspace, item, c, key, worker.result(made))
        yield item, _as_build(row)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file to build."""

    kind: str
    format: str
    language: str = "en"
    variant: str = ""
    audience: model.Audience = "working_group"
    engagement: str = ""


def _keep(actor: Actor, workspace: Workspace, item: Wanted, c: Material, key: str, made: catalogue.Built) -> BuildRow:
    digest = blobs.put(made.data)
    with transaction.atomic():
        row = BuildRow.objects.create(
            workspace=workspace, engagement=c.engagement.id, document=item.kind, variant=item.variant[:60], language=c.language,
            format=item.format, audience=c.audience, status="final" if c.final else "draft", version=c.version,
            digest=digest, size=len(made.data), revision=c.revision, key=key, at=timezone.now(),
            facts={**made.facts, "name": made.name, **_looking_back(c)},
        )  # fmt: skip
        journal.write(
            workspace, at=row.at, actor=actor.name, act="document.build", subject=made.name,
            facts={"digest": digest, "status": row.status, "audience": c.audience},
        )  # fmt: skip
    return row


def _looking_back(c: Material) -> dict[str, str]:
    """Facts of a file that shows the register as of an earlier date: it never counts as the newest."""
    return {"as_of": c.register.evidence_to} if c.register.evidence_to else {}


def build(actor: Actor, workspace: Workspace, kind: str, format: str, c: Material, variant: str = "") -> Build:
    """Build one file in the worker process and keep it; what was built of the same content is not built again.

    Raises Problem not_final (with the faults), and those of `catalogue.build`.
    """
    access.require(actor, "documents.build", workspace)
    c = _for(actor, workspace, kind, c)
    status = _status(actor, workspace, kind, c)
    key = key_of(kind, format, c, variant, status)
    row = _kept(workspace, key)
    if row is None:
        made = worker.run(catalogue.build, kind, format, c, variant, status)
        wanted = Wanted(kind, format, c.language, variant, c.audience, c.engagement.id)
        row = _keep(actor, workspace, wanted, c, key, made)
    return _as_build(row)


def builds(actor: Actor, workspace: Workspace, engagement: str, kind: str = "", limit: int = 50) -> list[Build]:
    """Files built, the newest first; restricted editions only for those who may see weak points, and what tells of
    breaches and destructions only for those who may read of them."""
    rows = _rows(actor, workspace, engagement)
    if kind:
        rows = rows.filter(document=kind)
    return [_as_build(row) for row in rows.order_by("-at")[:limit]]


def _rows(actor: Actor, workspace: Workspace, engagement: str) -> QuerySet[BuildRow]:
    access.require(actor, "documents.read", workspace)
    rows = BuildRow.objects.filter(workspace_id=workspace.id, engagement=engagement)
    shut = [kind for kind, entry in catalogue.CATALOGUE.items() if not access.may(actor, entry.right, workspace)]
    rows = rows.exclude(document__in=shut) if shut else rows
    return rows if access.may(actor, "analysis.restricted", workspace) else rows.exclude(audience="restricted")


def newest(actor: Actor, workspace: Workspace, engagement: str) -> dict[str, list[Build]]:
    """The newest file of each part, format, language, edition and status, by deliverable."""
    found: dict[tuple[str, ...], BuildRow] = {}
    for row in _rows(actor, workspace, engagement).exclude(facts__has_key="as_of").order_by("-at")[:500]:
        key = (row.document, row.variant, row.format, row.language, row.audience, row.status)
        found.setdefault(key, row)
    by_kind: dict[str, list[Build]] = {}
    for row in found.values():
        by_kind.setdefault(row.document, []).append(_as_build(row))
    return by_kind


def newest_pdf(actor: Actor, workspace: Workspace, c: Material, kind: str) -> Build | None:
    """The newest PDF of a deliverable in the material's language, for the same reading of the register."""
    access.require(actor, "documents.read", workspace)
    rows = _rows(actor, workspace, c.engagement.id).filter(document=kind, format="pdf", language=c.language)
    back = c.register.evidence_to
    rows = rows.filter(facts__as_of=back) if back else rows.exclude(facts__has_key="as_of")
    row = rows.order_by("-at").first()
    return _as_build(row) if row else None


def changed_since(actor: Actor, workspace: Workspace, c: Material, made: Build) -> tuple[str, ...]:
    """What has changed since a file was built: any of "text", "findings" and "register"."""
    access.require(actor, "documents.read", workspace)
    mine = {"workspace_id": workspace.id, "engagement": c.engagement.id, "at__gt": made.at}
    changed = {
        "text": SectionText.objects.filter(**mine, document=made.document, language=made.language).exists(),
        "findings": FindingState.objects.filter(**mine).exists(),
        "register": made.revision != c.revision,
    }
    return tuple(name for name, true in changed.items() if true)


def _newest(workspace: Workspace, engagement: str, kind: str, format: str) -> BuildRow | None:
    rows = BuildRow.objects.filter(workspace_id=workspace.id, engagement=engagement, document=kind, format=format)
    return rows.exclude(facts__has_key="as_of").order_by("-at").first()


def file(actor: Actor, workspace: Workspace, id: str) -> tuple[Build, bytes]:
    """A file that was built, with its bytes. Restricted editions ask for the right to weak points."""
    access.require(actor, "documents.read", workspace)
    row = BuildRow.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_page")
    if row.audience == "restricted":
        access.require(actor, "analysis.restricted", workspace)
    if row.document in catalogue.CATALOGUE:
        access.require(actor, catalogue.entry(row.document).right, workspace)
    return _as_build(row), blobs.get(row.digest)


def page_picture(actor: Actor, workspace: Workspace, id: str, number: int) -> bytes:
    """A page of a built PDF as PNG."""
    made, data = file(actor, workspace, id)
    if made.format not in ("pdf", "print") or not 1 <= number <= int(made.facts.get("pages", 1)):
        raise Problem("no_such_page")
    return pdf.page_picture(data, number, scale=1.1)


_pieces: Recent[str] = Recent(64)
_outlines: Recent[builder.Outline] = Recent(64)


def pieces(actor: Actor, workspace: Workspace, c: Material, names: Sequence[str]) -> dict[str, str]:
    """Blocks of the deliverables as HTML for a page, kept while nothing changes; charts are drawn in the worker process."""
    access.require(actor, "documents.read", workspace)
    keys = {name: (workspace.id, key_of("piece", name, c, "", NO_COUNTS)) for name in names}
    held = {name: html for name, key in keys.items() if (html := _pieces.get(key)) is not None}
    missing = [name for name in names if name not in held]
    charts = [name for name in missing if name in fragments.CHARTS]
    made = worker.run(fragments.build, c, charts) if charts else {}
    made |= fragments.build(c, [name for name in missing if name not in charts])
    for name, html in made.items():
        _pieces.keep(keys[name], html)
    return {name: held[name] if name in held else made[name] for name in names}


def outline(actor: Actor, workspace: Workspace, c: Material, kind: str) -> builder.Outline:
    """The sections of a deliverable and what keeps it from being final; kept while nothing changes.

    Raises Problem no_such_document, not_in_language.
    """
    access.require(actor, "documents.read", workspace)
    c = _for(actor, workspace, kind, c)
    key = (workspace.id, key_of(kind, "outline", c, "", NO_COUNTS))
    held = _outlines.get(key)
    if held is None:
        held = worker.run(builder.outline, kind, c)
        _outlines.keep(key, held)
    return held


def preview(actor: Actor, workspace: Workspace, c: Material, kind: str, section: str) -> builder.Preview:
    """One section as HTML, composed in the worker process."""
    access.require(actor, "documents.read", workspace)
    return worker.run(builder.section, kind, _for(actor, workspace, kind, c), section)


def with_text(c: Material, kind: str, section: str, text: str) -> Material:
    """The material as it would be with this text in a section, for a preview. Nothing is kept."""
    return replace(c, texts={**c.texts, (kind, section): Written(text)})


def drawing(actor: Actor, workspace: Workspace, c: Material, kind: str, block: str) -> bytes:
    """A drawing of a deliverable as PNG. Raises Problem no_such_page."""
    access.require(actor, "documents.read", workspace)
    return worker.run(builder.drawing, kind, c, block)
