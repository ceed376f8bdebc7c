"""Office packages made the same every time: parts in order, no clock, no author, no path."""

from __future__ import annotations

import io
import re
import zipfile

_STILL = (1980, 1, 1, 0, 0, 0)
_PREVIEW = "docProps/thumbnail.jpeg"
"""A picture of another document that empty templates bring along."""
_TO_PREVIEW = re.compile(rb"<Relationship [^>]*/thumbnail\"[^>]*/>")
_MADE = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def settled(data: bytes) -> bytes:
    """A zip with the same parts and fixed time stamps, so that equal content gives equal bytes; the workbooks that charts
    carry within the file too, with their properties."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for part in source.infolist():
            if part.filename == _PREVIEW:
                continue
            entry = zipfile.ZipInfo(part.filename, _STILL)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            content = source.read(part.filename)
            if part.filename.endswith(".xlsx"):
                content = settled(content)
            elif part.filename == "_rels/.rels":
                content = _TO_PREVIEW.sub(b"", content)
            elif part.filename == "docProps/core.xml":
                content = _MADE.sub(rb"\g<1>2025-01-01T00:00:00Z\g<2>", content)
            target.writestr(entry, content, compresslevel=6)
    return out.getvalue()
