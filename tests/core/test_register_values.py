"""What the text of a cell means: each type of field reads its own, and says what is wrong with the rest."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import islands

from filao.core.problems import Fault
from filao.core.register import KINDS, Field
from filao.core.register.values import ahead, parse

WORDS = islands()


def spec(type: str, **more: Any) -> Field:
    return Field("field", type, "Label", "meaning", **more)


def fault(found: object) -> str:
    assert isinstance(found, Fault), found
    return found.code


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("text", "  as written ", "as written"),
        ("note", "two words", "two words"),
        ("ref", "IOM", "IOM"),
        ("refs", "IOM; CDU;;IOM", ("IOM", "CDU")),
        ("year", "2019", 2019),
        ("year", "2019.0", 2019),
        ("number", "1,200", 1200),
        ("number", "1\u202f200", 1200),
        ("number", "0", 0),
        ("number", "25.0", 25),
        ("date", "2024", "2024"),
        ("date", "2024-02", "2024-02"),
        ("date", "2024-02-29", "2024-02-29"),
        ("date", "2024-02-29 00:00:00", "2024-02-29"),
        ("url", "https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("email", "desk@example.org", "desk@example.org"),
        ("site", "www.example.org/a?b=c", "www.example.org/a?b=c"),
        ("flag", "Yes", True),
        ("flag", "oui", True),
        ("flag", "wi", True),
        ("flag", "NON", False),
        ("flag", "0", False),
    ],
)
def test_a_cell_is_read_as_its_field_means_it(type: str, text: str, value: object) -> None:
    assert parse(spec(type), text, WORDS) == value


@pytest.mark.parametrize(
    ("type", "text", "code"),
    [
        ("year", "1799", "not_a_year"),
        ("year", "2101", "not_a_year"),
        ("year", "last year", "not_a_year"),
        ("number", "-5", "not_a_number"),
        ("number", "--5", "not_a_number"),
        ("number", "12,5", "not_a_number"),
        ("number", "2.5", "not_a_number"),
        ("number", "about 30", "not_a_number"),
        ("number", "123456789012", "not_a_number"),
        ("number", "²", "not_a_number"),
        ("date", "2023-02-29", "not_a_date"),
        ("date", "2023-13", "not_a_date"),
        ("date", "29/02/2024", "not_a_date"),
        ("date", "0000", "not_a_date"),
        ("date", "2024-1-1", "not_a_date"),
        ("date", "2024-02-29 10:30:00", "not_a_date"),
        ("url", "example.org", "not_a_url"),
        ("url", "https://example.org/" + "a" * 1000, "too_long"),
        ("email", "desk at example", "not_an_email"),
        ("site", "javascript:alert(1)", "not_a_site"),
        ("site", "https://example.org/" + "a" * 1000, "too_long"),
        ("flag", "perhaps", "not_yes_or_no"),
        ("text", "x" * 1001, "too_long"),
    ],
)
def test_a_cell_that_means_nothing_says_what_is_wrong(type: str, text: str, code: str) -> None:
    assert fault(parse(spec(type), text, WORDS)) == code


@pytest.mark.parametrize(
    ("type", "text", "code"),
    [
        ("year", "2026", ""),
        ("year", "2027", "future_date"),
        ("year", "2101", "not_a_year"),
        ("date", "2026", ""),
        ("date", "2026-11", ""),
        ("date", "2026-11-22", ""),
        ("date", "2026-11-23", "future_date"),
        ("date", "2026-12", "future_date"),
        ("date", "2027", "future_date"),
        ("date", "soon", "not_a_date"),
    ],
)
def test_what_must_have_come_lies_no_later_than_today(type: str, text: str, code: str) -> None:
    found = parse(spec(type, past=True), text, WORDS, "2026-11-22")
    free = parse(spec(type), text, WORDS, "2026-11-22")

    assert (found.code if isinstance(found, Fault) else "") == code
    assert isinstance(free, Fault) == code.startswith("not_")


def test_without_a_clock_nothing_lies_ahead() -> None:
    assert not ahead("2099-01-01", "")
    assert parse(spec("year", past=True), "2099", WORDS) == 2099


@pytest.mark.parametrize(
    "text", ["law_enforcement", "Law enforcement", "LAW-ENFORCEMENT", "forces de l’ordre", "Lapolis"]
)
def test_a_code_is_known_by_its_label_in_every_language(text: str) -> None:
    assert parse(spec("code", scheme="org_kind"), text, WORDS) == "law_enforcement"


def test_several_codes_stand_once_each_and_one_wrong_one_is_named() -> None:
    stages = spec("codes", scheme="nrm_stage")

    assert parse(stages, "prevention; Data and research (cross-cutting);prevention", WORDS) == ("prevention", "data")
    assert fault(parse(stages, "prevention;nonsense", WORDS)) == "unknown_code"
    assert parse(stages, " ; ", WORDS) == ()


def test_a_list_without_terms_is_named() -> None:
    found = parse(spec("code", scheme="no list"), "x", WORDS)

    assert isinstance(found, Fault)
    assert (found.code, found.facts) == ("list_empty", {"scheme": "no list"})


every_field = st.sampled_from([field for kind in KINDS.values() for field in kind.fields])
typed = st.text(max_size=40) | st.from_regex(r"[-+0-9,. :/TZ]{1,20}", fullmatch=True)


@given(every_field, typed)
def test_whatever_is_typed_is_read_or_refused_and_never_breaks_the_import(field: Field, text: str) -> None:
    value = parse(field, text, WORDS)

    assert isinstance(value, Fault | str | int | bool | tuple)


@given(every_field, typed)
def test_a_value_read_again_from_its_own_text_is_the_same(field: Field, text: str) -> None:
    value = parse(field, text, WORDS)
    if isinstance(value, Fault):
        return

    written = "; ".join(value) if isinstance(value, tuple) else str(value)

    assert parse(field, written, WORDS) == value


@given(st.dates())
def test_every_day_of_the_calendar_is_a_date_whole_or_in_part(day: Any) -> None:
    text = day.isoformat()

    for part in (text[:4], text[:7], text):
        assert parse(spec("date"), part, WORDS) == part
