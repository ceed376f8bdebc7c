"""Who sits there: the one local user of a laptop by a key, people of a server by their account and its second factor."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import constant_time_compare

from filao.core.problems import Problem
from filao.store.people import Membership, User
from filao.work.access import STAFF, Actor

LOCAL_EMAIL = "local@filao.invalid"
_NONCE = 12


# --- the laptop


def local_actor() -> Actor:
    """The one person of a laptop; made at first use, without a password, and unable to sign in."""
    user = User.objects.filter(email=LOCAL_EMAIL).first()
    if user is None:
        user = User.objects.create_user(LOCAL_EMAIL, name="Local user", is_active=False)
    return Actor(user.id, user.name, local=True)


def open_to_local_user(folder: Path) -> str:
    """Let the one local user in from now on, by the key that is returned.

    The key is kept in the data folder, where other users of the machine cannot read it: the address that holds it opens
    the app, and a bare address does not.
    """
    kept = folder / "local.key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(24))
    key = kept.read_text().strip()
    settings.LOCAL_KEY = key
    return key


def is_local_key(key: str) -> bool:
    """Whether this is the key of the local user; never where the app serves no local user."""
    return bool(settings.LOCAL_KEY) and constant_time_compare(key, settings.LOCAL_KEY)


# --- the server


def actor_of(user: User, *, strong: bool) -> Actor:
    """The person as an actor; `strong` says that a second factor was shown in this session."""
    return Actor(user.id, user.name or user.email, strong=strong)


def is_staff(user: User) -> bool:
    """Whether the person holds, in any workspace, a role that asks for a second factor."""
    return Membership.objects.filter(user_id=user.id, role__in=STAFF).exists()


def _key() -> bytes:
    derived = HKDF(hashes.SHA256(), 32, None, b"filao second factors")
    return derived.derive(settings.SECRET_KEY.encode())


def seal(text: str) -> str:
    """A secret of a second factor as the database keeps it: closed with a key made from FILAO_SECRET."""
    nonce = os.urandom(_NONCE)
    return base64.b64encode(nonce + AESGCM(_key()).encrypt(nonce, text.encode(), None)).decode()


def unseal(sealed: str) -> str:
    """What was sealed. Raises Problem other_secret where FILAO_SECRET is not the one it was sealed under."""
    data = base64.b64decode(sealed)
    try:
        return AESGCM(_key()).decrypt(data[:_NONCE], data[_NONCE:], None).decode()
    except InvalidTag as error:
        raise Problem("other_secret") from error
