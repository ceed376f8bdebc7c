"""A round of comments in the browser: opened, a Word file shown dry and taken in, a remark placed by hand, the round closed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.returning import Draft, W
from tests.web.pages import text_of

from filao.store.reviews import ReviewRound
from filao.work import documents, reviews
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

LISTING = "/mauritius/documents/inception-report/reviews"


@pytest.fixture
def place(person: Client) -> str:
    """The page of a round on the inception report that two bodies are asked in."""
    due = (timezone.localdate() + timedelta(14)).isoformat()
    asked = {"due": due, "language": "en", "audience": "working_group", "reviewers": ["IOM", "CDU"]}
    opened = person.post(LISTING, asked)
    assert opened.status_code == 302, text_of(opened)
    return opened.headers["Location"]


def test_a_word_file_is_shown_before_it_is_taken_and_what_fits_nowhere_is_placed_by_hand(
    person: Client, actor: Actor, workspace: Workspace, place: str
) -> None:
    found = reviews.find(actor, workspace, str(ReviewRound.objects.get().id))
    draft = Draft(documents.file(actor, workspace, found.docx)[1])
    draft.remark(draft.paragraph(lambda anchor, text: bool(anchor) and len(text) > 80), "Which month?")
    stray = draft.paragraph(lambda anchor, text: not anchor and bool(text.strip()))
    draft.remark(stray, "Nobody knows where this belongs.")
    file = SimpleUploadedFile("back.docx", draft.saved())

    sent = person.post(place, {"act": "file", "organisation": "IOM", "file": file})
    dry = text_of(person.get(sent.headers["Location"]))
    before = len(reviews.comments(actor, workspace, found.id))
    person.post(sent.headers["Location"], {"act": "take"})
    tray = person.get(place)
    comments = reviews.comments(actor, workspace, found.id)

    assert "2 lines were found" in dry
    assert "Which month?" in dry
    assert before == 0
    assert {one.text for one in comments} == {"Which month?", "Nobody knows where this belongs."}
    assert "1 of 2 bodies has answered" in text_of(tray) or "1 of 2 bodies have answered" in text_of(tray)
    for one in comments:
        if one.unplaced:
            anchor = next(p.anchor for p in reviews.paragraphs(actor, workspace, found.id))
            person.post(place, {"act": "place", "number": str(one.number), "anchor": anchor})
    assert not any(one.unplaced for one in reviews.comments(actor, workspace, found.id))


def test_the_same_words_said_twice_are_two_comments_and_the_same_file_twice_adds_none(
    person: Client, actor: Actor, workspace: Workspace, place: str
) -> None:
    found = reviews.find(actor, workspace, str(ReviewRound.objects.get().id))
    draft = Draft(documents.file(actor, workspace, found.docx)[1])
    cells = [p for p in draft.root.iter(f"{W}p") if re.search(r"r[01]c0$", draft.anchor(p)) and draft.text(p).strip()]
    strays = [p for p in draft.root.iter(f"{W}p") if not draft.anchor(p) and draft.text(p).strip()]
    for paragraph in (*cells[:2], strays[0], strays[0]):
        draft.remark(paragraph, "Source?")
    data, told = draft.saved(), []

    for _time in range(2):
        file = SimpleUploadedFile("back.docx", data)
        sent = person.post(place, {"act": "file", "organisation": "IOM", "file": file})
        told.append(text_of(person.get(sent.headers["Location"])))
        person.post(sent.headers["Location"], {"act": "take"})

    comments = reviews.comments(actor, workspace, found.id)
    assert [one.text for one in comments] == ["Source?"] * 4
    assert "in the matrix already" not in told[0]
    assert "in the matrix already 4" in told[1]


def test_a_body_without_comments_has_answered_and_a_closed_round_takes_nothing_more(person: Client, place: str) -> None:
    person.post(place, {"act": "none", "organisation": "CDU"})
    person.post(place, {"act": "close"})
    page = person.get(place)

    assert "1 of 2 bodies" in text_of(page)
    assert "closed on" in text_of(page)
    assert "Read the file" not in text_of(page)


def test_what_is_no_word_file_is_named_and_nothing_is_kept(person: Client, place: str) -> None:
    file = SimpleUploadedFile("back.docx", b"%PDF-1.7 no word file")

    answer = person.post(place, {"act": "file", "organisation": "IOM", "file": file})

    assert answer.status_code == 422
    assert "DOCX" in text_of(answer)


def test_a_round_without_bodies_is_not_opened(person: Client) -> None:
    answer = person.post(LISTING, {"due": "2027-01-01", "language": "en", "audience": "working_group"})

    assert answer.status_code == 422
    assert "Tick at least one body." in text_of(answer)
    assert not ReviewRound.objects.exists()
