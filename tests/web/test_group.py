"""Pages of the working group, and what a body that never signs in does behind its link: guessed, forwarded, late, taken
back or meant for another thing, a link shows nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.work.test_group import a_paper

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.store.links import SignedLink
from filao.work import group, links
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]
PDF = b"%PDF-1.7 the plan"


@pytest.fixture
def code(server: People, actor: Actor, workspace: Workspace) -> str:
    paper = a_paper(workspace, data=PDF)
    made = group.plan(actor, workspace, group.Planned("TWG", "Inception meeting", date(2026, 3, 12)))
    item = group.Item("The plan", "PMO", [paper], "The plan was presented.")
    group.change_item(actor, workspace, made, item)
    until = timezone.localdate() + timedelta(7)
    group.decide(
        actor, workspace, made, group.Decided("The plan is adopted.", "no_objection", until=until, paper=paper)
    )
    group.assign(actor, workspace, made, "Send the figures.", "MPF", date(2026, 5, 1))
    return made


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


@pytest.fixture
def link(actor: Actor, workspace: Workspace, code: str) -> Callable[..., str]:
    """Makes the address of a link to the meeting, the decision or the action, for a body."""

    def made(purpose: str, body: str = "MPF") -> str:
        thing = {
            "minutes": group.meeting(actor, workspace, code).id,
            "no_objection": group.decision(actor, workspace, f"D-{code}-01").id,
            "action": group.action(actor, workspace, f"A-{code}-01").id,
        }[purpose]
        return f"/mauritius/link/{links.make(actor, workspace, purpose, group.subject_of(thing, body), label='x')}"

    return made


def opened(address: str) -> Client:
    client = browser()
    client.post(address)
    return client


def test_a_member_reads_everything_and_sees_no_form(server: People, code: str) -> None:
    client = server("member").sign_in()

    for page in (
        "meetings",
        f"meetings/{code}",
        "decisions",
        f"decisions/D-{code}-01",
        "actions",
        f"actions/A-{code}-01",
    ):
        answer = client.get(f"/mauritius/group/{page}")
        assert answer.status_code == 200, page
        assert b"main-act" not in answer.content or page == "meetings", page


def test_a_meeting_goes_from_its_plan_to_decisions_and_actions(
    server: People, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    base = "/mauritius/group/meetings"

    client.post(base, {"group_id": "TWG", "title": "Second meeting", "on": "2026-06-04", "duration": "90"})
    (held,) = group.meetings(actor, workspace)
    at = f"{base}/{held.code}"
    client.post(f"{at}/items/0", {"title": "Figures", "owner": "MPF", "minutes": "Figures were asked for."})
    client.post(at, {"act": "came", "PMO": "holder", "MPF": "alternate"})
    client.post(
        f"{at}/decide",
        {
            "wording": "Figures are sent.",
            "mode": "vote",
            "in_favour": "9",
            "against": "1",
            "dissent": "CDU: Too early.",
        },
    )
    client.post(f"{at}/assign", {"text": "Send the figures.", "owner": "MPF", "due": "2026-07-01"})
    client.post(at, {"act": "circulate"})
    page = text_of(client.get(at))

    for words in ("Figures were asked for.", "2 present", f"D-{held.code}-01", f"A-{held.code}-01", "out for comments"):
        assert words in page
    assert group.decision(actor, workspace, f"D-{held.code}-01").dissent == {"CDU": "Too early."}
    assert "CDU : Too early." in text_of(client.get(f"/mauritius/group/decisions/D-{held.code}-01"))


def test_what_was_typed_is_kept_where_a_decision_lacks_its_counts(server: People, code: str) -> None:
    client = server("coordinator").sign_in()
    answer = client.post(f"/mauritius/group/meetings/{code}/decide", {"wording": "Yes, at once.", "mode": "vote"})

    assert answer.status_code == 422
    assert "A vote needs its counts" in text_of(answer)
    assert "Yes, at once." in text_of(answer)


def test_late_actions_open_the_next_agenda(server: People, code: str, actor: Actor, workspace: Workspace) -> None:
    soon = timezone.localdate() + timedelta(3)
    following = group.plan(actor, workspace, group.Planned("TWG", "Second meeting", soon))
    page = text_of(server("member").sign_in().get(f"/mauritius/group/meetings/{following}"))

    assert page.index("First: actions that are late") < page.index("Agenda and minutes")
    assert f"A-{code}-01" in page


def test_each_group_is_shown_what_it_owes_itself(server: People, code: str, actor: Actor, workspace: Workspace) -> None:
    soon = timezone.localdate() + timedelta(3)
    theirs = group.plan(actor, workspace, group.Planned("TC", "Theirs", soon))
    client = server("member").sign_in()

    assert f"A-{code}-01" not in text_of(client.get(f"/mauritius/group/meetings/{theirs}"))
    assert "0 actions are open" in text_of(client.get("/mauritius/group/meetings?group=TC"))
    assert "no-objection waits" not in text_of(client.get("/mauritius/group/meetings?group=TC"))
    ours = text_of(client.get("/mauritius/group/meetings?group=TWG"))
    assert "1 action is open" in ours and "1 no-objection waits" in ours


def test_a_confirmation_is_led_to_a_meeting_of_the_same_group(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    group.note_attendance(actor, workspace, code, {"PMO": "holder"})
    taken = group.decide(actor, workspace, code, group.Decided("The rule changes.", "consensus"))
    theirs = group.plan(actor, workspace, group.Planned("TC", "Theirs", timezone.localdate() + timedelta(3)))

    page = server("coordinator").sign_in().get(f"/mauritius/group/decisions/{taken}").content.decode()

    assert f"meetings/{code}/decide?confirms={taken}" in page
    assert f"meetings/{theirs}/decide" not in page


def test_an_item_keeps_its_paper_however_many_files_there_are(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    (before,) = group.meeting(actor, workspace, code).items
    for number in range(31):
        a_paper(workspace, data=f"%PDF-1.7 later {number}".encode())
    client = server("coordinator").sign_in()
    at = f"/mauritius/group/meetings/{code}/items/1"
    form = client.get(at).context["form"]
    ticked = [str(value) for value, _name in form.fields["papers"].choices if value in form.initial["papers"]]
    given = {"title": "The plan", "owner": "PMO", "minutes": "It was discussed.", "papers": ticked}

    client.post(at, given)
    (after,) = group.meeting(actor, workspace, code).items

    assert (after.minutes, after.papers) == ("It was discussed.", before.papers)


def test_who_came_is_not_undone_by_a_page_that_was_opened_before(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    at = f"/mauritius/group/meetings/{code}"
    was = client.get(at).context["came"].initial["was"]
    group.mark_presence(actor, workspace, code, {"MPF": "holder"})

    client.post(at, {"act": "came", "was": was, "PMO": "holder", "MPF": "", "CDU": "absent"})

    assert group.meeting(actor, workspace, code).attendance == {"MPF": "holder", "PMO": "holder", "CDU": "absent"}


def test_links_are_made_for_all_members_and_shown_once(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    at = f"/mauritius/group/links/meeting/{code}"

    told = text_of(client.post(at, {"body": ["MPF", "PMO", "ILO"]}))

    assert told.count("/mauritius/link/") == 2
    assert "/mauritius/link/" not in text_of(client.get(at))
    assert len(links.made(actor, workspace, "minutes")) == 2


def test_draft_minutes_stay_with_the_secretariat_and_papers_are_read_before(
    link: Callable[..., str], code: str, actor: Actor, workspace: Workspace
) -> None:
    address = link("minutes")
    client = opened(address)

    before = text_of(client.get(address))
    group.circulate_minutes(actor, workspace, code)
    after = text_of(client.get(address))

    assert "plan.pdf" in before
    assert "The plan was presented." not in before
    assert "The plan was presented." in after


def test_a_body_comments_on_minutes_until_the_last_day(
    link: Callable[..., str], code: str, actor: Actor, workspace: Workspace
) -> None:
    address = link("minutes")
    client = opened(address)
    early = client.post(address, {"item": "1", "text": "Too early."})
    group.circulate_minutes(actor, workspace, code)

    client.post(address, {"item": "1", "text": "The plan was discussed as well."})

    assert early.status_code == 422
    (said,) = group.comments(actor, workspace, code)
    assert (said.organisation_id, said.item, said.text) == ("MPF", 1, "The plan was discussed as well.")
    assert "The plan was discussed as well." not in text_of(opened(link("minutes", "PMO")).get(address))


def test_one_body_does_not_read_the_comments_of_another(
    link: Callable[..., str], code: str, actor: Actor, workspace: Workspace
) -> None:
    group.circulate_minutes(actor, workspace, code)
    mine, theirs = link("minutes"), link("minutes", "PMO")
    opened(mine).post(mine, {"item": "0", "text": "A word of ours."})
    client = opened(mine)
    other = opened(theirs)

    assert client.get(mine).status_code == 403
    assert "A word of ours." not in text_of(other.get(theirs))


def test_a_no_objection_shows_the_file_with_its_hash_and_takes_an_objection_with_its_reason(
    link: Callable[..., str], code: str, actor: Actor, workspace: Workspace
) -> None:
    address, decided = link("no_objection"), f"D-{code}-01"
    client, digest = opened(address), group.decision(actor, workspace, decided).paper

    page = text_of(client.get(address))
    paper = client.get(f"{address}/papers/{digest}")
    bare = client.post(address, {"answer": "yes"})
    client.post(address, {"answer": "yes", "reason": "Not costed."})

    assert digest in page
    assert "Silence until then is consent" in page
    assert paper.content == PDF
    assert bare.status_code == 422
    assert core.outcome(group.decision(actor, workspace, decided), timezone.localdate()) == "objected"


def test_a_body_reports_its_action(link: Callable[..., str], code: str, actor: Actor, workspace: Workspace) -> None:
    address = link("action")
    client = opened(address)

    client.post(address, {"status": "done", "evidence": "Letter of 3 April 2026"})

    assert group.action(actor, workspace, f"A-{code}-01").status == "done"
    assert "Letter of 3 April 2026" in text_of(client.get(address))


def test_words_about_a_person_are_held_behind_a_link_too(
    link: Callable[..., str], code: str, actor: Actor, workspace: Workspace
) -> None:
    group.circulate_minutes(actor, workspace, code)
    address = link("minutes")
    answer = opened(address).post(address, {"item": "0", "text": "Call her on 5789 1234.", "read_by_person": "on"})

    assert answer.status_code == 422
    assert group.comments(actor, workspace, code) == []


@pytest.mark.parametrize("purpose", ["minutes", "no_objection", "action"])
def test_a_link_of_the_group_opens_in_no_second_browser_and_not_by_guessing(
    link: Callable[..., str], purpose: str, workspace: Workspace
) -> None:
    address = link(purpose)
    first, second = opened(address), browser()

    assert first.get(address).status_code == 200
    for answer in (
        second.get(address),
        second.post(address, {"text": "x", "item": "0"}),
        second.get(f"{address}/papers/x"),
    ):
        assert answer.status_code in (403, 404)
    assert browser().get(address[:-1]).status_code == 404
    assert browser().get(address + "x").status_code == 404


@pytest.mark.parametrize("purpose", ["minutes", "no_objection", "action"])
def test_a_link_of_the_group_ends_on_its_day_and_when_it_is_taken_back(
    link: Callable[..., str], purpose: str, actor: Actor, workspace: Workspace
) -> None:
    late, gone = link(purpose), link(purpose, "MPF")
    clients = opened(late), opened(gone)
    newest = links.made(actor, workspace, purpose)[0]
    links.revoke(actor, workspace, purpose, newest.id)
    SignedLink.objects.filter(revoked_at=None).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert clients[0].get(late).status_code == 404
    assert clients[1].get(gone).status_code == 404
    assert clients[1].post(gone, {"answer": "no", "status": "done", "text": "x"}).status_code == 404


def test_a_link_to_one_thing_opens_no_other(link: Callable[..., str], actor: Actor, workspace: Workspace) -> None:
    address = link("action")
    token, browser_ = address.rpartition("/")[2], links.confirm("mauritius", address.rpartition("/")[2])

    for opening in (group.opened_minutes, group.opened_decision):
        with pytest.raises(Problem, match="link_dead"):
            opening(workspace, token, browser_)
    with pytest.raises(Problem, match="link_dead"):
        group.kept_paper(workspace, token, browser_, a_paper(workspace, data=PDF))


def test_an_action_of_another_body_is_not_reported_by_a_link_of_ours(link: Callable[..., str]) -> None:
    address = link("action", "PMO")

    assert opened(address).get(address).status_code == 404


def test_a_paper_of_another_meeting_is_not_read_by_this_link(link: Callable[..., str], workspace: Workspace) -> None:
    address = link("minutes")
    other = a_paper(workspace, data=b"%PDF-1.7 of another meeting")

    assert opened(address).get(f"{address}/papers/{other}").status_code == 404
