"""The walk of a deliverable from its draft to the instalment it pays, and the alerts on the way."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from filao.core.comments import Comment
from filao.core.engagement import Deliverable, Engagement, instalment_status
from filao.core.problems import Problem
from filao.store.narrative import CommentRow
from filao.store.validation import ValidationRow
from filao.work import alerts, documents, engagements, journal, narrative, reviews, workdays
from filao.work.access import Actor
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database

SLUG, REPORT = "mapping-update", "mapping-report"


def found(actor: Actor, workspace: Workspace, slug: str = SLUG) -> Engagement:
    return engagements.find(actor, workspace, slug)


def report(actor: Actor, workspace: Workspace) -> Deliverable:
    item = found(actor, workspace).deliverable(REPORT)
    assert item is not None
    return item


def move(actor: Actor, workspace: Workspace, status: str, **more: object) -> None:
    on = timezone.localdate()
    engagements.move_deliverable(actor, workspace, SLUG, REPORT, status, on=on, **more)  # type: ignore[arg-type]


def remark(actor: Actor, workspace: Workspace) -> None:
    line = Comment("", 0, REPORT, "draft 1", "MPF", "", "Which law is it?")
    narrative.add_comments(actor, workspace, SLUG, REPORT, [line])


def codes(actor: Actor, workspace: Workspace, slug: str = SLUG) -> list[str]:
    return [one.code for one in alerts.read(actor, workspace, found(actor, workspace, slug))]


def test_a_round_moves_its_deliverable_to_comments_with_the_file_that_went_out(
    actor: Actor, workspace: Workspace
) -> None:
    due = timezone.localdate() + timedelta(14)

    id = reviews.open_round(actor, workspace, SLUG, REPORT, ["IOM"], due)

    made = reviews.find(actor, workspace, id)
    digest = documents.file(actor, workspace, made.pdf)[0].digest
    item = report(actor, workspace)
    assert (item.status, item.submitted, item.submitted_on) == ("comments", digest, None)
    line = next(line for line in journal.lines(actor, workspace) if line.act == "deliverable.move")
    assert (line.facts["before"], line.facts["after"], line.facts["file"]) == ("planned", "comments", digest)

    reviews.close(actor, workspace, id)
    assert report(actor, workspace).status == "comments"


def test_a_draft_that_goes_out_leaves_an_acceptance_alone(actor: Actor, workspace: Workspace) -> None:
    move(actor, workspace, "submitted")
    move(actor, workspace, "accepted", reason="Letter of the client")

    engagements.sent_for_comments(actor, workspace, SLUG, REPORT, "0" * 64, "draft 2")

    assert report(actor, workspace).status == "accepted"


def test_an_acceptance_is_taken_back_only_by_who_says_so_with_a_reason(actor: Actor, workspace: Workspace) -> None:
    move(actor, workspace, "submitted")
    move(actor, workspace, "accepted", reason="Letter of the client")

    with pytest.raises(Problem, match="accepted_already"):
        move(actor, workspace, "draft", reason="A table was wrong")
    with pytest.raises(Problem, match="reason_missing"):
        move(actor, workspace, "draft", reopen=True)
    assert report(actor, workspace).status == "accepted"

    move(actor, workspace, "draft", reopen=True, reason="A table was wrong")
    assert (report(actor, workspace).status, report(actor, workspace).accepted_on) == ("draft", None)


def test_an_instalment_is_not_claimed_while_a_comment_on_what_it_pays_is_open(
    actor: Actor, workspace: Workspace
) -> None:
    remark(actor, workspace)
    slug = "training-2026"
    file = documents.build(actor, workspace, REPORT, "docx", documents.material(actor, workspace, slug)).digest
    on, code = timezone.localdate(), "inception-report"
    engagements.move_deliverable(actor, workspace, slug, code, "submitted", on=on, evidence=file)
    engagements.move_deliverable(actor, workspace, slug, code, "accepted", on=on, evidence=file)
    engagements.set_conditions(actor, workspace, slug, 1, [code])
    line = Comment("", 0, REPORT, "draft 1", "MPF", "", "Which law is it?")
    narrative.add_comments(actor, workspace, slug, REPORT, [line])

    now = found(actor, workspace, slug)
    item = now.deliverable(code)
    assert item is not None
    assert (item.documents, item.comments_open) == (("inception-report", REPORT), 1)
    assert instalment_status(now, now.instalments[0]) == "comments_open"
    with pytest.raises(Problem, match="comments_not_closed"):
        engagements.settle(actor, workspace, slug, 1, "claimed")

    narrative.decide_comment(actor, workspace, slug, REPORT, 1, decision="noted", response="")
    assert "not_claimed" in codes(actor, workspace, slug)
    engagements.settle(actor, workspace, slug, 1, "claimed")
    narrative.add_comments(actor, workspace, slug, REPORT, [Comment("", 0, REPORT, "2", "CDU", "", "And this?")])
    engagements.settle(actor, workspace, slug, 1, "paid")
    assert found(actor, workspace, slug).instalments[0].settled == "paid"


def test_a_deliverable_that_nothing_was_built_for_is_tied_to_no_document(actor: Actor, workspace: Workspace) -> None:
    items = found(actor, workspace, "training-2026").deliverables

    tied = {item.id: item.documents for item in items}
    assert tied["inception-report"] == ("inception-report",)
    assert [id for id, kinds in tied.items() if not kinds], "the terms deliver something that Filao does not build"


def test_comments_are_late_in_the_engagement_they_belong_to(actor: Actor, workspace: Workspace) -> None:
    remark(actor, workspace)
    assert "comments_late" not in codes(actor, workspace)

    CommentRow.objects.update(received_on=timezone.localdate() - timedelta(30))

    assert "comments_late" in codes(actor, workspace)
    assert "comments_late" not in codes(actor, workspace, "training-2026")


def test_a_report_handed_in_waits_for_the_meeting_that_validates_its_findings(
    actor: Actor, workspace: Workspace
) -> None:
    move(actor, workspace, "submitted")
    assert "submitted_before_validation" not in codes(actor, workspace)

    ValidationRow.objects.create(
        workspace=workspace, engagement=SLUG, title="Workshop", way="validation", items=[], made_at=timezone.now(),
        held_on=timezone.localdate() + timedelta(10),
    )  # fmt: skip

    assert "submitted_before_validation" in codes(actor, workspace)


def test_a_rehearsal_is_no_meeting_that_a_report_waits_for(actor: Actor, workspace: Workspace) -> None:
    given = {"workspace": workspace, "engagement": SLUG, "way": "validation", "made_at": timezone.now()}
    for title, outcome in (("Rehearsal", {"simulated": True}), ("Workshop", {})):
        ValidationRow.objects.create(title=title, held_on=timezone.localdate(), outcome=outcome, **given)

    around = alerts.around(actor, workspace, found(actor, workspace), timezone.localdate())

    assert [one.title for one in around.validations] == ["Workshop"]
    assert [one.title for one in around.occasions if one.what == "validation"] == ["Workshop"]


def test_a_meeting_ends_on_the_day_of_the_place(actor: Actor, workspace: Workspace) -> None:
    ValidationRow.objects.create(
        workspace=workspace, engagement=SLUG, title="Workshop", way="validation", items=[], made_at=timezone.now(),
        held_on=date(2026, 5, 1), closed_at=datetime(2026, 5, 1, 21, tzinfo=UTC),
    )  # fmt: skip

    around = alerts.around(actor, workspace, found(actor, workspace), timezone.localdate())

    assert [one.ended_at and one.ended_at.date() for one in around.validations] == [date(2026, 5, 2)]


def test_a_round_in_progress_is_named_in_the_language_of_its_reader(actor: Actor, workspace: Workspace) -> None:
    reviews.open_round(actor, workspace, SLUG, REPORT, ["IOM"], timezone.localdate() + timedelta(14))

    around = alerts.around(actor, workspace, found(actor, workspace), timezone.localdate(), "fr")

    assert [one.title for one in around.rounds] == ["Rapport de cartographie, projet 1"]


def test_an_election_that_was_entered_is_an_alert_and_one_taken_out_is_none(actor: Actor, workspace: Workspace) -> None:
    due = report(actor, workspace).due
    assert due is not None

    id = workdays.add(actor, workspace, "election", due, None, "General election", "Writ of election")
    with_it = codes(actor, workspace)
    workdays.remove(actor, workspace, id)

    assert "in_election" in with_it
    assert "in_election" not in codes(actor, workspace)
    assert [line.act for line in journal.lines(actor, workspace)[:2]] == ["calendar.remove", "calendar.add"]


@pytest.mark.parametrize(
    ("days", "title", "source", "code"),
    [
        (-1, "Mourning", "Decree", "ends_before_start"),
        (400, "Mourning", "Decree", "run_too_long"),
        (0, " ", "Decree", "day_unnamed"),
        (0, "Mourning", " ", "day_unfounded"),
    ],
)
def test_a_day_is_entered_with_its_name_and_what_it_rests_on(
    actor: Actor, workspace: Workspace, days: int, title: str, source: str, code: str
) -> None:
    start = timezone.localdate()

    with pytest.raises(Problem, match=code):
        workdays.add(actor, workspace, "holiday", start, start + timedelta(days), title, source)


def test_a_country_whose_holidays_are_not_known_says_so(actor: Actor, workspace: Workspace) -> None:
    workspace.country = "ZZ"

    assert "holidays_unknown" in [one.code for one in alerts.read(actor, workspace, found(actor, workspace))]
