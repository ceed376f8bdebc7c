"""The schedule, walked as a person does: meetings planned, moved, taken along and out; words of a guide carried."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.work.test_guide_words import FAILS, FAILS_AT, MANDATE, guide_answer

from filao.core.workdays import public_holidays
from filao.documents import pdf
from filao.store import journal
from filao.store.documents import BuildRow
from filao.web.views.answering import mark
from filao.work import desk, documents, workdays, workspaces
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .pages import text_of

pytestmark = pytest.mark.database

SCHEDULE = "/mauritius/meetings/schedule"


def plan(actor: Actor, workspace: Workspace, body: str, on: date | None, at: str = "", **more: object) -> str:
    """A meeting with a body; returns its code."""
    given = {"status": "scheduled", "channel": "in_person", "goes": ("Lead",)} | more
    when = time.fromisoformat(at) if at else None
    return desk.log(actor, workspace, desk.Meeting(body, planned_on=on, planned_at=when, **given)).code  # type: ignore[arg-type]


@pytest.fixture
def tuesday() -> date:
    """A Tuesday three weeks ahead or later, with no public holiday in its week."""
    today = timezone.localdate()
    found = today - timedelta(days=today.weekday()) + timedelta(days=22)
    while any(h.on.isocalendar()[:2] == found.isocalendar()[:2] for h in public_holidays("MU", found.year) or ()):
        found += timedelta(weeks=1)
    return found


def test_before_any_meeting_the_board_tells_who_is_to_be_heard(person: Client) -> None:
    page = text_of(person.get(SCHEDULE))

    assert "bodies are to be heard, and no meeting has a day" in page
    assert "Interviews from" in page
    assert "core and chosen partners have not been asked yet" in page
    assert "Calendar (.ics)" not in page


def test_an_empty_workspace_has_a_board_without_a_pace(person: Client, actor: Actor) -> None:
    workspaces.create(actor, "elsewhere", "Elsewhere", "XX", date(2026, 1, 1))

    page = text_of(person.get("/elsewhere/meetings/schedule"))

    assert "0 bodies are to be heard" in page
    assert "Without an engagement there is no time against which to tell a pace." in page


def test_a_meeting_on_a_day_that_was_declared_a_holiday_is_to_be_settled(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    plan(actor, workspace, "CDU", tuesday, "10:00")
    before = text_of(person.get(SCHEDULE))
    workdays.add(actor, workspace, "holiday", tuesday, None, "Day of mourning", "Cabinet decision")

    assert "on a public holiday" not in before
    assert "on a public holiday" in text_of(person.get(SCHEDULE))


def test_the_form_of_a_meeting_keeps_its_plan(person: Client, actor: Actor, workspace: Workspace) -> None:
    sent = {
        "organisation": "CDU", "status": "scheduled", "planned_on": "2026-12-08", "planned_at": "09:30", "minutes": "90",
        "place": "Ministry building, level 4", "goes": "Lead consultant ;  Assistant", "guide": "work",
    }  # fmt: skip

    assert person.post("/mauritius/meetings/new", sent).status_code == 302

    kept = desk.find(actor, workspace, "INT-01")
    assert (kept.planned_on, kept.planned_at, kept.minutes, kept.guide) == ("2026-12-08", "09:30", 90, "work")
    assert kept.goes == ("Lead consultant", "Assistant")
    form = person.get("/mauritius/meetings/INT-01/edit").content.decode()
    assert 'value="Lead consultant; Assistant"' in form
    assert 'value="09:30"' in form


@pytest.mark.parametrize("field", ["place", "goes"])
def test_a_plan_that_names_a_person_is_held_until_read(person: Client, field: str) -> None:
    sent = {"organisation": "CDU", "status": "invited", field: "Mrs Lafleur"}

    answer = person.post("/mauritius/meetings/new", sent)

    assert answer.status_code == 422
    assert 'type="checkbox" name="read_by_person"' in answer.content.decode()
    assert person.post("/mauritius/meetings/new", sent | {"read_by_person": "on"}).status_code == 302


def test_a_meeting_is_moved_on_the_board_and_nothing_else_of_it_changes(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    code = plan(actor, workspace, "CDU", tuesday, "09:30", place="Level 4", status="invited")

    sent = {
        "code": code,
        f"{code}-status": "scheduled",
        f"{code}-planned_on": "2027-01-12",
        f"{code}-planned_at": "14:00",
    }
    assert person.post(SCHEDULE, sent).status_code == 302

    moved = desk.find(actor, workspace, code)
    assert (moved.status, moved.planned_on, moved.planned_at, moved.place) == (
        "scheduled",
        "2027-01-12",
        "14:00",
        "Level 4",
    )
    (line,) = journal.lines(workspace, act="desk.move", limit=None)
    assert (line.subject, line.facts["day"]) == (code, "2027-01-12")


def test_what_cannot_be_read_is_told_and_kept(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    code = plan(actor, workspace, "CDU", tuesday)

    answer = person.post(SCHEDULE, {"code": code, f"{code}-status": "held", f"{code}-planned_on": "soon"})

    assert answer.status_code == 422
    assert 'value="soon"' in answer.content.decode()
    assert desk.find(actor, workspace, code).status == "scheduled"


def test_a_meeting_that_was_held_is_moved_no_more(person: Client, actor: Actor, workspace: Workspace) -> None:
    code = plan(actor, workspace, "CDU", None, status="held", consent=True, held_on=date(2026, 5, 4))

    answer = person.post(SCHEDULE, {"code": code, f"{code}-status": "scheduled"})

    assert answer.status_code == 422
    assert f"Meeting {code} was held" in text_of(answer)


def test_a_meeting_that_was_held_and_is_logged_as_declined_keeps_its_day_for_who_corrects_it_again(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    code = plan(actor, workspace, "CDU", None, status="held", consent=True, held_on=date(2026, 5, 4))
    at = f"/mauritius/meetings/{code}/edit"
    page = person.get(at).context["form"]
    shown = {name: value for name in page.fields if (value := page[name].value()) not in (None, "", False, [], ())}

    person.post(at, shown | {"status": "declined"})
    declined = desk.find(actor, workspace, code)
    person.post(SCHEDULE, {"code": code, f"{code}-status": "no_answer"})

    assert (declined.status, declined.held_on) == ("declined", "2026-05-04")
    assert desk.find(actor, workspace, code).held_on == "2026-05-04"


def test_the_board_tells_what_is_late_what_clashes_and_who_could_stand_in(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    plan(actor, workspace, "MPF", timezone.localdate() - timedelta(days=1), status="invited")
    plan(actor, workspace, "CDU", tuesday, "09:30", goes=("Lead", "Assistant"), place="Ministry, Port Louis")
    plan(actor, workspace, "ODPP", tuesday, "10:00")
    plan(actor, workspace, "RRA", tuesday, "15:00", goes=("Assistant",), place="Port Mathurin, Rodrigues")
    plan(actor, workspace, "MEXA", None, status="declined")

    page = text_of(person.get(SCHEDULE))

    assert "No body has been heard yet; 4 meetings have a day" in page
    assert "and nobody has said what came of it" in page
    assert "the same people (lead) at overlapping times" in page
    assert "the same people (assistant) on two islands in one day" in page
    assert "1 body will not be heard" in page
    assert "Packets of the week (PDF)" in page


def test_the_calendar_holds_what_is_still_to_be_held_and_the_journal_notes_it(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    plan(actor, workspace, "CDU", tuesday, "09:30", function="Head of unit")
    plan(actor, workspace, "ODPP", tuesday, status="held", consent=True, held_on=date(2026, 5, 4))

    answer = person.get("/mauritius/meetings.ics")

    told = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART:{tuesday:%Y%m%d}T093000" in told
    assert told.count("BEGIN:VEVENT") == 1
    assert "Head of unit" not in told
    assert len(journal.lines(workspace, act="desk.calendar", limit=None)) == 1


def test_packets_are_handed_out_in_the_language_of_the_talk_and_none_is_kept(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    code = plan(actor, workspace, "CDU", tuesday, "09:30", language="fr")

    one = person.post("/mauritius/packets.pdf", {"meeting": code})
    week = person.post("/mauritius/packets.pdf", {"week": tuesday.isoformat(), "language": "en"})

    assert f"interview-packet-{code}-fr.pdf" in one["Content-Disposition"]
    assert f"interview-packet-week-{tuesday}-en.pdf" in week["Content-Disposition"]
    assert one.content.startswith(b"%PDF-")
    assert not BuildRow.objects.exists()
    taken = [line.subject for line in journal.lines(workspace, act="desk.packet", limit=None)]
    assert sorted(taken) == [code, f"week:{tuesday}"]


def test_a_packet_holds_the_plan_and_no_other_document_does(
    person: Client, actor: Actor, workspace: Workspace, tuesday: date
) -> None:
    secrets = ("Zephyrine desk officer", "Quillfeather House", "Lapwing post")
    plan(actor, workspace, "CDU", tuesday, function=secrets[0], place=secrets[1], goes=(secrets[2],))

    packet = " ".join(pdf.page_texts(person.post("/mauritius/packets.pdf", {"meeting": "INT-01"}).content))
    c = documents.material(actor, workspace)

    assert all(secret in packet for secret in secrets)
    assert not any(secret in repr(c.interviews) for secret in secrets)


# --- words of a guide


def test_words_of_a_guide_are_opened_by_a_button_and_carried_one_by_one(
    person: Client, actor: Actor, workspace: Workspace
) -> None:
    guide_answer(workspace)
    page = person.get("/mauritius/meetings/guides").content.decode()
    id = page.partition('name="answer" value="')[2].partition('"')[0]
    taken = person.post("/mauritius/meetings/guides", {"answer": id}, follow=True)
    here = "/mauritius/meetings/INT-01/words"

    assert "lies closed with it" in text_of(taken)
    closed = text_of(person.get(here))
    assert MANDATE not in closed
    assert journal.lines(workspace, act="words.read", limit=None) == []

    opened = person.post(here, {"act": "open"}).content.decode()
    assert FAILS in opened
    assert f'name="to-{mark(FAILS_AT)}"' in opened

    name = mark(FAILS_AT)
    held = person.post(here, {"act": "carry", f"to-{name}": "note", f"text-{name}": "Ask Mrs Lafleur."})
    assert held.status_code == 422
    assert 'type="checkbox" name="read_by_person"' in held.content.decode()

    person.post(here, {"act": "carry", f"to-{name}": "note", f"text-{name}": FAILS})
    meeting = text_of(person.get("/mauritius/meetings/INT-01"))
    assert "1 note from the guide" in meeting
    assert FAILS in meeting
    assert MANDATE not in meeting


def test_a_meeting_logged_by_hand_holds_no_words_of_a_guide(person: Client, actor: Actor, workspace: Workspace) -> None:
    code = plan(actor, workspace, "CDU", None)

    assert "This meeting holds no words of a guide" in text_of(person.get(f"/mauritius/meetings/{code}/words"))
