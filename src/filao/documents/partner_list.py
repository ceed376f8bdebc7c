"""The list of partners to meet: order, channel, number of questions, and the rule by which it grows and ends."""

from __future__ import annotations

from filao.core.partners import STOP_AFTER
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say
from filao.documents.pieces import frame

KIND = "partner-list"
LANGUAGES = ("en", "fr")


def compose(c: Material) -> m.Document:
    lang = c.language
    f = c.analysis.figures
    intro = say(
        lang,
        N_(
            "{core} bodies form the core and are all to be met: they hold a mandate seat, or they identify, refer, protect or "
            "manage cases in the country. {purposive} more are chosen on purpose, because they alone are documented for a stage "
            "or because a first question falls to them. The others are met when two of those interviewed name them."
        ),
        core=numbers.first_large(numbers.in_words(f.number("partners.core"), lang)),
        purposive=numbers.first_large(numbers.in_words(f.number("partners.purposive"), lang)),
    )
    rules = (
        N_(
            "Ask first without a list, then with the list of bodies: memory alone forgets weak ties, a list alone invents them."
        ),
        N_("A body named by two of those met enters the list, whether or not it was on record."),
        N_("Once the core has been met, stop after {n} meetings in a row that name no new body."),
        N_(
            "Meet on site where the body receives people; by video with Rodrigues, regional bodies and countries of origin."
        ),
        N_(
            "No interview with a child, and with survivors only through a body that assists them and by its own protocol."
        ),
    )
    items = tuple(
        m.span(say(lang, rule, n=numbers.in_words(STOP_AFTER, lang)) if "{n}" in rule else say(lang, rule))
        for rule in rules
    )
    blocks: list[m.Block] = [
        m.Paragraph(id="partners-intro", inline=m.span(intro)),
        m.Heading(id="partners-rules", level=2, text=say(lang, N_("How the list grows and ends")), numbered=False),
        m.Bullets(id="partners-rules-list", items=items),
        frame.partners(c),
    ]
    document = m.Document(
        meta=c.meta(
            KIND, say(lang, N_("Partners to meet")), say(lang, N_("Provisional list, in order of priority")),
            code=f"FILAO-{c.country}-PARTNERS", cover=False,
        ),
        sections=(m.Section("partners", "", tuple(blocks), numbered=False),),
        style="paper",
        contents=False,
        references=None,
    )  # fmt: skip
    return finish(c, document)
