"""Where the two engines differ, each with the least form that shows it."""

from __future__ import annotations

from tests.browser.engine.cases import ISLANDS, Case, add, calc, calcs, give, remove, repeat
from tests.published import row

DIFFERENT: dict[str, Case] = {
    "decimals-as-typed": Case(
        [row("decimal", "d"), calc("c", "concat(${d}, '')")],
        [give("d", "5")],
        differs=[(1, "/data/d", "value", "5", "5.0"), (1, "/data/c", "value", "5", "5.0")],
    ),
    "words-are-kept": Case(
        [
            row("integer", "i"),
            row("date", "day"),
            row("range", "s", parameters="start=0 end=5 step=1"),
            row("geopoint", "g"),
            row("select_one isl", "isl", calculation="if(${i} > 100, 'm', 'zz')"),
        ],
        [give("i", "120"), give("i", "1x5"), give("i", "120"), give("day", "2026-02-30")],
        ISLANDS,
        differs=[
            (0, "/data/isl", "value", "zz", ""),
            (0, "/data/isl", "fault", "answer_not_choice", None),
            (2, "/data/i", "value", "1x5", ""),
            (2, "/data/i", "fault", "answer_not_integer", None),
            (2, "/data/isl", "value", "zz", ""),
            (2, "/data/isl", "fault", "answer_not_choice", None),
            (4, "/data/day", "value", "2026-02-30", ""),
            (4, "/data/day", "fault", "answer_not_date", None),
        ],
    ),
    "hidden-left-out": Case(
        [
            *repeat("r", row("integer", "k", relevant="${on} = 'y'")),
            row("text", "on", default="y"),
            *calcs("count(${k})", "join(',', ${k})", "sum(${k}) + 1"),
        ],
        [give("r[1]/k", "3"), add("r"), give("r[2]/k", "4"), give("on", "n")],
        differs=[
            (4, "/data/c0", "value", "0", "2"),
            (4, "/data/c1", "value", "", ","),
            (4, "/data/c2", "value", "1", ""),
        ],
    ),
    "sum-of-nothing": Case(
        [*repeat("r", row("integer", "k")), calc("c", "sum(${k}) + 1")],
        [give("r[1]/k", "3"), remove("r", 1)],
        differs=[(2, "/data/c", "value", "1", "")],
    ),
    "nothing-is-empty": Case(
        [
            row("select_one isl", "isl"),
            *calcs("instance('isl')/root/item[name = 'zz']/label = ''", "/data/isl[2] != 'x'"),
        ],
        (),
        ISLANDS,
        differs=[(0, "/data/c0", "value", "true", "false"), (0, "/data/c1", "value", "true", "false")],
    ),
    "answers-as-truth": Case(
        [
            row("text", "a"),
            row("integer", "n"),
            row("text", "b", relevant="${a}"),
            *calcs("if(${n}, 'y', 'n')", "not(${a})"),
        ],
        [give("a", "x"), give("n", "0"), give("n", "2")],
        differs=[
            (0, "/data/b", "relevant", False, True),
            (0, "/data/c0", "value", "n", "y"),
            (0, "/data/c1", "value", "true", "false"),
            (1, "/data/c0", "value", "n", "y"),
            (2, "/data/c0", "value", "n", "y"),
        ],
    ),
    "or-gives-truth": Case(
        [row("text", "a"), *calcs("${a} or 0", "'x' and 'y'")],
        [give("a", "x")],
        differs=[
            (0, "/data/c0", "value", "false", ""),
            (0, "/data/c1", "value", "true", "y"),
            (1, "/data/c0", "value", "true", "x"),
            (1, "/data/c1", "value", "true", "y"),
        ],
    ),
    "whole-patterns": Case(
        [row("text", "a"), *calcs("regex(${a}, '[0-9]')", "regex(${a}, '\\p{L}+')")],
        [give("a", "a1"), give("a", "é")],
        differs=[(1, "/data/c0", "value", "false", "true"), (2, "/data/c1", "value", "true", "false")],
    ),
    "after-the-whole-mark": Case(
        calcs("substring-after('a--b', '--')"),
        differs=[(0, "/data/c0", "value", "b", "-b")],
    ),
    "dates-that-are-none": Case(
        calcs("date('x')", "date('x') = ''"),
        differs=[(0, "/data/c0", "value", "", "Invalid Date"), (0, "/data/c1", "value", "true", "false")],
    ),
    "sundays": Case(
        calcs("format-date('2026-05-03', '%a')", "format-date('2026-05-04', '%a')"),
        differs=[(0, "/data/c0", "value", "Sun", "")],
    ),
    "days-of-moments": Case(
        [row("date", "day", calculation="now()")],
        differs=[(0, "/data/day", "value", "2026-05-04", "")],
    ),
    "plain-numbers": Case(
        calcs("number('1e3')", "'+5' + 1", "string(1000000000000000000000)"),
        differs=[
            (0, "/data/c0", "value", "", "1000"),
            (0, "/data/c1", "value", "", "6"),
            (0, "/data/c2", "value", "1000000000000000000000", "1e+21"),
        ],
    ),
    "counts-give-back": Case(
        [row("integer", "n"), *repeat("r", row("text", "x"), repeat_count="${n}")],
        [give("n", "2"), give("r[2]/x", "kept"), give("n", "1"), give("n", "2")],
        differs=[(4, "/data/r[2]/x", "value", "kept", "")],
    ),
}
"""By their names in docs/reference/form-logic.md."""

REFUSED: dict[str, Case] = {
    "days-that-there-are-not": Case(calcs("date('2026-02-30')")),
    "upper-case": Case(calcs("upper-case('a')")),
    "lower-case": Case(calcs("lower-case('A')")),
    "version": Case(calcs("version()")),
    "property": Case(calcs("property('deviceid')")),
    "unions": Case([row("text", "a"), row("text", "b"), calc("c", "count(${a} | ${b})")]),
    "distance": Case([row("geotrace", "g"), calc("c", "distance(${g})")]),
}
"""What ours works out and the other engine stops at, by their names in docs/reference/form-logic.md."""
