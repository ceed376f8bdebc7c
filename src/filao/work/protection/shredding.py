"""Destroying personal data for good: shown first, then done as shown, with a line in the journal and a certificate.

Rows and files go, and on SQLite the database is written anew, so that no free page, no write-ahead log and no copy made
before an upgrade keeps what was destroyed. Backups are outside: the certificate says by when they are gone.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.core.protection import Destroyed, Destruction
from filao.store import blobs, journal
from filao.store.people import Workspace
from filao.store.protection import DestructionRow
from filao.store.vault import KeyRow
from filao.work import access, files, vault
from filao.work.access import Actor
from filao.work.protection import retention
from filao.work.protection.kinds import KINDS, Scope


@dataclass(frozen=True, slots=True)
class Preview:
    """What a destruction would take away: rows by kind, and files. `key` says whether a key goes too."""

    title: str
    counts: Mapping[str, int]
    key: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def preview(
    actor: Actor, workspace: Workspace, kinds: Sequence[str], engagement: str = "", before: date | None = None
) -> Preview:
    """How many rows would go. Raises Problem not_allowed, no_such_kind_of_data, no_such_engagement, kind_is_kept."""
    access.require(actor, "protection.erase", workspace)
    scope = retention.scope_of(workspace, engagement)
    return Preview(_title(scope), _counts(scope, _whole(kinds), before))


def preview_engagement(actor: Actor, workspace: Workspace, engagement: str) -> Preview:
    """What the destruction of an engagement's personal data would take away, its key included."""
    access.require(actor, "protection.erase", workspace)
    scope = retention.scope_of(workspace, engagement)
    return Preview(_title(scope), _counts(scope, _of_engagements(), None), key=True)


def _whole(kinds: Sequence[str]) -> list[str]:
    """The kinds with those that hold the same: files go before the answers that they belong to."""
    return list(dict.fromkeys(one for code in kinds for one in (*retention.kind_of(code).along, code)))


def _of_engagements() -> tuple[str, ...]:
    return tuple(_whole([code for code, kind in KINDS.items() if kind.by_engagement]))


def _title(scope: Scope) -> str:
    return scope.engagement.title if scope.engagement else ""


def _counts(scope: Scope, kinds: Sequence[str], before: date | None) -> dict[str, int]:
    found = {}
    for code in kinds:
        kind = retention.kind_of(code)
        if kind.about.held:
            raise Problem("kind_is_kept")
        found[code] = kind.count(scope, before)
    return found


def erase(
    actor: Actor,
    workspace: Workspace,
    kinds: Sequence[str],
    engagement: str = "",
    *,
    before: date | None = None,
    expected: Mapping[str, int],
    reason: str,
) -> Destruction:
    """Destroy what was shown. `expected` are the counts of the preview that the person has seen.

    Raises Problem not_allowed, reason_missing, nothing_to_destroy, holdings_moved and those of `preview`.
    """
    access.require(actor, "protection.erase", workspace)
    return _destroy(
        actor, workspace, retention.scope_of(workspace, engagement), _whole(kinds), before, expected, reason
    )


def destroy_engagement(
    actor: Actor, workspace: Workspace, engagement: str, *, expected: Mapping[str, int], reason: str
) -> Destruction:
    """Destroy all personal data of an engagement, and the key that closed its words: what any copy still holds of them
    opens no more.

    Raises Problem not_allowed, no_such_engagement, reason_missing, holdings_moved, instruments_open.
    """
    access.require(actor, "protection.erase", workspace)
    scope = retention.scope_of(workspace, engagement)
    if scope.engagement is None:
        raise Problem("no_such_engagement", slug=engagement)
    with transaction.atomic():
        key = KeyRow.objects.filter(workspace_id=workspace.id, engagement=scope.engagement, destroyed_at=None).first()
        if key:
            vault.destroy_key(actor, workspace, key.id, reason)
        return _destroy(actor, workspace, scope, _of_engagements(), None, expected, reason, ("key",) if key else ())


def _destroy(
    actor: Actor,
    workspace: Workspace,
    scope: Scope,
    kinds: Sequence[str],
    before: date | None,
    expected: Mapping[str, int],
    reason: str,
    methods: tuple[str, ...] = (),
) -> Destruction:
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        counts = _counts(scope, kinds, before)
        if dict(expected) != counts:
            raise Problem("holdings_moved")
        if not methods and not any(counts.values()):
            raise Problem("nothing_to_destroy")
        parts: list[Destroyed] = []
        freed: set[str] = set()
        for code in kinds:
            count, digests = KINDS[code].erase(scope, before)
            parts.append(Destroyed(code, count, len(digests)))
            freed |= digests
        now, title = timezone.now(), _title(scope)
        how = (*methods, "rows", *(("files",) if freed else ()))
        line = journal.write(
            workspace, at=now, actor=actor.name, act="protection.destroy", subject=title, reason=reason,
            facts={"kinds": {part.kind: part.count for part in parts}, "methods": list(how), "before": str(before or "")},
        )  # fmt: skip
        row = DestructionRow.objects.create(
            workspace=workspace, number=DestructionRow.objects.filter(workspace_id=workspace.id).count() + 1, title=title,
            parts=[{"kind": p.kind, "count": p.count, "files": p.files} for p in parts], methods=list(how), reason=reason,
            by=actor.name, at=now, backups_until=timezone.localdate() + timedelta(days=retention.backup_days(workspace)),
            line=line.number, hash=line.hash,
        )  # fmt: skip
        tables = sorted({KINDS[part.kind].rows(scope).model._meta.db_table for part in parts if part.count})
        transaction.on_commit(lambda: _clean(workspace, row, freed, tables))
    return row.as_core()


def _clean(workspace: Workspace, row: DestructionRow, freed: Collection[str], tables: Sequence[str]) -> None:
    """Once the rows are gone: files that nothing speaks of any more, free pages, the log and old copies. The certificate
    tells what was done."""
    still = files.spoken_of() if freed else set()
    for digest in freed:
        if digest not in still:
            blobs.remove(digest)
    done = [*row.methods, *(("pages",) if _write_anew(tables) else ()), *(("copies",) if _remove_copies() else ())]
    DestructionRow.objects.filter(workspace_id=workspace.id, id=row.id).update(methods=done)


def _write_anew(tables: Sequence[str]) -> bool:
    """Write the database (on PostgreSQL its tables) anew, without the pages that hold what was deleted.

    False where others kept it busy.
    """
    if connection.in_atomic_block:
        return False
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("VACUUM")
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                return not cursor.fetchone()[0]
            for table in tables:
                cursor.execute(f'VACUUM FULL "{table}"')
    except OperationalError:
        return False
    return True


def _remove_copies() -> bool:
    """Copies of the database made before upgrades hold what was destroyed since."""
    found = list(Path(settings.DATA_FOLDER).glob("filao-before-*.sqlite3"))
    for path in found:
        path.unlink()
    return bool(found)
