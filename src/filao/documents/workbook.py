"""The XLSX writer for presentation: annexes and lists that people read and filter. (The round trip is `exchange.sheets`.)"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from filao.documents.language import N_, say
from filao.documents.model import Meta, legible
from filao.documents.package import settled
from filao.documents.tokens import COLOUR, FONT_FAMILY

Cell = str | int | float | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title line, a line on what it holds, the heads with widths in characters, and rows."""

    name: str
    title: str
    note: str
    head: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[Cell]]
    tags: tuple[str, ...] = ()


def build(meta: Meta, sheets: Sequence[Sheet], about: Sequence[tuple[str, str]]) -> bytes:
    """A workbook with a first sheet "about" (pairs of label and text) and a filtered table per sheet. Text stays text."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True},
    )
    book.set_properties({"title": meta.title, "subject": meta.subtitle, "author": "", "created": datetime(2025, 1, 1)})
    base = {"font_name": FONT_FAMILY, "font_size": 10, "valign": "top", "font_color": COLOUR["ink"]}
    title = book.add_format({**base, "font_size": 16, "font_color": COLOUR["navy"]})
    soft = book.add_format({**base, "font_color": COLOUR["ink-soft"]})
    notice = book.add_format({**base, "font_color": COLOUR["sun"], "bold": True})
    head = book.add_format({**base, "bold": True, "text_wrap": True, "top": 2, "bottom": 1, "bg_color": COLOUR["tint"]})
    text = book.add_format({**base, "text_wrap": True, "bottom": 4, "bottom_color": COLOUR["line"]})
    number = book.add_format({**base, "num_format": "0", "bottom": 4, "bottom_color": COLOUR["line"]})
    first = book.add_worksheet(say(meta.language, N_("about")))
    first.hide_gridlines(2)
    first.set_column(0, 0, 28)
    first.set_column(1, 1, 100)
    first.write_string(0, 0, meta.title, title)
    if meta.notice:
        first.write_string(1, 0, meta.notice, notice)
    for line, (label, said) in enumerate(about, start=3):
        first.write_string(line, 0, label, soft)
        first.write_string(line, 1, said, book.add_format({**base, "text_wrap": True}))
    for sheet in sheets:
        page = book.add_worksheet(sheet.name[:31])
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer(f"&L{meta.code} {meta.version}&C{meta.notice}&R&P / &N")
        page.write_string(0, 0, sheet.title, title)
        page.write_string(1, 0, sheet.note, soft)
        top = 3
        if sheet.tags:
            for place, tag in enumerate(sheet.tags):
                page.write_string(top, place, tag, soft)
            top += 1
        for place, (label, width) in enumerate(sheet.head):
            page.set_column(place, place, width)
            page.write_string(top, place, label, head)
        page.freeze_panes(top + 1, 1)
        page.repeat_rows(top)
        for line, row in enumerate(sheet.rows, start=top + 1):
            for place, content in enumerate(row):
                if content is None or content == "":
                    page.write_blank(line, place, None, text)
                elif isinstance(content, str):
                    page.write_string(line, place, legible(content)[:32_000], text)
                else:
                    page.write_number(line, place, content, number)
        if sheet.rows:
            page.autofilter(top, 0, top + len(sheet.rows), len(sheet.head) - 1)
    book.close()
    return settled(out.getvalue())
