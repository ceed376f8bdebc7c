"""A round of comments: who has answered, what says the same, where bodies disagree; and what changed between two texts."""

from __future__ import annotations

from filao.core.comments import Comment
from filao.core.compare import narrowed, words
from filao.core.reviews import Reviewer, Round, same_as, side_by_side

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
