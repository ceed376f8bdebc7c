"""What is kept as one closed file: a line that says what it is, then the bytes themselves.

The line makes a file speak for itself once it is opened: rows can be made again from the files alone (`rebuild`).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from filao.core.problems import Problem

ANSWER, FILE, ASIDE = "answer", "answer file", "aside"
"""What a file is closed as: the XML of an answer, a file of one, or what was put aside whole."""


@dataclass(frozen=True, slots=True)
class Parcel:
    about: Mapping[str, Any]
    content: bytes


def pack(about: Mapping[str, Any], *contents: bytes | memoryview) -> bytes:
    """The bytes to close; what is empty in `about` is left out."""
    said = {name: value for name, value in about.items() if value not in (None, "", {}, False)}
    line = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return b"".join((line.encode(), b"\n", *contents))


def unpack(data: bytes) -> Parcel:
    """The line and the bytes. Raises Problem not_sealed where there is no such line."""
    line, end, content = data.partition(b"\n")
    try:
        about = json.loads(line)
    except ValueError as error:
        raise Problem("not_sealed") from error
    if not end or not isinstance(about, dict):
        raise Problem("not_sealed")
    return Parcel(about, content)


def pack_aside(about: Mapping[str, Any], xml: bytes, files: Mapping[str, bytes | memoryview]) -> bytes:
    """An answer and its files that are put aside together."""
    sizes = [["", len(xml)], *([name, len(content)] for name, content in files.items())]
    return pack({**about, "sizes": sizes}, xml, *files.values())


def unpack_aside(data: bytes) -> tuple[Mapping[str, Any], bytes, dict[str, bytes]]:
    """What the line says, the XML, and the files by name."""
    parcel = unpack(data)
    found = dict(_cut(parcel))
    return parcel.about, found.pop("", b""), found


def _cut(parcel: Parcel) -> Iterator[tuple[str, bytes]]:
    place = 0
    for name, size in parcel.about["sizes"]:
        yield name, parcel.content[place : place + size]
        place += size
