"""Rows of answers made again from their kept bytes: what a row says is what its bytes say, or it is mended.

Each closed file says by itself which answer it is or belongs to, so that rows that were lost come back too. Refusals and
withdrawn answers have no bytes: their rows are left as they are, and nothing brings the answers back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.exchange import parcels, xform
from filao.exchange.parcels import Parcel
from filao.store import blobs, journal, vault
from filao.store.base import random_id
from filao.store.collection import AttachmentRow, CollectorRow, ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.store.taking import place_of_version
from filao.store.vault import KeyRow
from filao.work import access
from filao.work import vault as words
from filao.work.access import Actor
from filao.work.collection import blind, ingest


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Answers whose bytes were read, rows mended, rows made again, and rows whose bytes are gone or cannot be opened."""

    read: int
    mended: int
    made: int
    lost: int


@dataclass(slots=True)
class _Found:
    """What the closed files of a workspace hold: answers by file, and files of answers by answer and name."""

    answers: dict[str, Parcel] = field(default_factory=dict)
    files: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)


def rebuild(actor: Actor, workspace: Workspace) -> Rebuilt:
    """Make the rows of a workspace's answers again from the files alone.

    Raises Problem not_allowed, words_locked, words_key_lost.
    """
    access.require(actor, "answers.decide", workspace)
    found = _read(workspace, words.reading(actor, workspace, "rebuild"))
    with transaction.atomic():
        rows = {row.instance_id: row for row in ResponseRow.objects.filter(workspace_id=workspace.id)}
        lost = sum(bool(row.raw) and row.raw not in found.answers for row in rows.values())
        mended = made = 0
        wanted = [_Wanted(workspace, digest, parcel) for digest, parcel in found.answers.items()]
        for one in _in_order(wanted):
            held = rows.get(one.instance.instance_id)
            if held is None:
                rows[one.instance.instance_id] = one.make(rows, found)
                made += 1
            elif held.raw == one.digest:
                mended += one.mend(held, rows, found)
        for row in ResponseRow.objects.filter(workspace_id=workspace.id, current=True):
            if ResponseRow.objects.filter(workspace_id=workspace.id, replaces_id=row.id).exists():
                ResponseRow.objects.filter(workspace_id=workspace.id, id=row.id).update(current=False)
                mended += 1
        told = {"read": len(wanted), "mended": mended, "made": made, "lost": lost}
        journal.write(workspace, at=timezone.now(), actor=actor.name, act="answers.rebuild", facts=told)
    return Rebuilt(**told)


def _read(workspace: Workspace, leave: words.Reading) -> _Found:
    found = _Found()
    keys = set(KeyRow.objects.filter(workspace_id=workspace.id, destroyed_at=None).values_list("id", flat=True))
    for digest in blobs.all_digests():
        sealed = blobs.path_of(digest).read_bytes()
        try:
            mine = vault.key_id(sealed) in keys
        except Problem:
            continue
        parcel = _parcel(leave, sealed) if mine else None
        if parcel is None:
            continue
        if "name" in parcel.about:
            found.files[parcel.about["instance"], parcel.about["name"]] = digest, len(parcel.content)
        else:
            found.answers[digest] = parcel
    return found


def _parcel(leave: words.Reading, sealed: bytes) -> Parcel | None:
    for context in (parcels.ANSWER, parcels.FILE):
        try:
            return parcels.unpack(leave.open(sealed, context))
        except Problem:
            continue
    return None


class _Wanted:
    """The row that the bytes of an answer ask for."""

    def __init__(self, workspace: Workspace, digest: str, parcel: Parcel) -> None:
        self.workspace, self.digest, self.about, self.xml = workspace, digest, parcel.about, parcel.content
        read = xform.read_instance(parcel.content)
        self.instance = replace(
            read, instance_id=str(self.about["instance"]), deprecated_id=str(self.about.get("replaces", ""))
        )
        place = place_of_version(workspace.id, self.about["version"])
        if place is None:
            raise Problem("no_such_form")
        self.place = place
        self.told = ingest.told(place, self.instance, quiet=not self.about.get("at"))

    def values(self, rows: dict[str, ResponseRow]) -> dict[str, Any]:
        """What the row must hold beside its files."""
        agreed: dict[str, Any] = dict(self.told.agreed)
        if "text" in self.about:
            agreed["text"] = self.about["text"]
        before = rows.get(self.instance.deprecated_id)
        row = KeyRow.objects.get(workspace_id=self.workspace.id, id=vault.key_id(blobs.get(self.digest)))
        return {
            "version_id": self.place.version, "raw": self.digest, "closed": dict(self.told.open), "agreed": agreed,
            "channel": self.about["channel"], "language": self.about.get("language", ""),
            "fingerprint": vault.sealer_of(row).fingerprint(self.xml), "receipt": self.about["receipt"],
            "simulated": bool(self.about.get("simulated")), "replaces_id": before.id if before else None,
        }  # fmt: skip

    def slots(self, found: _Found, rows: dict[str, ResponseRow]) -> dict[str, tuple[str, int]]:
        """Name -> file and size; what an edit did not bring again is that of the answer it replaced."""
        chain = [self.instance.instance_id]
        before = rows.get(self.instance.deprecated_id)
        while before is not None:
            chain.append(before.instance_id)
            before = before.replaces
        return {
            name: next((found.files[id, name] for id in chain if (id, name) in found.files), ("", 0))
            for name in self.told.files
        }

    def make(self, rows: dict[str, ResponseRow], found: _Found) -> ResponseRow:
        of = {"workspace_id": self.workspace.id}
        values, slots = self.values(rows), self.slots(found, rows)
        row = ResponseRow(
            **of, **values, id=random_id(), instance_id=self.instance.instance_id, state=self._state(slots),
            round=RoundRow.objects.filter(**of, id=self.about.get("round", "")).first(),
            collector=CollectorRow.objects.filter(**of, id=self.about.get("collector", "")).first(),
            received_on=_day(self.about.get("on")), received_at=_moment(self.about.get("at")),
        )  # fmt: skip
        if row.round is not None and row.round.mode == "blind":
            blind.hold(row)
        row.save(force_insert=True)
        ResponseRow.objects.filter(**of, id=row.replaces_id).update(current=False)
        AttachmentRow.objects.bulk_create(
            AttachmentRow(**of, response=row, name=name, sealed=sealed, size=size)
            for name, (sealed, size) in slots.items()
        )
        if row.received_at is None:
            ingest.forget_order(self.workspace, row)
        return row

    def mend(self, row: ResponseRow, rows: dict[str, ResponseRow], found: _Found) -> bool:
        """Bring a row to what its bytes say. Returns whether anything was wrong."""
        of = {"workspace_id": self.workspace.id}
        waits = ("closed", "agreed", "language") if row.state == blind.WAITING else ()
        wrong = {
            name: value
            for name, value in self.values(rows).items()
            if name not in waits and getattr(row, name) != value
        }
        if wrong:
            ResponseRow.objects.filter(**of, id=row.id).update(**wrong)
        held = {one.name: one for one in AttachmentRow.objects.filter(**of, response_id=row.id)}
        changed = bool(wrong)
        for name, (sealed, size) in self.slots(found, rows).items():
            if name not in held:
                AttachmentRow.objects.create(**of, response_id=row.id, name=name, sealed=sealed, size=size)
                changed = True
            elif sealed and not held[name].sealed:
                AttachmentRow.objects.filter(**of, id=held[name].id).update(sealed=sealed, size=size)
                changed = True
        return changed

    def _state(self, slots: dict[str, tuple[str, int]]) -> str:
        if self.instance.encrypted:
            return "encrypted"
        return "complete" if all(sealed for sealed, _size in slots.values()) else "incomplete"


def _in_order(wanted: list[_Wanted]) -> Iterator[_Wanted]:
    """What is replaced stands before what replaces it."""
    by_id = {one.instance.instance_id: one for one in wanted}
    done: set[str] = set()
    for one in wanted:
        line = []
        while one is not None and one.instance.instance_id not in done:
            done.add(one.instance.instance_id)
            line.append(one)
            one = by_id.get(one.instance.deprecated_id)  # type: ignore[assignment]
        yield from reversed(line)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
