"""make soak: two hundred kills on each engine while answers come in, and minutes of damaged files for every reader.

What was seen is kept as JSON with its date in benchmarks/soak. Exit code 1 where anything was lost, torn, doubled or fell
over. `soak.py kills 20` and `soak.py fuzz 1` run one part with its own measure, `soak.py fuzz 10 "kobo json"` one reader.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
KEPT = Path(__file__).parent / "soak"
KILLS, INTAKES, MINUTES = 200, 4, 10.0

sys.path[:0] = [str(ROOT / "src"), str(ROOT)]


def kept(name: str, told: dict[str, Any]) -> None:
    """Keep what was seen under the moment."""
    moment = datetime.now(UTC)
    KEPT.mkdir(exist_ok=True)
    text = json.dumps({"at": moment.isoformat(timespec="seconds"), **told}, indent=1, ensure_ascii=False)
    (KEPT / f"{name}-{moment:%Y%m%dT%H%M%S}.json").write_text(text + "\n", encoding="utf-8")


def kills(number: int) -> bool:
    """Kill servers on both engines, the app and processes that take answers side by side; PostgreSQL in a cluster made for
    it."""
    cluster = [sys.executable, str(ROOT / "tools" / "on_postgresql.py")]
    found = {}
    for intakes, kind in ((0, ""), (INTAKES, f", {INTAKES} processes")):
        found[f"sqlite{kind}"] = _killed(number, intakes, os.environ | {"FILAO_DATABASE": ""})
        found[f"postgresql{kind}"] = _killed(number, intakes, dict(os.environ), cluster)
    kept("kills", found)
    for engine, seen in found.items():
        print(f"{engine}: {json.dumps(seen)}")
    return all(seen["sound"] for seen in found.values())


def _killed(number: int, intakes: int, env: dict[str, str], before: list[str] | None = None) -> dict[str, Any]:
    command = [*(before or []), sys.executable, __file__, "kill-here", str(number), str(intakes)]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def kill_here(number: int, intakes: int) -> None:
    """Print what a series of kills came to on the engine of this process."""
    from tests.nursery import kill_and_count

    with tempfile.TemporaryDirectory() as folder:
        seed = int(datetime.now(UTC).timestamp())
        outcome = kill_and_count(Path(folder) / "data", number, seed=seed, senders=intakes * 2 or 4, intakes=intakes)
    print(json.dumps({**asdict(outcome), "sound": outcome.sound}))


def readers() -> list[tuple[str, str]]:
    """Module and name of every reader that has files to damage."""
    _django()
    modules = [f"tests.exchange.{path.stem}" for path in sorted((ROOT / "tests" / "exchange").glob("fuzzed_*.py"))]
    return [(module, name) for module in modules for name in import_module(module).READERS]


def _django() -> None:
    """Some seeds are made by builders that know the tables; none of them touches a database."""
    os.environ |= {"DJANGO_SETTINGS_MODULE": "filao.settings", "FILAO_DATA": tempfile.gettempdir() + "/filao-soak"}
    import django

    django.setup()


def fuzz(minutes: float, only: str = "") -> bool:
    """Feed every reader (or `only` one) with damaged files for minutes, as many at a time as there are cores."""
    chosen = [one for one in readers() if only in ("", one[1])]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        seen = list(pool.map(_fuzzed, chosen, [60 * minutes] * len(chosen)))
    kept("fuzz", {"seconds": 60 * minutes, "readers": seen})
    for one in seen:
        print(f"{one['name']}: {one['cases']} cases, slowest {one['slowest']:.2f} s, {len(one['crashes'])} fell over")
    return bool(seen) and not any(one["crashes"] for one in seen) and all(one["megabytes"] < 512 for one in seen)


def _fuzzed(which: tuple[str, str], seconds: float) -> dict[str, Any]:
    import resource

    from tests.fuzzing import fuzz as feed

    _django()
    module, name = which
    reader, seeds = import_module(module).READERS[name]()
    seen = feed(name, reader, seeds, seconds, start=int(datetime.now(UTC).timestamp()))
    return {**asdict(seen), "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def main() -> int:
    part, measure, only = (*sys.argv[1:], "", "", "")[:3]
    if part == "kill-here":
        kill_here(int(measure), int(only))
        return 0
    sound = [kills(int(measure or KILLS))] if part in ("", "kills") else []
    sound += [fuzz(float(measure or MINUTES), only)] if part in ("", "fuzz") else []
    return 0 if all(sound) else 1


if __name__ == "__main__":
    sys.exit(main())
