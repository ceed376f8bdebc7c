"""Answers put aside: what came in and could not be taken, kept closed until a person decides.

A person may try again (once the form is published or opened), take it in place of the answer it contradicts, or discard it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.exchange import parcels, xform
from filao.store import blobs, journal
from filao.store.collection import CollectorRow, QuarantineRow, ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.store.writing import refusals_named
from filao.work import access, vault
from filao.work.access import Actor
from filao.work.collection import ingest
from filao.work.collection.ingest import How, Receipt


@dataclass(frozen=True, slots=True)
class Aside:
    """An answer put aside. `known` says that an answer of the same id was taken."""

    id: str
    form_id: str
    form_version: str
    instance_id: str
    reason: str
    channel: str
    received_on: date
    known: bool


def count(actor: Actor, workspace: Workspace) -> int:
    """How many answers wait for a decision."""
    access.require(actor, "answers.decide", workspace)
    return QuarantineRow.objects.filter(workspace_id=workspace.id).count()


def listing(actor: Actor, workspace: Workspace) -> list[Aside]:
    """Answers put aside, the newest first."""
    access.require(actor, "answers.decide", workspace)
    rows = list(
        QuarantineRow.objects.filter(workspace_id=workspace.id).order_by("-received_on", "form_id", "instance_id")
    )
    ids = {row.instance_id for row in rows if row.instance_id}
    known = set(
        ResponseRow.objects.filter(workspace_id=workspace.id, instance_id__in=ids).values_list("instance_id", flat=True)
    )
    return [
        Aside(
            r.id, r.form_id, r.form_version, r.instance_id, r.reason, r.channel, r.received_on, r.instance_id in known
        )
        for r in rows
    ]  # fmt: skip


def content(actor: Actor, workspace: Workspace, id: str) -> tuple[bytes, dict[str, bytes]]:
    """The XML and the files of an answer put aside; reading them leaves a line in the journal.

    Raises Problem not_allowed, no_such_aside, words_locked.
    """
    access.require(actor, "answers.decide", workspace)
    _about, xml, files = _opened(actor, workspace, _row(workspace, id))
    return xml, files


def try_again(actor: Actor, workspace: Workspace, id: str) -> Receipt:
    """Send the same bytes through the one way in again; what is taken now waits no longer.

    Raises Problem not_allowed, no_such_aside, words_locked.
    """
    access.require(actor, "answers.decide", workspace)
    row = _row(workspace, id)
    about, xml, files = _opened(actor, workspace, row)
    how = _how(workspace, about)
    with transaction.atomic():
        receipt = ingest.take(
            workspace,
            xml,
            files,
            channel=how.channel,
            round=how.round,
            collector=how.collector,
            simulated=how.simulated,
        )
        if receipt.status != "quarantined":
            _gone(actor, workspace, row, "answers.retaken", "")
    return receipt


def take_instead(actor: Actor, workspace: Workspace, id: str, reason: str) -> Receipt:
    """Take it in place of the answer that has its id, which is kept as the earlier version.

    Raises Problem not_allowed, no_such_aside, reason_missing, nothing_to_replace, words_locked.
    """
    access.require(actor, "answers.decide", workspace)
    row = _row(workspace, id)
    if not reason.strip():
        raise Problem("reason_missing")
    head = _head(workspace, row.instance_id)
    if row.reason != "conflict" or head is None:
        raise Problem("nothing_to_replace")
    about, xml, files = _opened(actor, workspace, row)
    with transaction.atomic(), refusals_named():
        receipt = ingest.take_over(workspace, head, xform.read_instance(xml), xml, files, _how(workspace, about))
        if receipt.status == "created":
            _gone(actor, workspace, row, "answers.replaced", reason)
    return receipt


def discard(actor: Actor, workspace: Workspace, id: str, reason: str) -> None:
    """Delete what was put aside, for good. Raises Problem not_allowed, no_such_aside, reason_missing."""
    access.require(actor, "answers.decide", workspace)
    row = _row(workspace, id)
    if not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        _gone(actor, workspace, row, "answers.discarded", reason)


def _row(workspace: Workspace, id: str) -> QuarantineRow:
    row = QuarantineRow.objects.filter(workspace_id=workspace.id, id=id).first()
    if row is None:
        raise Problem("no_such_aside")
    return row


def _opened(
    actor: Actor, workspace: Workspace, row: QuarantineRow
) -> tuple[Mapping[str, object], bytes, dict[str, bytes]]:
    whole = vault.open_(actor, workspace, blobs.get(row.raw), parcels.ASIDE, "put aside", row.form_id)
    return parcels.unpack_aside(whole)


def _how(workspace: Workspace, about: Mapping[str, object]) -> How:
    of = {"workspace_id": workspace.id}
    return How(
        str(about.get("channel", "")),
        round=RoundRow.objects.filter(**of, id=about.get("round", "")).first(),
        collector=CollectorRow.objects.filter(**of, id=about.get("collector", "")).first(),
        simulated=bool(about.get("simulated")),
    )


def _head(workspace: Workspace, instance_id: str) -> ResponseRow | None:
    """The current version of the answer that has this id."""
    rows = ResponseRow.objects.filter(workspace_id=workspace.id)
    row = rows.filter(instance_id=instance_id).first()
    while row is not None and not row.current:
        row = rows.filter(replaces_id=row.id).first()
    return row if row is not None and row.state in ("complete", "incomplete") else None


def _gone(actor: Actor, workspace: Workspace, row: QuarantineRow, act: str, reason: str) -> None:
    raw = row.raw
    row.delete()
    journal.write(
        workspace, at=timezone.now(), actor=actor.name, act=act, subject=row.form_id, reason=reason,
        facts={"why": row.reason},
    )  # fmt: skip
    transaction.on_commit(lambda: blobs.remove(raw))
