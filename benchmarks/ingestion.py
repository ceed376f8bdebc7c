"""Answers taken in over HTTP: processor time, rate beside what the disk commits, and waiting at a steady pace.

The load client speaks as ODK Collect does, over connections that stay open. One process takes answers as `filao run` and
`filao serve` do; then as many as the guide for servers names as `filao intake` does, devices spread over them in turn as the
proxy does it (the proxy itself is not part of it). Durability is the same everywhere: each file flushed, its folder flushed,
one commit with synchronous=FULL; the commit rate is measured with the same flushes, by one writer that neither listens,
reads nor seals. All answers are simulated. Linux only (/proc).
"""

from __future__ import annotations

import json
import os
import random
import re
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))
from tests.collect import multipart  # noqa: E402

QUESTIONS, CLIENTS, THREADS, INTAKES = 40, 8, 8, 4
TURNS = 5
"""How often the processes of `filao intake` are measured, each time between two readings of the commit rate; the one in the
middle counts."""
SECONDS, PACE, PACED_SECONDS, FILE = 15, 50, 60, 20_000
MOST = 1_500
"""Answers a second for which the load client is prepared."""
_KINDS = ("select_one", "select_multiple", "integer", "text")
_WORDS = "The office works on Mondays and Thursdays, and by telephone on other days."


# --- the servers, each in a process of its own


def serve(folder: str) -> None:
    """Prepare the tables, tell the tokens, and serve the whole app until the end."""
    _begin(folder)
    tokens = _prepared()
    import waitress

    from filao.wsgi import application

    with socket.create_server(("127.0.0.1", 0), backlog=CLIENTS) as door:
        print(json.dumps({"ports": [door.getsockname()[1]], "tokens": tokens}), flush=True)
        waitress.create_server(application, sockets=[door], threads=THREADS, ident=None).run()


def intake(folder: str) -> None:
    """Take what devices send as `filao intake` does, and serve nothing else, until the end."""
    _begin(folder)
    from filao.cli.intake import take_in

    doors = [socket.create_server(("127.0.0.1", 0)) for _ in range(INTAKES)]
    print(json.dumps({"ports": [door.getsockname()[1] for door in doors]}), flush=True)
    sys.exit(take_in(doors))


def _begin(folder: str) -> None:
    os.environ |= {"FILAO_DATA": folder, "DJANGO_SETTINGS_MODULE": "filao.settings"}
    import django

    django.setup()
    from filao.work.collection import collectors

    collectors.TIMES_A_MINUTE = 1_000_000  # type: ignore[misc]  one machine stands for a country of devices


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
    came: bytes = b""
    due: float = 0.0

    def __post_init__(self) -> None:
        self.connection = socket.create_connection(("127.0.0.1", self.port))
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, boundary: str, body: bytes, due: float) -> None:
        head = (
            f"POST /sim/key/{self.token}/submission HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nX-OpenRosa-Version: 1.0\r\n"
            f"Content-Type: multipart/form-data; boundary={boundary}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.due = due
        self.connection.sendall(head.encode() + body)

    def acknowledged(self) -> bool:
        """Read what has come; whether the answer to the request is whole."""
        part = self.connection.recv(65_536)
        if not part:
            raise ConnectionError("the server hung up")
        self.came += part
        head, _, content = self.came.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head.lower())
        if length is None or len(content) < int(length[1]):
            return False
        self.waits.append(time.perf_counter() - self.due)
        self.errors += not head.startswith(b"HTTP/1.1 201")
        self.came = b""
        return True


def load(clients: list[Client], turns: Iterator[tuple[float, str, bytes]]) -> float:
    """Send each request when it is due, by whichever device is free; how long it took counts from when it was due.
    Returns the seconds that passed.

    One thread and bare sockets, so that the machine is the server's: a client with a thread for each device took more than
    a third of the two cores.
    """
    begun, free, busy = time.perf_counter(), list(clients), 0
    turn = next(turns, None)
    with selectors.DefaultSelector() as ear:
        for client in clients:
            ear.register(client.connection, selectors.EVENT_READ, client)
        while turn or busy:
            while turn and free and turn[0] <= time.perf_counter():
                due, boundary, body = turn
                free.pop().send(boundary, body, due or time.perf_counter())
                busy, turn = busy + 1, next(turns, None)
            wait = max(0.0, turn[0] - time.perf_counter()) if turn and free else None
            for key, _events in ear.select(wait):
                if key.data.acknowledged():
                    free.append(key.data)
                    busy -= 1
    return time.perf_counter() - begun


def flat_out(clients: list[Client], seconds: float) -> float:
    """Every device sends one answer after the other, all made beforehand. Returns the seconds that passed."""
    made = [multipart(*answer(number, 0)) for number in range(int(seconds * MOST))]
    end = time.perf_counter() + seconds
    return load(clients, ((0.0, *one) for one in made if time.perf_counter() < end))


def at_pace(clients: list[Client], seconds: float, pace: float, files: int) -> float:
    """Answers come at fixed times, each made while the one before is under way. Returns the seconds that passed."""
    start = time.perf_counter() + 0.2
    return load(clients, ((start + n / pace, *multipart(*answer(n, files))) for n in range(int(seconds * pace))))


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


def _forked(pid: int) -> list[int]:
    """The processes that one has forked."""
    found = list(Path("/proc").glob("[0-9]*/stat"))
    told = {int(path.parent.name): path.read_text().rpartition(")")[2].split()[1] for path in found}
    return [child for child, parent in told.items() if int(parent) == pid]


def _cpu(pids: list[int]) -> float:
    """Seconds of processor time that these processes have used together."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> int:
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def _proportional(pid: int) -> int:
    """Megabytes of one process, of what it shares its part."""
    (line,) = [one for one in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines() if one.startswith("Pss:")]
    return int(line.split()[1]) // 1024


def _told(clients: list[Client], seconds: float) -> dict[str, Any]:
    waits = sorted(1000 * wait for client in clients for wait in client.waits)
    return {
        "answers": len(waits), "errors": sum(client.errors for client in clients), "per_second": round(len(waits) / seconds, 1),
        "p50_ms": round(statistics.median(waits), 1), "p95_ms": round(waits[int(0.95 * len(waits))], 1),
        "worst_ms": round(waits[-1], 1),
    }  # fmt: skip


def _clients(ports: list[int], tokens: list[str]) -> list[Client]:
    """The devices, spread over the ports in turn."""
    return [Client(ports[n % len(ports)], token) for n, token in enumerate(tokens)]


def _measured(pids: list[int], ports: list[int], tokens: list[str], files: int, paced: bool) -> dict[str, Any]:
    clients = _clients(ports, tokens)
    flat_out(clients, 1)
    for client in clients:
        client.waits.clear()
    before = _cpu(pids)
    passed = at_pace(clients, PACED_SECONDS, PACE, files) if paced else flat_out(clients, SECONDS)
    found = _told(clients, passed)
    return {**found, "cpu_ms_each": round(1000 * (_cpu(pids) - before) / found["answers"], 2)}


def _child(*words: str) -> subprocess.Popen[str]:
    env = {**os.environ, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT))), "FILAO_DATABASE": ""}
    return subprocess.Popen([sys.executable, __file__, *words], stdout=subprocess.PIPE, text=True, env=env)  # noqa: S603


@contextmanager
def _serving(kind: str, folder: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """A server in a process of its own: its id, its ports, and the tokens it made."""
    server = _child(kind, folder)
    assert server.stdout is not None
    try:
        yield server.pid, json.loads(server.stdout.readline())
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _rate(folder: str) -> float:
    with _child("rate", folder) as child:
        assert child.stdout is not None
        return float(child.stdout.read())


def run() -> dict[str, Any]:
    place = os.environ.get("FILAO_BENCH")
    with tempfile.TemporaryDirectory(dir=place) as first, tempfile.TemporaryDirectory(dir=place) as second:
        with _serving("serve", first) as (_pid, told):
            tokens = told["tokens"]
        with _serving("intake", first) as (pid, told):
            flat_out(_clients(told["ports"], tokens), 1)
            pids, rates, several = [pid, *_forked(pid)], [_rate(first)], []
            for _turn in range(TURNS):
                several.append(_measured(pids, told["ports"], tokens, 0, paced=False))
                rates.append(_rate(first))
            beside = sum(_proportional(one) for one in pids)
        with _serving("serve", second) as (pid, told):
            one = _measured([pid], told["ports"], told["tokens"], 0, paced=False)
            paced = _measured([pid], told["ports"], told["tokens"], 3, paced=True)
            memory = _resident(pid)
    commits = statistics.mean(rates)
    middle = sorted(several, key=lambda found: found["per_second"])[TURNS // 2]
    return {
        "questions": QUESTIONS, "clients": CLIENTS, "one_process": one,
        "fifty_a_second_with_three_files": paced, "memory_mb": memory,
        "intakes": INTAKES, "intakes_together": middle, "memory_of_intakes_mb": beside,
        "commits_per_second": round(commits, 1), "commits_measured": [round(rate, 1) for rate in rates],
        "share_of_commit_rate": round(middle["per_second"] / commits, 2),
        "shares_measured": [round(found["per_second"] / commits, 2) for found in several],
        "share_of_one_process": round(one["per_second"] / commits, 2), "load_of_the_machine": os.getloadavg()[0],
    }  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == "rate":
        commit_rate(sys.argv[2], 4)
    else:
        {"serve": serve, "intake": intake}[sys.argv[1]](sys.argv[2])
