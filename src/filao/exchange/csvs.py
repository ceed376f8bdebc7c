"""CSV files from outside as rows of text: encoding and delimiter found out, what is no CSV refused by name."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from pathlib import PurePath

from filao.core.problems import Problem
from filao.exchange.limits import CELL_LIMIT, FILE_LIMIT

_ENCODINGS = ("utf-16", "utf-8-sig")
_HEAD_LIMIT = 1 << 20
_OTHERS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8", b"GIF8", b"MZ")
"""First bytes of what is often sent in place of a sheet: old Office files, PDF, pictures, programs."""


def check_size(data: bytes, name: str) -> None:
    """Raise Problem file_too_large or file_empty."""
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if not data.strip():
        raise Problem("file_empty", name=name)


def rows(data: bytes, name: str) -> Iterator[list[str]]:
    """Rows of a CSV file, the head first, whatever of the usual encodings and delimiters it has.

    Raises Problem: not_a_sheet, cell_too_long.
    """
    if data.startswith(_OTHERS) or (b"\x00" in data and not _is_in(data, "utf-16")):
        raise Problem("not_a_sheet", name=name)
    encoding = next((one for one in _ENCODINGS if _is_in(data, one)), "cp1252")
    stream = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, errors="replace", newline="")
    first = stream.readline(_HEAD_LIMIT)
    stream.seek(0)
    reader = csv.reader(stream, delimiter=max(",;\t", key=first.count), strict=False)
    try:
        yield from reader
    except csv.Error as error:
        if "field limit" in str(error):
            place = {"sheet": PurePath(name).stem.lower(), "row": reader.line_num, "column": "", "limit": CELL_LIMIT}
            raise Problem("cell_too_long", name=name, **place) from error
        raise Problem("not_a_sheet", name=name) from error


def _is_in(data: bytes, encoding: str) -> bool:
    """Whether the whole file can be read in the encoding; UTF-16 only where it says so itself."""
    if encoding == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), 1 << 20):
            decoder.decode(data[start : start + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
