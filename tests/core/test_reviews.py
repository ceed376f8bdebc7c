"""A round of comments: who has answered, what says the same, where bodies disagree; and what changed between two texts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from filao.core.comments import Comment
from filao.core.compare import blocks, folded, narrowed, words
from filao.core.returns import Original, Row, lines, of_rows
from filao.core.reviews import Reviewer, Round, same_as, side_by_side, to_invite, to_remind

ROUND = Round(
    "r", "e", "mapping-report", "en", "working_group", "draft 1", "X", "d", "p", "h", "2026-05-01", "2026-05-15",
    reviewers=(Reviewer("IOM"), Reviewer("CDU", "commented", "2026-05-10"), Reviewer("SET", "no_comments", "2026-05-10")),
)  # fmt: skip


def said(number: int, body: str, text: str = "", anchor: str = "_fl_a", **more: str) -> Comment:
    return Comment("", number, "mapping-report", "draft 1", body, "summary", text, anchor=anchor, **more)  # type: ignore[arg-type]


def test_a_body_that_says_that_it_has_no_comment_has_answered() -> None:
    assert ROUND.answered == 2


def test_two_remarks_on_one_paragraph_with_nearly_the_same_words_say_the_same() -> None:
    first = said(1, "IOM", "Which year is meant here?")

    assert same_as(said(2, "CDU", "which year is meant here"), [first]) == 1
    assert same_as(said(2, "CDU", "Which year is meant here?", anchor="_fl_b"), [first]) == 0
    assert same_as(said(2, "CDU", "Name the source of it."), [first]) == 0


def test_two_proposals_say_the_same_when_they_lead_to_the_same_text() -> None:
    first = said(1, "IOM", change="changed", before="a", after="We count “ten”.")

    assert same_as(said(2, "CDU", change="changed", before="a", after='We count "ten".'), [first]) == 1
    assert same_as(said(2, "CDU", change="deleted", before="a"), [first]) == 0


def test_bodies_disagree_where_their_proposals_for_a_paragraph_differ() -> None:
    ten = said(1, "IOM", change="changed", before="nine", after="ten")
    out = said(2, "CDU", change="deleted", before="nine")
    why = said(3, "SET", "Why?", anchor="_fl_b")
    who = said(4, "IOM", "Who?", anchor="_fl_b")
    alone = said(5, "IOM", "Fine.", anchor="_fl_c")

    found = side_by_side([why, who, ten, out, alone])

    assert [(t.anchor, t.differ, len(t.comments)) for t in found] == [("_fl_a", True, 2), ("_fl_b", False, 2)]


def test_what_changed_is_told_in_words_and_both_texts_can_be_read_from_it() -> None:
    before, after = "We count nine bodies in all of the island.", "We count ten public bodies in all of the island."

    pieces = words(before, after)

    assert [(p.state, p.text) for p in pieces if p.state != "same"] == [("out", "nine"), ("in", "ten public")]
    assert "".join(p.text for p in pieces if p.state != "in") == before
    assert "".join(p.text for p in pieces if p.state != "out") == after


def test_texts_with_little_in_common_are_told_as_one_out_and_one_in() -> None:
    assert [p.state for p in words("One thing was said of it.", "Quite other words came.")] == ["out", "in"]


def test_a_long_paragraph_is_told_by_the_words_around_what_changed() -> None:
    long = " ".join(f"w{n}" for n in range(40))

    assert narrowed(long, long.replace("w20", "new")) == (
        "… w15 w16 w17 w18 w19 w20 w21 w22 w23 w24 w25 …",
        "… w15 w16 w17 w18 w19 new w21 w22 w23 w24 w25 …",
    )


# --- letters


@pytest.mark.parametrize(
    ("today", "reviewer", "due"),
    [
        (date(2026, 5, 11), Reviewer("IOM"), False),
        (date(2026, 5, 12), Reviewer("IOM"), True),
        (date(2026, 5, 12), Reviewer("IOM", invited_on="2026-05-12"), False),
        (date(2026, 5, 14), Reviewer("IOM", reminded_on="2026-05-12"), False),
        (date(2026, 5, 15), Reviewer("IOM", reminded_on="2026-05-12"), True),
        (date(2026, 5, 20), Reviewer("IOM", reminded_on="2026-05-13"), True),
        (date(2026, 5, 20), Reviewer("IOM", reminded_on="2026-05-15"), False),
        (date(2026, 5, 15), Reviewer("IOM", "commented", "2026-05-10"), False),
        (date(2026, 5, 15), Reviewer("IOM", "no_comments", "2026-05-10"), False),
    ],
)
def test_a_body_without_an_answer_is_reminded_three_days_before_the_last_day_and_on_it(
    today: date, reviewer: Reviewer, due: bool
) -> None:
    assert to_remind(replace(ROUND, reviewers=(reviewer,)), today) == (("IOM",) if due else ())


def test_a_closed_round_reminds_and_invites_nobody() -> None:
    closed = replace(ROUND, closed_on="2026-05-15")

    assert to_invite(ROUND) == ("IOM",)
    assert (to_invite(closed), to_remind(closed, date(2026, 5, 15))) == ((), ())


# --- a workbook that came back

DRAFT = (
    Original("_fl_a", "Nine bodies.", "a", "s", "Summary"),
    Original("_fl_b", "Ten ties are known.", "b", "s", "Summary"),
)


def test_every_row_of_a_workbook_is_a_line_at_its_paragraph_or_without_a_place() -> None:
    rows = [
        Row("_fl_a", "", "Nine bodies.", "Which?", severity="question"), Row("_fl_a", "", "Nine bodies.", "And who?"),
        Row("_fl_b", "", "Ten ties are known.", "It was counted.", "Eleven ties are known."),
        Row("_fl_b", "", "Twelve ties are known.", ""), Row("_fl_gone", "", "Ten ties are known.", "By its text."),
        Row("", "page 3", "", "Where from?"), Row("", "page 4", "", "", "Write more."), Row("_fl_a", "", "Nine bodies.", ""),
    ]  # fmt: skip
    found = lines(DRAFT, of_rows(DRAFT, rows))

    assert [(line.text, line.change, line.after, line.placed.original) for line in found] == [
        ("Which?", "", "", 0), ("And who?", "", "", 0), ("By its text.", "", "", 1),
        ("It was counted.", "changed", "Eleven ties are known.", 1), ("", "changed", "Twelve ties are known.", 1),
        ("Where from?", "", "", -1), ("Write more.", "", "", -1),
    ]  # fmt: skip
    assert [line.quote for line in found][-2:] == ["page 3", "page 4"]


# --- two versions


def version(**texts: str) -> list[Original]:
    return [Original(f"_fl_{name}", text, name, "s", "Summary") for name, text in texts.items()]


def test_two_versions_are_told_paragraph_by_paragraph() -> None:
    old = version(
        a="A first paragraph that stays.",
        b="The second one will go.",
        c="Nine bodies were asked.",
        d="The last of them.",
    )
    new = version(d="The last of them.", a="A first paragraph that stays.", c="Ten bodies were asked.", e="Quite new.")

    told = [(p.state, p.before and p.before.text, p.after and p.after.text) for p in blocks(old, new)]

    assert told == [
        ("moved", "The last of them.", "The last of them."),
        ("same", "A first paragraph that stays.", "A first paragraph that stays."),
        ("removed", "The second one will go.", None),
        ("changed", "Nine bodies were asked.", "Ten bodies were asked."),
        ("added", None, "Quite new."),
    ]


def test_a_paragraph_put_in_before_numbered_ones_is_one_addition() -> None:
    old = [
        Original(f"_fl_s_{n}", f"Paragraph {text} says its own thing.")
        for n, text in enumerate(("one", "two", "three"))
    ]
    new = [Original("_fl_s_0", "Nobody has read of this before now.")] + [
        Original(f"_fl_s_{n + 1}", o.text) for n, o in enumerate(old)
    ]

    assert [p.state for p in blocks(old, new)] == ["added", "same", "same", "same"]


def test_cells_of_a_table_that_came_together_are_read_as_one() -> None:
    cells = [
        Original("", text, where="Annex H, table or figure") for text in ("No.", "Comment", "1", "Say who is to act.")
    ]
    prose = [Original("p1", "A paragraph of its own stands here.", where="Summary, paragraph 1")]

    found = list(folded(blocks([], prose + cells)))

    assert [(p.state, p.after and p.after.text) for p in found] == [
        ("added", "A paragraph of its own stands here."), ("added", "No. · Comment · 1 · Say who is to act."),
    ]  # fmt: skip
    assert list(folded(blocks(prose, prose))) == list(blocks(prose, prose))


def test_every_paragraph_of_both_versions_stands_once_in_the_comparison() -> None:
    old = version(**{f"p{n}": f"Paragraph {n % 7} of the older text." for n in range(30)})
    new = version(**{f"p{(n * 7) % 31}": f"Paragraph {n % 5} of the older text." for n in range(28)})
    pairs = blocks(old, new)

    assert sorted(id(p.before) for p in pairs if p.before) == sorted(map(id, old))
    assert [p.after for p in pairs if p.after] == new
