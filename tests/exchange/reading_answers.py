"""Reading an export as the tests look at it: the account adds up, every reason has its words; sheets with a cell changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.exchange.other_tools import Kobo, form

from filao.core.forms.questionnaire import Questionnaire
from filao.documents.words import problems
from filao.exchange import answers
from filao.exchange.answers import Reading, Wishes

FORM = form()
Files = Sequence[tuple[str, bytes]]


def read(files: Files, *versions: Questionnaire, **wishes: Any) -> Reading:
    """The reading, after checking that its account adds up and every reason has its words."""
    reading, _ = answers.read(files, versions or (FORM,), Wishes(**wishes))
    for account in reading.accounts:
        assert account.rows == account.kept + account.merged + account.rejected
    for one in reading.rejections:
        said = problems.sentence(one.told) + problems.mend(one.told)
        assert "…" not in said.replace(", …", ""), said
    return reading


def given(reading: Reading) -> list[dict[str, str]]:
    return [{path: text for path, text in answer.values.items() if text} for answer in reading.answers]


def codes(reading: Reading) -> list[str]:
    return sorted({one.fault.code for one in reading.rejections})


def without(answers_: list[dict[str, str]], *paths: str) -> list[dict[str, str]]:
    return [{p: text for p, text in one.items() if not p.startswith(paths)} for one in answers_]


def changed(table: Sequence[Sequence[Any]], head: str, row: int, value: Any) -> list[list[Any]]:
    made = [list(line) for line in table]
    made[row][list(made[0]).index(head)] = value
    return made


def with_column(head: str, value: Any) -> dict[str, list[list[Any]]]:
    tables = Kobo().tables()
    return tables | {"Interview": [[*row, value if n else head] for n, row in enumerate(tables["Interview"])]}


def with_value(head: str, row: int, value: Any, **settings: Any) -> dict[str, list[list[Any]]]:
    tables = Kobo(**settings).tables()
    return tables | {"Interview": changed(tables["Interview"], head, row, value)}
