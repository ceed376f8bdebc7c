"""Answers given on devices without a network: what such a device needs of a form, and how what it kept comes in.

A device holds its answers until it has the receipt of each; here an answer is taken, or put aside for a person to decide,
even when its round was over before the device found a network again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.exchange import media, queue_file, xform
from filao.store import blobs, journal
from filao.store.collection import InstrumentRow, InvitationRow, RoundRow, VersionRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import ingest, rounds
from filao.work.collection.doors import Door
from filao.work.collection.ingest import Content, Receipt

_LISTS = {".csv": "text/csv; charset=utf-8", ".xml": "text/xml; charset=utf-8", ".geojson": "application/geo+json"}


@dataclass(frozen=True, slots=True)
class Kit:
    """What a device keeps to fill in a form: the id of its version and the names of the files beside it."""

    form_id: str
    version: str
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the answers of a file: taken, here already, and put aside."""

    created: int
    known: int
    aside: int


def kit(door: Door) -> Kit:
    """Public: what new answers behind a door are given to."""
    row = _version(door, door.version)
    return Kit(row.instrument.form_id, row.id, tuple(file["name"] for file in row.media))


def form(door: Door, version: str) -> bytes:
    """Public: the bytes of a version of the form. Raises Problem no_such_page, file_lost."""
    return blobs.get(_version(door, version).xform)


def file(door: Door, version: str, name: str) -> tuple[bytes, str]:
    """Public: a file that stands beside a version, and its media type. Raises Problem no_such_page, file_lost."""
    for one in _version(door, version).media:
        if one["name"] == name:
            data = blobs.get(one["digest"])
            listed = _LISTS.get(PurePath(name).suffix.lower())
            return data, listed or media.kind_of(data).media_type
    raise Problem("no_such_page")


def _version(door: Door, version: str) -> VersionRow:
    rows = VersionRow.objects.filter(workspace_id=door.workspace.id, instrument_id=door.instrument, id=version)
    row = rows.select_related("instrument").first()
    if row is None:
        raise Problem("no_such_page")
    return row


def receive(door: Door, xml: bytes, files: Mapping[str, Content], language: str) -> Receipt:
    """Public: take an answer in from a device, once however often it is sent.

    Raises Problem not_open before the round has begun and after a blind one, answer_other_form, and those of `ingest.take`.
    """
    if door.state == "early" or (door.state == "over" and door.mode == "blind"):
        raise Problem("not_open")
    instance = _instance(xml)
    if instance and instance.form_id != _form_id(door):
        raise Problem("answer_other_form")
    aside = "edit_unknown" if instance and instance.deprecated_id else "round_over" if door.state == "over" else ""
    of = {"workspace_id": door.workspace.id}
    return ingest.take(
        door.workspace, xml, _bare(files) if door.anonymous else files, channel="test" if door.mode == "trial" else "offline",
        round=RoundRow.objects.filter(**of, id=door.round).first() if door.round else None,
        invitation=InvitationRow.objects.filter(**of, id=door.invitation).first() if door.invitation else None,
        simulated=door.simulated, language=language, aside=aside,
    )  # fmt: skip


def _instance(xml: bytes) -> xform.Instance | None:
    """The answer as it reads; None where it does not, which is put aside with the reason."""
    try:
        return xform.read_instance(xml)
    except Problem:
        return None


def _form_id(door: Door) -> str:
    return InstrumentRow.objects.get(workspace_id=door.workspace.id, id=door.instrument).form_id


def _bare(files: Mapping[str, Content]) -> dict[str, Content]:
    """Pictures without what a camera wrote into them; those that cannot be freed of it are left out."""
    found: dict[str, Content] = {}
    for name, content in files.items():
        data = bytes(content)
        bare = media.without_metadata(data) if "image" in media.kind_of(data).answers else data
        if bare is not None:
            found[name] = bare
    return found


def take_file(actor: Actor, workspace: Workspace, round: str, file: BinaryIO, pin: str) -> TakenIn:
    """Take in the answers that a device saved as a file, into the round it worked for.

    Raises Problem no_such_round, blind_offline, queue_file_other_form, and those of `queue_file.read` and `ingest.take`;
    what came before the fault is then taken, and the same file can be sent again.
    """
    access.require(actor, "answers.enter", workspace)
    row = rounds.row_of(workspace, round)
    if row.mode == "blind":
        raise Problem("blind_offline", field="file")
    queue = queue_file.read(file.read(queue_file.FILE_LIMIT + 1), pin)
    if queue.form_id != row.instrument.form_id:
        raise Problem("queue_file_other_form", form=queue.form_id, field="file")
    found: list[str] = []
    try:
        for one in queue.answers:
            found.append(_taken(actor, workspace, row, one))
    finally:
        done = TakenIn(*(found.count(status) for status in ("created", "duplicate", "quarantined")))
        if found:
            with transaction.atomic():
                journal.write(
                    workspace, at=timezone.now(), actor=actor.name, act="responses.file", subject=row.instrument.code,
                    facts=asdict(done),
                )  # fmt: skip
    return done


def _taken(actor: Actor, workspace: Workspace, row: RoundRow, one: queue_file.Waiting) -> str:
    instance = _instance(one.xml)
    if instance and instance.form_id != row.instrument.form_id:
        raise Problem("queue_file_other_form", form=instance.form_id, field="file")
    return ingest.take(
        workspace, one.xml, _bare(one.files) if row.instrument.anonymous else one.files, channel="file", actor=actor,
        round=row, simulated=row.simulated or workspace.simulated, language=one.language,
    ).status  # fmt: skip
