"""Blocks that documents on data protection share: kinds of data, retention, forms to fill in, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from filao import __version__
from filao.core import protection as core
from filao.documents import model as m
from filao.documents.composing import Material
from filao.documents.language import N_, numbers, say
from filao.documents.words import protection as words


def law(c: Material) -> core.Law:
    return core.law_of(c.country)


def meta(c: Material, kind: str, title: str, subtitle: str, code: str, edition: str = "") -> m.Meta:
    """The title block: these documents tell the state of the day on which they are made, not of the register."""
    lang = c.language
    day = numbers.day(c.today.isoformat(), lang)
    colophon = say(
        lang,
        N_("Written by Filao {software} on {day}. What is said of the law is a reading, to be checked by a lawyer."),
        software=__version__,
        day=day,
    )
    found = c.meta(kind, title, subtitle, code=f"FILAO-{c.country}-{code}", cover=False)
    return replace(found, edition=edition, data_date="", version=day, colophon=(colophon,))


def form(id: str, rows: Sequence[tuple[str, str]], lang: str, *, caption: str = "") -> m.Table:
    """A form: what is asked, and the answer; an empty answer is a place to write."""
    return m.Table(
        id=id,
        caption=caption,
        columns=(m.Column("", 2.2), m.Column("", 4.6)),
        rows=tuple((m.span(asked, bold=True), m.span(answer)) for asked, answer in rows),
        fields={(number, 1): f"{id}.{number}" for number, (_, answer) in enumerate(rows) if not answer},
        evidence=m.Evidence(),
        numbered=False,
        roomy=True,
    )


def table(
    id: str,
    caption: str,
    columns: Sequence[tuple[str, float]],
    rows: Sequence[Sequence[str | m.Inline]],
    note: str = "",
) -> m.Table:
    """A table of words, compact and without a number; `note` stands under it."""
    return m.Table(
        id=id,
        caption=caption,
        columns=tuple(m.Column(label, width) for label, width in columns),
        rows=tuple(tuple(m.span(cell) if isinstance(cell, str) else cell for cell in row) for row in rows),
        evidence=m.Evidence(note=note),
        numbered=False,
        compact=True,
    )


def kinds(c: Material, *, id: str = "kinds") -> m.Table:
    """Each kind with whose it is, what for, and on which ground."""
    lang = c.language
    return table(
        id,
        say(lang, N_("Kinds of personal data")),
        ((say(lang, N_("Kind and what it holds")), 2.8), (say(lang, N_("Whose")), 1.4), (say(lang, N_("What for")), 2), (say(lang, N_("Ground (proposed)")), 1.5)),
        [
            (
                (m.Span(words.kind(code, lang), bold=True), m.Span(f". {say(lang, words.KINDS[code].holds)}")),
                words.subjects(about, lang),
                say(lang, words.KINDS[code].purpose),
                say(lang, words.BASIS[about.basis]),
            )
            for code, about in _about(c).items()
        ],
        say(
            lang,
            N_("Grounds are proposed by Filao and are confirmed by the controller: {lawful}, and for consent {consent}."),
            lawful=words.section(law(c), "lawful", lang),
            consent=words.section(law(c), "consent", lang),
        ),
    )  # fmt: skip


def _about(c: Material) -> dict[str, core.PersonalData]:
    """Kinds of the workspace, each once, in their order."""
    return {holding.kind.code: holding.kind for holding in c.protection.holdings}


def readers(c: Material, *, id: str = "readers") -> m.Table:
    """Who can read each kind, and in what form it is kept."""
    lang = c.language
    nobody = say(lang, N_("nobody"))
    return table(
        id,
        say(lang, N_("Who reads it, and in what form it is kept")),
        ((say(lang, N_("Kind")), 1.6), (say(lang, N_("Roles that can open it")), 2.6), (say(lang, N_("Form")), 2.6)),
        [
            (
                (m.Span(words.kind(code, lang), bold=True),),
                ", ".join(c.code_label("role", role) for role in c.protection.readers.get(code, ())) or nobody,
                words.kept_as(about, lang),
            )
            for code, about in _about(c).items()
        ],
        say(lang, N_("Roles of the staff count only for who has signed in with a second factor; on a laptop its one user holds every role.")),
    )  # fmt: skip


def retention(c: Material, *, id: str = "retention") -> m.Table:
    """What is held of each kind today, and until when."""
    lang = c.language
    rows = []
    for holding in _shown(c):
        due = (
            (m.Span(" " + say(lang, N_("Due: destroy, or decide on another day.")), bold=True),) if holding.past else ()
        )
        rows.append(
            (
                (m.Span(words.kind(holding.kind.code, lang), bold=True),),
                (holding.title if holding.count else "") or say(lang, N_("whole workspace")),
                _rows(c, holding) if holding.count else say(lang, N_("none held")),
                (m.Span(words.by_when(holding, lang)), *due),
            )
        )
    return table(
        id,
        say(lang, N_("What is held on this day, and until when")),
        ((say(lang, N_("Kind")), 1.5), (say(lang, N_("Engagement")), 2), (say(lang, N_("Rows")), 0.8), (say(lang, N_("Kept until")), 2.8)),
        rows,
        say(lang, N_("Without a decision of the controller, the rule that Filao proposes stands here.")),
    )  # fmt: skip


def _shown(c: Material) -> list[core.Holding]:
    """Holdings with rows; a kind of which nothing is held stands once, with its rule."""
    found = []
    for code in _about(c):
        mine = [holding for holding in c.protection.holdings if holding.kind.code == code]
        found += [holding for holding in mine if holding.count] or [replace(mine[0], until=None, decision=None)]
    return found


def _rows(c: Material, holding: core.Holding) -> str:
    """How many rows, small numbers of people untold. A journal grows with every file that is built: it is not counted."""
    if holding.kind.held:
        return say(c.language, N_("one for each act"))
    return numbers.number(holding.count, c.language) if holding.kind.code == "uploads" else c.people(holding.count)


def signatures(c: Material, id: str, labels: Sequence[str]) -> list[m.Block]:
    """Lines to sign on, each under its label."""
    return [
        m.Lines(id=f"{id}-{number}", field=f"{id}.{number}", lines=1, label=m.span(label, bold=True))
        for number, label in enumerate(labels, start=1)
    ]


def controller(c: Material, *, id: str = "controller") -> m.Table:
    """Who answers for the processing: what the terms name, and places for what only people know."""
    lang = c.language
    office = words.authority(law(c), lang)
    return form(
        id,
        (
            (say(lang, N_("Workspace")), c.workspace),
            (say(lang, N_("Controller (name, address, telephone, e-mail address of a function)")), ""),
            (say(lang, N_("Number and end of the registration with the {office}"), office=office), ""),
            (say(lang, N_("Representative, where there is one")), ""),
            (say(lang, N_("Data protection officer (name and how to reach)")), ""),
            (say(lang, N_("Processors, and the contract with each")), ""),
        ),
        lang,
    )  # fmt: skip
