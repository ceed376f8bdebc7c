"""The PDF writer: the block model through Typst, with the accessible profile (PDF/A-2a and PDF/UA-1) or for the printer.

Data reaches the template as JSON in `sys_inputs` only. What Typst does not refuse by itself is checked here: a figure
taller than its page and a chart label that does not reach the page's text both fail the build.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

from filao.core.problems import Problem
from filao.documents.model import Block, Document, Picture, Section, Table, cited
from filao.documents.tokens import FONTS, TOKENS

Profile = Literal["accessible", "print"]

_TEMPLATES = Path(__file__).parent / "templates"
PAGE_HEIGHT = 842.0
"""Height of an A4 page in points."""
_TOP, _BOTTOM = 68.0, 74.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mark of the document came to stand: page (from 1) and distance from the page's top in points."""

    id: str
    kind: str
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where every block stands, and how many pages the document has."""

    places: tuple[Place, ...]
    pages: int

    def of(self, kind: str) -> Place | None:
        return next((place for place in self.places if place.kind == kind), None)

    def counted_pages(self) -> float:
        """Pages from the first section to the end of the last one, annexes left out; the last page by its filled part.

        Executive summary and references in the body count; cover, contents and annexes do not.
        """
        start, end = self.of("body-start"), self.of("body-end")
        if start is None or end is None:
            return float(self.pages)
        return round(end.page - start.page + _filled(end.y), 2)

    def pages_of_sections(self) -> dict[str, float]:
        """Pages used by each section."""
        marks = [p for p in self.places if p.kind in ("section", "body-end", "annex-start", "end")]
        used: dict[str, float] = {}
        for here, following in pairwise(marks):
            if here.kind == "section":
                used[here.id] = round(following.page - here.page + _filled(following.y) - _filled(here.y), 2)
        return used


def _filled(y: float) -> float:
    return min(1.0, max(0.0, (y - _TOP) / (PAGE_HEIGHT - _TOP - _BOTTOM)))


@dataclass(frozen=True, slots=True)
class Pdf:
    data: bytes
    layout: Layout


def as_json(document: Document) -> dict[str, Any]:
    """The document as the template reads it."""
    used = {source for block in document.blocks() for source in cited(block)}
    references = document.references or ()
    listed = {key for key, _ in references}
    return {
        "meta": _plain(document.meta),
        "style": document.style,
        "contents": document.contents,
        "contents_depth": 1 if len(document.sections) + len(document.annexes) > 12 else 2,
        "sections": [_section(part) for part in document.sections],
        "annexes": [_section(part) for part in document.annexes],
        "labels": document.labels,
        "citations": document.citations,
        "referenced": sorted(used & listed),
        "references_note": document.references_note,
        "references": [[key, _plain(inline)] for key, inline in references],
    }


def _section(part: Section) -> dict[str, Any]:
    return {**_plain(part), "blocks": [_block(block) for block in part.blocks]}


def _block(block: Block) -> dict[str, Any]:
    content: dict[str, Any] = {"type": type(block).__name__.lower(), **_plain(block)}
    if isinstance(block, Picture):
        content.pop("data")
    if isinstance(block, Table):
        content["group_rows"] = sorted(block.group_rows)
        content.pop("fields")
        content["shades"] = {f"{row},{column}": tone for (row, column), tone in block.shades.items()}
    if "blocks" in content:
        content["blocks"] = [_block(inner) for inner in getattr(block, "blocks", ())]
    return content


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return value


def build(document: Document, *, profile: Profile = "accessible") -> Pdf:
    """The document as PDF, with the places of its blocks.

    The accessible profile is built to PDF/A-2a and PDF/UA-1, and Typst refuses it where a description or a heading is
    missing; the one for the printer has 3 mm of bleed instead. Raises Problem figure_too_tall, label_missing or
    build_failed.
    """
    import typst

    inputs = {
        "document": json.dumps(as_json(document), ensure_ascii=False),
        "look": json.dumps(TOKENS),
        "profile": profile,
    }
    standards: list[Any] = ["a-2a", "ua-1"] if profile == "accessible" else []
    try:
        compiler = typst.Compiler(
            str(_TEMPLATES / "main.typ"),
            root=str(_TEMPLATES),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )
        data = cast("bytes", compiler.compile(format="pdf", pdf_standards=standards, timestamp=_moment(document)))
        layout = compiler.query("<layout>", field="value", one=True)
    except typst.TypstError as error:
        raise _named(error) from error
    places = tuple(Place(p["id"], p["kind"], p["page"], float(p["y"])) for p in json.loads(layout))
    check_labels(data, [block for block in document.blocks() if isinstance(block, Picture)])
    return Pdf(data, Layout(places, page_count(data)))


def _moment(document: Document) -> int:
    """The time stamp of the file: the day of the document, so that equal content gives equal bytes."""
    day = datetime.fromisoformat(document.meta.stamp or "2025-01-01")
    return int(day.replace(tzinfo=UTC).timestamp())


def _named(error: Exception) -> Problem:
    text = str(error)
    if found := re.search(r"filao:too-tall:([\w.:-]*)", text):
        return Problem("figure_too_tall", block=found.group(1))
    return Problem("build_failed", what=text.splitlines()[0] if text else type(error).__name__)


def page_count(data: bytes) -> int:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def page_texts(data: bytes) -> list[str]:
    """Text of each page, as a reader's search finds it."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for page in document:
            text_page = page.get_textpage()
            texts.append(text_page.get_text_range())
            text_page.close()
            page.close()
        return texts
    finally:
        document.close()


def page_picture(data: bytes, number: int, *, scale: float = 1.5) -> bytes:
    """Page `number` (from 1) as PNG."""
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    try:
        image = document[number - 1].render(scale=scale).to_pil()
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        return out.getvalue()
    finally:
        document.close()


def check_labels(data: bytes, pictures: Sequence[Picture]) -> None:
    """Raise Problem label_missing unless every label of every picture stands in the PDF's text."""
    wanted = [(picture.id, label) for picture in pictures for label in picture.labels]
    if not wanted:
        return
    text = _squeezed("".join(page_texts(data)))
    for block, label in wanted:
        if _squeezed(label) not in text:
            raise Problem("label_missing", block=block, label=label)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe\u2010\u2011-]+", "", text)
