"""The comment matrix: every comment on a draft with its decision, reason and the paragraph changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from filao.core.comments import Comment
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, labels, numbers, say, say_n
from filao.documents.workbook import Sheet, build

KIND = "comment-matrix"
LANGUAGES = ("en", "fr")

_DECISIONS = {
    "open": N_("open"),
    "accepted": N_("accepted"),
    "partly": N_("accepted in part"),
    "declined": N_("declined"),
    "noted": N_("noted"),
}
_SEVERITY = {
    "substance": N_("substance"),
    "wording": N_("wording"),
    "fact": N_("fact"),
    "question": N_("question"),
}


def _head() -> tuple[tuple[str, float], ...]:
    return (
        (N_("No."), 0.5),
        (N_("Institution"), 1.7),
        (N_("Place"), 2.0),
        (N_("Comment"), 3.0),
        (N_("Kind"), 1.2),
        (N_("Decision"), 1.2),
        (N_("Answer"), 2.1),
        (N_("Changed"), 1.1),
        (N_("Decided by"), 1.3),
        (N_("Before"), 3),
        (N_("After"), 3),
    )


def _rows(c: Material) -> list[list[str]]:
    lang = c.language
    return [
        [
            str(x.number), x.institution, x.place, x.text, say(lang, _SEVERITY.get(x.severity, x.severity)),
            say(lang, _DECISIONS[x.decision]), x.response, x.changed, labels.label("role", x.decided_by, lang), x.before, x.after,
        ]
        for x in c.comments
    ]  # fmt: skip


_SHOWN = ("number", "institution", "place", "text", "severity", "decision", "response", "changed")


def _printed(comment: Comment, row: list[str], names: Mapping[str, str]) -> list[str]:
    """A row as it is printed: the body by its name in the language, the place in words, and who decided."""
    number, institution, place, text, severity, decision, response, changed, by, *_words = row
    decided = f"{decision} ({by})" if by else decision
    body = names.get(institution, institution)
    return [number, body, comment.where or place, text, severity, decided, response, changed]


def codes() -> dict[str, str]:
    """Every label of a decision or kind of comment, in lower case and in each language -> its code."""
    return {
        say(language, label).casefold(): code
        for language in LANGUAGES
        for code, label in (*_DECISIONS.items(), *_SEVERITY.items())
    }


def table(c: Material) -> m.Table:
    """The comments as a table: each with its decision, the answer and what was changed."""
    lang = c.language
    names = {body.name: body.name_in(lang) for body in c.register.organisations.values()}
    open_ = sum(x.decision == "open" for x in c.comments)
    rows = tuple(
        tuple(m.span(text) for text in _printed(x, row, names)) for x, row in zip(c.comments, _rows(c), strict=True)
    )
    return m.Table(
        id="matrix",
        caption=say_n(lang, "{n} comment, {open} open", "{n} comments, {open} open", len(rows), open=open_),
        columns=tuple(m.Column(say(lang, label), width) for label, width in _head()[: len(_SHOWN)]),
        rows=rows,
        numbered=False,
        compact=True,
        evidence=m.Evidence(
            n=say_n(lang, "{n} comment", "{n} comments", len(rows)), date=numbers.day(c.today.isoformat(), lang)
        ),
    )


def compose(c: Material, of: str) -> m.Document:
    """The matrix of one deliverable as a document; `of` is its title."""
    lang = c.language
    document = m.Document(
        meta=c.meta(KIND, say(lang, N_("Comment matrix")), of, code=f"FILAO-{c.country}-COMMENTS", cover=False),
        sections=(m.Section("comments", "", (table(c),), numbered=False),),
        style="paper",
        contents=False,
        references=None,
    )
    return finish(c, document)


def workbook(c: Material, of: str) -> bytes:
    """The matrix as a workbook that can be filled in and imported again."""
    lang = c.language
    meta = c.meta(KIND, say(lang, N_("Comment matrix")), of, code=f"FILAO-{c.country}-COMMENTS", cover=False)
    tags = (*_SHOWN, "decided_by", "before", "after")
    head = tuple((say(lang, label), round(width * 16)) for label, width in _head())
    sheet = Sheet(
        "comments",
        say(lang, N_("Comments")),
        say(lang, N_("Row 4 names the columns for the import; keep it.")),
        head,
        _rows(c),
        tags,
    )
    return build(
        meta,
        [sheet],
        [
            (say(lang, N_("Deliverable")), of),
            (say(lang, N_("Decision")), ", ".join(say(lang, label) for label in _DECISIONS.values())),
        ],
    )


OF_BODY = ("anchor", "place", "paragraph", "severity", "text", "proposal")
"""Columns of the workbook that a body fills in: those of the draft, and its own."""


def for_body(meta: m.Meta, places: Sequence[tuple[str, str, str]], body: str) -> bytes:
    """A workbook for the comments of one body: a row for each paragraph (bookmark, place, text), its own columns empty."""
    lang = meta.language
    head = (
        (say(lang, N_("Mark")), 12),
        (say(lang, N_("Place")), 30),
        (say(lang, N_("Paragraph of the draft")), 70),
        (say(lang, N_("Kind")), 14),
        (say(lang, N_("Comment")), 50),
        (say(lang, N_("Wording proposed")), 50),
    )
    note = say(
        lang,
        N_("{code} {version}. Fill in the last three columns; row 4 and the first column place your comments: keep them."),
        code=meta.code, version=meta.version,
    )  # fmt: skip
    rows = [[*place, "", "", ""] for place in places]
    kinds = ", ".join(say(lang, label) for label in _SEVERITY.values())
    return build(
        meta,
        [Sheet("comments", say(lang, N_("Comments")), note, head, rows, OF_BODY)],
        [
            (say(lang, N_("Institution")), body),
            (say(lang, N_("Draft")), f"{meta.title}, {meta.code} {meta.version}"),
            (say(lang, N_("Kind")), kinds),
            (
                say(lang, N_("More than one comment")),
                say(
                    lang,
                    N_("Copy the paragraph’s row. A comment on no paragraph: an empty mark, and the place in words."),
                ),
            ),
            (
                say(lang, N_("Names")),
                say(lang, N_("Comments stand under the institution. Name no person and tell no case.")),
            ),
        ],
    )
