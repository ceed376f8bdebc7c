"""Which columns of an XLSForm are read: those it knows are passed on, the others are named instead of ignored in silence.

pyxform drops a column that it does not know without a word, so that "relevent" makes a question show to everybody, and
stops with a TypeError where a column that takes no language has one.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from filao.core.problems import Fault, Problem
from filao.exchange.limits import FORM_LANGUAGES
from filao.exchange.xlsform.reading import Sheet

_TEXTS = frozenset({
    "label", "caption", "hint", "guidance_hint", "constraint_message", "constraining_message", "required_message",
    "requiredmsg", "no_app_error_string", "noapperrorstring", "jr:constraintmsg", "jr:requiredmsg",
    "jr:noapperrorstring", "image", "big-image", "audio", "video",
})  # fmt: skip
"""Columns that take a language after "::"."""
_PLAIN = frozenset({
    "type", "command", "name", "tag", "value", "relevant", "relevance", "required", "constraint", "calculation",
    "calculate", "appearance", "default", "read_only", "readonly", "choice_filter", "parameters", "trigger",
    "repeat_count", "count", "jr:count", "autoplay", "rows", "intent", "disabled", "save_to", "compact_tag",
})  # fmt: skip
_KEYED = frozenset({"bind", "control", "body", "instance", "media"})
"""Columns that name what they set after "::"."""
_CHOICE_TEXTS = frozenset({"label", "caption", "image", "big-image", "audio", "video"})
_MEDIA = frozenset({"image", "big-image", "audio", "video"})
_LISTS = frozenset({"list_name", "name", "value"})
_SETTINGS = frozenset({
    "form_title", "set_form_title", "title", "form_id", "set_form_id", "id_string", "version", "default_language",
    "instance_name", "style", "public_key", "submission_url", "auto_send", "auto_delete", "allow_choice_duplicates",
    "name", "namespaces", "attribute", "client_editable", "clean_text_values", "omit_instanceid", "instance_id",
})  # fmt: skip
_RESERVED = frozenset({"children", "choices", "parameters", "type", "bind", "control", "parent", "extra_data"})
"""Words that pyxform keeps for itself among the columns of a list."""
_TAG = re.compile(r"[A-Za-z_À-ÿ][\w.-]*")
_KEY = re.compile(r"(?:(?:jr|odk|orx):)?[A-Za-z_][\w.-]*")
TEXT_COLUMNS = _TEXTS | {"media"}


def sorted_out(sheets: Mapping[str, Sheet], name: str) -> tuple[dict[str, Any], list[Fault], set[str]]:
    """The sheets as pyxform takes them, what was left out (form_column_unread), and the languages of the form.

    Raises Problem: form_column_language, form_column_twice, form_too_many_languages, form_entities,
    form_external_choices.
    """
    for refused, code in (("entities", "form_entities"), ("external_choices", "form_external_choices")):
        if refused in sheets and any(sheets[refused].rows):
            raise Problem(code, name=name, sheet=refused, row=1, column="", value=refused)
    book: dict[str, Any] = {}
    unread: list[Fault] = []
    languages: set[str] = set()
    for known in ("survey", "choices", "settings"):
        if known in sheets:
            kept, left = _kept(known, sheets[known].columns, name, languages)
            unread += left
            rows = sheets[known].rows[:1] if known == "settings" else sheets[known].rows
            book[known] = [{column: row[column] for column in kept if column in row} for row in rows]
            book[f"{known}_header"] = [dict.fromkeys(kept)]
    if len(languages) > FORM_LANGUAGES:
        raise Problem("form_too_many_languages", name=name, limit=FORM_LANGUAGES, languages=tuple(sorted(languages)))
    return book, unread, languages


def head_of(column: str, double: bool = False) -> tuple[str, tuple[str, ...]]:
    """A column's own name in small letters, and the parts after "::".

    A single colon parts too, the old way, unless a column of the sheet has "::" (`double`).
    """
    first, *rest = [part.strip() for part in column.split("::")] if double or "::" in column else _old(column)
    return "_".join(first.split()).lower(), tuple(rest)


def _old(column: str) -> list[str]:
    parts = [part.strip() for part in column.split(":")]
    if parts[0].lower() == "jr" and len(parts) > 1:
        return [f"jr:{parts[1]}", *parts[2:]]
    return parts


def _kept(sheet: str, columns: tuple[str, ...], name: str, languages: set[str]) -> tuple[tuple[str, ...], list[Fault]]:
    kept: list[str] = []
    unread: list[Fault] = []
    seen: dict[tuple[str, tuple[str, ...]], str] = {}
    double = any("::" in column for column in columns)
    for column in columns:
        head, parts = head_of(column, double)
        if not _is_known(sheet, head, parts, column):
            fault = _fault(sheet, head, parts, column)
            if fault.code == "form_column_language":
                raise Problem(fault.code, name=name, **fault.facts)
            if not column.startswith(("_", "#")):
                unread.append(fault)
            continue
        if (head, parts) in seen:
            raise Problem(
                "form_column_twice", name=name, sheet=sheet, row=1, column=column, places=(seen[head, parts], column)
            )
        seen[head, parts] = column
        kept.append(column)
        if sheet != "settings" and head in TEXT_COLUMNS:
            languages.update(parts[1:] if head == "media" else parts)
    return tuple(kept), unread


def _is_known(sheet: str, head: str, parts: tuple[str, ...], column: str) -> bool:
    if not all(parts):
        return False
    if head == "media" and sheet != "settings":
        return bool(parts) and parts[0] in _MEDIA and len(parts) < 3
    if sheet == "settings":
        keyed = len(parts) == 1 and bool(_TAG.fullmatch(parts[0]))
        return head in _SETTINGS and (keyed if head == "attribute" else not parts)
    if head in _TEXTS and (sheet == "survey" or head in _CHOICE_TEXTS):
        return len(parts) < 2
    if sheet == "choices":
        plain = bool(_TAG.fullmatch(column)) and column not in _RESERVED and not column.startswith("__")
        return not parts and (head in _LISTS or plain)
    if head in _KEYED:
        return bool(parts) and bool(_KEY.fullmatch(parts[0])) and len(parts) < 2 + parts[0].startswith("jr:")
    return head in _PLAIN and not parts


def _fault(sheet: str, head: str, parts: tuple[str, ...], column: str) -> Fault:
    """What is to be said of a column that is not read."""
    plain = {"survey": _PLAIN, "choices": _LISTS, "settings": _SETTINGS}[sheet]
    place = {"sheet": sheet, "row": 1, "column": column}
    if parts and (head in plain or head in _TEXTS):
        return Fault("form_column_language", {**place, "value": head})
    near = difflib.get_close_matches(head, sorted(plain | (_TEXTS if sheet != "settings" else set())), 1, 0.8)
    return Fault("form_column_misspelt" if near else "form_column_unread", {**place, "like": near[0] if near else ""})
