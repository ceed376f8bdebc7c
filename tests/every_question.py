# ruff: noqa: E501 - questions in three languages stay on one line
"""A published form in three languages with every kind of question that people may meet on a page."""

from __future__ import annotations

from tests.published import Row, xml_of

LANGUAGES = ("English (en)", "Français (fr)", "Kreol Morisien (mfe)")


def asked(type: str, name: str, english: str, french: str, kreol: str, **more: str) -> Row:
    texts = {f"label::{tongue}": text for tongue, text in zip(LANGUAGES, (english, french, kreol), strict=True)}
    return {"type": type, "name": name, **texts, **more}


def group(name: str, english: str, french: str, kreol: str, *rows: Row, repeat: bool = False, **more: str) -> list[Row]:
    kind = "repeat" if repeat else "group"
    return [asked(f"begin_{kind}", name, english, french, kreol, **more), *rows, {"type": f"end_{kind}", "name": name}]


def option(list: str, name: str, english: str, french: str, kreol: str, **more: str) -> Row:
    texts = {f"label::{tongue}": text for tongue, text in zip(LANGUAGES, (english, french, kreol), strict=True)}
    return {"list_name": list, "name": name, **texts, **more}


SURVEY: list[Row] = [
    *group(
        "block_consent", "Consent", "Consentement", "Lakor",
        asked("note", "consent_note_1", "We ask what services do. **Take part only if you wish.**", "Nous demandons ce que font les services. **Ne participez que si vous le voulez.**", "Nou demann seki bann servis fer. **Partisip zis si ou anvi.**"),
        asked("select_one yes_no", "consent", "Do you agree to take part?", "Acceptez-vous de participer ?", "Eski ou dakor pou partisipe?", required="yes"),
    ),
    *group(
        "about", "Your work", "Votre travail", "Ou travay",
        asked("select_one island", "island", "Where do you work?", "Où travaillez-vous ?", "Kotsa ou travay?", required="yes"),
        asked("select_one district", "district", "In which district?", "Dans quel district ?", "Dan ki distrik?", choice_filter="island=${island}"),
        asked("integer", "years", "Years in this work", "Années dans ce travail", "Lane dan sa travay-la", constraint=". >= 0 and . <= 60", **{"constraint_message::English (en)": "Write a number from 0 to 60.", "constraint_message::Français (fr)": "Écrivez un nombre de 0 à 60.", "constraint_message::Kreol Morisien (mfe)": "Ekrir enn nimero ant 0 ek 60."}),
        asked("text", "years_why", "What has kept you so long?", "Qu’est-ce qui vous a fait rester ?", "Ki finn fer ou reste?", relevant="${years} > 20"),
        asked("select_multiple language", "speaks", "Languages you work in", "Langues dans lesquelles vous travaillez", "Lang dan ki ou travay", **{"hint::English (en)": "Tick all that fit.", "hint::Français (fr)": "Cochez tout ce qui convient.", "hint::Kreol Morisien (mfe)": "Kosé tou seki korek."}),
    ),
    *group(
        "sure", "How sure are you?", "À quel point êtes-vous sûr ?", "Ki sertin ou ete?",
        asked("select_one sure", "signs", "I can recognise the signs.", "Je sais reconnaître les signes.", "Mo kapav rekonet bann sign.", appearance="likert"),
        asked("select_one sure", "refer", "I know whom to call.", "Je sais qui appeler.", "Mo kone kisannla pou telefone.", appearance="likert"),
        asked("range", "trust", "How much do you trust the hotline, from 0 to 10?", "Quelle confiance avez-vous dans la ligne, de 0 à 10 ?", "Ki konfians ou ena dan lign-la, ant 0 ek 10?", parameters="start=0 end=10 step=1"),
        asked("rank need", "first", "What is needed first?", "De quoi a-t-on besoin d’abord ?", "Ki bizin an premie?"),
    ),
    *group(
        "tie", "A body you work with", "Un organisme avec lequel vous travaillez", "Enn lorganizasion ki ou travay ansam",
        asked("select_one body", "partner", "Which body?", "Quel organisme ?", "Ki lorganizasion?", required="yes"),
        asked("select_one often", "often", "How often?", "À quelle fréquence ?", "Ki frekans?"),
        asked("text", "how", "What passes between you?", "Que passe-t-il entre vous ?", "Ki pase ant zot?", appearance="multiline"),
        repeat=True,
    ),
    {"type": "calculate", "name": "named", "calculation": "count(${tie})"},
    *group(
        "more", "A few more things", "Encore quelques points", "Detrwa lezot zafer",
        asked("note", "bodies_named", "You named ${named} bodies.", "Vous avez nommé ${named} organismes.", "Ou finn nom ${named} lorganizasion."),
        asked("date", "since", "Since when do you have a list of contacts?", "Depuis quand avez-vous une liste de contacts ?", "Depi kan ou ena enn lis kontak?"),
        asked("time", "shift", "When does your shift begin?", "À quelle heure commence votre service ?", "Kan ou travay koumanse?"),
        asked("decimal", "hours", "Hours of training you had", "Heures de formation reçues", "Ler formasion ki ou finn gagne"),
        asked("acknowledge", "card", "I have read the card with the numbers to call.", "J’ai lu la carte des numéros à appeler.", "Mo finn lir kart ki ena bann nimero."),
        asked("image", "board", "A picture of the board where the numbers hang", "Une photo du panneau des numéros", "Enn foto tablo kot bann nimero ete"),
        asked("select_one town", "town", "Nearest town", "Ville la plus proche", "Lavil pli pre"),
        asked("text", "words", "Anything else about how services work?", "Autre chose sur le fonctionnement des services ?", "Enn lot zafer lor kouma bann servis marse?", appearance="multiline"),
    ),
    *group(
        "block_cards", "Whom to turn to", "À qui s’adresser", "Kot kisannla pou ale",
        asked("note", "contacts", "Police 999, children 113. To complain: ombudsperson@example.org", "Police 999, enfance 113. Pour se plaindre : ombudsperson@example.org", "Lapolis 999, zanfan 113. Pou plengne: ombudsperson@example.org"),
    ),
]  # fmt: skip

_BODIES = ("Police", "Passport Office", "Child Development Unit", "Ombudsperson", "Labour Office", "Port Authority")
_TOWNS = (
    "Port Louis", "Curepipe", "Vacoas", "Quatre Bornes", "Rose Hill", "Beau Bassin", "Mahebourg", "Goodlands", "Triolet",
    "Rose Belle", "Flacq", "Souillac", "Port Mathurin", "La Ferme",
)  # fmt: skip
CHOICES: list[Row] = [
    option("yes_no", "yes", "Yes", "Oui", "Wi"),
    option("yes_no", "no", "No", "Non", "Non"),
    option("island", "mauritius", "Mauritius", "Maurice", "Moris", island=""),
    option("island", "rodrigues", "Rodrigues", "Rodrigues", "Rodrig", island=""),
    option("district", "port_louis", "Port Louis", "Port-Louis", "Porlwi", island="mauritius"),
    option("district", "moka", "Moka", "Moka", "Moka", island="mauritius"),
    option("district", "port_mathurin", "Port Mathurin", "Port Mathurin", "Port Mathurin", island="rodrigues"),
    *(option("language", code, *names) for code, names in {
        "en": ("English", "Anglais", "Angle"), "fr": ("French", "Français", "Franse"),
        "mfe": ("Kreol Morisien", "Créole mauricien", "Kreol Morisien"), "other": ("Another", "Une autre", "Enn lot"),
    }.items()),
    *(option("sure", str(n), *names) for n, names in enumerate((
        ("Not at all", "Pas du tout", "Ditou"), ("A little", "Un peu", "Enn tigit"), ("Fairly", "Assez", "Ase"),
        ("Fully", "Tout à fait", "Net"), ("Not part of my work", "Pas dans mon travail", "Pa dan mo travay"),
    ), 1)),
    *(option("need", code, *names) for code, names in {
        "time": ("Time", "Du temps", "Letan"), "rules": ("Clear rules", "Des règles claires", "Bann regleman kler"),
        "shelter": ("Safe places", "Des lieux sûrs", "Landrwa sir"),
    }.items()),
    *(option("often", code, *names) for code, names in {
        "weekly": ("Every week", "Chaque semaine", "Sak semenn"), "rarely": ("Less often", "Moins souvent", "Mwin souvan"),
    }.items()),
    *(option("body", f"b{n:02d}", *(f"{name}{'' if n < 6 else f' {n}'}",) * 3) for n, name in enumerate(_BODIES * 8)),
    *(option("town", f"t{n:02d}", *(name,) * 3) for n, name in enumerate(_TOWNS)),
]  # fmt: skip


def every_question(form_id: str = "every_question", *, version: str = "1", phase: bool = False) -> bytes:
    """The XForm of the form; `phase` adds the hidden question that says when a test is taken."""
    rows = [*SURVEY]
    choices = [*CHOICES]
    if phase:
        rows.insert(
            0,
            asked(
                "select_one phase",
                "phase",
                "Before or after the training?",
                "Avant ou après la formation ?",
                "Avan ouswa apre formasion?",
            ),
        )
        choices += [option("phase", code, code, code, code) for code in ("before", "after")]
    return xml_of(
        rows, choices, form_id=form_id, form_title="Services against trafficking", version=version,
        default_language=LANGUAGES[0],
    )  # fmt: skip
