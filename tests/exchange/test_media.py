"""Files that people send are told by their content, and pictures lose what a camera wrote into them."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filao.exchange.media import kind_of, without_metadata


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


HEAD = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", HEAD)
    + chunk(b"tEXt", b"Author\0Ann")
    + chunk(b"eXIf", b"Lat")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND")
    + b"after"
)
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xe1\x00\x0aExif\x00\x00GP\xff\xfe\x00\x06Ann.\xff\xe2\x00\x06ICC_"
    b"\xff\xda\x00\x02\x11\x22\xff\xd9"
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "ending", "answers"),
    [
        (JPEG, "jpg", "image"), (PNG, "png", "image"), (b"RIFF\0\0\0\0WEBPVP8 ", "webp", "image"),
        (b"\0\0\0\x18ftypheic\0\0", "heic", "image"), (b"\0\0\0\x18ftypM4A \0\0", "m4a", "audio"),
        (b"\0\0\0\x18ftyp3gp4\0\0", "mp4", "audio"), (b"ID3\x03", "mp3", "audio"), (b"\xff\xfb\x90\0", "mp3", "audio"),
        (b"OggS", "ogg", "audio"), (b"RIFF\0\0\0\0WAVEfmt ", "wav", "audio"), (b"\x1aE\xdf\xa3", "webm", "video"),
        (b"#!AMR\n", "amr", "audio"), (b"%PDF-1.7", "pdf", "file"), (b"MZ\x90", "bin", "file"), (b"", "bin", "file"),
    ],
)  # fmt: skip
def test_a_file_is_what_its_bytes_say(data: bytes, ending: str, answers: str) -> None:
    found = kind_of(data)

    assert found.ending == ending
    assert answers in found.answers


def test_a_program_answers_no_question_for_a_picture() -> None:
    assert "image" not in kind_of(b"MZ\x90\0 named board.jpg").answers


def test_a_jpeg_keeps_its_picture_and_colours_and_loses_place_device_and_comments() -> None:
    bare = without_metadata(JPEG)

    assert bare is not None
    assert b"Exif" not in bare
    assert b"Ann" not in bare
    assert b"ICC_" in bare
    assert bare.endswith(b"\xff\xda\x00\x02\x11\x22\xff\xd9")


def test_a_png_keeps_its_picture_and_loses_its_texts_and_what_stands_after_it() -> None:
    bare = without_metadata(PNG)

    assert bare is not None
    assert b"Ann" not in bare
    assert b"eXIf" not in bare
    assert bare.endswith(chunk(b"IEND"))
    assert chunk(b"IHDR", HEAD) in bare


@pytest.mark.parametrize("data", [b"", b"GIF89a", JPEG[:12], PNG[:40], b"\xff\xd8\xff\xe0\x00\x00", b"\xff\xd8\xff"])
def test_what_is_no_whole_jpeg_or_png_is_not_freed_of_anything(data: bytes) -> None:
    assert without_metadata(data) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]))
def test_no_bytes_break_the_reading(data: bytes, start: bytes) -> None:
    kind_of(start + data)
    without_metadata(start + data)
