"""Forms on the page: made, uploaded, checked with place and mend, published with what they change, closed and opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.respondents import Respondent
from tests.web.conftest import Someone
from tests.web.pages import text_of
from tests.work.test_instruments import OFTEN, STAFF, form

from filao.store.collection import InstrumentRow, ResponseRow, VersionRow
from filao.work.access import Actor
from filao.work.collection import instruments
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


def book(*questions: tuple[str, ...], **more: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("offices.xlsx", form(*(questions or (OFTEN, STAFF)), **more))


@pytest.fixture
def offices(actor: Actor, workspace: Workspace) -> str:
    """A published form without answers."""
    code = instruments.create(actor, workspace, title="Survey of offices").code
    instruments.stage(actor, workspace, code, "offices.xlsx", form(OFTEN, STAFF))
    instruments.publish(actor, workspace, code)
    return code


def test_one_of_filaos_own_is_made_looked_at_and_published(person: Client, workspace: Workspace) -> None:
    offered = text_of(person.get("/mauritius/forms"))
    made = person.post("/mauritius/forms", {"kind": "officer-survey"}, follow=True)
    published = person.post("/mauritius/forms/officer-survey/draft", {"reason": "agreed on"}, follow=True)

    assert "Make “Survey of officers on trafficking in persons”" in offered
    assert "The draft can be published" in text_of(made)
    assert "texts in Kreol Morisien are drafts." in text_of(made)
    assert "is published." in text_of(published)
    assert "1 published version" in text_of(published)
    assert VersionRow.objects.filter(workspace=workspace).count() == 1


def test_a_workbook_is_uploaded_with_its_files_and_waits_as_a_draft(person: Client, workspace: Workspace) -> None:
    given = {"title": "Survey of offices", "purpose": "survey", "anonymous": "on", "workbook": book()}

    made = person.post("/mauritius/forms/new", given, follow=True)

    row = InstrumentRow.objects.get(workspace=workspace)
    assert (row.title, row.anonymous, row.state) == ("Survey of offices", True, "draft")
    assert "How often do you refer people?" in text_of(made)


def test_a_file_that_is_no_form_leaves_nothing_behind_and_says_what_mends_it(
    person: Client, workspace: Workspace
) -> None:
    given = {
        "title": "Survey",
        "purpose": "survey",
        "workbook": SimpleUploadedFile("form.xlsx", b"\xd0\xcf\x11\xe0 old"),
    }

    answered = person.post("/mauritius/forms/new", given)

    assert answered.status_code == 422
    assert "Nothing was saved yet" in text_of(answered)
    assert 'value="Survey"' in answered.content.decode()
    assert InstrumentRow.objects.filter(workspace=workspace).count() == 0


def test_findings_lead_to_their_question_and_those_that_block_keep_it_from_being_published(
    person: Client, offices: str
) -> None:
    named = ("text", "victim_name", "What is the name of the victim?")
    looked = person.post(
        f"/mauritius/forms/{offices}", {"act": "upload", "workbook": book(OFTEN, STAFF, named)}, follow=True
    )
    refused = person.post(f"/mauritius/forms/{offices}/draft", {})

    html = looked.content.decode()
    assert "stand in the way of publishing" in text_of(looked) or "stands in the way of publishing" in text_of(looked)
    assert 'href="#q-data-victim_name"' in html
    assert 'id="q-data-victim_name"' in html
    assert "Publish this version" not in text_of(looked)
    assert refused.status_code == 422


def test_a_change_that_touches_answers_is_agreed_to_before_it_is_published(
    person: Client, workspace: Workspace, offices: str
) -> None:
    version = VersionRow.objects.get(workspace=workspace)
    ResponseRow.objects.create(
        workspace=workspace, version=version, instance_id="uuid:1", channel="page", closed={"/data/staff": "12"}
    )
    person.post(f"/mauritius/forms/{offices}", {"act": "upload", "workbook": book(OFTEN)})

    looked = person.get(f"/mauritius/forms/{offices}/draft")
    without = person.post(f"/mauritius/forms/{offices}/draft", {"reason": ""})
    with_it = person.post(f"/mauritius/forms/{offices}/draft", {"agreed": "removed:staff:integer"}, follow=True)

    assert "“staff” is no longer asked." in text_of(looked)
    assert "It touches 1 answer." in text_of(looked)
    assert "nobody has agreed to them" in text_of(without)
    assert "is published." in text_of(with_it)


def test_a_form_stands_side_by_side_with_its_logic_and_its_files(person: Client, offices: str) -> None:
    page = person.get(f"/mauritius/forms/{offices}")
    version = VersionRow.objects.get().version

    words = text_of(page)
    for expected in ("Only if question 1 is “Yes”", "whole number", "1 published version", "XLSForm"):
        assert expected in words
    xform = person.get(f"/mauritius/forms/{offices}/files/{version}/form.xml")
    assert xform["Content-Type"].startswith("text/xml")
    assert b"<h:html" in xform.content
    assert person.get(f"/mauritius/forms/{offices}/files/{version}/secret.key").status_code == 404
    assert person.get(f"/mauritius/forms/{offices}?version={version}").status_code == 200


def test_a_version_says_what_changed_since_the_one_before(
    person: Client, actor: Actor, workspace: Workspace, offices: str
) -> None:
    instruments.stage(actor, workspace, offices, "offices.xlsx", form(OFTEN))
    newest = instruments.publish(actor, workspace, offices).version
    first = VersionRow.objects.filter(workspace=workspace).exclude(version=newest).get().version

    changed = text_of(person.get(f"/mauritius/forms/{offices}?version={newest}"))
    unchanged = text_of(person.get(f"/mauritius/forms/{offices}?version={first}"))

    assert f"What changed since version {first}" in changed
    assert "“staff” is no longer asked." in changed
    assert "What changed" not in unchanged
    assert "minutes to answer" in unchanged


def test_the_paper_form_is_a_pdf(person: Client, offices: str) -> None:
    paper = person.get(f"/mauritius/forms/{offices}/paper/fr")

    assert paper.content.startswith(b"%PDF-")
    assert paper["Content-Disposition"].endswith('-fr.pdf"')
    assert person.get(f"/mauritius/forms/{offices}/paper/de").status_code == 404


def test_a_form_is_wound_down_closed_and_opened_again(person: Client, workspace: Workspace, offices: str) -> None:
    states = []
    for state in ("closing", "closed", "open"):
        person.post(f"/mauritius/forms/{offices}", {"act": "state", "state": state, "reason": "test"})
        states.append(InstrumentRow.objects.get(workspace=workspace).state)

    assert states == ["closing", "closed", "open"]


def test_a_form_is_tried_out_by_a_link_of_its_own(person: Client, workspace: Workspace, offices: str) -> None:
    import re

    page = person.get(f"/mauritius/forms/{offices}").content.decode()
    link = re.search(r'href="/mauritius/a/(try-[^"]+)"', page)

    assert link
    assert "counts for nothing" in Respondent(workspace, link[1]).words


def test_a_draft_is_dropped_and_what_is_published_stays(person: Client, workspace: Workspace, offices: str) -> None:
    person.post(f"/mauritius/forms/{offices}", {"act": "upload", "workbook": book(OFTEN)})

    person.post(f"/mauritius/forms/{offices}/discard")

    assert InstrumentRow.objects.get(workspace=workspace).draft == {}
    assert person.get(f"/mauritius/forms/{offices}/draft").headers["Location"] == f"/mauritius/forms/{offices}"
    assert person.get(f"/mauritius/forms/{offices}/discard").status_code == 404


def test_forms_are_read_by_the_staff_and_changed_by_who_may(
    workspace: Workspace, offices: str, server: Callable[..., Someone]
) -> None:
    pages = (
        "/mauritius/forms",
        f"/mauritius/forms/{offices}",
        "/mauritius/forms/new",
        f"/mauritius/forms/{offices}/keying",
    )
    seen = {}
    for role in ("owner", "consultant", "collector", "member"):
        client = server(role).sign_in()
        seen[role] = [client.get(page).status_code for page in pages]

    assert seen == {
        "owner": [200, 200, 403, 403], "consultant": [200] * 4, "collector": [200, 200, 403, 200], "member": [403] * 4,
    }  # fmt: skip
    owner = server("owner").sign_in()
    assert owner.post(f"/mauritius/forms/{offices}", {"act": "state", "state": "closed"}).status_code == 403
    assert "Close the form" not in text_of(owner.get(f"/mauritius/forms/{offices}"))


# --- quick entry of paper


def key(person: Client, code: str, go: str = "take", **typed: str) -> str:
    answered = person.post(f"/mauritius/forms/{code}/keying", {"go": go, **typed}, follow=True)
    return text_of(answered)


def test_a_sheet_is_keyed_in_and_the_next_number_is_offered(person: Client, workspace: Workspace, offices: str) -> None:
    typed = {"/data/consent": "1", "/data/refers": "2", "/data/staff": "40", "number": "17"}

    page = person.post(f"/mauritius/forms/{offices}/keying", {"go": "take", **typed}, follow=True)

    row = ResponseRow.objects.get(workspace=workspace)
    assert "Sheet 17 is taken in." in text_of(page)
    assert 'name="number" value="18"' in page.content.decode()
    assert (row.channel, row.closed["/data/refers"]) == ("paper", "never")


def test_what_is_wrong_on_a_sheet_is_named_by_its_number_and_nothing_typed_is_lost(
    person: Client, workspace: Workspace, offices: str
) -> None:
    page = person.post(f"/mauritius/forms/{offices}/keying", {"go": "take", "/data/consent": "1", "/data/refers": "7"})

    assert page.status_code == 422
    assert "“7” is no number of an option. Use the numbers on the paper, up to 2." in text_of(page)
    assert 'name="/data/refers" value="7"' in page.content.decode()
    assert ResponseRow.objects.filter(workspace=workspace).count() == 0


def test_a_sheet_keyed_in_twice_is_compared(person: Client, workspace: Workspace, offices: str) -> None:
    first = {"/data/consent": "1", "/data/refers": "2", "/data/staff": "40", "number": "17"}
    key(person, offices, **first)

    taken = key(person, offices, **first)
    same = key(person, offices, "compare", **first)
    other = key(person, offices, "compare", **{**first, "/data/staff": "14"})
    key(person, offices, "replace", **{**first, "/data/staff": "14"})

    assert "Sheet 17 is keyed in already." in taken
    assert "The two entries agree" in same
    assert "The two entries differ in 1 answer" in other
    assert "first 40, now 14" in other
    assert ResponseRow.objects.get(workspace=workspace, current=True).closed["/data/staff"] == "14"
