"""Writing rows while many do: one after another on this machine, and what goes wrong below said by name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from filao.core.problems import Problem

if os.name == "posix":
    import fcntl

TURN_FILE = "turn.lock"
"""Name of the empty file in the data folder whose lock is the turn of one process among several."""

_turn = Lock()


@contextmanager
def written() -> Iterator[None]:
    """One transaction. SQLite takes one writer at a time, and who asks in vain sleeps for up to a tenth of a second: threads
    of this process, and the processes that take answers in beside each other, wait in a line of their own instead."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _turn, _turn_of_process(), transaction.atomic():
        yield


@contextmanager
def _turn_of_process() -> Iterator[None]:
    """The line among processes: a lock of the system, which ends with who holds it. Where there is none (Windows, a folder
    that takes no file) SQLite itself keeps writers apart."""
    line = _line(str(settings.DATA_FOLDER), os.getpid())
    if line is None:
        yield
        return
    fcntl.flock(line, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(line, fcntl.LOCK_UN)


@cache
def _line(folder: str, _process: int) -> int | None:
    """The file that processes of one data folder lock, opened by each for itself; None where there can be none."""
    if os.name != "posix":
        return None
    try:
        return os.open(Path(folder) / TURN_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        return None


_REFUSALS = (
    ("locked", "store_busy"), ("full", "store_full"), ("readonly", "store_readonly"), ("read-only", "store_readonly"),
    ("unable to open", "store_readonly"), ("no space", "store_full"),
)  # fmt: skip


@contextmanager
def refusals_named() -> Iterator[None]:
    """What the database cannot do becomes Problem store_busy, store_full, store_readonly or store_failed."""
    try:
        yield
    except DatabaseError as error:
        said = str(error).lower()
        code = next((code for words, code in _REFUSALS if words in said), "store_failed")
        raise Problem(code) from error


def forget_old_pages() -> None:
    """What SQLite keeps of earlier rows beside the database goes; where others read just then, with the next occasion."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
