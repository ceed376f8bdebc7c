"""Keys that close words of people: one pair per engagement (and one for what belongs to none).

Closing needs only the public half, so that answers are taken in while nobody is signed in; opening needs the private
half. Private halves are closed to the lock of their workspace, a pair of its own whose private half lies under the key
of this machine or under a passphrase: a change of passphrase renews one row. Hybrid public key encryption as in RFC 9180
(X25519, HKDF-SHA256, AES-256-GCM); passphrases go through Argon2id (RFC 9106) with the figures of GlobaLeaks.
Rights and the journal are in `work.vault`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from filao.core.problems import Problem
from filao.store.base import Owned, random_id
from filao.store.engagement import EngagementRow
from filao.store.people import Workspace

MACHINE, PASSPHRASE = "machine", "passphrase"
KEY_FILE = "words.key"
"""Name of this machine's key in the data folder: 32 random bytes, apart from the database that it closes."""

ROUNDS, MEMORY, LANES = 16, 128 * 1024, 1
"""Argon2id: passes, kibibytes and lanes. One try takes about a second and a half."""

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_MARK = b"F1"
_ID_LENGTH = 16
_NONCE_LENGTH = 12


class LockRow(Owned):
    """The lock of a workspace: a pair whose private half, `wrapped`, opens the private halves of its keys.

    `kind` says what opens the lock: the key of this machine, or a passphrase with this `salt`.
    """

    public = models.BinaryField()
    wrapped = models.BinaryField()
    salt = models.BinaryField(default=bytes)
    kind = models.CharField(max_length=12)
    changed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["workspace"], name="lock_of_workspace")]


class KeyRow(Owned):
    """A pair of keys. `wrapped` is the private half, closed to the lock of the workspace; `salt` makes fingerprints.

    Both are empty once the key was destroyed: what it closed can then be read by nobody.
    """

    engagement = models.ForeignKey(EngagementRow, on_delete=models.CASCADE, null=True, related_name="+")
    public = models.BinaryField()
    wrapped = models.BinaryField()
    salt = models.BinaryField(default=bytes)
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["workspace", "engagement"], condition=models.Q(destroyed_at=None), name="key_of_engagement"
            ),
            models.UniqueConstraint(
                fields=["workspace"],
                condition=models.Q(destroyed_at=None, engagement=None),
                name="key_of_no_engagement",
            ),
        ]


# --- closing


@dataclass(frozen=True, slots=True)
class Sealer:
    """Closes to one key, and tells by a keyed hash whether two contents are the same without opening either."""

    key: str
    workspace: str
    public: X25519PublicKey
    print_key: bytes

    def seal(self, data: bytes, context: str) -> bytes:
        """The bytes closed: a mark, the id of the key, then RFC 9180's encapsulated key and ciphertext.

        `context` says what they are and is needed again to open them: nothing opens in another's place.
        """
        return _MARK + self.key.encode() + _SUITE.encrypt(data, self.public, info=_info(self.workspace, context))

    def fingerprint(self, data: bytes) -> str:
        """Equal for equal bytes under one key; nobody without the key of this machine can try guesses against it."""
        return self.key[:8] + hmac.new(self.print_key, data, hashlib.sha256).hexdigest()[:56]

    def made(self, fingerprint: str) -> bool:
        """Whether a fingerprint was made with this key, and so can be compared."""
        return fingerprint.startswith(self.key[:8])


def sealer(workspace: Workspace, engagement: str | None = None) -> Sealer:
    """What closes words of an engagement (its row's id, or None for none), with its key made at first use.

    Raises Problem words_key_lost where nobody could open again what it closes.
    """
    row = _live(workspace, engagement)
    return sealer_of(row) if row else sealer_of(_make(workspace, engagement))


def sealer_of(row: KeyRow) -> Sealer:
    """What closes to this key."""
    return sealer_with(row.id, row.workspace_id, bytes(row.public), bytes(row.salt))


def sealer_with(key: str, workspace: str, public: bytes, salt: bytes) -> Sealer:
    """What closes to a key whose columns were read already."""
    return _sealer(key, workspace, public, salt, machine_key())


@lru_cache(maxsize=256)
def _sealer(key: str, workspace: str, public: bytes, salt: bytes, machine: bytes) -> Sealer:
    return Sealer(key, workspace, X25519PublicKey.from_public_bytes(public), _derived(machine, salt, b"fingerprints"))


def key_id(sealed: bytes) -> str:
    """The id of the key that closed these bytes. Raises Problem not_sealed."""
    if not sealed.startswith(_MARK) or len(sealed) < len(_MARK) + _ID_LENGTH:
        raise Problem("not_sealed")
    return sealed[len(_MARK) : len(_MARK) + _ID_LENGTH].decode("ascii", "replace")


def _info(workspace: str, context: str) -> bytes:
    return b"\0".join((b"filao", workspace.encode(), context.encode()))


def _derived(secret: bytes, salt: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, b"filao " + purpose).derive(secret)


# --- keys and their lock


def _live(workspace: Workspace, engagement: str | None) -> KeyRow | None:
    return KeyRow.objects.filter(workspace_id=workspace.id, engagement_id=engagement, destroyed_at=None).first()


def _make(workspace: Workspace, engagement: str | None) -> KeyRow:
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        if row := _live(workspace, engagement):
            return row
        values = new_key(workspace.id, bytes(lock_of(workspace).public))
        return KeyRow.objects.create(workspace=workspace, engagement_id=engagement, **values)


def new_key(workspace: str, lock: bytes) -> dict[str, Any]:
    """The columns of a new key, its private half closed to the public half of a lock."""
    pair, id = X25519PrivateKey.generate(), random_id()
    closed = _SUITE.encrypt(
        pair.private_bytes_raw(), X25519PublicKey.from_public_bytes(lock), info=_info(workspace, f"key {id}")
    )
    return {
        "id": id, "public": pair.public_key().public_bytes_raw(), "wrapped": closed, "salt": secrets.token_bytes(32),
        "made_at": timezone.now(),
    }  # fmt: skip


def lock_of(workspace: Workspace) -> LockRow:
    """The lock of a workspace, made at first use under the key of this machine. Raises Problem words_key_lost."""
    row = find_lock(workspace) or _make_lock(workspace)
    if row.kind == MACHINE:
        open_lock(row)
    return row


def find_lock(workspace: Workspace) -> LockRow | None:
    """The lock of a workspace; None where nothing was ever closed."""
    return LockRow.objects.filter(workspace_id=workspace.id).first()


def _make_lock(workspace: Workspace) -> LockRow:
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        return find_lock(workspace) or LockRow.objects.create(workspace=workspace, **new_lock(workspace.id))


def new_lock(workspace: str) -> dict[str, Any]:
    """The columns of a new lock under the key of this machine."""
    pair = X25519PrivateKey.generate()
    return {"public": pair.public_key().public_bytes_raw(), **closed_lock(workspace, pair)}


def closed_lock(workspace: str, pair: X25519PrivateKey, passphrase: str = "") -> dict[str, Any]:
    """The columns that close a lock with a passphrase, or with the key of this machine where it is empty."""
    kind = PASSPHRASE if passphrase else MACHINE
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(_NONCE_LENGTH)
    closer = AESGCM(_opener(kind, salt, passphrase))
    wrapped = nonce + closer.encrypt(nonce, pair.private_bytes_raw(), workspace.encode())
    return {"kind": kind, "salt": salt, "wrapped": wrapped, "changed_at": timezone.now()}


def open_lock(row: LockRow, passphrase: str = "") -> X25519PrivateKey:
    """The private half of a lock. Raises Problem words_key_lost, wrong_words_passphrase."""
    wrapped = bytes(row.wrapped)
    opener = AESGCM(_opener(row.kind, bytes(row.salt), passphrase))
    try:
        raw = opener.decrypt(wrapped[:_NONCE_LENGTH], wrapped[_NONCE_LENGTH:], row.workspace_id.encode())
    except InvalidTag as error:
        raise Problem("words_key_lost" if row.kind == MACHINE else "wrong_words_passphrase") from error
    return X25519PrivateKey.from_private_bytes(raw)


def _opener(kind: str, salt: bytes, passphrase: str) -> bytes:
    if kind == MACHINE:
        return _derived(machine_key(), salt, b"lock")
    return hash_secret_raw(passphrase.encode(), salt, ROUNDS, MEMORY, LANES, 32, Type.ID)


# --- opening


def private_half(row: KeyRow, lock: X25519PrivateKey) -> X25519PrivateKey:
    """What opens words closed to this key. Raises Problem words_destroyed."""
    if row.destroyed_at:
        raise Problem("words_destroyed")
    raw = _SUITE.decrypt(bytes(row.wrapped), lock, info=_info(row.workspace_id, f"key {row.id}"))
    return X25519PrivateKey.from_private_bytes(raw)


def unseal(sealed: bytes, private: X25519PrivateKey, workspace: str, context: str) -> bytes:
    """The bytes that were closed. Raises Problem not_sealed where they were changed, or closed as something else."""
    try:
        return _SUITE.decrypt(sealed[len(_MARK) + _ID_LENGTH :], private, info=_info(workspace, context))
    except (InvalidTag, ValueError) as error:
        raise Problem("not_sealed") from error


def destroy(row: KeyRow) -> None:
    """Destroy a key: what it closed, here and in every copy that lacks this row, is lost for good."""
    row.wrapped, row.salt, row.destroyed_at = b"", b"", timezone.now()
    row.save()


# --- the key of this machine


def key_file() -> Path:
    return Path(settings.DATA_FOLDER) / KEY_FILE


def machine_key() -> bytes:
    """The key of this machine, made at first use. Raises Problem words_key_lost where locks rest on one that is gone."""
    path = key_file()
    try:
        return _kept(str(path), path.stat().st_mtime_ns)
    except FileNotFoundError:
        if LockRow.objects.filter(kind=MACHINE).exists():
            raise Problem("words_key_lost") from None
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{KEY_FILE}.{random_id()}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)
        except FileExistsError:
            pass
        finally:
            part.unlink()
    except OSError as error:
        raise Problem("disk_refused", what=error.strerror or "") from error
    return path.read_bytes()


@lru_cache(maxsize=8)
def _kept(path: str, _changed: int) -> bytes:
    return Path(path).read_bytes()
