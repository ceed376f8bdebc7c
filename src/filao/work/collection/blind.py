"""Blind rounds: who has answered is known, what they answered leads back to nobody.

An answer waits closed until five have come. Meanwhile no invitation is marked: that it is used up is a mark of its own,
which only the key of this server leads back to the invitation. Then the answers are written anew together, in an order
drawn by lot, under new ids, their files too, and the invitations are marked together. Neither rows, their order, file
times, the journal nor copies of the data from before and after tell which invitation an answer came from.
"""

from __future__ import annotations

import base64
import json
import random
import secrets
from collections.abc import Iterable
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store import blobs
from filao.store.base import random_id
from filao.store.collection import AttachmentRow, InvitationRow, ResponseRow, RoundRow, UsedRow
from filao.store.people import Workspace
from filao.store.writing import forget_old_pages, written
from filao.work.collection import tokens

TOGETHER = 5
"""Answers that are shuffled in at once, at least."""
WAITING = "waiting"
"""State of an answer that waits: nothing reads it."""
_HELD = ("closed", "agreed", "language", "state")


# --- marks: that an invitation is used up, without saying which


def use_up(workspace: Workspace, invitation: InvitationRow) -> bool:
    """Use an invitation up. Returns False where it was before. Inside the transaction of the answer."""
    mark, made = _mark(invitation.id), False
    if not (invitation.answered or invitation.refused):
        _row, made = UsedRow.objects.get_or_create(workspace=workspace, round_id=invitation.round_id, mark=mark)
    return made


def used(workspace: Workspace, round: str, invitations: Iterable[str]) -> set[str]:
    """Those of the invitations that have been answered and are not marked so yet."""
    marks = set(UsedRow.objects.filter(workspace_id=workspace.id, round_id=round).values_list("mark", flat=True))
    return {id for id in invitations if _mark(id) in marks} if marks else set()


def _mark(invitation: str) -> str:
    return tokens.hashed(tokens.derived(f"invitation {invitation} is used"))


def _told(workspace: Workspace, round: RoundRow) -> None:
    """Mark the invitations themselves, all those that were used up since the last time."""
    open_ = InvitationRow.objects.filter(workspace_id=workspace.id, round=round, answered=False, refused=False)
    found = used(workspace, round.id, open_.values_list("id", flat=True))
    for start in range(0, len(found), 500):
        open_.filter(id__in=sorted(found)[start : start + 500]).update(answered=True)
    UsedRow.objects.filter(workspace_id=workspace.id, round_id=round.id).delete()


# --- the pool


def hold(row: ResponseRow) -> None:
    """Close what the row of a new answer says, until it is shuffled in."""
    said = json.dumps({name: getattr(row, name) for name in _HELD}, separators=(",", ":")).encode()
    nonce = secrets.token_bytes(12)
    sealed = nonce + _key(row.round_id or "").encrypt(nonce, said, row.instance_id.encode())
    row.closed, row.agreed, row.language = {"held": base64.b64encode(sealed).decode()}, {}, ""
    row.state = WAITING


def _let_go(row: ResponseRow) -> None:
    """Open what `hold` closed. Raises Problem pool_key_lost where another server closed it."""
    sealed = base64.b64decode(row.closed["held"])
    try:
        said = json.loads(_key(row.round_id or "").decrypt(sealed[:12], sealed[12:], row.instance_id.encode()))
    except InvalidTag as error:
        raise Problem("pool_key_lost") from error
    for name in _HELD:
        setattr(row, name, said[name])


def _key(round: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, round.encode(), b"filao blind pool").derive(settings.SECRET_KEY.encode()))


def shuffle_in(workspace: Workspace, round: RoundRow, *, end: bool = False) -> int:
    """Shuffle the answers in that wait, once there are five; returns how many were.

    At the `end` of the round those left come in together with all others of the round, if there are five in all: else they
    stay closed for ever.
    """
    of = {"workspace_id": workspace.id}
    waiting = ResponseRow.objects.filter(**of, round_id=round.id, state=WAITING)
    count = waiting.count()
    if not count or (count < TOGETHER and not end):
        return 0
    lot = random.Random(secrets.randbits(128))  # noqa: S311  seeded by the system's own source
    with written():
        rows = list(waiting.select_for_update())
        count = len(rows)
        if count < TOGETHER:
            standing = ResponseRow.objects.filter(**of, round_id=round.id, state__in=("complete", "incomplete"))
            rows += list(standing.select_for_update()) if end else []
        if not count or len(rows) < TOGETHER:
            return 0
        digests = _written_anew(workspace, rows, lot)
        _told(workspace, round)
    transaction.on_commit(lambda: _settle(digests))
    return count


def _written_anew(workspace: Workspace, rows: list[ResponseRow], lot: random.Random) -> list[str]:
    """Rows under new ids in the order of a lot; returns the digests of their files in another."""
    of = {"workspace_id": workspace.id}
    today = timezone.localdate()
    lot.shuffle(rows)
    new = {row.id: random_id() for row in rows}
    attached = list(AttachmentRow.objects.filter(**of, response_id__in=list(new)))
    missing = {one.response_id for one in attached if not one.sealed}
    for row in rows:
        if row.state == WAITING:
            _let_go(row)
            if row.state == "incomplete" and row.id not in missing:
                row.state = "complete"
            row.received_on = today - timedelta(today.weekday())
    ResponseRow.objects.filter(**of, id__in=list(new)).delete()
    for row in rows:
        row.id, row.replaces_id = new[row.id], new.get(row.replaces_id or "", row.replaces_id)
    for one in attached:
        one.id, one.response_id = random_id(), new[one.response_id]
    lot.shuffle(attached)
    ResponseRow.objects.bulk_create(rows)
    AttachmentRow.objects.bulk_create(attached)
    digests = [digest for digest in (*(row.raw for row in rows), *(one.sealed for one in attached)) if digest]
    lot.shuffle(digests)
    return digests


def _settle(digests: list[str]) -> None:
    """Files written anew in the order of the lot; what SQLite keeps of earlier pages goes."""
    blobs.renew(digests)
    forget_old_pages()
