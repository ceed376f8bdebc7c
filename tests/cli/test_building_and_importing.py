"""The command line of a laptop: what is listed, what is written, what is refused, with one sentence and an exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from tests.conftest import ROOT

EXAMPLE = ROOT / "examples" / "mauritius"


def filao(*words: str | Path, code: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run([sys.executable, "-m", "filao", *words], capture_output=True, text=True)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli") / "data"
    filao("import", EXAMPLE, "--accept", "--data", folder)
    return folder


def test_a_dry_run_writes_nothing_and_accounts_for_every_row(tmp_path: Path) -> None:
    done = filao("import", EXAMPLE, "--data", tmp_path / "data", "--json")

    account = json.loads(done.stdout)
    assert account["written"] is False
    assert account["rows"] == account["kept"] + account["merged"] + account["rejected"] == 748
    assert "There is no workspace yet" in filao("build", "status-page", "--data", tmp_path / "data", code=2).stderr


def test_a_rejected_row_ends_with_code_1_and_its_mend(data: Path, tmp_path: Path) -> None:
    (tmp_path / "organisations.csv").write_text(
        "id,name,short_name,kind,source_id\nA,Anchor,Anchor,party,MIEUX1\nB,Beacon,Beacon,ngo,MIEUX1\n"
    )

    done = filao("import", tmp_path, "--data", data, code=1)

    assert "organisations, row 2, kind: “party” is not a term of the list “org_kind”" in done.stdout
    assert "Nothing was written" in done.stderr


def test_a_file_that_is_not_there_is_named(data: Path) -> None:
    assert "nowhere" in filao("import", "nowhere", "--data", data, code=2).stderr


def test_deliverables_are_listed_with_formats_and_languages() -> None:
    listed = json.loads(filao("build", "--json").stdout)

    assert {entry["kind"] for entry in listed} >= {"mapping-report", "inception-report", "presentation", "status-page"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["no-such"], "There is no deliverable “no-such”"),
        (["mapping-report", "--format", "odt"], "is not made as odt"),
        (["mapping-report", "--language", "fr"], "is not made in the language “fr”"),
        (["mapping-report", "--final", "--format", "pdf"], "No interview has been logged"),
        (["status-page", "--engagement", "other"], "no engagement “other”"),
        (["status-page", "--workspace", "other"], "no workspace “other”"),
    ],
)
def test_what_cannot_be_built_is_said_in_a_sentence(data: Path, tmp_path: Path, words: list[str], told: str) -> None:
    done = filao("build", *words, "--data", data, "--output", tmp_path, code=2)

    assert told in " ".join(done.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_a_guide_without_a_profile_is_built_for_all_of_them(data: Path, tmp_path: Path) -> None:
    filao("build", "interview-guide", "--format", "pdf", "--data", data, "--output", tmp_path)

    assert len(list(tmp_path.glob("interview-guide-*-en.pdf"))) == 7


def test_the_template_needs_no_workspace_and_explains_its_columns(tmp_path: Path) -> None:
    filao("export", "template", "--output", tmp_path / "t.xlsx", "--data", tmp_path / "data")

    book = load_workbook(tmp_path / "t.xlsx")
    assert {"sources", "organisations", "actions", "relations"} <= set(book.sheetnames)
    assert book["organisations"].data_validations.count > 3


def test_the_template_filled_in_is_an_import(data: Path, tmp_path: Path) -> None:
    filao("export", "workbook", "--output", tmp_path / "r.xlsx", "--data", data)

    account = json.loads(filao("import", tmp_path / "r.xlsx", "--data", data, "--json").stdout)

    assert (account["kept"], account["rejected"]) == (0, 0)
    assert account["merged"] == account["rows"] > 700


def test_an_export_that_does_not_exist_names_those_that_do(data: Path) -> None:
    assert "graphml" in filao("export", "odt", "--data", data, code=2).stderr


def test_pathways_say_how_many_are_documented_to_their_end() -> None:
    found = json.loads(filao("analyse", "pathways", EXAMPLE, "--json").stdout)

    assert len(found["ways"]) == 16
    assert sum(way["complete"] for way in found["ways"]) == 2
    assert found["mends"]


def test_coverage_counts_cells_without_a_body() -> None:
    found = json.loads(filao("analyse", "coverage", EXAMPLE, "--json").stdout)

    assert sum(cell["state"] == "not_documented" for cell in found["cells"]) == 23
    assert len(found["cells"]) == 96


GRAPH = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="k" for="edge" attr.name="kind" attr.type="string"/>
  <key id="f" for="edge" attr.name="formality" attr.type="string"/>
  <key id="o" for="node" attr.name="kind" attr.type="string"/>
  <graph edgedefault="directed">
    <node id="NEWBODY"><data key="o">ngo</data></node><node id="MPF"><data key="o">law_enforcement</data></node>
    <edge id="NT1" source="MPF" target="NEWBODY"><data key="k">refers_to</data><data key="f">sop</data></edge>
    <edge id="NT2" source="MPF" target="MPF"><data key="k">refers_to</data></edge>
  </graph>
</graphml>
"""


def test_a_graph_comes_in_as_bodies_and_ties_and_every_tie_is_accounted_for(data: Path, tmp_path: Path) -> None:
    (tmp_path / "net.graphml").write_text(GRAPH)

    done = filao("import", tmp_path / "net.graphml", "--source", "MIEUX1", "--data", data, "--json", code=1)

    account = json.loads(done.stdout)
    ties = next(sheet for sheet in account["sheets"] if sheet["sheet"] == "relations")
    assert (ties["rows"], ties["kept"], ties["rejected"]) == (2, 1, 1)
    assert [r["code"] for r in account["rejections"] if r["sheet"] == "relations"] == ["self_tie"]


def test_the_network_leaves_as_graphml_and_comes_back_without_a_new_tie(data: Path, tmp_path: Path) -> None:
    filao("export", "graphml", "--output", tmp_path / "n.graphml", "--data", data)

    account = json.loads(filao("import", tmp_path / "n.graphml", "--source", "MIEUX1", "--data", data, "--json").stdout)

    ties = next(sheet for sheet in account["sheets"] if sheet["sheet"] == "relations")
    assert (ties["rows"], ties["rejected"]) == (115, 0)
