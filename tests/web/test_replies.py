"""The right of reply: bodies asked together, a link for each that opens one request alone, and what stands in the report.
Guessed, forwarded, late or taken back, a link shows nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from filao.core.evidence import Finding
from filao.core.problems import Problem
from filao.documents import mapping_report
from filao.documents import model as m
from filao.documents.composing import Material
from filao.store.links import SignedLink
from filao.store.narrative import Reply
from filao.work import documents, journal, links, narrative, replies
from filao.work import register as acts
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]
OURS = "We refer victims by telephone since 2024."


@pytest.fixture
def c(actor: Actor, workspace: Workspace) -> Material:
    return documents.material(actor, workspace)


@pytest.fixture
def finding(c: Material) -> Finding:
    return next(f for f in c.findings if f.negative and len(f.bodies) > 1)


@pytest.fixture
def asked(actor: Actor, workspace: Workspace, c: Material, finding: Finding) -> str:
    today = timezone.localdate()
    pair = (finding.id, finding.bodies[0])
    return replies.ask(actor, workspace, c, [pair], on=today, due=today + timedelta(14))[0]


@pytest.fixture
def address(server: People, actor: Actor, workspace: Workspace, c: Material, asked: str) -> str:
    """A link to a request, not opened yet."""
    return f"/mauritius/link/{replies.make_link(actor, workspace, c, asked)}"


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


def opened(address: str) -> Client:
    client = browser()
    client.post(address)
    return client


def test_the_link_shows_the_finding_and_figures_about_the_body_and_takes_its_reply(
    address: str, actor: Actor, workspace: Workspace, asked: str
) -> None:
    client = opened(address)
    page = text_of(client.get(address))

    told = text_of(client.post(address, {"text": OURS}, follow=True))

    kept = replies.find(actor, workspace, asked)
    assert kept.shown["text"] in page
    assert "Ties of your body on record" in page
    assert "Your reply has come" in told
    assert (kept.text, kept.replied_on) == (OURS, timezone.localdate())
    assert "by its link" in journal.lines(actor, workspace)[0].actor


def test_the_page_shows_nothing_else_of_the_register(
    address: str, actor: Actor, workspace: Workspace, asked: str
) -> None:
    page = opened(address).get(address).content.decode()
    kept = replies.find(actor, workspace, asked)

    said = f"{kept.shown['text']} {kept.shown['records']}"
    own = acts.read(actor, workspace).organisations[kept.organisation].name
    others = [
        b.name for b in acts.read(actor, workspace).bodies.values()
        if b.name != own and len(b.name) > 12 and b.name not in said and b.name in page
    ]  # fmt: skip
    assert others == []
    assert set(re.findall(r'(?:href|action)="(/[^"]*)"', page)) <= {
        "/language", *re.findall(r'"(/static/[^"]*)"', page), address,
    }  # fmt: skip


def test_a_reply_may_be_changed_until_its_day_has_passed(address: str, asked: str) -> None:
    client = opened(address)
    client.post(address, {"text": "First."})
    client.post(address, {"text": "Second."})
    assert Reply.objects.get().text == "Second."

    Reply.objects.update(due_on=timezone.localdate() - timedelta(1))

    assert client.post(address, {"text": "Third."}).status_code == 422
    assert Reply.objects.get().text == "Second."
    assert "The day for the reply has passed" in text_of(client.get(address))


def test_words_that_may_name_a_person_are_not_taken(address: str) -> None:
    answer = opened(address).post(address, {"text": "Ask Mrs Devi Ramgoolam, tel. 5712 3456"})

    assert answer.status_code == 422
    assert Reply.objects.get().replied_on is None


def test_a_forwarded_link_opens_in_no_second_browser(address: str) -> None:
    first, second = opened(address), browser()

    for answer in (second.get(address), second.post(address), second.post(address, {"text": OURS})):
        assert answer.status_code == 403
    second.cookies["filao_link"] = "guessed"
    assert second.post(address, {"text": OURS}).status_code == 403
    assert first.get(address).status_code == 200
    assert Reply.objects.get().text == ""


def test_links_to_requests_are_not_found_by_guessing_nor_by_the_id_of_the_request(address: str, asked: str) -> None:
    token = address.rpartition("/")[2]

    for wrong in (token[:-1], token + "x", asked, SignedLink.objects.get().token):
        assert browser().get(f"/mauritius/link/{wrong}").status_code == 404
    assert browser().get(f"/elsewhere/link/{token}").status_code == 404


def test_a_link_of_another_purpose_opens_no_request(
    server: People, actor: Actor, workspace: Workspace, asked: str
) -> None:
    token = links.make(actor, workspace, "sheet", asked)
    secret = links.confirm("mauritius", token)

    with pytest.raises(Problem, match="link_dead"):
        replies.reply_by_link(workspace, token, secret, OURS)


def test_a_link_ends_with_the_day_of_the_reply(address: str) -> None:
    row = SignedLink.objects.get()
    assert timezone.localdate(row.expires_at) == timezone.localdate() + timedelta(15)
    client = opened(address)

    SignedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))

    assert client.get(address).status_code == 404
    assert client.post(address, {"text": OURS}).status_code == 404


def test_a_link_taken_back_takes_no_reply(address: str, actor: Actor, workspace: Workspace, asked: str) -> None:
    client = opened(address)

    links.revoke(actor, workspace, "reply", links.made(actor, workspace, "reply", asked)[0].id)

    assert client.post(address, {"text": OURS}).status_code == 404
    assert Reply.objects.get().text == ""


def test_a_request_that_is_gone_leaves_a_dead_link(address: str) -> None:
    client = opened(address)
    Reply.objects.all().delete()

    assert client.get(address).status_code == 404


def test_a_restricted_finding_leaves_by_no_link(
    server: People, actor: Actor, workspace: Workspace, finding: Finding, asked: str
) -> None:
    narrative.decide_finding(
        actor, workspace, "mapping-update", finding.id, status="accepted", audience="restricted"
    )  # fmt: skip

    with pytest.raises(Problem, match="not_by_link"):
        replies.make_link(actor, workspace, documents.material(actor, workspace), asked)


def test_nobody_is_asked_about_a_finding_that_does_not_name_it(
    actor: Actor, workspace: Workspace, c: Material, finding: Finding
) -> None:
    today = timezone.localdate()
    stranger = next(id for id in c.register.organisations if id not in finding.bodies)

    with pytest.raises(Problem, match="no_such_page"):
        replies.ask(actor, workspace, c, [(finding.id, stranger)], on=today, due=today)
    assert not Reply.objects.exists()


def test_asking_anew_keeps_the_reply_and_gives_another_date(
    actor: Actor, workspace: Workspace, c: Material, finding: Finding, asked: str
) -> None:
    body, today = finding.bodies[0], timezone.localdate()
    replies.enter(actor, workspace, "mapping-update", finding.id, body, OURS, on=today)

    again = replies.ask(actor, workspace, c, [(finding.id, body)], on=today, due=today + timedelta(30))

    kept = replies.find(actor, workspace, asked)
    assert again == [asked]
    assert (kept.text, kept.due_on) == (OURS, today + timedelta(30))


def test_the_list_names_every_body_to_be_asked_and_asks_them_together(person: Client, c: Material) -> None:
    wanted = [(f.id, body) for f in c.findings if f.negative for body in f.bodies]
    due = timezone.localdate() + timedelta(14)

    page = text_of(person.get("/mauritius/replies"))
    person.post("/mauritius/replies", {"due": due.isoformat(), "pairs": [f"{f}|{b}" for f, b in wanted]})

    assert f"0 of {len(wanted)} replies have been asked for" in page
    assert Reply.objects.count() == len(wanted)
    assert f"{len(wanted)} of {len(wanted)} replies" in text_of(person.get("/mauritius/replies"))


def test_a_finding_that_was_dropped_asks_nobody(
    person: Client, actor: Actor, workspace: Workspace, finding: Finding
) -> None:
    narrative.decide_finding(
        actor, workspace, "mapping-update", finding.id, status="dropped", reason="Not borne out"
    )  # fmt: skip

    left = replies.wanted(actor, workspace, documents.material(actor, workspace))

    assert finding.id not in {one.finding.id for one in left}


def test_the_request_tells_when_the_words_have_changed_since(
    person: Client, actor: Actor, workspace: Workspace, finding: Finding, asked: str
) -> None:
    address = f"/mauritius/replies/{asked}"
    before = text_of(person.get(address))

    narrative.decide_finding(
        actor, workspace, "mapping-update", finding.id, status="accepted", text="Nothing is known of it."
    )  # fmt: skip

    assert "have changed since" not in before
    after = text_of(person.get(address))
    assert "have changed since the body was asked" in after
    assert "Nothing is known of it." in after


def test_the_team_makes_sends_and_takes_back_a_link(server: People, asked: str) -> None:
    client, place = server("consultant").sign_in(), f"/mauritius/replies/{asked}"

    made = client.post(place, {"act": "link"})
    found = re.findall(r"http://filao.example(/mauritius/link/[\w-]+)", made.content.decode())[0]
    opened(found)
    page = text_of(client.get(place))
    client.post(place, {"revoke": SignedLink.objects.get().id})

    assert "Your link, which opens in one browser alone" in text_of(made)
    assert "Reminder: your reply to a finding" in page
    assert browser().get(found).status_code == 404


def test_a_laptop_makes_no_links(person: Client, asked: str) -> None:
    assert person.post(f"/mauritius/replies/{asked}", {"act": "link"}).status_code == 404
    assert not SignedLink.objects.exists()


def reply_printed(actor: Actor, workspace: Workspace, id: str, today: date) -> str:
    """What the report prints as the reply to a finding."""
    c = documents.material(actor, workspace, today=today)
    blocks = mapping_report.compose(c).blocks()
    return next(m.plain(b.reply) for b in blocks if isinstance(b, m.FindingBlock) and b.id == f"finding-{id}")


def test_the_report_prints_replies_and_says_who_did_not_reply(
    actor: Actor, workspace: Workspace, c: Material, finding: Finding
) -> None:
    today = timezone.localdate()
    pairs = [(finding.id, body) for body in finding.bodies[:2]]
    replies.ask(actor, workspace, c, pairs, on=today, due=today + timedelta(14))
    replies.enter(actor, workspace, "mapping-update", *pairs[0], OURS, on=today)

    waiting = reply_printed(actor, workspace, finding.id, today)
    over = reply_printed(actor, workspace, finding.id, today + timedelta(15))

    assert f"{c.short(finding.bodies[0])}: {OURS}" in waiting
    assert re.search(rf"{re.escape(c.short(finding.bodies[1]))}: asked on .*, reply due on ", waiting)
    assert re.search(rf"{re.escape(c.short(finding.bodies[1]))}: asked on .*, no reply by ", over)
    assert ("not yet asked" in over) == (len(finding.bodies) > 2)
