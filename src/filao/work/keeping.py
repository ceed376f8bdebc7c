"""Keeping a workspace safe: migrations with a copy first, backup and restore, and the sweeps of `filao doctor`."""

from __future__ import annotations

import io
import json
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core import management
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from filao import __version__
from filao.core.problems import Fault, Problem
from filao.store import blobs, journal, models
from filao.store import register as store
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor


def pending() -> bool:
    """Whether the database lacks a migration."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def migrate() -> bool:
    """Bring the database up to date; a SQLite database that holds data is copied beside itself first."""
    if not pending():
        return False
    if connection.vendor == "sqlite":
        path = Path(settings.DATABASES["default"]["NAME"])
        if path.exists() and path.stat().st_size and "store_workspace" in connection.introspection.table_names():
            copy = path.with_name(f"filao-before-{__version__}-{timezone.now():%Y%m%d%H%M%S}.sqlite3")
            _vacuum_into(copy)
    management.call_command("migrate", verbosity=0, interactive=False)
    store.forget_readings()
    return True


def _vacuum_into(path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])


_MANIFEST = "manifest.json"


def backup(actor: Actor, target: Path, passphrase: str = "") -> dict[str, object]:
    """Write the whole data folder as one file: database, files and a manifest with hashes.

    With a passphrase the file is encrypted (age, scrypt). Raises Problem not_allowed, only_sqlite, disk_refused.
    """
    access.require_local(actor, "workspace.backup")
    if connection.vendor != "sqlite":
        raise Problem("only_sqlite")
    with tempfile.TemporaryDirectory() as scratch:
        database = Path(scratch) / "filao.sqlite3"
        _vacuum_into(database)
        manifest = {
            "filao": __version__,
            "made": timezone.now().isoformat(timespec="seconds"),
            "heads": {w.slug: _head(w) for w in Workspace.objects.all()},
            "rows": {model.__name__: model._default_manager.count() for model in _tables()},
            "files": sorted(blobs.all_digests()),
        }
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as package:
            package.add(database, "filao.sqlite3")
            for digest in blobs.all_digests():
                package.add(blobs.folder() / digest[:2] / digest, f"files/{digest}")
            text = json.dumps(manifest, indent=1).encode()
            entry = tarfile.TarInfo(_MANIFEST)
            entry.size = len(text)
            package.addfile(entry, io.BytesIO(text))
        data = out.getvalue()
    if passphrase:
        import pyrage

        data = pyrage.passphrase.encrypt(data, passphrase)
    try:
        part = target.with_name(target.name + ".part")
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        raise Problem("disk_refused", what=error.strerror or "") from error
    return manifest


def _tables() -> list[type[models.Workspace]]:
    return [getattr(models, name) for name in models.__all__]


def _head(workspace: Workspace) -> str:
    last = models.JournalLine.objects.filter(workspace_id=workspace.id).order_by("-number").first()
    return last.hash if last else ""


def restore(source: Path, folder: Path, passphrase: str = "") -> dict[str, object]:
    """Unpack a backup into an empty data folder and check its hashes.

    Raises Problem no_such_file, folder_not_empty, backup_unreadable, wrong_passphrase.
    """
    if not source.is_file():
        raise Problem("no_such_file", path=source.name)
    if folder.exists() and any(folder.iterdir()):
        raise Problem("folder_not_empty", folder=folder.name)
    data = source.read_bytes()
    if data.startswith(b"age-encryption.org"):
        import pyrage

        try:
            data = pyrage.passphrase.decrypt(data, passphrase)
        except Exception as error:
            raise Problem("wrong_passphrase") from error
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        manifest = _unpack(data, scratch)
        if folder.exists():
            folder.rmdir()
        scratch.replace(folder)
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError) as error:
        raise Problem("backup_unreadable", name=source.name) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _unpack(data: bytes, folder: Path) -> dict[str, object]:
    import hashlib

    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as package:
        manifest: dict[str, object] = json.loads(_member(package, _MANIFEST))
        (folder / "filao.sqlite3").write_bytes(_member(package, "filao.sqlite3"))
        listed = manifest["files"]
        for digest in listed if isinstance(listed, list) else ():
            content = _member(package, f"files/{digest}")
            if hashlib.sha256(content).hexdigest() != digest:
                raise ValueError(digest)
            target = folder / "files" / digest[:2] / digest
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    return manifest


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()


@dataclass(frozen=True, slots=True)
class Check:
    """One sweep: its code, what it looked at, and what is wrong (empty when sound)."""

    code: str
    looked_at: int
    faults: tuple[Fault, ...] = ()


def doctor(actor: Actor, *, mend: bool = False) -> Iterator[Check]:
    """Sweep the data: database, migrations, journal chains, files, register references. With `mend`, orphan files go."""
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
    faults = []
    for workspace in workspaces:
        register = store.reading(workspace)
        for relation in register.relations.values():
            for end in relation.ends:
                if end not in register.organisations:
                    faults.append(Fault("dangling_reference", {"record": relation.id, "value": end}))
    yield Check("register", sum(len(store.reading(w).relations) for w in workspaces), tuple(faults))


def _files(mend: bool) -> Check:
    from filao.store.documents import BuildRow, StagedImport

    held = set(blobs.all_digests())
    wanted: set[str] = set()
    for workspace in Workspace.objects.all():
        wanted |= set(BuildRow.objects.filter(workspace_id=workspace.id).values_list("digest", flat=True))
        for files in StagedImport.objects.filter(workspace_id=workspace.id).values_list("files", flat=True):
            wanted |= {file["digest"] for file in files}
    faults = [Fault("file_lost", {"digest": digest[:12]}) for digest in sorted(wanted - held)]
    for digest in held & wanted:
        try:
            blobs.get(digest)
        except Problem as problem:
            faults.append(problem.fault)
    orphans = sorted(held - wanted)
    if mend:
        for digest in orphans:
            blobs.remove(digest)
    elif orphans:
        faults.append(Fault("orphan_files", {"count": len(orphans)}))
    return Check("files", len(held), tuple(faults))
