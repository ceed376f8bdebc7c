"""Rounds on the page, the wall of a room, and what other machines reach of a laptop that serves one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.test import Client
from tests.collecting import a_round, answer, publish
from tests.every_question import every_question
from tests.respondents import Respondent, open_round
from tests.web.conftest import Someone
from tests.web.pages import PAGES, text_of

from filao import room
from filao.core.problems import Problem
from filao.store.collection import RoundRow
from filao.work.collection import ingest
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


def test_a_round_is_set_up_on_the_page_with_its_link_and_code(person: Client, workspace: Workspace) -> None:
    publish(workspace)
    given = {
        "instrument": "visit", "title": "Officers, March", "mode": "open", "closes_on": "2030-03-14", "wanted": "40",
        "targets": "sex: woman = 20\nsex: man = 20", "limits": "island: Rodrigues = 10",
    }  # fmt: skip

    made = person.post("/mauritius/fieldwork/new", given, follow=True)

    row = RoundRow.objects.get(workspace=workspace)
    assert made.status_code == 200
    assert "0 of 40 answers have come" in text_of(made)
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="qr"' in made.content.decode()
    assert re.search(r"http://127\.0\.0\.1/mauritius/a/[0-9a-z]{26}<", made.content.decode())
    assert row.targets[1] == {"wanted": 20, "dimension": "sex", "value": "woman"}
    assert row.quotas == [{"most": 10, "segment": {"island": "Rodrigues"}, "closes": True}]


def test_a_line_that_says_no_group_is_named_and_nothing_typed_is_lost(person: Client, workspace: Workspace) -> None:
    publish(workspace)
    given = {"instrument": "visit", "title": "March", "mode": "open", "targets": "women 20"}

    answered = person.post("/mauritius/fieldwork/new", given)

    assert answered.status_code == 422
    assert "“women 20” does not say which answers are wanted." in text_of(answered)
    assert 'value="March"' in answered.content.decode()
    assert RoundRow.objects.filter(workspace=workspace).count() == 0


def test_a_round_is_stopped_with_a_reason_and_taken_up_again(person: Client, workspace: Workspace) -> None:
    id, token = open_round(workspace)

    person.post(f"/mauritius/fieldwork/{id}", {"act": "stop", "reason": "enough"})
    stopped = Respondent(workspace, token).page.status_code
    again = person.post(f"/mauritius/fieldwork/{id}", {"act": "resume"}, follow=True)

    assert stopped == 410
    assert "The round takes answers again." in text_of(again)
    assert Respondent(workspace, token).page.status_code == 200


def test_a_new_link_needs_a_reason(person: Client, workspace: Workspace) -> None:
    id, token = open_round(workspace)

    without = person.post(f"/mauritius/fieldwork/{id}", {"act": "link", "reason": ""})

    assert "The act needs a reason." in text_of(without)
    assert Respondent(workspace, token).page.status_code == 200


def test_rounds_are_for_the_staff_and_set_up_by_who_runs_them(
    workspace: Workspace, server: Callable[..., Someone]
) -> None:
    id, _token = open_round(workspace)
    pages = ("/mauritius/fieldwork", f"/mauritius/fieldwork/{id}", f"/mauritius/room/{id}")

    seen = {
        role: [server(role).sign_in().get(page).status_code for page in pages]
        for role in ("owner", "trainer", "member")
    }
    new = {role: server(role).sign_in().get("/mauritius/fieldwork/new").status_code for role in ("owner", "trainer")}

    assert seen == {"owner": [200] * 3, "trainer": [200] * 3, "member": [403] * 3}
    assert new == {"owner": 403, "trainer": 200}
    assert Client(HTTP_HOST="filao.example").get(f"/mauritius/room/{id}").status_code == 404


# --- the wall


def test_the_wall_shows_the_code_the_count_and_asks_for_itself_again_without_a_script(
    person: Client, workspace: Workspace
) -> None:
    id, _token = open_round(workspace, title="Trainers, Port Louis")

    wall = person.get(f"/mauritius/room/{id}")
    still = person.get(f"/mauritius/room/{id}?still=1")

    assert wall["Refresh"] == "5"
    assert "Refresh" not in still
    assert "<script" not in wall.content.decode()
    for words in ("Trainers, Port Louis", "answers have come", "Results are shown once 5 people have answered."):
        assert words in text_of(wall)


def test_results_stand_on_the_wall_as_numbers_and_bars(person: Client, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "open")
    for n in range(1, 11):
        sent = answer(n, consent="yes", sector="police" if n < 6 else "labour")
        ingest.take(workspace, sent.xml, {}, channel="page", round=round)

    wall = person.get(f"/mauritius/room/{round.id}")

    assert "Results of the first 10 answers" in text_of(wall)
    assert wall.content.decode().count('<rect width="50" height="8"/>') == 2


def test_a_wall_of_a_test_leads_to_its_phase(person: Client, workspace: Workspace) -> None:
    id, token = open_round(workspace, data=every_question(phase=True))

    wall = person.get(f"/mauritius/room/{id}?phase=before")

    assert f"/a/{token}?phase=before" in text_of(wall)
    assert "Before the training" in text_of(wall)


def test_a_round_by_invitation_has_no_code_for_all(person: Client, workspace: Workspace) -> None:
    id, _token = open_round(workspace, mode="blind")

    assert "by invitation: there is no code for all" in text_of(person.get(f"/mauritius/room/{id}"))


# --- room mode


def behind(path: str, address: str = "192.168.43.7", method: str = "GET") -> str:
    """The status that a machine of the room gets, "app" where it reaches the app."""
    told: list[str] = []

    def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        told.append("app")
        return [b""]

    environ = {"PATH_INFO": path, "REMOTE_ADDR": address, "REQUEST_METHOD": method}
    list(room.Room(application)(environ, lambda status, _headers: told.append(status)))
    return told[0]


OPEN_TO_ROOM = (
    "/mauritius/a/k7qf3m2x9rtdw4hnk7qf3m2x9r", "/mauritius/a/k7qf3m2x9rtdw4hnk7qf3m2x9r/stopped",
    "/mauritius/a/k7qf3m2x9rtdw4hnk7qf3m2x9r/k7qf-3m2x-9rtd-w4hn", "/mauritius/take-back",
    "/mauritius/a/k7qf3m2x9rtdw4hnk7qf3m2x9r/pictures/map.png", "/mauritius/room/p9qtyqxq11rfxajf",
    "/static/dist/respond.css", "/static/dist/wall.css",
)  # fmt: skip


@pytest.mark.parametrize("path", OPEN_TO_ROOM)
def test_phones_of_a_room_reach_what_is_for_them(path: str) -> None:
    assert behind(path) == "app"


@pytest.mark.parametrize("path", sorted({path.partition("?")[0] for path in PAGES.values()}))
def test_phones_of_a_room_reach_no_page_of_the_staff(path: str) -> None:
    assert behind(path) == "404 Not Found"
    assert behind(path, "127.0.0.1") == "app"


@pytest.mark.parametrize(
    "path",
    [
        "/open/key", "/account/sign-in", "/static/dist/filao.js", "/static/dist/respond.css/../../filao.sqlite3",
        "/mauritius/a/x/../../journal", "/mauritius/a//journal", "/mauritius/room/p9qtyqxq11rfxajf/", "/99999", "/",
        "/mauritius/key/token/formList", "/mauritius/a/x\n", "/mauritius/forms",
    ],
)  # fmt: skip
def test_nothing_else_is_reached_from_the_room(path: str) -> None:
    assert behind(path) == "404 Not Found"


def test_the_room_only_reads_and_sends() -> None:
    assert behind(OPEN_TO_ROOM[0], method="POST") == "app"
    assert behind(OPEN_TO_ROOM[0], method="PUT") == "404 Not Found"


def test_the_wall_is_open_to_the_room_and_gives_a_short_address(workspace: Workspace, settings: Any) -> None:
    id, token = open_round(workspace)
    settings.ROOM, settings.ALLOWED_HOSTS = "http://192.168.43.1:8765", ["192.168.43.1"]
    other = Client(HTTP_HOST="192.168.43.1:8765", REMOTE_ADDR="192.168.43.7")

    wall = other.get(f"/mauritius/room/{id}")

    short = re.search(r"http://192\.168\.43\.1:8765/(\d+)", text_of(wall))
    assert short
    assert behind(f"/{short[1]}") == "302 Found"
    assert f"/mauritius/a/{token}" in room._shown[int(short[1]) - 1]


def test_without_a_room_the_wall_is_closed_to_strangers(workspace: Workspace) -> None:
    id, _token = open_round(workspace)
    other = Client(HTTP_HOST="127.0.0.1", REMOTE_ADDR="192.168.43.7")

    assert other.get(f"/mauritius/room/{id}").status_code == 404


def test_a_machine_without_a_network_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_own_addresses", lambda: iter([]))

    with pytest.raises(Problem, match="room_no_address"):
        room.address()


def test_an_address_of_the_machine_is_one_of_a_private_network() -> None:
    from ipaddress import IPv4Address

    own = ["127.0.0.1", "169.254.3.1", "8.8.8.8", "192.168.43.1"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(room, "_own_addresses", lambda: (IPv4Address(one) for one in own))
        assert room.address() == "192.168.43.1"
