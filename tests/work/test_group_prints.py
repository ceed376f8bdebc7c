"""Papers of the group as they are asked for: who may print them, what is noted, and what presence noted in the room keeps."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import docx
import pytest
from django.utils import timezone

from filao.core.problems import Problem
from filao.store.group import MeetingRow
from filao.store.people import Membership, User
from filao.work import group, journal
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .test_group import PLANNED, adopted

pytestmark = pytest.mark.database


@pytest.fixture
def code(actor: Actor, workspace: Workspace) -> str:
    made = group.plan(actor, workspace, PLANNED)
    group.change_item(actor, workspace, made, group.Item("Opening", "PMO", minutes="The chair opened the meeting."))
    return made


@pytest.fixture
def member(workspace: Workspace) -> Actor:
    user = User.objects.create_user("m@example.org", name="Member")
    Membership.objects.create(workspace=workspace, user=user, role="member")
    return Actor(user.id, user.name, strong=True)


def words(made: tuple[str, bytes]) -> str:
    found = docx.Document(BytesIO(made[1]))
    cells = [c.text for t in found.tables for row in t.rows for c in row.cells]
    return " ".join((*(p.text for p in found.paragraphs), *cells)).replace("\N{NON-BREAKING HYPHEN}", "-")


def test_members_print_the_agenda_and_the_secretariat_alone_the_letters(
    actor: Actor, workspace: Workspace, code: str, member: Actor
) -> None:
    name, data = group.print_of(member, workspace, code, "agenda", "docx")

    assert name == f"agenda-{code}-en.docx"
    assert data.startswith(b"PK")
    with pytest.raises(Problem, match="not_allowed"):
        group.letters(member, workspace, code, "docx")


def test_letters_that_were_printed_are_noted_with_their_number(actor: Actor, workspace: Workspace, code: str) -> None:
    seats = group.members(actor, workspace, "TWG")

    name, _data = group.letters(actor, workspace, code, "docx", only="MPF")
    group.letters(actor, workspace, code, "docx", "fr")

    lines = [line for line in journal.lines(actor, workspace) if line.act == "group.letters"]
    assert name == f"invitations-{code}-mpf.docx"
    assert sorted(line.facts["n"] for line in lines) == [1, len(seats)]


def test_a_letter_goes_to_no_body_without_a_seat(actor: Actor, workspace: Workspace, code: str) -> None:
    with pytest.raises(Problem, match="no_such_record"):
        group.letters(actor, workspace, code, "docx", only="ILO")


@pytest.mark.parametrize(
    ("kind", "format", "language"), [("bill", "pdf", "en"), ("agenda", "exe", "en"), ("agenda", "pdf", "mfe")]
)
def test_no_other_paper_format_or_language_is_made(
    actor: Actor, workspace: Workspace, code: str, kind: str, format: str, language: str
) -> None:
    with pytest.raises(Problem, match=r"no_such_page|not_in_language"):
        group.print_of(actor, workspace, code, kind, format, language)


def test_the_agenda_brings_what_earlier_meetings_of_the_group_left(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    today = timezone.localdate()
    group.assign(actor, workspace, code, "Send the figures.", "MPF", today - timedelta(3))
    group.assign(actor, workspace, code, "Name a focal function.", "CDU", today + timedelta(30))
    following = group.plan(actor, workspace, group.Planned("TWG", "Next", today + timedelta(20)))

    told = words(group.print_of(actor, workspace, following, "agenda", "docx"))
    first = words(group.print_of(actor, workspace, code, "agenda", "docx"))

    assert f"A-{code}-01" in told and f"A-{code}-02" in told
    assert f"A-{code}-01" not in first


def test_the_decision_register_of_a_year_leaves_out_other_years(actor: Actor, workspace: Workspace, code: str) -> None:
    group.decide(actor, workspace, code, group.Decided("The plan is adopted.", "consensus"))

    now = words(group.decision_register(actor, workspace, "docx", year=2026))
    other = words(group.decision_register(actor, workspace, "docx", year=2025))

    assert "The plan is adopted." in now
    assert "The plan is adopted." not in other
    assert "No decision is on record." in other


def test_joint_monitoring_tells_what_the_group_recorded_and_what_the_analysis_found(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    today = timezone.localdate()
    group.decide(actor, workspace, code, group.Decided("The plan is adopted.", "consensus"))
    group.assign(actor, workspace, code, "Send the figures.", "MPF", today - timedelta(3))

    seen = group.monitoring(actor, workspace)

    assert (seen.group_id, seen.late, seen.open, seen.decisions) == ("TWG", 1, 1, 1)
    assert {f.id for f in seen.figures} >= {"relations.stale", "coverage.not_documented", "questions.conflict"}
    assert [p.engagement.id for p in seen.progress][:1] == ["mapping-update"]


def test_presence_noted_in_the_room_leaves_what_others_noted(actor: Actor, workspace: Workspace, code: str) -> None:
    group.note_attendance(actor, workspace, code, {"PMO": "holder", "AGO": "absent", "CDU": "holder"})

    held = group.mark_presence(actor, workspace, code, {"MPF": "alternate", "CDU": "", "AGO": ""})

    assert held.attendance == {"PMO": "holder", "AGO": "absent", "MPF": "alternate"}


def test_what_was_noted_of_a_body_that_lost_its_seat_stays_when_others_are_noted(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    MeetingRow.objects.update(attendance={"ILO": "holder"}, observers=["ILO"])

    made = group.mark_presence(actor, workspace, code, {"PMO": "holder"})

    assert (made.attendance, made.voices) == ({"ILO": "holder", "PMO": "holder"}, ("PMO",))


@pytest.mark.parametrize(("body", "how"), [("ILO", "holder"), ("MPF", "absent"), ("MPF", "asleep")])
def test_the_room_marks_seats_alone_and_absence_not_at_all(
    actor: Actor, workspace: Workspace, code: str, body: str, how: str
) -> None:
    with pytest.raises(Problem, match=r"no_such_record|no_such_state"):
        group.mark_presence(actor, workspace, code, {body: how})

    assert group.meeting(actor, workspace, code).attendance == {}


def test_attendance_is_closed_with_the_minutes(actor: Actor, workspace: Workspace, code: str) -> None:
    adopted(actor, workspace, code)

    with pytest.raises(Problem, match="minutes_adopted"):
        group.mark_presence(actor, workspace, code, {"MPF": "holder"})


def test_addressees_are_the_bodies_with_a_seat_the_chair_first(actor: Actor, workspace: Workspace) -> None:
    found = group.addressees(actor, workspace, "TWG")

    assert found[0].organisation_id == "PMO"
    assert len(found) == len({a.organisation_id for a in found}) == len(group.members(actor, workspace, "TWG"))
