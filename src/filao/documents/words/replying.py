"""What is written to a body that is asked for its reply to a finding: the request, and the reminder."""

from __future__ import annotations

from typing import Literal

from filao.documents.language import N_, numbers, say

Kind = Literal["request", "reminder"]
LANGUAGES = ("en", "fr")

FIGURES = {
    "ties": N_("Ties of your body on record"),
    "referrals": N_("Referrals among them"),
    "actions": N_("Actions of your body on record"),
    "sources": N_("Sources that speak of your body"),
}
"""Figures about a body, by their codes."""

_SUBJECTS: dict[Kind, str] = {
    "request": N_("Your reply to a finding before it is published: {title}"),
    "reminder": N_("Reminder: your reply to a finding before it is published: {title}"),
}
_OPENINGS: dict[Kind, str] = {
    "request": N_(
        "A finding of the document “{title}” names your body. Before it is published we ask you to read it and to reply. "
        "Your reply will be printed beside the finding, in your words."
    ),
    "reminder": N_(
        "We asked you for your reply to a finding of the document “{title}” that names your body, and none has come yet. "
        "Your reply will be printed beside the finding, in your words."
    ),
}


def letter(kind: Kind, language: str, title: str, due: str, link: str = "") -> str:
    """The text of a message, its subject in the first line; `due` is an ISO day, `link` the address where there is one."""
    day = numbers.day(due, language)
    lines = [say(language, _SUBJECTS[kind], title=title), "", say(language, _OPENINGS[kind], title=title)]
    if link:
        lines += ["", say(language, N_("Your link, which opens in one browser alone: {link}"), link=link)]
    lines += [
        "",
        say(
            language,
            N_("You can reply until {day}. Without a reply the report says: asked, no reply by {day}."),
            day=day,
        ),
        say(language, N_("Write no name of a person and nothing about a case.")),
    ]
    return "\n".join(lines)
