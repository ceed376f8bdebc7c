"""Readers of files from outside, fed with damaged files for a time: each either reads or refuses by name.

`make test` runs every reader for some seconds, `make soak` for minutes and keeps what it saw as JSON with its date. A case
that falls over is kept with the file that did it.
"""

from __future__ import annotations

import io
import json
import random
import sys
import time
import traceback
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from filao.core.problems import Problem
from filao.documents.words import problems

Reader = Callable[[bytes], object]
_TELLING = (
    b"0",
    b"-1",
    b"9" * 30,
    b"\x00",
    b"\xff\xfe",
    b"=1+1",
    b'"',
    b"<",
    b"{",
    b"[",
    b"\n",
    b";",
    b",",
    b"../",
    b"%00",
)


@dataclass(slots=True)
class Seen:
    """What became of a reader's cases: how many were read, refused (by code), and what fell over."""

    name: str
    cases: int = 0
    read: int = 0
    refused: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    crashes: list[str] = field(default_factory=list)


def damaged(seed: bytes, draw: random.Random) -> bytes:
    """A file with some of its bytes changed, taken out, put twice or put elsewhere; of a zip, more often one of its parts."""
    if seed.startswith(b"PK") and draw.random() < 0.8:
        with zipfile.ZipFile(io.BytesIO(seed)) as sound:
            parts = {name: sound.read(name) for name in sound.namelist()}
        chosen = draw.choice(list(parts))
        parts[chosen] = damaged(parts[chosen], draw)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name, content in parts.items():
                package.writestr(name, content)
        return out.getvalue()
    data = bytearray(seed)
    for _ in range(draw.randint(1, 6)):
        place, length = draw.randrange(len(data) + 1), draw.choice((1, 1, 2, 8, 64, 512))
        act = draw.randrange(6)
        if act == 0 and place < len(data):
            data[place] = draw.randrange(256)
        elif act == 1:
            del data[place : place + length]
        elif act == 2:
            data[place:place] = data[place : place + length] * draw.randint(1, 4)
        elif act == 3:
            data[place:place] = draw.choice(_TELLING)
        elif act == 4:
            data[place : place + length] = draw.randbytes(length)
        elif len(data) > 2:
            other = draw.randrange(len(data))
            data[place : place + length] = data[other : other + length]
    return bytes(data)


def fuzz(name: str, reader: Reader, seeds: list[bytes], seconds: float, start: int = 1) -> Seen:
    """Feed a reader with damaged seeds for a time. Problems whose code has a sentence are its way to refuse."""
    seen, draw, end = Seen(name), random.Random(start), time.monotonic() + seconds
    while time.monotonic() < end:
        data = damaged(draw.choice(seeds), draw)
        begun = time.monotonic()
        seen.cases += 1
        try:
            reader(data)
            seen.read += 1
        except Problem as problem:
            problems.sentence(problem.fault)
            seen.refused[problem.code] = seen.refused.get(problem.code, 0) + 1
        except Exception:
            seen.crashes.append(f"{traceback.format_exc(limit=-4)}\n{data[:4000]!r}")
            if len(seen.crashes) >= 5:
                break
        seen.slowest = max(seen.slowest, time.monotonic() - begun)
    return seen


def soak(readers: Mapping[str, tuple[Reader, list[bytes]]], seconds: float, folder: Path) -> bool:
    """Fuzz every reader for a time and keep what was seen as JSON named by the day. Returns whether nothing fell over."""
    moment = datetime.now(UTC)
    seen = [fuzz(name, *given, seconds, start=int(moment.timestamp())) for name, given in readers.items()]
    folder.mkdir(parents=True, exist_ok=True)
    report = {"at": moment.isoformat(timespec="seconds"), "seconds": seconds, "readers": [asdict(one) for one in seen]}
    (folder / f"fuzz-{moment:%Y%m%dT%H%M%S}.json").write_text(
        json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8"
    )
    for one in seen:
        print(
            f"{one.name}: {one.cases} cases, {one.read} read, slowest {one.slowest:.2f} s, {len(one.crashes)} fell over",
            file=sys.stderr,
        )
    return not any(one.crashes for one in seen)
