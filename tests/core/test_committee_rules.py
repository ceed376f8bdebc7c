"""Rules of inclusion: holds, broken or unknown; what is not known is asked for and never passed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filao.core.committee import Check, Rule, Sitting, Table, check, standard_rules
from filao.core.committee.linear import constraints
from filao.core.register import Organisation, Register
from filao.core.vocabulary import STANDARD, Term, Vocabulary, overlay

COUNTRY: Vocabulary = overlay(
    STANDARD,
    [
        ("district", Term("NATIONAL", {}, kind="statement")),
        ("district", Term("ISLE", {}, kind="island")),
    ],
)
RULES = {rule.code: rule for rule in standard_rules(COUNTRY)}


def body(id: str, kind: str = "government", **fields: Any) -> Organisation:
    return Organisation(id, id, id, kind, {}, **fields)


def seat(id: str, kind: str = "government", seat_type: str = "mandate", **known: Any) -> Sitting:
    """A recorded seat; names of an organisation's fields go to the body."""
    of_body = {name: known.pop(name) for name in ("stages", "populations", "districts") if name in known}
    text = known.pop("mandate_text", f"text of {id}")
    return Sitting(body(id, kind, **of_body), seat_type, f"S-{id}", text, **known)


def look(code: str, voting: Sequence[Sitting], *, observers: Sequence[Sitting] = (), **table: Any) -> Check:
    pool = table.pop("pool", {s.id: s for s in voting})
    return check(RULES[code], Table(voting, observers, table.pop("seats", len(voting)), pool, COUNTRY, lead="LEAD"))


def asked(result: Check) -> list[tuple[str, str]]:
    return [(point.code, point.organisation_id) for point in result.open_points]


def test_the_table_of_rules_names_every_island_sector_and_cap() -> None:
    assert list(RULES)[:4] == ["non_state_share", "both_sexes", "territory:ISLE", "chain:adult"]
    assert RULES["sector_cap:media"].percent == 35
    assert "sector_cap:international" not in RULES
    assert "sector:media" not in RULES
    assert [r.code for r in standard_rules(COUNTRY, sectors=("media",)) if r.test == "sector"] == ["sector:media"]


def test_thirty_per_cent_of_seats_are_outside_the_state() -> None:
    state = [seat(f"G{n}") for n in range(7)]
    independent = seat("I", "independent_institution")
    others = [seat("N", "ngo"), seat("U", "union"), seat("A", "academia")]

    assert look("non_state_share", [*state, *others]).state == "holds"
    short = look("non_state_share", [*state, independent, *others])
    assert (short.state, short.figures["count"], short.figures["needed"]) == ("broken", 3, 4)
    assert look("non_state_share", []).state == "unknown"


@pytest.mark.parametrize(
    ("sexes", "state"),
    [
        ("ffmmm", "holds"),
        ("ffmmmm", "broken"),
        ("mmmm", "broken"),
        ("ffm??", "unknown"),
        ("ffmm?", "holds"),
        ("fffm?", "unknown"),
        ("ffff?", "broken"),
        ("?????", "unknown"),
        ("", "unknown"),
    ],
)
def test_both_sexes_hold_or_break_only_on_what_is_known(sexes: str, state: str) -> None:
    names = {"f": "female", "m": "male", "?": ""}
    seats = [seat(f"B{n}", sex=names[letter]) for n, letter in enumerate(sexes)]

    result = look("both_sexes", seats)

    assert result.state == state
    assert result.figures["known"] == len(sexes.replace("?", ""))
    if state == "unknown":
        assert asked(result) == [("focal_point_sex", f"B{n}") for n, letter in enumerate(sexes) if letter == "?"]


def test_a_suggested_seat_is_not_asked_who_its_focal_point_is() -> None:
    result = look("both_sexes", [Sitting(body("NEW"), "suggested")])

    assert result.state == "unknown"
    assert asked(result) == []


def test_an_island_is_represented_by_a_body_that_names_it() -> None:
    national, local = seat("N", districts=("NATIONAL",)), seat("L", districts=("ISLE",))

    assert look("territory:ISLE", [national, local]).members == ("L",)
    left_out = look("territory:ISLE", [national], pool={"N": national, "L": local})
    assert (left_out.state, left_out.figures["possible"]) == ("broken", 1)
    nobody = look("territory:ISLE", [national])
    assert nobody.state == "unknown"
    assert asked(nobody) == [("territory_candidate", "LEAD")]
    assert nobody.open_points[0].facts == {"about": "ISLE"}


def test_a_chain_is_represented_by_a_body_that_names_its_people_at_a_stage_of_referral() -> None:
    worker_police = seat("P", stages=("identification",), populations=("migrant_workers",))
    campaign = seat("C", stages=("prevention",), populations=("migrant_workers",))
    everybody = seat("E", stages=("identification",), populations=("all_victims",))

    assert look("chain:labour", [worker_police]).state == "holds"
    assert look("chain:labour", [campaign, everybody]).state == "unknown"
    assert look("chain:labour", [campaign], pool={"P": worker_police}).state == "broken"
    assert asked(look("chain:labour", [campaign])) == [("chain_candidate", "LEAD")]


def test_each_named_sector_has_a_seat_if_the_register_knows_such_a_body() -> None:
    assert look("sector:ngo", [seat("N", "ngo")]).state == "holds"
    assert look("sector:ngo", [seat("G")], pool={"N": seat("N", "ngo")}).state == "broken"
    assert asked(look("sector:ngo", [seat("G")])) == [("sector_candidate", "LEAD")]


def test_no_sector_takes_more_than_its_cap_and_the_mandates_share_is_shown() -> None:
    seats = [seat("A"), seat("B"), seat("C"), seat("D", seat_type="suggested")]

    assert look("sector_cap:government", seats[:3]).state == "holds"
    over = look("sector_cap:government", seats)
    assert (over.state, dict(over.figures)) == ("broken", {"count": 4, "limit": 3, "mandate": 3})
    assert look("sector_cap:government", seats, seats=12).state == "holds"


def test_a_survivor_informed_voice_is_asked_of_those_who_assist() -> None:
    shelter = seat("SHELTER", "ngo", stages=("protection",))
    lobby = seat("LOBBY", "ngo", stages=("prevention",))
    ministry = seat("MIN", stages=("protection",))

    unknown = look("survivor_voice", [ministry, lobby, shelter])
    assert (unknown.state, unknown.figures["known"]) == ("unknown", 0)
    assert asked(unknown) == [("survivor_voice", "SHELTER")]
    assert asked(look("survivor_voice", [ministry, lobby])) == [("survivor_voice", "LOBBY")]
    assert asked(look("survivor_voice", [ministry])) == [("survivor_voice", "LEAD")]
    assert look("survivor_voice", [ministry, replace(shelter, survivor_informed=True)]).state == "holds"
    assert look("survivor_voice", [replace(shelter, survivor_informed=False)]).state == "broken"
    assert look("survivor_voice", [ministry, replace(shelter, survivor_informed=False)]).state == "unknown"


def test_a_voice_for_persons_with_disabilities_is_its_own_question() -> None:
    seats = [seat("U", "union", survivor_informed=True), seat("G")]

    assert asked(look("disability_voice", seats)) == [("disability_voice", "U")]
    assert look("disability_voice", [replace(seats[0], disability_voice=True)]).state == "holds"


def test_a_disclosed_interest_needs_an_alternate_or_a_seat_without_a_vote() -> None:
    clean = [seat(f"C{n}", funds_and_evaluates=False) for n in range(3)]
    funder = seat("F", funds_and_evaluates=True)
    donor = seat("D", "international", "observer", funds_and_evaluates=True)

    unsettled = look("conflict_of_interest", [*clean, funder], observers=[donor])
    assert unsettled.state == "unknown"
    assert asked(unsettled) == [("conflict_safeguard", "F")]
    assert (unsettled.figures["flagged"], unsettled.figures["observers"]) == (1, 1)
    assert unsettled.members == ("F", "D")
    assert look("conflict_of_interest", [*clean, replace(funder, alternate=True)], observers=[donor]).state == "holds"


def test_a_seat_that_has_said_nothing_of_its_interests_is_not_taken_for_clean() -> None:
    result = look("conflict_of_interest", [seat("SILENT"), seat("CLEAN", assessed=False)])

    assert result.state == "unknown"
    assert asked(result) == [("conflict_declaration", "SILENT")]


def test_a_chair_with_a_conflict_or_a_majority_of_them_breaks_the_rule() -> None:
    clean = [seat(f"C{n}", assessed=False) for n in range(3)]

    assert (
        look("conflict_of_interest", [*clean, seat("H", chair=True, assessed=True, alternate=True)]).state == "broken"
    )
    flagged = [seat(f"F{n}", assessed=True, alternate=True) for n in range(4)]
    assert look("conflict_of_interest", [*clean, *flagged]).state == "broken"
    assert look("conflict_of_interest", [*clean, *flagged[:3]]).state == "holds"
    assert look("conflict_of_interest", []).state == "unknown"


def test_one_mandate_gives_one_seat() -> None:
    assert look("one_seat_per_mandate", [seat("A"), seat("B")]).state == "holds"
    same_text = [seat("A", mandate_text="Act of 2009, s. 3"), seat("B", mandate_text="act of 2009,  S. 3")]
    assert look("one_seat_per_mandate", same_text).members == ("A", "B")
    assert look("one_seat_per_mandate", same_text).state == "broken"
    assert look("one_seat_per_mandate", [seat("A"), seat("A", mandate_text="other")]).members == ("A",)
    untold = look("one_seat_per_mandate", [seat("A"), seat("B", mandate_text="")])
    assert (untold.state, asked(untold)) == ("unknown", [("mandate_text", "B")])
    nobody = look("one_seat_per_mandate", [seat("A", seat_type="inclusion")])
    assert (nobody.state, asked(nobody)) == ("unknown", [("mandate_seats", "LEAD")])


def test_one_seat_chairs() -> None:
    assert look("chair", [seat("A", chair=True), seat("B")]).members == ("A",)
    assert look("chair", [seat("A", chair=True), seat("B", chair=True)]).state == "broken"
    assert look("chair", [seat("A", chair=False)]).state == "broken"
    unknown = look("chair", [seat("A"), seat("B", chair=False)])
    assert (unknown.state, asked(unknown)) == ("unknown", [("chair", "LEAD")])
    assert look("chair", []).state == "unknown"


def test_more_seats_than_asked_for_break_the_size() -> None:
    assert look("size", [seat("A"), seat("B")], seats=2).state == "holds"
    assert look("size", [seat("A"), seat("B")], seats=1).state == "broken"


def test_nobody_is_asked_where_nobody_leads() -> None:
    table = Table([seat("A")], (), 1, {}, COUNTRY, lead="")

    assert check(RULES["chair"], table).open_points == ()


# --- as constraints ------------------------------------------------------------------------------------------------


def made(pool: Sequence[Sitting], *codes: str, kin: Sequence[tuple[str, str]] = ()) -> dict[str, Any]:
    rules = [RULES[code] for code in codes]
    return {c.code: c for c in constraints(rules, {s.id: s for s in pool}, COUNTRY, kin)}


def test_a_rule_without_data_does_not_bind_the_choice() -> None:
    pool = [seat("A"), seat("B")]

    bound = made(pool, "both_sexes", "territory:ISLE", "chain:child", "survivor_voice", "sector:ngo", "sector_cap:ngo")

    assert bound == {}


def test_rules_about_given_seats_do_not_bind_the_choice() -> None:
    assert made([seat("A")], "chair", "one_seat_per_mandate", "conflict_of_interest", "size") == {}


def test_a_known_voice_binds_and_an_unknown_one_does_not_count() -> None:
    pool = [seat("A", survivor_informed=True), seat("B"), seat("C", survivor_informed=False)]

    assert made(pool, "survivor_voice")["survivor_voice"].terms == {"A": 1}


def test_more_bodies_than_the_pool_holds_cannot_be_demanded() -> None:
    two = Rule("two_unions", "sector", least=2, kinds=("union",))

    assert constraints([two], {"U": seat("U", "union")}, COUNTRY) == ()
    pair = {"U": seat("U", "union"), "V": seat("V", "union")}
    assert [c.lower for c in constraints([two], pair, COUNTRY)] == [2]


def test_kin_may_not_both_sit() -> None:
    constraint = made([], kin=[("A", "B")])["kin"]

    assert (constraint.terms, constraint.upper) == ({"A": 1, "B": 1}, 1)


kinds = st.sampled_from(["government", "ngo", "union", "judiciary"])
sexes = st.sampled_from(["female", "male", ""])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(kinds, sexes, st.booleans()), min_size=1, max_size=7))
def test_the_constraints_forbid_exactly_what_the_check_calls_broken(drawn: list[tuple[str, str, bool]]) -> None:
    pool = [seat(f"B{n}", kind, sex=sex, seat_type="suggested") for n, (kind, sex, _) in enumerate(drawn)]
    voting = [s for s, (_, _, sits) in zip(pool, drawn, strict=True) if sits]
    table = Table(voting, (), 5, {s.id: s for s in pool}, COUNTRY, lead="LEAD")
    for code in ("non_state_share", "both_sexes", "sector:ngo", "sector_cap:government", "sector_cap:ngo"):
        limits = constraints([RULES[code]], table.pool, COUNTRY)
        members = [s.id for s in voting]
        kept = all(
            (c.lower is None or c.total(members) >= c.lower)
            and (c.upper is None or c.total(members) <= (c.limit(5) or 0))
            for c in limits
        )
        if voting:
            assert (check(RULES[code], table).state == "broken") == (not kept)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(kinds, sexes, st.sampled_from([True, False, None])), min_size=1, max_size=6))
def test_what_is_not_known_never_counts_as_passed(drawn: list[tuple[str, str, bool | None]]) -> None:
    seats = [seat(f"B{n}", kind, sex=sex, survivor_informed=said) for n, (kind, sex, said) in enumerate(drawn)]
    blank = [replace(s, sex="", survivor_informed=None) for s in seats]
    for code in ("both_sexes", "survivor_voice"):
        assert look(code, blank).state == "unknown"
        if look(code, seats).state == "holds":
            surely = [replace(s, sex=s.sex or "male", survivor_informed=bool(s.survivor_informed)) for s in seats]
            other = [replace(s, sex=s.sex or "female", survivor_informed=bool(s.survivor_informed)) for s in seats]
            assert look(code, surely).state == look(code, other).state == "holds"
        if look(code, seats).state == "unknown":
            assert look(code, seats).open_points


def test_the_rules_of_mauritius_include_rodrigues(mauritius: Register) -> None:
    codes = [rule.code for rule in standard_rules(mauritius.vocabulary)]

    assert "territory:RODRIGUES" in codes
    assert "territory:AGALEGA" not in codes
