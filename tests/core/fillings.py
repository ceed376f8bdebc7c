"""Small forms to fill in, and what the tests of fillings share."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from tests.published import Row, form_of, option, row

from filao.core.forms.filling import Filling
from filao.core.problems import Problem

NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
ISLANDS = [option("isl", "m", "Mauritius"), option("isl", "r", "Rodrigues")]
TOWNS = [
    option("town", "pl", "Port Louis", isl="m"), option("town", "gb", "Grand Baie", isl="m"),
    option("town", "pm", "Port Mathurin", isl="r"),
]  # fmt: skip
END_GROUP, END_REPEAT = row("end_group"), row("end_repeat")


def filling(
    *survey: Row, choices: list[Row] | None = None, settings: dict[str, str] | None = None, **more: Any
) -> Filling:
    form = form_of(survey, [*ISLANDS, *TOWNS, *(choices or [])], **(settings or {}))
    return Filling(form, **{"now": NOW, **more})


def refusal(act: Any, *words: Any) -> Problem:
    with pytest.raises(Problem) as caught:
        act(*words)
    return caught.value


TIES = [
    row("begin_repeat", "tie", "Tie"), row("text", "to"), row("calculate", "place", calculation="position(..)"),
    row("text", "why", relevant="position(..) > 1"), row("begin_repeat", "act"), row("integer", "k"), END_REPEAT,
    row("calculate", "acts", calculation="sum(${k})"), END_REPEAT,
    row("calculate", "all", calculation="sum(${acts})"), row("calculate", "n", calculation="count(${tie})"),
]  # fmt: skip
