"""filao run: the app on this machine, for the one person in front of it."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from pathlib import Path

import click

from filao.cli import django
from filao.cli.output import errors
from filao.core.problems import Problem

ADDRESS = "127.0.0.1"


@click.command()
@django.data_option
@click.option("--port", default=8765, show_default=True, help="Port on this machine.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser where there is one.")
def run(data: Path | None, port: int, open_browser: bool) -> None:
    """Serve the app on this machine; the database is copied before it is migrated."""
    django.ready(data)
    django.migrate()
    serve_app(port, open_browser=open_browser)


def serve_app(port: int, *, open_browser: bool) -> None:
    """Serve on loopback until interrupted, to whoever has the address with the key. Raises Problem port_taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError as error:
            raise Problem("port_taken", port=port) from error
    import waitress
    from django.conf import settings

    from filao.work import accounts
    from filao.wsgi import application

    address = f"http://{ADDRESS}:{port}/open/{accounts.open_to_local_user(Path(settings.DATA_FOLDER))}"
    server = waitress.create_server(
        application, host=ADDRESS, port=port, threads=6, ident=None, clear_untrusted_proxy_headers=False
    )
    errors.print(f"Filao answers on {address}  (Ctrl+C ends it)", soft_wrap=True)
    if open_browser and _has_browser():
        webbrowser.open(address)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


def _has_browser() -> bool:
    """Whether a browser with a window can be opened; a text browser would take the terminal over."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
