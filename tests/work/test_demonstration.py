"""What a demonstration makes up says by itself that it is made up, wherever it goes."""

from __future__ import annotations

import pytest

from filao.store.narrative import FindingState
from filao.store.validation import ValidationRow
from filao.work import demonstration, engagements, group, narrative
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

MARK = demonstration.MARK


def test_everything_made_up_says_so_and_is_made_up_once(actor: Actor, workspace: Workspace) -> None:
    shown = demonstration.show(actor, workspace)

    again = demonstration.show(actor, workspace)
    meetings = group.meetings(actor, workspace)
    comments = narrative.comments(actor, workspace, engagements.find(actor, workspace).id)
    texts = [m.title for m in meetings] + [item.minutes for m in meetings for item in m.items if item.minutes]
    texts += [d.wording for d in group.decisions(actor, workspace)] + [a.text for a in group.actions(actor, workspace)]
    texts += [reason for d in group.decisions(actor, workspace) for reason in d.dissent.values()]
    texts += [a.evidence for a in group.actions(actor, workspace) if a.evidence]
    texts += [c.text for c in comments] + [c.response for c in comments if c.response]
    assert (again, len(meetings), len(comments)) == (shown, 2, 6)
    assert [text for text in texts if not text.startswith(MARK)] == []


def test_a_made_up_meeting_validates_no_finding(actor: Actor, workspace: Workspace) -> None:
    shown = demonstration.show(actor, workspace)

    row = ValidationRow.objects.get(workspace=workspace, id=shown.validation)
    assert row.title.startswith(MARK)
    assert row.outcome["simulated"] is True
    assert not FindingState.objects.filter(workspace=workspace).exists()
