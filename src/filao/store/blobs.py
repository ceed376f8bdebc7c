"""Files by the hash of their content: written whole before any row speaks of them, never changed."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from filao.core.problems import Problem


def folder() -> Path:
    return Path(settings.DATA_FOLDER) / "files"


def path_of(digest: str) -> Path:
    """Where the bytes with this hash are kept."""
    return folder() / digest[:2] / digest


def put(data: bytes) -> str:
    """Keep these bytes; returns their SHA-256. Written to a temporary name, flushed to disk, then renamed."""
    digest = hashlib.sha256(data).hexdigest()
    target = path_of(digest)
    if target.exists():
        return digest
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise Problem("disk_refused", what=error.strerror or "") from error
    return digest


def get(digest: str) -> bytes:
    """The bytes with this hash. Raises Problem file_lost where they are gone or no longer what they were."""
    try:
        data = path_of(digest).read_bytes()
    except FileNotFoundError as error:
        raise Problem("file_lost", digest=digest[:12]) from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise Problem("file_lost", digest=digest[:12])
    return data


def exists(digest: str) -> bool:
    return path_of(digest).is_file()


def all_digests() -> Iterator[str]:
    for path in folder().glob("*/*"):
        if len(path.name) == 64:
            yield path.name


def remove(digest: str) -> None:
    path_of(digest).unlink(missing_ok=True)
