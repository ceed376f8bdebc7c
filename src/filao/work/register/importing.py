"""Importing rows: a dry run first, then the same plan accepted in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils import timezone

from filao.core import privacy
from filao.core.problems import Problem
from filao.core.register import Register
from filao.core.register.imports import ImportPlan, Table, plan_import
from filao.store import journal
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.register.indexing import index_records


def screen_of(register: Register, tables: Sequence[Table] = ()) -> privacy.Screen:
    """The detector, told which place names are too wide to locate anything and which are towns."""
    vocabulary = register.vocabulary
    wide: set[str] = set()
    towns: set[str] = set()
    for scheme, keep in (("district", wide), ("locality", towns)):
        for term in vocabulary.scheme(scheme).terms.values():
            if scheme == "locality" or term.kind != "district":
                keep.update(term.labels.values())
    for table in tables:
        if table.sheet == "vocabularies":
            for row in table.rows:
                names = {text for lang in ("en", "fr", "mfe") if (text := row.cells.get(f"label_{lang}", ""))}
                if row.cells.get("list") == "locality":
                    towns |= names
                elif row.cells.get("list") == "district" and row.cells.get("kind") != "district":
                    wide |= names
    return privacy.Screen(open_places=frozenset(wide), localities=frozenset(towns))


def dry_run(
    actor: Actor, workspace: Workspace, tables: Sequence[Table], released: Collection[tuple[str, str]] = ()
) -> ImportPlan:
    """What importing these tables would do. Nothing is written."""
    access.require(actor, "register.import", workspace)
    current = store.reading(workspace)
    screen = screen_of(current, tables)
    return plan_import(
        tables,
        current,
        store.claims(workspace),
        screen=screen,
        released=released,
        today=timezone.localdate().isoformat(),
    )


def accept_import(
    actor: Actor,
    workspace: Workspace,
    tables: Sequence[Table],
    *,
    reason: str,
    released: Collection[tuple[str, str]] = (),
    expected_revision: int | None = None,
) -> ImportPlan:
    """Plan the import again on the register as it is and write it, all or nothing.

    `released` names rows (sheet, id) held by the detector that the actor has read and lets pass; each leaves a journal
    line. Raises Problem register_moved when the register changed since the dry run that the actor saw.
    """
    access.require(actor, "register.import", workspace)
    with transaction.atomic():
        fresh = Workspace.objects.select_for_update().get(id=workspace.id)
        if expected_revision is not None and fresh.revision != expected_revision:
            raise Problem("register_moved")
        plan = dry_run(actor, workspace, tables, released)
        if plan.changes_nothing:
            return plan
        now, revision = timezone.now(), store.next_revision(workspace)
        store.add(workspace, plan.claims, now, revision)
        if plan.withdrawn:
            store.set_status(workspace, plan.withdrawn, "withdrawn", now, revision)
        journal.write(
            workspace,
            at=now,
            actor=actor.name,
            act="register.import",
            subject=", ".join(account.sheet for account in plan.accounts),
            reason=reason,
            facts={
                "rows": plan.rows, "kept": plan.kept, "merged": plan.merged, "rejected": plan.rejected,
                "released": sorted(list(pair) for pair in released),
            },
        )  # fmt: skip
        index_records(workspace, {(claim.kind, claim.record) for claim in plan.claims})
    return plan
