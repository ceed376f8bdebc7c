"""A form laid out for a phone: what belongs together stands together, and nothing is shown that does not count."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.published import Row, form_of, option, row

from filao.core.forms.filling import Filling
from filao.core.forms.questionnaire import Question, Questionnaire, Section
from filao.core.forms.screens import LOOSE_LIMIT

NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
END_GROUP, END_REPEAT = row("end_group"), row("end_repeat")


def filling(*survey: Row) -> Filling:
    return Filling(form_of(survey, [option("yn", "y"), option("yn", "n")]), now=NOW)


def laid_out(one: Filling) -> list[tuple[str, list[str]]]:
    return [(screen.key, [shown.path for shown in screen.items]) for screen in one.screens()]


def test_each_group_at_the_top_is_a_screen_with_its_inner_groups_as_headings() -> None:
    one = filling(
        row("begin_group", "a", "A"), row("text", "q"), row("begin_group", "b", "B"), row("text", "r"), row("text", "s"),
        END_GROUP, row("calculate", "c", calculation="1"), END_GROUP,
        row("begin_group", "d"), row("text", "t"), END_GROUP,
    )  # fmt: skip

    assert laid_out(one) == [
        ("/data/a/q", ["/data/a/q", "/data/a/b", "/data/a/b/r", "/data/a/b/s"]), ("/data/d/t", ["/data/d/t"]),
    ]  # fmt: skip
    first = one.screens()[0]
    assert [shown.depth for shown in first.items] == [0, 0, 1, 1]
    assert (first.path, first.section.labels if first.section else None) == ("/data/a", {"": ("A",)})


def test_a_group_within_a_group_that_is_a_field_list_has_its_own_screen() -> None:
    one = filling(
        row("begin_group", "a"), row("text", "q"), row("begin_group", "b", appearance="field-list"), row("text", "r"), END_GROUP,
        row("text", "s"), END_GROUP,
    )  # fmt: skip

    assert [key for key, _ in laid_out(one)] == ["/data/a/q", "/data/a/b/r", "/data/a/s"]


def test_questions_outside_groups_share_a_screen_unless_one_depends_on_another() -> None:
    one = filling(
        row("text", "a"), row("select_one yn", "b"), row("text", "c", relevant="${b} = 'y'"), row("note", "d", "About ${c}"),
        *(row("text", f"e{number}") for number in range(LOOSE_LIMIT)),
    )  # fmt: skip

    assert laid_out(one) == [
        ("/data/a", ["/data/a", "/data/b"]),
        ("/data/d", ["/data/d", *(f"/data/e{number}" for number in range(LOOSE_LIMIT - 1))]),
        ("/data/e5", ["/data/e5"]),
    ]
    one.set("/data/b", "y")
    assert laid_out(one)[1] == ("/data/c", ["/data/c"])
    assert [key for key, _ in laid_out(one)] == ["/data/a", "/data/c", "/data/d", "/data/e5"]


def test_a_screen_without_anything_to_show_is_left_out() -> None:
    one = filling(
        row("text", "a"), row("begin_group", "g", relevant="${a} = 'x'"), row("text", "q"), END_GROUP,
        row("begin_group", "h"), row("text", "r", relevant="${a} = 'x'"), END_GROUP,
        row("begin_group", "k"), row("calculate", "c", calculation="1"), END_GROUP,
    )  # fmt: skip

    assert laid_out(one) == [("/data/a", ["/data/a"])]
    one.set("/data/a", "x")
    assert [key for key, _ in laid_out(one)] == ["/data/a", "/data/g/q", "/data/h/r"]


def test_a_repeat_has_screens_for_each_time_and_one_to_add() -> None:
    one = filling(
        row("text", "a"), row("begin_repeat", "tie", "Ties", relevant="${a} != 'no'"), row("text", "to"),
        row("begin_repeat", "act"), row("text", "what"), END_REPEAT, row("text", "why"), END_REPEAT,
    )  # fmt: skip
    one.add("/data/tie")

    assert laid_out(one)[1:5] == [
        ("/data/tie[1]/to", ["/data/tie[1]/to"]), ("/data/tie[1]/act[1]/what", ["/data/tie[1]/act[1]/what"]),
        ("/data/tie[1]/act", []), ("/data/tie[1]/why", ["/data/tie[1]/why"]),
    ]  # fmt: skip
    last = one.screens()[-1]
    assert (last.kind, last.key, last.times, last.free) == (
        "repeat",
        "/data/tie",
        ("/data/tie[1]", "/data/tie[2]"),
        True,
    )
    assert last.section is not None
    assert last.section.labels == {"": ("Ties",)}
    one.remove("/data/tie", 1)
    one.remove("/data/tie", 1)
    assert laid_out(one)[1:] == [("/data/tie", [])]
    one.set("/data/a", "no")
    assert laid_out(one) == [("/data/a", ["/data/a"])]


def test_a_repeat_that_is_not_relevant_is_not_offered_though_it_stands() -> None:
    one = filling(row("text", "a"), row("begin_repeat", "tie", relevant="${a} = 'x'"), row("text", "to"), END_REPEAT)

    assert laid_out(one) == [("/data/a", ["/data/a"])]
    assert one.times("/data/tie") == []
    one.set("/data/a", "x")
    assert [screen.kind for screen in one.screens()] == ["items", "items", "repeat"]


def test_a_counted_or_fixed_repeat_offers_nothing_to_add() -> None:
    counted = filling(row("begin_repeat", "r", repeat_count="2"), row("text", "x"), END_REPEAT)
    inner = Section("/d/g/r", (Question("/d/g/r/x", "text"),), repeats=True, fixed=True)
    fixed = Filling(Questionnaire("f", "1", "F", "/d", ("",), "", (Section("/d/g", (inner,)),)), now=NOW)

    assert [key for key, _ in laid_out(counted)] == ["/data/r[1]/x", "/data/r[2]/x"]
    assert [key for key, _ in laid_out(fixed)] == ["/d/g/r[1]/x"]
