"""Files that stand beside a form: lists, pictures and sounds, told by their content and named so that any client can keep
them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from filao.core.problems import Problem
from filao.exchange import xform
from filao.exchange.limits import FILE_LIMIT

_NAME = re.compile(r"[\w][\w .()-]{0,98}\.[A-Za-z0-9]{2,7}")
_LISTS = frozenset({"csv", "xml", "geojson"})
_BEGINNINGS: Mapping[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "wav": (b"RIFF",),
    "ogg": (b"OggS",),
    "webm": (b"\x1aE\xdf\xa3",),
}
_BOXES = frozenset({"m4a", "mp4", "3gp"})
"""Sounds and films that say what they are from the fifth byte on."""


def checked(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same files, each by its plain name. Raises Problem media_unfit, file_too_large, and those of reading a list."""
    found: dict[str, bytes] = {}
    total = 0
    for given, data in files.items():
        name = given.replace("\\", "/").rpartition("/")[2].strip()
        total += len(data)
        if not _NAME.fullmatch(name) or name in found or not _is_what_it_says(name, data):
            raise Problem("media_unfit", name=name or given)
        if total > FILE_LIMIT:
            raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
        if _ending(name) in _LISTS:
            xform.read_list(data, name)
        found[name] = data
    return found


def _ending(name: str) -> str:
    return name.lower().rpartition(".")[2]


def _is_what_it_says(name: str, data: bytes) -> bool:
    ending = _ending(name)
    if ending in _LISTS:
        return b"\x00" not in data
    if ending in _BOXES:
        return data[4:8] == b"ftyp"
    return data.startswith(_BEGINNINGS.get(ending, ()))
