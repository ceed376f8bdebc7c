"""filao build and filao export: deliverables and the register in the formats of others, as files."""

from __future__ import annotations

import os
from pathlib import Path

import click

from filao.cli import django
from filao.cli.output import errors, print_json, progress
from filao.documents import catalogue


@click.command()
@click.argument("kind", required=False)
@django.data_option
@click.option("--workspace", "slug", default="", help="Address of the workspace (default: the only one).")
@click.option("--engagement", default="", help="Engagement (default: the first).")
@click.option("--format", "formats", multiple=True, help="Format: pdf, print, docx, html, pptx, xlsx (default: all).")
@click.option("--language", default="en", show_default=True, help="Language: en, fr or mfe.")
@click.option("--variant", default="", help="Profile of a guide, kind of letter, or body of a sheet.")
@click.option(
    "--audience", type=click.Choice(["public", "working_group", "restricted"]), default="working_group",
    show_default=True, help="For whom: blocks meant for fewer people are left out.",
)  # fmt: skip
@click.option("--as-of", default="", metavar="DATE", help="Build on the evidence dated up to this day.")
@click.option("--final", is_flag=True, help="Build as final; stops at the first fault, with its mend.")
@click.option("--output", type=click.Path(path_type=Path), default=Path(), help="Folder for the files.")
@click.option("--all", "everything", is_flag=True, help="Every deliverable in every format, with an index.")
@click.option("--json", "as_json", is_flag=True, help="Print what was built as JSON.")
def build(
    kind: str | None, data: Path | None, slug: str, engagement: str, formats: tuple[str, ...], language: str, variant: str,
    audience: str, as_of: str, final: bool, output: Path, everything: bool, as_json: bool,
) -> None:  # fmt: skip
    """Build the deliverable KIND, or every one with --all. Without a kind, list those there are."""
    if not kind and not everything:
        _list(as_json)
        return
    django.ready(data)
    django.migrate()
    from filao.cli import shelf
    from filao.work import documents, worker, workspaces

    actor = workspaces.local_actor()
    workspace = workspaces.only(actor, slug)
    if everything:
        worker.set_size(os.cpu_count() or 1)
        count = shelf.write(actor, workspace, output)
        errors.print(f"{count} files in {output}; begin with {output / 'index.html'}")
        return
    entry = catalogue.entry(kind or "")
    c = documents.material(
        actor, workspace, engagement, language=language, audience=audience, as_of=as_of, final=final  # type: ignore[arg-type]
    )  # fmt: skip
    made = []
    wanted = [
        (format, one) for format in formats or entry.formats for one in ((variant,) if variant else entry.variants)
    ]
    with progress(entry.title, total=len(wanted)) as bar:
        for format, one in wanted:
            built = documents.build(actor, workspace, entry.kind, format, c, one)
            shelf.write_file(output / built.name, documents.file(actor, workspace, built.id)[1])
            made.append({"file": str(output / built.name), "bytes": built.size, "sha256": built.digest, **built.facts})
            bar.advance(bar.task_ids[0])
    if as_json:
        print_json(made)
    else:
        for item in made:
            click.echo(item["file"])


def _list(as_json: bool) -> None:
    if as_json:
        print_json(
            [
                {
                    "kind": e.kind,
                    "title": e.title,
                    "formats": e.formats,
                    "languages": e.languages,
                    "variants": e.variants,
                }
                for e in catalogue.CATALOGUE.values()
            ]
        )
        return
    for entry in catalogue.CATALOGUE.values():
        click.echo(f"{entry.kind:20} {', '.join(entry.formats):24} {', '.join(entry.languages):11} {entry.about}")


@click.command()
@click.argument("format", required=False)
@django.data_option
@click.option("--workspace", "slug", default="", help="Address of the workspace (default: the only one).")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="File to write (default: its own name here)."
)
def export(format: str | None, data: Path | None, slug: str, output: Path | None) -> None:
    """Write the register in FORMAT; `template` writes empty sheets to fill in. Without a format, list those there are."""
    django.ready(data)
    from filao.work import exports

    if not format:
        for code, (name, _) in exports.FORMATS.items():
            click.echo(f"{code:14} {name}")
        return
    from filao.cli import shelf

    if format == "template":
        name, content = exports.template()
    else:
        django.migrate()
        from filao.work import workspaces

        actor = workspaces.local_actor()
        name, content = exports.export(actor, workspaces.only(actor, slug), format)
    target = output or Path(name)
    shelf.write_file(target, content)
    click.echo(str(target))
