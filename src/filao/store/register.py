"""Claims: the one table in which the register's facts are kept, and the reading of it held in memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from threading import RLock, get_ident
from typing import ClassVar

from django.db import connection, models, transaction

from filao.core.register import Claim, Holding, Register, Value
from filao.core.register.claims import Status
from filao.store.base import Owned, random_id
from filao.store.people import Workspace


class ClaimRow(Owned):
    """One claim. Rows are added and change state; they are not edited and not deleted, but for `erase`.

    `revision` is the workspace's revision at which the row last changed.
    """

    kind = models.CharField(max_length=20)
    record = models.CharField(max_length=125)
    field = models.CharField(max_length=40)
    value = models.JSONField()
    source = models.CharField(max_length=60, blank=True)
    dated = models.CharField(max_length=10, blank=True)
    confidence = models.CharField(max_length=1, blank=True)
    status = models.CharField(max_length=10, default="accepted")
    recorded_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    chosen_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=500, blank=True)
    revision = models.PositiveBigIntegerField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["workspace", "revision"], name="claim_revision"),
            models.Index(fields=["workspace", "kind", "record"], name="claim_record"),
        ]

    def as_core(self) -> Claim:
        return _as_core(
            (
                self.id, self.kind, self.record, self.field, self.value, self.source, self.dated, self.confidence,
                self.status, self.recorded_at, self.ended_at, self.chosen_at, self.note,
            )
        )  # fmt: skip


_COLUMNS = (
    "id", "kind", "record", "field", "value", "source", "dated", "confidence", "status", "recorded_at", "ended_at",
    "chosen_at", "note",
)  # fmt: skip


def _moment(at: datetime | None) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds") if at else ""


def _as_core(row: tuple[object, ...]) -> Claim:
    id, kind, record, field, value, source, dated, confidence, status, recorded, ended, chosen, note = row
    return Claim(
        id, kind, record, field, tuple(value) if isinstance(value, list) else value, source, dated,  # type: ignore[arg-type]
        confidence, status, _moment(recorded), _moment(ended), _moment(chosen), note,  # type: ignore[arg-type]
    )  # fmt: skip


def _as_json(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


@dataclass(slots=True)
class _Held:
    """A reading with the claims it was made from. `thread` is set until the transaction it was read in is committed."""

    revision: int
    holding: Holding
    register: Register
    thread: int = 0

    @property
    def counts(self) -> bool:
        """Whether it may be shown here: committed, or read in the transaction that is open in this thread."""
        return not self.thread or (connection.in_atomic_block and self.thread == get_ident())


_held: OrderedDict[str, _Held] = OrderedDict()
_lock = RLock()
_HELD_WORKSPACES = 4


def _refresh(workspace: Workspace) -> _Held:
    """The holding and reading of a workspace at its present revision; only rows changed since are read."""
    with _lock:
        revision, data_date = Workspace.objects.values_list("revision", "data_date").get(id=workspace.id)
        day = data_date.isoformat()
        held = _held.get(workspace.id)
        if held is None or not held.counts or (held.revision, held.register.data_date) != (revision, day):
            known = held if held and held.counts and held.revision < revision else None
            holding, since = (known.holding, known.revision) if known else (Holding(), -1)
            rows = ClaimRow.objects.filter(workspace_id=workspace.id, revision__gt=since)
            holding.take(_as_core(row) for row in rows.values_list(*_COLUMNS).iterator(chunk_size=5000))
            held = _held[workspace.id] = _Held(revision, holding, holding.register(day))
            if connection.in_atomic_block:
                held.thread = get_ident()
                transaction.on_commit(partial(setattr, held, "thread", 0))
        _held.move_to_end(workspace.id)
        while len(_held) > _HELD_WORKSPACES:
            _held.popitem(last=False)
        return held


def forget_readings() -> None:
    """Drop what is held in memory (tests that roll back, restores)."""
    with _lock:
        _held.clear()


def reading(workspace: Workspace) -> Register:
    """The register of a workspace today."""
    return _refresh(workspace).register


def revision_of(workspace: Workspace) -> int:
    """The revision of the reading that `reading` returns now."""
    return _refresh(workspace).revision


def reading_at(workspace: Workspace, *, evidence_to: str = "", recorded_to: str = "") -> Register:
    """The register as of a past date; see `Holding.register`."""
    with _lock:
        held = _refresh(workspace)
        return held.holding.register(held.register.data_date, evidence_to=evidence_to, recorded_to=recorded_to)


def claims(workspace: Workspace) -> list[Claim]:
    with _lock:
        return _refresh(workspace).holding.claims


def next_revision(workspace: Workspace) -> int:
    """Take the next revision; the row is locked until the transaction ends."""
    locked = Workspace.objects.select_for_update().get(id=workspace.id)
    locked.revision += 1
    locked.save(update_fields=["revision"])
    with _lock:
        if (held := _held.get(workspace.id)) and held.revision >= locked.revision:
            del _held[workspace.id]  # read in a transaction that was undone
    return locked.revision


def add(workspace: Workspace, new: Sequence[Claim], at: datetime, revision: int) -> list[str]:
    """Write new claims; those with a `chosen` mark are chosen as of now. Returns their ids."""
    ids = [random_id() for _ in new]
    ClaimRow.objects.bulk_create(
        [
            ClaimRow(
                id=id, workspace_id=workspace.id, kind=c.kind, record=c.record, field=c.field, value=_as_json(c.value),
                source=c.source, dated=c.dated, confidence=c.confidence, status=c.status, recorded_at=at,
                chosen_at=at if c.chosen else None, note=c.note, revision=revision,
            )
            for id, c in zip(ids, new, strict=True)
        ],
        batch_size=500,
    )  # fmt: skip
    return ids


def set_status(workspace: Workspace, ids: Iterable[str], status: Status, at: datetime, revision: int) -> int:
    """Move claims to a state: acceptance dates them anew, withdrawal and refusal end them. Returns how many moved."""
    rows = ClaimRow.objects.filter(workspace_id=workspace.id, id__in=list(ids))
    if status == "accepted":
        return rows.update(status=status, recorded_at=at, ended_at=None, revision=revision)
    return rows.update(status=status, ended_at=at, revision=revision)


def erase(workspace: Workspace, id: str, value: Value, note: str, revision: int) -> None:
    """Put other words in the place of a claim's own: the one edit of the table, for words that identify a person."""
    ClaimRow.objects.filter(workspace_id=workspace.id, id=id).update(
        value=_as_json(value), note=note, revision=revision
    )


def choose(workspace: Workspace, id: str, at: datetime, revision: int) -> None:
    """Show this claim from now on, whatever the rule would show."""
    ClaimRow.objects.filter(workspace_id=workspace.id, id=id).update(chosen_at=at, revision=revision)
