"""Milliseconds of the app's main pages with 300 and 3,000 organisations. The registers are simulated."""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SIZES = (300, 3_000)
PAGES = ("", "organisations", "organisations?words=12", "organisations/O7", "ties", "search?q=body", "network", "coverage",
         "pathways", "questions", "group", "history", "documents")  # fmt: skip
TURNS = 5


def folder(n: int, place: Path) -> Path:
    """Sheets of a simulated register: n organisations, n actions, 2n ties."""
    rng = random.Random(n)  # noqa: S311  seeded data, no secret
    stages = ["identification", "referral", "protection", "case_management", "reintegration", "prosecution"]
    people = ["all_victims", "children", "women", "men", "migrant_workers"]
    kinds = ["government", "ngo", "law_enforcement", "judiciary", "private_sector"]
    place.mkdir(parents=True)
    (place / "sources.csv").write_text("id,title,publisher,kind,year\nS,Simulated source,Simulated,official,2025\n")
    (place / "vocabularies.csv").write_text("list,code,label_en,kind\ndistrict,NATIONAL,Whole country,statement\n")
    lines = ["id,name,short_name,kind,nrm_stages,target_populations,districts,source_id"]
    lines += [
        f"O{i},Simulated body {i},B{i},{rng.choice(kinds)},{rng.choice(stages)},{rng.choice(people)},NATIONAL,S"
        for i in range(n)
    ]
    (place / "organisations.csv").write_text("\n".join(lines) + "\n")
    lines = ["id,organisation_id,title,status,scope,four_p,start_year,source_id"]
    lines += [
        f"A{i},O{i},Simulated action {i},current,trafficking_specific,protection,{2000 + i % 25},S" for i in range(n)
    ]
    (place / "actions.csv").write_text("\n".join(lines) + "\n")
    lines = ["id,source_org,target_org,kind,formality,state,year,source_id"]
    for i in range(2 * n):
        one, two = rng.sample(range(n), 2)
        lines.append(f"R{i},O{one},O{two},refers_to,practice,existing,{2015 + i % 10},S")
    (place / "relations.csv").write_text("\n".join(lines) + "\n")
    setting = {
        "workspace": {"slug": "sim", "name": "Simulated", "country": "XX", "data_date": "2025-12-31", "notice": "Simulated",
                      "simulated": True},
        "engagements": [{"id": "mapping", "terms": "t", "start": "2026-01-01"}],
    }  # fmt: skip
    text = {"id": "t", "title": "Simulated mapping", "start": "2026-01-01", "end": "2026-03-01"}
    (place / "engagements.json").write_text(json.dumps(setting))
    (place / "terms_of_reference.json").write_text(json.dumps({"engagements": [text]}))
    return place


def measure(n: int) -> dict[str, Any]:
    """Runs in a process of its own: first and median milliseconds of each page, the import's seconds, the memory."""
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["FILAO_DATA"] = str(Path(scratch) / "data")
        os.environ["DJANGO_SETTINGS_MODULE"] = "filao.settings"
        import django

        django.setup()
        from django.test import Client

        from filao.work import accounts, folders, keeping, worker, workspaces

        keeping.migrate()
        start = time.perf_counter()
        folders.open_folder(workspaces.local_actor(), folder(n, Path(scratch) / "sheets"))
        imported = time.perf_counter() - start
        client = Client(REMOTE_ADDR="127.0.0.1", HTTP_HOST="127.0.0.1")
        client.get(f"/open/{accounts.open_to_local_user(Path(scratch))}")
        times: dict[str, dict[str, float]] = {}
        for page in PAGES:
            taken = []
            for _turn in range(TURNS):
                start = time.perf_counter()
                answer = client.get(f"/sim/{page}")
                taken.append(1000 * (time.perf_counter() - start))
                if answer.status_code != 200:
                    raise SystemExit(f"/sim/{page}: {answer.status_code}")
            times[page or "home"] = {"first": round(taken[0]), "median": round(statistics.median(taken[1:]))}
        worker.stop()
    return {"import_seconds": round(imported, 1), "milliseconds": times, "memory_mb": _peak_mb()}


def _peak_mb() -> int | None:
    """Peak memory of this process alone (the kernel's own count would carry the parent's over); None off Linux."""
    status = Path("/proc/self/status")
    if not status.exists():
        return None
    (line,) = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) // 1024


def run() -> dict[str, Any]:
    found = {}
    for n in SIZES:
        done = subprocess.run([sys.executable, __file__, str(n)], capture_output=True, text=True, check=True)  # noqa: S603
        found[str(n)] = json.loads(done.stdout)
    return found


if __name__ == "__main__":
    json.dump(measure(int(sys.argv[1])), sys.stdout)
