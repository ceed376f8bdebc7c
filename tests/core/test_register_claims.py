"""Claims: which is shown, how sure it is, and what stood at an earlier date."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import claim

from filao.core.register import Claim, Fact, Record, same_value
from filao.core.register.claims import at, settle

PUBLISHERS = {"S1": "State", "S1-copy": "State", "S2": "Daily", "S3": "NGO"}


def said(value: Any, source: str = "S1", **more: Any) -> Claim:
    return claim("organisation", "A", "name", value, source=source, **more)


def fact_of(*claims: Claim, parties: dict[str, str] | None = None) -> Fact:
    fact = settle(claims, PUBLISHERS, parties)
    assert fact is not None
    return fact


# --- which claim is shown ------------------------------------------------------------------------------------------


def test_the_newest_evidence_is_shown_and_the_older_is_kept() -> None:
    old, new = said("Old", dated="2019"), said("New", "S2", dated="2023-05-04")

    fact = fact_of(new, old)

    assert fact.value == "New"
    assert fact.differing == (old,)
    assert fact.contradicts == (old.id,)


def test_of_two_claims_of_one_date_the_surer_is_shown() -> None:
    press, law = said("Press", dated="2020", confidence="C"), said("Law", dated="2020", confidence="B")

    assert fact_of(law, press).value == "Law"
    assert fact_of(press, law).value == "Law"


def test_what_a_person_chose_is_shown_whatever_its_date() -> None:
    old = said("Old", dated="2001", chosen="2025-01-01T10:00:00")
    new = said("New", dated="2024")

    assert fact_of(old, new).value == "Old"
    later = said("Third", dated="1999", chosen="2025-02-01T10:00:00")
    assert fact_of(old, new, later).value == "Third"


def test_a_claim_that_is_not_accepted_is_never_shown() -> None:
    proposed, gone = said("Proposed", status="proposed"), said("Gone", status="withdrawn", ended="2024-01-01")

    assert settle([proposed, gone], PUBLISHERS) is None
    fact = fact_of(said("Standing", dated="1999"), proposed, gone)
    assert fact.value == "Standing"
    assert fact.proposed == (proposed,)
    assert fact.differing == ()


# --- how sure it is ------------------------------------------------------------------------------------------------


def test_two_independent_sources_make_a_fact_certain() -> None:
    fact = fact_of(said("Same", "S1", confidence="B"), said("same ", "S2", confidence="C"))

    assert fact.confidence == "A"
    assert set(fact.sources) == {"S1", "S2"}


def test_two_copies_of_one_report_are_one_source() -> None:
    fact = fact_of(said("Same", "S1", confidence="B"), said("Same", "S1-copy", confidence="B"))

    assert fact.confidence == "B"
    assert len(fact.sources) == 2


def test_what_is_inferred_confirms_nothing() -> None:
    fact = fact_of(said("Same", "S1", confidence="B"), said("Same", "S2", confidence="D"))

    assert fact.confidence == "B"


def test_a_tie_confirmed_by_both_bodies_is_certain_though_one_publisher_wrote_both_down() -> None:
    interviews = {"S1": "A", "S1-copy": "B"}
    both = (said("Same", "S1", confidence="C"), said("Same", "S1-copy", confidence="C"))

    assert fact_of(*both, parties=interviews).confidence == "A"
    assert fact_of(*both, parties={"S1": "A", "S1-copy": "A"}).confidence == "C"


letters = st.sampled_from(["A", "B", "C", "D", ""])
evidence = st.builds(
    said,
    st.sampled_from(["Yes", "No"]),
    st.sampled_from(["S1", "S1-copy", "S2", "S3", ""]),
    dated=st.sampled_from(["", "2019", "2021-03", "2024-01-02"]),
    confidence=letters,
    status=st.sampled_from(["accepted", "proposed", "withdrawn"]),
    chosen=st.sampled_from(["", "2025-01-01"]),
)


@given(st.lists(evidence, min_size=1, max_size=6), letters)
def test_a_further_claim_that_agrees_never_makes_a_fact_less_sure(claims: list[Claim], letter: str) -> None:
    before = settle(claims, PUBLISHERS)
    if before is None:
        return
    more = said(before.value, "S3", confidence=letter, dated="2025-01-01")

    after = settle([*claims, more], PUBLISHERS)

    assert after is not None
    if same_value(after.value, before.value):
        assert "ABCD ".index(after.confidence or " ") <= "ABCD ".index(before.confidence or " ")


@given(st.lists(evidence, min_size=1, max_size=6))
def test_every_accepted_claim_is_shown_agrees_or_differs(claims: list[Claim]) -> None:
    fact = settle(claims, PUBLISHERS)

    accepted = [c for c in claims if c.status == "accepted"]
    if fact is None:
        assert not accepted
    else:
        assert sorted(c.id for c in (fact.shown, *fact.agreeing, *fact.differing)) == sorted(c.id for c in accepted)


@given(st.permutations([said("A", dated="2020"), said("B", dated="2020"), said("C", dated="2020", confidence="B")]))
def test_the_order_of_claims_does_not_decide_what_is_shown(claims: list[Claim]) -> None:
    assert fact_of(*claims).value == "C"


# --- what says the same --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ministry  of Labour", "ministry of labour", True),
        ("Labour", "Health", False),
        (("women", "men"), ("men", "women"), True),
        (("women",), ("women", "men"), False),
        (2019, 2019, True),
        (2019, 2020, False),
        (2019, "2019", False),
    ],
)
def test_spacing_case_and_order_of_codes_make_no_difference(one: Any, other: Any, same: bool) -> None:
    assert same_value(one, other) is same


# --- looking back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "to", "known"),
    [
        ("2020", "2021", True),
        ("2021", "2021", True),
        ("2021-07-15", "2021", True),
        ("2021", "2021-03-01", True),
        ("2021-07-15", "2021-03", False),
        ("2022", "2021-12-31", False),
        ("", "2021", False),
    ],
)
def test_evidence_counts_up_to_the_date_looked_back_to(dated: str, to: str, known: bool) -> None:
    assert bool(at([said("x", dated=dated)], evidence=to)) is known


def test_without_a_limit_everything_stands() -> None:
    claims = [said("x"), said("y", dated="2024", recorded="2025-01-01T00:00:00")]

    assert at(claims) == claims


def test_a_claim_withdrawn_later_still_stood() -> None:
    gone = said("x", recorded="2025-01-01T00:00:00", status="withdrawn", ended="2025-03-01T00:00:00")

    assert [c.status for c in at([gone], recorded="2025-02-01T00:00:00")] == ["accepted"]
    assert [c.status for c in at([gone], recorded="2025-03-02T00:00:00")] == ["withdrawn"]


def test_a_proposal_refused_later_was_only_proposed_before() -> None:
    refused = said("x", recorded="2025-01-01T00:00:00", status="declined", ended="2025-03-01T00:00:00")

    then = at([refused], recorded="2025-02-01T00:00:00")

    assert [c.status for c in then] == ["proposed"]
    assert settle(then, PUBLISHERS) is None


def test_a_choice_made_later_had_not_been_made() -> None:
    chosen = said("x", recorded="2025-01-01T00:00:00", chosen="2025-03-01T00:00:00")

    assert at([chosen], recorded="2025-02-01T00:00:00")[0].chosen == ""
    assert at([chosen], recorded="2025-04-01T00:00:00")[0].chosen == "2025-03-01T00:00:00"


# --- a record ------------------------------------------------------------------------------------------------------


def test_a_record_reads_each_type_of_value_and_says_nothing_where_nothing_is_known() -> None:
    values: dict[str, Any] = {"name": "A", "codes": ("x", "y"), "one": "z", "year": 2019, "yes": True, "empty": ""}
    record = Record("organisation", "A", {name: Fact(said(value)) for name, value in values.items()})

    assert record.text("name") == "A"
    assert record.text("year") == ""
    assert record.codes("codes") == ("x", "y")
    assert record.codes("one") == ("z",)
    assert record.codes("empty") == record.codes("none") == ()
    assert record.number("year") == 2019
    assert record.number("yes") is None
    assert record.flag("yes") is True
    assert record.flag("none") is False
    assert record.value("none") is None


def test_a_record_names_its_sources_by_use_and_its_newest_accepted_evidence() -> None:
    claims = (
        said("A", "S2", dated="2019"),
        said("B", "S1", dated="2021-05"),
        said("C", "S1", dated="2020"),
        said("D", "S3", dated="2024", status="proposed"),
    )
    facts = {str(n): Fact(c) for n, c in enumerate(claims[:3])}

    record = Record("organisation", "A", facts, claims)

    assert record.sources == ("S1", "S2")
    assert record.newest == "2021-05"
    assert Record("organisation", "A", {}).newest == ""


def test_the_year_of_a_claim_is_that_of_its_evidence() -> None:
    assert said("x", dated="2021-07-15").year == 2021
    assert said("x").year is None
