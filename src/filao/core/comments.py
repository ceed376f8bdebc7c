"""Comments on a draft: who said what about which place, what was decided, and what changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Decision = Literal["open", "accepted", "partly", "declined", "noted"]
DECISIONS: tuple[Decision, ...] = ("open", "accepted", "partly", "declined", "noted")
SEVERITIES = ("substance", "wording", "fact", "question")


@dataclass(frozen=True, slots=True)
class Comment:
    """One line of the comment matrix. `place` is the id of the block it speaks of, or a section's id."""

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
