"""A data folder as one file: a compressed tar of the database, the files by hash and a manifest; encrypted with age.

The manifest says which version wrote it, when, how many rows each table has, the head of each journal and the hash of
every file; what is restored is checked against it. The secret of the web server stays behind: a restored folder makes its
own. The key that opens words of people goes into an encrypted backup only.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

from filao.core.problems import Problem

DATABASE = "filao.sqlite3"
_KEY = "words.key"
_MANIFEST = "manifest.json"
_AGE = b"age-encryption.org"

_TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB 'store_*' AND name NOT GLOB '*_fts*'"
_HEADS = (
    "SELECT slug, (SELECT hash FROM store_journalline WHERE workspace_id = store_workspace.id "
    "ORDER BY number DESC LIMIT 1) FROM store_workspace"
)


def contents(database: Path) -> dict[str, dict[str, Any]]:
    """What a database holds, for its manifest: "rows" of each table, and "heads", the last hash of each journal."""
    with closing(sqlite3.connect(f"{database.absolute().as_uri()}?immutable=1", uri=True)) as opened:
        tables = sorted(name for (name,) in opened.execute(_TABLES))
        rows = {name: opened.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in tables}  # noqa: S608
        return {"rows": rows, "heads": dict(opened.execute(_HEADS).fetchall())}


def pack(
    database: Path,
    files: Iterable[tuple[str, Path]],
    manifest: Mapping[str, object],
    passphrase: str = "",
    key: bytes = b"",
) -> bytes:
    """The backup as bytes; `files` are (SHA-256, path). With a passphrase it is encrypted (age, scrypt) and holds `key`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as package:
        package.add(database, DATABASE)
        for digest, path in files:
            package.add(path, f"files/{digest}")
        _add(package, _MANIFEST, json.dumps(manifest, indent=1).encode())
        if key and passphrase:
            _add(package, _KEY, key)
    if not passphrase:
        return out.getvalue()
    import pyrage

    encrypted: bytes = pyrage.passphrase.encrypt(out.getvalue(), passphrase)
    return encrypted


def _add(package: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    package.addfile(entry, io.BytesIO(content))


def unpack(source: Path, folder: Path, passphrase: str = "") -> dict[str, Any]:
    """Unpack a backup into an empty data folder, checking every file, row count and journal; returns the manifest.

    Nothing is left behind when it fails. Raises Problem no_such_file, folder_not_empty, backup_unreadable,
    wrong_passphrase, backup_rows_differ, backup_journal_differs.
    """
    if not source.is_file():
        raise Problem("no_such_file", path=source.name)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem("folder_not_empty", folder=folder.name)
    data = _decrypted(source.read_bytes(), passphrase)
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        manifest = _extract(data, scratch)
        _compare(manifest, contents(scratch / DATABASE), source.name)
        if folder.exists():
            folder.rmdir()
        scratch.replace(folder)
    except (tarfile.TarError, zlib.error, sqlite3.Error, OSError, EOFError, ValueError, KeyError) as error:
        raise Problem("backup_unreadable", name=source.name) from error
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return manifest


def _decrypted(data: bytes, passphrase: str) -> bytes:
    if not data.startswith(_AGE):
        return data
    import pyrage

    try:
        plain: bytes = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError as error:
        raise Problem("wrong_passphrase") from error
    return plain


def _compare(listed: Mapping[str, Any], found: Mapping[str, Any], name: str) -> None:
    """Refuse a database that does not hold what the manifest lists."""
    for table in sorted({*listed["rows"], *found["rows"]}):
        one, other = (part["rows"].get(table, 0) for part in (listed, found))
        if one != other:
            raise Problem("backup_rows_differ", name=name, table=table, listed=one, found=other)
    for workspace in sorted({*listed["heads"], *found["heads"]}):
        if listed["heads"].get(workspace) != found["heads"].get(workspace):
            raise Problem("backup_journal_differs", name=name, workspace=workspace)


def _extract(data: bytes, folder: Path) -> dict[str, Any]:
    whole = gzip.decompress(data)  # reads to the end, where the checksum of all of it stands
    with tarfile.open(fileobj=io.BytesIO(whole), mode="r:") as package:
        manifest: dict[str, Any] = json.loads(_member(package, _MANIFEST))
        (folder / DATABASE).write_bytes(_member(package, DATABASE))
        for digest in manifest["files"]:
            content = _member(package, f"files/{digest}")
            if hashlib.sha256(content).hexdigest() != digest:
                raise ValueError(digest)
            target = folder / "files" / digest[:2] / digest
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if _KEY in package.getnames():
            with os.fdopen(os.open(folder / _KEY, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_member(package, _KEY))
    return manifest


def _member(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(name)
    if file is None:
        raise KeyError(name)
    return file.read()
