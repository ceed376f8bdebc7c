"""Promise: a small server for a ministry is set up as the guide says, refuses to start half ready, and lets people in
with a password and a second factor. Rehearsed here over HTTP, as the proxy would speak to it."""

from __future__ import annotations

import http.client
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from tests.collect import multipart
from tests.collecting import answer
from tests.conftest import ROOT

from filao.cli import main
from filao.core.problems import Problem

HOST = "filao.example.org"
FILAO = [sys.executable, "-m", "filao"]
PASSWORD = "five words make a password"


class Server:
    """A server in a folder of its own: its settings as `filao install-files` wrote them, and what is run with them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        where = [
            "--data-folder",
            folder / "data",
            "--backups",
            folder / "backups",
            "--env",
            folder / "files" / "filao.env",
        ]
        done = subprocess.run(
            [*FILAO, "install-files", folder / "files", "--address", f"https://{HOST}", *where],
            capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        lines = (folder / "files" / "filao.env").read_text().splitlines()
        self.settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
        self.port = 0

    def run(self, *words: str | Path, code: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
        done = subprocess.run([*FILAO, *words], capture_output=True, text=True, env=self.environment(**more))
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done

    def environment(self, **more: str) -> dict[str, str]:
        plain = {name: value for name, value in os.environ.items() if not name.startswith("FILAO_")}
        return {name: value for name, value in {**plain, **self.settings, **more}.items() if value}

    def start(self) -> subprocess.Popen[str]:
        (self.port,) = free_ports(1)
        return self.begin("log", "serve", "--behind-proxy", "--port", str(self.port), ports=[self.port])

    def begin(self, log: str, *words: str, ports: Sequence[int]) -> subprocess.Popen[str]:
        """Start a server, and wait until all its ports answer."""
        with (self.folder / log).open("w") as out:
            server = subprocess.Popen([*FILAO, *words], env=self.environment(), stderr=out, text=True)
        for _attempt in range(200):
            if all(answers_on(port) for port in ports):
                return server
            assert server.poll() is None, (self.folder / log).read_text()
            time.sleep(0.1)
        raise AssertionError("the server did not answer")


def free_ports(count: int) -> list[int]:
    """Ports in a row that nobody uses just now."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            first = int(probe.getsockname()[1])
        found = list(range(first, first + count))
        if first + count < 65_536 and not any(answers_on(port) for port in found):
            return found


def answers_on(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


class Browser:
    """A person's browser behind the proxy: it keeps cookies, and sends a form with the token of its page."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def _ask(self, method: str, path: str, body: str | None = None, **more: str) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": HOST, "X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.9",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), **more,
        }  # fmt: skip
        link.request(method, path, body, headers)
        answer = link.getresponse()
        for line in answer.headers.get_all("Set-Cookie") or ():
            assert "Secure" in line or "Max-Age=0" in line, line
            name, _sign, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.headers.get("Location") or "", answer.read().decode()

    def read(self, path: str, **more: str) -> tuple[int, str, str]:
        return self._ask("GET", path, **more)

    def send(self, path: str, page: str = "", **form: str) -> tuple[int, str]:
        """Send the form of a page (asked for first, where it is not given)."""
        token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page or self.read(path)[2])[0]
        body = urlencode({"csrfmiddlewaretoken": token, **form})
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{HOST}"}
        return self._ask("POST", path, body, **kind)[:2]


def code_of(secret: str, steps: int = 0) -> str:
    """What an authenticator app shows now, or some steps of 30 seconds later."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps)))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Server:
    return Server(tmp_path_factory.mktemp("ministry"))


# What a collector's phone needs is made by a person on pages; here by what those pages call.
PREPARED = """
from filao.cli import django
django.ready()
from tests.collecting import publish
from filao.work import accounts, workspaces
from filao.work.collection import collectors
actor = accounts.local_actor()
workspace = workspaces.find(actor, "mauritius")
publish(workspace)
print(collectors.make(actor, workspace, "Tablet 1"))
"""


@pytest.fixture(scope="module")
def intake(served: Server) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """The processes that take answers, beside the server, and their ports."""
    ports = free_ports(2)
    begun = ("intake", "--behind-proxy", "--processes", "2", "--port", str(ports[0]))
    process = served.begin("intake.log", *begun, ports=ports)
    yield process, ports
    process.send_signal(signal.SIGTERM)
    process.wait(20)
    assert not any(answers_on(port) for port in ports)
    assert "Traceback" not in (served.folder / "intake.log").read_text()


@pytest.fixture(scope="module")
def token(served: Server) -> str:
    done = subprocess.run(
        [sys.executable, "-c", PREPARED], capture_output=True, text=True,
        env=served.environment(PYTHONPATH=os.pathsep.join((str(ROOT / "src"), str(ROOT)))),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture(scope="module")
def served(server: Server) -> Iterator[Server]:
    server.run("migrate")
    server.run("open", "mauritius", "Mauritius", "--country", "MU")
    process = server.start()
    yield server
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    told = (server.folder / "log").read_text()
    assert "Traceback" not in told, told
    assert "guessed-by-somebody" not in told
    assert "/account/" not in told


def test_the_server_refuses_to_start_unmigrated(server: Server, tmp_path: Path) -> None:
    told = server.run("serve", code=2, FILAO_DATA=str(tmp_path / "fresh")).stderr

    assert "The server does not start" in told
    assert "Run: filao migrate" in told


def test_no_other_command_migrates_a_server(server: Server, tmp_path: Path) -> None:
    for words in (("open", "mu", "M", "--country", "MU"), ("invite", "a@b.example"), ("backup", str(tmp_path / "b"))):
        assert "not up to date" in server.run(*words, code=2, FILAO_DATA=str(tmp_path / "fresh")).stderr


@pytest.mark.parametrize(
    ("setting", "value", "told"),
    [
        ("FILAO_SECRET", "", "FILAO_SECRET is missing"),
        ("FILAO_SECRET", "short", "fewer than 32 signs"),
        ("FILAO_HOSTS", "", "FILAO_HOSTS is missing"),
        ("FILAO_HOSTS", "other.example.org", "not among FILAO_HOSTS"),
        ("FILAO_ADDRESS", "", "FILAO_ADDRESS is missing"),
        ("FILAO_ADDRESS", f"http://{HOST}", "no address that begins with https"),
    ],
)
def test_the_server_refuses_to_start_unconfigured(served: Server, setting: str, value: str, told: str) -> None:
    assert told in served.run("serve", code=2, **{setting: value}).stderr


def test_the_server_refuses_to_start_in_debug_mode(served: Server, tmp_path: Path) -> None:
    (tmp_path / "debugging.py").write_text("from filao.settings import *\nDEBUG = True\n")

    done = served.run(
        "serve", code=2, DJANGO_SETTINGS_MODULE="debugging", PYTHONPATH=f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"
    )

    assert "Debug mode is on" in done.stderr


def test_the_first_administrator_comes_in_with_a_code_a_password_and_an_app(served: Server) -> None:
    address, code = served.run("invite", "it@ministry.example", "--role", "administrator").stdout.splitlines()
    browser, other = Browser(served.port), Browser(served.port)

    assert browser.read("/mauritius/")[:2] == (302, "/account/sign-in?next=/mauritius/")
    assert address == f"https://{HOST}/mauritius/join"
    new = {"act": "join", "name": "Ivan", "password": PASSWORD, "again": PASSWORD}
    assert browser.send("/mauritius/join", code=code, **new) == (302, "/")
    assert browser.read("/mauritius/")[:2] == (302, "/account/")
    page = browser.read("/account/app")[2]
    secret = re.findall(r"<code>([A-Z2-7]{32})</code>", page)[0]
    assert browser.send("/account/app", page, code=code_of(secret)) == (302, "/account/codes")
    assert browser.read("/mauritius/people")[0] == 200

    assert other.send("/account/sign-in", login="it@ministry.example", password=PASSWORD)[1] == "/account/sign-in/code"
    assert other.read("/mauritius/people")[0] == 302
    assert other.send("/account/sign-in/code", code=code_of(secret, 1)) == (302, "/")
    assert "1 person holds a role here, 1 with a second factor" in other.read("/mauritius/people")[2]
    assert other.read("/mauritius/")[0] == 200


def _headers(port: int) -> str:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    link.request("GET", "/account/sign-in", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    return str(link.getresponse().headers)


def test_another_name_is_refused_and_browsers_are_told_to_keep_to_https(served: Server) -> None:
    browser = Browser(served.port)

    assert browser.read("/", Host="attacker.example")[0] == 400
    assert "Strict-Transport-Security" in _headers(served.port)


def test_nobody_is_the_local_user_of_a_server(served: Server) -> None:
    browser = Browser(served.port)

    assert browser.read("/open/guessed-by-somebody-who-tries")[0] == 403
    assert not (served.folder / "data" / "local.key").exists()


def test_the_units_name_commands_that_exist_and_folders_that_are_told(server: Server) -> None:
    units = {path.name: path.read_text() for path in (server.folder / "files").iterdir()}

    assert set(units) == {
        "filao.service", "filao-backup.service", "filao-backup.timer", "filao-digest@.service", "filao-digest@.timer",
        "filao.env", "Caddyfile", "filao-intake.service",
    }  # fmt: skip
    assert (server.folder / "files" / "filao.env").stat().st_mode & 0o077 == 0
    assert not [name for name, text in units.items() if re.search(r"@[A-Z]+@", text)]
    started = [
        line for text in units.values() for line in re.findall(r"filao (\w[^\"'\n]*)", text) if "ExecStart" in text
    ]
    for line in started:
        word, *rest = shlex.split(line)
        if word in main.commands:
            known = {name for p in main.commands[word].params for name in p.opts}
            assert {part for part in rest if part.startswith("--")} <= known


def test_the_nightly_backup_makes_an_encrypted_file_that_restores(served: Server, tmp_path: Path) -> None:
    target = tmp_path / "filao.filao"

    served.run("backup", target)
    served.run("restore", target, tmp_path / "restored")

    assert target.read_bytes().startswith(b"age-encryption.org")
    assert (tmp_path / "restored" / "filao.sqlite3").exists()


def test_answers_come_in_by_each_process_beside_the_server_and_are_taken_once(
    served: Server, intake: tuple[subprocess.Popen[str], list[int]], token: str
) -> None:
    _process, ports = intake
    doors = [Browser(port) for port in (*ports, served.port)]

    for door in doors:
        assert f"https://{HOST}/mauritius/key/{token}/forms/" in door.read(f"/mauritius/key/{token}/formList")[2]
    said = []
    for number, door in enumerate((*doors, *doors)):
        boundary, body = multipart(answer(number // 2).xml, {})
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        said.append(door._ask("POST", f"/mauritius/key/{token}/submission", body.decode(), **kind)[0])
    assert said == [201, 202] * 3


def test_a_process_that_takes_answers_serves_no_page_and_no_other_name(
    intake: tuple[subprocess.Popen[str], list[int]], token: str
) -> None:
    door = Browser(intake[1][0])

    for path in ("/", "/mauritius/", "/mauritius/people", "/account/sign-in", "/static/dist/app.css"):
        assert door.read(path) == (404, "", ""), path
    assert door.read("/mauritius/key/guessed/formList")[0] == 403
    assert door.read(f"/mauritius/key/{token}/formList", Host="attacker.example")[0] == 400


def test_where_one_process_that_takes_answers_ends_all_end_so_that_the_system_begins_them_anew(
    served: Server, token: str
) -> None:
    ports = free_ports(2)
    begun = ("intake", "--behind-proxy", "--processes", "2", "--port", str(ports[0]))
    process = served.begin("intake.log", *begun, ports=ports)
    taken = served.run("intake", "--port", str(ports[1]), code=2).stderr

    forked = [int(word) for word in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
    assert len(forked) == 2
    os.kill(forked[0], signal.SIGKILL)

    assert process.wait(20) == 1
    assert f"Another program uses port {ports[1]}" in taken
    assert not any(answers_on(port) for port in ports)


def test_processes_that_take_answers_do_not_outlive_the_one_that_watches_them(served: Server) -> None:
    ports = free_ports(2)
    process = served.begin("intake.log", "intake", "--processes", "2", "--port", str(ports[0]), ports=ports)

    process.kill()
    process.wait(20)

    until = time.monotonic() + 10
    while any(answers_on(port) for port in ports) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(answers_on(port) for port in ports)


def test_processes_that_take_answers_refuse_to_start_unmigrated(server: Server, tmp_path: Path) -> None:
    assert "Run: filao migrate" in server.run("intake", code=2, FILAO_DATA=str(tmp_path / "fresh")).stderr


def test_a_system_that_cannot_fork_is_told_so(served: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    from filao.cli import intake as module

    monkeypatch.delattr(os, "fork")
    monkeypatch.setattr(module.serving, "check", lambda _data: None)

    with pytest.raises(Problem) as refused:
        module.intake.callback(None, "127.0.0.1", 8001, 2, None)  # type: ignore[misc]
    assert refused.value.code == "intake_not_here"


def test_the_guide_names_every_step_that_is_rehearsed_here() -> None:
    guide = (ROOT / "docs" / "how-to" / "install-server.md").read_text()

    for word in (
        "filao install-files",
        "filao migrate",
        "filao open",
        "filao invite",
        "filao-backup.timer",
        "filao-intake.service",
        "pip install",
    ):
        assert word in guide, word
