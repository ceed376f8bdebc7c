"""Questionnaires as data: language of labels, minutes, and what must be mended before one is written."""

from __future__ import annotations

from typing import Any

import pytest

from filao.core.forms import Choice, Form, Group, Item, problems_of

YES_NO = {"yes_no": (Choice("yes", {"en": "Yes"}), Choice("no", {"en": "No"}))}


def item(name: str, type: str = "text", **more: Any) -> Item:
    return Item(name, type, more.pop("labels", {"en": name.title()}), **more)  # type: ignore[arg-type]


def form(*items: Item, **more: Any) -> Form:
    first, second = Group("profile", {"en": "Profile"}, items[:1]), Group("ties", {"en": "Ties"}, items[1:], minutes=10)
    return Form("guide", {"en": "Guide"}, "1", (first, second), more.get("choices", YES_NO))


def test_items_come_in_the_order_of_their_groups_and_minutes_add_up() -> None:
    one = form(item("a"), item("b"), item("c"))

    assert [i.name for i in one.items()] == ["a", "b", "c"]
    assert one.minutes == 15


@pytest.mark.parametrize(
    ("language", "text"), [("mfe", "Kreol"), ("fr", "Français"), ("en", "English"), ("de", "English")]
)
def test_a_label_is_read_in_the_language_asked_for(language: str, text: str) -> None:
    assert form().text({"en": "English", "fr": "Français", "mfe": "Kreol"}, language) == text


def test_a_missing_label_falls_back_to_the_language_people_read_next() -> None:
    assert form().text({"en": "English", "fr": "Français"}, "mfe") == "Français"
    assert form().text({"en": "English", "mfe": "Kreol"}, "fr") == "English"
    assert form().text({"mfe": "Kreol"}, "fr") == ""


def test_a_sound_form_has_no_problems() -> None:
    sound = form(
        item("works", "select_one", choices="yes_no"), item("where", relevant="${works} = 'yes' and ${ties} > 0")
    )

    assert problems_of(sound) == []


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (item("first"), ("name_twice", "first")),
        (item("profile"), ("name_twice", "profile")),
        (item("pick", "select_one"), ("no_choices", "pick")),
        (item("pick", "select_multiple", choices="gone"), ("no_choices", "pick")),
        (item("bare", labels={"fr": "Nu"}), ("no_label", "bare")),
        (item("later", relevant="${gone} = 1"), ("unknown_reference", "gone")),
    ],
)
def test_a_form_is_not_written_while_it_is_broken(broken: Item, problem: tuple[str, str]) -> None:
    assert problems_of(form(item("first"), broken)) == [problem]


def test_kreol_waits_for_a_native_speaker() -> None:
    assert form().drafts == {"mfe"}
    assert form().languages == ("en", "fr", "mfe")
