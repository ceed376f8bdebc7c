"""The local user is whoever holds the key of the laptop: what came through another machine, another name or without the
key is refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from filao.work import accounts
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    "header",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_X_REAL_IP": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_who_comes_from_another_machine_is_refused(person: Client, header: dict[str, str]) -> None:
    assert person.get("/mauritius/").status_code == 200
    assert person.get("/mauritius/", **header).status_code == 403


def test_a_page_elsewhere_that_points_its_name_at_this_machine_is_refused(person: Client) -> None:
    assert person.get("/mauritius/", HTTP_HOST="attacker.example").status_code == 400


def test_another_user_of_the_machine_is_refused_without_the_key(person: Client) -> None:
    person.cookies.clear()
    bare = person.get("/mauritius/")
    guessed = person.get("/open/guessed")

    assert (bare.status_code, guessed.status_code) == (403, 403)
    assert "filao run" in bare.content.decode()
    assert "filao_local" not in guessed.cookies


def test_the_address_with_the_key_lets_the_browser_in_from_then_on(
    client: Client, workspace: Workspace, settings: Any, tmp_path: Path
) -> None:
    client.defaults |= {"HTTP_HOST": "127.0.0.1:8765", "REMOTE_ADDR": "127.0.0.1"}
    key = accounts.open_to_local_user(tmp_path)

    opened = client.get(f"/open/{key}")

    assert opened.headers["Location"] == "/"
    assert opened.cookies["filao_local"]["httponly"]
    assert opened.cookies["filao_local"]["samesite"] == "Strict"
    assert client.get("/mauritius/").status_code == 200


def test_the_key_outlives_a_restart_and_nobody_else_reads_it(settings: Any, tmp_path: Path) -> None:
    settings.LOCAL_KEY = ""  # ends with the test
    first, second = accounts.open_to_local_user(tmp_path), accounts.open_to_local_user(tmp_path)

    assert first == second
    assert (tmp_path / "local.key").stat().st_mode & 0o077 == 0


def test_on_a_server_nobody_is_the_local_user(person: Client, settings: Any) -> None:
    settings.LOCAL_KEY = ""

    assert person.get("/mauritius/").headers["Location"] == "/account/sign-in?next=/mauritius/"
    person.cookies["filao_local"] = ""
    assert person.get("/mauritius/").status_code == 302


def test_a_laptop_has_no_accounts(person: Client) -> None:
    assert person.get("/account/sign-in").status_code == 404
    assert person.get("/account/").status_code == 404


def test_a_language_that_is_not_offered_is_not_kept(person: Client) -> None:
    kept = person.post("/language", {"language": "fr", "next": "/mauritius/"})
    other = person.post("/language", {"language": "de", "next": "https://attacker.example/"})

    assert kept.cookies["filao_language"].value == "fr"
    assert "filao_language" not in other.cookies
    assert other.headers["Location"] == "/"
