"""Analyses on plain files or on a workspace; each prints a table, or JSON with --json."""

import click

from filao.cli.analyse.committee import committee
from filao.cli.analyse.network import network


@click.group()
def analyse() -> None:
    """Analyse ties, pathways, coverage and the working group."""


analyse.add_command(committee)
analyse.add_command(network)
