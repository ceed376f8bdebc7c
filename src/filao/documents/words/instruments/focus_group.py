"""The guide of a focus group: who sits there is told in numbers only; probes are guidance for the moderator."""

from __future__ import annotations

from dataclasses import replace

from filao.core.forms import Choice, Form, Group, Item
from filao.core.register import Register
from filao.documents.words import asking
from filao.documents.words.asking import IF_AGREED, Text, count, item, labels, listed, terms

TITLES: Text = ("Guide for focus groups", "Guide pour groupes de discussion", "Gid pou group diskision")

CONSENT: tuple[Text, ...] = (
    (
        "We talk for about 90 minutes about how people are recruited, deceived and helped here. The talk serves to improve services and training.",
        "Nous parlons environ 90 minutes de la façon dont des personnes sont ici recrutées, trompées et aidées. La discussion sert à améliorer les services et la formation.",
        "Nou koz apepre 90 minit lor kouma dimounn isi gagn rekrite, anbete ek ede. Diskision-la servi pou amelior bann servis ek formasion.",
    ),
    (
        "Nobody has to take part or to answer. You may leave at any time, without giving a reason, and keep what was offered for your travel.",
        "Personne n’est obligé de participer ou de répondre. Vous pouvez partir à tout moment, sans donner de raison, et garder ce qui a été offert pour le trajet.",
        "Personn pa oblize partisipe ouswa reponn. Ou kapav ale kan ou anvi, san donn rezon, ek gard seki nou finn done pou transpor.",
    ),
    (
        "No names are written down, only how many women and men sit here. What is said here stays here: please do not tell outside who said what.",
        "Aucun nom n’est écrit, seulement combien de femmes et d’hommes sont présents. Ce qui se dit ici reste ici : ne racontez pas dehors qui a dit quoi.",
        "Nou pa ekrir okenn non, zis komie fam ek zom ki la. Seki dir isi res isi: pa al rakont deor kisannla finn dir ki.",
    ),
    (
        "Speak of what happens in general. Please tell nothing about a person: no name, no place, no story, and not your own. We will stop you if it happens.",
        "Parlez de ce qui se passe en général. Ne racontez rien d’une personne : ni nom, ni lieu, ni histoire, pas même la vôtre. Nous vous arrêterons si cela arrive.",
        "Koz lor seki arive an zeneral. Pa rakont nanye lor enn dimounn: ni non, ni landrwa, ni zistwar, mem pa pou ou. Nou pou aret ou si sa arive.",
    ),
    (
        "We take notes without names. They are kept locked; the group may withdraw them with the code on the receipt until the report is printed.",
        "Nous prenons des notes sans noms. Elles sont gardées sous clé ; le groupe peut les retirer avec le code du reçu jusqu’à l’impression du rapport.",
        "Nou pran not san non. Zot gard ferme; group-la kapav retir zot avek kod lor resi ziska rapor inprime.",
    ),
)

_SEGMENTS = listed(
    ("officers", ("Front-line officers", "Agents de terrain", "Zofisie lor terin")),
    ("health_social", ("Health and social workers", "Soignants et travailleurs sociaux", "Travayer lasante ek sosial")),
    ("migrant_workers", ("Migrant workers", "Travailleurs migrants", "Travayer migran")),
    ("employers", ("Employers and recruiters", "Employeurs et recruteurs", "Patron ek rekriter")),
    ("young_people", ("Young adults", "Jeunes adultes", "Zenn adilt")),
    ("parents_teachers", ("Parents and teachers", "Parents et enseignants", "Paran ek profeser")),
    ("fishers", ("Fishers and people at sea", "Pêcheurs et gens de mer", "Peser ek dimounn lamer")),
    ("community", ("Community leaders and associations", "Responsables et associations de quartier", "Responsab ek lasosiasion dan landrwa")),
)  # fmt: skip
_AGREEMENT = listed(
    ("all", ("All said the same", "Tous disaient la même chose", "Tou dimounn ti dakor")),
    ("most", ("Most, some differed", "La plupart, certains différaient", "Lamazorite, detrwa pa dakor")),
    ("split", ("The group was divided", "Le groupe était partagé", "Group-la ti divize")),
    ("silent", ("Few spoke", "Peu ont parlé", "Pa boukou koze")),
)
_SPOKE = listed(
    ("women", ("Mostly women", "Surtout des femmes", "Plis fam")),
    ("men", ("Mostly men", "Surtout des hommes", "Plis zom")),
    ("both", ("Women and men alike", "Femmes et hommes autant", "Fam ek zom parey")),
    ("one_person", ("One person above all", "Une personne surtout", "Enn dimounn sirtou")),
)
_SOURCES = listed(
    ("police", ("Police", "Police", "Lapolis")),
    ("labour", ("Labour inspection", "Inspection du travail", "Lenspeksion travay")),
    ("hospital", ("Hospital or clinic", "Hôpital ou dispensaire", "Lopital ouswa klinik")),
    ("ngo", ("NGO or shelter", "ONG ou hébergement", "ONG ouswa lakaz refiz")),
    ("faith", ("Church, temple, mosque", "Église, temple, mosquée", "Legliz, tanp, moske")),
    ("union", ("Trade union", "Syndicat", "Sindika")),
    ("embassy", ("Embassy or consulate", "Ambassade ou consulat", "Lanbasad ouswa konsila")),
    ("family", ("Family and friends", "Famille et amis", "Fami ek kamarad")),
    ("nobody", ("Nobody", "Personne", "Personn")),
)
_WISHES = listed(
    ("recognise", ("Recognise the signs", "Reconnaître les signes", "Rekonet bann sin")),
    ("first_talk", ("Speak with a person who may be exploited", "Parler avec une personne peut-être exploitée", "Koz ar enn dimounn ki kapav pe exploite")),
    ("where_to_send", ("Know where to send people", "Savoir vers qui orienter", "Kone kot avoy dimounn")),
    ("rights", ("Rights at work and as a foreigner", "Droits au travail et comme étranger", "Drwa dan travay ek kouma etranze")),
    ("safety", ("Safety of those who report", "Sécurité de ceux qui signalent", "Sekirite bann ki raporte")),
    ("languages", ("Information in more languages", "Information en plus de langues", "Linformasion dan plis lang")),
)  # fmt: skip


def _theme(name: str, title: Text, question: Text, probes: Text, *more: Item, minutes: int = 12) -> Group:
    return Group(f"theme_{name}", labels(title), (
        item(f"{name}_said", "text", question, probe=probes, lines=7,
             hint=("Notes of what was said, without names.", "Notes de ce qui a été dit, sans noms.", "Not lor seki finn dir, san non.")),
        item(f"{name}_agreement", "select_one", ("How far did the group agree?", "Jusqu’où le groupe était-il d’accord ?", "Ziska ki pwin group-la ti dakor?"), choices="agreement"),
        *more,
    ), minutes=minutes)  # fmt: skip


def _setting() -> Group:
    total = "coalesce(${women}, 0) + coalesce(${men}, 0) + coalesce(${not_said}, 0)"
    return Group("block_group", labels(("The group, in numbers", "Le groupe, en chiffres", "Group-la, an sif")), (
        item("held_on", "date", ("Day of the talk", "Jour de la discussion", "Zour diskision"), required=True, lines=1, constraint=". <= today()",
             message=labels(("The day has not come yet.", "Ce jour n’est pas encore venu.", "Sa zour-la pankor vini."))),
        item("territory", "select_one", ("Island or district (no address)", "Île ou district (pas d’adresse)", "Lil ouswa distrik (pa ladres)"), choices="district", required=True),
        item("segment", "select_one", ("Who was invited?", "Qui était invité ?", "Kisannla ti invite?"), choices="segment", required=True),
        count("women", ("How many women?", "Combien de femmes ?", "Komie fam?"), 20, required=True),
        count("men", ("How many men?", "Combien d’hommes ?", "Komie zom?"), 20, required=True),
        count("not_said", ("How many who did not say?", "Combien ne l’ont pas dit ?", "Komie ki pa finn dir?"), 20),
        item("people", "calculate", ("", "", ""), calculation=total),
        item("people_note", "note", ("${people} people sit here. A group speaks best with 6 to 10; with fewer than 4, note it as a talk, not as a group.",
             "${people} personnes sont présentes. Un groupe parle le mieux à 6 ou 10 ; à moins de 4, notez-le comme un entretien, pas comme un groupe.",
             "${people} dimounn la. Enn group koz pli bien avek 6 a 10; mwins ki 4, not li kouma enn konversasion, pa enn group.")),
        item("language_spoken", "select_one", ("Language mostly spoken", "Langue surtout parlée", "Lang ki plis koze"), choices="language"),
    ), minutes=5)  # fmt: skip


def _themes() -> tuple[Group, ...]:
    return (
        _theme("signs", ("Signs", "Signes", "Sin"),
               ("How do people here get into work or trips that turn out otherwise than promised?",
                "Comment des gens d’ici entrent-ils dans un travail ou un voyage qui n’est pas ce qui était promis ?",
                "Kouma dimounn isi rant dan enn travay ouswa enn vwayaz ki pa parey kouma ti promet zot?"),
               ("Ask for: who offers, by which way, which fees, which papers are taken; on land, at home and at sea. In general, no case.",
                "Faire préciser : qui propose, par quel moyen, quels frais, quels papiers retenus ; à terre, à domicile et en mer. En général, pas de cas.",
                "Demann: kisannla propoze, par ki sime, ki fre, ki papie pran; lor later, dan lakaz ek lor lamer. An zeneral, pa enn ka.")),
        _theme("help", ("Help", "Aide", "Led"),
               ("If a person were kept in such a work, to whom would people here turn, and why there?",
                "Si une personne était retenue dans un tel travail, vers qui les gens d’ici se tourneraient-ils, et pourquoi ?",
                "Si enn dimounn ti bloke dan enn travay koumsa, ver kisannla dimounn isi ti pou ale, ek kifer?"),
               ("First let them name; then ask what is known of hotlines, police, NGOs; what happens after a call.",
                "Laisser d’abord citer ; demander ensuite ce qu’on sait des lignes d’appel, de la police, des ONG ; ce qui suit un appel.",
                "Les zot dir avan; apre demann ki zot kone lor lign telefonn, lapolis, ONG; ki arive apre enn lapel."),
               item("help_named", "select_multiple", ("Which were named without help?", "Lesquels ont été cités spontanément ?", "Kisannla zot finn dir zot mem?"), choices="help_source")),
        _theme("barriers", ("Barriers", "Obstacles", "Baryer"),
               ("What keeps people from asking for help or from reporting?",
                "Qu’est-ce qui empêche de demander de l’aide ou de signaler ?",
                "Ki anpes dimounn demann led ouswa raporte?"),
               ("Ask about: fear, debts, papers, language, distance, disability, shame, being sent away; what differs for women, men and the young.",
                "Aborder : peur, dettes, papiers, langue, distance, handicap, honte, renvoi ; ce qui diffère pour femmes, hommes et jeunes.",
                "Demann lor: per, det, papie, lang, distans, andikap, laont, gagn ranvwaye; ki diferan pou fam, zom ek zenn.")),
        _theme("response", ("Those who respond", "Ceux qui répondent", "Bann ki reponn"),
               ("What do officers and services do well, and what would have to change?",
                "Que font bien les agents et les services, et que faudrait-il changer ?",
                "Ki bann zofisie ek servis fer bien, ek ki bizin sanze?"),
               ("Ask about the first contact, waiting, interpreters, trust, nights and weekends, Rodrigues and the outer islands.",
                "Aborder le premier contact, l’attente, les interprètes, la confiance, nuits et week-ends, Rodrigues et les îles.",
                "Demann lor premie kontak, letan atann, interpret, konfians, aswar ek wikenn, Rodrig ek lezot zil.")),
        _theme("wishes", ("Training and information", "Formation et information", "Formasion ek linformasion"),
               ("What should people who meet the public learn first?",
                "Que devraient d’abord apprendre ceux qui reçoivent le public ?",
                "Ki bann dimounn ki resevwar piblik bizin aprann avan?"),
               ("Let the group agree on an order; note where it could not.",
                "Laisser le groupe s’accorder sur un ordre ; noter où il n’a pas pu.",
                "Les group-la dakor lor enn lord; not kot li pa finn kapav."),
               item("wishes_order", "rank", ("The order the group agreed on", "L’ordre convenu par le groupe", "Lord ki group-la finn dakor"), choices="wishes")),
    )  # fmt: skip


def _close() -> Group:
    return Group("block_close", labels(("After the talk", "Après la discussion", "Apre diskision")), (
        item("spoke", "select_one", ("Who spoke most?", "Qui a le plus parlé ?", "Kisannla finn plis koze?"), choices="spoke"),
        item("surprise", "text", ("What surprised the team?", "Qu’est-ce qui a surpris l’équipe ?", "Ki finn sirprann lekip?"), lines=3),
        item("stopped", "select_one", ("Did the stop script have to be used?", "Le script d’arrêt a-t-il dû servir ?", "Eski finn bizin servi script pou arete?"), choices="yes_no"),
        asking.recorded(),
    ), minutes=3)  # fmt: skip


def form(register: Register, version: str) -> Form:
    """The guide, its places from the register."""
    vocabulary = register.vocabulary
    choices: dict[str, tuple[Choice, ...]] = {
        "yes_no": terms(vocabulary, "yes_no", ("yes", "no")),
        "district": asking.territories(vocabulary),
        "language": terms(vocabulary, "language"),
        "segment": _SEGMENTS,
        "agreement": _AGREEMENT,
        "help_source": _SOURCES,
        "wishes": _WISHES,
        "spoke": _SPOKE,
    }
    asked = (_setting(), *_themes(), _close())
    return Form(
        "filao_focus_group",
        {"en": TITLES[0], "fr": TITLES[1], "mfe": TITLES[2]},
        version,
        (
            asking.consent(CONSENT, minutes=6, recording=True),
            *(replace(group, relevant=IF_AGREED) for group in asked),
            asking.cards(register),
        ),
        choices,
        purpose="group",
    )
