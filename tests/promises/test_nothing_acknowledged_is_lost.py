"""What was acknowledged is there, whole and once, however often the server is killed while it takes answers in."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.nursery import kill_and_count

pytestmark = pytest.mark.database


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the server is made anew by fork")
def test_twenty_kills_lose_tear_and_double_nothing(tmp_path: Path) -> None:
    outcome = kill_and_count(tmp_path / "data", 20, seed=20)

    print(outcome)
    assert outcome.sound, outcome
    assert outcome.acknowledged > 40
    assert outcome.tries > outcome.acknowledged, "some were cut off and sent again"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the server is made anew by fork")
def test_processes_that_take_answers_side_by_side_lose_tear_and_double_nothing_when_killed(tmp_path: Path) -> None:
    outcome = kill_and_count(tmp_path / "data", 20, seed=4, senders=8, intakes=4)

    print(outcome)
    assert outcome.sound, outcome
    assert outcome.acknowledged > 40
    assert outcome.tries > outcome.acknowledged, "some were cut off and sent again"
