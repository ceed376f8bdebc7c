"""One reading of a register with all that follows from it: figures that agree with the register and with each other."""

from __future__ import annotations

from typing import Any

import pytest
from tests.builders import DATE, claim, register_of

from filao.core.analysis import Analysis
from filao.core.register import Register, assemble
from filao.core.vocabulary.standard import VICTIM_POPULATIONS


def small(**kinds: Any) -> Analysis:
    return Analysis(register_of(**kinds))


def test_every_figure_carries_the_date_of_the_reading(mauritius_claims: list[Any]) -> None:
    then = Analysis(assemble(mauritius_claims, DATE, evidence_to="2021"))

    assert {figure.date for figure in then.figures.all()} == {"2021"}
    assert then.figures["data.date"].value == "2021"


def test_no_figure_id_is_used_twice(analysis: Analysis) -> None:
    from filao.core.analysis.figures import register_figures

    ids = [figure.id for figure in register_figures(analysis)]

    assert len(ids) == len(set(ids))


def test_no_count_is_larger_than_what_it_is_counted_in(analysis: Analysis) -> None:
    for figure in analysis.figures.all():
        if figure.n is not None:
            assert isinstance(figure.value, int | float) and 0 <= figure.value <= figure.n, figure
            assert figure.base, figure


@pytest.mark.parametrize(
    ("total", "parts"),
    [
        ("organisations.total", ("government", "law_enforcement", "judiciary", "independent_institution", "ngo",
                                 "international", "private_sector", "academia", "media", "union")),
        ("actions.total", ("past", "current", "planned", "unknown")),
        ("actions.total", ("trafficking_specific", "related")),
        ("links.checked", ("documented", "planned", "one_off", "not_documented", "confirmed_absent", "disputed", "no_body")),
        ("partners.total", ("core", "purposive", "snowball")),
        ("committee.rules", ("holds", "broken", "unknown")),
    ],
)  # fmt: skip
def test_the_parts_of_a_whole_add_up(analysis: Analysis, total: str, parts: tuple[str, ...]) -> None:
    group = total if total == "committee.rules" else total.split(".")[0]
    whole = sum(analysis.figures.number(f"{group}.{part}") for part in parts)

    assert whole == (len(analysis.committee.checks) if total == "committee.rules" else analysis.figures.number(total))  # type: ignore[union-attr]


def test_cells_are_documented_single_or_not_documented_in_every_territory(analysis: Analysis) -> None:
    for table in analysis.coverage_by_territory.values():
        assert sum(len(table.state(s)) for s in ("not_documented", "single", "documented")) == len(table.cells)
    assert analysis.figures.number("coverage.cells") == 12 * len(VICTIM_POPULATIONS)


def test_brokers_are_ranked_on_standing_ties_with_their_directed_value_and_the_range_of_their_place(
    analysis: Analysis,
) -> None:
    first = analysis.brokers[0]

    assert [b.organisation_id for b in analysis.brokers[:4]] == ["MIEUX", "IOM", "CDU", "MGEFW"]
    assert [b.undirected for b in analysis.brokers] == sorted((b.undirected for b in analysis.brokers), reverse=True)
    assert analysis.broker_bands[first.organisation_id] == (1, 25)
    assert first.partners == analysis.figures.number("network.broker.1.partners") == 7


def test_a_register_without_a_working_group_suggests_no_seats() -> None:
    analysis = small(organisation={"A": {}}, group={"G": {}})

    assert analysis.committee is None
    assert "committee.seats" not in analysis.figures


def test_an_empty_register_counts_nothing_and_names_nobody() -> None:
    figures = Analysis(Register({}, DATE)).figures

    assert figures.number("organisations.total") == figures.number("relations.total") == 0
    assert figures.number("network.largest.standing") == 0
    assert figures.number("coverage.not_documented") == figures.number("coverage.cells")
    assert figures.number("pathways.breaks.identification") == figures.number("pathways.profiles") == 8
    for absent in ("actions.first_year", "sources.first_year", "funding.most.name", "trainings.most.name"):
        assert absent not in figures


def test_what_came_after_the_earlier_mapping_is_counted_only_where_there_was_one() -> None:
    actions = {
        "old": {"organisation_id": "A", "start_year": 2020},
        "new": {"organisation_id": "A", "start_year": 2021},
        "planned": {"organisation_id": "A", "start_year": 2026, "status": "planned"},
        "unknown": {"organisation_id": "A", "status": "unknown"},
    }
    register = register_of(
        organisation={"A": {}}, action=actions, provision={"P": {"instrument": "Act", "year": 2023}},
        relation={"R": {"source_org": "A", "target_org": "A", "year": 2021}},
    )  # fmt: skip

    figures = Analysis(register, baseline=2020).figures

    assert {figures.number(f"since.{name}") for name in ("actions", "provisions", "relations", "unknown")} == {1}
    assert "since.actions" not in Analysis(register).figures


def test_funding_names_the_body_that_most_funds_reach_and_what_comes_from_partners() -> None:
    funds = {
        "r1": {"source_org": "INT", "target_org": "A", "kind": "funds"},
        "r2": {"source_org": "GOV", "target_org": "A", "kind": "funds"},
        "r3": {"source_org": "GONE", "target_org": "B", "kind": "funds"},
    }

    figures = small(
        organisation={"INT": {"kind": "international"}, "GOV": {}, "A": {}, "B": {}}, relation=funds
    ).figures

    assert (figures["funding.most.name"].value, figures.number("funding.most.ties")) == ("A", 2)
    assert (figures.number("funding.funders"), figures.number("funding.from_partners")) == (3, 1)


def test_a_provision_on_which_sources_differ_twice_is_one_disputed_provision() -> None:
    other = [claim("provision", "P", name, "other", source="S2", dated="2001") for name in ("provisions", "instrument")]
    register = register_of(*other, provision={"P": {"instrument": "Act"}, "Q": {"instrument": "Act", "kind": "treaty"}})

    figures = Analysis(register).figures

    assert (figures.number("law.disputed"), figures["law.disputed"].n) == (1, 2)


def test_a_body_that_is_only_named_by_id_is_shown_by_it() -> None:
    training = {"T": {"topic": "x", "trainee_ids": ("GONE",)}}

    assert small(organisation={"A": {}}, training=training).figures["trainings.most.name"].value == "GONE"


def test_a_country_without_known_islands_is_examined_as_a_whole() -> None:
    whole = {
        "nrm_stages": ("identification", "protection", "case_management", "reintegration"),
        "target_populations": ("women",), "districts": ("NATIONAL",),
    }  # fmt: skip

    figures = small(organisation={"A": whole}, territories=False).figures

    assert (figures.number("pathways.complete"), figures.number("pathways.profiles")) == (1, 8)
    assert not [id for id in figures if id.startswith("territory.")]
