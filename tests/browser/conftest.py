"""The app as a person runs it on a laptop, and the Chromium of the machine."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright
from tests.conftest import ROOT

KEYS: dict[str, str] = {}
"""Address of an app on this machine -> the key that lets its local user in."""


FOLDERS: dict[str, Path] = {}
"""Address of an app on this machine -> the folder of its data."""


def let_in(context: BrowserContext, address: str, language: str = "en") -> None:
    """Give a browser the key of the laptop and a language."""
    for name, value in (("filao_local", KEYS[address]), ("filao_language", language)):
        context.add_cookies([{"name": name, "value": value, "url": address}])


def filao(*words: object) -> None:
    """A command, as a person types it."""
    done = [sys.executable, "-m", "filao", *map(str, words)]
    subprocess.run(done, check=True, capture_output=True, env={**os.environ, "FILAO_DATABASE": ""})


@contextmanager
def running(data: Path) -> Iterator[str]:
    """Address of the app while it serves a data folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    words = [sys.executable, "-m", "filao", "run", "--data", data, "--port", str(port), "--no-open"]
    with (data.parent / "log").open("w") as log:
        server = subprocess.Popen(words, stderr=log, env={**os.environ, "FILAO_DATABASE": ""})
        try:
            for _attempt in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            address = f"http://127.0.0.1:{port}"
            KEYS[address] = (data / "local.key").read_text()
            FOLDERS[address] = data
            yield address
        finally:
            server.terminate()
            server.wait()
    told = (data.parent / "log").read_text()
    assert "Traceback" not in told, told[-3000:]


@pytest.fixture(scope="session")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of the app, serving the example from a folder of its own."""
    data = tmp_path_factory.mktemp("laptop") / "data"
    filao("import", ROOT / "examples" / "mauritius", "--accept", "--data", data)
    with running(data) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    assert path, "Chromium is missing: run `make system`."
    with sync_playwright() as play:
        arguments = ["--no-sandbox", "--disable-background-networking", "--disable-component-update"]
        browser = play.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


class Visitor:
    """A page with a ledger: what it asked for elsewhere, what it complained of."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.bytes = 0
        page.on(
            "request", lambda r: None if r.url.startswith((base, "data:", "blob:")) else self.elsewhere.append(r.url)
        )
        page.on("console", lambda m: self.complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.complaints.append(str(e)))

    def open(self, path: str, status: int = 200) -> Page:
        answer = self.page.goto(self.base + path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        return self.page


@pytest.fixture
def visit(laptop: str, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Visitor]:
    """A visitor; parameters of the test "width", "language", "scripts" shape the window."""
    wanted = getattr(request.node, "callspec", None)
    given = wanted.params if wanted else {}
    context = chromium.new_context(
        viewport={"width": given.get("width", 1280), "height": 900}, java_script_enabled=given.get("scripts", True)
    )
    let_in(context, laptop, given.get("language", "en"))
    visitor = Visitor(context.new_page(), laptop)
    yield visitor
    context.close()


def turn(page: Page, place: Locator) -> None:
    """Press what leads to another page, and wait till that page stands with its scripts."""
    with page.expect_navigation():
        place.click()


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)
