"""Half-filled pages: kept on the server closed, with a key that only the person's own address or code gives.

The key comes from the token of the link and the code of the draft together; the table holds a hash of both and cannot
open what it keeps. Once sent, a draft forgets its answers and holds the receipt alone; all go after a month.
"""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.db import transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store.base import random_id
from filao.store.collection import DraftFileRow, DraftRow
from filao.work.collection import tokens
from filao.work.collection.doors import Door

KEPT_DAYS = 30
FILE_LIMIT = 10 * 1024 * 1024
FILES_LIMIT = 25 * 1024 * 1024
"""Bytes of one file of an answer, and of all its files."""
_NONCE = 12


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody has filled in so far.

    `kept` is the filling as `core.forms.filling` gives it up and takes it up again; `files` the names of attachments by
    the place of their question, `at` the number of the screen shown last, `given` the questions that the first page or the
    link has answered. `sent` is set once the answers went ("sent", or
    "aside" where a person must look at them first), with the `receipt` if there is one; nothing else is kept then.
    """

    version: str
    language: str
    instance_id: str = field(default_factory=lambda: f"uuid:{uuid.uuid4()}")
    kept: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    at: int = 1
    given: Sequence[str] = ()
    sent: str = ""
    receipt: str = ""


def begin(door: Door, draft: Draft) -> str:
    """Public: keep a new draft behind a door. Returns the code that opens it, which is told only now."""
    code, id = tokens.new_code(), random_id()
    with transaction.atomic():
        sweep(door)
        DraftRow.objects.create(
            id=id, workspace=door.workspace, version_id=draft.version, round_id=door.round or None,
            invitation_id=door.invitation if door.mode == "named" else None, token=_hash(door, code),
            sealed=_closed(_key(door, code), id, _packed(draft)), renewed_on=timezone.localdate(),
        )  # fmt: skip
    return code


def read(door: Door, code: str) -> Draft:
    """Public: the draft that a code opens. Raises Problem draft_unknown."""
    row = _row(door, code)
    return _unpacked(_opened(_key(door, code), row.id, bytes(row.sealed)))


def keep(door: Door, code: str, draft: Draft) -> None:
    """Public: keep what was filled in since. Raises Problem draft_unknown."""
    row = _row(door, code)
    row.sealed, row.renewed_on = _closed(_key(door, code), row.id, _packed(draft)), timezone.localdate()
    row.save(update_fields=["sealed", "renewed_on"])


def keep_file(door: Door, code: str, place: str, data: bytes) -> None:
    """Public: keep a picture or sound beside the draft; empty bytes take it away.

    Raises Problem draft_unknown, attachment_too_large.
    """
    row = _row(door, code)
    rows = DraftFileRow.objects.filter(workspace_id=door.workspace.id, draft=row)
    others = sum(len(bytes(other)) for other in rows.exclude(field=place).values_list("sealed", flat=True))
    if len(data) > FILE_LIMIT or others + len(data) > FILES_LIMIT:
        raise Problem("attachment_too_large", limit_mb=FILE_LIMIT // 2**20)
    with transaction.atomic():
        rows.filter(field=place).delete()
        if data:
            DraftFileRow.objects.create(
                workspace=door.workspace, draft=row, field=place,
                sealed=_closed(_key(door, code), f"{row.id} {place}", data),
            )  # fmt: skip


def files(door: Door, code: str) -> dict[str, bytes]:
    """Public: the attachments of a draft by the place of their question. Raises Problem draft_unknown."""
    row, key = _row(door, code), _key(door, code)
    found = DraftFileRow.objects.filter(workspace_id=door.workspace.id, draft=row)
    return {one.field: _opened(key, f"{row.id} {one.field}", bytes(one.sealed)) for one in found}


def sent(door: Door, code: str, draft: Draft, how: str, receipt: str) -> None:
    """Public: forget what was filled in, and keep the receipt for who sent it."""
    row = _row(door, code)
    done = Draft(draft.version, draft.language, draft.instance_id, sent=how, receipt=receipt)
    with transaction.atomic():
        DraftFileRow.objects.filter(workspace_id=door.workspace.id, draft=row).delete()
        row.sealed, row.invitation_id = _closed(_key(door, code), row.id, _packed(done)), None
        row.save(update_fields=["sealed", "invitation"])


def discard(door: Door, code: str) -> None:
    """Public: forget a draft whole. Raises Problem draft_unknown."""
    _row(door, code).delete()


def sweep(door: Door) -> int:
    """Public: drop the drafts of the workspace that nobody has come back to for a month. Returns how many."""
    old = DraftRow.objects.filter(
        workspace_id=door.workspace.id, renewed_on__lt=timezone.localdate() - timedelta(KEPT_DAYS)
    )
    return old.delete()[0] if old.exists() else 0


# --- closing and opening


def _row(door: Door, code: str) -> DraftRow:
    row = DraftRow.objects.filter(workspace_id=door.workspace.id, token=_hash(door, code)).first()
    if row is None:
        raise Problem("draft_unknown")
    return row


def _hash(door: Door, code: str) -> str:
    return tokens.hashed(f"{door.token} {code}")


def _key(door: Door, code: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, door.workspace.id.encode(), b"filao draft")
    return AESGCM(derived.derive(f"{door.token} {code}".encode()))


def _closed(key: AESGCM, what: str, data: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + key.encrypt(nonce, data, what.encode())


def _opened(key: AESGCM, what: str, sealed: bytes) -> bytes:
    try:
        return key.decrypt(sealed[:_NONCE], sealed[_NONCE:], what.encode())
    except InvalidTag as error:
        raise Problem("draft_unknown") from error


def _packed(draft: Draft) -> bytes:
    return json.dumps(asdict(draft), ensure_ascii=False, separators=(",", ":")).encode()


def _unpacked(data: bytes) -> Draft:
    return Draft(**json.loads(data))
