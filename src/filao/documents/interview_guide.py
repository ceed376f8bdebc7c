"""The interview guide of a profile on paper: consent, blocks in order, stop script, disclosure card, and the questions
that the register raises for each body of the profile."""

from __future__ import annotations

from collections.abc import Iterator

from filao.core.forms import Form, Group, Item
from filao.core.questions import Question
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.words import asking, guide
from filao.documents.words.questions import sentence

KIND = "interview-guide"
LANGUAGES = ("en", "fr", "mfe")


def compose(c: Material, profile: str) -> m.Document:
    """The guide for one profile in the material's language."""
    lang = c.language
    form = guide.form(profile, c.register, c.version)
    title = say(lang, N_("Interview guide"))
    subtitle = named(profile, form, lang)
    opening: list[m.Block] = [no_cases(lang)]
    if lang == "mfe":
        opening.append(_draft_note(lang))
    opening.append(_head(c))
    sections = [m.Section("guide-head", "", tuple(opening), numbered=False)]
    sections += blocks(c, form)
    own = _asked(c, profile)
    questions = m.Section(
        "guide-questions",
        say(lang, N_("Questions for each body, for the interviewer only")),
        tuple(own),
        counted=False,
    )
    document = m.Document(
        meta=c.meta(
            KIND, title, subtitle, code=f"FILAO-{c.country}-GUIDE-{profile.upper().replace('_', '-')}", cover=False
        ),
        sections=tuple(sections),
        annexes=(questions, cards(c)) if own else (cards(c),),
        style="paper",
        contents=False,
        references=None,
    )
    return finish(c, document)


def named(profile: str, form: Form, lang: str) -> str:
    """For whom a guide is, and how long it takes."""
    return say(
        lang,
        N_("{profile}, {minutes} minutes at most"),
        profile=guide.profile_name(profile, lang),
        minutes=form.minutes,
    )


def no_cases(lang: str) -> m.Block:
    """What stands above every guide."""
    return m.Callout(id="no-cases", title=say(lang, N_("No victim, no case")), tone="warning", blocks=(m.Paragraph(id="no-cases-text",
        inline=m.span(say(lang, N_("This talk is about institutions. Stop at once when a person or a case is spoken of; the script stands on the last page.")))),))  # fmt: skip


def blocks(c: Material, form: Form) -> list[m.Section]:
    """The blocks of a guide, consent first, with lines to write on."""
    return [_block(c, form, number, group) for number, group in enumerate(form.groups[: len(guide.BLOCK_ORDER)])]


def _draft_note(lang: str) -> m.Block:
    return m.Paragraph(
        id="draft-note", style="small",
        inline=m.span(say(lang, N_("Draft in Kreol Morisien, to be read by a native speaker before use."))),
    )  # fmt: skip


def _head(c: Material) -> m.Block:
    labels = (N_("Code of the interview"), N_("Date"), N_("Body"), N_("Function of the person met (no name)"))
    cells = tuple((m.span(say(c.language, label)), ()) for label in labels)
    return m.Table(
        id="guide-head-table", caption="", roomy=True, columns=(m.Column("", 1.4), m.Column("", 3)), rows=cells, evidence=m.Evidence(),
        numbered=False,
    )  # fmt: skip


def _block(c: Material, form: Form, number: int, group: Group) -> m.Section:
    lang = c.language
    shown: list[m.Block] = []
    about = say_n(lang, "about one minute", "about {n} minutes", group.minutes)
    if group.repeats:
        about += " · " + say(lang, N_("repeat for each one named"))
    shown.append(m.Paragraph(id=f"{group.name}-about", style="small", inline=m.span(about)))
    shown.extend(_items(c, form, group))
    title = f"{number}  {guide.block_name(number, lang)}"
    return m.Section(group.name, title, tuple(shown), numbered=False)


def _items(c: Material, form: Form, group: Group) -> Iterator[m.Block]:
    for part in group.items:
        if isinstance(part, Group):
            again = say(c.language, N_("repeat for each one named"))
            yield m.Paragraph(id=f"{part.name}-about", style="small", inline=m.span(again))
            yield from _items(c, form, part)
        elif part.type not in ("audio", "calculate"):
            yield _item(c, form, part)


def _item(c: Material, form: Form, item: Item) -> m.Block:
    lang = c.language
    hint = form.text(item.hints, lang)
    label: list[m.Span] = [m.Span(form.text(item.labels, lang), bold=item.type != "note")]
    if hint:
        label.append(m.Span(f"  {hint}", italic=True))
    if item.spare:
        label.append(m.Span("  " + say(lang, N_("(may be left out)")), italic=True))
    if item.type == "note":
        return m.Paragraph(id=f"item-{item.name}", inline=tuple(label))
    choices: tuple[str, ...] = ()
    if item.choices and item.choices not in form.files and item.choices != "groups":
        choices = tuple(form.text(choice.labels, lang) for choice in form.choices[item.choices])
    return m.Lines(id=f"item-{item.name}", label=tuple(label), lines=0 if choices else item.lines, choices=choices)


def cards(c: Material) -> m.Section:
    """The last part, on one page, to be kept at hand: what to say when a case is spoken of."""
    lang = c.language
    place = {"en": 0, "fr": 1, "mfe": 2}[lang]

    def box(id: str, title: str, texts: tuple[asking.Text, ...]) -> m.Callout:
        return m.Callout(
            id=id, title=title, tone="warning",
            blocks=tuple(m.Paragraph(id=f"{id}-{n}", inline=m.span(text[place])) for n, text in enumerate(texts)),
        )  # fmt: skip

    return m.Section(
        "guide-cards",
        say(lang, N_("Stop script and disclosure card")),
        (
            box("stop-script", say(lang, N_("When a person or a case is spoken of, say")), asking.STOP),
            box("disclosure", say(lang, N_("When somebody discloses")), asking.DISCLOSURE),
            m.Lines(id="contacts", label=m.span(asking.contacts(c.register, asking.WRITE_IN)[place]), lines=4),
        ),
        counted=False,
        numbered=False,
        together=True,
    )


def in_order(question: Question) -> tuple[int, int, str]:
    """Questions stand by block of the guide, the first to be asked before the others."""
    return question.block, question.priority, question.id


def asked(c: Material, question: Question) -> m.Inline:
    """A question of the register as it is asked, under the name of its block; what must be asked stands out."""
    block = guide.block_name(question.block, c.language) + numbers.colon(c.language) + " "
    words = sentence(question, c.register, c.language, c.audience)
    return m.Span(block, bold=question.priority == 1), m.Span(words)


def _asked(c: Material, profile: str) -> list[m.Block]:
    """The register's questions for each body of the profile, by block of the guide."""
    kinds = guide.PROFILES[profile][0]
    by_body: dict[str, list[Question]] = {}
    for question in c.analysis.questions:
        body = c.body(question.organisation_id)
        if body and body.kind in kinds:
            by_body.setdefault(body.id, []).append(question)
    found: list[m.Block] = []
    if len(by_body) > 1:
        note = say(
            c.language,
            N_("Keep these pages with you: they hold the questions of several bodies. Ask each body its own alone."),
        )
        found.append(m.Paragraph(id="asked-note", style="small", inline=m.span(note)))
    for id in sorted(by_body, key=lambda i: (-sum(q.priority == 1 for q in by_body[i]), c.short(i).casefold())):
        items = tuple(asked(c, question) for question in sorted(by_body[id], key=in_order))
        found.append(m.Heading(id=f"asked-{id}", level=2, text=c.full(id), numbered=False))
        found.append(m.Bullets(id=f"asked-{id}-list", items=items))
    return found
