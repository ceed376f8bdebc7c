"""Figures: values that text refers to, and what moved since a text was accepted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filao.core.figures import Figure, FigureBook, fingerprint, moved


def book(**values: int | str) -> FigureBook:
    return FigureBook(Figure(id, value) for id, value in values.items())


def test_figures_are_found_by_id_in_the_order_in_which_they_were_computed() -> None:
    figures = book(total=91, ngo=17)

    assert list(figures) == ["total", "ngo"]
    assert len(figures) == 2
    assert [f.value for f in figures.all()] == [91, 17]
    assert figures.number("ngo") == 17


def test_a_figure_that_is_not_there_is_a_fault_of_the_text() -> None:
    with pytest.raises(KeyError):
        book()["total"]


@pytest.mark.parametrize("value", ["IOM", 0.5])
def test_only_a_count_is_a_number(value: str | float) -> None:
    with pytest.raises(TypeError, match="share is not a count"):
        FigureBook([Figure("share", value)]).number("share")


def test_a_text_remembers_the_figures_it_rested_on() -> None:
    assert fingerprint(book(b=2, a=1, c=3), ["b", "a", "b", "gone"]) == {"a": "1", "b": "2"}


def test_figures_that_moved_are_shown_before_and_after() -> None:
    before = fingerprint(book(a=1, b=2, name="IOM"), ["a", "b", "name"])

    assert moved(book(a=1, b=3), before) == {"b": ("2", "3"), "name": ("IOM", "")}


@given(st.dictionaries(st.sampled_from("abc"), st.integers(0, 3)))
def test_nothing_moves_on_the_figures_a_text_was_written_with(values: dict[str, int]) -> None:
    figures = book(**values)

    assert moved(figures, fingerprint(figures, figures)) == {}
