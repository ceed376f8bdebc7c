"""A body's own page for checking: what the register says of it, with room to correct; as PDF to print, as DOCX to fill in."""

from __future__ import annotations

from collections.abc import Sequence

from filao.core.register import Organisation
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.words.questions import direction, tie_phrase

KIND = "organisation-sheet"
LANGUAGES = ("en", "fr", "mfe")
_TIES, _ACTIONS, _ROWS = 7, 5, 10
"""Ties, actions, and both together, listed on the page; the rest is counted, so that the sheet stays one page."""


def compose(c: Material, bodies: Sequence[str] = ()) -> m.Document:
    """One page for each body; all of the register when none is named."""
    chosen = list(bodies) or list(c.register.bodies)
    sections = tuple(
        m.Section(f"sheet-{id}", "", page(c, body), numbered=False, page_break=place > 0)
        for place, id in enumerate(chosen)
        if (body := c.body(id))
    )
    title = say(c.language, N_("Sheet for checking"))
    document = m.Document(
        meta=c.meta(KIND, title, "", code=f"FILAO-{c.country}-SHEET", cover=False),
        sections=sections,
        style="sheet",
        contents=False,
        references=None,
    )
    return finish(c, document)


def page(c: Material, body: Organisation) -> tuple[m.Block, ...]:
    """The page of one body: its facts with their sources, its ties and actions, with room to correct."""
    lang = c.language
    blocks: list[m.Block] = [
        m.Heading(id=f"sheet-{body.id}-head", level=1, text=body.name_in(lang), numbered=False),
        m.Paragraph(id=f"sheet-{body.id}-how", style="small", inline=m.span(say(lang, N_(
            "Code {id}. Strike out what is wrong, write what is right, and name the text it rests on. No name of a person, no case, no place of a shelter."),
            id=body.id))),
    ]  # fmt: skip
    if lang == "mfe":
        blocks.append(
            m.Paragraph(
                id=f"sheet-{body.id}-draft",
                style="small",
                inline=m.span(say(lang, N_("Draft in Kreol Morisien, to be read by a native speaker before use."))),
            )
        )
    blocks += _facts(c, body)
    ties = _ties(c, body)
    shown = sum(len(block.rows) for block in ties if isinstance(block, m.Table))
    blocks += [*ties, *_actions(c, body, min(_ACTIONS, _ROWS - shown))]
    blocks.append(
        m.Lines(
            id=f"sheet-{body.id}-missing", field=f"{body.id}.missing", lines=2,
            label=m.span(say(lang, N_("What is missing? New ties, actions or texts:")), bold=True),
        )
    )  # fmt: skip
    blocks.append(
        m.Lines(
            id=f"sheet-{body.id}-by", field=f"{body.id}.checked_by", lines=1,
            label=m.span(say(lang, N_("Checked by (function, not name) and date:")), bold=True),
        )
    )  # fmt: skip
    return tuple(blocks)


def _facts(c: Material, body: Organisation) -> list[m.Block]:
    """Fields with their present value, one row each; an empty one says "not documented"."""
    lang = c.language
    unknown = say(lang, N_("not documented"))
    rows: list[tuple[m.Inline, ...]] = []
    fields: dict[tuple[int, int], str] = {}
    for field, label, value in (
        ("short_name", N_("Short name"), body.short_name),
        ("kind", N_("Sector"), c.label("org_kind", body.kind)),
        ("mandate", N_("What it does"), body.mandate),
        (
            "nrm_stages",
            N_("Stages of referral"),
            numbers.enumeration([c.running("nrm_stage", s) for s in body.stages], lang),
        ),
        (
            "target_populations",
            N_("People it serves"),
            numbers.enumeration([c.running("population", p) for p in body.populations], lang),
        ),
        ("districts", N_("Where"), ", ".join(c.label("district", d) for d in body.districts)),
        ("services", N_("Services"), numbers.enumeration([c.running("service", s) for s in body.services], lang)),
        ("languages", N_("Languages"), ", ".join(c.label("language", x) for x in body.languages)),
        ("opening", N_("Opening hours, nights, weekends"), body.opening),
        ("function_email", N_("E-mail address of a function"), body.function_email),
    ):
        fact = c.register.fact("organisation", body.id, field)
        cites = fact.sources[:1] if fact else ()
        shown = (m.Span(value + " ", cite=cites),) if value else (m.Span(unknown, italic=True),)
        fields[len(rows), 2] = f"{body.id}.{field}"
        rows.append((m.span(say(lang, label)), shown, ()))
    return [
        m.Table(
            id=f"sheet-{body.id}-facts",
            caption="",
            columns=(
                m.Column(say(lang, N_("Field")), 1.5),
                m.Column(say(lang, N_("What the register says")), 3.6),
                m.Column(say(lang, N_("Right, or how it should read")), 2.6),
            ),
            rows=tuple(rows),
            evidence=m.Evidence(),
            numbered=False,
            compact=True,
            roomy=True,
            fields=fields,
        )
    ]


def _ties(c: Material, body: Organisation) -> list[m.Block]:
    lang = c.language
    ties = [r for r in c.register.relations.values() if body.id in r.ends and r.state in ("existing", "planned")]
    ties.sort(key=lambda r: (not r.structural, -(r.strength or 0), r.id))
    rows: list[tuple[m.Inline, ...]] = []
    fields: dict[tuple[int, int], str] = {}
    for relation in ties[:_TIES]:
        way, other = direction(relation, body.id)
        if not c.body(other):
            continue
        year = f", {relation.year}" if relation.year else ""
        fields[len(rows), 2], fields[len(rows), 3] = f"{relation.id}?", f"{relation.id}.correction"
        text = numbers.first_large(tie_phrase(c.register, lang, relation.kind, way, [c.short(other)]))
        rows.append((m.span(text), m.span(c.running("formality", relation.formality) + year), m.span("☐  ☐"), ()))
    if not rows:
        return [
            m.Paragraph(
                id=f"sheet-{body.id}-no-ties",
                style="sub",
                inline=m.span(say(lang, N_("No tie to another body is on record. With whom do you work?"))),
            )
        ]
    more = len(ties) - len(rows)
    note = (
        say_n(
            lang,
            "One more tie is on record; ask for the list.",
            "{n} more ties are on record; ask for the list.",
            more,
        )
        if more > 0
        else ""
    )
    return [
        m.Table(
            id=f"sheet-{body.id}-ties",
            caption="",
            columns=(
                m.Column(say(lang, N_("Tie")), 2.9),
                m.Column(say(lang, N_("Rests on")), 1.7),
                m.Column(say(lang, N_("yes / no")), 0.8, "center"),
                m.Column(say(lang, N_("Text, date")), 1.9),
            ),
            rows=tuple(rows),
            evidence=m.Evidence(note=note),
            numbered=False,
            compact=True,
            roomy=True,
            fields=fields,
        )
    ]


def _actions(c: Material, body: Organisation, most: int) -> list[m.Block]:
    lang = c.language
    order = ("unknown", "current", "planned", "past")
    actions = sorted(
        (a for a in c.register.actions.values() if body.id in (a.organisation_id, *a.partner_ids)),
        key=lambda a: (order.index(a.status), -(a.start_year or 0), a.id),
    )
    rows = [
        (
            m.span(a.title + (f" ({years})" if (years := numbers.years(a.start_year, a.end_year)) else "")),
            m.span(c.label("action_status", a.status)),
            m.span("☐  ☐"),
            (),
        )
        for a in actions[:most]
    ]
    fields = {
        (row, column): f"{a.id}{name}"
        for row, a in enumerate(actions[:most])
        for column, name in ((2, "?"), (3, ".correction"))
    }
    if not rows:
        return []
    more = len(actions) - len(rows)
    return [
        m.Table(
            id=f"sheet-{body.id}-actions",
            caption="",
            columns=(
                m.Column(say(lang, N_("Action")), 3.6),
                m.Column(say(lang, N_("State")), 1),
                m.Column(say(lang, N_("yes / no")), 0.8, "center"),
                m.Column(say(lang, N_("Correction")), 1.9),
            ),
            rows=tuple(rows),
            evidence=m.Evidence(
                note=say_n(
                    lang,
                    "One more action is on record; ask for the list.",
                    "{n} more actions are on record; ask for the list.",
                    more,
                )
                if more > 0
                else ""
            ),
            numbered=False,
            compact=True,
            fields=fields,
        )
    ]
