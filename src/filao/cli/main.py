"""The command "filao" and its groups."""

from __future__ import annotations

import click

from filao import __version__
from filao.cli.analyse import analyse
from filao.cli.building import build, export
from filao.cli.demo import demo
from filao.cli.digest import digest
from filao.cli.importing import import_
from filao.cli.intake import intake
from filao.cli.keeping import backup, doctor, migrate, restore
from filao.cli.output import NamedProblems
from filao.cli.responses import responses
from filao.cli.run import run
from filao.cli.serving import install_files, invite, open_workspace, serve


@click.group(cls=NamedProblems, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="filao")
def main() -> None:
    """Filao: one evidence base for a country's response to trafficking in persons."""


for command in (
    demo, run, serve, intake, migrate, open_workspace, invite, install_files, import_, responses, analyse, build, export,
    digest, backup, restore, doctor,
):  # fmt: skip
    main.add_command(command)
