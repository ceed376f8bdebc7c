"""Asking, walked as a person does: a question answered at a meeting, a sheet that comes back, contacts that never leave."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from filao.core.problems import Problem
from filao.core.questions import Question
from filao.web.views.answering import mark
from filao.work import analysis, desk, documents, exports
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database

MEETINGS = "/mauritius/meetings"
HELD = {
    "organisation": "BPF", "status": "held", "channel": "in_person", "function": "Officer in charge", "consent": "yes",
    "attribution": "institution", "held_on": "2026-11-20", "language": "fr", "new_bodies": "0",
}  # fmt: skip
CONFLICTS = {"conflict:organisation:SMWU:valid_from", "conflict:provision:L015:status"}
"""What sources disagree on before anybody is asked."""
LINK = "expected_link:BPF:E20"
"""Whether the family protection brigade passes cases to the prosecution service (ODPP)."""


def log(person: Client, **changes: Any) -> HttpResponse:
    return person.post(f"{MEETINGS}/new", HELD | changes)  # type: ignore[return-value]


def entered(id: str, **answer: Any) -> dict[str, Any]:
    """The fields of one question on a meeting's page."""
    return {f"{mark(id)}-{name}": value for name, value in answer.items()}


def raised(actor: Actor, workspace: Workspace) -> dict[str, Question]:
    return {q.id: q for q in analysis.read(actor, workspace).questions}


def accept_all(person: Client, actor: Actor, workspace: Workspace) -> None:
    ids = [claim.id for claim in desk.proposals(actor, workspace)]
    person.post("/mauritius/to-decide", {"claim": ids, "decision": "accept"})


# --- questions


def test_the_list_says_how_many_must_be_asked_and_narrows_by_body_and_words(person: Client) -> None:
    every = text_of(person.get("/mauritius/questions"))
    one = text_of(person.get("/mauritius/questions", {"body": "BPF", "words": "prosecution"}))

    assert "63 of 251 open questions must be asked" in every
    assert "1 row" in one
    assert "Do you pass cases to" in one


def test_a_question_is_dropped_with_a_reason_and_opened_again(person: Client) -> None:
    page = f"/mauritius/questions/{LINK}"

    assert person.post(page, {"decision": "dropped", "reason": ""}).status_code == 422
    assert person.post(page, {"decision": "dropped", "reason": "Not theirs to answer"}).status_code == 302
    assert "250 open questions" in text_of(person.get("/mauritius/questions"))
    assert "dropped" in text_of(person.get("/mauritius/questions", {"state": "dropped"}))

    person.post(page, {"decision": "open"})
    assert "251 open questions" in text_of(person.get("/mauritius/questions"))


# --- meetings


def test_a_partner_is_one_click_from_a_meeting_with_its_channel_filled_in(person: Client) -> None:
    listed = person.get(MEETINGS).content.decode()
    form = person.get(f"{MEETINGS}/new", {"body": "CIF"}).content.decode()

    assert "No meeting has been held yet" in listed
    assert 'href="/mauritius/meetings/new?body=CIF"' in listed
    assert '<option value="video" selected>' in form


def test_a_meeting_is_not_held_without_consent_and_what_was_typed_stays(person: Client) -> None:
    answer = log(person, consent="no")

    assert answer.status_code == 422
    assert "A meeting cannot be logged as held without consent." in text_of(answer)
    assert 'value="Officer in charge"' in answer.content.decode()


def test_a_function_that_names_a_person_is_held_until_read(person: Client) -> None:
    answer = log(person, function="Mrs Lafleur")

    assert answer.status_code == 422
    assert 'type="checkbox" name="read_by_person"' in answer.content.decode()
    assert log(person, function="Mrs Lafleur", read_by_person="on").status_code == 302


def test_no_answer_is_entered_before_a_meeting_is_held(person: Client, actor: Actor, workspace: Workspace) -> None:
    log(person, status="scheduled", consent="", held_on="", next_call="2026-11-02")

    page = text_of(person.get(f"{MEETINGS}/INT-01"))
    tried = person.post(f"{MEETINGS}/INT-01", entered(LINK, answer="absent"))

    assert "Answers can be entered once the meeting is logged as held" in page
    assert "Save answers" not in page
    assert tried.status_code == 422
    assert desk.answers(actor, workspace, "INT-01") == {}
    assert "2 November 2026" in text_of(person.get(MEETINGS))


def test_an_answer_becomes_a_proposed_tie_and_once_accepted_the_question_is_gone(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    log(person)

    saved = person.post(
        f"{MEETINGS}/INT-01",
        entered(LINK, answer="confirmed", body="ODPP", formality="sop", words="Every file, within a week."),
    )

    assert saved.status_code == 302
    page = text_of(person.get(f"{MEETINGS}/INT-01"))
    assert " has answered 1 of " in page
    assert "statements of this meeting wait for a decision" in page
    tie = "E20-BPF-ODPP"
    assert tie not in acts.read(actor, workspace).relations
    assert "answered" in text_of(person.get("/mauritius/questions", {"state": "answered"}))

    accept_all(person, actor, workspace)

    made = acts.read(actor, workspace).relations[tie]
    assert (made.kind, made.state, made.formality, made.confirmed_by) == ("refers_to", "existing", "sop", "A")
    assert f"/records/relation/{tie}" in person.get("/mauritius/organisations/BPF").content.decode()
    assert LINK not in raised(actor, workspace)
    after = text_of(person.get(f"{MEETINGS}/INT-01"))
    assert "1 question settled by this meeting" in after
    assert "Do you pass cases to" in after
    assert "Every file, within a week." in after
    assert "Every file" in text_of(person.get(f"/mauritius/questions/{LINK}"))


def test_a_link_confirmed_absent_moves_to_absent_and_is_not_asked_again(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    log(person)
    person.post(f"{MEETINGS}/INT-01", entered(LINK, answer="absent"))
    accept_all(person, actor, workspace)

    links = {(s.link, s.from_body): s.state for s in analysis.read(actor, workspace).links}
    assert links["E20", "BPF"] == "confirmed_absent"
    assert LINK not in raised(actor, workspace)


def test_a_body_that_is_not_on_record_is_refused_and_the_sound_answers_are_kept(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    log(person)
    ties = next(q for q in raised(actor, workspace).values() if q.organisation_id == "BPF" and q.rule == "stale_ties")

    answer = person.post(
        f"{MEETINGS}/INT-01",
        entered(LINK, answer="confirmed", body="Ministry of Magic")
        | entered(ties.id, **{f"tie-{ties.about[0][1]}": "right"}),
    )

    assert answer.status_code == 422
    assert "No body on record is called “Ministry of Magic”" in text_of(answer)
    assert 'value="Ministry of Magic"' in answer.content.decode()
    assert list(desk.answers(actor, workspace, "INT-01")) == [ties.id]


def test_words_that_may_identify_a_person_are_held_until_someone_has_read_them(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    log(person)
    page, words = f"{MEETINGS}/INT-01", "Ask Inspector Lafleur, she knows."

    held = person.post(page, entered(LINK, answer="other", words=words))

    assert held.status_code == 422
    assert "may identify a person" in text_of(held)
    assert words in text_of(held)
    assert f'type="checkbox" name="{mark(LINK)}-read_by_person"' in held.content.decode()
    assert desk.answers(actor, workspace, "INT-01") == {}

    person.post(page, entered(LINK, answer="other", words=words, read_by_person="on"))
    assert desk.answers(actor, workspace, "INT-01")[LINK].words == words


def test_an_answer_that_is_changed_takes_back_what_it_proposed(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    log(person)
    page = f"{MEETINGS}/INT-01"
    person.post(page, entered(LINK, answer="confirmed", body="ODPP"))
    assert 'value="Office of the Director of Public Prosecutions' in person.get(page).content.decode()

    person.post(page, entered(LINK, answer="unknown", body="", formality="", words=""))

    assert desk.proposals(actor, workspace) == []
    assert LINK in raised(actor, workspace)


def test_a_page_saved_again_unchanged_writes_nothing(person: Client, actor: Actor, workspace: Workspace) -> None:
    log(person)
    page = f"{MEETINGS}/INT-01"
    person.post(page, entered(LINK, answer="confirmed", body="ODPP"))
    before = {claim.id for claim in desk.proposals(actor, workspace)}

    fields = re.findall(
        r'<(?:input|select|textarea)[^>]*name="(q\w{8}-[^"]+)"[^>]*>', person.get(page).content.decode()
    )
    same = dict.fromkeys(fields, "") | entered(LINK, answer="confirmed", body="ODPP")
    person.post(page, same)

    assert {claim.id for claim in desk.proposals(actor, workspace)} == before
    assert list(desk.answers(actor, workspace, "INT-01")) == [LINK]


@pytest.mark.parametrize(
    ("rule", "answer", "said"),
    [
        ("unknown_status", {"answer": "value:past"}, ("action", "status", "past")),
        ("unattributed", {"body": "CDU"}, ("action", "organisation_id", "CDU")),
        ("role_without_body", {"body": "CDU"}, ("role", "organisation_ids", ("CDU",))),
        ("seat_facts", {"focal_point_sex": "female"}, ("seat", "focal_point_sex", "female")),
        ("service_details", {"services": ["shelter", "medical"]}, ("organisation", "services", ("shelter", "medical"))),
        ("conflict", {"answer": "value:in force on 6 October"}, ("provision", "status", "in force on 6 October")),
        ("coverage", {"answer": "confirmed", "words": "Nobody does."}, None),
    ],
)
def test_each_rule_has_an_answer_of_its_own_that_settles_it(
    person: Client, actor: Actor, workspace: Workspace, rule: str, answer: dict[str, Any], said: Any
) -> None:
    q = next(
        q for q in raised(actor, workspace).values() if q.rule == rule and (rule != "conflict" or "L015" in q.id)
    )  # fmt: skip
    log(person, organisation=q.organisation_id)

    assert person.post(f"{MEETINGS}/INT-01", entered(q.id, **answer)).status_code == 302

    proposed = [(c.kind, c.field, c.value) for c in desk.proposals(actor, workspace)]
    assert proposed == ([said] if said else [])
    assert desk.answers(actor, workspace, "INT-01")[q.id].outcome == "confirmed"
    accept_all(person, actor, workspace)
    after = raised(actor, workspace)
    assert {id for id in after if id.startswith("conflict:")} <= CONFLICTS
    if rule in ("unknown_status", "unattributed", "role_without_body", "conflict"):
        assert q.id not in after
    assert person.get(f"{MEETINGS}/INT-01").status_code == 200


def test_ties_ticked_right_are_confirmed_and_wrong_ones_disputed(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    q = raised(actor, workspace)["confirm_ties:AGO"]
    right, wrong = (id for _, id in q.about)
    log(person, organisation="AGO")

    person.post(f"{MEETINGS}/INT-01", entered(q.id, **{f"tie-{right}": "right", f"tie-{wrong}": "wrong"}))
    accept_all(person, actor, workspace)

    ties = acts.read(actor, workspace).relations
    assert "A" in ties[right].confirmed_by or "B" in ties[right].confirmed_by
    assert (ties[wrong].state, ties[wrong].disputed) == ("absent", True)
    assert q.id not in raised(actor, workspace)


@pytest.mark.parametrize(("since", "code"), [("2027", "future_date"), ("1799", "not_a_year"), ("soon", "not_a_year")])
def test_a_tie_exists_since_a_year_that_has_come(
    person: Client, actor: Actor, workspace: Workspace, since: str, code: str
) -> None:
    q = next(q for q in raised(actor, workspace).values() if q.rule == "undated_ties")
    tie = q.about[0][1]
    log(person, organisation=q.organisation_id)

    given = desk.Given("confirmed", ties=(tie,), facts={tie: since})
    with pytest.raises(Problem, match=code):
        desk.answer(actor, workspace, "INT-01", q.id, given)
    answer = person.post(f"{MEETINGS}/INT-01", entered(q.id, **{f"tie-{tie}": "right", f"year-{tie}": since}))

    assert answer.status_code == 422
    assert desk.proposals(actor, workspace) == []


# --- sheets and letters


def test_sheets_are_sent_downloaded_and_a_return_proposes_facts(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    person.post("/mauritius/sheets", {"bodies": ["CDU", "SET"], "language": "fr", "on": "2026-11-10"})
    page = text_of(person.get("/mauritius/sheets"))
    assert "2 sheets are out, none has come back" in page

    tie = next(
        t.id for t in acts.read(actor, workspace).relations.values() if "CDU" in t.ends and t.state == "existing"
    )
    back = {
        "on": "2026-11-20", "how": "photographed", "opening": "24/7", "same-short_name": "on", "short_name": "CDU",
        f"tie-{tie}": "wrong", "body-1": "SET", "relation_kind-1": "refers_to", "formality-1": "mou",
    }  # fmt: skip
    form = person.get("/mauritius/sheets/CDU/return")
    kept = _first_values(form)
    answer = person.post("/mauritius/sheets/CDU/return", kept | back)

    assert answer.status_code == 302
    proposed = {(c.kind, c.field): c.value for c in desk.proposals(actor, workspace)}
    assert proposed["organisation", "opening"] == "24/7"
    assert proposed["organisation", "short_name"] == "CDU"
    assert {field for kind, field in proposed if kind == "organisation"} == {"opening", "short_name"}
    assert ("relation", "formality") in proposed
    assert (tie, "absent") in {(c.record, c.value) for c in desk.proposals(actor, workspace)}
    assert "1 of" in text_of(person.get("/mauritius/sheets"))
    assert acts.read(actor, workspace).organisations["CDU"].opening == ""

    accept_all(person, actor, workspace)
    assert acts.read(actor, workspace).organisations["CDU"].opening == "24/7"


def _first_values(page: Any) -> dict[str, Any]:
    """What a browser would send back unchanged."""
    return page.context["form"].initial | {
        name: box.initial for name, box in page.context["form"].fields.items() if box.initial not in (None, "")
    }


def test_a_return_without_saying_how_it_came_keeps_what_was_typed(person: Client) -> None:
    answer = person.post("/mauritius/sheets/CDU/return", {"on": "2026-11-20", "opening": "Monday to Friday"})

    assert answer.status_code == 422
    assert 'value="Monday to Friday"' in answer.content.decode()


def test_files_of_chosen_bodies_are_built(person: Client) -> None:
    asked = {"body": ["CDU", "SET"], "language": "en"}
    sheet = person.post("/mauritius/sheets/CDU.docx", {"language": "fr"}, follow=True)
    letters = person.post("/mauritius/letters/introduction.docx", asked, follow=True)

    assert "organisation-sheet-CDU-fr.docx" in sheet["Content-Disposition"]
    assert "letters-introduction-2-bodies-en.docx" in letters["Content-Disposition"]
    text = _words_of(letters.content)
    assert "Child Development Unit" in text
    assert text.count("Request for a meeting") == 2


def _words_of(docx: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(docx)) as package:
        return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())


# --- contacts


def test_contacts_are_added_changed_and_removed_for_good(person: Client, actor: Actor, workspace: Workspace) -> None:
    page = "/mauritius/contacts"
    assert person.post(page, {"organisation": "CDU", "function": ""}).status_code == 422
    person.post(page, {"organisation": "CDU", "function": "Head of unit", "phone": "210 0000"})
    (kept,) = desk.contacts(actor, workspace)

    person.post(f"{page}?edit={kept.id}", {"organisation": "CDU", "function": "Head of unit", "phone": "211 1111"})
    assert [c.phone for c in desk.contacts(actor, workspace)] == ["211 1111"]

    person.post(page, {"remove": kept.id})
    assert desk.contacts(actor, workspace) == []


def test_contacts_and_words_leave_in_no_export_and_no_document(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    secrets = ("Zephyrine desk officer", "zephyrine@example.org", "433 9871", "Zephyrine said")
    person.post(
        "/mauritius/contacts",
        {"organisation": "BPF", "function": secrets[0], "email": secrets[1], "phone": secrets[2]},
    )
    log(person)
    person.post(f"{MEETINGS}/INT-01", entered(LINK, answer="confirmed", body="ODPP", words=f"{secrets[3]} so."))
    accept_all(person, actor, workspace)

    taken = [exports.export(actor, workspace, format)[1] for format in exports.FORMATS]
    c = documents.material(actor, workspace)
    taken += [
        documents.file(actor, workspace, documents.build(actor, workspace, kind, format, c, variant).id)[1]
        for kind, format, variant in (
            ("organisation-sheet", "docx", "BPF"), ("letters", "docx", "introduction:BPF"), ("partner-list", "docx", ""),
            ("register-workbook", "xlsx", ""), ("inception-report", "html", ""), ("mapping-report", "html", ""),
        )
    ]  # fmt: skip

    for data in taken:
        for part in _parts(data):
            for secret in secrets:
                assert secret.encode() not in part


def test_an_interview_cited_by_sector_only_is_told_by_no_export_and_no_document(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    log(person, attribution="sector")
    person.post(f"{MEETINGS}/INT-01", entered(LINK, answer="confirmed", body="ODPP"))
    accept_all(person, actor, workspace)
    assert acts.read(actor, workspace).sources["INT-01"].organisation_id == "BPF"

    taken = [exports.export(actor, workspace, format)[1] for format in exports.FORMATS]
    c = documents.material(actor, workspace)
    taken += [
        documents.file(actor, workspace, documents.build(actor, workspace, kind, format, c, variant).id)[1]
        for kind, format, variant in (
            ("organisation-sheet", "docx", "BPF"), ("register-workbook", "xlsx", ""), ("mapping-report", "html", ""),
            ("inception-report", "html", ""),
        )
    ]  # fmt: skip

    parts = [part for data in taken for part in _parts(data)]
    assert not any(b"INT-01" in part for part in parts)
    assert any(b"Interview, " in part and b", 2026" in part for part in parts)


def _parts(data: bytes) -> list[bytes]:
    if data[:2] != b"PK":
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return [package.read(name) for name in package.namelist()]


def test_two_meetings_do_not_close_a_list_whose_core_is_still_to_be_met(person: Client) -> None:
    for _ in range(2):
        log(person)

    page = text_of(person.get(MEETINGS))

    assert "core partners are still to be met; until then the list stays open" in page
    assert "by the rule the list is closed" not in page
