"""filao demo: the Mauritius example loaded, every deliverable written into a folder, the app served."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click

from filao.cli import django
from filao.cli.output import errors


def example() -> Path:
    """The example folder: inside the installed package, or beside the sources."""
    inside = Path(__file__).parents[1] / "examples" / "mauritius"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "examples" / "mauritius"


@click.command()
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path("demo-output"), show_default=True,
    help="Folder for the deliverables.",
)  # fmt: skip
@click.option(
    "--data", type=click.Path(path_type=Path), default=Path(".demo"), show_default=True,
    help="Folder of the demonstration's database.",
)  # fmt: skip
@click.option("--port", default=8765, show_default=True, help="Port of the app on this machine.")
@click.option("--serve/--no-serve", default=True, help="Serve the app when the files are written.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser where there is one.")
def demo(output: Path, data: Path, port: int, serve: bool, open_browser: bool) -> None:
    """Load the Mauritius example, write every deliverable, serve the app."""
    started = time.monotonic()
    django.ready(data)
    django.migrate()
    from filao.cli import shelf
    from filao.cli.run import serve_app
    from filao.work import demonstration, folders, worker, workspaces
    from filao.work.collection import rounds, simulation

    actor = workspaces.local_actor()
    opened = folders.open_folder(actor, example())
    plan = opened.plan
    errors.print(
        f"Register of {opened.workspace.name}: {plan.rows} rows read = "
        f"{plan.kept} kept + {plan.merged} merged + {plan.rejected} rejected."
    )
    workspace = workspaces.find(actor, opened.workspace.slug)
    shown = rounds.find(actor, workspace, simulation.show(actor, workspace))
    errors.print(
        f"Forms: {len(simulation.SHOWN)} published; “{shown.plan.title}” holds {shown.answers} answers made up by chance."
    )
    worker.set_size(os.cpu_count() or 1)
    made_up = demonstration.show(actor, workspace)
    errors.print(
        f"Working group: meeting {made_up.meeting}, a round of comments and a rehearsed validation, all of it simulated."
    )
    count = shelf.write(actor, workspace, output)
    worker.set_size(1)
    errors.print(
        f"{count} files in {output} after {time.monotonic() - started:.1f} s; begin with {output / 'index.html'}"
    )
    errors.print(f"The wall of a training room, with its code to answer by: /{workspace.slug}/room/{shown.id}")
    if serve:
        serve_app(port, open_browser=open_browser)
