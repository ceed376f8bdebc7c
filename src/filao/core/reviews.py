"""A round of comments on a draft: who was asked and who has answered, comments that say the same, and those that disagree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from filao.core.comments import Comment
from filao.core.returns import plain

SAME = 92.0
"""Least likeness in percent (Indel similarity) of two comments on one paragraph that say the same."""

BEFORE = timedelta(days=3)
"""How long before the last day of a round the first reminder goes out."""

ReviewerState = Literal["asked", "commented", "no_comments"]


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A body that was asked; the days are ISO dates, "" for none."""

    organisation: str
    state: ReviewerState = "asked"
    answered_on: str = ""
    invited_on: str = ""
    reminded_on: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """A round of comments on one draft. `docx` and `pdf` are the ids of its frozen files, `digest` the hash of the DOCX."""

    id: str
    engagement: str
    document: str
    language: str
    audience: str
    version: str
    code: str
    docx: str
    pdf: str
    digest: str
    opened_on: str
    due_on: str
    closed_on: str = ""
    reviewers: tuple[Reviewer, ...] = ()

    @property
    def answered(self) -> int:
        """Bodies that have commented or said that they have no comment."""
        return sum(r.state != "asked" for r in self.reviewers)


def to_remind(round: Round, today: date) -> tuple[str, ...]:
    """Bodies that are due a reminder: without an answer, and not written to since the newest day of reminding.

    Reminders fall three days before the last day and on it; what was missed stays due until the round is closed.
    """
    due = date.fromisoformat(round.due_on)
    days = [day for day in (due - BEFORE, due) if day <= today]
    if not days or round.closed_on:
        return ()
    since = max(days).isoformat()
    return tuple(
        r.organisation
        for r in round.reviewers
        if r.state == "asked" and max(r.reminded_on, r.invited_on, round.opened_on) < since
    )


def to_invite(round: Round) -> tuple[str, ...]:
    """Bodies without an answer whose invitation is not noted as sent."""
    return tuple(
        r.organisation
        for r in round.reviewers
        if r.state == "asked" and not (r.invited_on or r.reminded_on or round.closed_on)
    )


def same_as(comment: Comment, others: Sequence[Comment]) -> int:
    """The number of the first comment on the same paragraph that says the same; 0 for none."""
    from rapidfuzz.fuzz import ratio

    if comment.apart:
        return 0
    for other in others:
        if other.number == comment.number or other.anchor != comment.anchor or not comment.anchor or other.duplicate_of:
            continue
        if comment.change or other.change:
            alike = (comment.change, plain(comment.after)) == (other.change, plain(other.after))
        else:
            alike = ratio(plain(comment.text).casefold(), plain(other.text).casefold()) >= SAME
        if alike:
            return other.number
    return 0


@dataclass(frozen=True, slots=True)
class Together:
    """Comments of several institutions on one paragraph. They `differ` where their proposals cannot all be taken."""

    anchor: str
    where: str
    comments: tuple[Comment, ...]
    differ: bool


def side_by_side(comments: Sequence[Comment]) -> tuple[Together, ...]:
    """Paragraphs on which more than one institution spoke, those whose proposals differ first."""
    by_anchor: dict[str, list[Comment]] = defaultdict(list)
    for comment in comments:
        if comment.anchor and not comment.duplicate_of:
            by_anchor[comment.anchor].append(comment)
    found = []
    for anchor, group in by_anchor.items():
        if len({c.said_by for c in group}) < 2:
            continue
        proposals = [c for c in group if c.change and c.change != "inserted"]
        differ = len({(c.change, plain(c.after)) for c in proposals}) > 1 and len({c.said_by for c in proposals}) > 1
        found.append(Together(anchor, group[0].where, tuple(group), differ))
    return tuple(sorted(found, key=lambda t: not t.differ))
