"""Minutes to answer: words and options drive the time, conditions shorten it."""

from __future__ import annotations

from tests.core.questionnaires import ask, form, group

from filao.core.forms.reading import Minutes, minutes

LONG = " ".join(["word"] * 180)


def test_a_label_of_180_words_takes_a_minute_to_read() -> None:
    assert minutes(form(ask("a", "note", LONG))) == Minutes(1.0, 1.0)


def test_options_are_read_too_and_long_lists_are_looked_through() -> None:
    few = minutes(form(ask("a", "select_one", "Which?", *(f"o{n}" for n in range(1)))))
    many = minutes(form(ask("a", "select_one", "Which?", *(f"o{n}" for n in range(12)))))
    endless = minutes(form(ask("a", "select_one", "Which?", *(f"o{n}" for n in range(500)))))

    assert few.most <= many.most == endless.most


def test_what_is_asked_only_of_some_counts_in_the_longest_way_alone() -> None:
    found = minutes(form(ask("a", "integer"), group("g", ask("g/b", label=LONG), relevant="/data/a > 3")))

    assert found.least < 0.5 < 1.0 < found.most


def test_what_rests_on_consent_counts_in_both() -> None:
    found = minutes(form(ask("consent"), group("g", ask("g/b", label=LONG), relevant=" /data/consent  = 'yes'")))

    assert found.least == found.most > 1.0


def test_a_talk_takes_longer_than_a_form_and_a_group_longer_than_one_person() -> None:
    asked = form(ask("a", label="Where does it fail?"))

    assert minutes(asked).most < minutes(asked, purpose="interview").most < minutes(asked, purpose="group").most


def test_each_language_is_read_in_its_own_words() -> None:
    short = ask("a", "note", "Yes")
    both = type(short)(short.path, "note", {"en": ("Yes",), "fr": (LONG,)})

    assert minutes(form(both), language="en").most < minutes(form(both), language="fr").most
