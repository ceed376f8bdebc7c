"""Destructions of personal data on paper: the list of all, and the certificate of one."""

from __future__ import annotations

from filao.core import protection as core
from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say, say_n
from filao.documents.protection import pieces
from filao.documents.words import protection as words

KIND = "destruction-certificate"
LANGUAGES = ("en", "fr")
LIST = ""
"""The variant that lists all destructions; a number is the certificate of that one."""


def compose(c: Material, variant: str = LIST) -> m.Document:
    """The certificate with a number; the list of all where none is named, or that one is not there."""
    lang = c.language
    found = c.protection.destruction(int(variant)) if variant.isdigit() else None
    title = N_("Certificate of destruction of personal data") if found else N_("Destructions of personal data")
    destruction = words.section(pieces.law(c), "destruction", lang)
    number = say(lang, N_("No. {n}, for {section}"), n=found.number, section=destruction) if found else ""
    document = m.Document(
        meta=pieces.meta(
            c, KIND, say(lang, title), number or say(lang, N_("Workspace {name}"), name=c.workspace),
            f"DESTRUCTION-{found.number}" if found else "DESTRUCTIONS",
        ),
        sections=(m.Section("destruction", "", tuple(_certificate(c, found) if found else _list(c)), numbered=False),),
        style="paper",
        contents=False,
        references=None,
    )  # fmt: skip
    return finish(c, document)


def _list(c: Material) -> list[m.Block]:
    lang = c.language
    made = c.protection.destructions
    if not made:
        return [m.Paragraph(id="none", inline=m.span(say(lang, N_("Nothing has been destroyed up to this day."))))]
    return [
        pieces.table(
            "list",
            say_n(lang, "{n} destruction", "{n} destructions", len(made)),
            (
                (say(lang, N_("No.")), 0.4), (say(lang, N_("On")), 1.2), (say(lang, N_("Engagement")), 1.8),
                (say(lang, N_("What")), 2.4), (say(lang, N_("Why")), 1.8), (say(lang, N_("Gone from backups by")), 1.2),
            ),
            [
                (
                    str(d.number), words.moment(d.at, lang), d.title or say(lang, N_("the workspace")),
                    "; ".join(f"{words.kind(p.kind, lang)} ({numbers.number(p.count, lang)})" for p in d.parts if p.count), d.reason,
                    numbers.day(d.backups_until.isoformat(), lang),
                )
                for d in made
            ],
        )
    ]  # fmt: skip


def _certificate(c: Material, d: core.Destruction) -> list[m.Block]:
    lang = c.language
    whole = (
        say(
            lang,
            N_("On {moment} the personal data listed below were destroyed in the workspace {name}, engagement “{title}”."),
            moment=words.moment(d.at, lang), name=c.workspace, title=d.title,
        )
        if d.title
        else say(
            lang,
            N_("On {moment} the personal data listed below were destroyed in the workspace {name}."),
            moment=words.moment(d.at, lang), name=c.workspace,
        )
    )  # fmt: skip
    return [
        m.Paragraph(id="whole", style="lead", inline=m.span(whole)),
        pieces.table(
            "parts",
            say(lang, N_("What was destroyed")),
            ((say(lang, N_("Kind")), 1.6), (say(lang, N_("What it held")), 3.6), (say(lang, N_("Rows")), 0.8), (say(lang, N_("Files")), 0.8)),
            [
                (
                    (m.Span(words.kind(part.kind, lang), bold=True),),
                    say(lang, words.KINDS[part.kind].holds),
                    numbers.number(part.count, lang) if part.count else say(lang, N_("none")),
                    numbers.number(part.files, lang) if part.files else say(lang, N_("none")),
                )
                for part in d.parts
            ],
        ),
        m.Heading(id="how-head", level=2, text=say(lang, N_("How")), numbered=False),
        m.Bullets(id="how", items=tuple(m.span(text) for text in _how(c, d))),
        m.Heading(id="why-head", level=2, text=say(lang, N_("Why")), numbered=False),
        m.Paragraph(id="why", inline=m.span(say(lang, N_("The reason given: {reason}."), reason=d.reason.rstrip(".")))),
        m.Callout(id="backups", title=say(lang, N_("Backups")), tone="warning", blocks=(
            m.Paragraph(id="backups-text", inline=m.span(say(
                lang,
                N_("Backups made before this destruction still hold what they held. By the rule of the workspace each is deleted after {n} days: the last of them by {day}."),
                n=(d.backups_until - d.at.date()).days, day=numbers.day(d.backups_until.isoformat(), lang)))),
        )),
        pieces.form(
            "outside",
            (
                (say(lang, N_("Proof in Filao")), say(lang, N_("Line {n} of the journal tells who did it. Hash of the line: {hash}"), n=d.line, hash=d.hash[:16])),
                (say(lang, N_("Copies outside Filao (exports, e-mails, prints) destroyed on")), ""),
                (say(lang, N_("Processors told to destroy what they hold, and when")), ""),
                (say(lang, N_("Last backup deleted on")), ""),
            ),
            lang,
            caption=say(lang, N_("Proof, and what people add")),
        ),
        *pieces.signatures(c, "signed", (say(lang, N_("For the controller: name, function, date")),)),
    ]  # fmt: skip


def _how(c: Material, d: core.Destruction) -> list[str]:
    lang = c.language
    told = [say(lang, words.METHODS[code]) for code in core.METHODS if code in d.methods]
    if "pages" not in d.methods:
        told.append(
            say(lang, N_("The database has not been written anew yet: until it is, its free pages may keep remains."))
        )
    return told
