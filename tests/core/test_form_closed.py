"""What may be kept outside the vault of what a device adds by itself: the day of an answer, and nothing else of it."""

from __future__ import annotations

import pytest
from tests.core.questionnaires import ask, form

from filao.core.forms.closed import sorting

SORTING = sorting(form(
    ask("began", "metadata", preload="timestamp start"), ask("day", "metadata", preload="date today"),
    ask("device", "metadata", preload="property deviceid"), ask("left", "metadata", preload="timestamp end"),
    ask("start", "date"),
))  # fmt: skip


def test_of_a_moment_its_day_alone_is_told_and_of_the_device_nothing() -> None:
    said = {
        "/data/began": "2026-10-05T23:59:58.123+04:00", "/data/day": " 2026-10-05 ", "/data/device": "2026-10-05",
        "/data/left": "2026-10-06T00:10:00.000+04:00", "/data/start": "2019-01-01",
    }  # fmt: skip

    assert SORTING.days(said) == {"/data/began": "2026-10-05", "/data/day": "2026-10-05"}
    assert SORTING.open_answers(said) == {"/data/start": "2019-01-01"}


@pytest.mark.parametrize("text", ["", "soon", "Mrs Lafleur", "2026-13-45", "05/10/2026"])
def test_what_is_no_day_is_not_told(text: str) -> None:
    assert SORTING.days({"/data/began": text, "/data/day": text}) == {}


@pytest.mark.parametrize("type", ["integer", "decimal", "range"])
def test_a_number_that_may_number_a_person_stays_closed(type: str) -> None:
    sorted_by = sorting(form(ask("n", type)))

    assert sorted_by.open_answers({"/data/n": "123456789"}) == {"/data/n": "123456789"}
    assert sorted_by.open_answers({"/data/n": "23052512345"}) == {}
