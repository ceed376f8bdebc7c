"""What pyxform says, as named faults with sheet, row, column and value, so that each can be said in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, NamedTuple

from filao.core.problems import Fault
from filao.exchange.xlsform.columns import head_of

Book = Mapping[str, Any]


class _Rule(NamedTuple):
    """A way pyxform speaks, and the code it is given. `column` is where the fault stands when it does not say so."""

    said: re.Pattern[str]
    code: str
    column: str = ""


_CODES = {
    "ENTITY": "form_entities", "HEADER_001": "form_no_columns", "HEADER_002": "form_column_twice",
    "HEADER_003": "form_no_columns", "HEADER_004": "form_column_unread", "HEADER_005": "form_entities",
    "LABEL_001": "form_choice_unlabelled", "NAMES_001": "form_name_twice", "NAMES_002": "form_name_case",
    "NAMES_003": "form_name_of_repeat", "NAMES_004": "form_name_of_repeat", "NAMES_005": "form_name_kept",
    "NAMES_006": "form_choice_unnamed", "NAMES_007": "form_choice_twice", "NAMES_008": "form_name_unfit",
    "NAMES_009": "form_name_unfit", "NAMES_013": "form_sheet_alike", "NAMES": "form_entities",
    "PYREF_001": "form_reference_unfit", "PYREF_002": "form_reference_unfit", "PYREF_003": "form_reference_unknown",
    "PYREF_004": "form_reference_twice", "RANGE": "form_parameters", "SURVEY_001": "form_end_alone",
    "SURVEY_002": "form_begin_alone", "SURVEY": "form_parameters",
}  # fmt: skip
"""pyxform's own codes, or their families, by ours."""

_COLUMNS = {"name": "name", "choice": "name", "begin": "type", "end": "type", "parameters": "parameters"}
"""Where a fault of a family stands when nothing says so."""

_ROW = r"(?:\[row : (?P<row>\d+)\]\s*)?"
_SAID = (
    (r"You must have a sheet named.*", "form_no_survey", ""),
    (r"Question with no type\..*", "form_type_missing", "type"),
    (r"Unknown question type '(?P<value>.*)'\.", "form_type_unknown", "type"),
    (r"This section has not been included\..*", "form_type_unknown", "type"),
    (r"Question or group with no name\.", "form_name_missing", "name"),
    (r"Audits must always be named.*", "form_name_kept", "name"),
    (r"Missing calculation\.", "form_calculation_missing", "calculation"),
    (r"(?:Repeat loop without list name\.)", "form_list_unknown", "type"),
    (r"List name not in (?:columns|choices) sheet: (?P<value>.*)", "form_list_unknown", "type"),
    (r"Please specify choices for this 'or other' question\.", "form_list_unknown", "type"),
    (r"There should be a choices sheet in this xlsform\..*", "form_no_choices", "type"),
    (r"There should be an external_choices sheet.*|List name not in external.*", "form_external_choices", "type"),
    (
        r"Choice names with spaces cannot be added .* See \[(?P<value>.*)\] in \[(?P<list>.*)\]",
        "form_choice_spaced",
        "name",
    ),
    (r"Choice filter not supported with or_other\.", "form_filter_or_other", "choice_filter"),
    (r"Choice filter not supported for table-list.*|Badly formatted table list.*", "form_table_list", "appearance"),
    (r"File name for '.* (?P<value>\S+)' should end with.*", "form_list_file", "type"),
    (r".*must be set to .*|Parameters? .*must .*|Parameters must include.*", "form_parameters", "parameters"),
    (
        r".*value must be a number or a reference to another field\.|Invalid value for .*",
        "form_parameters",
        "parameters",
    ),
    (
        r"To include location information in the audit.*|Parameter '?app'?.*|.*package.*name.*",
        "form_parameters",
        "parameters",
    ),
    (r"For 'background-geopoint' questions, .*", "form_trigger", "trigger"),
    (r"The question \$\{(?P<value>.*?)\} is not user-visible so .*", "form_trigger", "trigger"),
    (r"Instance names must be unique within a form\. The name '(?P<value>.*?)'.*", "form_file_twice", ""),
    (r"The same instance id will be generated .* Instance name: '(?P<value>.*?)'.*", "form_file_twice", ""),
    (
        r"Question '(?P<value>.*?)' (?:is a select from file type, using|uses) 'search\(\)'.*",
        "form_search",
        "appearance",
    ),
    (r".*[Tt]here is no survey element named '?(?P<value>.*?)'?\.?", "form_reference_unknown", ""),
    (r".*[Tt]here are multiple survey elements named '?(?P<value>.*?)'?\.?", "form_reference_twice", ""),
    (r"The survey element named '(?P<value>.*)' has no label or hint\.", "form_label_missing", "label"),
    (r"To use big-image, .* survey element named (?P<value>.*)\.", "form_media", "image"),
    (r"Media type: (?P<value>.*) not supported", "form_media", ""),
    (r"Survey cannot have an empty id_string|Cannot omit instanceID.*", "form_setting", ""),
)
_WARNED = (
    (r"Row without name, text, or label is being skipped:.*", "form_row_skipped", "type"),
    (r"The 'disabled' column header.*", "form_disabled", "disabled"),
    (r"(?P<value>\w+) is no longer supported on most devices\..*", "form_type_obsolete", "type"),
    (r"Repeat has no label: .*", "form_repeat_unlabelled", "label"),
    (r"select one external is only meant for filtered selects\.", "form_external_choices", "type"),
    (r"Use the max-pixels parameter.*", "form_picture_size", "parameters"),
    (r"The form_id and id_string column headers are both.*", "form_two_ids", "form_id"),
    (r"This form uses or_other and translations.*", "form_or_other", "type"),
    (r"The following language declarations do not contain valid machine-readable codes: (?P<value>.*)\. Learn more.*",
     "form_language_code", ""),
    (r"Language '(?P<value>.*)' is missing the (?P<sheet>\w+) (?:(?P<columns>\S+) column|columns (?P<more>.*?))\.",
     "form_translation_missing", ""),
)  # fmt: skip


def _rules() -> Iterator[_Rule]:
    """Rules for the templates that pyxform fills in, then those for its free sentences."""
    from pyxform.errors import ErrorCode

    for code in ErrorCode:
        family = code.name.partition("_")[0]
        pattern = re.sub(
            r"\\\{(\w+)\\\}", r"(?P<\1>.*?)", re.escape(code.value.msg).replace(r"\{\{", "{").replace(r"\}\}", "}")
        )
        pattern = pattern.replace(r"\[row\ :\ (?P<row>.*?)\]\ ", _ROW)
        pattern = re.sub(r"(\(\?P<(\w+)>.*?\))(.*?)\(\?P<\2>.*?\)", r"\1\3(?P=\2)", pattern)
        pattern += ".*" if code is ErrorCode.NAMES_013 else ""
        yield _Rule(re.compile(pattern, re.DOTALL), _CODES.get(code.name) or _CODES.get(family) or "form_refused")
    for said, name, column in (*_SAID, *_WARNED):
        yield _Rule(re.compile(f"{_ROW}(?:{said})", re.DOTALL), name, column)


_compiled: list[_Rule] = []


def named(text: str, book: Book, place: Mapping[str, object] | None = None) -> Fault:
    """One saying of pyxform as a fault. `place` holds what the traceback tells of where it came from."""
    if not _compiled:
        _compiled.extend(_rules())
    text = text.strip()
    for rule in _compiled:
        if found := rule.said.fullmatch(text):
            told = {key: value for key, value in found.groupdict().items() if value is not None}
            facts = _facts(rule, told, book, place or {})
            return Fault(rule.code, {key: value for key, value in facts.items() if value != ""})
    return Fault("form_refused", {"sheet": "survey", **(place or {}), "what": " ".join(text.split())[:300]})


def warned(texts: Sequence[str], book: Book) -> list[Fault]:
    """The warnings of a conversion; those on missing translations come one for each language and sheet."""
    found: list[Fault] = []
    for text in texts:
        lines = text.splitlines() if text.startswith("Language '") else [text]
        found.extend(named(line, book) for line in lines if line.strip())
    return [Fault("form_warning", fault.facts) if fault.code == "form_refused" else fault for fault in found]


def _facts(rule: _Rule, told: dict[str, str], book: Book, place: Mapping[str, object]) -> dict[str, object]:
    choices = rule.code.startswith("form_choice")
    facts: dict[str, object] = {"sheet": "choices" if choices else "survey", "row": "", "column": rule.column, **place}
    facts |= told
    if "q" in told:
        facts["value"] = told["q"]
    if "header" in told:
        facts |= {"column": told["header"], "row": 1, "places": (told.get("other", ""), told["header"])}
    if missing := told.get("missing"):
        facts |= {"columns": tuple(re.findall(r"'(.*?)'", missing)), "row": 1}
    if rule.code == "form_translation_missing":
        facts |= {"columns": tuple(re.split(r",\s*", told.get("columns") or told["more"])), "row": 1}
    if row := str(facts.get("row") or ""):
        facts["row"] = int(row) if row.isdigit() else ""
    if not facts["row"]:
        facts |= _sought(rule, facts, book)
    if not facts["column"]:
        family = rule.code.split("_")[1]
        facts["column"] = _COLUMNS.get(family, "")
    facts.setdefault("value", _cell(book, facts))
    return facts


def _cell(book: Book, facts: Mapping[str, object]) -> str:
    """What stands in the cell that a fault names, or "" where the place is not known."""
    rows = book.get(str(facts["sheet"]), ())
    row = facts["row"]
    if not isinstance(row, int) or not 2 <= row < len(rows) + 2:
        return ""
    return next((str(text) for column, text in rows[row - 2].items() if head_of(column)[0] == facts["column"]), "")


def _sought(rule: _Rule, facts: Mapping[str, object], book: Book) -> dict[str, object]:
    """Where a fault without a row stands: the first row that holds what it speaks of."""
    value = str(facts.get("value", ""))
    if not value:
        return {}
    reference = rule.code.startswith("form_reference")
    for sheet in (str(facts["sheet"]), "survey", "choices"):
        for number, row in enumerate(book.get(sheet, ()), start=2):
            if "list" in facts and facts["list"] not in row.values():
                continue
            for column, text in row.items():
                head = head_of(column)[0]
                if reference and "${" in text and re.search(rf"\$\{{\s*{re.escape(value)}\s*\}}", text):
                    return {"sheet": sheet, "row": number, "column": column}
                at = rule.column if rule.column in ("type", "name") else "name"
                if not reference and head == at and (text == value or (at == "type" and text.startswith(value))):
                    return {"sheet": sheet, "row": number, "column": rule.column or column}
    return {}


def place_of(trace: TracebackType | None) -> dict[str, object]:
    """Row and name that pyxform was at when it stopped, read from its own frames."""
    from pyxform.survey import Survey
    from pyxform.survey_element import SurveyElement

    place: dict[str, object] = {}
    while trace is not None:
        seen = trace.tb_frame.f_locals
        if trace.tb_frame.f_code.co_name == "workbook_to_json" and "parent_children_array" in seen:
            place["row"] = seen.get("row_number", "")
        element = seen.get("self")
        if isinstance(element, SurveyElement) and not isinstance(element, Survey):
            place["value"] = str(getattr(element, "name", ""))
        trace = trace.tb_next
    return place
