"""Blind rounds: who has answered is known, what they answered leads back to nobody.

An answer waits without a day until five have come; then they are written anew together, in an order drawn by lot, under new
ids, their files too. Neither rows, their order, file times nor the journal tell which invitation an answer came from.
"""

from __future__ import annotations

import random
import secrets

from django.db import transaction
from django.utils import timezone

from filao.store import blobs
from filao.store.base import random_id
from filao.store.collection import AttachmentRow, ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.store.writing import forget_old_pages, written

TOGETHER = 5
"""Answers that are shuffled in at once, at least."""


def shuffle_in(workspace: Workspace, round: RoundRow, *, least: int = TOGETHER) -> int:
    """Shuffle the answers in that wait, once there are enough. Returns how many were."""
    waiting = ResponseRow.objects.filter(workspace_id=workspace.id, round_id=round.id, received_on=None)
    waiting = waiting.exclude(state="withdrawn")
    if waiting.count() < least:
        return 0
    lot = random.Random(secrets.randbits(128))  # noqa: S311  seeded by the system's own source
    with written():
        rows = list(waiting.select_for_update())
        if len(rows) < least:
            return 0
        lot.shuffle(rows)
        of = {"workspace_id": workspace.id}
        attached = list(AttachmentRow.objects.filter(**of, response_id__in=[row.id for row in rows]))
        new = {row.id: random_id() for row in rows}
        waiting.filter(id__in=list(new)).delete()
        for row in rows:
            row.id, row.received_on = new[row.id], timezone.localdate()
            row.replaces_id = new.get(row.replaces_id or "", row.replaces_id)
        for one in attached:
            one.id, one.response_id = random_id(), new[one.response_id]
        lot.shuffle(attached)
        ResponseRow.objects.bulk_create(rows)
        AttachmentRow.objects.bulk_create(attached)
    digests = [digest for digest in (*(row.raw for row in rows), *(one.sealed for one in attached)) if digest]
    lot.shuffle(digests)
    transaction.on_commit(lambda: _settle(digests))
    return len(rows)


def _settle(digests: list[str]) -> None:
    """Files written anew in the order of the lot; what SQLite keeps of earlier pages goes."""
    blobs.renew(digests)
    forget_old_pages()
