"""Files by the hash of their content: written whole before any row speaks of them, never changed."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import get_ident

from django.conf import settings

from filao.core.problems import Problem

STILL = 946_684_800
"""The time that files bear which must tell none: 1 January 2000."""


def folder() -> Path:
    return Path(settings.DATA_FOLDER) / "files"


def path_of(digest: str) -> Path:
    """Where the bytes with this hash are kept."""
    return folder() / digest[:2] / digest


def put(data: bytes) -> str:
    """Keep these bytes; returns their SHA-256. Raises Problem disk_refused."""
    return put_all([data])[0]


def put_all(contents: Sequence[bytes], *, timeless: bool = False) -> list[str]:
    """Keep several contents, or none of them; returns their SHA-256 each.

    Each is written to a temporary name, flushed to disk, renamed, and the folder flushed: once this returns, a loss of power
    takes nothing. With `timeless` files and folders carry one fixed time, which tells nothing of when they came. Raises
    Problem disk_refused.
    """
    digests = [hashlib.sha256(data).hexdigest() for data in contents]
    begun: list[tuple[Path, Path]] = []
    try:
        for digest, data in zip(digests, contents, strict=True):
            target = path_of(digest)
            if not target.exists():
                begun.append((_write(target, data, timeless), target))
        for part, whole in begun:
            part.replace(whole)
        for place in {whole.parent for _part, whole in begun}:
            _flush_folder(place, timeless)
    except OSError as error:
        for part, _whole in begun:
            part.unlink(missing_ok=True)
        raise Problem("disk_refused", what=error.strerror or "") from error
    return digests


def renew(digests: Sequence[str]) -> None:
    """Write these files anew in the order given: nothing that the file system notes of them tells of an earlier order."""
    for digest in digests:
        target = path_of(digest)
        _write(target, target.read_bytes(), True).replace(target)
    for place in {path_of(digest).parent for digest in digests}:
        _flush_folder(place, True)


def _write(target: Path, data: bytes, timeless: bool) -> Path:
    """The temporary name under which the content stands flushed beside its target."""
    part = target.with_name(f"{target.name}.{os.getpid():x}{get_ident():x}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(part, flags, 0o600)
    except FileNotFoundError:
        _make_folders()
        descriptor = os.open(part, flags, 0o600)
    try:
        with os.fdopen(descriptor, "wb", buffering=0) as file:
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
            if timeless:
                os.utime(part, (STILL, STILL))
            os.fsync(file.fileno())
    except OSError:
        part.unlink(missing_ok=True)
        raise
    return part


def _make_folders() -> None:
    """All folders at once: one made when a file comes would tell by its own age and number when that was."""
    for number in range(256):
        (folder() / f"{number:02x}").mkdir(parents=True, exist_ok=True, mode=0o700)
    for place in (folder(), folder().parent):
        _flush_folder(place, False)


def _flush_folder(place: Path, timeless: bool) -> None:
    """A rename lasts once its folder is flushed; Windows has no such call and needs none."""
    if timeless:
        os.utime(place, (STILL, STILL))
    if os.name == "nt":
        return
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


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


def is_new(digest: str, seconds: float = 600) -> bool:
    """Whether the file came within the last ten minutes, by the moment that the file system keeps itself."""
    try:
        return time.time() - path_of(digest).stat().st_ctime < seconds
    except FileNotFoundError:
        return False


def all_digests() -> Iterator[str]:
    for path in folder().glob("*/*"):
        if len(path.name) == 64:
            yield path.name


def leftovers() -> list[Path]:
    """Files that a process had begun to write when it was ended, older than ten minutes."""
    begun = [path for path in folder().glob("*/*") if len(path.name) > 64]
    return [path for path in begun if time.time() - path.stat().st_ctime > 600]


def remove(digest: str) -> None:
    path_of(digest).unlink(missing_ok=True)
