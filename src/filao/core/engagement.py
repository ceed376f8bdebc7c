"""One terms of reference at work: tasks, deliverables, dates, and instalments that follow accepted deliverables.

The terms are data. Shares of instalments are never assumed: where the terms do not say which deliverables an instalment
pays, its conditions are open until the parties have agreed them, and it is not claimable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Literal

DeliverableStatus = Literal["planned", "draft", "submitted", "comments", "accepted"]
DELIVERABLE_STATUSES: tuple[DeliverableStatus, ...] = ("planned", "draft", "submitted", "comments", "accepted")
InstalmentStatus = Literal["conditions_open", "not_due", "comments_open", "claimable", "claimed", "paid"]


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    phase: str
    text: str


@dataclass(frozen=True, slots=True)
class Deliverable:
    """What is to be handed over. `submitted` and `evidence` are the SHA-256 of the file handed in and of the one accepted.

    `documents` are the kinds of document it is known to have been built as, none where nothing ties it to one;
    `comments_open` counts the comments on these that wait for a decision.
    """

    id: str
    title: str
    form: str
    due: date | None = None
    status: DeliverableStatus = "planned"
    submitted_on: date | None = None
    accepted_on: date | None = None
    accepted_by: str = ""
    evidence: str = ""
    max_counted_pages: int | None = None
    submitted: str = ""
    documents: tuple[str, ...] = ()
    comments_open: int = 0


@dataclass(frozen=True, slots=True)
class Instalment:
    """A payment. `conditions` are ids of deliverables that must be accepted; `settled` is "", "claimed" or "paid"."""

    number: int
    rule: str
    conditions: tuple[str, ...] = ()
    share: float | None = None
    settled: Literal["", "claimed", "paid"] = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    id: str
    title: str
    on: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Engagement:
    """A terms of reference at work. `baseline` is the year of an earlier mapping that this one renews."""

    id: str
    title: str
    client: str
    project: str
    start: date
    end: date
    language: str
    purpose: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    tasks: tuple[Task, ...] = ()
    deliverables: tuple[Deliverable, ...] = ()
    instalments: tuple[Instalment, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    supervision: tuple[str, ...] = ()
    coordination: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    demonstration: bool = False
    baseline: int | None = None

    def deliverable(self, id: str) -> Deliverable | None:
        return next((d for d in self.deliverables if d.id == id), None)


@dataclass(frozen=True, slots=True)
class Due:
    """A date that lies ahead or has passed. `days` from today, negative when late; `what` is deliverable or milestone."""

    what: str
    id: str
    title: str
    on: date
    days: int


def upcoming(engagement: Engagement, today: date) -> tuple[Due, ...]:
    """What is due and not yet accepted, the nearest first; milestones that have passed are left out."""
    found = [
        Due("deliverable", d.id, d.title, d.due, (d.due - today).days)
        for d in engagement.deliverables
        if d.due and d.status != "accepted"
    ]
    found += [
        Due("milestone", m.id, m.title, m.on, (m.on - today).days)
        for m in engagement.milestones
        if (m.until or m.on) >= today
    ]
    return tuple(sorted(found, key=lambda due: (due.on, due.id)))


def instalment_status(engagement: Engagement, instalment: Instalment) -> InstalmentStatus:
    """Whether an instalment may be claimed: only with agreed conditions, all accepted and without an open comment."""
    if instalment.settled:
        return instalment.settled
    if not instalment.conditions:
        return "conditions_open"
    if missing_for(engagement, instalment):
        return "not_due"
    return "comments_open" if commented_on(engagement, instalment) else "claimable"


def missing_for(engagement: Engagement, instalment: Instalment) -> tuple[str, ...]:
    """Ids of the deliverables that an instalment still waits for."""
    accepted = {d.id for d in engagement.deliverables if d.status == "accepted"}
    return tuple(id for id in instalment.conditions if id not in accepted)


def commented_on(engagement: Engagement, instalment: Instalment) -> tuple[Deliverable, ...]:
    """Deliverables an instalment pays whose documents carry comments without a decision."""
    return tuple(d for d in engagement.deliverables if d.id in instalment.conditions and d.comments_open)


def untied(engagement: Engagement, instalment: Instalment) -> tuple[Deliverable, ...]:
    """Deliverables an instalment pays that no document is known for: whether comments on them are closed cannot be told."""
    return tuple(d for d in engagement.deliverables if d.id in instalment.conditions and not d.documents)


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the calendar; `until` is the last day. It lasts all day, unless it begins `at` a time of the place ("09:30")
    and takes `minutes`; `agreed` is None where nobody has to agree to it."""

    uid: str
    title: str
    on: date
    until: date
    at: str = ""
    minutes: int = 0
    place: str = ""
    agreed: bool | None = None


def calendar(engagement: Engagement) -> tuple[Event, ...]:
    """Due dates and milestones as calendar entries."""
    events = [Event(f"{engagement.id}-{d.id}", d.title, d.due, d.due) for d in engagement.deliverables if d.due]
    events += [Event(f"{engagement.id}-{m.id}", m.title, m.on, m.until or m.on) for m in engagement.milestones]
    return tuple(sorted(events, key=lambda event: (event.on, event.uid)))


@dataclass(frozen=True, slots=True)
class Plan:
    """How terms become an engagement: when it starts, and what falls on which day counted from the start."""

    id: str
    terms: str
    start: date
    title: str = ""
    days: int | None = None
    due: Mapping[str, int] = field(default_factory=dict)
    milestones: Sequence[tuple[str, str, int, int]] = ()
    demonstration: bool = False
    baseline: int | None = None


def from_terms(terms: Mapping[str, Any], plan: Plan) -> Engagement:
    """The engagement that terms of reference (as in `terms_of_reference.json`) and a plan amount to."""
    length = plan.days
    if length is None:
        length = (date.fromisoformat(terms["end"]) - date.fromisoformat(terms["start"])).days
    return Engagement(
        id=plan.id,
        title=plan.title or terms["title"],
        client=terms.get("client", ""),
        project=terms.get("project", ""),
        start=plan.start,
        end=plan.start + timedelta(days=length),
        language=terms.get("language_of_deliverables", "en"),
        purpose=tuple(terms.get("purpose", ())),
        methods=tuple(terms.get("methods", ())),
        tasks=tuple(Task(t["id"], t["phase"], t["text"]) for t in terms.get("tasks", ())),
        deliverables=tuple(
            Deliverable(
                d["id"],
                d["title"],
                d["form"],
                due=plan.start + timedelta(days=plan.due[d["id"]]) if d["id"] in plan.due else None,
                max_counted_pages=d.get("max_counted_pages"),
            )
            for d in terms.get("deliverables", ())
        ),
        instalments=tuple(
            Instalment(i["no"], i.get("rule", ""), tuple(i.get("conditions", ())), i.get("share"))
            for i in terms.get("instalments", ())
        ),
        milestones=tuple(
            Milestone(id, title, plan.start + timedelta(days=first), plan.start + timedelta(days=last))
            for id, title, first, last in plan.milestones
        ),
        supervision=tuple(terms.get("supervision", ())),
        coordination=tuple(terms.get("coordination", ())),
        results=tuple(terms.get("results", ())),
        demonstration=plan.demonstration,
        baseline=plan.baseline,
    )
