"""The command line: one face among others, with progress, --json, exit codes and errors of one sentence."""

from filao.cli.main import main

__all__ = ["main"]
