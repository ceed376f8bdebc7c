"""A questionnaire as an XLSForm workbook that pyxform, KoboToolbox and ODK Central take."""

from __future__ import annotations

import io
from collections.abc import Sequence

from filao.core.forms import Form, Group, Item, problems_of
from filao.core.problems import Problem
from filao.exchange.packages import STILL

_NAMES = {"en": "English (en)", "fr": "Français (fr)", "mfe": "Kreol Morisien (mfe)"}


def write(form: Form) -> bytes:
    """The form as XLSX with the sheets survey, choices and settings.

    Labels of draft languages begin with "[draft]". Raises Problem form_unsound.
    """
    faults = problems_of(form)
    if faults:
        raise Problem("form_unsound", what=faults[0][0], name=faults[0][1])
    labels = [f"label::{_NAMES[lang]}" for lang in form.languages]
    hints = [f"hint::{_NAMES[lang]}" for lang in form.languages]
    head = ["type", "name", *labels, *hints, "required", "relevant", "appearance", "parameters"]
    rows = [row for group in form.groups for row in _group(form, group)]
    choices = [
        [name, choice.code, *(_draft(form, lang, form.text(choice.labels, lang)) for lang in form.languages)]
        for name, options in form.choices.items()
        for choice in options
    ]
    settings = [
        ["form_title", "form_id", "version", "default_language"],
        [form.titles["en"], form.id, form.version, _NAMES["en"]],
    ]
    return _workbook(
        {"survey": [head, *rows], "choices": [["list_name", "name", *labels], *choices], "settings": settings}
    )


def _draft(form: Form, language: str, text: str) -> str:
    return f"[draft] {text}" if language in form.drafts and text else text


def _group(form: Form, group: Group) -> list[list[str]]:
    kind = "repeat" if group.repeats else "group"
    texts = [_draft(form, lang, form.text(group.labels, lang)) for lang in form.languages]
    blank = [""] * len(form.languages)
    opening = [f"begin_{kind}", group.name, *texts, *blank, "", "", "" if group.repeats else "field-list", ""]
    closing = [f"end_{kind}", group.name, *blank, *blank, "", "", "", ""]
    return [opening, *(_item(form, item) for item in group.items), closing]


def _item(form: Form, item: Item) -> list[str]:
    kind = f"{item.type} {item.choices}" if item.type.startswith("select") else item.type
    texts = [_draft(form, lang, form.text(item.labels, lang)) for lang in form.languages]
    hints = [_draft(form, lang, form.text(item.hints, lang)) for lang in form.languages]
    appearance = "multiline" if item.type == "text" and item.lines > 2 else ""
    if item.choices == "bodies":
        appearance = "minimal autocomplete"
    parameters = "start=0 end=5 step=1" if item.type == "range" else ""
    required = "yes" if item.required else ""
    return [kind, item.name, *texts, *hints, required, item.relevant, appearance, parameters]


def _workbook(sheets: dict[str, Sequence[Sequence[str]]]) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True})
    book.set_properties({"created": STILL})
    bold = book.add_format({"bold": True, "bottom": 1})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 2)
        for line, row in enumerate(rows):
            for place, text in enumerate(row):
                if text:
                    sheet.write_string(line, place, text, bold if line == 0 else None)
        sheet.set_column(0, len(rows[0]) - 1, 28)
    book.close()
    return out.getvalue()
