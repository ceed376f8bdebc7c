"""Pictures and sounds as people send them: what they are by their content, and without what cameras write into them.

Kinds are told by the first bytes, never by a name. A JPEG or PNG can be freed of its metadata (place, device, time of
day) without drawing it anew; the signs follow ISO/IEC 10918-1 annex B and the PNG specification, section 5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs", b"acTL",
    b"fcTL", b"fdAT",
}  # fmt: skip
_JPEG_DROPPED = {0xFE, *range(0xE1, 0xF0)} - {0xE2, 0xEE}
"""Comments and application blocks; those of the colour profile and of Adobe's colours are needed to show the picture."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is: the ending of its name, its media type, and the types of question it may answer."""

    ending: str
    media_type: str
    answers: frozenset[str]


def _kind(ending: str, media_type: str, *answers: str) -> Kind:
    return Kind(ending, media_type, frozenset({"file", *answers}))


_UNKNOWN = _kind("bin", "application/octet-stream")
_STARTS: tuple[tuple[bytes, Kind], ...] = (
    (_JPEG, _kind("jpg", "image/jpeg", "image")),
    (_PNG, _kind("png", "image/png", "image")),
    (b"GIF8", _kind("gif", "image/gif", "image")),
    (b"ID3", _kind("mp3", "audio/mpeg", "audio")),
    (b"OggS", _kind("ogg", "audio/ogg", "audio", "video")),
    (b"#!AMR", _kind("amr", "audio/amr", "audio")),
    (b"fLaC", _kind("flac", "audio/flac", "audio")),
    (b"\x1aE\xdf\xa3", _kind("webm", "video/webm", "audio", "video")),
    (b"%PDF-", _kind("pdf", "application/pdf")),
)
_RIFF = {b"WAVE": _kind("wav", "audio/wav", "audio"), b"WEBP": _kind("webp", "image/webp", "image")}
_HEIF = (b"heic", b"heix", b"mif1", b"avif", b"heim", b"heis")


def kind_of(data: bytes) -> Kind:
    """What the bytes are; a file of any kind where they are none of those known."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], _UNKNOWN)
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in _HEIF:
            return _kind("heic", "image/heic", "image")
        if brand in (b"M4A ", b"M4B "):
            return _kind("m4a", "audio/mp4", "audio")
        return _kind("mp4", "video/mp4", "audio", "video")
    if len(data) > 2 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return _kind("mp3", "audio/mpeg", "audio")
    return _UNKNOWN


def without_metadata(data: bytes) -> bytes | None:
    """A JPEG or PNG without place, device and time; None where it is neither, or is not whole."""
    try:
        if data.startswith(_JPEG):
            return _bare_jpeg(data)
        if data.startswith(_PNG):
            return _bare_png(data)
    except (struct.error, IndexError):
        return None
    return None


def _bare_jpeg(data: bytes) -> bytes | None:
    kept, at = [data[:2]], 2
    while data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker == 0xDA:
            return b"".join([*kept, data[at:]])
        (length,) = struct.unpack_from(">H", data, at + 2)
        if length < 2:
            return None
        if marker not in _JPEG_DROPPED:
            kept.append(data[at : at + 2 + length])
        at += 2 + length
    return None


def _bare_png(data: bytes) -> bytes | None:
    kept, at = [_PNG], len(_PNG)
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            return None
        if name in _PNG_KEPT:
            kept.append(data[at:end])
        if name == b"IEND":
            return b"".join(kept)
        at = end
    return None
