"""The instruments that Filao makes: each asks for consent, stops, refers, speaks three languages, and passes its own gate."""

from __future__ import annotations

import re
from functools import cache

import pytest
from tests.builders import register_of

from filao.core.forms import problems_of
from filao.core.forms.authored import RECORDED, Form
from filao.core.forms.lint import Finding, lint
from filao.core.register import Register
from filao.documents.words import asking, checks, instruments
from filao.exchange import xlsform
from filao.exchange.xform import read_list
from filao.exchange.xlsform import Compiled

CODES = tuple(instruments.CATALOGUE)


@pytest.fixture(scope="module")
def made(mauritius: Register) -> dict[str, Form]:
    return {code: one.make(mauritius, "2025113001") for code, one in instruments.CATALOGUE.items()}


@cache
def _compiled(form_id: str, data: bytes) -> Compiled:
    return xlsform.compile(data, f"{form_id}.xlsx")


def compiled(form: Form) -> Compiled:
    return _compiled(form.id, xlsform.write(form))


def findings(code: str, form: Form) -> list[Finding]:
    one = instruments.CATALOGUE[code]
    files = xlsform.attachments(form)
    questionnaire = compiled(form).questionnaire
    lists = {id: read_list(files[name], name) for id, name in questionnaire.sources.items()}
    return lint(
        questionnaire, anonymous=one.anonymous, languages=("en", "fr", "mfe"), purpose=one.purpose, lists=lists,
        files=set(files),
    )  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_each_is_sound_and_compiles_without_a_warning(code: str, made: dict[str, Form]) -> None:
    form = made[code]

    assert problems_of(form) == []
    assert compiled(form).warnings == ()
    assert (form.purpose, form.anonymous) == (
        instruments.CATALOGUE[code].purpose,
        instruments.CATALOGUE[code].anonymous,
    )


@pytest.mark.parametrize("code", CODES)
def test_each_passes_its_own_gate_but_for_the_drafts_in_kreol_and_the_numbers_to_fill_in(
    code: str, made: dict[str, Form]
) -> None:
    found = [(finding.code, finding.facts.get("language")) for finding in findings(code, made[code])]

    assert found == [("draft_texts", "mfe"), ("slot_open", None)]


@pytest.mark.parametrize("code", CODES)
def test_each_is_written_in_english_and_french_and_drafted_in_kreol(code: str, made: dict[str, Form]) -> None:
    form = made[code]
    texts = [texts for item in form.items() for texts in (item.labels, item.hints, item.guidance, item.message)]
    texts += [inner.labels for group in form.groups for inner in group.groups()]

    for text in filter(None, texts):
        assert set(text) >= {"en", "fr", "mfe"}, text
    assert form.drafts == {"mfe"}


@pytest.mark.parametrize("code", CODES)
def test_each_begins_with_consent_and_goes_on_only_with_a_yes(code: str, made: dict[str, Form]) -> None:
    first, *rest, last = made[code].groups

    assert first.name == "block_consent"
    assert next(item.name for item in first.inside() if item.required) == "consent"
    assert {group.relevant for group in rest} == {asking.IF_AGREED}
    assert (last.name, last.relevant) == ("block_cards", "")
    assert {"stop_script_1", "disclosure_card_1", "disclosure_card_2", "contacts"} <= {i.name for i in last.inside()}


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_recorded_unless_recording_was_agreed_to(code: str, made: dict[str, Form]) -> None:
    recorded = [item for item in made[code].items() if item.type in RECORDED]

    assert all(asking.IF_RECORDED in item.relevant for item in recorded)
    assert bool(recorded) == (made[code].purpose in ("interview", "group"))


@pytest.mark.parametrize("code", [code for code in CODES if code not in ("focus-group",)])
def test_bodies_are_picked_from_the_roster_and_not_typed(code: str, made: dict[str, Form]) -> None:
    form = made[code]

    assert form.files == {"bodies": "organisations.csv"}
    assert [item.name for item in form.items() if item.choices == "bodies"]
    assert "organisations.csv" in compiled(form).questionnaire.files


def test_ties_stand_in_a_repeat_so_that_each_is_one_answer(made: dict[str, Form]) -> None:
    paths = {question.path: question for question in compiled(made["interview-services"]).questionnaire.questions()}

    tie = "/data/block_network/tie/tie_body"
    assert compiled(made["interview-services"]).questionnaire.repeats_above(tie) == ("/data/block_network/tie",)
    assert paths[tie].type == "select_one"


def test_trainings_are_asked_as_often_as_there_were(made: dict[str, Form]) -> None:
    repeat = next(g for group in made["training-inventory"].groups for g in group.groups() if g.repeats)

    assert repeat.count == "${how_many}"


def test_who_sits_in_a_group_is_told_in_numbers_only(made: dict[str, Form]) -> None:
    group = next(group for group in made["focus-group"].groups if group.name == "block_group")

    assert {item.type for item in group.inside()} <= {"date", "select_one", "integer", "calculate", "note"}


def test_the_survey_takes_nothing_from_the_device_and_no_place_below_the_island(made: dict[str, Form]) -> None:
    form = made["officer-survey"]

    assert form.metadata == ()
    assert {choice.code for choice in form.choices["islands"]} == {"MAIN_ISLAND", "RODRIGUES"}
    assert "range" not in {item.type for item in form.items()}


def test_a_number_on_the_card_is_one_that_the_register_documents(mauritius: Register) -> None:
    assert asking.hotlines(mauritius) == [("148", "MPF", "L’Express 2023")]
    assert "148 (MPF, L’Express 2023)" in asking.contacts(mauritius)[0]
    assert set(re.findall(r"\b\d{3}\b", asking.contacts(mauritius)[1])) == {"148"}


def test_a_register_without_numbers_leaves_the_card_to_be_filled_in() -> None:
    assert asking.contacts(register_of(organisation={"A": {}})) == asking.TO_FILL_IN


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    "finding",
    [
        Finding("asks_victim", "/data/g/a", {"what": "case_number"}),
        Finding("identifying_question", "/data/g/a", {"what": "email"}),
        Finding(
            "translation_missing", "/data/g/a", {"language": "fr", "column": "label", "number": 2, "names": ("a", "b")}
        ),
        Finding("words_identify", "/data/g/a", {"what": "shelter_place", "excerpt": "shelter in Moka"}),
        Finding("many_traits", "", {"number": 7, "traits": ("age", "sex")}),
        Finding("xpath_syntax", "/data/g/a", {"text": "a =", "position": 4, "near": "", "column": "relevant"}),
        Finding("form_cycle", "/data/g/a", {"paths": ["/data/g/a", "/data/g/b"]}),
    ],
    ids=lambda finding: finding.code,
)
def test_a_finding_is_said_with_its_mend(finding: Finding, language: str) -> None:
    said = f"{checks.sentence(finding, language)} {checks.mend(finding, language)}"

    assert "…" not in said
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", said.replace("stop_script", ""))
