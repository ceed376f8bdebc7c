"""Word documents as reviewers send them back, made piece by piece: every case that a test needs, none from elsewhere."""

from __future__ import annotations

from filao.exchange.packages import zipped

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
BY = 'w:author="A reviewer" w:date="2026-05-04T10:00:00Z"'


def r(text: str) -> str:
    """A run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def ins(text: str, by: str = BY) -> str:
    return f'<w:ins w:id="90" {by}>{r(text)}</w:ins>'


def gone(text: str, by: str = BY) -> str:
    return f'<w:del w:id="91" {by}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def p(*inside: str, anchor: str = "", mark: str = "") -> str:
    """A paragraph, with its bookmark, and with its end put in ("ins") or taken out ("del")."""
    end = f'<w:pPr><w:rPr><w:{mark} w:id="92" {BY}/></w:rPr></w:pPr>' if mark else ""
    start = f'<w:bookmarkStart w:id="1" w:name="{anchor}"/><w:bookmarkEnd w:id="1"/>' if anchor else ""
    return f"<w:p>{end}{start}{''.join(inside)}</w:p>"


def marked(text: str, id: int) -> str:
    """A run on which a comment lies."""
    return (
        f'<w:commentRangeStart w:id="{id}"/>{r(text)}<w:commentRangeEnd w:id="{id}"/>'
        f'<w:r><w:commentReference w:id="{id}"/></w:r>'
    )


def comment(id: int, text: str, by: str = BY, para: str = "") -> str:
    key = f' w14:paraId="{para}"' if para else ""
    return f'<w:comment w:id="{id}" {by}><w:p{key}>{r(text)}</w:p></w:comment>'


def docx(*body: str, comments: str = "", threads: str = "", notes: str = "", footer: str = "", code: str = "") -> bytes:
    """A package of these parts."""
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}</w:body></w:document>",
    }
    if comments:
        parts["word/comments.xml"] = f"<w:comments {SPACES}>{comments}</w:comments>"
    if threads:
        parts["word/commentsExtended.xml"] = f"<w15:commentsEx {SPACES}>{threads}</w15:commentsEx>"
    if notes:
        parts["word/footnotes.xml"] = f"<w:footnotes {SPACES}>{notes}</w:footnotes>"
    if footer:
        parts["word/footer1.xml"] = f"<w:ftr {SPACES}>{p(r(footer))}</w:ftr>"
    if code:
        core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
        parts["docProps/core.xml"] = (
            f'<cp:coreProperties xmlns:cp="{core}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:identifier>{code}</dc:identifier></cp:coreProperties>"
        )
    return zipped({name: text.encode() for name, text in parts.items()})


def a_draft(paragraphs: int) -> bytes:
    """A draft with a remark and a replacement on each of its paragraphs."""
    words = "Mauritius has a national referral mechanism on paper; its use is not documented. " * 6
    body = [p(marked(words, n), gone("old"), ins("new"), anchor=f"_fl_b{n}") for n in range(paragraphs)]
    return docx(*body, comments="".join(comment(n, "Which year?") for n in range(paragraphs)))
