"""What invitations and reminders say, in English, French and Kreol Morisien (draft): as mail and as a short message.

No text says who the person is or what was answered: a message may be read by others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["invitation", "reminder", "last"]
LANGUAGES = ("en", "fr", "mfe")

_SUBJECTS: dict[Kind, tuple[str, str, str]] = {
    "invitation": ("Invitation: {title}", "Invitation : {title}", "Linvitasion: {title}"),
    "reminder": ("Reminder: {title}", "Rappel : {title}", "Rapel: {title}"),
    "last": ("Last days: {title}", "Derniers jours : {title}", "Dernie zour: {title}"),
}
_OPENINGS: dict[Kind, tuple[str, str, str]] = {
    "invitation": (
        "{client} asks you to answer a questionnaire: {title}. It takes about {minutes} minutes.",
        "{client} vous invite à répondre à un questionnaire : {title}. Comptez environ {minutes} minutes.",
        "{client} demann ou reponn enn kestioner: {title}. Li pran apepre {minutes} minit.",
    ),
    "reminder": (
        "Some time ago you received an invitation to answer a questionnaire: {title}. No answer has come by your link yet. It takes about {minutes} minutes.",
        "Vous avez reçu une invitation à répondre à un questionnaire : {title}. Aucune réponse n’est encore venue par votre lien. Comptez environ {minutes} minutes.",
        "Ou finn gagn enn linvitasion pou reponn enn kestioner: {title}. Ziska ler okenn repons pa finn vini par ou lien. Li pran apepre {minutes} minit.",
    ),
    "last": (
        "The questionnaire {title} closes soon, and no answer has come by your link. It takes about {minutes} minutes. We shall not write again.",
        "Le questionnaire {title} sera bientôt clos, et aucune réponse n’est venue par votre lien. Comptez environ {minutes} minutes. Nous ne vous écrirons plus.",
        "Kestioner {title} pou ferme biento, ek okenn repons pa finn vini par ou lien. Li pran apepre {minutes} minit. Nou pa pou ekrir ou ankor.",
    ),
}
_LINK = (
    "Your link, which opens once and is yours alone: {link}",
    "Votre lien, personnel et valable une seule fois : {link}",
    "Ou lien, ki pou ou tousel ek ki servi enn sel fwa: {link}",
)
_UNTIL = (
    "You can answer until {day}, on a phone or a computer, and stop and go on later.",
    "Vous pouvez répondre jusqu’au {day}, sur un téléphone ou un ordinateur, et vous arrêter puis reprendre.",
    "Ou kapav reponn ziska {day}, lor telefonn ouswa lor ordinater, aret ek kontinie plitar.",
)
_WHENEVER = (
    "You can answer on a phone or a computer, and stop and go on later.",
    "Vous pouvez répondre sur un téléphone ou un ordinateur, et vous arrêter puis reprendre.",
    "Ou kapav reponn lor telefonn ouswa lor ordinater, aret ek kontinie plitar.",
)
_FREE = (
    "Taking part is your choice. You may say no on the first page; then no reminder comes.",
    "Vous êtes libre de participer. Vous pouvez dire non sur la première page : aucun rappel ne suivra.",
    "Partisipe li ou swa. Ou kapav dir non lor premie paz: lerla okenn rapel pa pou vini.",
)
_BLIND = (
    "We can see that your link was used, so that we do not remind you; nobody can see which answers are yours.",
    "Nous voyons que votre lien a servi, pour ne plus vous relancer ; personne ne peut voir quelles réponses sont les vôtres.",
    "Nou kapav trouve ki ou lien finn servi, pou pa rapel ou; personn pa kapav trouve ki repons ki pou ou.",
)
_NAMED = (
    "Your answers are read together with the name of your institution by the team alone.",
    "Vos réponses sont lues avec le nom de votre institution par l’équipe seule.",
    "Zis lekip lir ou bann repons ansam avek nom ou linstitision.",
)
_SHORT: dict[Kind, tuple[str, str, str]] = {
    "invitation": ("{title}: please answer by {link}", "{title} : merci de répondre par {link}", "{title}: reponn par {link}"),
    "reminder": (
        "{title}: a reminder, please answer by {link}", "{title} : rappel, merci de répondre par {link}",
        "{title}: rapel, reponn par {link}",
    ),
    "last": (
        "{title}: it closes soon, please answer by {link}", "{title} : bientôt clos, merci de répondre par {link}",
        "{title}: pou ferme biento, reponn par {link}",
    ),
}  # fmt: skip
_SIMULATED = (
    "SIMULATED: this is a rehearsal, not a real survey.",
    "SIMULATION : ceci est une répétition, pas une vraie enquête.",
    "SIMILASION: se enn repetision, pa enn vre lanket.",
)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a message speaks of; `day` is the last one, written out, "" where there is none."""

    title: str
    client: str
    minutes: int
    blind: bool
    day: str = ""
    simulated: bool = False


def subject(kind: Kind, asking: Asking, language: str) -> str:
    text = _SUBJECTS[kind][_place(language)].format(title=asking.title)
    return f"{_SIMULATED[_place(language)]} {text}" if asking.simulated else text


def paragraphs(kind: Kind, asking: Asking, language: str, link: str) -> tuple[str, ...]:
    """The text of a mail or letter, paragraph by paragraph."""
    place = _place(language)
    said = {"title": asking.title, "client": asking.client, "minutes": asking.minutes}
    return (
        *((_SIMULATED[place],) if asking.simulated else ()),
        _OPENINGS[kind][place].format(**said),
        _LINK[place].format(link=link),
        _UNTIL[place].format(day=asking.day) if asking.day else _WHENEVER[place],
        _FREE[place],
        (_BLIND if asking.blind else _NAMED)[place],
    )


def mail(kind: Kind, asking: Asking, language: str, link: str) -> str:
    return "\n\n".join(paragraphs(kind, asking, language, link))


def message(kind: Kind, asking: Asking, language: str, link: str) -> str:
    """A text for a telephone: as short as the title allows."""
    place = _place(language)
    text = _SHORT[kind][place].format(title=asking.title, link=link)
    return f"{_SIMULATED[place]} {text}" if asking.simulated else text


def _place(language: str) -> int:
    return LANGUAGES.index(language) if language in LANGUAGES else 0
