"""Search over everything: the register, the questions it raises, the meetings held, the findings."""

from __future__ import annotations

import pytest
from django.test import Client

from filao.work import desk
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database


def test_a_word_finds_bodies_questions_meetings_and_findings(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    desk.log(actor, workspace, desk.Meeting("MPF", status="invited"))

    police = text_of(person.get("/mauritius/search?q=police"))
    referral = text_of(person.get("/mauritius/search?q=referral"))

    assert "Mauritius Police Force" in police
    assert "INT-01" in police.split("Meetings")[-1]
    assert "Questions" in referral
    assert "Findings" in referral.split("Questions")[-1]


def test_a_search_for_nothing_lists_nothing(person: Client) -> None:
    page = person.get("/mauritius/search?q=").content.decode()

    assert "<h2>" not in page
    assert "Search the workspace" in page
