"""A working group as a demonstration shows it: a meeting held and one ahead, a draft with comments, findings put to a rehearsal.

All of it is made up. Every title and sentence says so by itself, since they go into papers that leave without their page.
Done again it adds nothing. No other module needs this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.utils import timezone

from filao.core.comments import Comment
from filao.core.returns import Original
from filao.documents.words.instruments.validation import Asked
from filao.store.people import Workspace
from filao.work import access, documents, engagements, group, narrative, returns, reviews, validation
from filao.work.access import Actor
from filao.work.collection import simulation
from filao.work.group import Decided, Item, Planned
from filao.work.validation import Decision

MARK = "Simulated"
GROUP, SECRETARIAT = "TWG", "IOM"
ABSENT = {"RRA": "alternate", "MOH": "excused", "NHRC": "absent"}
REVIEWERS = ("PMO", "MPF", "CDU", "IOM", "OC")
ANSWERS, ITEMS = 18, 8


@dataclass(frozen=True, slots=True)
class Shown:
    """Where what was made up stands: the number of the meeting that was held, the ids of the round of comments and of the
    meeting that validates."""

    meeting: str
    round: str
    validation: str


def show(actor: Actor, workspace: Workspace) -> Shown:
    """Let a made-up group meet, comment on the mapping report and rehearse a validation; what stands already is left."""
    access.require(actor, "group.edit", workspace)
    engagement = engagements.find(actor, workspace).id
    meeting = next((m.code for m in group.meetings(actor, workspace) if m.title == _HELD), "")
    if not meeting:
        meeting = _meet(actor, workspace, engagement)
    known = reviews.rounds(actor, workspace, engagement, "mapping-report")
    round = known[0].id if known else _comment(actor, workspace, engagement)
    held = validation.listing(actor, workspace, engagement)
    made = next((m.id for m in held if m.title == _REHEARSED), "")
    return Shown(meeting, round, made or _rehearse(actor, workspace, engagement))


def _weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


# --- the group meets

_HELD = f"{MARK}: first meeting of the Technical Working Group"
_AHEAD = f"{MARK}: second meeting of the Technical Working Group"
_MINUTES = (
    (
        "Opening, mandate and rules of procedure", "PMO",
        f"{MARK}. The chair recalled the mandate of the group: to manage and to monitor the mapping jointly. Decisions are "
        "taken by consensus; where there is none, by a vote of the members, and between meetings by no-objection.",
    ),
    (
        "Inception report and work plan", "IOM",
        f"{MARK}. The secretariat presented the work plan. Members asked that Rodrigues be visited in the second month and "
        "that each body check its own line of the register before it is printed.",
    ),
    (
        "Register of bodies: what is missing", "MGEFW",
        f"{MARK}. Members noted that few referrals between bodies rest on a written text. Bodies that hold one will send it.",
    ),
    (
        "Any other business", "",
        f"{MARK}. None was raised.",
    ),
)  # fmt: skip
_ACTIONS = (
    ("Send the texts on which referrals of children rest.", "CDU", -5, "under_way"),
    ("Check the line of the police in the register and return the sheet.", "MPF", -9, "done"),
    ("Name the post that follows the mapping in Rodrigues.", "RRA", 12, ""),
    ("Circulate the first draft of the mapping report.", SECRETARIAT, 20, ""),
)


def _meet(actor: Actor, workspace: Workspace, engagement: str) -> str:
    today = timezone.localdate()
    bodies = {seat.organisation_id for seat in group.members(actor, workspace, GROUP)}
    paper = _inception(actor, workspace, engagement)
    place = f"{MARK}: conference room of the secretariat"
    held = Planned(GROUP, _HELD, _weekday(today - timedelta(days=23)), time(9, 30), 150, place)
    code = group.plan(actor, workspace, held, read_by_person=True)
    for title, owner, minutes in _MINUTES:
        papers = (paper,) if title.startswith("Inception") else ()
        group.change_item(actor, workspace, code, Item(title, owner, papers, minutes), read_by_person=True)
    came = {body: ABSENT.get(body, "holder") for body in sorted(bodies)}
    group.note_attendance(actor, workspace, code, came)
    _decide(actor, workspace, code, paper, today)
    for text, owner, days, status in _ACTIONS:
        due = today + timedelta(days=days)
        action = group.assign(actor, workspace, code, f"{MARK}: {text}", owner, due, read_by_person=True)
        if status:
            group.report(actor, workspace, action, status, f"{MARK}: letter received.", read_by_person=True)
    group.circulate_minutes(actor, workspace, code)
    ahead = Planned(GROUP, _AHEAD, _weekday(today + timedelta(days=16)), time(14, 0), 120, place)
    following = group.plan(actor, workspace, ahead, read_by_person=True)
    for title, owner in (
        ("Actions that are overdue", "PMO"), ("Mapping report: comments on the first draft", SECRETARIAT),
        ("Findings to be validated", "PMO"), ("Visit to Rodrigues", "RRA"),
    ):  # fmt: skip
        group.change_item(actor, workspace, following, Item(title, owner), read_by_person=True)
    return code


def _decide(actor: Actor, workspace: Workspace, code: str, paper: str, today: date) -> None:
    taken = (
        Decided(
            f"{MARK}: The work plan is adopted. Rodrigues is visited in the second month.", "consensus",
            dissent={"ODPP": f"{MARK}: The visit should follow the desk review."},
        ),
        Decided(f"{MARK}: Each body confirms its own line of the register by a signed sheet.", "vote", (11, 1, 1)),
        Decided(
            f"{MARK}: The inception report is final.", "no_objection", until=today + timedelta(days=9), paper=paper
        ),
    )  # fmt: skip
    for one in taken:
        last = group.decide(actor, workspace, code, one, read_by_person=True)
    for body in ("MPF", "CDU", "MOL"):
        group.note_answer(actor, workspace, last, body, objects=False)


def _inception(actor: Actor, workspace: Workspace, engagement: str) -> str:
    """The hash of the inception report, built as a paper of the group."""
    c = documents.material(actor, workspace, engagement, language="en", audience="working_group")
    return str(documents.build(actor, workspace, "inception-report", "pdf", c).digest)


# --- a draft comes back with comments

_COMMENTS = (
    ("PMO", "summary", "substance", "Say in the first paragraph who is to act on this report, and by when."),
    ("MPF", "summary", "fact", "The police would rather be named with both of their units here."),
    ("CDU", "who", "wording", "“Bodies” is clear; please keep it throughout."),
    ("MPF", "who", "question", "Which of these are counted as police: the force as a whole, or each unit?"),
    ("IOM", "ties", "substance", "Say under the drawing that position has no meaning."),
    ("PMO", "recommendations", "substance", "Each recommendation needs one owner and a date."),
)  # fmt: skip
_DECIDED = (
    (2, "accepted", "The two units are now named."),
    (3, "noted", "The word stays."),
    (5, "declined", "The note under the drawing says so already."),
)


def _comment(actor: Actor, workspace: Workspace, engagement: str) -> str:
    due = _weekday(timezone.localdate() + timedelta(days=10))
    round = reviews.open_round(actor, workspace, engagement, "mapping-report", REVIEWERS, due)
    found = reviews.find(actor, workspace, round)
    paragraphs = reviews.paragraphs(actor, workspace, round)
    said = []
    for body, section, severity, text in _COMMENTS:
        at = _first(paragraphs, section)
        said.append(
            Comment(
                "", 0, found.document, found.version, returns.institution(workspace, body), at.block, f"{MARK}: {text}",
                severity, review=round, anchor=at.anchor, where=at.where, body=body,
            )
        )  # fmt: skip
    narrative.add_comments(actor, workspace, engagement, found.document, said, read_by_person=True)
    for body in dict.fromkeys(one[0] for one in _COMMENTS):
        reviews.answered(reviews.open_row(workspace, round), body, "commented")
    for number, decision, response in _DECIDED:
        narrative.decide_comment(
            actor, workspace, engagement, found.document, number, decision=decision, response=f"{MARK}: {response}",
            read_by_person=True,
        )  # fmt: skip
    return round


def _first(paragraphs: tuple[Original, ...], section: str) -> Original:
    """The first paragraph of a section that is long enough to be one of prose."""
    return next((p for p in paragraphs if p.section == section and len(p.text) > 80), paragraphs[0])


# --- a rehearsal of the validation

_REHEARSED = f"{MARK}: validation workshop, a rehearsal"


def _rehearse(actor: Actor, workspace: Workspace, engagement: str) -> str:
    c = documents.material(actor, workspace, engagement, language="en", audience="working_group")
    offered = [Asked(id, text) for id, text in validation.offered(actor, workspace, c).items()]
    made = validation.prepare(
        actor, workspace, engagement, title=_REHEARSED, way="validation", items=offered[:ITEMS],
        held_on=timezone.localdate(), simulated=True,
    )  # fmt: skip
    asked = validation.find(actor, workspace, made)
    simulation.fill(actor, workspace, asked.round, ANSWERS, refusals=0.0, likely={"agree": 12, "not_mine": 2})
    validation.count(actor, workspace, made)
    for item in validation.find(actor, workspace, made).to_plenary:
        validation.decide(
            actor, workspace, made, item, Decision("stands", "", f"{MARK}: nobody asked for other words.")
        )
    validation.close(actor, workspace, made, MARK)
    return made
