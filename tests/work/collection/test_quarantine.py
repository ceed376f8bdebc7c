"""What was put aside waits closed until a person tries it again, takes it instead of another, or discards it."""

from __future__ import annotations

import pytest
from tests.collecting import answer, publish

from filao.core.problems import Problem
from filao.store import blobs, journal
from filao.store.collection import QuarantineRow, ResponseRow
from filao.store.people import Workspace
from filao.work.access import Actor
from filao.work.collection import quarantine
from filao.work.collection.ingest import take

pytestmark = pytest.mark.database


def test_an_answer_to_a_form_published_later_is_taken_then(actor: Actor, workspace: Workspace) -> None:
    take(workspace, answer(sector="police", photo="a.jpg").xml, {"a.jpg": b"one"}, channel="collect")
    (aside,) = quarantine.listing(actor, workspace)
    assert quarantine.try_again(actor, workspace, aside.id).reason == "unknown_form"

    publish(workspace)
    receipt = quarantine.try_again(actor, workspace, aside.id)

    assert receipt.status == "created"
    assert quarantine.count(actor, workspace) == 0
    row = ResponseRow.objects.get()
    assert (row.closed, row.channel, row.state) == ({"/data/sector": "police"}, "collect", "complete")
    assert journal.lines(workspace, act="answers.retaken")[0].subject == "visit"


def test_of_two_answers_of_one_id_a_person_takes_the_other_and_both_are_kept(
    actor: Actor, workspace: Workspace
) -> None:
    publish(workspace)
    take(workspace, answer(sector="police").xml, {}, channel="collect")
    take(workspace, answer(sector="labour").xml, {}, channel="collect")
    (aside,) = quarantine.listing(actor, workspace)
    assert (aside.reason, aside.known) == ("conflict", True)
    assert quarantine.content(actor, workspace, aside.id)[0] == answer(sector="labour").xml

    with pytest.raises(Problem, match="reason_missing"):
        quarantine.take_instead(actor, workspace, aside.id, " ")
    quarantine.take_instead(actor, workspace, aside.id, "The interviewer corrected it on paper")

    rows = {r.closed["/data/sector"]: r for r in ResponseRow.objects.all()}
    assert (rows["police"].current, rows["labour"].current) == (False, True)
    assert rows["labour"].replaces == rows["police"]
    assert quarantine.listing(actor, workspace) == []


def test_only_what_contradicts_an_answer_is_taken_instead_of_it(actor: Actor, workspace: Workspace) -> None:
    take(workspace, answer().xml, {}, channel="collect")
    (aside,) = quarantine.listing(actor, workspace)

    with pytest.raises(Problem, match="nothing_to_replace"):
        quarantine.take_instead(actor, workspace, aside.id, "because")


def test_what_is_discarded_is_deleted_with_its_bytes_for_a_reason(
    actor: Actor, workspace: Workspace, django_capture_on_commit_callbacks: object
) -> None:
    take(workspace, b"no answer at all", {}, channel="collect")
    row = QuarantineRow.objects.get()

    with pytest.raises(Problem, match="reason_missing"):
        quarantine.discard(actor, workspace, row.id, "")
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        quarantine.discard(actor, workspace, row.id, "A test of the device")

    assert not blobs.exists(row.raw)
    assert quarantine.count(actor, workspace) == 0
    with pytest.raises(Problem, match="no_such_aside"):
        quarantine.content(actor, workspace, row.id)
