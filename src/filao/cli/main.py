"""The command "filao" and its groups."""

from __future__ import annotations

import click

from filao import __version__
from filao.cli.analyse import analyse
from filao.cli.output import NamedProblems


@click.group(cls=NamedProblems, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="filao")
def main() -> None:
    """Filao: one evidence base for a country's response to trafficking in persons."""


main.add_command(analyse)
