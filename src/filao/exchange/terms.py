"""Terms of reference and engagement plans as JSON files."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from filao.core.engagement import Plan
from filao.core.problems import Problem

FILE_LIMIT = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Setting:
    """What a folder says of its workspace: address, name, country, date of the data, notice."""

    slug: str
    name: str
    country: str
    data_date: date
    notice: str = ""
    simulated: bool = False


def _load(path: Path) -> Any:
    """The content of a JSON file. Raises Problem no_such_file, file_too_large, not_json."""
    if not path.is_file():
        raise Problem("no_such_file", path=path.name)
    if path.stat().st_size > FILE_LIMIT:
        raise Problem("file_too_large", name=path.name, limit_mb=FILE_LIMIT // 2**20)
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise Problem("not_json", name=path.name) from error


def read_terms(path: Path) -> dict[str, Mapping[str, Any]]:
    """Terms of reference by id. Raises Problem not_json, terms_unsound."""
    content = _load(path)
    try:
        terms = {item["id"]: item for item in content["engagements"]}
        for item in terms.values():
            date.fromisoformat(item["start"])
            date.fromisoformat(item["end"])
            for part in item.get("deliverables", ()):
                _ = part["id"], part["title"], part["form"]
    except (KeyError, TypeError, ValueError) as error:
        raise Problem("terms_unsound", name=path.name, what=str(error)) from error
    return terms


def read_plans(path: Path, today: date) -> tuple[Setting, list[Plan]]:
    """The workspace and the engagements a folder asks for; a plan without a start begins `today`.

    Raises Problem not_json, terms_unsound.
    """
    content = _load(path)
    try:
        w = content["workspace"]
        setting = Setting(
            w["slug"], w["name"], w["country"], date.fromisoformat(w["data_date"]), w.get("notice", ""),
            bool(w.get("simulated", False)),
        )  # fmt: skip
        plans = [
            Plan(
                id=item["id"],
                terms=item["terms"],
                start=date.fromisoformat(item["start"]) if "start" in item else today,
                title=item.get("title", ""),
                days=item.get("days"),
                due={str(key): int(value) for key, value in item.get("due", {}).items()},
                milestones=tuple((str(m[0]), str(m[1]), int(m[2]), int(m[3])) for m in item.get("milestones", ())),
                demonstration=bool(item.get("demonstration", False)),
                baseline=item.get("baseline"),
            )
            for item in content.get("engagements", ())
        ]
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise Problem("terms_unsound", name=path.name, what=str(error)) from error
    return setting, plans
