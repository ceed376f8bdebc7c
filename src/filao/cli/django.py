"""Making Django ready for a command, with the data folder it works on."""

from __future__ import annotations

import os
from pathlib import Path

import click

from filao.core.problems import Problem

data_option = click.option(
    "--data", type=click.Path(path_type=Path), default=None, help="Folder of the database (default: FILAO_DATA)."
)


def ready(data: Path | None = None) -> None:
    """Set up Django once; `data` overrides the folder of the database and files."""
    if data is not None:
        os.environ["FILAO_DATA"] = str(data.expanduser().resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "filao.settings")
    import django

    django.setup()


def migrate() -> bool:
    """Bring the database up to date, keeping a copy of it first. Returns whether anything had to be done.

    On a server only `filao migrate` does it: any other command raises Problem not_migrated.
    """
    from django.conf import settings

    from filao.work import keeping

    if settings.ADDRESS and keeping.pending():
        raise Problem("not_migrated")
    return keeping.migrate()
