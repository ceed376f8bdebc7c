"""A Word document that came back from a reviewer: its paragraphs, the remarks in its margin and its tracked changes.

It reads what Word, LibreOffice and the web offices write, wherever it stands: in the text, in cells, headings, footnotes,
text boxes and running lines. It needs no office program, follows nothing outside the file and keeps no picture. Names and
dates of reviewers are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from lxml import etree

from filao.core.problems import Problem
from filao.core.returns import Change, ChangeKind, Remark, Returned, Seen
from filao.exchange.limits import FILE_LIMIT
from filao.exchange.workbooks import check_package

PART_LIMIT = 32 * 2**20
ELEMENTS = 1_000_000
"""Bytes and elements of the parts that are read, together: some 2,000 pages."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_FORMULA = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PICTURES = frozenset({"drawing", "pict", "object"})
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
_PART = re.compile(r"word/(document|comments|commentsExtended|footnotes|endnotes|header|footer)\d*\.xml$")
"""Parts that are read; web offices number some that others do not."""
_CORE = "docProps/core.xml"
_ANCHOR = "_fl_"
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑", "softHyphen": ""}
_NEW = frozenset({"ins", "moveTo"})
_OLD = frozenset({"del", "moveFrom"})


def read(data: bytes, name: str) -> Returned:
    """What a returned DOCX holds.

    Raises Problem: file_too_large, file_empty, docx_wanted (another kind of document), not_a_docx, zip_bomb,
    xml_entities, docx_too_large.
    """
    parts = _parts(data, name)
    roots = {part: _parsed(text, name, part) for part, text in parts.items()}

    def named(*names: str) -> list[Any]:
        return [root for name in names for part, root in roots.items() if (m := _PART.match(part)) and m[1] == name]

    walk = _Walk()
    walk.story(named("document")[0], "body")
    for kind in ("footnote", "endnote"):
        for root in named(f"{kind}s"):
            walk.notes(root, kind)
    for root in named("footer", "header"):
        walk.story(root, "margin")
    core = roots.get(_CORE)
    code = core.findtext(_IDENTIFIER, "") if core is not None else ""
    remarks = _remarks(named("comments"), named("commentsExtended"), walk)
    return Returned(
        tuple(Seen(p.anchor, p.original, p.text, p.part, p.host) for p in walk.paragraphs),  # type: ignore[arg-type]
        tuple(remarks),
        tuple(_changes(walk)),
        (code or "").strip(),
        " ".join(p.text for p in walk.paragraphs if p.part == "margin" and p.text),
    )


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    """The XML parts that are read, by name, after every check that must come before they are parsed."""
    if len(data) > FILE_LIMIT:
        raise Problem("file_too_large", name=name, limit_mb=FILE_LIMIT // 2**20)
    if not data.strip():
        raise Problem("file_empty", name=name)
    if data.startswith((_OLD_WORD, b"{\\rtf", b"%PDF")):
        raise Problem("docx_wanted", name=name)
    try:
        listed = {part.filename for part in check_package(data, name)}
    except Problem as problem:
        if problem.code == "not_a_sheet":
            raise Problem("not_a_docx", name=name) from problem
        raise
    if not any((m := _PART.match(part)) and m[1] == "document" for part in listed):
        raise Problem("docx_wanted" if "content.xml" in listed else "not_a_docx", name=name)
    found: dict[str, bytes] = {}
    left = PART_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in sorted(part for part in listed if _PART.match(part) or part == _CORE):
                with package.open(part) as stream:
                    found[part] = stream.read(left + 1)
                left -= len(found[part])
                if left < 0:
                    raise Problem("docx_too_large", name=name)
    except _UNREADABLE as error:
        raise Problem("not_a_docx", name=name) from error
    if sum(text.count(b"<") for text in found.values()) > 2 * ELEMENTS:
        raise Problem("docx_too_large", name=name)
    return found


def _parsed(data: bytes, name: str, part: str) -> Any:
    if b"<!DOCTYPE" in data.replace(b"\x00", b""):
        raise Problem("xml_entities", name=name, part=part)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    data = data.replace(_STRICT, _W[1:-1].encode())
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Problem("not_a_docx", name=name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Problem("xml_entities", name=name, part=part)
    return root


@dataclass(slots=True)
class _Paragraph:
    """A paragraph while it is read. `marks` are the tracked states of its end: "ins", "del" or both."""

    part: str
    host: int
    anchor: str = ""
    old: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    marks: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    """Names of moves: "from" or "to"."""

    @property
    def original(self) -> str:
        return "".join(self.old)

    @property
    def text(self) -> str:
        return "".join(self.new)


class _Walk:
    """One pass over the stories of a document, in their order."""

    def __init__(self) -> None:
        self.paragraphs: list[_Paragraph] = []
        self.starts: dict[str, int] = {}
        self.quotes: dict[str, list[str]] = {}
        self._open: dict[str, str] = {}
        self._referred: dict[str, int] = {}
        self._references: dict[tuple[str, str], tuple[int, str]] = {}
        self._moves: dict[str, tuple[str, str]] = {}
        self._waiting = ""

    def story(self, root: Any, part: str, host: int = -1, state: str = "") -> None:
        self._blocks(root, part, host, state)
        self._open.clear()
        self._waiting = ""

    def notes(self, root: Any, kind: str) -> None:
        for note in root:
            if note.get(f"{_W}type") in (None, "normal"):
                host, state = self._references.get((kind, note.get(f"{_W}id", "")), (-1, ""))
                self.story(note, "footnote", host, state)

    def _blocks(self, parent: Any, part: str, host: int, state: str) -> None:
        """`state` is that of what holds the blocks: a row, a box or a note that came or went as a whole."""
        for child in parent:
            tag = _local(child)
            if tag == "p":
                self._paragraph(child, part, host, state)
            elif tag in _MARKERS:
                self._marker(child, tag, None)
            elif child.tag != _FALLBACK:
                inner = state
                for sign in (tag, *self._tracked(child, tag)):
                    inner = _within(inner, sign) if sign in _NEW or sign in _OLD else inner
                self._blocks(child, "cell" if tag == "tc" and part == "body" else part, host, inner)

    def _tracked(self, element: Any, tag: str) -> list[str]:
        """The tracked states of a row or a cell of a table."""
        properties = element.find(f"{_W}{tag}Pr") if tag in ("tr", "tc") else None
        return [_CELLS.get(name, name) for name in map(_local, properties if properties is not None else ())]

    def _paragraph(self, element: Any, part: str, host: int, state: str) -> None:
        made = _Paragraph(part, host, anchor=self._waiting)
        self._waiting = ""
        self.paragraphs.append(made)
        for id in self._open.values():
            if self.quotes[id]:
                self.quotes[id].append(" ")
        self._inline(element, made, len(self.paragraphs) - 1, state)

    def _inline(self, parent: Any, p: _Paragraph, number: int, state: str) -> None:
        for child in parent:
            tag = _local(child)
            if tag in ("t", "delText") or child.tag == _FORMULA:
                self._write(p, child.text or "", state)
            elif tag in _SIGNS:
                self._write(p, _SIGNS[tag], state)
            elif tag in _NEW or tag in _OLD:
                for name, (side, _) in self._moves.items():
                    if tag in ("moveFrom", "moveTo") and side == tag:
                        p.moved[name] = side
                self._inline(child, p, number, _within(state, tag))
            elif tag == "pPr":
                self._mark(child, p)
            elif tag in _MARKERS:
                self._marker(child, tag, p)
            elif tag == "commentReference":
                self._refer(child.get(f"{_W}id", ""), number)
            elif tag in ("footnoteReference", "endnoteReference"):
                self._references.setdefault((tag.removesuffix("Reference"), child.get(f"{_W}id", "")), (number, state))
            elif tag == "txbxContent":
                self._blocks(child, "box", number, state)
            elif tag not in ("rPr", "instrText", "delInstrText") and child.tag != _FALLBACK:
                self._inline(child, p, number, state)

    def _write(self, p: _Paragraph, text: str, state: str) -> None:
        if state == "both":  # inserted by one reviewer, deleted by another: neither before nor after
            return
        if state not in _NEW:
            p.old.append(text)
        if state not in _OLD:
            p.new.append(text)
        for id in self._open.values():
            self.quotes[id].append(text)

    def _refer(self, id: str, number: int) -> None:
        """The sign of a comment, behind the words it lies on."""
        count = self._referred[id] = self._referred.get(id, 0) + 1
        self.starts.setdefault(_nth(id, count), number)

    def _mark(self, properties: Any, p: _Paragraph) -> None:
        """The tracked state of a paragraph's end."""
        for look in properties.findall(f"{_W}rPr"):
            for child in look:
                tag = _local(child)
                if tag in _NEW or tag in _OLD:
                    p.marks.add("ins" if tag in _NEW else "del")

    def _marker(self, element: Any, tag: str, p: _Paragraph | None) -> None:
        id = element.get(f"{_W}id", "")
        if tag == "bookmarkStart":
            name = element.get(f"{_W}name", "")
            if name.startswith(_ANCHOR):
                if p is None:
                    self._waiting = self._waiting or name
                else:
                    p.anchor = p.anchor or name
        elif tag == "commentRangeStart":
            own = self._open[id] = _nth(id, self._referred.get(id, 0) + 1)
            self.quotes.setdefault(own, [])
            self.starts.setdefault(own, len(self.paragraphs) - (p is not None))
        elif tag == "commentRangeEnd":
            self._open.pop(id, None)
        elif tag in ("moveFromRangeStart", "moveToRangeStart"):
            side = tag.removesuffix("RangeStart")
            self._moves[f"{side}:{element.get(f'{_W}name', '')}"] = (side, id)
        else:
            for name, (side, opened) in list(self._moves.items()):
                if opened == id and tag == f"{side}RangeEnd":
                    del self._moves[name]


_CELLS = {"cellIns": "ins", "cellDel": "del"}
_MARKERS = frozenset({
    "bookmarkStart", "commentRangeStart", "commentRangeEnd",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
})  # fmt: skip


def _within(outer: str, inner: str) -> str:
    """The state of a text that is tracked inside another tracked text; "both" for one that came and went."""
    if outer == "both" or (outer and (outer in _NEW) != (inner in _NEW)):
        return "both"
    return inner


def _nth(id: str, count: int) -> str:
    """The id of the `count`-th comment that a file gives one and the same id: programs that join documents do."""
    return id if count == 1 else f"{id}/{count}"


def _local(element: Any) -> str:
    """The name of a WordprocessingML element; "" of any other."""
    tag: str = element.tag
    return tag[len(_W) :] if tag.startswith(_W) else ""


# --- remarks


def _remarks(comments: list[Any], extended: list[Any], walk: _Walk) -> Iterator[Remark]:
    """Every comment of the file, those that hang nowhere too."""
    threads: dict[str, tuple[str, bool]] = {}
    for entry in chain.from_iterable(extended):
        done = entry.get(f"{_W15}done") in ("1", "true")
        threads[entry.get(f"{_W15}paraId", "")] = (entry.get(f"{_W15}paraIdParent", ""), done)
    owner: dict[str, str] = {}
    rows: dict[str, Any] = {}
    counts: Counter[str] = Counter()
    for row in (c for c in chain.from_iterable(comments) if _local(c) == "comment"):
        id = row.get(f"{_W}id", "")
        counts[id] += 1
        own = _nth(id, counts[id])
        while own in rows:
            own += "/"
        rows[own] = row
        for paragraph in row.iter(f"{_W}p"):
            owner.setdefault(paragraph.get(f"{_W14}paraId", ""), own)
    owner.pop("", None)
    starts = {id: number for id, number in walk.starts.items() if number < len(walk.paragraphs)}
    for id, row in rows.items():
        inner = _Walk()
        inner.story(row, "body")
        text = "\n".join(p.text for p in inner.paragraphs).strip()
        keys = [p.get(f"{_W14}paraId", "") for p in row.iter(f"{_W}p")]
        parent, done = next((threads[key] for key in reversed(keys) if key in threads), ("", False))
        above = owner.get(parent, "")
        at = starts.get(id, starts.get(above, -1))
        picture = any(_local(element) in _PICTURES for element in row.iter())
        yield Remark(id, text, at, "".join(walk.quotes.get(id, ())).strip(), above, done, picture=picture)


# --- tracked changes


def _changes(walk: _Walk) -> Iterator[Change]:
    """One change per paragraph that reads differently; paragraphs that were split or joined make one change together."""
    apart: list[int] = []
    together: dict[int, list[_Paragraph]] = {}
    for group in _groups(walk.paragraphs):
        whole = [walk.paragraphs[n] for n in group]
        tied_old = sum(bool(p.original.strip()) for p in whole) > 1 and any("ins" in p.marks for p in whole[:-1])
        tied_new = sum(bool(p.text.strip()) for p in whole) > 1 and any("del" in p.marks for p in whole[:-1])
        if tied_old or tied_new:
            together[group[0]] = whole
        else:
            apart += [n for n in group if walk.paragraphs[n].original != walk.paragraphs[n].text]
    went = _moved(walk.paragraphs, set(apart))
    told = set(went.values())
    for number in sorted({*together, *apart} - told):
        p = walk.paragraphs[number]
        if number in together:
            whole = together[number]
            yield _change("changed", number, _joined(whole, "ins"), _joined(whole, "del", new=True))
        elif number in went:
            to = went[number]
            yield Change("moved", number, p.original.strip(), walk.paragraphs[to].text.strip(), to)
        else:
            kind: ChangeKind = "inserted" if not p.original.strip() else "deleted" if not p.text.strip() else "changed"
            yield _change(kind, number, p.original, p.text)


def _moved(paragraphs: list[_Paragraph], apart: set[int]) -> dict[int, int]:
    """Where whole paragraphs went: those that left under one name and those that came under it, in their order.

    Where these are not as many, do not read alike, or one of them is told with its neighbours, each is told where it
    stands: what left is taken out, what came is put in.
    """
    left: dict[str, list[int]] = {}
    came: dict[str, list[int]] = {}
    for number, p in enumerate(paragraphs):
        for name, side in p.moved.items():
            whole = number in apart and not (p.text if side == "moveFrom" else p.original).strip()
            rows = left if side == "moveFrom" else came
            rows.setdefault(name.partition(":")[2], []).append(number if whole else -1)
    found: dict[int, int] = {}
    used: set[int] = {-1}
    for name, numbers in left.items():
        to = came.get(name, [])
        same = len(numbers) == len(to) and used.isdisjoint([*numbers, *to])
        pairs = zip((paragraphs[n].original for n in numbers), (paragraphs[n].text for n in to), strict=False)
        if same and all(before.strip() == after.strip() for before, after in pairs):
            found |= zip(numbers, to, strict=True)
            used.update(numbers, to)
    return found


def _change(kind: ChangeKind, number: int, before: str, after: str) -> Change:
    return Change(kind, number, before.strip(), after.strip())


def _groups(paragraphs: list[_Paragraph]) -> Iterator[list[int]]:
    """Neighbours whose ends were put in or taken out."""
    group: list[int] = []
    for number, p in enumerate(paragraphs):
        group.append(number)
        if not p.marks:
            yield group
            group = []
    if group:
        yield group


def _joined(whole: list[_Paragraph], without: str, *, new: bool = False) -> str:
    """The paragraphs as one text, with a line's end wherever the paragraph ends in that state."""
    out = ""
    for p in whole:
        out += (p.text if new else p.original) + ("" if without in p.marks else "\n")
    return out.strip()
