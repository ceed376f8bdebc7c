"""People of a server: signing in with a password and a second factor, the lock after idle minutes, and signing out."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth import hashers
from django.core import mail
from django.http import HttpResponse
from django.test import Client

from filao.core.problems import Problem
from filao.store.people import User
from filao.work import accounts

from .conftest import PASSWORD, Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows now, or some steps of 30 seconds later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


def with_password(person: Someone, password: str = PASSWORD) -> HttpResponse:
    return person.client.post("/account/sign-in", {"login": person.user.email, "password": password})


def set_up_app(client: Client) -> str:
    """Set up an authenticator app as a person does; returns its secret."""
    page = client.get("/account/app").content.decode()
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    done = client.post("/account/app", {"code": code_of(secret)})
    assert done.headers["Location"] == "/account/codes"
    return secret


def test_who_has_not_signed_in_is_led_to_the_sign_in_page_and_back(server: People) -> None:
    member = server("member")

    asked = member.client.get("/mauritius/organisations?kind=ngo")
    address = asked.headers["Location"]
    done = member.client.post(address, {"login": member.user.email, "password": PASSWORD})

    assert address == "/account/sign-in?next=/mauritius/organisations%3Fkind%3Dngo"
    assert done.headers["Location"] == "/mauritius/organisations?kind=ngo"
    assert member.client.get("/mauritius/organisations").status_code == 200


def test_a_wrong_password_and_an_unknown_address_are_told_alike(server: People) -> None:
    member = server("member")

    wrong = with_password(member, "not the password")
    unknown = member.client.post("/account/sign-in", {"login": "nobody@filao.example", "password": PASSWORD})

    texts = [re.sub(r"\S+@\S+|value=\S+", "", text_of(answer)) for answer in (wrong, unknown)]
    assert texts[0] == texts[1]
    assert "You are not signed in yet" in texts[0]


def test_passwords_are_guessed_a_few_times_only(server: People) -> None:
    member = server("member")

    answers = [text_of(with_password(member, f"guess number {n}")) for n in range(7)]

    assert "Too many failed" in answers[-1]
    assert "Too many failed" in text_of(with_password(member))


def test_a_role_of_the_staff_opens_nothing_before_a_second_factor_is_set_up(server: People) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)

    sent = coordinator.client.get("/mauritius/")
    page = text_of(coordinator.client.get("/account/"))

    assert sent.headers["Location"] == "/account/"
    assert "Your role asks for a second factor" in page
    set_up_app(coordinator.client)
    assert coordinator.client.get("/mauritius/").status_code == 200


def test_a_member_of_the_working_group_may_do_without(server: People) -> None:
    member = server("member")
    with_password(member)

    assert member.client.get("/mauritius/").status_code == 200


def test_with_an_app_set_up_the_password_alone_opens_nothing(server: People) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)
    secret = set_up_app(coordinator.client)
    elsewhere = Someone(Client(HTTP_HOST="filao.example"), coordinator.user)

    half = with_password(elsewhere)

    assert half.headers["Location"] == "/account/sign-in/code"
    assert elsewhere.client.get("/mauritius/").status_code == 302
    assert "Incorrect code" in text_of(elsewhere.client.post("/account/sign-in/code", {"code": "000000"}))
    done = elsewhere.client.post("/account/sign-in/code", {"code": code_of(secret, 1)})
    assert done.headers["Location"] == "/"
    assert elsewhere.client.get("/mauritius/").status_code == 200


def test_a_session_from_before_the_second_factor_stays_without_rights(server: People) -> None:
    coordinator = server("coordinator")
    earlier = Someone(Client(HTTP_HOST="filao.example"), coordinator.user)
    with_password(earlier)
    with_password(coordinator)
    set_up_app(coordinator.client)

    assert earlier.client.get("/mauritius/").headers["Location"] == "/account/"


def test_a_code_of_the_app_opens_once(server: People) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)
    secret = set_up_app(coordinator.client)
    code = code_of(secret, 1)
    answers = []
    for _turn in range(2):
        browser = Someone(Client(HTTP_HOST="filao.example"), coordinator.user)
        with_password(browser)
        answers.append(browser.client.post("/account/sign-in/code", {"code": code}).status_code)

    assert answers == [302, 200]


def test_recovery_codes_are_shown_once_and_open_once(server: People) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)
    set_up_app(coordinator.client)

    shown = re.findall(r"<code>(\d{4}) (\d{4})</code>", coordinator.client.get("/account/codes").content.decode())
    again = coordinator.client.get("/account/codes").content.decode()
    answers = []
    for _turn in range(2):
        browser = Someone(Client(HTTP_HOST="filao.example"), coordinator.user)
        with_password(browser)
        answers.append(browser.client.post("/account/sign-in/code", {"code": "".join(shown[0])}).status_code)

    assert len(shown) == 10
    assert not re.findall(r"<code>\d{4}", again)
    assert answers == [302, 200]


def test_the_last_second_factor_of_the_staff_is_not_taken_off(server: People) -> None:
    coordinator, member = server("coordinator"), server("member")
    for person in (coordinator, member):
        with_password(person)
        set_up_app(person.client)
        person.client.post("/account/app/remove")

    held = set(Authenticator.objects.filter(type="totp").values_list("user_id", flat=True))

    assert held == {coordinator.user.id}


def test_secrets_of_second_factors_are_sealed_with_the_secret_of_the_server(server: People, settings: Any) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)
    secret = set_up_app(coordinator.client)

    kept = Authenticator.objects.get(user=coordinator.user, type="totp").data["secret"]

    assert secret not in kept
    assert accounts.unseal(kept) == secret
    settings.SECRET_KEY = "another secret"
    with pytest.raises(Problem, match="other_secret"):
        accounts.unseal(kept)


def test_passwords_are_kept_by_argon2(settings: Any) -> None:
    from filao import settings as ours

    settings.PASSWORD_HASHERS = ours.PASSWORD_HASHERS

    assert hashers.make_password(PASSWORD).startswith("argon2$argon2id$")


def test_nobody_signs_up(server: People) -> None:
    stranger = server()

    assert stranger.client.get("/account/signup/").status_code == 404
    assert stranger.client.get("/account/sign-up").status_code == 404


# --- the session


def idle(client: Client, minutes: float) -> None:
    session = client.session
    session["seen"] -= minutes * 60
    session.save()


def test_the_staff_is_locked_out_after_fifteen_idle_minutes_until_the_password_is_shown(server: People) -> None:
    coordinator = server("coordinator")
    client = coordinator.sign_in()
    idle(client, 14)
    assert client.get("/mauritius/ties").status_code == 200
    idle(client, 16)

    locked = client.get("/mauritius/ties")

    assert locked.headers["Location"] == "/account/confirm?next=/mauritius/ties"
    assert client.get("/account/password").headers["Location"].startswith("/account/confirm")
    opened = client.post("/account/confirm?next=/mauritius/ties", {"password": PASSWORD})
    assert opened.headers["Location"] == "/mauritius/ties"
    assert client.get("/mauritius/ties").status_code == 200


def test_what_was_typed_before_the_lock_waits_in_the_page_and_is_taken_when_sent_again(server: People) -> None:
    client = server("coordinator").sign_in()
    address = "/mauritius/engagements/mapping-update/deliverables/mapping-report"
    idle(client, 20)

    locked = client.post(address, {"act": "due", "due": "2031-01-31", "note": "first line\n<second> line"})
    fields = dict(re.findall(r'<textarea name="(\w+)" hidden>\n(.*?)</textarea>', locked.content.decode(), re.DOTALL))
    client.post("/account/confirm", {"password": PASSWORD})
    taken = client.post(address, {name: unescape(value) for name, value in fields.items()})

    assert locked.status_code == 423
    assert unescape(fields["note"]) == "first line\n<second> line"
    assert taken.status_code == 302
    assert "31 January 2031" in text_of(client.get("/mauritius/engagements/mapping-update"))


def test_what_a_page_fetches_by_itself_is_no_sign_of_life(server: People) -> None:
    client = server("coordinator").sign_in()
    idle(client, 14)

    client.get("/mauritius/ties", headers={"Sec-Fetch-Mode": "cors"})
    idle(client, 2)

    assert client.get("/mauritius/ties").status_code == 302


def test_a_member_is_not_locked_but_everybody_signs_in_anew_after_twelve_hours(server: People) -> None:
    client = server("member").sign_in()
    idle(client, 60)
    assert client.get("/mauritius/ties").status_code == 200
    session = client.session
    session["since"] -= 12 * 3600 + 1
    session.save()

    assert client.get("/mauritius/ties").headers["Location"].startswith("/account/sign-in")


def test_the_browser_keeps_no_page_of_who_is_signed_in_and_forgets_at_signing_out(server: People) -> None:
    client = server("coordinator").sign_in()

    pages = [client.get(address) for address in ("/mauritius/", "/mauritius/ties", "/account/")]
    out = client.post("/account/sign-out")

    assert {page.headers["Cache-Control"] for page in pages} == {"no-store"}
    assert out.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/mauritius/").status_code == 302


def test_cookies_stay_with_the_site_and_out_of_reach_of_scripts(server: People) -> None:
    person = server("member")
    person.client.get("/account/sign-in")
    with_password(person)

    for name in ("filao_session", "filao_csrf"):
        cookie = person.client.cookies[name]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict"), name


def test_a_link_from_a_mail_opens_although_strict_cookies_do_not_come_with_it(server: People) -> None:
    client = server("member").client

    answer = client.get("/mauritius/", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 200
    assert '<meta http-equiv="refresh" content="0">' in answer.content.decode()


# --- a forgotten password


def test_without_a_mail_server_no_password_is_sent(server: People) -> None:
    client = server().client

    assert client.get("/account/forgotten").status_code == 404
    assert "Ask the administrator" in text_of(client.get("/account/sign-in"))


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "filao@filao.example"


def test_a_forgotten_password_is_renewed_by_a_link_that_opens_once(server: People, mail_server: None) -> None:
    member = server("member")

    member.client.post("/account/forgotten", {"email": member.user.email})
    address = re.findall(r"http://filao.example(/\S+)", mail.outbox[0].body)[0]
    page = member.client.get(address, follow=True)
    new = {"password1": "another five words to keep", "password2": "another five words to keep"}
    done = member.client.post(page.request["PATH_INFO"], new)

    assert done.headers["Location"] == "/account/forgotten/done"
    assert with_password(member).status_code == 200
    assert with_password(member, new["password1"]).status_code == 302
    late = Client(HTTP_HOST="filao.example").get(address, follow=True)
    assert "does not open any more" in text_of(late)


def test_who_asks_for_an_unknown_address_learns_nothing_and_no_mail_goes(server: People, mail_server: None) -> None:
    member = server("member")

    known = member.client.post("/account/forgotten", {"email": member.user.email}, follow=True)
    unknown = member.client.post("/account/forgotten", {"email": "nobody@filao.example"}, follow=True)

    assert text_of(known) == text_of(unknown)
    assert len(mail.outbox) == 1


def test_whose_account_it_is_reads_by_mail_what_was_changed_on_it(
    server: People, mail_server: None, django_capture_on_commit_callbacks: Any
) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)

    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(coordinator.client)
    new = {"password1": "another five words to keep", "password2": "another five words to keep"}
    coordinator.client.post("/account/password", {"oldpassword": PASSWORD, **new})

    assert [message.to for message in mail.outbox] == [[coordinator.user.email]] * len(mail.outbox)
    told = " ".join(message.body for message in mail.outbox)
    assert "An authenticator app was set up for your account on filao.example." in told
    assert "The password of your account on filao.example was changed." in told
    assert "If it was not you" in told


def test_without_a_mail_server_an_account_is_changed_all_the_same(server: People) -> None:
    coordinator = server("coordinator")
    with_password(coordinator)

    set_up_app(coordinator.client)

    assert mail.outbox == []


def test_the_local_user_of_a_laptop_cannot_sign_in_on_a_server(server: People, mail_server: None) -> None:
    accounts.local_actor()
    local = Someone(server().client, User.objects.get(email=accounts.LOCAL_EMAIL))

    local.client.post("/account/forgotten", {"email": local.user.email})

    assert with_password(local).status_code == 200
    assert mail.outbox == []
