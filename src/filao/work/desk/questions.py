"""Questions as the desk stands with them: raised by the register, answered in a meeting, closed or dropped by a person."""

from __future__ import annotations

from django.db import transaction

from filao.core.problems import Problem
from filao.core.questions import Question
from filao.store.desk import AnswerRow, QuestionState
from filao.store.people import Workspace
from filao.work import access, analysis
from filao.work.access import Actor
from filao.work.desk.meetings import note

STATES = ("open", "answered", "dropped")
GUIDE = "guide:"
"""What the question of a note begins with that a guide's answer was carried to: the rest is its place in the answer."""
SAYS_SOMETHING = ("confirmed", "absent", "other")
"""Outcomes after which a question is not open any more."""
NAMED = "institution"
"""The level of attribution at which the body that spoke may be told."""


def question(actor: Actor, workspace: Workspace, id: str) -> Question:
    """A question by its id. Raises Problem no_such_question."""
    access.require(actor, "questions.read", workspace)
    found = next((q for q in analysis.read(actor, workspace).questions if q.id == id), None)
    if found is None:
        raise Problem("no_such_question", id=id)
    return found


def question_states(actor: Actor, workspace: Workspace) -> dict[str, QuestionState]:
    """States of questions that people have closed or dropped, by question."""
    access.require(actor, "questions.read", workspace)
    return {row.question: row for row in QuestionState.objects.filter(workspace_id=workspace.id)}


def standings(actor: Actor, workspace: Workspace) -> dict[str, str]:
    """Question -> answered or dropped: what a person has decided, else whether a meeting has answered it.

    A question that is not named is open. Who may not read the desk is told of answers only that were given in the open:
    a question asked of one body and answered would tell who spoke.
    """
    access.require(actor, "questions.read", workspace)
    answered = AnswerRow.objects.filter(workspace_id=workspace.id, outcome__in=SAYS_SOMETHING)
    if not access.may(actor, "desk.read", workspace):
        answered = answered.filter(interview__attribution=NAMED)
    found = dict.fromkeys(answered.values_list("question", flat=True), "answered")
    return found | {id: row.state for id, row in question_states(actor, workspace).items()}


def close_question(actor: Actor, workspace: Workspace, id: str, state: str, reason: str) -> str:
    """Close, drop or open again a question. Returns its state. Raises Problem no_such_state, reason_missing."""
    access.require(actor, "questions.edit", workspace)
    if state not in STATES:
        raise Problem("no_such_state", value=state, codes=STATES)
    if state == "dropped" and not reason.strip():
        raise Problem("reason_missing")
    with transaction.atomic():
        if state == "open":
            QuestionState.objects.filter(workspace_id=workspace.id, question=id).delete()
        else:
            QuestionState.objects.update_or_create(
                workspace_id=workspace.id, question=id, defaults={"state": state, "reason": reason}
            )
        note(workspace, actor, f"question.{state}", id[:160], reason)
    return state
