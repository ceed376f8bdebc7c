"""Comments on a draft: open until somebody decides."""

from __future__ import annotations

from typing import get_args

from filao.core.comments import DECISIONS, SEVERITIES, Comment, Decision


def test_a_comment_is_open_until_decided() -> None:
    comment = Comment("c1", 1, "mapping-report", "draft-1", "Ministry", "findings", "The date is wrong")

    assert (comment.decision, comment.response, comment.changed, comment.decided_on) == ("open", "", "", "")
    assert comment.severity in SEVERITIES


def test_every_decision_can_be_taken_and_open_is_the_first() -> None:
    assert get_args(Decision) == DECISIONS
    assert DECISIONS[0] == "open"
