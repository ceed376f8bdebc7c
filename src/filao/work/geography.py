"""Outlines of a country's districts, shipped with the package for the countries Filao knows."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "countries"


@cache
def districts(country: str) -> dict[str, Any] | None:
    """GeoJSON of the districts by ISO 3166-2 code, or None where no outline is shipped."""
    path = _FOLDER / f"{country.lower()}.geojson"
    if not country.isalpha() or not path.is_file():
        return None
    outlines: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return outlines
