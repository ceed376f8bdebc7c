"""What changed between two readings of the register."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import Rows, register_of, shown

from filao.core.register.history import Change, changes


def between(before: Rows, after: Rows) -> list[Change]:
    return list(changes(register_of(organisation=before), register_of(organisation=after)))


def test_records_come_and_go() -> None:
    assert between({"A": {}, "B": {}}, {"B": {}, "C": {}}) == [
        Change("organisation", "A", "removed"),
        Change("organisation", "C", "added"),
    ]


def test_a_value_that_differs_is_shown_before_and_after() -> None:
    (change,) = between({"A": {"mandate": "Old"}}, {"A": {"mandate": "New"}})

    assert change == Change("organisation", "A", "changed", "mandate", "Old", "New")


def test_a_value_that_comes_or_goes_is_a_change() -> None:
    (came,) = between({"A": {}}, {"A": {"valid_from": 2019}})
    (went,) = between({"A": {"valid_from": 2019}}, {"A": {}})

    assert (came.before, came.after) == (None, 2019)
    assert (went.before, went.after) == (2019, None)


def test_the_same_said_in_other_letters_or_order_is_no_change() -> None:
    before = {"A": {"mandate": "Receives  people", "four_p": ("prevention", "protection")}}
    after = {"A": {"mandate": "receives people", "four_p": ("protection", "prevention")}}

    assert between(before, after) == []


def test_a_kind_that_was_not_there_before_is_all_new() -> None:
    before, after = register_of(organisation={"A": {}}), register_of(organisation={"A": {}}, lead={"U": {}})

    assert list(changes(before, after)) == [Change("lead", "U", "added")]
    assert list(changes(after, before)) == [Change("lead", "U", "removed")]


rows = st.dictionaries(
    st.sampled_from("ABC"),
    st.fixed_dictionaries({}, optional={"mandate": st.sampled_from(["x", "y"]), "valid_from": st.sampled_from([1, 2])}),
)


@given(rows, rows)
def test_the_changes_account_for_every_difference(before: Rows, after: Rows) -> None:
    one, other = register_of(organisation=before), register_of(organisation=after)

    found = list(changes(one, other))

    mirrored = {"added": "removed", "removed": "added", "changed": "changed"}
    assert {(c.id, mirrored[c.what], c.field, c.after, c.before) for c in found} == {
        (c.id, c.what, c.field, c.before, c.after) for c in changes(other, one)
    }
    assert (not found) == (shown(one) == shown(other))
