"""Search over everything: what a reader may not read is not found, and a search for nothing works out nothing."""

from __future__ import annotations

import pytest

from filao.core.problems import Problem
from filao.documents.words import questions
from filao.store.people import Membership, User
from filao.work import analysis, desk, documents, engagements, narrative, searching
from filao.work.access import Actor
from filao.work.searching import Found
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


def reader(workspace: Workspace, role: str) -> Actor:
    user = User.objects.create_user(f"{role}@example.org", name=role)
    Membership.objects.create(workspace=workspace, user_id=user.id, role=role)
    return Actor(user.id, user.name)


def test_words_are_found_in_records_questions_meetings_and_findings(actor: Actor, workspace: Workspace) -> None:
    desk.log(actor, workspace, desk.Meeting("MPF", status="invited"))

    police = searching.everything(actor, workspace, "police")
    referral = searching.everything(actor, workspace, "referral")

    assert ("organisation", "MPF") in {(entry.kind, entry.record) for entry in police.records}
    assert [meeting.code for meeting in police.meetings] == ["INT-01"]
    assert referral.findings and all("referral" in line.text.casefold() for line in referral.findings)
    register = analysis.read(actor, workspace).register
    assert 0 < len(police.questions) <= searching.MOST
    for question in police.questions:
        body = register.organisations[question.organisation_id]
        assert "police" in f"{questions.sentence(question, register, 'en')} {body.name}".casefold()


def test_questions_are_found_by_their_words_in_the_language_of_the_reader(actor: Actor, workspace: Workspace) -> None:
    assert searching.everything(actor, workspace, "orientez", language="fr").questions
    assert not searching.everything(actor, workspace, "orientez", language="en").questions


@pytest.mark.parametrize("query", ["", "   ", "?!"])
def test_a_search_without_words_works_out_nothing(
    actor: Actor, workspace: Workspace, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module, name in ((analysis, "read"), (documents, "material"), (desk, "interviews")):
        monkeypatch.delattr(module, name)

    assert searching.everything(actor, workspace, query) == Found()


def test_an_observer_finds_records_and_neither_questions_meetings_nor_findings(
    actor: Actor, workspace: Workspace
) -> None:
    desk.log(actor, workspace, desk.Meeting("MPF", status="invited"))

    found = searching.everything(reader(workspace, "observer"), workspace, "police")

    assert found.records
    assert (found.questions, found.meetings, found.findings) == ((), (), ())


def test_a_member_finds_no_finding_that_a_person_has_restricted(actor: Actor, workspace: Workspace) -> None:
    line = searching.everything(actor, workspace, "referral").findings[0]
    member, first = reader(workspace, "member"), engagements.find(actor, workspace)
    assert line in searching.everything(member, workspace, line.text).findings

    narrative.decide_finding(actor, workspace, first.id, line.id, status="accepted", audience="restricted")

    assert line not in searching.everything(member, workspace, line.text).findings
    assert line in searching.everything(actor, workspace, line.text).findings


def test_who_may_not_read_the_register_is_refused(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="not_allowed"):
        searching.everything(reader(workspace, "collector"), workspace, "police")
