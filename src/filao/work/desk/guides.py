"""Answers to interview guides, from whatever client, taken over to the desk: a meeting held, and what it says of the register
as statements for a person to decide on.

Only choices are taken over: bodies, ties, places, languages. Words stay closed with the answer until a person carries them
(`guide_words`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction

from filao.core import desk as core
from filao.core.problems import Problem
from filao.core.register import Claim, Register
from filao.core.responses import split
from filao.core.schedule import OPEN
from filao.store import journal
from filao.store import register as store
from filao.store.collection import ResponseRow
from filao.store.desk import InterviewRow
from filao.store.people import Workspace
from filao.work import access
from filao.work.access import Actor
from filao.work.desk.meetings import Meeting, log, meeting_of, note
from filao.work.register import edit

TAKEN = "desk.take_guide"
_FIELDS = {"territory": "districts", "languages": "languages"}
"""Question of the guide -> field of the body's row."""
_REFERRAL = "refers_to"
_DAYS = ("today", "start")
"""Where the device writes the day of an answer, beside the questions: the day itself, or the moment it was begun."""
_FAR = 10_000
"""Days that a meeting without a day is away from any."""


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to a guide that nobody has taken over yet."""

    id: str
    title: str
    body: str
    on: date | None
    ties: int
    simulated: bool


def waiting(actor: Actor, workspace: Workspace) -> list[Answered]:
    """Answers to interview guides that are not at the desk yet, by body."""
    access.require(actor, "desk.read", workspace)
    done = {str(line.facts.get("answer")) for line in journal.lines(workspace, act=TAKEN, limit=None)}
    found = []
    for row in _rows(workspace):
        if row.id not in done:
            once, ties = _said(row.closed)
            found.append(Answered(
                row.id, row.version.instrument.title, once.get("body", ""), row.received_on, len(ties), row.simulated
            ))  # fmt: skip
    return sorted(found, key=lambda one: (one.body, one.id))


def take_over(actor: Actor, workspace: Workspace, id: str) -> tuple[core.Interview, int]:
    """Make a meeting of an answer and propose what it says. Returns the meeting and how many statements wait.

    Where a meeting with the body is still to be held, it is that one, the nearest in time of several; else a new one. It
    was held on the day that the device wrote into the answer, not on the day the answer came.
    Raises Problem no_such_record, body_not_told, answer_proposed, consent_missing, simulated_answer.
    """
    access.require(actor, "desk.edit", workspace)
    row = next((one for one in _rows(workspace) if one.id == id), None)
    if row is None:
        raise Problem("no_such_record", kind="answer", value=id)
    if row.simulated and not workspace.simulated:
        raise Problem("simulated_answer")
    register = store.reading(workspace)
    once, ties = _said(row.closed)
    body = once.get("body", "")
    if body not in register.organisations:
        raise Problem("body_not_told")
    on = _held_on(row)
    with transaction.atomic():
        Workspace.objects.select_for_update().get(id=workspace.id)
        if any(line.facts.get("answer") == id for line in journal.lines(workspace, act=TAKEN, limit=None)):
            raise Problem("answer_proposed")
        named = tuple(other for other in once.get("meet_next", "").split() if other in register.organisations)
        planned = _planned(workspace, body, on)
        known = meeting_of(planned) if planned else Meeting(body)
        meeting = log(actor, workspace, replace(
            known, status="held", consent=once.get("consent") == "yes", attribution=once.get("attribution", ""),
            language=row.language[:3], held_on=on, named=named,
        ), planned.code if planned else "", read_by_person=True)  # fmt: skip
        claims = _claims(once, ties, meeting, register)
        if claims:
            edit.propose(actor, workspace, claims, reason=meeting.code)
        note(workspace, actor, TAKEN, meeting.code, answer=id, claims=len(claims))
    return meeting, len(claims)


def _planned(workspace: Workspace, body: str, on: date | None) -> InterviewRow | None:
    """The meeting with a body that is still to be held, the nearest in time of several."""
    rows = InterviewRow.objects.filter(workspace_id=workspace.id, organisation=body, status__in=OPEN)

    def far(row: InterviewRow) -> tuple[int, str]:
        return abs((row.planned_on - on).days) if row.planned_on and on else _FAR, row.code

    return min(rows, key=far, default=None)


def _held_on(row: ResponseRow) -> date | None:
    """The day that an answer gives as its own; the day it came where it gives none, or one still to come by then."""
    told = {split(path)[0]: text for path, text in row.closed.items()}
    for name in _DAYS:
        try:
            day = date.fromisoformat(told.get(name, "")[:10])
        except ValueError:
            continue
        if row.received_on is None or day <= row.received_on:
            return day
    return row.received_on


def _rows(workspace: Workspace) -> list[ResponseRow]:
    found = ResponseRow.objects.filter(
        workspace_id=workspace.id, version__instrument__purpose="interview", version__instrument__anonymous=False,
        state__in=("complete", "incomplete"), current=True, received_at__isnull=False,
    )  # fmt: skip
    return list(found.select_related("version__instrument").order_by("id"))


def _said(closed: Mapping[str, str]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """Choices asked once, and those of each tie."""
    once: dict[str, str] = {}
    ties: dict[tuple[int, ...], dict[str, str]] = {}
    for path, text in closed.items():
        place, positions = split(path)
        name = place.rpartition("/")[2]
        if name.startswith("tie_"):
            ties.setdefault(positions, {})[name] = text
        elif text:
            once[name] = text
    return once, [ties[key] for key in sorted(ties) if ties[key].get("tie_body")]


def _claims(
    once: Mapping[str, str], ties: list[dict[str, str]], meeting: core.Interview, register: Register
) -> list[Claim]:
    body, vocabulary = meeting.organisation_id, register.vocabulary
    base = Claim("", "organisation", body, "", "", meeting.source_id, meeting.held_on, "C")
    claims = []
    for name, field in _FIELDS.items():
        known = vocabulary.codes("district" if field == "districts" else "language")
        if codes := tuple(code for code in once.get(name, "").split() if code in known):
            claims.append(replace(base, field=field, value=codes))
    wanted: dict[tuple[str, str, str], dict[str, str]] = {}
    for tie in ties:
        for kind in tie.get("tie_kind", "").split():
            wanted[body, tie["tie_body"], kind] = {
                name: tie[f"tie_{name}"] for name in ("formality", "frequency") if tie.get(f"tie_{name}")
            }
    for other in once.get("refers_to", "").split():
        wanted.setdefault((body, other, _REFERRAL), {})
    for other in once.get("receives_from", "").split():
        wanted.setdefault((other, body, _REFERRAL), {})
    about = replace(base, kind="relation")
    for (source, target, kind), facts in wanted.items():
        ends_known = {source, target} <= set(register.organisations)
        if source != target and ends_known and kind in vocabulary.codes("relation_kind"):
            claims += _tie(about, register, (source, target, kind), facts, meeting)
    return claims


def _tie(
    about: Claim, register: Register, key: tuple[str, str, str], facts: Mapping[str, str], meeting: core.Interview
) -> list[Claim]:
    source, target, kind = key
    standing = [tie.id for tie in register.relations.values() if tie.ends == (source, target) and tie.kind == kind]
    id = standing[0] if standing else f"{meeting.code}-{source}-{target}-{kind}"
    values: dict[str, str | int] = {"state": "existing", "year": int(meeting.held_on[:4])}
    values |= {name: code for name, code in facts.items() if code in register.vocabulary.codes(name)}
    if not standing:
        values |= {"source_org": source, "target_org": target, "kind": kind, "direction": "directed"}
    return [replace(about, record=id, field=name, value=value) for name, value in values.items()]
