"""Made-up answers go the way of all answers, into rounds that say they are simulated, and nowhere else."""

from __future__ import annotations

import pytest

from filao.core.problems import Problem
from filao.store.collection import ResponseRow
from filao.work.access import Actor
from filao.work.collection import instruments, rounds, simulation
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


@pytest.fixture
def survey(actor: Actor, workspace: Workspace) -> str:
    instruments.make(actor, workspace, "officer-survey")
    instruments.publish(actor, workspace, "officer-survey", reason="test")
    return "officer-survey"


def test_each_made_up_answer_is_marked_and_comes_once(actor: Actor, workspace: Workspace, survey: str) -> None:
    id = rounds.create(actor, workspace, survey, rounds.Plan("Made up", "open", simulated=True))

    came = simulation.fill(actor, workspace, id, 12)
    again = simulation.fill(actor, workspace, id, 12)

    rows = ResponseRow.objects.filter(workspace_id=workspace.id, round_id=id)
    assert (came, again, rows.count()) == (12, 0, 12)
    assert all(row.simulated and row.channel == "simulated" and row.received_at is None for row in rows)


def test_no_made_up_answer_enters_a_round_that_asks_people(actor: Actor, workspace: Workspace, survey: str) -> None:
    id = rounds.create(actor, workspace, survey, rounds.Plan("For people", "open"))

    with pytest.raises(Problem) as refused:
        simulation.fill(actor, workspace, id, 3)

    assert refused.value.code == "not_simulated"
    assert not ResponseRow.objects.filter(workspace_id=workspace.id).exists()


def test_made_up_answers_have_a_bound(actor: Actor, workspace: Workspace, survey: str) -> None:
    id = rounds.create(actor, workspace, survey, rounds.Plan("Made up", "open", simulated=True))

    with pytest.raises(Problem) as refused:
        simulation.fill(actor, workspace, id, simulation.LIMIT + 1)

    assert refused.value.code == "simulated_too_many"
