"""Expressions of forms are read as XPath 1.0 has it, written back to the same tree, and refused with their place."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from filao.core.forms.expressions import (
    DEPTH_LIMIT,
    LENGTH_LIMIT,
    Call,
    Chain,
    Literal,
    Negative,
    Number,
    Path,
    Reference,
    Step,
    parse,
    parts,
    references,
    written,
)  # fmt: skip
from filao.core.problems import Problem

ONE, TWO, THREE = Number("1"), Number("2"), Number("3")
HERE = Path((Step("self", "node()"),))


def names(*steps: str, absolute: bool = False) -> Path:
    return Path(tuple(Step("child", step) for step in steps), absolute)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1 + 2 * 3", Chain(ONE, (("+", Chain(TWO, (("*", THREE),))),))),
        ("(1 + 2) * 3", Chain(Chain(ONE, (("+", TWO),)), (("*", THREE),))),
        ("1 - 2 - 3", Chain(ONE, (("-", TWO), ("-", THREE)))),
        ("(1 - 2) - 3", Chain(Chain(ONE, (("-", TWO),)), (("-", THREE),))),
        ("1=2 or 3>1 and 2", Chain(
            Chain(ONE, (("=", TWO),)), (("or", Chain(Chain(THREE, ((">", ONE),)), (("and", TWO),))),)
        )),
        ("-1 + 2", Chain(Negative(ONE), (("+", TWO),))),
        ("- -1", Negative(Negative(ONE))),
        ("-a|b", Negative(Chain(names("a"), (("|", names("b")),)))),
        ("a-b - 1", Chain(names("a-b"), (("-", ONE),))),
        ("/data/group/question", names("data", "group", "question", absolute=True)),
        (" /data/a  > 3", Chain(names("data", "a", absolute=True), ((">", THREE),))),
        ("../x", Path((Step("parent", "node()"), Step("child", "x")))),
        ("./x", Path((Step("self", "node()"), Step("child", "x")))),
        ("/", Path((), True)),
        (".", HERE),
        ("//a", Path((Step("descendant-or-self", "node()"), Step("child", "a")), True)),
        ("a//b", Path((Step("child", "a"), Step("descendant-or-self", "node()"), Step("child", "b")))),
        ("orx:meta/*", names("meta", "*")),
        ("jr:*", names("*")),
        ("@id", Path((Step("attribute", "id"),))),
        ("preceding-sibling::a", Path((Step("preceding-sibling", "a"),))),
        ("child::text()", Path((Step("child", "text()"),))),
        ("div div mod", Chain(names("div"), (("div", names("mod")),))),
        ("* * *", Chain(names("*"), (("*", names("*")),))),
        ("a[1][b = 'x']", Path((Step("child", "a", (ONE, Chain(names("b"), (("=", Literal("x")),)))),))),
        ("instance('t')/root/item", Path(names("root", "item").steps, start=Call("instance", (Literal("t"),)))),
        ("instance('t')//b", Path(
            (Step("descendant-or-self", "node()"), Step("child", "b")), start=Call("instance", (Literal("t"),))
        )),
        ("current()/../x", Path((Step("parent", "node()"), Step("child", "x")), start=Call("current", ()))),
        ("(a)[2]", Path((), start=names("a"), filters=(TWO,))),
        ("jr:choice-name(a, 'b')", Call("jr:choice-name", (names("a"), Literal("b")))),
        ("concat()", Call("concat", ())),
        ('"it\'s"', Literal("it's")),
        ("'say \"x\"'", Literal('say "x"')),
        (".5", Number(".5")),
        ("5.", Number("5.")),
        ("été", names("été")),
    ],
)  # fmt: skip
def test_an_expression_is_read_by_the_ranks_of_its_operators(text: str, tree: object) -> None:
    assert parse(text) == tree
    assert parse(written(parse(text))) == tree


@pytest.mark.parametrize(
    ("text", "position", "near"),
    [
        ("", 1, ""), ("  ", 3, ""), ("1 +", 4, ""), ("'open", 1, "'open"), ("$x", 1, "$x"), ("a b", 3, "b"), ("(a", 3, ""),
        ("a[1", 4, ""), ("sum(1,)", 7, ")"), ("a::b", 1, "a::b"), ("x!y", 2, "!y"), ("/data/", 7, ""), ("//", 3, ""),
        ("a, b", 2, ", b"), ("1 == 2", 4, "= 2"), ("a/sum(b)", 3, "sum(b)"), ("jr:* (1)", 1, "jr:* (1)"), ("f(1 2)", 5, "2)"),
        ("@1", 2, "1"), ("text(1)", 6, "1)"), ("a => b", 4, "> b"), ("5 5", 3, "5"),
    ],
)  # fmt: skip
def test_what_is_no_expression_is_refused_at_its_place(text: str, position: int, near: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(text)

    assert caught.value.code == "xpath_syntax"
    assert caught.value.facts == {"text": text, "position": position, "near": near}


@pytest.mark.parametrize("nested", ["({})", "-{}", "a[{}]", "f({})", "1 + ({})"])
def test_an_expression_may_be_deep_but_not_without_end(nested: str) -> None:
    def deep(times: int) -> str:
        text = "1"
        for _ in range(times):
            text = nested.format(text)
        return text

    fits = deep(DEPTH_LIMIT // 3)
    assert parse(written(parse(fits))) == parse(fits)
    with pytest.raises(Problem) as caught:
        parse(deep(DEPTH_LIMIT + 5))
    assert caught.value.code == "xpath_too_deep"


def test_an_expression_has_an_end() -> None:
    with pytest.raises(Problem) as caught:
        parse("1" * (LENGTH_LIMIT + 1))

    assert caught.value.code == "xpath_too_deep"


def test_a_chain_of_any_length_is_one_level() -> None:
    text = " or ".join(f"/data/q{n} = 'x'" for n in range(3000))

    assert len(list(parts(parse(text)))) == 3000 * 3 + 1


def test_every_part_knows_its_place() -> None:
    found = {type(part).__name__: part.at for part in parts(parse("a + f('x')[-2]/b"))}

    assert found == {"Chain": 1, "Path": 5, "Call": 5, "Literal": 7, "Negative": 12, "Number": 13} | {
        "Path": found["Path"]
    }
    assert [part.at for part in parts(parse("if(a, b, c)"))] == [1, 4, 7, 10]


# --- references ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/data/a > 3 and -../b = 'x'", [Reference("/data/a"), Reference("/data/tie/b")]),
        (". > 1", [Reference("/data/tie/q")]),
        ("position(..)", [Reference("/data/tie")]),
        ("count(/data/tie[./x != ''])", [Reference("/data/tie/x"), Reference("/data/tie")]),
        ("instance('t')/root/item[isl = current()/../x]/label", [
            Reference("/root/item/isl", instance="t"), Reference("/data/tie/x"), Reference("/root/item/label", instance="t"),
        ]),
        ("jr:choice-name(/data/a, ' ../b ')", [Reference("/data/a"), Reference("/data/tie/b")]),
        ("jr:choice-name(/data/a, '][')", [Reference("/data/a")]),
        ("pulldata('fees', 'fee', 'code', /data/a)", [Reference("/data/a"), Reference("", True, "fees")]),
        ("//b", [Reference("", True, "", "b")]),
        ("/data/g/*", [Reference("/data/g", True)]),
        ("/data//b/c", [Reference("/data", True, "", "c")]),
        ("/data//b/..", [Reference("/data", True)]),
        ("../preceding-sibling::b", [Reference("/data/b")]),
        ("ancestor::x", [Reference("/data/tie")]),
        ("descendant::x", [Reference("/data/tie/q", True, "", "x")]),
        ("(/data/a | /data/b)[1]/c", [Reference("/data/a"), Reference("/data/b")]),
        ("indexed-repeat(/data/tie/b, /data/tie, 1)", [Reference("/data/tie/b"), Reference("/data/tie")]),
        ("3 + 'x'", []),
    ],
)  # fmt: skip
def test_an_expression_tells_every_place_it_names(text: str, found: list[Reference]) -> None:
    assert list(references(parse(text), "/data/tie/q")) == found


# --- any text ------------------------------------------------------------------------------------------------------

PIECES = st.sampled_from([
    "a", "b-c", "/", "//", "..", ".", "[", "]", "(", ")", "'x'", '"', "1", "2.5", "+", "-", "*", "=", "!=", "<", ">=", "and",
    "or", "div", "mod", "|", ",", "@", "::", "child", "text()", "if(", "current()", "instance('i')", "sum(", "jr:", " ", "$",
    "é", "\x00", "\u2028", "/data/q", "position(..)",
])  # fmt: skip
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40)


@settings(deadline=None, max_examples=600)
@given(TEXTS)
@example("/ * 2")
@example("(/) * 2")
@example("(/)[1]")
@example("-(/)/a")
@example("(1)/a")
@example("('x')[1]")
def test_any_text_is_an_expression_or_a_problem(text: str) -> None:
    try:
        tree = parse(text)
    except Problem as problem:
        assert problem.code in ("xpath_syntax", "xpath_too_deep")
        return
    assert parse(written(tree)) == tree
    assert all(reference.at <= len(text) for reference in references(tree, "/data/a"))


def trees() -> st.SearchStrategy[object]:
    name = st.sampled_from(["a", "b-c", "div", "text", "or"])
    leaves = st.one_of(
        st.sampled_from(["0", "1.5", ".25", "7."]).map(Number), st.sampled_from(["", "x", "it's", "/"]).map(Literal)
    )

    def grown(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
        step = st.builds(
            Step, st.sampled_from(["child", "parent", "descendant"]), name | st.sampled_from(["*", "node()"]),
            st.lists(inner, max_size=2).map(tuple),
        )  # fmt: skip
        steps = st.lists(step, min_size=1, max_size=3).map(tuple)
        calls = st.builds(
            Call, st.sampled_from(["sum", "jr:choice-name", "div"]), st.lists(inner, max_size=3).map(tuple)
        )
        chains = st.sampled_from([("or",), ("+", "-"), ("*", "div"), ("=", "!="), ("|",)]).flatmap(
            lambda signs: st.builds(
                Chain, inner, st.lists(st.tuples(st.sampled_from(signs), inner), min_size=1, max_size=3).map(tuple)
            )
        )
        return st.one_of(
            calls, st.builds(Negative, inner), st.builds(Path, steps, st.booleans()), chains,
            st.builds(lambda start, steps: Path(steps, start=start), calls, steps),
        )  # fmt: skip

    return st.recursive(leaves, grown, max_leaves=12)


@settings(deadline=None, max_examples=300)
@given(trees())
def test_what_is_written_is_read_to_the_same(tree: object) -> None:
    assert parse(written(tree)) == tree  # type: ignore[arg-type]
