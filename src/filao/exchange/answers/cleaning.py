"""The cleaning log that REACH and others keep beside their data: which value of which answer was changed, and why. It is
read as a trail of what was done; the data beside it are taken as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from filao.core.register.imports import Account, Rejection
from filao.exchange.answers.drafts import instance_id
from filao.exchange.answers.grids import written
from filao.exchange.answers.model import Change, Found, Grid, about
from filao.exchange.answers.schema import Schema, normal

_HEADS = {
    "answer": ("uuid", "xuuid", "uniqueid"),
    "question": ("questionname", "question", "variable", "questionxml", "questionid", "indicator"),
    "old": ("oldvalue", "oldvalues", "valuebefore"),
    "new": ("newvalue", "newvalues", "newvalueifrequired", "valueafter"),
    "reason": ("issue", "reason", "explanation", "feedback", "comment", "comments"),
    "changed": ("changed", "changetype", "action"),
}
"""What a column of the log says -> its heads, small letters and digits only."""

_UNCHANGED = frozenset({"no", "false", "0", "noaction", "f"})


def log_columns(grid: Grid) -> dict[str, int]:
    """Where the columns of a cleaning log stand in a grid; empty where it is none."""
    heads = [re.sub(r"[^a-z0-9]", "", head.lower()) for head in grid.head]
    found = {
        what: next(place for place, head in enumerate(heads) if head in names)
        for what, names in _HEADS.items()
        if any(head in names for head in heads)
    }
    return found if {"answer", "question", "new"} <= found.keys() else {}


def read_log(
    grid: Grid, schema: Schema, answers: Iterable[Found], headings: Mapping[str, str]
) -> tuple[list[Change], Account, list[Rejection]]:
    """Lines of a log: kept where they speak of an answer beside it, merged where they say that nothing was changed.

    `headings` leads from the heads of the data to paths of questions. A line whose old value still stands in the data was
    not carried out, and says so.
    """
    places = log_columns(grid)
    known = {answer.instance_id: answer for answer in answers}
    names: dict[str, str] = {}
    for path in schema.fields:
        names.setdefault(path.rpartition("/")[2], path)
    changes: list[Change] = []
    told: list[Rejection] = []
    counts = [0, 0, 0]
    for number, cells in grid.rows:
        said = {what: written(cells[place]) if place < len(cells) else "" for what, place in places.items()}
        old, new, column = said.get("old", ""), said["new"], said["question"]
        if said.get("changed", "").casefold().replace("_", "").replace(" ", "") in _UNCHANGED or (old and old == new):
            counts[1] += 1
            continue
        path = headings.get(normal(column)) or names.get(column, "")
        answer = known.get(instance_id(said["answer"]))
        code = "" if answer and path else "log_answer_unknown" if not answer else "log_question_unknown"
        if answer and path and old and answer.values.get(path) == old:
            code = "log_not_done"
        if code:
            counts[2] += 1
            value = said["answer"] if code == "log_answer_unknown" else column
            told.append(about(grid.name, column, code, row=number, value=value))
        else:
            counts[0] += 1
            changes.append(Change(number, instance_id(said["answer"]), path, old, new, said.get("reason", "")))
    return changes, Account(grid.name, len(grid.rows), *counts), told
