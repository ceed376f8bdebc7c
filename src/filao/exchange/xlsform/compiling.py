"""An XLSForm workbook compiled by pyxform to the XForm that is served: every failure and warning by name and place.

pyxform never sees the file: it is given rows that were read under limits, with only the columns that XLSForm knows.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any

from filao.core.forms.questionnaire import Questionnaire
from filao.core.problems import Fault, Problem
from filao.exchange import xform
from filao.exchange.xlsform import columns, reading, refusals, types

_KEEP = str.maketrans("‘’“”", "\ue018\ue019\ue01c\ue01d")
_BACK = str.maketrans("\ue018\ue019\ue01c\ue01d", "‘’“”")
"""pyxform straightens every quotation mark; those of texts that people read are put out of its sight."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form ready to be published: the exact bytes to serve, their reading, and what was odd on the way."""

    xform: bytes
    questionnaire: Questionnaire
    warnings: tuple[Fault, ...] = ()
    media: Mapping[str, bytes] = field(default_factory=dict)


def compile(
    data: bytes, name: str, media: Mapping[str, bytes] | None = None, *, form_id: str = "", version: str = ""
) -> Compiled:
    """Compile a workbook. `media` are the files that go with it, by name.

    `form_id` and `version` stand where the sheet "settings" says none. Raises Problem: those of `reading.read` and
    `columns.sorted_out` and `types.check`, those that `refusals` names, form_stumbled where pyxform broke, and those of
    `exchange.xform.read`.
    """
    sheets, names = reading.read(data, name)
    book, odd, languages = columns.sorted_out(sheets, name)
    odd += _alike(names, sheets)
    types.check(book["survey"], name)
    _fill_settings(book, form_id or _identifier(name), version)
    _hide_quotes(book)
    text, said = _converted({**book, "sheet_names": list(names)}, book, name)
    if not languages:
        said = [fault for fault in said if fault.code != "form_language_code"]
    return _compiled(text.translate(_BACK).encode(), name, (*odd, *said), media or {})


def _compiled(data: bytes, name: str, warnings: tuple[Fault, ...], media: Mapping[str, bytes]) -> Compiled:
    try:
        return Compiled(data, xform.read(data, name), warnings, dict(media))
    except Problem as problem:
        if problem.code.startswith(("xml_", "not_xform")):
            raise Problem("form_stumbled", name=name, what=problem.code) from problem
        raise


def _alike(names: Sequence[str], read: Collection[str]) -> list[Fault]:
    """Sheets that are not read and whose names are nearly those of sheets that are missing."""
    missing = [sheet for sheet in ("choices", "settings") if sheet not in read]
    own = [name for name in names if name.lower() not in reading.SHEETS and not name.startswith("_")]
    return [
        Fault("form_sheet_alike", {"sheet": sheet, "candidates": tuple(near)})
        for sheet in missing
        if (near := [name for name in own if difflib.get_close_matches(name.lower(), [sheet], 1, 0.8)])
    ]


def _identifier(name: str) -> str:
    """A form id from the name of the file."""
    return re.sub(r"[^A-Za-z0-9_.-]+", "_", PurePath(name).stem).strip("_") or "form"


def _fill_settings(book: dict[str, Any], form_id: str, version: str) -> None:
    rows = book.get("settings") or [{}]
    head = dict(book.get("settings_header", [{}])[0])
    named = {columns.head_of(column)[0] for column, text in rows[0].items() if text}
    for column, text in (("form_id", form_id), ("version", version)):
        if text and column not in named and not (column == "form_id" and named & {"id_string", "set_form_id"}):
            rows[0][column] = text
            head[column] = None
    book["settings"], book["settings_header"] = rows[:1], [head]


def _hide_quotes(book: Mapping[str, Any]) -> None:
    for sheet in ("survey", "choices"):
        for row in book.get(sheet, ()):
            for column, text in row.items():
                if columns.head_of(column)[0] in columns.TEXT_COLUMNS:
                    row[column] = text.translate(_KEEP)


def _converted(given: dict[str, Any], book: Mapping[str, Any], name: str) -> tuple[str, list[Fault]]:
    """The XForm and the warnings of a conversion, with every way in which pyxform stops given its name."""
    import warnings
    from copy import deepcopy

    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    said: list[str] = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = convert(deepcopy(given), warnings=said)
        return made.xform, refusals.warned(said, book)
    except PyXFormError as error:
        first = str(error).splitlines()[0] if "[row" in str(error)[:6] else str(error)
        fault = refusals.named(first, book, refusals.place_of(error.__traceback__))
        raise Problem(fault.code, **{**fault.facts, "name": name}) from error
    except Exception as error:
        place = {"sheet": "survey", **refusals.place_of(error.__traceback__)}
        raise Problem("form_stumbled", **{**place, "name": name, "what": type(error).__name__}) from error
