"""Workbooks from outside made safe to open: every XML part is read to its end under limits before calamine sees it.

Calamine lays a sheet out as a full rectangle and copies a shared text into every cell that names it, so a file of a few
kilobytes can ask for terabytes. What passes here is packed anew, with the XML parts only: no macros, no pictures.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NoReturn, TypeVar
from xml.parsers import expat

from filao.core.problems import Problem
from filao.exchange.feeding import BLOCK, Feeding
from filao.exchange.limits import (
    AREA_LIMIT,
    DEPTH_LIMIT,
    ELEMENT_LIMIT,
    PARTS_LIMIT,
    RATIO_LIMIT,
    ROW_LIMIT,
    TEXT_LIMIT,
    UNPACKED_LIMIT,
)

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

T = TypeVar("T")

_STRINGS = "xl/sharedstrings.xml"
_PLACE = re.compile(r"([A-Z]{1,4})([0-9]{1,8})")
_ROW = re.compile(r"[0-9]{1,8}")
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError, ValueError, OverflowError,
)  # fmt: skip


def check_package(data: bytes, name: str) -> list[zipfile.ZipInfo]:
    """Parts of an Office package, after the checks that must come before anything is unpacked.

    Raises Problem: not_a_sheet (not a sound zip), zip_bomb (too large or too tightly packed).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except _UNREADABLE as error:
        raise Problem("not_a_sheet", name=name) from error
    total = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if total > UNPACKED_LIMIT or len(parts) > PARTS_LIMIT or (total > 8 * 2**20 and total / packed > RATIO_LIMIT):
        raise Problem("zip_bomb", name=name, unpacked_mb=total // 2**20, ratio=round(total / packed))
    return parts


def sound(data: bytes, name: str, *, calculated: bool = False) -> bytes:
    """The same workbook with only its XML parts, each looked through under the limits of `exchange.limits`.

    A formula is refused; with `calculated` only one that keeps no value. Raises Problem: those of `check_package`,
    xml_entities, formulas, too_many_rows, too_many_cells.
    """
    parts = {
        part.filename: part for part in check_package(data, name) if part.filename.lower().endswith((".xml", ".rels"))
    }
    if "xl/workbook.xml" not in parts:
        raise Problem("not_a_sheet", name=name)
    watch = _Watch(name, calculated)
    out = io.BytesIO()
    try:
        with (
            zipfile.ZipFile(io.BytesIO(data)) as package,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
        ):
            for part in sorted(parts.values(), key=lambda part: part.filename.lower() != _STRINGS):
                watch.begin(part.filename)
                with package.open(part) as stream, target.open(part.filename, "w") as copy:
                    while block := stream.read(BLOCK):
                        watch.feed(block)
                        copy.write(block)
                watch.end()
    except _UNREADABLE as error:
        raise Problem("not_a_sheet", name=name) from error
    return out.getvalue()


class _Watch:
    """One pass over each part: what it would make of memory, and whether it reaches outside or calculates."""

    def __init__(self, name: str, calculated: bool) -> None:
        self.name = name
        self.part = ""
        self.calculated = calculated
        self.lengths: list[int] = []
        self.text = 0
        self._elements = 0
        self._area = 0

    def begin(self, part: str) -> None:
        self.part = part
        self._depth = 0
        self._root = ""
        self._row = self._column = self._rows = self._columns = 0
        self._shared = self._waiting = False
        self._index = ""
        self._feeding = Feeding(self._make_parser(), self._unreadable)

    def _make_parser(self) -> expat.XMLParserType:
        parser = self._parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._finish
        return parser

    def _unreadable(self) -> NoReturn:
        raise Problem("not_a_sheet", name=self.name)

    def feed(self, block: bytes, last: bool = False) -> None:
        try:
            self._feeding.feed(block, last)
        except (expat.ExpatError, LookupError) as error:
            raise Problem("not_a_sheet", name=self.name) from error

    def end(self) -> None:
        self.feed(b"", True)
        self._area += self._rows * self._columns

    def _refuse(self, *_: object) -> None:
        raise Problem("xml_entities", name=self.name, part=self.part)

    def _too_many(self, limit: int) -> None:
        sheet = PurePosixPath(self.part).stem
        raise Problem("too_many_cells", name=self.name, sheet=sheet, limit=limit)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > DEPTH_LIMIT:
            self._unreadable()
        if self._elements > ELEMENT_LIMIT:
            self._too_many(ELEMENT_LIMIT)
        tag = tag.rpartition(" ")[2]
        if self._depth == 1:
            self._root = tag
            if tag == "sst":
                self._parser.CharacterDataHandler = self._measure
        elif self._root == "worksheet":
            if tag == "c":
                self._cell(attributes)
            elif tag in ("v", "is"):
                self._waiting = False
                self._filled()
                if tag == "v" and self._shared:
                    self._index = ""
                    self._parser.CharacterDataHandler = self._take_index
            elif tag == "row":
                number = attributes.get("r")
                if number is not None and not _ROW.fullmatch(number):
                    self._unreadable()
                self._row = int(number) if number else self._row + 1
                self._column = 0
            elif tag == "f":
                self._waiting = True
                if not self.calculated:
                    self._refuse_formula()
        elif self._root == "sst" and tag == "si":
            self.lengths.append(0)

    def _refuse_formula(self) -> None:
        place = f"{letters(self._column)}{self._row}"
        raise Problem("formulas", name=self.name, sheet=PurePosixPath(self.part).stem, row=place, column="")

    def _finish(self, tag: str) -> None:
        self._depth -= 1
        if self._waiting and tag.rpartition(" ")[2] == "c":
            self._refuse_formula()
        if self._index and self._root == "worksheet" and tag.rpartition(" ")[2] == "v":
            self._parser.CharacterDataHandler = None
            self._count_text()

    def _cell(self, attributes: dict[str, str]) -> None:
        """Where a cell stands. A place that is written in no usual way is refused: calamine would work out one of its own
        from it, a billion rows away."""
        stated = attributes.get("r")
        place = None if stated is None else _PLACE.fullmatch(stated)
        if place:
            self._row = int(place[2])
            self._column = _number(place[1])
        elif stated is not None:
            self._unreadable()
        else:
            self._column += 1
        self._shared = attributes.get("t") == "s"

    def _filled(self) -> None:
        """A cell with a value: the sheet is at least as large as its place."""
        if self._row > self._rows or self._column > self._columns:
            self._rows = max(self._rows, self._row)
            self._columns = max(self._columns, self._column)
            if self._rows > ROW_LIMIT + 1:
                sheet = PurePosixPath(self.part).stem
                raise Problem("too_many_rows", name=self.name, sheet=sheet, limit=ROW_LIMIT)
            if self._area + self._rows * self._columns > AREA_LIMIT:
                self._too_many(AREA_LIMIT)

    def _measure(self, text: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(text)

    def _take_index(self, text: str) -> None:
        if len(self._index) < 12:
            self._index += text

    def _count_text(self) -> None:
        index = self._index.strip()
        if index.isascii() and index.isdigit() and int(index) < len(self.lengths):
            self.text += self.lengths[int(index)]
            if self.text > TEXT_LIMIT:
                self._too_many(TEXT_LIMIT)
        self._index = ""


def _number(letters: str) -> int:
    """The place of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def letters(number: int) -> str:
    """The letters of a column from its place: 1 is A, 27 is AA."""
    found = ""
    while number:
        number, rest = divmod(number - 1, 26)
        found = chr(65 + rest) + found
    return found


def names(data: bytes, name: str) -> tuple[str, ...]:
    """Names of the sheets of a workbook that `sound` has passed. Raises Problem not_a_sheet."""
    return tuple(_open(data, name).sheet_names)


def pages(
    data: bytes, name: str, wanted: Collection[str] | None = None
) -> Iterator[tuple[str, Iterator[list[object]]]]:
    """Wanted sheets (names in small letters) of a workbook that `sound` has passed, each with its rows; without a wish
    every sheet under its own name.

    Raises Problem: not_a_sheet (calamine cannot read it).
    """
    book = _open(data, name)
    for sheet in book.sheet_names:
        if wanted is None or sheet.lower() in wanted:
            yield sheet if wanted is None else sheet.lower(), _read(name, partial(_rows_of, book, sheet))


def _open(data: bytes, name: str) -> CalamineWorkbook:
    from python_calamine import CalamineWorkbook

    return next(_read(name, lambda: iter([CalamineWorkbook.from_filelike(io.BytesIO(data))])))


def _rows_of(book: CalamineWorkbook, sheet: str) -> Iterator[list[object]]:
    for row in book.get_sheet_by_name(sheet).iter_rows():
        yield list(row)


def _read(name: str, ask: Callable[[], Iterator[T]]) -> Iterator[T]:
    """What calamine gives, with its faults by name; a panic in it is not an Exception."""
    from python_calamine import CalamineError

    try:
        yield from ask()
    except (CalamineError, ValueError, OverflowError, OSError) as error:
        raise Problem("not_a_sheet", name=name) from error
    except BaseException as error:
        if type(error).__module__ != "pyo3_runtime":
            raise
        raise Problem("not_a_sheet", name=name) from error
