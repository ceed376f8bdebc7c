"""An answer that was read from a file as the OpenRosa XML in which every answer comes in: the same bytes each time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from filao.core.forms.questionnaire import Questionnaire
from filao.exchange.answers.model import Change, Found
from filao.exchange.sheets import safe_cell
from filao.exchange.xform import write_instance

TRAIL = "cleaning-log.csv"
"""Name of the file that carries what was changed in an answer after it came in."""


@dataclass(frozen=True, slots=True)
class _Read:
    questionnaire: Questionnaire
    values: Mapping[str, str]

    def answers(self) -> Mapping[str, str]:
        return self.values


def instance(found: Found, questionnaire: Questionnaire, *, trail: bool = False) -> bytes:
    """The answer in the order of its form; `trail` says that a file tells of later changes."""
    root = questionnaire.root
    values = {f"{root}/{path}": text for path, text in found.values.items()}
    if trail:
        values[f"{root}/meta/audit"] = TRAIL
    return write_instance(_Read(questionnaire, values), found.instance_id)


def trail(changes: Iterable[Change]) -> bytes:
    """What was changed in one answer, line by line, as CSV."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("question", "old", "new", "reason"))
    for change in changes:
        writer.writerow([safe_cell(text) for text in (change.question, change.old, change.new, change.reason)])
    return out.getvalue().encode("utf-8", "replace")
