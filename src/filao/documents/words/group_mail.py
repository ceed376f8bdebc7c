"""What the working group writes to its members, in English, French and Kreol Morisien (draft).

A mail speaks to a post of a body, never to a person by name; what is behind its links is not repeated in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from filao.core.meetings import Action, Decision, Digest, GroupPaper, Meeting
from filao.documents.language import numbers

LANGUAGES = ("en", "fr", "mfe")
Words = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class To:
    """Whom a mail speaks to: the body by its name, the post of its seat holder ("" where none is kept), the language, and
    in whose name it is written."""

    body: str
    post: str
    language: str
    group: str


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and text of a mail."""

    subject: str
    text: str


_INVITED: Words = (
    "{group} invites you to its meeting {code}: {title}.",
    "{group} vous invite à sa réunion {code} : {title}.",
    "{group} invit ou dan so reinion {code}: {title}.",
)
_WHEN: Words = ("When: {when}", "Date : {when}", "Kan: {when}")
_WHERE: Words = ("Where: {place}", "Lieu : {place}", "Kotsa: {place}")
_AGENDA: Words = ("Agenda", "Ordre du jour", "Lord di zour")
_ATTACHED: Words = (
    "The calendar file is attached.", "Le fichier pour votre agenda est joint.", "Fisie pou ou kalandriye atase.",
)  # fmt: skip
_PAPERS: Words = (
    "Agenda and papers: {link}", "Ordre du jour et documents : {link}", "Lord di zour ek dokiman: {link}",
)  # fmt: skip
_MINUTES: Words = (
    "The minutes of the meeting {code}, {title}, of {day} are open for comments until {until}.",
    "Le procès-verbal de la réunion {code}, {title}, du {day} est soumis à vos commentaires jusqu’au {until}.",
    "Prose-verbal reinion {code}, {title}, {day} ouver pou ou bann komanter ziska {until}.",
)
_COMMENT: Words = (
    "Papers, minutes and the place for your comments: {link}",
    "Documents, procès-verbal et place pour vos commentaires : {link}",
    "Dokiman, prose-verbal ek plas pou ou bann komanter: {link}",
)
_ASKED: Words = (
    "{group} asks whether you object to this decision, {code}:",
    "{group} vous demande si vous avez une objection à la décision {code} :",
    "{group} demann ou si ou ena enn obzeksion kont desizion {code}:",
)
_SILENCE: Words = (
    "Last day: {day}. Silence until then is consent; an objection needs its reason.",
    "Dernier jour : {day}. Le silence jusque-là vaut accord ; une objection doit être motivée.",
    "Dernie zour: {day}. Si ou pa dir nanye ziska lerla, sa vedir ou dakor; enn obzeksion bizin so rezon.",
)
_FILE: Words = ("File: {paper}", "Fichier : {paper}", "Fisie: {paper}")
_ANSWER: Words = ("Your answer: {link}", "Votre réponse : {link}", "Ou repons: {link}")
_NOT_YET: Words = (
    "No answer of your body has come yet.", "Aucune réponse de votre organisme n’est encore venue.",
    "Okenn repons ou linstitision pa finn vini ankor.",
)  # fmt: skip
_UNDERTOOK: Words = (
    "At the meeting {code} your body undertook {number}: {text}",
    "À la réunion {code}, votre organisme s’est engagé à l’action {number} : {text}",
    "Dan reinion {code}, ou linstitision finn angaze pou aksion {number}: {text}",
)
_DUE: Words = ("Due on {day}.", "Échéance : {day}.", "Bizin fini le {day}.")
_REPORT: Words = ("Report on it: {link}", "En rendre compte : {link}", "Fer enn rapor: {link}")
_PAPER: Words = (
    "{group} sends you a paper: {title}, version {number} of {day}.",
    "{group} vous envoie un document : {title}, version {number} du {day}.",
    "{group} avoy ou enn dokiman: {title}, version {number}, {day}.",
)
_FOR_COMMENT: Words = (
    "It is sent for your comments.", "Il est soumis à vos commentaires.", "Li pou gagn ou bann komanter.",
)  # fmt: skip
_READ: Words = ("Read it: {link}", "Le lire : {link}", "Lir li: {link}")
_LINK: Words = (
    "A link is for your body alone. It opens in the first browser that confirms it and in no other; do not forward it.",
    "Un lien est destiné à votre seul organisme. Il s’ouvre dans le premier navigateur qui le confirme et dans aucun autre ; ne le transférez pas.",
    "Enn lien li zis pou ou linstitision. Li ouver dan premie navigater ki konfirm li ek dan okenn lot; pa avoy li ar lezot.",
)
_WEEK: Words = (
    "What lies ahead of your body in the working group:",
    "Ce qui attend votre organisme au groupe de travail :",
    "Seki pe atann ou linstitision dan group travay:",
)
_PARTS: dict[str, Words] = {
    "meetings": ("Meetings ahead", "Réunions à venir", "Bann reinion ki pe vini"),
    "minutes": ("Minutes open for comments", "Procès-verbaux soumis à commentaires", "Prose-verbal ouver pou komanter"),
    "asked": (
        "No-objections that wait for your answer; silence is consent",
        "Non-objections en attente de votre réponse ; le silence vaut accord",
        "Non-obzeksion ki pe atann ou repons; silans vedir dakor",
    ),
    "actions": ("Your open actions", "Vos actions en cours", "Ou bann aksion ki pankor fini"),
}
_UNTIL: Words = ("until {day}", "jusqu’au {day}", "ziska {day}")
_DUE_ON: Words = ("due on {day}", "échéance le {day}", "bizin fini le {day}")
_LATE: Words = ("overdue since {day}", "en retard depuis le {day}", "an retar depi {day}")
_SECRETARIAT: Words = ("Secretariat, {group}", "Secrétariat, {group}", "Sekretaria, {group}")
_SUBJECTS: dict[str, Words] = {
    "invitation": ("Invitation: {title}, {day}", "Invitation : {title}, {day}", "Linvitasion: {title}, {day}"),
    "minutes": (
        "Minutes for comments until {until}: {title}", "Procès-verbal à commenter jusqu’au {until} : {title}",
        "Prose-verbal pou komanter ziska {until}: {title}",
    ),
    "decision": (
        "No objection by {day}? {code}", "Non-objection avant le {day} : {code}", "Non-obzeksion ziska {day}: {code}",
    ),
    "soon": (
        "Reminder, answer by {day}: {code}", "Rappel, réponse avant le {day} : {code}", "Rapel, repons ziska {day}: {code}",
    ),
    "last": (
        "Last day today: {code}", "Dernier jour aujourd’hui : {code}", "Dernie zour zordi: {code}",
    ),
    "action": ("Action of your body: {number}", "Action de votre organisme : {number}", "Aksion ou linstitision: {number}"),
    "paper": ("Paper of the group: {title}", "Document du groupe : {title}", "Dokiman group: {title}"),
    "digest": ("{group}: your week from {day}", "{group} : votre semaine du {day}", "{group}: ou lasemenn depi {day}"),
}  # fmt: skip


def _say(words: Words, language: str, **values: object) -> str:
    text = words[LANGUAGES.index(language) if language in LANGUAGES else 0]
    return text.format(**values) if values else text


def _day(day: date | None, language: str) -> str:
    return numbers.day(day.isoformat(), language) if day else ""


def _mail(to: To, kind: str, parts: Sequence[str], *, links: bool, **values: object) -> Mail:
    """The parts between whom it is for and whose name it is written in."""
    whom = f"{to.post}\n{to.body}" if to.post else to.body
    foot = [_say(_LINK, to.language)] if links else []
    signed = _say(_SECRETARIAT, to.language, group=to.group)
    text = "\n\n".join(part for part in (whom, *parts, *foot, signed) if part)
    return Mail(_say(_SUBJECTS[kind], to.language, **values), f"{text}\n")


def _behind(words: Words, link: str, language: str) -> str:
    return _say(words, language, link=link) if link else ""


def _when(meeting: Meeting, language: str) -> str:
    return f"{_day(meeting.on, language)}{f', {meeting.at}' if meeting.at else ''}"


def invitation(to: To, meeting: Meeting, link: str = "") -> Mail:
    """To a meeting, with its agenda; the calendar file goes with it."""
    lang = to.language
    where = [_say(_WHEN, lang, when=_when(meeting, lang))]
    where += [_say(_WHERE, lang, place=meeting.place)] if meeting.place else []
    agenda = (
        "\n".join([_say(_AGENDA, lang), *(f"{i.position}. {i.title}" for i in meeting.items)]) if meeting.items else ""
    )
    parts = (
        _say(_INVITED, lang, group=to.group, code=meeting.code, title=meeting.title), "\n".join(where), agenda,
        _behind(_PAPERS, link, lang), _say(_ATTACHED, lang),
    )  # fmt: skip
    return _mail(to, "invitation", parts, links=bool(link), title=meeting.title, day=_day(meeting.on, lang))


def minutes(to: To, meeting: Meeting, link: str = "") -> Mail:
    """Minutes that are open for comments."""
    lang, until = to.language, _day(meeting.comments_until, to.language)
    said = _say(_MINUTES, lang, code=meeting.code, title=meeting.title, day=_day(meeting.on, lang), until=until)
    parts = (said, _behind(_COMMENT, link, lang))
    return _mail(to, "minutes", parts, links=bool(link), title=meeting.title, until=until)


def decision(
    to: To, asked: Decision, paper: str, link: str = "", reminder: Literal["", "soon", "last"] = ""
) -> Mail:  # fmt: skip
    """A no-objection, asked for the first time or once more."""
    lang, day = to.language, _day(asked.until, to.language)
    parts = (
        _say(_NOT_YET, lang) if reminder else "", _say(_ASKED, lang, group=to.group, code=asked.code), asked.wording,
        f"{_say(_FILE, lang, paper=paper)}\nSHA-256 {asked.paper}", _say(_SILENCE, lang, day=day),
        _behind(_ANSWER, link, lang),
    )  # fmt: skip
    return _mail(to, reminder or "decision", parts, links=bool(link), code=asked.code, day=day)


def action(to: To, duty: Action, link: str = "") -> Mail:
    """What the body undertook."""
    lang = to.language
    parts = (
        _say(_UNDERTOOK, lang, code=duty.meeting, number=duty.code, text=duty.text),
        _say(_DUE, lang, day=_day(duty.due, lang)), _behind(_REPORT, link, lang),
    )  # fmt: skip
    return _mail(to, "action", parts, links=bool(link), number=duty.code)


def paper(to: To, sent: GroupPaper, link: str = "") -> Mail:
    """A paper of the group."""
    lang, version = to.language, sent.current
    parts = (
        _say(_PAPER, lang, group=to.group, title=sent.title, number=version.number, day=_day(version.on, lang)),
        _say(_FOR_COMMENT, lang) if sent.status == "comments" else "", _behind(_READ, link, lang),
    )  # fmt: skip
    return _mail(to, "paper", parts, links=bool(link), title=sent.title)


def digest(to: To, told: Digest, links: Mapping[str, str], today: date) -> Mail:
    """The week of a body. `links` are by the id of the thing."""
    lang = to.language
    meetings = [
        (", ".join(filter(None, (m.title, _when(m, lang), m.place))), links.get(m.id, "")) for m in told.meetings
    ]
    open_ = [
        (f"{m.title}, {_say(_UNTIL, lang, day=_day(m.comments_until, lang))}", links.get(m.id, ""))
        for m in told.minutes
    ]
    asked = [
        (f"{d.code} {d.wording} ({_say(_UNTIL, lang, day=_day(d.until, lang))})", links.get(d.id, ""))
        for d in told.to_answer
    ]
    duties = [
        (
            f"{a.code} {a.text} ({_say(_LATE if a.due < today else _DUE_ON, lang, day=_day(a.due, lang))})",
            links.get(a.id, ""),
        )
        for a in told.actions
    ]
    rows = {"meetings": meetings, "minutes": open_, "asked": asked, "actions": duties}
    parts = [_say(_WEEK, lang)]
    for name, lines in rows.items():
        if lines:
            told_ = [f"- {text}" + (f"\n  {link}" if link else "") for text, link in lines]
            parts.append("\n".join([_say(_PARTS[name], lang), *told_]))
    return _mail(to, "digest", parts, links=bool(links), group=to.group, day=_day(today, lang))
