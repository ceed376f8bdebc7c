"""Papers of the group and joint monitoring on pages, and the room's link, which marks presence by institution and does nothing
else: guessed, forwarded, late, taken back or meant for another thing, it shows nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from filao.core.problems import Problem
from filao.store.group import MeetingRow
from filao.store.links import SignedLink
from filao.work import group, links
from filao.work.access import Actor
from filao.work.workspaces import Workspace

from .conftest import Someone
from .pages import text_of

pytestmark = pytest.mark.database

People = Callable[..., Someone]


@pytest.fixture
def code(server: People, actor: Actor, workspace: Workspace) -> str:
    made = group.plan(actor, workspace, group.Planned("TWG", "Inception meeting", date(2026, 3, 12)))
    group.change_item(actor, workspace, made, group.Item("The plan", "PMO", (), "The plan was presented."))
    group.decide(actor, workspace, made, group.Decided("The plan is adopted.", "consensus"))
    group.assign(actor, workspace, made, "Send the figures.", "MPF", date(2026, 5, 1))
    return made


@pytest.fixture
def room(actor: Actor, workspace: Workspace, code: str) -> str:
    """The address of the room's link."""
    held = group.meeting(actor, workspace, code)
    return f"/mauritius/link/{links.make(actor, workspace, group.ATTENDANCE, held.id, label='attendance')}"


def browser() -> Client:
    return Client(HTTP_HOST="filao.example")


def opened(address: str) -> Client:
    client = browser()
    client.post(address)
    return client


def shown_before(client: Client, address: str) -> str:
    """What a page says that was noted when it was shown."""
    found = re.search(r'name="was" value="([^"]*)"', client.get(address).content.decode())
    assert found
    return found[1].replace("&quot;", '"')


def attendance(actor: Actor, workspace: Workspace, code: str) -> dict[str, Any]:
    return dict(group.meeting(actor, workspace, code).attendance)


def test_the_meeting_offers_its_papers_in_both_languages(server: People, code: str) -> None:
    client = server("member").sign_in()

    page = client.get(f"/mauritius/group/meetings/{code}").content.decode()
    answer = client.get(f"/mauritius/group/meetings/{code}/prints/minutes.docx?language=fr")

    for kind in ("agenda", "attendance", "minutes"):
        for language in ("en", "fr"):
            assert f"prints/{kind}.pdf?language={language}" in page
    assert "letters.pdf" not in page
    assert answer["Content-Disposition"] == f'attachment; filename="minutes-{code}-fr.docx"'


def test_letters_with_links_hold_one_link_for_each_body_told_nowhere_else(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = server("coordinator").sign_in()
    address = f"/mauritius/group/meetings/{code}/letters.docx"

    plain = client.post(address, {"body": "MPF"})
    before = links.made(actor, workspace, group.MINUTES)
    linked = client.post(address, {"body": "MPF", "links": "1", "language": "fr"})

    assert plain.status_code == linked.status_code == 200
    assert before == []
    assert [link.label for link in links.made(actor, workspace, group.MINUTES)] == ["MPF, Inception meeting"]
    assert linked["Content-Disposition"] == f'attachment; filename="invitations-{code}-mpf-fr.docx"'


@pytest.mark.parametrize("place", ["prints/bill.pdf", "prints/agenda.exe", "prints/agenda.xlsx"])
def test_there_is_no_other_paper(server: People, code: str, place: str) -> None:
    assert server("member").sign_in().get(f"/mauritius/group/meetings/{code}/{place}").status_code == 404


def test_the_decision_register_is_read_by_year_and_leaves_as_a_file(server: People, code: str) -> None:
    client = server("member").sign_in()

    all_years = text_of(client.get("/mauritius/group/decisions"))
    other = text_of(client.get("/mauritius/group/decisions?year=2025"))
    file = client.get("/mauritius/group/decisions.xlsx?year=2026")

    assert "The plan is adopted." in all_years
    assert "The plan is adopted." not in other
    assert file["Content-Disposition"] == 'attachment; filename="decision-register-2026-en.xlsx"'


def test_joint_monitoring_tells_the_chair_what_is_late_with_base_source_and_date(server: People, code: str) -> None:
    page = text_of(server("owner").sign_in().get("/mauritius/group/monitoring"))

    assert "1 of 1 open actions is late" in page
    for said in ("The plan is adopted.", "Send the figures.", "n = 1", "records of the Technical Working Group", "of 115 ties",
                 "register of Mauritius, 105 sources", "days left"):  # fmt: skip
        assert said in page


def test_an_observer_reads_joint_monitoring_and_nothing_of_findings(server: People, code: str) -> None:
    page = text_of(server("observer").sign_in().get("/mauritius/group/monitoring"))

    assert "Send the figures." in page
    assert "Validation" not in page.split("What waits for institutions")[1]


def test_presence_is_noted_on_a_phone_with_an_account(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    client, address = server("coordinator").sign_in(), f"/mauritius/group/meetings/{code}/attendance"

    client.post(address, {"act": "came", "was": "{}", "PMO": "holder", "MPF": "alternate"})

    assert attendance(actor, workspace, code) == {"PMO": "holder", "MPF": "alternate"}
    assert "2 of 15 present, quorum of 8 not reached" in text_of(client.get(address))


def test_the_rooms_link_marks_presence_by_institution_and_shows_nothing_else(
    room: str, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = opened(room)

    client.post(room, {"was": shown_before(client, room), "PMO": "holder", "IOM": "alternate", "CDU": "excused"})
    page = text_of(client.get(room))

    assert attendance(actor, workspace, code) == {"PMO": "holder", "IOM": "alternate", "CDU": "excused"}
    assert "1 of 15 present" in page
    for hidden in ("The plan was presented.", "The plan is adopted.", "Send the figures."):
        assert hidden not in page


def test_two_phones_in_a_room_do_not_undo_each_other(
    server: People, room: str, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = opened(room)
    before = shown_before(client, room)
    group.mark_presence(actor, workspace, code, {"MPF": "holder"})

    client.post(room, {"was": before, "PMO": "holder", "MPF": ""})

    assert attendance(actor, workspace, code) == {"PMO": "holder", "MPF": "holder"}


def test_the_rooms_link_takes_no_absence_no_stranger_and_no_text(
    room: str, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = opened(room)

    answers = [client.post(room, {"was": "{}", "PMO": "absent"}), client.post(room, {"was": "[", "PMO": "Mr X"})]
    client.post(room, {"was": "{}", "ILO": "holder", "text": "x", "minutes": "x"})

    assert [answer.status_code for answer in answers] == [422, 422]
    assert attendance(actor, workspace, code) == {}


def test_the_rooms_link_opens_in_no_second_browser_and_not_by_guessing(room: str) -> None:
    first, second = opened(room), browser()

    assert first.get(room).status_code == 200
    assert second.get(room).status_code == 403
    assert second.post(room, {"was": "{}", "PMO": "holder"}).status_code == 403
    assert browser().get(room[:-1]).status_code == 404
    assert browser().get(room + "x").status_code == 404


def test_the_rooms_link_ends_on_its_day_and_when_it_is_taken_back(
    room: str, code: str, actor: Actor, workspace: Workspace
) -> None:
    client = opened(room)
    SignedLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late = client.post(room, {"was": "{}", "PMO": "holder"})
    SignedLink.objects.update(expires_at=timezone.now() + timedelta(1))
    (made,) = links.made(actor, workspace, group.ATTENDANCE)
    links.revoke(actor, workspace, group.ATTENDANCE, made.id)

    assert late.status_code == 404
    assert client.get(room).status_code == 404
    assert client.post(room, {"was": "{}", "PMO": "holder"}).status_code == 404
    assert attendance(actor, workspace, code) == {}


def test_a_link_to_something_else_marks_no_presence_and_the_rooms_opens_nothing_else(
    room: str, code: str, actor: Actor, workspace: Workspace
) -> None:
    held = group.meeting(actor, workspace, code)
    token = room.rpartition("/")[2]
    mine = links.confirm("mauritius", token)
    other = links.make(actor, workspace, group.MINUTES, held.id)
    theirs = links.confirm("mauritius", other)

    with pytest.raises(Problem, match="link_dead"):
        group.opened_minutes(workspace, token, mine)
    with pytest.raises(Problem, match="link_dead"):
        group.kept_paper(workspace, token, mine, "0" * 64)
    with pytest.raises(Problem, match="link_dead"):
        group.mark_by_link(workspace, other, theirs, {"PMO": "holder"})


def test_the_rooms_link_is_closed_with_the_minutes(room: str, code: str, actor: Actor, workspace: Workspace) -> None:
    client = opened(room)
    group.note_attendance(actor, workspace, code, {"PMO": "excused"})
    group.circulate_minutes(actor, workspace, code)
    MeetingRow.objects.update(comments_until=timezone.localdate() - timedelta(1))
    group.adopt_minutes(actor, workspace, code, timezone.localdate())

    client.post(room, {"was": "{}", "PMO": "holder"})

    assert attendance(actor, workspace, code) == {"PMO": "excused"}
    assert "the attendance is closed" in text_of(client.get(room))


def test_a_link_for_the_room_is_shown_once_with_its_code_and_taken_back(
    server: People, code: str, actor: Actor, workspace: Workspace
) -> None:
    client, address = server("coordinator").sign_in(), f"/mauritius/group/meetings/{code}/attendance"

    made = client.post(address, {"act": "link"}).content.decode()
    after = client.get(address).content.decode()
    (link,) = links.made(actor, workspace, group.ATTENDANCE)
    client.post(address, {"revoke": link.id})

    assert "/mauritius/link/" in made and 'class="qr"' in made
    assert "/mauritius/link/" not in after
    assert links.made(actor, workspace, group.ATTENDANCE)[0].state == "revoked"
