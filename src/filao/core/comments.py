"""Comments on a draft: who said what about which place, what was decided, and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Decision = Literal["open", "accepted", "partly", "declined", "noted"]
DECISIONS: tuple[Decision, ...] = ("open", "accepted", "partly", "declined", "noted")
SEVERITIES = ("substance", "wording", "fact", "question")


@dataclass(frozen=True, slots=True)
class Comment:
    """One line of the comment matrix. `place` is the id of the block it speaks of, or a section's id.

    Of a review round (`review` is its id) `anchor` is the bookmark of the paragraph, `where` says it in words, `quote` are
    the words marked. A proposal has its `change` (changed, inserted, deleted, moved) with the text before and after.
    `channel` says how it came: typed, docx, xlsx or link. `came` is where it stood when it came, where a person has moved
    it since: block and bookmark on two lines, "" where nobody has.
    `decided_by` is the role of who decided on it last. `body` is the register's id of the body that was asked: its name
    may be that of another, and may change; "" of what came in a matrix.
    `answers` and `duplicate_of` are numbers of other lines, 0 for none; `apart` is what a person has said to be no
    duplicate. What is `unplaced` waits for a person to place it.
    """

    id: str
    number: int
    deliverable: str
    version: str
    institution: str
    place: str
    text: str
    severity: str = "substance"
    decision: Decision = "open"
    response: str = ""
    changed: str = ""
    received_on: str = ""
    decided_on: str = ""
    review: str = ""
    channel: str = "typed"
    anchor: str = ""
    where: str = ""
    quote: str = ""
    change: str = ""
    before: str = ""
    after: str = ""
    answers: int = 0
    duplicate_of: int = 0
    unplaced: bool = False
    resolved: bool = False
    came: str = ""
    apart: bool = False
    decided_by: str = ""
    body: str = ""

    @property
    def said_by(self) -> str:
        """Whose words these are: the body that was asked, else the institution by its name."""
        return self.body or self.institution

    @property
    def reason(self) -> str:
        """What was said beside a proposal; "" where the proposal stands alone."""
        return self.text.rpartition("\n\n")[0] if self.change else ""

    @property
    def identity(self) -> tuple[str, ...]:
        """What tells a comment from others of its deliverable. Two of a draft that came back may have the same: a body that
        writes "Source?" twice has said it twice. It stays the same where a person moves the comment."""
        place, anchor = self.came.split("\n", 1) if self.came else (self.place, self.anchor)
        return (
            self.said_by, place, self.text, self.review, anchor, self.quote, self.change, self.before, self.after,
        )  # fmt: skip


def fresh(new: Iterable[Comment], known: Iterable[Comment]) -> list[bool]:
    """Whether each of the new comments says what stands nowhere yet.

    Of a review round as many with one identity are known as there are; a line of a matrix, which does not tell its
    paragraph, is known by institution, place and text, and stands once.
    """
    known = list(known)
    there = Counter(comment.identity for comment in known)
    lines = {(c.institution, c.place, c.text) for c in known}
    found = []
    for comment in new:
        line = (comment.institution, comment.place, comment.text)
        if comment.review:
            found.append(there[comment.identity] == 0)
            there[comment.identity] -= not found[-1]
        else:
            found.append(line not in lines)
        lines.add(line)
    return found
