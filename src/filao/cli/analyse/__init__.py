"""Analyses on plain files or on a workspace; each prints a table, or JSON with --json."""

import click

from filao.cli.analyse.committee import committee
from filao.cli.analyse.network import network
from filao.cli.analyse.pathways import coverage_, pathways


@click.group()
def analyse() -> None:
    """Analyse ties, pathways, coverage and the working group."""


analyse.add_command(committee)
analyse.add_command(network)
analyse.add_command(pathways)
analyse.add_command(coverage_)
