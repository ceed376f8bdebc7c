"""Blocks into Word."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from filao.documents import model as m
from filao.documents.chart import to_png
from filao.documents.package import settled
from filao.documents.pdf import Layout
from filao.documents.tokens import COLOUR
from filao.documents.word.styles import lay_out, new_list, numbered, rgb, unnumbered
from filao.documents.word.xml import Bookmarks, Footnotes, borders, checkbox, control, element, field, shade

_FULL = 164.0
"""Millimetres between the margins."""
_SIGNED = 28
"""Least height in points of a row to sign in."""
_SHADES = {"full": "C3D2DC", "some": "E1E8EE", "thin": "F5E5C8", "open": "F9E3D6"}


def build(document: m.Document, *, layout: Layout | None = None, png: Callable[[str], bytes] = to_png) -> bytes:
    """The document as DOCX. `layout` of the PDF gives the contents their page numbers; `png` turns drawings to pictures."""
    return _Writer(document, layout, png).write()


class _Writer:
    def __init__(self, source: m.Document, layout: Layout | None, png: Callable[[str], bytes]) -> None:
        self.source = source
        self.words = source.labels
        self.layout = layout
        self.png = png
        self.out: Any = docx.Document()
        self.marks = Bookmarks()
        self.notes = Footnotes(self.out)
        self.figures = self.tables = 0
        self.heads = [0, 0, 0]
        self.annex = False

    def write(self) -> bytes:
        lay_out(self.out, self.source)
        if self.source.style == "report":
            self.cover()
        elif self.source.style == "paper":
            self.title_block()
        if self.source.contents:
            self.contents()
        if self.source.style == "report":
            self.imprint()
            self.page_break()
        for section in self.source.sections:
            self.section(section)
        if self.source.annexes or self.source.references:
            self.page_break()
            self.annex, self.heads = True, [0, 0, 0]
            for section in self.source.annexes:
                self.section(section)
            self.references()
        if self.source.style == "paper":
            self.imprint()
        self.notes.attach()
        self.settings()
        out = io.BytesIO()
        self.out.save(out)
        return settled(out.getvalue())

    # --- front matter

    def cover(self) -> None:
        meta = self.source.meta
        table = self.out.add_table(1, 1)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        _grid(table, [_FULL])
        cell = table.cell(0, 0)
        shade(cell._tc.get_or_add_tcPr(), COLOUR["navy"])
        first = cell.paragraphs[0]
        first.paragraph_format.space_before, first.paragraph_format.space_after = Pt(26), Pt(150)
        self.white(first.add_run(meta.client.upper()), 9.5)
        title = cell.add_paragraph()
        title.paragraph_format.space_after = Pt(8)
        title.paragraph_format.line_spacing = 1.0
        self.white(title.add_run(meta.title), 29)
        subtitle = cell.add_paragraph()
        self.white(subtitle.add_run(meta.subtitle), 14)
        edition = cell.add_paragraph()
        edition.paragraph_format.space_after = Pt(24)
        if meta.edition:
            run = edition.add_run(f" {meta.edition} ")
            self.white(run, 10.5)
            run.font.bold = True
            shade(run._r.get_or_add_rPr(), COLOUR["sun"])
        self.out.add_paragraph()
        for label, value in (
            (self.words["data_date"], meta.data_date), (self.words["built_on"], meta.date),
            (self.words["version"], meta.version), (self.words["project"], meta.project), (self.words["code"], meta.code),
        ):  # fmt: skip
            if value:
                line = self.out.add_paragraph()
                line.paragraph_format.tab_stops.add_tab_stop(Mm(38))
                line.paragraph_format.space_after = Pt(2)
                label_run = line.add_run(f"{label}\t")
                label_run.font.color.rgb = rgb("ink-soft")
                line.add_run(value)
        if meta.notice:
            notice = self.out.add_paragraph()
            notice.paragraph_format.space_before = Pt(60)
            run = notice.add_run(meta.notice)
            run.font.bold = True
            run.font.color.rgb = rgb("sun")
        if meta.acknowledgement:
            self.out.add_paragraph(meta.acknowledgement, "Small")
        self.page_break()

    def white(self, run: Any, size: float) -> None:
        run.font.size = Pt(size)
        run.font.color.rgb = rgb("sheet")

    def title_block(self) -> None:
        meta = self.source.meta
        if meta.client:
            self.out.add_paragraph(meta.client.upper(), "Small")
        title = self.out.add_paragraph(style="Title")
        title.paragraph_format.space_after = Pt(2)
        run = title.add_run(meta.title)
        run.font.size = Pt(21)
        subtitle = self.out.add_paragraph(style="Subtitle")
        run = subtitle.add_run(meta.subtitle)
        if meta.subtitle_lang:
            run._r.get_or_add_rPr().append(element("w:lang", val=meta.subtitle_lang))
        if meta.edition:
            edition = self.out.add_paragraph()
            run = edition.add_run(f" {meta.edition} ")
            run.font.bold = True
            self.white(run, 8.5)
            shade(run._r.get_or_add_rPr(), COLOUR["sun"])
        borders(subtitle._p.get_or_add_pPr(), "w:pBdr", bottom=(8, COLOUR["ink"].lstrip("#")))

    def contents(self) -> None:
        """A contents field whose entries are filled in; Word refreshes it on request only."""
        self.out.add_paragraph(self.words["contents"], "Title").runs[0].font.size = Pt(19)
        entries = list(self.entries())
        for place, (level, text, page) in enumerate(entries):
            line = self.out.add_paragraph()
            line.paragraph_format.left_indent = Mm(0 if level == 1 else 6)
            line.paragraph_format.space_after = Pt(2)
            from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER

            line.paragraph_format.tab_stops.add_tab_stop(Mm(150), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
            run = line.add_run()
            if place == 0:
                run._r.append(element("w:fldChar", fldCharType="begin"))
                code = element("w:instrText")
                code.set(qn("xml:space"), "preserve")
                code.text = ' TOC \\o "1-2" \\h \\z \\u '
                run._r.append(code)
                run._r.append(element("w:fldChar", fldCharType="separate"))
            body = line.add_run(f"{text}\t{page}")
            body.font.bold = level == 1
            if place == len(entries) - 1:
                line.add_run()._r.append(element("w:fldChar", fldCharType="end"))

    def entries(self) -> Any:
        pages = {place.id: place.page for place in self.layout.places} if self.layout else {}
        for annex, sections in ((False, self.source.sections), (True, self.source.annexes)):
            one = 0
            for section in sections:
                if not section.title:
                    continue
                if section.numbered:
                    one += 1
                number = "" if not section.numbered else f"{self.words['annex']} {chr(64 + one)}" if annex else str(one)
                yield 1, f"{number}  {section.title}".strip(), pages.get(section.id, "")
                two = 0
                for block in section.blocks:
                    if isinstance(block, m.Heading) and block.level == 2:
                        two += 1
                        yield 2, f"{one}.{two}  {block.text}" if block.numbered else block.text, pages.get(block.id, "")
        if self.source.references:
            annexes = sum(1 for s in self.source.annexes if s.numbered) + 1
            label = f"{self.words['annex']} {chr(64 + annexes)}"
            yield 1, f"{label}  {self.words['sources']}", pages.get("references", "")

    def imprint(self) -> None:
        for text in (*self.source.meta.disclaimer, *self.source.meta.colophon):
            self.out.add_paragraph(text, "Small")

    def page_break(self) -> None:
        self.out.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    # --- sections and blocks

    def section(self, section: m.Section) -> None:
        if section.page_break:
            self.page_break()
        if section.title:
            self.heading(
                m.Heading(
                    id=f"{section.id}-title", level=1, text=section.title, numbered=section.numbered,
                    draft=section.status == "draft",
                )
            )  # fmt: skip
        first = len(self.out.element.body)
        for block in section.blocks:
            self.block(block)
        if section.lang:
            self.in_language(section.lang, list(self.out.element.body)[max(0, first - 1) :])

    def in_language(self, lang: str, parts: Sequence[Any]) -> None:
        """Mark every run of these parts that names no language of its own."""
        for run in (run for part in parts for run in part.iter(qn("w:r"))):
            properties = run.get_or_add_rPr()
            if properties.find(qn("w:lang")) is None:
                properties.append(element("w:lang", val=lang))

    def block(self, block: m.Block) -> None:
        match block:
            case m.Heading():
                self.heading(block)
            case m.Paragraph():
                style = {"lead": "Lead", "small": "Small", "sub": "Sub"}.get(block.style, "Normal")
                self.inline(self.paragraph(block.id, style), block.inline)
            case m.Bullets():
                self.bullets(block)
            case m.Callout():
                self.callout(block)
            case m.Table():
                self.table(block)
            case m.Picture():
                self.picture(block)
            case m.KeyFigures():
                self.key_figures(block)
            case m.Recommendation():
                self.recommendation(block)
            case m.FindingBlock():
                self.finding(block)
            case m.Lines():
                self.lines(block)
            case m.Space():
                self.out.add_paragraph().paragraph_format.space_after = Pt(max(0, block.points - 12))
            case m.PageBreak():
                self.page_break()

    def bullets(self, block: m.Bullets) -> None:
        number = new_list(self.out) if block.ordered else ""
        for place, item in enumerate(block.items):
            id = block.id if place == 0 else f"{block.id}-{place}"
            made = self.paragraph(id, "List Number" if number else "List Bullet")
            if number:
                numbered(made, number)
            self.inline(made, item)

    def paragraph(self, id: str, style: str = "Normal") -> Any:
        made = self.out.add_paragraph(style=style)
        self.marks.mark(made, id)
        return made

    def heading(self, block: m.Heading) -> None:
        level = min(3, block.level)
        if block.numbered:
            self.heads[level - 1] += 1
            self.heads[level:] = [0] * (3 - level)
        made = self.out.add_heading(level=level)
        if self.annex and block.numbered:
            number = f"{self.words['annex']} {chr(64 + self.heads[0])}" if level == 1 else (
                f"{chr(64 + self.heads[0])}." + ".".join(str(n) for n in self.heads[1:level])
            )  # fmt: skip
            unnumbered(made)
            made.add_run(f"{number}  ")
        elif not block.numbered:
            unnumbered(made)
        made.add_run(block.text)
        if block.draft:
            run = made.add_run(f"   {self.words['draft_text']}")
            run.font.size = Pt(8)
            run.font.color.rgb = rgb("sun")
        self.marks.mark(made, block.id)

    def inline(self, paragraph: Any, inline: m.Inline) -> None:
        for run in inline:
            if run.text:
                made = paragraph.add_run(run.text)
                made.bold, made.italic = run.bold or None, run.italic or None
                if run.lang:
                    made._r.get_or_add_rPr().append(element("w:lang", val=run.lang))
            if run.cite:
                shown = "; ".join(self.source.citations.get(key, key) for key in run.cite)
                cited = paragraph.add_run(f"({shown})" if run.text.endswith(" ") or not run.text else f" ({shown})")
                cited.font.color.rgb = rgb("ink-soft")
            if run.note:
                self.notes.add(paragraph.add_run(), self.plain(run.note))

    def plain(self, inline: m.Inline) -> str:
        parts = []
        for run in inline:
            parts.append(run.text)
            if run.cite:
                parts.append(
                    ("(" if not run.text or run.text.endswith(" ") else " (")
                    + "; ".join(self.source.citations.get(key, key) for key in run.cite)
                    + ")"
                )
        return "".join(parts)

    def caption(self, kind: str, text: str, numbered: bool, id: str) -> None:
        if not text:
            return
        made = self.paragraph(f"{id}-caption" if id else "", "Caption")
        if numbered:
            if kind == "figure":
                self.figures += 1
            else:
                self.tables += 1
            label = made.add_run(f"{self.words[kind].upper()} ")
            number = made.add_run()
            field(number, f"SEQ {kind.capitalize()} \\* ARABIC", str(self.figures if kind == "figure" else self.tables))
            for run in (label, number):
                run.font.size = Pt(8)
                run.font.color.rgb = rgb("navy")
            made.add_run("   ")
        made.add_run(text)

    def evidence(self, evidence: m.Evidence, id: str) -> None:
        """The line under a table or picture; an empty one keeps two tables apart, which Word would join."""
        parts = []
        for label, text in ((self.words["note"], evidence.note), (self.words["source"], evidence.source_text)):
            if text:
                parts.append(f"{label}{self.words.get('colon', ':')} {text.rstrip('.')}")
        if evidence.n:
            parts.append(f"n = {evidence.n}")
        if evidence.date:
            parts.append(f"{self.words['data_to']} {evidence.date}")
        if parts:
            self.paragraph(f"{id}-source" if id else "", "Evidence").add_run(". ".join(parts) + ".")
        else:
            self.out.add_paragraph(style="Evidence").paragraph_format.space_after = Pt(0)

    def picture(self, block: m.Picture) -> None:
        self.caption("figure", block.caption, block.numbered, block.id)
        made = self.paragraph(block.id)
        made.paragraph_format.keep_with_next = True
        width = min(block.size[0] * 25.4 / 72, _FULL)
        shape = made.add_run().add_picture(io.BytesIO(self.png(block.svg)), width=Mm(width))
        shape._inline.docPr.set("descr", block.alt)
        shape._inline.docPr.set("title", block.caption)
        self.evidence(block.evidence, block.id)

    def table(self, block: m.Table) -> None:
        self.caption("table", block.caption, block.numbered, block.id)
        heads = int(any(column.label for column in block.columns))
        made = self.out.add_table(heads + len(block.rows), len(block.columns))
        total = sum(column.width for column in block.columns)
        _grid(made, [_FULL * column.width / total for column in block.columns])
        ink, hair = COLOUR["ink"].lstrip("#"), COLOUR["line"].lstrip("#")
        if heads:
            self.heads_of(made.rows[0], block.columns)
        self.marks.mark(made.rows[0].cells[0].paragraphs[0], block.id)
        last = len(block.rows) - 1
        for line, row in enumerate(block.rows):
            tr = made.rows[line + heads]
            tr._tr.get_or_add_trPr().append(element("w:cantSplit"))
            if block.ruled and line not in block.group_rows:
                tr.height = Pt(_SIGNED)
            bottom = (8, ink) if line == last else (3, hair)
            if line in block.group_rows:
                cell = tr.cells[0].merge(tr.cells[-1])
                self.cell(cell, tuple(m.Span(r.text, bold=True) for r in row[0]), "left")
                shade(cell._tc.get_or_add_tcPr(), COLOUR["tint"])
                borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", bottom=bottom)
                continue
            for place, content in enumerate(row):
                cell = tr.cells[place]
                if name := block.fields.get((line, place)):
                    self.to_fill_in(cell, name)
                else:
                    self.cell(cell, content, block.columns[place].align)
                    if block.id:
                        self.marks.mark(cell.paragraphs[0], f"{block.id}-r{line}c{place}")
                properties = cell._tc.get_or_add_tcPr()
                borders(
                    properties, "w:tcBorders", bottom=bottom, **({"left": (3, hair)} if block.ruled and place else {})
                )
                if tone := _SHADES.get(block.shades.get((line, place), "")):
                    shade(properties, tone)
        self.evidence(block.evidence, block.id)

    def heads_of(self, row: Any, columns: Sequence[m.Column]) -> None:
        """The row of a table's heads, repeated on each page."""
        ink = COLOUR["ink"].lstrip("#")
        for cell, column in zip(row.cells, columns, strict=True):
            self.cell(cell, m.span(column.label, bold=True), column.align)
            borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", top=(8, ink), bottom=(5, ink))
        row._tr.get_or_add_trPr().append(element("w:tblHeader"))

    def to_fill_in(self, cell: Any, name: str) -> None:
        """A cell with a field of its own: text, or a yes and a no to tick."""
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        if name.endswith("?"):
            for answer in ("yes", "no"):
                checkbox(paragraph, f"{name[:-1]}:{answer}", "")
        else:
            control(paragraph, name, name, "", self.words["write_here"])

    def cell(self, cell: Any, content: m.Inline, align: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.style = "Cell"
        if align != "left":
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if align == "right" else WD_ALIGN_PARAGRAPH.CENTER
        self.inline(paragraph, content)

    def callout(self, block: m.Callout) -> None:
        bar = COLOUR["sun" if block.tone == "warning" else "navy"].lstrip("#")
        first = True
        if block.title:
            title = self.paragraph(block.id, "Callout")
            run = title.add_run(block.title)
            run.bold = True
            run.font.color.rgb = rgb("sun" if block.tone == "warning" else "navy")
            title.paragraph_format.keep_with_next = True
            self.tone(title, block.tone, bar)
            first = False
        for inner in block.blocks:
            items: Sequence[tuple[str, m.Inline]] = ()
            if isinstance(inner, m.Paragraph):
                items = [("", inner.inline)]
            elif isinstance(inner, m.Bullets):
                items = [(f"{n}. " if inner.ordered else "• ", item) for n, item in enumerate(inner.items, 1)]
            for place, (sign, inline) in enumerate(items):
                made = self.paragraph(
                    block.id if first else inner.id if place == 0 else f"{inner.id}-{place}", "Callout"
                )
                self.tone(made, block.tone, bar)
                if sign:
                    made.paragraph_format.left_indent = Mm(4)
                    made.paragraph_format.first_line_indent = Mm(-4)
                    made.add_run(sign)
                self.inline(made, inline)
                first = False
        self.out.add_paragraph().paragraph_format.space_after = Pt(2)

    def tone(self, paragraph: Any, tone: str, bar: str) -> None:
        if tone == "warning":
            properties = paragraph._p.get_or_add_pPr()
            borders(properties, "w:pBdr", left=(24, bar))
            shade(properties, COLOUR["tint-sun"])

    def key_figures(self, block: m.KeyFigures) -> None:
        made = self.out.add_table(1, len(block.items))
        _grid(made, [_FULL / len(block.items)] * len(block.items))
        for place, (value, label) in enumerate(block.items):
            cell = made.cell(0, place)
            borders(cell._tc.get_or_add_tcPr(), "w:tcBorders", top=(12, COLOUR["navy"].lstrip("#")))
            number = cell.paragraphs[0]
            number.paragraph_format.space_after = Pt(0)
            run = number.add_run(value.text)
            run.font.size = Pt(19)
            run.font.color.rgb = rgb("navy")
            cell.add_paragraph(label, "Small")
            if place == 0:
                self.marks.mark(number, block.id)
        self.out.add_paragraph().paragraph_format.space_after = Pt(2)

    def _numbered(self, block: m.Recommendation | m.FindingBlock, sign: str) -> None:
        """The text of a block behind its number, on the page of what follows."""
        made = self.paragraph(block.id)
        made.paragraph_format.keep_with_next = True
        number = made.add_run(sign)
        number.bold = True
        number.font.color.rgb = rgb("navy")
        self.inline(made, block.text)

    def recommendation(self, block: m.Recommendation) -> None:
        self._numbered(block, f"{block.number}.  ")
        parts = [f"{self.words['owner']} {block.owner}", f"{self.words['by_when']} {block.by_when}"]
        if block.resources:
            parts.append(f"{self.words['resources']} {block.resources}")
        if block.findings:
            parts.append(f"{self.words['rests_on']} {', '.join(block.findings)}")
        self.out.add_paragraph(" · ".join(parts), "Small")

    def finding(self, block: m.FindingBlock) -> None:
        self._numbered(block, f"{block.number}  ")
        for label, items in ((self.words["evidence"], block.evidence), (self.words["counter"], block.counter)):
            if items:
                self.out.add_paragraph(f"{label} " + "; ".join(self.plain(item) for item in items), "Small")
        if block.reply:
            self.out.add_paragraph(f"{self.words['reply']} {self.plain(block.reply)}", "Small")

    def lines(self, block: m.Lines) -> None:
        made = self.paragraph(block.id, "Answer")
        made.paragraph_format.keep_with_next = True
        self.inline(made, block.label)
        if block.value and not block.field:
            self.out.add_paragraph(block.value, "Answer").paragraph_format.left_indent = Mm(4)
        if block.choices:
            choices = self.out.add_paragraph(style="Answer")
            for place, choice in enumerate(block.choices):
                checkbox(choices, f"{block.field or block.id}:{place}", choice)
        if block.field:
            answer = self.out.add_paragraph(style="Answer")
            control(answer, block.field, m.plain(block.label), block.value, self.words["write_here"])
            borders(answer._p.get_or_add_pPr(), "w:pBdr", bottom=(4, COLOUR["ink-soft"].lstrip("#")))
            return
        for _ in range(block.lines):
            line = self.out.add_paragraph(style="Answer")
            line.paragraph_format.space_after = Pt(10)
            borders(line._p.get_or_add_pPr(), "w:pBdr", bottom=(4, COLOUR["ink-soft"].lstrip("#")))

    def references(self) -> None:
        if not self.source.references:
            return
        self.heading(m.Heading(id="references", level=1, text=self.words["sources"]))
        if self.source.references_note:
            self.out.add_paragraph(self.source.references_note, "Small")
        for key, inline in self.source.references:
            made = self.paragraph(f"source-{key}", "Small")
            made.paragraph_format.left_indent = Mm(5)
            made.paragraph_format.first_line_indent = Mm(-5)
            self.inline(made, inline)

    def settings(self) -> None:
        """Word keeps the values we filled in; nothing is asked at opening."""
        zoom = self.out.settings.element.find(qn("w:zoom"))
        if zoom is not None and zoom.get(qn("w:percent")) is None:
            zoom.set(qn("w:percent"), "100")


def _grid(table: Any, widths: list[float]) -> None:
    """Fixed column widths in millimetres, in the grid and in the cells."""
    table.autofit = False
    properties = table._tbl.tblPr
    properties.append(element("w:tblW", w=str(round(sum(widths) * 56.7)), type="dxa"))
    for column, width in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(round(width * 56.7)))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
