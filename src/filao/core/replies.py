"""The right of reply: each body that a negative finding names is asked, with a date, before the finding is published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from filao.core.evidence import Finding

ReplyState = Literal["unasked", "asked", "replied", "no_reply"]


@dataclass(frozen=True, slots=True)
class Request:
    """A body asked for its reply to a finding. `shown` is what it was asked about, as it stood that day."""

    id: str
    engagement: str
    finding: str
    organisation: str
    asked_on: date
    due_on: date
    replied_on: date | None = None
    text: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A body that a negative finding names, and the request made of it, None where it has not been asked."""

    finding: Finding
    organisation: str
    request: Request | None
    state: ReplyState


def state_of(request: Request | None, today: date) -> ReplyState:
    """How a request stands; a body that has not replied has until the end of its day."""
    if request is None:
        return "unasked"
    if request.replied_on:
        return "replied"
    return "no_reply" if request.due_on < today else "asked"


def wanted(
    findings: Iterable[Finding], requests: Iterable[Request], today: date, dropped: Iterable[str] = ()
) -> tuple[Wanted, ...]:
    """Every body to be asked, by finding; those not asked first. Findings that were dropped ask nobody."""
    made = {(r.finding, r.organisation): r for r in requests}
    left = set(dropped)
    found = [
        Wanted(f, body, request := made.get((f.id, body)), state_of(request, today))
        for f in findings
        if f.negative and f.id not in left
        for body in f.bodies
    ]
    return tuple(sorted(found, key=lambda one: _ORDER[one.state]))


_ORDER: dict[ReplyState, int] = {"unasked": 0, "no_reply": 1, "asked": 2, "replied": 3}
