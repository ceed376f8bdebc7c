"""The forms by which a meeting says what it makes of a list of items: to validate, to rate, to give points.

Each item is a screen of its own. The sector is asked and nothing else of the person: English, French, Kreol (draft).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from filao.core.forms import Choice, Form, Group, Item
from filao.core.register import Register
from filao.core.validation import POINTS, SCALE, Way
from filao.documents.words import asking
from filao.documents.words.asking import Text, item, labels, listed

SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class Asked:
    """An item as it is put to the meeting: its id, and its words (French and Kreol may be empty: the English stands)."""

    id: str
    text: str
    text_fr: str = ""

    @property
    def labels(self) -> dict[str, str]:
        french = self.text_fr or self.text
        return {"en": self.text, "fr": french, "mfe": french}


CONSENT: Mapping[Way, tuple[Text, ...]] = {
    "validation": (
        (
            "Each finding or recommendation is put to you once. Say whether it stands as it is. What fewer than three in four of those in the field take as it is, the meeting speaks of.",
            "Chaque constat ou recommandation vous est soumis une fois. Dites s’il peut rester tel quel. La réunion discute de ceux que moins de trois personnes sur quatre du domaine acceptent tels quels.",
            "Sak konsta ouswa rekomandasion vinn divan ou enn fwa. Dir si li kapav res koumsa. Reinion-la koz lor seki mwins ki trwa lor kat dimounn dan domenn-la aksepte koumsa.",
        ),
    ),
    "delphi": (
        (
            "Rate each item from 1 (lowest) to 9 (highest). You will see where the middle of the group lies, and may rate again.",
            "Notez chaque point de 1 (le plus bas) à 9 (le plus haut). Vous verrez où se situe le milieu du groupe et pourrez noter à nouveau.",
            "Donn sak pwin enn not ant 1 (pli ba) ek 9 (pli ot). Ou pou trouve kot milie group-la ete, ek ou kapav not ankor.",
        ),
    ),
    "priority": (
        (
            "Give each item points from 0 (can wait) to 100 (comes first).",
            "Donnez à chaque point de 0 (peut attendre) à 100 (vient en premier).",
            "Donn sak pwin ant 0 (kapav atann) ek 100 (vinn premie).",
        ),
    ),
}  # fmt: skip
_ALL: tuple[Text, ...] = (
    (
        "No name is asked. Results are shown for the group and by sector, never for one person. Taking part is your choice; any item may be left out.",
        "Aucun nom n’est demandé. Les résultats sont montrés pour le groupe et par secteur, jamais pour une personne. Participer est votre choix ; tout point peut être passé.",
        "Nou pa demann okenn non. Rezilta montre pou group-la ek par sekter, zame pou enn dimounn. Partisipe se ou swa; ou kapav les enn pwin vid.",
    ),
    (
        "Please write nothing about a victim or a case.",
        "N’écrivez rien d’une victime ou d’un dossier.",
        "Pa ekrir nanye lor enn viktim ouswa enn ka.",
    ),
)
SECTORS = listed(
    ("state", ("State body", "Organisme public", "Lorganism leta")),
    ("ngo", ("NGO or community group", "ONG ou groupe de la société civile", "ONG ouswa group sosiete sivil")),
    ("international", ("International organisation or embassy", "Organisation internationale ou ambassade", "Lorganizasion internasional ouswa lanbasad")),
    ("other", ("Other", "Autre", "Lot")),
)  # fmt: skip
_POSITIONS = listed(
    ("agree", ("Agree as it is", "D’accord tel quel", "Dakor koumsa")),
    ("change", ("Agree with a change", "D’accord avec un changement", "Dakor avek enn sanzman")),
    ("disagree", ("Disagree", "Pas d’accord", "Pa dakor")),
    ("not_mine", ("Not my field", "Pas mon domaine", "Pa mo domenn")),
)
_WHY: Text = (
    "What should change, or why not?",
    "Que faudrait-il changer, ou pourquoi pas ?",
    "Ki bizin sanze, ouswa kifer non?",
)
_NO_CASE: Text = ("No names and no case, please.", "Ni noms ni cas, s’il vous plaît.", "Pa met non ni enn ka.")
_WITHIN: Text = (
    "A whole number from 0 to 100.",
    "Un nombre entier de 0 à 100.",
    "Enn nomb antie ant 0 ek 100.",
)
_ITEM: Text = ("Item", "Point", "Pwin")
_PARTICIPANT: Text = ("You", "Vous", "Ou")


def question_of(number: int) -> str:
    """The variable of the item with this number, from 1."""
    return f"item_{number}"


def why_of(number: int) -> str:
    """The variable of what should change about it."""
    return f"why_{number}"


def form(register: Register, way: Way, form_id: str, title: str, items: Sequence[Asked], version: str) -> Form:
    """The form of a meeting: consent, the sector, a screen for each item, and whom to turn to."""
    choices: dict[str, tuple[Choice, ...]] = {
        "yes_no": asking.terms(register.vocabulary, "yes_no", ("yes", "no")), "sector": SECTORS,
        "position": _POSITIONS,
        "scale": tuple(Choice(str(n), {lang: str(n) for lang in ("en", "fr", "mfe")}) for n in range(SCALE[0], SCALE[1] + 1)),
    }  # fmt: skip
    about = item(
        SECTOR, "select_one", ("For which kind of body are you here?", "Pour quel type d’organisme êtes-vous ici ?", "Pou ki kalite lorganism ou la?"),
        choices="sector", required=True,
    )  # fmt: skip
    screens = [Group("block_you", labels(_PARTICIPANT), (about,), minutes=0, relevant=asking.IF_AGREED)]
    for number, one in enumerate(items, start=1):
        name = tuple(f"{word} {number} / {len(items)}" for word in _ITEM)
        screens.append(
            Group(
                f"block_{number}", labels((name[0], name[1], name[2])), tuple(_asked(way, number, one)), minutes=1,
                relevant=asking.IF_AGREED,
            )
        )  # fmt: skip
    used = {"validation": "position", "delphi": "scale"}.get(way, "")
    return Form(
        form_id, {"en": title, "fr": title, "mfe": title}, version,
        (asking.consent((*CONSENT[way], *_ALL), minutes=1), *screens, asking.cards(register, alone=True)),
        {code: rows for code, rows in choices.items() if code in ("yes_no", "sector", used)},
        purpose="survey", anonymous=True,
    )  # fmt: skip


def _asked(way: Way, number: int, one: Asked) -> list[Item]:
    name = question_of(number)
    if way == "validation":
        return [
            Item(name, "select_one", one.labels, choices="position"),
            item(
                why_of(number), "text", _WHY, hint=_NO_CASE, lines=3,
                relevant=f"${{{name}}} = 'change' or ${{{name}}} = 'disagree'",
            ),
        ]  # fmt: skip
    if way == "delphi":
        return [Item(name, "select_one", one.labels, choices="scale", appearance="likert")]
    return [Item(name, "integer", one.labels, constraint=f". >= 0 and . <= {POINTS}", message=labels(_WITHIN))]
