"""The working group at work: what is numbered, what is refused, and what nobody changes once it is adopted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.store import blobs
from filao.store.documents import BuildRow
from filao.store.group import AgendaItemRow, MeetingRow
from filao.store.people import Membership, User
from filao.work import group, journal
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

PLANNED = group.Planned("TWG", "Inception meeting", date(2026, 3, 12))


def a_paper(workspace: Workspace, audience: str = "working_group", data: bytes = b"%PDF-1.7 the plan") -> str:
    row = BuildRow.objects.create(
        workspace=workspace, engagement="mapping-update", document="status-page", language="en", format="pdf",
        audience=audience, version="draft 1", digest=blobs.put(data), size=1, revision=1, key="none", at=timezone.now(),
        facts={"name": "plan.pdf", "pages": 1},
    )  # fmt: skip
    return str(row.digest)


@pytest.fixture
def code(actor: Actor, workspace: Workspace) -> str:
    made = group.plan(actor, workspace, PLANNED)
    group.change_item(actor, workspace, made, group.Item("Opening", "PMO", minutes="The chair opened the meeting."))
    return made


@pytest.fixture
def asked(actor: Actor, workspace: Workspace, code: str) -> str:
    until = timezone.localdate() + timedelta(7)
    decided = group.Decided("The plan is adopted.", "no_objection", until=until, paper=a_paper(workspace))
    return group.decide(actor, workspace, code, decided)


def adopted(actor: Actor, workspace: Workspace, code: str) -> None:
    group.circulate_minutes(actor, workspace, code)
    MeetingRow.objects.update(comments_until=timezone.localdate() - timedelta(1))
    group.adopt_minutes(actor, workspace, code, timezone.localdate())


def test_a_paper_on_the_table_keeps_its_name_however_much_is_built_after_it(
    actor: Actor, workspace: Workspace, code: str, asked: str
) -> None:
    decided = group.decision(actor, workspace, asked).paper
    tabled = a_paper(workspace, data=b"%PDF-1.7 tabled")
    group.change_item(actor, workspace, code, group.Item("Plan", "PMO", (tabled,)))
    for number in range(121):
        a_paper(workspace, data=f"%PDF-1.7 later {number}".encode())

    found = group.papers(actor, workspace)

    assert found[decided] == found[tabled] == "plan.pdf · draft 1"


def test_meetings_are_numbered_within_their_year_and_keep_the_number_when_the_day_moves(
    actor: Actor, workspace: Workspace
) -> None:
    first, second = (group.plan(actor, workspace, PLANNED) for _turn in range(2))
    group.plan(actor, workspace, replace(PLANNED, on=date(2027, 1, 4)), first)

    assert (first, second) == ("2026-01", "2026-02")
    assert group.plan(actor, workspace, replace(PLANNED, on=date(2027, 2, 1))) == "2027-01"
    assert group.meeting(actor, workspace, first).on == date(2027, 1, 4)


def test_the_quorum_left_open_is_more_than_half_of_those_with_a_voice(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    voices = [s for s in group.members(actor, workspace, "TWG") if s.seat_type != "observer"]

    assert group.meeting(actor, workspace, code).quorum == len(voices) // 2 + 1


def test_only_members_attend(actor: Actor, workspace: Workspace, code: str) -> None:
    held = group.note_attendance(actor, workspace, code, {"PMO": "holder", "IOM": "alternate", "CDU": "excused"})

    assert held.present == ("PMO", "IOM")
    with pytest.raises(Problem, match="no_such_record"):
        group.note_attendance(actor, workspace, code, {"ILO": "holder"})


def test_words_that_may_identify_a_person_are_held_until_somebody_has_read_them(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    telling = group.Item("Cases", minutes="Call her on 5789 1234.")

    with pytest.raises(Problem, match="held"):
        group.change_item(actor, workspace, code, telling)
    assert group.change_item(actor, workspace, code, telling, read_by_person=True) == 2


def test_minutes_are_adopted_only_after_their_days_for_comments(actor: Actor, workspace: Workspace, code: str) -> None:
    today = timezone.localdate()
    with pytest.raises(Problem, match="not_circulated"):
        group.adopt_minutes(actor, workspace, code, today)
    until = group.circulate_minutes(actor, workspace, code)

    assert until == today + timedelta(7)
    with pytest.raises(Problem, match="comments_still_open"):
        group.adopt_minutes(actor, workspace, code, today)


def test_adopted_minutes_are_changed_by_no_act(actor: Actor, workspace: Workspace, code: str) -> None:
    adopted(actor, workspace, code)

    for act in (
        lambda: group.plan(actor, workspace, PLANNED, code),
        lambda: group.change_item(actor, workspace, code, group.Item("Another"), 1),
        lambda: group.change_item(actor, workspace, code, group.Item("One more")),
        lambda: group.note_attendance(actor, workspace, code, {}),
        lambda: group.circulate_minutes(actor, workspace, code),
        lambda: group.decide(actor, workspace, code, group.Decided("So be it.", "consensus")),
        lambda: group.assign(actor, workspace, code, "Do it.", "PMO", date(2026, 5, 1)),
    ):
        with pytest.raises(Problem, match="minutes_adopted"):
            act()


def test_the_database_itself_refuses_to_change_adopted_minutes(actor: Actor, workspace: Workspace, code: str) -> None:
    adopted(actor, workspace, code)

    for change in (
        lambda: AgendaItemRow.objects.update(minutes="Nothing was said."),
        lambda: AgendaItemRow.objects.all().delete(),
        lambda: MeetingRow.objects.update(attendance={}),
    ):
        with pytest.raises(DatabaseError, match="adopted"), transaction.atomic():
            change()
    assert group.meeting(actor, workspace, code).items[0].minutes == "The chair opened the meeting."


def test_the_consultant_helps_and_does_not_adopt(actor: Actor, workspace: Workspace, code: str) -> None:
    user = User.objects.create_user("c@example.org", name="Consultant")
    Membership.objects.create(workspace=workspace, user=user, role="consultant")
    consultant = Actor(user.id, user.name, strong=True)

    group.circulate_minutes(consultant, workspace, code)
    with pytest.raises(Problem, match="not_allowed"):
        group.adopt_minutes(consultant, workspace, code, timezone.localdate())


def test_a_vote_has_counts_and_a_no_objection_a_day_and_a_kept_file(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    ahead = timezone.localdate() + timedelta(3)
    restricted = a_paper(workspace, "restricted", b"%PDF-1.7 not for the group")
    for decided, missing in (
        (group.Decided("Yes.", "vote"), "votes_missing"),
        (group.Decided("Yes.", "no_objection", paper="x"), "last_day_missing"),
        (group.Decided("Yes.", "no_objection", until=ahead), "paper_missing"),
        (group.Decided("Yes.", "no_objection", until=ahead, paper="x"), "file_lost"),
        (group.Decided("Yes.", "no_objection", until=ahead, paper=restricted), "file_lost"),
        (group.Decided("Yes.", "vote", (400, 2, 1)), "votes_too_many"),
    ):
        with pytest.raises(Problem, match=missing):
            group.decide(actor, workspace, code, decided)


def test_dissent_is_recorded_by_body(actor: Actor, workspace: Workspace, code: str) -> None:
    vote = group.Decided("The rule changes.", "vote", (8, 2, 1), {"CDU": "Too early."})
    made = group.decide(actor, workspace, code, vote)

    assert made == f"D-{code}-01"
    assert group.decision(actor, workspace, made).dissent == {"CDU": "Too early."}
    assert group.decision(actor, workspace, made).votes == (8, 2, 1)


def test_an_objection_needs_a_reason_and_may_be_taken_back_until_the_last_day(
    actor: Actor, workspace: Workspace, asked: str
) -> None:
    with pytest.raises(Problem, match="reason_missing"):
        group.note_answer(actor, workspace, asked, "MPF", objects=True)
    group.note_answer(actor, workspace, asked, "MPF", objects=True, reason="Not costed.")
    today = timezone.localdate()

    assert core.outcome(group.decision(actor, workspace, asked), today) == "objected"
    group.note_answer(actor, workspace, asked, "MPF", objects=False)
    assert core.outcome(group.decision(actor, workspace, asked), today) == "open"
    assert [line.act for line in journal.lines(actor, workspace)[:2]] == ["group.answer", "group.answer"]


def test_observers_have_no_voice_in_a_no_objection(actor: Actor, workspace: Workspace, asked: str) -> None:
    with pytest.raises(Problem, match="no_such_record"):
        group.note_answer(actor, workspace, asked, "IOM", objects=False)


def test_an_action_is_not_done_without_what_shows_it(actor: Actor, workspace: Workspace, code: str) -> None:
    duty = group.assign(actor, workspace, code, "Send the figures.", "MPF", date(2026, 5, 1))

    with pytest.raises(Problem, match="report_unfounded"):
        group.report(actor, workspace, duty, "done")
    group.report(actor, workspace, duty, "done", "Letter of 3 April 2026")
    assert group.action(actor, workspace, duty).status == "done"


def test_the_calendar_file_holds_the_meeting(actor: Actor, workspace: Workspace, code: str) -> None:
    name, data = group.calendar(actor, workspace, code)

    assert name == f"meeting-{code}.ics"
    assert b"SUMMARY:Inception meeting" in data
    assert b"20260312" in data


def test_a_digest_goes_to_bodies_with_something_to_do_and_no_observer_is_asked_to_consent(
    actor: Actor, workspace: Workspace, asked: str
) -> None:
    found = {digest.organisation_id: digest for digest in group.digests(actor, workspace)}

    assert [d.code for d in found["MPF"].to_answer] == [asked]
    assert "IOM" not in found


@pytest.mark.parametrize("wrong", ["", "x", "2026-99", "2026", "-", "2026-01-01", "9" * 30])
def test_a_number_of_no_meeting_is_told_as_such(actor: Actor, workspace: Workspace, wrong: str) -> None:
    with pytest.raises(Problem, match="no_such_meeting"):
        group.meeting(actor, workspace, wrong)
    with pytest.raises(Problem, match="no_such_decision"):
        group.decision(actor, workspace, wrong)
    with pytest.raises(Problem, match="no_such_duty"):
        group.action(actor, workspace, wrong)
