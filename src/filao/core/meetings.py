"""The life of a working group: meetings with quorum and minutes, numbered decisions, actions with an owner and a date.

Institutions meet, not persons: attendance, dissent and objections are kept by body. What a body did not say counts only
where the rule of the procedure says so: in a no-objection, silence until the date is consent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from filao.core.register import Seat
from filao.core.workdays import NO_HOLIDAYS, Workdays

COMMENT_DAYS = 7
"""Days for comments on minutes, where nobody says otherwise."""
Presence = Literal["holder", "alternate", "excused", "absent"]
PRESENCES: tuple[Presence, ...] = ("holder", "alternate", "excused", "absent")
MinutesState = Literal["draft", "comments", "adopted"]
Mode = Literal["consensus", "vote", "no_objection"]
MODES: tuple[Mode, ...] = ("consensus", "vote", "no_objection")
Outcome = Literal["carried", "rejected", "open", "objected", "unconfirmed"]
ActionStatus = Literal["open", "under_way", "done", "dropped"]
ACTION_STATUSES: tuple[ActionStatus, ...] = ("open", "under_way", "done", "dropped")
SeatRole = Literal["holder", "alternate"]
SEAT_ROLES: tuple[SeatRole, ...] = ("holder", "alternate")
PaperStatus = Literal["draft", "comments", "validated"]
PAPER_STATUSES: tuple[PaperStatus, ...] = ("draft", "comments", "validated")
PAPER_KINDS = ("terms", "note", "plan", "protocol", "report", "form", "other")
REMIND_BEFORE = 2
"""Working days before the last day of a no-objection on which the silent are reminded; once more on the day itself."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom papers of the group are addressed to: a body in its language; the post of its seat holder and, where kept,
    the name."""

    organisation_id: str
    language: str = "en"
    post: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SeatHolder:
    """Who holds a seat, or stands in for its holder, by post. `reached` says that a name or an address is kept closed;
    of a holder who was replaced only post and days are left."""

    id: str
    seat_id: str
    organisation_id: str
    role: SeatRole
    post: str
    language: str = "en"
    appointed_on: date | None = None
    ended_on: date | None = None
    reached: bool = False


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """A version of a paper: its file by SHA-256, and the day on which it came."""

    number: int
    digest: str
    name: str
    size: int
    on: date


@dataclass(frozen=True, slots=True)
class GroupPaper:
    """A paper of a group. `versions` are the newest first: a new one supersedes, the old ones stay."""

    id: str
    group_id: str
    title: str
    kind: str
    status: PaperStatus
    versions: tuple[PaperVersion, ...]

    @property
    def current(self) -> PaperVersion:
        return self.versions[0]


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """An item with its papers (SHA-256 of kept files) and, after the meeting, its minutes."""

    position: int
    title: str
    owner: str = ""
    papers: tuple[str, ...] = ()
    minutes: str = ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting of a group. `quorum` is the number of bodies with a voice that must be present; `attendance` is by body,
    and `observers` are those among them that count for no quorum."""

    id: str
    group_id: str
    year: int
    number: int
    title: str
    on: date
    at: str = ""
    duration: int = 120
    place: str = ""
    quorum: int = 0
    attendance: Mapping[str, Presence] = field(default_factory=dict)
    items: tuple[AgendaItem, ...] = ()
    minutes: MinutesState = "draft"
    comments_until: date | None = None
    adopted_on: date | None = None
    observers: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return f"{self.year}-{self.number:02d}"

    @property
    def present(self) -> tuple[str, ...]:
        """Bodies that sat at the table, by their holder or alternate."""
        return tuple(body for body, how in self.attendance.items() if how in ("holder", "alternate"))

    @property
    def voices(self) -> tuple[str, ...]:
        """Bodies at the table that count for the quorum."""
        return tuple(body for body in self.present if body not in self.observers)

    @property
    def quorate(self) -> bool | None:
        """Whether the quorum was reached among its members; None while nobody has noted who came."""
        return quorum_reached(self.attendance, self.observers, self.quorum)


def quorum_reached(attendance: Mapping[str, str], observers: Collection[str], quorum: int) -> bool | None:
    """Whether enough bodies with a voice sat at the table; None while nobody has noted who came."""
    seated = [body for body, how in attendance.items() if how in ("holder", "alternate") and body not in observers]
    return len(seated) >= quorum if attendance else None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a body said of a no-objection, on which day; an objection has its reason."""

    organisation_id: str
    objects: bool
    on: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision, D-year-meeting-number. `votes` are for, against and abstentions; `dissent` is reasons by body.

    A no-objection has its last day `until`, and `paper`: the SHA-256 of the file that it is about. `quorate` is that of
    its meeting (None: nobody noted who came). `confirms` is the number of an earlier decision, taken without quorum, that
    this one confirms; `confirmation` the later decision that confirms this one.
    """

    id: str
    meeting: str
    number: int
    wording: str
    mode: Mode
    on: date
    votes: tuple[int, int, int] | None = None
    dissent: Mapping[str, str] = field(default_factory=dict)
    until: date | None = None
    paper: str = ""
    answers: tuple[Answer, ...] = ()
    quorate: bool | None = None
    confirms: str = ""
    confirmation: Decision | None = None

    @property
    def code(self) -> str:
        return f"D-{self.meeting}-{self.number:02d}"


@dataclass(frozen=True, slots=True)
class Action:
    """What a body undertook to do, A-year-meeting-number; `evidence` says what its status rests on."""

    id: str
    meeting: str
    number: int
    text: str
    owner: str
    due: date
    status: ActionStatus = "open"
    evidence: str = ""
    reported_on: date | None = None

    @property
    def code(self) -> str:
        return f"A-{self.meeting}-{self.number:02d}"


def outcome(decision: Decision, today: date) -> Outcome:
    """How a decision stands on a day. A vote carries where more are for it than against; a tie does not carry.

    One objection stops a no-objection, whatever the day; without one, silence is consent after the last day. What a
    meeting without quorum carried stays unconfirmed until a later decision that confirms it is carried itself.
    """
    if decision.mode == "no_objection":
        if any(answer.objects for answer in decision.answers):
            return "objected"
        return "open" if decision.until is None or today <= decision.until else "carried"
    if decision.mode == "vote":
        in_favour, against, _abstained = decision.votes or (0, 0, 0)
        if in_favour <= against:
            return "rejected"
    if decision.quorate is False:
        later = decision.confirmation
        return "carried" if later is not None and outcome(later, today) == "carried" else "unconfirmed"
    return "carried"


def reminder(decision: Decision, today: date, days: Workdays = NO_HOLIDAYS) -> Literal["", "soon", "last"]:
    """The reminder of a no-objection that is due on a day: "soon" from two working days before its last day on, "last" on
    that day. "" where it was asked so late that the first would follow at once, or where it is open no more."""
    if decision.until is None or outcome(decision, today) != "open":
        return ""
    if today == decision.until:
        return "last"
    first = days.before(decision.until, REMIND_BEFORE)
    return "soon" if decision.on < first <= today else ""


def silent(decision: Decision, bodies: Iterable[str]) -> tuple[str, ...]:
    """Bodies of the group that have not answered a no-objection."""
    said = {answer.organisation_id for answer in decision.answers}
    return tuple(body for body in bodies if body not in said)


def overdue(actions: Iterable[Action], today: date) -> tuple[Action, ...]:
    """Actions past their day that are neither done nor dropped, the oldest first: they open the next agenda."""
    late = [a for a in actions if a.due < today and a.status in ("open", "under_way")]
    return tuple(sorted(late, key=lambda a: (a.due, a.code)))


def next_meeting(meetings: Iterable[Meeting], today: date) -> Meeting | None:
    """The meeting that comes next; one held today is still to come."""
    return min((m for m in meetings if m.on >= today), key=lambda m: (m.on, m.at), default=None)


def with_voice(seats: Iterable[Seat]) -> tuple[str, ...]:
    """Bodies that count for the quorum, vote and are asked for consent: each once, observers left out."""
    return tuple(dict.fromkeys(seat.organisation_id for seat in seats if seat.seat_type != "observer"))


def usual_quorum(seats: Collection[str]) -> int:
    """More than half of the bodies that hold a seat with a voice."""
    return len(seats) // 2 + 1


def comments_end(circulated: date, days: int = COMMENT_DAYS) -> date:
    """The last day for comments on minutes."""
    return circulated + timedelta(days=days)


def comments_open(meeting: Meeting, today: date) -> bool:
    """Whether a body may still comment on the minutes; the last day counts."""
    return meeting.minutes == "comments" and meeting.comments_until is not None and today <= meeting.comments_until


@dataclass(frozen=True, slots=True)
class Digest:
    """What one body should know this week: meetings ahead, what it is asked to answer, and what it undertook."""

    organisation_id: str
    meetings: tuple[Meeting, ...]
    minutes: tuple[Meeting, ...]
    to_answer: tuple[Decision, ...]
    actions: tuple[Action, ...]

    def __bool__(self) -> bool:
        return bool(self.meetings or self.minutes or self.to_answer or self.actions)


def digest(
    body: str, meetings: Sequence[Meeting], decisions: Sequence[Decision], actions: Sequence[Action], today: date,
    *, ahead: int = 14,
) -> Digest:  # fmt: skip
    """The week's digest of a body: meetings within `ahead` days, minutes open for comments, unanswered no-objections,
    and its own open actions, the one due first on top."""
    last = today + timedelta(days=ahead)
    own = [a for a in actions if a.owner == body and a.status in ("open", "under_way")]
    return Digest(
        body,
        tuple(sorted((m for m in meetings if today <= m.on <= last), key=lambda m: m.on)),
        tuple(m for m in meetings if comments_open(m, today)),
        tuple(d for d in decisions if outcome(d, today) == "open" and body in silent(d, [body])),
        tuple(sorted(own, key=lambda a: (a.due, a.code))),
    )
