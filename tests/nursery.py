"""A server that can be killed at any moment and stands again at once, and clients that send until they are acknowledged.

One process prepares the tables, imports everything, opens the port, and forks a server for each life; the port outlives
them. Run as a script it is that process; it obeys words on its standard input. All answers are simulated.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Any

ROOT = Path(__file__).parent.parent
FORM = "visit"


# --- the process that forks servers


def main(folder: str, intakes: int) -> None:
    sys.path.insert(0, str(ROOT))
    os.environ |= {"FILAO_DATA": folder, "DJANGO_SETTINGS_MODULE": "filao.settings"}
    import django

    django.setup()
    from django.db import connections

    tokens = _prepared()
    from django.test import Client

    from filao.wsgi import application

    Client(HTTP_HOST="127.0.0.1").get(
        f"/one/key/{tokens[0]}/formList"
    )  # what a first request imports, once for all lives
    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        port.listen(64)
        connections.close_all()
        _say({"port": port.getsockname()[1], "tokens": tokens})
        child = 0
        for word in chain(sys.stdin, ["end"]):
            if child:
                with suppress(ProcessLookupError):
                    os.killpg(child, signal.SIGKILL)
                os.waitpid(child, 0)
                child = 0
            if word.strip() == "go":
                child = os.fork()
                if not child:
                    _serve(port, application, intakes)
                with suppress(PermissionError):  # it did so itself
                    os.setpgid(child, child)
                _say({"pid": child})
            elif word.strip() == "look":
                _say(_looked_at())
                connections.close_all()
            else:
                return


def _prepared() -> list[str]:
    from datetime import date

    from tests.collecting import publish

    from filao.work import accounts, keeping, workspaces
    from filao.work.collection import collectors

    keeping.migrate()
    actor = accounts.local_actor()
    workspace = workspaces.create(actor, "one", "One", "XX", date(2026, 1, 1), simulated=True)
    publish(workspace)
    return [collectors.make(actor, workspace, f"Device {number}") for number in range(16)]


def _serve(port: socket.socket, application: Any, intakes: int) -> None:
    """The app as `filao run` serves it, or so many processes as `filao intake` forks."""
    import waitress

    from filao.cli.intake import take_in

    os.setpgid(0, 0)
    try:
        if intakes:
            take_in([port] * intakes)
        waitress.create_server(application, sockets=[port], threads=6, ident=None).run()
    finally:
        os._exit(0)


def _looked_at() -> dict[str, Any]:
    """What the tables and files hold: answers with the hashes of their opened bytes, and what is not sound."""
    import hashlib

    from django.db import connection

    from filao.core.problems import Problem
    from filao.exchange import parcels
    from filao.store import blobs
    from filao.store.collection import AttachmentRow, QuarantineRow, ResponseRow
    from filao.work import accounts, vault, workspaces

    workspace = workspaces.find(accounts.local_actor(), "one")
    leave = vault.reading(accounts.local_actor(), workspace, "look")
    found: dict[str, Any] = {"answers": {}, "torn": [], "doubled": [], "aside": QuarantineRow.objects.count()}
    for row in ResponseRow.objects.filter(workspace_id=workspace.id):
        try:
            parts = [parcels.unpack(leave.open(blobs.get(row.raw), parcels.ANSWER)).content]
            for one in AttachmentRow.objects.filter(workspace_id=workspace.id, response=row).order_by("name"):
                parts.append(parcels.unpack(leave.open(blobs.get(one.sealed), parcels.FILE)).content)
        except Problem as problem:
            found["torn"].append(f"{row.instance_id}: {problem}")
            continue
        if row.instance_id in found["answers"]:
            found["doubled"].append(row.instance_id)
        found["answers"][row.instance_id] = hashlib.sha256(b"\0".join(parts)).hexdigest()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            if cursor.fetchone()[0] != "ok":
                found["torn"].append("database")
    return found


def _say(told: dict[str, Any]) -> None:
    print(json.dumps(told), flush=True)


# --- those who use it


class Nursery:
    """The process, and the life that serves just now."""

    def __init__(self, folder: Path, database: str | None = None, intakes: int = 0) -> None:
        env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}
        if database is not None:
            env["FILAO_DATABASE"] = database
        self._cluster, self._database = env.get("FILAO_DATABASE", ""), f"nursery_{random.getrandbits(64):016x}"
        if self._cluster:
            self._on_cluster(f'CREATE DATABASE "{self._database}"')
            env["FILAO_DATABASE"] = f"{self._cluster.rpartition('/')[0]}/{self._database}"
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(folder), str(intakes)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env,
        )  # fmt: skip
        told = self._told()
        self.port: int = told["port"]
        self.tokens: list[str] = told["tokens"]

    def _told(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def _bid(self, word: str) -> Any:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n")
        self._process.stdin.flush()
        return self._told()

    def go(self) -> int:
        """Begin a life; the one before it, where it still lives, is killed. Returns its process id."""
        return int(self._bid("go")["pid"])

    def look(self) -> Any:
        """End the life and look at what it left."""
        return self._bid("look")

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(20)
        if self._cluster:
            self._on_cluster(f'DROP DATABASE "{self._database}" WITH (FORCE)')

    def _on_cluster(self, statement: str) -> None:
        """Each nursery has a database of its own: several run at a time."""
        import psycopg

        with psycopg.connect(self._cluster, autocommit=True) as connection:
            connection.execute(statement)


@dataclass
class Sender:
    """A device that sends answer after answer, each again and again until it is acknowledged, as Collect does."""

    port: int
    token: str
    number: int
    bodies: dict[str, bytes] = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    tries: int = 0

    def run(self, ending: Event, guard: Lock) -> None:
        count = 0
        while not ending.is_set():
            count += 1
            self._until_taken(f"uuid:{self.number:04d}-{count:08d}", guard)

    def _until_taken(self, id: str, guard: Lock) -> None:
        from tests.collect import multipart

        photo, talk = os.urandom(3000), os.urandom(500)
        xml = (
            f"<data id='{FORM}' version='1' xmlns:orx='http://openrosa.org/xforms'><sector>police</sector>"
            f"<told>said {id}</told><photo>a.jpg</photo><talk>b.m4a</talk>"
            f"<orx:meta><orx:instanceID>{id}</orx:instanceID></orx:meta></data>"
        ).encode()
        boundary, body = multipart(xml, {"a.jpg": photo, "b.m4a": talk})
        with guard:
            self.bodies[id] = b"\0".join((xml, photo, talk))
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}", "X-OpenRosa-Version": "1.0"}
        while True:
            self.tries += 1
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
            try:
                connection.request("POST", f"/one/key/{self.token}/submission", body, kind)
                answer = connection.getresponse()
                said = answer.read()
                if answer.status in (201, 202):
                    self.acknowledged.append(id)
                    return
                if answer.status != 503:
                    self.refused.append(f"{id}: {answer.status} {said[:300]!r}")
                    return
            except (OSError, http.client.HTTPException):
                time.sleep(0.01)
            finally:
                connection.close()


@dataclass(frozen=True)
class Outcome:
    """What a series of kills came to; all but the first three must be nothing."""

    kills: int
    acknowledged: int
    tries: int
    lost: tuple[str, ...]
    torn: tuple[str, ...]
    doubled: tuple[str, ...]
    changed: tuple[str, ...]
    refused: tuple[str, ...]
    aside: int

    @property
    def sound(self) -> bool:
        return not (self.lost or self.torn or self.doubled or self.changed or self.refused or self.aside)


def kill_and_count(
    folder: Path, kills: int, *, seed: int, senders: int = 4, database: str | None = None, intakes: int = 0
) -> Outcome:
    """Kill a server that takes answers in so often, at random moments, and compare what it acknowledged with what is there."""
    import hashlib

    nursery = Nursery(folder, database, intakes)
    chance, ending, guard = random.Random(seed), Event(), Lock()
    devices = [Sender(nursery.port, nursery.tokens[n], n) for n in range(senders)]
    threads = [Thread(target=device.run, args=(ending, guard), daemon=True) for device in devices]
    try:
        pid = nursery.go()
        for thread in threads:
            thread.start()
        for _turn in range(kills):
            before = sum(len(device.acknowledged) for device in devices)
            waited = time.monotonic()
            while sum(len(device.acknowledged) for device in devices) == before and time.monotonic() < waited + 20:
                time.sleep(0.005)
            time.sleep(chance.uniform(0.0, 0.25))
            os.killpg(pid, signal.SIGKILL)
            pid = nursery.go()
        ending.set()
        for thread in threads:
            thread.join(60)
        found = nursery.look()
    finally:
        ending.set()
        nursery.close()
    bodies = {id: body for device in devices for id, body in device.bodies.items()}
    taken = [id for device in devices for id in device.acknowledged]
    hashes = found["answers"]
    return Outcome(
        kills=kills, acknowledged=len(taken), tries=sum(device.tries for device in devices),
        lost=tuple(id for id in taken if id not in hashes), torn=tuple(found["torn"]), doubled=tuple(found["doubled"]),
        changed=tuple(id for id, mark in hashes.items() if hashlib.sha256(bodies[id]).hexdigest() != mark),
        refused=tuple(one for device in devices for one in device.refused), aside=found["aside"],
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
