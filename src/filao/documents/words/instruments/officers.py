"""The survey of officers: anonymous, ten minutes, on what they met, know, learnt and need. No scale is a slider, since
a slider shows an answer before one is given."""

from __future__ import annotations

from dataclasses import replace

from filao.core.forms import Choice, Form, Group
from filao.core.register import Register
from filao.documents.words import asking
from filao.documents.words.asking import IF_AGREED, Text, item, labels, listed, terms
from filao.documents.words.instruments.training_inventory import TOPICS

TITLES: Text = (
    "Survey of officers on trafficking in persons",
    "Enquête auprès des agents sur la traite des personnes",
    "Sondaz bann zofisie lor trafik dimounn",
)

CONSENT: tuple[Text, ...] = (
    (
        "This survey asks people who meet the public at work what they see, know and need against trafficking in persons. It takes about 10 minutes.",
        "Cette enquête demande à ceux qui reçoivent le public ce qu’ils voient, savent et souhaitent contre la traite des personnes. Elle dure environ 10 minutes.",
        "Sa sondaz-la demann dimounn ki zwenn piblik dan travay ki zot trouve, kone ek bizin kont trafik dimounn. Li dir apepre 10 minit.",
    ),
    (
        "It is anonymous: no name, number, device or exact time is kept. Your superiors do not see answers; results are shown for groups only.",
        "Elle est anonyme : ni nom, ni numéro, ni appareil, ni heure exacte n’est gardé. Vos supérieurs ne voient pas les réponses ; les résultats sont montrés par groupe seulement.",
        "Li anonim: nou pa gard okenn non, nimero, aparey ouswa ler exak. Ou siperyer pa get bann repons; rezilta montre zis par group.",
    ),
    (
        "Taking part is your choice and changes nothing for you. You may leave out questions and stop at any time. With the code at the end you can have your answers deleted.",
        "Participer est votre choix et ne change rien pour vous. Vous pouvez passer des questions et arrêter à tout moment. Avec le code de la fin, vous pouvez faire effacer vos réponses.",
        "Partisipe se ou swa ek sa pa sanz nanye pou ou. Ou kapav pa reponn detrwa kestion ek aret kan ou anvi. Avek kod alafin ou kapav fer efas ou repons.",
    ),
    (
        "Please write nothing about a victim or a case: no name, no place, no story.",
        "N’écrivez rien d’une victime ou d’un dossier : ni nom, ni lieu, ni récit.",
        "Pa ekrir nanye lor enn viktim ouswa enn ka: ni non, ni landrwa, ni zistwar.",
    ),
)

_SERVICE = listed(
    ("police", ("Police", "Police", "Lapolis")),
    ("immigration", ("Passport and immigration", "Passeports et immigration", "Paspor ek imigrasion")),
    ("customs_port", ("Customs, port, coast guard", "Douane, port, garde-côtes", "Ladwann, por, gard-kot")),
    ("labour", ("Labour and employment", "Travail et emploi", "Travay ek lanplwa")),
    ("health", ("Health", "Santé", "Lasante")),
    ("social", ("Social, family and child services", "Services sociaux, famille et enfance", "Servis sosial, fami ek zanfan")),
    ("justice", ("Prosecution and courts", "Poursuites et tribunaux", "Pourswit ek tribinal")),
    ("ngo", ("NGO", "ONG", "ONG")),
    ("other", ("Another service", "Un autre service", "Enn lot servis")),
)  # fmt: skip
_LEVEL = listed(
    ("operational", ("I work with the public", "Je travaille avec le public", "Mo travay ar piblik")),
    ("supervisor", ("I lead a team", "Je dirige une équipe", "Mo diriz enn lekip")),
    ("manager", ("I lead a service", "Je dirige un service", "Mo diriz enn servis")),
)
_YEARS = listed(
    ("under_3", ("Less than 3", "Moins de 3", "Mwins ki 3")),
    ("3_9", ("3 to 9", "De 3 à 9", "3 a 9")),
    ("10_more", ("10 or more", "10 ou plus", "10 ouswa plis")),
)
_SEX = listed(
    ("female", ("Woman", "Femme", "Fam")),
    ("male", ("Man", "Homme", "Zom")),
    ("not_said", ("I would rather not say", "Je préfère ne pas le dire", "Mo prefer pa dir")),
)
_DID = listed(
    ("supervisor", ("Told my supervisor", "J’en ai parlé à mon supérieur", "Mo finn dir mo siperyer")),
    ("referred", ("Sent the person to a service", "J’ai adressé la personne à un service", "Mo finn avoy dimounn-la kot enn servis")),
    ("called", ("Called a hotline or the police", "J’ai appelé une ligne ou la police", "Mo finn telefonn enn lign ouswa lapolis")),
    ("recorded", ("Made a record of it", "Je l’ai consigné", "Mo finn not li")),
    ("nothing_unsure", ("Nothing: I was not sure", "Rien : je n’étais pas sûr", "Nanye: mo pa ti sir")),
    ("nothing_whom", ("Nothing: I did not know whom to tell", "Rien : je ne savais pas à qui le dire", "Nanye: mo pa ti kone kisannla pou dir")),
    ("nothing_fear", ("Nothing: I feared what would follow", "Rien : j’en craignais les suites", "Nanye: mo ti per seki pou arive")),
)  # fmt: skip
_SURE = listed(
    ("1", ("Not at all", "Pas du tout", "Ditou")),
    ("2", ("A little", "Un peu", "Enn tigit")),
    ("3", ("Fairly", "Assez", "Ase")),
    ("4", ("Fully", "Tout à fait", "Net")),
    ("na", ("Not part of my work", "Pas dans mon travail", "Pa dan mo travay")),
)
_KNOWN = listed(
    ("written", ("Yes, in writing", "Oui, par écrit", "Wi, par ekri")),
    ("told", ("Yes, I was told", "Oui, on me l’a dit", "Wi, finn dir mwa")),
    ("no", ("No", "Non", "Non")),
)
_LAST = listed(
    ("under_2", ("Less than 2 years ago", "Il y a moins de 2 ans", "Mwins ki 2 an")),
    ("2_5", ("2 to 5 years ago", "Il y a 2 à 5 ans", "2 a 5 an")),
    ("over_5", ("More than 5 years ago", "Il y a plus de 5 ans", "Plis ki 5 an")),
    ("never", ("Never", "Jamais", "Zame")),
)
_HINDERS = listed(
    ("time", ("Time", "Le temps", "Letan")),
    ("orders", ("No clear orders", "Pas d’instructions claires", "Pena lord kler")),
    ("interpreters", ("No interpreters", "Pas d’interprètes", "Pena interpret")),
    ("shelter", ("No safe place to send people", "Pas de lieu sûr où adresser", "Pena landrwa sir pou avoye")),
    ("transport", ("Transport, above all between islands", "Le transport, surtout entre îles", "Transpor, sirtou ant bann lil")),
    ("safety", ("My own safety", "Ma propre sécurité", "Mo prop sekirite")),
    ("trust", ("People do not trust us", "On ne nous fait pas confiance", "Dimounn pa fer nou konfians")),
    ("none", ("Nothing", "Rien", "Nanye")),
)  # fmt: skip
_CONFIDENCE: tuple[tuple[str, Text], ...] = (
    ("sure_signs", ("I can recognise the signs.", "Je sais reconnaître les signes.", "Mo kapav rekonet bann sin.")),
    ("sure_talk", ("I can hold a first talk without doing harm.", "Je sais mener un premier entretien sans nuire.", "Mo kapav fer enn premie konversasion san fer ditor.")),
    ("sure_refer", ("I know to whom to send an adult, and how.", "Je sais à qui adresser un adulte, et comment.", "Mo kone kot avoy enn adilt, ek kouma.")),
    ("sure_child", ("I know to whom to send a child, and how.", "Je sais à qui adresser un enfant, et comment.", "Mo kone kot avoy enn zanfan, ek kouma.")),
    ("sure_record", ("I can record what is needed and no more.", "Je sais consigner le nécessaire, sans plus.", "Mo kapav not seki bizin, pa plis.")),
    ("sure_interpreter", ("I can work with an interpreter.", "Je sais travailler avec un interprète.", "Mo kapav travay ar enn interpret.")),
)  # fmt: skip


def _about() -> Group:
    return Group("block_about", labels(("Your work", "Votre travail", "Ou travay")), (
        item("service", "select_one", ("In which field do you work?", "Dans quel domaine travaillez-vous ?", "Dan ki domenn ou travay?"), choices="service", required=True),
        item("level", "select_one", ("What describes you best?", "Qu’est-ce qui vous décrit le mieux ?", "Ki dekrir ou pli bien?"), choices="level"),
        item("years", "select_one", ("Years in this work", "Années dans ce travail", "Lane dan sa travay-la"), choices="years"),
        item("sex", "select_one", ("You are", "Vous êtes", "Ou ete"), choices="sex"),
        item("island", "select_one", ("On which island do you mostly work?", "Sur quelle île travaillez-vous surtout ?", "Lor ki lil ou plis travay?"), choices="islands"),
    ), minutes=2)  # fmt: skip


def _met() -> Group:
    return Group("block_met", labels(("What you met", "Ce que vous avez rencontré", "Seki ou finn zwenn")), (
        item("met", "select_one", ("In the last twelve months, did anything at work make you think of trafficking in persons?", "Ces douze derniers mois, quelque chose au travail vous a-t-il fait penser à la traite des personnes ?", "Dan dernie douz mwa, eski kitsoz dan travay finn fer ou pans trafik dimounn?"),
             choices="yes_no_unsure", hint=("Only yes or no: please tell no case.", "Seulement oui ou non : ne racontez aucun cas.", "Zis wi ouswa non: pa rakont okenn ka.")),
        item("did", "select_multiple", ("What did you do?", "Qu’avez-vous fait ?", "Ki ou finn fer?"), choices="did", relevant="${met} = 'yes' or ${met} = 'unsure'"),
        item("procedure", "select_one", ("Does your service have a procedure for such a situation?", "Votre service a-t-il une procédure pour une telle situation ?", "Eski ou servis ena enn prosedir pou enn sitiasion koumsa?"), choices="known"),
        item("first_contact", "select_one", ("To which body would you turn first?", "Vers quel organisme vous tourneriez-vous d’abord ?", "Ver ki linstitision ou ti pou ale avan?"), choices="bodies"),
    ), minutes=2)  # fmt: skip


def _sure() -> Group:
    asked = tuple(item(name, "select_one", text, choices="sure", appearance="likert") for name, text in _CONFIDENCE)
    return Group(
        "block_sure", labels(("How sure are you?", "Êtes-vous sûr de vous ?", "Ki kantite ou sir?")), asked, minutes=2
    )


def _training() -> Group:
    return Group("block_training", labels(("Training", "Formation", "Formasion")), (
        item("last_training", "select_one", ("When were you last trained on this subject?", "Quand avez-vous été formé à ce sujet pour la dernière fois ?", "Kan dernie fwa ou finn gagn formasion lor sa size-la?"), choices="last"),
        item("topics_had", "select_multiple", ("On what?", "Sur quoi ?", "Lor ki?"), choices="topics", relevant="${last_training} != '' and ${last_training} != 'never'"),
        item("used", "select_one", ("Did you use what you learnt?", "Avez-vous utilisé ce que vous avez appris ?", "Eski ou finn servi seki ou finn aprann?"), choices="yes_no_unsure", relevant="${last_training} != '' and ${last_training} != 'never'"),
        item("topics_wanted", "select_multiple", ("Which three subjects would help you most?", "Quels trois sujets vous aideraient le plus ?", "Ki trwa size ti pou ed ou plis?"), choices="topics", constraint="count-selected(.) <= 3",
             message=labels(("Choose three at most.", "Choisissez-en trois au plus.", "Swazir trwa, pa plis."))),
        item("wanted_other", "text", ("Which other subject?", "Quel autre sujet ?", "Ki lot size?"), lines=1, relevant="selected(${topics_wanted}, 'other')"),
        item("train_in", "select_multiple", ("In which languages would you like to learn?", "En quelles langues aimeriez-vous apprendre ?", "Dan ki lang ou anvi aprann?"), choices="language"),
        item("hinders", "select_multiple", ("What hinders you most?", "Qu’est-ce qui vous gêne le plus ?", "Ki plis anpes ou?"), choices="hinders", constraint="not(selected(., 'none') and count-selected(.) > 1)",
             message=labels(("“Nothing” excludes the others.", "« Rien » exclut les autres.", "“Nanye” pa kapav avek lezot."))),
        item("one_thing", "text", ("Which one change would help you most?", "Quel seul changement vous aiderait le plus ?", "Ki sel sanzman ti pou ed ou plis?"), lines=3,
             hint=("No names and no case, please.", "Ni noms ni cas, s’il vous plaît.", "Pa met non ni enn ka.")),
    ), minutes=3)  # fmt: skip


def form(register: Register, version: str) -> Form:
    """The survey, its bodies and islands from the register."""
    vocabulary = register.vocabulary
    choices: dict[str, tuple[Choice, ...]] = {
        "bodies": asking.bodies(register),
        "yes_no": terms(vocabulary, "yes_no", ("yes", "no")),
        **asking.YES_NO_UNSURE,
        "islands": asking.islands(vocabulary),
        "language": terms(vocabulary, "language", ("en", "fr", "mfe", "rcf")),
        "topics": TOPICS,
        "service": _SERVICE,
        "level": _LEVEL,
        "years": _YEARS,
        "sex": _SEX,
        "did": _DID,
        "known": _KNOWN,
        "sure": _SURE,
        "last": _LAST,
        "hinders": _HINDERS,
    }
    asked = (_about(), _met(), _sure(), _training())
    return Form(
        "filao_officer_survey",
        {"en": TITLES[0], "fr": TITLES[1], "mfe": TITLES[2]},
        version,
        (
            asking.consent(CONSENT, minutes=1),
            *(replace(group, relevant=IF_AGREED) for group in asked),
            asking.cards(register, alone=True),
        ),
        choices,
        files={"bodies": asking.BODIES},
        purpose="survey",
        anonymous=True,
    )
