"""Answers to interview guides become meetings and statements that a person decides on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from tests.collecting import answer, publish

from filao.core.problems import Problem
from filao.store.collection import ResponseRow
from filao.store.people import Workspace
from filao.work import desk
from filao.work.access import Actor
from filao.work.collection import ingest

pytestmark = pytest.mark.database


def answered(workspace: Workspace, *, simulated: bool = False, **more: str) -> str:
    """An answer to a guide of which these choices are known; a tie with the CDU."""
    publish(workspace, purpose="interview")
    ingest.take(workspace, answer(1, consent="yes").xml, {}, channel="collect", simulated=simulated)
    said = {"consent": "yes", "body": "MPF", "tie[1]/tie_body": "CDU", "tie[1]/tie_kind": "refers_to trains", **more}
    ResponseRow.objects.update(closed={f"/data/{name}": text for name, text in said.items()})
    return ResponseRow.objects.get().id


def test_an_answer_to_a_guide_becomes_a_meeting_and_statements_that_wait(actor: Actor, workspace: Workspace) -> None:
    id = answered(workspace, languages="en fr", meet_next="CDU", refers_to="CDU MPF nobody")

    meeting, n = desk.take_guide(actor, workspace, id)

    waiting = [claim for claim in desk.proposals(actor, workspace) if claim.source == meeting.source_id]
    assert (meeting.organisation_id, meeting.status, meeting.named) == ("MPF", "held", ("CDU",))
    assert meeting.held_on == timezone.localdate().isoformat()
    assert len(waiting) == n
    assert {claim.value for claim in waiting if claim.field == "languages"} == {("en", "fr")}
    ties = {claim.record for claim in waiting if claim.kind == "relation"}
    assert len(ties) == 2, "one for each kind; a body refers nobody to itself"


def test_an_answer_is_taken_over_once(actor: Actor, workspace: Workspace) -> None:
    id = answered(workspace)
    before = [one.id for one in desk.guides_waiting(actor, workspace)]

    desk.take_guide(actor, workspace, id)

    assert before == [id]
    assert desk.guides_waiting(actor, workspace) == []
    with pytest.raises(Problem, match="answer_proposed"):
        desk.take_guide(actor, workspace, id)


@pytest.mark.parametrize(
    ("said", "code"), [({"body": "NOBODY"}, "body_not_told"), ({"consent": "no"}, "consent_missing")]
)
def test_without_a_body_or_consent_nothing_is_taken_over(
    actor: Actor, workspace: Workspace, said: dict[str, str], code: str
) -> None:
    id = answered(workspace, **said)

    with pytest.raises(Problem, match=code):
        desk.take_guide(actor, workspace, id)

    assert desk.interviews(actor, workspace) == []


def test_a_simulated_answer_never_becomes_evidence(actor: Actor, workspace: Workspace) -> None:
    id = answered(workspace, simulated=True)

    with pytest.raises(Problem, match="simulated_answer"):
        desk.take_guide(actor, workspace, id)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ({"today": "2026-10-05", "start": "2026-10-06T09:00:00.000+04:00"}, "2026-10-05"),
        ({"start": "2026-10-06T09:00:00.000+04:00"}, "2026-10-06"),
        ({"today": "5 October", "start": "2026-10-06T09:00:00.000+04:00"}, "2026-10-06"),
        ({"today": "2999-01-01", "start": "2026-10-06T09:00:00.000+04:00"}, "2026-10-06"),
        ({"today": "2999-01-01"}, "2026-10-20"),
        ({"today": "2026-10-20"}, "2026-10-20"),
        ({"today": "2026-13-45", "start": "soon"}, "2026-10-20"),
        ({"block_profile/start": "2019-01-01"}, "2026-10-20"),
    ],
)
def test_a_meeting_was_held_on_the_day_that_the_answer_tells_else_on_the_day_it_came(
    actor: Actor, workspace: Workspace, said: dict[str, str], day: str
) -> None:
    id = answered(workspace, **said)
    ResponseRow.objects.update(received_on="2026-10-20")

    meeting, _ = desk.take_guide(actor, workspace, id)

    assert meeting.held_on == day
    assert [claim.value for claim in desk.proposals(actor, workspace) if claim.field == "year"] == [2026, 2026]


def test_an_answer_belongs_to_the_planned_meeting_nearest_to_its_own_day(actor: Actor, workspace: Workspace) -> None:
    today = timezone.localdate()
    then, now = (
        desk.log(actor, workspace, desk.Meeting("MPF", status="scheduled", planned_on=day)).code
        for day in (today - timedelta(days=30), today)
    )

    meeting, _ = desk.take_guide(actor, workspace, answered(workspace, today=str(today - timedelta(days=29))))

    assert (meeting.code, desk.find(actor, workspace, now).status) == (then, "scheduled")
