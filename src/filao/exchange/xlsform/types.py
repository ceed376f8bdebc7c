"""The column "type" looked through before pyxform sees it: unknown types with the nearest known one, and nesting."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from functools import cache

from filao.core.problems import Problem
from filao.exchange.limits import FORM_DEPTH
from filao.exchange.xlsform.columns import head_of

_BLOCK = re.compile(r"(?P<edge>begin|end)[ _](?:group|lgroup|repeat|looped group|loop)(?: .*)?")
_LIST = re.compile(r"(?P<select>[a-z_ 1]+?) (?P<list>\$\{.*\}|\S+)(?: (?:or_other|or other|or specify other))?")
_SETTINGS = frozenset(
    {"form_title", "set form title", "form_id", "set form id", "prefix", "set_form_title", "set_form_id"}
)
_KNOWN = (
    "text", "integer", "decimal", "date", "time", "datetime", "note", "calculate", "hidden", "acknowledge", "range",
    "select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file", "rank", "geopoint", "geotrace",
    "geoshape", "barcode", "image", "audio", "video", "file", "begin_group", "end_group", "begin_repeat", "end_repeat",
    "start", "end", "today", "audit", "background-audio",
)  # fmt: skip
"""Types to suggest; pyxform knows older names too."""


@cache
def _accepted() -> tuple[frozenset[str], frozenset[str]]:
    """Types that stand alone, and beginnings of types that name a list."""
    from pyxform import aliases
    from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

    alone = {*QUESTION_TYPE_DICT, *aliases._type_alias_map, *_SETTINGS}
    return frozenset(alone), frozenset({*aliases.select, "osm"})


def check(rows: Iterable[Mapping[str, str]], name: str) -> None:
    """Raises Problem: form_type_unknown, form_list_missing (a choice without its list), form_list_of_answers,
    form_too_deep."""
    depth = 0
    for number, row in enumerate(rows, start=2):
        kind = next((text for column, text in row.items() if head_of(column)[0] in ("type", "command")), "")
        kind = " ".join(kind.split())
        place = {"name": name, "sheet": "survey", "row": number, "column": "type", "value": kind}
        block = _BLOCK.fullmatch(kind)
        if block:
            depth += 1 if block["edge"] == "begin" else -1
            if depth > FORM_DEPTH:
                raise Problem("form_too_deep", **place, limit=FORM_DEPTH)
        elif kind:
            _check(kind, place)


def _check(kind: str, place: Mapping[str, object]) -> None:
    alone, lists = _accepted()
    listed = _LIST.fullmatch(kind)
    if kind in lists or kind in ("select_multiple", "select multiple"):
        raise Problem("form_list_missing", **place)
    if listed and listed["select"] in lists:
        if "${" in listed["list"] and listed["select"] != "select_one":
            raise Problem("form_list_of_answers", **place)
    elif kind not in alone:
        first = kind.split(" ")[0]
        near = difflib.get_close_matches(first.lower().replace("-", "_"), _KNOWN, 1, 0.6)
        raise Problem("form_type_unknown", **place, like=near[0] if near else "")
