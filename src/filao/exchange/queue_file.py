"""Answers that waited on a device, carried as a file (.filao-queue): JSON, closed under a PIN where the device has one.

Written by the page for answering without a network (frontend/src/offline/carrying.ts). A closed file is sealed with
AES-256-GCM under a key that PBKDF2 (RFC 8018, HMAC-SHA-256) makes of the PIN. Files beside an answer are base64.
"""

from __future__ import annotations

import base64
import binascii
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from filao.core.problems import Problem

FORMAT = "filao-queue"
EDITION = 1
FILE_LIMIT = 128 * 1024 * 1024
ROUNDS_LIMIT = 2_000_000
"""Bytes of a file, and rounds of PBKDF2 that a file may ask for."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer that waited: the XML as it is sent, the files that it names, and the language it was given in."""

    id: str
    xml: bytes
    files: Mapping[str, bytes]
    language: str


@dataclass(frozen=True, slots=True)
class Queue:
    """The answers of a file, all to the form of this id."""

    form_id: str
    answers: tuple[Waiting, ...]


def read(data: bytes, pin: str = "") -> Queue:
    """The answers of a file. Raises Problem queue_file_too_large, queue_file_unreadable, queue_file_pin."""
    if len(data) > FILE_LIMIT:
        raise Problem("queue_file_too_large", limit_mb=FILE_LIMIT // 2**20)
    try:
        head = json.loads(data)
        if head["format"] != FORMAT or head["edition"] != EDITION:
            raise Problem("queue_file_unreadable")
        body = json.loads(_opened(head, pin)) if "sealed" in head else head
        return Queue(str(head["form"]), tuple(_waiting(one) for one in body["answers"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Problem("queue_file_unreadable") from error


def _opened(head: Mapping[str, Any], pin: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

    lock = head["lock"]
    rounds = lock["rounds"]
    if lock["kdf"] != "PBKDF2-SHA256" or not isinstance(rounds, int) or not 0 < rounds <= ROUNDS_LIMIT:
        raise Problem("queue_file_unreadable")
    words = unicodedata.normalize("NFC", pin).encode()
    key = PBKDF2HMAC(SHA256(), length=32, salt=_bytes(lock["salt"]), iterations=rounds).derive(words)
    try:
        return AESGCM(key).decrypt(_bytes(lock["iv"]), _bytes(head["sealed"]), FORMAT.encode())
    except InvalidTag as error:
        raise Problem("queue_file_pin") from error


def _waiting(one: Mapping[str, Any]) -> Waiting:
    id, xml, language = one["id"], one["xml"], one["language"]
    files = {file["name"]: _bytes(file["base64"]) for file in one["files"]}
    if not all(isinstance(text, str) for text in (id, xml, language, *files)):
        raise Problem("queue_file_unreadable")
    return Waiting(id, xml.encode(), files, language[:12])


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise Problem("queue_file_unreadable") from error
