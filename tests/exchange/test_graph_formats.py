"""Graph files: nothing lost on the way out and back, parallel typed ties apart, every tie accounted for, nothing hostile."""

from __future__ import annotations

import io
import json
from pathlib import Path
from xml.etree import ElementTree

import igraph
import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from filao.core.problems import Problem
from filao.core.register import Claim, Register, assemble
from filao.core.register.imports import Account, ImportPlan, plan_import, with_ids
from filao.documents.words import problems
from filao.exchange import gexf, graphml, kumu
from filao.exchange.incoming import Incoming

WRITERS = [graphml.write, gexf.write, kumu.write]


def register(relations: list[dict[str, object]], bodies: dict[str, dict[str, object]] | None = None) -> Register:
    claims: list[Claim] = []

    def say(kind: str, id: str, values: dict[str, object]) -> None:
        for name, value in values.items():
            claims.append(Claim(f"{kind}.{id}.{name}", kind, id, name, value, "S", "2020"))  # type: ignore[arg-type]

    say("source", "S", {"title": "A source", "publisher": "P"})
    for id in "ABC":
        own = {"name": f"Body {id}", "short_name": id, "kind": "ngo"}
        say("organisation", id, own | (bodies or {}).get(id, {}))
    for place, values in enumerate(relations, start=1):
        tie = {"source_org": "A", "target_org": "B", "kind": "refers_to", "state": "existing"}
        say("relation", f"R{place}", tie | values)
    return assemble(claims, "2025-11-30")


def graph(body: str, *, default: str = "directed", keys: str = "") -> bytes:
    return (
        f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns">{keys}'
        f'<graph edgedefault="{default}">{body}</graph></graphml>'
    ).encode()


PARALLEL = [{"formality": "sop", "year": 2021}, {"kind": "funds"}, {"kind": "funds", "direction": "mutual"}]


# --- out ------------------------------------------------------------------------------------------------------------


def test_every_program_reads_as_many_ties_as_the_register_holds(mauritius: Register, tmp_path: Path) -> None:
    data = graphml.write(mauritius)
    (tmp_path / "ties.graphml").write_bytes(data)

    other = nx.read_graphml(io.BytesIO(data))
    assert (other.number_of_nodes(), other.number_of_edges()) == (91, 115)
    third = igraph.Graph.Read_GraphML(str(tmp_path / "ties.graphml"))
    assert (third.vcount(), third.ecount(), third.is_directed()) == (91, 115, True)
    assert sorted(third.es["kind"]) == sorted(relation.kind for relation in mauritius.relations.values())
    mutual = sum(relation.mutual for relation in mauritius.relations.values())
    gephi = nx.read_gexf(io.BytesIO(gexf.write(mauritius)), version="1.3")
    assert (gephi.number_of_nodes(), gephi.number_of_edges()) == (91, 115 + mutual)
    blueprint = json.loads(kumu.write(mauritius))
    assert (len(blueprint["elements"]), len(blueprint["connections"])) == (91, 115)


def test_parallel_ties_of_several_kinds_stay_apart() -> None:
    held = register(PARALLEL)

    other = nx.read_graphml(io.BytesIO(graphml.write(held)))
    assert {key: data["kind"] for _, _, key, data in other.edges(keys=True, data=True)} == {
        "R1": "refers_to", "R2": "funds", "R3": "funds",
    }  # fmt: skip
    tree = ElementTree.fromstring(gexf.write(held))
    edges = tree.findall(".//{http://gexf.net/1.3}edge")
    assert [(edge.get("kind"), edge.get("type")) for edge in edges] == [
        ("refers_to", "directed"), ("funds", "directed"), ("funds", "mutual"),
    ]  # fmt: skip
    connections = json.loads(kumu.write(held))["connections"]
    assert [(c["kind"], c["direction"]) for c in connections] == [
        ("refers_to", "directed"), ("funds", "directed"), ("funds", "mutual"),
    ]  # fmt: skip


def test_a_tie_carries_its_formality_strength_year_state_and_sources() -> None:
    held = register(PARALLEL)

    _, _, data = next(iter(nx.read_graphml(io.BytesIO(graphml.write(held))).edges(data=True)))
    assert (data["formality"], data["strength"], data["year"], data["state"]) == ("sop", 3.0, 2021, "existing")
    assert (data["source_id"], data["sources"], data["label"]) == ("S", "S", "Refers victims to")
    edge = ElementTree.fromstring(gexf.write(held)).find(".//{http://gexf.net/1.3}edge")
    assert edge is not None
    assert edge.get("weight") == "3"
    connection = json.loads(kumu.write(held))["connections"][0]
    assert (connection["from"], connection["to"], connection["sources"]) == ("Body A", "Body B", ["S"])


def test_a_body_carries_its_label_sector_territory_and_4p() -> None:
    held = register([], {"A": {"districts": ("PL", "RO"), "four_p": ("protection", "prevention")}})

    node = nx.read_graphml(io.BytesIO(graphml.write(held))).nodes["A"]
    assert (node["label"], node["kind"], node["sector"]) == ("Body A", "ngo", "Non-governmental organisation")
    assert (node["territory"], node["four_p"]) == ("PL;RO", "protection;prevention")
    element = json.loads(kumu.write(held))["elements"][0]
    assert (element["label"], element["territory"]) == ("Body A", ["PL", "RO"])


def test_what_nobody_has_said_is_absent_and_not_nought() -> None:
    held = register([{}])

    _, _, data = next(iter(nx.read_graphml(io.BytesIO(graphml.write(held))).edges(data=True)))
    assert not {"year", "strength", "formality", "until"} & set(data)
    assert b"weight=" not in gexf.write(held)


@pytest.mark.parametrize("write", WRITERS)
def test_restricted_bodies_and_ties_leave_only_when_asked(write: object) -> None:
    held = register(
        [{}, {"restricted": True}, {"source_org": "B", "target_org": "C"}],
        {"C": {"restricted": True, "name": "Hidden"}},
    )

    assert callable(write)
    public, internal = write(held).decode(), write(held, restricted=True).decode()
    assert "Hidden" not in public
    assert "Hidden" in internal
    for id in ("R2", "R3"):
        assert id not in public
        assert id in internal


@pytest.mark.parametrize("write", WRITERS)
def test_a_tie_confirmed_absent_is_not_drawn(write: object) -> None:
    assert callable(write)
    assert "R1" not in write(register([{"state": "absent"}])).decode()


def test_kumu_tells_bodies_of_one_name_apart() -> None:
    held = register([{}], {"A": {"name": "Unit"}, "B": {"name": "unit"}})

    blueprint = json.loads(kumu.write(held))
    assert [element["label"] for element in blueprint["elements"]] == ["Unit (A)", "unit (B)", "Body C"]
    assert blueprint["connections"][0]["to"] == "unit (B)"


def test_the_date_of_gexf_is_that_of_the_data() -> None:
    meta = ElementTree.fromstring(gexf.write(register([]))).find("{http://gexf.net/1.3}meta")

    assert meta is not None
    assert meta.get("lastmodifieddate") == "2025-11-30"
    assert b"<meta>" in gexf.write(assemble([], "2020"))


@settings(deadline=None)
@given(st.text(min_size=1, max_size=40))
def test_any_name_leaves_as_well_formed_xml(name: str) -> None:
    held = register([{}], {"A": {"name": name, "short_name": name[:18]}})

    for write in (graphml.write, gexf.write):
        ElementTree.fromstring(write(held))
    assert json.loads(kumu.write(held))["elements"][0]["label"].startswith(name)


# --- back -----------------------------------------------------------------------------------------------------------


def test_the_register_comes_back_as_it_went(mauritius: Register) -> None:
    found = graphml.read(graphml.write(mauritius), "ties.graphml")

    assert (found.account.rows, found.account.kept, found.account.merged, found.account.rejected) == (115, 115, 0, 0)
    assert found.ignored == ()
    plan = plan_import(
        found.tables, Register({**_without_bodies(mauritius)}, mauritius.data_date, mauritius.vocabulary)
    )
    assert plan.rejected == 0
    assert ties_of(found, plan).kept == 115
    claims = with_ids(plan.claims, [str(n) for n in range(len(plan.claims))], "2025-11-30")
    again = assemble(claims, mauritius.data_date)
    for id, relation in mauritius.relations.items():
        other = again.relations[id]
        for name in ("source", "target", "kind", "formality", "mutual", "state", "year"):
            assert getattr(other, name) == getattr(relation, name), (id, name)
    for id, body in mauritius.organisations.items():
        other_body = again.organisations[id]
        for name in ("name", "short_name", "kind", "four_p", "districts"):
            assert getattr(other_body, name) == getattr(body, name), (id, name)


def ties_of(found: graphml.GraphFile, plan: ImportPlan) -> Account:
    whole = Incoming(found.tables, (found,)).accounted(plan)
    (ties,) = (account for account in whole.accounts if account.sheet == "relations")
    assert sum(rejection.sheet == "relations" for rejection in whole.rejections) >= ties.rejected
    return ties


def _without_bodies(held: Register) -> dict[str, object]:
    return {kind: records for kind, records in held.records.items() if kind not in ("organisation", "relation")}


def test_importing_what_was_exported_changes_nothing() -> None:
    held = register(PARALLEL)
    claims = [claim for kind in held.records.values() for record in kind.values() for claim in record.claims]

    plan = plan_import(graphml.read(graphml.write(held), "t").tables, held, claims)
    assert plan.rejected == 0
    assert {account.sheet: account.kept for account in plan.accounts}["organisations"] == 0
    assert {account.sheet: account.merged for account in plan.accounts}["organisations"] == 3


def test_files_of_other_programs_are_read_by_their_own_names() -> None:
    other = nx.MultiGraph()
    other.add_node("Ministry of Labour", kind="government")
    other.add_node("MPF", label="Mauritius Police Force, the whole of it", kind="law_enforcement")
    other.add_edge("MPF", "Ministry of Labour", relation="refers_to", colour="red")
    other.add_edge("MPF", "Ministry of Labour", relation="funds")
    out = io.BytesIO()
    nx.write_graphml(other, out)

    found = graphml.read(out.getvalue(), "other.graphml", source_id="S")
    bodies, ties = found.tables
    assert [row.cells["id"] for row in bodies.rows] == ["Ministry_of_Labour", "MPF"]
    assert bodies.rows[0].cells["short_name"] == "Ministry of Labour"
    assert bodies.rows[1].cells["short_name"] == "MPF"
    assert [(row.cells["kind"], row.cells["direction"]) for row in ties.rows] == [
        ("refers_to", "mutual"), ("funds", "mutual"),
    ]  # fmt: skip
    assert {row.cells["source_id"] for row in ties.rows} == {"S"}
    assert found.ignored == ("colour",)
    plan = plan_import(found.tables, register([]))
    assert plan.rejected == 0


def test_igraphs_own_file_is_read(tmp_path: Path) -> None:
    third = igraph.Graph([(0, 1), (0, 1), (1, 2)], directed=True)
    third.vs["name"] = ["A", "B", "C"]
    third.es["kind"] = ["funds", "trains", "funds"]
    third.write_graphml(str(tmp_path / "i.graphml"))

    found = graphml.read((tmp_path / "i.graphml").read_bytes(), "i.graphml")
    assert (found.account.rows, found.account.kept) == (3, 3)
    assert [row.cells["name"] for row in found.tables[0].rows] == ["A", "B", "C"]


def test_every_tie_of_the_file_is_kept_merged_or_rejected_with_its_reason() -> None:
    data = graph(
        '<node id="A"/><node id="B"/>'
        '<edge source="A" target="B"/><edge source="A" target="B"/>'
        '<edge source="A" target="A"/><edge source="A" target="Z"/><edge target="B"/>'
        '<hyperedge id="h"><endpoint node="A"/><endpoint node="B"/></hyperedge>'
    )

    found = graphml.read(data, "t.graphml")
    account = found.account
    assert (account.rows, account.kept, account.merged, account.rejected) == (6, 1, 1, 4)
    assert [(r.row, r.fault.code) for r in found.rejections] == [
        (3, "self_tie"), (4, "tie_end_unknown"), (5, "tie_end_missing"), (6, "hyperedge"),
    ]  # fmt: skip
    for rejection in found.rejections:
        assert "…" not in problems.sentence(rejection.fault) + problems.mend(rejection.fault)
    whole = ties_of(found, plan_import(found.tables, Register({}, "2025-11-30")))
    assert (whole.rows, whole.kept, whole.merged, whole.rejected) == (6, 0, 1, 5)


def test_ids_that_repeat_are_made_to_differ_and_unsound_ids_become_codes() -> None:
    data = graph(
        '<node id="École &amp; foyer"/><node id="Ecole   foyer"/><node id="Ecole...foyer"/><node id="Ecole - foyer"/>'
        '<edge id="0" source="École &amp; foyer" target="Ecole   foyer"><data key="kind">funds</data></edge>'
        '<edge id="0" source="École &amp; foyer" target="Ecole   foyer"><data key="kind">trains</data></edge>'
        '<edge id="a b" source="Ecole...foyer" target="Ecole   foyer"/>'
    )

    bodies, ties = graphml.read(data, "t").tables
    codes = [row.cells["id"] for row in bodies.rows]
    assert codes == ["Ecole_foyer", "Ecole_foyer-2", "Ecole...foyer", "Ecole_-_foyer"]
    ids = [row.cells["id"] for row in ties.rows]
    assert len(set(ids)) == 3
    assert bodies.rows[0].cells["name"] == "École & foyer"


def test_many_alike_ids_all_differ() -> None:
    nodes = "".join(f'<node id="{"é" * count}a"/>' for count in range(1, 5))
    bodies, _ = graphml.read(graph(nodes), "t").tables

    assert len({row.cells["id"] for row in bodies.rows}) == 4
    same = "".join(f'<node id="a{sign}"/>' for sign in "!?*")
    assert [row.cells["id"] for row in graphml.read(graph(same), "t").tables[0].rows] == ["a", "a-2", "a-3"]


def test_defaults_and_directions_of_the_file_are_followed() -> None:
    data = graph(
        '<node id="A"/><node id="B"><data key="k">government</data></node>'
        '<edge source="A" target="B"/><edge source="B" target="A" directed="true"/>',
        default="undirected",
        keys='<key id="k" for="node" attr.name="kind"><default>ngo</default></key>'
        '<key id="r" for="all" attr.name="kind"><default>funds</default></key><key id="g" for="graph"/>',
    )

    bodies, ties = graphml.read(data, "t").tables
    assert [row.cells["kind"] for row in bodies.rows] == ["funds", "government"]
    assert [(row.cells["kind"], row.cells["direction"]) for row in ties.rows] == [
        ("funds", "mutual"), ("funds", "directed"),
    ]  # fmt: skip


def test_data_outside_nodes_and_ties_is_not_read() -> None:
    data = graph(
        '<data key="name">The graph</data><node id="A"><data key="name"> A\n body </data></node><desc>x</desc>'
    )

    (row,) = graphml.read(data, "t").tables[0].rows
    assert row.cells["name"] == "A body"


# --- hostile --------------------------------------------------------------------------------------------------------

XXE = b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml><graph><node id="&x;"/></graph></graphml>'
LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<graphml><graph><node id='x'><data key='k'>&b;</data></node></graph></graphml>"
)
REMOTE = b'<!DOCTYPE graphml SYSTEM "http://example.org/g.dtd"><graphml/>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (XXE, "graph_entities"),
        (LAUGHS, "graph_entities"),
        (REMOTE, "graph_entities"),
        (XXE.decode().encode("utf-16"), "graph_entities"),
        (b"", "file_empty"),
        (b"   \n", "file_empty"),
        (b"PK\x03\x04not xml", "not_graphml"),
        (b"<graphml><graph>", "not_graphml"),
        (b"<gexf/>", "not_graphml"),
        (b'<?xml version="1.0" encoding="utf-77"?><graphml/>', "not_graphml"),
        (b'<?xml version="1.0" encoding="shift_jis"?><graphml/>', "not_graphml"),
        (b"<graphml>&unknown;</graphml>", "not_graphml"),
        (graph("<node id='a'>" * 40_000 + "</node>" * 40_000)[:-20], "not_graphml"),
        (graph('<node id="a"/>' * 100_001), "graph_too_large"),
        (graph('<node id="a"/>' + '<edge source="a" target="b"/>' * 100_001), "graph_too_large"),
        (graph('<node id="a"><data key="k">' + "x" * 32_768 + "</data></node>"), "cell_too_long"),
    ],
)
def test_a_hostile_or_broken_file_is_refused_by_name(data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        graphml.read(data, "evil.graphml")

    assert caught.value.code == code
    assert "…" not in problems.sentence(caught.value.fault) + problems.mend(caught.value.fault)


def test_a_file_beyond_the_limit_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graphml, "FILE_LIMIT", 10)

    with pytest.raises(Problem) as caught:
        graphml.read(graph(""), "big.graphml")
    assert caught.value.code == "file_too_large"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fall_over(data: bytes) -> None:
    for attempt in (data, b"<graphml><graph>" + data + b"</graph></graphml>"):
        try:
            found = graphml.read(attempt, "any")
        except Problem as problem:
            assert problems.sentence(problem.fault)
        else:
            assert found.account.rows == found.account.kept + found.account.merged + found.account.rejected
