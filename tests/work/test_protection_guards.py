"""Restricted data leaves with two, and a breach is logged with the clock that the law sets."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from filao.core import protection as core
from filao.core.problems import Problem
from filao.store import journal
from filao.store.people import Membership, User
from filao.store.protection import BreachRow, RequestRow
from filao.work import desk, keeping
from filao.work.access import Actor
from filao.work.protection import approvals, breaches, exporting
from filao.work.protection.breaches import Known
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


def person(workspace: Workspace, name: str, role: str) -> Actor:
    user = User.objects.create_user(f"{name}@example.org", name=name)
    Membership.objects.create(workspace=workspace, user=user, role=role)
    return Actor(user.id, name, strong=True)


@pytest.fixture
def two(actor: Actor, workspace: Workspace) -> tuple[Actor, Actor]:
    """A consultant and a coordinator, in a workspace that asks for a second person."""
    found = person(workspace, "Consultant", "consultant"), person(workspace, "Coordinator", "coordinator")
    approvals.switch(actor, workspace, True, "words of officials")
    return found


def refused(act: Callable[..., Any], *given: Any, **more: Any) -> str:
    with pytest.raises(Problem) as stopped:
        act(*given, **more)
    return stopped.value.code


def state(actor: Actor, workspace: Workspace, id: str) -> str:
    return next(r.state for r in approvals.listing(actor, workspace) if r.id == id)


# --- two


def test_a_workspace_that_does_not_ask_lets_every_act_pass(actor: Actor, workspace: Workspace) -> None:
    approvals.require(actor, workspace, "export.words")

    assert not RequestRow.objects.filter(workspace=workspace).exists()


def test_an_approval_serves_one_export(workspace: Workspace, two: tuple[Actor, Actor], actor: Actor) -> None:
    consultant, coordinator = two
    desk.save_contact(actor, workspace, "MPF", function="Head")
    export = lambda: exporting.export(consultant, workspace, "contacts", reason="hand-over")  # noqa: E731
    assert refused(export) == "second_person_needed"

    id = approvals.ask(consultant, workspace, "export.contacts", reason="hand-over to the client")
    assert refused(export) == "second_person_needed"
    approvals.decide(coordinator, workspace, id, True)

    assert export()[1]
    assert state(consultant, workspace, id) == "used"
    assert refused(export) == "second_person_needed"
    acts = [line.act for line in journal.lines(workspace) if line.act.startswith("approval")]
    assert acts == ["approval.use", "approval.approve", "approval.ask"]


def test_nobody_approves_a_request_of_their_own(workspace: Workspace, two: tuple[Actor, Actor]) -> None:
    _, coordinator = two
    id = approvals.ask(coordinator, workspace, "export.contacts", reason="so")

    assert refused(approvals.decide, coordinator, workspace, id, True) == "own_request"


def test_whoever_may_not_do_the_act_may_not_ask_for_it(workspace: Workspace, two: tuple[Actor, Actor]) -> None:
    observer = person(workspace, "Observer", "observer")

    assert refused(approvals.ask, observer, workspace, "export.contacts", reason="so") == "not_allowed"
    assert refused(approvals.decide, two[0], workspace, "x", True) == "not_allowed"


def test_an_approval_is_for_one_act_one_subject_and_one_person(workspace: Workspace, two: tuple[Actor, Actor]) -> None:
    consultant, coordinator = two
    id = approvals.ask(consultant, workspace, "export.answers", "mapping-update", reason="so")
    approvals.decide(coordinator, workspace, id, True)

    for who, act, subject in (
        (consultant, "export.words", "mapping-update"),
        (consultant, "export.answers", "training-2026"),
        (coordinator, "export.answers", "mapping-update"),
    ):
        assert refused(approvals.require, who, workspace, act, subject) == "second_person_needed"
    approvals.require(consultant, workspace, "export.answers", "mapping-update")


def test_a_request_and_an_approval_live_a_day(workspace: Workspace, two: tuple[Actor, Actor]) -> None:
    consultant, coordinator = two
    waiting, approved = (approvals.ask(consultant, workspace, "export.words", reason="so") for _ in range(2))
    approvals.decide(coordinator, workspace, approved, True)
    day = timezone.now() - timedelta(hours=24, minutes=1)
    RequestRow.objects.filter(id=waiting).update(asked_at=day)
    RequestRow.objects.filter(id=approved).update(decided_at=day)

    assert {state(consultant, workspace, id) for id in (waiting, approved)} == {"expired"}
    assert refused(approvals.decide, coordinator, workspace, waiting, True) == "request_over"
    assert refused(approvals.require, consultant, workspace, "export.words") == "second_person_needed"


def test_a_refused_request_opens_nothing(workspace: Workspace, two: tuple[Actor, Actor]) -> None:
    consultant, coordinator = two
    id = approvals.ask(consultant, workspace, "export.words", reason="so")
    approvals.decide(coordinator, workspace, id, False)

    assert state(consultant, workspace, id) == "refused"
    assert refused(approvals.require, consultant, workspace, "export.words") == "second_person_needed"
    assert refused(approvals.decide, coordinator, workspace, id, True) == "request_over"


def test_one_person_alone_cannot_ask_for_a_second(actor: Actor, workspace: Workspace) -> None:
    assert refused(approvals.switch, actor, workspace, True, "so") == "no_second_person"


def test_to_stop_asking_needs_a_second_person_too(workspace: Workspace, two: tuple[Actor, Actor], actor: Actor) -> None:
    _, coordinator = two
    owner = person(workspace, "Owner", "owner")
    assert refused(approvals.switch, coordinator, workspace, False, "tired of it") == "second_person_needed"

    id = approvals.ask(coordinator, workspace, "second_person.off", reason="the work is over")
    approvals.decide(owner, workspace, id, True)
    approvals.switch(coordinator, workspace, False, "the work is over")

    assert not approvals.is_asked(workspace)


def test_a_backup_without_encryption_needs_two(
    workspace: Workspace, two: tuple[Actor, Actor], actor: Actor, tmp_path: Path
) -> None:
    consultant, coordinator = two
    owner = person(workspace, "Owner", "owner")
    assert refused(keeping.backup, actor, tmp_path / "all.filao") == "second_person_needed"
    assert refused(approvals.ask, consultant, workspace, "backup", reason="so") == "not_allowed"

    id = approvals.ask(coordinator, workspace, "backup", reason="move to another machine")
    approvals.decide(owner, workspace, id, True)

    approvals.require(actor, workspace, "backup")
    assert state(owner, workspace, id) == "used"


def test_an_act_that_is_unknown_or_without_reason_cannot_be_asked_for(actor: Actor, workspace: Workspace) -> None:
    assert refused(approvals.ask, actor, workspace, "export.poems", reason="so") == "no_such_act"
    assert refused(approvals.ask, actor, workspace, "backup", reason="") == "reason_missing"


# --- breaches


def known(hours: float = 1, **more: Any) -> Known:
    return Known(timezone.now() - timedelta(hours=hours), "A laptop was lost on a bus.", **more)


def ago(hours: float) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def test_a_breach_is_logged_numbered_and_its_clock_runs(actor: Actor, workspace: Workspace) -> None:
    law = core.law_of(workspace.country)
    first = breaches.log(actor, workspace, known(10, kinds=("contacts",), people=12))
    second = breaches.log(actor, workspace, known(80))

    assert (first.number, second.number) == (1, 2)
    assert [b.number for b in breaches.listing(actor, workspace)] == [2, 1]
    assert core.breach_state(first, law, timezone.now()) == "running"
    assert core.breach_state(second, law, timezone.now()) == "overdue"
    assert core.hours_left(first, law, timezone.now()) == 61


def test_what_comes_to_light_later_is_entered(actor: Actor, workspace: Workspace) -> None:
    number = breaches.log(actor, workspace, known()).number

    breaches.renew(actor, workspace, number, known(effects="None seen so far.", people=3, high_risk=False))

    found = breaches.find(actor, workspace, number)
    assert (found.effects, found.people, found.high_risk) == ("None seen so far.", 3, False)


def test_a_late_notice_gives_its_reasons(actor: Actor, workspace: Workspace) -> None:
    number = breaches.log(actor, workspace, known(100)).number
    assert refused(breaches.notify, actor, workspace, number, ago(1)) == "reason_late_missing"
    assert BreachRow.objects.get(workspace=workspace).notified_at is None

    told = breaches.notify(actor, workspace, number, ago(1), "It was found after a holiday.")

    assert core.was_late(told, core.law_of("MU"))


def test_a_notice_in_time_needs_none(actor: Actor, workspace: Workspace) -> None:
    number = breaches.log(actor, workspace, known(71)).number

    told = breaches.notify(actor, workspace, number, ago(0))

    assert core.breach_state(told, core.law_of("MU"), timezone.now()) == "notified"


def test_persons_are_told_and_the_breach_ends_with_what_was_decided(actor: Actor, workspace: Workspace) -> None:
    number = breaches.log(actor, workspace, known(5)).number
    breaches.tell(actor, workspace, number, ago(1), "By letter to each of the bodies.")
    assert refused(breaches.close, actor, workspace, number, " ") == "closing_missing"

    closed = breaches.close(actor, workspace, number, "Found again; its disk was encrypted.")

    assert closed.closed_at and closed.told_at
    assert refused(breaches.renew, actor, workspace, number, known()) == "breach_closed"
    acts = [line.act for line in journal.lines(workspace) if line.act.startswith("breach")]
    assert acts == ["breach.close", "breach.tell", "breach.log"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (known(-1), "future_moment"),
        (Known(ago(1), " "), "nature_missing"),
        (Known(ago(1), "Mrs Devika Appadoo lost a laptop."), "held"),
        (known(effects="Call +230 5712 3456."), "held"),
    ],
)
def test_a_breach_that_cannot_be_is_refused(actor: Actor, workspace: Workspace, given: Known, code: str) -> None:
    assert refused(breaches.log, actor, workspace, given) == code


def test_a_notice_lies_after_the_breach_and_not_ahead(actor: Actor, workspace: Workspace) -> None:
    number = breaches.log(actor, workspace, known(5)).number

    assert refused(breaches.notify, actor, workspace, number, ago(6)) == "before_breach"
    assert refused(breaches.notify, actor, workspace, number, ago(-1)) == "future_moment"
    assert refused(breaches.notify, actor, workspace, 9, ago(1)) == "no_such_page"
