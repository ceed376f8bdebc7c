"""An upload in parts (multipart/form-data, RFC 7578), read under limits: the XML of an answer and the files with it.

Our own reader: names are UTF-8 as Collect sends them, any number of files up to a limit, nothing is written to disk, and
what is refused is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import unquote_to_bytes

from filao.core.problems import Problem

BODY_LIMIT = 64 * 1024 * 1024
PART_LIMIT = 500
HEAD_LIMIT = 8 * 1024
NAME_LIMIT = 255
FIELD_LIMIT = 1024
"""Bytes of a body, parts, bytes of one part's head, signs of a file name, bytes of a part that is no file."""

ANSWER = "xml_submission_file"
INCOMPLETE = "*isIncomplete*"

_BLOCK = 1 << 16
_BOUNDARY = re.compile(r"""boundary\s*=\s*(?:"([^"]{1,70})"|([^\s;"]{1,70}))""", re.IGNORECASE)
_PARAMETER = re.compile(r""";\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))""")
_ENCODINGS = ("", "7bit", "8bit", "binary")


@dataclass(frozen=True, slots=True)
class Sending:
    """What one POST brought: the XML of an answer, files by name, and whether more of them follow in another POST."""

    xml: bytes
    files: Mapping[str, memoryview]
    incomplete: bool


def read_sending(read: Callable[[int], bytes], content_type: str, length: int | None = None) -> Sending:
    """The parts of a body that `read` gives piece by piece; `length` is what the client says it is, None where unsaid.

    Parts other than the answer and files are ignored. Raises Problem upload_not_parts, upload_broken, upload_too_large,
    upload_too_many_parts, upload_bad_name, upload_no_answer.
    """
    found = _BOUNDARY.search(content_type)
    if not content_type.lstrip().lower().startswith("multipart/form-data") or found is None:
        raise Problem("upload_not_parts")
    body = _whole(read, length)
    xml: bytes | None = None
    files: dict[str, memoryview] = {}
    incomplete = False
    boundary = (found[1] or found[2]).encode("latin-1", "replace")
    for number, (head, content) in enumerate(_parts(body, boundary)):
        if number >= PART_LIMIT:
            raise Problem("upload_too_many_parts", limit=PART_LIMIT)
        name, file_name = _names(head)
        if name == ANSWER:
            if xml is not None:
                _broken("two answers")
            xml = bytes(content)
        elif file_name is not None:
            file_name = _sound(file_name or name)
            if files.setdefault(file_name, content) != content:
                _broken("two files of one name")
        elif len(content) > FIELD_LIMIT:
            _broken("a field too long")
        elif name == INCOMPLETE:
            incomplete = bytes(content).strip().lower() in (b"yes", b"true", b"1")
    if xml is None:
        raise Problem("upload_no_answer")
    return Sending(xml, files, incomplete)


def _broken(what: str) -> NoReturn:
    raise Problem("upload_broken", what=what)


def _whole(read: Callable[[int], bytes], length: int | None) -> memoryview:
    if length is not None and length > BODY_LIMIT:
        raise Problem("upload_too_large", limit_mb=BODY_LIMIT // 2**20)
    body = bytearray()
    while block := read(_BLOCK):
        body += block
        if len(body) > BODY_LIMIT:
            raise Problem("upload_too_large", limit_mb=BODY_LIMIT // 2**20)
    if length is not None and len(body) < length:
        _broken("cut short")
    return memoryview(bytes(body) if len(body) < _BLOCK else body).toreadonly()


def _parts(body: memoryview, boundary: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Head and content of each part. What stands before the first boundary and behind the last is passed over."""
    whole: bytes | bytearray = body.obj  # type: ignore[assignment]
    mark = b"--" + boundary
    start = 0 if whole.startswith(mark) else whole.find(b"\r\n" + mark, 0, HEAD_LIMIT) + 2
    if start == 1:
        _broken("no boundary")
    place = start + len(mark)
    while True:
        if whole[place : place + 2] == b"--":
            return
        line = whole.find(b"\r\n", place, place + HEAD_LIMIT)
        if line < 0 or whole[place:line].strip(b" \t"):
            _broken("no line ends behind a boundary")
        # a part without any head begins with the empty line itself
        end = line if whole[line + 2 : line + 4] == b"\r\n" else whole.find(b"\r\n\r\n", line, line + HEAD_LIMIT)
        if end < 0:
            _broken("a head without end")
        close = whole.find(b"\r\n" + mark, end + 2)
        if close < 0:
            _broken("cut short")
        yield bytes(whole[line + 2 : end]), body[min(end + 4, close) : close]
        place = close + 2 + len(mark)


def _names(head: bytes) -> tuple[str, str | None]:
    """Name and file name of a part; the file name is None where it has none."""
    name, file_name, told = "", None, False
    for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n"):
        key, colon, value = line.partition(b":")
        if not line:
            continue
        if not colon:
            _broken("a head that is none")
        match key.strip().lower():
            case b"content-disposition":
                if told:
                    _broken("two dispositions")
                told = True
                given = _parameters(value)
                name, file_name = given.get("name", ""), given.get("filename*", given.get("filename"))
            case b"content-transfer-encoding":
                if value.strip().lower().decode("latin-1") not in _ENCODINGS:
                    _broken("an encoding of old mail")
    if not told:
        _broken("a part without a name")
    return name, file_name


def _parameters(value: bytes) -> dict[str, str]:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    found: dict[str, str] = {}
    for match in _PARAMETER.finditer(text):
        key, quoted, plain = match[1].lower(), match[2], match[3]
        said = re.sub(r'\\(["\\])', r"\1", quoted) if quoted is not None else plain
        if key.endswith("*"):
            charset, _, encoded = said.partition("'")
            said = unquote_to_bytes(encoded.partition("'")[2]).decode(_charset(charset), "replace")
        elif key in found:
            _broken("a parameter given twice")
        found[key] = said
    return found


def _charset(name: str) -> str:
    return "latin-1" if name.lower() in ("iso-8859-1", "latin-1", "latin1") else "utf-8"


def _sound(name: str) -> str:
    """A file name as the answer itself writes it; one that leads elsewhere is refused."""
    name = name.replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")
    if not name or len(name) > NAME_LIMIT or name in (".", "..") or re.search(r"[/\\\x00-\x1f\x7f]", name):
        raise Problem("upload_bad_name", name=re.sub(r"[\x00-\x1f\x7f]", "?", name[:60]))
    return name
