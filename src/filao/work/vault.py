"""The vault: who opens words of people, for what reason, and how long an opened lock stays open.

Closing asks for no right and no passphrase (`seal`). Opening asks for the right to read words, needs the workspace's lock
to be open, and leaves one line in the journal for each reading, whatever the number of texts read with it. A lock under a
passphrase is opened by one person in this process and closes after a quarter of an hour without use.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock, Timer

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import journal
from filao.store import vault as store
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace
from filao.store.vault import KeyRow, LockRow
from filao.store.writing import forget_old_pages
from filao.work import access
from filao.work.access import Actor

IDLE = 15 * 60
"""Seconds without use after which an opened lock closes."""

PASSPHRASE_LENGTH = 12


# --- closing and opening


def seal(workspace: Workspace, engagement: EngagementRow | None, data: bytes, context: str) -> bytes:
    """The bytes closed to the key of an engagement, or of none. `context` is needed again to open them."""
    return store.sealer(workspace, engagement.id if engagement else None).seal(data, context)


def fingerprint(workspace: Workspace, engagement: EngagementRow | None, data: bytes) -> str:
    """A keyed hash that tells whether two contents are the same."""
    return store.sealer(workspace, engagement.id if engagement else None).fingerprint(data)


def open_(actor: Actor, workspace: Workspace, sealed: bytes, context: str, why: str, subject: str = "") -> bytes:
    """What was closed. One line in the journal says who read it and why; `reading` opens many under one line."""
    return reading(actor, workspace, why, subject).open(sealed, context)


@dataclass(slots=True)
class Reading:
    """Leave to open what was closed in a workspace, for the length of one act."""

    workspace: str
    _lock: X25519PrivateKey = field(repr=False)
    _halves: dict[str, X25519PrivateKey] = field(default_factory=dict, repr=False)

    def open(self, sealed: bytes, context: str) -> bytes:
        """Raises Problem not_sealed, words_destroyed."""
        id = store.key_id(sealed)
        if id not in self._halves:
            row = KeyRow.objects.filter(workspace_id=self.workspace, id=id).first()
            if row is None:
                raise Problem("words_destroyed")
            self._halves[id] = store.private_half(row, self._lock)
        return store.unseal(sealed, self._halves[id], self.workspace, context)


def reading(actor: Actor, workspace: Workspace, why: str, subject: str = "") -> Reading:
    """Open words of people for a reason; the journal says who, what (`subject`) and why.

    Raises Problem not_allowed, words_locked, words_key_lost.
    """
    access.require(actor, "words.read", workspace)
    leave = Reading(workspace.id, _opened(actor, workspace, store.lock_of(workspace)))
    _note(workspace, actor, "words.read", subject, why)
    return leave


def may_read(actor: Actor, workspace: Workspace) -> bool:
    """Whether words could be opened now: the right is held, and the lock is open or opens by itself."""
    if not access.may(actor, "words.read", workspace):
        return False
    try:
        row = store.find_lock(workspace)
        return row is None or bool(_opened(actor, workspace, row))
    except Problem:
        return False


def _opened(actor: Actor, workspace: Workspace, row: LockRow) -> X25519PrivateKey:
    if row.kind == store.MACHINE:
        return store.open_lock(row)
    return _open.use((workspace.id, actor.id))


def _note(workspace: Workspace, actor: Actor, act: str, subject: str = "", reason: str = "", **facts: object) -> None:
    with transaction.atomic():
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act=act, subject=subject, reason=reason, facts=facts
        )


# --- locks that stand open


@dataclass(slots=True)
class _Held:
    half: X25519PrivateKey
    used: float
    moment: float


class _OpenLocks:
    """Private halves of locks that people have opened, by workspace and person; the process forgets them unused."""

    def __init__(self) -> None:
        self._held: dict[tuple[str, str], _Held] = {}
        self._guard = Lock()

    def put(self, who: tuple[str, str], half: X25519PrivateKey) -> None:
        with self._guard:
            self._held[who] = _Held(half, time.monotonic(), time.time())
        self._sweep_later()

    def use(self, who: tuple[str, str]) -> X25519PrivateKey:
        """Raises Problem words_locked."""
        self.sweep()
        with self._guard:
            held = self._held.get(who)
            if held is None:
                raise Problem("words_locked")
            held.used, held.moment = time.monotonic(), time.time()
            return held.half

    def drop(self, workspace: str, person: str = "") -> None:
        with self._guard:
            for who in [w for w in self._held if w[0] == workspace and person in ("", w[1])]:
                del self._held[who]

    def sweep(self) -> None:
        """Forget what lay unused by either clock: one stands still while a laptop sleeps, the other can be set back."""
        with self._guard:
            for who, held in list(self._held.items()):
                by_wall = time.time() - held.moment
                if time.monotonic() - held.used >= IDLE or not -60 < by_wall < IDLE:
                    del self._held[who]

    def _sweep_later(self) -> None:
        timer = Timer(IDLE + 1, self._sweep_again)
        timer.daemon = True
        timer.start()

    def _sweep_again(self) -> None:
        self.sweep()
        if self._held:
            self._sweep_later()


_open = _OpenLocks()


def unlock(actor: Actor, workspace: Workspace, passphrase: str) -> None:
    """Open the lock for this person in this process. Raises Problem not_allowed, wrong_words_passphrase."""
    access.require(actor, "words.read", workspace)
    row = store.lock_of(workspace)
    if row.kind == store.PASSPHRASE:
        _open.put((workspace.id, actor.id), _tried(actor, workspace, row, passphrase))
        _note(workspace, actor, "words.unlock")


def lock(actor: Actor, workspace: Workspace) -> None:
    """Close the lock again for this person."""
    access.require(actor, "words.read", workspace)
    _open.drop(workspace.id, actor.id)


_one_try = Lock()


def _tried(actor: Actor, workspace: Workspace, row: LockRow, passphrase: str) -> X25519PrivateKey:
    """The private half of the lock; one passphrase is tried at a time, and a wrong one leaves a line."""
    try:
        with _one_try:
            return store.open_lock(row, passphrase)
    except Problem as problem:
        if problem.code == "wrong_words_passphrase":
            _note(workspace, actor, "words.refused")
        raise


def set_passphrase(actor: Actor, workspace: Workspace, passphrase: str, old: str = "") -> None:
    """Put the lock under a passphrase, or back under the key of this machine where it is empty.

    Whoever had the lock open must open it anew. Raises Problem not_allowed, words_passphrase_short,
    wrong_words_passphrase.
    """
    access.require(actor, "words.lock", workspace)
    if passphrase and len(passphrase) < PASSPHRASE_LENGTH:
        raise Problem("words_passphrase_short", least=PASSPHRASE_LENGTH)
    half = _tried(actor, workspace, store.lock_of(workspace), old)
    with transaction.atomic():
        columns = store.closed_lock(workspace.id, half, passphrase)
        LockRow.objects.filter(workspace_id=workspace.id).update(**columns)
        _note(workspace, actor, "words.lock", kind=columns["kind"])
    _open.drop(workspace.id)
    transaction.on_commit(forget_old_pages)


# --- the keys themselves


@dataclass(frozen=True, slots=True)
class Key:
    """A key as people see it: the engagement whose words it closes ("" for none), since when, and until when."""

    id: str
    engagement: str
    made_at: datetime
    destroyed_at: datetime | None


@dataclass(frozen=True, slots=True)
class State:
    """How the words of a workspace are locked: `kind` machine or passphrase, and whether they are open to the reader."""

    kind: str
    opened: bool
    keys: tuple[Key, ...]


def state(actor: Actor, workspace: Workspace) -> State:
    """The lock and the keys of a workspace. Raises Problem not_allowed."""
    if not access.may(actor, "words.lock", workspace):
        access.require(actor, "words.destroy", workspace)
    rows = KeyRow.objects.filter(workspace_id=workspace.id).select_related("engagement").order_by("made_at", "id")
    keys = tuple(Key(r.id, r.engagement.title if r.engagement else "", r.made_at, r.destroyed_at) for r in rows)
    row = store.find_lock(workspace)
    return State(row.kind if row else store.MACHINE, may_read(actor, workspace), keys)


def destroy_key(actor: Actor, workspace: Workspace, id: str, reason: str) -> None:
    """Destroy a key: all that it closed is lost for good, in the database, the files and every later backup.

    Raises Problem not_allowed, reason_missing, no_such_page, instruments_open (of that engagement).
    """
    from filao.store.collection import InstrumentRow

    access.require(actor, "words.destroy", workspace)
    if not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        row = KeyRow.objects.select_for_update().filter(workspace_id=workspace.id, id=id, destroyed_at=None).first()
        if row is None:
            raise Problem("no_such_page")
        taking = InstrumentRow.objects.filter(
            workspace_id=workspace.id, engagement_id=row.engagement_id, state__in=("open", "closing")
        )
        if taking.exists():
            raise Problem("instruments_open", titles=tuple(taking.order_by("title").values_list("title", flat=True)))
        store.destroy(row)
        _note(workspace, actor, "words.destroy", row.engagement.slug if row.engagement else "", reason)
    transaction.on_commit(forget_old_pages)
