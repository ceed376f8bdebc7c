"""Rounds of fieldwork: what is asked for, what their links open, and what a room may see of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.collecting import Answer, a_round, answer, publish

from filao.core.problems import Problem
from filao.store.collection import ResponseRow, RoundRow, VersionRow
from filao.work import journal
from filao.work.access import Actor
from filao.work.collection import doors, ingest, room, rounds, tokens
from filao.work.collection.rounds import Limit, Plan, Target
from filao.work.workspaces import Workspace

pytestmark = pytest.mark.database


def plan(title: str = "Officers, March", mode: Any = "open", **more: Any) -> Plan:
    return Plan(title, mode, **more)


def take(workspace: Workspace, round: RoundRow, *given: Answer) -> None:
    for one in given:
        assert ingest.take(workspace, one.xml, {}, channel="page", round=round).status == "created"


def test_an_open_round_has_a_link_that_the_table_does_not_hold(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)

    id = rounds.create(actor, workspace, "visit", plan())
    token = rounds.link(actor, workspace, id)

    row = RoundRow.objects.get(workspace=workspace, id=id)
    assert doors.find(workspace.slug, token).round == id
    assert len(token) == 26
    assert token not in (row.link, row.link_salt)


def test_a_new_link_takes_the_old_ones_place_and_says_why(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)
    id = rounds.create(actor, workspace, "visit", plan())
    old = rounds.link(actor, workspace, id)

    with pytest.raises(Problem, match="reason_missing"):
        rounds.renew_link(actor, workspace, id, " ")
    rounds.renew_link(actor, workspace, id, "it was forwarded")

    with pytest.raises(Problem, match="link_unknown"):
        doors.find(workspace.slug, old)
    assert doors.find(workspace.slug, rounds.link(actor, workspace, id)).round == id
    assert journal.lines(actor, workspace, "round.link")[0].reason == "it was forwarded"


def test_a_link_of_another_machine_still_opens_and_is_not_shown(
    actor: Actor, workspace: Workspace, settings: Any
) -> None:
    publish(workspace)
    id = rounds.create(actor, workspace, "visit", plan())
    token = rounds.link(actor, workspace, id)

    settings.SECRET_KEY = "another machine"

    assert rounds.link(actor, workspace, id) == ""
    assert doors.find(workspace.slug, token).round == id


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (plan(opens_on=date(2026, 3, 9), closes_on=date(2026, 3, 1)), "dates_reversed"),
        (plan("First"), "round_title_taken"),
    ],
)
def test_a_round_that_cannot_be_is_not_set_up(actor: Actor, workspace: Workspace, made: Plan, code: str) -> None:
    a_round(workspace, publish(workspace))

    with pytest.raises(Problem, match=code):
        rounds.create(actor, workspace, "visit", made)

    assert RoundRow.objects.filter(workspace=workspace).count() == 1


def test_only_a_published_and_open_form_is_answered_in_rounds(actor: Actor, workspace: Workspace) -> None:
    publish(workspace, state="closed")

    with pytest.raises(Problem, match="instrument_not_published"):
        rounds.create(actor, workspace, "visit", plan())
    with pytest.raises(Problem, match="no_such_instrument"):
        rounds.create(actor, workspace, "nothing", plan())
    assert rounds.instruments(actor, workspace) == []


def test_what_is_wanted_and_what_is_enough_is_kept(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)
    wanted = (Target(500), Target(120, "sex", "woman"))
    most = (Limit(60, {"island": "rodrigues"}),)

    id = rounds.create(actor, workspace, "visit", plan(targets=wanted, limits=most))

    found = rounds.find(actor, workspace, id)
    assert (found.plan.targets, found.plan.limits, found.wanted) == (wanted, most, 500)


def test_a_round_stops_and_goes_on_by_hand(actor: Actor, workspace: Workspace) -> None:
    publish(workspace)
    id = rounds.create(actor, workspace, "visit", plan())
    token = rounds.link(actor, workspace, id)

    rounds.stop(actor, workspace, id, "enough")
    stopped = doors.find(workspace.slug, token).state
    rounds.resume(actor, workspace, id)

    assert (stopped, doors.find(workspace.slug, token).state) == ("over", "open")


def test_answers_are_counted_by_day_without_refusals_and_those_withdrawn(actor: Actor, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "open")
    take(workspace, round, *(answer(n, consent="yes") for n in (1, 2, 3)), answer(4, consent="no"))
    first = ResponseRow.objects.filter(workspace=workspace, instance_id=answer(1).id)
    first.update(received_on=timezone.localdate() - timedelta(1))
    ResponseRow.objects.filter(workspace=workspace, instance_id=answer(3).id).update(state="withdrawn")

    found = rounds.find(actor, workspace, round.id)

    today = timezone.localdate()
    assert (found.answers, found.refused) == (2, 1)
    assert rounds.by_day(actor, workspace, round.id) == {today - timedelta(1): 1, today: 1}


def test_answers_of_a_blind_round_have_no_day_until_they_are_shuffled_in(actor: Actor, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "blind")

    take(workspace, round, *(answer(n, consent="yes") for n in range(1, 5)))
    waiting = rounds.by_day(actor, workspace, round.id)
    take(workspace, round, answer(5, consent="yes"))

    assert waiting == {None: 4}
    monday = timezone.localdate() - timedelta(timezone.localdate().weekday())
    assert rounds.by_day(actor, workspace, round.id) == {monday: 5}, "of the week alone"


def test_a_code_is_read_however_it_is_typed() -> None:
    code = "k7q0-3m21-9rtd-w4hn"

    for typed in (code, code.upper(), code.replace("-", ""), " K7QO 3M2l 9RTD W4HN "):
        assert tokens.typed(typed) == code


# --- the wall of a room


def said(n: int, sector: str) -> Answer:
    return answer(n, consent="yes", sector=sector, officers="3")


def test_below_five_answers_a_wall_tells_how_many_and_nothing_of_what(workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "open")
    take(workspace, round, *(said(n, "police") for n in range(1, 5)))

    found = room.wall(workspace, round.id)

    assert (found.answers, found.told, found.results) == (4, 0, ())


def test_a_wall_moves_on_by_five_answers_so_that_nobody_sees_which_one_came(workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "open")
    take(workspace, round, *(said(n, "police") for n in range(1, 6)))
    (sector,) = [one for one in room.wall(workspace, round.id).results if one.variable.name == "sector"]
    take(workspace, round, *(said(n, "labour") for n in range(6, 10)))

    four_more = room.wall(workspace, round.id)
    take(workspace, round, said(10, "labour"))
    five_more = room.wall(workspace, round.id)

    assert {one.value: one.number for one in sector.counts} == {"police": 5, "labour": 0}
    assert (four_more.answers, four_more.told, five_more.told) == (9, 5, 10)
    (sector,) = [one for one in five_more.results if one.variable.name == "sector"]
    assert {one.value: one.number for one in sector.counts} == {"police": 5, "labour": 5}


def test_a_round_that_is_told_at_its_end_shows_the_wall_nothing_before(actor: Actor, workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "open")
    take(workspace, round, *(said(n, "police") for n in range(1, 6)))
    RoundRow.objects.filter(id=round.id).update(told_at_end=True)

    before = room.wall(workspace, round.id)
    rounds.stop(actor, workspace, round.id)
    after = room.wall(workspace, round.id)

    assert (before.answers, before.held_back, before.results) == (5, True, ())
    assert not after.held_back
    assert after.results


def test_small_numbers_are_not_told_on_a_wall_and_consent_is_no_result(workspace: Workspace) -> None:
    round = a_round(workspace, publish(workspace), "open")
    take(workspace, round, *(said(n, "police") for n in range(1, 10)), said(10, "labour"))

    found = {one.variable.name: one for one in room.wall(workspace, round.id).results}

    assert "consent" not in found
    assert None in [one.number for one in found["sector"].counts]


def test_a_wall_of_no_round_is_no_wall(workspace: Workspace) -> None:
    with pytest.raises(Problem, match="no_such_round"):
        room.wall(workspace, "0" * 16)


def test_a_round_of_another_workspace_is_not_found(actor: Actor, workspace: Workspace) -> None:
    from filao.work import workspaces

    round = a_round(workspace, publish(workspace), "open")
    other = workspaces.create(actor, "other", "Other", "MU", date(2026, 1, 1))

    with pytest.raises(Problem, match="no_such_round"):
        rounds.find(actor, other, round.id)
    assert VersionRow.objects.filter(workspace=other).count() == 0
