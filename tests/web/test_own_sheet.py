"""A signed link to a body's own sheet: it opens for one person, shows what the register says, and takes a reply as
proposals. Guessed, forwarded, late or taken back, it shows nothing."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from filao.core.problems import Problem
from filao.store.links import SignedLink
from filao.web.logs import Discreet
from filao.work import desk, journal, links
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]


@pytest.fixture
def address(server: People, actor: Actor, workspace: Workspace) -> str:
    """A link to the sheet of a body, not opened yet."""
    return f"/mauritius/link/{links.make(actor, workspace, 'sheet', 'CDU', label='CDU, focal point')}"


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


def hours(actor: Actor, workspace: Workspace) -> object:
    fact = acts.read(actor, workspace).fact("organisation", "CDU", "opening")
    return fact.value if fact else None


def opened(address: str) -> Client:
    client = browser()
    client.post(address)
    return client


def test_a_link_opens_after_confirming_and_shows_the_body_its_sheet(address: str) -> None:
    client = browser()

    asked = text_of(client.get(address))
    client.post(address)
    page = text_of(client.get(address))

    assert "For CDU, focal point" in asked
    assert "It is for me" in asked
    assert "What the register of Mauritius says of you" in page


def test_a_mail_program_that_looks_at_the_link_first_takes_nothing_away(address: str) -> None:
    for _turn in range(3):
        browser().get(address)

    assert opened(address).get(address).status_code == 200


def test_a_link_that_was_forwarded_opens_in_no_second_browser(address: str) -> None:
    first, second = opened(address), browser()

    for answer in (second.get(address), second.post(address), second.post(address, {"opening": "24/7"})):
        assert answer.status_code == 403
        assert "opened in another browser" in text_of(answer)
    second.cookies["filao_link"] = "guessed"
    assert second.get(address).status_code == 403
    assert first.get(address).status_code == 200


def test_links_are_not_found_by_guessing_nor_in_another_workspace(address: str) -> None:
    token = address.rpartition("/")[2]
    stored = SignedLink.objects.get().token

    for wrong in (token[:-1], token + "x", stored, "A" * len(token)):
        assert browser().get(f"/mauritius/link/{wrong}").status_code == 404
    assert browser().get(f"/elsewhere/link/{token}").status_code == 404
    assert len(token) * 6 >= 160


def test_a_link_ends_on_its_day(address: str) -> None:
    client = opened(address)
    SignedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(address).status_code == 404
    assert "Ask whoever sent it" in text_of(client.get(address))


def test_a_link_taken_back_shows_nothing_to_who_had_opened_it(address: str, actor: Actor, workspace: Workspace) -> None:
    client = opened(address)
    kept = links.made(actor, workspace, "sheet", "CDU")[0]

    links.revoke(actor, workspace, "sheet", kept.id)

    assert kept.state == "opened"
    assert client.get(address).status_code == 404
    assert client.post(address, {"opening": "24/7"}).status_code == 404
    assert [line.act for line in journal.lines(actor, workspace)[:2]] == ["link.revoke", "link.make"]


def test_a_link_for_one_use_opens_nothing_after_it(actor: Actor, workspace: Workspace) -> None:
    token = links.make(actor, workspace, "sheet", "CDU", once=True)
    secret = links.confirm("mauritius", token)

    desk.return_own_sheet(workspace, token, secret, desk.Reply({"opening": "24/7"}))

    with pytest.raises(Problem, match="link_dead"):
        links.find("mauritius", token, secret)


def test_the_cookie_of_a_link_goes_to_its_address_alone(address: str) -> None:
    cookie = browser().post(address).cookies["filao_link"]

    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address, True, "Lax")
    assert cookie.value not in str(vars(SignedLink.objects.get()))


def test_a_reply_becomes_proposals_of_the_body_and_nothing_enters_by_itself(
    address: str, actor: Actor, workspace: Workspace
) -> None:
    client = opened(address)
    before = hours(actor, workspace)
    tie = next(t for t in acts.read(actor, workspace).relations.values() if "CDU" in t.ends)

    told = client.post(address, {"opening": "Monday to Friday", f"tie-{tie.id}": "wrong"}, follow=True)

    assert "2 statements were taken in" in text_of(told)
    waiting = [c for c in desk.proposals(actor, workspace) if c.source.startswith("SHEET-CDU")]
    assert {(c.kind, c.field, c.value) for c in waiting} == {
        ("organisation", "opening", "Monday to Friday"), ("relation", "state", "absent"),
    }  # fmt: skip
    assert hours(actor, workspace) == before
    assert "CDU, by its link" in {line.actor for line in journal.lines(actor, workspace)[:4]}


def test_a_reply_says_nothing_of_ties_between_others(address: str, actor: Actor, workspace: Workspace) -> None:
    register = acts.read(actor, workspace)
    foreign = next(t for t in register.relations.values() if "CDU" not in t.ends)
    token = address.rpartition("/")[2]
    secret = links.confirm("mauritius", token)

    made = desk.return_own_sheet(workspace, token, secret, desk.Reply(wrong=[foreign.id]))

    assert made == []
    opened(address).post(address, {f"tie-{foreign.id}": "wrong"})
    assert desk.proposals(actor, workspace) == []


def test_words_that_may_name_a_person_are_not_taken(address: str, actor: Actor, workspace: Workspace) -> None:
    client = opened(address)

    answer = client.post(address, {"mandate": "Ask Mrs Devi Ramgoolam, tel. 5712 3456"})

    assert answer.status_code == 422
    assert desk.proposals(actor, workspace) == []


def test_the_page_leads_nowhere_into_the_workspace(address: str) -> None:
    page = opened(address).get(address).content.decode()

    assert set(re.findall(r'(?:href|action)="(/[^"]*)"', page)) <= {
        "/language", *re.findall(r'"(/static/[^"]*)"', page), address,
    }  # fmt: skip
    assert opened(address).get("/mauritius/").status_code == 302


def test_the_page_does_not_tell_who_spoke_in_an_interview(address: str, actor: Actor, workspace: Workspace) -> None:
    from datetime import date

    meeting = desk.log(
        actor, workspace, desk.Meeting("CDU", status="held", consent=True, attribution="background", held_on=date(2026, 5, 4))
    )  # fmt: skip
    acts.set_fact(
        actor,
        workspace,
        "organisation",
        "CDU",
        "opening",
        "24/7",
        source=meeting.source_id,
        reason="said in the meeting",
    )

    page = opened(address).get(address).content.decode()

    assert "24/7" in page
    assert meeting.code not in page


def test_the_team_makes_sees_and_takes_back_links(server: People) -> None:
    client = server("consultant").sign_in()
    place = "/mauritius/sheets/CDU/links"

    made = client.post(place, {"act": "make", "label": "Focal point", "days": "21"})
    found = re.findall(r"http://filao.example(/mauritius/link/\S+)</code>", made.content.decode())[0]
    opened(found)
    page = text_of(client.get(place))
    client.post(place, {"revoke": SignedLink.objects.get().id})

    assert "1 link to the sheet of CDU" in page
    assert "opened on" in page
    assert browser().get(found).status_code == 404


def test_a_laptop_makes_no_links(person: Client) -> None:
    assert person.get("/mauritius/sheets/CDU/links").status_code == 404


def test_the_log_of_a_server_keeps_no_address_of_a_link(address: str) -> None:
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Internal Server Error: %s", (address,), None)

    Discreet().filter(record)

    assert record.getMessage() == "Internal Server Error: /mauritius/link/…"
