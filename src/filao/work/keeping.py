"""Keeping a workspace safe: migrations with a copy first, backups, and the sweeps of `filao doctor`."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import management
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from filao import __version__
from filao.core.problems import Fault, Problem
from filao.exchange import backup as package
from filao.store import blobs, journal, vault
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access, files
from filao.work.access import Actor
from filao.work.protection import approvals, retention


def pending() -> bool:
    """Whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> bool:
    """Bring the database up to date; a SQLite database that holds data is copied beside itself first."""
    if not pending():
        return False
    if connection.vendor == "sqlite":
        path = Path(str(settings.DATABASES["default"]["NAME"]))
        if path.exists() and path.stat().st_size and "store_workspace" in connection.introspection.table_names():
            copy = path.with_name(f"filao-before-{__version__}-{timezone.now():%Y%m%d%H%M%S}.sqlite3")
            _vacuum_into(copy)
    management.call_command("migrate", verbosity=0, interactive=False)
    store.forget_readings()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # pages that a migration freed may hold what it closed
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return True


def _vacuum_into(path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


def _without_sessions(path: Path) -> None:
    """A copy that is carried about lets nobody in: everybody signs in again where it is restored."""
    with closing(sqlite3.connect(path, isolation_level=None)) as copy:
        copy.execute("DELETE FROM django_session")
        copy.execute("VACUUM")


def backup(actor: Actor, target: Path, passphrase: str = "") -> dict[str, object]:
    """Write the whole data folder as one file: database, files and a manifest of what they hold.

    The key of this machine, which opens words of people, goes with it only where the file is encrypted.

    Without encryption it needs a second person in a workspace that asks for one. Raises Problem not_allowed,
    second_person_needed, only_sqlite, disk_refused.
    """
    access.require_local(actor, "workspace.backup")
    if not passphrase:
        for workspace in Workspace.objects.all():
            approvals.require(actor, workspace, "backup")
    if connection.vendor != "sqlite":
        raise Problem("only_sqlite")
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / package.DATABASE
        _vacuum_into(database)
        _without_sessions(database)
        files = sorted(blobs.all_digests())  # after the copy: a file is kept before any row speaks of it
        manifest: dict[str, object] = {
            "filao": __version__,
            "made": timezone.now().isoformat(timespec="seconds"),
            **package.contents(database),
            "files": files,
        }
        key = vault.key_file().read_bytes() if vault.key_file().exists() else b""
        data = package.pack(database, ((d, blobs.path_of(d)) for d in files), manifest, passphrase, key)
    try:
        part = target.with_name(target.name + ".part")
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise Problem("disk_refused", what=error.strerror or "") from error
    return manifest


@dataclass(frozen=True, slots=True)
class Check:
    """One sweep: its code, what it looked at, and what is wrong (empty when sound)."""

    code: str
    looked_at: int
    faults: tuple[Fault, ...] = ()


def doctor(actor: Actor, *, mend: bool = False) -> Iterator[Check]:
    """Sweep the data: database, migrations, journal chains, files, words of people, register references.

    With `mend`, orphan files go, and copies of the database that hold words in clear.
    """
    access.require_local(actor, "workspace.backup")
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            answer = cursor.fetchone()[0]
        yield Check("database", 1, () if answer == "ok" else (Fault("database_damaged", {"what": answer}),))
    yield Check("migrations", 1, (Fault("not_migrated"),) if pending() else ())
    workspaces = list(Workspace.objects.all())
    broken = [
        Fault("chain_broken", {"workspace": w.name, "number": n}) for w in workspaces if (n := journal.first_break(w))
    ]
    yield Check("journal", len(workspaces), tuple(broken))
    yield _files(mend)
    yield _words(workspaces, mend)
    yield _retention(workspaces)
    faults = []
    for workspace in workspaces:
        register = store.reading(workspace)
        for relation in register.relations.values():
            for end in relation.ends:
                if end not in register.organisations:
                    faults.append(Fault("dangling_reference", {"record": relation.id, "value": end}))
    yield Check("register", sum(len(store.reading(w).relations) for w in workspaces), tuple(faults))


def _files(mend: bool) -> Check:
    held = set(blobs.all_digests())
    wanted = files.spoken_of()
    faults = [Fault("file_lost", {"digest": digest[:12]}) for digest in sorted(wanted - held)]
    for digest in held & wanted:
        try:
            blobs.get(digest)
        except Problem as problem:
            faults.append(problem.fault)
    orphans = sorted(held - wanted)
    if mend:
        for path in blobs.leftovers():
            path.unlink(missing_ok=True)
        for digest in orphans:
            if not blobs.is_new(digest):  # a file is kept before the row that speaks of it
                blobs.remove(digest)
    elif orphans:
        faults.append(Fault("orphan_files", {"count": len(orphans)}))
    return Check("files", len(held), tuple(faults))


def _retention(workspaces: list[Workspace]) -> Check:
    """Personal data that is kept longer than was decided."""
    today, faults, count = timezone.localdate(), [], 0
    for workspace in workspaces:
        held = retention.held(workspace, today)
        count += len(held)
        if past := [holding for holding in held if holding.past]:
            kinds = tuple(dict.fromkeys(holding.kind.code for holding in past))
            facts = {"workspace": workspace.name, "count": sum(h.past for h in past), "kinds": kinds}
            faults.append(Fault("retention_overdue", facts))
    return Check("retention", count, tuple(faults))


def _words(workspaces: list[Workspace], mend: bool) -> Check:
    """Whether words of people can be opened again, and no copy of the database holds them in clear."""
    faults = []
    for workspace in workspaces:
        try:
            if vault.find_lock(workspace):
                vault.lock_of(workspace)
        except Problem as problem:
            faults.append(problem.fault)
        if lost := _without_key(workspace):
            faults.append(Fault("words_without_key", {"workspace": workspace.name, "count": lost}))
    for path in _clear_copies():
        if mend:
            path.unlink()
        else:
            faults.append(Fault("clear_copy", {"name": path.name}))
    return Check("words", len(workspaces), tuple(faults))


def _without_key(workspace: Workspace) -> int:
    """How many closed contents name a key that is not on record, in use or destroyed: nobody can ever open them."""
    known = set(vault.KeyRow.objects.filter(workspace_id=workspace.id).values_list("id", flat=True))
    return sum(vault.key_id(head) not in known for head in files.sealed_heads(workspace))


def _clear_copies() -> list[Path]:
    """Copies made before a migration, from the time when answers and contacts were kept in clear, that hold any."""
    found = []
    for path in sorted(Path(settings.DATA_FOLDER).glob("filao-before-*.sqlite3")):
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?immutable=1", uri=True)) as copy:
            columns = {row[1] for row in copy.execute("PRAGMA table_info(store_answerrow)")}
            if "words" in columns and copy.execute(_IN_CLEAR).fetchone()[0]:
                found.append(path)
    return found


_IN_CLEAR = "SELECT EXISTS (SELECT 1 FROM store_answerrow WHERE words <> '') OR EXISTS (SELECT 1 FROM store_contactrow)"
