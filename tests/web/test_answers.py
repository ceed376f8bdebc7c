"""Answers on pages: counts without words, files of other tools shown before they are taken, exports for those who may."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.collecting import publish
from tests.exchange.other_tools import CHOICES, EN, SURVEY, Kobo, kobo_json
from tests.published import xml_of
from tests.web.pages import text_of

from filao.store.collection import InstrumentRow, ResponseRow
from filao.store.journal import JournalLine
from filao.store.people import Workspace
from filao.work.access import Actor
from filao.work.collection import imports

pytestmark = pytest.mark.database

HERE = "/mauritius/forms/tried/answers"


@pytest.fixture(autouse=True)
def form(workspace: Workspace) -> InstrumentRow:
    data = xml_of(SURVEY, CHOICES, version="v1", default_language=EN)
    return publish(workspace, data, form_id="tried", version="v1").instrument


@pytest.fixture
def held(actor: Actor, workspace: Workspace) -> None:
    id = imports.stage(actor, workspace, "tried", [("k.json", kobo_json())], simulated=True)
    imports.accept(actor, workspace, id, "first")


def send(person: Client, name: str, data: bytes, **more: str) -> HttpResponse:
    return person.post(f"{HERE}/import", {"files": SimpleUploadedFile(name, data), **more}, follow=True)  # type: ignore[return-value]


def whole(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_form_without_answers_says_so(person: Client) -> None:
    assert "No answer has come yet" in text_of(person.get(HERE))


@pytest.mark.usefixtures("held")
def test_the_page_counts_answers_by_option_and_shows_no_words(person: Client) -> None:
    page = text_of(person.get(HERE))

    for words in ("3 answers have come", "3 of them simulated", "Woman", "Face to face", "asked several times (tie)"):
        assert words in page, words
    assert "The least is 29, the most 41." in page
    assert "Probation" not in page


@pytest.mark.usefixtures("held")
def test_the_pages_of_a_form_say_how_many_of_its_answers_are_simulated(person: Client) -> None:
    form, shelf = (person.get(f"/mauritius/forms{rest}").content.decode() for rest in ("/tried", ""))

    assert "3 of them simulated" in form
    assert "simulated" in shelf


@pytest.mark.usefixtures("held")
def test_the_page_speaks_french(person: Client) -> None:
    person.post("/language", {"language": "fr", "next": "/"})

    page = text_of(person.get(HERE))

    assert "Femme" in page
    assert "Moyens de contact" in page


def test_a_file_is_shown_before_it_is_taken(person: Client) -> None:
    shown = text_of(send(person, "k.xlsx", Kobo(language=EN).xlsx()))
    (waiting,) = person.get(f"{HERE}/import").context["uploads"]
    before = ResponseRow.objects.count()
    done = person.post(f"/mauritius/answer-files/{waiting.id}", {"decision": "accept", "reason": "March"}, follow=True)

    assert "9 rows in: 9 kept, 0 merged, 0 rejected" in shown
    assert "Take in 3 answers" in shown
    assert before == 0
    assert "3 answers were taken in." in text_of(done)  # type: ignore[arg-type]
    assert ResponseRow.objects.count() == 3


def test_a_column_that_nobody_knows_is_given_its_question(person: Client) -> None:
    rows = [one | {"old/age": "33"} for one in json.loads(kobo_json([{}]))["results"]]
    shown = send(person, "k.json", json.dumps(rows).encode())
    id = shown.context["staged"].id  # type: ignore[attr-defined]

    said = {"decision": "read", "column": "old/age", "question": "person/age"}
    again = person.post(f"/mauritius/answer-files/{id}", said, follow=True)

    assert "No question of the form goes by “old/age”" in text_of(shown)
    assert "No question of the form" not in text_of(again)  # type: ignore[arg-type]
    assert again.context["staged"].wishes.mapping == {"old/age": "person/age"}


def test_an_upload_can_be_dropped(person: Client) -> None:
    id = send(person, "k.json", kobo_json()).context["staged"].id  # type: ignore[attr-defined]

    person.post(f"/mauritius/answer-files/{id}", {"decision": "discard"})

    assert person.get(f"{HERE}/import").context["uploads"] == []
    assert person.get(f"/mauritius/answer-files/{id}").status_code == 404


def test_a_file_that_holds_no_answers_is_refused_with_its_reason(person: Client) -> None:
    answer = person.post(f"{HERE}/import", {"files": SimpleUploadedFile("x.csv", b"colour;size\nred;4\n")})

    assert answer.status_code == 422
    assert "holds no answers to the form “tried”" in text_of(answer)
    assert person.post(f"{HERE}/import", {}).status_code == 422


@pytest.mark.usefixtures("held")
@pytest.mark.parametrize("format", ["xlsx", "csv", "json", "sav", "dta", "codebook.xlsx", "codebook.pdf"])
def test_answers_are_taken_out_in_many_formats(person: Client, format: str) -> None:
    answer: Any = person.post(f"{HERE}/export/{format}", {"language": "fr"})

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="tried-')
    assert len(whole(answer)) > 500


@pytest.mark.usefixtures("held")
def test_words_go_out_only_with_a_reason_which_the_journal_keeps(person: Client) -> None:
    without: Any = person.post(f"{HERE}/export/json")
    refused = person.post(f"{HERE}/export/json", {"words": "yes"})
    given: Any = person.post(f"{HERE}/export/json", {"words": "yes", "why": "coding"})

    assert b"Probation" not in whole(without)
    assert refused.status_code == 400
    assert b"Probation" in whole(given)
    assert JournalLine.objects.filter(act="words.read", reason="coding").count() == 1


def test_nothing_goes_out_by_following_a_link(person: Client) -> None:
    assert person.get(f"{HERE}/export/xlsx").status_code == 404


def test_a_form_that_is_not_there_is_named(person: Client) -> None:
    answer = person.get("/mauritius/forms/nowhere/answers")

    assert answer.status_code == 404
    assert "There is no form “nowhere”" in text_of(answer)
