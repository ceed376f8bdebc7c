"""Namespaces of XForms and submissions, and the codes of languages that forms name in words."""

from __future__ import annotations

import re
from collections.abc import Iterable

XFORMS = "http://www.w3.org/2002/xforms"
OPENROSA = "http://openrosa.org/xforms"
JAVAROSA = "http://openrosa.org/javarosa"
ENTITIES = "http://www.opendatakit.org/xforms/entities"
ENCRYPTED = "http://opendatakit.org/submissions"

_NAMES = {
    "english": "en", "french": "fr", "français": "fr", "francais": "fr", "kreol": "mfe", "kreol morisien": "mfe",
    "creole": "mfe", "mauritian creole": "mfe", "default": "",
}  # fmt: skip


def codes(languages: Iterable[str]) -> dict[str, str]:
    """The code of each language as the form names it: "Français (fr)" -> fr, "French" -> fr, "default" -> "".

    A language that would take a code already given keeps its whole name.
    """
    given: dict[str, str] = {}
    for language in languages:
        match = re.search(r"\(([A-Za-z][\w-]*)\)\s*$", language)
        code = match[1] if match else _NAMES.get(language.strip().lower(), language.strip())
        given[language] = language if code in given.values() else code
    return given


def file_of(address: str) -> str:
    """Name of the file that a jr:// address means, "" for those that mean no file (jr://instance/last-saved)."""
    match = re.match(r"\s*jr://(?:images|audio|video|file|file-csv)/(.+?)\s*$", address)
    return match[1] if match else ""
