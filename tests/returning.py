"""What a reviewer does to the Word file of a draft: comments, tracked changes and moves, written into its XML."""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree
from tests.exchange.drafts import SPACES, comment

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BY = {f"{W}author": "Somebody", f"{W}date": "2026-05-04T10:00:00Z"}


class Draft:
    """A Word file that a reviewer works on."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            self.parts = {name: package.read(name) for name in package.namelist()}
        self.root = etree.fromstring(self.parts["word/document.xml"])
        self.comments: list[str] = []

    def paragraph(self, fits: Callable[[str, str], bool]) -> Any:
        """The first paragraph whose bookmark and text fit."""
        return next(p for p in self.root.iter(f"{W}p") if fits(self.anchor(p), self.text(p)))

    @staticmethod
    def anchor(paragraph: Any) -> str:
        marks = (m.get(f"{W}name") for m in paragraph.iter(f"{W}bookmarkStart"))
        return next((name for name in marks if name.startswith("_fl_")), "")

    @staticmethod
    def text(paragraph: Any) -> str:
        return "".join(t.text or "" for t in paragraph.iter(f"{W}t"))

    def remark(self, paragraph: Any, text: str) -> None:
        id = str(len(self.comments) + 1)
        self.comments.append(comment(int(id), text))
        runs = [child for child in paragraph if child.tag == f"{W}r"]
        runs[0].addprevious(etree.Element(f"{W}commentRangeStart", {f"{W}id": id}))
        runs[-1].addnext(etree.Element(f"{W}commentRangeEnd", {f"{W}id": id}))
        run = etree.SubElement(paragraph, f"{W}r")
        etree.SubElement(run, f"{W}commentReference", {f"{W}id": id})

    def replace(self, paragraph: Any, text: str) -> None:
        """Take the whole text out and put another in."""
        runs = [child for child in paragraph if child.tag == f"{W}r"]
        gone = etree.Element(f"{W}del", {f"{W}id": "800", **BY})
        runs[0].addprevious(gone)
        for run in runs:
            for t in run.iter(f"{W}t"):
                t.tag = f"{W}delText"
            gone.append(run)
        self._add(paragraph, text)

    def add_behind(self, paragraph: Any, text: str) -> None:
        """A new paragraph: the end of this one is put in, its own end moves to the new one."""
        new = etree.Element(f"{W}p")
        old = paragraph.find(f"{W}pPr")
        if old is not None:
            new.append(copy.deepcopy(old))
        paragraph.addnext(new)
        look = old if old is not None else etree.Element(f"{W}pPr")
        if old is None:
            paragraph.insert(0, look)
        run = look.find(f"{W}rPr")
        run = etree.SubElement(look, f"{W}rPr") if run is None else run
        run.insert(0, etree.Element(f"{W}ins", {f"{W}id": "801", **BY}))
        self._add(new, text)

    def _add(self, paragraph: Any, text: str) -> None:
        come = etree.SubElement(paragraph, f"{W}ins", {f"{W}id": "802", **BY})
        etree.SubElement(etree.SubElement(come, f"{W}r"), f"{W}t").text = text

    def forget_bookmarks(self) -> None:
        """As a web office does that renames them."""
        for mark in [*self.root.iter(f"{W}bookmarkStart"), *self.root.iter(f"{W}bookmarkEnd")]:
            mark.getparent().remove(mark)

    def saved(self) -> bytes:
        self.parts["word/document.xml"] = etree.tostring(self.root)
        if self.comments:
            text = f"<w:comments {SPACES}>{''.join(self.comments)}</w:comments>"
            self.parts["word/comments.xml"] = text.encode()
            kinds, links = (
                self.parts["[Content_Types].xml"].decode(),
                self.parts["word/_rels/document.xml.rels"].decode(),
            )
            office = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
            relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
            if "comments+xml" not in kinds:
                kinds = kinds.replace(
                    "</Types>", f'<Override PartName="/word/comments.xml" ContentType="{office}"/></Types>'
                )
                links = links.replace(
                    "</Relationships>",
                    f'<Relationship Id="rId900" Type="{relation}" Target="comments.xml"/></Relationships>',
                )
            self.parts["[Content_Types].xml"], self.parts["word/_rels/document.xml.rels"] = (
                kinds.encode(),
                links.encode(),
            )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, data in self.parts.items():
                package.writestr(name, data)
        return out.getvalue()
