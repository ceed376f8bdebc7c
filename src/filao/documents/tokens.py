"""The tokens of the look, from the one file that the web styles are built from as well."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TOKENS: dict[str, Any] = json.loads((Path(__file__).parent / "tokens.json").read_text(encoding="utf-8"))
COLOUR: dict[str, str] = TOKENS["colour"]
CATEGORIES: tuple[str, ...] = tuple(COLOUR[name] for name in TOKENS["category"])
FONT_FAMILY: str = TOKENS["font"]["family"]
FONTS = Path(__file__).parent / "fonts"
"""Folder of the static fonts, filled when the package is built."""


def colour(name: str) -> str:
    return COLOUR[name]
