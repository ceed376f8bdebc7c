"""Letters by mail merge: introduction with a request for a meeting, and the covering letter of a body's own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from filao.core.partners import Partner
from filao.documents import model as m
from filao.documents import terms
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n

KIND = "letters"
LANGUAGES = ("en", "fr")
Letter = Literal["introduction", "sheet"]


def asked_for(variant: str) -> tuple[tuple[str, ...], Letter]:
    """The bodies and the letter that a variant names: "sheet" for all, "introduction:CDU,SET" for two."""
    letter, _, ids = variant.partition(":")
    return tuple(id for id in ids.split(",") if id), "sheet" if letter == "sheet" else "introduction"


def compose(c: Material, bodies: Sequence[str] = (), letter: Letter = "introduction") -> m.Document:
    """One page for each body; without a choice, every core and chosen partner gets one."""
    partners = {p.organisation_id: p for p in c.analysis.partners}
    chosen = list(bodies) or [p.organisation_id for p in c.analysis.partners if p.tier != "snowball"]
    sections = tuple(
        _letter(c, id, partners.get(id), letter, first=place == 0) for place, id in enumerate(chosen) if c.body(id)
    )
    title = say(
        c.language, N_("Letters of introduction") if letter == "introduction" else N_("Covering letters of the sheets")
    )
    document = m.Document(
        meta=c.meta(KIND, title, "", code=f"FILAO-{c.country}-LETTERS", cover=False),
        sections=sections,
        style="letter",
        contents=False,
        references=None,
    )
    return finish(c, document)


def _letter(c: Material, id: str, partner: Partner | None, letter: Letter, *, first: bool) -> m.Section:
    lang = c.language
    day = numbers.day(c.today.isoformat(), lang)
    e = c.engagement

    def paragraph(name: str, text: str) -> m.Paragraph:
        return m.Paragraph(id=f"{letter}-{id}-{name}", inline=m.span(text))

    about = e.title if e.language == lang else say(lang, N_("mapping of the bodies against trafficking in persons"))
    subject = (
        say(lang, N_("Request for a meeting: {title}"), title=about)
        if letter == "introduction"
        else say(lang, N_("Sheet of {body} for checking: {title}"), body=c.full(id), title=about)
    )
    blocks: list[m.Block] = [
        m.Space(points=40),
        paragraph("from", say(lang, N_("[Letterhead of the client. Place], {day}"), day=day)),
        m.Space(points=26),
        paragraph("to", say(lang, N_("To the Head, {body}"), body=c.full(id))),
        m.Space(points=14),
        m.Heading(id=f"{letter}-{id}-subject", level=1, text=subject, numbered=False),
        paragraph("greeting", say(lang, N_("Dear Sir or Madam,"))),
        m.Paragraph(id=f"{letter}-{id}-purpose", inline=_purpose(c)),
    ]
    if letter == "introduction":
        blocks += [
            paragraph("why", _why(c, id, partner)),
            paragraph(
                "how",
                say(
                    lang,
                    N_(
                        "The meeting ({channel}) would be with the officer who knows this work best. It is about your institution, "
                        "not about persons: we ask for no name of a victim and no case. Taking part is voluntary, you choose how we "
                        "may cite you, and you see your institution's sheet before anything is printed."
                    ),
                    channel=c.code_label("channel", partner.channel if partner else "in_person").lower(),
                ),
            ),
        ]
    else:
        blocks += [
            paragraph(
                "sheet",
                say(
                    lang,
                    N_(
                        "The enclosed page shows what public sources say of your institution. Please have it checked: strike out what is "
                        "wrong, write what is right, and name the text it rests on. What you neither mark nor change stays as public sources "
                        "give it, and does not count as confirmed by you."
                    ),
                ),
            ),
            paragraph(
                "return",
                say(
                    lang,
                    N_(
                        "The page can be sent back as a file, as a photograph or on paper. Give a function and a function's e-mail address, never the name of a person; do not write the place of a shelter."
                    ),
                ),
            ),
        ]
    blocks += [
        paragraph("reply", say(lang, N_("An answer by [date] would help us to keep to the calendar of the terms of reference."))),
        m.Space(points=10),
        paragraph("close", say(lang, N_("Yours faithfully,"))),
        m.Space(points=36),
        m.Lines(id=f"{letter}-{id}-sign", label=m.span(say(lang, N_("[Signature, function]"))), lines=1),
    ]  # fmt: skip
    return m.Section(f"{letter}-{id}", "", tuple(blocks), numbered=False, page_break=not first)


def _purpose(c: Material) -> m.Inline:
    """Who asks for the map and under which project; a demonstration says that nobody has asked for it."""
    lang = c.language
    message = (
        N_(
            "This demonstration shows a letter for a map that {client} would commission, of the bodies that take part in the "
            "national response to trafficking in persons, under the project {project}."
        )
        if not terms.is_commissioned(c)
        else N_(
            "{client} has commissioned a map of the bodies that take part in the national response to trafficking in persons, "
            "under the project {project}."
        )
    )
    said = say(lang, message, client=terms.client(c), project=terms.PLACE)
    return (
        *terms.around(said + " ", terms.quoted_project(c)),
        *m.span(say(lang, N_("The map informs the make-up of a technical working group and the work that follows."))),
    )


def _why(c: Material, id: str, partner: Partner | None) -> str:
    """Why this body: what the record says of it, and how many questions it alone can answer."""
    lang = c.language
    body = c.body(id)
    asked = partner.questions if partner else 0
    if body and body.stages:
        stages = numbers.enumeration([c.running("nrm_stage", s) for s in body.stages], lang)
        why = say(
            lang, N_("Public sources name your institution for these stages of the response: {stages}."), stages=stages
        )
    else:
        why = say(lang, N_("Others have named your institution as one to hear."))
    request = say(lang, N_("We would be grateful for a meeting of 45 to 60 minutes."))
    if asked:
        request += " " + say_n(
            lang,
            "Our reading of public sources left one question that your office is best placed to answer.",
            "Our reading of public sources left {n} questions that your office is best placed to answer.",
            asked,
        )
    return f"{why} {request}"
