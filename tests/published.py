"""Published forms for tests: XLSForm rows in Python, compiled by pyxform, read as a Questionnaire."""

from __future__ import annotations

from collections.abc import Sequence

from pyxform.xls2xform import convert

from filao.core.forms.questionnaire import Questionnaire
from filao.exchange import xform

Row = dict[str, str]


def row(type: str, name: str = "", label: str = "", **more: str) -> Row:
    """One row of the survey sheet; a question without a label of its own is labelled with its name."""
    unseen = type in ("calculate", "hidden", "start", "end", "today", "audit", "deviceid") or type.startswith("end")
    columns = {key.replace("__", "::"): value for key, value in more.items()}
    texts = {} if unseen or any(key.startswith("label") for key in columns) else {"label": label or name}
    return {"type": type, "name": name, **texts, **columns}


def option(list: str, name: str, label: str = "", **more: str) -> Row:
    columns = {key.replace("__", "::"): value for key, value in more.items()}
    texts = {} if any(key.startswith("label") for key in columns) else {"label": label or name}
    return {"list_name": list, "name": name, **texts, **columns}


def xml_of(survey: Sequence[Row], choices: Sequence[Row] = (), **settings: str) -> bytes:
    """The XForm that pyxform makes of the rows."""
    sheets = {
        "survey": list(survey),
        "choices": list(choices),
        "settings": [{"form_id": "tried", "form_title": "Tried", "version": "1", **settings}],
    }
    for name, rows in list(sheets.items()):
        columns = list(dict.fromkeys(key for one in rows for key in one))
        sheets[f"{name}_header"] = [dict.fromkeys(columns, "")]
    return convert(sheets, validate=False).xform.encode()


def form_of(survey: Sequence[Row], choices: Sequence[Row] = (), **settings: str) -> Questionnaire:
    return xform.read(xml_of(survey, choices, **settings), "tried.xml")
