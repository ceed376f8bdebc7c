"""filao import: what a folder of CSV files or a workbook would do to the register; written only when accepted."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from filao.cli import django
from filao.cli.output import errors, print_json, print_table
from filao.documents.words import problems
from filao.exchange import incoming, terms

if TYPE_CHECKING:
    from filao.core.register.imports import ImportPlan

_SHOWN = 40


@click.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@django.data_option
@click.option(
    "--workspace", "slug", default="", help="Address of the workspace (default: the folder's own, or the only one)."
)
@click.option("--accept", is_flag=True, help="Write what the dry run shows; without it nothing is written.")
@click.option(
    "--release", multiple=True, metavar="SHEET:ROW-CODE",
    help="Let a row pass that was held for review, after reading it. Can be repeated.",
)  # fmt: skip
@click.option("--source", default="", metavar="ID", help="Source of the rows of a GraphML file that name none.")
@click.option("--reason", default="import by the command line", show_default=True, help="Reason for the journal.")
@click.option("--json", "as_json", is_flag=True, help="Print the account as JSON.")
def import_(
    path: Path,
    data: Path | None,
    slug: str,
    accept: bool,
    release: tuple[str, ...],
    source: str,
    reason: str,
    as_json: bool,
) -> None:
    """Show what importing PATH (a folder of CSV files, an XLSX workbook or a GraphML file) would do; with --accept, do it.

    A folder that holds engagements.json opens its own workspace with --accept. Exit code 1 when rows were rejected.
    """
    django.ready(data)
    django.migrate()
    from filao.core.register import Register
    from filao.core.register.imports import plan_import
    from filao.work import folders, register, workspaces

    actor = workspaces.local_actor()
    found = incoming.read_path(path, source)
    tables = found.tables
    released = {(sheet, code) for sheet, _, code in (item.partition(":") for item in release)}
    if not slug and (path / folders.SETTING).is_file():
        from datetime import date

        setting, _ = terms.read_plans(path / folders.SETTING, date.today())
        if accept:
            plan = folders.open_folder(actor, path).plan
        elif any(w.slug == setting.slug for w in workspaces.all_for(actor)):
            plan = register.dry_run(actor, workspaces.find(actor, setting.slug), tables, released)
        else:
            plan = plan_import(
                tables,
                Register({}, setting.data_date.isoformat()),
                screen=folders.screen(tables),
                today=date.today().isoformat(),
            )
    else:
        workspace = workspaces.only(actor, slug)
        if accept:
            plan = register.accept_import(actor, workspace, tables, reason=reason, released=released)
        else:
            plan = register.dry_run(actor, workspace, tables, released)
    plan = found.accounted(plan)
    if as_json:
        print_json(_as_data(plan, written=accept))
    else:
        _show(plan, written=accept)
    if plan.rejected:
        click.get_current_context().exit(1)


def _show(plan: ImportPlan, *, written: bool) -> None:
    rows = [(a.sheet, a.rows, a.kept, a.merged, a.rejected) for a in plan.accounts]
    rows.append(("all sheets", plan.rows, plan.kept, plan.merged, plan.rejected))
    print_table(("sheet", "rows in", "kept", "merged", "rejected"), rows)
    for found in plan.rejections[:_SHOWN]:
        where = f"{found.sheet}, row {found.row}, {found.column}" if found.row else f"{found.sheet}, {found.column}"
        click.echo(f"{where}: {problems.sentence(found.told)} {problems.mend(found.told)}")
    if len(plan.rejections) > _SHOWN:
        click.echo(f"… and {len(plan.rejections) - _SHOWN} more; --json lists them all.")
    if plan.ignored_sheets:
        click.echo(f"Not read: {', '.join(plan.ignored_sheets)}.")
    if not written:
        errors.print("Nothing was written. With --accept the rows kept and merged enter the register.")


def _as_data(plan: ImportPlan, *, written: bool) -> dict[str, Any]:
    return {
        "written": written,
        "rows": plan.rows, "kept": plan.kept, "merged": plan.merged, "rejected": plan.rejected,
        "sheets": [asdict(account) for account in plan.accounts],
        "rejections": [
            {
                "sheet": r.sheet, "row": r.row, "column": r.column, "value": r.value, "code": r.fault.code,
                "reason": problems.sentence(r.told), "mend": problems.mend(r.told),
            }
            for r in plan.rejections
        ],
        "not_read": list(plan.ignored_sheets),
    }  # fmt: skip
