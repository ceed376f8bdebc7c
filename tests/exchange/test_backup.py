"""A backup is restored whole or not at all, wherever it was damaged."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from filao.core.problems import Problem
from filao.exchange import backup

NOISE = random.Random(7)


@pytest.mark.parametrize("content", [NOISE.randbytes(4000), b"page " * 800], ids=["packs badly", "packs well"])
def test_a_byte_changed_anywhere_is_found_or_changes_nothing(tmp_path: Path, content: bytes) -> None:
    database, attached, package = tmp_path / "db", tmp_path / "file", tmp_path / "all.filao"
    database.write_bytes(content)
    attached.write_bytes(content[::-1])
    digest = hashlib.sha256(content[::-1]).hexdigest()
    whole = backup.pack(database, [(digest, attached)], {"files": [digest]})

    for place in range(0, len(whole), max(1, len(whole) // 150)):
        hurt = bytearray(whole)
        hurt[place] ^= 0xFF
        package.write_bytes(hurt)
        folder = tmp_path / f"new-{place}"
        try:
            backup.unpack(package, folder)
        except Problem as refused:
            assert refused.code == "backup_unreadable"
            assert not folder.exists()
        else:
            assert (folder / backup.DATABASE).read_bytes() == content
            assert (folder / "files" / digest[:2] / digest).read_bytes() == content[::-1]
