"""The worked example of the network page is run as it stands, and says what the program says."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from filao.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "analyse-a-network.md"


@pytest.fixture
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


@pytest.fixture
def example(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files of the page in the current folder, and the words of its command."""
    files = re.findall(r"^`([\w.]+\.csv)`\n\n```csv\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    assert [name for name, _ in files] == ["TIES.csv", "NODES.csv"]
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (command,) = re.findall(r"```console\n(.*?)\n```", page, re.DOTALL)
    program, *words = shlex.split(command)
    assert program == "filao"
    return words


def agrees(shown: Any, found: Any, where: str = "") -> None:
    """What is shown stands in what was found; a shortened object may leave names out, nothing else."""
    if isinstance(shown, dict):
        for name, value in shown.items():
            assert name in found, f"{where}.{name}"
            agrees(value, found[name], f"{where}.{name}")
    elif isinstance(shown, float):
        assert found == pytest.approx(shown), where
    else:
        assert found == shown, where


def test_the_json_of_the_page_is_what_the_command_prints(page: str, example: list[str]) -> None:
    result = CliRunner().invoke(main, example)

    assert result.exit_code == 0, result.output
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    agrees(json.loads(shown), json.loads(result.stdout))


def test_the_command_prints_tables_without_json(example: list[str]) -> None:
    result = CliRunner().invoke(main, [word for word in example if word != "--json"])

    assert result.exit_code == 0
    assert "8 rows in = 7 kept + 1 merged + 0 rejected" in result.output


def test_every_option_the_page_names_runs(page: str, example: list[str]) -> None:
    options = re.findall(r"\| `(--[^`]+)`", page)

    assert len(options) == 4
    for option in options:
        assert CliRunner().invoke(main, [*example, *shlex.split(option)]).exit_code == 0, option


def test_every_option_of_the_command_stands_on_the_page(page: str) -> None:
    command = main.commands["analyse"].commands["network"]  # type: ignore[attr-defined]

    for parameter in command.params:
        assert any(name in page for name in parameter.opts) or parameter.name == "ties", parameter.name
