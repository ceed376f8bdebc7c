"""filao responses: answers of other tools taken in, answers taken out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from filao.cli import django
from filao.cli.output import errors, print_json, print_table, progress
from filao.documents.words import problems
from filao.exchange import sheets

if TYPE_CHECKING:
    from filao.exchange.answers import Reading

_SHOWN = 40


@click.group()
def responses() -> None:
    """Answers to a form: taken in from other tools, taken out for others."""


@responses.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--form", "code", required=True, metavar="CODE", help="The form that was answered, by its short name.")
@django.data_option
@click.option("--workspace", "slug", default="", help="Address of the workspace (default: the only one).")
@click.option("--accept", is_flag=True, help="Take in what the dry run shows; without it nothing is written.")
@click.option(
    "--map", "mapped", multiple=True, metavar="COLUMN=QUESTION",
    help="Which question a column is, by its path in the form; nothing behind “=” leaves it out. Can be repeated.",
)  # fmt: skip
@click.option("--unlisted", is_flag=True, help="Let options pass that no version of the form lists.")
@click.option("--version", default="", help="Version for answers that name none that is known.")
@click.option("--simulated", is_flag=True, help="The answers are a rehearsal, not evidence.")
@click.option("--reason", default="import by the command line", show_default=True, help="Reason for the journal.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
def import_(
    files: tuple[Path, ...], code: str, data: Path | None, slug: str, accept: bool, mapped: tuple[str, ...], unlisted: bool,
    version: str, simulated: bool, reason: str, as_json: bool,
) -> None:  # fmt: skip
    """Show what taking in FILES would bring; with --accept, take them in.

    FILES are an export of KoboToolbox (XLSX, CSV, JSON), of ODK Central (zip, CSV files, OData) or a workbook with a
    cleaning log. Exit code 1 when rows were rejected.
    """
    django.ready(data)
    django.migrate()
    from filao.exchange.answers import Wishes
    from filao.work import workspaces
    from filao.work.collection import imports

    actor = workspaces.local_actor()
    workspace = workspaces.only(actor, slug)
    given = [(path.name, sheets.file_bytes(path)) for path in files]
    wishes = Wishes(dict(one.partition("=")[::2] for one in mapped), unlisted, version)
    with progress("Reading the answers"):
        if accept:
            id = imports.stage(actor, workspace, code, given, wishes, simulated=simulated)
            reading = imports.accept(actor, workspace, id, reason)
        else:
            reading = imports.dry_run(actor, workspace, code, given, wishes, why=reason)
    if as_json:
        print_json(_as_data(reading, written=accept))
    else:
        _show(reading, written=accept)
    if any(account.rejected for account in reading.accounts):
        click.get_current_context().exit(1)


def _show(reading: Reading, *, written: bool) -> None:
    rows = [(a.sheet, a.rows, a.kept, a.merged, a.rejected) for a in reading.accounts]
    print_table(("sheet", "rows in", "kept", "merged", "rejected"), rows)
    for found in reading.rejections[:_SHOWN]:
        parts = (found.sheet, f"row {found.row}" if found.row else "", found.column)
        click.echo(f"{', '.join(filter(None, parts))}: {problems.sentence(found.told)} {problems.mend(found.told)}")
    if len(reading.rejections) > _SHOWN:
        click.echo(f"… and {len(reading.rejections) - _SHOWN} more; --json lists them all.")
    if reading.ignored:
        click.echo(f"Not read: {', '.join(reading.ignored)}.")
    if reading.changes:
        click.echo(f"Lines of the cleaning log: {len(reading.changes)}.")
    if not written:
        errors.print("Nothing was written. With --accept the answers kept are taken in.")


def _as_data(reading: Reading, *, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "answers": len(reading.answers),
        "sheets": [
            {"sheet": a.sheet, "rows": a.rows, "kept": a.kept, "merged": a.merged, "rejected": a.rejected}
            for a in reading.accounts
        ],
        "columns": [
            {"sheet": h.sheet, "column": h.column, "question": h.path, "option": h.option, "by": h.by}
            for h in reading.headings
        ],
        "rejections": [
            {
                "sheet": r.sheet, "row": r.row, "column": r.column, "value": r.value, "code": r.fault.code,
                "reason": problems.sentence(r.told), "mend": problems.mend(r.told),
            }
            for r in reading.rejections
        ],
        "changes": len(reading.changes),
        "not_read": list(reading.ignored),
    }  # fmt: skip


@responses.command("export")
@click.option("--form", "code", required=True, metavar="CODE", help="The form, by its short name.")
@click.option("--format", "format", default="xlsx", show_default=True, help="One of the formats of the reference.")
@django.data_option
@click.option("--workspace", "slug", default="", help="Address of the workspace (default: the only one).")
@click.option("--language", default="", help="Language of the words of questions and options (default: the form's).")
@click.option("--words", is_flag=True, help="With what people wrote and said; needs --why.")
@click.option("--why", default="", help="Why the words are taken out; the journal keeps it.")
@click.option(
    "--output", type=click.Path(path_type=Path), default=None, help="File to write (default: its own name here)."
)
def export(
    code: str, format: str, data: Path | None, slug: str, language: str, words: bool, why: str, output: Path | None
) -> None:
    """Write the answers to a form, without words unless they are asked for."""
    django.ready(data)
    django.migrate()
    from filao.work import workspaces
    from filao.work.collection import exports

    actor = workspaces.local_actor()
    workspace = workspaces.only(actor, slug)
    name, pieces = exports.export(actor, workspace, code, format, language=language, words=words, why=why)
    target = output or Path(name)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    with progress("Writing the answers"), part.open("wb") as file:
        for piece in pieces:
            file.write(piece)
    part.replace(target)
    click.echo(str(target))


@responses.command("rebuild")
@django.data_option
@click.option("--workspace", "slug", default="", help="Address of the workspace (default: the only one).")
@click.option(
    "--passphrase", envvar="FILAO_WORDS", default="", help="Passphrase of the words, where they are under one."
)
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
def rebuild(data: Path | None, slug: str, passphrase: str, as_json: bool) -> None:
    """Make the rows of answers again from their closed bytes: what was lost comes back, what differs is mended.

    Exit code 1 when bytes are gone or cannot be opened.
    """
    django.ready(data)
    django.migrate()
    from filao.work import vault, workspaces
    from filao.work.collection import rebuild as work

    actor = workspaces.local_actor()
    workspace = workspaces.only(actor, slug)
    if passphrase:
        vault.unlock(actor, workspace, passphrase)
    with progress("Reading the answers"):
        done = work.rebuild(actor, workspace)
    if as_json:
        print_json({"read": done.read, "mended": done.mended, "made": done.made, "lost": done.lost})
    else:
        click.echo(f"{done.read} answers read: {done.mended} rows mended, {done.made} made again, {done.lost} lost.")
    if done.lost:
        click.get_current_context().exit(1)
