"""Record of processing operations: who processes what, why, for whom, until when and how guarded, as it is on the day."""

from __future__ import annotations

from filao.documents import model as m
from filao.documents.composing import Material, finish
from filao.documents.language import N_, numbers, say
from filao.documents.protection import pieces
from filao.documents.words import protection as words

KIND = "processing-record"
LANGUAGES = ("en", "fr")


def compose(c: Material) -> m.Document:
    lang = c.language
    record = words.section(pieces.law(c), "record", lang)
    document = m.Document(
        meta=pieces.meta(
            c, KIND, say(lang, N_("Record of processing operations")),
            say(lang, N_("Workspace {name}, for {record}"), name=c.workspace, record=record), "PROCESSING",
        ),
        sections=(
            _section(c, "controller", N_("Controller"), (_note(c), pieces.controller(c))),
            _section(c, "data", N_("What is processed, and why"), (_none(c), pieces.kinds(c))),
            _section(c, "recipients", N_("Recipients and transfers"), (_recipients(c), pieces.readers(c), _transfers(c))),
            _section(c, "time", N_("Time limits for erasure"), (pieces.retention(c), _erasure(c))),
            _section(c, "security", N_("Security of the processing"), (_security(c), *_outside(c))),
            _section(c, "signed", N_("Signed"), tuple(_signed(c)), together=True),
        ),
        style="paper",
        contents=False,
        references=None,
    )  # fmt: skip
    return finish(c, document)


def _section(c: Material, id: str, title: str, blocks: tuple[m.Block, ...], *, together: bool = False) -> m.Section:
    return m.Section(id, say(c.language, title), blocks, together=together)


def _note(c: Material) -> m.Callout:
    lang = c.language
    text = say(
        lang,
        N_(
            "Filao fills this record from what the workspace holds on the day of its making. It says what the software does; "
            "it does not say that the law is complied with. Empty places are for what only people know."
        ),
    )
    return m.Callout(id="note", title="", tone="note", blocks=(m.Paragraph(id="note-text", inline=m.span(text)),))


def _none(c: Material) -> m.Paragraph:
    text = say(
        c.language,
        N_(
            "No data on victims or cases are processed: there is no place for them, and free text is read by a detector that "
            "holds back what may identify a person. What people write in open answers may still contain such data; special "
            "categories ({special}) and children ({child}) are to be considered there."
        ),
        special=words.section(pieces.law(c), "special", c.language),
        child=words.section(pieces.law(c), "child", c.language),
    )
    return m.Paragraph(id="none", inline=m.span(text))


def _recipients(c: Material) -> m.Paragraph:
    text = say(
        c.language,
        N_(
            "Inside, each kind is open to the roles listed. Documents and exports of the register name bodies and functions, "
            "never persons; an interview is named only where the person met allows it."
        ),
    )
    return m.Paragraph(id="recipients-text", inline=m.span(text))


def _transfers(c: Material) -> m.Table:
    lang = c.language
    return pieces.form(
        "transfers",
        (
            (say(lang, N_("Place and country of the computer or server")), ""),
            (say(lang, N_("Other recipients, and why")), ""),
            (
                say(lang, N_("Transfers to another country or to an international organisation, with their safeguards ({transfer})"), transfer=words.section(pieces.law(c), "transfer", lang)),
                "",
            ),
        ),
        lang,
    )  # fmt: skip


def _erasure(c: Material) -> m.Paragraph:
    text = say(
        c.language,
        N_(
            "Destruction is shown before it is done, leaves a line in the journal, and is told in a certificate. Backups are "
            "kept for {n} days; what was destroyed is gone from them after that time."
        ),
        n=c.protection.backup_days,
    )
    return m.Paragraph(id="erasure", inline=m.span(text))


def measures(c: Material) -> list[str]:
    """What guards the data in this workspace, from how it is set."""
    lang, account = c.language, c.protection
    locks = {
        "machine": N_("Words of people and contacts are encrypted; they open with the key of the machine that keeps them."),
        "passphrase": N_("Words of people and contacts are encrypted; they open with a passphrase that people hold, and close after 15 minutes without use."),
        "": N_("Words of people and contacts are encrypted as soon as the first are kept; none are kept yet."),
    }  # fmt: skip
    found = [
        say(lang, locks[account.lock]),
        say(lang, N_("Every act, and every reading of words, leaves a line in a journal whose lines are chained by hashes.")),
        say(lang, N_("Rights are given by role; what is not named is refused. On a server, staff sign in with a second factor.")),
        say(lang, N_("Taking restricted data out needs the approval of a second person."))
        if account.second_person
        else say(lang, N_("Taking restricted data out does not need a second person: this is not switched on.")),
        say(lang, N_("Tables that count or quote people suppress small numbers. Pages load nothing from elsewhere, and nothing calls out.")),
        say(lang, N_("Backups are encrypted where a passphrase is given; without one they hold encrypted words, and not the key that opens them.")),
    ]  # fmt: skip
    if any(holding.past for holding in account.holdings):
        found.append(
            say(lang, N_("Some data are kept longer than was decided: they are marked as due among the time limits."))
        )
    return found


def _security(c: Material) -> m.Bullets:
    return m.Bullets(id="security-list", items=tuple(m.span(text) for text in measures(c)))


def _outside(c: Material) -> list[m.Block]:
    """What Filao cannot know of security."""
    lang = c.language
    return [
        pieces.form(
            "outside",
            (
                (say(lang, N_("Disks encrypted, screens locked, who holds the computers")), ""),
                (say(lang, N_("Where backups are kept, and who holds their passphrase")), ""),
                (say(lang, N_("Undertakings of confidentiality, and training of the team")), ""),
            ),
            lang,
            caption=say(lang, N_("What the controller adds")),
        )
    ]


def _signed(c: Material) -> list[m.Block]:
    lang = c.language
    day = numbers.day(c.today.isoformat(), lang)
    return [
        m.Paragraph(
            id="as-of",
            inline=m.span(say(lang, N_("As of {day}. The record is renewed when the processing changes."), day=day)),
        ),
        *pieces.signatures(
            c, "signed", (say(lang, N_("For the controller: name, function, date")), say(lang, N_("Data protection officer: name, date")))
        ),
    ]  # fmt: skip
