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

NOTICE_LIMIT = 200
"""Signs of a notice, as the table has room for."""
FILE_LIMIT = 2 * 1024 * 1024
_UNSOUND = (LookupError, TypeError, ValueError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class Setting:
    """What a folder says of its workspace: address, name, country, date of the data, notice."""

    slug: str
    name: str
    country: str
    data_date: date
    notice: str = ""
    notice_fr: str = ""
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


def _said(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r:.40}")
    return value


def _short(value: object) -> str:
    """A line that every page has room for."""
    if len(text := _said(value)) > NOTICE_LIMIT:
        raise ValueError(f"a notice of at most {NOTICE_LIMIT} signs expected, not {len(text)}")
    return text


def _whole(value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(f"whole number expected, not {value!r:.40}")
    return value


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
    except _UNSOUND as error:
        raise Problem("terms_unsound", name=path.name, what=str(error)) from error
    return terms


def read_plans(path: Path, today: date) -> tuple[Setting, list[Plan]]:
    """The workspace and the engagements a folder asks for; a plan without a start begins `today`.

    Raises Problem not_json, terms_unsound.
    """
    content = _load(path)
    try:
        w = content["workspace"]
        notice = w.get("notice", "")
        notice = notice if isinstance(notice, dict) else {"en": notice}
        setting = Setting(
            _said(w["slug"]), _said(w["name"]), _said(w["country"]), date.fromisoformat(w["data_date"]),
            _short(notice.get("en", "")), _short(notice.get("fr", "")), bool(w.get("simulated", False)),
        )  # fmt: skip
        plans = [
            Plan(
                id=_said(item["id"]),
                terms=_said(item["terms"]),
                start=date.fromisoformat(item["start"]) if "start" in item else today,
                title=_said(item.get("title", "")),
                days=_whole(item.get("days")),
                due={str(key): int(value) for key, value in item.get("due", {}).items()},
                milestones=tuple((str(m[0]), str(m[1]), int(m[2]), int(m[3])) for m in item.get("milestones", ())),
                demonstration=bool(item.get("demonstration", False)),
                baseline=_whole(item.get("baseline")),
            )
            for item in content.get("engagements", ())
        ]
    except _UNSOUND as error:
        raise Problem("terms_unsound", name=path.name, what=str(error)) from error
    return setting, plans
