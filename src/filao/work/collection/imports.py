"""Answers from other tools: a file is kept closed, shown as what it would bring, and taken in when a person accepts it.

Every answer goes in by the one way (`ingest.take`), under the id that it has in the other tool, so that the same file taken
twice changes nothing and a file that was interrupted is taken to its end the next time. What differs from an answer that is
already held is never overwritten and never put aside unseen: the dry run tells it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import transaction
from django.utils import timezone

from filao.core.forms.variables import is_meta
from filao.core.problems import Problem
from filao.exchange import answers
from filao.exchange.answers import Change, Found, Reading, Wishes
from filao.store import blobs, journal, vault
from filao.store.collection import AnswerImportRow, InstrumentRow, ResponseRow
from filao.store.people import Workspace
from filao.work import access
from filao.work import vault as words
from filao.work.access import Actor
from filao.work.collection import ingest, responses
from filao.work.protection.kinds.answer_files import CONTEXT

CHANNEL = "import"
_AT_ONCE = 500

File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class Staged:
    """A file of answers that waits: what taking it would bring, and how it was read. `questions` are all that its columns
    may be, by path below the root."""

    id: str
    code: str
    title: str
    names: tuple[str, ...]
    reading: Reading
    wishes: Wishes
    questions: Mapping[str, str]
    simulated: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of answers that waits or was taken: `account` are its numbers of rows once it was."""

    id: str
    names: tuple[str, ...]
    taken: bool
    account: Mapping[str, int]
    actor: str
    at: datetime


def dry_run(
    actor: Actor, workspace: Workspace, code: str, files: Sequence[File], wishes: Wishes | None = None, *, why: str = ""
) -> Reading:
    """What taking these files would bring. Nothing is written but the line that says who read what they hold.

    Raises Problem no_such_instrument, not_published, instrument_closed, and those of `answers.read`.
    """
    access.require(actor, "responses.import", workspace)
    row = _open_row(workspace, code)
    return _Plan(workspace, row, files, wishes or Wishes(), _leave(actor, workspace, row, why)).reading


def stage(
    actor: Actor,
    workspace: Workspace,
    code: str,
    files: Sequence[File],
    wishes: Wishes | None = None,
    *,
    simulated: bool = False,
) -> str:
    """Keep files closed for a dry run. Returns the id of the upload. Raises as `dry_run`, disk_refused."""
    access.require(actor, "responses.import", workspace)
    row = _open_row(workspace, code)
    answers.read(files, responses.layout(row).versions, wishes)
    sealer = vault.sealer(workspace, row.engagement_id)
    digests = blobs.put_all([sealer.seal(data, CONTEXT) for _, data in files], timeless=row.anonymous)
    with transaction.atomic():
        made = AnswerImportRow.objects.create(
            workspace=workspace, instrument=row, simulated=simulated, actor=actor.name, at=timezone.now(),
            files=[{"name": name, "digest": d} for (name, _), d in zip(files, digests, strict=True)],
            wishes=_said(wishes or Wishes()),
        )  # fmt: skip
    return str(made.id)


def staged(actor: Actor, workspace: Workspace, id: str) -> Staged:
    """The dry run of an upload, on the answers as they are now. Raises Problem no_such_page, words_locked."""
    access.require(actor, "responses.import", workspace)
    row = _waiting(workspace, id)
    plan = _planned(actor, workspace, row, "import")
    names = tuple(file["name"] for file in row.files)
    questions = {variable.path: variable.label() for variable in plan.layout.variables}
    return Staged(
        row.id, row.instrument.code, row.instrument.title, names, plan.reading, _wishes(row), questions, row.simulated, row.at
    )  # fmt: skip


def read_as(actor: Actor, workspace: Workspace, id: str, wishes: Wishes) -> None:
    """Say how an upload is to be read: which column is which question, and whether unlisted options pass."""
    access.require(actor, "responses.import", workspace)
    row = _waiting(workspace, id)
    AnswerImportRow.objects.filter(workspace_id=workspace.id, id=row.id).update(wishes=_said(wishes))


def accept(actor: Actor, workspace: Workspace, id: str, reason: str) -> Reading:
    """Take the answers of an upload in. The file stays kept, closed. Raises Problem reason_missing, no_such_page."""
    access.require(actor, "responses.import", workspace)
    if not reason.strip():
        raise Problem("reason_missing", field="reason")
    row = _waiting(workspace, id)
    plan = _planned(actor, workspace, row, reason)
    taken = plan.take(actor, simulated=row.simulated)
    account = _account(taken)
    with transaction.atomic():
        AnswerImportRow.objects.filter(workspace_id=workspace.id, id=row.id).update(taken=True, account=account)
        journal.write(
            workspace, at=timezone.now(), actor=actor.name, act="responses.import", subject=row.instrument.code,
            reason=reason, facts=account,
        )  # fmt: skip
    return taken


def discard(actor: Actor, workspace: Workspace, id: str) -> None:
    """Drop an upload that waits; nothing of it was taken."""
    access.require(actor, "responses.import", workspace)
    row = _waiting(workspace, id)
    with transaction.atomic():
        AnswerImportRow.objects.filter(workspace_id=workspace.id, id=row.id).delete()
        transaction.on_commit(lambda: _remove(row))


def uploads(actor: Actor, workspace: Workspace, code: str) -> list[Kept]:
    """Uploads of an instrument, those that wait first, then the newest."""
    access.require(actor, "responses.import", workspace)
    row = responses.instrument_row(workspace, code)
    rows = AnswerImportRow.objects.filter(workspace_id=workspace.id, instrument_id=row.id).order_by("taken", "-at")
    return [
        Kept(one.id, tuple(file["name"] for file in one.files), one.taken, one.account, one.actor, one.at)
        for one in rows
    ]


# --- rows


def _open_row(workspace: Workspace, code: str) -> InstrumentRow:
    row = responses.instrument_row(workspace, code)
    if row.state not in ingest.TAKING:
        raise Problem("instrument_closed", title=row.title)
    return row


def _waiting(workspace: Workspace, id: str) -> AnswerImportRow:
    rows = AnswerImportRow.objects.filter(workspace_id=workspace.id, id=id, taken=False)
    row = rows.select_related("instrument__engagement").first()
    if row is None:
        raise Problem("no_such_page")
    return row


def _remove(row: AnswerImportRow) -> None:
    for file in row.files:
        blobs.remove(file["digest"])


def _wishes(row: AnswerImportRow) -> Wishes:
    said = row.wishes
    return Wishes(said.get("mapping", {}), bool(said.get("unlisted")), said.get("version", ""))


def _said(wishes: Wishes) -> dict[str, object]:
    return {"mapping": dict(wishes.mapping), "unlisted": wishes.unlisted, "version": wishes.version}


def _leave(actor: Actor, workspace: Workspace, row: InstrumentRow, why: str) -> words.Reading:
    return words.reading(actor, workspace, why or "import", row.code)


def _planned(actor: Actor, workspace: Workspace, row: AnswerImportRow, why: str) -> _Plan:
    leave = _leave(actor, workspace, row.instrument, why)
    files = [(file["name"], leave.open(blobs.get(file["digest"]), CONTEXT)) for file in row.files]
    return _Plan(workspace, row.instrument, files, _wishes(row), leave)


def _account(reading: Reading) -> dict[str, int]:
    return {
        "answers": len(reading.answers),
        **{
            name: sum(getattr(one, name) for one in reading.accounts) for name in ("rows", "kept", "merged", "rejected")
        },
        "changes": len(reading.changes),
    }


# --- what an upload would bring


class _Plan:
    """The answers of an upload beside those that are held."""

    def __init__(
        self, workspace: Workspace, row: InstrumentRow, files: Sequence[File], wishes: Wishes, leave: words.Reading
    ) -> None:
        self.workspace, self.row, self.leave = workspace, row, leave
        self.layout = responses.layout(row)
        self.found, self.files = answers.read(files, self.layout.versions, wishes)
        self._unfinished: list[Found] = []

    @cached_property
    def changes(self) -> Mapping[str, list[Change]]:
        """Lines of a cleaning log by the answer that they speak of."""
        found: dict[str, list[Change]] = {}
        for change in self.found.changes:
            found.setdefault(change.answer, []).append(change)
        return found

    @cached_property
    def reading(self) -> Reading:
        """The reading with what is already held merged, and what differs from it rejected."""
        same: list[Found] = []
        other: dict[str, list[Found]] = {}
        for start in range(0, len(self.found.answers), _AT_ONCE):
            some = {one.instance_id: one for one in self.found.answers[start : start + _AT_ONCE]}
            rows = ResponseRow.objects.filter(workspace_id=self.workspace.id, instance_id__in=list(some))
            for row in rows.select_related("version"):
                code = self._differs(row, some[row.instance_id])
                (other.setdefault(code, []) if code else same).append(some[row.instance_id])
                if not code and row.channel == CHANNEL and row.state == "incomplete":
                    self._unfinished.append(some[row.instance_id])
        reading = answers.recounted(self.found, "", same)
        for code, found in other.items():
            reading = answers.recounted(reading, code, found)
        return reading

    def _differs(self, row: ResponseRow, found: Found) -> str:
        """Why an answer that is held under this id is not the same; "" where it is."""
        if row.version.instrument_id != self.row.id:
            return "answer_of_other_form"
        if row.state not in ("complete", "incomplete"):
            return "answer_given_up"
        root = next(v.root for v in self.layout.versions if v.version == found.version)
        values = responses.values_of(row, self.leave)
        held = {path: text for path, text in values.items() if text and not is_meta(path)}
        read = {f"{root}/{path}": text for path, text in found.values.items() if text}
        return "" if held == read and row.version.version == found.version else "answer_held_otherwise"

    def take(self, actor: Actor, *, simulated: bool) -> Reading:
        """Take in what is new, and files that answers taken before still lack. One that was put aside is told."""
        aside = []
        for one in (*self.reading.answers, *self._unfinished):
            form = next(v for v in self.layout.versions if v.version == one.version)
            changed = self.changes.get(one.instance_id, [])
            xml = answers.instance(one, form, trail=bool(changed))
            files = {name: self.files[name] for name in set(one.values.values()) & self.files.keys()}
            if changed:
                files[answers.TRAIL] = answers.trail(changed)
            receipt = ingest.take(self.workspace, xml, files, channel=CHANNEL, actor=actor, simulated=simulated)
            if receipt.status == "quarantined":
                aside.append(one)
        return answers.recounted(self.reading, "answer_put_aside", aside) if aside else self.reading
