"""Answers on the command line: a dry run accounts for every row, an export carries no words unless they are asked for."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.collecting import publish
from tests.exchange.other_tools import CHOICES, EN, SURVEY, Kobo, kobo_json
from tests.published import xml_of

from filao.cli import main
from filao.store.collection import ResponseRow
from filao.store.people import Workspace

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def form(workspace: Workspace) -> None:
    publish(workspace, xml_of(SURVEY, CHOICES, version="v1", default_language=EN), form_id="tried", version="v1")


def filao(*words: object) -> Result:
    return CliRunner().invoke(main, ["responses", *map(str, words)], catch_exceptions=False)


def kept(folder: Path, name: str = "kobo.xlsx", data: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(data or Kobo().xlsx())
    return path


def test_a_dry_run_writes_nothing_and_accounts_for_every_row(tmp_path: Path) -> None:
    done = filao("import", kept(tmp_path), "--form", "tried")

    assert done.exit_code == 0
    assert "Interview        3     3       0         0" in done.stdout
    assert "Nothing was written" in done.output
    assert ResponseRow.objects.count() == 0


def test_with_accept_the_answers_are_taken_in_and_marked_as_simulated(tmp_path: Path) -> None:
    done = filao("import", kept(tmp_path), "--form", "tried", "--accept", "--simulated")

    assert done.exit_code == 0
    assert set(ResponseRow.objects.values_list("channel", "simulated")) == {("import", True)}
    assert ResponseRow.objects.count() == 3


def test_what_was_not_taken_is_named_with_its_mend_and_an_exit_code(tmp_path: Path) -> None:
    rows = json.loads(kobo_json([{"person/age": "forty", "old/age": "4"}]))["results"]
    path = kept(tmp_path, "k.json", json.dumps(rows).encode())

    told = filao("import", path, "--form", "tried")
    data = json.loads(filao("import", path, "--form", "tried", "--map", "old/age=", "--json").stdout)

    assert told.exit_code == 1
    assert "k.json, row 1, person/age: “forty” is not a whole number. Write digits only" in told.stdout
    assert "k.json, old/age: No question of the form goes by “old/age”" in told.stdout
    assert [one["code"] for one in data["rejections"]] == ["not_a_number"]


def test_answers_are_exported_without_their_words_unless_there_is_a_reason(tmp_path: Path) -> None:
    filao("import", kept(tmp_path), "--form", "tried", "--accept")

    filao("export", "--form", "tried", "--format", "csv", "--output", tmp_path / "a.zip")
    refused = filao("export", "--form", "tried", "--format", "csv", "--words")
    filao("export", "--form", "tried", "--format", "csv", "--words", "--why", "coding", "--output", tmp_path / "b.zip")

    heads = []
    for name in ("a.zip", "b.zip"):
        with zipfile.ZipFile(tmp_path / name) as package:
            heads.append(package.read("tried.csv").decode().splitlines()[0].split(","))
    assert "person/role" not in heads[0]
    assert "person/role" in heads[1]
    assert refused.exit_code == 2
    assert "The act needs a reason." in refused.output


def test_a_form_that_is_not_there_is_named(tmp_path: Path) -> None:
    done = filao("import", kept(tmp_path), "--form", "nowhere")

    assert done.exit_code == 2
    assert "There is no form “nowhere”." in done.output
