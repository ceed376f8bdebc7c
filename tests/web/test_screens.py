"""Each kind of question has the input that fits a phone and a keyboard, and gives back what was typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.http import QueryDict
from tests.published import Row, form_of, option, row

from filao.core.forms.filling import Filling
from filao.core.forms.screens import Screen
from filao.web import screens
from filao.web.screens import Piece, Setting, Widget

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def few(name: str, n: int) -> list[Row]:
    return [option(name, f"o{k:02d}", f"Option {k}") for k in range(1, n + 1)]


CHOICES = [*few("few", 5), *few("some", 13), *few("many", 41)]


def filling(*rows: Row, **values: str) -> tuple[Filling, Screen]:
    found = Filling(form_of(list(rows), CHOICES), now=NOW)
    found.update({f"/data/{name}": value for name, value in values.items()})
    return found, found.screens()[0]


def piece(asked: Row, typed: str = "") -> Piece:
    found, screen = filling(asked)
    setting = Setting("en", typed={"/data/q": typed} if typed else {})
    return screens.pieces(found, screen.items, setting, {})[-1]


def sent(asked: Row, before: str = "", /, **post: str | list[str]) -> str:
    """What a form that was sent amounts to; "typed", "more" and "place__x" stand for the inputs beside the answer."""
    found, screen = filling(asked)
    data = QueryDict(mutable=True)
    for name, value in post.items():
        key = "/data/q" + {"q": ""}.get(name, "|" + name.replace("__", "|"))
        data.setlist(key, value if isinstance(value, list) else [value])
    return screens.taken(found, screen.items, data, {"/data/q": before}, "en")["/data/q"]


@pytest.mark.parametrize(
    ("asked", "widget"),
    [
        (row("text", "q"), "line"), (row("text", "q", appearance="multiline"), "area"),
        (row("integer", "q"), "number"), (row("decimal", "q"), "decimal"), (row("date", "q"), "date"),
        (row("time", "q"), "time"), (row("dateTime", "q"), "datetime"), (row("note", "q"), "note"),
        (row("select_one few", "q"), "radios"), (row("select_one few", "q", appearance="likert"), "scale"),
        (row("select_one some", "q"), "select"), (row("select_one some", "q", appearance="autocomplete"), "search"),
        (row("select_one many", "q"), "search"), (row("select_multiple some", "q"), "ticks"),
        (row("select_multiple many", "q"), "gather"), (row("rank few", "q"), "rank"),
        (row("range", "q", parameters="start=0 end=10 step=1"), "scale"),
        (row("range", "q", parameters="start=0 end=100 step=1"), "decimal"),
        (row("acknowledge", "q"), "tick"), (row("image", "q"), "file"), (row("audio", "q"), "file"),
        (row("barcode", "q"), "line"), (row("geopoint", "q"), "line"),
        (row("integer", "q", read_only="yes", default="7"), "said"),
    ],
)  # fmt: skip
def test_a_kind_of_question_has_its_input(asked: Row, widget: Widget) -> None:
    assert piece(asked).widget == widget


def test_a_scale_shows_no_answer_before_one_is_given() -> None:
    found = piece(row("range", "q", parameters="start=1 end=5 step=1"))

    assert [option.value for option in found.options] == ["1", "2", "3", "4", "5"]
    assert not any(option.chosen for option in found.options)


def test_words_of_a_form_are_escaped_and_its_marks_are_kept() -> None:
    found = piece(row("note", "q", "# Read\n**All** of <b>it</b>, *please*; 2*3*4"))

    assert found.label == (
        "<strong>Read</strong><br><strong>All</strong> of &lt;b&gt;it&lt;/b&gt;, <em>please</em>; 2*3*4"
    )


@pytest.mark.parametrize(
    ("asked", "post", "value"),
    [
        (row("select_one few", "q"), {"q": "o02"}, "o02"),
        (row("select_one few", "q"), {}, ""),
        (row("select_multiple some", "q"), {"q": ["o03", "o01"]}, "o01 o03"),
        (row("select_multiple many", "q"), {"q": ["o07"], "more": "option 12"}, "o07 o12"),
        (row("select_multiple many", "q"), {"q": ["o07"], "more": "nothing such"}, "o07 nothing such"),
        (row("select_one many", "q"), {"typed": "OPTION 12"}, "o12"),
        (row("select_one many", "q"), {"typed": "o12"}, "o12"),
        (row("select_one many", "q"), {"typed": "option 1"}, "o01"),
        (row("select_one many", "q"), {"typed": "option"}, "option"),
        (row("select_one many", "q"), {"typed": "option", "q": "o03"}, "option"),
        (row("rank few", "q"), {f"place__o{k:02d}": str(6 - k) for k in range(1, 6)}, "o05 o04 o03 o02 o01"),
        (row("text", "q", appearance="multiline"), {"q": "one\r\ntwo"}, "one\ntwo"),
    ],
)
def test_what_is_sent_is_the_answer(asked: Row, post: dict[str, str | list[str]], value: str) -> None:
    assert sent(asked, **post) == value


def test_a_candidate_chosen_below_the_words_typed_before_counts() -> None:
    assert sent(row("select_one many", "q"), "option", typed="option", q="o03") == "o03"
    assert sent(row("select_one many", "q"), "option", typed="option 9", q="o03") == "o09"


def test_words_that_several_options_hold_offer_the_first_few() -> None:
    found = piece(row("select_one many", "q"), "option")

    assert len(found.options) == screens.CANDIDATES
    assert found.value == "option"
    assert found.first == "qq-1"


def test_chosen_ones_of_a_long_list_stand_as_ticks_above_the_box_for_more() -> None:
    found = piece(row("select_multiple many", "q"), "o07 o12 nothing")

    assert [(option.value, option.chosen) for option in found.options] == [("o07", True), ("o12", True)]
    assert found.value == "nothing"


def test_lists_that_are_very_long_do_not_travel_with_the_page() -> None:
    rows = few("huge", screens._SUGGESTED + 1)
    found = Filling(form_of([row("select_one huge", "q")], rows), now=NOW)

    (shown,) = screens.pieces(found, found.screens()[0].items, Setting("en"), {})

    assert shown.known == ()
    assert len(piece(row("select_one many", "q")).known) == 41


def test_an_answer_is_read_again_in_words() -> None:
    found, screen = filling(row("select_multiple few", "q"), row("date", "day"), row("acknowledge", "card"))
    typed = {"/data/q": "o01 o03", "/data/day": "2026-03-14", "/data/card": "OK"}

    said = screens.given(found, screen, typed, "en")

    assert [words for _label, words in said] == ["Option 1, Option 3", "14 March 2026", "Yes"]
