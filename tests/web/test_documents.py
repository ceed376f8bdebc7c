"""Deliverables in the app, walked as a person does: write a section, accept it, build, be stopped, decide on comments."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document

from filao.documents import comment_matrix
from filao.work import documents, engagements, narrative
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database

REPORT = "/mauritius/documents/mapping-report"
SUMMARY = f"{REPORT}/sections/summary"
PDF = {"format": "pdf", "language": "en", "audience": "working_group", "variant": ""}


def status_of_summary(actor: Actor, workspace: Workspace) -> str:
    first = engagements.find(actor, workspace)
    written = narrative.texts(actor, workspace, first.id, "en").get(("mapping-report", "summary"))
    return written.status if written else "draft"


def test_every_deliverable_is_listed_with_a_button_to_build_it(person: Client) -> None:
    page = person.get("/mauritius/documents").content.decode()

    assert page.count("/build") == 11
    assert "No file has been built yet" in page


def test_a_section_is_edited_accepted_and_returned_to_its_first_draft(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    text = "The record holds {organisations.total} bodies."

    saved = person.post(SUMMARY, {"act": "save", "text": text})
    assert (saved.status_code, status_of_summary(actor, workspace)) == (302, "edited")
    assert "The record holds 90 bodies." in text_of(person.get(REPORT))

    person.post(SUMMARY, {"act": "accept", "text": text})
    assert status_of_summary(actor, workspace) == "accepted"

    person.post(SUMMARY, {"act": "draft"})
    assert status_of_summary(actor, workspace) == "draft"
    assert "What the record shows" in text_of(person.get(SUMMARY))


def test_an_earlier_version_comes_back_into_the_box(person: Client) -> None:
    person.post(SUMMARY, {"act": "save", "text": "First wording."})
    person.post(SUMMARY, {"act": "save", "text": "Second wording."})

    assert "First wording." in text_of(person.get(f"{SUMMARY}?version=1"))


def test_a_reference_that_leads_nowhere_is_named_and_the_text_is_kept(person: Client) -> None:
    person.post(SUMMARY, {"act": "save", "text": "There are {no.such} bodies [@NOBODY]."})
    page = text_of(person.get(SUMMARY))

    assert "2 references lead nowhere" in page
    assert "{no.such} bodies [@NOBODY]" in page


def test_a_text_that_may_identify_a_person_comes_back_with_the_box_to_let_it_pass(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    text = "Mrs Anita Ramgoolam was met on +230 5712 3456."

    held = person.post(SUMMARY, {"act": "save", "text": text})
    assert held.status_code == 422
    assert text in text_of(held)
    assert 'type="checkbox" name="read_by_person"' in held.content.decode()

    passed = person.post(SUMMARY, {"act": "save", "text": text, "read_by_person": "on"})
    assert (passed.status_code, status_of_summary(actor, workspace)) == (302, "edited")


def test_a_preview_keeps_what_was_typed_and_saves_nothing(person: Client, actor: Actor, workspace: Workspace) -> None:
    page = text_of(person.post(SUMMARY, {"act": "preview", "text": "Only {relations.refers_to|words} referrals."}))

    assert "Only seven referrals." in page
    assert "Only {relations.refers_to|words} referrals." in page
    assert status_of_summary(actor, workspace) == "draft"


def test_values_are_found_by_words_and_what_was_typed_stays(person: Client) -> None:
    page = text_of(person.post(SUMMARY, {"act": "find", "text": "Half a sentence", "find": "referral"}))

    assert "{relations.refers_to} 7 / 115" in page
    assert "{organisations.ngo}" not in page
    assert "Half a sentence" in page


def test_a_built_pdf_shows_its_pages_and_says_when_the_text_has_changed(person: Client) -> None:
    built = person.post(f"{REPORT}/build", PDF, follow=True)
    page = text_of(built)
    assert re.search(r"mapping-report\.pdf is built: \d+ pages, [\d.]+ of them counted", page)
    assert "of 20 counted pages" in page
    picture = re.search(r'src="([^"]+\.png)"', built.content.decode())
    assert picture
    assert person.get(picture.group(1)).content.startswith(b"\x89PNG")

    person.post(SUMMARY, {"act": "save", "text": "Rewritten."})

    assert "since changed the text" in text_of(person.get(REPORT))


def test_final_is_refused_with_the_faults_and_where_to_mend_them(person: Client) -> None:
    refused = person.post(f"{REPORT}/build", {**PDF, "final": "1"})
    page = refused.content.decode()

    assert refused.status_code == 422
    assert "The document cannot be final" in page
    assert "No interview has been logged" in page
    assert f'href="{SUMMARY}"' in page
    assert 'href="/mauritius/replies"' in page


def test_a_web_page_is_not_final_either_while_faults_stand(person: Client) -> None:
    refused = person.post(f"{REPORT}/build", {**PDF, "format": "html", "final": "1"})

    assert refused.status_code == 422


def test_a_section_read_as_of_2020_shows_the_register_of_that_day(person: Client) -> None:
    page = text_of(person.get(f"{REPORT}?as_of=2020-12-31"))

    assert "as it stood on 31 December 2020" in page
    assert "holds 34 bodies" in page


def test_a_drawing_of_a_section_is_a_picture_of_its_own(person: Client) -> None:
    page = person.get(f"{REPORT}?section=ties").content.decode()
    address = re.search(r'src="([^"]*/drawings/[^"]+)"', page)

    assert address
    assert "<svg" not in page
    assert person.get(unescape(address.group(1))).content.startswith(b"\x89PNG")


# --- comments


def comments(actor: Actor, workspace: Workspace) -> list[tuple[str, str, str]]:
    found = narrative.comments(actor, workspace, engagements.find(actor, workspace).id, "mapping-report")
    return [(c.institution, c.text, c.decision) for c in found]


def test_a_comment_comes_in_is_decided_and_stands_in_the_matrix(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    new = {"act": "add", "institution": "IOM", "place": "summary", "text": "Name the year.", "severity": "wording"}
    person.post(f"{REPORT}/comments", new)
    assert "1 of 1 comments has no decision" in text_of(person.get(f"{REPORT}/comments"))

    without_answer = person.post(f"{REPORT}/comments/1", {"decision": "declined", "response": ""})
    assert without_answer.status_code == 422
    naming = {"decision": "accepted", "response": "Done.", "changed": "As Mr John Doe asks"}
    assert "may identify a person" in text_of(person.post(f"{REPORT}/comments/1", naming))
    person.post(f"{REPORT}/comments/1", {"decision": "accepted", "response": "Done.", "changed": "Summary, line 1"})

    assert comments(actor, workspace) == [("IOM", "Name the year.", "accepted")]
    built = person.post(
        "/mauritius/documents/comment-matrix/build",
        {"format": "docx", "language": "en", "audience": "working_group", "variant": "mapping-report", "then": "file"},
        follow=True,
    )
    cells = [
        cell.text for table in Document(io.BytesIO(built.content)).tables for row in table.rows for cell in row.cells
    ]
    assert {"IOM", "Name the year.", "accepted", "Done.", "Summary, line 1"} <= set(cells)


def matrix(actor: Actor, workspace: Workspace, *rows: tuple[str, ...]) -> SimpleUploadedFile:
    """The exported matrix with these rows added by hand."""
    from filao.documents import workbook

    c = documents.material(actor, workspace)
    tags = ("number", "institution", "place", "text", "severity", "decision", "response", "changed")
    sheet = workbook.Sheet("comments", "Comments", "", tuple((t.title(), 10) for t in tags), rows, tags)
    data = workbook.build(c.meta(comment_matrix.KIND, "Matrix", "", code="X", cover=False), [sheet], [])
    return SimpleUploadedFile("matrix.xlsx", data)


def test_a_matrix_from_outside_is_taken_in_once(person: Client, actor: Actor, workspace: Workspace) -> None:
    rows = [("", "PMO", "ties", "Add the circular of 2019.", "fact", "accepted in part", "Added.", "Section 7")]
    for _turn in range(2):
        person.post(f"{REPORT}/comments", {"act": "import", "file": matrix(actor, workspace, *rows)})

    assert comments(actor, workspace) == [("PMO", "Add the circular of 2019.", "partly")]


def test_a_matrix_with_a_bad_line_is_refused_whole_and_the_cell_is_named(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    good, bad = ("1", "PMO", "", "Sound.", "fact", "open", "", ""), ("2", "", "", "No name.", "fact", "maybe", "", "")
    refused = person.post(f"{REPORT}/comments", {"act": "import", "file": matrix(actor, workspace, good, bad)})
    page = text_of(refused)

    assert refused.status_code == 422
    assert "Nothing was taken in: 2 cells cannot be read" in page
    assert "“maybe” is not a term" in page
    assert comments(actor, workspace) == []


def test_an_open_comment_on_one_deliverable_does_not_hold_back_another(person: Client) -> None:
    new = {"act": "add", "institution": "IOM", "text": "Shorter.", "severity": "wording"}
    person.post("/mauritius/documents/inception-report/comments", new)

    assert "Comment 1 of IOM has no decision" not in text_of(person.get(REPORT))
    assert "Comment 1 of IOM has no decision" in text_of(person.get("/mauritius/documents/inception-report"))


# --- findings


def test_a_finding_dropped_with_a_reason_is_gone_from_the_report(person: Client) -> None:
    address, sentence = "/mauritius/findings/detection", "no source read documents a referral"
    assert sentence in text_of(person.get(REPORT))
    text = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", person.get(address).content.decode(), re.DOTALL)
    assert text
    given = {"act": "decide", "text": unescape(text.group(1)), "status": "dropped"}

    without_reason = person.post(address, given)
    assert without_reason.status_code == 422
    person.post(address, {**given, "reason": "Contradicted by the circular"})

    assert sentence not in text_of(person.get(REPORT))
    assert "dropped" in text_of(person.get("/mauritius/findings"))


def test_a_finding_accepted_unchanged_goes_on_following_the_register(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    address = "/mauritius/findings/referrals"
    text = re.search(r"<textarea[^>]*>\s*(.*?)</textarea>", person.get(address).content.decode(), re.DOTALL)
    assert text

    person.post(address, {"act": "decide", "text": unescape(text.group(1)), "status": "accepted"})

    standing = documents.material(actor, workspace).standing["referrals"]
    assert (standing.status, standing.text) == ("accepted", "")


def test_a_body_is_asked_and_its_reply_stands_with_the_finding(person: Client) -> None:
    address = "/mauritius/findings/shared_mandates"
    found = re.search(r'name="organisation"[^>]*>\s*<option value="([^"]+)"', person.get(address).content.decode())
    assert found
    body = found.group(1)

    too_early = person.post(address, {"act": "ask", "organisation": body, "on": "2026-11-22", "due": "2026-11-01"})
    assert too_early.status_code == 422
    person.post(address, {"act": "ask", "organisation": body, "on": "2026-11-22", "due": "2026-12-06"})
    person.post(address, {"act": "reply", "organisation": body, "text": "We lead since 2024.", "on": "2026-11-25"})

    assert "We lead since 2024." in text_of(person.get(address))


def test_two_who_edit_one_section_are_told_and_nothing_is_lost(person: Client) -> None:
    address = f"{REPORT}/sections/background"
    one = {"act": "save", "text": "The first text.", "seen": "0"}
    person.post(address, one)

    second = person.post(address, {**one, "text": "The second text."})

    assert second.status_code == 422
    page = second.content.decode()
    assert "saved this section after you had opened it" in page
    assert "The second text." in page
    again = re.search(r'name="seen" value="(\d+)"', page)
    assert again
    assert person.post(address, {**one, "text": "The second text.", "seen": again.group(1)}).status_code == 302


def test_a_draft_is_called_so_in_the_language_of_the_reader(person: Client, actor: Actor, workspace: Workspace) -> None:
    documents.build(actor, workspace, "status-page", "pdf", documents.material(actor, workspace))

    page = person.get("/mauritius/documents/status-page", headers={"accept-language": "fr"}).content.decode()

    assert "projet 1" in page
    assert "draft 1" not in page
