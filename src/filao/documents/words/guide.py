"""The interview guide in English, French and Kreol Morisien (draft): consent, blocks, stop script, disclosure card.

Blocks follow the order in which practitioners ask: recall before roster, deeds before opinions, the hard questions on
referral in the middle, the row of the body's own sheet at the end. Unions and employers are asked in words of work and
recruitment first.
"""

from __future__ import annotations

from collections.abc import Iterable

from filao.core.forms import Choice, Form, Group, Item
from filao.core.register import Register
from filao.core.vocabulary import Vocabulary

Text = tuple[str, str, str]
"""English, French, Kreol (draft)."""

PROFILES: dict[str, tuple[tuple[str, ...], Text]] = {
    "government": (
        ("government",),
        ("Ministries and departments", "Ministères et départements", "Minister ek departman"),
    ),
    "law_enforcement": (("law_enforcement",), ("Police and law enforcement", "Police et forces de l’ordre", "Lapolis")),
    "justice": (("judiciary",), ("Prosecution and courts", "Poursuites et tribunaux", "Pourswit ek tribinal")),
    "oversight": (
        ("independent_institution", "academia", "media"),
        (
            "Independent institutions, academia, media",
            "Institutions indépendantes, université, médias",
            "Institision indepandan, liniversite, media",
        ),
    ),
    "services": (("ngo",), ("NGOs and shelters", "ONG et hébergements", "ONG ek lakaz refiz")),
    "work": (("union", "private_sector"), ("Unions and employers", "Syndicats et employeurs", "Sindika ek patron")),
    "partners": (
        ("international",),
        ("International partners", "Partenaires internationaux", "Partener internasional"),
    ),
}
"""Profile -> sectors it is for, and its name."""


def _labels(text: Text) -> dict[str, str]:
    return {lang: part for lang, part in zip(("en", "fr", "mfe"), text, strict=True) if part}


CONSENT: tuple[Text, ...] = (
    (
        "We are mapping who does what against trafficking in persons, for the terms of reference shown to you. The talk takes 45 to 60 minutes.",
        "Nous cartographions qui fait quoi contre la traite des personnes, selon les termes de référence qui vous ont été montrés. L’entretien dure de 45 à 60 minutes.",
        "Nou pe fer enn kart lor kisannla fer ki kont trafik dimounn, dapre term referans ki nou finn montre ou. Konversasion-la dir 45 a 60 minit.",
    ),
    (
        "You speak for your institution and of your own will. You may leave out any question and stop at any time, without giving a reason.",
        "Vous parlez au nom de votre institution et de votre plein gré. Vous pouvez passer une question et arrêter à tout moment, sans donner de raison.",
        "Ou pe koz lor nom ou linstitision ek ou fer li par ou prop volonte. Ou kapav pa reponn enn kestion ek aret kan ou anvi, san donn rezon.",
    ),
    (
        "Please tell us nothing about a victim or a case: no name, no place, no story. We will stop you if it happens.",
        "Ne nous dites rien d’une victime ou d’un dossier : ni nom, ni lieu, ni récit. Nous vous arrêterons si cela arrive.",
        "Pa dir nou nanye lor enn viktim ouswa enn ka: ni nom, ni landrwa, ni zistwar. Nou pou aret ou si sa arive.",
    ),
    (
        "We take notes. You choose how we may cite what you say. You may see your institution's row and correct it before anything is printed.",
        "Nous prenons des notes. Vous choisissez comment nous pouvons citer vos propos. Vous pouvez voir la fiche de votre institution et la corriger avant toute impression.",
        "Nou pe pran not. Ou swazir kouma nou kapav sit seki ou dir. Ou kapav get fis ou linstitision ek koriz li avan nou inprim li.",
    ),
)

STOP: tuple[Text, ...] = (
    (
        "May I stop you here? What you are about to tell concerns a person. We must not hear it, and it must not be written down.",
        "Puis-je vous arrêter ici ? Ce que vous allez dire concerne une personne. Nous ne devons pas l’entendre, et cela ne doit pas être écrit.",
        "Eski mo kapav aret ou la? Seki ou pe al dir konsern enn dimounn. Nou pa bizin tann li, ek li pa bizin ekrir.",
    ),
    (
        "If the person is in danger now, here is whom to call. I strike out the last note; shall we go on with how your service works?",
        "Si la personne est en danger maintenant, voici qui appeler. Je raye la dernière note ; reprenons-nous sur le fonctionnement de votre service ?",
        "Si dimounn-la an danze asterla, ala kisannla pou telefone. Mo bar dernie not; eski nou kontinie lor kouma ou servis marse?",
    ),
)

DISCLOSURE: tuple[Text, ...] = (
    (
        "Someone tells of a person in danger: do not ask on, do not promise, do not write it down. Give the contacts on this card and call your supervisor the same day.",
        "Quelqu’un parle d’une personne en danger : ne questionnez pas, ne promettez rien, n’écrivez rien. Donnez les contacts de cette carte et appelez votre responsable le jour même.",
        "Si enn dimounn dir ou ki kikenn an danze: pa poz plis kestion, pa fer promes, pa ekrir nanye. Donn kontak ki lor kart-la ek telefonn ou responsab mem zour.",
    ),
    (
        "Someone reports misconduct of a member of the team, of an aid worker or an official: take no details, hand over the reporting channel of the client, and tell your supervisor that you did.",
        "Quelqu’un signale une faute d’un membre de l’équipe, d’un intervenant ou d’un agent : ne prenez pas de détails, remettez la voie de signalement du client et dites à votre responsable que vous l’avez fait.",
        "Si enn dimounn raport enn move kondwit: pa pran detay, donn li sime pou fer raport, ek dir ou responsab ki ou finn fer li.",
    ),
)

WRITE_IN: Text = (
    "To be filled in before the first interview: emergency number, identifying body, children's line, reporting channel.",
    "À remplir avant le premier entretien : numéro d’urgence, autorité d’identification, ligne enfance, voie de signalement.",
    "Pou ranpli avan premie lantretien: nimero irzans, lotorite idantifikasion, lign zanfan, sime pou raport.",
)

_NAMES: dict[str, Text] = {
    "consent": ("Consent", "Consentement", "Lakor"),
    "profile": ("Profile", "Mandat", "Manda"),
    "actions": ("Actions", "Actions passées, en cours, prévues", "Aksion fini fer, pe fer, pou fer"),
    "referral": ("Referral", "Orientation", "Refer viktim"),
    "network": ("Ties, one by one", "Réseau, lien par lien", "Rezo, enn par enn"),
    "coordination": ("Coordination", "Groupe de travail technique", "Group travay teknik"),
    "capacity": ("Capacity", "Formation, besoins", "Formasion, bizin"),
    "coverage": ("Coverage", "Couverture", "Kouvertir"),
    "data": ("Data", "Données", "Done"),
    "close": ("Close", "Qui d’autre rencontrer ?", "Kisannla ankor nou bizin zwenn ?"),
}
BLOCK_ORDER = tuple(_NAMES)
"""Blocks 0 to 9, in order; `core.questions.BLOCKS` counts them the same way."""


def block_name(number: int, language: str) -> str:
    return _labels(_NAMES[BLOCK_ORDER[number]]).get(language) or _NAMES[BLOCK_ORDER[number]][0]


def _item(name: str, kind: str, text: Text, **more: object) -> Item:
    hint = more.pop("hint", None)
    hints = _labels(hint) if isinstance(hint, tuple) else {}
    return Item(name, kind, _labels(text), hints, **more)  # type: ignore[arg-type]


_WORK_FIRST: Text = (
    "Ask in words of work first: recruitment, fees, contracts, passports kept, wages, housing.",
    "Parler d’abord du travail : recrutement, frais, contrats, passeports retenus, salaires, logement.",
    "Koz travay avan: rekritman, fre, kontra, paspor kit ar patron, lapey, lozman.",
)


def _consent() -> Group:
    notes = tuple(_item(f"consent_note_{n}", "note", text) for n, text in enumerate(CONSENT, start=1))
    return Group("block_consent", _labels(_NAMES["consent"]), (
        *notes,
        _item("consent", "select_one", ("Do you agree to take part?", "Acceptez-vous de participer ?", "Eski ou dakor pou partisipe?"),
              choices="yes_no", required=True),
        _item("attribution", "select_one", ("How may we cite what you say?", "Comment pouvons-nous citer vos propos ?", "Kouma nou kapav sit seki ou dir?"),
              choices="attribution", required=True, relevant="${consent} = 'yes'"),
        _item("function", "text", ("Function (not the name)", "Fonction (pas le nom)", "Fonksion (pa nom)"), lines=1,
              relevant="${consent} = 'yes'"),
    ), minutes=4)  # fmt: skip


def _profile(profile: str) -> Group:
    hint = _WORK_FIRST if profile == "work" else None
    return Group("block_profile", _labels(_NAMES["profile"]), (
        _item("body", "select_one", ("Which body do you speak for?", "Au nom de quel organisme parlez-vous ?", "Lor nom ki linstitision ou pe koze?"), choices="bodies", required=True),
        _item("mandate", "text", ("What does your institution do in this field, in two sentences?", "Que fait votre institution dans ce domaine, en deux phrases ?", "Ki ou linstitision fer dan sa domenn-la, an de fraz?"), lines=3, hint=hint),
        _item("legal_basis", "text", ("Which law, decision or text gives it this task?", "Quelle loi, décision ou quel texte lui confie cette tâche ?", "Ki lalwa, desizion ouswa tex donn li sa travay-la?"), lines=2),
        _item("territory", "select_multiple", ("Where can people reach you in person?", "Où peut-on vous joindre en personne ?", "Kot dimounn kapav zwenn ou an personn?"), choices="district"),
        _item("staff", "integer", ("How many people of yours deal with trafficking, full or part time?", "Combien de vos agents s’occupent de la traite, à plein temps ou non ?", "Komie dimounn kot ou okip trafik dimounn, toultan ouswa parfwa?"), lines=1),
        _item("budget", "select_one", ("Which of these describes the yearly budget for this work?", "Laquelle de ces tranches décrit le budget annuel de ce travail ?", "Ki bidze par an pou sa travay-la?"), choices="budget_band", spare=True),
    ), minutes=6)  # fmt: skip


def _actions() -> Group:
    return Group("block_actions", _labels(_NAMES["actions"]), (
        _item("action_title", "text", ("Name one action against trafficking or a related problem.", "Citez une action contre la traite ou un problème voisin.", "Donn enn aksion kont trafik dimounn ouswa enn problem parey."), lines=2),
        _item("action_status", "select_one", ("Is it past, current or planned?", "Est-elle passée, en cours ou prévue ?", "Li fini fer, li pe fer, ouswa li pou fer?"), choices="action_status"),
        _item("action_years", "text", ("From when to when?", "De quand à quand ?", "Depi kan ziska kan?"), lines=1),
        _item("action_partners", "select_multiple", ("With whom?", "Avec qui ?", "Ar kisannla?"), choices="bodies"),
        _item("action_money", "text", ("Who pays?", "Qui paie ?", "Kisannla peye?"), lines=1),
        _item("action_result", "text", ("What came of it? How do you know?", "Qu’en est-il sorti ? Comment le savez-vous ?", "Ki rezilta? Kouma ou kone?"), lines=2),
    ), repeats=True, minutes=9)  # fmt: skip


def _referral(profile: str) -> Group:
    receives: Text = ("Who sends people to you?", "Qui vous adresse des personnes ?", "Kisannla avoy dimounn kot ou?")
    sends: Text = (
        "To whom do you send people whom you believe to be victims?",
        "À qui adressez-vous les personnes que vous croyez victimes ?",
        "Kot kisannla ou avoy dimounn ki ou krwar viktim?",
    )
    items = [
        _item("receives_from", "select_multiple", receives, choices="bodies"),
        _item("refers_to", "select_multiple", sends, choices="bodies"),
        _item(
            "referral_text",
            "text",
            (
                "By which text: law, circular, procedure, agreement, habit?",
                "Selon quel texte : loi, circulaire, procédure, accord, habitude ?",
                "Dapre ki tex: lalwa, sirkiler, prosedir, lakor, labitid?",
            ),
            lines=2,
        ),
        _item(
            "referral_time",
            "text",
            (
                "How long does it take from the first sign to a safe place?",
                "Combien de temps du premier signe au lieu sûr ?",
                "Komie letan depi premie sign ziska enn landrwa sekirite?",
            ),
            lines=1,
        ),
        _item(
            "referral_fails",
            "text",
            (
                "Where does it fail, in general? No case, please.",
                "Où cela échoue-t-il, en général ? Pas de cas, s’il vous plaît.",
                "Kot li pa marse, an zeneral? Pa rakont enn ka.",
            ),
            lines=3,
        ),
    ]
    if profile in ("law_enforcement", "justice"):
        items.append(
            _item(
                "case_conference",
                "select_one",
                (
                    "Do police and prosecutors meet on cases by rule?",
                    "Police et parquet se réunissent-ils par règle ?",
                    "Eski lapolis ek prokirer zwenn par reg?",
                ),
                choices="yes_no",
            )
        )
    if profile in ("services", "government"):
        items.append(
            _item(
                "beds_men",
                "text",
                (
                    "Where can an adult man be housed safely tonight?",
                    "Où un homme adulte peut-il être hébergé ce soir en sécurité ?",
                    "Kot enn misie adilt kapav dormi an sekirite aswar?",
                ),
                lines=1,
                hint=(
                    "Name the service, never the place.",
                    "Nommer le service, jamais le lieu.",
                    "Donn nom servis, zame landrwa.",
                ),
            )
        )
    return Group("block_referral", _labels(_NAMES["referral"]), tuple(items), minutes=10)  # fmt: skip


def _network() -> Group:
    return Group("block_network", _labels(_NAMES["network"]), (
        _item("recall", "text", ("First without a list: with whom do you work on this? (only the first time)", "D’abord sans liste : avec qui travaillez-vous sur ce sujet ? (la première fois seulement)", "Avan san lis: ar kisannla ou travay lor la? (zis premie fwa)"), lines=2),
        _item("tie_body", "select_one", ("Now with the list: one body", "Maintenant avec la liste : un organisme", "Aster ar lis: enn linstitision"), choices="bodies"),
        _item("tie_kind", "select_multiple", ("What passes between you?", "Que passe-t-il entre vous ?", "Ki ena ant zot?"), choices="relation_kind"),
        _item("tie_formality", "select_one", ("By which text?", "Selon quel texte ?", "Dapre ki tex?"), choices="formality"),
        _item("tie_frequency", "select_one", ("How often?", "À quelle fréquence ?", "Komie fwa?"), choices="frequency"),
        _item("tie_influence", "range", ("How much does this body decide in the field, from 0 to 5?", "Quel poids cet organisme a-t-il dans le domaine, de 0 à 5 ?", "Komie sa linstitision-la deside, depi 0 ziska 5?"), lines=1, spare=True),
    ), repeats=True, minutes=10)  # fmt: skip


def _coordination() -> Group:
    return Group("block_coordination", _labels(_NAMES["coordination"]), (
        _item("groups", "select_multiple", ("Which groups do you sit in?", "Dans quels groupes siégez-vous ?", "Dan ki group ou asize?"), choices="groups"),
        _item("groups_useful", "text", ("What did the last meeting change?", "Qu’a changé la dernière réunion ?", "Ki dernie reinion finn sanze?"), lines=2),
        _item("group_wish", "text", ("What should the technical working group do that nobody does?", "Que devrait faire le groupe de travail que personne ne fait ?", "Ki group travay teknik bizin fer ki personn pa fer?"), lines=2),
        _item("seat", "select_one", ("Would your institution hold a seat?", "Votre institution prendrait-elle un siège ?", "Eski ou linstitision pou pran enn plas?"), choices="yes_no"),
        _item("focal_sex", "select_one", ("The focal point would be", "Le point focal serait", "Reprezantan-la pou"), choices="sex", relevant="${seat} = 'yes'"),
        _item("alternate_sex", "select_one", ("The alternate would be", "Le suppléant serait", "Ranplasan-la pou"), choices="sex", relevant="${seat} = 'yes'"),
    ), minutes=5)  # fmt: skip


def _capacity() -> Group:
    return Group("block_capacity", _labels(_NAMES["capacity"]), (
        _item("training_received", "text", ("Which training on trafficking did your people receive: year, trainer, topic, how many?", "Quelles formations sur la traite vos agents ont-ils reçues : année, formateur, thème, combien ?", "Ki formasion lor trafik ou dimounn finn gagne: lane, formater, size, komie?"), lines=3),
        _item("tools", "text", ("Which procedures, indicators or forms do they use?", "Quels procédures, indicateurs ou formulaires utilisent-ils ?", "Ki prosedir, indikater ouswa form zot servi?"), lines=2),
        _item("needs", "text", ("What do they need most, and who?", "De quoi ont-ils le plus besoin, et qui ?", "Ki zot bizin plis, ek kisannla?"), lines=2),
    ), minutes=5)  # fmt: skip


def _coverage() -> Group:
    return Group("block_coverage", _labels(_NAMES["coverage"]), (
        _item("not_served", "select_multiple", ("Whom can you not serve?", "Qui ne pouvez-vous pas servir ?", "Kisannla ou pa kapav ede?"), choices="population"),
        _item("languages", "select_multiple", ("In which languages can you receive a person?", "Dans quelles langues pouvez-vous recevoir une personne ?", "Dan ki lang ou kapav resevwar enn dimounn?"), choices="language"),
        _item("disability", "text", ("How does a person with a disability reach you?", "Comment une personne handicapée vous joint-elle ?", "Kouma enn dimounn avek andikap zwenn ou?"), lines=2),
        _item("outer_island", "text", ("What happens when the person is on Rodrigues or at sea?", "Que se passe-t-il si la personne est à Rodrigues ou en mer ?", "Ki arive si dimounn-la Rodrig ouswa lor lamer?"), lines=2),
        _item("night", "select_one", ("Can you be reached at night and at weekends?", "Êtes-vous joignable la nuit et le week-end ?", "Eski kapav zwenn ou aswar ek wikenn?"), choices="yes_no"),
    ), minutes=4)  # fmt: skip


def _data() -> Group:
    return Group("block_data", _labels(_NAMES["data"]), (
        _item("counts", "text", ("What do you count: people, visits, reports? Since when?", "Que comptez-vous : personnes, visites, signalements ? Depuis quand ?", "Ki ou kont: dimounn, vizit, rapor? Depi kan?"), lines=2),
        _item("shared_with", "select_multiple", ("With whom do you share the numbers?", "Avec qui partagez-vous les chiffres ?", "Ar kisannla ou partaz bann sif?"), choices="bodies"),
        _item("protected", "text", ("How are they protected?", "Comment sont-ils protégés ?", "Kouma zot proteze?"), lines=2, spare=True),
    ), minutes=3)  # fmt: skip


def _close() -> Group:
    return Group("block_close", _labels(_NAMES["close"]), (
        _item("meet_next", "select_multiple", ("Name three bodies we should meet.", "Citez trois organismes à rencontrer.", "Donn trwa linstitision ki nou bizin zwenn."), choices="bodies"),
        _item("meet_other", "text", ("Others, not on the list", "D’autres, hors de la liste", "Lezot, ki pa lor lis"), lines=1),
        _item("papers", "text", ("Which papers can you share?", "Quels documents pouvez-vous partager ?", "Ki dokiman ou kapav partaze?"), lines=2),
        _item("row_checked", "select_one", ("Has the body's own sheet been checked and corrected?", "La fiche de l’organisme a-t-elle été vérifiée et corrigée ?", "Eski fis linstitision finn verifie ek korize?"), choices="yes_no"),
    ), minutes=4)  # fmt: skip


_NOT_SAID: Text = ("Not said", "Non précisé", "Pa finn dir")
_BUDGET = (
    ("none", ("No budget of its own", "Pas de budget propre", "Pena bidze")),
    ("small", ("Under MUR 1 million", "Moins de 1 million de MUR", "Mwins ki 1 milion roupi")),
    ("medium", ("MUR 1 to 10 million", "De 1 à 10 millions de MUR", "1 a 10 milion roupi")),
    ("large", ("Over MUR 10 million", "Plus de 10 millions de MUR", "Plis ki 10 milion roupi")),
    ("unknown", ("Cannot say", "Ne peut pas dire", "Pa kone")),
)


def form(profile: str, register: Register, version: str) -> Form:
    """The interview guide for a profile, its lists filled from the register: bodies are picked, not typed."""
    vocabulary = register.vocabulary
    kinds, name = PROFILES[profile]
    titles = {
        "en": f"Interview guide: {name[0]}",
        "fr": f"Guide d’entretien : {name[1]}",
        "mfe": f"Gid lantretien: {name[2]}",
    }
    bodies = sorted(
        (b for b in register.bodies.values() if not b.restricted),
        key=lambda b: (b.kind not in kinds, b.name.casefold()),
    )
    choices: dict[str, tuple[Choice, ...]] = {
        "bodies": tuple(Choice(b.id, {"en": b.name_in("en"), "fr": b.name_in("fr")}) for b in bodies),
        "groups": tuple(Choice(g.id, {"en": g.name}) for g in register.groups.values())
        or (Choice("none", {"en": "None"}),),
        "budget_band": tuple(Choice(code, _labels(text)) for code, text in _BUDGET),
        "district": _choices(
            vocabulary, "district", (t.code for t in vocabulary.territories() if t.kind != "statement")
        ),
    }
    for scheme in (
        "attribution",
        "action_status",
        "relation_kind",
        "formality",
        "frequency",
        "population",
        "language",
    ):
        choices[scheme] = _choices(vocabulary, scheme)
    choices["yes_no"] = _choices(vocabulary, "yes_no", ("yes", "no"))
    choices["sex"] = (*_choices(vocabulary, "sex", ("female", "male")), Choice("unknown", _labels(_NOT_SAID)))
    groups = (
        _consent(), _profile(profile), _actions(), _referral(profile), _network(), _coordination(), _capacity(), _coverage(),
        _data(), _close(),
    )  # fmt: skip
    return Form(f"filao_guide_{profile}", titles, version, groups, choices)


def _choices(vocabulary: Vocabulary, scheme: str, codes: Iterable[str] | None = None) -> tuple[Choice, ...]:
    terms = vocabulary.scheme(scheme).terms
    return tuple(Choice(code, terms[code].labels) for code in (codes or terms))
