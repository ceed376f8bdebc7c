"""Writing rows while many do: one after another in this process, and what goes wrong below said by name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from django.db import DatabaseError, connection, transaction

from filao.core.problems import Problem

_turn = Lock()


@contextmanager
def written() -> Iterator[None]:
    """One transaction. SQLite takes one writer at a time: threads of this process wait in line, which costs less than asking
    the file again and again whether it is free."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        with transaction.atomic():
            yield
        return
    with _turn, transaction.atomic():
        yield


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
