"""Signed links of the working group, attacked: guessed, used twice, late, forwarded, taken back, or turned to another's
thing, a link shows nothing; and what a body has fetched is noted under its own name alone."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.work.test_group import a_paper

from filao.core.problems import Problem
from filao.store.group import PaperSeenRow
from filao.store.links import SignedLink
from filao.work import group, links, workspaces
from filao.work.access import Actor
from filao.work.group import Handed, Named
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]
PURPOSES = ("minutes", "no_objection", "action", "paper")
SENT = {"text": "x", "item": "0", "answer": "no", "status": "done", "evidence": "A letter"}


@pytest.fixture
def things(server: People, actor: Actor, workspace: Workspace) -> dict[str, str]:
    """By purpose: the id of a thing that the police and the Prime Minister's Office may both be shown."""
    digest = a_paper(workspace)
    code = group.plan(actor, workspace, group.Planned("TWG", "Inception meeting", date(2026, 3, 12)))
    group.change_item(actor, workspace, code, group.Item("The plan", "PMO", [digest], "It was presented."))
    until = timezone.localdate() + timedelta(7)
    asked = group.decide(actor, workspace, code, group.Decided("Agreed.", "no_objection", until=until, paper=digest))
    duty = group.assign(actor, workspace, code, "Send the figures.", "MPF", date(2026, 5, 1))
    paper = group.add_paper(actor, workspace, Named("TWG", "Procedure", "protocol"), Handed(b"%PDF-1.7 p", "a.pdf"))
    return {
        "minutes": group.meeting(actor, workspace, code).id, "no_objection": group.decision(actor, workspace, asked).id,
        "action": group.action(actor, workspace, duty).id, "paper": paper,
    }  # fmt: skip


@pytest.fixture
def link(actor: Actor, workspace: Workspace, things: dict[str, str]) -> Callable[..., str]:
    """Makes the address of a link of a body."""

    def made(purpose: str, body: str = "MPF") -> str:
        return f"/mauritius/link/{links.make(actor, workspace, purpose, group.subject_of(things[purpose], body))}"

    return made


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


def opened(address: str) -> Client:
    client = browser()
    assert client.post(address).status_code == 302
    return client


def closed(client: Client, address: str, digest: str = "x") -> None:
    """Nothing is shown, taken in or handed out there."""
    for answer in (client.get(address), client.post(address, SENT), client.get(f"{address}/papers/{digest}")):
        assert answer.status_code in (403, 404)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_nobody_guesses_a_link(link: Callable[..., str], purpose: str) -> None:
    right = link(purpose)
    for guess in (secrets.token_urlsafe(20), right.rpartition("/")[2].swapcase(), "x", "0" * 27):
        closed(browser(), f"/mauritius/link/{guess}")


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_forwarded_after_it_was_opened_shows_nothing_even_with_a_copied_address(
    link: Callable[..., str], purpose: str
) -> None:
    address, other = link(purpose), link(purpose, "MPF")
    first, second = opened(address), opened(other)
    second.cookies["filao_link"] = first.cookies["filao_link"].value[:-1] + "x"

    closed(second, address)
    assert first.get(address).status_code == 200


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_that_was_opened_is_confirmed_by_no_second_browser(link: Callable[..., str], purpose: str) -> None:
    address = link(purpose)
    opened(address)
    token = address.rpartition("/")[2]

    assert browser().post(address).status_code == 403
    with pytest.raises(Problem, match="link_elsewhere"):
        links.confirm("mauritius", token)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_ends_on_its_day_for_the_browser_that_holds_it_too(link: Callable[..., str], purpose: str) -> None:
    address = link(purpose)
    client = opened(address)
    SignedLink.objects.update(expires_at=timezone.now())

    closed(client, address)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_taken_back_ends_at_once_and_leaves_those_of_others(
    link: Callable[..., str], purpose: str, actor: Actor, workspace: Workspace, things: dict[str, str]
) -> None:
    mine, theirs = link(purpose), link(purpose, "MPF")
    clients = opened(mine), opened(theirs)
    gone = next(one for one in reversed(links.made(actor, workspace, purpose)))
    links.revoke(actor, workspace, purpose, gone.id)

    closed(clients[0], mine)
    assert clients[1].get(theirs).status_code == 200


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_link_made_for_one_purpose_opens_no_other(
    link: Callable[..., str], purpose: str, workspace: Workspace
) -> None:
    token = link(purpose).rpartition("/")[2]
    held = links.confirm("mauritius", token)
    openings = {
        "minutes": group.opened_minutes, "no_objection": group.opened_decision, "action": group.opened_action,
        "paper": group.opened_paper,
    }  # fmt: skip

    for other, opening in openings.items():
        if other != purpose:
            with pytest.raises(Problem, match="link_dead"):
                opening(workspace, token, held)


def test_a_link_whose_body_is_not_in_the_register_opens_nothing(
    actor: Actor, workspace: Workspace, things: dict[str, str]
) -> None:
    for subject in (f"{things['paper']} NOBODY", things["paper"], f"{things['paper']} ", "gone MPF"):
        address = f"/mauritius/link/{links.make(actor, workspace, 'paper', subject)}"
        closed(opened(address), address)


def test_a_link_of_one_workspace_opens_nothing_in_another(
    link: Callable[..., str], actor: Actor, workspace: Workspace
) -> None:
    workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))

    closed(browser(), link("paper").replace("/mauritius/", "/elsewhere/"))


def test_no_body_sees_the_answer_of_another(link: Callable[..., str]) -> None:
    mine, theirs = link("no_objection"), link("no_objection", "PMO")
    opened(mine).post(mine, {"answer": "yes", "reason": "Not costed by us."})
    page = text_of(opened(theirs).get(theirs))

    assert "Not costed by us." not in page
    assert "Your answer" not in page


def test_only_the_body_that_undertook_an_action_reports_on_it(
    link: Callable[..., str], actor: Actor, workspace: Workspace
) -> None:
    theirs = link("action", "PMO")
    answer = opened(theirs).post(theirs, SENT)

    assert answer.status_code == 404
    assert group.actions(actor, workspace)[0].status == "open"


def test_an_observer_answers_no_no_objection_by_a_link_made_by_mistake(
    link: Callable[..., str], actor: Actor, workspace: Workspace
) -> None:
    address = link("no_objection", "IOM")
    answer = opened(address).post(address, {"answer": "yes", "reason": "We object."})

    assert answer.status_code == 422
    assert group.decisions(actor, workspace)[0].answers == ()


# --- papers


def test_a_paper_is_read_and_fetched_by_its_link_and_takes_no_form(
    link: Callable[..., str], actor: Actor, workspace: Workspace, things: dict[str, str]
) -> None:
    address, found = link("paper"), group.group_paper(actor, workspace, things["paper"])
    client = opened(address)
    page, file = client.get(address), client.get(f"{address}/papers/{found.current.digest}")

    assert found.current.digest in text_of(page)
    assert file.content == b"%PDF-1.7 p"
    assert file["Cache-Control"] == "no-store"
    assert "attachment" in file["Content-Disposition"]
    assert client.post(address, SENT).status_code == 405


def test_a_superseded_version_is_fetched_by_no_link(
    link: Callable[..., str], actor: Actor, workspace: Workspace, things: dict[str, str]
) -> None:
    address, old = link("paper"), group.group_paper(actor, workspace, things["paper"]).current.digest
    group.add_version(actor, workspace, things["paper"], Handed(b"%PDF-1.7 new", "b.pdf"))

    assert opened(address).get(f"{address}/papers/{old}").status_code == 404


@pytest.mark.parametrize("purpose", ["minutes", "no_objection", "paper"])
def test_what_was_fetched_is_noted_under_the_body_of_the_link(
    link: Callable[..., str], purpose: str, actor: Actor, workspace: Workspace, things: dict[str, str]
) -> None:
    own = group.group_paper(actor, workspace, things["paper"]).current.digest
    digest = own if purpose == "paper" else group.decisions(actor, workspace)[0].paper
    address = link(purpose, "PMO")
    stranger, client = browser(), opened(address)
    stranger.get(f"{address}/papers/{digest}")
    client.get(f"{address}/papers/{'0' * 64}")
    before = PaperSeenRow.objects.count()
    client.get(f"{address}/papers/{digest}")

    assert before == 0
    assert list(PaperSeenRow.objects.values_list("digest", "organisation")) == [(digest, "PMO")]
