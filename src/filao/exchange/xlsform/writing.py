"""A questionnaire as an XLSForm workbook that pyxform, KoboToolbox and ODK Central take, and the lists beside it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence

from filao.core.forms.authored import LISTED, Choice, Form, Group, Item, Labels, problems_of
from filao.core.problems import Problem
from filao.exchange.packages import STILL
from filao.exchange.sheets import safe_cell

NAMES = {"en": "English (en)", "fr": "Français (fr)", "mfe": "Kreol Morisien (mfe)"}
"""Languages as XLSForm columns name them."""
_TEXTS = ("label", "hint", "guidance_hint", "constraint_message", "required_message")
_PLAIN = (
    "required", "relevant", "constraint", "calculation", "choice_filter", "repeat_count", "appearance", "parameters",
)  # fmt: skip
_KEPT = ("required", "relevant", "appearance", "parameters")
"""Columns that stand even where nothing fills them."""

_BOUND = re.compile(r" (?=[?!;:»])|(?<=«) ")
"""Blanks of French that no line may break at."""

Row = dict[str, str]


def write(form: Form) -> bytes:
    """The form as XLSX with the sheets survey, choices and settings; lists in `form.files` are left to `attachments`.

    Labels of draft languages begin with "[draft]". Raises Problem form_unsound.
    """
    faults = problems_of(form)
    if faults:
        raise Problem("form_unsound", what=faults[0][0], name=faults[0][1])
    rows: list[Row] = [{"type": kind, "name": kind} for kind in form.metadata]
    rows += [row for group in form.groups for row in _group(form, group)]
    filled = {column for row in rows for column, text in row.items() if text}
    texts = [f"{text}::{NAMES[lang]}" for text in _TEXTS for lang in form.languages]
    wanted = {f"{text}::{NAMES[lang]}" for text in ("label", "hint") for lang in form.languages} | set(_KEPT)
    head = ["type", "name", *(column for column in (*texts, *_PLAIN) if column in filled | wanted)]
    return _workbook(
        {
            "survey": [head, *([row.get(column, "") for column in head] for row in rows)],
            "choices": _choices(form),
            "settings": _settings(form),
        }
    )


def attachments(form: Form) -> dict[str, bytes]:
    """The lists that travel beside the form, by file name."""
    return {file: written_list(form.choices[name]) for name, file in form.files.items()}


def written_list(options: Sequence[Choice]) -> bytes:
    """A list as a CSV file with the columns name, label and those of filters."""
    out = io.StringIO(newline="")
    columns = list(dict.fromkeys(column for option in options for column in option.columns))
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(["name", "label", *columns])
    for option in options:
        cells = [_bilingual(option.labels), *(option.columns.get(column, "") for column in columns)]
        lines.writerow([option.code, *map(safe_cell, cells)])
    return out.getvalue().encode()


def _bilingual(labels: Labels) -> str:
    """A list beside the form has one label for all languages: English, and French where it differs."""
    english, french = labels.get("en", ""), labels.get("fr", "")
    return f"{english} / {french}" if french and french != english else english


def _settings(form: Form) -> list[list[str]]:
    settings = {
        "form_title": form.titles["en"],
        "form_id": form.id,
        "version": form.version,
        "default_language": NAMES["en"],
    }
    if form.instance_name:
        settings["instance_name"] = form.instance_name
    return [list(settings), list(settings.values())]


def _choices(form: Form) -> list[list[str]]:
    lists = {name: options for name, options in form.choices.items() if name not in form.files}
    columns = list(dict.fromkeys(c for options in lists.values() for option in options for c in option.columns))
    labels = [f"label::{NAMES[lang]}" for lang in form.languages]
    rows = [
        [
            name,
            option.code,
            *(_said(form, lang, option.labels) for lang in form.languages),
            *(option.columns.get(column, "") for column in columns),
        ]
        for name, options in lists.items()
        for option in options
    ]
    return [["list_name", "name", *labels, *columns], *rows]


def _said(form: Form, language: str, labels: Labels) -> str:
    text = form.text(labels, language)
    if language == "fr":
        text = _BOUND.sub("\u202f", text)
    return f"[draft] {text}" if language in form.drafts and text else text


def _texts(form: Form, **texts: Labels) -> Row:
    return {
        f"{column}::{NAMES[lang]}": _said(form, lang, labels)
        for column, labels in texts.items()
        for lang in form.languages
    }


def _group(form: Form, group: Group) -> Iterator[Row]:
    kind = "repeat" if group.repeats else "group"
    nested = any(isinstance(part, Group) for part in group.items)
    yield {
        "type": f"begin_{kind}",
        "name": group.name,
        **_texts(form, label=group.labels),
        "relevant": group.relevant,
        "repeat_count": group.count,
        "appearance": "" if group.repeats or nested else "field-list",
    }
    for part in group.items:
        if isinstance(part, Group):
            yield from _group(form, part)
        else:
            yield _item(form, part)
    yield {"type": f"end_{kind}", "name": group.name}


def _item(form: Form, item: Item) -> Row:
    return {
        "type": _type(form, item),
        "name": item.name,
        **_texts(
            form,
            label=item.labels,
            hint=item.hints,
            guidance_hint=item.guidance,
            constraint_message=item.message,
            required_message=item.required_message,
        ),
        "required": "yes" if item.required else "",
        "relevant": item.relevant,
        "constraint": item.constraint,
        "calculation": item.calculation,
        "choice_filter": item.filter,
        "appearance": _appearance(form, item),
        "parameters": {"range": "start=0 end=5 step=1", "image": "max-pixels=1280"}.get(item.type, ""),
    }


def _type(form: Form, item: Item) -> str:
    if item.type not in LISTED:
        return item.type
    if file := form.files.get(item.choices):
        return f"{item.type}_from_file {file}"
    return f"{item.type} {item.choices}"


def _appearance(form: Form, item: Item) -> str:
    if item.appearance:
        return item.appearance
    if item.choices in form.files:
        return "minimal autocomplete"
    return "multiline" if item.type == "text" and item.lines > 2 else ""


def _workbook(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
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
