"""Devices that collect with ODK Collect: made, shown once as a code to scan, revoked; and what they may fetch and send.

A device is known by a token in its address, of which only a hash is kept. Whatever serves a device is public: it asks for
the token, not for a person.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import blobs, journal
from filao.store.collection import CollectorRow, InstrumentRow, VersionRow
from filao.store.people import Workspace
from filao.store.taking import collector_at
from filao.store.writing import refusals_named, written
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import ingest
from filao.work.collection.ingest import Content, Receipt

TIMES_A_MINUTE = 600
"""Requests of one device: a tablet that comes home with a thousand answers stays below it."""


# --- for the people of a workspace


@dataclass(frozen=True, slots=True)
class Collector:
    """A device as people see it. `forms` are titles of the instruments that it may see, none where it may see all."""

    id: str
    label: str
    forms: tuple[str, ...]
    created_on: date
    expires_on: date | None
    used_on: date | None
    revoked: bool

    @property
    def expired(self) -> bool:
        return self.expires_on is not None and self.expires_on < timezone.localdate()


def listing(actor: Actor, workspace: Workspace) -> list[Collector]:
    """Devices, those that may send first, then by name."""
    access.require(actor, "collectors.edit", workspace)
    titles = dict(InstrumentRow.objects.filter(workspace_id=workspace.id).values_list("id", "title"))
    found = [
        Collector(
            row.id, row.label, tuple(sorted(titles[id] for id in row.instruments if id in titles)),
            timezone.localdate(row.created_at), row.expires_on, row.used_on, row.revoked_at is not None,
        )
        for row in CollectorRow.objects.filter(workspace_id=workspace.id)
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.revoked or one.expired, one.label.casefold(), one.id))


def forms_to_give(actor: Actor, workspace: Workspace) -> list[tuple[str, str]]:
    """Instruments that devices can be given: id and title."""
    access.require(actor, "collectors.edit", workspace)
    rows = InstrumentRow.objects.filter(workspace_id=workspace.id).exclude(state="closed").order_by("title")
    return list(rows.values_list("id", "title"))


def make(
    actor: Actor, workspace: Workspace, label: str, *, forms: Collection[str] = (), expires_on: date | None = None
) -> str:
    """Give a device access; returns its token, which is shown once and kept nowhere.

    Raises Problem not_allowed, collector_without_label, expiry_passed, no_such_form.
    """
    access.require(actor, "collectors.edit", workspace)
    if not label.strip():
        raise Problem("collector_without_label", field="label")
    if expires_on is not None and expires_on < timezone.localdate():
        raise Problem("expiry_passed", field="expires_on", day=expires_on.isoformat())
    if set(forms) - {id for id, _title in forms_to_give(actor, workspace)}:
        raise Problem("no_such_form")
    token = secrets.token_urlsafe(24)
    with transaction.atomic():
        CollectorRow.objects.create(
            workspace=workspace, label=label.strip()[:120], token=_hash(token), instruments=sorted(forms),
            expires_on=expires_on, created_at=timezone.now(),
        )  # fmt: skip
        journal.write(workspace, at=timezone.now(), actor=actor.name, act="collectors.make", subject=label.strip())
    return token


def revoke(actor: Actor, workspace: Workspace, id: str) -> None:
    """End a device's access, at once. Raises Problem not_allowed, no_such_collector."""
    access.require(actor, "collectors.edit", workspace)
    with transaction.atomic():
        row = CollectorRow.objects.filter(workspace_id=workspace.id, id=id, revoked_at=None).first()
        if row is None:
            raise Problem("no_such_collector")
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        journal.write(workspace, at=timezone.now(), actor=actor.name, act="collectors.revoke", subject=row.label)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


# --- for a device


@dataclass(frozen=True, slots=True)
class Device:
    """A device whose token was checked."""

    workspace: Workspace
    row: CollectorRow

    @property
    def project(self) -> str:
        return self.workspace.name


def known(slug: str, token: str) -> Device:
    """The device of a token: public. Raises Problem collector_unknown (never made, revoked or expired), too_often."""
    found = collector_at(slug, _hash(token))
    if found is None:
        raise Problem("collector_unknown")
    workspace, row = found
    today = timezone.localdate()
    if row.revoked_at is not None or (row.expires_on is not None and row.expires_on < today):
        raise Problem("collector_unknown")
    if not _bucket.take(row.id):
        raise Problem("too_often", limit=TIMES_A_MINUTE)
    if row.used_on != today:
        with refusals_named(), written():
            CollectorRow.objects.filter(workspace_id=workspace.id, id=row.id).update(used_on=today)
    return Device(workspace, row)


@dataclass(slots=True)
class _Bucket:
    """How often each device has asked in the minute that runs; kept in this process."""

    counts: dict[str, int] = field(default_factory=dict)
    minute: int = 0
    guard: Lock = field(default_factory=Lock)

    def take(self, id: str) -> bool:
        minute = int(time.monotonic() // 60)
        with self.guard:
            if minute != self.minute:
                self.counts, self.minute = {}, minute
            self.counts[id] = self.counts.get(id, 0) + 1
            return self.counts[id] <= TIMES_A_MINUTE


_bucket = _Bucket()


@dataclass(frozen=True, slots=True)
class OpenForm:
    """A published version that a device may fetch; `id` is its address."""

    id: str
    form_id: str
    version: str
    title: str
    md5: str
    media: tuple[Mapping[str, str], ...]


def open_forms(device: Device, *, form_id: str = "", every_version: bool = False) -> list[OpenForm]:
    """Forms open to a device: the newest version of each, or every one: public, for whoever holds the token."""
    rows = VersionRow.objects.filter(workspace_id=device.workspace.id, instrument__state="open")
    if form_id:
        rows = rows.filter(instrument__form_id=form_id)
    found: list[OpenForm] = []
    seen: set[str] = set()
    for row in rows.select_related("instrument").order_by("instrument__title", "instrument_id", "-published_at", "-id"):
        if _may_see(device, row) and (every_version or row.instrument_id not in seen):
            seen.add(row.instrument_id)
            found.append(_open_form(row))
    return found


def _may_see(device: Device, row: VersionRow) -> bool:
    return not device.row.instruments or row.instrument_id in device.row.instruments


def _open_form(row: VersionRow) -> OpenForm:
    instrument = row.instrument
    return OpenForm(row.id, instrument.form_id, row.version, instrument.title, row.md5, tuple(row.media))


def open_form(device: Device, id: str) -> OpenForm:
    """A version, however old, of a form that answers are still taken for: public. Raises Problem no_such_form."""
    rows = VersionRow.objects.filter(workspace_id=device.workspace.id, id=id, instrument__state__in=ingest.TAKING)
    row = rows.select_related("instrument").first()
    if row is None or not _may_see(device, row):
        raise Problem("no_such_form")
    return _open_form(row)


def form_bytes(device: Device, id: str) -> bytes:
    """The exact bytes of a published form: public. Raises Problem no_such_form, file_lost."""
    open_form(device, id)
    return blobs.get(VersionRow.objects.get(workspace_id=device.workspace.id, id=id).xform)


def media_bytes(device: Device, id: str, name: str) -> bytes:
    """A file that belongs to a form: public. Raises Problem no_such_form, file_lost."""
    for file in open_form(device, id).media:
        if file["name"] == name:
            return blobs.get(file["digest"])
    raise Problem("no_such_form")


def receive(device: Device, xml: bytes, files: Mapping[str, Content], client: Mapping[str, str]) -> Receipt:
    """Take an answer in from a device: public. Raises what `ingest.take` raises."""
    return ingest.take(device.workspace, xml, files, channel="collect", collector=device.row, client=client)
