"""Answers from other tools: KoboToolbox (XLSX, CSV, JSON), ODK Central (zip of CSV, OData), workbooks in the manner of
REACH, and our own exports. They are read together with the form they answer, never without it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from filao.core.forms.questionnaire import Questionnaire
from filao.core.problems import Problem
from filao.exchange.answers.cleaning import log_columns, read_log
from filao.exchange.answers.grids import opened
from filao.exchange.answers.headings import mapping_of
from filao.exchange.answers.instances import TRAIL, instance, trail
from filao.exchange.answers.model import Change, Found, Grid, Heading, Reading, Wishes, recounted
from filao.exchange.answers.schema import Schema, normal
from filao.exchange.answers.tables import from_grids
from filao.exchange.answers.trees import from_json, is_json
from filao.exchange.limits import AREA_LIMIT

__all__ = [
    "TRAIL", "Change", "Found", "Heading", "Reading", "Wishes", "instance", "mapping_of", "read", "recounted", "trail",
]  # fmt: skip


def read(
    files: Sequence[tuple[str, bytes]], versions: Sequence[Questionnaire], wishes: Wishes | None = None
) -> tuple[Reading, dict[str, bytes]]:
    """Answers of one export (one file, or several of JSON or CSV that belong together) and the attachments beside them.

    `versions` are those of the form, the oldest first. Raises Problem: no_answers, and those of `grids.opened` and
    `trees.loaded`.
    """
    schema, wishes = Schema(tuple(versions)), wishes or Wishes()
    if not files:
        raise Problem("no_file_chosen")
    trees = [(name, data) for name, data in files if is_json(data)]
    if trees:
        return from_json(trees, schema, wishes), {}
    grids: list[Grid] = []
    attachments: dict[str, bytes] = {}
    alone = len(files) == 1 and not files[0][1].startswith(b"PK")
    for name, data in files:
        found, others = opened(data, name)
        names = Counter(grid.name for grid in grids)
        grids += [replace(one, name=f"{one.name} ({name})") if names[one.name] else one for one in found]
        attachments |= others
        if sum(len(grid.rows) * len(grid.head) for grid in grids) > AREA_LIMIT:
            raise Problem("too_many_cells", name=name, sheet=name, limit=AREA_LIMIT)
    if any(grid.marks for grid in grids):
        grids = [replace(grid, marks=True) for grid in grids]
    logs = [grid for grid in grids if log_columns(grid)]
    grids = [grid for grid in grids if not log_columns(grid)]
    reading = from_grids(grids, schema, wishes, files[0][0], alone=alone)
    known = {normal(one.column): one.path for one in reading.headings if one.path}
    for grid in logs:
        changes, account, told = read_log(grid, schema, reading.answers, known)
        reading = replace(
            reading,
            changes=(*reading.changes, *changes),
            accounts=(*reading.accounts, account),
            rejections=(*reading.rejections, *told),
        )
    return reading, attachments
