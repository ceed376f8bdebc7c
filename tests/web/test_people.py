"""Coming in by invitation: codes and mailed links that open once, roles given and taken, and who may do so."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from filao.store.links import AccountInvitation, SignedLink
from filao.store.people import Membership, User
from filao.work import access, journal, members
from filao.work.access import Actor
from filao.work.members import Proof
from filao.work.workspaces import Workspace

from .conftest import PASSWORD, Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]
HERE = "/mauritius/people"
NEW = {"act": "join", "name": "Bea", "password": PASSWORD, "again": PASSWORD}


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


def invited(client: Client, role: str = "consultant", email: str = "bea@filao.example", **more: str) -> HttpResponse:
    form = {"act": "invite", "email": email, "role": role, "way": "code", **more}
    return client.post(HERE, form)


def code_in(answer: HttpResponse) -> str:
    return re.findall(r'<code class="big">([0-9A-Z ]{19})</code>', answer.content.decode())[0]


def test_who_is_invited_for_an_institution_sits_for_it_until_another_is_entered(
    server: People, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    code = code_in(invited(client, "member", organisation="MPF"))
    browser().post("/mauritius/join", {"code": code, **NEW})
    (bea,) = (m for m in members.members(actor, workspace) if m.name == "Bea")
    page = text_of(client.get(HERE))
    sits = {"act": "sits", "member": bea.id}
    unknown = client.post(HERE, {**sits, "organisation": "NOBODY"})
    client.post(HERE, {**sits, "organisation": "CDU"})

    assert bea.organisation == "MPF"
    assert "Mauritius Police Force Change the institution Bea" in page
    assert unknown.status_code == 404
    assert {m.organisation for m in members.members(actor, workspace) if m.id == bea.id} == {"CDU"}
    assert "people.institution" in {line.act for line in journal.lines(actor, workspace)}


def test_a_person_comes_in_with_a_code_a_password_and_then_a_second_factor(server: People) -> None:
    code = code_in(invited(server("coordinator").sign_in()))
    new = browser()

    offer = text_of(new.post("/mauritius/join", {"code": code}))
    done = new.post("/mauritius/join", {"code": code, **NEW})

    assert "You are invited to work on Mauritius" in offer
    assert "Consultant" in offer
    assert done.headers["Location"] == "/"
    assert new.get("/mauritius/").headers["Location"] == "/account/"
    held = Membership.objects.get(user__email="bea@filao.example")
    assert (held.role, held.user.name) == ("consultant", "Bea")


def test_a_code_is_read_however_it_is_written(server: People) -> None:
    code = code_in(invited(server("coordinator").sign_in()))
    written = code.lower().replace(" ", "-").replace("0", "o").replace("1", "l")

    assert "You are invited" in text_of(browser().post("/mauritius/join", {"code": written}))


def test_a_code_opens_once_and_for_seven_days(server: People) -> None:
    client = server("coordinator").sign_in()
    first, second = code_in(invited(client)), code_in(invited(client, email="carl@filao.example"))
    browser().post("/mauritius/join", {"code": first, **NEW})
    AccountInvitation.objects.filter(email="carl@filao.example").update(
        expires_at=timezone.now() - timedelta(minutes=1)
    )

    for code in (first, second):
        again = browser().post("/mauritius/join", {"code": code, **NEW})
        assert "This code opens nothing, or nothing any more" in text_of(again)
    assert not User.objects.filter(email="carl@filao.example").exists()


def test_an_invitation_taken_back_opens_nothing(server: People) -> None:
    client = server("coordinator").sign_in()
    code = code_in(invited(client))

    client.post(HERE, {"act": "revoke", "invitation": AccountInvitation.objects.get().id})

    assert "opens nothing" in text_of(browser().post("/mauritius/join", {"code": code}))
    assert "taken back" in text_of(client.get(HERE))


def test_codes_are_guessed_a_few_times_only_and_a_workspace_is_not_told(server: People) -> None:
    guesser = browser()

    there = text_of(guesser.post("/mauritius/join", {"code": "AAAA BBBB CCCC DDDD"}))
    nowhere = text_of(guesser.post("/nowhere/join", {"code": "AAAA BBBB CCCC DDDD"}))
    answers = [guesser.post("/mauritius/join", {"code": "AAAA"}).status_code for _n in range(12)]

    assert there == nowhere
    assert answers[-1] == 429


def test_a_code_of_one_workspace_opens_nothing_in_another(server: People, actor: Actor) -> None:
    from datetime import date

    from filao.work import workspaces

    code = code_in(invited(server("coordinator").sign_in()))
    workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))

    assert "opens nothing" in text_of(browser().post("/elsewhere/join", {"code": code}))


def test_tables_hold_no_code_and_no_token(server: People) -> None:
    code = code_in(invited(server("coordinator").sign_in())).replace(" ", "")

    row = AccountInvitation.objects.get()

    assert code not in str(vars(row))
    assert len(row.code) == 64


def test_a_weak_password_or_one_typed_wrongly_opens_no_account(server: People) -> None:
    code = code_in(invited(server("coordinator").sign_in()))

    short = browser().post("/mauritius/join", {"code": code, **NEW, "password": "short", "again": "short"})
    differ = browser().post("/mauritius/join", {"code": code, **NEW, "again": "another five words"})

    assert short.status_code == differ.status_code == 422
    assert "The two passwords differ" in text_of(differ)
    assert not User.objects.filter(email="bea@filao.example").exists()


def test_who_has_an_account_accepts_only_as_that_person(server: People) -> None:
    member = server("member")
    code = code_in(invited(server("coordinator").sign_in(), "observer", member.user.email))

    stranger = browser().post("/mauritius/join", {"code": code, **NEW})
    member.sign_in(strong=False).post("/mauritius/join", {"code": code, "act": "join"})

    assert stranger.status_code == 409
    assert set(Membership.objects.filter(user=member.user).values_list("role", flat=True)) == {"member", "observer"}


# --- who gives and takes which role


def rights_of(role: str) -> set[str]:
    return {right for right, roles in access.RIGHTS.items() if role in roles}


@pytest.mark.parametrize("giver", access.ROLES)
def test_nobody_gives_a_right_that_the_own_role_does_not_hold(giver: str) -> None:
    for role in access.GIVES.get(giver, ()):
        assert rights_of(role) <= rights_of(giver), role


@pytest.mark.parametrize(
    ("giver", "gives"),
    [
        ("administrator", {"administrator", "coordinator"}),
        ("coordinator", {"coordinator", "consultant", "trainer", "monitoring", "member", "observer", "collector"}),
        ("owner", {"owner", "observer"}),
    ],
)
def test_each_role_gives_what_the_table_says(server: People, workspace: Workspace, giver: str, gives: set[str]) -> None:
    server("owner")
    client = server(giver).sign_in()

    given = {role for role in access.ROLES if invited(client, role, f"{role}@elsewhere.example").status_code == 200}

    assert given == gives


def test_an_administrator_opens_the_door_to_a_coordinator_only_while_there_is_none(server: People) -> None:
    client = server("administrator").sign_in()
    assert "Coordinator" in text_of(client.get(HERE)).partition("Invite a person")[2]

    server("coordinator")

    assert "Coordinator" not in text_of(client.get(HERE)).partition("Invite a person")[2]
    assert invited(client, "coordinator").status_code == 422


def test_nobody_gives_a_role_to_oneself(server: People) -> None:
    coordinator = server("coordinator")

    answer = invited(coordinator.sign_in(), "consultant", coordinator.user.email.upper())

    assert "Nobody gives a role to oneself" in text_of(answer)


def test_a_role_is_taken_with_a_reason_and_at_once(server: People, actor: Actor, workspace: Workspace) -> None:
    client, consultant = server("coordinator").sign_in(), server("consultant")
    theirs = consultant.sign_in()
    form = {"act": "remove", "member": consultant.user.id, "role": "consultant"}

    without = client.post(HERE, form)
    assert without.status_code == 400
    assert theirs.get("/mauritius/").status_code == 200
    client.post(HERE, {**form, "reason": "The assignment has ended"})

    assert theirs.get("/mauritius/").status_code == 404
    line = journal.lines(actor, workspace, "people.remove")[0]
    assert (line.subject, line.reason) == ("Ann: consultant", "The assignment has ended")


def test_the_last_administrator_stays(server: People) -> None:
    first, second = server("administrator"), server("administrator")
    client = first.sign_in()
    form = {"act": "remove", "role": "administrator", "reason": "gone"}

    client.post(HERE, {**form, "member": second.user.id})
    last = client.post(HERE, {**form, "member": first.user.id})

    assert last.status_code == 409
    assert list(Membership.objects.filter(role="administrator").values_list("user_id", flat=True)) == [first.user.id]


def test_an_owner_takes_no_role_of_the_team(server: People) -> None:
    consultant = server("consultant")
    form = {"act": "remove", "member": consultant.user.id, "role": "consultant", "reason": "asked too much"}

    assert server("owner").sign_in().post(HERE, form).status_code == 403


def test_a_lost_second_factor_is_renewed_on_the_command_line_alone(
    server: People, actor: Actor, workspace: Workspace
) -> None:
    coordinator = server("coordinator")
    client = coordinator.sign_in()

    found, code = members.renew(actor, coordinator.user.email)
    assert client.get("/mauritius/").status_code == 302
    other = browser()
    other.post(f"/{found.slug}/join", {"code": code, **NEW})

    assert other.get("/mauritius/").headers["Location"] == "/account/"
    assert [line.act for line in journal.lines(actor, workspace)][:2] == ["people.accept", "people.renew"]


# --- by mail


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "filao@filao.example"


def test_an_invitation_by_mail_is_a_link_that_opens_in_one_browser_once(server: People, mail_server: None) -> None:
    answer = invited(server("coordinator").sign_in(), way="mail", language="fr")
    address = re.findall(r"http://filao.example(/\S+)", mail.outbox[0].body)[0]
    mine, other = browser(), browser()

    assert answer.headers["Location"] == HERE
    assert mail.outbox[0].to == ["bea@filao.example"]
    assert "vous invite" in mail.outbox[0].body
    mine.post(address)
    assert "You are invited" in text_of(mine.get(address))
    assert other.get(address).status_code == 403
    assert mine.post(address, NEW).headers["Location"] == "/"
    assert mine.get(address).status_code == 404


def test_where_the_mail_does_not_go_the_code_is_shown_instead(
    server: People, mail_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_arguments: object, **_more: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refused)

    answer = invited(server("coordinator").sign_in(), way="mail")

    assert "The mail did not go" in text_of(answer)
    assert len(code_in(answer)) == 19


def test_an_invitation_taken_back_takes_its_link_back(server: People, mail_server: None) -> None:
    client = server("coordinator").sign_in()
    invited(client, way="mail")
    address = re.findall(r"http://filao.example(/\S+)", mail.outbox[0].body)[0]

    client.post(HERE, {"act": "revoke", "invitation": AccountInvitation.objects.get().id})

    assert browser().get(address).status_code == 404
    assert SignedLink.objects.get().revoked_at


def test_a_link_to_a_sheet_does_not_open_an_invitation(server: People, actor: Actor, workspace: Workspace) -> None:
    from filao.core.problems import Problem
    from filao.work import links

    invitation, _code = members.invite(actor, workspace, "bea@filao.example", "member")
    token = links.make(actor, workspace, "sheet", invitation.id)
    secret = links.confirm("mauritius", token)

    with pytest.raises(Problem, match="link_dead"):
        members.accept("mauritius", Proof(token=token, browser=secret), name="Bea", password=PASSWORD)
