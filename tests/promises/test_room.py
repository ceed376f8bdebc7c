"""Promise: the phones of a training room reach the form and its wall on a laptop, and not one page of the staff."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.browser.conftest import filao
from tests.conftest import ROOT
from tests.web.pages import PAGES

from filao import room
from filao.core.problems import Problem

_PUBLISH = """
import django; django.setup()
from tests.respondents import open_round
from filao.work import accounts, workspaces
print(*open_round(workspaces.find(accounts.local_actor(), "mauritius")))
"""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, str, str]]:
    """Address on loopback, address in the room, id of a round and token of its link."""
    try:
        here = room.address()
    except Problem:
        pytest.skip("this machine is in no network")
    data = tmp_path_factory.mktemp("room") / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", data)
    environment = {
        **os.environ, "FILAO_DATA": str(data), "FILAO_DATABASE": "", "PYTHONPATH": f"{ROOT}:{ROOT}/src",
        "DJANGO_SETTINGS_MODULE": "filao.settings",
    }  # fmt: skip
    made = subprocess.run(
        [sys.executable, "-c", _PUBLISH], check=True, capture_output=True, env=environment, cwd=ROOT, text=True
    )
    round, token = made.stdout.split()[-2:]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "filao", "run", "--room", "--no-open", "--port", str(port), "--data", data]
    with (data.parent / "log").open("w") as log:
        server = subprocess.Popen(words, stderr=log, env=environment)
        try:
            for _attempt in range(150):
                with socket.socket() as probe:
                    if probe.connect_ex((here, port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}", f"http://{here}:{port}", round, token
        finally:
            server.terminate()
            server.wait()
    told = Path(data.parent / "log").read_text()
    assert f"The room reaches http://{here}:{port}" in told
    assert "Traceback" not in told


def status(address: str, data: bytes | None = None, host: str = "") -> int:
    request = urllib.request.Request(address, data)
    if host:
        request.add_header("Host", host)
    try:
        with urllib.request.urlopen(request) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_the_room_answers_the_form_sees_the_wall_and_comes_in_by_a_short_address(
    served: tuple[str, str, str, str],
) -> None:
    _loopback, here, round, token = served

    with urllib.request.urlopen(f"{here}/mauritius/room/{round}") as answer:
        wall = answer.read().decode()
    short = re.search(rf"{re.escape(here)}/\d+", wall)

    assert short
    with urllib.request.urlopen(short[0]) as answer:
        assert answer.url == f"{here}/mauritius/a/{token}"
        assert "I agree: begin" in answer.read().decode()
    assert status(f"{here}/mauritius/a/{token}", b"go=agree") == 200
    assert status(f"{here}/static/dist/respond.css") == 200


def test_no_page_of_the_staff_is_reached_from_the_room_by_any_name(served: tuple[str, str, str, str]) -> None:
    _loopback, here, _round, token = served
    paths = {path.partition("?")[0] for path in PAGES.values()} | {
        "/open/key",
        "/account/sign-in",
        "/static/dist/filao.js",
    }

    reached = {path for path in paths if status(here + path) != 404}
    named = {path for path in paths if status(here + path, host="127.0.0.1") != 404}
    sent = status(f"{here}/mauritius/forms", b"kind=officer-survey")

    assert (reached, named, sent) == (set(), set(), 404)
    assert status(f"{here}/mauritius/a/{token}/../../journal") == 404


def test_the_laptop_itself_keeps_the_whole_app(served: tuple[str, str, str, str]) -> None:
    loopback, _here, _round, token = served

    assert status(f"{loopback}/mauritius/") == 403  # the key is missing, the page is there
    assert status(f"{loopback}/mauritius/a/{token}") == 200
