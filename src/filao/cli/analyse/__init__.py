"""Analyses on plain files or on a workspace; each prints a table, or JSON with --json."""

import click


@click.group()
def analyse() -> None:
    """Analyse ties, pathways, coverage and the working group."""
