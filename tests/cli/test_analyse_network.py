"""`filao analyse network`: the shape of its JSON, its options, its table, and one sentence for what goes wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from click.testing import CliRunner, Result

from filao.cli import main

TIES = """source,target,relation,strength
A,B,refers_to,3
B,A,refers_to,3
B,C,refers_to,1
B,C,funds,2
C,D,refers_to,2
D,E,coordinates_with,1
E,F,coordinates_with,1
D,F,coordinates_with,1
"""
NODES = "id,sector\nA,police\nB,police\nC,ngo\nD,ngo\nE,state\nF,\nG,state\n"

NODE_KEYS = {
    "in_degree", "out_degree", "degree", "betweenness", "betweenness_normalised", "closeness", "harmonic",
    "eigenvector", "pagerank", "constraint", "effective_size", "core", "articulation_point", "brokerage",
}  # fmt: skip
GRAPH_KEYS = {
    "density", "reciprocity", "mutual", "asymmetric", "null", "transitivity", "average_clustering",
    "degree_assortativity", "diameter", "mean_distance", "components", "bridges", "communities", "group_modularity",
    "ei_index", "centralisation",
}  # fmt: skip


@pytest.fixture
def files(tmp_path: Path) -> Path:
    (tmp_path / "ties.csv").write_text(TIES, encoding="utf-8")
    (tmp_path / "nodes.csv").write_text(NODES, encoding="utf-8")
    return tmp_path


def run(folder: Path, *options: str, ties: str = "ties.csv") -> Result:
    return CliRunner().invoke(main, ["analyse", "network", str(folder / ties), *options])


def figures(folder: Path, *options: str, ties: str = "ties.csv") -> dict[str, Any]:
    result = run(folder, *options, "--json", ties=ties)
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


def refused(result: Result) -> str:
    """One sentence and its mend on stderr, nothing on stdout, exit code 2, no traceback."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    assert "…" not in result.stderr
    return " ".join(result.stderr.split())


def with_nodes(folder: Path) -> tuple[str, ...]:
    return ("--organisations", str(folder / "nodes.csv"))


def test_the_json_has_the_promised_shape(files: Path) -> None:
    found = figures(files, *with_nodes(files), "--group", "sector", "--key-players", "1")

    assert set(found) == {"n", "ties", "directed", "conventions", "nodes", "graph", "key_players"}
    assert (found["n"], found["ties"], found["directed"]) == (7, 7, True)
    assert set(found["nodes"]) == set("ABCDEFG")
    for node in found["nodes"].values():
        assert set(node) == NODE_KEYS
        assert set(node["brokerage"]) == {"coordinator", "consultant", "representative", "gatekeeper", "liaison"}
    graph = found["graph"]
    assert set(graph) == GRAPH_KEYS
    assert set(graph["communities"]) == {"method", "modularity", "membership"}
    assert set(graph["communities"]["membership"]) == set("ABCDEFG")
    assert set(graph["ei_index"]) == {"EI", "external", "internal"}
    assert set(graph["centralisation"]) == {"degree", "betweenness"}
    assert set(found["key_players"]["fragmentation"]) == {"F", "DF", "set"}
    assert set(found["key_players"]["reach"]) == {"reached", "steps", "set"}


def test_the_figures_are_those_of_a_second_opinion(files: Path) -> None:
    found = figures(files, *with_nodes(files))
    graph = nx.DiGraph([("A", "B"), ("B", "A"), ("B", "C"), ("C", "D"), ("D", "E"), ("E", "F"), ("D", "F")])
    graph.add_node("G")

    between = nx.betweenness_centrality(graph, normalized=False)
    assert {id: node["betweenness"] for id, node in found["nodes"].items()} == pytest.approx(between)
    assert found["graph"]["reciprocity"] == pytest.approx(nx.overall_reciprocity(graph))
    assert found["graph"]["density"] == pytest.approx(nx.density(graph))
    assert found["graph"]["components"] == 2
    assert found["graph"]["bridges"] == [["A", "B"], ["B", "C"], ["C", "D"]]
    assert (found["graph"]["mutual"], found["graph"]["asymmetric"], found["graph"]["null"]) == (1, 5, 15)
    assert found["nodes"]["C"]["articulation_point"] is True
    assert found["graph"]["diameter"] == 4


def test_what_is_undefined_is_null(files: Path) -> None:
    found = figures(files, *with_nodes(files))

    assert {node["closeness"] for node in found["nodes"].values()} == {None}
    assert found["nodes"]["G"]["constraint"] is None
    assert found["nodes"]["G"]["effective_size"] is None
    assert set(found["nodes"]["A"]["brokerage"].values()) == {None}
    assert found["graph"]["group_modularity"] is None
    assert found["graph"]["ei_index"] == {"EI": None, "external": 0, "internal": 0}
    assert found["key_players"]["reach"] == {"reached": None, "steps": None, "set": []}


def test_undirected_ignores_direction(files: Path) -> None:
    found = figures(files, "--undirected")

    assert (found["directed"], found["ties"]) == (False, 6)
    assert found["graph"]["reciprocity"] is None
    assert found["nodes"]["B"]["in_degree"] == found["nodes"]["B"]["degree"] == 2
    assert found["nodes"]["C"]["closeness"] == pytest.approx(5 / 8)
    assert found["conventions"]["direction"] == "undirected"
    assert found["conventions"]["rows"]["merged"] == 1


def test_weight_is_strength_for_some_measures_and_nearness_for_paths(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source;target;force\nA;B;5\nB;C;5,0\nA;C;1\n", encoding="utf-8")

    plain = figures(tmp_path, "--undirected")
    weighted = figures(tmp_path, "--undirected", "--weight", "Force")
    assert plain["nodes"]["B"]["betweenness"] == 0
    assert weighted["nodes"]["B"]["betweenness"] == 1
    assert weighted["nodes"]["B"]["eigenvector"] == 1
    assert weighted["nodes"]["A"]["eigenvector"] < 1
    assert weighted["graph"]["diameter"] == pytest.approx(0.4)
    assert weighted["conventions"]["weights"] == "strength"
    assert weighted["conventions"]["weight_column"] == "Force"


def test_group_gives_brokerage_and_the_ei_index(files: Path) -> None:
    found = figures(files, *with_nodes(files), "--group", "Sector")

    assert found["nodes"]["B"]["brokerage"]["representative"] == 1
    assert found["nodes"]["C"]["brokerage"]["gatekeeper"] == 1
    assert set(found["nodes"]["F"]["brokerage"].values()) == {None}
    assert found["graph"]["ei_index"] == {"EI": pytest.approx(-1 / 5), "external": 2, "internal": 3}


def test_relation_keeps_the_named_kinds_and_says_what_it_left_out(files: Path) -> None:
    found = figures(files, "--relation", "refers_to", "--relation", "funds")

    assert found["ties"] == 4
    assert found["n"] == 6
    assert found["conventions"]["relations"] == ["funds", "refers_to"]
    assert found["conventions"]["left_out"] == {"kind": 3}
    assert figures(files, *(("--relation", kind) for kind in []))["ties"] == 7


def test_key_players_are_sought_as_a_set(files: Path) -> None:
    found = figures(files, "--undirected", "--key-players", "1")

    broken = found["key_players"]["fragmentation"]
    assert broken == {"F": pytest.approx(1 - (6 + 2) / 20), "DF": pytest.approx(1 - (5 + 2) / 20), "set": ["D"]}
    assert found["key_players"]["reach"] == {"reached": 6, "steps": 2, "set": ["C"]}
    assert found["conventions"]["key_players"]["fragmentation"] == {"criterion": "DF", "search": "exhaustive"}


def test_remove_gives_the_fragmentation_without_the_named_bodies(files: Path) -> None:
    found = figures(files, "--undirected", "--remove", "D", "--remove", "B")

    broken = found["key_players"]["fragmentation"]
    assert broken == {"F": pytest.approx(1 - 2 / 12), "DF": pytest.approx(1 - 2 / 12), "set": ["B", "D"]}
    assert found["n"] == 6


def test_every_row_of_the_files_is_accounted_for(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text(
        "source,target,relation,strength\nA,B,x,1\nA,B,x,4\nA,A,x,1\n,B,x,1\nA,Z,x,1\nB,A,x,none\nB,A,x,\nB,A,x,0\n",
        encoding="utf-8",
    )
    (tmp_path / "nodes.csv").write_text("id,g\nA,1\nB,2\nB,2\nB,3\n,4\n", encoding="utf-8")

    found = figures(tmp_path, *with_nodes(tmp_path), "--weight", "strength", "--group", "g")
    rows = found["conventions"]["rows"]
    assert (rows["rows"], rows["kept"], rows["merged"], rows["rejected"]) == (8, 1, 1, 6)
    assert [(r["row"], r["column"], r["code"]) for r in rows["rejections"]] == [
        (4, "target", "self_tie"),
        (5, "source", "tie_end_missing"),
        (6, "target", "tie_end_unknown"),
        (7, "strength", "weight_not_positive"),
        (8, "strength", "weight_missing"),
        (9, "strength", "weight_not_positive"),
    ]
    assert all(r["reason"] and "…" not in r["reason"] for r in rows["rejections"])
    bodies = found["conventions"]["organisations"]
    assert (bodies["rows"], bodies["kept"], bodies["merged"], bodies["rejected"]) == (5, 2, 1, 2)
    assert found["nodes"]["A"]["brokerage"]["liaison"] == 0


def test_the_sheets_of_a_register_can_be_read_as_they_are() -> None:
    folder = Path(__file__).parents[2] / "examples" / "mauritius"

    found = figures(
        folder, "--organisations", str(folder / "organisations.csv"), "--undirected", "--group", "kind",
        ties="relations.csv",
    )  # fmt: skip
    assert (found["n"], found["ties"]) == (91, 102)
    assert round(found["nodes"]["IOM"]["betweenness"]) == 1071


def test_the_table_is_for_a_person_and_tells_the_conventions(files: Path) -> None:
    result = run(files, *with_nodes(files), "--group", "sector", "--key-players", "1")

    assert result.exit_code == 0
    for text in (
        "7 bodies, 7 ties, with direction",
        "place, direction ignored",
        "1-6             middle",
        "modularity 0.319 (the best possible, proved)",
        "Under 20 bodies values are not printed",
        "Groups: ties within 3, between 2",
        "best of all sets",
        "How the ties were read",
        "8 rows in = 8 kept + 0 merged + 0 rejected",
    ):
        assert text in result.output, text
    head = next(line for line in result.output.splitlines() if line.startswith("body"))
    assert "betweenness" not in head


def test_the_table_shows_values_from_twenty_bodies_and_sources_where_the_file_names_them(tmp_path: Path) -> None:
    rows = [f"hub,n{n},S{n % 2}" for n in range(60)] + ["n1,hub,S1;S0", "hub,hub,S0", *(f"hub,,{n}" for n in range(12))]
    (tmp_path / "ties.csv").write_text("source,target,source_id\n" + "\n".join(rows), encoding="utf-8")

    result = run(tmp_path)
    assert "betweenness  core" in result.output
    assert "each source in turn (2 runs)" in result.output
    assert "... and 21 more" in result.output
    assert "73 rows in" not in result.output
    assert "74 rows in = 61 kept + 0 merged + 13 rejected" in result.output
    assert "row 63, target: The tie joins “hub” to itself." in result.output
    assert "... and 3 more" in result.output


def test_a_large_network_is_measured_without_the_stability_runs(tmp_path: Path) -> None:
    rows = [f"n{n},n{(n * 7 + 1) % 600}" for n in range(600)]
    (tmp_path / "ties.csv").write_text("source,target\n" + "\n".join(rows), encoding="utf-8")

    result = run(tmp_path, "--undirected")
    assert result.exit_code == 0
    assert "not computed above 300 bodies" in result.output
    assert "600 bodies" in result.output


def test_mutual_ties_of_a_file_go_both_ways(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text(
        "source,target,direction\nA,B,mutual\nB,A,mutual\nB,C,directed\n", encoding="utf-8"
    )

    found = figures(tmp_path)
    assert (found["ties"], found["graph"]["mutual"]) == (3, 1)
    assert found["conventions"]["rows"]["merged"] == 1


# --- what goes wrong ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--weight", "trust"), "“ties.csv” has no column “trust”; it has: source, target, relation, strength."),
        (("--relation", "loves"), "No tie has the relation “loves”. Use one of: coordinates_with, funds, refers_to."),
        (("--remove", "Z"), "There is no body “Z” in the network."),
        (("--key-players", "7"), "7 key players were asked for, but the network has 6 bodies."),
        (("--group", "sector"), "A grouping needs the organisations it groups."),
        (("--organisations", "nowhere.csv"), "There is no file or folder “nowhere.csv”."),
    ],
)
def test_a_wrong_option_gets_one_sentence_and_its_mend(files: Path, options: tuple[str, ...], sentence: str) -> None:
    assert sentence in refused(run(files, *options, "--json"))


def test_a_group_column_that_is_not_there_is_named(files: Path) -> None:
    said = refused(run(files, *with_nodes(files), "--group", "colour"))

    assert "“nodes.csv” has no column “colour”; it has: id, sector." in said


def test_a_relation_asked_of_a_file_without_relations_is_named(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text("source,target\nA,B\n", encoding="utf-8")

    assert "has no column “relation”" in refused(run(tmp_path, "--relation", "funds"))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "“ties.csv” is empty."),
        (b"a,b\n1,2\n", "“ties.csv” has no column “source”; it has: a, b."),
        (b"source,target\n", "“ties.csv” gives no network: of its 0 rows none could be read as a tie."),
        (b"source,target\nA,A\n", "of its 1 rows none could be read"),
        (b"PK\x03\x04rest", "“ties.csv” is not a plain CSV file."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "“ties.csv” is neither a CSV file nor"),
        (b"source,target\n=cmd(),B\n", "holds a formula"),
        (b"source,source\nA,B\n", "stands twice"),
        (b"source,target\n" + b"A,B\n" * 100_001, "more than 100000 rows"),
    ],
)
def test_a_bad_file_gets_one_sentence_and_never_a_traceback(tmp_path: Path, data: bytes, sentence: str) -> None:
    (tmp_path / "ties.csv").write_bytes(data)

    assert sentence in refused(run(tmp_path))


def test_a_missing_file_and_a_folder_are_no_file_of_ties(tmp_path: Path) -> None:
    assert "There is no file or folder “ties.csv”." in refused(run(tmp_path))
    (tmp_path / "ties.csv").mkdir()
    assert "There is no file or folder “ties.csv”." in refused(run(tmp_path))


def test_organisations_without_any_tie_are_a_network_of_isolates(files: Path) -> None:
    (files / "ties.csv").write_text("source,target\n", encoding="utf-8")

    found = figures(files, *with_nodes(files))
    assert (found["n"], found["ties"], found["graph"]["components"]) == (7, 0, 7)
    assert found["graph"]["communities"]["modularity"] is None
    assert found["graph"]["mean_distance"] is None
    assert run(files, *with_nodes(files)).exit_code == 0


def test_a_number_that_may_be_a_thousand_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "ties.csv").write_text('source,target,w\nA,B,"1,000"\nB,C,1e999\nC,D,"0,5"\n', encoding="utf-8")

    rows = figures(tmp_path, "--weight", "w")["conventions"]["rows"]
    assert [r["value"] for r in rows["rejections"]] == ["1,000", "1e999"]
