"""A training room: forty phones fill in the survey of officers page by page, on the server that `filao run --room` starts.

Two ways: everybody presses at the same moment without a pause, which is the worst there can be, and as people do it, some
seconds on each page. Milliseconds of a page as a phone waits for it, with the redirect after each form. The answers are
simulated.
"""

from __future__ import annotations

import http.client
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

PHONES = 40
PORT = 8769
WALL_EVERY = 5.0
_SETUP = """
import django; django.setup()
from datetime import date
from pathlib import Path
from filao.work import keeping, accounts, folders, workspaces
from filao.work.collection import instruments, rounds
keeping.migrate()
actor = accounts.local_actor()
folders.open_folder(actor, Path(PLACE))
workspace = workspaces.all_for(actor)[0]
instruments.make(actor, workspace, "officer-survey")
instruments.publish(actor, workspace, "officer-survey")
id = rounds.create(actor, workspace, "officer-survey", rounds.Plan("Room", "open", simulated=True))
print(workspace.slug, rounds.link(actor, workspace, id), id)
"""


class Phone:
    """One phone: keeps its line open, follows redirects, fills in the first choice of everything."""

    def __init__(self, address: str, number: int) -> None:
        self.line = http.client.HTTPConnection(address, PORT, timeout=60)
        self.chance = random.Random(number)  # noqa: S311  simulated answers
        self.took: list[tuple[str, float]] = []

    def page(self, kind: str, method: str, path: str, body: str = "") -> tuple[str, str]:
        """Address and text of a page, timed from the press to the last byte."""
        started = time.perf_counter()
        for _hop in range(4):
            headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
            self.line.request(method, path, body or None, headers)
            answer = self.line.getresponse()
            text = answer.read().decode()
            if answer.status not in (302, 303):
                break
            method, path, body = "GET", answer.headers["Location"], ""
        self.took.append((kind, 1000 * (time.perf_counter() - started)))
        if answer.status != 200:
            raise SystemExit(f"{kind} {path}: {answer.status} {text[:300]}")
        return path, text

    def answer(self, link: str, pause: Callable[[], None]) -> None:
        self.page("first page", "GET", link)
        pause()
        here, text = self.page("begin", "POST", link, urlencode({"go": "agree"}))
        for _screen in range(20):
            pause()
            if 'value="send"' in text:
                break
            here, text = self.page("screen", "POST", here.partition("?")[0], self.filled(text))
        self.page("send", "POST", here.partition("?")[0], urlencode({"screen": "check", "go": "send"}))

    def filled(self, text: str) -> str:
        """What the screen sends with one choice made for each of its questions."""
        screen = re.search(r'name="screen" value="([^"]*)"', text)
        data: dict[str, str] = {"screen": unescape(screen[1]) if screen else "", "go": "next"}
        options: dict[str, list[str]] = {}
        for name, value in re.findall(r'type="(?:radio|checkbox)" name="([^"]*)" value="([^"]*)"', text):
            options.setdefault(unescape(name), []).append(unescape(value))
        return urlencode(data | {name: self.chance.choice(values) for name, values in options.items()})


def crowd(address: str, link: str, wall: str, seconds: float) -> dict[str, Any]:
    """Forty phones at once, each page read for about so many seconds, and the wall on the screen."""
    phones = [Phone(address, number) for number in range(PHONES)]
    together = threading.Barrier(PHONES)
    failed: list[str] = []

    def one(phone: Phone) -> None:
        def pause() -> None:
            if seconds:
                time.sleep(phone.chance.uniform(0.5, 1.5) * seconds)

        together.wait()
        try:
            phone.answer(link, pause)
        except (OSError, SystemExit) as error:
            failed.append(str(error))

    screen, done = Phone(address, -1), threading.Event()

    def show() -> None:
        while not done.wait(WALL_EVERY if seconds else 1.0):
            screen.page("wall", "GET", wall)

    threads = [threading.Thread(target=one, args=(phone,)) for phone in phones]
    watcher = threading.Thread(target=show)
    started = time.perf_counter()
    for thread in (*threads, watcher):
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.perf_counter() - started
    done.set()
    watcher.join()
    took: dict[str, list[float]] = {}
    for kind, milliseconds in (pair for phone in (*phones, screen) for pair in phone.took):
        took.setdefault(kind, []).append(milliseconds)
    pages = [ms for kind, all_ms in took.items() if kind != "wall" for ms in all_ms]
    return {
        "failed": len(failed), "seconds": round(whole, 1), "pages_per_second": round(len(pages) / whole),
        "all": figures(pages), **{kind: figures(found) for kind, found in took.items()},
    }  # fmt: skip


def figures(found: list[float]) -> dict[str, int]:
    ordered = sorted(found)
    return {
        "pages": len(ordered), "median": round(statistics.median(ordered)),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]),
    }  # fmt: skip


def run() -> dict[str, Any]:
    from filao import room

    address = room.address()
    example = Path(__file__).parents[1] / "examples" / "mauritius"
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        environment = {
            **os.environ, "FILAO_DATA": str(data), "FILAO_DATABASE": "", "DJANGO_SETTINGS_MODULE": "filao.settings",
        }  # fmt: skip
        made = subprocess.run(  # noqa: S603  our own words
            [sys.executable, "-c", _SETUP.replace("PLACE", repr(str(example)))], env=environment, check=True,
            capture_output=True, text=True,
        )  # fmt: skip
        slug, token, round = made.stdout.split()[-3:]
        words = [sys.executable, "-m", "filao", "run", "--room", "--no-open", "--port", str(PORT), "--data", data]
        server = subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL)  # noqa: S603
        try:
            _wait(address)
            link, wall = f"/{slug}/a/{token}", f"/{slug}/room/{round}"
            Phone(address, 0).page("warm", "GET", link)
            people = crowd(address, link, wall, 4.0)
            at_once = crowd(address, link, wall, 0.0)
            memory = _resident_mb(server.pid)
        finally:
            server.terminate()
            server.wait()
    return {"phones": PHONES, "as_people_do": people, "all_at_once": at_once, "memory_mb": memory}


def _wait(address: str) -> None:
    for _attempt in range(150):
        try:
            Phone(address, 0).line.connect()
            return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("the room did not open")


def _resident_mb(pid: int) -> int | None:
    status = Path(f"/proc/{pid}/status")
    found = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")] if status.exists() else []
    return int(found[0].split()[1]) // 1024 if found else None
