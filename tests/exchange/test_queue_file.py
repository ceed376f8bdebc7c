"""Files of answers that waited on a device: read back as they were, refused by name where they are not what they should be."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from filao.core.problems import Problem
from filao.exchange import queue_file

ANSWER = {
    "id": "uuid:1", "version": "v1", "language": "fr", "xml": "<data id='visit'>é</data>",
    "files": [{"name": "photo.jpg", "type": "image/jpeg", "base64": base64.b64encode(b"\xff\xd8").decode()}],
}  # fmt: skip


def plain(**more: Any) -> dict[str, Any]:
    return {"format": "filao-queue", "edition": 1, "form": "visit", "answers": [ANSWER], **more}


def closed(pin: str, *, rounds: int = 1000) -> dict[str, Any]:
    """A file as a device with a PIN writes it; real ones ask for 600,000 rounds."""
    salt, iv = bytes(16), bytes(12)
    key = PBKDF2HMAC(SHA256(), length=32, salt=salt, iterations=rounds).derive(pin.encode())
    sealed = AESGCM(key).encrypt(iv, json.dumps({"answers": [ANSWER]}).encode(), b"filao-queue")
    lock = {"kdf": "PBKDF2-SHA256", "rounds": rounds, "salt": _text(salt), "iv": _text(iv)}
    return {"format": "filao-queue", "edition": 1, "form": "visit", "lock": lock, "sealed": _text(sealed)}


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def read(data: dict[str, Any], pin: str = "") -> queue_file.Queue:
    return queue_file.read(json.dumps(data).encode(), pin)


def test_answers_and_their_files_are_read_as_they_were_saved() -> None:
    queue = read(plain())

    assert queue.form_id == "visit"
    assert queue.answers[0].xml == "<data id='visit'>é</data>".encode()
    assert queue.answers[0].files == {"photo.jpg": b"\xff\xd8"}


def test_a_closed_file_opens_with_its_pin_only() -> None:
    assert read(closed("the rain"), "the rain") == read(plain())
    for pin in ("", "the Rain"):
        with pytest.raises(Problem, match="queue_file_pin"):
            read(closed("the rain"), pin)


@pytest.mark.parametrize(
    "data",
    [
        b"", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"format": "filao-queue"}',
        json.dumps(plain(edition=2)).encode(), json.dumps(plain(answers=3)).encode(),
        json.dumps(plain(answers=[{**ANSWER, "xml": 1}])).encode(),
        json.dumps(plain(answers=[{**ANSWER, "files": [{"name": "a", "base64": "!"}]}])).encode(),
        json.dumps({**closed("pin"), "sealed": "AAAA"}).encode()[:-9],
        json.dumps({**closed("pin"), "lock": {"kdf": "none", "rounds": 1}}).encode(),
        json.dumps({**closed("pin"), "lock": {"kdf": "PBKDF2-SHA256", "rounds": 10**9, "salt": "", "iv": ""}}).encode(),
    ],
)  # fmt: skip
def test_what_is_no_such_file_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(Problem, match="queue_file_unreadable"):
        queue_file.read(data, "pin")
