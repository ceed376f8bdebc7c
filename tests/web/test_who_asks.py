"""The local user is whoever sits at the laptop: what came through another machine or another name is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

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


def test_on_a_server_nobody_is_the_local_user(person: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["filao.example.org"]

    assert person.get("/mauritius/", HTTP_HOST="filao.example.org").status_code == 403


def test_a_language_that_is_not_offered_is_not_kept(person: Client) -> None:
    kept = person.post("/language", {"language": "fr", "next": "/mauritius/"})
    other = person.post("/language", {"language": "de", "next": "https://attacker.example/"})

    assert kept.cookies["filao_language"].value == "fr"
    assert "filao_language" not in other.cookies
    assert other.headers["Location"] == "/"
