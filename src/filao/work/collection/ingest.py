"""The one way in: every answer, from whatever client, arrives here as OpenRosa XML with its files.

An answer is known by its instance id: sent again it is taken once; sent again with other content it is put aside, never
lost. The bytes are closed and on disk before any row speaks of them; rows are written in one transaction; only then is it
acknowledged. What cannot be taken as an answer is put aside with the reason. Nothing here is written to the journal: a line
for each answer would tell when somebody answered.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from django.db import IntegrityError, connection
from django.utils import timezone

from filao.core.problems import Problem
from filao.exchange import parcels, xform
from filao.exchange.xform import Instance
from filao.store import blobs
from filao.store.base import random_id
from filao.store.collection import (
    AttachmentRow,
    CollectorRow,
    ConsentRow,
    InvitationRow,
    QuarantineRow,
    ResponseRow,
    RoundRow,
    VersionRow,
)
from filao.store.people import Workspace
from filao.store.taking import Place, insert, is_known, place_of, place_of_version, sealer_at
from filao.store.vault import Sealer
from filao.store.writing import refusals_named, written
from filao.work import access
from filao.work.access import Actor
from filao.work.collection import blind
from filao.work.collection.published import published

Content = bytes | memoryview
Status = Literal["created", "duplicate", "quarantined"]

XML_LIMIT = 4 * 1024 * 1024
ASIDE_LIMIT = 10_000
NAME_LIMIT = 255
"""Bytes of one answer's XML, answers put aside in a workspace, signs of a file's name."""

TAKING = ("open", "closing")
"""States of an instrument in which answers are taken."""

AGREED = ("consent", "attribution", "recording_agreed")
REFUSED = ("no", "refused")
"""Names of the questions in which a person agrees, and what refusing is called."""

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a sending.

    `receipt_code` lets the person withdraw the answer later; it is kept nowhere. `reason` says why an answer was put aside:
    malformed, unknown_form, unknown_version, form_closed, not_assigned, conflict, edit_unknown, edit_stale,
    invitation_used, round_over, no_instance_id.
    """

    status: Status
    instance_id: str
    receipt_code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class How:
    """By which way an answer came. `client` (user agent, device) is kept closed, and not at all of anonymous answers.
    `aside` is a reason of the caller's to put an answer aside that could be taken."""

    channel: str
    round: RoundRow | None = None
    collector: CollectorRow | None = None
    invitation: InvitationRow | None = None
    simulated: bool = False
    language: str = ""
    client: Mapping[str, str] = field(default_factory=dict)
    aside: str = ""


def take(
    workspace: Workspace, xml: bytes, files: Mapping[str, Content], *, channel: str, actor: Actor | None = None,
    round: RoundRow | None = None, collector: CollectorRow | None = None, invitation: InvitationRow | None = None,
    simulated: bool = False, language: str = "", client: Mapping[str, str] | None = None, aside: str = "",
) -> Receipt:  # fmt: skip
    """Take an answer in. With an actor (paper, import) the right to enter answers is asked; without one the caller has
    checked a token: public.

    With a reason in `aside` an answer that is new is put aside. Files that the answer does not name are dropped; those that
    it names may come later, with the same XML. Raises Problem not_allowed, answer_too_large, quarantine_full, disk_refused,
    words_key_lost, and those of `store.writing`: nothing of the answer is then kept, and the client must send it again.
    """
    if actor is not None:
        access.require(actor, "answers.enter", workspace)
    if len(xml) > XML_LIMIT:
        raise Problem("answer_too_large", limit_mb=XML_LIMIT // 2**20)
    how = How(channel, round, collector, invitation, simulated, language, client or {}, aside)
    with refusals_named():
        receipt = _taken(workspace, xml, files, how)
        if how.round is not None and how.round.mode == "blind" and receipt.status == "created":
            blind.shuffle_in(workspace, how.round)
    return receipt


def _taken(workspace: Workspace, xml: bytes, files: Mapping[str, Content], how: How) -> Receipt:
    try:
        instance = xform.read_instance(xml)
    except Problem:
        return _put_aside(workspace, None, Instance("", "", "", ""), "malformed", xml, files, how)
    place = place_of(workspace.id, instance.form_id, instance.version)
    sealer = sealer_at(workspace, place)
    if not instance.instance_id and not instance.encrypted:
        made = uuid.UUID(bytes=bytes.fromhex(sealer.fingerprint(xml)[-32:]), version=4)
        instance = replace(instance, instance_id=f"uuid:{made}")
    if is_known(workspace.id, instance.instance_id):
        return _again(workspace, instance, xml, files, how)
    reason = "no_instance_id" if not 0 < len(instance.instance_id) <= 200 else how.aside
    reason = reason or _refusal(workspace, place, instance, how)
    if reason or place is None:
        return _put_aside(workspace, place, instance, reason, xml, files, how)
    return _Answer(workspace, place, sealer, instance, xml, how).keep(files)


def _known(workspace: Workspace, instance_id: str) -> ResponseRow | None:
    rows = ResponseRow.objects.filter(workspace_id=workspace.id, instance_id=instance_id)
    return rows.select_related("version").first()


def _refusal(workspace: Workspace, place: Place | None, instance: Instance, how: How) -> str:
    """Why an answer that is new cannot be taken, "" where it can."""
    if place is None:
        of_form = VersionRow.objects.filter(workspace_id=workspace.id, instrument__form_id=instance.form_id)
        return "unknown_version" if of_form.exists() else "unknown_form"
    if place.state not in TAKING:
        return "form_closed"
    if how.collector and how.collector.instruments and place.instrument not in how.collector.instruments:
        return "not_assigned"
    if instance.deprecated_id:
        before = _known(workspace, instance.deprecated_id)
        if before is None or before.version.instrument_id != place.instrument:
            return "edit_unknown"
        if not before.current or before.state not in ("complete", "incomplete"):
            return "edit_stale"
    return ""


def take_over(
    workspace: Workspace, head: ResponseRow, instance: Instance, xml: bytes, files: Mapping[str, Content], how: How
) -> Receipt:
    """Take an answer that came under the id of another as the version that replaces it; the caller has asked the right."""
    place = place_of(workspace.id, instance.form_id, instance.version)
    if place is None:
        raise Problem("no_such_form")
    sealer = sealer_at(workspace, place)
    id = f"{instance.instance_id[:180]}#{sealer.fingerprint(xml)[-12:]}"
    return _Answer(
        workspace, place, sealer, replace(instance, instance_id=id, deprecated_id=head.instance_id), xml, how
    ).keep(files)


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer tells by itself: answers that are no words, the names of its files, and what was agreed to."""

    open: Mapping[str, str]
    files: tuple[str, ...]
    agreed: Mapping[str, str]


def told(place: Place, instance: Instance, *, quiet: bool) -> Told:
    """An answer sorted as its version says. Of an interview, its own day is told too, unless it is `quiet` (anonymous, blind)."""
    if instance.encrypted:
        return Told({}, _slots(instance.files), {})
    form = published(place.xform, place.media)
    values = instance.values
    if form.repeats or any("[" in path for path in values):
        values = xform.placed(values, form.questionnaire)
    found = form.sorting.open_answers(values)
    if place.purpose == "interview" and not quiet:
        found |= form.sorting.days(values)
    agreed = {name: text for path, text in found.items() if (name := path.rpartition("/")[2]) in AGREED and text}
    return Told(found, _slots(form.sorting.file_names(values)), agreed)


def _slots(names: Iterable[str]) -> tuple[str, ...]:
    """Names that can be files of an answer."""
    return tuple(n for n in dict.fromkeys(names) if len(n) <= NAME_LIMIT and "/" not in n and "\\" not in n)


# --- one new answer


class _Raced(Exception):
    """Another sending was faster: the answer is already known, or what it edits is no longer current."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Answer:
    """A new answer to a version that takes answers."""

    def __init__(
        self, workspace: Workspace, place: Place, sealer: Sealer, instance: Instance, xml: bytes, how: How
    ) -> None:
        self.workspace, self.place, self.sealer = workspace, place, sealer
        self.instance, self.xml, self.how = instance, xml, how
        self.blind = how.round is not None and how.round.mode == "blind"
        self.quiet = place.anonymous or self.blind
        self.said = told(place, instance, quiet=self.quiet)
        self.code = receipt_code(sealer, instance.instance_id, xml)
        self.kept: list[str] = []

    def keep(self, files: Mapping[str, Content]) -> Receipt:
        refused = self.said.agreed.get("consent") in REFUSED
        row = self._tombstone() if refused else self._row()
        attachments = [] if refused else self._close(row, files)
        try:
            self._write(row, attachments)
        except IntegrityError:
            if not is_known(self.workspace.id, self.instance.instance_id):
                raise
            self._undo()
            return _again(self.workspace, self.instance, self.xml, files, self.how)
        except _Raced as raced:
            self._undo()
            return _put_aside(
                self.workspace, self.place, self.instance, raced.reason, self.xml, files, self.how
            )  # fmt: skip
        return Receipt("created", self.instance.instance_id, "" if refused else self.code)

    def _undo(self) -> None:
        """Remove the files of an answer whose row did not come to be; only where that is certain."""
        for digest in self.kept:
            blobs.remove(digest)

    def _base(self, **more: Any) -> ResponseRow:
        """The row with what every answer tells; of anonymous and blind ones a day at most."""
        now = timezone.now()
        quiet = self.quiet
        return ResponseRow(
            id=random_id(), workspace_id=self.workspace.id, version_id=self.place.version,
            round_id=self.how.round.id if self.how.round else None,
            collector_id=self.how.collector.id if self.how.collector and not quiet else None,
            instance_id=self.instance.instance_id, channel=self.how.channel, simulated=self.how.simulated,
            received_at=None if quiet else now, received_on=None if self.blind else timezone.localdate(now), **more,
        )  # fmt: skip

    def _tombstone(self) -> ResponseRow:
        """A refusal is counted; nothing of what was sent is kept."""
        return self._base(state="refused")

    def _row(self) -> ResponseRow:
        before = _known(self.workspace, self.instance.deprecated_id) if self.instance.deprecated_id else None
        agreed: dict[str, Any] = dict(self.said.agreed)
        if agreed:
            shown = ConsentRow.objects.filter(
                workspace_id=self.workspace.id, instrument_id=self.place.instrument
            ).order_by("-number")
            if (number := shown.values_list("number", flat=True).first()) is not None:
                agreed["text"] = number
        return self._base(
            fingerprint=self.sealer.fingerprint(self.xml), closed=self.said.open, agreed=agreed,
            language="" if self.quiet else self.how.language, state="encrypted" if self.instance.encrypted else "complete",
            receipt=receipt_hash(self.code), replaces=before,
        )  # fmt: skip

    def _close(self, row: ResponseRow, files: Mapping[str, Content]) -> list[AttachmentRow]:
        """Put the XML and the files named on disk, closed; the row then names them."""
        about = {
            "instance": row.instance_id, "version": row.version_id, "round": row.round_id, "collector": row.collector_id,
            "channel": row.channel, "language": row.language, "receipt": row.receipt, "simulated": row.simulated,
            "on": row.received_on.isoformat() if row.received_on else "",
            "at": row.received_at.isoformat() if row.received_at else "",
            "replaces": self.instance.deprecated_id, "text": row.agreed.get("text"),
            "client": {} if self.quiet else dict(self.how.client),
        }  # fmt: skip
        came = [name for name in self.said.files if name in files]
        closed = [self.sealer.seal(parcels.pack(about, self.xml), parcels.ANSWER)]
        closed += [_closed_file(self.sealer, row.instance_id, name, files[name]) for name in came]
        self.kept = blobs.put_all(closed, timeless=self.quiet)
        row.raw, *digests = self.kept
        attachments = {
            name: AttachmentRow(
                workspace_id=self.workspace.id, response=row, name=name, sealed=digest, size=len(files[name])
            )
            for name, digest in zip(came, digests, strict=True)
        }
        earlier = _attachments(row.replaces) if row.replaces else {}
        for name in self.said.files:
            if name not in attachments:
                kept = earlier.get(name)
                attachments[name] = AttachmentRow(
                    workspace_id=self.workspace.id, response=row, name=name, sealed=kept.sealed if kept else "",
                    size=kept.size if kept else 0,
                )  # fmt: skip
        if row.state == "complete" and any(not one.sealed for one in attachments.values()):
            row.state = "incomplete"
        return list(attachments.values())

    def _write(self, row: ResponseRow, attachments: list[AttachmentRow]) -> None:
        of = {"workspace_id": self.workspace.id}
        with written():
            if row.replaces_id:
                before = ResponseRow.objects.filter(**of, id=row.replaces_id, current=True)
                if not before.update(current=False):
                    raise _Raced("edit_stale")
            if self.how.invitation is not None:
                self._answered(row)
            if self.blind and row.state != "refused":
                blind.hold(row)
            insert([row])
            insert(attachments)
            if self.quiet:
                forget_order(self.workspace, row)

    def _answered(self, row: ResponseRow) -> None:
        """The invitation is used up; in a blind round nothing leads from it to the answer."""
        invitations = InvitationRow.objects.filter(workspace_id=self.workspace.id, id=self.how.invitation.id)  # type: ignore[union-attr]
        if self.blind and row.state != "refused" and not row.replaces_id:
            invitation = invitations.first()
            if invitation is None or not blind.use_up(self.workspace, invitation):
                raise _Raced("invitation_used")
            return
        if row.state == "refused":
            state: dict[str, Any] = {"refused": True}
        else:
            state = {"answered": True, "response_id": None if self.quiet else row.id}
        if row.replaces_id:
            invitations.update(**state)
        elif not invitations.filter(answered=False, refused=False).update(**state):
            raise _Raced("invitation_used")


def _closed_file(sealer: Sealer, instance_id: str, name: str, content: Content) -> bytes:
    return sealer.seal(parcels.pack({"instance": instance_id, "name": name}, content), parcels.FILE)


def _attachments(row: ResponseRow) -> dict[str, AttachmentRow]:
    found = AttachmentRow.objects.filter(workspace_id=row.workspace_id, response_id=row.id)
    return {one.name: one for one in found}


def forget_order(workspace: Workspace, row: ResponseRow) -> None:
    """SQLite numbers rows as they come; a random number in its place tells nothing of the order."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table, column in (("store_responserow", "id"), ("store_attachmentrow", "response_id")):
                cursor.execute(
                    f'UPDATE {table} SET rowid = abs(random()) WHERE workspace_id = %s AND "{column}" = %s',  # noqa: S608
                    [workspace.id, row.id],
                )


# --- an answer that came before


def _again(workspace: Workspace, instance: Instance, xml: bytes, files: Mapping[str, Content], how: How) -> Receipt:
    """The same again brings files that were missing; other content under the same id is put aside."""
    known = ResponseRow.objects.get(workspace_id=workspace.id, instance_id=instance.instance_id)
    if known.state in ("refused", "withdrawn"):
        return Receipt("duplicate", instance.instance_id)
    place = place_of_version(workspace.id, known.version_id)
    sealer = sealer_at(workspace, place)
    if sealer.made(known.fingerprint) and known.fingerprint != sealer.fingerprint(xml):
        return _put_aside(workspace, place, instance, "conflict", xml, files, how)
    missing = {one.name: one for one in _attachments(known).values() if not one.sealed and one.name in files}
    if missing:
        quiet = known.received_at is None
        closed = [_closed_file(sealer, known.instance_id, name, files[name]) for name in missing]
        digests = blobs.put_all(closed, timeless=quiet)
        with written():
            slots = AttachmentRow.objects.filter(workspace_id=workspace.id, response_id=known.id, sealed="")
            for (name, one), digest in zip(missing.items(), digests, strict=True):
                slots.filter(id=one.id).update(sealed=digest, size=len(files[name]))
            if known.state == "incomplete" and not slots.exists():
                ResponseRow.objects.filter(workspace_id=workspace.id, id=known.id).update(state="complete")
    code = receipt_code(sealer, known.instance_id, xml) if sealer.made(known.fingerprint) else ""
    return Receipt("duplicate", known.instance_id, code)


# --- what cannot be taken


def _put_aside(
    workspace: Workspace, place: Place | None, instance: Instance, reason: str, xml: bytes,
    files: Mapping[str, Content], how: How,
) -> Receipt:  # fmt: skip
    """Keep the bytes closed, with the reason, until a person decides. The same bytes are put aside once."""
    sealer = sealer_at(workspace, place)
    whole = parcels.pack_aside(
        {
            "reason": reason, "channel": how.channel, "simulated": how.simulated,
            "round": how.round.id if how.round else "",
            "collector": how.collector.id if how.collector and not (place and place.anonymous) else "",
        },
        xml, files,
    )  # fmt: skip
    mark = sealer.fingerprint(whole)
    id = instance.instance_id[:200]
    rows = QuarantineRow.objects.filter(workspace_id=workspace.id)
    if not rows.filter(instance_id=id, fingerprint=mark).exists():
        if rows.count() >= ASIDE_LIMIT:
            raise Problem("quarantine_full", limit=ASIDE_LIMIT)
        (raw,) = blobs.put_all([sealer.seal(whole, parcels.ASIDE)], timeless=True)
        try:
            with written():
                QuarantineRow.objects.create(
                    workspace_id=workspace.id, form_id=instance.form_id[:200], form_version=instance.version[:200],
                    instance_id=id, reason=reason, raw=raw, fingerprint=mark, channel=how.channel,
                    received_on=timezone.localdate(),
                )  # fmt: skip
        except IntegrityError:
            blobs.remove(raw)
    return Receipt("quarantined", id, "", reason)


# --- withdrawing


def receipt_code(sealer: Sealer, instance_id: str, xml: bytes) -> str:
    """The code on the receipt of an answer: 60 bits that nobody can work out without the key of this machine.

    The same sending gives the same code, so that whoever lost the first acknowledgement reads it on the second.
    """
    mark = hmac.new(sealer.print_key, b"receipt\0" + instance_id.encode() + b"\0" + xml, hashlib.sha256).digest()
    number = int.from_bytes(mark[:8], "big")
    letters = "".join(_LETTERS[(number >> shift) & 31] for shift in range(0, 60, 5))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def receipt_hash(code: str) -> str:
    """What is kept of a code, however it is typed: spaces and dashes left out, O read as 0, I and L as 1."""
    plain = code.upper().translate(str.maketrans("OIL", "011", "- \t"))
    return hashlib.sha256(plain.encode()).hexdigest()


def withdraw(workspace: Workspace, code: str) -> int:
    """Withdraw the answer of a receipt, with everything it replaced or was replaced by: public, for who holds the code.

    Bytes and contents are deleted; what is left is that an answer was withdrawn. Returns how many versions of the answer
    went. Raises Problem no_such_receipt.
    """
    from filao.work.collection.withdrawing import erase

    of = {"workspace_id": workspace.id}
    row = ResponseRow.objects.filter(**of, receipt=receipt_hash(code)).first() if code.strip() else None
    if row is None:
        raise Problem("no_such_receipt")
    with refusals_named():
        return erase(workspace, row)
