"""Answers taken in over HTTP: processor time, rate beside what the disk commits, and waiting at a steady pace.

The load client speaks as ODK Collect does, over connections that stay open. Durability is what `filao run` has: each file
flushed, its folder flushed, one commit with synchronous=FULL; the commit rate is measured with the same flushes, by one
writer that neither listens, reads nor seals. All answers are simulated. Linux only (/proc).
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

ROOT = Path(__file__).parent.parent
QUESTIONS, CLIENTS, THREADS = 40, 8, 8
SECONDS, PACE, PACED_SECONDS, FILE = 15, 50, 60, 20_000
_KINDS = ("select_one", "select_multiple", "integer", "text")
_WORDS = "The office works on Mondays and Thursdays, and by telephone on other days."


# --- the server, in a process of its own


def serve(folder: str) -> None:
    """Prepare the tables, tell the port and the tokens, and serve until the end."""
    os.environ |= {"FILAO_DATA": folder, "DJANGO_SETTINGS_MODULE": "filao.settings"}
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()
    tokens = _prepared()
    import waitress

    from filao.wsgi import application

    with socket.socket() as port:
        port.bind(("127.0.0.1", 0))
        print(json.dumps({"port": port.getsockname()[1], "tokens": tokens}), flush=True)
        waitress.create_server(application, sockets=[port], threads=THREADS, ident=None).run()


def _prepared() -> list[str]:
    from datetime import date

    from tests.collecting import publish

    from filao.core.forms import Choice, Form, Group, Item
    from filao.exchange import xlsform
    from filao.work import accounts, keeping, workspaces
    from filao.work.collection import collectors

    keeping.migrate()
    items = tuple(
        Item(f"q{n}", _KINDS[n % 4], {"en": f"Question {n}"}, choices="c" if n % 4 < 2 else "")  # type: ignore[arg-type]
        for n in range(QUESTIONS)
    )
    photos = "".join(f'<bind nodeset="/data/photo{n}" type="binary"/>' for n in range(3))
    options = tuple(Choice(f"o{n}", {"en": f"Option {n}"}) for n in range(8))
    form = Form("bench", {"en": "Bench"}, "1", (Group("g", {"en": "All"}, items),), {"c": options}, languages=("en",))
    made = xlsform.compile(xlsform.write(form), "bench.xlsx").xform.decode()
    made = made.replace("<g>", "<photo0/><photo1/><photo2/><g>", 1).replace("<bind ", photos + "<bind ", 1)
    made = made.replace("<h:body>", "<h:body>" + "".join(_upload(n) for n in range(3)), 1)
    actor = accounts.local_actor()
    workspace = workspaces.create(actor, "sim", "Simulated", "XX", date(2026, 1, 1), simulated=True)
    publish(workspace, made.encode(), form_id="bench")
    collectors.TIMES_A_MINUTE = 1_000_000  # type: ignore[misc]  one machine stands for a country of devices
    return [collectors.make(actor, workspace, f"Device {n}") for n in range(CLIENTS)]


def _upload(number: int) -> str:
    return f'<upload mediatype="image/*" ref="/data/photo{number}"><label>Photo {number}</label></upload>'


# --- the load client


def answer(number: int, files: int) -> tuple[bytes, dict[str, bytes]]:
    """An answer to forty questions, and its files."""
    said = ("o3", "o1 o5", str(number % 500), _WORDS)
    leaves = "".join(f"<q{n}>{said[n % 4]}</q{n}>" for n in range(QUESTIONS))
    photos = "".join(f"<photo{n}>photo-{n}.jpg</photo{n}>" for n in range(files))
    xml = (
        f"<?xml version='1.0' ?><data id='bench' version='1' xmlns:orx='http://openrosa.org/xforms'>{photos}<g>{leaves}</g>"
        f"<orx:meta><orx:instanceID>uuid:{random.getrandbits(128):032x}</orx:instanceID></orx:meta></data>"
    )
    return xml.encode(), {f"photo-{n}.jpg": os.urandom(FILE) for n in range(files)}


@dataclass
class Client:
    """One device: its connection, and how long each acknowledgement took."""

    port: int
    token: str
    waits: list[float] = field(default_factory=list)
    errors: int = 0
    _connection: http.client.HTTPConnection | None = None

    def send(self, number: int, files: int) -> None:
        from tests.collect import multipart

        boundary, body = multipart(*answer(number, files))
        kind = {"Content-Type": f"multipart/form-data; boundary={boundary}", "X-OpenRosa-Version": "1.0"}
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        begun = time.perf_counter()
        self._connection.request("POST", f"/sim/key/{self.token}/submission", body, kind)
        response = self._connection.getresponse()
        response.read()
        self.waits.append(time.perf_counter() - begun)
        self.errors += response.status != 201


def flat_out(clients: list[Client], seconds: float, files: int) -> None:
    """Every client sends one answer after the other."""
    end = time.monotonic() + seconds

    def work(client: Client) -> None:
        number = 0
        while time.monotonic() < end:
            number += 1
            client.send(number, files)

    _together([Thread(target=work, args=(client,)) for client in clients])


def at_pace(clients: list[Client], seconds: float, pace: float, files: int) -> None:
    """Answers come at fixed times, whoever is free sends the next; waiting counts from the time it was due."""
    start, turns = time.monotonic() + 0.2, iter(range(int(seconds * pace)))

    def work(client: Client) -> None:
        for turn in turns:
            due = start + turn / pace
            time.sleep(max(0.0, due - time.monotonic()))
            late = time.monotonic() - due
            client.send(turn, files)
            client.waits[-1] += max(0.0, late)

    _together([Thread(target=work, args=(client,)) for client in clients])


def _together(threads: list[Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# --- what the disk commits


def commit_rate(folder: str, seconds: float) -> None:
    """Print how many answers one writer keeps in a second: the same row, the same file, the same flushes."""
    os.environ |= {"FILAO_DATA": folder, "DJANGO_SETTINGS_MODULE": "filao.settings"}
    import django

    django.setup()
    from django.db import connection, transaction

    from filao.store import blobs

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM store_responserow LIMIT 1")
        columns = [column[0] for column in cursor.description]
        row = dict(zip(columns, cursor.fetchone(), strict=True))
        size = blobs.path_of(row["raw"]).stat().st_size
        statement = f"INSERT INTO store_responserow ({', '.join(columns)}) VALUES ({', '.join(['%s'] * len(columns))})"  # noqa: S608
        count, start = 0, time.perf_counter()
        while time.perf_counter() < start + seconds:
            (row["raw"],) = blobs.put_all([os.urandom(size)])
            row["id"] = row["instance_id"] = f"{random.getrandbits(64):016x}"
            with transaction.atomic():
                cursor.execute(statement, list(row.values()))
            count += 1
        print(count / (time.perf_counter() - start))


# --- the figures


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def _told(clients: list[Client], seconds: float) -> dict[str, Any]:
    waits = sorted(1000 * wait for client in clients for wait in client.waits)
    return {
        "answers": len(waits), "errors": sum(client.errors for client in clients), "per_second": round(len(waits) / seconds, 1),
        "p50_ms": round(statistics.median(waits), 1), "p95_ms": round(waits[int(0.95 * len(waits))], 1),
        "worst_ms": round(waits[-1], 1),
    }  # fmt: skip


def _measured(pid: int, told: dict[str, Any], files: int, paced: bool) -> dict[str, Any]:
    clients = [Client(told["port"], token) for token in told["tokens"]]
    flat_out(clients, 1, files)
    for client in clients:
        client.waits.clear()
    before, start = _cpu(pid), time.perf_counter()
    if paced:
        at_pace(clients, PACED_SECONDS, PACE, files)
    else:
        flat_out(clients, SECONDS, files)
    passed = time.perf_counter() - start
    found = _told(clients, passed)
    return {**found, "cpu_ms_each": round(1000 * (_cpu(pid) - before) / found["answers"], 2)}


def _child(*words: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))), "FILAO_DATABASE": ""}
    return subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, env=env)  # noqa: S603


def _rate(folder: str) -> float:
    with _child("rate", folder) as child:
        assert child.stdout is not None
        return float(child.stdout.read())


def run() -> dict[str, Any]:
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory(dir=os.environ.get("FILAO_BENCH")) as folder:
        server = _child("serve", folder)
        assert server.stdout is not None
        try:
            told = json.loads(server.stdout.readline())
            together = _measured(server.pid, told, 0, paced=False)
            rates = [_rate(folder)]
            again = _measured(server.pid, told, 0, paced=False)
            rates.append(_rate(folder))
            paced = _measured(server.pid, told, 3, paced=True)
            memory = _resident(server.pid)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    commits = statistics.mean(rates)
    best = max(together, again, key=lambda one: one["per_second"])
    return {
        "questions": QUESTIONS, "clients": CLIENTS, "eight_clients": best,
        "commits_per_second": round(commits, 1), "share_of_commit_rate": round(best["per_second"] / commits, 2),
        "fifty_a_second_with_three_files": paced, "memory_mb": memory, "load_of_the_machine": os.getloadavg()[0],
    }  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        commit_rate(sys.argv[2], 4)
