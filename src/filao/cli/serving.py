"""filao serve, open, invite and install-files: the life on a server, for several people."""

from __future__ import annotations

import os
import secrets
import signal
import socket
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

import click

from filao.cli import django
from filao.cli.output import errors
from filao.core.problems import Problem

host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address of this machine to answer on."
)
proxy_option = click.option(
    "--behind-proxy", is_flag=False, flag_value="127.0.0.1", default=None, metavar="[ADDRESS]",
    help="A proxy at ADDRESS (default: this machine) speaks HTTPS; what it says of the caller is believed.",
)  # fmt: skip


@click.command()
@django.data_option
@host_option
@click.option("--port", default=8000, show_default=True, help="Port to answer on.")
@click.option("--threads", default=8, show_default=True, help="Requests answered at a time.")
@proxy_option
def serve(data: Path | None, host: str, port: int, threads: int, behind_proxy: str | None) -> None:
    """Serve the app to people with accounts. Refuses to start unmigrated, unconfigured or in debug mode."""
    check(data)
    from filao.work import serving
    from filao.wsgi import application

    with listener(host, port) as door:
        errors.print(f"Filao answers as {serving.address()} on {host}:{port}  (Ctrl+C ends it)", soft_wrap=True)
        answer_on(door, application, threads, behind_proxy)


def check(data: Path | None) -> None:
    """Make Django ready. Raises Problem server_not_ready."""
    django.ready(data)
    from filao.work import serving

    if faults := serving.faults():
        raise Problem("server_not_ready", faults=faults)


def listener(host: str, port: int) -> socket.socket:
    """The open port. Raises Problem port_taken."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise Problem("port_taken", port=port) from error


def answer_on(port: socket.socket, application: Callable[..., Any], threads: int, behind_proxy: str | None) -> None:
    """Serve until the system asks to end; what was begun is answered first."""
    import waitress

    proxy = {
        "trusted_proxy": behind_proxy,
        "trusted_proxy_count": 1,
        "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"},
    }
    server = waitress.create_server(
        application, sockets=[port], threads=threads, ident=None, clear_untrusted_proxy_headers=True,
        **(proxy if behind_proxy else {"url_scheme": "https"}),
    )  # fmt: skip
    signal.signal(signal.SIGTERM, _end)
    server.run()


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


@click.command("open")
@click.argument("slug")
@click.argument("name")
@django.data_option
@click.option("--country", required=True, help="Country, by its code of two letters (ISO 3166-1).")
@click.option("--data-date", default="", metavar="DATE", help="Day to which evidence was gathered (default: today).")
def open_workspace(slug: str, name: str, data: Path | None, country: str, data_date: str) -> None:
    """Open an empty workspace NAME at the address SLUG."""
    django.ready(data)
    django.migrate()
    from datetime import date

    from filao.work import workspaces

    try:
        day = date.fromisoformat(data_date) if data_date else date.today()
    except ValueError as error:
        raise Problem("not_a_date", value=data_date) from error
    workspace = workspaces.create(workspaces.local_actor(), slug, name, country.upper(), day)
    errors.print(f"{workspace.name} is open at /{workspace.slug}/")


@click.command()
@click.argument("email")
@django.data_option
@click.option("--role", default="administrator", show_default=True, help="Role in the workspace.")
@click.option("--name", default="", help="Name of the person.")
@click.option("--workspace", "slug", default="", help="Address of the workspace (default: the only one).")
@click.option(
    "--renew",
    is_flag=True,
    help="For an account whose password or second factor was lost: both go, a code sets them anew.",
)
def invite(email: str, data: Path | None, role: str, name: str, slug: str, renew: bool) -> None:
    """Invite EMAIL to a role, and print the code that opens the account."""
    django.ready(data)
    django.migrate()
    from filao.work import members, serving, workspaces

    actor = workspaces.local_actor()
    if renew:
        workspace, code = members.renew(actor, email)
    else:
        workspace = workspaces.only(actor, slug)
        _invitation, code = members.invite(actor, workspace, email, role, name)
    click.echo(f"{serving.address()}/{workspace.slug}/join")
    click.echo(code)
    errors.print(f"The code opens once, within {members.DAYS} days. It is told only now.")


@click.command("install-files")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option("--address", required=True, help="Address of the server as people type it, https://…")
@click.option("--user", default="filao", show_default=True, help="User of the system that runs Filao.")
@click.option("--data-folder", default="/var/lib/filao", show_default=True, help="Folder of the database and files.")
@click.option("--backups", default="/var/backups/filao", show_default=True, help="Folder of the nightly backups.")
@click.option("--env", default="/etc/filao.env", show_default=True, help="Where the file of settings will stand.")
def install_files(folder: Path, address: str, user: str, data_folder: str, backups: str, env: str) -> None:
    """Write into FOLDER what a server needs: settings with new secrets, systemd units, a nightly backup, a proxy."""
    place = urlsplit(address)
    if place.scheme != "https" or not place.hostname:
        raise Problem("address_not_https", value=address)
    filled = {
        "ADDRESS": f"https://{place.netloc}", "SITE": place.netloc, "HOST": place.hostname, "USER": user,
        "DATA": data_folder, "BACKUPS": backups, "ENV": env,
        "PROGRAM": str(Path(sys.executable).with_name("filao")), "SECRET": secrets.token_urlsafe(48),
        "PASSPHRASE": secrets.token_urlsafe(24),
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    for file in sorted(resources.files("filao.cli").joinpath("server").iterdir(), key=lambda f: f.name):
        text = file.read_text(encoding="utf-8")
        for name, value in filled.items():
            text = text.replace(f"@{name}@", value)
        mode = 0o600 if file.name.endswith(".env") else 0o644
        target = folder / file.name
        target.unlink(missing_ok=True)
        with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as out:
            out.write(text)
        click.echo(str(target))
