"""The inventory of training given: an institution lists each training on trafficking or a related subject, in numbers."""

from __future__ import annotations

from dataclasses import replace

from filao.core.forms import Choice, Form, Group
from filao.core.register import Register
from filao.documents.words import asking
from filao.documents.words.asking import IF_AGREED, Text, count, item, labels, listed, terms

TITLES: Text = ("Inventory of training given", "Inventaire des formations données", "Linvanter bann formasion")

CONSENT: tuple[Text, ...] = (
    (
        "We list the training on trafficking in persons and related subjects that institutions gave or received, so that the next plan does not begin from nothing. It takes about 25 minutes.",
        "Nous recensons les formations sur la traite des personnes et les sujets voisins que les institutions ont données ou reçues, pour que le prochain plan ne parte pas de rien. Cela prend environ 25 minutes.",
        "Nou pe fer lalis bann formasion lor trafik dimounn ek size parey ki bann linstitision finn done ouswa gagne, pou ki prosin plan pa koumans ar nanye. Sa pran apepre 25 minit.",
    ),
    (
        "You answer for your institution and of your own will. Leave empty what is not known: an empty field is better than a guess.",
        "Vous répondez au nom de votre institution et de votre plein gré. Laissez vide ce qui n’est pas connu : un champ vide vaut mieux qu’une supposition.",
        "Ou reponn pou ou linstitision ek par ou prop volonte. Les vid seki ou pa kone: enn plas vid pli bon ki enn devinet.",
    ),
    (
        "Only numbers of trainees are asked, never names. Please write nothing about a victim or a case.",
        "Seul le nombre de participants est demandé, jamais leurs noms. N’écrivez rien d’une victime ou d’un dossier.",
        "Nou demann zis komie dimounn, zame zot non. Pa ekrir nanye lor enn viktim ouswa enn ka.",
    ),
    (
        "The answers enter the register of trainings with your institution as their source; you may correct or withdraw them with the code on the receipt.",
        "Les réponses entrent au registre des formations avec votre institution pour source ; vous pouvez les corriger ou les retirer avec le code du reçu.",
        "Bann repons rant dan rezis formasion avek ou linstitision kouma sours; ou kapav koriz zot ouswa retir zot avek kod lor resi.",
    ),
)

TOPICS = listed(
    ("indicators", ("Signs and indicators", "Signes et indicateurs", "Sin ek indikater")),
    ("law", ("Law and international texts", "Droit et textes internationaux", "Lalwa ek tex internasional")),
    ("identification", ("Identification and first talk", "Identification et premier entretien", "Idantifikasion ek premie konversasion")),
    ("referral", ("Referral and protection", "Orientation et protection", "Referans ek proteksion")),
    ("children", ("Children", "Enfants", "Zanfan")),
    ("investigation", ("Investigation and evidence", "Enquête et preuve", "Lanket ek prev")),
    ("prosecution", ("Prosecution and trial", "Poursuite et procès", "Pourswit ek prose")),
    ("trauma", ("Trauma and interviewing", "Traumatisme et audition", "Troma ek lodision")),
    ("labour", ("Forced labour and recruitment", "Travail forcé et recrutement", "Travay forse ek rekritman")),
    ("border", ("Borders and travel papers", "Frontières et documents de voyage", "Frontier ek papie vwayaz")),
    ("data", ("Data and reporting", "Données et rapports", "Done ek rapor")),
    ("awareness", ("Raising awareness", "Sensibilisation", "Sansibilizasion")),
    ("other", ("Another subject", "Un autre sujet", "Enn lot size")),
)  # fmt: skip
_MEASURED = listed(
    ("none", ("Nothing was measured", "Rien n’a été mesuré", "Nanye pa finn mezire")),
    ("satisfaction", ("Satisfaction at the end", "Satisfaction à la fin", "Satisfaksion alafin")),
    ("test", ("Test before and after", "Test avant et après", "Tes avan ek apre")),
    ("later", ("Use at work, some months later", "Usage au travail, quelques mois après", "Servi dan travay, detrwa mwa apre")),
)  # fmt: skip
_TRAINED = listed(
    ("own", ("Our own trainers", "Nos propres formateurs", "Nou prop formater")),
    ("other_body", ("Another body of the country", "Un autre organisme du pays", "Enn lot linstitision dan pei")),
    ("foreign", ("A foreign or international body", "Un organisme étranger ou international", "Enn linstitision etranze ouswa internasional")),
    ("private", ("A hired consultant", "Un consultant engagé", "Enn konsiltan")),
)  # fmt: skip
_SHAPE = listed(
    ("workshop", ("Workshop or course", "Atelier ou cours", "Latelie ouswa kour")),
    ("online", ("Online", "En ligne", "Anlinn")),
    ("coaching", ("On the job", "Sur le poste", "Lor travay")),
    (
        "briefing",
        ("Talk of half a day or less", "Exposé d’une demi-journée ou moins", "Koze enn demi-zour ouswa mwins"),
    ),
    ("abroad", ("Course abroad", "Cours à l’étranger", "Kour a letranze")),
)
_DIRECTION = listed(
    ("given", ("We gave it to others", "Nous l’avons donnée à d’autres", "Nou finn donn lezot")),
    ("received", ("Our people received it", "Nos agents l’ont reçue", "Nou dimounn finn gagne")),
    ("both", ("Both", "Les deux", "Toulede")),
)


def _institution() -> Group:
    return Group("block_institution", labels(("The institution", "L’institution", "Linstitision")), (
        item("body", "select_one", ("Which body do you answer for?", "Pour quel organisme répondez-vous ?", "Pou ki linstitision ou reponn?"), choices="bodies", required=True),
        item("function", "text", ("Function (not the name)", "Fonction (pas le nom)", "Fonksion (pa nom)"), lines=1),
        count("how_many", ("How many trainings on trafficking or a related subject since 2019?", "Combien de formations sur la traite ou un sujet voisin depuis 2019 ?", "Komie formasion lor trafik ouswa enn size parey depi 2019?"), 25, required=True,
              hint=("The next pages ask the same of each.", "Les pages suivantes posent les mêmes questions pour chacune.", "Bann paz apre demann mem zafer pou sakenn.")),
    ), minutes=3)  # fmt: skip


def _training() -> Group:
    return Group("training", labels(("One training", "Une formation", "Enn formasion")), (
        item("title", "text", ("Title or subject", "Titre ou sujet", "Tit ouswa size"), required=True, lines=1),
        item("direction", "select_one", ("Was it given or received?", "A-t-elle été donnée ou reçue ?", "Eski finn donn li ouswa gagn li?"), choices="direction", required=True),
        item("year", "integer", ("Year", "Année", "Lane"), required=True, lines=1, constraint=". >= 2000 and . <= number(format-date(today(), '%Y'))",
             message=labels(("Write a year from 2000 to this one.", "Écrivez une année de 2000 à celle-ci.", "Ekrir enn lane depi 2000 ziska seki la."))),
        item("shape", "select_one", ("In which form?", "Sous quelle forme ?", "Dan ki form?"), choices="shape"),
        item("days", "decimal", ("How many days?", "Combien de jours ?", "Komie zour?"), lines=1, constraint=". > 0 and . <= 120",
             message=labels(("Write days, for instance 0.5 or 3.", "Écrivez des jours, par exemple 0,5 ou 3.", "Ekrir zour, par exanp 0.5 ouswa 3."))),
        item("topics", "select_multiple", ("On what?", "Sur quoi ?", "Lor ki?"), choices="topics", required=True),
        item("topic_other", "text", ("Which other subject?", "Quel autre sujet ?", "Ki lot size?"), lines=1, relevant="selected(${topics}, 'other')"),
        item("trainers", "select_multiple", ("Who trained?", "Qui a formé ?", "Kisannla finn forme?"), choices="trained"),
        item("trainer_bodies", "select_multiple", ("Which bodies trained?", "Quels organismes ont formé ?", "Ki linstitision finn forme?"), choices="bodies", relevant="selected(${trainers}, 'other_body') or selected(${trainers}, 'foreign')"),
        item("trainee_bodies", "select_multiple", ("Whose people were trained?", "Les agents de quels organismes ?", "Dimounn ki linstitision?"), choices="bodies"),
        count("women_trained", ("Women trained", "Femmes formées", "Fam ki finn gagn formasion"), 5000),
        count("men_trained", ("Men trained", "Hommes formés", "Zom ki finn gagn formasion"), 5000),
        item("trained_in", "select_multiple", ("On which islands?", "Sur quelles îles ?", "Lor ki lil?"), choices="islands"),
        item("taught_in", "select_multiple", ("In which languages?", "En quelles langues ?", "Dan ki lang?"), choices="language"),
        item("measured", "select_multiple", ("What was measured?", "Qu’a-t-on mesuré ?", "Ki finn mezire?"), choices="measured",
             constraint="not(selected(., 'none') and count-selected(.) > 1)",
             message=labels(("“Nothing” excludes the others.", "« Rien » exclut les autres.", "“Nanye” pa kapav avek lezot."))),
        item("materials", "select_one", ("Do the materials exist still, and may they be used?", "Les supports existent-ils encore, et peut-on s’en servir ?", "Eski bann zouti ankor la, ek kapav servi zot?"), choices="yes_no_unsure"),
    ), repeats=True, count="${how_many}", minutes=14)  # fmt: skip


def _capacity() -> Group:
    return Group("block_capacity", labels(("What stands ready", "Ce qui est prêt", "Seki pare")), (
        count("own_trainers", ("How many of your people can train others on this subject?", "Combien de vos agents peuvent former d’autres sur ce sujet ?", "Komie dimounn kot ou kapav form lezot lor sa size-la?"), 500),
        item("curriculum", "select_one", ("Does your academy or school teach it to newcomers?", "Votre académie ou école l’enseigne-t-elle aux nouveaux ?", "Eski ou lekol aprann li bann nouvo?"), choices="yes_no_unsure"),
        count("curriculum_hours", ("How many hours?", "Combien d’heures ?", "Komie ler?"), 500, relevant="${curriculum} = 'yes'"),
        item("planned", "text", ("What is planned for the next twelve months?", "Qu’est-ce qui est prévu pour les douze prochains mois ?", "Ki prevwar pou prosin douz mwa?"), lines=2),
        item("lacks", "text", ("What is missing most: trainers, time, money, materials, orders?", "Que manque-t-il le plus : formateurs, temps, argent, supports, instructions ?", "Ki plis manke: formater, letan, kas, zouti, lord?"), lines=2),
    ), minutes=4)  # fmt: skip


def form(register: Register, version: str) -> Form:
    """The inventory, its bodies and places from the register."""
    vocabulary = register.vocabulary
    choices: dict[str, tuple[Choice, ...]] = {
        "bodies": asking.bodies(register),
        "yes_no": terms(vocabulary, "yes_no", ("yes", "no")),
        **asking.YES_NO_UNSURE,
        "islands": asking.islands(vocabulary),
        "language": terms(vocabulary, "language"),
        "topics": TOPICS,
        "direction": _DIRECTION,
        "shape": _SHAPE,
        "trained": _TRAINED,
        "measured": _MEASURED,
    }
    asked = (_institution(), _training(), _capacity())
    return Form(
        "filao_training_inventory",
        {"en": TITLES[0], "fr": TITLES[1], "mfe": TITLES[2]},
        version,
        (
            asking.consent(CONSENT),
            *(replace(group, relevant=IF_AGREED) for group in asked),
            asking.cards(register, alone=True),
        ),
        choices,
        files={"bodies": asking.BODIES},
        metadata=("today",),
        instance_name="concat(${body}, ' ', ${today})",
        purpose="inventory",
    )
