"""Readers of answers from other tools with files to damage, for `tests.fuzzing`."""

from __future__ import annotations

from collections.abc import Callable

from tests.exchange.other_tools import EN, Kobo, central_zip, form, kobo_json, odata, reach
from tests.fuzzing import Reader

from filao.exchange import answers
from filao.exchange.answers import Reading

FORM = form()


def sound(name: str, data: bytes) -> Reading:
    """Read a file; what is read must add up and speak only of the form's questions."""
    reading, _ = answers.read([(name, data)], [FORM])
    for account in reading.accounts:
        assert account.rows == account.kept + account.merged + account.rejected
    assert sum(account.kept for account in reading.accounts[:1]) == len(reading.answers)
    assert len({one.instance_id for one in reading.answers}) == len(reading.answers)
    return reading


def _reader(name: str) -> Reader:
    return lambda data: sound(name, data)


READERS: dict[str, Callable[[], tuple[Reader, list[bytes]]]] = {
    "kobo xlsx": lambda: (_reader("k.xlsx"), [Kobo().xlsx(), Kobo(language=EN, whole=True).xlsx()]),
    "kobo csv": lambda: (_reader("k.csv"), [Kobo().csv(), Kobo(language=EN).csv(delimiter=",")]),
    "kobo json": lambda: (_reader("k.json"), [kobo_json()]),
    "central zip": lambda: (_reader("c.zip"), [central_zip(split=True)]),
    "central odata": lambda: (_reader("s.json"), [odata()["Submissions.json"]]),
    "reach xlsx": lambda: (_reader("r.xlsx"), [reach()]),
}
"""Name of a reader -> what makes it and its seeds."""
