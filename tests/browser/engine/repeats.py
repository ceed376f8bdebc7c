"""Forms of our own with repeats, to be played on both engines. Everything in them is made up."""

from __future__ import annotations

from tests.browser.engine.cases import ISLANDS, TOWNS, Case, add, calc, give, remove, repeat
from tests.published import row

CASES: dict[str, Case] = {
    "a repeat that the person adds to": Case(
        [
            *repeat(
                "tie",
                row("text", "to"),
                row("integer", "k"),
                calc("place", "position(..)"),
                row("text", "why", relevant="position(..) > 1 and ${k} > 1"),
                calc("twice", "${k} * 2"),
            ),
            calc("n", "count(${tie})"),
            calc("total", "sum(${twice})"),
            calc("all", "join('; ', ${to})"),
            calc("most", "max(${k})"),
            calc("named", "count-non-empty(${to})"),
            row("note", "said", "${n} ties, ${total} in all"),
        ],
        [
            give("tie[1]/to", "MIN"),
            give("tie[1]/k", "2"),
            add("tie"),
            give("tie[2]/k", "3"),
            give("tie[2]/why", "w"),
            add("tie"),
            give("tie[3]/to", "POL"),
            give("tie[3]/k", "4"),
            remove("tie", 1),
            remove("tie", 1),
            add("tie"),
        ],
    ),
    "a repeat that an answer counts": Case(
        [
            row("integer", "n"),
            *repeat("r", row("text", "x"), calc("p", "position(..)"), repeat_count="${n}"),
            calc("all", "join(',', ${p})"),
            row("text", "after", relevant="count(${r}) > 1"),
        ],
        [give("n", "2"), give("r[2]/x", "b"), give("n", "3"), give("n", "1"), give("n", "0")],
    ),
    "a repeat of fixed length": Case(
        [*repeat("r", row("integer", "x"), repeat_count="3"), calc("s", "sum(${x})")],
        [give("r[1]/x", "1"), give("r[2]/x", "2"), give("r[3]/x", "3")],
    ),
    "repeats within repeats": Case(
        [
            *repeat(
                "h",
                row("text", "who"),
                *repeat("c", row("text", "name"), row("integer", "age"), calc("in", "concat(${who}, '/', ${name})")),
                calc("n", "count(${c})"),
                calc("sum", "join('+', ${age})"),
                calc("p", "concat(position(..), '')"),
            ),
            calc("all", "join(';', ${sum})"),
            calc("names", "join(' ', ${in})"),
            calc("deep", "count(${c})"),
        ],
        [
            give("h[1]/who", "A"),
            give("h[1]/c[1]/name", "x"),
            give("h[1]/c[1]/age", "3"),
            add("h[1]/c"),
            give("h[1]/c[2]/age", "4"),
            add("h"),
            give("h[2]/who", "B"),
            add("h[2]/c"),
            add("h[2]/c"),
            give("h[2]/c[1]/age", "5"),
            give("h[2]/c[2]/age", "6"),
            remove("h[1]/c", 1),
            remove("h", 1),
        ],
    ),
    "repeats within counted repeats": Case(
        [
            row("integer", "n", default="1"),
            *repeat(
                "h",
                row("text", "who"),
                *repeat("c", row("text", "name")),
                *repeat("d", row("text", "x"), repeat_count="2"),
                repeat_count="${n}",
            ),
            calc("c1", "count(${c})"),
            calc("d1", "count(${d})"),
        ],
        [give("n", "2"), add("h[2]/c"), give("n", "3"), give("n", "1"), give("n", "0")],
    ),
    "one time of a repeat looked up": Case(
        [
            *repeat(
                "p",
                row("text", "name"),
                row("integer", "age"),
                calc("before", "indexed-repeat(${name}, ${p}, position(..) - 1)"),
            ),
            row("integer", "which"),
            calc("picked", "indexed-repeat(${name}, ${p}, ${which})"),
            calc("adult", "${p}[./age > 17]/name"),
            calc("adults", "count(${p}[./age > 17])"),
            calc("ages", "join('+', ${p}[./name != '']/age)"),
            calc("second", "/data/p[2]/name"),
            calc("last", "/data/p[last()]/name"),
        ],
        [
            give("p[1]/name", "Ana"),
            give("p[1]/age", "12"),
            add("p"),
            give("p[2]/name", "Ben"),
            give("p[2]/age", "30"),
            give("which", "2"),
            give("which", "1"),
            give("which", "9"),
            give("which", ""),
            remove("p", 1),
        ],
    ),
    "options filtered within a repeat": Case(
        [
            *repeat(
                "r",
                row("select_one isl", "isl"),
                row("select_one town", "town", choice_filter="isl = ${isl}"),
                calc("name", "jr:choice-name(${town}, '${town}')"),
            ),
            calc("all", "join(',', ${town})"),
        ],
        [
            give("r[1]/isl", "m"),
            give("r[1]/town", "gb"),
            add("r"),
            give("r[2]/isl", "r"),
            give("r[2]/town", "pm"),
            give("r[1]/isl", "a"),
            remove("r", 1),
        ],
        [*ISLANDS, *TOWNS],
    ),
    "options from a repeat": Case(
        [
            *repeat("p", row("text", "name"), row("integer", "age")),
            row("select_one ${name}", "eldest"),
            row("select_one ${name}", "adult", choice_filter="${age} > 17"),
            calc("c", "${eldest}"),
        ],
        [
            give("p[1]/name", "Ana"),
            give("p[1]/age", "12"),
            add("p"),
            give("p[2]/name", "Ben"),
            give("p[2]/age", "30"),
            give("eldest", "Ben"),
            give("adult", "Ben"),
            remove("p", 2),
        ],
    ),
    "defaults": Case(
        [
            row("text", "fixed", default="Bob"),
            row("integer", "five", default="5"),
            row("date", "day", default="today()"),
            row("text", "made", default="concat('a', 1 + 1)"),
            row("select_one isl", "isl", default="r"),
            row("select_multiple isl", "many", default="m a"),
            calc("c", "concat(${fixed}, ${five})"),
            *repeat("r", row("text", "id", default="concat('n', position(..))"), row("text", "s", default="s")),
            row("text", "hidden", default="kept", relevant="${five} > 9"),
        ],
        [add("r"), give("fixed", ""), give("five", "10"), remove("r", 1), add("r")],
        ISLANDS,
    ),
    "triggers": Case(
        [
            row("text", "a"),
            row("text", "b"),
            calc("stamp", "concat(${b}, '!')", trigger="${a}"),
            row("text", "copy", calculation="${a}", trigger="${b}"),
            row("text", "on", relevant="${stamp} != ''"),
            *repeat("r", row("text", "k"), calc("m", "concat(${k}, '-', position(..))", trigger="${k}")),
        ],
        [
            give("b", "x"),
            give("a", "1"),
            give("b", "y"),
            give("a", "2"),
            give("r[1]/k", "v"),
            add("r"),
            give("r[2]/k", "w"),
        ],
    ),
    "what is worked out once": Case(
        [
            row("text", "a"),
            calc("first", "once(${a})"),
            calc("joined", "once(concat('x', ${a}))"),
            *repeat("r", calc("n", "once(position(..))"), row("text", "t")),
        ],
        [give("a", "1"), give("a", "2"), add("r"), remove("r", 1)],
    ),
}
