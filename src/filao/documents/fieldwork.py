"""What fieldwork prints: letters with each one's link and code, the list of whom to call, badges with a code to pair
answers by. None of it is kept: who holds a letter could answer in its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from filao.documents import model as m
from filao.documents import pdf, qr
from filao.documents.language import N_, labels, numbers, say
from filao.documents.word import writer as word
from filao.documents.words import reminders
from filao.documents.words.reminders import Asking, Kind

_CODE = 96.0
_BADGE = 84.0
"""Width of a letter's code and of a badge's, in points."""
_ACROSS = 3


@dataclass(frozen=True, slots=True)
class Place:
    """Of which workspace a paper is, in which language, on which day."""

    workspace: str
    language: str
    today: date
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    label: str
    link: str
    facts: tuple[str, ...] = ()


def letters(place: Place, kind: Kind, asking: Asking, people: Sequence[Addressee]) -> m.Document:
    """One page for each, with the link in print and as a code."""
    sections = [_letter(place, kind, asking, one, number) for number, one in enumerate(people)]
    title = reminders.subject(kind, asking, place.language)
    return _document(place, title, "FILAO-INVITATIONS", sections, "letter")


def _letter(place: Place, kind: Kind, asking: Asking, one: Addressee, number: int) -> m.Section:
    lang, id = place.language, f"letter-{number}"
    opening, *rest = reminders.paragraphs(kind, asking, lang, one.link)
    blocks: list[m.Block] = [
        m.Space(points=40),
        _said(f"{id}-from", say(lang, N_("[Letterhead of the client. Place], {day}"), day=numbers.day(place.today.isoformat(), lang))),
        m.Space(points=26),
        _said(f"{id}-to", one.label),
        m.Space(points=14),
        m.Heading(id=f"{id}-subject", level=1, text=reminders.subject(kind, asking, lang), numbered=False),
        _said(f"{id}-greeting", say(lang, N_("Dear Sir or Madam,"))),
        _said(f"{id}-opening", opening),
        *(_said(f"{id}-{n}", text) for n, text in enumerate(rest)),
        _code(f"{id}-code", one.link, say(lang, N_("The link as a code for a phone")), _CODE),
        m.Space(points=20),
        m.Lines(id=f"{id}-sign", label=m.span(say(lang, N_("[Signature, function]"))), lines=1),
    ]  # fmt: skip
    return m.Section(id, "", tuple(blocks), numbered=False, page_break=number > 0)


def calls(place: Place, title: str, people: Sequence[Addressee], *, simulated: bool = False) -> m.Document:
    """Whom to call: label, what is known, and room for the outcome. No telephone is printed: contacts are kept apart."""
    lang = place.language
    columns = (
        m.Column(say(lang, N_("To call")), 2.2), m.Column(say(lang, N_("Messages so far")), 1.4),
        m.Column(say(lang, N_("Reached on")), 1), m.Column(say(lang, N_("Will answer")), 0.9), m.Column(say(lang, N_("Declined")), 0.9),
    )  # fmt: skip
    mark = say(lang, N_("simulated")) if simulated else ""
    rows = tuple(
        (m.span(" · ".join(filter(None, (one.label, mark)))), m.span("; ".join(one.facts)), (), (), ())
        for one in people
    )
    table = m.Table(
        id="calls", caption="", columns=columns, rows=rows, evidence=m.Evidence(), numbered=False, roomy=True
    )
    note = say(lang, N_("Ask for the function, not for a person. Who has answered or declined since is not called again: print the list anew each day."))  # fmt: skip
    parts = [m.Section("calls-list", "", (_said("calls-note", note), table), numbered=False)]
    return _document(place, say(lang, N_("Calls: {title}"), title=title), "FILAO-CALLS", parts, "paper")


def badges(place: Place, title: str, codes: Sequence[str], link: str = "") -> m.Document:
    """Badges to cut: a code on each, which the person types before and after."""
    lang = place.language
    help_ = say(lang, N_("Type this code before and after. It is on no list."))
    cells: list[m.Inline] = [(m.Span(code, bold=True), m.Span(f"  {help_}")) for code in codes]
    cells += [()] * (-len(cells) % _ACROSS)
    rows = tuple(tuple(cells[start : start + _ACROSS]) for start in range(0, len(cells), _ACROSS))
    blocks: list[m.Block] = [
        _said(
            "badges-note",
            say(lang, N_("Cut along the lines and let each person draw a badge: nobody writes down who has which.")),
        )
    ]
    if link:
        blocks.append(_code("badges-link", link, say(lang, N_("The link of the form as a code")), _BADGE))
    blocks.append(
        m.Table(
            id="badges", caption="", columns=tuple(m.Column("") for _ in range(_ACROSS)), rows=rows,
            evidence=m.Evidence(), numbered=False, roomy=True,
        )
    )  # fmt: skip
    parts = [m.Section("badges-sheet", "", tuple(blocks), numbered=False)]
    return _document(place, say(lang, N_("Badges: {title}"), title=title), "FILAO-BADGES", parts, "paper")


def written(document: m.Document, format: Literal["pdf", "docx"]) -> bytes:
    """The finished file."""
    data: bytes = pdf.build(document).data if format == "pdf" else word.build(document)
    return data


def _said(id: str, text: str) -> m.Paragraph:
    return m.Paragraph(id=id, inline=m.span(text))


def _code(id: str, text: str, alt: str, size: float) -> m.Picture:
    return m.Picture(
        id=id, caption="", alt=alt, svg=qr.svg(text, alt), size=(size, size), evidence=m.Evidence(), numbered=False
    )


def _document(
    place: Place, title: str, code: str, sections: Sequence[m.Section], style: Literal["paper", "letter"]
) -> m.Document:
    day = numbers.day(place.today.isoformat(), place.language)
    meta = m.Meta(
        title=title, subtitle="", kind="fieldwork", code=code, version="", language=place.language, date=day, data_date=day,
        notice=place.notice, workspace=place.workspace, stamp=place.today.isoformat(),
    )  # fmt: skip
    made: m.Document = m.legible(
        m.Document(
            meta=meta, sections=tuple(sections), style=style, contents=False, labels=labels.words(place.language),
            references=None,
        )
    )  # fmt: skip
    return made
