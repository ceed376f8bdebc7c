"""The reference pages, written from the code: `write` renews them, `check` fails where a page is no longer true."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"


def commands() -> str:
    from filao.cli import main

    parts = [
        "# Commands",
        "Every command answers `--help`. A mistake gives one sentence with its mend and exit code 2.",
    ]
    for path, command in _walk("filao", main):
        parts.append(f"## {path}")
        if command.help:
            parts.append(command.help.split("\n\f")[0].strip().replace("\n    ", "\n"))
        rows = []
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                value = "" if parameter.is_flag else f" {parameter.make_metavar(click.Context(command))}"
                name = ", ".join((*parameter.opts, *parameter.secondary_opts))
                rows.append((f"`{name}{value}`", parameter.help or ""))
            else:
                rows.append((f"`{parameter.make_metavar(click.Context(command))}`", "argument"))
        if rows:
            parts.append(_table(("option", "meaning"), rows))
    return _page(parts)


def _walk(path: str, command: click.Command) -> Iterator[tuple[str, click.Command]]:
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _walk(f"{path} {name}", inner)
    else:
        yield path, command


def settings() -> str:
    import filao.settings

    lines = (filao.settings.__doc__ or "").strip().splitlines()
    rows = [tuple(line.split(None, 1)) for line in lines if line.startswith("FILAO_")]
    found = [
        ("`FILAO_WORKERS`", "processes that build documents (default 1)"),
        ("`FILAO_PASSPHRASE`", "passphrase of `filao backup` and `filao restore`"),
        ("`FILAO_WORDS`", "passphrase of the words of people, for `filao responses rebuild`"),
    ]
    rows = [(f"`{name}`", meaning) for name, meaning in rows]
    return _page(["# Settings", lines[0], _table(("variable", "meaning"), [*rows, *found])])


def sheets() -> str:
    from filao.core.register import KINDS
    from filao.core.register.fields import CLAIMS_COLUMNS, CLAIMS_SHEET

    parts = [
        "# Sheets and fields",
        "One sheet for each kind of record. Fields in bold are needed. Codes stand in the sheet “vocabularies”; several "
        "codes, and several references, are separated by “;”.",
    ]
    for kind in KINDS.values():
        parts.append(f"## {kind.sheet}")
        rows = []
        for field in kind.fields:
            name = f"**`{field.name}`**" if field.required else f"`{field.name}`"
            of = f"{field.type} ({field.scheme or field.refs})" if field.scheme or field.refs else field.type
            rows.append((name, of, field.meaning))
        parts.append(_table(("column", "type", "meaning"), rows))
    parts += [
        f"## {CLAIMS_SHEET}",
        "Further statements on records that stand in the other sheets: one row for each. Columns: "
        + ", ".join(f"`{c}`" for c in CLAIMS_COLUMNS)
        + ".",
    ]
    return _page(parts)


def exports() -> str:
    _django()
    from filao.documents.language import labels
    from filao.work.collection.exports import BESIDE
    from filao.work.collection.exports import FORMATS as OF_ANSWERS
    from filao.work.exports import FORMATS

    rows = [(f"`{code}`", name, labels.label("export", code, "en")) for code, (name, _write) in FORMATS.items()]
    answers = [(f"`{code}`", labels.label("answers", code, "en")) for code in (*OF_ANSWERS, *BESIDE)]
    return _page(
        [
            "# Exports",
            "`filao export FORMAT`. Organisations only; contacts and the words of meetings never leave.",
            _table(("format", "file", "what it is"), rows),
            "## Answers to a form",
            "`filao responses export --form CODE --format FORMAT`. Words go along only where they are asked for; a text too "
            "long for a cell of a workbook is cut there and ends in “[…]”.",
            _table(("format", "what it is"), answers),
        ]
    )


def deliverables() -> str:
    from filao.documents.catalogue import CATALOGUE

    rows = [(f"`{e.kind}`", e.title, e.about, ", ".join(e.formats), ", ".join(e.languages)) for e in CATALOGUE.values()]
    return _page(
        ["# Deliverables", "`filao build KIND`.", _table(("kind", "title", "what for", "formats", "languages"), rows)]
    )


def figures() -> str:
    from filao.core.analysis import Analysis
    from filao.core.register import Register, assemble
    from filao.core.register.imports import plan_import, with_ids
    from filao.exchange import sheets as reader

    plan = plan_import(reader.read_path(ROOT / "examples" / "mauritius"), Register({}, "2025-11-30"))
    ids = [f"c{number}" for number in range(len(plan.claims))]
    analysis = Analysis(assemble(with_ids(plan.claims, ids, "2025-11-30"), "2025-11-30"), baseline=2020)
    rows = [
        (f"`{f.id}`", str(f.value), f.unit, "" if f.n is None else f"{f.n} {f.base}")
        for f in sorted(analysis.figures.all(), key=lambda f: f.id)
    ]
    return _page(
        [
            "# Figures",
            "Values that a text can refer to as `{id}`, here with those of the example.",
            _table(("id", "value", "unit", "of"), rows),
        ]
    )


def problems() -> str:
    from filao.documents.words.problems import CATALOGUE

    rows = [(f"`{code}`", entry.sentence, entry.mend) for code, entry in sorted(CATALOGUE.items())]
    return _page(
        [
            "# Named problems",
            "What Filao says when something cannot be done.",
            _table(("code", "sentence", "mend"), rows),
        ]
    )


PAGES = {
    "commands": commands, "settings": settings, "sheets": sheets, "exports": exports, "deliverables": deliverables,
    "figures": figures, "problems": problems,
}  # fmt: skip


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filao.settings")
    os.environ.setdefault("FILAO_DATA", tempfile.mkdtemp())
    import django

    django.setup()


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    lines += [
        f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in row)} |" for row in rows
    ]
    return "\n".join(lines)


def _page(parts: list[str]) -> str:
    return (
        "<!-- Written by tools/reference.py from the code; changes here are lost. -->\n\n" + "\n\n".join(parts) + "\n"
    )


def main() -> int:
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / f"{name}.md", make()
        if sys.argv[1:] == ["check"]:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(path.name)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"No longer true: {', '.join(stale)}. Renew them: make reference")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
