"""Meetings that validate, in the browser: items chosen, counted, spoken of, closed; a record to take away."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.documents.reading import body_text
from tests.web.pages import text_of
from tests.work.test_validation import WHY, say

from filao.store.collection import ResponseRow, RoundRow
from filao.store.people import Workspace
from filao.store.validation import ValidationRow

pytestmark = pytest.mark.database

HERE = "/mauritius/validation"


def put(person: Client, **more: object) -> str:
    """Two items of our own put before a meeting; its address."""
    given = {
        "title": "Validation workshop", "held_on": timezone.localdate().isoformat(), "way": "validation",
        "own": "Write a protocol. | Écrire un protocole.\nName a contact in Rodrigues.", **more,
    }  # fmt: skip
    answer = person.post(f"{HERE}/new", given)
    assert answer.status_code == 302, text_of(answer)
    return answer.headers["Location"]


def six(workspace: Workspace) -> None:
    meeting = str(ValidationRow.objects.get().id)
    for number in range(1, 6):
        say(workspace, meeting, number, item_1="agree", item_2="agree")
    say(workspace, meeting, 6, item_1="agree", item_2="disagree", why_2=WHY)
    say(workspace, meeting, 7, item_1="agree", item_2="disagree")


def test_findings_and_recommendations_of_the_report_are_offered(person: Client) -> None:
    page = text_of(person.get(f"{HERE}/new"))

    assert "Few referrals" in page or "referral" in page
    assert "How it is asked" in page


def test_a_finding_put_before_a_meeting_stands_with_its_words_of_the_report(person: Client) -> None:
    choices = re.findall(r'name="items" value="(finding:[^"]+)"', person.get(f"{HERE}/new").content.decode())

    page = text_of(person.get(put(person, items=choices[:1], own="")))

    assert len(choices) > 3
    assert "0 answers have come" in page
    assert len(ValidationRow.objects.get().items) == 1


def test_a_meeting_is_answered_counted_spoken_of_and_closed(person: Client, workspace: Workspace) -> None:
    place = put(person)
    six(workspace)

    asked = text_of(person.get(place))
    person.post(place, {"act": "count"})
    counted = text_of(person.get(place))
    opened = text_of(person.post(place, {"act": "objections"}))
    early = person.post(place, {"act": "close"})
    said = {"act": "decide", "item": "own:2", "own:2-verdict": "changed", "own:2-text": "Name two contacts."}
    person.post(place, said)
    person.post(place, {"act": "close"})
    closed = text_of(person.get(place))

    assert "7 answers have come" in asked
    assert "71%" not in asked
    assert "1 item goes to the plenary" in counted
    assert "71% of those in the field agree" in counted
    assert WHY in opened
    assert WHY not in counted
    assert early.status_code == 422
    assert "not yet decided: 1." in text_of(early)
    assert "The meeting is closed" in closed
    assert "Name two contacts." in closed
    assert f"{place}/record/fr" in person.get(place).content.decode()
    assert person.get(f"{place}/record/fr").content.startswith(b"%PDF")


def test_page_and_record_round_a_mean_alike(person: Client, workspace: Workspace) -> None:
    place = put(person, way="delphi")
    meeting = str(ValidationRow.objects.get().id)
    for number, rating in enumerate((5, 6, 6, 6, 6, 6, 7, 8)):
        say(workspace, meeting, number, item_1=str(rating), item_2=str(rating))
    for act in ("count", "close"):
        person.post(place, {"act": act})

    page = text_of(person.get(place))
    record = " ".join(body_text(person.get(f"{place}/record/en").content).split())

    assert "8 answers · mean 6.2 · median 6 · middle half from 6 to 6.2" in page
    assert "6.2 6 6 – 6.2" in record


def test_paper_is_keyed_in_for_the_round_of_the_meeting(person: Client, workspace: Workspace) -> None:
    place = put(person)
    round = RoundRow.objects.get(workspace=workspace)
    page = person.get(place).content.decode()
    (link,) = re.findall(r'href="([^"]*/keying[^"]*)"', page)

    keyed = person.post(html.unescape(link).partition("?")[0], {"go": "take", "gaps_agreed": "on", "round": round.id})

    assert link.endswith(f"?round={round.id}")
    assert keyed.status_code == 302
    assert ResponseRow.objects.get(workspace=workspace).round_id == round.id


def test_an_item_taken_with_a_change_needs_its_new_words(person: Client, workspace: Workspace) -> None:
    place = put(person)
    six(workspace)
    person.post(place, {"act": "count"})

    answer = person.post(place, {"act": "decide", "item": "own:2", "own:2-verdict": "changed", "own:2-note": "Police"})

    assert answer.status_code == 422
    assert "Write the new words." in text_of(answer)
    assert 'value="Police"' in answer.content.decode()


def test_nothing_chosen_is_told_and_what_was_typed_is_kept(person: Client) -> None:
    answer = person.post(f"{HERE}/new", {"title": "Kept", "held_on": "2026-12-01", "way": "validation"})

    assert answer.status_code == 422
    assert "Nothing is put before the meeting." in text_of(answer)
    assert 'value="Kept"' in answer.content.decode()


def test_a_meeting_that_is_not_closed_has_no_record(person: Client) -> None:
    assert person.get(f"{put(person)}/record/en").status_code == 409
    assert person.get(f"{HERE}/none").status_code == 404
