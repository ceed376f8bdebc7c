"""Bodies that may be one: suggested over languages and acronyms, never for a body and its own unit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import register_of

from filao.core.register import Register
from filao.core.register.duplicates import Suggestion, initials, normalised, suggestions


def found(bodies: dict[str, dict[str, Any]], apart: Collection[frozenset[str]] = ()) -> tuple[Suggestion, ...]:
    return suggestions(register_of(organisation=bodies).organisations, apart=apart)


def pairs(bodies: dict[str, dict[str, Any]], apart: Collection[frozenset[str]] = ()) -> set[frozenset[str]]:
    return {frozenset((s.one, s.other)) for s in found(bodies, apart)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ministry of Labour", "Ministère du Travail"),
        ("International Organization for Migration", "Organisation internationale pour les migrations"),
        ("National Human Rights Commission", "Commission nationale des droits de l’homme"),
        ("Brigade des mineurs", "Mineurs unit"),
        ("The Child Protection Unit", "UNIT, child protection"),
    ],
)
def test_a_name_is_the_same_in_english_and_french(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_a_name_of_empty_words_alone_compares_with_nothing() -> None:
    assert normalised("The Republic of Mauritius") == ""
    assert (
        pairs({"A": {"name": "La Mauritius", "short_name": "A"}, "B": {"name": "Mauritius", "short_name": "B"}})
        == set()
    )


def test_an_acronym_takes_the_first_letters_of_the_full_words() -> None:
    assert initials("International Organization for Migration") == "IOM"
    assert initials("Office of the High Commissioner") == "OHC"


def test_bodies_of_one_name_in_two_languages_are_suggested() -> None:
    bodies = {
        "A": {"name": "Ministry of Labour", "short_name": "MoL"},
        "B": {"name": "Ministère du Travail", "short_name": "MdT"},
        "C": {"name": "Harbour Police", "short_name": "HP"},
    }

    (suggestion,) = found(bodies)

    assert (suggestion.one, suggestion.other, suggestion.score) == ("A", "B", 100)
    assert (suggestion.one_name, suggestion.other_name) == ("Ministry of Labour", "Ministère du Travail")
    assert suggestion.reason == "names_alike"


def test_an_acronym_is_suggested_with_the_body_whose_initials_it_has() -> None:
    bodies = {
        "A": {"name": "Coastal Workers Relief Fund", "short_name": "Relief Fund"},
        "B": {"name": "CWRF", "short_name": "CWRF"},
    }

    (suggestion,) = found(bodies)

    assert (suggestion.one, suggestion.other, suggestion.score, suggestion.reason) == ("B", "A", 90, "acronym")


def test_a_former_name_counts() -> None:
    bodies = {
        "A": {"name": "Harbour Trust", "other_names": "Seafarers’ Welcome House"},
        "B": {"name": "Seafarers Welcome House"},
    }

    assert pairs(bodies) == {frozenset("AB")}


def test_a_body_and_its_own_unit_are_two() -> None:
    bodies = {"A": {"name": "Child Protection Office"}, "B": {"name": "Child Protection Office", "parent_id": "A"}}

    assert pairs(bodies) == set()


def test_what_a_person_has_judged_to_be_two_is_not_suggested_again() -> None:
    bodies = {"A": {"name": "Harbour House"}, "B": {"name": "Harbour House"}, "C": {"name": "Harbour House"}}

    assert len(pairs(bodies)) == 3
    assert pairs(bodies, apart=[frozenset("AB")]) == {frozenset("AC"), frozenset("BC")}


@pytest.mark.parametrize("swap", [False, True])
def test_the_best_of_several_names_is_the_reason_given(swap: bool) -> None:
    names = [("Harbour Welcome House", "Harbour Welcome Houses"), ("Sailors Rest", "Sailors Rest")]
    (one, other), (more, less) = names[::-1] if swap else names

    (suggestion,) = found({"A": {"name": one, "other_names": more}, "B": {"name": other, "other_names": less}})

    assert (suggestion.score, suggestion.one_name) == (100, "Sailors Rest")


@given(
    st.lists(
        st.sampled_from(["Harbour House", "House Harbour", "Labour Office", "HAO", "Harbour Area Office"]), max_size=5
    )
)
def test_suggestions_name_two_bodies_each_pair_once_and_the_most_alike_first(names: list[str]) -> None:
    result = found({f"B{n}": {"name": name, "short_name": f"{n}"} for n, name in enumerate(names)})

    assert all(s.one != s.other for s in result)
    assert len({frozenset((s.one, s.other)) for s in result}) == len(result)
    assert [s.score for s in result] == sorted((s.score for s in result), reverse=True)


def test_the_public_record_of_mauritius_names_no_body_twice(mauritius: Register) -> None:
    """Police teams and shelters with like names are units of one parent, or told apart by their full names."""
    suggested = {(s.one, s.other) for s in suggestions(mauritius.organisations) if s.score == 100}

    assert suggested == set()
