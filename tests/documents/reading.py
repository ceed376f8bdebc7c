"""What a document says, and what a finished PDF shows: for tests that nothing is lost on the way."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Sequence

import numpy as np
import pikepdf
import pypdfium2

from filao.documents import model as m

TOP, BOTTOM = 64.0, 72.0
"""Points of the running lines at the head and the foot of a page."""


def squeezed(text: str) -> str:
    """Text without spaces and hyphens, ligatures opened, so that line breaks do not matter."""
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\ufffe\u2010\u2011-]+", "", text).casefold()


def said(block: m.Block) -> Iterator[str]:
    """Every text that a block puts on a page."""
    match block:
        case m.Heading():
            yield block.text
        case m.Paragraph():
            yield from runs(block.inline)
        case m.Bullets():
            for item in block.items:
                yield from runs(item)
        case m.Callout():
            yield block.title
        case m.Table():
            yield block.caption
            yield from (column.label for column in block.columns)
            for row in block.rows:
                for cell in row:
                    yield from runs(cell)
            yield from under(block.evidence)
        case m.Picture():
            yield block.caption
            yield from under(block.evidence)
        case m.KeyFigures():
            for value, label in block.items:
                yield value.text
                yield label
        case m.Recommendation():
            yield from runs(block.text)
            yield from (block.owner, block.by_when, block.resources, *block.findings)
        case m.FindingBlock():
            yield block.number
            for inline in (block.text, *block.evidence, *block.counter, block.reply):
                yield from runs(inline)
        case m.Lines():
            yield from runs(block.label)
            yield block.value
            yield from block.choices
        case m.Space() | m.PageBreak():
            pass
        case _:
            raise AssertionError(f"{type(block).__name__} is not read by the tests")


def runs(inline: m.Inline) -> Iterator[str]:
    for run in inline:
        yield run.text
        yield from runs(run.note)


def under(evidence: m.Evidence) -> Iterator[str]:
    yield from (evidence.n, evidence.source_text.rstrip("."), evidence.note.rstrip("."))


def texts(document: m.Document) -> list[str]:
    """Every text of a document's body, annexes and list of sources."""
    found = [part.title for part in (*document.sections, *document.annexes)]
    found += [text for block in document.blocks() for text in said(block)]
    found += [text for _, inline in document.references or () for text in runs(inline)]
    return [text for text in dict.fromkeys(found) if squeezed(text)]


def lost(wanted: Sequence[str], shown: str) -> list[str]:
    """Those texts that do not stand in what is shown; a text may be cut in two by the end of a page."""
    shown = squeezed(shown)
    return [text for text in wanted if not _stands(squeezed(text), shown)]


def _stands(text: str, shown: str) -> bool:
    if text in shown:
        return True
    low, high = 0, len(text)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if text[:middle] in shown else (low, middle)
    return low > 0 and text[low:] in shown


def body_text(data: bytes, *, top: float = TOP, bottom: float = BOTTOM) -> str:
    """Text of all pages between the running lines."""
    document = pypdfium2.PdfDocument(data)
    try:
        parts = []
        for page in document:
            width, height = page.get_size()
            text = page.get_textpage()
            parts.append(text.get_text_bounded(left=0, bottom=bottom, right=width, top=height - top))
            text.close()
            page.close()
        return "".join(parts)
    finally:
        document.close()


def filled(data: bytes) -> list[float]:
    """How far down each page is printed, from 0 (empty) to 1, between the running lines."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = []
        for page in document:
            grey = np.asarray(page.render(scale=0.3).to_pil().convert("L"))
            point = grey.shape[0] / page.get_size()[1]
            body = grey[int(TOP * point) : int(grey.shape[0] - BOTTOM * point)]
            inked = np.flatnonzero((body < 245).any(axis=1))
            found.append(float(inked.max() + 1) / len(body) if len(inked) else 0.0)
            page.close()
        return found
    finally:
        document.close()


def opened(data: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(data))


def fonts(pdf: pikepdf.Pdf) -> dict[str, bool]:
    """Every font of a PDF by name, and whether its file is embedded."""
    found: dict[str, bool] = {}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            found[str(thing.FontName)] = any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3"))
    return found


def tags(pdf: pikepdf.Pdf) -> dict[str, int]:
    """Structure elements by kind."""
    count: dict[str, int] = {}
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and "/S" in thing and "/P" in thing:
            count[str(thing.S)] = count.get(str(thing.S), 0) + 1
    return count
