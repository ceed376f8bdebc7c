"""make bench: every figure in one run, printed as ratios and kept as JSON beside this file with the day and the machine."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import committee
import ingestion
import network
import pages
import reviews
import room

import documents

PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "documents": documents.run, "pages": pages.run, "committee": committee.run, "network": network.run,
    "ingestion": ingestion.run,
    "room": room.run,
    "reviews": reviews.run,
}  # fmt: skip


def main() -> int:
    chosen = sys.argv[1:] or list(PARTS)
    for name in chosen:
        print(f"\n{name}", flush=True)
        found = PARTS[name]()
        kept = {
            "day": date.today().isoformat(), "python": platform.python_version(), "machine": platform.machine(),
            "cores": os.cpu_count(), **found,
        }  # fmt: skip
        (Path(__file__).parent / f"{name}.json").write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        show(found)
    return 0


def show(found: Any, indent: int = 1) -> None:
    for key, value in found.items() if isinstance(found, dict) else enumerate(found):
        if isinstance(value, (dict, list)):
            print("  " * indent + str(key))
            show(value, indent + 1)
        else:
            print("  " * indent + f"{key}: {value}")


if __name__ == "__main__":
    sys.exit(main())
