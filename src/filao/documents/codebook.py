"""The codebook of a questionnaire as a document: what each variable asks, in which versions, what its values mean, and how
many answered what where that may be told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from filao.core.forms.variables import Option, Variable, plain
from filao.core.responses import Count, Tally
from filao.documents import model as m
from filao.documents.language import N_, labels, numbers, say, say_n
from filao.documents.workbook import Sheet
from filao.documents.workbook import build as build_workbook

KIND = "codebook"
_ALONE = 12
"""Options of a variable that are listed; a longer list (districts, bodies) is counted."""

Format = Literal["xlsx", "pdf", "docx", "html"]


@dataclass(frozen=True, slots=True)
class Codebook:
    """What a codebook is made of. `tallies` by name of the variable, as they may be told; `answers` is their number, None
    where it is too small to be told; `simulated` is how many of them were made up."""

    title: str
    form: str
    versions: tuple[str, ...]
    workspace: str
    notice: str
    language: str
    today: date
    variables: tuple[Variable, ...]
    answers: int | None = None
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    simulated: int = 0


def compose(book: Codebook) -> m.Document:
    """A table for each repeat of the form, the main one first; options under their question."""
    lang = book.language
    sections = []
    for place, repeat in enumerate(dict.fromkeys(v.repeat for v in book.variables)):
        members = [v for v in book.variables if v.repeat == repeat]
        heading = (
            say(lang, N_("Asked once")) if not repeat else say(lang, N_("Asked several times: {repeat}"), repeat=repeat)
        )
        blocks: list[m.Block] = [_table(book, members, f"codebook-{place}")]
        sections.append(m.Section(f"codebook-part-{place}", heading, tuple(blocks), numbered=False))
    intro = m.Paragraph(id="codebook-intro", inline=m.span(_intro(book)))
    first = m.Section("codebook-about", "", (intro,), numbered=False)
    made: m.Document = m.legible(
        m.Document(
            meta=_meta(book), sections=(first, *sections), style="paper", contents=False, labels=labels.words(lang),
            references=None,
        )
    )  # fmt: skip
    return made


def workbook(book: Codebook) -> bytes:
    """The same as a sheet to filter: a row for each variable and for each of its options."""
    lang = book.language
    head = (
        (say(lang, N_("Variable")), 24), (say(lang, N_("Type")), 16), (say(lang, N_("Question or option")), 60),
        (say(lang, N_("Value")), 18), (say(lang, N_("Answers")), 10), (say(lang, N_("Versions")), 22),
        (say(lang, N_("Place in the form")), 30),
    )  # fmt: skip
    rows: list[list[str | int | float | None]] = []
    for variable in book.variables:
        tally = book.tallies.get(variable.name)
        rows.append([
            variable.name, _type(variable, lang), variable.label(lang), "", _told(tally, lang), ", ".join(_versions(variable)),
            variable.path,
        ])  # fmt: skip
        for option in variable.options:
            number = _number(tally, option.value)
            rows.append([
                variable.name, "", plain(option.labels, lang) or option.value, option.value, number,
                ", ".join(reversed(option.versions)), "",
            ])  # fmt: skip
    sheet = Sheet(say(lang, N_("Codebook")), book.title, _intro(book), head, rows)
    about = [(say(lang, N_("Form")), book.form), (say(lang, N_("Versions")), ", ".join(book.versions))]
    return build_workbook(_meta(book), [sheet], about)


def _meta(book: Codebook) -> m.Meta:
    day = numbers.day(book.today.isoformat(), book.language)
    return m.Meta(
        title=say(book.language, N_("Codebook: {title}"), title=book.title), subtitle="", kind=KIND, code=book.form,
        version=book.versions[-1] if book.versions else "", language=book.language, date=day, data_date=day,
        notice=book.notice, workspace=book.workspace, stamp=book.today.isoformat(),
    )  # fmt: skip


def _intro(book: Codebook) -> str:
    n = len(book.variables)
    text = say_n(book.language, N_("{n} variable."), N_("{n} variables."), n)
    if book.answers is not None:
        text += " " + say_n(book.language, N_("{n} answer."), N_("{n} answers."), book.answers)
    if book.simulated:
        text += " " + say(book.language, N_("Simulated: {n} of the answers counted were made up."), n=book.simulated)
    return text


def _table(book: Codebook, members: Sequence[Variable], id: str) -> m.Table:
    lang = book.language
    rows: list[tuple[m.Inline, ...]] = []
    heads: set[int] = set()
    for variable in members:
        heads.add(len(rows))
        rows.append(((m.Span(f"{variable.name}  ", bold=True), m.Span(variable.label(lang))), (), ()))
        rows.extend(_options(book, variable))
    columns = (
        m.Column(say(lang, N_("Value")), 0.25), m.Column(say(lang, N_("Meaning")), 0.6),
        m.Column(say(lang, N_("Answers")), 0.15, "right"),
    )  # fmt: skip
    return m.Table(
        id=id, caption="", columns=columns, rows=tuple(rows), evidence=m.Evidence(), group_rows=frozenset(heads),
        numbered=False, compact=True,
    )  # fmt: skip


def _options(book: Codebook, variable: Variable) -> Iterator[tuple[m.Inline, ...]]:
    """The rows under a question: what it is and how many answered it, then its options."""
    lang, tally = book.language, book.tallies.get(variable.name)
    facts = " · ".join((_type(variable, lang), ", ".join(_versions(variable))))
    yield (), (m.Span(facts, italic=True),), m.span(str(_told(tally, lang)))
    for option in variable.options[:_ALONE]:
        number = _number(tally, option.value)
        yield (
            m.span(option.value),
            m.span(_words(option, lang)),
            m.span(str(number) if number is not None else "–" if tally else ""),
        )
    more = len(variable.options) - _ALONE
    if more > 0:
        yield (), m.span(say_n(lang, N_("and {n} further option"), N_("and {n} further options"), more)), ()


def _words(option: Option, language: str) -> str:
    return plain(option.labels, language) or option.value


def _versions(variable: Variable) -> list[str]:
    return list(reversed(tuple(variable.paths)))


def _type(variable: Variable, language: str) -> str:
    return labels.label("variable", variable.family, language)


def _number(tally: Tally | None, value: str) -> int | None:
    found: Count | None = next((c for c in tally.counts if c.value == value), None) if tally else None
    return found.number if found else None


def _told(tally: Tally | None, language: str) -> str | int:
    if tally is None or (tally.answered is None and not tally.below):
        return ""
    if tally.answered is None:
        return say(language, N_("fewer than {n}"), n=tally.below)
    return tally.answered
