"""Personal data as a law on data protection sees it: kinds with their purpose and retention, breaches with their clock.

Sections are those of the Data Protection Act 2017 of Mauritius (Act 20 of 2017); a country whose law is not on record has
none, and documents leave blanks. The principles are those of IOM (Data Protection Manual, 2010). What is said here about
a law is our reading, to be checked by a lawyer.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal

Basis = Literal["consent", "public_task", "accountability"]
"""Why it may be processed: the person agreed, a public authority does its task, or acts must be answered for."""

Subject = Literal["officials", "respondents", "invited", "collectors", "team", "commenters", "anyone"]
"""Whose data it is: people met in bodies, people who answer, people invited, those who collect, the people who work in
Filao, those who comment on drafts, and whoever is named in a file that came in."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How long a kind is kept: `months` after the engagement ends, or `days` after each row's own day.

    Neither: as long as the workspace itself. `since` names that day.
    """

    months: int = 0
    days: int = 0
    since: Literal["engagement", "renewed", "received", "ended", "left", "workspace"] = "engagement"

    def until(self, end: date | None) -> date | None:
        """The day from which the kind is due, where it hangs on the end of an engagement."""
        return months_after(end, self.months) if self.months and end else None


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A kind of personal data. `reads` are the rights that open it, `closed` whether it is encrypted under a key.

    `guarded`: taking it out may need a second person. `held`: a kind that is never erased, since acts are answered for
    with it.
    """

    code: str
    subjects: tuple[Subject, ...]
    basis: Basis
    rule: Rule
    reads: tuple[str, ...]
    closed: bool = False
    guarded: bool = False

    @property
    def held(self) -> bool:
        return not (self.rule.months or self.rule.days)


@dataclass(frozen=True, slots=True)
class Decision:
    """A retention that people decided on, with their reason: a day, or a number of days after each row's own day."""

    reason: str
    by: str
    on: date
    until: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Holding:
    """What a workspace holds of a kind, for an engagement ("" for what belongs to none).

    `until` is the day from which all of it is due; `past` how many rows are due today; `oldest` the day of the first.
    """

    kind: PersonalData
    engagement: str
    title: str
    count: int
    past: int
    until: date | None = None
    oldest: date | None = None
    decision: Decision | None = None

    @property
    def days(self) -> int:
        """Days that each row is kept after its own day; 0 where the engagement decides."""
        return (self.decision.days if self.decision else None) or self.kind.rule.days


# --- destruction


@dataclass(frozen=True, slots=True)
class Destroyed:
    """What was destroyed of a kind, and how many rows."""

    kind: str
    count: int
    files: int = 0


METHODS = ("key", "rows", "files", "pages", "copies")
"""How: the key of closed content destroyed, rows deleted, files deleted, the database written anew without free pages,
copies made before upgrades deleted."""


@dataclass(frozen=True, slots=True)
class Destruction:
    """An act of destruction as its certificate tells it. `backups_until` is the day by which older backups are gone;
    `line` and `hash` are those of its line in the journal."""

    number: int
    title: str
    parts: tuple[Destroyed, ...]
    methods: tuple[str, ...]
    reason: str
    by: str
    at: datetime
    backups_until: date
    line: int = 0
    hash: str = ""


# --- breaches


@dataclass(frozen=True, slots=True)
class Breach:
    """A breach of personal data: what is known of it, and what was done.

    `aware_at` is when the controller became aware of it: the clock starts there. Unknown numbers are None.
    """

    number: int
    aware_at: datetime
    nature: str
    happened: str = ""
    kinds: tuple[str, ...] = ()
    people: int | None = None
    records: int | None = None
    effects: str = ""
    measures: str = ""
    high_risk: bool | None = None
    notified_at: datetime | None = None
    reason_late: str = ""
    told_at: datetime | None = None
    told_how: str = ""
    closed_at: datetime | None = None
    closing: str = ""


BreachState = Literal["running", "overdue", "notified", "closed"]


def notice_due(breach: Breach, law: Law) -> datetime:
    """When the Commissioner must have been told."""
    return breach.aware_at + timedelta(hours=law.notice_hours)


def breach_state(breach: Breach, law: Law, now: datetime) -> BreachState:
    """Where a breach stands: the clock is running, has run out, the Commissioner was told, or all is done."""
    if breach.closed_at:
        return "closed"
    if breach.notified_at:
        return "notified"
    return "overdue" if now > notice_due(breach, law) else "running"


def hours_left(breach: Breach, law: Law, now: datetime) -> int:
    """Whole hours until the notice is due, negative once it is late."""
    seconds = (notice_due(breach, law) - now).total_seconds()
    return int(seconds // 3600) if seconds >= 0 else -int(-seconds // 3600)


def was_late(breach: Breach, law: Law) -> bool:
    """Whether the Commissioner was told after the time was up."""
    return breach.notified_at is not None and breach.notified_at > notice_due(breach, law)


def missing(breach: Breach) -> tuple[str, ...]:
    """What the notice to the Commissioner still lacks, by name of the field."""
    lacking = [name for name in ("kinds", "effects", "measures") if not getattr(breach, name)]
    return (*lacking, *(name for name in ("people", "records", "high_risk") if getattr(breach, name) is None))


# --- laws and principles


@dataclass(frozen=True, slots=True)
class Law:
    """What a country's law is called, where its duties stand, and how many hours there are to tell of a breach.

    `sections` lead from a duty to its number; a law that is not on record has none.
    """

    country: str
    name: str = ""
    office: str = ""
    sections: Mapping[str, str] = field(default_factory=dict)
    notice_hours: int = 72


DUTIES = (
    "registration", "principles", "collection", "consent", "breach_notice", "breach_told", "destruction", "lawful",
    "special", "child", "security", "record", "assessment", "consultation", "transfer", "access", "rectification",
    "objection",
)  # fmt: skip
"""Duties that bind a workspace, in the order of the Act."""

_MAURITIUS = Law(
    "MU",
    "Data Protection Act 2017",
    "Data Protection Office",
    {
        "registration": "14", "principles": "21", "collection": "23", "consent": "24", "breach_notice": "25",
        "breach_told": "26", "destruction": "27", "lawful": "28", "special": "29", "child": "30", "security": "31",
        "record": "33", "assessment": "34", "consultation": "35", "transfer": "36", "access": "37",
        "rectification": "39", "objection": "40",
    },
)  # fmt: skip
_LAWS = {law.country: law for law in (_MAURITIUS,)}


def law_of(country: str) -> Law:
    """The law of a country (ISO code), as far as it is on record."""
    return _LAWS.get(country, Law(country))


PRINCIPLES = (
    "lawful_collection", "purpose", "quality", "consent", "transfer", "confidentiality", "access", "security",
    "retention", "application", "ownership", "oversight", "exceptions",
)  # fmt: skip
"""The thirteen principles of IOM, in their order."""


# --- what a workspace tells of itself


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of a workspace's personal data, for documents: holdings, who reads them, breaches, destructions.

    `readers` lead from a kind to the roles that may read it; `lock` is what opens closed words (machine, passphrase, or ""
    where none are kept); `second_person` whether taking restricted data out needs two.
    """

    holdings: tuple[Holding, ...] = ()
    readers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    breaches: tuple[Breach, ...] = ()
    destructions: tuple[Destruction, ...] = ()
    second_person: bool = False
    backup_days: int = 90
    lock: str = ""

    def destruction(self, number: int) -> Destruction | None:
        return next((d for d in self.destructions if d.number == number), None)

    def breach(self, number: int) -> Breach | None:
        return next((b for b in self.breaches if b.number == number), None)


NOTHING = Account()
"""The account of a workspace of which nothing is known."""
