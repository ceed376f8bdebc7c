"""The HTML writer: the block model as an accessible web page, for preview in the app and as a file of its own.

Drawings stand in the page as SVG, so that they use the page's fonts; each has its description and, in a fold, its data.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from filao.documents import model as m
from filao.documents.tokens import COLOUR, FONT_FAMILY, FONTS

STYLE = Path(__file__).parent / "templates" / "page.css"


def build(document: m.Document) -> str:
    """The document as one HTML file that needs nothing beside it."""
    colours = "".join(f"--{name}:{value};" for name, value in COLOUR.items())
    faces = "".join(_face(style, weight) for style, weight in (("Regular", 400), ("Semibold", 600)))
    style = f"{faces}:root{{{colours}}}\n{STYLE.read_text(encoding='utf-8')}"
    meta = document.meta
    return (
        f'<!doctype html>\n<html lang="{escape(meta.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(meta.title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body class="doc-page">\n{fragment(document)}\n</body>\n</html>\n'
    )


def _face(style: str, weight: int) -> str:
    data = base64.b64encode((FONTS / f"SourceSansPro-{style}.ttf").read_bytes()).decode()
    return f'@font-face{{font-family:"{FONT_FAMILY}";font-weight:{weight};src:url(data:font/ttf;base64,{data})}}\n'


def fragment(document: m.Document) -> str:
    """The document as an <article>, for a page of the app."""
    return _Writer(document).write()


def parts(document: m.Document) -> str:
    """The blocks of a document without its head and lists, for use inside another page."""
    writer = _Writer(document)
    written = [writer.block(block) for section in document.sections for block in section.blocks]
    return '<div class="doc">' + "\n".join([*written, writer.footnotes()]) + "</div>" if written else ""


def section(document: m.Document, id: str) -> str:
    """One section for a page of the app, with the numbers it has in the whole; "" where it is not there.

    Drawings are left out of the text: each is a picture at the address `#drawing-<block>`, for the page to fill in.
    """
    writer = _Writer(document, linked=True)
    for number, part in writer.numbered(document.sections):
        first = len(writer.notes)
        made = writer.section(part, str(number))
        if part.id == id:
            return f'<div class="doc">{made}{writer.footnotes(first)}</div>'
    return ""


def line(inline: m.Inline, citations: Mapping[str, str]) -> str:
    """One line of text for a page of the app."""
    meta = m.Meta("", "", "", "", "", "", "", "")
    return _Writer(m.Document(meta=meta, sections=(), citations=dict(citations))).inline(inline)


class _Writer:
    """Writes blocks one after the other, counting figures, tables and notes; `linked` drawings stand outside the page."""

    def __init__(self, document: m.Document, *, linked: bool = False) -> None:
        self.linked = linked
        self.source = document
        self.words = document.labels
        self.notes: list[m.Inline] = []
        self.figures = self.tables = 0

    def write(self) -> str:
        meta = self.source.meta
        parts = ['<article class="doc">', "<header>"]
        if meta.notice:
            parts.append(f'<p class="doc-notice">{escape(meta.notice)}</p>')
        if meta.client:
            parts.append(f'<p class="doc-client">{escape(meta.client)}</p>')
        parts.append(f"<h1>{escape(meta.title)}</h1>")
        parts.append(f'<p class="doc-subtitle">{escape(meta.subtitle)}</p>')
        facts = [
            (self.words.get("data_date", ""), meta.data_date),
            (self.words.get("version", ""), " ".join(p for p in (meta.version, meta.edition) if p)),
            (self.words.get("code", ""), meta.code),
        ]
        parts.append(
            '<p class="doc-meta">'
            + " · ".join(f"{escape(label)} {escape(value)}" for label, value in facts if value)
            + "</p></header>"
        )
        if self.source.contents:
            parts.append(self.contents())
        parts.extend(self.section(section, str(n)) for n, section in self.numbered(self.source.sections))
        for n, section in self.numbered(self.source.annexes):
            parts.append(self.section(section, f"{self.words['annex']} {chr(64 + n)}" if n else ""))
        parts.append(self.references())
        parts.append(self.footnotes())
        imprint = "".join(f"<p>{escape(text)}</p>" for text in (*meta.disclaimer, *meta.colophon))
        if imprint:
            parts.append(f'<footer class="doc-imprint">{imprint}</footer>')
        parts.append("</article>")
        return "\n".join(part for part in parts if part)

    @staticmethod
    def numbered(sections: Sequence[m.Section]) -> list[tuple[int, m.Section]]:
        number, out = 0, []
        for section in sections:
            number += section.numbered
            out.append((number if section.numbered else 0, section))
        return out

    def contents(self) -> str:
        entries = []
        for annex, sections in ((False, self.source.sections), (True, self.source.annexes)):
            for n, section in self.numbered(sections):
                label = f"{self.words['annex']} {chr(64 + n)} " if annex and n else f"{n} " if n else ""
                entries.append(f'<li><a href="#{escape(section.id)}">{escape(label + section.title)}</a></li>')
        heading = escape(self.words["contents"])
        return f'<nav class="doc-contents" aria-label="{heading}"><h2>{heading}</h2><ol>{"".join(entries)}</ol></nav>'

    def section(self, section: m.Section, number: str) -> str:
        inner = "\n".join(self.block(block) for block in section.blocks)
        lang = f' lang="{escape(section.lang)}"' if section.lang else ""
        if not section.title:
            return f'<section id="{escape(section.id)}"{lang}>{inner}</section>'
        shown = f'<span class="doc-number">{escape(number)}</span> ' if section.numbered and number else ""
        draft = (
            f' <span class="doc-draft">{escape(self.words["draft_text"])}</span>'
            if section.status == "draft" and not self.linked
            else ""
        )
        return f'<section id="{escape(section.id)}"{lang}><h2>{shown}{escape(section.title)}{draft}</h2>\n{inner}</section>'

    def block(self, block: m.Block) -> str:
        id = f' id="{escape(block.id)}"' if block.id else ""
        match block:
            case m.Heading():
                tag = f"h{min(4, block.level + 1)}"
                return f"<{tag}{id}>{escape(block.text)}</{tag}>"
            case m.Paragraph():
                kind = "" if block.style == "body" else f' class="doc-{block.style}"'
                return f"<p{id}{kind}>{self.inline(block.inline)}</p>"
            case m.Bullets():
                tag = "ol" if block.ordered else "ul"
                return f"<{tag}{id}>" + "".join(f"<li>{self.inline(i)}</li>" for i in block.items) + f"</{tag}>"
            case m.Callout():
                title = f'<p class="doc-box-title">{escape(block.title)}</p>' if block.title else ""
                inner = "".join(self.block(b) for b in block.blocks)
                return f'<aside{id} class="doc-box doc-box-{block.tone}">{title}{inner}</aside>'
            case m.Table():
                return self.table(block, id)
            case m.Picture():
                return self.picture(block, id)
            case m.KeyFigures():
                items = "".join(
                    f"<div><dt>{escape(label)}</dt><dd>{escape(value.text)}</dd></div>" for value, label in block.items
                )
                return f'<dl{id} class="doc-key">{items}</dl>'
            case m.Recommendation():
                return self.recommendation(block, id)
            case m.FindingBlock():
                return self.finding(block, id)
            case m.Lines():
                choices = "".join(f"<li>☐ {escape(choice)}</li>" for choice in block.choices)
                value = f'<p class="doc-value">{escape(block.value)}</p>' if block.value else ""
                listed = f'<ul class="doc-choices">{choices}</ul>' if choices else ""
                blank = '<div class="doc-line"></div>' * block.lines
                return f'<div{id} class="doc-lines"><p>{self.inline(block.label)}</p>{value}{listed}{blank}</div>'
            case _:
                return ""

    def inline(self, inline: m.Inline) -> str:
        parts = []
        for run in inline:
            text = escape(run.text)
            if run.figure:
                text = f'<data class="doc-figure" value="{escape(run.figure)}">{text}</data>'
            if run.bold:
                text = f"<strong>{text}</strong>"
            if run.italic:
                text = f"<em>{text}</em>"
            if run.link:
                text = f'<a href="{escape(run.link)}">{text}</a>'
            if run.lang:
                text = f'<span lang="{escape(run.lang)}">{text}</span>'
            if run.cite:
                shown = "; ".join(
                    f'<a href="#source-{escape(key)}">{escape(self.source.citations.get(key, key))}</a>'
                    for key in run.cite
                )
                gap = "" if not run.text or run.text.endswith(" ") else " "
                text += f'{gap}<span class="doc-cite">({shown})</span>'
            if run.note:
                self.notes.append(run.note)
                n = len(self.notes)
                text += f'<sup><a href="#note-{n}" id="note-ref-{n}">{n}</a></sup>'
            parts.append(text)
        return "".join(parts)

    def caption(self, kind: str, text: str, numbered: bool, tag: str) -> str:
        if not text:
            return ""
        label = ""
        if numbered:
            if kind == "figure":
                self.figures += 1
            else:
                self.tables += 1
            number = self.figures if kind == "figure" else self.tables
            label = f'<span class="doc-label">{escape(self.words[kind])} {number}</span> '
        return f"<{tag}>{label}{escape(text)}</{tag}>"

    def evidence(self, evidence: m.Evidence) -> str:
        parts = []
        for label, text in ((self.words["note"], evidence.note), (self.words["source"], evidence.source_text)):
            if text:
                parts.append(f"<b>{escape(label)}{self.words.get('colon', ':')}</b> {escape(text.rstrip('.'))}")
        if evidence.n:
            parts.append(f"n = {escape(evidence.n)}")
        if evidence.date:
            parts.append(f"{escape(self.words['data_to'])} {escape(evidence.date)}")
        return f'<p class="doc-evidence">{". ".join(parts)}.</p>' if parts else ""

    def table(self, block: m.Table, id: str) -> str:
        head = "".join(f'<th scope="col" class="doc-{c.align}">{escape(c.label)}</th>' for c in block.columns)
        head = f"<thead><tr>{head}</tr></thead>" if any(c.label for c in block.columns) else ""
        rows = []
        for line, row in enumerate(block.rows):
            if line in block.group_rows:
                span = len(block.columns)
                rows.append(
                    f'<tr class="doc-group"><th scope="rowgroup" colspan="{span}">{self.inline(row[0])}</th></tr>'
                )
                continue
            cells = []
            for place, content in enumerate(row):
                tone = block.shades.get((line, place), "")
                kind = f"doc-{block.columns[place].align}" + (f" doc-shade-{tone}" if tone else "")
                tag, scope = ("th", ' scope="row"') if place == 0 else ("td", "")
                cells.append(f'<{tag}{scope} class="{kind}">{self.inline(content)}</{tag}>')
            rows.append(f"<tr>{''.join(cells)}</tr>")
        caption = self.caption("table", block.caption, block.numbered, "caption")
        label = escape(block.caption or self.words["table"])
        return (
            f'<div{id} class="doc-table"><div class="doc-scroll" role="region" aria-label="{label}" tabindex="0">'
            f"<table>{caption}{head}<tbody>{''.join(rows)}</tbody></table></div>"
            f"{self.evidence(block.evidence)}</div>"
        )

    def picture(self, block: m.Picture, id: str) -> str:
        caption = self.caption("figure", block.caption, block.numbered, "figcaption")
        head, rows = block.data
        data = ""
        if rows:
            cells = "".join(f'<th scope="col">{escape(text)}</th>' for text in head)
            lines = "".join("<tr>" + "".join(f"<td>{escape(t)}</td>" for t in row) + "</tr>" for row in rows)
            data = (
                f'<details class="doc-data"><summary>{escape(self.words["data"])}</summary>'
                f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table></details>"
            )
        drawing = inline_svg(block.svg, block.alt, block.id)
        if self.linked:
            width, height = (round(side) for side in block.size)
            drawing = (
                f'<img class="doc-picture" src="#drawing-{escape(block.id)}" alt="{escape(block.alt)}" '
                f'width="{width}" height="{height}" loading="lazy">'
            )
        return f"<figure{id}>{caption}{drawing}{self.evidence(block.evidence)}{data}</figure>"

    def recommendation(self, block: m.Recommendation, id: str) -> str:
        facts = [f"{self.words['owner']} {block.owner}", f"{self.words['by_when']} {block.by_when}"]
        if block.resources:
            facts.append(f"{self.words['resources']} {block.resources}")
        if block.findings:
            facts.append(f"{self.words['rests_on']} {', '.join(block.findings)}")
        return (
            f'<div{id} class="doc-recommendation"><p><span class="doc-number">{block.number}</span> '
            f'{self.inline(block.text)}</p><p class="doc-small">{escape(" · ".join(facts))}</p></div>'
        )

    def finding(self, block: m.FindingBlock, id: str) -> str:
        lines = [f'<p><span class="doc-number">{escape(block.number)}</span> {self.inline(block.text)}</p>']
        for label, items in ((self.words["evidence"], block.evidence), (self.words["counter"], block.counter)):
            if items:
                lines.append(
                    f'<p class="doc-small"><b>{escape(label)}</b> {"; ".join(self.inline(i) for i in items)}</p>'
                )
        if block.reply:
            lines.append(f'<p class="doc-small"><b>{escape(self.words["reply"])}</b> {self.inline(block.reply)}</p>')
        return f'<div{id} class="doc-finding">{"".join(lines)}</div>'

    def references(self) -> str:
        if not self.source.references:
            return ""
        items = "".join(f'<li id="source-{escape(key)}">{self.inline(i)}</li>' for key, i in self.source.references)
        note = f'<p class="doc-small">{escape(self.source.references_note)}</p>' if self.source.references_note else ""
        return f'<section id="references"><h2>{escape(self.words["sources"])}</h2>{note}<ul class="doc-sources">{items}</ul></section>'

    def footnotes(self, first: int = 0) -> str:
        """The notes from the `first` on."""
        if len(self.notes) <= first:
            return ""
        items = []
        done = first
        while done < len(self.notes):
            text = self.inline(self.notes[done])
            done += 1
            items.append(f'<li id="note-{done}">{text} <a href="#note-ref-{done}">↩</a></li>')
        start = f' start="{first + 1}"' if first else ""
        return f'<ol class="doc-notes"{start}>{"".join(items)}</ol>'


def inline_svg(svg: str, alt: str, prefix: str) -> str:
    """A drawing for use inside a page: described, scaled to its column, its ids made its own."""
    svg = re.sub(r"<\?xml[^>]*\?>|<!DOCTYPE[^>]*>", "", svg).strip()
    for id in set(re.findall(r'\bid="([^"]+)"', svg)):
        svg = svg.replace(f'id="{id}"', f'id="{prefix}-{id}"').replace(f"url(#{id})", f"url(#{prefix}-{id})")
        svg = svg.replace(f'href="#{id}"', f'href="#{prefix}-{id}"')
    size = re.search(r'<svg[^>]*?\bwidth="([\d.]+)"[^>]*?\bheight="([\d.]+)"', svg)
    opening = re.match(r"<svg\b[^>]*>", svg)
    if not opening:
        return ""
    tag = re.sub(r'\s(?:class|role|aria-label)="[^"]*"', "", opening.group())
    if size and "viewBox" not in tag:
        tag = tag.replace("<svg", f'<svg viewBox="0 0 {size.group(1)} {size.group(2)}"', 1)
    tag = tag.replace("<svg", f'<svg class="doc-picture" role="img" aria-label="{escape(alt)}"', 1)
    return tag + svg[opening.end() :]
