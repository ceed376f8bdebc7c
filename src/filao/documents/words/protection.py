"""Kinds of personal data, their rules and the law in words: what the app and the documents say of them."""

from __future__ import annotations

from typing import NamedTuple

from filao.core.protection import Holding, Law, PersonalData, Rule
from filao.documents.language import N_, numbers, say, say_n


class Words(NamedTuple):
    """A kind's name, what it holds, and what it is kept for."""

    name: str
    holds: str
    purpose: str


KINDS: dict[str, Words] = {
    "contacts": Words(
        N_("Contacts"),
        N_("Function, e-mail address, telephone and a note for each official through whom a body is reached"),
        N_("To fix meetings, and to send letters and sheets for checking"),
    ),
    "seat_holders": Words(
        N_("Seat holders of the working group"),
        N_(
            "Post, days of appointment and language of each seat holder and alternate; name, function e-mail and telephone while the seat is held"
        ),
        N_("To invite members to meetings, and to send them papers, minutes and what they are asked to answer"),
    ),
    "meetings": Words(
        N_("People met"),
        N_(
            "Function and sex of the person met, the day to call again, where the meeting is, and which posts of the team go"
        ),
        N_("To plan meetings, to show which functions were heard, and to call again"),
    ),
    "words": Words(
        N_("Words of meetings"),
        N_("What a person said in a meeting, as it was noted"),
        N_("To check what the register says, and as the ground of findings"),
    ),
    "answers": Words(
        N_("Answers to questionnaires"),
        N_("Answers as they came in; the choices, numbers and dates read from them; what the person agreed to"),
        N_("Statistics and findings of the engagement"),
    ),
    "answer_files": Words(
        N_("Files of answers from other tools"),
        N_("Exports of KoboToolbox, ODK Central and others as they came, with the answers they hold"),
        N_("To show what was taken from them, and to take it again where something went wrong"),
    ),
    "attachments": Words(
        N_("Files of answers"),
        N_("Recordings, pictures and signatures that came with answers"),
        N_("To complete and to check the answers they belong to"),
    ),
    "invitations": Words(
        N_("Invitations"),
        N_("Whom a questionnaire was sent to, the segment the person is counted in, and whether an answer came"),
        N_("To send reminders, and to tell response rates"),
    ),
    "collectors": Words(
        N_("Those who collect"),
        N_("The label of the device or person that may send answers"),
        N_("To let a device send answers, and to stop it"),
    ),
    "drafts": Words(
        N_("Half-filled questionnaires"),
        N_("What a person has filled in and not yet sent"),
        N_("To let the person go on later"),
    ),
    "quarantine": Words(
        N_("Answers put aside"),
        N_("What came in and could not be taken as an answer"),
        N_("So that nothing sent is lost before a person has decided on it"),
    ),
    "uploads": Words(
        N_("Files that wait for their import"),
        N_("Files as they were uploaded, with the name of whoever uploaded them"),
        N_("To show what an import would do before it is done"),
    ),
    "returned_drafts": Words(
        N_("Drafts that came back"),
        N_(
            "Comments and changes of a Word file that was read and waits for a decision; the body it came from, no author"
        ),
        N_("To show what a file holds before its comments are taken in"),
    ),
    "comments": Words(
        N_("Comments on drafts"),
        N_("The institution that a comment came from, or the person where one was written"),
        N_("To answer comments, and to show what became of them"),
    ),
    "authors": Words(
        N_("Authors of texts"),
        N_("Names of people of the team beside the sections that they wrote"),
        N_("To know who answers for a text"),
    ),
    "accounts": Words(
        N_("Accounts"),
        N_("Name, e-mail address and the means to sign in"),
        N_("To let in those who hold a role, and nobody else"),
    ),
    "offers": Words(
        N_("Accounts offered"),
        N_("E-mail address, name and role of whoever was invited to work in the workspace"),
        N_("To let the invited person set up an account"),
    ),
    "links": Words(
        N_("Signed links"),
        N_("For whom a link was made, by whom and for what; the link itself is kept as a hash"),
        N_("To let one person open one page, and to take it back"),
    ),
    "journal": Words(
        N_("Journal of acts"),
        N_("Who did what, when and why; decisions on retention, requests, destructions and breaches"),
        N_("To answer for what was done"),
    ),
}

SUBJECTS = {
    "officials": N_("Officials and staff of bodies"),
    "respondents": N_("People who answer a questionnaire"),
    "invited": N_("People who are invited to answer"),
    "collectors": N_("People who collect answers"),
    "team": N_("People who work in Filao"),
    "commenters": N_("People who comment on drafts"),
    "anyone": N_("Whoever is named in an uploaded file"),
}

BASIS = {
    "consent": N_("Consent of the person"),
    "public_task": N_("Task carried out in the public interest"),
    "accountability": N_("Security of the processing and duty to account for it"),
}

METHODS = {
    "key": N_("The key that closed the words of the engagement was destroyed in the database."),
    "rows": N_("The rows were deleted from the database, or emptied of the data listed."),
    "files": N_("The files that belonged to them were deleted."),
    "pages": N_("The database was written anew, so that no free page and no log of it keeps what was deleted."),
    "copies": N_("The copies of the database that upgrades had left beside it were deleted."),
}

_SINCE = {
    "renewed": N_("{n} days after it was last changed"),
    "received": N_("{n} days after it came in"),
    "ended": N_("{n} days after it expired or was revoked"),
    "left": N_("{n} days after the person has left and last signed in"),
}


def kind(code: str, lang: str) -> str:
    """The name of a kind."""
    return say(lang, KINDS[code].name)


def kinds(codes: tuple[str, ...], lang: str) -> str:
    """The names of several kinds, as a list."""
    return ", ".join(numbers.first_small(kind(code, lang)) for code in codes if code in KINDS)


def subjects(about: PersonalData, lang: str) -> str:
    return ", ".join(say(lang, SUBJECTS[code]) for code in about.subjects)


def kept_as(about: PersonalData, lang: str) -> str:
    """In what form a kind is kept."""
    if about.code == "drafts":
        return say(lang, N_("Encrypted; only the link of the person who answers opens it"))
    if about.closed:
        return say(lang, N_("Encrypted under a key of the engagement or of the workspace"))
    return say(lang, N_("In clear, in the database or as files"))


def rule(found: Rule, lang: str, days: int = 0) -> str:
    """How long a kind is kept; `days` stands in the place of the rule's own number."""
    if found.months:
        return say_n(lang, "{n} month after the engagement ends", "{n} months after the engagement ends", found.months)
    if found.days:
        return say(lang, _SINCE[found.since], n=days or found.days)
    return say(lang, N_("As long as the workspace"))


def until(holding: Holding, lang: str) -> str:
    """Until when a holding is kept: the day, or the rule where there is no day yet or each row has its own."""
    if holding.kind.rule.months and holding.until:
        return numbers.day(holding.until.isoformat(), lang)
    return rule(holding.kind.rule, lang, holding.days)


def law_name(law: Law, lang: str) -> str:
    """The law's name, or a place to write it."""
    return law.name or say(lang, N_("[law of the country on data protection]"))


def section(law: Law, duty: str, lang: str) -> str:
    """Where a duty stands: "section 33 of the Data Protection Act 2017", or places to fill in."""
    number = law.sections.get(duty) or say(lang, N_("[section]"))
    return say(lang, N_("section {number} of the {law}"), number=number, law=law_name(law, lang))


def authority(law: Law, lang: str) -> str:
    return law.office or say(lang, N_("[authority for data protection]"))


def moment(at: object, lang: str) -> str:
    """A moment as day and time."""
    text = str(at)
    return say(lang, N_("{day} at {time}"), day=numbers.day(text[:10], lang), time=text[11:16])


def by_when(holding: Holding, lang: str) -> str:
    """The retention of a holding with what people decided."""
    told = until(holding, lang)
    if holding.decision:
        return say(lang, N_("{until} (decided on {day}: {reason})"), until=told,
                   day=numbers.day(holding.decision.on.isoformat(), lang), reason=holding.decision.reason.rstrip("."))  # fmt: skip
    return told
