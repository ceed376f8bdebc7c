"""A form on paper and its logic in words: what is asked, of whom, and under which number it is keyed in."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from tests.core.questionnaires import ask, choices, form, group
from tests.documents.reading import body_text

from filao.core.forms.numbering import numbers
from filao.core.forms.questionnaire import Choice, Choices, Output, Question, Questionnaire
from filao.core.register import Register
from filao.documents import paper_form, pdf, side_by_side
from filao.documents.language import say
from filao.documents.model import Lines, Table, plain
from filao.documents.paper_form import Paper
from filao.documents.words import instruments, logic
from filao.exchange import xlsform
from filao.exchange.xform import read_list

DAY = date(2026, 11, 22)


def small(*more: Any) -> Questionnaire:
    return form(
        ask("often", "select_one", "How often do you refer people?", "often", "never"),
        ask("topics", "select_multiple", "Which topics?", "law", "signs"),
        ask("staff", "integer", "How many people work on this?"),
        ask("words", label="What would help?"),
        *more,
        root="/data",
    )  # fmt: skip


# --- logic in words


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("/data/often = 'often'", "question 1 is “Often”"),
        ("'often' = /data/often", "question 1 is “Often”"),
        ("/data/often != 'never'", "question 1 is not “Never”"),
        ("/data/often != ''", "question 1 is answered"),
        ("/data/words = ''", "question 4 is left empty"),
        ("selected(/data/topics, 'law')", "question 2 includes “Law”"),
        ("not(selected(/data/topics, 'law'))", "question 2 does not include “Law”"),
        ("/data/staff > 3", "question 3 is more than 3"),
        ("3 < /data/staff", "question 3 is more than 3"),
        ("not(/data/staff > 3)", "question 3 is at most 3"),
        ("/data/staff >= 1 and /data/staff <= 9", "question 3 is from 1 to 9"),
        ("/data/staff > 1 and /data/staff < 9", "question 3 is more than 1 and is less than 9"),
        ("/data/often = 'often' or /data/often = 'never'", "question 1 is “Often” or is “Never”"),
        ("/data/often = 'often' and (/data/staff > 3 or /data/words != '')",
         "question 1 is “Often” and (question 3 is more than 3 or question 4 is answered)"),
        ("not(/data/often = 'often' and /data/staff > 3)", "question 1 is not “Often” or question 3 is at most 3"),
        ("true()", "always"),
        ("not(true())", "never"),
        ("/data/words", "question 4 is answered"),
        ("count-selected(/data/topics) > 1", "the number of options chosen in question 2 is more than 1"),
        ("string-length(/data/words) < 9", "the number of signs in question 4 is less than 9"),
        ("/data/staff + 1 = 3", "question 3 + 1 is 3"),
        ("regex(/data/words, '^a$')", "question 4 has the right form"),
        ("if(/data/staff > 3, /data/words = 'x', true())",
         "if question 3 is more than 3: question 4 is “x”; otherwise: always"),
        ("/data/staff = today()", "question 3 is today"),
    ],
)  # fmt: skip
def test_a_condition_reads_as_a_sentence(text: str, english: str) -> None:
    one = small()

    assert logic.sentence_of(text, one, numbers=numbers(one)) == english


def test_a_question_without_a_number_is_named_by_its_words() -> None:
    assert logic.only_if("/data/often = 'often'", small()) == "Only if “How often do you refer people?” is “Often”."


@pytest.mark.parametrize(
    ("text", "english"),
    [
        (". >= 0 and . <= 40", "Taken only if the answer is from 0 to 40."),
        (". <= today()", "Taken only if the answer is at most today."),
        ("count-selected(.) <= 3", "Taken only if the number of options chosen is at most 3."),
        (". <= number(format-date(today(), '%Y'))", "Taken only if the answer is at most this year."),
    ],
)
def test_a_rule_speaks_of_the_answer(text: str, english: str) -> None:
    assert logic.allowed_if(text, small(), at="/data/staff") == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("coalesce(/data/staff, 0) + 1", "Worked out: “How many people work on this?” + 1."),
        ("if(/data/staff > 3, 'many', 'few')",
         "Worked out: “many” if “How many people work on this?” is more than 3, otherwise “few”."),
        ("count(/data/tie)", "Worked out: the number of “Each tie”."),
        ("(/data/staff - 1) * 2", "Worked out: (“How many people work on this?” − 1) × 2."),
    ],
)  # fmt: skip
def test_a_calculation_is_told_as_a_thing(text: str, english: str) -> None:
    tie = group("tie", ask("tie/kind"), repeats=True, label="Each tie")

    assert logic.worked_out(text, small(tie)) == english


def test_how_often_a_block_is_repeated_is_told() -> None:
    one = small()

    assert logic.as_often_as("/data/staff", one, numbers=numbers(one)) == "As often as question 3 says."


@pytest.mark.parametrize("text", ["selected(", "weird-thing(/data/staff, 1)", "/data/tie[2]/kind", "//kind"])
def test_what_has_no_words_is_shown_as_it_is_and_not_left_out(text: str) -> None:
    said = logic.sentence_of(text, small())

    assert re.search(r"\[.*\]", said)


def test_an_option_of_a_list_in_a_file_is_said_by_its_words() -> None:
    body = Question("/data/body", "select_one", {"en": ("Body",)}, choices=Choices((), "b", "instance('b')/root/item"))
    rows = {"b": (Choice("MPF", {"": ("Police Force",)}),)}

    assert logic.sentence_of("/data/body = 'MPF'", form(body), lists=rows) == "“Body” is “Police Force”"


def test_no_condition_says_nothing() -> None:
    assert logic.only_if("", small()) == logic.allowed_if(" ", small()) == logic.worked_out("", small()) == ""


# --- on paper


def paper(questionnaire: Questionnaire, language: str = "en", **more: Any) -> Any:
    return paper_form.compose(Paper(questionnaire, language, DAY, **more))


def asked(document: Any) -> dict[str, Lines]:
    return {block.id: block for block in document.blocks() if isinstance(block, Lines)}


def test_questions_are_numbered_and_notes_and_calculations_are_not() -> None:
    one = small(ask("n", "note", "Thank you."), ask("c", "calculate", calculation="1"), ask("last"))

    assert [block.number for block in asked(paper(one)).values()] == ["1", "2", "3", "4", "5"]


def test_each_type_has_its_room() -> None:
    one = form(
        ask("a", "select_one", "", "x", "y"), ask("b", "integer", constraint=". <= 120"), ask("c", "date"),
        ask("d", "decimal"), ask("e"), ask("f", appearance="multiline"), ask("g", "acknowledge"), ask("h", "geopoint"),
        ask("i", "integer"), ask("j", "time"), ask("k", "rank", "", "x", "y"),
        root="/data",
    )  # fmt: skip

    found = asked(paper(one))
    assert found["a"].choices == ("X", "Y")
    assert found["b"].boxes == "###"
    assert found["b"].remark == "Taken only if the answer is at most 120."
    assert found["c"].boxes == "## / ## / ####"
    assert found["d"].boxes == "#### . ##"
    assert (found["e"].lines, found["f"].lines) == (2, 5)
    assert found["g"].choices == ("Yes",)
    assert found["h"].remark.startswith("Not on paper")
    assert (found["i"].boxes, found["j"].boxes) == ("####", "## : ##")
    assert found["k"].remark.startswith("Write 1 into the box of the first")


def test_options_are_keyed_in_by_number_and_a_scale_by_its_own() -> None:
    scale = Choices(tuple(Choice(str(n), {"en": (f"{n}: none" if n == 0 else str(n),)}) for n in range(3)))
    found = asked(
        paper(form(ask("a", "select_one", "", "x", "y"), ask("b", "select_one", choices=scale), root="/data"))
    )

    assert (found["a"].codes, found["a"].choices) == (("1", "2"), ("X", "Y"))
    assert (found["b"].codes, found["b"].choices) == (("0", "1", "2"), ("none", "", ""))


def test_a_question_says_of_whom_it_is_asked_by_number() -> None:
    one = small(ask("why", label="Why?", relevant="/data/often = 'never'"))

    assert asked(paper(one))["why"].condition == "Only if question 1 is “Never”."


def test_a_block_that_repeats_is_printed_several_times_with_the_same_numbers() -> None:
    tie = group("tie", ask("tie/kind", label="What passes?"), repeats=True, label="A tie")
    document = paper(form(tie, root="/data"), copies=2)

    assert [section.title for section in document.sections[1:]] == ["A tie · 1", "A tie · 2"]
    assert {block.number for block in asked(document).values()} == {"1"}


def test_a_long_list_stands_once_at_the_end_with_its_numbers() -> None:
    many = choices(*(f"o{n}" for n in range(40)))
    one = form(ask("a", "select_one", choices=many), ask("b", "select_multiple", choices=many), root="/data")

    document = paper(one)
    found = asked(document)
    assert (found["a"].boxes, found["a"].remark) == ("##", "Write the number from list A at the end.")
    assert found["b"].boxes.count("##") == 6
    (table,) = [b for b in document.blocks() if isinstance(b, Table) and b.id.startswith("list-")][:1]
    assert [plain(cell) for cell in table.rows[0]] == ["1", "O0", "21", "O20"]


def test_an_answer_within_a_text_is_named_by_its_number() -> None:
    note = Question("/data/n", "note", {"en": ("You counted ", Output("/data/staff"), " people.")})

    assert "You counted [3] people." in body_text(pdf.build(paper(small(note))).data)


@pytest.mark.parametrize("language", ["en", "fr", "mfe"])
@pytest.mark.parametrize("code", ["officer-survey", "training-inventory", "focus-group", "interview-services"])
def test_the_instruments_of_filao_print_with_every_question(code: str, language: str, mauritius: Register) -> None:
    made = instruments.CATALOGUE[code].make(mauritius, "2025113001")
    files = xlsform.attachments(made)
    read = xlsform.compile(xlsform.write(made), f"{code}.xlsx").questionnaire
    lists = {id: read_list(files[name], name) for id, name in read.sources.items()}

    built = pdf.build(
        paper(read, language, lists=lists, workspace="Mauritius", title=instruments.CATALOGUE[code].titles[0])
    )

    text = " ".join(body_text(built.data).split())
    for question in read.questions():
        if question.path in numbers(read):
            label = " ".join(str(part) for part in question.labels[language]).replace("[draft] ", "")
            assert " ".join(label.split())[:40] in text, question.path
    assert "[draft]" not in text
    said = say(language, "Texts in this language are drafts, to be read by a native speaker.")
    assert (said in text) == (language == "mfe")
    assert built.layout.pages < 20


def test_every_page_carries_the_code_of_the_form_and_its_version() -> None:
    one = small(*(ask(f"q{n}", label=f"Question {n}?") for n in range(60)))
    built = pdf.build(paper(form(*one.children, root="/data", id="offices", version="2026112201")))

    texts = pdf.page_texts(built.data)
    assert len(texts) > 2
    assert all(
        "offices · 2026112201" in text and f"{n} / {len(texts)}" in text for n, text in enumerate(texts, start=1)
    )


# --- side by side


def test_a_form_is_shown_side_by_side_with_its_logic() -> None:
    both = Question(
        "/data/g/a", "select_one", {"en": ("What?",), "fr": ("Quoi ?",)}, relevant="/data/b = 'x'",
        choices=Choices((Choice("y", {"en": ("Yes",), "fr": ("Oui",)}),)), required="true()",
    )  # fmt: skip
    found = side_by_side.rows(form(ask("b"), group("g", both, repeats=True), root="/data"))

    assert [(row.number, row.kind, row.depth) for row in found] == [
        ("1", "text", 0), ("", "repeat", 0), ("2", "select_one", 1),
    ]  # fmt: skip
    assert found[2].labels == {"en": "What?", "fr": "Quoi ?"}
    assert found[2].options == (("y", {"en": "Yes", "fr": "Oui"}),)
    assert found[2].required
    assert found[2].sentences == ("Only if question 1 is “x”.",)
