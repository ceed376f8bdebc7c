"""The PPTX writer: a deck of messages on the house's master, with native charts, alternative texts and speaker notes.

The template is made from the empty one of python-pptx: 16:9, our fonts and colours in the theme, our placeholders in
the master. Body type is 18 pt at least, source lines 11 pt.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Mm, Pt

from filao.documents.chart import to_png
from filao.documents.model import Deck, NativeChart, Picture, Slide, Table, legible, plain
from filao.documents.package import settled
from filao.documents.tokens import CATEGORIES, COLOUR, FONT_FAMILY

WIDTH, HEIGHT = int(Mm(338.7)), int(Mm(190.5))
_LEFT, _RIGHT = int(Mm(18)), int(Mm(18))
_TOP, _BOTTOM = int(Mm(42)), int(Mm(20))
_INNER = WIDTH - _LEFT - _RIGHT


def _rgb(colour: str) -> RGBColor:
    value = colour.lstrip("#")
    return RGBColor(*(int(value[n : n + 2], 16) for n in (0, 2, 4)))  # type: ignore[no-untyped-call]


def build(deck: Deck, *, png: Callable[[str], bytes] = to_png) -> bytes:
    """The deck as PPTX."""
    deck = legible(deck)
    out = _template(deck)
    for number, slide in enumerate(deck.slides, start=1):
        if slide.kind == "cover":
            _cover(out, deck, slide)
        else:
            _message(out, deck, slide, number, png)
    data = io.BytesIO()
    out.save(data)
    return settled(data.getvalue())


def _template(deck: Deck) -> Any:
    out: Any = Presentation()
    out.slide_width, out.slide_height = WIDTH, HEIGHT
    master = out.slide_master
    _theme(master)
    for shape in list(master.placeholders):
        if shape.placeholder_format.type is not None and "TITLE" in str(shape.placeholder_format.type):
            shape.left, shape.top, shape.width, shape.height = _LEFT, Mm(13), _INNER, Mm(25)
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif "BODY" in str(shape.placeholder_format.type):
            shape.left, shape.top, shape.width, shape.height = _LEFT, _TOP, _INNER, HEIGHT - _TOP - _BOTTOM
        else:
            shape._element.getparent().remove(shape._element)
    _text_styles(master)
    for layout in out.slide_layouts:
        for shape in list(layout.placeholders):
            kind = str(shape.placeholder_format.type)
            if any(word in kind for word in ("DATE", "FOOTER", "SLIDE_NUMBER")):
                shape._element.getparent().remove(shape._element)
                continue
            transform = shape._element.find(qn("p:spPr")).find(qn("a:xfrm"))
            if (transform is not None and "TITLE" in kind and layout.name != "Title Slide") or (
                transform is not None and layout.name == "Title and Content"
            ):
                transform.getparent().remove(transform)
    core = out.core_properties
    from datetime import datetime

    core.title, core.subject, core.author, core.last_modified_by = deck.meta.title, deck.meta.subtitle, "", ""
    core.keywords, core.comments, core.language = f"{deck.meta.code} {deck.meta.version}", "", deck.meta.language
    core.created = core.modified = datetime(2025, 1, 1)
    return out


def _theme(master: Any) -> None:
    """Fonts and colours of the theme part, which python-pptx has no face for."""
    part = next(rel.target_part for rel in master.part.rels.values() if rel.reltype.endswith("/theme"))
    xml = part.blob.decode("utf-8")
    xml = re.sub(r'<a:latin typeface="[^"]*"', f'<a:latin typeface="{FONT_FAMILY}"', xml)
    slots = (
        "dk1",
        "lt1",
        "dk2",
        "lt2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
    )
    values = (
        COLOUR["ink"],
        COLOUR["sheet"],
        COLOUR["navy"],
        COLOUR["paper"],
        *CATEGORIES,
        COLOUR["navy"],
        COLOUR["plum"],
    )
    for slot, value in zip(slots, values, strict=True):
        xml = re.sub(
            rf"(<a:{slot}>).*?(</a:{slot}>)", rf'\g<1><a:srgbClr val="{value.lstrip("#")}"/>\g<2>', xml, flags=re.DOTALL
        )
    part._blob = xml.encode("utf-8")


def _text_styles(master: Any) -> None:
    styles = master._element.find(qn("p:txStyles"))
    title = styles.find(qn("p:titleStyle")).find(qn("a:lvl1pPr"))
    title.set("algn", "l")
    run = title.find(qn("a:defRPr"))
    run.set("sz", "2600")
    run.set("b", "0")
    _solid(run, COLOUR["navy"])
    for level in styles.find(qn("p:bodyStyle")):
        run = level.find(qn("a:defRPr"))
        if run is not None:
            run.set("sz", "2000" if level.tag.endswith("lvl1pPr") else "1800")
            _solid(run, COLOUR["ink"])


def _solid(run: Any, colour: str) -> None:
    old = run.find(qn("a:solidFill"))
    if old is None:
        old = run.makeelement(qn("a:solidFill"), {})
        run.insert(0, old)
    for child in list(old):
        old.remove(child)
    old.append(run.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#")}))


def _line(slide: Any, text: str, left: int, top: int, width: int, size: float, colour: str, **look: Any) -> Any:
    box = slide.shapes.add_textbox(left, top, width, Pt(size * 1.6))
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    paragraph = frame.paragraphs[0]
    paragraph.alignment = look.get("align", PP_ALIGN.LEFT)
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), look.get("bold", False), _rgb(colour)
    return box


def _cover(out: Any, deck: Deck, slide: Slide) -> None:
    made = out.slides.add_slide(out.slide_layouts[0])
    fill = made.background.fill
    fill.solid()
    fill.fore_color.rgb = _rgb(COLOUR["navy"])
    title, subtitle = made.shapes.title, made.placeholders[1]
    title.left, title.top, title.width, title.height = _LEFT, Mm(52), _INNER, Mm(52)
    title.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
    title.text = slide.title
    for run in title.text_frame.paragraphs[0].runs:
        run.font.size, run.font.color.rgb = Pt(38), _rgb(COLOUR["sheet"])
    subtitle.left, subtitle.top, subtitle.width, subtitle.height = _LEFT, Mm(108), _INNER, Mm(16)
    subtitle.text = slide.subtitle
    paragraph = subtitle.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    for run in paragraph.runs:
        run.font.size, run.font.color.rgb = Pt(20), _rgb("#dfe8ee")
    lower = " · ".join(p for p in (deck.meta.edition, f"{deck.labels['data_to']} {deck.meta.data_date}") if p)
    _line(made, lower, _LEFT, HEIGHT - Mm(36), _INNER, 14, "#dfe8ee")
    if deck.meta.notice:
        _line(made, deck.meta.notice, _LEFT, HEIGHT - Mm(26), _INNER, 14, COLOUR["ochre"], bold=True)
    made.notes_slide.notes_text_frame.text = slide.notes


def _message(out: Any, deck: Deck, slide: Slide, number: int, png: Callable[[str], bytes]) -> None:
    body = bool(slide.bullets)
    made = out.slides.add_slide(out.slide_layouts[1 if body else 5])
    made.shapes.title.text = slide.title
    chart = slide.chart if slide.chart and slide.chart.categories else None
    shown = slide.picture or chart or slide.table
    top, bottom = _TOP, HEIGHT - _BOTTOM
    if slide.key_figures:
        _key_figures(made, slide.key_figures, top)
        top = int(top + Mm(34))
    if body:
        holder = made.placeholders[1]
        holder.left, holder.top = _LEFT, top
        holder.width = int(_INNER * 0.36) if shown else _INNER
        holder.height = int(bottom - top)
        frame = holder.text_frame
        frame.word_wrap = True
        for place, text in enumerate(slide.bullets):
            paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
            paragraph.text = text
            paragraph.space_after = Pt(9)
            for run in paragraph.runs:
                run.font.size = Pt(18 if shown else 20)
    left = int(_LEFT + int(_INNER * 0.39)) if body and shown else _LEFT
    area = (left, top, int(WIDTH - _RIGHT - left), int(bottom - top))
    if slide.picture:
        _picture(made, slide.picture, area, png)
    elif chart:
        _chart(made, chart, area)
    elif slide.table:
        _table(made, slide.table, area)
    _foot(made, deck, slide, number)
    made.notes_slide.notes_text_frame.text = slide.notes


def _foot(made: Any, deck: Deck, slide: Slide, number: int) -> None:
    rule = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, _LEFT, HEIGHT - Mm(16), _INNER, Pt(0.6))
    rule.fill.solid()
    rule.fill.fore_color.rgb = _rgb(COLOUR["line"])
    rule.line.fill.background()
    rule._element.nvSpPr.cNvPr.set("descr", "")
    half = int(_INNER * 0.62)
    _line(made, slide.source, _LEFT, HEIGHT - Mm(14), half, 11, COLOUR["ink-soft"])
    _line(made, deck.meta.notice, int(_LEFT + half), HEIGHT - Mm(14), int(_INNER - half - Mm(12)), 11, COLOUR["sun"],
          align=PP_ALIGN.RIGHT)  # fmt: skip
    _line(made, str(number), int(WIDTH - _RIGHT - Mm(10)), HEIGHT - Mm(14), Mm(10), 11, COLOUR["ink-soft"],
          align=PP_ALIGN.RIGHT)  # fmt: skip


def _key_figures(made: Any, items: tuple[tuple[str, str], ...], top: int) -> None:
    width = int((_INNER - Mm(6) * (len(items) - 1)) / len(items))
    for place, (value, label) in enumerate(items):
        left = int(_LEFT + place * (width + Mm(6)))
        bar = made.shapes.add_shape(MSO_SHAPE.RECTANGLE, left, top, width, Pt(2))
        bar.fill.solid()
        bar.fill.fore_color.rgb = _rgb(COLOUR["navy"])
        bar.line.fill.background()
        _line(made, value, left, int(top + Mm(2)), width, 30, COLOUR["navy"])
        _line(made, label, left, int(top + Mm(16)), width, 14, COLOUR["ink-soft"])


def _picture(made: Any, picture: Picture, area: tuple[int, int, int, int], png: Callable[[str], bytes]) -> None:
    left, top, width, height = area
    ratio = picture.size[0] / picture.size[1]
    wide = min(width, int(height * ratio))
    high = int(wide / ratio)
    data = io.BytesIO(png(picture.svg))
    shape = made.shapes.add_picture(data, int(left + (width - wide) // 2), int(top + (height - high) // 2), wide, high)
    shape._element.nvPicPr.cNvPr.set("descr", picture.alt)


def _chart(made: Any, chart: NativeChart, area: tuple[int, int, int, int]) -> None:
    """Bars from the first category at the top: categories are written in reverse, since the axis grows upwards."""
    data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = list(reversed(chart.categories))
    for name, values in chart.series:
        data.add_series(name, list(reversed(values)))
    kind = XL_CHART_TYPE.BAR_STACKED if len(chart.series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
    frame = made.shapes.add_chart(kind, *area, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", chart.alt)
    drawn = frame.chart
    drawn.has_title = False
    drawn.font.size = Pt(14)
    drawn.font.color.rgb = _rgb(COLOUR["ink"])
    drawn.has_legend = len(chart.series) > 1
    if drawn.has_legend:
        drawn.legend.position = XL_LEGEND_POSITION.BOTTOM
        drawn.legend.include_in_layout = False
        drawn.legend.font.size = Pt(13)
    plot = drawn.plots[0]
    plot.gap_width = 45
    if len(chart.series) > 1:
        plot.overlap = 100
    drawn.value_axis.visible = False
    drawn.value_axis.has_major_gridlines = False
    drawn.category_axis.format.line.color.rgb = _rgb(COLOUR["line"])
    drawn.category_axis.tick_labels.font.size = Pt(14)
    for place, series in enumerate(plot.series):
        colour = CATEGORIES[place % len(CATEGORIES)]
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _rgb(colour)
        for point, value in enumerate(series.values):
            if not value:
                continue
            label = series.points[point].data_label
            label.has_text_frame = True
            label.text_frame.text = str(int(value))
            run = label.text_frame.paragraphs[0].runs[0]
            run.font.size = Pt(12)
            dark = colour not in (COLOUR["ochre"], COLOUR["stone"]) and len(chart.series) > 1
            run.font.color.rgb = _rgb(COLOUR["sheet"] if dark else COLOUR["ink"])
            label.position = XL_LABEL_POSITION.CENTER if len(chart.series) > 1 else XL_LABEL_POSITION.OUTSIDE_END


def _table(made: Any, table: Table, area: tuple[int, int, int, int]) -> None:
    left, top, width, _ = area
    rows = [row for line, row in enumerate(table.rows) if line not in table.group_rows]
    frame = made.shapes.add_table(len(rows) + 1, len(table.columns), left, top, width, Mm(9) * (len(rows) + 1))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.caption)
    grid = frame.table
    style = grid._tbl.tblPr
    style.set("bandRow", "0")
    style.find(qn("a:tableStyleId")).text = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
    total = sum(column.width for column in table.columns)
    size = 16 if len(rows) <= 8 else 14
    for place, column in enumerate(table.columns):
        grid.columns[place].width = int(width * column.width / total)
        _cell(grid.cell(0, place), column.label, column.align, size, bold=True, bottom=COLOUR["ink"])
    for line, row in enumerate(rows, start=1):
        for place, content in enumerate(row):
            _cell(grid.cell(line, place), plain(content), table.columns[place].align, size, bottom=COLOUR["line"])


def _cell(cell: Any, text: str, align: str, size: float, *, bold: bool = False, bottom: str) -> None:
    cell.text = text
    cell.margin_left = cell.margin_right = Mm(1.5)
    cell.margin_top = cell.margin_bottom = Mm(1.1)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = (
        PP_ALIGN.RIGHT if align == "right" else PP_ALIGN.CENTER if align == "center" else PP_ALIGN.LEFT
    )
    for run in paragraph.runs:
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, _rgb(COLOUR["ink"])
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": "9525"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(line.makeelement(qn("a:srgbClr"), {"val": bottom.lstrip("#")}))
    line.append(fill)
    properties.insert(0, line)
