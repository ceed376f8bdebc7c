"""Words and blocks that every instrument of Filao shares: consent, recording, stop script, disclosure card, and lists.

English, French and Kreol Morisien (draft). Contacts are those that the register documents; others stay slots to fill in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from filao.core.forms import Choice, Group, Item
from filao.core.forms.authored import ItemType
from filao.core.register import Register
from filao.core.vocabulary import Vocabulary

Text = tuple[str, str, str]
"""English, French, Kreol (draft)."""

BODIES = "organisations.csv"
"""The roster of bodies, which goes beside a form as a file: names are picked, not typed, so that ties come out clean."""

STOP: tuple[Text, ...] = (
    (
        "May I stop you here? What you are about to tell concerns a person. We must not hear it, and it must not be written down.",
        "Puis-je vous arrêter ici ? Ce que vous allez dire concerne une personne. Nous ne devons pas l’entendre, et cela ne doit pas être écrit.",
        "Eski mo kapav aret ou la? Seki ou pe al dir konsern enn dimounn. Nou pa bizin tann li, ek li pa bizin ekrir.",
    ),
    (
        "If the person is in danger now, here is whom to call. I strike out the last note; shall we go on with how your service works?",
        "Si la personne est en danger maintenant, voici qui appeler. Je raye la dernière note ; reprenons-nous sur le fonctionnement de votre service ?",
        "Si dimounn-la an danze asterla, ala kisannla pou telefone. Mo bar dernie not; eski nou kontinie lor kouma ou servis marse?",
    ),
)

STOP_WRITING: Text = (
    "Stop before you write of a person. If somebody is in danger now, call a number below; do not tell it here: nobody reads these answers in time to help.",
    "Arrêtez-vous avant d’écrire sur une personne. Si quelqu’un est en danger maintenant, appelez un numéro ci-dessous ; ne le racontez pas ici : personne ne lit ces réponses à temps pour aider.",
    "Aret avan ekrir lor enn dimounn. Si kikenn an danze asterla, telefonn enn nimero anba; pa rakont li isi: personn pa lir sa bann repons-la a tan pou ede.",
)
"""The stop script of an instrument that people fill in alone."""

DISCLOSURE: tuple[Text, ...] = (
    (
        "Someone tells of a person in danger: do not ask on, do not promise, do not write it down. Give the contacts on this card and call your supervisor the same day.",
        "Quelqu’un parle d’une personne en danger : ne questionnez pas, ne promettez rien, n’écrivez rien. Donnez les contacts de cette carte et appelez votre responsable le jour même.",
        "Si enn dimounn dir ou ki kikenn an danze: pa poz plis kestion, pa fer promes, pa ekrir nanye. Donn kontak ki lor kart-la ek telefonn ou responsab mem zour.",
    ),
    (
        "Someone reports misconduct of a member of the team, of an aid worker or an official: take no details, hand over the reporting channel of the client, and tell your supervisor that you did.",
        "Quelqu’un signale une faute d’un membre de l’équipe, d’un intervenant ou d’un agent : ne prenez pas de détails, remettez la voie de signalement du client et dites à votre responsable que vous l’avez fait.",
        "Si enn dimounn raport enn move kondwit: pa pran detay, donn li sime pou fer raport, ek dir ou responsab ki ou finn fer li.",
    ),
)

DISCLOSURE_ALONE: tuple[Text, ...] = (
    (
        "If you know of a person in danger: do not investigate yourself. Tell the body below that receives reports, and your supervisor.",
        "Si vous savez une personne en danger : n’enquêtez pas vous-même. Prévenez l’organisme ci-dessous qui reçoit les signalements, et votre responsable.",
        "Si ou kone ki enn dimounn an danze: pa fer lanket ou mem. Dir bann ki anba ki resevwar rapor, ek ou responsab.",
    ),
    (
        "If you want to report misconduct of an official, an aid worker or a member of this team, use the reporting channel below, not this form.",
        "Pour signaler une faute d’un agent, d’un intervenant ou d’un membre de cette équipe, utilisez la voie de signalement ci-dessous, pas ce formulaire.",
        "Si ou anvi raport enn move kondwit enn zofisie, enn dimounn ki ede ouswa enn manb sa lekip-la, servi sime ki anba, pa sa form-la.",
    ),
)
"""The disclosure card of an instrument that people fill in alone."""

TO_FILL_IN: Text = (
    "[to be filled in before use: emergency number, identifying body, children's line, reporting channel]",
    "[à remplir avant usage : numéro d’urgence, autorité d’identification, ligne enfance, voie de signalement]",
    "[pou ranpli avan servi: nimero irzans, lotorite idantifikasion, lign zanfan, sime pou raport]",
)
"""What stands in a form for the numbers that the register does not document; the gate asks for them."""

WRITE_IN: Text = (
    "To be filled in before the first interview: emergency number, identifying body, children's line, reporting channel.",
    "À remplir avant le premier entretien : numéro d’urgence, autorité d’identification, ligne enfance, voie de signalement.",
    "Pou ranpli avan premie lantretien: nimero irzans, lotorite idantifikasion, lign zanfan, sime pou raport.",
)
_ON_RECORD: Text = (
    "On record: {lines}. Check each number before use.",
    "Au registre : {lines}. Vérifiez chaque numéro avant usage.",
    "Dan rezis: {lines}. Verifie sak nimero avan servi li.",
)
_CARDS: Text = ("Stop script and disclosure card", "Script d’arrêt et carte de divulgation", "Script pou arete ek kart")
_NEEDED: Text = (
    "An answer is needed to go on.",
    "Une réponse est nécessaire pour continuer.",
    "Bizin enn repons pou kontinie.",
)
_NOT_NEGATIVE: Text = (
    "Write a whole number, 0 or more.",
    "Écrivez un nombre entier, 0 ou plus.",
    "Ekrir enn sif antie, 0 ouswa plis.",
)
_AGREE: Text = ("Do you agree to take part?", "Acceptez-vous de participer ?", "Eski ou dakor pou partisipe?")
_RECORD: Text = (
    "May we record the sound? The recording is locked, heard by the team alone, and destroyed once the notes are checked.",
    "Pouvons-nous enregistrer le son ? L’enregistrement est verrouillé, écouté par l’équipe seule, et détruit une fois les notes vérifiées.",
    "Eski nou kapav anrezistre son? Lanrezistreman-la ferme, zis lekip tann li, ek nou detrir li kan nou finn verifie bann not.",
)
_RECORDING: Text = ("Recording", "Enregistrement", "Lanrezistreman")
_THANKS: Text = (
    "Thank you. Nothing more is asked.",
    "Merci. Rien de plus n’est demandé.",
    "Mersi. Nou pa pe demann lezot zafer.",
)

IF_AGREED = "${consent} = 'yes'"
IF_RECORDED = "${recording_agreed} = 'yes'"


def labels(text: Text) -> dict[str, str]:
    return {lang: part for lang, part in zip(("en", "fr", "mfe"), text, strict=True) if part}


def item(
    name: str, kind: ItemType, text: Text, *, hint: Text | None = None, probe: Text | None = None, **more: Any
) -> Item:
    """A question from its three labels; `probe` is guidance for the person who asks."""
    return Item(
        name,
        kind,
        labels(text),
        labels(hint) if hint else {},
        guidance=labels(probe) if probe else {},
        required_message=labels(_NEEDED) if more.get("required") else {},
        **more,
    )


def count(name: str, text: Text, most: int, *, hint: Text | None = None, **more: Any) -> Item:
    """A question for how many: a whole number from 0 up to a bound that no true answer passes."""
    limit = (
        f"{_NOT_NEGATIVE[0][:-1]}, at most {most}.",
        f"{_NOT_NEGATIVE[1][:-1]}, {most} au plus.",
        f"{_NOT_NEGATIVE[2][:-1]}, pa plis ki {most}.",
    )
    bounds = f". >= 0 and . <= {most}"
    return replace(item(name, "integer", text, hint=hint, **more), lines=1, constraint=bounds, message=labels(limit))


def consent(texts: Iterable[Text], *more: Item, minutes: int = 3, recording: bool = False) -> Group:
    """The first block: what it is about, the choice to take part, and what follows from it."""
    notes = [item(f"consent_note_{n}", "note", text) for n, text in enumerate(texts, start=1)]
    asked = [*notes, item("consent", "select_one", _AGREE, choices="yes_no", required=True), *more]
    if recording:
        asked.append(
            item("recording_agreed", "select_one", _RECORD, choices="yes_no", required=True, relevant=IF_AGREED)
        )
    return Group("block_consent", labels(("Consent", "Consentement", "Lakor")), tuple(asked), minutes=minutes)


def recorded() -> Item:
    """The sound of the talk, where it was agreed to."""
    return item("recording", "audio", _RECORDING, relevant=f"{IF_AGREED} and {IF_RECORDED}", lines=0)


def cards(register: Register, *, alone: bool = False) -> Group:
    """The last block: what to say when a case is spoken of, and whom to turn to. `alone`: for who fills in the form."""
    stop = (STOP_WRITING,) if alone else STOP
    disclosure = DISCLOSURE_ALONE if alone else DISCLOSURE
    notes = [item(f"stop_script_{n}", "note", text) for n, text in enumerate(stop, start=1)]
    notes += [item(f"disclosure_card_{n}", "note", text) for n, text in enumerate(disclosure, start=1)]
    notes.append(item("contacts", "note", contacts(register)))
    notes.append(item("thanks", "note", _THANKS))
    return Group("block_cards", labels(_CARDS), tuple(notes), minutes=0)


def contacts(register: Register, slot: Text = TO_FILL_IN) -> Text:
    """Numbers that the register documents, with body and source, and what has to be filled in."""
    lines = [f"{number} ({', '.join(filter(None, rest))})" for number, *rest in hotlines(register)]
    if not lines:
        return slot
    said = "; ".join(lines)
    english, french, kreol = (text.format(lines=said) for text in _ON_RECORD)
    return (f"{english} {slot[0]}", f"{french} {slot[1]}", f"{kreol} {slot[2]}")


def hotlines(register: Register) -> list[tuple[str, str, str]]:
    """Short numbers in the titles of current actions: number, short name of the body, code of the source."""
    found: dict[str, tuple[str, str, str]] = {}
    for action in register.actions.values():
        number = re.search(r"\b(?:hotline|helpline|ligne verte)\s+(\d{3,5})\b", action.title, re.IGNORECASE)
        body = register.bodies.get(action.organisation_id)
        if number and body and action.status == "current" and not body.restricted:
            fact = register.fact("action", action.id, "title")
            sources = [register.sources[id] for id in (fact.sources if fact else ()) if id in register.sources]
            said = ", ".join(f"{source.short or source.origin} {source.year or ''}".strip() for source in sources)
            found.setdefault(number[1], (number[1], body.short_name, said))
    return list(found.values())


# --- lists ---------------------------------------------------------------------------------------------------------


def listed(*options: tuple[str, Text]) -> tuple[Choice, ...]:
    return tuple(Choice(code, labels(text)) for code, text in options)


def terms(vocabulary: Vocabulary, scheme: str, codes: Iterable[str] | None = None) -> tuple[Choice, ...]:
    """A list of the vocabulary, whole or some of its codes."""
    known = vocabulary.scheme(scheme).terms
    return tuple(Choice(code, known[code].labels) for code in (codes or known))


def bodies(register: Register) -> tuple[Choice, ...]:
    """Every body that may be named, by name; its sector is a column to filter by."""
    known = (body for body in register.bodies.values() if not body.restricted)
    return tuple(
        Choice(body.id, {"en": body.name_in("en"), "fr": body.name_in("fr")}, {"sector": body.kind})
        for body in sorted(known, key=lambda body: body.name.casefold())
    )


def territories(vocabulary: Vocabulary) -> tuple[Choice, ...]:
    return terms(vocabulary, "district", (term.code for term in vocabulary.territories() if term.kind != "statement"))


def islands(vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """Islands only: narrower places would tell who somebody is."""
    codes = [term.code for term in vocabulary.territories() if term.kind in ("main_island", "island")]
    return terms(vocabulary, "district", codes)


YES_NO_UNSURE: Mapping[str, tuple[Choice, ...]] = {
    "yes_no_unsure": listed(
        ("yes", ("Yes", "Oui", "Wi")), ("no", ("No", "Non", "Non")), ("unsure", ("Not sure", "Pas sûr", "Pa sir"))
    )
}


# --- pairing before and after --------------------------------------------------------------------------------------

BADGE = "pairing_code"
OWN = ("own_code_1", "own_code_2", "own_code_3", "own_code_4", "own_code_5")
"""Names of the questions that answers before and after are paired by."""


def pairing() -> Group:
    """The code on the badge, and for who has none the questions a code of one's own is made from.

    They are light and not about who somebody is: letters and numbers that come to mind the same way twice, and say nothing
    to others (Yurek, Vasey & Sullivan Havens 2008).
    """
    if_none = f"${{{BADGE}}} = ''"
    own: tuple[Text, ...] = (
        ("First letter of the street where you lived as a child", "Première lettre de la rue de votre enfance", "Premie let lari kot ou ti res tipti"),
        ("First letter of your mother's first name", "Première lettre du prénom de votre mère", "Premie let prenom ou mama"),
        ("Number of brothers and sisters older than you", "Nombre de frères et sœurs plus âgés que vous", "Komie frer ek ser pli gran ki ou"),
        ("First letter of your favourite fruit", "Première lettre de votre fruit préféré", "Premie let frwi ki ou pli kontan"),
        ("Last digit of the year you began to work", "Dernier chiffre de l’année où vous avez commencé à travailler", "Dernie sif lane ki ou ti koumans travay"),
    )  # fmt: skip
    return Group("block_pairing", labels(("Your code", "Votre code", "Ou kod")), (
        item("pairing_note", "note", ("The code only shows which answers before and after belong together. It is on no list and says nothing of who you are.", "Le code montre seulement quelles réponses d’avant et d’après vont ensemble. Il n’est sur aucune liste et ne dit pas qui vous êtes.", "Kod-la zis montre ki repons avan ek apre al ansam. Li pa lor okenn lis ek li pa dir kisannla ou ete.")),
        item(BADGE, "text", ("The code on your badge", "Le code de votre badge", "Kod lor ou badj"), lines=1, hint=("Five letters and numbers. Leave empty if you have no badge.", "Cinq lettres et chiffres. Laissez vide si vous n’avez pas de badge.", "Sink let ek sif. Les vid si ou pena badj.")),
        *(item(name, "text", text, lines=1, relevant=if_none) for name, text in zip(OWN, own, strict=True)),
    ), minutes=1)  # fmt: skip
