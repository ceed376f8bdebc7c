"""Comments on a draft: who said what about which place, what was decided, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decision = Literal["open", "accepted", "partly", "declined", "noted"]
DECISIONS: tuple[Decision, ...] = ("open", "accepted", "partly", "declined", "noted")
SEVERITIES = ("substance", "wording", "fact", "question")
CHANNELS = ("typed", "docx", "page", "matrix")
"""How a comment came in: typed by the team, in a Word file, on the page behind a link, in a matrix."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One line of the comment matrix. `place` is the id of the block it speaks of, or a section's id.

    Of a review round (`review` is its id) `anchor` is the bookmark of the paragraph, `where` says it in words, `quote` are
    the words marked. A proposal has its `change` (changed, inserted, deleted, moved) with the text before and after.
    `answers` and `duplicate_of` are numbers of other lines, 0 for none. What is `unplaced` waits for a person to place it.
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
