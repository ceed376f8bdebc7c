"""Named problems: a code with its facts, for the face to put into words."""

from __future__ import annotations

import pytest

from filao.core.problems import Fault, Problem


def test_a_problem_carries_its_code_and_facts() -> None:
    with pytest.raises(Problem) as caught:
        raise Problem("too_long", limit=18, name="short_name")

    assert caught.value.code == "too_long"
    assert caught.value.fault == Fault("too_long", {"limit": 18, "name": "short_name"})


def test_a_problem_reads_as_its_code_and_facts_and_not_as_a_sentence() -> None:
    assert str(Problem("no_such_source", source="S9", row=2)) == "no_such_source(source='S9', row=2)"
    assert str(Problem("same_body")) == "same_body()"


def test_a_fact_may_be_called_code() -> None:
    assert Problem("unknown_code", code="x").facts == {"code": "x"}
