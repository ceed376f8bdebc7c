"""What a body asked in a round of comments is written: the invitation and the reminder, in English and French.

A letter names bodies, a draft and a day; never a person.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["invitation", "reminder"]
KINDS: tuple[Kind, ...] = ("invitation", "reminder")
LANGUAGES = ("en", "fr")

_SUBJECTS: dict[Kind, tuple[str, str]] = {
    "invitation": ("Comments by {day}: {title}, {version}", "Observations au plus tard le {day} : {title}, {version}"),
    "reminder": ("Reminder, comments by {day}: {title}", "Rappel, observations au plus tard le {day} : {title}"),
}
_GREETING = ("To {body}", "À l’attention de : {body}")
_OPENINGS: dict[Kind, tuple[str, str]] = {
    "invitation": (
        "{client} asks your institution for its comments on {version} of “{title}”. Comments that arrive by {day} are answered one by one.",
        "{client} sollicite les observations de votre institution sur le document « {title} » ({version}). Chaque observation reçue au plus tard le {day} recevra une réponse.",
    ),
    "reminder": (
        "{client} has asked your institution for its comments on {version} of “{title}”. None has come yet. The last day is {day}.",
        "{client} a sollicité les observations de votre institution sur le document « {title} » ({version}). Aucune n’est encore parvenue. Le dernier jour est le {day}.",
    ),
}
_LINK = (
    "Your institution’s page opens without an account, in the first browser that confirms it: {link}",
    "La page de votre institution s’ouvre sans compte, dans le premier navigateur qui la confirme : {link}",
)
_ON_IT = (
    "There you read the draft paragraph by paragraph, comment where you wish, propose other words, and take the draft as PDF or Word file. If your institution has no comments, one button says so.",
    "Vous y lisez le projet paragraphe par paragraphe, commentez où vous le souhaitez, proposez une autre rédaction, et y prenez le projet au format PDF ou Word. Si votre institution n’a pas d’observations, un bouton suffit à le dire.",
)
_BY_FILE = (
    "The draft is attached as a Word file. Write comments in it, or change its text with tracked changes, and send it back as DOCX. If your institution has no comments, a line saying so is enough.",
    "Le projet est joint au format Word. Portez-y vos commentaires, ou modifiez le texte en suivi des modifications, et renvoyez-le au format DOCX. Si votre institution n’a pas d’observations, une ligne suffit à le dire.",
)
_NAMES = (
    "Comments stand under the name of your institution, not of a person. Name no person and tell no case.",
    "Les observations figurent sous le nom de votre institution et non d’une personne. Ne nommez personne et ne relatez aucun cas.",
)


@dataclass(frozen=True, slots=True)
class About:
    """What a letter speaks of; `day` is written out."""

    client: str
    title: str
    version: str
    day: str


def subject(kind: Kind, about: About, language: str) -> str:
    return _SUBJECTS[kind][_place(language)].format(title=about.title, version=about.version, day=about.day)


def paragraphs(kind: Kind, about: About, language: str, body: str, link: str) -> tuple[str, ...]:
    """The letter to one body; without `link` it speaks of the Word file."""
    place = _place(language)
    how = (_LINK[place].format(link=link), _ON_IT[place]) if link else (_BY_FILE[place],)
    opening = _OPENINGS[kind][place].format(
        client=about.client, title=about.title, version=about.version, day=about.day
    )
    return (_GREETING[place].format(body=body), opening, *how, _NAMES[place])


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else 0
