"""The gate before publishing: what would fail in the field, tell who answered, or ask about a victim; and what must pass."""

from __future__ import annotations

from typing import Any

import pytest
from tests.core.questionnaires import ask, form, group

from filao.core.forms.lint import Finding, lint
from filao.core.forms.questionnaire import Action, Choice, Choices, Node, Output, Question, Questionnaire

CONSENT = ask("consent", "select_one", "Do you agree to take part?", "yes", "no")
STOP = ask("stop_script", "note", "May I stop you here?")
CARD = ask("card", "note", "If somebody is in danger, call the hotline.")
AGREED = " /data/consent  = 'yes'"


def sound(*children: Node, **more: Any) -> Questionnaire:
    """A form that asks for consent, stops and refers, with these questions in a group that rests on consent."""
    inside = group("g", *children, relevant=AGREED)
    return form(CONSENT, inside, STOP, CARD, **{"root": "/data", **more})


def found(questionnaire: Questionnaire, **more: Any) -> list[Finding]:
    given: dict[str, Any] = {"anonymous": False, "languages": ("en",)}
    return lint(questionnaire, **{**given, **more})


def codes(questionnaire: Questionnaire, **more: Any) -> list[str]:
    return [finding.code for finding in found(questionnaire, **more)]


def q(name: str, type: Any = "text", label: str = "", *options: str, **more: Any) -> Question:
    return ask(f"g/{name}", type, label or "What changed?", *options, **more)


def test_a_sound_form_passes_without_a_word() -> None:
    assert found(sound(q("a"), q("b", "integer", "How many?", relevant="/data/g/a != ''")), anonymous=True) == []


# --- logic


@pytest.mark.parametrize(
    ("logic", "code"),
    [
        ({"relevant": "/data/g/a ="}, "xpath_syntax"),
        ({"constraint": ". > 1 and"}, "xpath_syntax"),
        ({"calculation": "if(1, 2"}, "xpath_syntax"),
        ({"relevant": "selectd(/data/g/a, 'x')"}, "xpath_unknown_function"),
        ({"constraint": "count-selected()"}, "xpath_arguments"),
        ({"constraint": "regex(., '[')"}, "xpath_pattern"),
        ({"relevant": "/data/g/gone = 'x'"}, "reference_unknown"),
        ({"relevant": "field-list"}, "reference_unknown"),
        ({"relevant": "../gone = 'x'"}, "reference_unknown"),
        ({"calculation": "count(/data/gone)"}, "reference_unknown"),
        ({"constraint": "instance('none')/root/item/name = ."}, "list_unknown"),
    ],
)
def test_logic_that_cannot_be_worked_out_blocks(logic: dict[str, str], code: str) -> None:
    finding = found(sound(q("a"), q("b", **logic)))[0]

    assert (finding.code, finding.path, finding.blocking) == (code, "/data/g/b", True)
    assert finding.facts["column"] == next(iter(logic))


def test_kpi_4939_an_appearance_typed_into_relevant_is_found() -> None:
    finding = found(sound(q("a", relevant="list-nolabel")))[0]

    assert (finding.code, finding.facts["reference"]) == ("reference_unknown", "list-nolabel")


def test_logic_in_a_label_is_looked_at_too() -> None:
    label = {"en": ("You said ", Output("/data/g/gone"), ".")}

    assert codes(sound(Question("/data/g/a", "note", label))) == ["reference_unknown"]


def test_a_default_that_is_computed_is_looked_at_too() -> None:
    broken = sound(q("a"), actions=(Action("first-load", "/data/g/a", "now("),))

    assert found(broken)[0].facts["column"] == "default"


def test_a_filter_may_name_the_columns_of_its_list_and_no_others() -> None:
    towns = (Choice("t", {"en": ("T",)}, {"name": "t", "island": "r"}),)

    def filtered(column: str) -> Questionnaire:
        picked = Choices((), "towns", f"instance('towns')/root/item[{column} = /data/g/island]")
        return sound(q("island"), q("town", "select_one", choices=picked), instances={"towns": towns})

    assert codes(filtered("island")) == []
    assert codes(filtered("district")) == ["list_column_unknown"]


def test_javarosa_796_a_circle_is_named_by_its_questions() -> None:
    circle = sound(
        q("a", "calculate", calculation="/data/g/b + 1"), q("b", "calculate", calculation="/data/g/a + 1"), q("z")
    )

    finding = found(circle)[0]
    assert finding.code == "form_cycle"
    assert finding.facts["paths"] == ["/data/g/a", "/data/g/b"]


def test_a_calculation_that_looks_at_itself_is_a_circle() -> None:
    assert codes(sound(q("a", "calculate", calculation="/data/g/a + 1"), q("b"))) == ["form_cycle"]


@pytest.mark.parametrize(
    ("logic", "found_in_it"),
    [
        ("/data/g/tie/kind = 'x'", ["reference_repeated"]),
        ("string-length(/data/g/tie/kind) > 1", ["reference_repeated"]),
        ("count(/data/g/tie) > 1", []),
        ("sum(/data/g/tie/n) > 1", []),
        ("indexed-repeat(/data/g/tie/kind, /data/g/tie, 1) = 'x'", []),
        ("/data/g/tie[1]/kind = 'x'", []),
        ("join(' ', /data/g/tie/kind) = 'x'", []),
    ],
)
def test_docs_1900_an_answer_of_a_repeat_is_not_taken_for_one_from_outside(logic: str, found_in_it: list[str]) -> None:
    tie = group("g/tie", ask("g/tie/kind"), ask("g/tie/n", "integer", relevant="/data/g/tie/kind = 'x'"), repeats=True)

    assert codes(sound(tie, q("b", relevant=logic))) == found_in_it


def test_pyxform_754_a_group_that_shows_nothing_is_refused() -> None:
    computed = group("g/h", ask("g/h/c", "calculate", calculation="1"))

    assert [(f.code, f.path) for f in found(sound(q("a"), computed))] == [("group_empty", "/data/g/h")]
    assert codes(sound(q("a"), group("g/h", group("g/h/r", ask("g/h/r/x"), repeats=True)))) == []


def test_a_condition_on_a_later_question_is_advice() -> None:
    finding = found(sound(q("a", relevant="/data/g/b = 'x'"), q("b")))[0]

    assert (finding.code, finding.blocking, finding.facts["reference"]) == ("refers_ahead", False, "b")


@pytest.mark.parametrize(
    "logic",
    [
        ". >= 0 and . <= 5", "../a != ''", "/data/g/tie[position() = 1]/kind = 'x'", "count(/data/g/tie) > 1", "true()",
        "string-length(/data/g/a) > 3 or not(/data/consent = 'no')", "sum(/data/g/tie/n) > 2", "//kind != ''",
        "jr:choice-name(/data/consent, '/data/consent') = 'Yes'", "once(random()) < 1", "position(..) = 1",
        "date('2024-01-01') < today()", "instance('__last-saved')/data/g/a != ''",
    ],
)  # fmt: skip
def test_what_forms_of_the_field_write_passes(logic: str) -> None:
    tie = group("g/tie", ask("g/tie/kind"), ask("g/tie/n", "integer"), repeats=True)

    assert codes(sound(q("a"), tie, q("b", "integer", constraint=logic))) == []


# --- reach


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("false()", "unreachable"),
        ("1 = 2", "unreachable"),
        ("'no' = 'yes'", "unreachable"),
        ("not(true())", "unreachable"),
        ("/data/g/n = 'many'", "unreachable"),
        ("/data/g/one = 'x' and /data/g/one = 'y'", "unreachable"),
        ("/data/g/one = 'x' and /data/g/one != 'x'", "unreachable"),
        ("/data/consent = 'no'", "unreachable"),
        ("/data/g/one = 'z'", "option_unknown"),
        ("'z' = /data/g/one", "option_unknown"),
        ("selected(/data/g/many, 'z')", "option_unknown"),
        ("selected(/data/g/many, 'z') or false()", "option_unknown"),
    ],
)
def test_a_question_that_nobody_can_see_is_found(condition: str, code: str) -> None:
    seen = sound(
        q("one", "select_one", "", "x", "y"), q("many", "select_multiple", "", "x", "y"), q("n", "integer"),
        q("b", relevant=condition),
    )  # fmt: skip

    findings = found(seen)
    assert findings[0].code == code
    assert findings[-1].code == "unreachable"
    assert {finding.path for finding in findings} == {"/data/g/b"}


@pytest.mark.parametrize(
    "condition",
    [
        "/data/g/one = 'x'", "/data/g/one = 'x' or /data/g/one = 'y'", "/data/g/one != 'x'", "/data/g/one != ''",
        "/data/g/n > 3", "/data/g/n = 3", "/data/g/n = '3'", "not(/data/g/one = 'x')", "selected(/data/g/many, 'x')",
        "selected(/data/g/many, 'x') and selected(/data/g/many, 'y')", "/data/consent = 'yes'", "/data/g/words = 'z'",
        "/data/g/words = 'a' or /data/g/words = 'b'", "/data/g/one = /data/g/words", "/data/g/many = 'x y'",
        "count-selected(/data/g/many) > 1", "/data/g/one = 'x' and /data/g/n > 1 and /data/g/n < 5",
    ],
)  # fmt: skip
def test_nothing_is_called_unreachable_that_could_be_reached(condition: str) -> None:
    seen = sound(
        q("one", "select_one", "", "x", "y"), q("many", "select_multiple", "", "x", "y"), q("n", "integer"), q("words"),
        q("b", relevant=condition),
    )  # fmt: skip

    assert codes(seen) == []


def test_what_rests_on_a_question_that_is_never_seen_is_never_seen_either() -> None:
    seen = sound(q("a", relevant="false()"), q("b", relevant="/data/g/a = 'x'"), q("c", relevant="/data/g/a != 'x'"))

    assert [finding.path for finding in found(seen)] == ["/data/g/a", "/data/g/b"]


def test_a_group_that_is_never_seen_is_said_once() -> None:
    inner = group("g/h", ask("g/h/a"), ask("g/h/b"), relevant="false()")

    assert [(finding.code, finding.path) for finding in found(sound(inner))] == [("unreachable", "/data/g/h")]


def test_an_option_of_a_list_that_is_not_at_hand_is_not_judged() -> None:
    picked = Choices((), "bodies", "instance('bodies')/root/item")
    seen = sound(
        q("body", "select_one", choices=picked), q("b", relevant="/data/g/body = 'MPF'"), sources={"bodies": "b.csv"}
    )

    assert codes(seen) == []
    rows = (Choice("PMO", {"": ("PMO",)}, {"name": "PMO"}),)
    assert codes(seen, lists={"bodies": rows}) == ["option_unknown", "unreachable"]


# --- texts


def bilingual(name: str, english: str, french: str, **more: Any) -> Question:
    texts = {"en": (english,), "fr": (french,)}
    return Question(f"/data/g/{name}", "text", texts, **more)


def in_french(**more: Any) -> Questionnaire:
    both = {"en": ("Do you agree to take part?",), "fr": ("Acceptez-vous de participer ?",)}
    options = Choices(tuple(Choice(code, {"en": (code,), "fr": (code,)}) for code in ("yes", "no")))
    consent = Question("/data/consent", "select_one", both, choices=options)
    notes = [
        Question(note.path, "note", {**note.labels, "fr": (text,)})
        for note, text in ((STOP, "Puis-je vous arrêter ?"), (CARD, "Si quelqu’un est en danger, appelez."))
    ]
    inside = group("g", *more.pop("children"), relevant=AGREED)
    inside = type(inside)(inside.path, inside.children, {"en": ("G",), "fr": ("G",)}, inside.relevant)
    return form(consent, inside, *notes, root="/data", languages=("en", "fr"), **more)


def test_a_label_that_a_language_lacks_blocks_and_says_where() -> None:
    half = in_french(children=(bilingual("a", "What?", "-"), bilingual("b", "Why?", ""), bilingual("c", "A", "B")))

    (finding,) = found(half, languages=("en", "fr"))
    assert (finding.code, finding.blocking) == ("translation_missing", True)
    assert finding.facts == {"language": "fr", "column": "label", "number": 2, "names": ("a", "b")}


def test_a_message_that_a_language_lacks_is_advice() -> None:
    half = in_french(children=(bilingual("a", "A", "B", constraint_messages={"en": ("No",), "fr": ("-",)}),))

    (finding,) = found(half, languages=("en", "fr"))
    assert (finding.facts["column"], finding.blocking) == ("constraint_message", False)


def test_a_language_that_the_form_lacks_altogether_is_advice() -> None:
    (finding,) = found(sound(q("a")), languages=("en", "mfe"))

    assert (finding.code, finding.facts, finding.blocking) == ("language_missing", {"language": "mfe"}, False)


def test_drafts_are_counted_as_advice() -> None:
    (finding,) = found(in_french(children=(bilingual("a", "A", "[draft] B"),)), languages=("en", "fr"))

    assert (finding.code, finding.facts["number"], finding.blocking) == ("draft_texts", 1, False)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ((), "no_options"),
        ((Choice("x", {"en": ("X",)}), Choice("x", {"en": ("Y",)})), "option_twice"),
        ((Choice("x", {"en": ("",)}), Choice("y", {"en": ("Y",)})), "option_unlabelled"),
        ((Choice("x", {"en": ("-",)}),), "option_unlabelled"),
    ],
)
def test_options_that_cannot_be_told_apart_block(options: tuple[Choice, ...], code: str) -> None:
    picked = q("a", "select_one", choices=Choices((), "l", "instance('l')/root/item"))

    assert codes(sound(picked, instances={"l": options})) == [code]


def test_a_question_that_says_nothing_blocks() -> None:
    assert codes(sound(Question("/data/g/a", "text", {"en": ("",)}))) == ["text_missing"]


def test_a_place_left_to_be_filled_in_is_advice() -> None:
    (finding,) = found(sound(q("a", "note", "Call [to be filled in before use].")))

    assert (finding.code, finding.path, finding.blocking) == ("slot_open", "/data/g/a", False)


def test_a_file_that_was_not_uploaded_blocks_where_the_files_are_known() -> None:
    needs = sound(q("a"), files=("bodies.csv", "map.png"))

    assert codes(needs) == []
    assert [finding.facts for finding in found(needs, files={"map.png"})] == [{"file": "bodies.csv"}]


def test_a_slider_for_a_scale_is_advised_against_and_a_measure_is_not() -> None:
    scale = q("a", "range", start="0", end="5", step="1")
    measure = q("b", "range", start="0", end="100", step="1")

    assert [(f.code, f.path, f.blocking) for f in found(sound(scale, measure))] == [
        ("range_as_scale", "/data/g/a", False)
    ]


# --- people


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (q("d", "metadata", preload="property deviceid"), "identifying_metadata"),
        (q("d", "metadata", preload="property uri:deviceid"), "identifying_metadata"),
        (q("d", "metadata", preload="property phonenumber"), "identifying_metadata"),
        (q("d", "metadata", preload="property username"), "identifying_metadata"),
        (q("d", "metadata", preload="property email"), "identifying_metadata"),
        (q("d", "metadata", preload="property subscriberid"), "identifying_metadata"),
        (q("d", "metadata", preload="property simserial"), "identifying_metadata"),
        (q("start", "metadata", preload="timestamp start"), "exact_time"),
        (q("end", "metadata", preload="timestamp end"), "exact_time"),
        (q("n", "calculate", calculation="once(now())"), "exact_time"),
        (q("where", "geopoint"), "exact_place"),
        (q("voice", "audio"), "recording_identifies"),
        (q("face", "image"), "recording_identifies"),
    ],
)
def test_an_anonymous_form_takes_nothing_from_the_device(question: Question, code: str) -> None:
    assert codes(sound(question, q("z")), anonymous=True) == [code]
    assert code not in codes(sound(question, q("z")))


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("What is your name?", "name"), ("Full name", "name"), ("Name", "name"), ("Name of respondent", "name"),
        ("Surname", "name"), ("Officer's name", "name"), ("Votre nom et prénom", "name"), ("Nom", "name"),
        ("Nom de l’agent", "name"), ("Prénoms", "name"), ("Ki ou non?", "name"),
        ("Phone number", "phone"), ("Your mobile", "phone"), ("Numéro de téléphone", "phone"), ("Nimero telefonn", "phone"),
        ("E-mail", "email"), ("Your email address", "email"), ("Adresse électronique", "email"), ("Ou imel", "email"),
        ("NIC number", "id_number"), ("National identity card", "id_number"), ("Passport number", "id_number"),
        ("Badge number", "id_number"), ("Matricule", "id_number"), ("Numéro de passeport", "id_number"),
        ("Carte d’identité", "id_number"), ("Kart idantite", "id_number"), ("Staff no", "id_number"),
        ("Date of birth", "birth"), ("Date de naissance", "birth"), ("Dat nesans", "birth"),
        ("Home address", "address"), ("Where do you live?", "address"), ("Adresse", "address"), ("Kot ou reste?", "address"),
    ],
)  # fmt: skip
def test_an_anonymous_form_does_not_ask_who_somebody_is(label: str, what: str) -> None:
    finding = found(sound(q("a", label=label)), anonymous=True)[0]

    assert (finding.code, finding.facts, finding.blocking) == ("identifying_question", {"what": what}, True)
    named = [(f.code, f.blocking) for f in found(sound(q("a", label=label)))]
    assert named == ([("person_named", False)] if what == "name" else [])


@pytest.mark.parametrize(
    "label",
    [
        "Function (not the name)", "Fonction (pas le nom)", "Fonksion (pa nom)", "Name one action against trafficking.",
        "Name three bodies we should meet.", "Citez trois organismes", "Island or district (no address)",
        "À plein temps ou non ?", "How many passports were kept?", "Do you know the hotline number?",
        "Connaissez-vous le numéro de la ligne ?", "Do people fear to give their papers?", "Title or subject",
        "Recrutement, frais, contrats, passeports retenus", "Which e-mail system does the unit use?",
        "What address does your service put on its leaflets?", "Do not write a name here.", "Quel est le nom du service ?",
        "Name of the training", "Which telephone line do you use at night?",
    ],
)  # fmt: skip
def test_a_question_on_bodies_and_services_is_not_taken_for_one_on_persons(label: str) -> None:
    assert codes(sound(q("a", label=label)), anonymous=True) == []


def test_a_choice_among_options_does_not_name_anybody() -> None:
    assert codes(sound(q("a", "select_one", "Your name badge is", "red", "blue")), anonymous=True) == []


def test_many_traits_together_are_advice_in_an_anonymous_form() -> None:
    traits = [
        q(f"t{n}", "select_one", label, "x", "y")
        for n, label in enumerate(
            ("Sex", "How old are you?", "Your rank", "Which unit?", "Years in this work", "District", "Nationality")
        )
    ]

    finding = found(sound(*traits), anonymous=True)[0]
    assert (finding.code, finding.facts["number"], finding.blocking) == ("many_traits", 7, False)
    assert codes(sound(*traits[:5]), anonymous=True) == []


@pytest.mark.parametrize(
    ("label", "what"),
    [
        ("Name of the victim", "victim_identity"), ("Victim's age", "victim_identity"),
        ("Nationality of each survivor", "victim_identity"), ("Nom de la victime", "victim_identity"),
        ("Initiales de la victime", "victim_identity"), ("Non viktim", "victim_identity"), ("Victim code", "victim_identity"),
        ("Case number", "case_number"), ("OB number", "case_number"), ("Numéro de dossier", "case_number"),
        ("Police report no", "case_number"), ("Nimero dosie", "case_number"),
        ("Address of the shelter", "shelter_place"), ("Where is the safe house?", "shelter_place"),
        ("Adresse du foyer", "shelter_place"), ("Où se trouve le refuge ?", "shelter_place"),
        ("Ladres lakaz refiz", "shelter_place"),
        ("Describe the last case", "story"), ("What happened to her?", "story"), ("Racontez un cas", "story"),
        ("Tell us about the victim", "story"), ("Rakont enn ka", "story"),
    ],
)  # fmt: skip
def test_no_form_asks_about_a_victim_or_a_case(label: str, what: str) -> None:
    finding = next(f for f in found(sound(q("a", label=label))) if f.code == "asks_victim")

    assert (finding.facts["what"], finding.blocking) == (what, True)


@pytest.mark.parametrize(
    "label",
    [
        "To whom do you send people whom you believe to be victims?", "Where does it fail, in general? No case, please.",
        "Do police and prosecutors meet on cases by rule?", "How many victims did your service receive in 2024?",
        "Where can an adult man be housed safely tonight?", "Which shelters take families?",
        "Please tell nothing about a victim or a case.", "Ne racontez rien d’une victime", "Pa rakont enn ka",
        "Pour quelles victimes manque-t-il un service ?", "Do you keep case files locked?",
        "How long until the case conference meets?",
    ],
)  # fmt: skip
def test_a_question_on_how_services_work_is_let_through(label: str) -> None:
    assert codes(sound(q("a", label=label))) == []


def test_a_block_for_each_victim_is_refused() -> None:
    block = group("g/victim", ask("g/victim/age_band", label="Age band"), repeats=True, label="Each person")

    assert codes(sound(block)) == ["case_repeat"]
    again = group("g/tie", ask("g/tie/kind"), repeats=True, label="Each tie")
    assert codes(sound(again)) == []


def test_a_name_or_the_place_of_a_shelter_in_the_words_of_a_form_is_found() -> None:
    assert codes(sound(q("a", label="Did Mrs Ramgoolam train you?"))) == ["words_identify"]
    assert codes(sound(q("a", "note", label="The shelter in Moka is open."))) == ["words_identify"]


def test_a_hotline_in_the_words_of_a_form_is_no_persons_number() -> None:
    assert codes(sound(q("a", "note", label="Call 148 or 5 789 1234."))) == []


def test_a_recording_rests_on_consent_to_it() -> None:
    asked = q("record", "select_one", "May we record?", "yes", "no")

    assert codes(sound(q("voice", "audio"))) == ["recording_without_consent"]
    assert codes(sound(asked, q("voice", "audio", relevant="/data/g/record = 'yes'"))) == []


# --- consent


def test_a_form_without_consent_is_refused_and_a_test_is_only_advised() -> None:
    bare = form(ask("a", label="What changed?"), STOP, CARD, root="/data")

    assert [(f.code, f.blocking) for f in found(bare)] == [("consent_not_asked", True)]
    assert [(f.code, f.blocking) for f in found(bare, purpose="test")] == [("consent_not_asked", False)]


def test_consent_that_nothing_depends_on_is_advice() -> None:
    free = form(CONSENT, ask("a", label="What changed?"), STOP, CARD, root="/data")

    assert [(f.code, f.blocking) for f in found(free)] == [("consent_unused", False)]


def test_a_box_that_must_be_ticked_counts_as_consent() -> None:
    box = ask("ok", "acknowledge", "I agree to take part", required="true()")

    assert codes(form(box, ask("a", label="What changed?"), STOP, CARD, root="/data")) == []


def test_who_talks_or_writes_freely_needs_a_stop_script() -> None:
    talk = form(CONSENT, group("g", q("a"), relevant=AGREED), CARD, root="/data")
    ticks = form(CONSENT, group("g", q("a", "integer"), relevant=AGREED), CARD, root="/data")

    assert [(f.code, f.blocking) for f in found(talk)] == [("stop_script_missing", True)]
    assert [(f.code, f.blocking) for f in found(ticks)] == [("stop_script_missing", False)]


def test_a_form_that_tells_nobody_where_to_turn_is_advised() -> None:
    bare = form(CONSENT, group("g", q("a"), relevant=AGREED), STOP, root="/data")

    assert [(f.code, f.blocking) for f in found(bare)] == [("card_missing", False)]


def test_what_blocks_comes_first_and_then_the_order_of_the_form() -> None:
    mixed = sound(q("a", "range", start="0", end="5", step="1"), q("b", relevant="gone"), q("c", constraint="("))

    assert [finding.path for finding in found(mixed)] == ["/data/g/b", "/data/g/c", "/data/g/a"]
