"""A terms of reference at work: dates, deliverables, and instalments that follow accepted deliverables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from filao.core.engagement import (
    DELIVERABLE_STATUSES,
    Deliverable,
    DeliverableStatus,
    Engagement,
    Event,
    Instalment,
    Milestone,
    Plan,
    calendar,
    from_terms,
    instalment_status,
    missing_for,
    upcoming,
)

START = date(2026, 2, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def engagement(**parts: Any) -> Engagement:
    return Engagement("e", "Mapping", "Client", "Project", START, day(60), "en", **parts)


REPORT = Deliverable("report", "Mapping report", "report", due=day(40))
GUIDE = Deliverable("guide", "Guide", "guide", due=day(10))
LETTER = Deliverable("letter", "Letter", "letter")


# --- dates ---------------------------------------------------------------------------------------------------------


def test_what_is_due_next_comes_first_and_what_is_late_counts_backwards() -> None:
    found = upcoming(engagement(deliverables=(REPORT, GUIDE, LETTER)), day(15))

    assert [(d.what, d.id, d.days) for d in found] == [("deliverable", "guide", -5), ("deliverable", "report", 25)]


def test_what_is_accepted_is_no_longer_due() -> None:
    done = replace(GUIDE, status="accepted")

    assert [d.id for d in upcoming(engagement(deliverables=(done, REPORT)), START)] == ["report"]


def test_a_milestone_stays_until_its_last_day_has_passed() -> None:
    visits = engagement(
        milestones=(Milestone("visits", "Visits", day(5), day(9)), Milestone("launch", "Launch", day(5)))
    )

    assert [d.id for d in upcoming(visits, day(5))] == ["launch", "visits"]
    assert [(d.id, d.days) for d in upcoming(visits, day(9))] == [("visits", -4)]
    assert upcoming(visits, day(10)) == ()


def test_the_calendar_holds_due_dates_and_milestones_from_first_to_last_day() -> None:
    one = engagement(
        deliverables=(REPORT, LETTER),
        milestones=(Milestone("visits", "Visits", day(5), day(9)), Milestone("launch", "Launch", day(1))),
    )

    assert calendar(one) == (
        Event("e-launch", "Launch", day(1), day(1)),
        Event("e-visits", "Visits", day(5), day(9)),
        Event("e-report", "Mapping report", day(40), day(40)),
    )


def test_a_deliverable_is_found_by_its_id() -> None:
    one = engagement(deliverables=(REPORT,))

    assert one.deliverable("report") is REPORT
    assert one.deliverable("gone") is None


# --- instalments ---------------------------------------------------------------------------------------------------


def test_an_instalment_without_agreed_conditions_can_never_be_claimed() -> None:
    done = engagement(deliverables=(replace(REPORT, status="accepted"),))

    assert instalment_status(done, Instalment(1, "on signature")) == "conditions_open"


def test_an_instalment_waits_for_every_deliverable_it_names() -> None:
    first = Instalment(1, "", ("guide", "report"))
    half = engagement(deliverables=(replace(GUIDE, status="accepted"), replace(REPORT, status="submitted")))

    assert instalment_status(half, first) == "not_due"
    assert missing_for(half, first) == ("report",)
    whole = engagement(deliverables=tuple(replace(d, status="accepted") for d in (GUIDE, REPORT)))
    assert instalment_status(whole, first) == "claimable"


def test_a_condition_that_is_no_deliverable_is_never_met() -> None:
    assert missing_for(engagement(), Instalment(1, "", ("gone",))) == ("gone",)


@pytest.mark.parametrize("settled", ["claimed", "paid"])
def test_what_is_claimed_or_paid_stays_so(settled: Any) -> None:
    assert instalment_status(engagement(), Instalment(1, "", ("report",), settled=settled)) == settled


@given(st.lists(st.sampled_from(DELIVERABLE_STATUSES), min_size=1, max_size=4))
def test_money_follows_acceptance_alone(statuses: list[DeliverableStatus]) -> None:
    deliverables = tuple(Deliverable(str(n), "", "", status=s) for n, s in enumerate(statuses))
    all_of_them = Instalment(1, "", tuple(d.id for d in deliverables))

    status = instalment_status(engagement(deliverables=deliverables), all_of_them)

    assert (status == "claimable") == (set(statuses) == {"accepted"})
    assert get_args(DeliverableStatus) == DELIVERABLE_STATUSES


# --- from terms ----------------------------------------------------------------------------------------------------

TERMS: dict[str, Any] = {
    "title": "Mapping",
    "client": "IOM",
    "start": "2020-11-15",
    "end": "2020-12-31",
    "tasks": [{"id": "t1", "phase": "desk", "text": "Read"}],
    "deliverables": [
        {"id": "report", "title": "Report", "form": "report", "max_counted_pages": 20},
        {"id": "letter", "title": "Letter", "form": "letter"},
    ],
    "instalments": [{"no": 1, "rule": "first"}, {"no": 2, "conditions": ["report"], "share": 0.5}],
}


def test_terms_and_a_plan_amount_to_an_engagement_of_the_same_length() -> None:
    made = from_terms(TERMS, Plan("e", "mapping", START, due={"report": 40}, milestones=[("v", "Visits", 5, 9)]))

    assert (made.title, made.client, made.language) == ("Mapping", "IOM", "en")
    assert (made.start, made.end) == (START, day(46))
    assert [(d.id, d.due, d.max_counted_pages) for d in made.deliverables] == [
        ("report", day(40), 20),
        ("letter", None, None),
    ]
    assert made.milestones == (Milestone("v", "Visits", day(5), day(9)),)
    assert made.tasks[0].phase == "desk"


def test_a_plan_may_set_title_length_and_the_earlier_mapping() -> None:
    made = from_terms(TERMS, Plan("e", "mapping", START, title="Update", days=10, demonstration=True, baseline=2020))

    assert (made.title, made.end, made.demonstration, made.baseline) == ("Update", day(10), True, 2020)


def test_shares_and_conditions_that_the_terms_do_not_state_are_not_assumed() -> None:
    first, second = from_terms(TERMS, Plan("e", "mapping", START)).instalments

    assert (first.share, first.conditions) == (None, ())
    assert (second.share, second.conditions) == (0.5, ("report",))
