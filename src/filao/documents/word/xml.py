"""Pieces of WordprocessingML that python-docx has no face for: fields, borders, bookmarks, footnotes, controls."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml


def element(tag: str, **attributes: str) -> Any:
    """An element such as w:shd with attributes given without their prefix."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def borders(properties: Any, tag: str, **sides: tuple[int, str]) -> None:
    """Borders of a paragraph (w:pBdr) or cell (w:tcBorders): side -> (eighths of a point, colour)."""
    box = element(tag)
    for side in ("top", "left", "bottom", "right"):
        if side in sides:
            size, colour = sides[side]
            value = "single" if size else "nil"
            box.append(
                element(f"w:{side}", val=value, sz=str(size), space="4" if tag == "w:pBdr" else "0", color=colour)
            )
    properties.append(box)


def shade(properties: Any, colour: str) -> None:
    properties.append(element("w:shd", val="clear", color="auto", fill=colour.lstrip("#")))


def field(run: Any, instruction: str, cached: str) -> None:
    """A field with the value it shows until it is refreshed."""
    for kind, text in (("begin", ""), ("instr", instruction), ("separate", ""), ("text", cached), ("end", "")):
        if kind == "instr":
            part = element("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = f" {text} "
        elif kind == "text":
            part = element("w:t")
            part.text = text
        else:
            part = element("w:fldChar", fldCharType=kind)
        run._r.append(part)


def bookmark_name(id: str) -> str:
    """Hidden bookmark of a block: at most 40 signs of letters, digits and underscores; a longer id ends in its hash."""
    name = "_fl_" + re.sub(r"\W", "_", id)
    return name if len(name) <= 40 else f"{name[:31]}_{hashlib.sha256(id.encode()).hexdigest()[:8]}"


class Bookmarks:
    """Hands out the running numbers that bookmarks need."""

    def __init__(self) -> None:
        self._number = 0
        self._names: set[str] = set()

    def mark(self, paragraph: Any, id: str) -> None:
        if not id:
            return
        name = bookmark_name(id)
        if name in self._names:
            return
        self._names.add(name)
        self._number += 1
        start = element("w:bookmarkStart", id=str(self._number), name=name)
        end = element("w:bookmarkEnd", id=str(self._number))
        properties = paragraph._p.pPr
        paragraph._p.insert(0 if properties is None else 1, start)
        paragraph._p.append(end)


_FOOTNOTES = f"""<w:footnotes {nsdecls("w")}>
<w:footnote w:type="separator" w:id="-1"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
<w:r><w:separator/></w:r></w:p></w:footnote>
<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>
<w:r><w:continuationSeparator/></w:r></w:p></w:footnote>
</w:footnotes>"""


class Footnotes:
    """The footnotes part of a document."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._root = parse_xml(_FOOTNOTES)
        self._number = 0

    def add(self, run: Any, text: str) -> None:
        """A reference in `run` and the note it points to."""
        self._number += 1
        id = str(self._number)
        run.style = "FootnoteReference"
        run._r.append(element("w:footnoteReference", id=id))
        note = element("w:footnote", id=id)
        paragraph = element("w:p")
        properties = element("w:pPr")
        properties.append(element("w:pStyle", val="FootnoteText"))
        paragraph.append(properties)
        mark = element("w:r")
        look = element("w:rPr")
        look.append(element("w:rStyle", val="FootnoteReference"))
        mark.append(look)
        mark.append(element("w:footnoteRef"))
        body = element("w:r")
        words = element("w:t")
        words.set(qn("xml:space"), "preserve")
        words.text = " " + text
        body.append(words)
        paragraph.append(mark)
        paragraph.append(body)
        note.append(paragraph)
        self._root.append(note)

    def attach(self) -> None:
        from lxml import etree

        if not self._number:
            return
        data = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            data,
            self._document.part.package,
        )
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def control(paragraph: Any, tag: str, label: str, value: str, placeholder: str) -> None:
    """A plain-text content control: a field of a form, found again by its tag."""
    box = element("w:sdt")
    properties = element("w:sdtPr")
    properties.append(element("w:alias", val=label[:60]))
    properties.append(element("w:tag", val=tag[:60]))
    if not value:
        properties.append(element("w:showingPlcHdr"))
    properties.append(element("w:text", multiLine="1"))
    content = element("w:sdtContent")
    run = element("w:r")
    if not value:
        look = element("w:rPr")
        look.append(element("w:color", val="8a949e"))
        run.append(look)
    text = element("w:t")
    text.set(qn("xml:space"), "preserve")
    text.text = value or placeholder
    run.append(text)
    content.append(run)
    box.append(properties)
    box.append(content)
    paragraph._p.append(box)


def checkbox(paragraph: Any, tag: str, label: str) -> None:
    """A tick box content control followed by its label."""
    box = parse_xml(
        f'<w:sdt {nsdecls("w")} xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"><w:sdtPr>'
        '<w:tag w:val=""/><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>"
    )
    box.find(".//" + qn("w:tag")).set(qn("w:val"), tag[:60])
    paragraph._p.append(box)
    paragraph.add_run(f" {label}    " if label else "  ")
