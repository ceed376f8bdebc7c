"""Letters by mail merge: introduction with a request for a meeting, and the covering letter of a body's own sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from filao.core.partners import Partner
from filao.documents import model as m
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
        style="sheet",
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

    subject = (
        say(lang, N_("Request for a meeting: {title}"), title=e.title)
        if letter == "introduction"
        else say(lang, N_("Sheet of {body} for checking: {title}"), body=c.full(id), title=e.title)
    )
    blocks: list[m.Block] = [
        m.Space(points=40),
        paragraph("from", say(lang, N_("[Letterhead of the client. Place], {day}"), day=day)),
        m.Space(points=26),
        paragraph("to", say(lang, N_("To the head of {body}"), body=c.full(id))),
        m.Space(points=14),
        m.Heading(id=f"{letter}-{id}-subject", level=1, text=subject, numbered=False),
        paragraph("greeting", say(lang, N_("Dear Sir or Madam,"))),
        paragraph(
            "purpose",
            say(
                lang,
                N_(
                    "{client} has commissioned a map of the bodies that take part in the national response to trafficking in persons, "
                    "under the project “{project}”. The map informs the make-up of a technical working group and the work that follows."
                ),
                client=e.client,
                project=e.project,
            ),
        ),
    ]
    if letter == "introduction":
        blocks += [
            paragraph("why", _why(c, id, partner)),
            paragraph(
                "how",
                say(
                    lang,
                    N_(
                        "We ask for a talk of 45 to 60 minutes, {channel}, with the person who knows this work best. It is about your "
                        "institution, not about persons: we ask for no name of a victim and no case. Taking part is voluntary, you choose "
                        "how we may cite you, and you see your institution's row before anything is printed."
                    ),
                    channel=c.code_label("channel", partner.channel).lower()
                    if partner
                    else c.code_label("channel", "in_person").lower(),
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
                        "wrong, write what is right, and name the text it rests on. What you do not change will be printed as “not confirmed”."
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


def _why(c: Material, id: str, partner: Partner | None) -> str:
    """Why this body: what the record says of it, and how many questions it alone can answer."""
    lang = c.language
    body = c.body(id)
    asked = partner.questions if partner else 0
    parts = []
    if body and body.stages:
        stages = numbers.enumeration([c.running("nrm_stage", s) for s in body.stages], lang)
        parts.append(say(lang, N_("Public sources show your institution at work in {stages}."), stages=stages))
    if asked:
        parts.append(
            say_n(
                lang,
                "One question has come up that you can answer better than any paper.",
                "{n} questions have come up that you can answer better than any paper.",
                asked,
            )
        )
    return " ".join(parts) or say(lang, N_("Others have named your institution as one to hear."))
