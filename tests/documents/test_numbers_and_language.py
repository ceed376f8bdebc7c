"""Numbers, dates and plural forms as a reader of each language writes them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filao.documents.language import LANGUAGES, labels, numbers, say, say_n

THIN, MINUS = "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("value", "language", "shown"),
    [
        (0, "en", "0"),
        (1234567, "en", "1,234,567"),
        (1234567, "fr", f"1{THIN}234{THIN}567"),
        (1234, "mfe", f"1{THIN}234"),
        (2.5, "en", "2.5"),
        (2.5, "fr", "2,5"),
        (2.0, "fr", "2"),
        (1234.56, "fr", f"1{THIN}234,6"),
        (-3, "en", f"{MINUS}3"),
    ],
)
def test_thousands_decimals_and_minus_follow_the_language(value: float, language: str, shown: str) -> None:
    assert numbers.number(value, language) == shown


@given(st.integers(-(10**12), 10**12), st.sampled_from(LANGUAGES))
def test_a_number_keeps_every_digit(value: int, language: str) -> None:
    shown = numbers.number(value, language)

    assert int(shown.replace(THIN, "").replace(",", "").replace(MINUS, "-")) == value


@pytest.mark.parametrize(
    ("iso", "english", "french"),
    [
        ("2026-03-14", "14 March 2026", "14 mars 2026"),
        ("2026-03-01", "1 March 2026", "1er mars 2026"),
        ("2025-08", "August 2025", "août 2025"),
        ("2009", "2009", "2009"),
        ("", "", ""),
        ("n.d.", "n.d.", "n.d."),
        ("2025-02-spring", "2025-02-spring", "2025-02-spring"),
    ],
)
def test_dates_are_written_out_as_far_as_they_are_known(iso: str, english: str, french: str) -> None:
    assert numbers.day(iso, "en") == english
    assert numbers.day(iso, "fr") == french


@given(st.dates(), st.sampled_from(LANGUAGES))
def test_every_day_can_be_written_in_every_language(on, language: str) -> None:  # type: ignore[no-untyped-def]
    shown = numbers.day(on.isoformat(), language)

    assert shown.endswith(f"{on.year:04d}")
    assert str(on.day) in shown
    assert "{" not in shown


@given(st.text(max_size=12) | st.from_regex(r"[0-9]{1,4}(-[0-9]{1,3}){0,3}", fullmatch=True))
def test_what_is_no_date_stays_as_it_is_written(text: str) -> None:
    shown = numbers.day(text, "en")

    assert shown == text or re.fullmatch(r"([0-9]{1,2} )?[A-Z][a-z]+ [0-9]{4}", shown)


@pytest.mark.parametrize("text", ["2019-20", "2025-00", "2025-13", "2025-02-00", "2025-1", "²", "2025-11-30-1"])
def test_a_span_or_a_month_that_is_none_is_not_read_as_a_date(text: str) -> None:
    assert numbers.day(text, "fr") == text


@pytest.mark.parametrize(
    ("start", "end", "shown"),
    [
        (2022, 2026, "2022–26"),
        (1998, 2002, "1998–2002"),
        (2022, 2022, "2022"),
        (2022, None, "2022–"),
        (None, 2022, "–2022"),
        (None, None, ""),
        (2005, 2009, "2005–09"),
    ],
)
def test_a_range_of_years_is_short_and_never_ambiguous(start: int | None, end: int | None, shown: str) -> None:
    assert numbers.years(start, end) == shown


@pytest.mark.parametrize(("share", "english"), [(0.0, "0%"), (0.256, "26%"), (1.0, "100%")])
def test_shares_are_whole_per_cent(share: float, english: str) -> None:
    assert numbers.percent(share, "en") == english
    assert numbers.percent(share, "fr") == english.replace("%", f"{THIN}%")


@pytest.mark.parametrize(
    ("value", "english", "french"),
    [
        (0, "none", "aucun"),
        (1, "one", "un"),
        (7, "seven", "sept"),
        (12, "twelve", "douze"),
        (13, "13", "13"),
        (1300, "1,300", f"1{THIN}300"),
    ],
)
def test_small_numbers_stand_in_words(value: int, english: str, french: str) -> None:
    assert numbers.in_words(value, "en") == english
    assert numbers.in_words(value, "fr") == french


@pytest.mark.parametrize(
    ("items", "most", "english", "french"),
    [
        ([], 0, "", ""),
        (["a"], 0, "a", "a"),
        (["a", "b"], 0, "a and b", "a et b"),
        (["a", "b", "c"], 0, "a, b and c", "a, b et c"),
        (["a", "b", "c", "d"], 2, "a, b and 2 others", "a, b et 2 autres"),
        (["a", "b", "c"], 2, "a, b and c", "a, b et c"),
    ],
)
def test_lists_read_as_a_sentence_and_never_count_one_other(
    items: list[str], most: int, english: str, french: str
) -> None:
    assert numbers.enumeration(items, "en", most=most) == english
    assert numbers.enumeration(items, "fr", most=most) == french


def test_a_name_that_holds_an_and_is_set_apart() -> None:
    assert numbers.enumeration(["x", "return and reintegration"], "en") == "x, and return and reintegration"


@given(st.lists(st.text("abc", min_size=1), max_size=9), st.integers(0, 5))
def test_a_list_names_or_counts_every_item(items: list[str], most: int) -> None:
    shown = numbers.enumeration(items, "en", most=most)

    assert all(item in shown for item in (items if not most else items[:most]))


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        (0, "about 0 minutes", "environ 0 minute"),
        (1, "about one minute", "environ une minute"),
        (2, "about 2 minutes", "environ 2 minutes"),
    ],
)
def test_plural_forms_follow_the_language(n: int, english: str, french: str) -> None:
    def said(language: str) -> str:
        return say_n(language, "about one minute", "about {n} minutes", n)

    assert said("en") == english
    assert said("fr") in (french, french.replace("une minute", "1 minute"), french.replace("0 minute", "une minute"))


def test_kreol_falls_back_to_french_and_an_unknown_message_to_english() -> None:
    assert say("fr", "Contents") != "Contents"
    assert say("mfe", "January") == say("fr", "January") == "janvier"
    assert say("mfe", "A sentence nobody has translated") == "A sentence nobody has translated"
    assert say("de", "Contents") == "Contents"
    assert say("fr", "") == ""


def test_names_are_filled_in_and_a_text_without_names_keeps_its_braces() -> None:
    assert say("en", "{n} rows", n=3) == "3 rows"
    assert say("en", "{not.a.name}") == "{not.a.name}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fixed_word_of_the_writers_is_there_in_each_language(language: str) -> None:
    words = labels.words(language)

    assert set(words) == set(labels.words("en"))
    assert all(words.values())
    if language != "en":
        same = {key for key, text in words.items() if text == labels.words("en")[key]}
        assert same <= {"figure", "table", "source", "sources", "note", "version", "code", "colon"}


def test_a_code_without_a_label_is_shown_in_plain_words() -> None:
    assert labels.label("kind", "no_such_code", "fr") == "no such code"


def test_first_letters_change_and_nothing_else() -> None:
    assert numbers.first_large("éCOLE nationale") == "ÉCOLE nationale"
    assert numbers.first_large("") == ""
    assert numbers.first_small("Police and courts") == "police and courts"
    assert numbers.first_small("NGO umbrella") == "NGO umbrella"


def test_french_sets_a_space_before_a_colon_and_its_own_quotes() -> None:
    assert (numbers.colon("en"), numbers.colon("fr")) == (":", f"{THIN}:")
    assert numbers.quoted("a", "en") == "“a”"
    assert numbers.quoted("a", "fr") == f"«{THIN}a{THIN}»"
