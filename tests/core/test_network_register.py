"""The network of Mauritius: figures of the design note, recomputed from the register; and what the adapter lets in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from filao.core.network import (
    PARENT,
    Network,
    betweenness,
    communities,
    components,
    degree,
    fragmenting_set,
    from_register,
    isolates,
    leaving,
    measure,
    rank_bands,
)
from filao.core.register import Claim, Register, assemble

FORMAL = ("statutory", "cabinet_decision", "circular", "sop", "co_location")


def first(values: Mapping[str, float], count: int = 4) -> dict[str, int]:
    ranked = sorted(values.items(), key=lambda item: (-item[1], item[0]))[:count]
    return {id: round(value) for id, value in ranked}


def everything(register: Register, **more: bool) -> Network:
    return from_register(register, include_events=True, include_announced=True, **more)


def test_of_all_relations_read_without_direction_iom_stands_between_most(mauritius: Register) -> None:
    network = everything(mauritius).flat

    assert first(betweenness(network)) == {"IOM": 1071, "MGEFW": 553, "MPF": 432, "MOL": 408}
    assert len(network.ties) == 115
    assert len(network.arcs) == 102
    assert len(components(network)[0]) == 67
    assert len(isolates(network)) == 19
    assert network.left_out == {}


def test_the_directed_reading_of_all_relations_ranks_otherwise(mauritius: Register) -> None:
    assert first(betweenness(everything(mauritius))) == {"IOM": 1481, "DISMOI": 741, "MPF": 509, "PASSERELLE": 495}


def test_without_events_and_announcements_the_first_broker_is_another(mauritius: Register) -> None:
    network = from_register(mauritius, directed=False)

    assert first(betweenness(network)) == {"MIEUX": 467, "IOM": 375, "CDU": 356, "MGEFW": 350}
    assert len(isolates(network)) == 31
    assert network.left_out == {"one_off": 45, "announced": 2}
    assert len(network.ties) == 68


def test_the_directed_reading_of_standing_ties_ranks_otherwise(mauritius: Register) -> None:
    assert first(betweenness(from_register(mauritius)), 3) == {"IOM": 450, "SET": 447, "MOL": 304}


def test_the_first_broker_of_standing_ties_rests_on_a_single_source(mauritius: Register) -> None:
    """Figures of the note stand, but the ranking does not: MIEUX falls to place 25 without one source."""
    standings = {s.id: s for s in rank_bands(from_register(mauritius, directed=False)).standings}

    assert (standings["MIEUX"].rank, standings["MIEUX"].worst, standings["MIEUX"].band) == (1, 25, "middle")
    assert standings["IOM"].band == "top"


def test_leaving_events_out_alone_leaves_thirty_isolates(mauritius: Register) -> None:
    assert len(isolates(from_register(mauritius, include_announced=True))) == 30


def test_with_parent_links_counted_fewer_bodies_are_isolated(mauritius: Register) -> None:
    assert len(isolates(everything(mauritius, parents=True))) == 13
    assert len(isolates(from_register(mauritius, parents=True))) == 22
    network = everything(mauritius, parents=True)
    assert len(components(network)[0]) == 72
    assert PARENT in network.relations


def test_on_formal_ties_the_child_branch_and_rodrigues_are_the_bottlenecks(mauritius: Register) -> None:
    network = from_register(mauritius, formality=FORMAL, directed=False)

    assert first(betweenness(network)) == {"CIF": 81, "SET": 73, "BPF": 63, "CDU": 52}
    assert len(network.ties) == 23
    assert len(isolates(network)) == 62
    without_cabinet = from_register(mauritius, formality=[f for f in FORMAL if f != "cabinet_decision"], directed=False)
    assert (len(without_cabinet.ties), len(isolates(without_cabinet))) == (21, 66)


def test_iom_has_eighteen_partners_ten_of_them_standing(mauritius: Register) -> None:
    assert degree(everything(mauritius))["IOM"] == 18
    assert sum("IOM" in relation.ends for relation in mauritius.relations.values()) == 26
    assert degree(from_register(mauritius))["IOM"] == 10


def test_the_communities_of_mauritius_are_proved_best(mauritius: Register) -> None:
    found = communities(everything(mauritius))

    assert found.method == "optimal_modularity"
    assert found.modularity == pytest.approx(0.557718, abs=1e-6)


def test_the_loss_of_iom_and_labour_breaks_the_network_most(mauritius: Register) -> None:
    found = fragmenting_set(everything(mauritius), 2)

    assert found.set == ("IOM", "MOL")
    assert found.method == "exhaustive"


def test_all_figures_of_the_country_are_ready_at_once(mauritius: Register) -> None:
    heard: list[str] = []
    figures = measure(from_register(mauritius, weighted=True), key_players=1, tell=heard.append)

    assert figures.n == 91
    assert figures.nodes["IOM"].brokerage is not None
    assert figures.graph.ei_index.external > figures.graph.ei_index.internal
    assert heard == ["key_players", "betweenness", "nodes", "graph", "communities"]


# --- what the adapter lets in ---------------------------------------------------------------------------------------


def register(*relations: dict[str, object], bodies: dict[str, dict[str, object]] | None = None) -> Register:
    claims: list[Claim] = []

    def say(kind: str, id: str, values: dict[str, object]) -> None:
        for name, value in values.items():
            claims.append(Claim(f"{kind}.{id}.{name}", kind, id, name, value, "S", "2020"))  # type: ignore[arg-type]

    say("source", "S", {"title": "A source", "publisher": "P"})
    for id in "ABCD":
        say("organisation", id, {"name": id, "short_name": id, "kind": "ngo"} | (bodies or {}).get(id, {}))
    for place, values in enumerate(relations, start=1):
        say(
            "relation", f"R{place}",
            {"source_org": "A", "target_org": "B", "kind": "refers_to", "state": "existing"} | values,
        )  # fmt: skip
    return assemble(claims, "2025-11-30")


def read(found: Network) -> tuple[list[str], dict[str, int]]:
    return [tie.id for tie in found.ties], dict(found.left_out)


def test_relations_are_ties_plus_those_left_out_with_their_reason() -> None:
    held = register(
        {},
        {"formality": "event"},
        {"formality": "announced"},
        {"state": "planned"},
        {"state": "broken"},
        {"state": "absent"},
        {"restricted": True},
    )

    assert read(from_register(held)) == (
        ["R1"], {"one_off": 1, "announced": 2, "state": 2, "restricted": 1},
    )  # fmt: skip
    assert read(from_register(held, include_events=True, include_announced=True, restricted=True)) == (
        ["R1", "R2", "R3", "R4", "R7"], {"state": 2},
    )  # fmt: skip
    assert read(from_register(held, states=["broken", "absent"])) == (
        ["R5"], {"state": 3, "announced": 2, "restricted": 1},
    )  # fmt: skip


def test_kinds_formality_and_strength_filter() -> None:
    held = register({"kind": "funds", "formality": "grant"}, {"formality": "sop"}, {"formality": "practice"}, {})

    assert read(from_register(held, kinds=["funds"])) == (["R1"], {"kind": 3})
    assert read(from_register(held, formality=["sop"])) == (["R2"], {"formality": 3})
    assert read(from_register(held, minimum_strength=2)) == (["R1", "R2"], {"weak": 2})
    assert read(from_register(held, weighted=True)) == (["R1", "R2", "R3"], {"no_strength": 1})


def test_a_tie_whose_stage_nobody_has_said_is_left_out_apart() -> None:
    held = register({"nrm_stages": ("referral", "protection")}, {"nrm_stages": ("data",)}, {})

    assert read(from_register(held, stages=["referral"])) == (["R1"], {"stage": 1, "stage_unknown": 1})


def test_years_keep_dated_ties_within_them() -> None:
    held = register({"year": 2015}, {"year": 2019}, {"year": 2023}, {})

    assert read(from_register(held, until_year=2019)) == (["R1", "R2"], {"year": 1, "undated": 1})
    assert read(from_register(held, years=(2016, None))) == (["R2", "R3"], {"year": 1, "undated": 1})
    assert read(from_register(held, years=(2016, 2022), until_year=2023)) == (["R2"], {"year": 2, "undated": 1})
    assert read(from_register(held, years=(2016, None), until_year=2020)) == (["R2"], {"year": 2, "undated": 1})


def test_a_tie_that_has_ended_is_no_tie_of_today() -> None:
    held = register({"year": 2015, "until": 2018})

    assert read(from_register(held)) == ([], {"ended": 1})
    assert read(from_register(held, until_year=2017)) == (["R1"], {})


def test_restricted_bodies_and_their_ties_do_not_leave() -> None:
    held = register({}, {"source_org": "C", "target_org": "D"}, bodies={"B": {"restricted": True}})

    network = from_register(held)
    assert network.nodes == ("A", "C", "D")
    assert read(network) == (["R2"], {"restricted": 1})
    assert from_register(held, restricted=True).n == 4
    bodies, relations = leaving(held)
    assert [body.id for body in bodies] == ["A", "C", "D"]
    assert [relation.id for relation in relations] == ["R2"]


def test_parent_ties_come_with_the_strength_of_a_law_and_their_source() -> None:
    held = register(bodies={"B": {"parent_id": "A"}, "C": {"parent_id": "D"}, "D": {"restricted": True}})

    (tie,) = from_register(held, parents=True).ties
    assert (tie.source, tie.target, tie.relation, tie.strength, tie.sources) == ("A", "B", PARENT, 3, ("S",))


def test_a_tie_carries_its_sources_formality_and_year_and_the_body_its_sector() -> None:
    held = register({"formality": "sop", "direction": "mutual", "year": 2021})

    network = from_register(held, until_year=2022)
    (tie,) = network.ties
    assert (tie.sources, tie.formality, tie.year, tie.mutual, tie.strength) == (("S",), "sop", 2021, True, 3)
    assert network.groups == dict.fromkeys("ABCD", "ngo")
    assert network.conventions.scope.years == (None, 2022)
    assert network.conventions.scope.states == ("existing",)
