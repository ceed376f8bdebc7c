"""filao migrate, backup, restore and doctor: keeping a workspace's data safe."""

from __future__ import annotations

from pathlib import Path

import click

from filao.cli import django
from filao.cli.output import errors, print_json
from filao.documents.words import problems
from filao.exchange.backup import unpack


@click.command()
@django.data_option
def migrate(data: Path | None) -> None:
    """Bring the database up to date; a SQLite database is copied beside itself first."""
    django.ready(data)
    from filao.work import keeping

    errors.print("The database was brought up to date." if keeping.migrate() else "The database is up to date.")


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@django.data_option
@click.option(
    "--passphrase", envvar="FILAO_PASSPHRASE", default="", help="Encrypt the file with it (or FILAO_PASSPHRASE)."
)
def backup(target: Path, data: Path | None, passphrase: str) -> None:
    """Write the database and every file as one file TARGET."""
    django.ready(data)
    django.migrate()
    from filao.work import keeping, workspaces

    manifest = keeping.backup(workspaces.local_actor(), target, passphrase)
    size = target.stat().st_size / 1024 / 1024
    how = (
        "encrypted" if passphrase else "not encrypted, and without the key that opens words of people; see --passphrase"
    )
    errors.print(f"{target}: {size:.1f} MB, {manifest['filao']}, {how}.")


@click.command()
@click.argument("source", type=click.Path(path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--passphrase", envvar="FILAO_PASSPHRASE", default="", help="Passphrase of an encrypted file.")
def restore(source: Path, folder: Path, passphrase: str) -> None:
    """Unpack the backup SOURCE into an empty data FOLDER, checking every file, row count and journal."""
    manifest = unpack(source, folder, passphrase)
    errors.print(f"Restored into {folder}, as of {manifest['made']}. Serve it with: filao run --data {folder}")


@click.command()
@django.data_option
@click.option("--mend", is_flag=True, help="Remove files that nothing refers to.")
@click.option("--json", "as_json", is_flag=True, help="Print the sweeps as JSON.")
def doctor(data: Path | None, mend: bool, as_json: bool) -> None:
    """Sweep the data: database, migrations, journal chain, files, references. Exit code 1 when something is wrong."""
    django.ready(data)
    from filao.work import keeping, workspaces

    if keeping.pending():
        errors.print("The database is not up to date. Run: filao migrate")
        click.get_current_context().exit(1)
    checks = list(keeping.doctor(workspaces.local_actor(), mend=mend))
    if as_json:
        print_json(
            [
                {"check": c.code, "looked_at": c.looked_at, "faults": [problems.sentence(f) for f in c.faults]}
                for c in checks
            ]
        )
    else:
        for check in checks:
            click.echo(f"{check.code:12} {'sound' if not check.faults else 'FAULTY':8} {check.looked_at} looked at")
            for fault in check.faults:
                click.echo(f"    {problems.sentence(fault)} {problems.mend(fault)}")
    if any(check.faults for check in checks):
        click.get_current_context().exit(1)
