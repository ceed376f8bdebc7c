"""Terms of reference and plans as JSON: the example is read whole, and what is unsound is refused by name."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.files import refused

from filao.core.problems import Problem
from filao.documents.words import problems
from filao.exchange import terms

EXAMPLE = Path(__file__).parents[2] / "examples" / "mauritius"
TODAY = date(2026, 1, 5)
WORKSPACE = {"slug": "w", "name": "W", "country": "MU", "data_date": "2025-11-30"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def written(folder: Path, content: Any) -> Path:
    path = folder / "file.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def test_the_example_is_read_whole() -> None:
    found = terms.read_terms(EXAMPLE / "terms_of_reference.json")
    setting, plans = terms.read_plans(EXAMPLE / "engagements.json", TODAY)

    assert setting.country == "MU"
    assert setting.data_date == date(2025, 11, 30)
    assert plans
    assert {plan.terms for plan in plans} <= set(found)


@pytest.mark.parametrize(("given", "read"), [
    ("Trial", ("Trial", "")), ({"en": "Trial", "fr": "Essai"}, ("Trial", "Essai")), ("", ("", "")),
])  # fmt: skip
def test_the_notice_of_a_workspace_may_stand_in_both_languages(
    given: Any, read: tuple[str, str], tmp_path: Path
) -> None:
    setting, _ = terms.read_plans(written(tmp_path, {"workspace": {**WORKSPACE, "notice": given}}), TODAY)

    assert (setting.notice, setting.notice_fr) == read


def test_a_plan_without_a_start_begins_today(tmp_path: Path) -> None:
    content = {"workspace": WORKSPACE, "engagements": [{"id": "E", "terms": "T", "due": {"D1": "14"}, "days": 30}]}

    _, (plan,) = terms.read_plans(written(tmp_path, content), TODAY)
    assert (plan.start, plan.days, plan.due, plan.baseline) == (TODAY, 30, {"D1": 14}, None)


ITEM = {"id": "E", "terms": "T"}
UNSOUND: list[Any] = [
    [], {}, None, {"workspace": []}, {"workspace": {**WORKSPACE, "notice": 5}},
    {"workspace": {**WORKSPACE, "notice": {"fr": ["Essai"]}}}, {"workspace": {**WORKSPACE, "notice": "x" * 201}},
    {"workspace": {**WORKSPACE, "slug": 5}}, {"workspace": {**WORKSPACE, "data_date": "soon"}},
    *(
        {"workspace": WORKSPACE, "engagements": [{**ITEM, **more}]}
        for more in (
            {"due": []}, {"due": {"D": "x"}}, {"due": {"D": float("inf")}}, {"milestones": [["a"]]}, {"milestones": 3},
            {"start": 2026}, {"days": "ten"}, {"days": True}, {"baseline": [2020]}, {"title": None}, {"id": []},
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize("content", UNSOUND)
def test_an_unsound_plan_is_refused_with_what_is_amiss(content: Any, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        terms.read_plans(written(tmp_path, content), TODAY)

    assert caught.value.code == "terms_unsound"
    assert caught.value.facts["what"]


@pytest.mark.parametrize(
    "content",
    [
        [],
        {"engagements": 1},
        {"engagements": [[]]},
        {"engagements": [{"id": "T", "start": "2026-01-01", "end": "never"}]},
    ],
)
def test_unsound_terms_are_refused(content: Any, tmp_path: Path) -> None:
    with pytest.raises(Problem) as caught:
        terms.read_terms(written(tmp_path, content))
    assert caught.value.code == "terms_unsound"


@pytest.mark.parametrize("content", ["", "{", "nul", "[" * 100_000, '{"a": ' + "9" * 5_000 + "}"])
def test_what_is_no_json_is_refused(content: str, tmp_path: Path) -> None:
    for read in (terms.read_terms, lambda path: terms.read_plans(path, TODAY)):
        with pytest.raises(Problem) as caught:
            read(written(tmp_path, content))
        assert caught.value.code == "not_json"


def test_other_encodings_and_sizes_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.json"
    path.write_bytes(b'{"a": "\xe9"}')
    assert refused(terms.read_terms, path).code == "not_json"
    path.write_bytes(b" " * (terms.FILE_LIMIT + 1))
    assert refused(terms.read_terms, path).code == "file_too_large"
    assert refused(terms.read_terms, tmp_path).code == "no_such_file"


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(JSON, JSON, JSON)
def test_no_content_makes_the_reader_fall_over(tmp_path: Path, one: Any, other: Any, third: Any) -> None:
    plan = {"id": "E", "terms": "T", "due": one, "milestones": other, "days": third}
    for content in (one, {"workspace": one, "engagements": other}, {"workspace": WORKSPACE, "engagements": [plan]}):
        for read in (terms.read_terms, lambda path: terms.read_plans(path, TODAY)):
            try:
                found = read(written(tmp_path, content))
            except Problem as problem:
                assert problems.sentence(problem.fault)
            else:
                assert found is not None
