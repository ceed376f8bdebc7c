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
from collections.abc import Iterator
from dataclasses import dataclass, field
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
_IDENTIFIER = "{http://purl.org/dc/elements/1.1/}identifier"
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
    walk = _Walk()
    walk.story(roots["word/document.xml"], "body")
    for part in ("word/footnotes.xml", "word/endnotes.xml"):
        if part in roots:
            walk.notes(roots[part], part)
    margins = [part for part in roots if re.match(r"word/(header|footer)\d*\.xml$", part)]
    for part in margins:
        walk.story(roots[part], "margin")
    core = roots.get("docProps/core.xml")
    code = core.findtext(_IDENTIFIER, "") if core is not None else ""
    remarks = _remarks(roots.get("word/comments.xml"), roots.get("word/commentsExtended.xml"), walk)
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
    if "word/document.xml" not in listed:
        raise Problem("docx_wanted" if "content.xml" in listed else "not_a_docx", name=name)
    wanted = re.compile(
        r"word/(document|comments|commentsExtended|footnotes|endnotes|header\d*|footer\d*)\.xml$|docProps/core\.xml$"
    )
    found: dict[str, bytes] = {}
    left = PART_LIMIT
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for part in sorted(filter(wanted.match, listed)):
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
        self._open: set[str] = set()
        self._references: dict[tuple[str, str], int] = {}
        self._moves: dict[str, tuple[str, str]] = {}
        self._waiting = ""

    def story(self, root: Any, part: str, host: int = -1) -> None:
        self._blocks(root, part, host)
        self._open.clear()
        self._waiting = ""

    def notes(self, root: Any, part: str) -> None:
        for note in root:
            if note.get(f"{_W}type") in (None, "normal"):
                kind = "footnote" if "footnotes" in part else "endnote"
                self.story(note, "footnote", self._references.get((kind, note.get(f"{_W}id", "")), -1))

    def _blocks(self, parent: Any, part: str, host: int) -> None:
        for child in parent:
            tag = _local(child)
            if tag == "p":
                self._paragraph(child, part, host)
            elif tag in _MARKERS:
                self._marker(child, tag, None)
            elif child.tag != _FALLBACK:
                self._blocks(child, "cell" if tag == "tc" and part == "body" else part, host)

    def _paragraph(self, element: Any, part: str, host: int) -> None:
        made = _Paragraph(part, host, anchor=self._waiting)
        self._waiting = ""
        self.paragraphs.append(made)
        self._inline(element, made, len(self.paragraphs) - 1, "")

    def _inline(self, parent: Any, p: _Paragraph, number: int, state: str) -> None:
        for child in parent:
            tag = _local(child)
            if tag in ("t", "delText"):
                self._write(p, child.text or "", state)
            elif tag in _SIGNS:
                self._write(p, _SIGNS[tag], state)
            elif tag in _NEW or tag in _OLD:
                for name, (side, _) in self._moves.items():
                    if tag in ("moveFrom", "moveTo") and side == tag:
                        p.moved[name] = side
                inner = "both" if state and (state in _NEW) != (tag in _NEW) else tag
                self._inline(child, p, number, inner)
            elif tag == "pPr":
                self._mark(child, p)
            elif tag in _MARKERS:
                self._marker(child, tag, p)
            elif tag == "commentReference":
                self.starts.setdefault(child.get(f"{_W}id", ""), number)
            elif tag in ("footnoteReference", "endnoteReference"):
                self._references.setdefault((tag.removesuffix("Reference"), child.get(f"{_W}id", "")), number)
            elif tag == "txbxContent":
                self._blocks(child, "box", number)
            elif tag not in ("rPr", "instrText", "delInstrText") and child.tag != _FALLBACK:
                self._inline(child, p, number, state)

    def _write(self, p: _Paragraph, text: str, state: str) -> None:
        if state == "both":  # inserted by one reviewer, deleted by another: neither before nor after
            return
        if state not in _NEW:
            p.old.append(text)
        if state not in _OLD:
            p.new.append(text)
        for id in self._open:
            self.quotes[id].append(text)

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
            self._open.add(id)
            self.quotes.setdefault(id, [])
            self.starts.setdefault(id, len(self.paragraphs) - (p is not None))
        elif tag == "commentRangeEnd":
            self._open.discard(id)
        elif tag in ("moveFromRangeStart", "moveToRangeStart"):
            side = tag.removesuffix("RangeStart")
            self._moves[f"{side}:{element.get(f'{_W}name', '')}"] = (side, id)
        else:
            for name, (side, opened) in list(self._moves.items()):
                if opened == id and tag == f"{side}RangeEnd":
                    del self._moves[name]


_MARKERS = frozenset({
    "bookmarkStart", "commentRangeStart", "commentRangeEnd",
    "moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd",
})  # fmt: skip


def _local(element: Any) -> str:
    """The name of a WordprocessingML element; "" of any other."""
    tag: str = element.tag
    return tag[len(_W) :] if tag.startswith(_W) else ""


# --- remarks


def _remarks(comments: Any, extended: Any, walk: _Walk) -> Iterator[Remark]:
    """Every comment of the file, those that hang nowhere too."""
    if comments is None:
        return
    threads: dict[str, tuple[str, bool]] = {}
    for entry in extended if extended is not None else ():
        done = entry.get(f"{_W15}done") in ("1", "true")
        threads[entry.get(f"{_W15}paraId", "")] = (entry.get(f"{_W15}paraIdParent", ""), done)
    owner: dict[str, str] = {}
    rows = [c for c in comments if _local(c) == "comment"]
    for row in rows:
        for paragraph in row.iter(f"{_W}p"):
            owner[paragraph.get(f"{_W14}paraId", "")] = row.get(f"{_W}id", "")
    owner.pop("", None)
    starts = {id: number for id, number in walk.starts.items() if number < len(walk.paragraphs)}
    for row in rows:
        id = row.get(f"{_W}id", "")
        inner = _Walk()
        inner.story(row, "body")
        text = "\n".join(p.text for p in inner.paragraphs).strip()
        keys = [p.get(f"{_W14}paraId", "") for p in row.iter(f"{_W}p")]
        parent, done = next((threads[key] for key in reversed(keys) if key in threads), ("", False))
        above = owner.get(parent, "")
        at = starts.get(id, starts.get(above, -1))
        yield Remark(id, text, at, "".join(walk.quotes.get(id, ())).strip(), above, done)


# --- tracked changes


def _changes(walk: _Walk) -> Iterator[Change]:
    """One change per paragraph that reads differently; paragraphs that were split or joined make one change together."""
    arrivals = {name: n for n, p in enumerate(walk.paragraphs) for name in p.moved if p.moved[name] == "moveTo"}
    gone = {name.partition(":")[2] for p in walk.paragraphs for name in p.moved if p.moved[name] == "moveFrom"}
    for group in _groups(walk.paragraphs):
        whole = [walk.paragraphs[n] for n in group]
        tied_old = sum(bool(p.original.strip()) for p in whole) > 1 and any("ins" in p.marks for p in whole[:-1])
        tied_new = sum(bool(p.text.strip()) for p in whole) > 1 and any("del" in p.marks for p in whole[:-1])
        if tied_old or tied_new:
            yield _change("changed", group[0], _joined(whole, "ins"), _joined(whole, "del", new=True))
            continue
        for number in group:
            p = walk.paragraphs[number]
            if p.original == p.text or p.part == "margin":
                continue
            left = next((name for name in p.moved if p.moved[name] == "moveFrom"), "")
            to = arrivals.get("moveTo:" + left.partition(":")[2], -1) if left else -1
            if to >= 0 and to != number and not p.text.strip():
                yield Change("moved", number, p.original, walk.paragraphs[to].text, to)
            elif not p.original.strip() and any(n.partition(":")[2] in gone for n in p.moved if p.moved[n] == "moveTo"):
                continue  # told where the text left
            else:
                kind: ChangeKind = (
                    "inserted" if not p.original.strip() else "deleted" if not p.text.strip() else "changed"
                )
                yield _change(kind, number, p.original, p.text)


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
