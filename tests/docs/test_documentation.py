"""Documentation is a promise: links lead somewhere, commands exist, reference pages are those the code writes."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from filao.cli import main

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
        ROOT / "examples" / "mauritius" / "README.md",
        *(ROOT / "docs").rglob("*.md"),
    ]
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_of_a_page_leads_to_a_file(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    links = [link for link in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text) if "://" not in link]

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_of_a_page_exists_with_its_options(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    lines = [*re.findall(r"^(filao [^\n]+)$", text, re.MULTILINE), *re.findall(r"`(filao [^`\n]+)`", text)]

    for line in lines:
        command: click.Command = main
        words = shlex.split(line)[1:]
        while words and isinstance(command, click.Group):
            if words[0] not in command.commands:
                break
            command = command.commands[words.pop(0)]
        assert command is not main, line
        known = {name for p in command.params for name in (*p.opts, *p.secondary_opts)} | {"--help"}
        assert {word.split("=")[0] for word in words if word.startswith("--")} <= known, line


def test_reference_pages_are_what_the_code_writes() -> None:
    run = subprocess.run([sys.executable, ROOT / "tools" / "reference.py", "check"], capture_output=True, text=True)

    assert run.returncode == 0, run.stdout + run.stderr


def test_every_page_of_the_documentation_is_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        text = page.read_text(encoding="utf-8")
        waiting += [
            (page.parent / link).resolve() for link in re.findall(r"\]\(([^)#\s]+)\)", text) if "://" not in link
        ]

    assert [page.relative_to(ROOT) for page in PAGES if page not in reached] == []
