"""Mails of the group: each body its own link and language, the digest once a week, reminders on their days, and nothing to
who has nothing to do."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from filao.core import meetings as core
from filao.core.problems import Problem
from filao.store.documents import BuildRow
from filao.store.group import GroupMailRow, MeetingRow
from filao.store.links import SignedLink
from filao.work import group, links, mail
from filao.work.access import Actor
from filao.work.group import Appointed, Reach
from filao.work.workspaces import Workspace

from .test_group import a_paper

pytestmark = pytest.mark.database

MONDAY = date(2026, 11, 23)


def address(token: str) -> str:
    return f"https://filao.example/mauritius/link/{token}"


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sets the day on which acts think they are; a Monday at first."""

    def be(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_: day)

    be(MONDAY)
    return be


@pytest.fixture
def mail_server(settings: Any) -> None:
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "mail.example", "filao@filao.example"


@pytest.fixture
def code(actor: Actor, workspace: Workspace, today: Any) -> str:
    """A meeting next week, a no-objection until Friday, and an action of the police; two seats have their holders."""
    made = group.plan(actor, workspace, group.Planned("TWG", "Second meeting", MONDAY + timedelta(8)))
    group.change_item(actor, workspace, made, group.Item("The plan", "PMO"))
    asked = group.Decided("The plan is adopted.", "no_objection", until=date(2026, 11, 27), paper=a_paper(workspace))
    group.decide(actor, workspace, made, asked)
    group.assign(actor, workspace, made, "Send the figures.", "MPF", date(2026, 12, 18))
    police = Appointed("holder", "Head of the unit", "fr", None, Reach("", "unit@example.org", ""))
    deputy = Appointed("alternate", "Deputy head", "fr", None, Reach("", "deputy@example.org", ""))
    pmo = Appointed("holder", "Permanent Secretary", "en", None, Reach("", "ps@example.org", ""))
    for seat, who in (("TWG-MPF", police), ("TWG-MPF", deputy), ("TWG-PMO", pmo)):
        group.appoint(actor, workspace, seat, who, read_by_person=True)
    return made


def to(recipient: str) -> list[Any]:
    return [m for m in outgoing.outbox if m.to == [recipient]]


# --- mails about one thing


def test_an_invitation_goes_to_the_holder_in_the_right_language_with_a_copy_and_a_calendar_file(
    actor: Actor, workspace: Workspace, code: str, mail_server: None
) -> None:
    made = group.compose(actor, workspace, "invitation", code, ["MPF", "PMO"], address)
    sent = group.deliver(actor, workspace, made)
    (police,) = to("unit@example.org")

    assert (sent.count, sent.without, sent.refused) == (2, (), ())
    assert police.cc == ["deputy@example.org"]
    assert police.subject.startswith("Invitation : Second meeting")
    assert [(name, kind) for name, _data, kind in police.attachments] == [(f"meeting-{code}.ics", "text/calendar")]
    assert to("ps@example.org")[0].subject.startswith("Invitation: Second meeting")


def test_each_body_gets_a_link_of_its_own(actor: Actor, workspace: Workspace, code: str) -> None:
    made = group.compose(actor, workspace, "decision", f"D-{code}-01", ["MPF", "PMO"], address)
    tokens = {m.organisation_id: re.findall(r"link/(\S+)", m.text) for m in made}

    assert [len(found) for found in tokens.values()] == [1, 1]
    browser = links.confirm("mauritius", tokens["PMO"][0])
    assert group.opened_decision(workspace, tokens["PMO"][0], browser).organisation_id == "PMO"


def test_a_fresh_link_takes_back_the_unopened_one_and_leaves_the_opened_one(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    def token() -> str:
        (made,) = group.compose(actor, workspace, "action", f"A-{code}-01", ["MPF"], address)
        return re.findall(r"link/(\S+)", made.text)[0]

    unopened, opened = token(), token()
    browser = links.confirm("mauritius", opened)
    newest = token()

    with pytest.raises(Problem, match="link_dead"):
        links.find("mauritius", unopened, "")
    assert group.opened_action(workspace, opened, browser)[1] == "MPF"
    assert links.find("mauritius", newest, "")[1].ours is None


def test_a_fresh_link_for_one_body_leaves_those_of_others(actor: Actor, workspace: Workspace, code: str) -> None:
    group.compose(actor, workspace, "invitation", code, ["PMO"], address)
    group.compose(actor, workspace, "invitation", code, ["MPF"], address)

    assert SignedLink.objects.filter(revoked_at=None).count() == 2


def test_without_a_server_to_lead_to_mails_have_no_links(actor: Actor, workspace: Workspace, code: str) -> None:
    (made,) = group.compose(actor, workspace, "invitation", code, ["MPF"], None)

    assert "link" not in made.text
    assert not SignedLink.objects.exists()


def test_mails_leave_as_drafts_and_texts_in_one_zip(actor: Actor, workspace: Workspace, code: str) -> None:
    made = group.compose(actor, workspace, "invitation", code, ["MPF", "AGO"], address)
    with zipfile.ZipFile(io.BytesIO(group.packed(workspace, made))) as package:
        names, police = package.namelist(), package.read("MPF.eml").decode()

    assert names == ["AGO.eml", "AGO.txt", "MPF.eml", "MPF.txt"]
    assert "To: unit@example.org" in police
    assert f"meeting-{code}.ics" in police


def test_a_body_without_address_gets_no_mail_and_is_named(
    actor: Actor, workspace: Workspace, code: str, mail_server: None
) -> None:
    sent = group.deliver(actor, workspace, group.compose(actor, workspace, "invitation", code, ["MPF", "AGO"], address))

    assert (sent.count, sent.without) == (1, ("AGO",))


def test_one_refused_mail_stops_none_of_the_others(
    actor: Actor, workspace: Workspace, code: str, mail_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = mail.send

    def send(to: str, *args: Any, **rest: Any) -> None:
        if to == "ps@example.org":
            raise Problem("mail_refused", what="SMTPException")
        real(to, *args, **rest)

    monkeypatch.setattr(mail, "send", send)
    made = group.compose(actor, workspace, "invitation", code, ["MPF", "PMO"], address)
    sent = group.deliver(actor, workspace, made)

    assert (sent.count, sent.refused) == (1, ("PMO",))


def test_minutes_are_mailed_only_while_they_take_comments_and_closed_questions_not_at_all(
    actor: Actor, workspace: Workspace, code: str, today: Any
) -> None:
    with pytest.raises(Problem, match="no_such_page"):
        group.compose(actor, workspace, "minutes", code, ["MPF"], address)
    group.change_item(actor, workspace, code, group.Item("The plan", minutes="It was presented."), 1)
    group.circulate_minutes(actor, workspace, code)
    assert len(group.compose(actor, workspace, "minutes", code, ["MPF"], address)) == 1
    today(date(2026, 12, 10))
    for kind, of in (("decision", f"D-{code}-01"), ("minutes", code), ("nothing", code)):
        with pytest.raises(Problem, match="no_such_page"):
            group.compose(actor, workspace, kind, of, ["MPF"], address)


def test_observers_are_not_asked_for_consent_and_strangers_get_nothing(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    assert group.compose(actor, workspace, "decision", f"D-{code}-01", ["IOM", "ILO"], address) == []


# --- the week


def test_the_digest_goes_once_a_week_to_each_body_with_something_to_do(
    actor: Actor, workspace: Workspace, code: str, mail_server: None, today: Any
) -> None:
    first = group.send_due(actor, workspace, address)
    today(MONDAY + timedelta(1))
    again = group.send_due(actor, workspace, address)
    (police,) = to("unit@example.org")

    assert first.digests.count == 2
    assert "AGO" in first.digests.without
    assert (again.digests.count, again.before) == (0, MONDAY)
    assert len(re.findall(r"link/\S+", police.body)) == 3
    assert "A-" in police.body
    assert "A-" not in to("ps@example.org")[0].body
    today(MONDAY + timedelta(7))
    assert group.send_due(actor, workspace, address).digests.count == 2


def test_nobody_is_written_to_where_there_is_nothing_to_say(
    actor: Actor, workspace: Workspace, mail_server: None, today: Any
) -> None:
    group.plan(actor, workspace, group.Planned("TWG", "Long past", date(2026, 1, 12)))
    group.appoint(actor, workspace, "TWG-PMO", Appointed("holder", "Secretary", reach=Reach("", "ps@example.org", "")))

    assert group.send_due(actor, workspace, address).digests.count == 0
    assert outgoing.outbox == []


def test_what_the_mail_server_refused_is_tried_at_the_next_run(
    actor: Actor, workspace: Workspace, code: str, mail_server: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(mail, "send", lambda *_, **__: (_ for _ in ()).throw(Problem("mail_refused", what="x")))
        refused = group.send_due(actor, workspace, address)

    assert set(refused.digests.refused) == {"MPF", "PMO"}
    assert not GroupMailRow.objects.exists()
    assert group.send_due(actor, workspace, address).digests.count == 2


def test_a_reminder_that_could_not_be_written_counts_as_sent_to_nobody(
    actor: Actor, workspace: Workspace, code: str, mail_server: None, today: Any
) -> None:
    today(date(2026, 11, 25))
    BuildRow.objects.all().delete()

    with pytest.raises(Problem, match="file_lost"):
        group.send_due(actor, workspace, address)

    assert not GroupMailRow.objects.exists()
    assert len(group.reminders(actor, workspace)) > 1


def test_a_dry_run_makes_no_link_and_sends_nothing(actor: Actor, workspace: Workspace, code: str) -> None:
    found = group.due(actor, workspace)

    assert {m.organisation_id for m in found} >= {"MPF", "PMO"}
    assert not SignedLink.objects.exists()
    assert outgoing.outbox == []


def test_the_silent_are_reminded_two_working_days_before_and_on_the_day_once_each(
    actor: Actor, workspace: Workspace, code: str, mail_server: None, today: Any
) -> None:
    group.send_due(actor, workspace, address)
    outgoing.outbox.clear()
    counts = {}
    for day in range(24, 29):
        today(date(2026, 11, day))
        if day == 26:
            group.note_answer(actor, workspace, f"D-{code}-01", "PMO", objects=False)
        counts[day] = [group.send_due(actor, workspace, address).reminders.count for _turn in range(2)]

    assert counts == {24: [0, 0], 25: [2, 0], 26: [0, 0], 27: [1, 0], 28: [0, 0]}
    subjects = [m.subject for m in to("unit@example.org")]
    assert [s.partition(",")[0].partition(" :")[0] for s in subjects] == ["Rappel", "Dernier jour aujourd’hui"]


def test_a_digest_is_sent_by_who_holds_the_right_and_only_where_a_mail_server_is_named(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    with pytest.raises(Problem, match="no_mail_server"):
        group.send_due(actor, workspace, address)
    with pytest.raises(Problem, match="not_allowed"):
        group.send_due(Actor("x", "nobody"), workspace, address)


# --- decisions without quorum


def without_quorum(actor: Actor, workspace: Workspace) -> tuple[str, str]:
    held = group.plan(actor, workspace, group.Planned("TWG", "Few came", date(2026, 11, 10)))
    group.note_attendance(actor, workspace, held, {"PMO": "holder", "IOM": "holder", "UNODC": "holder"})
    return held, group.decide(actor, workspace, held, group.Decided("The rule changes.", "consensus"))


def test_a_decision_without_quorum_is_confirmed_by_a_later_no_objection(
    actor: Actor, workspace: Workspace, code: str, today: Any
) -> None:
    _held, taken = without_quorum(actor, workspace)
    waiting = [d.code for d in group.unconfirmed(actor, workspace, code)]
    asked = group.Decided(
        "It is confirmed.", "no_objection", until=date(2026, 11, 27), paper=a_paper(workspace), confirms=taken
    )
    made = group.decide(actor, workspace, code, asked)

    assert waiting == [taken]
    assert group.decision(actor, workspace, made).confirms == taken
    assert core.outcome(group.decision(actor, workspace, taken), date(2026, 11, 27)) == "unconfirmed"
    assert core.outcome(group.decision(actor, workspace, taken), date(2026, 11, 28)) == "carried"


def test_a_meeting_without_quorum_and_a_sound_decision_are_refused_as_confirmations(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    held, taken = without_quorum(actor, workspace)
    with pytest.raises(Problem, match="quorum_again"):
        group.decide(actor, workspace, held, group.Decided("Once more.", "consensus", confirms=taken))
    with pytest.raises(Problem, match="not_to_confirm"):
        group.decide(actor, workspace, code, group.Decided("Yes.", "consensus", confirms=f"D-{code}-01"))
    with pytest.raises(Problem, match="no_such_decision"):
        group.decide(actor, workspace, code, group.Decided("Yes.", "consensus", confirms="D-1999-01-01"))


def test_a_decision_is_confirmed_by_its_group_or_the_one_it_reports_to_and_by_no_other(
    actor: Actor, workspace: Workspace, code: str
) -> None:
    _held, taken = without_quorum(actor, workspace)
    other, above = (group.plan(actor, workspace, group.Planned(g, "Theirs", MONDAY)) for g in ("TC", "NSC"))
    confirming = group.Decided("It is confirmed.", "consensus", confirms=taken)

    assert group.unconfirmed(actor, workspace, other) == []
    with pytest.raises(Problem, match="no_such_decision"):
        group.decide(actor, workspace, other, confirming)
    assert [d.code for d in group.unconfirmed(actor, workspace, above)] == [taken]
    assert group.decide(actor, workspace, above, confirming)


def test_attendance_noted_after_the_decision_marks_it_too_and_minutes_wait_for_it(
    actor: Actor, workspace: Workspace, code: str, today: Any
) -> None:
    held = group.plan(actor, workspace, group.Planned("TWG", "Few came", date(2026, 11, 10)))
    group.change_item(actor, workspace, held, group.Item("Rules", minutes="The rule was discussed."))
    taken = group.decide(actor, workspace, held, group.Decided("The rule changes.", "consensus"))
    group.circulate_minutes(actor, workspace, held)
    MeetingRow.objects.filter(title="Few came").update(comments_until=date(2026, 11, 20))
    with pytest.raises(Problem, match="attendance_missing"):
        group.adopt_minutes(actor, workspace, held, MONDAY)
    group.note_attendance(actor, workspace, held, {"PMO": "holder"})
    group.adopt_minutes(actor, workspace, held, MONDAY)

    assert core.outcome(group.decision(actor, workspace, taken), MONDAY) == "unconfirmed"
