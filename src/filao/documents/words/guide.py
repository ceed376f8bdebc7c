"""The interview guide in English, French and Kreol Morisien (draft): consent, blocks, stop script, disclosure card.

Blocks follow the order in which practitioners ask: recall before roster, deeds before opinions, the hard questions on
referral in the middle, the row of the body's own sheet at the end. Unions and employers are asked in words of work and
recruitment first.
"""

from __future__ import annotations

from dataclasses import replace

from filao.core.forms import Choice, Form, Group
from filao.core.register import Register
from filao.documents.words import asking
from filao.documents.words.asking import IF_AGREED, Text, count, item, labels, listed, terms

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
DEFAULT = "government"


def profile_for(kind: str, chosen: str = "") -> str:
    """The profile of the guide for a body: the one chosen where there is such a one, else that of its sector."""
    return chosen if chosen in PROFILES else next((code for code, (of, _) in PROFILES.items() if kind in of), DEFAULT)


def profile_name(profile: str, language: str) -> str:
    """What a profile is called."""
    return labels(PROFILES[profile][1])[language]


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
    (
        "What you say is kept locked and read by the team alone. The code on your receipt lets you withdraw it until the report is printed.",
        "Vos propos sont gardés sous clé et lus par l’équipe seule. Le code de votre reçu permet de les retirer jusqu’à l’impression du rapport.",
        "Seki ou dir gard ferme ek zis lekip lir li. Kod lor ou resi permet ou retir li ziska rapor inprime.",
    ),
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
    return labels(_NAMES[BLOCK_ORDER[number]]).get(language) or _NAMES[BLOCK_ORDER[number]][0]


_WORK_FIRST: Text = (
    "Ask in words of work first: recruitment, fees, contracts, passports kept, wages, housing.",
    "Parler d’abord du travail : recrutement, frais, contrats, passeports retenus, salaires, logement.",
    "Koz travay avan: rekritman, fre, kontra, paspor kit ar patron, lapey, lozman.",
)


def _consent() -> Group:
    more = (
        item("attribution", "select_one", ("How may we cite what you say?", "Comment pouvons-nous citer vos propos ?", "Kouma nou kapav sit seki ou dir?"),
             choices="attribution", required=True, relevant=IF_AGREED),
        item("function", "text", ("Function (not the name)", "Fonction (pas le nom)", "Fonksion (pa nom)"), lines=1, relevant=IF_AGREED),
    )  # fmt: skip
    return asking.consent(CONSENT, *more, minutes=4, recording=True)


def _profile(profile: str) -> Group:
    hint = _WORK_FIRST if profile == "work" else None
    return Group("block_profile", labels(_NAMES["profile"]), (
        item("body", "select_one", ("Which body do you speak for?", "Au nom de quel organisme parlez-vous ?", "Lor nom ki linstitision ou pe koze?"), choices="bodies", required=True),
        item("mandate", "text", ("What does your institution do in this field, in two sentences?", "Que fait votre institution dans ce domaine, en deux phrases ?", "Ki ou linstitision fer dan sa domenn-la, an de fraz?"), lines=3, hint=hint),
        item("legal_basis", "text", ("Which law, decision or text gives it this task?", "Quelle loi, décision ou quel texte lui confie cette tâche ?", "Ki lalwa, desizion ouswa tex donn li sa travay-la?"), lines=2),
        item("territory", "select_multiple", ("Where can people reach you in person?", "Où peut-on vous joindre en personne ?", "Kot dimounn kapav zwenn ou an personn?"), choices="district"),
        count("staff", ("How many people of yours deal with trafficking, full or part time?", "Combien de vos agents s’occupent de la traite, à plein temps ou non ?", "Komie dimounn kot ou okip trafik dimounn, toultan ouswa parfwa?"), 5000),
        item("budget", "select_one", ("Which of these describes the yearly budget for this work?", "Laquelle de ces tranches décrit le budget annuel de ce travail ?", "Ki bidze par an pou sa travay-la?"), choices="budget_band", spare=True),
    ), minutes=6)  # fmt: skip


def _actions() -> Group:
    return Group("block_actions", labels(_NAMES["actions"]), (
        item("action_title", "text", ("Name one action against trafficking or a related problem.", "Citez une action contre la traite ou un problème voisin.", "Donn enn aksion kont trafik dimounn ouswa enn problem parey."), lines=2),
        item("action_status", "select_one", ("Is it past, current or planned?", "Est-elle passée, en cours ou prévue ?", "Li fini fer, li pe fer, ouswa li pou fer?"), choices="action_status"),
        item("action_years", "text", ("From when to when?", "De quand à quand ?", "Depi kan ziska kan?"), lines=1),
        item("action_partners", "select_multiple", ("With whom?", "Avec qui ?", "Ar kisannla?"), choices="bodies"),
        item("action_money", "text", ("Who pays?", "Qui paie ?", "Kisannla peye?"), lines=1),
        item("action_result", "text", ("What came of it? How do you know?", "Qu’en est-il sorti ? Comment le savez-vous ?", "Ki rezilta? Kouma ou kone?"), lines=2),
    ), repeats=True, minutes=9)  # fmt: skip


def _referral(profile: str) -> Group:
    receives: Text = ("Who sends people to you?", "Qui vous adresse des personnes ?", "Kisannla avoy dimounn kot ou?")
    sends: Text = (
        "To whom do you send people whom you believe to be victims?",
        "À qui adressez-vous les personnes que vous croyez victimes ?",
        "Kot kisannla ou avoy dimounn ki ou krwar viktim?",
    )
    items = [
        item("receives_from", "select_multiple", receives, choices="bodies"),
        item("refers_to", "select_multiple", sends, choices="bodies"),
        item(
            "referral_text",
            "text",
            (
                "By which text: law, circular, procedure, agreement, habit?",
                "Selon quel texte : loi, circulaire, procédure, accord, habitude ?",
                "Dapre ki tex: lalwa, sirkiler, prosedir, lakor, labitid?",
            ),
            lines=2,
        ),
        item(
            "referral_time",
            "text",
            (
                "How long does it take from the first sign to a safe place?",
                "Combien de temps du premier signe au lieu sûr ?",
                "Komie letan depi premie sign ziska enn landrwa sekirite?",
            ),
            lines=1,
        ),
        item(
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
            item(
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
            item(
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
    return Group("block_referral", labels(_NAMES["referral"]), tuple(items), minutes=10)  # fmt: skip


def _network() -> Group:
    tie = Group("tie", labels(("A tie", "Un lien", "Enn lien")), (
        item("tie_body", "select_one", ("Now with the list: one body", "Maintenant avec la liste : un organisme", "Aster ar lis: enn linstitision"), choices="bodies"),
        item("tie_kind", "select_multiple", ("What passes between you?", "Que passe-t-il entre vous ?", "Ki ena ant zot?"), choices="relation_kind"),
        item("tie_formality", "select_one", ("By which text?", "Selon quel texte ?", "Dapre ki tex?"), choices="formality"),
        item("tie_frequency", "select_one", ("How often?", "À quelle fréquence ?", "Komie fwa?"), choices="frequency"),
        item("tie_influence", "select_one", ("How much does this body decide in the field, from 0 to 5?", "Quel poids cet organisme a-t-il dans le domaine, de 0 à 5 ?", "Komie sa linstitision-la deside, depi 0 ziska 5?"), choices="influence", spare=True),
    ), repeats=True)  # fmt: skip
    return Group("block_network", labels(_NAMES["network"]), (
        item("recall", "text", ("First without a list: with whom do you work on this?", "D’abord sans liste : avec qui travaillez-vous sur ce sujet ?", "Avan san lis: ar kisannla ou travay lor la?"), lines=2),
        tie,
    ), minutes=10)  # fmt: skip


def _coordination() -> Group:
    return Group("block_coordination", labels(_NAMES["coordination"]), (
        item("groups", "select_multiple", ("Which groups do you sit in?", "Dans quels groupes siégez-vous ?", "Dan ki group ou asize?"), choices="groups"),
        item("groups_useful", "text", ("What did the last meeting change?", "Qu’a changé la dernière réunion ?", "Ki dernie reinion finn sanze?"), lines=2),
        item("group_wish", "text", ("What should the technical working group do that nobody does?", "Que devrait faire le groupe de travail que personne ne fait ?", "Ki group travay teknik bizin fer ki personn pa fer?"), lines=2),
        item("seat", "select_one", ("Would your institution hold a seat?", "Votre institution prendrait-elle un siège ?", "Eski ou linstitision pou pran enn plas?"), choices="yes_no"),
        item("focal_sex", "select_one", ("The focal point would be", "Le point focal serait", "Reprezantan-la pou"), choices="sex", relevant="${seat} = 'yes'"),
        item("alternate_sex", "select_one", ("The alternate would be", "Le suppléant serait", "Ranplasan-la pou"), choices="sex", relevant="${seat} = 'yes'"),
    ), minutes=5)  # fmt: skip


def _capacity() -> Group:
    return Group("block_capacity", labels(_NAMES["capacity"]), (
        item("training_received", "text", ("Which training on trafficking did your people receive: year, trainer, topic, how many?", "Quelles formations sur la traite vos agents ont-ils reçues : année, formateur, thème, combien ?", "Ki formasion lor trafik ou dimounn finn gagne: lane, formater, size, komie?"), lines=3),
        item("tools", "text", ("Which procedures, indicators or forms do they use?", "Quels procédures, indicateurs ou formulaires utilisent-ils ?", "Ki prosedir, indikater ouswa form zot servi?"), lines=2),
        item("needs", "text", ("What do they need most, and who?", "De quoi ont-ils le plus besoin, et qui ?", "Ki zot bizin plis, ek kisannla?"), lines=2),
    ), minutes=5)  # fmt: skip


def _coverage() -> Group:
    return Group("block_coverage", labels(_NAMES["coverage"]), (
        item("not_served", "select_multiple", ("Whom can you not serve?", "Qui ne pouvez-vous pas servir ?", "Kisannla ou pa kapav ede?"), choices="population"),
        item("languages", "select_multiple", ("In which languages can you receive a person?", "Dans quelles langues pouvez-vous recevoir une personne ?", "Dan ki lang ou kapav resevwar enn dimounn?"), choices="language"),
        item("disability", "text", ("How does a person with a disability reach you?", "Comment une personne handicapée vous joint-elle ?", "Kouma enn dimounn avek andikap zwenn ou?"), lines=2),
        item("outer_island", "text", ("What happens when the person is on Rodrigues or at sea?", "Que se passe-t-il si la personne est à Rodrigues ou en mer ?", "Ki arive si dimounn-la Rodrig ouswa lor lamer?"), lines=2),
        item("night", "select_one", ("Can you be reached at night and at weekends?", "Êtes-vous joignable la nuit et le week-end ?", "Eski kapav zwenn ou aswar ek wikenn?"), choices="yes_no"),
    ), minutes=4)  # fmt: skip


def _data() -> Group:
    return Group("block_data", labels(_NAMES["data"]), (
        item("counts", "text", ("What do you count: people, visits, reports? Since when?", "Que comptez-vous : personnes, visites, signalements ? Depuis quand ?", "Ki ou kont: dimounn, vizit, rapor? Depi kan?"), lines=2),
        item("shared_with", "select_multiple", ("With whom do you share the numbers?", "Avec qui partagez-vous les chiffres ?", "Ar kisannla ou partaz bann sif?"), choices="bodies"),
        item("protected", "text", ("How are they protected?", "Comment sont-ils protégés ?", "Kouma zot proteze?"), lines=2, spare=True),
    ), minutes=3)  # fmt: skip


def _close() -> Group:
    return Group("block_close", labels(_NAMES["close"]), (
        item("meet_next", "select_multiple", ("Name three bodies we should meet.", "Citez trois organismes à rencontrer.", "Donn trwa linstitision ki nou bizin zwenn."), choices="bodies"),
        item("meet_other", "text", ("Others, not on the list", "D’autres, hors de la liste", "Lezot, ki pa lor lis"), lines=1),
        item("papers", "text", ("Which papers can you share?", "Quels documents pouvez-vous partager ?", "Ki dokiman ou kapav partaze?"), lines=2),
        asking.recorded(),
        item("row_checked", "select_one", ("Has the body's own sheet been checked and corrected?", "La fiche de l’organisme a-t-elle été vérifiée et corrigée ?", "Eski fis linstitision finn verifie ek korize?"), choices="yes_no"),
    ), minutes=4)  # fmt: skip


_NOT_SAID: Text = ("Not said", "Non précisé", "Pa finn dir")
_INFLUENCE = (
    ("0", ("0: nothing", "0 : rien", "0: nanye")),
    *((str(n), (str(n), str(n), str(n))) for n in range(1, 5)),
    ("5", ("5: most", "5 : l’essentiel", "5: preske tou")),
)
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
    name = PROFILES[profile][1]
    titles = {
        "en": f"Interview guide: {name[0]}",
        "fr": f"Guide d’entretien : {name[1]}",
        "mfe": f"Gid lantretien: {name[2]}",
    }
    choices: dict[str, tuple[Choice, ...]] = {
        "bodies": asking.bodies(register),
        "groups": tuple(Choice(g.id, {"en": g.name}) for g in register.groups.values())
        or (Choice("none", {"en": "None"}),),
        "budget_band": listed(*_BUDGET),
        "influence": listed(*_INFLUENCE),
        "district": asking.territories(vocabulary),
        "yes_no": terms(vocabulary, "yes_no", ("yes", "no")),
        "sex": (*terms(vocabulary, "sex", ("female", "male")), Choice("unknown", labels(_NOT_SAID))),
    }
    for scheme in ("attribution", "action_status", "relation_kind", "formality", "frequency", "population", "language"):
        choices[scheme] = terms(vocabulary, scheme)
    asked = (
        _profile(profile), _actions(), _referral(profile), _network(), _coordination(), _capacity(), _coverage(), _data(),
        _close(),
    )  # fmt: skip
    return Form(
        f"filao_guide_{profile}",
        titles,
        version,
        (_consent(), *(replace(group, relevant=IF_AGREED) for group in asked), asking.cards(register)),
        choices,
        files={"bodies": asking.BODIES},
        metadata=("start", "end", "today"),
        instance_name="concat(${body}, ' ', ${today})",
    )
