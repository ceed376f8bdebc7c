"""The look of a Word document: the tokens of the house as styles, heading numbers, language and running lines."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm, Pt, RGBColor

from filao.documents.model import Document
from filao.documents.tokens import COLOUR, FONT_FAMILY, TOKENS
from filao.documents.word.xml import borders, element, field, shade

PRINT = TOKENS["font"]["print"]


def rgb(name: str) -> RGBColor:
    return RGBColor.from_string(COLOUR[name].lstrip("#").upper())


def _font(style: Any, size: float, *, bold: bool = False, colour: str = "ink", italic: bool = False) -> None:
    style.font.name = FONT_FAMILY
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = italic
    style.font.color.rgb = rgb(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), FONT_FAMILY)
    for slot in ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme"):
        fonts.attrib.pop(qn(f"w:{slot}"), None)


def _space(style: Any, before: float, after: float, line: float = 1.18, *, keep: bool = False) -> None:
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), line
    spacing.keep_with_next = keep


def _new(document: Any, name: str, base: str = "Normal", kind: Any = WD_STYLE_TYPE.PARAGRAPH) -> Any:
    style = document.styles.add_style(name, kind)
    if base:
        style.base_style = document.styles[base]
    return style


def lay_out(document: Any, source: Document) -> None:
    """Page, styles, language, running lines and properties of a new document."""
    meta = source.meta
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.right_margin, page.bottom_margin, page.left_margin = Mm(24), Mm(22), Mm(26), Mm(24)
    styles = document.styles
    normal = styles["Normal"]
    _font(normal, PRINT["body"])
    _space(normal, 0, 6)
    language = element("w:lang", val={"en": "en-GB", "fr": "fr-FR"}.get(meta.language, "fr-MU"))
    normal.element.get_or_add_rPr().append(language)
    for default in styles.element.find(qn("w:docDefaults")).iter(qn("w:lang")):
        for slot in ("val", "eastAsia"):
            default.set(qn(f"w:{slot}"), language.get(qn("w:val")))
    for level, size, before, after in ((1, PRINT["h1"], 20, 8), (2, PRINT["h2"], 14, 5), (3, PRINT["h3"], 10, 4)):
        style = styles[f"Heading {level}"]
        _font(style, size, bold=level > 1, colour="navy")
        _space(style, before, after, 1.0, keep=True)
    _font(styles["Title"], 30, colour="navy")
    borders_of_title = styles["Title"].element.find(qn("w:pPr")).find(qn("w:pBdr"))
    if borders_of_title is not None:
        borders_of_title.getparent().remove(borders_of_title)
    _font(styles["Subtitle"], 14, colour="ink-soft")
    _font(styles["List Bullet"], PRINT["body"])
    _font(styles["List Number"], PRINT["body"])
    _space(styles["List Bullet"], 0, 3)
    _space(styles["List Number"], 0, 3)
    _font(styles["Caption"], 10.5, bold=True)
    _space(styles["Caption"], 12, 4, 1.0, keep=True)
    for name, size, colour, before, after in (
        ("Evidence", 8, "ink-soft", 2, 12),
        ("Small", 8.5, "ink-soft", 0, 4),
        ("Lead", 12, "navy", 0, 8),
        ("Sub", PRINT["body"], "navy", 6, 3),
        ("Cell", 8.8, "ink", 1, 1),
        ("Callout", PRINT["body"], "ink", 0, 4),
        ("Answer", PRINT["body"], "ink", 0, 2),
    ):
        style = _new(document, name)
        _font(style, size, colour=colour, bold=name == "Sub")
        _space(style, before, after, 1.05 if name == "Cell" else 1.15)
    note = _new(document, "FootnoteText")
    _font(note, 8, colour="ink-soft")
    _space(note, 0, 2, 1.0)
    mark = _new(document, "FootnoteReference", "", WD_STYLE_TYPE.CHARACTER)
    mark.font.superscript = True
    callout = styles["Callout"].element.get_or_add_pPr()
    borders(callout, "w:pBdr", left=(24, COLOUR["navy"].lstrip("#")))
    shade(callout, COLOUR["tint"])
    _number_headings(document)
    _running_lines(page, source)
    _properties(document, source)


_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{style}<w:suff w:val="tab"/>'
    f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="{indent}"/></w:tabs>'
    f'<w:ind w:left="{indent}" w:hanging="{indent}"/></w:pPr></w:lvl>'
    for level, kind, text, indent, style in (
        (0, "decimal", "%1", 567, '<w:pStyle w:val="Heading1"/>'),
        (1, "decimal", "%1.%2", 567, '<w:pStyle w:val="Heading2"/>'),
        (2, "decimal", "%1.%2.%3", 680, '<w:pStyle w:val="Heading3"/>'),
    )
)


def _number_headings(document: Any) -> None:
    """Tie a multi-level numbering to the heading styles."""
    numbering = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>{_LEVELS}</w:abstractNum>'
    )
    first = numbering.find(qn("w:num"))
    if first is not None:
        first.addprevious(abstract)
    else:
        numbering.append(abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for level in (1, 2, 3):
        properties = document.styles[f"Heading {level}"].element.get_or_add_pPr()
        number = element("w:numPr")
        number.append(element("w:ilvl", val=str(level - 1)))
        number.append(element("w:numId", val="90"))
        properties.append(number)


def new_list(document: Any) -> str:
    """A numbering of its own for an ordered list, so that it begins at 1; its id."""
    numbering = document.part.numbering_part.element
    style = document.styles["List Number"].element.pPr.numPr.numId.val
    base = next(n.abstractNumId.val for n in numbering.num_lst if n.numId == style)
    number = numbering.add_num(base)
    number.add_lvlOverride(ilvl=0).add_startOverride(1)
    return str(number.numId)


def numbered(paragraph: Any, number: str) -> None:
    """Count a paragraph in the list with this numbering."""
    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = int(number)


def unnumbered(paragraph: Any) -> None:
    """Take a heading out of the numbering."""
    number = element("w:numPr")
    number.append(element("w:ilvl", val="0"))
    number.append(element("w:numId", val="0"))
    properties = paragraph._p.get_or_add_pPr()
    properties.append(number)
    properties.append(element("w:ind", left="0", firstLine="0"))


def _running_lines(page: Any, source: Document) -> None:
    meta = source.meta
    page.different_first_page_header_footer = source.style == "report"
    loose = source.style in ("sheet", "letter")
    head = page.header.paragraphs[0]
    if not loose:
        _small(head.add_run(meta.title))
    if meta.notice:
        notice = head if loose else page.header.add_paragraph()
        notice.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = notice.add_run(meta.notice)
        _small(run)
        run.font.color.rgb = rgb("sun")
    if source.style == "letter":
        return
    foot = page.footer.paragraphs[0]
    _tabs(foot)
    borders(foot._p.get_or_add_pPr(), "w:pBdr", top=(4, COLOUR["line"].lstrip("#")))
    dated = f"{source.labels.get('data_to', '')} {meta.data_date}" if meta.data_date else ""
    said = (meta.code, "" if loose else meta.version, dated)
    _small(foot.add_run(" · ".join(part for part in said if part)))
    if loose:
        return
    _small(foot.add_run("\t"))
    number = foot.add_run()
    _small(number)
    field(number, "PAGE", "1")
    _small(foot.add_run(" / "))
    total = foot.add_run()
    _small(total)
    field(total, "NUMPAGES", "1")


def _tabs(paragraph: Any) -> None:
    """One stop at the right margin; those of the template's own style would come before it."""
    paragraph.style.paragraph_format.tab_stops.clear_all()
    stops = paragraph.paragraph_format.tab_stops
    from docx.enum.text import WD_TAB_ALIGNMENT

    stops.add_tab_stop(Mm(164), WD_TAB_ALIGNMENT.RIGHT)


def _small(run: Any) -> None:
    run.font.size = Pt(8)
    run.font.color.rgb = rgb("ink-soft")


def _properties(document: Any, source: Document) -> None:
    """Title, code and version; no person, no path, no clock."""
    from datetime import datetime

    core = document.core_properties
    meta = source.meta
    core.title, core.subject, core.author, core.last_modified_by = meta.title, meta.subtitle, "", ""
    core.comments, core.keywords, core.category = "", f"{meta.code} {meta.version}".strip(), meta.kind
    core.language, core.version = meta.language, meta.version
    core.identifier = f"{meta.code} {meta.version}".strip()
    core.created = core.modified = datetime(2025, 1, 1)
