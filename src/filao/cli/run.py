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
THREADS, ROOM_THREADS = 6, 12
"""Requests answered at a time: of one person, and of forty phones."""


@click.command()
@django.data_option
@click.option("--port", default=8765, show_default=True, help="Port on this machine.")
@click.option("--open/--no-open", "open_browser", default=True, help="Open a browser where there is one.")
@click.option(
    "--room",
    "for_room",
    is_flag=True,
    help="Let the phones of a training room answer forms over its Wi-Fi; nothing else.",
)
def run(data: Path | None, port: int, open_browser: bool, for_room: bool) -> None:
    """Serve the app on this machine; the database is copied before it is migrated."""
    django.ready(data)
    django.migrate()
    serve_app(port, open_browser=open_browser, for_room=for_room)


def serve_app(port: int, *, open_browser: bool, for_room: bool = False) -> None:
    """Serve on loopback until interrupted, to whoever has the address with the key; `for_room` also the room's Wi-Fi.

    Raises Problem port_taken, room_no_address.
    """
    import waitress
    from django.conf import settings

    from filao import room
    from filao.work import accounts
    from filao.wsgi import application

    here = [ADDRESS, *([room.address()] if for_room else [])]
    for one in here:
        _probe(one, port)
    if for_room:
        settings.ROOM = f"http://{here[1]}:{port}"
        settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, here[1]]
    address = f"http://{ADDRESS}:{port}/open/{accounts.open_to_local_user(Path(settings.DATA_FOLDER))}"
    server = waitress.create_server(
        room.Room(application) if for_room else application, listen=" ".join(f"{one}:{port}" for one in here),
        threads=ROOM_THREADS if for_room else THREADS, ident=None, clear_untrusted_proxy_headers=False,
    )  # fmt: skip
    errors.print(f"Filao answers on {address}  (Ctrl+C ends it)", soft_wrap=True)
    if for_room:
        errors.print(
            f"The room reaches {settings.ROOM}: forms to answer and the wall, nothing else. "
            "Open a round under Ask, Fieldwork, and show its wall.",
            soft_wrap=True,
        )
    if open_browser and _has_browser():
        webbrowser.open(address)
    try:
        server.run()
    except KeyboardInterrupt:
        server.close()


def _probe(address: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError as error:
            raise Problem("port_taken", port=port) from error


def _has_browser() -> bool:
    """Whether a browser with a window can be opened; a text browser would take the terminal over."""
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
