"""Functions of forms: what each gives, and that an answer that does not fit gives nothing instead of stopping the form."""

from __future__ import annotations

import math
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from filao.core.forms.evaluation import compiled
from filao.core.forms.expressions import parse
from filao.core.forms.filling import Filling
from filao.core.forms.functions import FUNCTIONS, faults
from filao.core.forms.functions.texts import pattern_of
from filao.core.forms.questionnaire import Choice, Choices, Output, Question, Questionnaire, Section
from filao.core.forms.running import Context
from filao.core.forms.values import Moment, moment, number_text, of_days, text_of
from filao.core.problems import Fault, Problem

NOW = datetime(2026, 5, 4, 14, 30, 15, 250_000, tzinfo=timezone(timedelta(hours=4)))
TOWNS = (
    Choice("pl", {"en": ("Port Louis",), "fr": ("Port-Louis",)}, {"name": "pl", "isl": "m", "fee": "5"}),
    Choice("pm", {"": ("Port ", Output("/data/a"))}, {"name": "pm", "isl": "r", "fee": ""}),
    Choice("gb", {}, {"name": "gb", "isl": "m"}),
)
LISTED = Choices((Choice("y", {"": ("Yes",)}), Choice("n", {"": ("No",)})))
FORM = Questionnaire(
    "f", "7", "F", "/data", ("en", "fr"), "en",
    (
        Question("/data/a", "text"), Question("/data/n", "integer"), Question("/data/empty", "text"),
        Question("/data/day", "date"), Question("/data/many", "select_multiple"),
        Question("/data/town", "select_one", choices=Choices((), "towns", "instance('towns')/root/item")),
        Question("/data/yes", "select_one", choices=LISTED),
        Question("/data/gone", "text", relevant="false()"),
        Section("/data/r", (
            Question("/data/r/x", "integer"), Question("/data/r/w", "decimal"),
            Section("/data/r/s", (Question("/data/r/s/y", "text"),), repeats=True),
        ), repeats=True),
    ),
    {"towns": TOWNS},
)  # fmt: skip
GIVEN = {
    "/data/a": "Ada", "/data/n": "5", "/data/day": "2026-05-01", "/data/many": "b c a", "/data/town": "pl",
    "/data/yes": "y", "/data/gone": "hidden", "/data/r[1]/x": "3", "/data/r[2]/x": "4", "/data/r[3]/x": "",
    "/data/r[1]/w": "0.5", "/data/r[2]/w": "2", "/data/r[3]/w": "1",
    "/data/r[1]/s[1]/y": "p", "/data/r[2]/s[1]/y": "q", "/data/r[2]/s[2]/y": "r",
}  # fmt: skip
FILLING = Filling(FORM, now=NOW, values=GIVEN, language="fr", seed="S", properties={"deviceid": "d1"})


def worked(text: str, at: str = "/data/r[2]/x", filling: Filling = FILLING) -> Any:
    place = filling.place(at)
    assert place is not None
    return compiled(text)(Context(filling, place, place))


def said(text: str, at: str = "/data/r[2]/x") -> str:
    return text_of(worked(text, at))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        # operators
        ("1 + 2 * 3 - 4 div 8", "6.5"), ("7 mod -3", "1"), ("-7 mod 3", "-1"), ("1 mod 0", ""), ("1 div 0", "Infinity"),
        ("-1 div 0", "-Infinity"), ("0 div 0", ""), ("(1 div 0) mod 2", ""), ("5 mod (1 div 0)", "5"), ("- 'x'", ""),
        ("0.1 + 0.2", "0.30000000000000004"), ("0.0000001 * 1", "0.0000001"), ("100000000000000000000 * 10", "1" + "0" * 21),
        ("true() and 'x'", "true"), ("0 or ''", "false"), ("1 or /data/gone", "true"), ("1 = 1 = 1", "true"),
        ("/data/n = 5", "true"), ("/data/n = '5'", "true"), ("/data/n != 5", "false"), ("/data/n < 10", "true"),
        ("'a' = 'a'", "true"), ("'b' > 'a'", "false"), ("/data/empty = ''", "true"), ("/data/gone = ''", "true"),
        ("/data/gone != 'x'", "true"), ("/data/empty < 1", "false"), ("true() = 'x'", "true"), ("false() != /data/n", "true"),
        ("/data/r/x = 4", "true"), ("/data/r/x > 3", "true"), ("/data/r/x = /data/r/w", "false"), ("2 <= 2", "true"),
        ("2 >= 3", "false"), ("/data/r/x | /data/r/w", "3"), ("'a' | /data/a", "Ada"),
        # paths
        (".", "4"), ("../w", "2"), ("/data/r[1]/x", "3"), ("/data/r[last()]/w", "1"), ("../../r[position() = 1]/x", "3"),
        ("../../r[x = 3]/w", "0.5"), ("../s/y", "q"), ("../s[2]/y", "r"), ("count(../s)", "2"), ("count(//y)", "3"),
        ("count(/data/*)", "10"), ("count(/data/r/descendant::y)", "3"), ("count(ancestor::r)", "1"), ("name(..)", "r"),
        ("count(ancestor-or-self::node())", "4"), ("name(../following-sibling::*[1])", "r"), ("local-name()", "x"),
        ("count(../preceding-sibling::r)", "1"), ("count(/preceding-sibling::a)", "0"), ("count(self::x)", "1"),
        ("count(self::y)", "0"), ("/data/@id", ""), ("name(/data/nowhere)", ""), ("/data/a/text()", "Ada"),
        ("count(/data/text())", "0"), ("/data/a/child::node()", ""), ("count(..|.|..)", "2"), ("(/data/r/x)[2]", "4"),
        ("(/data/r)[2]/x", "4"), ("count(/data/r/..)", "1"), ("'x'[1]", ""), ("/data/r[3]/s/y", ""), ("string(../s)", "q"),
        ("current()/../w", "2"), ("/data/r[w = current()/../w]/x", "4"), ("count(descendant-or-self::node())", "1"),
        # lists
        ("instance('towns')/root/item[name = 'pm']/isl", "r"), ("count(instance('towns')/root/item[isl = 'm'])", "2"),
        ("count(instance('towns')/root/item[isl = 'm'][fee = ''])", "1"), ("count(instance('towns')//fee)", "2"),
        ("count(instance('towns')/root/item[name = /data/town])", "1"), ("instance('gone')/root/item/x", ""),
        ("count(instance('towns')/root/item[name = /data/r/s/y])", "0"), ("string(instance('towns')/root/item[1])", "plm5"),
        ("count(instance('towns')/root/item[number(fee) > 1])", "1"), ("instance('towns')/root/item[1]/fee", "5"),
        ("position(instance('towns')/root/item[isl = 'r'])", "2"), ("name(instance('towns')/root/item/..)", "root"),
        ("count(instance('towns')/root/item[nothing = ''])", "3"), ("count(instance('towns')/root/item[isl = /data/gone])", "0"),
        ("string(instance('towns'))", ""), ("count(instance('towns')/root/item/name/x)", "0"),
        ("pulldata('towns', 'isl', 'name', 'pm')", "r"), ("pulldata('towns', 'isl', 'name', 'zz')", ""),
        ("pulldata('gone', 'isl', 'name', 'pm')", ""), ("pulldata('towns', 'zz', 'name', 'pm')", ""),
        # texts
        ("string()", "4"), ("string(5.0)", "5"), ("concat('a', 1, true())", "a1true"), ("concat(/data/r/x)", "34"),
        ("join('-', /data/r/x, 'z')", "3-4--z"), ("coalesce('', /data/empty, 'x')", "x"), ("coalesce(/data/a, 'x')", "Ada"),
        ("coalesce('', '')", ""), ("substr('abcde', 1, 3)", "bc"), ("substr('abcde', -2)", "de"), ("substr('abc', 'x')", ""),
        ("substr('abcde', 1, -1)", "bcd"), ("substr('abc', 2, 1)", ""), ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 1.5, 2.6)", "234"), ("substring('12345', 0, 3)", "12"), ("substring('12345', 2)", "2345"),
        ("substring('12345', 0 div 0, 3)", ""), ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring-before('2026-05', '-')", "2026"), ("substring-before('x', '-')", ""), ("substring-before('x', '')", ""),
        ("substring-after('2026--05', '--')", "05"), ("substring-after('x', '-')", ""), ("substring-after('x', '')", "x"),
        ("string-length('été')", "3"), ("string-length()", "1"), ("contains('abc', 'b')", "true"), ("contains('', '')", "true"),
        ("starts-with('abc', 'ab')", "true"), ("ends-with('abc', 'ab')", "false"), ("normalize-space('  a \n b ')", "a b"),
        ("translate('barrb', 'abr', 'AB')", "BAB"), ("upper-case('é')", "É"), ("lower-case('ABC')", "abc"),
        ("regex('AB12', '[A-Z]{2}[0-9]+')", "true"), ("regex('xAB12', '[A-Z]{2}[0-9]+')", "false"),
        ("regex('57001234', '^5\\d{7}$')", "true"), ("regex('٣', '\\d')", "false"), ("regex('é', '\\p{L}')", "true"),
        ("regex('é', '[\\p{L}]')", "true"), ("regex('a', '\\P{L}')", "false"), ("regex('a&b', '[a&&b]+')", "true"),
        ("regex('a', '[[a]')", "true"), ("regex('ab', '(?<first>a)b')", "true"), ("regex('a-', '\\w\\W')", "true"),
        ("regex('a', /data/empty)", "false"),
        ("regex('a', concat('(', ''))", "false"), ("regex('.', '\\.')", "true"), ("regex(' ', '[\\s]')", "true"),
        ("digest('x', 'MD5', 'hex')", "9dd4e461268c8034f5c8564e155c67a6"), ("digest('x', 'MD5')", "ndTkYSaMgDT1yFZOFVxnpg=="),
        ("digest('x', 'rot13')", ""), ("string-length(digest('x', 'SHA-512', 'hex'))", "128"),
        ("base64-decode('w6k=')", "é"), ("base64-decode('!')", ""), ("version()", "7"), ("property('deviceid')", "d1"),
        ("property('email')", ""),
        # codes
        ("selected(/data/many, 'c')", "true"), ("selected(/data/many, ' d ')", "false"), ("selected('', '')", "true"),
        ("selected('ab', 'a')", "false"), ("selected-at(/data/many, 1)", "c"), ("selected-at(/data/many, 3)", ""),
        ("selected-at(/data/many, 'x')", ""), ("selected-at(/data/many, -1)", ""), ("count-selected(/data/many)", "3"),
        ("count-selected('')", "0"), ("jr:choice-name(/data/town, '/data/town')", "Port-Louis"),
        ("jr:choice-name('pm', '/data/town')", "Port Ada"), ("jr:choice-name('gb', ' /data/town ')", ""),
        ("jr:choice-name('zz', '/data/town')", ""), ("jr:choice-name('', '/data/town')", ""),
        ("jr:choice-name('y', '/data/yes')", "Yes"), ("jr:choice-name('x', '/data/a')", ""),
        ("jr:choice-name('x', '/data/nowhere')", ""), ("jr:choice-name('x', '1 +')", ""), ("jr:choice-name('x', '1')", ""),
        ("jr:choice-name('x', '/data/r')", ""),
        # numbers
        ("number('12.5')", "12.5"), ("number('1e3')", ""), ("number(' 7 ')", "7"), ("number(true())", "1"), ("number()", "4"),
        ("number('')", ""), ("int(3.9)", "3"), ("int(-3.9)", "-3"), ("int(1 div 0)", "Infinity"), ("floor(-1.5)", "-2"),
        ("ceiling(1.2)", "2"), ("round(2.5)", "3"), ("round(-2.5)", "-3"), ("round(1.005, 1)", "1"), ("round(1234, -2)", "1200"),
        ("round(1 div 0)", "Infinity"), ("round('x')", ""), ("round(2, 400)", "2"), ("abs(-2)", "2"), ("pow(2, 10)", "1024"),
        ("pow(-8, 0.5)", ""), ("pow(0, -1)", ""), ("pow(10, 400)", "Infinity"), ("exp(0)", "1"), ("exp10(3)", "1000"),
        ("exp(1000)", "Infinity"), ("log(1)", "0"), ("log(0)", "-Infinity"), ("log(-1)", ""), ("log10(1000)", "3"),
        ("sqrt(9)", "3"), ("sqrt(-1)", ""), ("round(pi(), 5)", "3.14159"), ("sin(0)", "0"), ("cos(0)", "1"), ("tan(0)", "0"),
        ("asin(2)", ""), ("acos(1)", "0"),
        ("atan(0)", "0"), ("atan2(0, 1)", "0"), ("min(3, 1, 2)", "1"), ("max('x', 1)", ""),
        ("max(/data/r/w)", "2"), ("min(/data/nowhere)", ""), ("sum(/data/r/w)", "3.5"), ("sum(/data/r/x)", ""),
        ("sum(/data/nowhere)", "0"),
        # truth
        ("if(/data/n > 3, 'yes', 'no')", "yes"), ("boolean('0')", "true"), ("boolean(0)", "false"), ("boolean(/data/n)", "true"),
        ("boolean(/data/gone)", "false"), ("boolean(/data/empty)", "false"), ("not(0 div 0)", "true"),
        ("boolean(today())", "true"),
        ("boolean-from-string('1')", "true"), ("boolean-from-string('yes')", "false"), ("false()", "false"),
        ("checklist(1, 2, true(), false(), true())", "true"), ("checklist(1, 1, true(), true())", "false"),
        ("checklist(-1, 1, true())", "true"), ("checklist(2, -1, /data/r/w)", "true"),
        ("weighted-checklist(3, 5, true(), 3, false(), 9)", "true"), ("weighted-checklist(4, -1, true(), 3)", "false"),
        ("weighted-checklist(1, 4, /data/r/w, /data/r/w)", "true"), ("weighted-checklist(-1, -1, true(), 'x')", "false"),
        # nodes
        ("count('x')", "0"), ("count-non-empty(/data/r/x)", "2"), ("position(..)", "2"), ("position(/data/nowhere)", ""),
        ("position()", "1"), ("last()", "1"), ("once('new')", "4"), ("indexed-repeat(/data/r/x, /data/r, 1)", "3"),
        ("indexed-repeat(/data/r/s/y, /data/r, 2, /data/r/s, 2)", "r"), ("indexed-repeat(/data/r/x, /data/r, 9)", ""),
        ("indexed-repeat(/data/r/x, /data/r, 'x')", ""), ("indexed-repeat(/data/r/x, 'x', 1)", ""),
        ("count(randomize(/data/r, 1))", "3"), ("count(randomize('x', 1))", "0"),
        # places
        ("distance('-20.16 57.5; -20.16 57.5')", "0"), ("distance('x')", ""), ("area('0 0;0 1')", "0"),
        ("round(distance('0 0 0 0', '0 1 0 0') div 1000)", "111"), ("distance('0 0 0 0 0; 1 1')", ""),
        ("round(area('0 0;0 1;1 1;1 0;0 0') div 1000000)", "12391"), ("area('0 0;0 1;1 1;1 0') > 1", "true"),
        ("distance('91 0; 0 0')", ""), ("distance(/data/nowhere)", ""),
        ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0;0 0')", "true"),
        ("geofence('2 0.5', '0 0;0 1;1 1;1 0;0 0')", "false"), ("geofence('0.5 0.5', '0 0;0 1;1 1;1 0')", "false"),
    ],
)  # fmt: skip
def test_an_expression_gives_what_the_specification_says(text: str, result: str) -> None:
    assert said(text) == result


def test_a_number_that_is_0_is_untrue_as_an_answer_too() -> None:
    filling = Filling(FORM, now=NOW, values={"/data/n": "0", "/data/a": "0"})

    assert worked("boolean(/data/n)", "/data/a", filling) is False
    assert worked("boolean(/data/a)", "/data/a", filling) is True


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("today()", "2026-05-04"), ("now()", "2026-05-04T14:30:15.250+04:00"), ("date('2026-05-01')", "2026-05-01"),
        ("date('2026-5-1')", "2026-05-01"), ("date('2026-02-30')", ""), ("date('x')", ""), ("date(true())", ""),
        ("date('')", ""), ("date(0)", "1970-01-01"), ("date(/data/day + 30)", "2026-05-31"), ("date(9999999999)", ""),
        ("date-time('2026-05-01T10:00:00Z')", "2026-05-01T14:00:00.000+04:00"), ("date(today())", "2026-05-04"),
        ("date-time(0.5)", "1970-01-01T12:00:00.000+04:00"), ("date('2026-05-01T10:00')", "2026-05-01T10:00:00.000+04:00"),
        ("date('2026-05-01T25:00')", ""), ("today() - /data/day", "3"), ("/data/day < today()", "true"),
        ("/data/day = '2026-05-01'", "true"), ("/data/day = date('2026-05-01')", "true"), ("number(/data/day)", "20574"),
        ("decimal-date-time('1970-01-02')", "1"), ("decimal-date-time('1970-01-01T12:00:00')", "0.5"),
        ("decimal-date-time('x')", ""), ("decimal-time('06:00')", "0.25"), ("decimal-time('06:00:00.000+04:00')", "0.25"),
        ("decimal-time('x')", ""), ("decimal-time('25:00')", ""), ("int((today() - date('1990-06-01')) div 365.25)", "35"),
        ("format-date(/data/day, '%d/%m/%Y %y %n %b %e %a')", "01/05/2026 26 5 May 1 Fri"), ("format-date('x', '%Y')", ""),
        ("format-date-time('2026-05-01T09:05:07.123', '%H %h %M %S %3 %%')", "09 9 05 07 123 %%"),
        ("format-date(now(), '%H:%M')", "14:30"), ("format-date(0, '%Y')", "1970"), ("now() > today()", "true"),
        ("date('2026-05-01T10:00:00-11:00')", "2026-05-02T01:00:00.000+04:00"), ("date('0001-01-01T00:00:00+14:00')", ""),
    ],
)  # fmt: skip
def test_dates_are_counted_in_days_and_times_told_in_the_zone_of_now(text: str, result: str) -> None:
    assert said(text) == result


def test_a_moment_without_a_zone_stands_as_it_is_stated() -> None:
    assert moment("2026-05-01T10:00") == Moment("2026-05-01T10:00:00.000", moment("2026-05-01T10:00Z").days)  # type: ignore[union-attr]
    assert of_days(math.inf) is None
    assert number_text(-math.inf) == "-Infinity"


def test_chance_is_the_same_each_time_and_another_for_another_node_or_seed() -> None:
    first, other = said("random()"), said("random()", "/data/r[1]/x")
    again = Filling(FORM, now=NOW, values=GIVEN, seed="S")
    elsewhere = Filling(FORM, now=NOW, values=GIVEN, seed="T")

    assert 0 <= float(first) < 1
    assert text_of(worked("random()", filling=again)) == first
    assert len({first, other, text_of(worked("random()", filling=elsewhere))}) == 3
    assert said("random()", "/data/r[1]/x") == other


def test_a_uuid_has_its_form_and_any_length_asked_for() -> None:
    found = said("uuid()")

    assert [len(part) for part in found.split("-")] == [8, 4, 4, 4, 12]
    assert (found[14], found[19] in "89ab") == ("4", True)
    assert len(said("uuid(80)")) == 80
    assert said("uuid('x')") == ""


def test_a_shuffle_is_that_of_the_clients_of_the_field() -> None:
    def order(seed: str) -> str:
        return said(f"join('', randomize(/data/r/s/y | /data/r/x, {seed}))")

    assert order("42") == order("42.7") == order("'42'")
    assert sorted(order("42")) == sorted(order("7")) == list("34pqr")
    assert len({order(str(seed)) for seed in range(30)}) > 10
    for seed in ("''", "'words'", "-5", "1 div 0", "-1 div 0", "99999999999999999999"):
        assert sorted(order(seed)) == list("34pqr")
    assert said("join('', randomize(/data/r/x))") == said("join('', randomize(/data/r/x))")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("nosuch(1)", Fault("xpath_unknown_function", {"function": "nosuch", "position": 1})),
        ("1 + Sum(/data/a)", Fault("xpath_unknown_function", {"function": "Sum", "position": 5})),
        ("if(1, 2)", Fault("xpath_arguments", {"function": "if", "count": 2, "position": 1})),
        ("a[today(1)]", Fault("xpath_arguments", {"function": "today", "count": 1, "position": 3})),
        ("regex(., '(')", Fault("xpath_pattern", {"function": "regex", "value": "("})),
        ("regex(., '(\\w+ ?)+')", Fault("xpath_pattern", {"function": "regex", "value": "(\\w+ ?)+"})),
    ],
)
def test_what_a_form_gets_wrong_is_told_before_anything_is_filled_in(text: str, fault: Fault) -> None:
    assert list(faults(parse(text))) == [fault]
    with pytest.raises(Problem) as caught:
        compiled(text)
    assert caught.value.fault == fault


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "^(\\w+\\s?)*$",
        "([a-z]*)*",
        "(?:x|(y+))+",
        "((a+)b?)+",
        "(a*b*)*",
        "((?:a+){2,})+",
        "x(a+)+y",
        "(.*){40}",
    ],
)
def test_a_pattern_that_may_try_without_end_is_refused(pattern: str) -> None:
    assert pattern_of(pattern) is None


@pytest.mark.parametrize(
    "pattern",
    [
        "[a-z ]+",
        "^([A-Z][a-z]+ ?)+$",
        "(\\d{3}-)+\\d{4}",
        "(ab)+",
        "(a|b)*",
        "\\w+@\\w+(\\.\\w+)+",
        "(a?b)*",
        "(a{2}){3}",
        "(a+){2}",
    ],
)
def test_a_pattern_that_comes_to_an_end_is_taken(pattern: str) -> None:
    assert pattern_of(pattern) is not None


def test_an_empty_expression_gives_nothing() -> None:
    assert worked("  ") == ""


def test_every_function_of_the_specification_is_known() -> None:
    specified = {
        "abs", "acos", "area", "asin", "atan", "atan2", "base64-decode", "boolean", "boolean-from-string", "ceiling",
        "checklist", "coalesce", "concat", "contains", "cos", "count", "count-non-empty", "count-selected", "current",
        "date", "date-time", "decimal-date-time", "decimal-time", "digest", "distance", "ends-with", "exp", "exp10",
        "false", "floor", "format-date", "format-date-time", "geofence", "if", "indexed-repeat", "instance", "int",
        "join", "jr:choice-name", "last", "local-name", "log", "log10", "max", "min", "name", "normalize-space", "not",
        "now", "number", "once", "pi", "position", "pow", "property", "pulldata", "random", "randomize", "regex",
        "round", "selected", "selected-at", "sin", "sqrt", "starts-with", "string", "string-length", "substr",
        "substring", "substring-after", "substring-before", "sum", "tan", "today", "translate", "true", "uuid",
        "version", "weighted-checklist",
    }  # fmt: skip

    assert specified <= set(FUNCTIONS)
