"""How the command line speaks: plain text or JSON on stdout, progress and errors on stderr."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from filao.core.problems import Problem
from filao.documents.words import problems

errors = Console(stderr=True, highlight=False)


class NamedProblems(click.Group):
    """A group that turns a named problem into one sentence and its mend (exit code 2), and never shows a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Problem as problem:
            errors.print(
                f"{problems.sentence(problem.fault)} {problems.mend(problem.fault)}",
                style="red",
                soft_wrap=True,
                markup=False,
            )
            faults = problem.facts.get("faults", ())
            for fault in faults if isinstance(faults, tuple) else ():
                errors.print(f"- {problems.sentence(fault)} {problems.mend(fault)}", soft_wrap=True, markup=False)
            ctx.exit(2)


def plain_json(value: Any) -> Any:
    """A value that JSON can hold: what is undefined becomes null, sets and tuples become lists."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): plain_json(item) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        return [plain_json(item) for item in sorted(value)]
    if isinstance(value, (list, tuple)):
        return [plain_json(item) for item in value]
    return value


def print_json(value: Any) -> None:
    click.echo(json.dumps(plain_json(value), ensure_ascii=False, indent=2, allow_nan=False))


def print_table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table in plain text; numbers to the right."""
    texts = [[("" if cell is None else str(cell)) for cell in row] for row in rows]
    widths = [max(len(head[i]), *(len(row[i]) for row in texts)) if texts else len(head[i]) for i in range(len(head))]
    right = [
        bool(rows) and all(isinstance(row[i], (int, float)) or row[i] is None for row in rows) for i in range(len(head))
    ]
    for line in (list(head), ["-" * width for width in widths], *texts):
        cells = [
            text.rjust(width) if to_right else text.ljust(width)
            for text, width, to_right in zip(line, widths, right, strict=True)
        ]
        click.echo("  ".join(cells).rstrip())


@contextmanager
def progress(title: str, total: int | None = None) -> Iterator[Progress]:
    """A progress bar on stderr for what lasts longer than a second."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
        console=errors, transient=True,
    ) as bar:  # fmt: skip
        bar.add_task(title, total=total)
        yield bar
